package access

import (
	"fmt"
	"iter"
	"math"
	"strconv"
	"time"

	"custos.dev/custos"
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
	who := s.find(q.Principal)
	if who != nil && who.active && steps == nil {
		if k := x.memo.find(s, &q, who, now.Unix()); k != nil && x.stale(k.owner, now) == "" {
			return Answer{Allowed: k.capability != 0, Reason: k.reason, Capability: uint64(k.capability)}
		}
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
	if who == nil || !who.active {
		return Answer{Reason: q.Principal.String() + " is not a registered and active principal"}
	}
	if steps != nil {
		note(steps, "%s is registered and active", q.Principal)
	}
	// What others passed on needs them to be heard of.
	w := walk{state: s, owner: owner, time: now.Unix(), now: now, zone: x.TimeZone, direct: unheard != ""}
	n, until := w.allows(who, &p, q.Action)
	if steps != nil {
		w.explain(q, who, &p, n, steps)
	}
	a := Answer{Allowed: n != 0, Capability: uint64(n), Reason: owner.allows}
	switch {
	case n == 0:
		reason, same := w.reason(who, &p, q.Action, unheard)
		a.Reason, until = reason, min(until, same)
	case unheard != "":
		a.Reason = owner.allows + " to his service on this node, by what was last known: " + unheard
	}
	if unheard == "" {
		x.memo.put(&w, &q, who, a, until)
	}
	return a
}

func note(steps *[]string, format string, args ...any) {
	*steps = append(*steps, fmt.Sprintf(format, args...))
}

// walk is a look at capabilities at one time.
type walk struct {
	state *state
	owner *party // of the resource
	time  int64  // seconds since 1970
	now   time.Time
	zone  *time.Location
	// direct: only what the owner granted himself counts.
	direct bool
	// local is now in the zone, once somebody asked for it.
	local time.Time
}

// allows returns the number of a capability by which a principal may, 0 if there is none,
// and until when the clock leaves it so. It looks at those on what is named most closely
// first, up to the root of all.
func (w *walk) allows(who *account, p *path, actions custos.Action) (n uint32, until int64) {
	until = math.MaxInt64
	for at := range who.covering(p) {
		n, same := at.gives(w, actions)
		if n != 0 {
			return n, same
		}
		until = min(until, same)
	}
	return 0, until
}

// covering goes through the places of a resource and of those above it where the account
// was ever granted something.
func (a *account) covering(p *path) iter.Seq[*place] {
	return func(yield func(*place) bool) {
		for d := p.n; d > 0; d-- {
			if a.grants.depths&(1<<(d-1)) == 0 {
				continue
			}
			if at := a.grants.at(p.up(d)); at != nil && !yield(at) {
				return
			}
		}
	}
}

// counts reports that a right comes from who owns the resource now.
func (w *walk) counts(l *live) bool {
	return l.root == w.owner.number && l.generation == w.owner.Generation && (l.direct || !w.direct)
}

// runs reports that now is in a right's window and hours.
func (w *walk) runs(l *live) bool {
	if w.time < l.from || w.time >= l.until {
		return false
	}
	if l.hours != nil {
		for _, h := range l.hours {
			if !w.within(h) {
				return false
			}
		}
	}
	return true
}

func (w *walk) within(h custos.Hours) bool {
	if h == (custos.Hours{}) {
		return true
	}
	if w.local.IsZero() {
		w.local = w.now.In(w.zone)
	}
	return h.Contains(w.local)
}

// next is the time up to which runs stays what it is, or an earlier one.
func (w *walk) next(l *live) int64 {
	switch {
	case w.time < l.from:
		return l.from
	case w.time >= l.until:
		return math.MaxInt64
	}
	next := l.until
	if l.hours == nil {
		return next
	}
	local := w.now.In(w.zone)
	minute := local.Hour()*60 + local.Minute()
	for _, h := range l.hours {
		edge := 24 * 60
		switch {
		case h == custos.Hours{}:
			continue
		case minute < int(h.From):
			edge = int(h.From)
		case minute < int(h.Until):
			edge = int(h.Until)
		}
		next = min(next, w.time-int64(local.Second())+int64(edge-minute)*60)
	}
	if _, end := local.ZoneBounds(); !end.IsZero() { // the clocks change
		next = min(next, end.Unix())
	}
	return next
}

// maxReasons is how many capabilities of a place are looked at for words, the newest first:
// others may have passed on any number that does not hold.
const maxReasons = 16

// named goes through the newest capabilities of a place which have the actions.
func (w *walk) named(at *place, actions custos.Action) iter.Seq2[uint32, *right] {
	return func(yield func(uint32, *right) bool) {
		if at.actions&actions != actions {
			return
		}
		for n, looked := at.newest, 0; n != 0 && looked < maxReasons; looked++ {
			r := w.state.rights.at(n)
			if r.actions&actions == actions && (r.parent == 0 || !w.direct) && !yield(n, r) {
				return
			}
			n = r.next
		}
	}
}

// reason says why nothing allows it, and until when the clock leaves it so: what is wrong
// with the newest capability that covers it, which is the one that the principal thinks of.
func (w *walk) reason(who *account, p *path, actions custos.Action, unheard string) (why string, until int64) {
	closest := uint32(0)
	for at := range who.covering(p) {
		for n := range w.named(at, actions) {
			closest = max(closest, n)
			break // those behind it are older
		}
	}
	switch {
	case closest != 0:
		return "capability " + strconv.FormatUint(uint64(closest), 10) + " " + w.words(closest), w.wordsUntil(closest)
	case unheard != "":
		return unheard, w.time
	}
	return "no capability covers it: ask for one by `custos access request`", math.MaxInt64
}

// wordsUntil is the time up to which words says the same of a capability, or an earlier one.
func (w *walk) wordsUntil(n uint32) int64 {
	until := int64(math.MaxInt64)
	for range maxDelegations + 1 {
		r := w.state.rights.at(n)
		until = min(until, w.next(&live{from: r.from, until: r.until, hours: &[maxDelegations + 1]custos.Hours{r.hours}}))
		if r.parent == 0 || !r.fits {
			break
		}
		n = r.parent
	}
	return until
}

// explain says of the capabilities that cover a question what they are worth, and of some
// others what they are about. The one that allows it is named last.
func (w *walk) explain(q Question, who *account, p *path, allows uint32, steps *[]string) {
	s, others := w.state, 0
	for at := range who.grants.places.all {
		if !q.Resource.Within(custos.Resource(at.resource.Value())) {
			if others++; others <= maxReasons {
				r := s.rights.at(at.newest)
				note(steps, "capability %d is about %s on %s", at.newest, r.actions, r.resource.Value())
			}
		}
	}
	if others > maxReasons {
		note(steps, "capabilities on %d resources more are about something else", others-maxReasons)
	}
	for at := range who.covering(p) {
		for n, r := range w.named(at, 0) {
			if r.actions&q.Action != q.Action {
				note(steps, "capability %d is about %s on %s", n, r.actions, r.resource.Value())
			} else if f, _ := w.holds(n, r); f != 0 {
				note(steps, "capability %d does not hold: %s", n, w.words(n))
			}
		}
	}
	if allows != 0 {
		r := s.rights.at(allows)
		note(steps, "capability %d holds: %s on %s until %s", allows, r.actions, r.resource.Value(), time.Unix(r.until, 0).UTC().Format(time.RFC3339))
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
	s, first, below := w.state, r, n
	for range maxDelegations + 1 {
		switch {
		case r.revoked:
			return wasRevoked, n
		case w.time < r.from:
			return notYet, n
		case w.time >= r.until:
			return over, n
		case !w.within(r.hours):
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
		case !s.accounts.at(r.grantor).active:
			return delegatorGone, n
		}
		below, n = n, r.parent
		r = s.rights.at(n)
	}
	return tooOften, n
}
