package node

import (
	"context"
	"fmt"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/observe"
)

// decisions carries what was decided to the journal. Of a service that is killed, the
// journal has every refusal that a principal was told of, every other decision but those
// of the last milliseconds, and no folded one of the last 61 seconds: those are allows
// of events and features, and how often a stranger was refused again. A service that
// ends in order loses nothing.
type decisions struct {
	in chan decided
	// ending asks run to write what is left and end; ended is closed when it has.
	ending, ended chan struct{}
}

type decided struct {
	observe.Decision
	kept chan struct{} // closed when it is durable; nil if nobody waits
}

func newDecisions() *decisions {
	return &decisions{in: make(chan decided, 1024), ending: make(chan struct{}), ended: make(chan struct{})}
}

// record hands a decision over. Who was refused by name is told so only when that is
// durable. The caller's context ends none of this: who hangs up was decided about too.
func (d *decisions) record(what observe.Decision) {
	one := decided{Decision: what}
	if !what.Allowed && !what.Principal.IsZero() {
		one.kept = make(chan struct{})
	}
	select {
	case d.in <- one:
	case <-d.ended:
		return
	}
	if one.kept == nil {
		return
	}
	select {
	case <-one.kept:
	case <-d.ended:
	}
}

// run gives decisions to write, many at a time, until ending is closed; then all that
// are left, for which it takes at most five seconds. A failure to write ends it.
func (d *decisions) run(write func(context.Context, []observe.Decision) error) error {
	defer close(d.ended)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	for open := true; open; {
		select {
		case one := <-d.in:
			if err := d.write(ctx, one, write); err != nil {
				return err
			}
		case <-d.ending:
			open = false
		}
	}
	time.AfterFunc(5*time.Second, cancel)
	for len(d.in) > 0 {
		if err := d.write(ctx, <-d.in, write); err != nil {
			return err
		}
	}
	return nil
}

// write writes one decision with those that wait behind it.
func (d *decisions) write(ctx context.Context, one decided, write func(context.Context, []observe.Decision) error) error {
	batch := []decided{one}
	for len(d.in) > 0 && len(batch) < 256 {
		batch = append(batch, <-d.in)
	}
	list := make([]observe.Decision, len(batch))
	for i := range batch {
		list[i] = batch[i].Decision
	}
	if err := write(ctx, list); err != nil {
		return fmt.Errorf("record decisions: %w", err)
	}
	for _, b := range batch {
		if b.kept != nil {
			close(b.kept)
		}
	}
	return nil
}

// RecordDecision implements access.Recorder. A refusal of a principal is durable when
// it returns; everything else it only hands over, and waits when the journal is 1,024
// decisions behind.
func (r *Runtime) RecordDecision(_ context.Context, d observe.Decision) { r.decisions.record(d) }

// keepDecisions writes what was decided to the journal. It outlives the service's work,
// whose last decisions it takes, until ending is closed.
func (r *Runtime) keepDecisions() error {
	return r.decisions.run(func(ctx context.Context, batch []observe.Decision) error {
		out := make([]custos.Observation, len(batch))
		for i := range batch {
			out[i] = r.decided(batch[i])
		}
		return r.Journal.Append(ctx, out)
	})
}

// lastDecisions hands over what is still folded and waits until all is written. Its
// events are committed at the next start.
func (r *Runtime) lastDecisions() {
	r.Gate.Flush(context.Background(), true)
	close(r.decisions.ending)
	<-r.decisions.ended
}

// flushFolded records folded decisions when their minute is over.
func (r *Runtime) flushFolded(ctx context.Context) error {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
			r.Gate.Flush(ctx, false)
		}
	}
}

// decided files a decision under the resource that was asked for, or, for
// one outside the domain, under the domain.
func (r *Runtime) decided(d observe.Decision) custos.Observation {
	res := d.Resource
	if res.Validate() != nil || !res.Within(r.Domain) {
		res = r.Domain
	}
	return custos.Observation{Resource: res, Time: d.From, Payload: &d}
}
