package fog

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/access"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/ledger"
	"custos.dev/custos/ledger/layout"
	"custos.dev/custos/observe"
)

// Watch looks after the other owners' logs and the chain itself: a fog that falls
// silent cannot raise the alarm about it, and a chain that contradicts what owners
// cosigned must not be built upon. It raises each alarm once, as an event of the own
// log, and says when it is over.
type Watch struct {
	DB     masterdb.DB
	Ledger WatchedLedger
	// Origin is the own log's, RootAt its root at a size that it had.
	Origin string
	RootAt func(ctx context.Context, size uint64) (custos.Hash, error)
	// Owners are the active ones.
	Owners func() []custos.Owner
	// Policies are those that were cosigned; nil if none are.
	Policies *Policies
	// Dropped lists what the chain took away and gives again; may be nil.
	Dropped func() []access.Dropped
	// Rules looks after the own domain's rules; may be nil.
	Rules *RulesWatch
	// Silence is after how long without an anchor a log is called silent.
	Silence time.Duration
	// Raise records an alarm durably.
	Raise  func(ctx context.Context, at time.Time, a observe.Alarm) error
	Now    func() time.Time
	Logger *slog.Logger

	mu sync.Mutex
	// halted is why nothing may be anchored; nil if anything may.
	halted error
	open   []observe.Alarm
	seen   map[string]sighting
	// at and logs are what was read at the last head.
	at   custos.Hash
	logs []ledger.LogState
}

// WatchedLedger is what the watch asks of the chain; package ledger implements it.
type WatchedLedger interface {
	Head(ctx context.Context) (custos.Head, error)
	Block(ctx context.Context, number uint64) (custos.Head, error)
	Logs(ctx context.Context) ([]ledger.LogState, error)
	// AcceptedChain returns the block in which the owners decided to go on with the
	// chain that holds a block; 0 if they did not.
	AcceptedChain(ctx context.Context, block custos.Hash) (uint64, error)
}

// sighting is when this master saw a log's anchor move, by its own clock: it need
// not believe the others'.
type sighting struct {
	count uint64
	at    time.Time
}

// Halted says why nothing may be anchored now.
func (w *Watch) Halted() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.halted
}

// Open are the alarms that are not over.
func (w *Watch) Open() []observe.Alarm {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]observe.Alarm{}, w.open...)
}

// Logs are what the chain holds of the logs, as of the last look.
func (w *Watch) Logs() []ledger.LogState {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.logs
}

// Run looks until ctx ends.
func (w *Watch) Run(ctx context.Context) error {
	last := ""
	for ctx.Err() == nil {
		err := w.Look(ctx)
		if err != nil && ctx.Err() == nil && err.Error() != last {
			w.Logger.Warn("the other owners' logs cannot be looked after", "err", err)
		}
		if last = ""; err != nil {
			last = err.Error()
		}
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
	return nil
}

// Look looks once.
func (w *Watch) Look(ctx context.Context) error {
	head, err := w.Ledger.Head(ctx)
	if err != nil {
		return err
	}
	if head.Hash != w.at {
		logs, err := w.Ledger.Logs(ctx)
		if err != nil {
			return err
		}
		w.mu.Lock()
		w.at, w.logs = head.Hash, logs
		w.mu.Unlock()
	}
	for _, l := range w.logs {
		if err := w.lookAtChain(ctx, l); err != nil {
			return err
		}
		if err := w.lookForSilence(ctx, l); err != nil {
			return err
		}
	}
	err = errors.Join(w.lookAtPolicy(ctx), w.lookForDropped(ctx))
	return errors.Join(err, w.load(ctx))
}

// lookAtChain compares what the contract has for a log with what is known of it
// without the chain: the own log's tree, or what this master cosigned.
func (w *Watch) lookAtChain(ctx context.Context, l ledger.LogState) error {
	known, ok, err := w.known(ctx, l)
	if err != nil {
		return err
	}
	alarm, open, err := w.DB.Alarm(ctx, observe.AlarmChain, l.Origin)
	if err != nil {
		return err
	}
	was := alarm.Block
	if ok && known != l.Root {
		b, err := w.Ledger.Block(ctx, l.Anchored)
		if err != nil {
			return err
		}
		if accepted, err := w.Ledger.AcceptedChain(ctx, b.Hash); err != nil || accepted != 0 {
			if err != nil || !open {
				return err
			}
			return w.goOn(ctx, l.Origin, accepted)
		}
		return w.raise(ctx, observe.AlarmChain, l.Origin, b.BlockRef, fmt.Sprintf(
			"block %d (%s) holds the root %s of %s at %d leaves, but %s is what was cosigned: nothing is anchored until the owners decide; `custos ledger resolve` shows how", b.Number, b.Hash, l.Root, l.Origin, l.Size, known))
	}
	if !open {
		return nil
	}
	// The log went on from there. Only that chain's being gone, or the owners'
	// word, ends the alarm: a forger who anchors once more does not.
	if accepted, err := w.Ledger.AcceptedChain(ctx, was.Hash); err != nil || accepted != 0 {
		if err != nil {
			return err
		}
		return w.goOn(ctx, l.Origin, accepted)
	}
	head, err := w.Ledger.Head(ctx)
	if err != nil || head.Number < was.Number {
		return err
	}
	if b, err := w.Ledger.Block(ctx, was.Number); err != nil || b.Hash == was.Hash {
		return err
	}
	return w.over(ctx, observe.AlarmChain, l.Origin, "the chain that held the contradiction is gone")
}

// goOn ends the alarm about a log, since the owners decided to go on with the chain: with
// the policy that it holds, too.
func (w *Watch) goOn(ctx context.Context, origin string, accepted uint64) error {
	if err := w.Policies.accept(ctx); err != nil {
		return err
	}
	return w.over(ctx, observe.AlarmChain, origin, fmt.Sprintf("the owners decided in block %d to go on", accepted))
}

// known returns the root that a log must have at the size that the contract has.
func (w *Watch) known(ctx context.Context, l ledger.LogState) (root custos.Hash, ok bool, err error) {
	if l.Size == 0 {
		return root, false, nil
	}
	if l.Origin == w.Origin {
		root, err = w.RootAt(ctx, l.Size)
		return root, err == nil, nil // a log shorter than its anchor is the anchorer's to refuse
	}
	return w.DB.CosignedRoot(ctx, l.Origin, l.Size)
}

// lookForSilence raises the alarm about another active owner's log that was not
// anchored for longer than Silence, as this master saw it.
func (w *Watch) lookForSilence(ctx context.Context, l ledger.LogState) error {
	if l.Origin == w.Origin || w.Silence <= 0 || l.Count == 0 {
		return nil
	}
	active := false
	for _, o := range w.Owners() {
		active = active || layout.PathHash(o.Domain) == l.Domain
	}
	now := w.Now()
	if w.seen == nil {
		w.seen = map[string]sighting{}
	}
	s, ok := w.seen[l.Origin]
	if !ok || s.count != l.Count {
		at := now
		if !ok {
			// Of before this start, the block's time is all there is.
			b, err := w.Ledger.Block(ctx, l.Anchored)
			if err != nil {
				return err
			}
			if b.Time.Before(now) {
				at = b.Time
			}
		}
		s = sighting{l.Count, at}
		w.seen[l.Origin] = s
	}
	quiet := now.Sub(s.at)
	if active && quiet > w.Silence {
		return w.raise(ctx, observe.AlarmSilent, l.Origin, custos.BlockRef{}, fmt.Sprintf(
			"%s was last anchored at %s, at %d leaves; its heartbeat is missing for %s: its fog is down, cut off, or withholds", l.Origin, s.at.UTC().Format(time.RFC3339), l.Size, quiet.Round(time.Second)))
	}
	why := "it was anchored again"
	if !active {
		why = "its owner is not one any more"
	}
	return w.over(ctx, observe.AlarmSilent, l.Origin, why)
}

// Forked raises the alarm about a log that asked for a cosignature of another
// history than the one that was cosigned before. It stays open: a log that told two
// stories has no way back.
func (w *Watch) Forked(ctx context.Context, origin string, why error) error {
	return w.raise(ctx, observe.AlarmForked, origin, custos.BlockRef{}, fmt.Sprintf("%s: %v", origin, why))
}

// raise records an alarm that is not open yet: first as an event, then as open, so
// that a crash between may tell it twice and never not at all.
func (w *Watch) raise(ctx context.Context, about observe.AlarmKind, origin string, block custos.BlockRef, reason string) error {
	if _, open, err := w.DB.Alarm(ctx, about, origin); err != nil || open {
		return err
	}
	w.Logger.Error("alarm", "about", about, "log", origin, "reason", reason)
	if err := w.Raise(ctx, w.Now(), observe.Alarm{About: about, Origin: origin, Reason: reason}); err != nil {
		return err
	}
	err := w.DB.OpenAlarm(ctx, masterdb.Alarm{About: about, Origin: origin, Reason: reason, Block: block})
	return errors.Join(err, w.load(ctx))
}

func (w *Watch) over(ctx context.Context, about observe.AlarmKind, origin, reason string) error {
	if _, open, err := w.DB.Alarm(ctx, about, origin); err != nil || !open {
		return err
	}
	w.Logger.Info("an alarm is over", "about", about, "log", origin, "reason", reason)
	if err := w.Raise(ctx, w.Now(), observe.Alarm{About: about, Origin: origin, Reason: reason, Over: true}); err != nil {
		return err
	}
	err := w.DB.CloseAlarm(ctx, about, origin)
	return errors.Join(err, w.load(ctx))
}

// load reads which alarms are open; Halted is right from then on. It runs before
// anything is anchored.
func (w *Watch) load(ctx context.Context) error {
	rows, err := w.DB.Alarms(ctx)
	if err != nil {
		return err
	}
	var open []observe.Alarm
	var halted error
	for _, row := range rows {
		a := observe.Alarm{About: row.About, Origin: row.Origin, Reason: row.Reason}
		if a.About == observe.AlarmChain {
			halted = custos.Errorf(custos.Conflict, "the chain contradicts what was cosigned: %s", a.Reason)
		}
		open = append(open, a)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.open, w.halted = open, halted
	return nil
}
