package figure

import (
	"fmt"
	"os"
	"testing"

	"custos.dev/custos/observe"
)

// all is how well the first seeds from from on are told by their points.
func all(from, n uint64, rate, off, lost, astray float64) (sum Tally, by map[observe.Posing]Tally) {
	by = map[observe.Posing]Tally{}
	for seed := from; seed < from+n; seed++ {
		c := New(seed)
		if os.Getenv("SHOW") != "" {
			fmt.Println(seed, "yaw", c.yaw, "tilt", c.lens.tilt, "\n   ", c.Truth, "\n   ", c.Points(rate, 1, off, lost, astray))
		}
		for g, t := range Compare(c.Truth, c.Points(rate, 1, off, lost, astray)) {
			by[g] = by[g].Plus(t)
			sum = sum.Plus(t)
		}
	}
	return sum, by
}

func TestTry(t *testing.T) {
	for _, rate := range []float64{6, 8, 25} {
		sum, by := all(1, 120, rate, .015, .05, .01)
		t.Log(rate, sum, sum.F1(), by)
	}
	sum, by := all(1, 120, 8, 0, 0, 0)
	t.Log("exact", sum, sum.F1(), by)
}
