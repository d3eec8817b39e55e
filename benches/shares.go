package benches

import (
	"slices"
	"time"
)

// quantile sorts what was taken and returns that of a share.
func quantile(took []time.Duration, share float64) time.Duration {
	slices.Sort(took)
	return took[int(share*float64(len(took)))]
}

// percentile is by nearest rank, of sorted times, in milliseconds.
func percentile(sorted []time.Duration, p int) float64 {
	rank := max((len(sorted)*p+99)/100, 1)
	return float64(sorted[rank-1].Microseconds()) / 1000
}

// mean of at least one value.
func mean(vs []float64) float64 {
	sum := 0.0
	for _, v := range vs {
		sum += v
	}
	return sum / float64(len(vs))
}
