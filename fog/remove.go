package fog

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"log/slog"
	"slices"
	"sync"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/observe"
)

const (
	// removeAtOnce is how many events one tombstone of the master names at most.
	removeAtOnce = 512
	// applyAtOnce is how many bodies one transaction takes away: commits wait no longer.
	applyAtOnce = 64
)

// Remover takes bodies of events out of a master's database for good. What goes is planned,
// told by a tombstone that comes into the log by way of the master's own journal, and goes
// then. Each of these is durable before the next, and whoever comes after a crash goes on
// where it ended. Also a tombstone that this database has not planned is applied: the database
// may have been put back from a copy of before.
type Remover struct {
	DB masterdb.DB
	// Service is the master's own, whose tombstones count.
	Service custos.ServiceID
	// Say puts a tombstone into the master's journal. It is durable there when it returns nil.
	Say func(ctx context.Context, t observe.Tombstone) error
	// Said reports whether the journal holds the tombstone of a removal.
	Said func(ctx context.Context, removal string) (bool, error)
	// Publish has a checkpoint of the log cover all of its leaves: before that no body goes, since
	// to who audits a master that was killed a leaf that no checkpoint covers is not in the log.
	// May be nil.
	Publish func(ctx context.Context) error
	// Now is the master's clock; nil is time.Now.
	Now    func() time.Time
	Logger *slog.Logger

	// step is called before each step; a test makes it fail there.
	step func(name string) error
	mu   sync.Mutex
	told map[string]bool // whose tombstones are in the journal, as far as this life knows
}

func (r *Remover) now() time.Time {
	if r.Now == nil {
		return time.Now()
	}
	return r.Now()
}

func (r *Remover) at(name string) error {
	if r.step == nil {
		return nil
	}
	return r.step(name)
}

// Begin plans the removal of events, of one service, in their order, and returns how many of
// them it names: the others are for another one. Those whose bodies are gone are not named.
func (r *Remover) Begin(ctx context.Context, events []masterdb.Header, why observe.Cause) (n int, err error) {
	t := observe.Tombstone{Cause: why, At: r.now().UTC()}
	var digest observe.TombstoneDigest
	for _, e := range events {
		if n == removeAtOnce || n > 0 && e.Service != t.Service {
			break
		}
		if !grow(&t.Spans, e.Boot, e.Seq) {
			break
		}
		n++
		t.Service, t.Count, t.Bytes = e.Service, t.Count+1, t.Bytes+e.Bytes
		if t.From.IsZero() || e.Time.Before(t.From) {
			t.From = e.Time
		}
		if e.Time.After(t.Until) {
			t.Until = e.Time
		}
		if !slices.Contains(t.Kinds, e.Kind) {
			t.Kinds = append(t.Kinds, e.Kind)
		}
		digest.Add(e.ID, e.Kind, e.Resource, e.Time, e.Commitment)
	}
	if n == 0 {
		return 0, nil
	}
	slices.Sort(t.Kinds)
	t.Digest = digest.Sum()
	var name [8]byte
	_, _ = rand.Read(name[:]) // never fails, by its contract
	t.Removal = hex.EncodeToString(name[:])
	if err := t.Check(); err != nil {
		return 0, err
	}
	if err := r.at("plan"); err != nil {
		return 0, err
	}
	return n, r.DB.Plan(ctx, t)
}

// grow adds a number to the spans, and reports whether a tombstone has room for it.
func grow(spans *[]observe.Span, boot, seq uint64) bool {
	if n := len(*spans); n > 0 {
		if last := &(*spans)[n-1]; last.Boot == boot && last.Last+1 == seq {
			last.Last = seq
			return true
		}
	}
	if len(*spans) == observe.MaxSpans {
		return false
	}
	*spans = append(*spans, observe.Span{Boot: boot, First: seq, Last: seq})
	return true
}

// Turn does what there is to do now: looks for tombstones that came into the log, tells of
// removals that are planned, and takes away what is told. It reports whether a removal is under
// way: nothing new is planned until then.
func (r *Remover) Turn(ctx context.Context) (busy bool, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.adopt(ctx); err != nil {
		return true, err
	}
	open, err := r.DB.Unfinished(ctx)
	if err != nil {
		return true, err
	}
	for _, p := range open {
		if p.Told {
			err = r.apply(ctx, p.Tombstone)
		} else {
			busy, err = true, r.tell(ctx, p.Tombstone)
		}
		if err != nil {
			return true, err
		}
	}
	return busy, nil
}

// adopt takes over what the log's new tombstones say.
func (r *Remover) adopt(ctx context.Context) error {
	const page = 100
	for {
		after, err := r.DB.Adopted(ctx)
		if err != nil {
			return err
		}
		var told []observe.Tombstone
		n, last := 0, after
		for row, err := range r.DB.List(ctx, masterdb.Filter{Kinds: []custos.Kind{observe.KindTombstone}, Forward: true, After: after, Limit: page}) {
			if err != nil {
				return err
			}
			n, last = n+1, row.N
			if t, ok := r.own(row); ok {
				told = append(told, t)
			}
		}
		if n == 0 {
			return nil
		}
		if err := r.at("adopt"); err != nil {
			return err
		}
		if err := r.DB.Adopt(ctx, last, told); err != nil || n < page {
			return err
		}
	}
}

// own reads a tombstone of this master about events.
func (r *Remover) own(row masterdb.Event) (observe.Tombstone, bool) {
	return ownTombstone(row, r.Service)
}

// ownTombstone reads a tombstone about events of a master. One of another service takes nothing away,
// whatever it names.
func ownTombstone(row masterdb.Event, master custos.ServiceID) (observe.Tombstone, bool) {
	e, _, err := openRow(row)
	if err != nil || e.Service != master {
		return observe.Tombstone{}, false
	}
	t, ok := observe.As[*observe.Tombstone](e)
	if !ok || t.Segments || t.Check() != nil {
		return observe.Tombstone{}, false
	}
	return *t, true
}

// tell has the tombstone of a removal in the journal, once.
func (r *Remover) tell(ctx context.Context, t observe.Tombstone) error {
	if r.told[t.Removal] {
		return nil
	}
	there, err := r.Said(ctx, t.Removal)
	if err == nil && !there {
		if err = r.at("tell"); err == nil {
			err = r.Say(ctx, t)
		}
	}
	if err != nil {
		return err
	}
	if r.told == nil {
		r.told = map[string]bool{}
	}
	r.told[t.Removal] = true
	return nil
}

// apply takes the bodies away that a tombstone in the log names.
func (r *Remover) apply(ctx context.Context, t observe.Tombstone) error {
	if r.Publish != nil {
		if err := r.Publish(ctx); err != nil {
			return err
		}
	}
	for done := false; !done; {
		if err := r.at("apply"); err != nil {
			return err
		}
		var err error
		if done, err = r.DB.Apply(ctx, t.Removal, applyAtOnce); err != nil {
			return err
		}
	}
	if err := r.at("finish"); err != nil {
		return err
	}
	if err := r.DB.Finish(ctx, t.Removal, r.now()); err != nil {
		return err
	}
	delete(r.told, t.Removal)
	r.Logger.Info("bodies of events were removed", "removal", t.Removal, "service", t.Service, "events", t.Count, "cause", t.Cause.Text(nil))
	return nil
}

// inOrder puts headers into the order in which removals name them: by service, life and number.
func inOrder(events []masterdb.Header) {
	slices.SortFunc(events, func(a, b masterdb.Header) int {
		return cmp.Or(cmp.Compare(a.Service, b.Service), cmp.Compare(a.Boot, b.Boot), cmp.Compare(a.Seq, b.Seq))
	})
}
