package access

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"

	"custos"
)

// Status maps the kinds of error to HTTP, once.
func Status(err error) int {
	switch custos.KindOf(err) {
	case custos.Invalid:
		return http.StatusBadRequest
	case custos.Denied:
		return http.StatusForbidden
	case custos.NotFound:
		return http.StatusNotFound
	case custos.Conflict:
		return http.StatusConflict
	case custos.Unavailable:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// WriteError answers with an error's kind and sentence.
func WriteError(w http.ResponseWriter, err error) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(Status(err))
	_ = json.NewEncoder(w).Encode(map[string]string{"error": string(custos.KindOf(err)), "reason": err.Error()})
}

// ReadError turns an answer of WriteError back into the error.
func ReadError(status int, body []byte) error {
	var e struct {
		Error  custos.ErrorKind `json:"error"`
		Reason string           `json:"reason"`
	}
	if json.Unmarshal(body, &e) != nil || e.Error == "" {
		return custos.Errorf(custos.Internal, "the server answered %d", status)
	}
	return custos.Errorf(e.Error, "%s", e.Reason)
}

// Recorder keeps decisions; they are committed like any event.
type Recorder interface {
	RecordDecision(ctx context.Context, d custos.Decision)
}

// Caller is who a verified request is from.
type Caller struct {
	Address  custos.Address
	Envelope Envelope
	// Answer is the decision that let the request in.
	Answer Answer
	// Question is what was decided.
	Question Question
}

type callerKey struct{}

// CallerOf returns who sent the request that Gate let in.
func CallerOf(ctx context.Context) Caller {
	c, _ := ctx.Value(callerKey{}).(Caller)
	return c
}

// Gate lets requests in that are signed by a principal who may.
type Gate struct {
	Verifier *Verifier
	Index    *Index
	Recorder Recorder

	folds foldings
}

// Require guards a handler: the caller must have the action on the resource of
// the request. Every refusal is recorded, those of strangers folded per source
// and minute; allowed requests are recorded one by one.
func (g *Gate) Require(action custos.Action, resource func(*http.Request) (custos.Resource, error), next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		res, err := resource(r)
		if err != nil {
			WriteError(w, err)
			return
		}
		who, env, err := g.Verifier.HTTP(r)
		if err != nil {
			g.stranger(r.Context(), r.RemoteAddr, action, res, err)
			w.Header().Set("WWW-Authenticate", "Signature")
			WriteError(w, err)
			return
		}
		q := Question{Principal: who, Action: action, Resource: res}
		a, err := g.Ask(r.Context(), q)
		if err != nil {
			WriteError(w, err)
			return
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), callerKey{}, Caller{Address: who, Envelope: env, Answer: a, Question: q})))
	})
}

// Ask decides and records the decision; a refusal is a Denied error that says why.
func (g *Gate) Ask(ctx context.Context, q Question) (Answer, error) {
	a := g.Index.Decide(q)
	now := time.Now().UTC()
	d := custos.Decision{
		Principal: q.Principal, Action: q.Action, Resource: q.Resource, Allowed: a.Allowed, Reason: a.Reason,
		Capability: a.Capability, From: now, Until: now, Count: 1,
	}
	records := []custos.Decision{d}
	if a.Allowed && q.Action&^(custos.Events|custos.Features) == 0 {
		// A page that is open asks every few seconds; footage and exports are
		// recorded each time.
		records = g.folds.add(fmt.Sprintf("%s %s %s %d", q.Principal, q.Action, q.Resource, a.Capability), d)
	}
	for _, d := range records {
		g.Recorder.RecordDecision(ctx, d)
	}
	if !a.Allowed {
		return a, custos.Errorf(custos.Denied, "%s is refused %s on %s: %s", q.Principal, q.Action, q.Resource, a.Reason)
	}
	return a, nil
}

// stranger records the refusal of a request that nobody known signed.
func (g *Gate) stranger(ctx context.Context, from string, action custos.Action, res custos.Resource, why error) {
	now := time.Now().UTC()
	d := custos.Decision{Action: action, Resource: res, Reason: "unverified request: " + why.Error(), From: now, Until: now, Count: 1}
	for _, d := range g.folds.add(hostOf(from), d) {
		g.Recorder.RecordDecision(ctx, d)
	}
}

func hostOf(addr string) string {
	for i := len(addr) - 1; i >= 0; i-- {
		if addr[i] == ':' {
			return addr[:i]
		}
	}
	return addr
}

// Flush records what was folded: what is older than a minute, or everything.
func (g *Gate) Flush(ctx context.Context, all bool) {
	for _, d := range g.folds.over(time.Now(), all) {
		g.Recorder.RecordDecision(ctx, d)
	}
}

// foldings counts decisions that are alike, by source and minute: the first of
// a minute is recorded at once, the others as one record when the minute is over.
type foldings struct {
	mu   sync.Mutex
	open map[string]*custos.Decision
}

const maxSources = 10_000

func (f *foldings) add(source string, d custos.Decision) (record []custos.Decision) {
	record = f.over(d.From, false)
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.open == nil {
		f.open = map[string]*custos.Decision{}
	}
	if o, ok := f.open[source]; ok {
		o.Count++
		o.Until = d.Until
		return record
	}
	if len(f.open) >= maxSources {
		source = "others"
	}
	first := d
	f.open[source] = &d
	return append(record, first)
}

// over takes out the foldings whose minute is over, or all of them.
func (f *foldings) over(now time.Time, all bool) (record []custos.Decision) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for s, o := range f.open {
		if !all && now.Sub(o.From) < time.Minute {
			continue
		}
		if o.Count > 1 {
			o.Count-- // the first is on record
			record = append(record, *o)
		}
		delete(f.open, s)
	}
	return record
}
