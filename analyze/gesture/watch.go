package gesture

import (
	"math"
	"slices"
	"time"

	"custos.dev/custos/observe"
)

// What is believed when. The window is long enough that two looks that err do not decide, and
// short enough that an alarm is not late.
const (
	window = time.Second
	// needs is how long what was looked at must reach back before anything is said, and in
	// gaps longer than patience nothing is taken for known.
	needs    = 500 * time.Millisecond
	patience = 600 * time.Millisecond
	// beginsAt and endsAt are the parts of the window that speak for a gesture.
	beginsAt, endsAt = .65, .3
	// wavingOver is over how long a hand is watched for waving.
	wavingOver = 1800 * time.Millisecond
	// stillFor is over how long raised hands must be still to be more than a part of a wave.
	stillFor = 600 * time.Millisecond
	// trunkFor is for how long a trunk's length is remembered.
	trunkFor = 4 * time.Second
)

// Told is what began or ended.
type Told struct {
	What  observe.Posing
	Since time.Time
	// Until is when it was seen last, of what has ended; zero of what began.
	Until time.Time
	// Score is the part of the last second's looks that speak for it.
	Score float64
}

// Watcher watches one person. It is not safe for concurrent use.
type Watcher struct {
	last  time.Time
	looks map[observe.Posing][]sign
	on    map[observe.Posing]*stay
	hands [2][]hand
	trunk []sign // lengths
}

// stay is something that was told and goes on.
type stay struct{ since, seen time.Time }

// sign is what a look said, for as long as it stands for.
type sign struct {
	at    time.Time
	lasts time.Duration
	is    float64
}

// hand is where a raised hand was, in parts of the trunk from the shoulder.
type hand struct {
	at     time.Time
	x      float64
	raised bool
}

// NewWatcher has seen nothing.
func NewWatcher() *Watcher {
	return &Watcher{looks: map[observe.Posing][]sign{}, on: map[observe.Posing]*stay{}}
}

// See takes the pose of a look at t, and returns what began or ended, in the order of
// observe.Posings. A time that is not later than the last is passed over.
func (w *Watcher) See(t time.Time, p *Pose) []Told {
	if !t.After(w.last) {
		return nil
	}
	b, ok := bodyOf(p, w.tallest(t))
	if !ok {
		return w.take(t, nil)
	}
	w.trunk = append(w.trunk, sign{at: t, is: b.trunk})
	signs := b.signs()
	hands := w.lift(t, &b)
	up := 1 - signs[observe.Lying]
	signs[observe.Waving] = min(hands.waves, up)
	if is, ok := signs[observe.HandsUp]; ok {
		signs[observe.HandsUp] = min(is, hands.still)
	}
	if hands.waves > 0 { // a hand that goes to and fro neither points nor gives up
		for _, g := range []observe.Posing{observe.HandsUp, observe.Pointing, observe.FightStance} {
			if is, ok := signs[g]; ok {
				signs[g] = min(is, 1-hands.waves)
			}
		}
	}
	if low := signs[observe.Crouching]; low > 0 {
		if is, ok := signs[observe.FightStance]; ok {
			signs[observe.FightStance] = min(is, 1-low)
		}
	}
	told := w.take(t, signs)
	for i := range told { // it was sure of these some time after they began
		switch g := &told[i]; {
		case !g.Until.IsZero():
		case g.What == observe.Waving:
			w.began(g, hands.since)
		case g.What == observe.HandsUp:
			w.began(g, hands.both)
		}
	}
	return told
}

// began says that what was told began earlier.
func (w *Watcher) began(g *Told, since time.Time) {
	if !since.IsZero() && since.Before(g.Since) {
		g.Since = since
		w.on[g.What].since = since
	}
}

// tallest is the length of the trunk when it was seen best lately: not the longest, which may be
// an error. 0 is none.
func (w *Watcher) tallest(t time.Time) float64 {
	w.trunk = slices.DeleteFunc(w.trunk, func(s sign) bool { return t.Sub(s.at) > trunkFor })
	if len(w.trunk) < 3 {
		return 0
	}
	var all []float64
	for _, s := range w.trunk {
		all = append(all, s.is)
	}
	return quantile(all, .6)
}

// lifted is what the hands that are raised say.
type lifted struct {
	// waves is how much one of them goes to and fro, still how little both are moved.
	waves, still float64
	// since is when the one that waves was raised, both when both were.
	since, both time.Time
}

// lift takes the hands of a look in.
func (w *Watcher) lift(t time.Time, b *body) (l lifted) {
	var up [2][]hand
	for i := range w.hands {
		a := &b.arms[i]
		if a.ok {
			// By the forearm, which points up; the elbow may be at the side.
			w.hands[i] = append(w.hands[i], hand{at: t, x: a.wristX, raised: a.wristY > a.elbowY+.15 && a.wristY > -.1})
		}
		w.hands[i] = slices.DeleteFunc(w.hands[i], func(h hand) bool { return t.Sub(h.at) > wavingOver })
		up[i] = smooth(raised(w.hands[i]))
	}
	swing := .3
	if len(up[0]) > 0 && len(up[1]) > 0 {
		// Who holds both up does not hold them quite still.
		swing = .45
		if l.both = up[0][0].at; up[1][0].at.After(l.both) {
			l.both = up[1][0].at
		}
		if t.Sub(l.both) >= stillFor*3/4 {
			l.still = 1
		}
	}
	for _, all := range up {
		if len(all) == 0 {
			continue
		}
		if n := waving(all, swing); n > l.waves {
			l.waves, l.since = n, all[0].at
		}
		low, high := math.Inf(1), math.Inf(-1)
		for _, h := range all {
			if t.Sub(h.at) <= stillFor {
				low, high = min(low, h.x), max(high, h.x)
			}
		}
		l.still = min(l.still, 1-ramp(high-low, .45, .7))
	}
	return l
}

// raised are the looks since a hand was raised last: what it did before is no wave. One look
// alone that says otherwise errs.
func raised(all []hand) []hand {
	begin := 0
	for i := len(all) - 1; i >= 0; i-- {
		if !all[i].raised && (i == 0 || i == len(all)-1 || !all[i-1].raised) {
			begin = i + 1
			break
		}
	}
	return slices.DeleteFunc(slices.Clone(all[begin:]), func(h hand) bool { return !h.raised })
}

// smooth takes means over an eighth of a second, so that more looks a second do not make more
// turns of what errs.
func smooth(all []hand) []hand {
	out := make([]hand, len(all))
	for i, h := range all {
		sum, n := 0., 0.
		for j := i; j >= 0 && h.at.Sub(all[j].at) < 125*time.Millisecond; j-- {
			sum, n = sum+all[j].x, n+1
		}
		out[i] = hand{at: h.at, x: sum / n, raised: true}
	}
	return out
}

// waving is how much a hand goes to and fro: it turns twice at least within the time, and
// swings by more than a hand that is held up errs.
func waving(all []hand, swing float64) float64 {
	turns, way := 0, 0
	low, high := math.Inf(1), math.Inf(-1) // since the last turn
	for _, h := range all {
		low, high = min(low, h.x), max(high, h.x)
		switch {
		case way <= 0 && h.x > low+swing:
			turns, way, high = turns-way, 1, h.x
		case way >= 0 && h.x < high-swing:
			turns, way, low = turns+way, -1, h.x
		}
	}
	return ramp(float64(turns), 1, 2)
}

// take takes the signs of a look and says what follows; nil is a look that showed nobody.
func (w *Watcher) take(t time.Time, signs Signs) []Told {
	lasts := window
	if !w.last.IsZero() {
		lasts = min(t.Sub(w.last), patience)
	} else {
		lasts = 0
	}
	w.last = t
	var out []Told
	for _, g := range observe.Posings() {
		if is, ok := signs[g]; ok {
			w.looks[g] = append(w.looks[g], sign{t, lasts, is})
		}
		w.looks[g] = slices.DeleteFunc(w.looks[g], func(s sign) bool { return t.Sub(s.at) >= window })
		part, known, began := w.share(g)
		on := w.on[g]
		if on != nil && signs[g] >= .5 {
			on.seen = t
		}
		switch {
		case on == nil && known >= needs && part >= beginsAt:
			w.on[g] = &stay{began, t}
			out = append(out, Told{What: g, Since: began, Score: math.Round(part*100) / 100})
		case on != nil && (part < endsAt || known == 0):
			delete(w.on, g)
			out = append(out, Told{What: g, Since: on.since, Until: on.seen, Score: math.Round(part*100) / 100})
		}
	}
	return out
}

// share is the part of the window's known time that speaks for a gesture, how long that is, and
// when what speaks for it began.
func (w *Watcher) share(g observe.Posing) (part float64, known time.Duration, began time.Time) {
	sum := 0.
	for _, s := range w.looks[g] {
		known += s.lasts
		sum += s.is * s.lasts.Seconds()
		if began.IsZero() && s.is >= .5 {
			began = s.at
		}
	}
	if known > 0 {
		part = sum / known.Seconds()
	}
	if began.IsZero() {
		began = w.last
	}
	return part, known, began
}

// Gone ends what goes on, as somebody is not seen any more.
func (w *Watcher) Gone() []Told {
	var out []Told
	for _, g := range observe.Posings() {
		if on := w.on[g]; on != nil {
			out = append(out, Told{What: g, Since: on.since, Until: on.seen})
		}
	}
	clear(w.on)
	return out
}

// Last is when it looked last.
func (w *Watcher) Last() time.Time { return w.last }
