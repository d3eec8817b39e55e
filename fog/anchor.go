package fog

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/api"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/ledger"
)

// Ledger is what a master asks of the chain; package ledger implements it.
type Ledger interface {
	Chain
	Head(ctx context.Context) (custos.Head, error)
	// AnchorOf returns what the contract has for a log at the newest block.
	AnchorOf(ctx context.Context, origin string) (ledger.LogState, error)
	// Anchor sends a checkpoint and waits until it stands in a block.
	Anchor(ctx context.Context, origin string, size uint64, root custos.Hash, consistency [][]byte) (tx custos.Hash, block custos.BlockRef, gas uint64, err error)
}

// Marks are how far a log has come.
type Marks = api.Marks

// Anchorer has a log's checkpoints cosigned and puts them on the chain: at once
// after a quiet time, else every Every while the log grows, sooner when somebody waits for it
// (Hurry), and every Heartbeat while it does not. It is idempotent by the log's size: what the contract has already is
// not sent again, and after any time without a chain one transaction brings the log
// up to date.
type Anchorer struct {
	DB     masterdb.DB
	Log    *Log
	Ledger Ledger
	// Witnesses returns the owners' witnesses as they stand now, the own one among
	// them, and how many must cosign. Owners come and go while it runs.
	Witnesses     func() (peers []Peer, threshold int)
	Confirmations int
	// Every is the time between two anchors of a log that grows and that nobody waits for.
	Every time.Duration
	// Heartbeat is how often a log that does not grow is anchored again; 0 is never.
	Heartbeat time.Duration
	// Policies is what checkpoints say of the contracts' policy; nil if nothing.
	Policies *Policies
	// Halted says why nothing may be anchored now; may be nil.
	Halted func() error
	Logger *slog.Logger
	// Moved is told the marks whenever one moves; may be nil.
	Moved func(Marks)

	mu    sync.Mutex
	marks Marks
	cos   cosigners
	// state is what the contract had for the log at a head; only step touches them.
	state   ledger.LogState
	stateAt custos.Hash
	// quiet is until when the chain is left in peace; only step touches it. hurry has room for
	// one, and is taken by who ends that.
	quiet time.Time
	hurry chan struct{}
	// whole says that confirm has seen every anchor stand, or forgotten it, since the start
	// and since the chain was last shorter than its anchors.
	whole bool
	// asked is when, and for which size, witnesses were asked who do not have to sign any more.
	asked     time.Time
	askedSize uint64
	// rest and looked are what step and confirm have nothing to do for until it changes; step's
	// and confirm's alone.
	rest   atRest
	looked looked
	// written counts what the database was told of anchors and cosignatures.
	written atomic.Uint64
}

// atRest is a log that stands on the chain with all that it has.
type atRest struct {
	seen
	size uint64
	// until is when it is to be anchored again all the same; zero is never.
	until time.Time
}

// looked is what anchors were compared with.
type looked struct {
	seen
	whole bool
}

// seen is what of chain, owners and database counts.
type seen struct {
	head             custos.BlockRef
	peers, threshold int
	written          uint64
}

// seesAt is what is seen at a head.
func (a *Anchorer) seesAt(head custos.Head) seen {
	peers, threshold := a.Witnesses()
	return seen{head.BlockRef, len(peers), threshold, a.written.Load()}
}

const (
	// pollEvery is how often it is looked whether there is a new head or a new leaf.
	pollEvery = 250 * time.Millisecond
	// askAgain is how often a witness is asked who is away while enough others have signed.
	askAgain = 5 * time.Second
	// cosignEvery is the least time between two rounds of cosignatures after an anchor, and
	// between two anchors that somebody waits for.
	cosignEvery = 5 * time.Second
)

// CheckAgainstChain refuses a log that is older than what the chain says of it,
// or another one: a restored or exchanged directory (attack 4). The chain is asked in each
// of the contracts that the owners have had: where they moved to new ones, the log's first
// anchor there may be still to come, and must not be that of an older directory.
func CheckAgainstChain(ctx context.Context, l *Log, in ...Ledger) error {
	for _, ledger := range in {
		if err := checkAgainst(ctx, l, ledger); err != nil {
			return err
		}
	}
	return nil
}

func checkAgainst(ctx context.Context, l *Log, ledger Ledger) error {
	state, err := ledger.AnchorOf(ctx, l.Origin)
	if err != nil || state.Size == 0 {
		return err
	}
	size, root := state.Size, state.Root
	have, err := l.Size(ctx)
	if err != nil {
		return err
	}
	if have < size {
		return custos.Errorf(custos.Corrupt, "the log %s has %d leaves, the chain has an anchor at %d: the data directory is older than the chain. Stop the node, restore the newest copy of the directory and start it again; nothing is committed until then (docs/operations.md)", l.Origin, have, size)
	}
	got, err := l.rootAt(ctx, size)
	if err != nil {
		return err
	}
	if got != root {
		return custos.Errorf(custos.Corrupt, "the log %s has another history than the chain says at %d leaves: the data directory is of another log or was changed; restore a good copy", l.Origin, size)
	}
	return nil
}

// Marks returns how far the log has come.
func (a *Anchorer) Marks() Marks {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.marks
}

// Run works until ctx ends. The chain or the peers being away only delays it.
func (a *Anchorer) Run(ctx context.Context) error {
	a.cos = cosigners{log: a.Log, seen: map[string]uint64{}}
	a.prepare()
	if err := a.loadMarks(ctx); err != nil {
		return err
	}
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Go(func() {
		a.loop(ctx, "confirm", pollEvery, func(ctx context.Context) (time.Duration, error) { return 0, a.confirm(ctx) })
	})
	a.loop(ctx, "anchor", pollEvery, a.step)
	return nil
}

func (a *Anchorer) prepare() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.hurry == nil {
		a.hurry = make(chan struct{}, 1)
	}
}

// Hurry says that somebody waits for what the log holds to be anchored. It is, within seconds,
// and not at the end of Every.
func (a *Anchorer) Hurry() {
	a.prepare()
	select {
	case a.hurry <- struct{}{}:
	default:
	}
}

// hurried reports whether somebody waits, and takes note of it.
func (a *Anchorer) hurried() bool {
	select {
	case <-a.hurry:
		return true
	default:
		return false
	}
}

// loop calls fn again and again; a failure is logged when it is new.
func (a *Anchorer) loop(ctx context.Context, what string, every time.Duration, fn func(context.Context) (time.Duration, error)) {
	last := ""
	for ctx.Err() == nil {
		wait, err := fn(ctx)
		if err != nil && ctx.Err() == nil && err.Error() != last {
			last = err.Error()
			a.Logger.Warn(what+" is delayed", "err", err)
		} else if err == nil {
			last = ""
		}
		select {
		case <-ctx.Done():
		case <-time.After(max(wait, every)):
		}
	}
}

func (a *Anchorer) loadMarks(ctx context.Context) error {
	_, threshold := a.Witnesses()
	witnessed, err := a.DB.Witnessed(ctx, threshold)
	if err != nil {
		return err
	}
	// Anchors are looked at again from the start: the chain may have changed
	// while this master was away.
	return a.move(func(n *Marks) { n.Witnessed = witnessed })
}

func (a *Anchorer) move(change func(*Marks)) error {
	a.mu.Lock()
	before := a.marks
	change(&a.marks)
	after := a.marks
	a.mu.Unlock()
	if after != before && a.Moved != nil {
		a.Moved(after)
	}
	return nil
}

// grown notes how many leaves the log has, also while the chain is left in peace. Nobody is
// told: who commits tells of the events, and of the size with them.
func (a *Anchorer) grown(size uint64) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.marks.Size = max(a.marks.Size, size)
}

// step has the newest checkpoint cosigned and anchors it, if there is anything
// new and its time has come, and returns after how long to look again.
func (a *Anchorer) step(ctx context.Context) (time.Duration, error) {
	cp, signed, err := a.Log.Checkpoint(ctx)
	if custos.KindOf(err) == custos.NotFound {
		return 0, nil
	}
	if err != nil || cp.Size == 0 {
		return 0, err
	}
	a.grown(cp.Size)
	head, err := a.Ledger.Head(ctx)
	if err != nil {
		return 0, err
	}
	now := a.seesAt(head)
	if a.rest.seen == now && a.rest.size == cp.Size && !a.rest.due() {
		return 0, nil // what the contract has does not change without a block
	}
	a.rest = atRest{}
	state, err := a.anchorOf(ctx, head)
	if err != nil {
		return 0, err
	}
	if state.Size > cp.Size {
		return 0, custos.Errorf(custos.Corrupt, "the chain has this log at %d leaves, it has %d: the data directory is older than the chain", state.Size, cp.Size)
	}
	werr := a.witness(ctx, cp, signed)
	if a.Halted != nil {
		if err := a.Halted(); err != nil {
			return 0, errors.Join(werr, err)
		}
	}
	if state.Size == cp.Size {
		if state.Root != cp.Root {
			return 0, custos.Errorf(custos.Corrupt, "the chain has another root for this log at %d leaves", state.Size)
		}
		if err := a.recallAnchor(ctx, cp, signed, state); err != nil {
			return 0, errors.Join(werr, err)
		}
		until, err := a.beat(ctx, state)
		if err == nil && werr == nil {
			a.rest = atRest{now, cp.Size, until}
		}
		return 0, errors.Join(werr, err)
	}
	if time.Now().Before(a.quiet) && !a.hurried() {
		return a.pause(), werr
	}
	proof, err := a.Log.Consistency(ctx, state.Size, cp.Size)
	if err != nil {
		return 0, err
	}
	a.stateAt = custos.Hash{} // whatever comes of it, the chain is asked again
	tx, block, gas, err := a.Ledger.Anchor(ctx, a.Log.Origin, cp.Size, cp.Root, proof)
	if err != nil {
		return 0, errors.Join(werr, fmt.Errorf("anchor %s at %d: %w", a.Log.Origin, cp.Size, err))
	}
	a.quiet = restUntil(time.Now(), a.Every)
	return a.pause(), errors.Join(werr, a.keepAnchor(ctx, cp, signed, tx, block, gas))
}

// restUntil is when a log is anchored again that was anchored now: with all others that rest as
// long, at the multiples of that time, so that their anchors share a block and its
// confirmations; after half of it at least.
func restUntil(now time.Time, every time.Duration) time.Time {
	if every <= 0 {
		return now
	}
	next := now.Truncate(every).Add(every)
	if next.Sub(now) < every/2 {
		next = next.Add(every)
	}
	return next
}

// pause is how long a log that was anchored rests.
func (a *Anchorer) pause() time.Duration { return min(a.Every, cosignEvery) }

// anchorOf returns what the contract has for the log. Between two heads that does not change,
// and the chain is left in peace.
func (a *Anchorer) anchorOf(ctx context.Context, head custos.Head) (_ ledger.LogState, err error) {
	if a.stateAt.IsZero() || head.Hash != a.stateAt {
		if a.state, err = a.Ledger.AnchorOf(ctx, a.Log.Origin); err != nil {
			a.stateAt = custos.Hash{}
			return ledger.LogState{}, err
		}
		a.stateAt = head.Hash
	}
	return a.state, nil
}

// witness collects the cosignatures that the checkpoint does not have yet. plain is as the
// log signed it, without the policy.
func (a *Anchorer) witness(ctx context.Context, cp evidence.Checkpoint, plain string) error {
	kept, _, err := a.DB.Checkpoint(ctx, cp.Size)
	if err != nil {
		return err
	}
	have, signed := kept.Signers, kept.Note
	peers, threshold := a.Witnesses()
	if have >= len(peers) || have >= threshold && a.askedSize == cp.Size && time.Since(a.asked) < askAgain {
		return nil
	}
	a.asked, a.askedSize = time.Now(), cp.Size
	ask, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	if signed == "" || have < threshold {
		signed = a.marked(ask, cp, plain, signed)
	}
	lines, why := a.cos.collect(ask, peers, signed)
	if signed != plain && len(lines) < threshold && misunderstood(why) {
		// Some witness is of a version that knows no policy: what they can all sign counts.
		if all, err := a.cos.collect(ask, peers, plain); len(all) > len(lines) {
			signed, lines, why = plain, all, err
		}
	}
	if len(lines) <= have {
		return why
	}
	cosigs := ""
	for _, name := range slices.Sorted(maps.Keys(lines)) {
		cosigs += lines[name]
	}
	defer a.written.Add(1)
	err = a.DB.KeepCosigned(ctx, masterdb.Checkpoint{Size: cp.Size, Root: cp.Root, Note: signed, Cosignatures: cosigs, Signers: len(lines)})
	if err == nil && len(lines) >= threshold {
		err = errors.Join(a.move(func(m *Marks) { m.Witnessed = max(m.Witnessed, cp.Size) }), a.agreed(ctx, signed))
	}
	return errors.Join(err, why)
}

// marked is the checkpoint with the policy of the newest confirmed block, or the one that
// others were asked for before, as long as what it says is so. Where the chain does not
// tell, a checkpoint says nothing of it.
func (a *Anchorer) marked(ctx context.Context, cp evidence.Checkpoint, plain, before string) string {
	if a.Policies == nil {
		return plain
	}
	if was, err := evidence.ParseNote(before); err == nil && was.Policy != (evidence.Policy{}) {
		if digest, _, err := a.Policies.at(ctx, was.Policy.Block); err != nil || digest == was.Policy.Digest {
			return before
		}
	}
	var err error
	if cp.Policy, err = a.Policies.Newest(ctx); err != nil || cp.Policy == (evidence.Policy{}) {
		return plain
	}
	signed, err := a.Log.Sign(cp)
	if err != nil {
		return plain
	}
	return signed
}

// misunderstood reports that a witness refused a checkpoint for its form, as versions do
// that know no policy.
func misunderstood(why error) bool {
	for _, e := range unjoin(why) {
		if k := custos.KindOf(e); k == custos.Corrupt || k == custos.Invalid {
			return true
		}
	}
	return false
}

func unjoin(err error) []error {
	if j, ok := err.(interface{ Unwrap() []error }); ok {
		return j.Unwrap()
	}
	return []error{err}
}

// agreed remembers the policy of a checkpoint that enough owners have cosigned.
func (a *Anchorer) agreed(ctx context.Context, signed string) error {
	cp, err := evidence.ParseNote(signed)
	if err != nil || cp.Policy == (evidence.Policy{}) || a.Policies == nil {
		return err
	}
	return a.Policies.seen(ctx, cp.Policy)
}

func (a *Anchorer) keepAnchor(ctx context.Context, cp evidence.Checkpoint, signed string, tx custos.Hash, block custos.BlockRef, gas uint64) error {
	defer a.written.Add(1)
	return a.DB.KeepAnchor(ctx, masterdb.Checkpoint{Size: cp.Size, Root: cp.Root, Note: signed},
		masterdb.Anchor{Size: cp.Size, Block: block, Tx: tx, Gas: gas, Sent: time.Now()})
}

// recallAnchor records an anchor that the chain has and this database does not: a
// crash came between the transaction and its row, or another block holds it since a
// reorganisation. The contract says which block that is.
func (a *Anchorer) recallAnchor(ctx context.Context, cp evidence.Checkpoint, signed string, state ledger.LogState) error {
	there, err := a.DB.HasAnchor(ctx, cp.Size)
	if err != nil || there {
		return err
	}
	b, err := a.Ledger.Block(ctx, state.Anchored)
	if err != nil {
		return err
	}
	return a.keepAnchor(ctx, cp, signed, custos.Hash{}, b.BlockRef, 0)
}

// due reports that a log that does not grow is to be anchored again.
func (r *atRest) due() bool { return !r.until.IsZero() && !time.Now().Before(r.until) }

// beat anchors the same checkpoint once more when the last anchor is as old as the
// heartbeat, so that peers can tell a quiet log from a silent one, and returns when it will be.
func (a *Anchorer) beat(ctx context.Context, state ledger.LogState) (until time.Time, err error) {
	if a.Heartbeat <= 0 {
		return until, nil
	}
	b, err := a.Ledger.Block(ctx, state.Anchored)
	if err != nil || time.Since(b.Time) < a.Heartbeat {
		return b.Time.Add(a.Heartbeat), err
	}
	a.stateAt = custos.Hash{}
	_, block, _, err := a.Ledger.Anchor(ctx, a.Log.Origin, state.Size, state.Root, nil)
	if err != nil {
		return until, fmt.Errorf("heartbeat of %s: %w", a.Log.Origin, err)
	}
	a.Logger.Debug("heartbeat", "size", state.Size, "block", block.Number)
	return time.Now(), nil // its block is a new head, and says when the next one is due
}
