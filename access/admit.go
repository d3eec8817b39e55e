package access

import (
	"context"
	"errors"
	"net/http"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/api"

	"custos.dev/custos/observe"
	"custos.dev/custos/service/port"
)

// Entrance is a gate for requests of one use. What a request costs is paid in this order:
// the headers' signature says who asks, his budget is charged, and only then is the body
// read, as far as the use allows. So whoever is nobody, or has used up what he has, costs
// a header.
type Entrance struct {
	gate *Gate
	use  Use
}

// For returns the entrance for a use.
func (g *Gate) For(use Use) Entrance { return Entrance{g, use} }

// admit lets a request in and reads its body; ok is false if it was answered. The caller
// ends the visit.
func (e Entrance) admit(w http.ResponseWriter, r *http.Request, action custos.Action) (c Caller, ok bool) {
	g := e.gate
	who, env, err := g.whoAsks(r)
	if err != nil {
		g.unverified(w, r, action, err)
		return c, false
	}
	c = Caller{Address: who, Envelope: env}
	if g.Budgets != nil {
		if err := port.Known(r.Context(), who.String(), connections[g.Budgets.classOf(who)]); err != nil {
			g.overspent(w, r, c, action, e.use, spent(5*time.Second, "%v", err))
			return c, false
		}
		if c.Visit, err = g.Budgets.Enter(who, e.use); err != nil {
			g.overspent(w, r, c, action, e.use, err)
			return c, false
		}
	}
	if err := readBody(w, r, &env, limits[e.use].body); err != nil {
		c.Visit.End()
		if custos.KindOf(err) == custos.Denied { // the body is not the signer's
			g.unverified(w, r, action, err)
			return c, false
		}
		port.HangUp(r.Context(), w)
		api.WriteError(w, err)
		return c, false
	}
	return c, true
}

// overspent refuses who has used up a budget.
func (g *Gate) overspent(w http.ResponseWriter, r *http.Request, c Caller, action custos.Action, use Use, err error) {
	c.Question.Action = action
	g.Overspent(r.Context(), c, use, err)
	if r.ContentLength != 0 || port.Stranger(r.Context()) {
		port.HangUp(r.Context(), w) // the body stays unread; or he has too many connections
	}
	api.WriteError(w, err)
}

// Overspent puts it on record that a caller's budget was used up, if that is what an error
// says: at once, and then once a minute how often.
func (g *Gate) Overspent(ctx context.Context, c Caller, use Use, err error) {
	if s := (*Spent)(nil); !errors.As(err, &s) {
		return
	}
	now := time.Now().UTC()
	d := observe.Decision{Principal: c.Address, Action: c.Question.Action, Resource: c.Question.Resource, Reason: err.Error(), From: now, Until: now, Count: 1}
	g.record(context.WithoutCancel(ctx), g.folds.add("spent "+limits[use].name+" "+c.Address.String(), d))
}

// Charge takes units of the budget of the caller that was let in; see Visit.
func (g *Gate) Charge(ctx context.Context, units float64) error {
	c := CallerOf(ctx)
	err := c.Visit.Charge(units)
	if err != nil {
		g.Overspent(ctx, c, c.Visit.use, err)
	}
	return err
}

// TurnedAway records, folded, that a connection was closed because of a limit before
// anybody on it had shown who he is. It is for port.Config.
func (g *Gate) TurnedAway(source string, why error) {
	now := time.Now().UTC()
	d := observe.Decision{Reason: "closed before it was known who asks: " + why.Error(), From: now, Until: now, Count: 1}
	g.record(context.Background(), g.folds.add("stranger "+source, d))
}
