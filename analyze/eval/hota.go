package eval

import "math"

// HOTA is how well objects were found and kept apart, both alike; Luiten et al., "HOTA: A
// Higher Order Metric for Evaluating Multi-Object Tracking", IJCV 2021. Each figure is the
// mean over the overlaps .05, .10 … .95.
type HOTA struct {
	HOTA, DetA, AssA float64
}

// alphas are how many overlaps are averaged.
const alphas = 19

// EvalHOTA compares tracks with ground truth. Ground truth with score 0 is treated as in
// EvalDetections, at an overlap of 0.5.
func EvalHOTA(gt, tracks Sequence) HOTA {
	type frame struct{ truth, found []Object }
	var all []frame
	pairs := map[[2]int]float64{} // how much two identities go together
	gtBoxes, trackBoxes := map[int]int{}, map[int]int{}
	for _, n := range frames(gt, tracks) {
		truth, ignored := split(gt[n])
		f := frame{truth, withoutIgnored(truth, ignored, tracks[n], .5)}
		all = append(all, f)
		for _, t := range f.truth {
			gtBoxes[t.ID]++
		}
		for _, d := range f.found {
			trackBoxes[d.ID]++
		}
		s := similarities(f.truth, f.found)
		for i, t := range f.truth {
			for j, d := range f.found {
				if s[i][j] == 0 {
					continue
				}
				// What a pair has of all that either has to do with anybody.
				of := -s[i][j]
				for k := range f.found {
					of += s[i][k]
				}
				for k := range f.truth {
					of += s[k][j]
				}
				pairs[[2]int{t.ID, d.ID}] += s[i][j] / of
			}
		}
	}
	var matched, missed, extra [alphas]int
	var together [alphas]map[[2]int]int
	for a := range together {
		together[a] = map[[2]int]int{}
	}
	for _, f := range all {
		s := similarities(f.truth, f.found)
		cost := make([][]float64, len(f.truth))
		for i, t := range f.truth {
			cost[i] = make([]float64, len(f.found))
			for j, d := range f.found {
				p := pairs[[2]int{t.ID, d.ID}]
				// One matching for all overlaps: of those who overlap, whoever belongs
				// together over the whole sequence.
				cost[i][j] = 1 - s[i][j]*p/(float64(gtBoxes[t.ID]+trackBoxes[d.ID])-p)
			}
		}
		var of []int
		if len(f.found) > 0 {
			of = assign(cost)
		}
		for a := range alphas {
			right := 0
			for i, j := range of {
				if j >= 0 && s[i][j] >= float64(a+1)*.05-1e-9 {
					right++
					together[a][[2]int{f.truth[i].ID, f.found[j].ID}]++
				}
			}
			matched[a] += right
			missed[a] += len(f.truth) - right
			extra[a] += len(f.found) - right
		}
	}
	var r HOTA
	for a := range alphas {
		det := ratio(matched[a], matched[a]+missed[a]+extra[a])
		ass := 0.0
		for p, n := range together[a] {
			ass += float64(n) * float64(n) / float64(gtBoxes[p[0]]+trackBoxes[p[1]]-n)
		}
		ass /= float64(max(matched[a], 1))
		r.DetA += det / alphas
		r.AssA += ass / alphas
		r.HOTA += math.Sqrt(det*ass) / alphas
	}
	return r
}

func similarities(truth, found []Object) [][]float64 {
	s := make([][]float64, len(truth))
	for i, t := range truth {
		s[i] = make([]float64, len(found))
		for j, d := range found {
			s[i][j] = t.Box.IoU(d.Box)
		}
	}
	return s
}
