package record

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strconv"
	"strings"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/edge/ffmpeg"
	"custos.dev/custos/edge/fmp4"
	"custos.dev/custos/observe"
)

// Snapshot returns the picture that is shown at a time stamp as a JPEG. files are
// segments of one life in order, with the time stamp in one of them; pts is in the files'
// own time.
func Snapshot(ctx context.Context, files []string, pts time.Duration) ([]byte, error) {
	g := new(group)
	for _, p := range files {
		f, err := os.Open(p)
		if err != nil {
			return nil, custos.Errorf(custos.NotFound, "a recording cannot be opened: %w", err)
		}
		err = g.add(ctx, f, 0, pts)
		f.Close()
		if err != nil {
			return nil, err
		}
	}
	return g.picture(ctx)
}

// Snapshot returns the picture shown at a stream time, FrameRef.PTS, from segments of one
// life in order.
func (a *Archive) Snapshot(ctx context.Context, segs []observe.Segment, pts time.Duration) ([]byte, error) {
	g, err := a.group(ctx, segs, pts)
	if err != nil {
		return nil, err
	}
	return g.picture(ctx)
}

// Cropped is a part of a recorded picture.
type Cropped struct {
	JPEG []byte
	// PTS is the picture's stream time.
	PTS time.Duration
	// Shown is the part that is shown: what was wanted, as far as the picture goes, in whole
	// pixels.
	Shown custos.Box
}

// Crop returns a part of the picture shown at a stream time, in the size in which it was
// recorded. Where the height of what is looked for, in fractions, is fewer pixels than least
// it returns NotFound.
func (a *Archive) Crop(ctx context.Context, segs []observe.Segment, pts time.Duration, part custos.Box, height float64, least int) (*Cropped, error) {
	g, err := a.group(ctx, segs, pts)
	if err != nil {
		return nil, err
	}
	if !g.found {
		return nil, errNoPicture
	}
	if got := int(height * float64(g.height)); got < least {
		return nil, custos.Errorf(custos.NotFound, "what is looked for is %d pixels high in the recorded picture: %d are needed", got, least)
	}
	c := &Cropped{PTS: g.shown}
	crop, ok := g.crop(part)
	if !ok {
		return nil, custos.Errorf(custos.NotFound, "the part of the picture that is wanted is smaller than what can be cut, 16 pixels")
	}
	c.Shown = custos.Box{
		X: float64(crop.x) / float64(g.width), Y: float64(crop.y) / float64(g.height),
		W: float64(crop.w) / float64(g.width), H: float64(crop.h) / float64(g.height),
	}
	c.JPEG, err = g.picture(ctx, fmt.Sprintf("crop=%d:%d:%d:%d", crop.w, crop.h, crop.x, crop.y))
	return c, err
}

// pixels is a part of a picture; all are even, since colours are of two by two.
type pixels struct{ x, y, w, h int }

// crop is the part of the wanted picture that a box shows; false if that is less than 16 pixels
// wide or high.
func (g *group) crop(b custos.Box) (p pixels, ok bool) {
	b = b.Within()
	even := func(from, size float64, of int) (at, n int) {
		at = int(from*float64(of)) / 2 * 2
		end := min((int(math.Ceil((from+size)*float64(of)))+1)/2*2, of/2*2)
		return at, end - at
	}
	p.x, p.w = even(b.X, b.W, g.width)
	p.y, p.h = even(b.Y, b.H, g.height)
	return p, p.w >= 16 && p.h >= 16
}

// group reads what decoding the picture of a stream time takes.
func (a *Archive) group(ctx context.Context, segs []observe.Segment, pts time.Duration) (*group, error) {
	g := new(group)
	for _, s := range segs {
		f, err := a.Open(s)
		if err != nil {
			return nil, err
		}
		err = g.add(ctx, f, s.Base, pts)
		f.Close()
		if err != nil {
			return nil, err
		}
	}
	return g, nil
}

// group is what decoding the wanted picture takes: the fragments from the key frame before
// it on, of one stream.
type group struct {
	joined bytes.Buffer
	join   *fmp4.Joiner
	head   []byte
	// at is the wanted picture's time in joined; shown its own in the stream.
	at, shown time.Duration
	found     bool
	// width and height are the stream's, in pixels.
	width, height int
}

// add reads a file whose zero is base in stream time, as far as it can show pts.
func (g *group) add(ctx context.Context, in io.Reader, base, pts time.Duration) error {
	m := fmp4.NewReader(&ctxReader{ctx, in})
	head, err := m.Init()
	if err != nil {
		return unreadable(ctx, err)
	}
	init, err := fmp4.ParseInit(head)
	if err != nil {
		return unreadable(ctx, err)
	}
	if init.Width <= 0 || init.Height <= 0 || init.Width > pixelsMost/init.Height {
		return custos.Errorf(custos.Corrupt, "the recording says that its pictures have %dx%d pixels, more than are recorded: none is decoded", init.Width, init.Height)
	}
	g.width, g.height = init.Width, init.Height
	// The file's own fragments that are needed, which are joined at its end.
	var need bytes.Buffer
	at, found := time.Duration(0), false
	begin := func(keep bool) {
		need.Reset()
		need.Write(head)
		found = found && keep
	}
	begin(false)
	first := true
	for {
		data, err := m.Next()
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			break
		}
		if err != nil {
			return unreadable(ctx, err)
		}
		f, err := init.ParseFragment(data)
		if err != nil {
			return unreadable(ctx, err)
		}
		if f.Key {
			if f.PTS+base > pts {
				break
			}
			g.reset()
			begin(true)
		} else if first && !bytes.Equal(head, g.head) {
			g.reset() // nothing of another stream can be decoded on from here
		}
		first = false
		need.Write(data)
		for _, s := range f.Samples {
			if p := s.PTS + base; p <= pts && (!g.found || p > g.shown) {
				g.shown, g.found, at, found = p, true, s.PTS, true
			}
		}
	}
	if g.join == nil {
		g.join, g.head = fmp4.NewJoiner(&g.joined), head
	}
	if err := g.join.Add(&need); err != nil {
		return unreadable(ctx, err)
	}
	if found {
		g.at = at + g.join.Shift()
	}
	return nil
}

func (g *group) reset() {
	g.joined.Reset()
	g.join, g.head = nil, nil
}

func unreadable(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return custos.Errorf(custos.Corrupt, "the recording cannot be read: %w", err)
}

// What decoding may take, since a camera wrote what is decoded: pixels in a picture, bytes
// in one allocation, and processor time for the pictures from a key picture to the wanted
// one. A picture of 8192x4320 fits.
const (
	pixelsMost = 8192 * 4320
	allocMost  = 256 << 20
	pictureCPU = time.Minute
)

var errNoPicture = custos.Errorf(custos.NotFound, "no picture was recorded at that time")

// picture decodes the wanted one, and passes it through filters of ffmpeg.
func (g *group) picture(ctx context.Context, filters ...string) ([]byte, error) {
	if !g.found {
		return nil, errNoPicture
	}
	clip, at := g.joined.Bytes(), g.at
	var shown, errs bytes.Buffer
	c := &ffmpeg.Cmd{
		Args: []string{
			"-hide_banner", "-nostats", "-v", "error", "-max_alloc", strconv.Itoa(allocMost), "-protocol_whitelist", "pipe", "-copyts",
			"-threads", "1", "-filter_threads", "1", "-max_pixels", strconv.Itoa(pixelsMost), "-f", "mov", "-i", "pipe:0",
			"-map", "0:v:0", "-an", "-vf", strings.Join(append([]string{fmt.Sprintf("select='gte(t,%.6f)'", at.Seconds()-.0005)}, filters...), ","), "-fps_mode", "passthrough", "-frames:v", "1",
			"-q:v", "3", "-pix_fmt", "yuvj420p", "-c:v", "mjpeg", "-f", "mjpeg", "pipe:1",
		},
		Stdin: bytes.NewReader(clip), Stdout: &shown, Stderr: &errs, CPU: pictureCPU,
	}
	err := c.Run(ctx)
	out := shown.Bytes()
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case custos.KindOf(err) == custos.Unavailable:
		return nil, err
	case !bytes.HasPrefix(out, []byte{0xff, 0xd8}):
		said := strings.TrimSpace(errs.String())
		return nil, custos.Errorf(custos.Corrupt, "the recording cannot be decoded (ffmpeg says: %.200s)", said[strings.LastIndexByte(said, '\n')+1:])
	}
	return out, nil
}
