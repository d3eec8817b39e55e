package policy

import (
	"context"
	"fmt"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/ledger"
)

// Chain is what a plan needs of the ledger. *ledger.Client is one.
type Chain interface {
	Head(ctx context.Context) (custos.Head, error)
	Owners(ctx context.Context) ([]custos.Owner, error)
	Principals(ctx context.Context) ([]custos.Principal, error)
	Capabilities(ctx context.Context) ([]custos.Capability, error)
	AccessRequests(ctx context.Context) ([]custos.AccessRequest, error)
	Rules(ctx context.Context, domain custos.Resource) (ledger.Rules, error)
	Glasses(ctx context.Context, from, to uint64) ([]ledger.Glass, error)
}

// State is what stands in the contracts.
type State struct {
	Head       custos.Head
	Owners     []custos.Owner // the active ones
	Principals []custos.Principal
	// Capabilities are all that were ever given, by number.
	Capabilities []custos.Capability
	// Origin says of a capability that no policy wrote where it came from.
	Origin map[uint64]string
	Rules  map[custos.OwnerName]ledger.Rules
}

// Read reads the state at the chain's head.
func Read(ctx context.Context, c Chain) (*State, error) {
	s := &State{Origin: map[uint64]string{}, Rules: map[custos.OwnerName]ledger.Rules{}}
	var err error
	if s.Head, err = c.Head(ctx); err != nil {
		return nil, err
	}
	owners, err := c.Owners(ctx)
	if err != nil {
		return nil, err
	}
	for _, o := range owners {
		if !o.Active {
			continue
		}
		s.Owners = append(s.Owners, o)
		if s.Rules[o.Name], err = c.Rules(ctx, o.Domain); err != nil {
			return nil, err
		}
	}
	if s.Principals, err = c.Principals(ctx); err != nil {
		return nil, err
	}
	if s.Capabilities, err = c.Capabilities(ctx); err != nil {
		return nil, err
	}
	requests, err := c.AccessRequests(ctx)
	if err != nil {
		return nil, err
	}
	for _, q := range requests {
		if q.Capability != 0 {
			s.Origin[q.Capability] = fmt.Sprintf("request %d", q.Number)
		}
	}
	glasses, err := c.Glasses(ctx, 0, s.Head.Number)
	if err != nil {
		return nil, err
	}
	for _, g := range glasses {
		s.Origin[g.Capability.Number] = "a broken glass"
	}
	return s, nil
}

func (s *State) owner(name custos.OwnerName) (custos.Owner, bool) {
	for _, o := range s.Owners {
		if o.Name == name {
			return o, true
		}
	}
	return custos.Owner{}, false
}

// principal finds an active principal by its name.
func (s *State) principal(name string) (p custos.Principal, err error) {
	found := 0
	for _, q := range s.Principals {
		if q.Name == name && q.Active {
			p, found = q, found+1
		}
	}
	switch found {
	case 0:
		return p, fmt.Errorf("nobody active is registered under the name %q: `custos access list` and the site file name who is", name)
	case 1:
		return p, nil
	}
	return p, fmt.Errorf("%d principals have the name %q: rename all but one", found, name)
}

// account finds who may approve: an owner, or a principal.
func (s *State) account(name string) (custos.Address, error) {
	if o, ok := s.owner(custos.OwnerName(name)); ok {
		return o.Address, nil
	}
	p, err := s.principal(name)
	return p.Address, err
}

func (s *State) name(a custos.Address) string {
	for _, o := range s.Owners {
		if o.Address == a {
			return string(o.Name)
		}
	}
	for _, p := range s.Principals {
		if p.Address == a {
			return p.Name
		}
	}
	return a.String()
}

func (s *State) role(a custos.Address) custos.Role {
	for _, p := range s.Principals {
		if p.Address == a && p.Active {
			return p.Role
		}
	}
	return custos.RoleNone
}

// standing are the capabilities that an owner granted and that hold now or will.
func (s *State) standing(o custos.Owner, now time.Time) []custos.Capability {
	var out []custos.Capability
	for _, g := range s.Capabilities {
		if g.Grantor == o.Address && g.Parent == 0 && !g.Revoked && now.Before(g.Until) && g.Resource.Within(o.Domain) && s.role(g.Grantee) != custos.RoleNone {
			out = append(out, g)
		}
	}
	return out
}

// below counts what hangs from a capability and holds.
func (s *State) below(number uint64) int {
	n := 0
	under := map[uint64]bool{number: true}
	for _, g := range s.Capabilities { // a parent has a lower number
		if g.Parent != 0 && under[g.Parent] {
			under[g.Number] = true
			if !g.Revoked {
				n++
			}
		}
	}
	return n
}
