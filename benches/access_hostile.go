package benches

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/access"
	"custos.dev/custos/figures"
)

// blockChain is a chain in memory that grows a block at a time.
type blockChain struct {
	owners []custos.Owner
	now    time.Time
	blocks [][]custos.PolicyChange // nil where a block's changes are not needed any more
}

func (c *blockChain) Head(ctx context.Context) (custos.Head, error) {
	return c.HeadAt(ctx, uint64(len(c.blocks)-1))
}

func (c *blockChain) HeadAt(_ context.Context, n uint64) (h custos.Head, err error) {
	h.Number, h.Time, h.Hash = n, c.now, blockHash(n)
	if n > 0 {
		h.Parent = blockHash(n - 1)
	}
	return h, nil
}

func blockHash(n uint64) custos.Hash { return custos.Hash{1, byte(n), byte(n >> 8), byte(n >> 16)} }

func (c *blockChain) Owners(context.Context) ([]custos.Owner, error) { return c.owners, nil }

func (c *blockChain) Changes(ctx context.Context, from, to uint64) (out []custos.PolicyChange, err error) {
	for n := from; n <= to && n < uint64(len(c.blocks)); n++ {
		h, _ := c.HeadAt(ctx, n)
		for _, change := range c.blocks[n] {
			change.Block = h.BlockRef
			out = append(out, change)
		}
	}
	return out, nil
}

// floodSite is a site whose police anybody may pass rights on to, by the guard's.
type floodSite struct {
	chain                *blockChain
	index                *access.Index
	follow               *access.Follower
	owner, guard, police custos.Address
	left                 custos.Address // a guard who is not active any more
	capabilities         uint64         // how many there are
}

const floodDomain = custos.Resource("campus/front-door")

func newFloodSite(ctx context.Context) (*floodSite, error) {
	now := time.Now().UTC().Truncate(time.Second)
	s := &floodSite{owner: custos.Address{1}, guard: custos.Address{2}, police: custos.Address{3}, left: custos.Address{4}}
	alma := custos.Owner{Address: s.owner, Name: "alma", Domain: floodDomain, Active: true, Generation: 1}
	s.chain = &blockChain{owners: []custos.Owner{alma}, now: now}
	s.index = access.NewIndex(24*time.Hour, time.UTC)
	s.follow = &access.Follower{Chain: s.chain, Index: s.index, Confirmations: 2, Log: slog.New(slog.DiscardHandler)}
	principal := func(a custos.Address, active bool) custos.PolicyChange {
		return custos.PolicyChange{Principal: &custos.Principal{
			Address: a, Name: "someone", Role: custos.RoleCloud, Owner: s.owner, Domain: floodDomain, Active: active, Generation: 1, Registration: 1,
		}}
	}
	delegable := func(c *custos.Capability) { c.Depth, c.Actions = 3, custos.Live|custos.Events }
	s.chain.blocks = [][]custos.PolicyChange{nil, {
		principal(s.guard, true), principal(s.police, true), principal(s.left, false),
		s.grant(s.guard, delegable), s.grant(s.left, delegable),
		s.grant(s.police, func(c *custos.Capability) { c.Actions = custos.Events }),
	}}
	if err := s.blocks(ctx, nil, nil); err != nil {
		return nil, err
	}
	s.index.Hear(s.owner, time.Now())
	return s, nil
}

func (s *floodSite) grant(to custos.Address, change func(*custos.Capability)) custos.PolicyChange {
	s.capabilities++
	c := &custos.Capability{
		Number: s.capabilities, Grantor: s.owner, Grantee: to, Resource: floodDomain, Actions: custos.Live,
		From: s.chain.now.Add(-time.Hour), Until: s.chain.now.Add(24 * time.Hour), Generation: 1, Registration: 1,
	}
	change(c)
	return custos.PolicyChange{Capability: c}
}

// blocks adds blocks with changes, each read before the next comes.
func (s *floodSite) blocks(ctx context.Context, changes ...[]custos.PolicyChange) error {
	for _, b := range changes {
		s.chain.blocks = append(s.chain.blocks, b)
		if err := s.follow.Look(ctx); err != nil {
			return err
		}
	}
	return nil
}

// useless is a delegation to the police that gives nothing now, of one kind after another:
// over, not yet, at other hours, revoked, from who is not active, to who they were before,
// more than the guard has, of an earlier time of the owner.
func (s *floodSite) useless(i int, r *rand.Rand) custos.PolicyChange {
	now := s.chain.now
	return s.grant(s.police, func(c *custos.Capability) {
		c.Grantor, c.Parent, c.Generation = s.guard, 1, 0
		some := time.Duration(1+r.IntN(3600)) * time.Second
		switch i % 8 {
		case 0:
			c.Until = now.Add(-some)
		case 1:
			c.From = now.Add(10*time.Minute + some)
		case 2:
			c.Hours = custos.Hours{Days: 1 << ((int(now.Weekday()) + 1 + r.IntN(4)) % 7), From: uint16(r.IntN(700)), Until: uint16(701 + r.IntN(700))}
		case 3:
			c.Revoked = true
		case 4:
			c.Grantor, c.Parent = s.left, 2
		case 5:
			c.Registration = 0
		case 6:
			c.Actions = custos.Live | custos.Export
		case 7:
			c.Grantor, c.Parent, c.Generation = s.owner, 0, 7
		}
	})
}

// hostile measures what others can make a decision and a block cost.
func (b *bench) hostile(ctx context.Context) error {
	const delegations, requests = 100_000, 1_000_000
	s, err := newFloodSite(ctx)
	if err != nil {
		return err
	}
	r := rand.New(rand.NewPCG(5, 8))
	var flood []custos.PolicyChange
	for i := range delegations {
		flood = append(flood, s.useless(i, r))
	}
	if err := s.blocks(ctx, flood, nil, nil, nil); err != nil {
		return err
	}
	took := make([]time.Duration, 0, delegations)
	for i := range delegations {
		// Each is asked for the first time: no answer is remembered.
		q := access.Question{Principal: s.police, Action: custos.Events, Resource: floodDomain + custos.Resource(fmt.Sprint("/cam", i))}
		if i%2 == 0 {
			q.Action = custos.Live // only the useless ones give it
		}
		began := time.Now()
		a := s.index.Decide(q)
		took = append(took, time.Since(began))
		if a.Allowed != (q.Action == custos.Events) {
			return custos.Errorf(custos.Internal, "%+v is answered %v (%s)", q, a.Allowed, a.Reason)
		}
	}
	b.Rows = append(b.Rows, figures.Row{Name: "decision-hostile-p99", Value: quantile(took, .99).Seconds() * 1e6, Unit: "us"})

	if s, err = newFloodSite(ctx); err != nil {
		return err
	}
	asked := uint64(0)
	ask := func() custos.PolicyChange {
		asked++
		return custos.PolicyChange{Request: &custos.AccessRequest{
			Number: asked, Principal: s.police, Resource: floodDomain, Actions: custos.Live, From: s.chain.now, Until: s.chain.now.Add(time.Hour),
			Reason: fmt.Sprint("theft number ", asked), LegalBasis: "court order", State: custos.RequestOpen, Registration: 1, Made: s.chain.now,
		}}
	}
	for asked < requests {
		block := make([]custos.PolicyChange, 50_000)
		for i := range block {
			block[i] = ask()
		}
		if err := s.blocks(ctx, block); err != nil {
			return err
		}
		s.chain.blocks[len(s.chain.blocks)-1] = nil
	}
	heap() // nothing of the requests is left to collect
	took = took[:0]
	for range 1000 {
		block := []custos.PolicyChange{ask(), s.grant(s.police, func(*custos.Capability) {}), s.useless(r.IntN(8), r), ask()}
		began := time.Now()
		if err := s.blocks(ctx, block); err != nil {
			return err
		}
		took = append(took, time.Since(began))
	}
	b.Rows = append(b.Rows,
		figures.Row{Name: "block-apply-p50", Value: quantile(took, .50).Seconds() * 1e3, Unit: "ms"},
		figures.Row{Name: "block-apply-p99", Value: quantile(took, .99).Seconds() * 1e3, Unit: "ms"},
	)
	return nil
}
