package footage

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"

	"custos.dev/custos"
	"custos.dev/custos/edge/ffmpeg"
)

// Walker is a figure that crosses the scene in a straight line.
type Walker struct {
	// From and To are the frames in which it is there; To is not included.
	From, To int
	// X and Y are where its upper left corner is in frame From, in pixels, and
	// VX and VY what it moves by each frame. W and H are its size.
	X, Y, VX, VY, W, H float64
	// Luma is its brightness, 16 to 235.
	Luma uint8
	// Person draws head, body and moving legs instead of a plain rectangle.
	Person bool
}

// Box returns where the walker is drawn in a frame, in whole pixels and cut at
// the picture's edges; ok is false where it is not seen.
func (w Walker) Box(frame, width, height int) (x0, y0, x1, y1 int, ok bool) {
	if frame < w.From || frame >= w.To {
		return 0, 0, 0, 0, false
	}
	d := float64(frame - w.From)
	x, y := int(math.Round(w.X+d*w.VX)), int(math.Round(w.Y+d*w.VY))
	x0, y0 = max(0, x), max(0, y)
	x1, y1 = min(width, x+int(w.W)), min(height, y+int(w.H))
	return x0, y0, x1, y1, x0 < x1 && y0 < y1
}

// Spec describes a drawn scene. Drawing is deterministic.
type Spec struct {
	// Width and Height are in pixels, both even; FPS is frames a second.
	Width, Height, FPS, Frames int
	Walkers                    []Walker
	// Seed makes the background's texture and noise.
	Seed uint64
	// Noise is the amplitude of each pixel's flicker, 0 for none.
	Noise int
	// Counter draws the frame's number as 16 black or white squares along the
	// upper edge, so that a decoded picture says which one it is.
	Counter bool
	// BFrames is how many B-frames stand between reference frames; 0 for none.
	BFrames int
	// GOP is the number of frames from keyframe to keyframe; FPS if 0.
	GOP int
	// Kbit is the bit rate in kbit/s; 1500 if 0.
	Kbit int
}

// Truth is what a drawn scene shows, by frame.
type Truth struct {
	Width, Height int
	// Boxes has, for each frame, the walkers' boxes by their index.
	Boxes []map[int]custos.Box
}

// Draw renders the frame numbered n into planar YUV 4:2:0.
type renderer struct {
	Spec
	background []byte
}

func newRenderer(s Spec) *renderer {
	r := &renderer{Spec: s, background: make([]byte, s.Width*s.Height*3/2)}
	rnd := rand.New(rand.NewPCG(s.Seed, 1))
	// Paving with joints: structure that a background model has to live with.
	tone := make([]int, (s.Width/32+2)*(s.Height/24+2))
	for i := range tone {
		tone[i] = rnd.IntN(24)
	}
	for y := range s.Height {
		for x := range s.Width {
			v := 112 + tone[(y/24)*(s.Width/32+2)+x/32] + (y*24)/s.Height + rnd.IntN(5)
			if x%32 == 0 || y%24 == 0 {
				v -= 14
			}
			r.background[y*s.Width+x] = byte(v)
		}
	}
	for i := s.Width * s.Height; i < len(r.background); i++ {
		r.background[i] = 128
	}
	return r
}

func (r *renderer) draw(n int, p []byte) {
	copy(p, r.background)
	luma := p[:r.Width*r.Height]
	for _, w := range r.Walkers {
		x0, y0, x1, y1, ok := w.Box(n, r.Width, r.Height)
		if !ok {
			continue
		}
		fullX := int(math.Round(w.X + float64(n-w.From)*w.VX))
		fullY := int(math.Round(w.Y + float64(n-w.From)*w.VY))
		for y := y0; y < y1; y++ {
			for x := x0; x < x1; x++ {
				if v, in := w.shade((float64(x-fullX)+.5)/w.W, (float64(y-fullY)+.5)/w.H, n); in {
					luma[y*r.Width+x] = v
				}
			}
		}
		if !w.Person {
			continue
		}
		u := p[r.Width*r.Height:]
		for y := y0 / 2; y < y1/2; y++ {
			for x := x0 / 2; x < x1/2; x++ {
				if _, in := w.shade((float64(2*x-fullX)+.5)/w.W, (float64(2*y-fullY)+.5)/w.H, n); in {
					u[y*r.Width/2+x] = 128 + w.Luma%24
				}
			}
		}
	}
	if r.Noise > 0 {
		rnd := rand.New(rand.NewPCG(r.Seed, uint64(n)+2))
		for i := 0; i+8 <= len(luma); i += 8 {
			for j, bits := 0, rnd.Uint64(); j < 8; j, bits = j+1, bits>>8 {
				v := int(luma[i+j]) + int(bits&255)*(2*r.Noise+1)>>8 - r.Noise
				luma[i+j] = byte(min(235, max(16, v)))
			}
		}
	}
	if r.Counter {
		c := counterCell(r.Width)
		for i := range 16 {
			v := byte(16)
			if n>>i&1 == 1 {
				v = 235
			}
			for y := range c {
				row := luma[y*r.Width+i*c:]
				for x := range c {
					row[x] = v
				}
			}
		}
	}
}

func counterCell(width int) int { return width / 16 / 2 * 2 }

// ReadCounter reads the frame number that Spec.Counter drew, from a luma plane
// of any size that keeps the picture's proportions; ok is false where the
// squares are neither black nor white.
func ReadCounter(luma []byte, width int) (n int, ok bool) {
	c := width / 16
	for i := range 16 {
		x, y := i*c+c/2, c/2
		if y*width+x >= len(luma) {
			return 0, false
		}
		switch v := luma[y*width+x]; {
		case v > 180:
			n |= 1 << i
		case v > 70:
			return 0, false
		}
	}
	return n, true
}

// shade returns the brightness at a point of the walker's box, 0 to 1 from its
// upper left corner; false where the background is seen. The figure touches
// all four sides of its box at some time of each step.
func (w Walker) shade(fx, fy float64, n int) (byte, bool) {
	if !w.Person {
		return w.Luma, true
	}
	switch {
	case fy < .17: // head
		dx, dy := (fx-.5)/.27, (fy-.085)/.085
		return min(w.Luma+40, 235), dx*dx+dy*dy <= 1
	case fy < .55: // body and arms
		return w.Luma, math.Abs(fx-.5) < .36+.14*min(1, (fy-.17)/.1)
	default: // legs, swinging
		swing := .22 * math.Sin(float64(n)*.9) * (fy - .55) / .45
		return w.Luma - min(w.Luma-16, 20), math.Abs(fx-.5-swing) < .17 || math.Abs(fx-.5+swing) < .17
	}
}

// DrawScene draws the scene and encodes it to H.264 at path: .h264 for a raw
// stream, .mp4 for a file with time stamps. It returns what is seen where.
func DrawScene(ctx context.Context, path string, s Spec) (Truth, error) {
	if s.Width <= 0 || s.Height <= 0 || s.Width%2 != 0 || s.Height%2 != 0 || s.Width > 4096 || s.Height > 4096 || s.FPS <= 0 || s.Frames <= 0 {
		return Truth{}, custos.Errorf(custos.Invalid, "a scene of %d frames, %dx%d at %d a second cannot be drawn: sizes must be even and positive", s.Frames, s.Width, s.Height, s.FPS)
	}
	r := newRenderer(s)
	t := Truth{Width: s.Width, Height: s.Height, Boxes: make([]map[int]custos.Box, s.Frames)}
	in := func(w io.Writer) error {
		p := make([]byte, s.Width*s.Height*3/2)
		for n := range s.Frames {
			r.draw(n, p)
			if _, err := w.Write(p); err != nil {
				return err
			}
			t.Boxes[n] = map[int]custos.Box{}
			for i, k := range s.Walkers {
				if x0, y0, x1, y1, ok := k.Box(n, s.Width, s.Height); ok {
					fw, fh := float64(s.Width), float64(s.Height)
					t.Boxes[n][i] = custos.Box{X: float64(x0) / fw, Y: float64(y0) / fh, W: float64(x1-x0) / fw, H: float64(y1-y0) / fh}
				}
			}
		}
		return nil
	}
	args := []string{"-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", fmt.Sprintf("%dx%d", s.Width, s.Height), "-r", fmt.Sprint(s.FPS), "-i", "pipe:0"}
	gop, kbit := s.GOP, s.Kbit
	if gop == 0 {
		gop = s.FPS
	}
	if kbit == 0 {
		kbit = 1500
	}
	args = append(args, encode(gop, s.BFrames, kbit)...)
	return t, runFFmpeg(ctx, path, in, nil, args)
}

// encode are the encoder's options: closed groups of pictures of a fixed
// length, so that parts and segments start at whole seconds.
func encode(gop, bframes, kbit int) []string {
	return []string{
		"-an", "-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-threads", "1",
		"-bf", fmt.Sprint(bframes), "-g", fmt.Sprint(gop), "-keyint_min", fmt.Sprint(gop), "-sc_threshold", "0", "-flags", "+cgop",
		"-b:v", fmt.Sprintf("%dk", kbit), "-maxrate", fmt.Sprintf("%dk", 2*kbit), "-bufsize", fmt.Sprintf("%dk", 2*kbit),
		"-map_metadata", "-1", "-fflags", "+bitexact",
	}
}

// runFFmpeg encodes into path by way of a temporary file beside it, so that
// path is whole or not there. read are the files that args name.
func runFFmpeg(ctx context.Context, path string, in func(io.Writer) error, read, args []string) error {
	format := map[string]string{".h264": "h264", ".mp4": "mp4"}[filepath.Ext(path)]
	if format == "" {
		return custos.Errorf(custos.Invalid, "footage is written as .h264 or .mp4, not %q", filepath.Ext(path))
	}
	path, err := filepath.Abs(path) // ffmpeg stands elsewhere
	if err != nil {
		return err
	}
	tmp := path + ".part"
	defer os.Remove(tmp)
	a := append([]string{"-hide_banner", "-v", "error", "-y", "-protocol_whitelist", "file,pipe"}, args...)
	var stderr lastLines
	c := &ffmpeg.Cmd{Args: append(a, "-f", format, "file:"+tmp), Read: read, Write: filepath.Dir(path), Stderr: &stderr}
	fed := func() error { return nil }
	if in != nil {
		r, w := io.Pipe()
		c.Stdin = r
		feed := make(chan error, 1)
		go func() { feed <- errors.Join(in(w), w.Close()) }()
		fed = func() error {
			_ = r.Close() // who draws does not wait for an encoder that has ended
			return <-feed
		}
	}
	err = c.Run(ctx)
	ferr := fed()
	if err != nil {
		if custos.KindOf(err) == custos.Unavailable {
			return err
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return custos.Errorf(custos.Internal, "encoding %s failed: %w (ffmpeg says: %s)", filepath.Base(path), err, stderr.String())
	}
	if ferr != nil {
		return fmt.Errorf("encoding %s: %w", filepath.Base(path), ferr)
	}
	return os.Rename(tmp, path)
}

// lastLines keeps the end of what a child wrote.
type lastLines struct{ b []byte }

func (l *lastLines) Write(p []byte) (int, error) {
	l.b = append(l.b, p...)
	if len(l.b) > 4096 {
		l.b = append(l.b[:0], l.b[len(l.b)-1024:]...)
	}
	return len(p), nil
}

func (l *lastLines) String() string { return string(l.b[max(0, len(l.b)-1024):]) }
