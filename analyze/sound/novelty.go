package sound

import (
	"math"
	"slices"
)

const (
	places   = 24 // spectra that a scene is known by
	novelDim = bands / 2
	// warmSeconds are heard before anything counts as novel.
	warmSeconds = 180
	novelHalf   = 1800 // of seconds: half an hour counts half
	// novelTimes is how many times farther than what one second in two hundred reaches.
	novelTimes = 1.6
	novelAbove = 6.0 // decibels above the median level: silence is not novel
	novelRest  = 60  // seconds after one
	// tightest is the least deviation of a band, in decibels.
	tightest = 2.0
	// newPlace is how far, in units of the spread, makes another place.
	newPlace = 1.5
	// learning of a place, from its first second on to this.
	slowest = .02
)

// novelty knows what a scene sounds like by a few spectra of a second, and says how far another
// one is from all of them: clusters that follow what is heard (MacQueen's k-means, forgetting).
type novelty struct {
	places []place
	spread [novelDim]float64 // squares of deviations from the nearest place
	heard  int
	far    *usual // decibels of the distance, so that its histogram does
	rest   int
}

type place struct {
	at    [novelDim]float64
	count float64
}

func newNovelty() *novelty {
	n := &novelty{far: newUsual(novelHalf)}
	for i := range n.spread {
		n.spread[i] = 9
	}
	return n
}

// hear takes a second's mean spectrum, learns it, and says whether it is unlike the scene.
func (n *novelty) hear(mel [bands]float64, above float64) bool {
	var x [novelDim]float64
	for i := range x {
		x[i] = max((mel[2*i]+mel[2*i+1])/2, -80)
	}
	n.heard++
	n.rest--
	best, nearest := math.Inf(1), -1
	for i := range n.places {
		if d := n.distance(&x, &n.places[i].at); d < best {
			best, nearest = d, i
		}
	}
	if nearest < 0 {
		n.places = append(n.places, place{x, 1})
		return false
	}
	// Distances from a half to a thousand times the spread, as decibels of the histogram.
	scaled := min(20*math.Log10(best+1e-3)-60, -.5)
	limit := n.far.quantile(.995) + 20*math.Log10(novelTimes)
	novel := n.heard > warmSeconds && scaled > limit && above >= novelAbove && n.rest <= 0
	// While the scene is still being learned, what is new says nothing about what is usual.
	if n.heard > warmSeconds || best < newPlace && n.heard > warmSeconds/3 {
		n.far.add(scaled)
	}
	if novel {
		n.rest = novelRest
	}
	n.learn(&x, best, nearest)
	return novel
}

// distance is the root mean square of deviations, in units of the spread.
func (n *novelty) distance(x, at *[novelDim]float64) float64 {
	sum := 0.0
	for i, v := range x {
		sum += (v - at[i]) * (v - at[i]) / n.spread[i]
	}
	return math.Sqrt(sum / novelDim)
}

// learn moves the nearest place, or makes another one of what is far from all.
func (n *novelty) learn(x *[novelDim]float64, far float64, nearest int) {
	for i := range n.places {
		n.places[i].count *= 1 - 1.0/novelHalf
	}
	if far > newPlace {
		if len(n.places) < places {
			n.places = append(n.places, place{*x, 1})
			return
		}
		least := slices.MinFunc(n.places, func(a, b place) int { return int(math.Copysign(1, a.count-b.count)) })
		for i := range n.places {
			if n.places[i] == least {
				n.places[i] = place{*x, 1}
				return
			}
		}
	}
	p := &n.places[nearest]
	p.count++
	by := max(1/p.count, slowest)
	pace := max(1/float64(n.heard), slowest/4)
	for i, v := range x {
		d := v - p.at[i]
		p.at[i] += by * d
		n.spread[i] = max(n.spread[i]+pace*(d*d-n.spread[i]), tightest*tightest)
	}
}
