package policytest

import (
	"reflect"
	"testing"
)

func TestWorldsSayMuch(t *testing.T) {
	depths, allowed, asked := map[int]int{}, 0, 0
	void := map[string]int{} // by why
	for seed := range uint64(50) {
		w := New(seed, Small)
		for _, c := range w.Capabilities {
			d := 0
			for at := c; at.Parent != 0; at = w.Capabilities[at.Parent-1] {
				d++
			}
			depths[d]++
			for at := &c; ; at = &w.Capabilities[at.Parent-1] {
				if w.Active(at.Grantee) && at.Registration != w.Registration(at.Grantee) {
					void["registered anew"]++
				}
				if at.Parent == 0 {
					if at.Generation != w.Generation(at.Grantor) && w.owners[at.Grantor].Active {
						void["owner came back"]++
					}
					break
				}
			}
		}
		for _, p := range w.Principals {
			now := w.principals[p.Address]
			if w.Active(p.Address) && now.Role != p.Role {
				void["another role"]++
			}
			if now.Active && !w.Active(p.Address) {
				void["owner gone"]++
			}
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
	for _, why := range []string{"registered anew", "owner came back", "another role", "owner gone"} {
		if void[why] < 20 {
			t.Errorf("%s: only %d: %v", why, void[why], void)
		}
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
