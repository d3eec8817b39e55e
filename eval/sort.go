package eval

import (
	"math"

	"custos.dev/custos"
	"custos.dev/custos/analyze/eval"
)

// sort is the peer that our tracker is measured against: SORT, as Bewley, Ge, Ott, Ramos and
// Upcroft describe it in "Simple Online and Realtime Tracking", ICIP 2016. A Kalman filter
// of constant velocity over [x, y, s, r] (centre, area, ratio of the sides, in pixels and
// frames), one optimal assignment by overlap, and three numbers. Written from the paper; its
// noises are those that the authors published, since the paper does not name them.
type sort struct {
	tracks []*sortTrack
	next   int
	frames int
}

const (
	sortMaxAge  = 1  // frames that a track may be missed
	sortMinHits = 3  // detections in a row until it is reported
	sortMinIoU  = .3 // least overlap of a pair
)

type sortTrack struct {
	id     int
	x      [7]float64    // x y s r and the speeds of the first three
	p      [7][7]float64 // their covariance
	missed int           // frames since the last detection
	streak int           // detections in a row
}

// trackBySORT gives detections, in pixels, to SORT.
func trackBySORT(det eval.Sequence) eval.Sequence {
	t, out := &sort{}, eval.Sequence{}
	for f := 1; f <= lastFrame(det); f++ {
		if found := t.update(det[f]); found != nil {
			out[f] = found
		}
	}
	return out
}

func lastFrame(s eval.Sequence) (last int) {
	for f := range s {
		last = max(last, f)
	}
	return last
}

func (t *sort) update(dets []eval.Object) (out []eval.Object) {
	t.frames++
	cost := make([][]float64, len(t.tracks))
	for i, k := range t.tracks {
		k.predict()
		cost[i] = make([]float64, len(dets))
		for j, d := range dets {
			cost[i][j] = 1 - k.box().IoU(d.Box)
		}
	}
	taken := make([]bool, len(dets))
	for i, j := range eval.Assign(cost) {
		if j >= 0 && 1-cost[i][j] >= sortMinIoU {
			taken[j] = true
			t.tracks[i].correct(dets[j].Box)
		}
	}
	for j, d := range dets {
		if !taken[j] {
			t.next++
			t.tracks = append(t.tracks, newSortTrack(t.next, d.Box))
		}
	}
	kept := t.tracks[:0]
	for _, k := range t.tracks {
		if k.missed == 0 && (k.streak >= sortMinHits || t.frames <= sortMinHits) {
			out = append(out, eval.Object{ID: k.id, Box: k.box(), Score: 1})
		}
		if k.missed <= sortMaxAge {
			kept = append(kept, k)
		}
	}
	t.tracks = kept
	return out
}

// sortNoise and sortStart are the variances of a measurement and of a new track, and
// sortDrift is what a frame adds.
var (
	sortNoise = [4]float64{1, 1, 10, 10}
	sortStart = [7]float64{10, 10, 10, 10, 1e4, 1e4, 1e4}
	sortDrift = [7]float64{1, 1, 1, 1, .01, .01, .0001}
)

func newSortTrack(id int, b custos.Box) *sortTrack {
	k := &sortTrack{id: id}
	z := sortMeasure(b)
	copy(k.x[:], z[:])
	for i, v := range sortStart {
		k.p[i][i] = v
	}
	return k
}

func sortMeasure(b custos.Box) [4]float64 {
	x, y := b.Center()
	return [4]float64{x, y, b.W * b.H, b.W / b.H}
}

func (k *sortTrack) box() custos.Box {
	w := math.Sqrt(max(k.x[2]*k.x[3], 0))
	if w == 0 {
		return custos.Box{X: k.x[0], Y: k.x[1]}
	}
	h := k.x[2] / w
	return custos.Box{X: k.x[0] - w/2, Y: k.x[1] - h/2, W: w, H: h}
}

func (k *sortTrack) predict() {
	if k.x[2]+k.x[6] <= 0 {
		k.x[6] = 0 // an area cannot shrink below nothing
	}
	// x' = F x, P' = F P Fᵀ + Q, where F adds each speed to its coordinate.
	for i := range 3 {
		k.x[i] += k.x[i+4]
	}
	for i := range 3 {
		for j := range 7 {
			k.p[i][j] += k.p[i+4][j]
		}
	}
	for i := range 3 {
		for j := range 7 {
			k.p[j][i] += k.p[j][i+4]
		}
	}
	for i, v := range sortDrift {
		k.p[i][i] += v
	}
	if k.missed > 0 {
		k.streak = 0
	}
	k.missed++
}

// correct takes the four measurements one after the other, which is the same as all at once
// because their errors are independent.
func (k *sortTrack) correct(b custos.Box) {
	k.missed = 0
	k.streak++
	for m, z := range sortMeasure(b) {
		s := k.p[m][m] + sortNoise[m]
		var gain [7]float64
		for i := range gain {
			gain[i] = k.p[i][m] / s
		}
		off, row := z-k.x[m], k.p[m]
		for i := range gain {
			k.x[i] += gain[i] * off
			for j := range row {
				k.p[i][j] -= gain[i] * row[j]
			}
		}
	}
}
