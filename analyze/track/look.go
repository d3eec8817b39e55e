package track

import (
	"math"
	"slices"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/observe"
)

// crowded reports that two or more detections are where one is: how it looks is partly how
// another does.
func (t *Tracker) crowded(b custos.Box) bool {
	n := 0
	for i := range t.dets {
		if t.dets[i].box.IoU(b) > 0.2 {
			n++
		}
	}
	return n > 1
}

// looks adds a detection's look; one that another method has made is left out.
func (p *path) looks(l observe.Look) {
	if p.look == nil && len(l) > 0 {
		p.look, p.recent = make([]float64, len(l)), make([]float64, len(l))
	}
	if len(l) != len(p.look) {
		return
	}
	for i, v := range l {
		p.look[i] += float64(v)
		p.recent[i] += renewed * (float64(v) - p.recent[i])
	}
}

// embeds adds how a detection looks to a network; another network begins anew.
func (p *path) embeds(e *observe.Embedding) {
	if e == nil || len(e.Numbers) == 0 {
		return
	}
	if p.by != e.By || len(p.embedding) != len(e.Numbers) {
		p.by, p.embedding = e.By, make([]float64, len(e.Numbers))
	}
	for i, v := range e.Numbers {
		p.embedding[i] += float64(v)
	}
}

func (p *path) embedded() *observe.Embedding {
	if n := observe.UnitLook(p.embedding); n != nil {
		return &observe.Embedding{By: p.by, Numbers: n}
	}
	return nil
}

// renewed is how much of how somebody looks the newest detection says.
const renewed = 0.3

// unlike is how much somebody looks otherwise than a track did lately: 0 is alike, 1 has
// nothing in common (Hellinger's distance of the shares that looks are made of). False if
// one of them is not known.
func unlike(recent []float64, l observe.Look) (float64, bool) {
	if len(l) == 0 || len(l) != len(recent) {
		return 0, false
	}
	var both, a, b float64
	for i, v := range recent {
		w := float64(l[i])
		both += v * w
		a += v * v
		b += w * w
	}
	if !(a > 0 && b > 0) {
		return 0, false
	}
	return math.Sqrt(max(0, 1-both/math.Sqrt(a*b))), true
}

// lookCost is what looking otherwise adds to the cost of a pair. What is not known counts
// as it is for the same person a moment later.
func lookCost(p *path, l observe.Look) float64 {
	u, ok := unlike(p.recent, l)
	if !ok {
		u = 0.15
	}
	return lookWeight * u
}

// lookWeight is how much looking otherwise counts beside being elsewhere: two people who
// walk past each other overlap by as much as each does with himself a moment ago.
const lookWeight = 2

// maxLookCost is from when on somebody who is where a track was expected is taken for
// another, until nobody better is found: the same person hardly ever looks so otherwise.
const maxLookCost = 0.65 * lookWeight

// lost is a track that has ended, as long as its object may come back.
type lost struct {
	id     observe.TrackID
	class  custos.Class
	box    custos.Box
	seen   time.Time
	recent []float64
}

const (
	// remembered is how long who has left may come back. The longer, the more others have
	// come by who look alike.
	remembered = 10 * time.Second
	// maxRemembered bounds their number; the newest are kept.
	maxRemembered = 64
	// returnUnlike is how much who comes back may look otherwise, and returnMargin how much
	// more everybody else must: of two who look alike it is not known who came back.
	returnUnlike, returnMargin = 0.2, 0.05
	// returnSize is how much smaller he may be than when he left, or larger.
	returnSize = 0.6
	// walks is how far somebody gets while he is not seen, in his heights a second.
	walks = 1.0
)

// leaves remembers a track that has ended.
func (t *Tracker) leaves(p *path) {
	if len(p.recent) == 0 {
		return
	}
	if len(t.lost) >= maxRemembered {
		t.lost = slices.Delete(t.lost, 0, 1)
	}
	t.lost = append(t.lost, lost{p.id, p.class(), p.points[len(p.points)-1].Box, p.seen, p.recent})
}

// again is the track that has ended whose object a new one's is, by its look; 0 if there is
// none, or it is not certain which. It keeps a number of its own: that somebody has come
// back is a conclusion, and what was seen is evidence.
func (t *Tracker) again(p *path) observe.TrackID {
	t.lost = slices.DeleteFunc(t.lost, func(l lost) bool { return p.seen.Sub(l.seen) > remembered })
	if len(p.look) == 0 {
		return 0
	}
	first, look := p.points[0], observe.UnitLook(p.look)
	found, best, next := -1, 1.0, 1.0
	for i, l := range t.lost {
		size, away := first.Box.H/l.box.H, first.Time.Sub(l.seen).Seconds()
		if l.class != p.class() || size < returnSize || size > 1/returnSize || away < 0 || distance(l.box, first.Box) > l.box.H*(0.5+walks*away) {
			continue
		}
		switch u, ok := unlike(l.recent, look); {
		case !ok:
		case u < best:
			found, best, next = i, u, best
		case u < next:
			next = u
		}
	}
	if found < 0 || best > returnUnlike || next-best < returnMargin {
		return 0
	}
	id := t.lost[found].id
	t.lost = slices.Delete(t.lost, found, found+1)
	return id
}
