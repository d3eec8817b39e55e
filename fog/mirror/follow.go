package mirror

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/service"
)

const (
	// chunkBytes and chunkLeaves are about how much is checked and written at once: a mirror that
	// catches up needs the memory of two.
	chunkBytes, chunkLeaves = 16 << 20, 8192
	// compareEvery is how often a log that does not grow is held against what is known otherwise.
	compareEvery = time.Minute
	// pageLeaves is how many entries are asked for in one request.
	pageLeaves = 2048
)

// Log is another owner's log as the registry has it now, and who may be asked for it.
type Log struct {
	Origin string
	Owner  custos.OwnerName
	Keys   Keys
	// Own is its own master; nil while nobody knows where that answers.
	Own *Remote
	// Others are the other owners' masters, which may mirror it.
	Others []*Remote
}

// Follower mirrors one log: it follows its checkpoints, checks all that it is given, and writes it
// down. It is used by one goroutine; Health by any.
type Follower struct {
	Store *Store
	// Log returns how the log is known now; false if it is mirrored no more.
	Log func() (Log, bool)
	// Known returns roots of the log that are known otherwise; may be nil.
	Known func(ctx context.Context, origin string) ([]Known, error)
	// Forked is told of a log that shrank or forked; may be nil. It is told again and again.
	Forked func(ctx context.Context, origin string, why error)
	// Wants is which bodies are kept, Full says why no more of them are taken now; "" if they are.
	Wants Wanted
	Full  func() string
	// Now is the clock; nil is time.Now.
	Now    func() time.Time
	Logger *slog.Logger

	// chunk is how many leaves are checked and written at once; 0 is chunkLeaves, a test takes less.
	chunk int

	mu     sync.Mutex
	health Health

	filled   time.Time // when missing bodies were asked for last
	fillAt   uint64    // where among them
	compared time.Time // when what is mirrored was held against what is known otherwise
	removed  time.Time // when removals were asked for last
	bodies   error     // why bodies were not taken lately
	// passOver is whose mirror did not give what it had a checkpoint of: it is left out once.
	passOver string
}

func (f *Follower) now() time.Time {
	if f.Now == nil {
		return time.Now()
	}
	return f.Now()
}

// Step does what there is to do now: follows the newest checkpoint, takes away what was removed,
// fills in what was missing. It reports whether the mirror has grown.
func (f *Follower) Step(ctx context.Context) (grown bool, err error) {
	l, ok := f.Log()
	if !ok {
		return false, nil
	}
	f.mu.Lock()
	f.health.Origin, f.health.Owner = l.Origin, l.Owner
	f.mu.Unlock()
	f.bodies = nil
	if grown, err = f.follow(ctx, l); err == nil {
		err = f.takeAway(ctx, l)
	}
	if err == nil {
		err = f.fill(ctx, l)
	}
	if s := (*story)(nil); errors.As(err, &s) {
		if aside, e := f.Store.supersede(l.Keys.id()); aside || e != nil {
			err = errors.Join(e, custos.Errorf(custos.Unavailable, "%s begins a new log by other keys: it is mirrored anew", l.Owner))
		} else if f.Forked != nil {
			f.Forked(ctx, l.Origin, s.why)
		}
	}
	f.note(l, err)
	return grown, err
}

// newest is the newest checkpoint that can be had: the log's own master's, or that of whichever
// mirror has the largest while that master does not answer.
func (f *Follower) newest(ctx context.Context, l Log) (cp evidence.Checkpoint, signed string, from *Remote, err error) {
	ask := func(r *Remote) (evidence.Checkpoint, string, error) {
		signed, err := r.Checkpoint(ctx, l.Origin)
		if err != nil {
			return evidence.Checkpoint{}, "", err
		}
		cp, err := l.Keys.open(l.Origin, signed)
		return cp, signed, err
	}
	err = custos.Errorf(custos.Unavailable, "no fog of %s says in the registry where it answers", l.Owner)
	if l.Own != nil {
		if cp, signed, err = ask(l.Own); err == nil || !away(err) {
			return cp, signed, l.Own, err
		}
	}
	passed := f.passOver
	f.passOver = ""
	for _, r := range l.Others {
		if r.Of == passed {
			continue
		}
		if theirs, said, e := ask(r); e == nil && theirs.Size > cp.Size {
			cp, signed, from = theirs, said, r
		}
	}
	if from == nil {
		return cp, "", nil, err
	}
	return cp, signed, from, nil
}

// away says that somebody could not be asked.
func away(err error) bool { return custos.KindOf(err) == custos.Unavailable }

// follow extends the mirror to the newest checkpoint.
func (f *Follower) follow(ctx context.Context, l Log) (grown bool, err error) {
	held, _, err := f.Store.Held()
	if err != nil {
		return false, err
	}
	if err := f.begin(ctx, l); err != nil {
		return false, err
	}
	covered, _, err := f.Store.Checkpoint()
	if err != nil && custos.KindOf(err) != custos.NotFound {
		return false, err
	}
	cp, signed, from, err := f.newest(ctx, l)
	if custos.KindOf(err) == custos.NotFound && held.Size == 0 {
		return false, nil // it has no leaf yet
	}
	if err != nil {
		return false, err
	}
	defer func() {
		if s := (*story)(nil); errors.As(err, &s) {
			f.keepStory(cp, signed)
		}
	}()
	f.saw(cp.Size)
	if cp == covered && f.now().Sub(f.compared) < compareEvery {
		return false, nil
	}
	f.compared = f.now()
	known, err := f.known(ctx, l.Origin)
	if err != nil {
		return false, err
	}
	if err := f.hold(held, known); err != nil {
		return false, err
	}
	if cp.Size <= held.Size {
		return false, f.again(cp, signed, held, from == l.Own)
	}
	if grown, err = f.grow(ctx, l, cp, signed, held, from, known); err != nil && from != l.Own {
		f.passOver = from.Of // another one's turn
	}
	return grown, err
}

func (f *Follower) known(ctx context.Context, origin string) ([]Known, error) {
	if f.Known == nil {
		return nil, nil
	}
	return f.Known(ctx, origin)
}

// hold holds what is mirrored against what is known otherwise.
func (f *Follower) hold(held evidence.Checkpoint, known []Known) error {
	for _, k := range known {
		if k.Size == 0 || k.Size > held.Size {
			continue
		}
		root, err := f.Store.rootAt(k.Size)
		if err != nil {
			return err
		}
		if err := k.holds(root); err != nil {
			return err
		}
	}
	return nil
}

// holds is nil if the log had that root at that size.
func (k Known) holds(root custos.Hash) error {
	if root != k.Root {
		return twoStories("the log had the root %s at %d leaves, and %s has %s", root, k.Size, k.By, k.Root)
	}
	return nil
}

// again is a checkpoint that is not larger than what is mirrored.
func (f *Follower) again(cp evidence.Checkpoint, signed string, held evidence.Checkpoint, own bool) error {
	root, err := f.Store.rootAt(cp.Size)
	if err != nil {
		return err
	}
	switch {
	case root != cp.Root:
		return twoStories("the log signed the root %s at %d leaves, and had %s there", cp.Root, cp.Size, root)
	case cp.Size < held.Size && own:
		return twoStories("the log shrank from %d to %d leaves: it was reset, or put back from an old copy", held.Size, cp.Size)
	case cp.Size < held.Size:
		return nil // another mirror is behind this one
	case cp.Size == 0:
		return nil // nothing to mirror yet
	}
	// A crash may have come between the last leaf and its checkpoint.
	if covered, _, err := f.Store.Checkpoint(); err == nil && covered.Size == cp.Size {
		return nil
	}
	return f.Store.cover(cp, signed)
}

// grow fetches the leaves up to a checkpoint, in pieces each of which is checked against it before
// it is written.
func (f *Follower) grow(ctx context.Context, l Log, cp evidence.Checkpoint, signed string, held evidence.Checkpoint, from *Remote, known []Known) (grown bool, err error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	pages := f.pages(ctx, from, l.Origin, held.Size, cp.Size)
	for size := held.Size; size < cp.Size; {
		entries, err := pages.chunk(ctx)
		if err != nil {
			return grown, err
		}
		if len(entries) == 0 {
			return grown, custos.Errorf(custos.Unavailable, "%s gives no leaf %d yet, and signed %d", from.Name(), size, cp.Size)
		}
		var other error
		g, err := f.Store.grow(entries, func(size uint64, root func() custos.Hash) {
			for _, k := range known {
				if k.Size == size && other == nil {
					other = k.holds(root())
				}
			}
		})
		if err != nil {
			return grown, err
		}
		if err := f.bound(ctx, g, l, cp, held, from); err != nil {
			return grown, err
		}
		if other != nil {
			return grown, other // after bound: it is the log's story, not of who answered
		}
		f.take(g, from == l.Own)
		if err := f.Store.append(g); err != nil {
			return grown, err
		}
		grown, size = true, g.tree.size
		f.progress(size)
	}
	if err := f.Store.cover(cp, signed); err != nil {
		return grown, err
	}
	return grown, f.Store.signedBy(l.Keys.id())
}

// bound checks that what a mirror grows by is a part of the checkpoint's tree.
func (f *Follower) bound(ctx context.Context, g *growth, l Log, cp, held evidence.Checkpoint, from *Remote) error {
	root := g.tree.root()
	wrong := custos.Errorf(custos.Corrupt, "the leaves %d to %d that %s gives are not those of the tree that %s signed", held.Size, g.tree.size, from.Name(), l.Origin)
	if g.tree.size == cp.Size {
		if root == cp.Root {
			return nil
		}
		return diagnose(ctx, from.tile(l.Origin), held, cp, wrong)
	}
	err := consistency(ctx, from.tile(l.Origin), g.tree.size, root, cp)
	if err == nil || away(err) {
		return err
	}
	return diagnose(ctx, from.tile(l.Origin), held, cp, errors.Join(wrong, err))
}

// take checks the bodies that came with leaves: what does not match is left out, and asked for again.
func (f *Follower) take(g *growth, own bool) {
	full := f.full() != ""
	for i := range g.entries {
		e := &g.entries[i]
		if f.Wants == None || full {
			e.Bodies = nil
		}
		if !own {
			e.disown()
		}
		missing, err := e.check(f.Wants)
		if err != nil {
			f.bodies = err
		}
		if missing {
			g.missing = g.missing.plus([2]uint64{e.Index, e.Index + 1})
		}
	}
}

// disown takes it for no removal that another than the log's own master says so.
func (e *Entry) disown() {
	for i := range e.Bodies {
		e.Bodies[i].Removed = false
	}
}

func (f *Follower) full() string {
	if f.Full == nil {
		return ""
	}
	return f.Full()
}

// wanted is what is asked for now.
func (f *Follower) wanted() Wanted {
	if f.full() != "" {
		return None
	}
	return f.Wants
}

// stories is how many contradicting checkpoints are kept of a log at most.
const stories = 16

// keepStory keeps a signed checkpoint that contradicts another: with that one it is the proof that
// the chain takes (Anchors.reportFork).
func (f *Follower) keepStory(cp evidence.Checkpoint, signed string) {
	dir := filepath.Join(f.Store.Dir, "forked")
	have, _ := os.ReadDir(dir)
	path := filepath.Join(dir, cp.Root.String()[:16]+".checkpoint")
	if _, err := os.Stat(path); err == nil || len(have) >= stories {
		return
	}
	err := os.MkdirAll(dir, 0o700)
	if err == nil {
		err = service.WriteFile(path, []byte(signed), 0o600)
	}
	if err != nil {
		f.Logger.Error("a contradicting checkpoint cannot be kept", "log", f.Store.Origin, "err", err)
	}
}
