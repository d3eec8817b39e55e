package fog

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/edge/fmp4/fmp4test"
	"custos.dev/custos/evidence"
	"custos.dev/custos/journal"
	"custos.dev/custos/observe"
	"custos.dev/custos/observe/observetest"
)

// claimed is what a committer told of the claims in its batches.
type claimed struct {
	why  []string
	fail error
}

func (c *claimed) tell(_ context.Context, camera custos.CameraID, why error) error {
	if camera != domain+"/cam1" {
		return fmt.Errorf("it is told of %s", camera)
	}
	c.why = append(c.why, fmt.Sprint(why))
	return c.fail
}

// false returns what was told to be false.
func (c *claimed) false() []string {
	return slices.DeleteFunc(slices.Clone(c.why), func(s string) bool { return s == "<nil>" })
}

// sealing is a segment of two seconds, the nth of a camera.
func sealing(n int) *observe.Segment {
	at := began.Add(time.Duration(n-1) * 2 * time.Second)
	return &observe.Segment{
		Index: uint64(n), Boot: 7, File: fmt.Sprintf("%d.mp4", n), Bytes: 1, From: at, Until: at.Add(2 * time.Second),
		PTSEnd: 2 * time.Second, Base: time.Second + at.Sub(began), Longest: 100 * time.Millisecond, Frames: 20,
	}
}

func (w *world) sealed(t *testing.T, prev custos.Hash, first uint64, segs ...*observe.Segment) journal.Commit {
	t.Helper()
	return w.batch(t, prev, first, uint64(len(segs)), func(e *custos.Event) {
		observetest.Say(e, segs[e.Seq-first])
		e.Time = segs[e.Seq-first].From
	})
}

// TestFalseClaimIsCommittedAndTold: what an edge sealed is kept whatever it says, and the
// master says what cannot be true of it, also of the segment before.
func TestFalseClaimIsCommittedAndTold(t *testing.T) {
	w, c := newWorld(t), new(claimed)
	w.Claim = c.tell
	one, two, three := sealing(1), sealing(2), sealing(3)
	two.Until, two.PTSEnd = two.From.Add(20478*time.Second), 20478*time.Second
	m := w.sealed(t, custos.Hash{}, 1, one, two)
	if _, err := w.Commit(t.Context(), w.key.Address(), m); err != nil {
		t.Fatal(err)
	}
	if got := c.false(); len(c.why) != 2 || len(got) != 1 || !strings.Contains(got[0], "segment 2 claims 5h41m18s for 20 pictures") {
		t.Fatalf("told %q", c.why)
	}
	// Across batches: one that claims a part of the time of the next.
	four, five := sealing(4), sealing(5)
	three.Until, three.PTSEnd, three.Frames = three.Until.Add(time.Second), 3*time.Second, 30
	next := w.sealed(t, m.Leaf.Hash(), 3, three)
	if _, err := w.Commit(t.Context(), w.key.Address(), next); err != nil {
		t.Fatal(err)
	}
	c.why = nil
	if _, err := w.Commit(t.Context(), w.key.Address(), w.sealed(t, next.Leaf.Hash(), 4, four, five)); err != nil {
		t.Fatal(err)
	}
	if got := c.false(); len(c.why) != 2 || len(got) != 1 || got[0] != "segment 3 claims 1s that segment 4 claims too" {
		t.Fatalf("told %q", c.why)
	}
	if events, batches, leaves := w.counts(t); events != 5 || batches != 3 || leaves != 3 {
		t.Errorf("%d events, %d batches, %d leaves", events, batches, leaves)
	}
}

// TestFalseClaimFailedNotApplied: the telling or the staging fails; nothing is lost, and
// the alarm is told with the batch that is sent again.
func TestFalseClaimFailedNotApplied(t *testing.T) {
	w, c := newWorld(t), new(claimed)
	w.Claim = c.tell
	two := sealing(1)
	two.Frames = 0
	m := w.sealed(t, custos.Hash{}, 1, two)
	down := errors.New("down")
	w.step = func(name string) error {
		if name == "stage" {
			return down
		}
		return nil
	}
	if _, err := w.Commit(t.Context(), w.key.Address(), m); !errors.Is(err, down) {
		t.Fatal(err)
	}
	w.step, c.fail = nil, errors.New("the journal is full")
	if _, err := w.Commit(t.Context(), w.key.Address(), m); err != nil {
		t.Fatalf("an alarm that cannot be recorded stopped a batch: %v", err)
	}
	if got := c.false(); len(got) != 2 {
		t.Errorf("told %q", got)
	}
}

// TestFalseClaimFailedButApplied: the batch is staged and the acknowledgement lost; sent
// again it is the same batch, and nothing is told twice.
func TestFalseClaimFailedButApplied(t *testing.T) {
	w, c := newWorld(t), new(claimed)
	w.Claim = c.tell
	two := sealing(1)
	two.Frames = 0
	m := w.sealed(t, custos.Hash{}, 1, two)
	down := errors.New("down")
	w.step = func(name string) error {
		if name == "acknowledge" {
			return down
		}
		return nil
	}
	if _, err := w.Commit(t.Context(), w.key.Address(), m); !errors.Is(err, down) {
		t.Fatal(err)
	}
	w.step = nil
	if _, err := w.Commit(t.Context(), w.key.Address(), m); err != nil {
		t.Fatal(err)
	}
	events, batches, leaves := w.counts(t)
	if got := c.false(); len(got) != 1 || events != 1 || batches != 1 || leaves != 1 {
		t.Errorf("told %q, %d events, %d batches, %d leaves", got, events, batches, leaves)
	}
}

func TestAlarmAboutAFalseSegment(t *testing.T) {
	g := newGuard(t)
	const camera = domain + "/cam1"
	ctx := t.Context()
	told := func() (n int) {
		for _, a := range g.raised {
			if a.About == observe.AlarmSegment && a.Origin == string(camera) {
				n++
			}
		}
		return n
	}
	why := sealing(2)
	why.Frames = 0
	for range 2 {
		if err := g.Claim(ctx, camera, why.CheckTimes()); err != nil {
			t.Fatal(err)
		}
	}
	if open := g.Open(); len(open) != 1 || told() != 1 || !strings.Contains(open[0].Reason, "segment 2 claims") {
		t.Fatalf("%+v, told %d times", open, told())
	}
	for range 2 {
		if err := g.Claim(ctx, camera, nil); err != nil {
			t.Fatal(err)
		}
	}
	if open := g.Open(); len(open) != 0 || told() != 2 || !g.raised[len(g.raised)-1].Over {
		t.Fatalf("%+v, told %d times", open, told())
	}
}

// TestAuditNamesEachFalseSegment of a site whose camera had the old fault: the first
// segment after each reconnect claims as long as the camera has run.
func TestAuditNamesEachFalseSegment(t *testing.T) {
	w := newAudited(t)
	const old = 20478 * time.Second
	false := map[int]bool{2: true, 4: true}
	w.change = func(m *fmp4test.File, s *observe.Segment) {
		s.Base, s.Longest = 0, 0
		if false[int(s.Index)] {
			m.At, s.PTS = old, old
			m.Claims = map[int]time.Duration{0: old}
			s.PTSEnd, s.Until = 2*old, s.From.Add(old)
		}
	}
	for range 5 {
		w.commit(t)
	}
	w.stop(t)
	found := func(r *AuditReport) (ids []custos.EventID) {
		for _, f := range r.Findings {
			if f.What != "segment" || f.Status != evidence.Fail || !strings.Contains(f.Detail, "claims 5h41m18s") {
				t.Errorf("a finding beside: %+v", f)
			}
			ids = append(ids, f.Event)
		}
		return ids
	}
	want := []custos.EventID{custos.NewEventID(producer, 7, 6), custos.NewEventID(producer, 7, 12)}
	r := audits(t, w.config(w.dir))
	if got := found(r); r.Result != evidence.Fail || !slices.Equal(got, want) {
		t.Errorf("%v, want %v: %+v", got, want, r.Findings)
	}
	if !strings.Contains(r.Findings[0].Detail, "segment 2 claims 5h41m18s, the pictures in its file last 1s") {
		t.Errorf("%+v", r.Findings[0])
	}
	// Where the files are not at hand, the seals alone say it.
	cfg := w.config(w.dir)
	cfg.Recordings = nil
	r = audits(t, cfg)
	r.Findings = slices.DeleteFunc(r.Findings, func(f Finding) bool { return f.Status == evidence.Unknown })
	if got := found(r); !slices.Equal(got, want) {
		t.Errorf("without the files: %v, want %v: %+v", got, want, r.Findings)
	}
}

// TestAuditOfGaps: what is not recorded needs an event that says why; a version that told
// of none is no fault.
func TestAuditOfGaps(t *testing.T) {
	for name, c := range map[string]struct {
		base   bool
		boot   uint64
		told   bool
		result evidence.Status
		notes  int
	}{
		"told":                  {true, 7, true, evidence.Pass, 0},
		"untold":                {true, 7, false, evidence.Fail, 0},
		"untold across boots":   {true, 8, false, evidence.Fail, 0},
		"told across boots":     {true, 8, true, evidence.Pass, 0},
		"of an earlier version": {false, 7, false, evidence.Pass, 1},
	} {
		w := newAudited(t)
		w.change = func(_ *fmp4test.File, s *observe.Segment) {
			if s.Index > 1 {
				s.From, s.Until, s.Base, s.Boot = s.From.Add(5*time.Second), s.Until.Add(5*time.Second), s.Base+5*time.Second, c.boot
			}
			if !c.base {
				s.Base = 0
			}
		}
		for range 2 {
			w.commit(t)
		}
		if c.told {
			from, until := w.segments[0].Until, w.segments[1].From
			m := w.batch(t, w.prev, w.next, 1, func(e *custos.Event) {
				observetest.Say(e, &observe.Stream{State: observe.StreamGap, Reason: "the connection broke off", From: &from, Until: &until})
			})
			if _, err := w.Commit(t.Context(), w.key.Address(), m); err != nil {
				t.Fatal(err)
			}
		}
		w.stop(t)
		r := audits(t, w.config(w.dir))
		if r.Result != c.result || len(r.Notes) != c.notes {
			t.Errorf("%s: %s %+v %q", name, r.Result, r.Findings, r.Notes)
		}
		if c.result == evidence.Fail && (len(r.Findings) != 1 || r.Findings[0].What != "gap" || r.Findings[0].Event != custos.NewEventID(producer, 7, 6) || !strings.Contains(r.Findings[0].Detail, "5s before segment 2")) {
			t.Errorf("%s: %+v", name, r.Findings)
		}
	}
}

// TestAuditFindsFootageByItsService: a camera that the site file does not name any more,
// or under another name, has its recordings where the service left them that sealed them.
func TestAuditFindsFootageByItsService(t *testing.T) {
	w := newAudited(t)
	w.commit(t)
	w.stop(t)
	cfg := w.config(w.dir)
	var asked []custos.ServiceID
	cfg.Recordings = func(_ custos.CameraID, by custos.ServiceID) (string, bool) {
		asked = append(asked, by)
		return w.footage, true
	}
	if r := audits(t, cfg); r.Result != evidence.Pass || r.Segments != 1 || !slices.Equal(asked, []custos.ServiceID{producer}) {
		t.Errorf("%+v, asked for %v", r, asked)
	}
}
