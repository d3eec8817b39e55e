package fog

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"

	"custos"
)

// recorder is who seals the segments of a camera. A camera that moved to another edge has
// had several, each with a chain of its own.
type recorder struct {
	camera  custos.CameraID
	service custos.ServiceID
}

func (r recorder) compare(s recorder) int {
	return cmp.Or(cmp.Compare(r.camera, s.camera), cmp.Compare(r.service, s.service))
}

// checkSegments compares the footage on disk with its seals, and that the seals of a
// camera follow each other without a gap.
func (a *audit) checkSegments(ctx context.Context) error {
	for _, r := range slices.SortedFunc(maps.Keys(a.segments), recorder.compare) {
		camera, segs := r.camera, a.segments[r]
		slices.SortStableFunc(segs, func(x, y sealedSegment) int { return int(int64(x.Index) - int64(y.Index)) })
		a.checkSegmentChain(camera, segs)
		if err := a.checkFiles(ctx, r, segs); err != nil {
			return err
		}
	}
	return nil
}

func (a *audit) checkSegmentChain(camera custos.CameraID, segs []sealedSegment) {
	var prev custos.Hash
	next := uint64(1)
	for _, s := range segs {
		switch {
		case s.Index > next:
			a.fail("segment", s.id, "%s: the seals of the segments %d to %d are missing", camera, next, s.Index-1)
		case s.Index < next:
			a.fail("segment", s.id, "%s: segment %d is sealed twice", camera, s.Index)
		case s.Prev != prev:
			a.fail("segment", s.id, "%s: segment %d does not follow the segment before it", camera, s.Index)
		}
		prev, next = s.SHA256, s.Index+1
	}
}

func (a *audit) checkFiles(ctx context.Context, r recorder, segs []sealedSegment) error {
	camera, dir, ok := r.camera, "", false
	if a.Recordings != nil {
		dir, ok = a.Recordings(r.service)
	}
	if !ok {
		a.unknown("segment", "", "the recordings of %s are not on this machine: %d segments are not checked", camera, len(segs))
		return nil
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		for _, s := range segs {
			a.fail("segment", s.id, "%s: segment %d (%s) is missing: its directory cannot be opened: %v", camera, s.Index, s.File, err)
		}
		return nil
	}
	defer root.Close()
	for _, s := range segs {
		if err := ctx.Err(); err != nil {
			return err
		}
		a.report.Segments++
		if err := checkFile(root, s.Segment); err != nil {
			a.fail("segment", s.id, "%s: segment %d (%s, from %s) %v", camera, s.Index, s.File, s.From.UTC().Format("2006-01-02T15:04:05Z"), err)
		}
	}
	return nil
}

// checkFile compares one file with its seal. The root keeps the name, which comes
// from an edge, from leading out of the directory.
func checkFile(root *os.Root, s custos.Segment) error {
	f, err := root.Open(s.File)
	if errors.Is(err, fs.ErrNotExist) {
		return errors.New("is missing")
	}
	if err != nil {
		return fmt.Errorf("cannot be opened: %w", err)
	}
	defer f.Close()
	st, err := f.Stat()
	switch {
	case err != nil:
		return fmt.Errorf("cannot be read: %w", err)
	case !st.Mode().IsRegular():
		return errors.New("is no regular file")
	case st.Size() != s.Bytes:
		return fmt.Errorf("was changed: it has %d bytes, sealed were %d", st.Size(), s.Bytes)
	}
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return fmt.Errorf("cannot be read: %w", err)
	}
	if got := custos.Hash(h.Sum(nil)); got != s.SHA256 {
		return fmt.Errorf("was changed: its SHA-256 is %s, sealed was %s", got, s.SHA256)
	}
	return nil
}
