package access

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"custos"
)

// Question is whether a principal may do an action on a resource now. Several
// actions are all needed, by one capability.
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

// maxDelegations is how often a grant can be passed on; the contract enforces it.
const maxDelegations = 3

// Decide answers by the state and the clock of now. It fails closed. The owner
// of a resource may do everything with it, since he could grant it to himself.
func (x *Index) Decide(q Question) Answer { return x.ask(q, "", nil) }

// DecideHere answers like Decide to a question whose answer stays on a node, here:
// frames over a socket of it, events over its own bus. There a service of the
// resource's owner is judged by what was last known when nothing fresh is, as long as
// a capability straight from the owner runs. Nobody else is: see docs/adr/0012.
func (x *Index) DecideHere(q Question, here custos.NodeName) Answer { return x.ask(q, here, nil) }

// Explain answers with every step.
func (x *Index) Explain(q Question) Answer {
	var steps []string
	a := x.ask(q, "", &steps)
	a.Steps = steps
	return a
}

func (x *Index) ask(q Question, here custos.NodeName, steps *[]string) Answer {
	for {
		s := x.state.Load()
		a := x.decide(s, q, here, steps)
		// An owner can have become fresh by blocks whose changes s does not have.
		if x.state.Load() == s {
			return a
		}
		if steps != nil {
			*steps = nil
		}
	}
}

func (x *Index) decide(s *state, q Question, here custos.NodeName, steps *[]string) Answer {
	now := x.now()
	if q.Action == 0 || q.Action&^custos.AllActions != 0 {
		return Answer{Reason: fmt.Sprintf("%#x is no action", uint8(q.Action))}
	}
	owner, ok := s.owner(q.Resource)
	if !ok {
		return Answer{Reason: fmt.Sprintf("%s is in no active owner's domain", q.Resource)}
	}
	if steps != nil {
		note(steps, "%s belongs to %s (%s)", q.Resource, owner.Name, owner.Address)
	}
	unheard := x.stale(owner, now)
	if unheard != "" && !(s.inHouse(q.Principal, owner.Address, here) && x.heardOnce(owner.Address)) {
		return Answer{Reason: unheard}
	}
	if steps != nil {
		note(steps, "%s's node was heard of within %s", owner.Name, x.StaleAfter)
	}
	if q.Principal == owner.Address {
		return Answer{Allowed: true, Reason: "the owner's own right"}
	}
	if !s.activePrincipal(q.Principal) {
		return Answer{Reason: fmt.Sprintf("%s is not a registered and active principal", q.Principal)}
	}
	if steps != nil {
		note(steps, "%s is registered and active", q.Principal)
		s.noteOthers(q, steps)
	}
	// From the resource up to the domain's root: a grant names one of these.
	why, closest := fault(0), uint64(0)
	for r := q.Resource; ; {
		for _, n := range s.granted[holding{q.Principal, r}] {
			c := s.caps[n]
			if c.Actions&q.Action != q.Action || unheard != "" && c.Parent != 0 {
				continue // what others passed on needs them to be heard of
			}
			f, at := x.holds(s, c, owner.Address, now)
			if f == 0 {
				if steps != nil {
					note(steps, "capability %d holds: %s on %s until %s", n, c.Actions, c.Resource, c.Until.UTC().Format(time.RFC3339))
				}
				if unheard != "" {
					return Answer{Allowed: true, Capability: n, Reason: owner.allows + " to his service on this node, by what was last known: " + unheard}
				}
				return Answer{Allowed: true, Capability: n, Reason: owner.allows}
			}
			if steps != nil {
				note(steps, "capability %d does not hold: %s", n, f.words(c, at))
			}
			if n > closest { // the newest is the one the principal thinks of
				why, closest = f, n
			}
		}
		i := strings.LastIndexByte(string(r), '/')
		if i < 0 {
			break
		}
		r = r[:i]
	}
	if why == 0 && unheard != "" {
		return Answer{Reason: unheard}
	}
	if why == 0 {
		return Answer{Reason: "no capability covers it: ask for one by `custos access request`"}
	}
	c := s.caps[closest]
	_, at := x.holds(s, c, owner.Address, now)
	return Answer{Reason: fmt.Sprintf("capability %d %s", closest, why.words(c, at))}
}

func note(steps *[]string, format string, args ...any) {
	*steps = append(*steps, fmt.Sprintf(format, args...))
}

// noteOthers names the principal's capabilities that are about something else.
func (s *state) noteOthers(q Question, steps *[]string) {
	for _, n := range slices.Sorted(maps.Keys(s.caps)) {
		c := s.caps[n]
		if c.Grantee == q.Principal && (!q.Resource.Within(c.Resource) || c.Actions&q.Action != q.Action) {
			note(steps, "capability %d is about %s on %s", n, c.Actions, c.Resource)
		}
	}
}

// fault is why a capability does not hold.
type fault int

const (
	wasRevoked fault = iota + 1
	notYet
	over
	otherHour
	notByOwner
	exceeds
	delegatorGone
	tooOften
)

// words says the fault of a capability, found at one on the way up from it.
func (f fault) words(c, at *custos.Capability) string {
	by := ""
	if at.Number != c.Number {
		by = fmt.Sprintf("comes from capability %d, which ", at.Number)
	}
	switch f {
	case wasRevoked:
		return by + "was revoked"
	case notYet:
		return by + "begins at " + at.From.UTC().Format(time.RFC3339)
	case over:
		return by + "ended at " + at.Until.UTC().Format(time.RFC3339)
	case otherHour:
		return by + "does not hold at this hour of the week"
	case notByOwner:
		return by + "was granted by someone who does not own it now"
	case exceeds:
		return by + "goes beyond what it was delegated from"
	case delegatorGone:
		return by + "was delegated by someone who is not active any more"
	default:
		return "was delegated too often"
	}
}

// holds walks from a capability up to the owner's grant, and says what is wrong
// and where; 0 if nothing. The contract checked at its creation that a child is
// no more than its parent; it is checked again, since logs are only logs.
func (x *Index) holds(s *state, c *custos.Capability, owner custos.Address, now time.Time) (fault, *custos.Capability) {
	for range maxDelegations + 1 {
		switch {
		case s.revoked(c):
			return wasRevoked, c
		case now.Before(c.From):
			return notYet, c
		case !now.Before(c.Until):
			return over, c
		case !c.Hours.Contains(now.In(x.TimeZone)):
			return otherHour, c
		case c.Parent == 0 && c.Grantor != owner:
			return notByOwner, c
		case c.Parent == 0:
			return 0, c
		}
		p, ok := s.caps[c.Parent]
		if !ok || p.Grantee != c.Grantor || !c.Resource.Within(p.Resource) || c.Actions&^p.Actions != 0 || c.Depth >= p.Depth {
			return exceeds, c
		}
		if !s.activePrincipal(c.Grantor) {
			return delegatorGone, c
		}
		c = p
	}
	return tooOften, c
}
