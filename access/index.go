package access

import (
	"cmp"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"custos.dev/custos"
)

// Index answers from contract state in memory; a Follower keeps it new. It
// refuses everything that it has nothing fresh about: the chain must have
// answered within StaleAfter, and the owner of the resource must have said
// within StaleAfter that a block which the index has read is his newest.
type Index struct {
	// StaleAfter is how old an owner's last word may be; TimeZone is where hours
	// of the week are counted.
	StaleAfter time.Duration
	TimeZone   *time.Location
	now        func() time.Time

	state   atomic.Pointer[state]
	heard   atomic.Pointer[hearing]
	dropped atomic.Pointer[[]Dropped]
	// closed is why nothing is fresh, see Close; nil if it is not closed.
	closed atomic.Pointer[string]
	memo   memo

	mu      sync.Mutex
	news    freshness
	changed chan struct{} // closed and replaced at every change
}

// NewIndex returns an index that refuses everything until it is filled.
func NewIndex(staleAfter time.Duration, zone *time.Location) *Index {
	x := &Index{StaleAfter: staleAfter, TimeZone: zone, now: time.Now, changed: make(chan struct{})}
	x.news = newFreshness()
	x.tell()
	x.state.Store(newState(nil))
	return x
}

// set installs the state as of the end of blocks, which follow the block
// numbered from: what was above that one is not on the chain any more.
func (x *Index) set(s *state, from uint64, blocks []custos.Head) {
	x.mu.Lock()
	defer x.mu.Unlock()
	// The state first: who then finds an owner fresh by one of these blocks finds
	// what they hold.
	x.state.Store(s)
	x.news.follow(from, blocks, x.now())
	x.tell()
	close(x.changed)
	x.changed = make(chan struct{})
}

// answered notes that the chain has just been asked and has nothing new.
func (x *Index) answered() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.news.answered = x.now()
	x.tell()
}

// Changed returns a channel that is closed at the next change of contract state.
func (x *Index) Changed() <-chan struct{} {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.changed
}

// Head returns the newest block whose changes the index has; zero before the first.
func (x *Index) Head() custos.Head {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.news.tip
}

// Dropped lists what the chain took away and gives again since a reorganisation. It stays
// taken here.
func (x *Index) Dropped() []Dropped {
	if d := x.dropped.Load(); d != nil {
		return *d
	}
	return nil
}

// Principal returns a principal by the confirmed state; Active also says that
// nothing unconfirmed has deactivated it or its owner.
func (x *Index) Principal(a custos.Address) (custos.Principal, bool) {
	s := x.state.Load()
	p, ok := s.principal(a)
	if !ok {
		return custos.Principal{}, false
	}
	out := *p
	out.Active = s.activePrincipal(a)
	return out, true
}

// Known reports a registered, active principal or owner.
func (x *Index) Known(a custos.Address) bool {
	s := x.state.Load()
	return s.activeOwner(a) || s.activePrincipal(a)
}

// Principals returns all of them, by name.
func (x *Index) Principals() []custos.Principal {
	s := x.state.Load()
	var out []custos.Principal
	for i := range s.accounts.n {
		if p := s.accounts.at(i).principal; p != nil {
			out = append(out, *p)
		}
	}
	slices.SortFunc(out, func(a, b custos.Principal) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), slices.Compare(a.Address[:], b.Address[:]))
	})
	return out
}

// Owners returns all of them, by name.
func (x *Index) Owners() []custos.Owner {
	var out []custos.Owner
	for _, o := range x.state.Load().parties.owners {
		out = append(out, o.Owner)
	}
	slices.SortFunc(out, func(a, b custos.Owner) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), slices.Compare(a.Address[:], b.Address[:]))
	})
	return out
}

// Capabilities returns all of them, by number.
func (x *Index) Capabilities() []custos.Capability {
	s := x.state.Load()
	out := make([]custos.Capability, 0, s.rights.n)
	for n := range s.rights.n {
		if r := s.right(n); r != nil {
			out = append(out, s.capability(n, r))
		}
	}
	return out
}
