package source

import (
	"context"
	"math/bits"
	"math/rand/v2"
	"testing"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/edge/codec"
	"custos.dev/custos/edge/record"
	"custos.dev/custos/edge/stream"
	"custos.dev/custos/observe"
)

// bitWriter writes an RBSP for tests.
type bitWriter struct {
	b []byte
	n int
}

func (w *bitWriter) u(v uint32, n int) {
	for i := n - 1; i >= 0; i-- {
		if w.n%8 == 0 {
			w.b = append(w.b, 0)
		}
		w.b[len(w.b)-1] |= byte(v>>i&1) << (7 - w.n%8)
		w.n++
	}
}

func (w *bitWriter) ue(v uint32) {
	n := bits.Len32(v + 1)
	w.u(0, n-1)
	w.u(v+1, n)
}

// spsOf makes a sequence parameter set of H.264's baseline profile; the size is in units
// of 16 pixels.
func spsOf(width, height uint32) []byte {
	w := &bitWriter{}
	for _, v := range []uint32{66, 0xc0, 40} {
		w.u(v, 8)
	}
	for _, v := range []uint32{0, 0, 2, 1} { // id, frame_num, order of output, references
		w.ue(v)
	}
	w.u(0, 1)
	w.ue(width - 1)
	w.ue(height - 1)
	w.u(1, 1)    // frames only
	w.u(1, 1)    // direct 8x8
	w.u(0, 2)    // no cropping, no VUI
	w.u(0x80, 8) // stop bit
	out := []byte{0x67}
	zeros := 0
	for _, c := range w.b {
		if zeros >= 2 && c <= 3 {
			out, zeros = append(out, 3), 0
		}
		if zeros++; c != 0 {
			zeros = 0
		}
		out = append(out, c)
	}
	return out
}

// into hands a source's fragments to a recorder.
type into struct {
	t   *testing.T
	rec *record.Recorder
}

func (s into) OnInit(i stream.Init) {
	if err := s.rec.Init(i); err != nil {
		s.t.Fatal(err)
	}
}

func (s into) OnFragment(f stream.Fragment) {
	if err := s.rec.Write(f); err != nil {
		s.t.Fatal(err)
	}
}

func (into) OnFrame(custos.Frame) {}

// TestMonth is a month of a camera's life by an injected clock: a thousand connections,
// stamps that jump two hundred times, for good or for one picture, pictures of another
// size fifty times, a network that is late by up to 30 ms, a clock that is slewed and
// set. What the segments claim is compared with when the pictures were taken.
func TestMonth(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("a month takes its time; make test runs it")
	}
	const (
		month, sessions = 30 * 24 * time.Hour, 1000
		interval        = 200 * time.Millisecond
		pictures        = 60 // in a connection, 12 s
	)
	rnd := rand.New(rand.NewPCG(7, 11))
	begin := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	now := time.Second // stream time
	set := time.Duration(0)
	clock := func(stream time.Duration) time.Time { return begin.Add(stream + stream/20000 + set) }

	var segs []observe.Segment
	var gaps [][2]time.Time
	dir := t.TempDir()
	rec, err := record.Open(record.Config{
		Camera: "t/cam1", Dir: dir, Boot: 3, Target: 5 * time.Second,
		Sealed: func(s observe.Segment) error { segs = append(segs, s); return nil },
		Gap:    func(from, until time.Time) { gaps = append(gaps, [2]time.Time{from, until}) },
		Now:    func() time.Duration { return now },
	})
	if err != nil {
		t.Fatal(err)
	}
	s := &Source{Camera: "t/cam1", Boot: 3, clock: func() (time.Time, time.Duration) { return clock(now), now }}

	jumps, sizes, steps := map[int]bool{}, map[int]bool{}, map[int]bool{}
	for len(jumps) < 200 {
		jumps[rnd.IntN(sessions*pictures)] = true
	}
	for len(sizes) < 50 {
		sizes[rnd.IntN(sessions*pictures/10)*10] = true // at key pictures
	}
	for len(steps) < 10 {
		steps[rnd.IntN(sessions*pictures)] = true
	}
	var taken []time.Time // when each picture was taken, by the node's clock
	var wide uint32 = 20
	for session := range sessions {
		now = max(now, time.Second+month*time.Duration(session)/sessions) + time.Duration(rnd.IntN(1000))*time.Millisecond
		f := newFeeder(s, into{t, rec}, codec.H264{}, nil)
		shown, stamp := now, rnd.Uint32()
		for i := range pictures {
			n := session*pictures + i
			shown += interval
			now = max(now, shown+time.Duration(rnd.IntN(30))*time.Millisecond)
			if steps[n] {
				set += time.Duration(rnd.IntN(7200)-3600) * time.Second
			}
			stamp += uint32(toTicks(interval))
			sent := stamp
			if jumps[n] {
				sent += rnd.Uint32()/2 + 20*ticks
				if n%2 == 0 {
					stamp = sent
				}
			}
			if sizes[n] {
				wide = 10 + (wide+1)%90
			}
			u := [][]byte{{0x41, 0x9a, byte(n), byte(n >> 8)}}
			if i%10 == 0 {
				u = [][]byte{spsOf(wide, 15), {0x68, 0xce, 0x3c, 0x80}, {0x65, 0x88, byte(n), byte(n >> 8)}}
			}
			taken = append(taken, clock(shown))
			for _, nal := range u {
				if err := f.asm.add(nal, sent, now, false); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := f.end(); err != nil {
			t.Fatal(err)
		}
		if err := rec.Seal(); err != nil {
			t.Fatal(err)
		}
	}
	if err := rec.Close(); err != nil {
		t.Fatal(err)
	}
	a, err := record.OpenArchive(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if errs := a.VerifyChain(context.Background(), custos.Hash{}, segs); errs != nil {
		t.Fatal(errs)
	}
	n, dependent := 0, 0
	worst := time.Duration(0)
	for i, seg := range segs {
		if i > 0 {
			if err := seg.CheckAfter(&segs[i-1]); err != nil {
				t.Error(err)
			}
		}
		from, until := seg.From.Sub(taken[n]), seg.Until.Sub(taken[n+seg.Frames-1].Add(interval))
		// While a clock is set, what came just before is dated by the old one or the new.
		if near(steps, n-2, n+seg.Frames+2) {
			from, until = 0, 0
		}
		worst = max(worst, from.Abs(), until.Abs())
		if from.Abs() > observe.TimeTolerance || until.Abs() > observe.TimeTolerance {
			t.Errorf("segment %d claims to begin %v and to end %v off", seg.Index, from, until)
		}
		n += seg.Frames
		if seg.Dependent {
			dependent++
		}
	}
	if n != len(taken) {
		t.Errorf("%d pictures are recorded of %d", n, len(taken))
	}
	if len(gaps) < sessions-1 || len(gaps) > sessions+len(steps) {
		t.Errorf("%d gaps are told of, between %d connections", len(gaps), sessions)
	}
	if c := s.Counts(); c.Restamped < 60 || c.Restamped > 300 {
		t.Errorf("%d pictures were restamped, of 200 jumps", c.Restamped)
	}
	t.Logf("%d segments, %d of them dependent, claims at most %v off, %d restamped, %d jumps", len(segs), dependent, worst, s.Counts().Restamped, s.Jumps())
}

func near(at map[int]bool, from, until int) bool {
	for i := from; i <= until; i++ {
		if at[i] {
			return true
		}
	}
	return false
}

// TestLateReorderedPictures: a machine that stands still now and then misdates pictures
// that change places by a moment; their segments still do not overlap, and none is lost.
func TestLateReorderedPictures(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 88))
	var segs []observe.Segment
	rec, err := record.Open(record.Config{
		Camera: "t/cam1", Dir: t.TempDir(), Boot: 3,
		Sealed: func(s observe.Segment) error { segs = append(segs, s); return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	begin := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	now := time.Second
	s := &Source{Camera: "t/cam1", Boot: 3, clock: func() (time.Time, time.Duration) { return begin.Add(now), now }}
	f := newFeeder(s, into{t, rec}, codec.H264{}, nil)
	f.sets.Add(spsOf(20, 15))
	f.sets.Add([]byte{0x68, 0xce, 0x3c, 0x80})
	in := reordered(shots(6001, 100*time.Millisecond, 5000), 3)
	stall := time.Duration(0)
	for i, p := range in {
		if rnd.IntN(60) == 0 {
			stall = time.Duration(rnd.IntN(3000)) * time.Millisecond
		}
		// What stood still is caught up with slowly.
		stall = max(0, stall-time.Duration(rnd.IntN(120))*time.Millisecond)
		now = max(now+time.Millisecond, time.Second+p.sent+stall)
		nal := []byte{0x41, 0x9a, byte(i), byte(i >> 8)}
		key := i == 0 || i%21 == 1 // a picture that is shown after those before it
		if key {
			nal = []byte{0x65, 0x88, byte(i), byte(i >> 8)}
		}
		if i == 0 {
			f.reorder = 2
		}
		f.line.reorder, f.mux.reorder = 2, max(f.mux.reorder, 2)
		if err := f.unit(unit{nals: [][]byte{nal}, key: key, ts: p.stamp, at: now}); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.end(); err != nil {
		t.Fatal(err)
	}
	if err := rec.Close(); err != nil {
		t.Fatal(err)
	}
	n := 0
	for i, seg := range segs {
		n += seg.Frames
		if i > 0 {
			if err := seg.CheckAfter(&segs[i-1]); err != nil {
				t.Error(err)
			}
		}
	}
	if n < len(in) {
		t.Errorf("%d pictures of %d are recorded", n, len(in))
	}
	t.Logf("%d segments, %d restamped", len(segs), s.Counts().Restamped)
}
