package record

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/edge/fmp4"
	"custos.dev/custos/observe"
)

// Archive reads a camera's recording directory, beside a Recorder that may be
// writing it. Its methods may be called by several goroutines. Segments come
// from the caller's database; their file names are not trusted.
type Archive struct {
	root *os.Root
	// Removed says why a segment's file was removed; false if nothing tells that it was. May be
	// nil.
	Removed func(index uint64) (observe.Cause, bool)
}

// OpenArchive opens a recording directory.
func OpenArchive(dir string) (*Archive, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, custos.Errorf(custos.NotFound, "the recording directory cannot be opened: %w", err)
	}
	return &Archive{root: root}, nil
}

// Close ends reading.
func (a *Archive) Close() error { return a.root.Close() }

// Open opens a segment's file; the caller closes it. A missing segment is named.
func (a *Archive) Open(s observe.Segment) (*os.File, error) {
	f, err := a.root.Open(s.File)
	if errors.Is(err, fs.ErrNotExist) {
		if a.Removed != nil {
			if why, ok := a.Removed(s.Index); ok {
				return nil, custos.Errorf(custos.NotFound, "segment %d (from %s) was removed %s", s.Index, s.From.UTC().Format(time.RFC3339), why.Text(nil))
			}
		}
		return nil, custos.Errorf(custos.NotFound, "segment %d (%s, from %s) is missing from the recordings; look for it in a backup", s.Index, s.File, s.From.UTC().Format(time.RFC3339))
	}
	if err != nil {
		return nil, custos.Errorf(custos.Unavailable, "segment %d (%s) cannot be opened: %w", s.Index, s.File, err)
	}
	if st, err := f.Stat(); err != nil || !st.Mode().IsRegular() {
		f.Close()
		return nil, custos.Errorf(custos.Corrupt, "segment %d: %s is not a regular file", s.Index, s.File)
	}
	return f, nil
}

// Verify reads a segment's file again and compares it with what was sealed. Of
// a difference it says in what: Corrupt, or NotFound for a missing file.
func (a *Archive) Verify(ctx context.Context, s observe.Segment) error {
	f, err := a.Open(s)
	if err != nil {
		return err
	}
	defer f.Close()
	h := sha256.New()
	n, err := io.Copy(h, &ctxReader{ctx, f})
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return custos.Errorf(custos.Unavailable, "segment %d (%s) cannot be read: %w", s.Index, s.File, err)
	}
	if n != s.Bytes {
		return custos.Errorf(custos.Corrupt, "segment %d (%s) was changed: it has %d bytes, sealed were %d", s.Index, s.File, n, s.Bytes)
	}
	if got := custos.Hash(h.Sum(nil)); got != s.SHA256 {
		return custos.Errorf(custos.Corrupt, "segment %d (%s) was changed: its SHA-256 is %s, sealed was %s", s.Index, s.File, got, s.SHA256)
	}
	// The bytes are those that were sealed; what was said of them must fit too.
	m, err := measure(f)
	if err != nil {
		return custos.Errorf(custos.Unavailable, "segment %d (%s) cannot be read: %w", s.Index, s.File, err)
	}
	if s.PTSEnd == m.latest {
		m.PTSEnd = m.latest
	}
	for _, d := range []struct {
		what      string
		got, want any
	}{
		{"number of frames", m.Frames, s.Frames},
		{"first time stamp", m.PTS, s.PTS},
		{"last time stamp", m.PTSEnd, s.PTSEnd},
		{"codec", m.Codec, s.Codec},
		{"width", m.Width, s.Width},
		{"height", m.Height, s.Height},
		{"length in time", s.Until.Sub(s.From), s.PTSEnd - s.PTS},
	} {
		if d.got != d.want {
			return custos.Errorf(custos.Corrupt, "segment %d (%s) is not what its record says: its %s is %v, recorded is %v", s.Index, s.File, d.what, d.got, d.want)
		}
	}
	return a.verifyTimes(s, f)
}

// verifyTimes compares what was said of a file's times with its own pictures.
func (a *Archive) verifyTimes(s observe.Segment, f io.ReadSeeker) error {
	if err := s.CheckTimes(); err != nil {
		return err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return custos.Errorf(custos.Unavailable, "segment %d (%s) cannot be read: %w", s.Index, s.File, err)
	}
	m, err := fmp4.Measure(f, s.Frames)
	if err != nil {
		return custos.Errorf(custos.Corrupt, "segment %d (%s): %w", s.Index, s.File, err)
	}
	return s.CheckPictures(m.Pictures)
}

// VerifyChain verifies segments in the order of their index and that each names
// the one before. prev is the hash before the first: zero at a camera's
// beginning. It returns everything that is wrong, nil if nothing is.
func (a *Archive) VerifyChain(ctx context.Context, prev custos.Hash, segs []observe.Segment) []error {
	var out []error
	for i, s := range segs {
		if i > 0 && s.Index != segs[i-1].Index+1 {
			for n := segs[i-1].Index + 1; n < s.Index && n < segs[i-1].Index+1000; n++ {
				out = append(out, custos.Errorf(custos.Corrupt, "segment %d is missing from the chain", n))
			}
			if s.Index <= segs[i-1].Index {
				out = append(out, custos.Errorf(custos.Corrupt, "segment %d stands after segment %d in the chain", s.Index, segs[i-1].Index))
			}
		} else if s.Prev != prev {
			out = append(out, custos.Errorf(custos.Corrupt, "segment %d does not follow the segment before it: it names %s, that one is %s", s.Index, s.Prev, prev))
		}
		if err := a.Verify(ctx, s); err != nil {
			out = append(out, err)
			if ctx.Err() != nil {
				return out
			}
		}
		prev = s.SHA256
	}
	return out
}

type ctxReader struct {
	ctx context.Context
	r   io.Reader
}

func (c *ctxReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}

// Covering returns the segments that hold any of the capture times from until
// until, and those before them that decoding needs; all in order. An empty stretch means
// the moment from.
func Covering(segs []observe.Segment, from, until time.Time) []observe.Segment {
	if !until.After(from) {
		until = from.Add(1)
	}
	return decodable(segs, func(s *observe.Segment) bool { return s.From.Before(until) && s.Until.After(from) })
}

// CoveringPTS returns the segments of one life that hold any of the stream times
// from until until, both included, and those before them that decoding needs; all in
// order. For a frame's reference it is exact where capture times, which are estimates,
// are only near.
func CoveringPTS(segs []observe.Segment, boot uint64, from, until time.Duration) []observe.Segment {
	return decodable(segs, func(s *observe.Segment) bool {
		begin, end := s.StreamTime()
		return s.Boot == boot && begin <= until && end > from
	})
}

// decodable returns the segments that are wanted and, before each that depends on them,
// those back to one that does not.
func decodable(segs []observe.Segment, wanted func(*observe.Segment) bool) []observe.Segment {
	var out []observe.Segment
	next := 0 // the first that is not in out and may be
	for i := range segs {
		if !wanted(&segs[i]) {
			continue
		}
		begin := i
		for begin > next && segs[begin].Dependent && segs[begin-1].Index+1 == segs[begin].Index {
			begin--
		}
		out, next = append(out, segs[begin:i+1]...), i+1
	}
	return out
}

// Clip writes segments one after the other as one playable file, in the camera's own
// encoding, whose time begins at zero and goes on without a break, also where nothing was
// recorded between two of them. They must be of one stream, that is share their
// initialisation section: at the first that does not it ends with a Conflict, and what was
// written before is whole.
func (a *Archive) Clip(ctx context.Context, w io.Writer, segs []observe.Segment) error {
	if len(segs) == 0 {
		return custos.Errorf(custos.NotFound, "nothing was recorded at that time")
	}
	j := fmp4.NewJoiner(w)
	for _, s := range segs {
		if err := a.clipOne(ctx, j, s); err != nil {
			return err
		}
	}
	return nil
}

func (a *Archive) clipOne(ctx context.Context, j *fmp4.Joiner, s observe.Segment) error {
	f, err := a.Open(s)
	if err != nil {
		return err
	}
	defer f.Close()
	err = j.Add(&ctxReader{ctx, f})
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, fmp4.ErrOtherInit):
		return custos.Errorf(custos.Conflict, "the stream's format changed at segment %d; ask for a clip that ends or begins there", s.Index)
	}
	return fmt.Errorf("segment %d (%s): %w", s.Index, s.File, err)
}

// removeEmpty removes directories that a deletion left empty, up to the root.
func (a *Archive) removeEmpty(dir string) {
	for ; dir != "." && dir != "/"; dir = path.Dir(dir) {
		if a.root.Remove(dir) != nil {
			return
		}
	}
}
