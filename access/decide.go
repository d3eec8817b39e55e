package access

import (
	"context"
	"fmt"
	"time"

	"custos"
)

// Question is whether a principal may do an action on a resource now.
type Question struct {
	Principal custos.Address
	Action    custos.Action
	Resource  custos.Resource
}

// Answer is the decision and why, in words.
type Answer struct {
	Allowed bool   `json:"allowed"`
	Reason  string `json:"reason"`
	// Capability is the one that allows it; 0 for an owner's own right.
	Capability uint64 `json:"capability"`
	// Steps are what was looked at, in order.
	Steps []string `json:"steps,omitempty"`
}

// Decide answers by the state and the clock of now. It fails closed.
func (x *Index) Decide(q Question) Answer { return x.decide(q, nil) }

// Explain answers with every step.
func (x *Index) Explain(q Question) Answer {
	steps := []string{}
	a := x.decide(q, &steps)
	a.Steps = steps
	return a
}

func (x *Index) decide(q Question, steps *[]string) Answer {
	note := func(format string, args ...any) {
		if steps != nil {
			*steps = append(*steps, fmt.Sprintf(format, args...))
		}
	}
	s, now := x.state.Load(), x.now()
	owner, ok := s.owner(q.Resource)
	if !ok {
		return Answer{Reason: fmt.Sprintf("%s is in no active owner's domain", q.Resource)}
	}
	note("%s belongs to %s (%s)", q.Resource, owner.Name, owner.Address)
	if age := x.age(owner.Address); age > x.StaleAfter {
		return Answer{Reason: fmt.Sprintf("nothing fresh is known of the rights on %s: %s's node was not heard of for longer than %s", q.Resource, owner.Name, x.StaleAfter)}
	}
	note("%s's node was heard of within %s", owner.Name, x.StaleAfter)
	if q.Principal == owner.Address {
		return Answer{Allowed: true, Reason: "the owner's own right"}
	}
	if !s.alive(q.Principal) {
		return Answer{Reason: fmt.Sprintf("%s is not a registered and active principal", q.Principal)}
	}
	note("%s is registered and active", q.Principal)
	why := "no capability covers it: ask for one by `custos access request`"
	for _, n := range s.granted[q.Principal] {
		c := s.caps[n]
		if !q.Resource.Within(c.Resource) || c.Actions&q.Action != q.Action {
			note("capability %d is about %s on %s", n, c.Actions, c.Resource)
			continue
		}
		if bad := x.holds(s, c, owner.Address, now); bad != "" {
			note("capability %d does not hold: %s", n, bad)
			why = fmt.Sprintf("capability %d %s", n, bad)
			continue
		}
		note("capability %d holds: %s on %s until %s", n, c.Actions, c.Resource, c.Until.UTC().Format(time.RFC3339))
		return Answer{Allowed: true, Capability: n, Reason: "a capability of " + string(owner.Name) + " allows it"}
	}
	return Answer{Reason: why}
}

// holds walks from a capability up to the owner's grant and says what is wrong
// on the way; "" if nothing. Chains have at most four links (depth ≤ 3).
func (x *Index) holds(s *state, c custos.Capability, owner custos.Address, now time.Time) string {
	for range 4 {
		switch {
		case c.Revoked || s.revoked[c.Number]:
			return "was revoked"
		case now.Before(c.From):
			return "begins at " + c.From.UTC().Format(time.RFC3339)
		case !now.Before(c.Until):
			return "ended at " + c.Until.UTC().Format(time.RFC3339)
		case !c.Hours.Contains(now.In(x.TimeZone)):
			return "does not hold at this hour of the week"
		case c.Parent == 0 && c.Grantor != owner:
			return "was granted by someone who does not own it now"
		case c.Parent == 0:
			return ""
		}
		p, ok := s.caps[c.Parent]
		if !ok || p.Grantee != c.Grantor || !c.Resource.Within(p.Resource) || c.Actions&^p.Actions != 0 {
			return "goes beyond what it was delegated from"
		}
		if !s.alive(c.Grantor) {
			return "was delegated by someone who is not active any more"
		}
		c = p
	}
	return "was delegated too often"
}

// Watch returns a context that ends, with the reason as its cause, when the
// right does: revoked, run out, its holder removed, or nothing fresh known. The
// right must hold now.
func (x *Index) Watch(ctx context.Context, q Question) (context.Context, context.CancelCauseFunc) {
	ctx, cancel := context.WithCancelCause(ctx)
	go func() {
		tick := time.NewTicker(250 * time.Millisecond) // windows and staleness pass without a change
		defer tick.Stop()
		for {
			changed := x.Changed()
			if a := x.Decide(q); !a.Allowed {
				cancel(custos.Errorf(custos.Denied, "the right has ended: %s", a.Reason))
				return
			}
			select {
			case <-ctx.Done():
				return
			case <-changed:
			case <-tick.C:
			}
		}
	}()
	return ctx, cancel
}
