package record

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/observe"
)

var shelved = time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)

// shelf is a camera's recordings of some hours, six files of 100 bytes an hour, and what was told.
type shelf struct {
	*Shelf
	dir     string
	archive *Archive
	told    []observe.Tombstone
	now     time.Time
}

// newShelf opens a shelf with so many hours of footage: the files of the hour h are 6h+1 to 6h+6.
func newShelf(t *testing.T, hours int, k Keeping) *shelf {
	t.Helper()
	s := &shelf{dir: t.TempDir(), now: shelved.Add(time.Duration(hours) * time.Hour)}
	for n := range 6 * hours {
		at := shelved.Add(time.Duration(n) * 10 * time.Minute)
		file := filepath.Join(s.dir, at.Format(hourForm), fmt.Sprintf("%d.mp4", n+1))
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o700), os.WriteFile(file, make([]byte, 100), 0o600), os.Chtimes(file, at, at.Add(2*time.Second))); err != nil {
			t.Fatal(err)
		}
	}
	s.open(t, k)
	return s
}

func (s *shelf) open(t *testing.T, k Keeping) {
	t.Helper()
	var err error
	if s.archive, err = OpenArchive(s.dir); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.archive.Close() })
	s.archive.Removed = func(index uint64) (observe.Cause, bool) {
		for _, r := range s.told {
			if r.Covers(0, index) {
				return r.Cause, true
			}
		}
		return observe.Cause{}, false
	}
	k.Now, k.Service, k.Rule = func() time.Time { return s.now }, "edge/camera-a", "footage"
	k.Tell = func(_ context.Context, r observe.Tombstone) error {
		if !s.there(t, int(r.Spans[0].First)) {
			t.Errorf("segment %d went before its tombstone", r.Spans[0].First)
		}
		s.told = append(s.told, r)
		return nil
	}
	if s.Shelf, err = OpenShelf(s.archive, k); err != nil {
		t.Fatal(err)
	}
}

func (s *shelf) file(n int) string {
	return filepath.Join(shelved.Add(time.Duration(n-1)*10*time.Minute).Format(hourForm), fmt.Sprintf("%d.mp4", n))
}

func (s *shelf) there(t *testing.T, n int) bool {
	t.Helper()
	_, err := os.Stat(filepath.Join(s.dir, s.file(n)))
	return err == nil
}

// left are the numbers of the files that are left, which must be what was not told.
func (s *shelf) left(t *testing.T, hours int) (out []int) {
	t.Helper()
	for n := 1; n <= 6*hours; n++ {
		_, told := s.archive.Removed(uint64(n))
		if there := s.there(t, n); there == told {
			t.Errorf("segment %d: there %v, told %v", n, there, told)
		}
		if !told {
			out = append(out, n)
		}
	}
	if s.Bytes() != int64(100*len(out)) {
		t.Errorf("%d bytes are counted, %d files are left", s.Bytes(), len(out))
	}
	return out
}

// from are the numbers from one to another.
func from(a, b int) (out []int) {
	for ; a <= b; a++ {
		out = append(out, a)
	}
	return out
}

func TestFootageGoesByAge(t *testing.T) {
	asked := 0
	// Something notable was seen in the second hour; a part of the fourth is held.
	k := Keeping{
		Keep: 5 * time.Hour, NotableKeep: 20 * time.Hour,
		Notable: func(_ context.Context, a, b time.Time) ([]Stretch, error) {
			asked++
			seen := shelved.Add(80*time.Minute + time.Second)
			if seen.Before(a) || seen.After(b) {
				return nil, nil
			}
			return []Stretch{{seen.Add(-time.Second), seen.Add(time.Second)}}, nil
		},
		Held: []Stretch{{shelved.Add(200*time.Minute + time.Second), shelved.Add(211 * time.Minute)}},
	}
	s := newShelf(t, 10, k)
	if err := s.Pass(t.Context()); err != nil {
		t.Fatal(err)
	}
	// Hours whose last segment is older than five hours: the first four.
	if got, want := s.left(t, 10), append([]int{9, 21, 22}, from(25, 60)...); !slices.Equal(got, want) {
		t.Fatalf("left: %v, want %v", got, want)
	}
	for _, r := range s.told {
		if err := r.Check(); err != nil || r.Cause.Why != observe.ByAge || !r.Segments {
			t.Errorf("%+v: %v", r, err)
		}
	}
	_, err := s.archive.Open(observe.Segment{Index: 1, File: s.file(1)})
	if custos.KindOf(err) != custos.NotFound || !strings.Contains(err.Error(), "removed by the policy (footage)") {
		t.Errorf("the archive says: %v", err)
	}
	if _, err := s.archive.Open(observe.Segment{Index: 77, File: "x.mp4"}); err == nil || !strings.Contains(err.Error(), "missing") {
		t.Errorf("what nobody removed: %v", err)
	}
	// What is left of those hours is not asked about each time.
	before := asked
	if err := s.Pass(t.Context()); err != nil || asked != before {
		t.Errorf("asked again: %d, %v", asked-before, err)
	}
	s.now = s.now.Add(48 * time.Hour)
	if err := s.Pass(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := s.left(t, 10); !slices.Equal(got, []int{21, 22, 60}) { // held, and the newest
		t.Errorf("left in the end: %v", got)
	}
}

// Nothing goes by age or size while it cannot be known what is notable, and nothing whose
// tombstone is not on record.
func TestFootageStaysInDoubt(t *testing.T) {
	away := errors.New("the master is away")
	notable := func(context.Context, time.Time, time.Time) ([]Stretch, error) { return nil, away }
	s := newShelf(t, 10, Keeping{Keep: time.Hour, NotableKeep: 99 * time.Hour, Notable: notable})
	if err := s.Pass(t.Context()); !errors.Is(err, away) || len(s.left(t, 10)) != 60 {
		t.Errorf("by age: %v", err)
	}
	s = newShelf(t, 10, Keeping{Size: 100, NotableKeep: 99 * time.Hour, Notable: notable})
	if err := s.Pass(t.Context()); !errors.Is(err, away) || len(s.left(t, 10)) != 60 {
		t.Errorf("by size: %v", err)
	}
	s = newShelf(t, 10, Keeping{Keep: time.Hour})
	s.Tell = func(context.Context, observe.Tombstone) error { return away }
	if err := s.Pass(t.Context()); !errors.Is(err, away) || len(s.left(t, 10)) != 60 {
		t.Errorf("without a tombstone: %v", err)
	}
	s = newShelf(t, 10, Keeping{})
	s.now = s.now.Add(100_000 * time.Hour)
	if err := s.Pass(t.Context()); err != nil || len(s.left(t, 10)) != 60 {
		t.Errorf("without a policy: %v", err)
	}
}

func TestFootageGoesBySize(t *testing.T) {
	s := newShelf(t, 4, Keeping{
		Size: 1000, NotableKeep: 99 * time.Hour,
		Notable: func(_ context.Context, a, _ time.Time) ([]Stretch, error) {
			return []Stretch{{shelved, shelved.Add(15 * time.Minute)}}, nil
		},
	})
	if err := s.Pass(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got, want := s.left(t, 4), append([]int{1, 2}, from(17, 24)...); !slices.Equal(got, want) {
		t.Errorf("left: %v, want %v", got, want)
	}
	s.Size = 350
	if err := s.Pass(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := s.left(t, 4); !slices.Equal(got, []int{1, 2, 24}) && !slices.Equal(got, []int{22, 23, 24}) {
		t.Errorf("left: %v", got)
	}
}

// TestFullDisk: the oldest footage goes first, asking nobody; what is notable after all else,
// what is held never, and that is said.
func TestFullDisk(t *testing.T) {
	away := errors.New("the master is away")
	disk := int64(6000)
	k := Keeping{Free: 1000, NotableKeep: 99 * time.Hour, Notable: func(context.Context, time.Time, time.Time) ([]Stretch, error) { return nil, away }}
	s := newShelf(t, 10, k)
	s.FreeSpace = func() (int64, error) { return disk - s.Bytes(), nil }
	if err := s.Pass(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got, want := s.left(t, 10), from(11, 60); !slices.Equal(got, want) {
		t.Errorf("left: %v, want %v", got, want)
	}
	if c := s.told[0].Cause; c.Why != observe.ByFullDisk {
		t.Errorf("the cause is %+v", c)
	}
	s.Notable = func(_ context.Context, a, b time.Time) ([]Stretch, error) {
		return []Stretch{{shelved.Add(100 * time.Minute), shelved.Add(125 * time.Minute)}}, nil
	}
	s.Held = []Stretch{{shelved.Add(9 * time.Hour), shelved.Add(20 * time.Hour)}}
	disk = 1200 + 600
	if err := s.Pass(t.Context()); err != nil {
		t.Fatal(err)
	}
	left := s.left(t, 10)
	if len(left) != 8 || left[0] != 12 || left[1] != 13 {
		t.Errorf("left: %v", left)
	}
	disk = 1000
	if err := s.Pass(t.Context()); custos.KindOf(err) != custos.Unavailable || !strings.Contains(err.Error(), "held") {
		t.Errorf("nothing more may go: %v", err)
	}
	if got := s.left(t, 10); !slices.Equal(got, from(55, 60)) {
		t.Errorf("left: %v", got)
	}
}

// A crash behind the tombstone, and in the middle of the files: who opens the recordings again
// ends it.
func TestCrashWhileFootageGoes(t *testing.T) {
	crash := errors.New("crash")
	for _, after := range []int{0, 1, 4} {
		k := Keeping{Keep: 8 * time.Hour}
		s := newShelf(t, 10, k)
		n := -1
		s.step = func(what string) error {
			if what == "remove" {
				if n++; n == after {
					return crash
				}
			}
			return nil
		}
		if err := s.Pass(t.Context()); !errors.Is(err, crash) || len(s.told) != 1 || !s.there(t, 6) {
			t.Fatalf("it went on: %v", err)
		}
		s.open(t, k)
		if err := s.Pass(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := s.left(t, 10); !slices.Equal(got, from(7, 60)) {
			t.Errorf("left: %v", got)
		}
	}
	s := newShelf(t, 10, Keeping{Keep: 8 * time.Hour})
	s.step = func(what string) error { return crash }
	if err := s.Pass(t.Context()); !errors.Is(err, crash) || len(s.told) != 0 {
		t.Fatalf("it went on: %v", err)
	}
	if got := s.left(t, 10); !slices.Equal(got, from(1, 60)) {
		t.Errorf("left: %v", got)
	}
}

func TestErasingFootage(t *testing.T) {
	s := newShelf(t, 3, Keeping{Held: []Stretch{{shelved, shelved.Add(time.Minute)}}})
	var segs []observe.Segment
	for n := 5; n <= 8; n++ {
		at := shelved.Add(time.Duration(n-1) * 10 * time.Minute)
		segs = append(segs, observe.Segment{Index: uint64(n), File: s.file(n), From: at, Until: at.Add(2 * time.Second)})
	}
	why, in := observe.Cause{Why: observe.ByOrder, By: custos.Address{1}, Reason: "asked for"}, Stretch{segs[0].From, segs[3].Until}
	if n, err := s.Erase(t.Context(), append(segs, observe.Segment{Index: 1, From: shelved, Until: shelved.Add(time.Second)}), in, why); custos.KindOf(err) != custos.Conflict || n != 0 {
		t.Fatalf("what is held: %d, %v", n, err)
	}
	if n, err := s.Erase(t.Context(), segs, in, why); err != nil || n != 4 {
		t.Fatal(n, err)
	}
	if n, err := s.Erase(t.Context(), segs, in, why); err != nil || n != 0 {
		t.Fatal("again", n, err)
	}
	if got := s.left(t, 3); !slices.Equal(got, append(from(1, 4), from(9, 18)...)) {
		t.Errorf("left: %v", got)
	}
}

// What could not be sealed is in no log, and shows people all the same: it goes by age, first of
// all on a full disk, and with what is erased; not what is held.
func TestWhatCouldNotBeSealedGoesToo(t *testing.T) {
	// Those of the minutes 5, 65, 125 and 185; hours before there is no footage beside them.
	set := func(k Keeping) (*shelf, func() []int) {
		s := newShelf(t, 4, k)
		s.now = s.now.Add(30 * time.Minute)
		name := func(n int) string {
			at := shelved.Add(time.Duration(5+60*n) * time.Minute)
			return filepath.Join(at.Format(hourForm), strings.TrimSuffix(partName{index: 9, boot: 1, from: at.UnixNano()}.String(), partSuffix)+lostSuffix)
		}
		for n := range 4 {
			at := shelved.Add(time.Duration(5+60*n) * time.Minute)
			file := filepath.Join(s.dir, name(n))
			if err := errors.Join(os.WriteFile(file, make([]byte, 1000), 0o600), os.Chtimes(file, at, at.Add(2*time.Second))); err != nil {
				t.Fatal(err)
			}
			if n < 2 {
				s.AddLost(name(n)) // as a recorder tells
			}
		}
		return s, func() (left []int) {
			for n := range 4 {
				if _, err := os.Stat(filepath.Join(s.dir, name(n))); err == nil {
					left = append(left, n)
				}
			}
			return left
		}
	}
	check := func(what string, left func() []int, err error, want ...int) {
		t.Helper()
		if got := left(); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %v are left, want %v; %v", what, got, want, err)
		}
	}
	s, left := set(Keeping{Keep: 4 * time.Hour})
	check("by age", left, s.Pass(t.Context()), 1, 2, 3)
	s.now = s.now.Add(24 * time.Hour)
	check("by age, what nobody told of", left, s.Pass(t.Context()), 2, 3)
	s.open(t, s.Keeping)
	check("by age, opened again", left, s.Pass(t.Context()))

	s, left = set(Keeping{Free: 1000, Held: []Stretch{{shelved, shelved.Add(10 * time.Minute)}}})
	s.open(t, s.Keeping)
	s.FreeSpace = func() (int64, error) { return int64(1000 - 1500 + 1000*(4-len(left()))), nil }
	check("full disk", left, s.Pass(t.Context()), 0, 3)
	if len(s.told) != 0 {
		t.Errorf("%d tombstones: they name what is in no log, or sealed footage went first", len(s.told))
	}

	s, left = set(Keeping{})
	s.open(t, s.Keeping)
	at := shelved.Add(65 * time.Minute)
	_, err := s.Erase(t.Context(), nil, Stretch{at.Add(time.Second), at.Add(3 * time.Second)}, observe.Cause{Why: observe.ByOrder, By: custos.Address{1}, Reason: "asked for"})
	check("erased", left, err, 0, 2, 3)
}

// Files stay until their tombstone stands at the master, and nothing more is told meanwhile; but
// not where the disk is full. Who opens the recordings again waits as well.
func TestFootageWaitsForItsTombstone(t *testing.T) {
	away := errors.New("the master is away")
	var stands error = away
	k := Keeping{Keep: 5 * time.Hour, Stands: func(context.Context) error { return stands }}
	s := newShelf(t, 10, k)
	wait := func() {
		t.Helper()
		for range 3 {
			if err := s.Pass(t.Context()); !errors.Is(err, away) {
				t.Fatalf("it does not wait: %v", err)
			}
		}
		if len(s.told) != 1 || !s.there(t, 1) || !s.there(t, 6) || !s.there(t, 7) {
			t.Fatalf("%d tombstones are told, and files went: %v", len(s.told), s.there(t, 1))
		}
		if s.Bytes() != 100*54 {
			t.Errorf("%d bytes are counted", s.Bytes())
		}
	}
	wait()
	s.open(t, k)
	wait()
	if n, err := s.Erase(t.Context(), nil, Stretch{}, observe.Cause{}); !errors.Is(err, away) || n != 0 {
		t.Errorf("an order does not wait: %d, %v", n, err)
	}
	stands = nil
	if err := s.Pass(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := s.left(t, 10); !slices.Equal(got, from(25, 60)) {
		t.Errorf("left: %v", got)
	}

	stands = away
	s = newShelf(t, 10, k)
	if err := s.Pass(t.Context()); !errors.Is(err, away) {
		t.Fatal(err)
	}
	s.Keep, s.Free = 0, 1000
	s.FreeSpace = func() (int64, error) {
		free := int64(-100)
		for n := 1; n <= 60; n++ {
			if !s.there(t, n) {
				free += 100
			}
		}
		return free, nil
	}
	if err := s.Pass(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := s.left(t, 10); !slices.Equal(got, from(12, 60)) {
		t.Errorf("left on a full disk: %v", got)
	}
}
