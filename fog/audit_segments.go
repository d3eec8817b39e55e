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
	"time"

	"custos.dev/custos"

	"custos.dev/custos/evidence"
	"custos.dev/custos/observe"
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

// checkSegments compares the footage on disk with its seals, that the seals of a camera
// follow each other, that what they claim about time can be true, and that what is not
// recorded between them is told.
func (a *audit) checkSegments(ctx context.Context) error {
	for _, r := range slices.SortedFunc(maps.Keys(a.segments), recorder.compare) {
		camera, segs := r.camera, a.segments[r]
		slices.SortStableFunc(segs, func(x, y sealedSegment) int { return int(int64(x.Index) - int64(y.Index)) })
		a.checkSegmentChain(camera, segs)
		wrong := map[custos.EventID]bool{}
		if err := a.checkFiles(ctx, camera, segs, wrong); err != nil {
			return err
		}
		a.checkTimes(camera, segs, wrong)
		a.checkGaps(camera, segs)
	}
	return nil
}

func (a *audit) checkSegmentChain(camera custos.CameraID, segs []sealedSegment) {
	var prev custos.Hash
	next := uint64(1)
	for _, s := range segs {
		switch {
		case s.Index > next && a.losesFrom(s.by):
			a.unknown("segment", s.id, "%s: the seals of the segments %d to %d are missing: events of %s did not come back in a repair", camera, next, s.Index-1, s.by).at(fmt.Sprintf("segment %d", next), "", observe.CauseMissing).away()
		case s.Index > next:
			a.fail("segment", s.id, "%s: the seals of the segments %d to %d are missing", camera, next, s.Index-1).at(fmt.Sprintf("segment %d", next), "", observe.CauseMissing).away()
		case s.Index < next:
			a.fail("segment", s.id, "%s: segment %d is sealed twice", camera, s.Index).at(fmt.Sprintf("segment %d", s.Index), "", observe.CauseInserted).away()
		case s.Prev != prev:
			a.fail("segment", s.id, "%s: segment %d does not follow the segment before it", camera, s.Index).at(fmt.Sprintf("segment %d", s.Index), "prev", observe.CauseReordered).away()
		}
		prev, next = s.SHA256, s.Index+1
	}
}

// checkTimes names each segment that claims what cannot be true by its seal, or by the
// next one's, unless its file has shown it already.
func (a *audit) checkTimes(camera custos.CameraID, segs []sealedSegment, wrong map[custos.EventID]bool) {
	name := func(s *sealedSegment, err error) {
		wrong[s.id] = true
		a.fail("segment", s.id, "%s: %v: no evidence can be made of it", camera, err)
	}
	for i := range segs {
		s := &segs[i]
		if err := s.CheckTimes(); err != nil && !wrong[s.id] {
			name(s, err)
		}
	}
	for i := 1; i < len(segs); i++ {
		before, s := &segs[i-1], &segs[i]
		// A false one's neighbours are not to blame.
		if s.Index != before.Index+1 || wrong[before.id] || wrong[s.id] {
			continue
		}
		if err := s.CheckAfter(&before.Segment); err != nil {
			name(s, err)
		}
	}
}

// checkGaps names what is not recorded between two segments and told by no event. Versions
// before Base told of none: how much that is stands in a note.
func (a *audit) checkGaps(camera custos.CameraID, segs []sealedSegment) {
	gaps := a.gaps[camera]
	slices.SortStableFunc(gaps, func(x, y *observe.Stream) int { return x.From.Compare(*y.From) })
	old, longest := 0, time.Duration(0)
	for i := 1; i < len(segs); i++ {
		before, s := &segs[i-1], &segs[i]
		gap := before.GapTo(&s.Segment)
		if s.Index != before.Index+1 || gap <= observe.MaxUntold || before.CheckTimes() != nil || before.Told(&s.Segment, gaps) {
			continue
		}
		if before.Base == 0 || s.Base == 0 {
			old, longest = old+1, max(longest, gap)
			continue
		}
		a.fail("gap", s.id, "%s: %v before segment %d, from %s until %s, are not recorded, and no event tells why", camera, gap.Round(time.Millisecond), s.Index,
			before.Until.UTC().Format(time.RFC3339Nano), s.From.UTC().Format(time.RFC3339Nano)).at(fmt.Sprintf("segment %d", s.Index), "from", observe.CauseMissing).away()
	}
	if old > 0 {
		a.report.Notes = append(a.report.Notes, fmt.Sprintf("%s: %d gaps, the longest of %v, beside segments of a version that did not tell of gaps", camera, old, longest.Round(time.Millisecond)))
	}
}

// checkFiles compares the files of a camera with their seals, wherever the services that
// sealed them kept them. What it finds wrong it enters into wrong.
func (a *audit) checkFiles(ctx context.Context, camera custos.CameraID, segs []sealedSegment, wrong map[custos.EventID]bool) error {
	roots := map[custos.ServiceID]*os.Root{}
	defer func() {
		for _, r := range roots {
			if r != nil {
				r.Close()
			}
		}
	}()
	away, gone := 0, map[custos.ServiceID]error{}
	for _, s := range segs {
		if err := ctx.Err(); err != nil {
			return err
		}
		root, seen := roots[s.by]
		if !seen {
			dir, ok := "", false
			if a.Recordings != nil {
				dir, ok = a.Recordings(camera, s.by)
			}
			if ok {
				root, gone[s.by] = os.OpenRoot(dir)
			}
			roots[s.by] = root
		}
		if err := gone[s.by]; err != nil {
			if a.removedSegment(camera, &s) {
				a.fileGone[s.id] = true
				continue
			}
			wrong[s.id] = true
			a.fileWrong[s.id] = "its directory cannot be opened"
			a.fail("segment", s.id, "%s: segment %d (%s) is missing: its directory cannot be opened: %v", camera, s.Index, s.File, err).at("file "+s.File, "", observe.CauseMissing).away()
			continue
		}
		if root == nil {
			away++
			continue
		}
		a.report.Segments++
		a.pace()
		if err := checkFile(root, s.Segment); err != nil {
			if custos.KindOf(err) == custos.Unavailable {
				a.unknown("segment", s.id, "%s: %v", camera, err)
				continue
			}
			if errors.Is(err, errMissing) && a.removedSegment(camera, &s) {
				a.report.Segments--
				a.fileGone[s.id] = true
				continue
			}
			wrong[s.id] = true
			a.fileWrong[s.id] = "the file " + custos.Plain(s.File) + " " + err.Error()
			cause := observe.CauseAltered
			if errors.Is(err, errMissing) {
				cause = observe.CauseMissing
			}
			a.fail("segment", s.id, "%s: segment %d (%s, from %s) %v", camera, s.Index, s.File, s.From.UTC().Format("2006-01-02T15:04:05Z"), err).at("file "+s.File, "", cause).away()
		}
	}
	if away > 0 {
		a.unknown("segment", "", "the recordings of %s are not on this machine: %d segments are not checked", camera, away)
	}
	return nil
}

var errMissing = errors.New("is missing")

// checkFile compares one file with its seal, reading it once. The root keeps the name,
// which comes from an edge, from leading out of the directory.
func checkFile(root *os.Root, s observe.Segment) error {
	f, err := root.Open(s.File)
	if errors.Is(err, fs.ErrNotExist) {
		return errMissing
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
	claim := evidence.CheckFootage(&s, io.TeeReader(f, h))
	if _, err := io.Copy(h, f); err != nil {
		return fmt.Errorf("cannot be read: %w", err)
	}
	if got := custos.Hash(h.Sum(nil)); got != s.SHA256 {
		return fmt.Errorf("was changed: its SHA-256 is %s, sealed was %s", got, s.SHA256)
	}
	if claim != nil && custos.KindOf(claim) != custos.Unavailable {
		return fmt.Errorf("is as it was sealed, and its seal is false: %w: no evidence can be made of it", claim)
	}
	return claim
}
