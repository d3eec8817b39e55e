package access

import (
	"context"
	"encoding/binary"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/ledger/key"
)

const door = custos.Resource("campus/front-door")

func newKey(t testing.TB) *key.Key {
	t.Helper()
	k, err := key.Generate()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// chainOf is a chain in memory that can be cut, lengthened and reorganised.
type chainOf struct {
	mu     sync.Mutex
	owners []custos.Owner
	blocks []block
	dead   error
	made   uint64
	asked  int
	// before and during are called once by Changes, without the lock: before they
	// are read, and after it but before they are returned.
	before, during func()
	// hide leaves changes out, as a node does that has lost a log.
	hide func(custos.PolicyChange) bool
}

type block struct {
	head    custos.Head
	changes []custos.PolicyChange
}

// add mines a block; no two have the same hash.
func (c *chainOf) add(changes ...custos.PolicyChange) custos.Head {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.made++
	h := custos.Head{BlockRef: custos.BlockRef{Number: uint64(len(c.blocks))}, Time: time.Unix(int64(c.made), 0)}
	binary.BigEndian.PutUint64(h.Hash[:], c.made)
	if n := len(c.blocks); n > 0 {
		h.Parent = c.blocks[n-1].head.Hash
	}
	changes = slices.Clone(changes)
	for i := range changes {
		changes[i].Block = h.BlockRef
	}
	c.blocks = append(c.blocks, block{h, changes})
	return h
}

// cut drops the newest blocks, so that others can take their place.
func (c *chainOf) cut(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.blocks = slices.Clone(c.blocks[:len(c.blocks)-n])
}

func (c *chainOf) set(f func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f()
}

func (c *chainOf) Head(context.Context) (custos.Head, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.blocks[len(c.blocks)-1].head, c.dead
}

func (c *chainOf) HeadAt(_ context.Context, n uint64) (custos.Head, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if n >= uint64(len(c.blocks)) {
		return custos.Head{}, custos.Errorf(custos.NotFound, "no block %d", n)
	}
	return c.blocks[n].head, c.dead
}

func (c *chainOf) Owners(context.Context) ([]custos.Owner, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	// As the contract has them now: those of the genesis and what became of them.
	out := slices.Clone(c.owners)
	for _, b := range c.blocks {
		for _, p := range b.changes {
			if p.Owner == nil {
				continue
			}
			if i := slices.IndexFunc(out, func(o custos.Owner) bool { return o.Address == p.Owner.Address }); i >= 0 {
				out[i] = *p.Owner
			} else {
				out = append(out, *p.Owner)
			}
		}
	}
	return out, c.dead
}

func (c *chainOf) Changes(_ context.Context, from, to uint64) (out []custos.PolicyChange, err error) {
	c.mu.Lock()
	c.asked++
	if before := c.before; before != nil {
		c.before = nil
		c.mu.Unlock()
		before()
		c.mu.Lock()
	}
	for n := from; n <= to && n < uint64(len(c.blocks)); n++ {
		for _, p := range c.blocks[n].changes {
			if c.hide == nil || !c.hide(p) {
				out = append(out, p)
			}
		}
	}
	err = c.dead
	during := c.during
	c.during = nil
	c.mu.Unlock()
	if during != nil {
		during()
	}
	return out, err
}

// world is an owner, the police, a chain and who follows it with two confirmations.
type world struct {
	testing.TB
	chain  *chainOf
	index  *Index
	follow *Follower
	owner  custos.Address
	police custos.Address

	mu    sync.Mutex
	clock time.Time
}

// Monday noon.
var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// newWorld has what is given confirmed, and the owner heard.
func newWorld(t testing.TB, changes ...custos.PolicyChange) *world {
	t.Helper()
	w := &world{TB: t, owner: custos.Address{1}, police: custos.Address{2}, clock: noon}
	w.chain = &chainOf{owners: []custos.Owner{{Address: w.owner, Name: "alma", Domain: door, Active: true}}}
	w.index = NewIndex(time.Minute, time.UTC)
	w.index.now = w.now
	w.follow = &Follower{Chain: w.chain, Index: w.index, Confirmations: 2, Log: slog.New(slog.DiscardHandler)}
	w.chain.add()
	w.chain.add(append([]custos.PolicyChange{w.principal(w.police, custos.RoleAuthority, "police", true)}, changes...)...)
	w.mine(2)
	w.look()
	w.index.Hear(w.owner, w.now())
	return w
}

func (w *world) now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.clock
}

func (w *world) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.clock = w.clock.Add(d)
}

func (w *world) mine(n int) {
	for range n {
		w.chain.add()
	}
}

func (w *world) look() {
	w.Helper()
	if err := w.follow.Look(context.Background()); err != nil {
		w.Fatal(err)
	}
}

func (w *world) principal(a custos.Address, r custos.Role, name string, active bool) custos.PolicyChange {
	return custos.PolicyChange{Principal: &custos.Principal{Address: a, Name: name, Role: r, Owner: w.owner, Domain: door, Active: active}}
}

func (w *world) grant(n uint64, change func(*custos.Capability)) custos.PolicyChange {
	c := custos.Capability{
		Number: n, Grantor: w.owner, Grantee: w.police, Resource: door, Actions: custos.Live,
		From: noon.Add(-time.Hour), Until: noon.Add(time.Hour), Depth: 1,
	}
	if change != nil {
		change(&c)
	}
	return custos.PolicyChange{Capability: &c}
}

func (w *world) revoke(n uint64) custos.PolicyChange {
	return w.grant(n, func(c *custos.Capability) { c.Revoked = true })
}

func (w *world) ask() Answer {
	return w.index.Explain(Question{w.police, custos.Live, door + "/cam1"})
}

func (w *world) want(allowed bool, reason string) {
	w.Helper()
	a := w.ask()
	if a.Allowed != allowed || !strings.Contains(a.Reason, reason) {
		w.Fatalf("allowed %v: %s\nwant %v: …%s…\n%s", a.Allowed, a.Reason, allowed, reason, strings.Join(a.Steps, "\n"))
	}
	if b := w.index.Decide(Question{w.police, custos.Live, door + "/cam1"}); b.Allowed != a.Allowed || b.Reason != a.Reason || b.Capability != a.Capability {
		w.Fatalf("decided %+v, explained %+v", b, a)
	}
}
