package source

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"custos.dev/custos/edge/codec"
	"custos.dev/custos/observe"
)

// shot is a picture as it was taken: when it is shown, when it is sent, and what the
// camera stamps it with.
type shot struct {
	taken, sent time.Duration
	stamp       uint32
}

// shots are pictures at an interval whose stamps count truly from a number.
func shots(n int, interval time.Duration, zero uint32) []shot {
	out := make([]shot, n)
	for i := range out {
		t := time.Duration(i) * interval
		out[i] = shot{taken: t, sent: t, stamp: zero + uint32(toTicks(t))}
	}
	return out
}

// reordered puts pictures into the order of decoding: groups of one that is shown last
// and those before it, which are sent after it.
func reordered(in []shot, group int) []shot {
	out := make([]shot, 0, len(in))
	sent := make([]time.Duration, len(in))
	for i, s := range in {
		sent[i] = s.sent
	}
	out = append(out, in[0])
	for i := 1; i+group <= len(in); i += group {
		out = append(out, in[i+group-1])
		out = append(out, in[i:i+group-1]...)
	}
	for i := range out {
		// Sent as soon as the one that is shown last was taken.
		out[i].sent = sent[min(i+group-1, len(sent)-1)]
	}
	return out
}

// date runs pictures through a timeline; lateness is what the network takes.
func date(t *testing.T, reorder int, in []shot, lateness func(i int, s shot) time.Duration) ([]time.Duration, *timeline) {
	t.Helper()
	var out []time.Duration
	number := map[*byte]int{}
	got := map[int]time.Duration{}
	l := &timeline{reorder: reorder}
	l.emit = func(u unit, pts int64) error {
		i := number[&u.nals[0][0]]
		if _, twice := got[i]; twice {
			t.Fatalf("picture %d comes twice", i)
		}
		got[i] = fromTicks(pts)
		return nil
	}
	came := time.Duration(0)
	for i, s := range in {
		nal := []byte{1}
		number[&nal[0]] = i
		came = max(came, s.sent+lateness(i, s)) // in order, as TCP brings them
		if err := l.push(unit{nals: [][]byte{nal}, ts: s.stamp, at: came + time.Second}); err != nil {
			t.Fatal(err)
		}
		if len(l.held) > heldMost {
			t.Fatalf("%d pictures are held", len(l.held))
		}
	}
	if err := l.end(); err != nil {
		t.Fatal(err)
	}
	if len(got) != len(in) {
		t.Fatalf("%d pictures came out of %d", len(got), len(in))
	}
	for i := range in {
		out = append(out, got[i]-time.Second)
	}
	return out, l
}

func TestTimeline(t *testing.T) {
	const frame = 100 * time.Millisecond
	none := func(int, shot) time.Duration { return 0 }
	jitter := func(i int, _ shot) time.Duration { return time.Duration(i*7919%31) * time.Millisecond }
	rate := func(r float64) func(int, *shot) {
		return func(_ int, s *shot) { s.stamp = 5000 + uint32(int64(float64(toTicks(s.taken))*r)) }
	}
	for name, x := range map[string]struct {
		n        int
		interval time.Duration
		reorder  int
		group    int
		change   func(i int, s *shot)
		late     func(int, shot) time.Duration
		settles  int // pictures before the claims must hold
		most     time.Duration
		restamps int // at the most; -1 for any
	}{
		"true stamps":            {},
		"a jittery network":      {late: jitter},
		"25 a second":            {interval: 40 * time.Millisecond, n: 2000, late: jitter},
		"one a second":           {interval: time.Second},
		"one in five seconds":    {interval: 5 * time.Second, n: 60},
		"stamps that wrap":       {change: func(_ int, s *shot) { s.stamp += 1<<32 - 900000 }},
		"1 % fast":               {change: rate(1.01), late: jitter},
		"5 % slow":               {change: rate(.95), late: jitter, most: 60 * time.Millisecond},
		"twice as fast":          {change: rate(2), late: jitter, settles: 12, most: 80 * time.Millisecond, restamps: -1},
		"half as fast":           {change: rate(.5), late: jitter, settles: 12, most: 80 * time.Millisecond, restamps: -1},
		"a thousandth":           {change: rate(.001), settles: 12, most: 60 * time.Millisecond, restamps: -1},
		"never change":           {change: func(_ int, s *shot) { s.stamp = 77 }, restamps: -1},
		"random":                 {change: func(_ int, s *shot) { s.stamp = rand.Uint32() }, restamps: -1, most: 60 * time.Millisecond},
		"a false one each 2 s":   {change: func(i int, s *shot) { s.stamp += map[bool]uint32{true: 9800 * 90000}[i%20 == 13] }, restamps: 20},
		"two false in a row":     {change: func(i int, s *shot) { s.stamp += map[bool]uint32{true: 9800 * 90000}[i%40 > 37] }, restamps: -1},
		"each second repeated":   {change: func(i int, s *shot) { s.stamp -= uint32(i%2) * 9000 }, restamps: -1, most: 60 * time.Millisecond},
		"back by 3 s for good":   {change: func(i int, s *shot) { s.stamp -= map[bool]uint32{true: 3 * 90000}[i > 100] }, restamps: 2},
		"on by 3 s for good":     {change: func(i int, s *shot) { s.stamp += map[bool]uint32{true: 3 * 90000}[i > 100] }, restamps: 2},
		"back by 0.5 s for good": {change: func(i int, s *shot) { s.stamp -= map[bool]uint32{true: 45000}[i > 100] }, restamps: 2},
		"zero again":             {change: func(i int, s *shot) { s.stamp -= map[bool]uint32{true: 123456789}[i > 100] }, restamps: 2},
		"2 s held up by the network": {late: func(i int, s shot) time.Duration {
			return map[bool]time.Duration{true: 12*time.Second - s.sent}[s.sent >= 10*time.Second && s.sent < 12*time.Second]
		}},
		"a pause of 5 s in the stamps too": {change: func(i int, s *shot) {
			if i > 100 {
				*s = shot{s.taken + 5*time.Second, s.sent + 5*time.Second, s.stamp + 5*90000}
			}
		}},
		"a pause of 5 s not in the stamps": {restamps: 2, change: func(i int, s *shot) {
			if i > 100 {
				s.taken, s.sent = s.taken+5*time.Second, s.sent+5*time.Second
			}
		}},
		"a second kept for us": {change: func(i int, s *shot) { s.sent = max(s.sent, time.Second) }, late: jitter},
		"B-frames":             {reorder: 2, group: 3, most: 130 * time.Millisecond},
		"B-frames, one false":  {reorder: 2, group: 3, most: 310 * time.Millisecond, change: func(i int, s *shot) { s.stamp += map[bool]uint32{true: 1e9}[i == 151] }, restamps: 1},
		"B-frames, another zero": {
			reorder: 2, group: 3, most: 200 * time.Millisecond, restamps: -1,
			change: func(i int, s *shot) { s.stamp += map[bool]uint32{true: 1e9}[i > 151] },
		},
		"may change places, do not": {reorder: 2},
	} {
		t.Run(name, func(t *testing.T) {
			if x.interval == 0 {
				x.interval = frame
			}
			if x.n == 0 {
				x.n = 400
			}
			if x.late == nil {
				x.late = none
			}
			if x.most == 0 {
				x.most = observe.TimeTolerance
			}
			in := shots(x.n, x.interval, 5000)
			for i := range in {
				if x.change != nil {
					x.change(i, &in[i])
				}
			}
			if x.group > 0 {
				in = reordered(in, x.group)
			}
			got, l := date(t, x.reorder, in, x.late)
			worst := time.Duration(0)
			for i := range in {
				if i < x.settles {
					continue
				}
				off := got[i] - in[i].taken
				worst = max(worst, off.Abs())
				if off.Abs() > x.most {
					t.Fatalf("picture %d, taken at %v, is dated %v: %v off", i, in[i].taken, got[i], off)
				}
				if i > 0 && x.group == 0 && got[i] <= got[i-1] {
					t.Fatalf("picture %d is dated %v, the one before %v", i, got[i], got[i-1])
				}
			}
			if x.restamps >= 0 && l.restamped > uint64(x.restamps) {
				t.Errorf("%d pictures were restamped, at most %d need it", l.restamped, x.restamps)
			}
			t.Logf("at most %v off, %d restamped, %d jumps", worst, l.restamped, l.jumps)
		})
	}
}

// FuzzTimeline gives it anything: every picture comes out once, in order, with times that
// grow and are bounded by the arrivals.
func FuzzTimeline(f *testing.F) {
	f.Add([]byte{1, 2, 3, 4, 5, 6}, 0)
	f.Fuzz(func(t *testing.T, b []byte, reorder int) {
		n, before, last := 0, -1, int64(-1)
		l := &timeline{reorder: max(0, min(reorder, 16))}
		l.emit = func(u unit, pts int64) error {
			number := int(u.nals[0][0])<<8 | int(u.nals[0][1])
			if number <= before || l.flooded == 0 && number != n {
				t.Fatal("out of order")
			}
			before = number
			n++
			if pts > toTicks(u.at)+floodMost {
				t.Fatalf("what came at %v is dated %v", u.at, fromTicks(pts))
			}
			if l.reorder == 0 && pts <= last {
				t.Fatalf("%d follows %d", pts, last)
			}
			last = pts
			return nil
		}
		at, ts, sent := time.Second, uint32(0), 0
		for ; len(b) > 1 && sent < 1<<16; b = b[2:] {
			at += time.Duration(b[0]) * 3 * time.Millisecond
			switch {
			case b[1] < 200:
				ts += uint32(b[1]) * 90
			default:
				ts += uint32(b[1]) * 0x1234567
			}
			if err := l.push(unit{nals: [][]byte{{byte(sent >> 8), byte(sent)}}, ts: ts, at: at}); err != nil {
				t.Fatal(err)
			}
			if sent++; len(l.held) > heldMost {
				t.Fatal("holds too much")
			}
		}
		if err := l.end(); err != nil || n+int(l.flooded) != sent {
			t.Fatalf("%d of %d came out: %v", n, sent, err)
		}
	})
}

func TestWallClock(t *testing.T) {
	var c wallClock
	begin := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	set := time.Duration(0)
	steps := 0
	for i := range 20000 {
		at := time.Duration(i) * 40 * time.Millisecond
		if i == 7000 {
			set += time.Hour
		}
		if i == 9000 {
			set -= 300 * time.Millisecond
		}
		wall := begin.Add(at + set + at/2000) // slewed as much as NTP does
		if d := c.observe(at, wall); d != 0 {
			steps++
		}
		if off := c.at(at).Sub(wall); off.Abs() > 5*time.Millisecond {
			t.Fatalf("after %v it is %v off", at, off)
		}
	}
	if steps != 2 {
		t.Errorf("%d steps were seen of 2", steps)
	}
}

func (s shot) String() string { return fmt.Sprintf("%v/%v/%d", s.taken, s.sent, s.stamp) }

// TestFlood is a camera that sends a day's pictures at once: none is dated where no segment
// could be sealed, and it is recorded at its true times as soon as it sends as it should.
func TestFlood(t *testing.T) {
	var given []unit
	l := &timeline{}
	l.emit = func(u unit, pts int64) error {
		if pts > toTicks(u.at)+floodMost {
			t.Fatalf("what came at %v is dated %v", u.at, fromTicks(pts))
		}
		given = append(given, u)
		return nil
	}
	other := &codec.Info{Width: 2}
	push := func(i int, at time.Duration) {
		t.Helper()
		u := unit{ts: uint32(i) * 3600, at: at, key: i%10 == 0, nals: [][]byte{{1}}}
		if i == 90_000 {
			u.format = other
		}
		if err := l.push(u); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 100_000 {
		push(i, time.Second)
	}
	if n := len(given); n < 5000 || n > 9000 || l.flooded == 0 {
		t.Fatalf("%d pictures given out, %d left out", n, l.flooded)
	}
	flood := len(given)
	now := 20 * time.Second
	last := time.Duration(0)
	l.emit = func(u unit, pts int64) error {
		given, last = append(given, u), fromTicks(pts)
		return nil
	}
	for i := range 100 {
		now += 40 * time.Millisecond
		push(100_003+i, now)
	}
	if next := given[flood]; !next.key || next.format != other || len(given)-flood < 80 {
		t.Errorf("%d pictures follow, the first %+v", len(given)-flood, next)
	}
	if off := now - last; off.Abs() > observe.TimeTolerance {
		t.Errorf("the last is dated %v off", off)
	}
}
