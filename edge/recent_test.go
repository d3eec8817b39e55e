package edge

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/observe"
)

func TestRecentSegments(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRecent()
		began := time.Now()
		add := func(n int) {
			from := began.Add(time.Duration(n) * 4 * time.Second)
			r.add(observe.Segment{Index: uint64(n + 1), From: from, Until: from.Add(4 * time.Second), Dependent: n%2 == 1})
		}
		at := func(d time.Duration) (index []uint64, err error) {
			segs, err := r.at(t.Context(), began.Add(d))
			for _, s := range segs {
				index = append(index, s.Index)
			}
			return index, err
		}
		add(0)
		add(1)
		time.Sleep(8 * time.Second)
		if got, err := at(time.Second); err != nil || len(got) != 1 || got[0] != 1 {
			t.Errorf("in the first: %v, %v", got, err)
		}
		if got, err := at(5 * time.Second); err != nil || len(got) != 2 || got[1] != 2 {
			t.Errorf("in the second, which depends on it: %v, %v", got, err)
		}
		if _, err := at(-time.Second); custos.KindOf(err) != custos.NotFound {
			t.Errorf("before the first: %v", err)
		}
		go func() {
			time.Sleep(3 * time.Second)
			add(2)
		}()
		asked := time.Now()
		if got, err := at(9 * time.Second); err != nil || got[0] != 3 || time.Since(asked) != 3*time.Second {
			t.Errorf("in what is recorded now: %v, %v, after %v", got, err, time.Since(asked))
		}
		if _, err := at(20 * time.Second); custos.KindOf(err) != custos.NotFound || time.Since(asked) > time.Minute {
			t.Errorf("in what is never sealed: %v, after %v", err, time.Since(asked))
		}
		time.Sleep(time.Hour)
		if _, err := at(20 * time.Second); custos.KindOf(err) != custos.NotFound || time.Since(asked) > 2*time.Hour {
			t.Errorf("in a gap of long ago: %v", err)
		}
		for n := range 3 * recentSegments {
			add(1000 + n)
		}
		if len(r.segs) > 2*recentSegments {
			t.Errorf("%d segments are kept", len(r.segs))
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := r.at(ctx, time.Now().Add(24*time.Hour)); err == nil || errors.Is(err, context.Canceled) {
			t.Errorf("who does not wait: %v", err)
		}
	})
}
