package access

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"custos.dev/custos"
)

// Chain is what the index is filled from; package ledger implements it.
type Chain interface {
	Head(ctx context.Context) (custos.Head, error)
	HeadAt(ctx context.Context, number uint64) (custos.Head, error)
	Owners(ctx context.Context) ([]custos.Owner, error)
	// Changes returns what the blocks from and to changed, both included, in
	// their order.
	Changes(ctx context.Context, from, to uint64) ([]custos.PolicyChange, error)
}

// Follower keeps an Index new. A grant counts when it is confirmed. What takes a
// right counts at any head, and holds until a chain that is deeper by the
// confirmations does without it; once it was confirmed, no chain brings the right back.
type Follower struct {
	Chain Chain
	Index *Index
	// Kept remembers what was taken and confirmed. Without one it is remembered as long as
	// the Follower lives.
	Kept *Kept
	// Confirmations is how many blocks must stand on what gives a right.
	Confirmations uint64
	Log           *slog.Logger
	// Wake makes it look at once; a look comes each Poll anyway, each second if
	// that is zero.
	Wake <-chan struct{}
	Poll time.Duration
	// CompareEvery is how often everything is read again and compared, in case the
	// node left something out; each ten minutes if zero.
	CompareEvery time.Duration

	base   *state          // as of at, the newest confirmed block
	at     custos.BlockRef //
	digest custos.Hash     // of every change up to at
	tip    custos.Head
	above  []custos.Head         // the blocks above at, up to the tip
	recent []custos.PolicyChange // what they changed
	taken  takings
	stay   []taking // what was confirmed once and the chain as it is now gives again
	reread bool     // the comparison failed
}

var (
	// errMoved: what was read is of two chains and must not be used.
	errMoved = errors.New("blocks were replaced while they were read")
	// errDeep: another chain has replaced confirmed blocks.
	errDeep = errors.New("confirmed blocks were replaced")
)

// Run follows the chain until ctx ends. Failures leave the index as it is, to
// run stale by itself.
func (f *Follower) Run(ctx context.Context) error {
	var comparing sync.WaitGroup
	defer comparing.Wait()
	poll, every := f.Poll, f.CompareEvery
	if poll <= 0 {
		poll = time.Second
	}
	if every <= 0 {
		every = 10 * time.Minute
	}
	compared := make(chan error, 1)
	due := time.NewTimer(every)
	defer due.Stop()
	for last := ""; ctx.Err() == nil; {
		err := f.Look(ctx)
		if err != nil && ctx.Err() == nil && err.Error() != last {
			f.Log.Warn("rights cannot be read from the ledger", "err", err)
		}
		if last = ""; err != nil {
			last = err.Error()
		}
		select {
		case <-ctx.Done():
		case <-f.Wake:
		case <-time.After(poll):
		case <-due.C:
			// Beside the looking, which sees revocations meanwhile.
			at, digest, known := f.at, f.digest, f.base != nil
			comparing.Go(func() {
				var err error
				if known {
					err = compare(ctx, f.Chain, at, digest)
				}
				compared <- err
			})
		case err := <-compared:
			if err != nil && ctx.Err() == nil {
				f.Log.Error("rights were not what the ledger holds: they are read again", "err", err)
				f.reread = custos.KindOf(err) == custos.Corrupt
			}
			due.Reset(every)
		}
	}
	return nil
}

// Look reads what is new, once. The index is changed in one step, and only by
// what is known to be of one chain.
func (f *Follower) Look(ctx context.Context) error {
	var err error
	for range 3 {
		if err = f.look(ctx); !errors.Is(err, errMoved) {
			return err
		}
	}
	return custos.Errorf(custos.Unavailable, "the ledger cannot be read: %w; it is tried again", err)
}

func (f *Follower) look(ctx context.Context) error {
	head, err := f.Chain.Head(ctx)
	if err != nil {
		return err
	}
	if f.base == nil || f.reread {
		return f.rebuild(ctx, head)
	}
	if head.Hash == f.tip.Hash {
		f.Index.answered()
		return nil
	}
	from, blocks, err := f.branch(ctx, head)
	if errors.Is(err, errDeep) {
		f.Log.Error("a reorganisation replaced confirmed blocks: rights are read again, what was revoked stays so", "block", f.at.Number, "head", head.Number)
		return f.rebuild(ctx, head)
	}
	if err != nil {
		return err
	}
	changes, err := f.changes(ctx, from+1, head, blocks)
	if err != nil {
		return err
	}
	if from < f.tip.Number {
		f.drop(f.base, nil)
	}
	above := append(slices.DeleteFunc(slices.Clone(f.above), func(h custos.Head) bool { return h.Number > from }), blocks...)
	recent := append(slices.DeleteFunc(slices.Clone(f.recent), func(c custos.PolicyChange) bool { return c.Block.Number > from }), changes...)
	f.take(recent)
	if err := f.confirm(head, above, recent); err != nil {
		// What takes a right counts all the same; the rest waits, and what is known grows old.
		f.Index.state.Store(f.base.without(f.withheld()))
		return err
	}
	f.show(from, blocks)
	return nil
}

// withheld is all that the confirmed state gives and that is taken all the same.
func (f *Follower) withheld() takings {
	all := maps.Clone(f.taken)
	for _, t := range f.stay {
		all[t] = f.at.Number
	}
	return all
}

// show lets the index answer by what is known now.
func (f *Follower) show(from uint64, blocks []custos.Head) {
	before := f.Index.Dropped()
	var dropped []Dropped
	f.stay, dropped = f.Kept.taken(f.base, f.at.Number)
	if len(dropped) > len(before) {
		f.Log.Error("a reorganisation dropped what had been confirmed: it stays in force here", "dropped", len(dropped), "first", dropped[0].String())
	}
	f.Index.dropped.Store(&dropped)
	f.Index.set(f.base.without(f.withheld()), from, blocks)
}

// maxWalk is how many blocks are walked back by their parents; after a longer
// absence only the newest are, and the rest is known by the block that we had.
const maxWalk = 512

// branch finds the blocks from ours up to a new head, and the number of ours on
// which they stand.
func (f *Follower) branch(ctx context.Context, head custos.Head) (from uint64, blocks []custos.Head, err error) {
	if f.has(head.BlockRef) {
		return head.Number, nil, nil // the node went back to a block that we have
	}
	if head.Number > f.tip.Number+maxWalk {
		ours, err := f.Chain.HeadAt(ctx, f.tip.Number)
		if err != nil {
			return 0, nil, err
		}
		if ours.Hash != f.tip.Hash {
			return 0, nil, errDeep
		}
		blocks, err = f.headers(ctx, head, max(f.tip.Number+1, f.confirmed(head)))
		return f.tip.Number, blocks, err
	}
	for b := head; ; {
		blocks = append(blocks, b)
		if b.Number <= f.at.Number {
			return 0, nil, errDeep
		}
		if f.has(custos.BlockRef{Number: b.Number - 1, Hash: b.Parent}) {
			slices.Reverse(blocks)
			return b.Number - 1, blocks, nil
		}
		if b, err = f.parent(ctx, b); err != nil {
			return 0, nil, err
		}
	}
}

func (f *Follower) has(b custos.BlockRef) bool {
	if b.Number <= f.at.Number {
		return b == f.at
	}
	i := slices.IndexFunc(f.above, func(h custos.Head) bool { return h.Number == b.Number })
	return i >= 0 && f.above[i].Hash == b.Hash
}

func (f *Follower) parent(ctx context.Context, b custos.Head) (custos.Head, error) {
	p, err := f.Chain.HeadAt(ctx, b.Number-1)
	if err == nil && p.Hash != b.Parent {
		err = errMoved
	}
	return p, err
}

// headers reads the blocks from a number up to the head.
func (f *Follower) headers(ctx context.Context, head custos.Head, from uint64) ([]custos.Head, error) {
	blocks := []custos.Head{head}
	for b := head; b.Number > from; {
		var err error
		if b, err = f.parent(ctx, b); err != nil {
			return nil, err
		}
		blocks = append(blocks, b)
	}
	slices.Reverse(blocks)
	return blocks, nil
}

// changes reads what changed up to the head and checks that it is of the chain
// of the given blocks, the newest of which is the head.
func (f *Follower) changes(ctx context.Context, from uint64, head custos.Head, blocks []custos.Head) ([]custos.PolicyChange, error) {
	if from > head.Number {
		return nil, nil
	}
	changes, err := f.Chain.Changes(ctx, from, head.Number)
	if err != nil {
		return nil, err
	}
	last := from
	for _, c := range changes {
		n := c.Block.Number
		if n < last || n > head.Number {
			return nil, custos.Errorf(custos.Corrupt, "the ledger lists a change of block %d after one of block %d, asked up to %d", n, last, head.Number)
		}
		last = n
		if len(blocks) > 0 && n >= blocks[0].Number && blocks[n-blocks[0].Number].Hash != c.Block.Hash {
			return nil, errMoved
		}
	}
	// The head being still there, everything between it and our block is what it
	// was when the changes were read.
	now, err := f.Chain.HeadAt(ctx, head.Number)
	if err == nil && now.Hash != head.Hash {
		err = errMoved
	}
	return changes, err
}

func (f *Follower) take(changes []custos.PolicyChange) {
	for i := range changes {
		if t, ok := takes(&changes[i]); ok {
			f.taken[t] = max(f.taken[t], changes[i].Block.Number)
		}
	}
}

// drop keeps from blocks that are gone only what they revoked of a confirmed state: a number
// that they gave may be another's now. Where confirmed blocks are gone as well, next is the
// state that is confirmed now, which may have given the same capability another number.
func (f *Follower) drop(base, next *state) {
	alike, same := map[likeness]bool{}, map[custos.Hash]uint64{}
	for t, block := range f.taken {
		if t.capability == 0 {
			continue
		}
		n := uint32(min(t.capability, maxNumber+1))
		r := base.right(n)
		if r != nil && next == nil {
			continue
		}
		if delete(f.taken, t); r != nil {
			alike[base.likeness(r)], same[base.contents(n, r)[0]] = true, block
		}
	}
	if len(same) == 0 {
		return
	}
	for n := range next.rights.n {
		r := next.right(n)
		if r == nil || !alike[next.likeness(r)] {
			continue
		}
		if block, ok := same[next.contents(n, r)[0]]; ok {
			f.taken[taking{capability: uint64(n)}] = block
		}
	}
}

// confirmed is the number of the newest block that a head confirms. The genesis
// needs no confirmation.
func (f *Follower) confirmed(head custos.Head) uint64 {
	if head.Number < f.Confirmations {
		return 0
	}
	return head.Number - f.Confirmations
}

// confirm makes the head the tip of the blocks above at, and moves what it confirms into
// the base, once it is known for good what that takes away. After an error nothing has changed.
func (f *Follower) confirm(head custos.Head, above []custos.Head, recent []custos.PolicyChange) error {
	if n := f.confirmed(head); n > f.at.Number {
		i := firstAbove(recent, n)
		b := slices.IndexFunc(above, func(h custos.Head) bool { return h.Number == n })
		base := f.base.after(recent[:i])
		if err := f.Kept.confirm(base, recent[:i], above[b], false); err != nil {
			return err
		}
		f.base, f.digest = base, digestOf(f.digest, recent[:i])
		f.at, above, recent = above[b].BlockRef, slices.Clone(above[b+1:]), slices.Clone(recent[i:])
	}
	f.tip, f.above, f.recent = head, above, recent
	f.settle()
	return nil
}

// settle drops what of the newest takings the confirmed state says by itself.
func (f *Follower) settle() {
	maps.DeleteFunc(f.taken, func(_ taking, n uint64) bool { return n <= f.at.Number })
}

// firstAbove is where the changes above a block begin.
func firstAbove(changes []custos.PolicyChange, n uint64) int {
	i := slices.IndexFunc(changes, func(c custos.PolicyChange) bool { return c.Block.Number > n })
	if i < 0 {
		return len(changes)
	}
	return i
}

// rebuild reads everything.
func (f *Follower) rebuild(ctx context.Context, head custos.Head) error {
	owners, err := f.Chain.Owners(ctx)
	if err != nil {
		return err
	}
	blocks, err := f.headers(ctx, head, f.confirmed(head))
	if err != nil {
		return err
	}
	changes, err := f.changes(ctx, 0, head, blocks)
	if err != nil {
		return err
	}
	if f.Kept == nil {
		f.Log.Info("what was revoked is remembered only as long as this process runs")
		f.Kept = NewKept()
	}
	f.Kept.now = f.Index.now
	if f.taken == nil {
		f.taken = takings{}
	}
	// All that is confirmed goes into the base, that of the genesis too.
	i := firstAbove(changes, blocks[0].Number)
	base := newState(atGenesis(owners, changes))
	base.apply(changes[:i])
	if err := f.Kept.confirm(base, changes[:i], blocks[0], true); err != nil {
		return err
	}
	if f.base != nil {
		f.drop(f.base, base)
	}
	f.base, f.digest, f.recent = base, digestOf(custos.Hash{}, changes[:i]), slices.Clone(changes[i:])
	f.tip, f.at, f.above = head, blocks[0].BlockRef, slices.Clone(blocks[1:])
	f.take(changes)
	f.settle()
	f.reread = false
	f.show(0, blocks)
	return nil
}

// atGenesis undoes what is known to have happened to the owners since: they have
// no event of their genesis, and an owner who joined counts when confirmed.
func atGenesis(now []custos.Owner, changes []custos.PolicyChange) (owners []custos.Owner) {
	first := map[custos.Address]*custos.Owner{}
	for i := range changes {
		if o := changes[i].Owner; o != nil && first[o.Address] == nil {
			first[o.Address] = o
		}
	}
	for _, o := range now {
		switch f := first[o.Address]; {
		case f == nil:
			owners = append(owners, o)
		case !f.Active: // he left, so he was there
			was := *f
			was.Active = true
			owners = append(owners, was)
		}
	}
	return owners
}

// digestOf chains changes onto a digest of those before them.
func digestOf(d custos.Hash, changes []custos.PolicyChange) custos.Hash {
	for i := range changes {
		b, err := json.Marshal(&changes[i])
		if err != nil {
			b = fmt.Append(nil, err) // times before the year 0 or after 9999: the contract holds none
		}
		d = sha256.Sum256(append(d[:], b...))
	}
	return d
}

// compare reads all changes up to a block again. Corrupt means that they are not
// those that were read before.
func compare(ctx context.Context, chain Chain, at custos.BlockRef, digest custos.Hash) error {
	changes, err := chain.Changes(ctx, 0, at.Number)
	if err != nil {
		return err
	}
	now, err := chain.HeadAt(ctx, at.Number)
	if err != nil || now.Hash != at.Hash {
		return err // another chain: following it reads everything anyway
	}
	if digestOf(custos.Hash{}, changes) != digest {
		return custos.Errorf(custos.Corrupt, "up to block %d the node now lists other changes than it did, %d of them: check it", at.Number, len(changes))
	}
	return nil
}
