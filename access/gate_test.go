package access

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/api"

	"custos.dev/custos/observe"
)

type records struct {
	mu   sync.Mutex
	list []observe.Decision
}

func (r *records) RecordDecision(_ context.Context, d observe.Decision) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.list = append(r.list, d)
}

func cam1(*http.Request) (custos.Resource, error) { return door + "/cam1", nil }

func TestAttack32UnauditedDenials(t *testing.T) {
	w := newWorld(t)
	k := newKey(t)
	w = newWorld(t, w.principal(k.Address(), custos.RoleAuthority, "pd", true))
	rec := new(records)
	g := &Gate{Verifier: lately(w.index.Known), Index: w.index, Recorder: rec}
	h := g.Require(custos.Live, cam1, http.NotFoundHandler())
	for i := range 20 {
		out := httptest.NewRecorder()
		h.ServeHTTP(out, signed(t, Signer{k, 7}, "GET", fmt.Sprintf("https://fog/%d", i), ""))
		if out.Code != http.StatusForbidden || !bytes.Contains(out.Body.Bytes(), []byte("no capability")) {
			t.Fatalf("answer %d %s", out.Code, out.Body)
		}
	}
	if len(rec.list) != 20 {
		t.Fatalf("20 denials left %d records", len(rec.list))
	}
	for _, d := range rec.list {
		if d.Principal != k.Address() || d.Action != custos.Live || d.Resource != door+"/cam1" || d.Allowed || d.Reason == "" || d.Count != 1 {
			t.Fatalf("recorded %+v", d)
		}
	}
}

func TestGateLetsIn(t *testing.T) {
	k := newKey(t)
	w := newWorld(t)
	w = newWorld(t, w.principal(k.Address(), custos.RoleAuthority, "pd", true), w.grant(4, func(c *custos.Capability) { c.Grantee = k.Address() }))
	rec := new(records)
	g := &Gate{Verifier: lately(w.index.Known), Index: w.index, Recorder: rec}
	var caller Caller
	h := g.Require(custos.Live, cam1, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { caller = CallerOf(r.Context()) }))
	out := httptest.NewRecorder()
	h.ServeHTTP(out, signed(t, Signer{k, 7}, "GET", "https://fog/x", ""))
	if out.Code != http.StatusOK || caller.Address != k.Address() || caller.Answer.Capability != 4 || caller.Envelope.Path != "/x" || caller.Question.Resource != door+"/cam1" {
		t.Fatalf("%d %+v", out.Code, caller)
	}
	if len(rec.list) != 1 || !rec.list[0].Allowed || rec.list[0].Capability != 4 {
		t.Fatalf("recorded %+v", rec.list)
	}
	if !CallerOf(context.Background()).Address.IsZero() {
		t.Error("nobody is somebody")
	}
}

// Who does not prove who he is learns nothing of what there is.
func TestStrangersLearnNothing(t *testing.T) {
	w := newWorld(t)
	g := &Gate{Verifier: lately(w.index.Known), Index: w.index, Recorder: new(records)}
	looked := false
	h := g.Require(custos.Live, func(*http.Request) (custos.Resource, error) {
		looked = true
		return "", custos.Errorf(custos.NotFound, "no such event")
	}, http.NotFoundHandler())
	out := httptest.NewRecorder()
	h.ServeHTTP(out, signed(t, Signer{newKey(t), 7}, "GET", "https://fog/x", ""))
	if looked || out.Code != http.StatusUnauthorized || out.Header().Get("WWW-Authenticate") == "" {
		t.Fatalf("looked: %v, %d %s", looked, out.Code, out.Body)
	}
	var e struct{ Error, Reason string }
	if err := json.Unmarshal(out.Body.Bytes(), &e); err != nil || e.Error != "denied" || e.Reason == "" {
		t.Fatalf("%s: %v", out.Body, err)
	}
}

func TestAttack34FloodOfRefusals(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		rec := new(records)
		g := &Gate{Verifier: newVerifier(7, w.index.Known, time.Now), Index: w.index, Recorder: rec}
		h := g.Require(custos.Live, cam1, http.NotFoundHandler())
		send := func(from string, n int) {
			for range n {
				r := httptest.NewRequest("GET", "https://fog/", nil)
				r.RemoteAddr = from
				h.ServeHTTP(httptest.NewRecorder(), r)
			}
		}
		// One source with many ports, and one with a network of addresses.
		for i := range 250 {
			send(fmt.Sprintf("192.0.2.1:%d", 1000+i), 2)
			send(fmt.Sprintf("[2001:db8::%x]:80", i+1), 1)
		}
		send("192.0.2.2:80", 1)
		g.Flush(t.Context(), false)
		if n := len(rec.list); n != 3 {
			t.Fatalf("a flood by three sources left %d records at once", n)
		}
		// A minute later each flood is one record, and the lone refusal none.
		time.Sleep(foldFor)
		g.Flush(t.Context(), false)
		var total uint64
		for _, d := range rec.list {
			if total += d.Count; d.Allowed || d.Count == 0 || d.From.After(d.Until) {
				t.Errorf("recorded %+v", d)
			}
		}
		if len(rec.list) != 5 || total != 751 {
			t.Fatalf("751 refusals left %d records of %d", len(rec.list), total)
		}
		// Without Flush nothing is lost either.
		send("192.0.2.1:80", 2)
		time.Sleep(foldFor)
		send("192.0.2.1:80", 1)
		if n := len(rec.list); n != 8 || rec.list[6].Count != 1 {
			t.Fatalf("%d records: %+v", n, rec.list[5:])
		}
		// More sources than are told apart: still few records.
		g.Flush(t.Context(), true)
		before := len(rec.list)
		for i := range maxSources + 1000 {
			send(fmt.Sprintf("10.%d.%d.%d:80", i>>16, i>>8&255, i&255), 1)
		}
		g.Flush(t.Context(), true)
		if n := len(rec.list) - before; n != maxSources+2 || len(g.folds.open) != 0 {
			t.Errorf("%d sources left %d records, %d are open", maxSources+1000, n, len(g.folds.open))
		}
	})
}

func TestAllowsOfAPageAreFolded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w = newWorld(t, w.grant(1, func(c *custos.Capability) { c.Actions = custos.AllActions }))
		rec := new(records)
		g := &Gate{Index: w.index, Recorder: rec}
		ask := func(a custos.Action, r custos.Resource) {
			if _, err := g.Ask(t.Context(), Question{w.police, a, r}); err != nil {
				t.Error(err)
			}
		}
		for range 30 {
			ask(custos.Events, door)
			ask(custos.Events|custos.Features, door+"/cam1")
			time.Sleep(time.Second)
		}
		g.Flush(t.Context(), true)
		var total uint64
		for _, d := range rec.list {
			total += d.Count
		}
		if len(rec.list) != 4 || total != 60 {
			t.Fatalf("60 allows left %d records of %d", len(rec.list), total)
		}
		// Footage, exports and controls are recorded each time.
		for _, a := range []custos.Action{custos.Live, custos.Recorded, custos.Export, custos.Control, custos.Events | custos.Live} {
			for range 3 {
				ask(a, door)
			}
		}
		if n := len(rec.list); n != 4+15 {
			t.Errorf("15 uses left %d records", n-4)
		}
	})
}

func TestErrorsCrossHTTP(t *testing.T) {
	for kind, status := range map[custos.ErrorKind]int{
		custos.Invalid: 400, custos.Denied: 403, custos.NotFound: 404, custos.Conflict: 409, custos.Unavailable: 503, custos.Corrupt: 500, custos.Internal: 500,
	} {
		out := httptest.NewRecorder()
		api.WriteError(out, fmt.Errorf("while: %w", custos.Errorf(kind, "it is so")))
		got := api.ReadError(out.Code, out.Body.Bytes())
		if out.Code != status || custos.KindOf(got) != kind || got.Error() != "while: it is so" {
			t.Errorf("%s: %d, %v", kind, out.Code, got)
		}
	}
	for _, body := range []string{"", "<html>", "{}", `{"error":""}`} {
		if err := api.ReadError(502, []byte(body)); custos.KindOf(err) != custos.Internal {
			t.Errorf("%q: %v", body, err)
		}
	}
	if api.StatusOf(errors.New("x")) != 500 {
		t.Error("an error without a kind")
	}
}
