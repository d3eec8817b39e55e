package record

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/observe"
)

const (
	// hourForm is the directory of an hour below the recording directory.
	hourForm = "2006/01/02/15"
	// hourLasts is how long after its hour began a segment in it has surely ended.
	hourLasts = time.Hour + time.Minute
	// segmentLasts is how long before its file was written last a segment has surely begun.
	segmentLasts = time.Minute
	// goAtOnce is how many files go by one tombstone at most.
	goAtOnce = 256
)

// Stretch is a part of time.
type Stretch struct{ From, Until time.Time }

func (s Stretch) meets(o Stretch) bool { return s.From.Before(o.Until) && o.From.Before(s.Until) }

// Keeping is how long footage is kept, and whom a Shelf asks. Zero bounds are none.
type Keeping struct {
	Keep time.Duration
	// Size is how much there may be, Free how much of the disk stays free, in bytes.
	Size, Free int64
	// Rule is what a tombstone says of them.
	Rule string
	// Held are the stretches of which nothing goes, whatever happens to the disk.
	Held []Stretch
	// NotableKeep is how long footage is kept that shows notable events; 0 is as all else.
	NotableKeep time.Duration
	// Notable returns when notable events were seen between two times. If it fails nothing
	// goes by age or size.
	Notable func(ctx context.Context, from, until time.Time) ([]Stretch, error)
	// FreeSpace says how much of the disk is free, in bytes.
	FreeSpace func() (int64, error)
	// Tell puts a tombstone on record. It must be durable when it returns nil.
	Tell func(ctx context.Context, t observe.Tombstone) error
	// Stands waits, for a while, until all that was told stands at the master: the files go then,
	// but at once where the disk is full. Nil if that is not waited for.
	Stands func(ctx context.Context) error
	Now    func() time.Time
	// Service is whose segments they are.
	Service custos.ServiceID
}

// Shelf is what a camera's recording directory holds, hour by hour, and takes away what is not
// kept: the oldest first, each file told by a tombstone before it goes, and never the newest.
//
// When the disk is about to be full the oldest footage goes first that shows nothing notable,
// then the oldest at all; held footage stays, though recording may stop then. Events are not its
// business: none is ever deleted to make room.
type Shelf struct {
	Keeping
	archive *Archive
	// step is called before each step; a test makes it fail there.
	step func(name string) error

	mu     sync.Mutex
	hours  []*hour // the oldest first
	newest uint64  // index of the newest segment
	lost   []lost  // the oldest first
	// leaving are files whose removal was told and that are here still; they are in no hour.
	leaving []stored
}

// hour is a directory of the recordings. Files and bytes are those of whole segments.
type hour struct {
	at    time.Time
	files int
	bytes int64
	// settled is until when nothing of it goes by age: what is left is kept longer.
	settled time.Time
}

func (h *hour) stretch() Stretch { return Stretch{h.at, h.at.Add(hourLasts)} }

// OpenShelf looks through the recordings. Files whose removal was told and that a crash left
// are removed by the first Pass.
func OpenShelf(a *Archive, k Keeping) (*Shelf, error) {
	s := &Shelf{Keeping: k, archive: a}
	err := fs.WalkDir(a.root.FS(), ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if strings.HasSuffix(p, lostSuffix) && d.Type().IsRegular() {
			s.AddLost(p)
			return nil
		}
		index, ok := segmentOf(p)
		if !ok || !d.Type().IsRegular() {
			return nil
		}
		if a.Removed != nil {
			if _, gone := a.Removed(index); gone {
				s.leaving = append(s.leaving, stored{index: index, file: p})
				return nil
			}
		}
		st, err := d.Info()
		if err != nil {
			return err
		}
		s.add(p, index, st.Size())
		return nil
	})
	if err != nil {
		return nil, custos.Errorf(custos.Unavailable, "the recordings cannot be looked through: %w; check the disk", err)
	}
	return s, nil
}

// segmentOf reads a segment's file name.
func segmentOf(p string) (index uint64, ok bool) {
	digits, ok := strings.CutSuffix(path.Base(p), ".mp4")
	if !ok {
		return 0, false
	}
	index, err := strconv.ParseUint(digits, 10, 64)
	return index, err == nil
}

// Add takes a new segment over.
func (s *Shelf) Add(g observe.Segment) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.add(g.File, g.Index, g.Bytes)
}

func (s *Shelf) add(file string, index uint64, bytes int64) {
	at, err := time.Parse(hourForm, path.Dir(file))
	if err != nil {
		return // no file of a recorder's
	}
	i, there := slices.BinarySearchFunc(s.hours, at, func(h *hour, at time.Time) int { return h.at.Compare(at) })
	if !there {
		s.hours = slices.Insert(s.hours, i, &hour{at: at})
	}
	s.hours[i].files++
	s.hours[i].bytes += bytes
	s.newest = max(s.newest, index)
}

// Bytes is how much footage there is.
func (s *Shelf) Bytes() (n int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, h := range s.hours {
		n += h.bytes
	}
	return n
}

// Pass takes away what is not kept now.
func (s *Shelf) Pass(ctx context.Context) error {
	if err := s.byFullDisk(ctx); err != nil {
		return err // first of all: it asks nobody
	}
	if err := s.leave(ctx, true); err != nil {
		return err
	}
	if err := s.byAge(ctx); err != nil {
		return err
	}
	return s.bySize(ctx)
}

// oldest returns the hours, the oldest first.
func (s *Shelf) oldest() []*hour {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.hours)
}

func (s *Shelf) byAge(ctx context.Context) error {
	if s.Keep <= 0 {
		return nil
	}
	before := s.Now().Add(-s.Keep)
	if err := s.dropLost(func(shows Stretch) (bool, error) { return shows.Until.Before(before), nil }); err != nil {
		return err
	}
	for _, h := range s.oldest() {
		now := s.Now()
		if !h.stretch().Until.Before(now.Add(-s.Keep)) {
			return nil
		}
		if now.Before(h.settled) {
			continue
		}
		notable, err := s.notable(ctx, h, now)
		if err != nil {
			return err
		}
		cause := observe.Cause{Why: observe.ByAge, Rule: s.Rule, Keep: s.Keep}
		if err := s.takeAll(ctx, h, notable, cause); err != nil {
			return err
		}
		h.settled = now.Add(24 * time.Hour)
		if until := h.stretch().Until.Add(s.NotableKeep); len(notable) > 0 && until.After(h.settled) {
			h.settled = until
		}
	}
	return nil
}

// takeAll takes the files of an hour away that nothing keeps.
func (s *Shelf) takeAll(ctx context.Context, h *hour, kept []Stretch, why observe.Cause) error {
	for {
		some, err := s.loose(h, kept)
		if err != nil || len(some) == 0 {
			return err
		}
		if err := s.take(ctx, h, some, why); err != nil {
			return err
		}
	}
}

// notable is when, within an hour, notable events were seen whose footage is kept still.
func (s *Shelf) notable(ctx context.Context, h *hour, now time.Time) ([]Stretch, error) {
	in := h.stretch()
	if s.NotableKeep <= 0 || s.Notable == nil || in.Until.Add(s.NotableKeep).Before(now) {
		return nil, nil
	}
	some, err := s.Notable(ctx, in.From, in.Until)
	if err != nil {
		return nil, fmt.Errorf("ask which footage is kept longer: %w", err)
	}
	return some, nil
}

func (s *Shelf) bySize(ctx context.Context) error {
	if s.Size <= 0 {
		return nil
	}
	why := observe.Cause{Why: observe.BySize, Rule: s.Rule}
	return s.makeRoom(ctx, why, true, func() (int64, error) { return s.Bytes() - s.Size, nil })
}

func (s *Shelf) byFullDisk(ctx context.Context) error {
	if s.Free <= 0 || s.FreeSpace == nil {
		return nil
	}
	why := observe.Cause{Why: observe.ByFullDisk, Rule: fmt.Sprintf("%d MB stay free", s.Free>>20)}
	over := func() (int64, error) {
		free, err := s.FreeSpace()
		return s.Free - free, err
	}
	excess, err := over()
	if err == nil && excess > 0 {
		err = s.leave(ctx, false)
	}
	if err != nil {
		return err
	}
	if err := s.dropLost(func(Stretch) (bool, error) { excess, err := over(); return excess > 0, err }); err != nil {
		return err
	}
	return s.makeRoom(ctx, why, false, over)
}

// makeRoom takes the oldest files away until nothing is over: at first those that show nothing
// notable, then the others. If must, it fails where what is notable cannot be known; else none
// is.
func (s *Shelf) makeRoom(ctx context.Context, why observe.Cause, must bool, over func() (int64, error)) error {
	for _, sparing := range []bool{true, false} {
		for _, h := range s.oldest() {
			excess, err := over()
			if err != nil || excess <= 0 {
				return err
			}
			var kept []Stretch
			if sparing {
				if kept, err = s.notable(ctx, h, s.Now()); err != nil && must {
					return err
				}
			}
			for excess > 0 {
				some, err := s.loose(h, kept)
				if err != nil {
					return err
				}
				if some = enough(some, excess); len(some) == 0 {
					break
				}
				if err := s.take(ctx, h, some, why); err != nil {
					return err
				}
				if excess, err = over(); err != nil {
					return err
				}
			}
		}
	}
	excess, err := over()
	if err == nil && excess > 0 {
		return custos.Errorf(custos.Unavailable, "%d bytes of footage are more than there is room for, and nothing may go: what is left is held, or the newest (%s); make room on the disk, or end a hold", excess, why.Rule)
	}
	return err
}

// enough are the first of some files that hold so many bytes.
func enough(some []stored, bytes int64) []stored {
	for i, f := range some {
		if bytes -= f.bytes; bytes <= 0 {
			return some[:i+1]
		}
	}
	return some
}

// stored is a segment's file.
type stored struct {
	index uint64
	file  string
	bytes int64
}

// loose are the files of an hour that neither a hold nor what is kept longer keeps, the oldest
// first, at most goAtOnce; not the newest segment.
func (s *Shelf) loose(h *hour, kept []Stretch) ([]stored, error) {
	s.mu.Lock()
	newest := s.newest
	s.mu.Unlock()
	return s.files(h, func(index uint64, shows Stretch) bool {
		return index != newest && !slices.ContainsFunc(s.Held, shows.meets) && !slices.ContainsFunc(kept, shows.meets)
	})
}

// files are those of an hour's files that are wanted by what they show, the oldest first, at
// most goAtOnce.
func (s *Shelf) files(h *hour, wanted func(index uint64, shows Stretch) bool) ([]stored, error) {
	dir := h.at.Format(hourForm)
	entries, err := fs.ReadDir(s.archive.root.FS(), dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, custos.Errorf(custos.Unavailable, "the recordings of %s cannot be read: %w", dir, err)
	}
	s.mu.Lock()
	leaving := map[uint64]bool{}
	for _, f := range s.leaving {
		leaving[f.index] = true
	}
	s.mu.Unlock()
	var out []stored
	for _, d := range entries {
		index, ok := segmentOf(d.Name())
		if !ok || leaving[index] || !d.Type().IsRegular() {
			continue
		}
		st, err := d.Info()
		if err != nil {
			continue // it went meanwhile
		}
		// When the file was written tells what it shows, unless somebody has copied it since.
		shows := h.stretch()
		if m := st.ModTime(); !m.Before(shows.From) && !m.After(shows.Until) {
			shows = Stretch{m.Add(-segmentLasts), m.Add(time.Second)}
		}
		if wanted(index, shows) {
			out = append(out, stored{index, path.Join(dir, d.Name()), st.Size()})
		}
	}
	slices.SortFunc(out, func(a, b stored) int { return cmp.Compare(a.index, b.index) })
	return out[:min(len(out), goAtOnce)], nil
}

// take tells that files go, and removes them.
func (s *Shelf) take(ctx context.Context, h *hour, some []stored, why observe.Cause) error {
	return s.takeOf(ctx, h, h.stretch(), some, why)
}

// takeOf is take of files that show no more than a stretch.
func (s *Shelf) takeOf(ctx context.Context, h *hour, in Stretch, some []stored, why observe.Cause) error {
	first, last := some[0].index, some[len(some)-1].index
	t := observe.Tombstone{
		Removal: fmt.Sprintf("%s-%d-%d", h.at.Format("20060102T15"), first, last), Service: s.Service, Segments: true,
		Count: len(some), From: in.From, Until: in.Until, Cause: why, At: s.Now().UTC(),
	}
	if t.At.Before(t.Until) {
		t.Until = t.At
	}
	for _, f := range some {
		t.Bytes += f.bytes
		if n := len(t.Spans); n > 0 && t.Spans[n-1].Last+1 == f.index {
			t.Spans[n-1].Last = f.index
		} else {
			t.Spans = append(t.Spans, observe.Span{First: f.index, Last: f.index})
		}
	}
	if err := t.Check(); err != nil {
		return err
	}
	if err := s.at("tell"); err != nil {
		return err
	}
	if err := s.Tell(ctx, t); err != nil {
		return fmt.Errorf("the segments %d to %d stay, their removal cannot be recorded: %w", first, last, err)
	}
	s.mu.Lock()
	for _, f := range some {
		h.files--
		h.bytes -= f.bytes
	}
	s.hours = slices.DeleteFunc(s.hours, func(o *hour) bool { return o == h && h.files <= 0 })
	s.leaving = append(s.leaving, some...)
	s.mu.Unlock()
	return s.leave(ctx, why.Why != observe.ByFullDisk)
}

// leave removes the files whose removal was told; where it is to wait, once that stands at the
// master: else an audit meanwhile finds them missing.
func (s *Shelf) leave(ctx context.Context, wait bool) error {
	s.mu.Lock()
	some := slices.Clone(s.leaving)
	s.mu.Unlock()
	if len(some) == 0 {
		return nil
	}
	if wait && s.Stands != nil {
		if err := s.Stands(ctx); err != nil {
			return fmt.Errorf("%d segments whose removal is on record stay until the master has that: %w", len(some), err)
		}
	}
	for _, f := range some {
		if err := s.at("remove"); err != nil {
			return err
		}
		if err := s.archive.remove(f.file); err != nil {
			return err
		}
		s.mu.Lock()
		s.leaving = slices.DeleteFunc(s.leaving, func(o stored) bool { return o.file == f.file })
		s.mu.Unlock()
	}
	return nil
}

// Erase takes the files of segments away, whatever the rules keep: by an order about a stretch of
// time. Of what is held nothing goes, and that is an error. A file that is gone already is not
// counted, and neither is what of the stretch could not be sealed and goes with it.
func (s *Shelf) Erase(ctx context.Context, segs []observe.Segment, in Stretch, why observe.Cause) (n int, err error) {
	for i := range segs {
		if shows := (Stretch{segs[i].From, segs[i].Until}); slices.ContainsFunc(s.Held, shows.meets) {
			return 0, custos.Errorf(custos.Conflict, "the footage from %s on is under a legal hold: end that first, in the site file", segs[i].From.UTC().Format(time.RFC3339))
		}
	}
	if err := s.leave(ctx, true); err != nil {
		return 0, err
	}
	wanted := map[uint64]Stretch{}
	for i := range segs {
		wanted[segs[i].Index] = Stretch{segs[i].From, segs[i].Until}
	}
	for _, h := range s.oldest() {
		for {
			some, err := s.files(h, func(index uint64, _ Stretch) bool { _, is := wanted[index]; return is })
			if err != nil {
				return n, err
			}
			if len(some) == 0 {
				break
			}
			shows := Stretch{wanted[some[0].index].From, wanted[some[len(some)-1].index].Until}
			if err := s.takeOf(ctx, h, shows, some, why); err != nil {
				return n, err
			}
			n += len(some)
		}
	}
	return n, s.dropLost(func(shows Stretch) (bool, error) { return shows.meets(in), nil })
}

func (s *Shelf) at(name string) error {
	if s.step == nil {
		return nil
	}
	return s.step(name)
}

// remove removes a segment's file, and directories that are empty by that.
func (a *Archive) remove(file string) error {
	if err := a.root.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return custos.Errorf(custos.Unavailable, "%s cannot be deleted: %w", file, err)
	}
	a.removeEmpty(path.Dir(file))
	return nil
}
