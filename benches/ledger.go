package benches

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/figures"
	"custos.dev/custos/ledger"
	"custos.dev/custos/ledger/key"
)

const (
	ledgerOwners  = 3
	idleFor       = 10 * time.Second // how long idling is measured
	throughFor    = 20 * time.Second // how long as many anchors are sent as go
	fogsEach      = 4                // of each owner, for the throughput: one sender's quota is not to be what is measured
	anchorsAtOnce = 4                // anchors that each has under way
)

// Ledger measures a network of three miners: from an event to its confirmed anchor,
// gas, work.
type Ledger struct {
	AnchorEvery time.Duration // the least time between two anchors of a log
	Pace        time.Duration // the mean time between two events
	Events      int
	Threads     int // of each miner

	net *network
	out *figures.Result
}

func (b *Ledger) row(name string, value float64, unit string) {
	b.out.Add(name, value, unit)
}

// Run measures it.
func (b *Ledger) Run(ctx context.Context) (*figures.Result, error) {
	// Short, for the path of a Unix socket has at most 107 bytes.
	dir, err := os.MkdirTemp("", "cb")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	r := figures.New("ledger")
	return r, b.measure(ctx, dir, r)
}

func (b *Ledger) measure(ctx context.Context, dir string, out *figures.Result) (err error) {
	b.out = out
	b.net, err = startMiners(ctx, dir, ledgerOwners, b.Threads)
	defer b.net.stop()
	if err != nil {
		return err
	}
	for _, m := range b.net.miners {
		if _, err := m.chain.RegisterKey(ctx, m.owner, custos.Principal{Name: "fog", Role: custos.RoleFog, Domain: m.domain, TLSKey: m.tls}, m.fog); err != nil {
			return err
		}
	}
	for _, measure := range []func(context.Context) error{b.idle, b.latency, b.gas, b.throughput} {
		if err := measure(ctx); err != nil {
			return err
		}
	}
	rss, err := b.net.rss()
	b.row("rss", rss, "MiB")
	return err
}

// idle is what the miners take while nothing happens.
func (b *Ledger) idle(ctx context.Context) error {
	if err := b.net.quiet(ctx); err != nil {
		return err
	}
	before, err := b.net.effort(ctx)
	if err != nil {
		return err
	}
	if err := pause(ctx, idleFor); err != nil {
		return err
	}
	after, err := b.net.effort(ctx)
	b.row("idle-cpu", before.share(after, ledgerOwners), "core/miner")
	return err
}

// latency commits events at random times and waits until all are confirmed.
func (b *Ledger) latency(ctx context.Context) (err error) {
	l, err := openLog(ctx, b.net, b.net.miners[0], filepath.Join(b.net.dir, "log"), b.AnchorEvery)
	if err != nil {
		return err
	}
	defer l.close(ctx, &err)
	before, err := b.net.effort(ctx)
	if err != nil {
		return err
	}
	for range b.Events {
		// Up to twice the mean, so that events do not march in step with blocks.
		if err := pause(ctx, rand.N(2*b.Pace)); err != nil {
			return err
		}
		if err := l.commit(ctx); err != nil {
			return err
		}
	}
	if _, err := l.confirmed(ctx, b.Events); err != nil {
		return err
	}
	if err := b.net.quiet(ctx); err != nil {
		return err
	}
	took, err := l.confirmed(ctx, b.Events) // some may have been anchored anew meanwhile
	if err != nil {
		return err
	}
	after, err := b.net.effort(ctx)
	if err != nil {
		return err
	}
	state, err := l.master.AnchorOf(ctx, l.log.Origin)
	if err != nil {
		return err
	}
	anchors := float64(state.Count)
	b.row("event-confirmed-p50", percentile(took, 50), "ms")
	b.row("event-confirmed-p99", percentile(took, 99), "ms")
	b.row("events", float64(len(took)), "events")
	b.row("anchors", anchors, "anchors")
	b.row("confirmed-and-lost", float64(l.lost), "times")
	b.row("cpu-seconds-per-anchor", (after.cpu-before.cpu)/anchors, "s, all miners")
	b.row("hashes-per-anchor", float64(after.hashes-before.hashes)/anchors, "hashes, all miners")
	b.row("busy-cpu", before.share(after, ledgerOwners), "core/miner")
	return nil
}

// gas anchors a log that grows by 1, 1,000 and 10,000 leaves, one event each.
func (b *Ledger) gas(ctx context.Context) (err error) {
	l, err := openLog(ctx, b.net, b.net.miners[1], filepath.Join(b.net.dir, "gas"), 0)
	if err != nil {
		return err
	}
	defer l.close(ctx, &err)
	size := uint64(0)
	for i, grow := range []uint64{1000, 1, 1000, 10_000} {
		if err := l.grow(ctx, int(grow)); err != nil {
			return err
		}
		cp, _, err := l.log.Checkpoint(ctx)
		if err != nil {
			return err
		}
		proof, err := l.log.Consistency(ctx, size, cp.Size)
		if err != nil {
			return err
		}
		_, _, gas, err := l.master.Anchor(ctx, l.log.Origin, cp.Size, cp.Root, proof)
		if err != nil {
			return err
		}
		if i > 0 { // the first only makes a log of some length
			b.row(fmt.Sprintf("gas-per-event-%d", grow), float64(gas)/float64(grow), fmt.Sprintf("gas, %d hashes proved", len(proof)))
		}
		size = cp.Size
	}
	return nil
}

// throughput sends as many anchors as the network takes, from every owner, until the owners'
// quotas are used up.
func (b *Ledger) throughput(ctx context.Context) error {
	type sender struct {
		master ledger.Master
		origin string
	}
	var senders []sender
	for i, m := range b.net.miners {
		origin := fmt.Sprintf("custos/bench/through%d", i)
		logKey, err := key.Generate()
		if err != nil {
			return err
		}
		if _, err := m.chain.CreateLog(ctx, m.owner, origin, logKey.Address(), custos.Hash{1}); err != nil {
			return err
		}
		for j := range fogsEach {
			k, err := key.Generate()
			if err != nil {
				return err
			}
			if _, err := m.chain.RegisterKey(ctx, m.owner, custos.Principal{Name: fmt.Sprintf("fog%d", j), Role: custos.RoleFog, Domain: m.domain, TLSKey: custos.Hash{byte(i), byte(j), 1}}, k); err != nil {
				return err
			}
			senders = append(senders, sender{ledger.Master{Client: m.chain, Key: k, Domain: m.domain}, origin})
		}
		if _, _, _, err := senders[len(senders)-1].master.Anchor(ctx, origin, 1, custos.Hash{1}, nil); err != nil {
			return err
		}
	}
	var done, last atomic.Int64 // last is when, in nanoseconds after the beginning
	var wg sync.WaitGroup
	began := time.Now()
	within, cancel := context.WithDeadline(ctx, began.Add(throughFor))
	defer cancel()
	var first error
	var once sync.Once
	for _, s := range senders {
		for range anchorsAtOnce {
			wg.Go(func() {
				for within.Err() == nil {
					// The same size again is an anchor too: a log's heartbeat.
					_, _, _, err := s.master.Anchor(within, s.origin, 1, custos.Hash{1}, nil)
					switch {
					case err == nil:
						done.Add(1)
						last.Store(int64(time.Since(began)))
					case strings.Contains(err.Error(), "over its quota"):
						return
					case within.Err() == nil:
						once.Do(func() { first = err })
						return
					}
				}
			})
		}
	}
	wg.Wait()
	b.row("anchors-per-second", float64(done.Load())/time.Duration(last.Load()).Seconds(), fmt.Sprintf("anchors/s, %d of %d senders until the owners' quotas end it", done.Load(), len(senders)))
	return first
}

func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
