package policytest

import (
	"reflect"
	"testing"
)

func TestWorldsSayMuch(t *testing.T) {
	depths, allowed, asked := map[int]int{}, 0, 0
	for seed := range uint64(50) {
		w := New(seed, Small)
		for _, c := range w.Capabilities {
			d := 0
			for at := c; at.Parent != 0; at = w.Capabilities[at.Parent-1] {
				d++
			}
			depths[d]++
		}
		for _, q := range w.Questions {
			asked++
			if q.Allowed {
				allowed++
			}
		}
	}
	if asked != 50*Small.Questions || 5*allowed < 2*asked || 5*allowed > 3*asked {
		t.Errorf("%d of %d questions are allowed: the worlds say little", allowed, asked)
	}
	for d := range 4 {
		if depths[d] < 10 {
			t.Errorf("%d capabilities were passed on %d times: %v", depths[d], d, depths)
		}
	}
	if a, b := New(3, Small), New(3, Small); !reflect.DeepEqual(a.Questions, b.Questions) || !reflect.DeepEqual(a.Capabilities, b.Capabilities) {
		t.Error("the same seed gave two worlds")
	}
}
