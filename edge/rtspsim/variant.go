package rtspsim

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"custos.dev/custos"
	"custos.dev/custos/edge/ffmpeg"
)

// variantKey names what an oddity makes of a clip.
type variantKey struct {
	of  *Clip
	odd string
}

// makeVariants makes the clips that a path's oddities play.
func (s *Server) makeVariants(ctx context.Context, path string, odd []*Oddity) error {
	file, ok := s.cfg.Files[path]
	if !ok {
		file = s.cfg.Files[""]
	}
	clip := s.Clip(path)
	for _, o := range odd {
		key := variantKey{clip, o.Name}
		if o.variant == nil && o.made == nil || clip == nil || s.variants[key] != nil {
			continue
		}
		var v *Clip
		var err error
		if o.made != nil {
			v, err = o.made()
		} else {
			v, err = variant(ctx, file, clip, o.variant)
		}
		if err != nil {
			return custos.Errorf(custos.Unavailable, "the oddity %s cannot be made of %s: %w", o.Name, file, err)
		}
		s.variants[key] = v
	}
	return nil
}

// variant has ffmpeg encode a file anew.
func variant(ctx context.Context, file string, c *Clip, args []string) (*Clip, error) {
	dir, err := os.MkdirTemp("", "custos-variant")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	out := filepath.Join(dir, "clip.mp4")
	// The file is handed over open, so that its name is never taken for an option.
	a := []string{"-hide_banner", "-nostdin", "-v", "error", "-protocol_whitelist", "file,pipe"}
	if strings.HasSuffix(file, ".h264") || strings.HasSuffix(file, ".264") {
		a = append(a, "-r", fmt.Sprint(c.FPS), "-f", "h264")
	}
	a = append(a, "-i", "file:/dev/fd/3", "-map", "0:v:0", "-an", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-bf", "0",
		"-g", fmt.Sprint(max(1, int(c.FPS+.5))), "-threads", "1")
	cmd := &ffmpeg.Cmd{Args: append(append(a, args...), out), ExtraFiles: []*os.File{f}, Write: dir}
	if b, err := cmd.CombinedOutput(ctx); err != nil {
		if custos.KindOf(err) == custos.Unavailable {
			return nil, err
		}
		var t tail
		_, _ = t.Write(b)
		return nil, fmt.Errorf("ffmpeg failed (%w) and said: %s", err, t.String())
	}
	return Load(ctx, out, 0)
}
