package eval

import "sort"

// Detections is how well boxes were found, identities aside.
type Detections struct {
	// True, False and Missed count boxes: matched, matching nothing, not found.
	True, False, Missed int
	// Precision, Recall and F1 are over the whole sequence, 0 to 1.
	Precision, Recall, F1 float64
	// AP is the area under the precision-recall curve (every point, precision
	// made monotonic), 0 to 1.
	AP float64
}

// EvalDetections compares detections with ground truth at an overlap (IoU, 0 to
// 1). Counts come from the best one-to-one matching of each frame; AP from
// matching in the order of scores. Ground truth with score 0 is not counted,
// and a detection that only matches such an object is neither right nor wrong.
func EvalDetections(gt, det Sequence, overlap float64) Detections {
	var r Detections
	var ranked []hit
	for _, f := range frames(gt, det) {
		truth, ignored := split(gt[f])
		found := withoutIgnored(truth, ignored, det[f], overlap)
		matched := 0
		for _, j := range assign(costs(truth, found, overlap)) {
			if j >= 0 {
				matched++
			}
		}
		r.True += matched
		r.False += len(found) - matched
		r.Missed += len(truth) - matched
		ranked = append(ranked, rank(truth, found, overlap)...)
	}
	r.Precision = ratio(r.True, r.True+r.False)
	r.Recall = ratio(r.True, r.True+r.Missed)
	r.F1 = ratio(2*r.True, 2*r.True+r.False+r.Missed)
	r.AP = averagePrecision(ranked, r.True+r.Missed)
	return r
}

type hit struct {
	score float64
	right bool
}

// rank matches greedily by falling score, each detection to the free object
// that it overlaps most.
func rank(truth, found []Object, overlap float64) []hit {
	order := append([]Object(nil), found...)
	sort.SliceStable(order, func(i, j int) bool { return order[i].Score > order[j].Score })
	taken := make([]bool, len(truth))
	out := make([]hit, 0, len(order))
	for _, d := range order {
		best, at := overlap, -1
		for i, t := range truth {
			if iou := t.Box.IoU(d.Box); !taken[i] && iou >= best {
				best, at = iou, i
			}
		}
		if at >= 0 {
			taken[at] = true
		}
		out = append(out, hit{d.Score, at >= 0})
	}
	return out
}

func averagePrecision(hits []hit, positives int) float64 {
	if positives == 0 {
		return 0
	}
	sort.SliceStable(hits, func(i, j int) bool { return hits[i].score > hits[j].score })
	// Equal scores are one point of the curve: their order must not matter.
	type point struct{ precision, recall float64 }
	var curve []point
	right := 0
	for i, h := range hits {
		if h.right {
			right++
		}
		if i+1 == len(hits) || hits[i+1].score != h.score {
			curve = append(curve, point{ratio(right, i+1), ratio(right, positives)})
		}
	}
	best, area := 0.0, 0.0
	for i := len(curve) - 1; i >= 0; i-- {
		best = max(best, curve[i].precision)
		before := 0.0
		if i > 0 {
			before = curve[i-1].recall
		}
		area += best * (curve[i].recall - before)
	}
	return area
}

// costs is 1-IoU where the overlap suffices.
func costs(truth, found []Object, overlap float64) [][]float64 {
	c := make([][]float64, len(truth))
	for i, t := range truth {
		c[i] = make([]float64, len(found))
		for j, d := range found {
			c[i][j] = forbidden
			if iou := t.Box.IoU(d.Box); iou >= overlap && iou > 0 {
				c[i][j] = 1 - iou
			}
		}
	}
	return c
}

func split(os []Object) (counted, ignored []Object) {
	for _, o := range os {
		if o.Score == 0 {
			ignored = append(ignored, o)
		} else {
			counted = append(counted, o)
		}
	}
	return counted, ignored
}

// withoutIgnored drops the detections that overlap an ignored object and no
// counted one.
func withoutIgnored(truth, ignored, found []Object, overlap float64) []Object {
	if len(ignored) == 0 {
		return found
	}
	var out []Object
	for _, d := range found {
		if touches(ignored, d, overlap) && !touches(truth, d, overlap) {
			continue
		}
		out = append(out, d)
	}
	return out
}

func touches(os []Object, d Object, overlap float64) bool {
	for _, o := range os {
		if iou := o.Box.IoU(d.Box); iou >= overlap && iou > 0 {
			return true
		}
	}
	return false
}

// frames lists every frame that either sequence has, in order.
func frames(a, b Sequence) []int {
	var fs []int
	for f := range a {
		fs = append(fs, f)
	}
	for f := range b {
		if _, ok := a[f]; !ok {
			fs = append(fs, f)
		}
	}
	sort.Ints(fs)
	return fs
}

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}
