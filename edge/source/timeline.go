package source

import (
	"math"
	"slices"
	"time"

	"custos.dev/custos/edge/codec"
)

// timeline says what stream time a picture has, from its RTP stamp and its arrival.
//
// A stamp counts by the camera's clock: evenly, but with an unknown zero, at a rate that
// is nearly or not at all what it claims, and sometimes nonsense. An arrival counts by
// this machine's clock, which nobody sets, but is late by what the network takes. A
// picture cannot arrive before it was captured; so stamps give the distances between
// pictures, and the earliest arrivals say where they lie.
//
// A picture whose stamp does not fit is held until the next ones show what happened:
//
//   - they fit where the held one does not: its stamp was false, it is restamped
//   - all fit each other, and not what was before: the stamps jumped, or the camera
//     paused; the pictures are dated by their arrival from there on
//   - they come faster than they were taken: the network held them up; their stamps are
//     right
//
// Stamps that never fit are not used at all: then arrivals alone say the time. A
// timeline is of one run and used by one goroutine. All times are in ticks.
type timeline struct {
	// emit takes the pictures in the order in which they came, each with its time.
	emit func(u unit, pts int64) error
	// floor is before every time given: the end of the run before.
	floor int64
	// reorder is how many pictures may be sent before one that is shown first.
	reorder int
	// exact takes stamps as they are, for files.
	exact bool
	// restamped counts pictures whose stamp was not used, jumps how often stamps began
	// to count anew.
	restamped, jumps uint64
	// flooded counts pictures that are left out: so many came at once that they would be
	// dated seconds from now, and all that follow with them. Those up to the next key
	// picture are left out too; format is what the next one begins.
	flooded  uint64
	flooding bool
	format   *codec.Info

	fit      bool // stamps are used: the line below is known
	stamp0   int64
	time0    int64   // what stamp0 stands for
	rate     float64 // ticks of time per tick of stamp
	lastU    int64   // latest stamp that fitted
	top      int64   // latest time given
	started  bool
	interval int64 // between pictures, as they usually come
	held     []undated
	size     int // bytes of those held

	window window
	past   []window
}

// undated is a picture whose time is not known yet. stamp counts without wrapping.
type undated struct {
	u           unit
	stamp, came int64
}

// window is half a second of pictures, or five if they come slowly: the least lateness in it, and the stamp it had.
type window struct {
	began, late  int64
	stamp, drift int64 // of the least late picture: its stamp, and arrival minus stamp
	n            int
}

// The limits of what fits, in ticks.
const (
	// aheadMost is how much earlier than expected a stamp may claim to be.
	aheadMost = ticks / 4
	// lateMost is how late a picture may be before it is held, to see why.
	lateMost = ticks / 2
	// holdMost, heldMost and heldBytes bound how long, how many and how large pictures
	// are held.
	holdMost  = ticks / 2
	heldMost  = 64
	heldBytes = 32 << 20
	// windowLength is that of a window; pastMost are how many are remembered.
	windowLength = ticks / 2
	pastMost     = 30
	// driftSure is a difference of drift that no network's jitter explains.
	driftSure = ticks / 50
	// leastStep keeps pictures apart: a millisecond.
	leastStep = ticks / 1000
	// floodMost is how far from now a picture may be dated; less than custos.MaxPicture,
	// beyond which no segment is sealed.
	floodMost = 8 * ticks
)

// toTicks turns a duration into ticks.
func toTicks(d time.Duration) int64 {
	return int64(d/time.Second)*ticks + int64(d%time.Second)*ticks/int64(time.Second)
}

// fromTicks turns ticks into a duration, rounded down.
func fromTicks(t int64) time.Duration {
	s, r := t/ticks, t%ticks
	if r < 0 {
		s, r = s-1, r+ticks
	}
	return time.Duration(s)*time.Second + time.Duration(r)*time.Second/ticks
}

// push takes the next picture. It may be given out later, or others with it.
func (l *timeline) push(u unit) error {
	came := toTicks(u.at)
	ref := l.lastU
	if n := len(l.held); n > 0 && !l.fit {
		ref = l.held[n-1].stamp
	}
	h := undated{u: u, stamp: ref + int64(int32(u.ts-uint32(ref))), came: came}
	if !l.started && len(l.held) == 0 {
		h.stamp = int64(u.ts)
	}
	if l.exact {
		return l.pushExact(h)
	}
	if l.fit && l.fits(h) {
		if err := l.release(h); err != nil {
			return err
		}
		return l.accept(h)
	}
	if len(l.held) == 0 {
		l.size = 0
	}
	l.held, l.size = append(l.held, h), l.size+u.size
	return l.settle()
}

func (l *timeline) pushExact(h undated) error {
	if !l.fit {
		l.fit, l.rate, l.stamp0 = true, 1, h.stamp
		l.time0 = max(h.came, l.floor+int64(l.reorder+1)*leastStep)
	}
	return l.give(h, l.at(h.stamp))
}

// at is the time that a stamp stands for.
func (l *timeline) at(stamp int64) int64 {
	return l.time0 + int64(math.Round(float64(stamp-l.stamp0)*l.rate))
}

// back is how far a stamp may lie behind the latest one.
func (l *timeline) back() int64 {
	if l.reorder == 0 {
		return 0
	}
	return int64(l.reorder+1) * max(l.interval, ticks/50) * 2
}

// fits says whether a picture lies where the stamps before it say.
func (l *timeline) fits(h undated) bool {
	late := h.came - l.at(h.stamp)
	if late < -aheadMost || late > max(lateMost, 2*l.back()) {
		return false
	}
	if d := h.stamp - l.lastU; l.reorder == 0 && d <= 0 || d < -l.back() {
		return false
	}
	return true
}

// release gives out held pictures that the fitting one after them explains.
func (l *timeline) release(next undated) error {
	waiting := l.held
	l.held = nil
	for i, h := range waiting {
		t, late := l.at(h.stamp), h.came-l.at(h.stamp)
		// Between its neighbours by its stamp: only the network was slow.
		if late >= -aheadMost && h.stamp < next.stamp+l.back() && h.stamp > l.lastU-l.back() && (l.reorder > 0 || h.stamp > l.lastU) {
			if err := l.give(h, t); err != nil {
				return err
			}
			l.lastU = max(l.lastU, h.stamp)
			continue
		}
		l.restamped++
		// Pictures came between two that fit: they lie evenly between them.
		from, to := l.top, l.at(next.stamp)
		if l.reorder > 0 {
			from, to = h.came, h.came // or near, where pictures change places
		}
		if err := l.give(h, from+(to-from)/int64(len(waiting)-i+1)); err != nil {
			return err
		}
	}
	return nil
}

// accept gives out a picture that fits and learns from it.
func (l *timeline) accept(h undated) error {
	t := l.at(h.stamp)
	late := h.came - t
	if late < 0 {
		// It cannot have been captured after it came.
		l.time0 += late
		t, late = h.came, 0
		l.window.late = min(l.window.late, 0)
	}
	l.lastU = max(l.lastU, h.stamp)
	w := &l.window
	if w.n == 0 || late < w.late {
		w.late, w.stamp, w.drift = late, h.stamp, h.came-h.stamp
	}
	if w.n == 0 {
		w.began = h.came
	}
	if w.n++; w.n >= 5 && h.came-w.began >= windowLength {
		l.learn()
	}
	return l.give(h, t)
}

// learn corrects the line by what the last window showed: all of it came later than it
// should, so the line lies too early; and over longer, it is too steep or too flat.
func (l *timeline) learn() {
	w := l.window
	l.window = window{}
	l.past = append(l.past, w)
	if len(l.past) > pastMost {
		l.past = slices.Delete(l.past, 0, 1)
	}
	l.time0, l.stamp0 = l.at(l.lastU), l.lastU
	if w.late > ticks/500 {
		l.time0 += w.late - ticks/1000
	}
	first := l.past[0]
	if d := w.drift - first.drift; len(l.past) >= 3 && w.stamp > first.stamp && max(d, -d) > driftSure {
		l.rate = 1 + float64(d)/float64(w.stamp-first.stamp)
	}
}

// settle looks for an explanation of the pictures held; without one after a while, their
// arrivals count.
func (l *timeline) settle() error {
	n := len(l.held)
	first, last := l.held[0], l.held[n-1]
	need := 2 + 2*l.reorder
	if !l.started && last.came-first.came < holdMost {
		need++ // two may agree by chance, but slow ones are not waited for
	}
	// As far back as they agree: a jump lies before the first of them.
	for from := 0; from <= n-need; from++ {
		if !l.agree(l.held[from:]) {
			continue
		}
		if from == 0 && l.fit && l.onlyLate() && last.came-first.came < holdMost {
			return nil // a machine that stood still catches up in a moment
		}
		return l.begin(from, 1)
	}
	limit := int64(holdMost)
	if l.reorder > 0 {
		limit = 3 * holdMost
	}
	if n < heldMost && l.size < heldBytes && (n < need || last.came-first.came < limit) {
		return nil
	}
	// Stamps that go on evenly at another rate than they claim.
	if rate, ok := steady(l.held); ok && n >= need {
		return l.begin(0, rate)
	}
	if l.fit && l.heldUp() {
		waiting := l.held
		l.held = nil
		for _, h := range waiting {
			if err := l.give(h, l.at(h.stamp)); err != nil {
				return err
			}
			l.lastU = max(l.lastU, h.stamp)
		}
		return nil
	}
	return l.blind()
}

// agree says whether pictures were stamped as they came. Their stamps are put in order
// first: pictures that are shown early are sent late.
func (l *timeline) agree(hs []undated) bool {
	stamps := make([]int64, len(hs))
	for i, h := range hs {
		stamps[i] = h.stamp
	}
	if l.reorder == 0 && !slices.IsSorted(stamps) {
		return false
	}
	slices.Sort(stamps)
	for i := 1; i < len(stamps); i++ {
		if stamps[i] == stamps[i-1] {
			return false
		}
	}
	n := len(hs)
	stamped, came := stamps[n-1]-stamps[0], hs[n-1].came-hs[0].came
	apart := stamped - came
	return max(apart, -apart) <= max(ticks/50, min(came, stamped)/3)
}

// steady says at what rate stamps go on, if they do so evenly, one way and not too far
// from what they claim.
func steady(hs []undated) (rate float64, ok bool) {
	n := len(hs)
	stamped, came := hs[n-1].stamp-hs[0].stamp, hs[n-1].came-hs[0].came
	if n < 4 || stamped <= 0 || came < ticks/4 {
		return 0, false
	}
	rate = float64(came) / float64(stamped)
	if rate < .05 || rate > 20 {
		return 0, false
	}
	for i := 1; i < n; i++ {
		d := float64(hs[i].stamp-hs[0].stamp)*rate - float64(hs[i].came-hs[0].came)
		if hs[i].stamp <= hs[i-1].stamp || math.Abs(d) > ticks/8 {
			return 0, false
		}
	}
	return rate, true
}

// heldUp says that the held pictures go on where the stamps were, only late, and come
// faster than they were taken.
func (l *timeline) heldUp() bool {
	n := len(l.held)
	return l.onlyLate() && 2*(l.held[n-1].came-l.held[0].came) < l.held[n-1].stamp-l.held[0].stamp
}

// onlyLate says that the held pictures go on where the stamps were, and came late.
func (l *timeline) onlyLate() bool {
	last := l.lastU
	for _, h := range l.held {
		if h.stamp <= last-l.back() || h.came < l.at(h.stamp)-aheadMost || l.reorder == 0 && h.stamp <= last {
			return false
		}
		last = max(last, h.stamp)
	}
	return true
}

// begin dates the held pictures from one on by a new line, through the earliest
// arrival among them; those before it evenly between what was and them.
func (l *timeline) begin(from int, rate float64) error {
	waiting := l.held
	l.held = nil
	if l.fit || l.started {
		l.jumps++
	}
	anchored := waiting[from:]
	if !l.started {
		// What a camera kept for us comes at once, and was captured before.
		for from > 0 && waiting[from-1].stamp < waiting[from].stamp && waiting[from].stamp-waiting[from-1].stamp < 5*ticks {
			from--
		}
	}
	l.rate, l.stamp0, l.time0 = rate, anchored[0].stamp, anchored[0].came
	for _, h := range anchored {
		l.time0 = min(l.time0, h.came-int64(math.Round(float64(h.stamp-l.stamp0)*rate)))
	}
	l.fit, l.window, l.past = true, window{}, nil
	l.lastU = anchored[0].stamp
	first := l.at(waiting[from].stamp)
	for i, h := range waiting {
		t := l.at(h.stamp)
		if i < from {
			l.restamped++
			t = min(h.came, first)
			if l.started && l.top < first {
				t = l.top + (first-l.top)/int64(from-i+1)
			}
		} else {
			l.lastU = max(l.lastU, h.stamp)
		}
		if err := l.give(h, t); err != nil {
			return err
		}
	}
	return nil
}

// blind dates the held pictures by their arrival, and goes on looking for a line.
func (l *timeline) blind() error {
	waiting := l.held
	l.held, l.fit = nil, false
	for _, h := range waiting {
		l.restamped++
		if err := l.give(h, h.came); err != nil {
			return err
		}
		l.lastU = h.stamp
	}
	return nil
}

// give hands a picture on. Times stay above the floor and, where pictures are sent in
// the order in which they are shown, apart from each other.
func (l *timeline) give(h undated, t int64) error {
	least := l.floor + leastStep
	if l.started && l.reorder == 0 {
		least = max(least, l.top+leastStep)
	}
	t = max(t, least)
	if !l.exact && (t-h.came > floodMost || l.flooding && !h.u.key) {
		l.flooded, l.flooding = l.flooded+1, true
		if h.u.format != nil {
			l.format = h.u.format
		}
		return nil
	}
	if l.flooding && h.u.format == nil {
		h.u.format = l.format
	}
	l.flooding, l.format = false, nil
	if l.started && t > l.top {
		step := t - l.top
		if l.interval == 0 {
			l.interval = step
		}
		l.interval += (min(step, 4*l.interval) - l.interval) / 8
	}
	l.started, l.top = true, max(l.top, t)
	return l.emit(h.u, t)
}

// end gives out what is held when nothing more comes.
func (l *timeline) end() error {
	if len(l.held) == 0 {
		return nil
	}
	if l.fit && l.heldUp() || l.fit && len(l.held) == 1 && l.reorder == 0 && l.held[0].stamp > l.lastU && l.held[0].came > l.at(l.held[0].stamp) {
		waiting := l.held
		l.held = nil
		for _, h := range waiting {
			if err := l.give(h, l.at(h.stamp)); err != nil {
				return err
			}
		}
		return nil
	}
	if !l.fit && (len(l.held) == 1 || l.agree(l.held)) {
		return l.begin(0, 1)
	}
	return l.blind()
}
