package fog

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/access"
	"custos.dev/custos/node"
)

// TestAttack43QueriesTakeTurns lets many people ask the database at once: so many queries run,
// and the owner's own goes before those that wait.
func TestAttack43QueriesTakeTurns(t *testing.T) {
	keys := newKeys(t, 11)
	owner, people := keys[0], keys[1:]
	g, _ := newGate(t, owner, people...)
	m := &master{Runtime: &node.Runtime{Gate: g}, turns: access.NewTurns(access.QueriesAtOnce, access.QueriesKept, queriesWaiting)}
	var inside, most atomic.Int64
	release := make(chan struct{})
	h := m.inTurn(func(w http.ResponseWriter, r *http.Request) error {
		if access.CallerOf(r.Context()).Address == owner.Address() {
			return reply(w, "own")
		}
		for now := inside.Add(1); ; {
			if was := most.Load(); now <= was || most.CompareAndSwap(was, now) {
				break
			}
		}
		defer inside.Add(-1)
		<-release
		return reply(w, "others")
	})
	srv := httptest.NewServer(g.For(access.Query).Registered(answering(h)))
	defer srv.Close()
	var all sync.WaitGroup
	var answered, refused atomic.Int64
	for _, k := range people {
		for range 3 {
			all.Go(func() {
				switch code, _, text := post(t, srv.URL, k, ""); code {
				case http.StatusOK:
					answered.Add(1)
				case http.StatusTooManyRequests:
					refused.Add(1)
				default:
					t.Errorf("%d %s", code, text)
				}
			})
		}
	}
	others := int64(access.QueriesAtOnce - access.QueriesKept)
	eventually(t, "no query runs", func() bool { return inside.Load() == others })
	if code, _, text := post(t, srv.URL, owner, ""); code != http.StatusOK || text != "\"own\"\n" {
		t.Errorf("the owner meanwhile: %d %s", code, text)
	}
	close(release)
	all.Wait()
	if most.Load() != others || answered.Load()+refused.Load() != 30 || answered.Load() == 0 {
		t.Errorf("%d ran at once of others; %d were answered, %d refused", most.Load(), answered.Load(), refused.Load())
	}
}

func TestQueriesEndInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &master{Runtime: &node.Runtime{}, turns: access.NewTurns(1, 0, 1)}
		out := httptest.NewRecorder()
		began := time.Now()
		err := m.inTurn(func(w http.ResponseWriter, r *http.Request) error {
			_, _ = io.WriteString(w, "half an answer")
			<-r.Context().Done()
			return r.Context().Err()
		})(out, httptest.NewRequest(http.MethodGet, "/api/events", nil))
		if custos.KindOf(err) != custos.Unavailable || time.Since(began) != access.QueryTime || out.Body.Len() != 0 {
			t.Errorf("after %s: %v, answered %q", time.Since(began), err, out.Body)
		}
		// The turn is given back, and before the answer's reader has it.
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		err = m.inTurn(func(w http.ResponseWriter, _ *http.Request) error { return reply(w, 1) })(
			&taking{ResponseRecorder: out, during: func() {
				done, err := m.turns.Take(ctx, custos.Address{}, access.Own)
				if err != nil {
					t.Fatalf("a slow reader keeps the turn: %v", err)
				}
				done()
			}}, httptest.NewRequest(http.MethodGet, "/api/events", nil))
		if err != nil || out.Body.String() != "1\n" {
			t.Errorf("%q, %v", out.Body, err)
		}
	})
}

type taking struct {
	*httptest.ResponseRecorder
	during func()
}

func (w *taking) Write(b []byte) (int, error) {
	w.during()
	return w.ResponseRecorder.Write(b)
}
