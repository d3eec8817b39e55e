package access

import (
	"fmt"
	"hash/maphash"
	"iter"
	"strconv"
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
	p := pathOf(q.Resource)
	owner, ok := s.owner(&p)
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
	who := s.find(q.Principal)
	if !s.active(who) {
		return Answer{Reason: q.Principal.String() + " is not a registered and active principal"}
	}
	if steps != nil {
		note(steps, "%s is registered and active", q.Principal)
		s.noteOthers(q, who, steps)
	}
	w := walk{state: s, owner: owner, now: now, zone: x.TimeZone}
	why, closest := fault(0), uint32(0)
	for n, r := range w.covering(who, &p, q.Action) {
		if r.actions&q.Action != q.Action || unheard != "" && r.parent != 0 {
			continue // what others passed on needs them to be heard of
		}
		f, _ := w.holds(n, r)
		if f == 0 {
			if steps != nil {
				note(steps, "capability %d holds: %s on %s until %s", n, r.actions, r.resource.Value(), time.Unix(r.until, 0).UTC().Format(time.RFC3339))
			}
			if unheard != "" {
				return Answer{Allowed: true, Capability: uint64(n), Reason: owner.allows + " to his service on this node, by what was last known: " + unheard}
			}
			return Answer{Allowed: true, Capability: uint64(n), Reason: owner.allows}
		}
		if steps != nil {
			note(steps, "capability %d does not hold: %s", n, w.words(n))
		}
		if n > closest { // the newest is the one the principal thinks of
			why, closest = f, n
		}
	}
	if why == 0 && unheard != "" {
		return Answer{Reason: unheard}
	}
	if why == 0 {
		return Answer{Reason: "no capability covers it: ask for one by `custos access request`"}
	}
	return Answer{Reason: "capability " + strconv.FormatUint(uint64(closest), 10) + " " + w.words(closest)}
}

func note(steps *[]string, format string, args ...any) {
	*steps = append(*steps, fmt.Sprintf(format, args...))
}

// noteOthers names the principal's capabilities that are about something else.
func (s *state) noteOthers(q Question, who *account, steps *[]string) {
	for n := range uint32(s.rights.n) {
		r := s.right(n)
		if r != nil && s.accounts.at(r.grantee) == who && (!q.Resource.Within(custos.Resource(r.resource.Value())) || r.actions&q.Action != q.Action) {
			note(steps, "capability %d is about %s on %s", n, r.actions, r.resource.Value())
		}
	}
}

// walk is a look at capabilities at one time.
type walk struct {
	state *state
	owner *party // of the resource
	now   time.Time
	zone  *time.Location
}

// covering goes through the capabilities that a principal was ever granted on a
// resource, where together they give the actions: from what is named most closely up to
// the root of all, the newest first.
func (w *walk) covering(who *account, p *path, actions custos.Action) iter.Seq2[uint32, *right] {
	return func(yield func(uint32, *right) bool) {
		g := who.grants
		if g == nil {
			return
		}
		for d := p.n; d > 0; d-- {
			if g.depths&(1<<(d-1)) == 0 {
				continue
			}
			up := p.up(d)
			s := g.place(maphash.String(pathSeed, up))
			if s.actions&actions != actions {
				continue
			}
			for n := s.first; n != 0; {
				r := w.state.rights.at(n)
				if r.resource.Value() == up && !yield(n, r) {
					return
				}
				n = r.next
			}
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
	ownedAnew
	registeredAnew
	exceeds
	delegatorGone
	delegatorAnew
	tooOften
)

// words says why a capability does not hold.
func (w *walk) words(n uint32) string {
	f, at := w.holds(n, w.state.rights.at(n))
	by := ""
	if at != n {
		by = "comes from capability " + strconv.FormatUint(uint64(at), 10) + ", which "
	}
	r := w.state.rights.at(at)
	switch f {
	case wasRevoked:
		return by + "was revoked"
	case notYet:
		return by + "begins at " + time.Unix(r.from, 0).UTC().Format(time.RFC3339)
	case over:
		return by + "ended at " + time.Unix(r.until, 0).UTC().Format(time.RFC3339)
	case otherHour:
		return by + "does not hold at this hour of the week"
	case notByOwner:
		return by + "was granted by someone who does not own it now"
	case ownedAnew:
		return by + "was granted before its owner left and came back"
	case registeredAnew:
		return by + "was granted before its holder was registered anew"
	case exceeds:
		return by + "goes beyond what it was delegated from"
	case delegatorGone:
		return by + "was delegated by someone who is not active any more"
	case delegatorAnew:
		return by + "was delegated by someone who was registered anew since"
	default:
		return "was delegated too often"
	}
}

// holds goes from a capability up to the owner's grant, and says what is wrong and
// with which number; 0 if nothing. The contract checked at its creation that a child
// is no more than its parent; the index did it again, since logs are only logs.
func (w *walk) holds(n uint32, r *right) (fault, uint32) {
	s, now, first, below := w.state, w.now.Unix(), r, n
	for range maxDelegations + 1 {
		switch {
		case s.revoked(n, r):
			return wasRevoked, n
		case now < r.from:
			return notYet, n
		case now >= r.until:
			return over, n
		case r.hours != custos.Hours{} && !r.hours.Contains(w.now.In(w.zone)):
			return otherHour, n
		case r.registration != s.accounts.at(r.grantee).registration():
			if r != first {
				return delegatorAnew, below
			}
			return registeredAnew, n
		case r.parent == 0 && s.accounts.at(r.grantor).address != w.owner.Address:
			return notByOwner, n
		case r.parent == 0 && r.generation != w.owner.Generation:
			return ownedAnew, n
		case r.parent == 0:
			return 0, n
		case !r.fits:
			return exceeds, n
		case !s.active(s.accounts.at(r.grantor)):
			return delegatorGone, n
		}
		below, n = n, r.parent
		r = s.rights.at(n)
	}
	return tooOften, n
}
