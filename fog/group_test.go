package fog

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/journal"
	"custos.dev/custos/ledger/key"
)

// crew are several services of one master, with a batch each that is committed.
type crew struct {
	*world
	of []*mate
}

type mate struct {
	id   custos.ServiceID
	key  *key.Key
	last journal.Commit
	seq  uint64
}

func newCrew(t *testing.T, services int) *crew {
	c := &crew{world: newWorld(t)}
	for i := range services {
		k, err := key.Generate()
		if err != nil {
			t.Fatal(err)
		}
		c.of = append(c.of, &mate{id: custos.ServiceID(fmt.Sprintf("front-edge/object%d", i)), key: k})
	}
	c.ready()
	for i := range c.of {
		c.next(t, i, 1)
		if _, err := c.send(i); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// ready registers the services with a master that was opened.
func (c *crew) ready() { c.Directory = c }

func (c *crew) again(t *testing.T) {
	c.shut(t)
	c.open(t)
	c.ready()
}

// Principal implements Directory.
func (c *crew) Principal(a custos.Address) (p custos.Principal, ok bool) {
	for _, m := range c.of {
		if m.key.Address() == a {
			return custos.Principal{Address: a, Name: string(m.id), Role: custos.RoleService, Domain: domain, Active: true}, true
		}
	}
	return p, false
}

// next makes the next batch of a service.
func (c *crew) next(t *testing.T, i int, events uint64) {
	t.Helper()
	m, prev := c.of[i], custos.Hash{}
	if m.seq > 0 {
		prev = m.last.Leaf.Hash()
	}
	m.last = batchOf(t, m.id, m.key, prev, m.seq+1, events, nil)
	m.seq += events
}

func (c *crew) send(i int) (uint64, error) {
	return c.Commit(context.Background(), c.of[i].key.Address(), c.of[i].last)
}

// together sends the batches of all as one group, and returns what each was told.
func (c *crew) together(t *testing.T) (at []uint64, errs []error) {
	t.Helper()
	at, errs = make([]uint64, len(c.of)), make([]error, len(c.of))
	var wg sync.WaitGroup
	c.groups.staging.Lock() // as while another group is staged
	for i := range c.of {
		wg.Go(func() { at[i], errs[i] = c.send(i) })
	}
	c.waiting(t, len(c.of))
	c.groups.staging.Unlock()
	wg.Wait()
	return at, errs
}

// waiting waits until so many batches are in the next group.
func (c *crew) waiting(t *testing.T, batches int) {
	t.Helper()
	for end := time.Now().Add(time.Minute); ; time.Sleep(time.Millisecond) {
		c.groups.mu.Lock()
		n := 0
		if c.groups.next != nil {
			n = len(c.groups.next.of)
		}
		c.groups.mu.Unlock()
		if n == batches {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%d of %d batches wait for their group", n, batches)
		}
	}
}

// counted counts what a group costs.
type counted struct {
	masterdb.DB
	Leaves
	staged, added, recorded []int
	// spoil changes what is staged; may be nil.
	spoil func([]masterdb.Staging)
}

func (c *counted) StageAll(ctx context.Context, group []masterdb.Staging) ([]masterdb.Outcome, error) {
	c.staged = append(c.staged, len(group))
	if c.spoil != nil {
		c.spoil(group)
	}
	return c.DB.StageAll(ctx, group)
}

func (c *counted) RecordAll(ctx context.Context, group []masterdb.Recording) ([]masterdb.Outcome, error) {
	c.recorded = append(c.recorded, len(group))
	return c.DB.RecordAll(ctx, group)
}

func (c *counted) AddAll(ctx context.Context, leaves []evidence.Leaf) []Added {
	c.added = append(c.added, len(leaves))
	return c.Leaves.AddAll(ctx, leaves)
}

// Batches of several services that come at once share one transaction, one flush of the log
// and one transaction.
func TestGroupsShareTheirCosts(t *testing.T) {
	c := newCrew(t, 5)
	n := &counted{DB: c.Committer.DB, Leaves: c.Committer.Log}
	c.Committer.DB, c.Committer.Log = n, n
	told := []uint64(nil)
	c.Committed = func(size uint64) { told = append(told, size) }
	for i := range c.of {
		c.next(t, i, 3)
	}
	at, errs := c.together(t)
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	if slices.Sort(at); !slices.Equal(at, []uint64{5, 6, 7, 8, 9}) {
		t.Errorf("the leaves are %v", at)
	}
	one := []int{5}
	if !slices.Equal(n.staged, one) || !slices.Equal(n.added, one) || !slices.Equal(n.recorded, one) || !slices.Equal(told, []uint64{10}) {
		t.Errorf("staged %v, added %v, recorded %v at once, told of sizes %v", n.staged, n.added, n.recorded, told)
	}
	c.Committer.DB = n.DB
	if e, b, l := c.counts(t); e != 20 || b != 10 || l != 10 {
		t.Errorf("%d events, %d batches, %d leaves", e, b, l)
	}
}

// One that cannot be staged does the others of its group no harm.
func TestOneOfAGroupFails(t *testing.T) {
	c := newCrew(t, 4)
	taken := custos.NewEventID(c.of[0].id, 7, 1)
	n := &counted{DB: c.Committer.DB, Leaves: c.Committer.Log, spoil: func(group []masterdb.Staging) {
		for i := range group {
			if group[i].Batch.Service == c.of[2].id {
				group[i].Events[1].ID = taken
			}
		}
	}}
	c.Committer.DB = n
	for i := range c.of {
		c.next(t, i, 2)
	}
	_, errs := c.together(t)
	c.Committer.DB = n.DB
	for i, err := range errs {
		if (err != nil) != (i == 2) {
			t.Errorf("service %d: %v", i, err)
		}
	}
	if e, b, l := c.counts(t); e != 10 || b != 7 || l != 7 {
		t.Errorf("%d events, %d batches, %d leaves", e, b, l)
	}
	if at, err := c.send(2); err != nil || at != 7 {
		t.Errorf("sent again: %d, %v", at, err)
	}
}

// faultyLog is a log of which the next call fails, after it has added all or nothing.
type faultyLog struct {
	Leaves
	applied, failed bool
}

func (f *faultyLog) AddAll(ctx context.Context, leaves []evidence.Leaf) []Added {
	out := make([]Added, len(leaves))
	if f.failed || f.applied {
		out = f.Leaves.AddAll(ctx, leaves)
	}
	if !f.failed {
		for i := range out {
			out[i] = Added{Err: errLost}
		}
	}
	f.failed = true
	return out
}

// Each step of a group fails, before it is applied and after. The services send their batches
// again, to this master or to the next one: one row an event and one leaf a batch.
func TestGroupsWhoseStepsFail(t *testing.T) {
	for name, restart := range map[string]bool{"the same master": false, "the next one": true} {
		t.Run(name, func(t *testing.T) {
			faults(t, []string{"stage", "add", "record"}, func(t *testing.T, what string, applied bool) {
				c := newCrew(t, 3)
				for i := range c.of {
					c.next(t, i, 2)
				}
				db, log := c.Committer.DB, c.Committer.Log
				c.Committer.DB = &faulty{DB: db, fails: what, applied: applied}
				if what == "add" {
					c.Committer.Log = &faultyLog{Leaves: log, applied: applied}
				}
				_, errs := c.together(t)
				for i, err := range errs {
					if !errors.Is(err, errLost) {
						t.Errorf("service %d takes a failure for success: %v", i, err)
					}
				}
				c.Committer.DB, c.Committer.Log = db, log
				if restart {
					c.again(t)
				}
				_, errs = c.allAgain(t)
				if err := errors.Join(errs...); err != nil {
					t.Fatal(err)
				}
				if e, b, l := c.counts(t); e != 9 || b != 6 || l != 6 {
					t.Fatalf("%d events, %d batches, %d leaves; want 9, 6, 6", e, b, l)
				}
			})
		})
	}
}

// allAgain sends all again, as they come.
func (c *crew) allAgain(t *testing.T) (at []uint64, errs []error) {
	t.Helper()
	at, errs = make([]uint64, len(c.of)), make([]error, len(c.of))
	var wg sync.WaitGroup
	for i := range c.of {
		wg.Go(func() { at[i], errs[i] = c.send(i) })
	}
	wg.Wait()
	return at, errs
}

// A master ends between the steps of a group, and the next one takes on what it left.
func TestCrashBetweenAGroupsSteps(t *testing.T) {
	crash := errors.New("crash")
	for _, step := range []string{"stage", "add", "record", "acknowledge"} {
		for _, resend := range []bool{false, true} {
			t.Run(fmt.Sprint(step, ", sent again: ", resend), func(t *testing.T) {
				c := newCrew(t, 3)
				for i := range c.of {
					c.next(t, i, 2)
				}
				c.step = func(s string) error {
					if s == step {
						return crash
					}
					return nil
				}
				_, errs := c.together(t)
				for i, err := range errs {
					if !errors.Is(err, crash) {
						t.Errorf("service %d was acknowledged: %v", i, err)
					}
				}
				c.again(t)
				if resend {
					if _, errs := c.allAgain(t); errors.Join(errs...) != nil {
						t.Fatal(errors.Join(errs...))
					}
				}
				events, batches := 9, 6
				if step == "stage" && !resend {
					events, batches = 3, 3 // only the services have it
				}
				if e, b, l := c.counts(t); e != events || b != batches || l != batches {
					t.Fatalf("%d events, %d batches, %d leaves; want %d, %d, %d", e, b, l, events, batches, batches)
				}
			})
		}
	}
}

// While little waits a group waits for more, but one that comes alone, or has enough, does not.
func TestGroupsGather(t *testing.T) {
	c := newCrew(t, 2)
	c.Gather = time.Hour
	c.groups.began = time.Now().Add(-2 * time.Hour)
	c.next(t, 0, 1)
	if _, err := c.send(0); err != nil { // nothing came for long
		t.Fatal(err)
	}
	n := &counted{DB: c.Committer.DB, Leaves: c.Committer.Log}
	c.Committer.DB, c.Committer.Log = n, n
	c.next(t, 0, 1)
	sent := make(chan error, 1)
	go func() { _, err := c.send(0); sent <- err }()
	c.waiting(t, 1)
	c.next(t, 1, gatherEvents)
	if _, err := c.send(1); err != nil {
		t.Fatal(err)
	}
	if err := <-sent; err != nil {
		t.Fatal(err)
	}
	// The first waited for the second, and the second for nothing.
	if one := []int{2}; !slices.Equal(n.staged, one) || !slices.Equal(n.added, one) || !slices.Equal(n.recorded, one) {
		t.Errorf("staged %v, added %v, recorded %v at once", n.staged, n.added, n.recorded)
	}
}

// Who has gone before his batch is staged has sent nothing.
func TestWhoHasGoneStagesNothing(t *testing.T) {
	c := newCrew(t, 1)
	c.next(t, 0, 1)
	if _, err := c.pass(canceled(), &passage{leaf: c.of[0].last.Leaf}); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if e, b, l := c.counts(t); e != 1 || b != 1 || l != 1 {
		t.Errorf("%d events, %d batches, %d leaves", e, b, l)
	}
}

func canceled() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}
