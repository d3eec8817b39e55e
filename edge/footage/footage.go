// Package footage gets the demo's pictures: the pedestrians of vtest.avi, which
// Debian ships in opencv-doc, cut into parts and encoded to H.264. Where the
// package cannot be had it draws a scene of its own and says so. It also draws
// scenes whose every position is known, for tests.
package footage

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"custos.dev/custos"
)

// What vtest.avi is: the sum pins it.
const (
	vtestSHA256 = "45cddc9490be69345cbdab64ca583be65987e864ca408038e648db99e10516cf"
	vtestFrames = 795
	vtestWidth  = 768
	vtestHeight = 576
	vtestFPS    = 10
)

// recipe changes when the way of encoding does, so that old parts are not used.
const recipe = "x264-2"

// Footage is what the demo plays.
type Footage struct {
	// SHA256 is of vtest.avi, or of the drawn scene's parts one after the other.
	SHA256 custos.Hash `json:"sha256"`
	Frames int         `json:"frames"`
	// Drawn says that it is the drawn scene, and Why that the real one is not there.
	Drawn bool   `json:"drawn"`
	Why   string `json:"why,omitempty"`
	FPS   int    `json:"fps"`
	Parts []Part `json:"parts"`
}

// Part is one camera's share: consecutive frames, as raw H.264 that begins
// with a keyframe and has one every second.
type Part struct {
	Path   string      `json:"path"`
	SHA256 custos.Hash `json:"sha256"`
	Frames int         `json:"frames"`
}

// Prepare returns the footage cut into parts, from cacheDir where it has been
// prepared before. An empty cacheDir is the user's own, os.UserCacheDir()/custos.
// Preparing takes some seconds and, the first time, a download of 96 MB by apt.
func Prepare(ctx context.Context, cacheDir string, parts int, log *slog.Logger) (Footage, error) {
	if parts < 1 || parts > 64 {
		return Footage{}, custos.Errorf(custos.Invalid, "the footage cannot be cut into %d parts: choose 1 to 64", parts)
	}
	if log == nil {
		log = slog.Default()
	}
	dir, unlock, err := open(ctx, cacheDir)
	if err != nil {
		return Footage{}, err
	}
	defer unlock()
	real := filepath.Join(dir, fmt.Sprintf("vtest-%s-%d", recipe, parts))
	if f, err := cached(real, parts); err == nil {
		return f, nil
	}
	video, why := obtain(ctx, dir, log)
	if ctx.Err() != nil {
		return Footage{}, ctx.Err()
	}
	if why == nil {
		if video, err = filepath.Abs(video); err != nil {
			return Footage{}, err
		}
		log.Info("encoding the footage", "parts", parts)
		return build(real, Footage{SHA256: mustHash(vtestSHA256), Frames: vtestFrames, FPS: vtestFPS}, parts, func(path string, from, to int) error {
			args := []string{"-i", "file:" + video, "-vf", fmt.Sprintf("trim=start_frame=%d:end_frame=%d,setpts=PTS-STARTPTS", from, to)}
			return runFFmpeg(ctx, path, nil, []string{video}, append(args, encode(vtestFPS, 0, 1500)...))
		})
	}
	log.Warn("the real footage cannot be had, a drawn scene takes its place", "err", why)
	drawn := filepath.Join(dir, fmt.Sprintf("drawn-%s-%d", recipe, parts))
	f, err := cached(drawn, parts)
	if err != nil {
		f, err = build(drawn, Footage{Frames: vtestFrames, Drawn: true, FPS: vtestFPS}, parts, func(path string, from, to int) error {
			_, err := DrawScene(ctx, path, street(from, to))
			return err
		})
	}
	f.Why = why.Error()
	return f, err
}

// Original returns the real footage's file as it was published, for measuring, from
// cacheDir as in Prepare.
func Original(ctx context.Context, cacheDir string, log *slog.Logger) (string, error) {
	dir, unlock, err := open(ctx, cacheDir)
	if err != nil {
		return "", err
	}
	defer unlock()
	return obtain(ctx, dir, log)
}

// open makes the footage's directory in a cache and locks it.
func open(ctx context.Context, cacheDir string) (dir string, unlock func(), err error) {
	if cacheDir == "" {
		d, err := os.UserCacheDir()
		if err != nil {
			return "", nil, custos.Errorf(custos.Invalid, "no cache directory is known: set HOME or XDG_CACHE_HOME (%w)", err)
		}
		cacheDir = filepath.Join(d, "custos")
	}
	dir = filepath.Join(cacheDir, "footage")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", nil, custos.Errorf(custos.Invalid, "the footage's cache cannot be made: %w", err)
	}
	unlock, err = lock(ctx, filepath.Join(dir, "lock"))
	return dir, unlock, err
}

func mustHash(s string) custos.Hash {
	h, err := custos.ParseHash("0x" + s)
	if err != nil {
		panic(err)
	}
	return h
}

// build encodes the parts beside their place and moves them there together.
func build(dir string, f Footage, parts int, part func(path string, from, to int) error) (Footage, error) {
	tmp := dir + ".part"
	if err := os.RemoveAll(tmp); err != nil {
		return f, err
	}
	if err := os.Mkdir(tmp, 0o755); err != nil {
		return f, custos.Errorf(custos.Unavailable, "the footage's cache cannot be written: %w", err)
	}
	defer os.RemoveAll(tmp)
	all := sha256.New()
	for i := range parts {
		from, to := f.Frames*i/parts, f.Frames*(i+1)/parts
		name := fmt.Sprintf("part%d.h264", i+1)
		if err := part(filepath.Join(tmp, name), from, to); err != nil {
			return f, err
		}
		b, err := os.ReadFile(filepath.Join(tmp, name))
		if err != nil {
			return f, err
		}
		all.Write(b)
		f.Parts = append(f.Parts, Part{Path: name, SHA256: sha256.Sum256(b), Frames: to - from})
	}
	if f.SHA256.IsZero() {
		f.SHA256 = custos.Hash(all.Sum(nil))
	}
	b, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return f, err
	}
	if err := os.WriteFile(filepath.Join(tmp, "footage.json"), b, 0o644); err != nil {
		return f, custos.Errorf(custos.Unavailable, "the footage's cache cannot be written: %w", err)
	}
	if err := os.RemoveAll(dir); err != nil {
		return f, err
	}
	if err := os.Rename(tmp, dir); err != nil {
		return f, err
	}
	return cached(dir, parts)
}

// cached returns what was built, checked against the sums taken then.
func cached(dir string, parts int) (Footage, error) {
	var f Footage
	b, err := os.ReadFile(filepath.Join(dir, "footage.json"))
	if err != nil {
		return f, err
	}
	if err := json.Unmarshal(b, &f); err != nil {
		return f, err
	}
	if len(f.Parts) != parts {
		return f, errors.New("the cached footage has another number of parts")
	}
	for i := range f.Parts {
		p := &f.Parts[i]
		p.Path = filepath.Join(dir, filepath.Base(p.Path))
		b, err := os.ReadFile(p.Path)
		if err != nil {
			return f, err
		}
		if sha256.Sum256(b) != p.SHA256 {
			return f, errors.New("the cached footage is damaged")
		}
	}
	return f, nil
}

func matches(path string) bool {
	b, err := os.ReadFile(path)
	if err != nil {
		return false
	}
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:]) == vtestSHA256
}

// lock keeps two processes from preparing at the same time.
func lock(ctx context.Context, path string) (unlock func(), err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, custos.Errorf(custos.Invalid, "the footage's cache cannot be locked: %w", err)
	}
	for {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			return func() { f.Close() }, nil
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) && !errors.Is(err, syscall.EINTR) {
			f.Close()
			return nil, custos.Errorf(custos.Unavailable, "the footage's cache cannot be locked: %w", err)
		}
		select {
		case <-ctx.Done():
			f.Close()
			return nil, ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// street is the drawn stand-in: people who cross a paved place, in the frames
// from..to of one long scene.
func street(from, to int) Spec {
	s := Spec{Width: vtestWidth, Height: vtestHeight, FPS: vtestFPS, Frames: to - from, Seed: 7, Noise: 2}
	for i := range 32 {
		start := i*25 - 20
		w := Walker{
			W: float64(36 + i%4*4), H: float64(96 + i%5*8),
			Y: float64(120 + i*97%300), VY: float64(i%3-1) * .4,
			VX: 5 + float64(i*7%5), Luma: uint8(40 + i*53%90), Person: true,
		}
		if i%3 == 0 {
			w.Luma = uint8(190 + i%4*8)
		}
		steps := int((vtestWidth + w.W) / w.VX)
		w.X = -w.W
		if i%2 == 1 {
			w.X, w.VX = vtestWidth, -w.VX
		}
		w.From, w.To = start-from, start+steps-from
		s.Walkers = append(s.Walkers, w)
	}
	return s
}
