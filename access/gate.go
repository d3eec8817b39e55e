package access

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/api"

	"custos.dev/custos/observe"
	"custos.dev/custos/service/port"
)

// Recorder keeps decisions; they are committed like any event. What was decided stands,
// whether or not who asked still waits for it: ctx may have ended.
type Recorder interface {
	RecordDecision(ctx context.Context, d observe.Decision)
}

// Caller is who a verified request is from.
type Caller struct {
	Address custos.Address
	// Envelope is the signed request; zero if a session's token stood for it.
	Envelope Envelope
	// Answer is the decision that let the request in.
	Answer Answer
	// Question is what was decided.
	Question Question
	// Visit is what the request costs its caller.
	Visit *Visit
}

type callerKey struct{}

// Signed returns the caller's own signed request, for who passes it on. A request of a
// session has none: nobody else can tell that the caller sent it.
func (c Caller) Signed() (Envelope, error) {
	if c.Envelope.Signature == "" {
		return c.Envelope, custos.Errorf(custos.Denied, "a session cannot fetch footage, since the camera checks the signature itself: sign the request")
	}
	return c.Envelope, nil
}

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
	// Sessions lets signed requests open sessions; nil is none.
	Sessions *Sessions
	// Budgets bounds what each principal uses up; nil is without bounds.
	Budgets *Budgets

	folds foldings
}

// Require guards a handler of queries; see Entrance.
func (g *Gate) Require(action custos.Action, resource func(*http.Request) (custos.Resource, error), next http.Handler) http.Handler {
	return g.For(Query).Require(action, resource, next)
}

// Require guards a handler: the caller must have the action on the resource of
// the request. Every decision is recorded, refusals of strangers folded per source
// and minute.
func (e Entrance) Require(action custos.Action, resource func(*http.Request) (custos.Resource, error), next http.Handler) http.Handler {
	g := e.gate
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// Who asks comes first: a stranger does not learn which resources there are.
		c, ok := e.admit(w, r, action)
		if !ok {
			return
		}
		defer c.Visit.End()
		res, err := resource(r)
		if err != nil {
			now := time.Now().UTC()
			d := observe.Decision{Principal: c.Address, Action: action, Reason: "no such resource: " + err.Error(), From: now, Until: now, Count: 1}
			g.record(context.WithoutCancel(r.Context()), g.folds.add("nowhere "+c.Address.String(), d))
			api.WriteError(w, err)
			return
		}
		c.Question = Question{Principal: c.Address, Action: action, Resource: res}
		if c.Answer, err = g.Ask(r.Context(), c.Question); err != nil {
			api.WriteError(w, err)
			return
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), callerKey{}, c)))
	})
}

// Registered guards a handler that everybody may use who is registered in the contract:
// what stands on the chain is theirs to read.
func (e Entrance) Registered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, ok := e.admit(w, r, 0)
		if !ok {
			return
		}
		defer c.Visit.End()
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), callerKey{}, c)))
	})
}

// Named guards a handler that only those may use whom a function names, by what the contract says of
// them. Refusals are recorded, folded by principal and minute.
func (e Entrance) Named(what string, may func(custos.Address) bool, next http.Handler) http.Handler {
	return e.Registered(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		who := CallerOf(r.Context()).Address
		if may(who) {
			next.ServeHTTP(w, r)
			return
		}
		now := time.Now().UTC()
		err := custos.Errorf(custos.Denied, "%s is refused %s: they are for other owners' masters and for authorities", who, what)
		d := observe.Decision{Principal: who, Reason: err.Error(), From: now, Until: now, Count: 1}
		e.gate.record(context.WithoutCancel(r.Context()), e.gate.folds.add("unnamed "+what+" "+who.String(), d))
		api.WriteError(w, err)
	}))
}

// unverified refuses and records a request of which nobody known is the author. Its body
// stays unread; then, and if nobody is known on its connection, that closes.
func (g *Gate) unverified(w http.ResponseWriter, r *http.Request, action custos.Action, err error) {
	g.stranger(r, action, err)
	if r.ContentLength != 0 || port.Stranger(r.Context()) {
		port.HangUp(r.Context(), w)
	}
	status := api.StatusOf(err)
	if status == http.StatusForbidden {
		status = http.StatusUnauthorized
		w.Header().Set("WWW-Authenticate", "Signature")
	}
	api.WriteErrorAs(w, status, err)
}

// Ask decides and records the decision; a refusal is a Denied error that says
// why. Refusals, and every use of footage, of exports and of controls, have a
// record each; a page that asks for events every few seconds has one a minute.
func (g *Gate) Ask(ctx context.Context, q Question) (Answer, error) { return g.AskHere(ctx, q, "") }

// AskHere decides by DecideHere and records the decision as Ask does.
func (g *Gate) AskHere(ctx context.Context, q Question, here custos.NodeName) (Answer, error) {
	a := g.Index.DecideHere(q, here)
	now := time.Now().UTC()
	d := observe.Decision{
		Principal: q.Principal, Action: q.Action, Resource: q.Resource, Allowed: a.Allowed, Reason: a.Reason,
		Capability: a.Capability, From: now, Until: now, Count: 1,
	}
	if !a.Allowed {
		g.Recorder.RecordDecision(ctx, d)
		return a, custos.Errorf(custos.Denied, "%s is refused %s on %s: %s", q.Principal, q.Action, q.Resource, a.Reason)
	}
	if q.Action&^(custos.Events|custos.Features) != 0 {
		g.Recorder.RecordDecision(ctx, d)
		return a, nil
	}
	g.record(ctx, g.folds.add(fmt.Sprintf("allowed %s %s %s %d", q.Principal, q.Action, q.Resource, a.Capability), d))
	return a, nil
}

// Flush records what was folded: what is older than a minute, or everything.
// The service calls it every second, and with all when it ends.
func (g *Gate) Flush(ctx context.Context, all bool) { g.record(ctx, g.folds.flush(time.Now(), all)) }

func (g *Gate) record(ctx context.Context, decisions []observe.Decision) {
	for _, d := range decisions {
		g.Recorder.RecordDecision(ctx, d)
	}
}

// stranger records the refusal of a request that nobody known signed.
func (g *Gate) stranger(r *http.Request, action custos.Action, why error) {
	now := time.Now().UTC()
	// The path is the stranger's text, so it goes into no resource.
	d := observe.Decision{Action: action, Reason: "unverified request: " + why.Error(), From: now, Until: now, Count: 1}
	g.record(context.WithoutCancel(r.Context()), g.folds.add("stranger "+port.Source(r.RemoteAddr), d))
}

// Turned records that somebody was not listened to on the bus, folded by who he says he
// is. An account there is a claim, so the record is of nobody; the reason names it.
func (g *Gate) Turned(who, why string) {
	now := time.Now().UTC()
	d := observe.Decision{Reason: "on the bus: " + why, From: now, Until: now, Count: 1}
	g.record(context.Background(), g.folds.add("bus "+who, d))
}
