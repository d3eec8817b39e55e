package eval

import "sort"

// Tracks is how well identities were kept.
type Tracks struct {
	// Objects counts ground-truth boxes.
	Objects int
	// True, False and Missed count boxes of the CLEAR-MOT matching; Switches
	// counts the times an object was given another identity than before.
	True, False, Missed, Switches int
	// MOTA is 1 - (False+Missed+Switches)/Objects; it can be below 0.
	MOTA float64
	// MOTP is the mean IoU of the matched boxes.
	MOTP float64
	// IDTP, IDFP and IDFN count boxes under the best one-to-one mapping of
	// whole identities.
	IDTP, IDFP, IDFN int
	// IDF1, IDPrecision and IDRecall are of that mapping, 0 to 1.
	IDF1, IDPrecision, IDRecall float64
}

// EvalTracks compares tracks with ground truth at an overlap (IoU, usually
// 0.5). As in CLEAR MOT, a pair of the frame before is kept while it overlaps
// enough; the rest is matched for the most pairs at the least distance. Ground
// truth with score 0 is treated as in EvalDetections.
func EvalTracks(gt, tracks Sequence, overlap float64) Tracks {
	var r Tracks
	last := map[int]int{} // ground-truth identity to the track last matched to it
	together := map[[2]int]int{}
	gtBoxes, trackBoxes := map[int]int{}, map[int]int{}
	iouSum := 0.0
	for _, f := range frames(gt, tracks) {
		truth, ignored := split(gt[f])
		found := withoutIgnored(truth, ignored, tracks[f], overlap)
		for _, t := range truth {
			gtBoxes[t.ID]++
		}
		for _, d := range found {
			trackBoxes[d.ID]++
		}
		for _, t := range truth {
			for _, d := range found {
				if iou := t.Box.IoU(d.Box); iou >= overlap && iou > 0 {
					together[[2]int{t.ID, d.ID}]++
				}
			}
		}
		pairs := matchFrame(truth, found, last, overlap)
		for i, j := range pairs {
			if j < 0 {
				r.Missed++
				continue
			}
			t, d := truth[i], found[j]
			if before, ok := last[t.ID]; ok && before != d.ID {
				r.Switches++
			}
			last[t.ID] = d.ID
			r.True++
			iouSum += t.Box.IoU(d.Box)
		}
		r.Objects += len(truth)
		r.False += len(found) - matchedCount(pairs)
	}
	if r.Objects > 0 {
		r.MOTA = 1 - float64(r.False+r.Missed+r.Switches)/float64(r.Objects)
	}
	if r.True > 0 {
		r.MOTP = iouSum / float64(r.True)
	}
	r.identities(together, gtBoxes, trackBoxes)
	return r
}

// matchFrame returns the index in found for each of truth, or -1.
func matchFrame(truth, found []Object, last map[int]int, overlap float64) []int {
	pairs := make([]int, len(truth))
	taken := make([]bool, len(found))
	for i, t := range truth {
		pairs[i] = -1
		id, ok := last[t.ID]
		if !ok {
			continue
		}
		for j, d := range found {
			if iou := t.Box.IoU(d.Box); !taken[j] && d.ID == id && iou >= overlap && iou > 0 {
				pairs[i], taken[j] = j, true
				break
			}
		}
	}
	c := costs(truth, found, overlap)
	for i := range c {
		for j := range c[i] {
			if pairs[i] >= 0 || taken[j] {
				c[i][j] = forbidden
			}
		}
	}
	for i, j := range assign(c) {
		if j >= 0 {
			pairs[i] = j
		}
	}
	return pairs
}

func matchedCount(pairs []int) int {
	n := 0
	for _, j := range pairs {
		if j >= 0 {
			n++
		}
	}
	return n
}

// identities maps whole ground-truth identities to whole tracks so that as many
// boxes as possible agree.
func (r *Tracks) identities(together map[[2]int]int, gtBoxes, trackBoxes map[int]int) {
	gtIDs, trackIDs := keys(gtBoxes), keys(trackBoxes)
	gtTotal, trackTotal, most := 0, 0, 0
	for _, n := range gtBoxes {
		gtTotal += n
	}
	for _, n := range trackBoxes {
		trackTotal += n
	}
	for _, n := range together {
		most = max(most, n)
	}
	c := make([][]float64, len(gtIDs))
	for i, g := range gtIDs {
		c[i] = make([]float64, len(trackIDs))
		for j, t := range trackIDs {
			// Leaving a pair out must cost exactly what it would have gained, so
			// nothing is forbidden here: a pair without common boxes costs most.
			c[i][j] = float64(most - together[[2]int{g, t}])
		}
	}
	if len(trackIDs) > 0 {
		for i, j := range assign(c) {
			if j >= 0 {
				r.IDTP += together[[2]int{gtIDs[i], trackIDs[j]}]
			}
		}
	}
	r.IDFP, r.IDFN = trackTotal-r.IDTP, gtTotal-r.IDTP
	r.IDPrecision = ratio(r.IDTP, trackTotal)
	r.IDRecall = ratio(r.IDTP, gtTotal)
	r.IDF1 = ratio(2*r.IDTP, gtTotal+trackTotal)
}

func keys(m map[int]int) []int {
	ks := make([]int, 0, len(m))
	for k := range m {
		ks = append(ks, k)
	}
	sort.Ints(ks)
	return ks
}
