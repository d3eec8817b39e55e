package journal

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"custos.dev/custos"

	"custos.dev/custos/evidence"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/observe"
	"custos.dev/custos/observe/observetest"
)

// holder is a master as far as a journal sees it: batches in their order.
type holder struct {
	held []Held
	page int // how many batches it gives at once
}

func (h *holder) ask(_ context.Context, what string, data []byte) ([]byte, error) {
	if what == StandingRequest {
		var q Question
		if err := json.Unmarshal(data, &q); err != nil {
			return nil, err
		}
		return json.Marshal(h.standing(q))
	}
	var c Commit
	if err := json.Unmarshal(data, &c); err != nil {
		return nil, err
	}
	b, err := c.Leaf.Open()
	if err != nil {
		return nil, err
	}
	if n := len(h.held); n > 0 {
		if last := h.held[n-1].Leaf; string(last) == string(c.Leaf) {
			return acknowledged(&c, uint64(n-1))
		} else if b.Prev != last.Hash() {
			return nil, custos.Errorf(custos.Conflict, "it does not follow the batch before it")
		}
	} else if !b.Prev.IsZero() {
		return nil, custos.Errorf(custos.Conflict, "nothing is held of what came before it")
	}
	h.held = append(h.held, Held{Index: uint64(len(h.held)), Leaf: c.Leaf, Events: c.Events})
	return acknowledged(&c, uint64(len(h.held)-1))
}

func (h *holder) standing(q Question) Standing {
	s, at := Standing{Common: -1}, -1
	for i, k := range q.Known {
		if at = slices.IndexFunc(h.held, func(b Held) bool { return b.Leaf.Hash() == k.Leaf }); at >= 0 {
			s.Common, s.Index = i, uint64(at)
			break
		}
	}
	s.Ahead = at+1 < len(h.held)
	if q.Follow {
		s.Batches = h.held[at+1 : min(at+1+h.page, len(h.held))]
		s.More = at+1+h.page < len(h.held)
	}
	return s
}

func (h *holder) events(t *testing.T) (out []uint64) {
	t.Helper()
	for i := range h.held {
		_, events, err := h.held[i].events(service)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			out = append(out, observetest.Payload[*observe.Stream](t, &e.Event).Frames)
		}
	}
	return out
}

// life opens a journal and gives it a way to its master.
func life(t *testing.T, dir string, k *key.Key, h *holder) *Forwarder {
	t.Helper()
	j := open(t, dir, k)
	t.Cleanup(func() { _ = j.Close() })
	return &Forwarder{
		Journal: j, Ask: h.ask, Log: slog.New(slog.DiscardHandler),
		Head: func() custos.BlockRef { return custos.BlockRef{Number: 9, Hash: custos.Hash{9}} },
	}
}

func numbered(from, n uint64) []custos.Observation {
	out := observed(int(n))
	for i := range out {
		out[i].Payload.(*observe.Stream).Frames = from + uint64(i)
	}
	return out
}

// deliver brings what a journal has to its master.
func (f *Forwarder) deliver(t *testing.T) {
	t.Helper()
	if err := f.tryDeliver(); err != nil {
		t.Fatal(err)
	}
}

func (f *Forwarder) tryDeliver() error {
	for range 200 {
		if more, err := f.Turn(context.Background()); err != nil || !more {
			return err
		}
	}
	return errors.New("it does not come to an end")
}

func copyDir(t *testing.T, from, to string) {
	t.Helper()
	if err := errors.Join(os.RemoveAll(to), os.CopyFS(to, os.DirFS(from))); err != nil {
		t.Fatal(err)
	}
}

// TestCrashBetweenHealingSteps ends a life at each durable step of a healing, before it is
// applied and after, and lets the next one go on.
func TestCrashBetweenHealingSteps(t *testing.T) {
	crash := errors.New("crash")
	ctx := context.Background()
	for _, c := range []struct {
		what  string
		steps []string
		// apart makes journal and master disagree, and returns what the master is to have.
		apart func(t *testing.T, dir string, k *key.Key, h *holder) []uint64
	}{
		{"the master lacks batches", []string{"send again", "acknowledge"}, func(t *testing.T, dir string, k *key.Key, h *holder) []uint64 {
			f := life(t, dir, k, h)
			for i := range uint64(4) {
				if err := f.Journal.Append(ctx, numbered(2*i+1, 2)); err != nil {
					t.Fatal(err)
				}
				f.deliver(t)
			}
			_ = f.Journal.Close()
			h.held = h.held[:1]
			return []uint64{1, 2, 3, 4, 5, 6, 7, 8}
		}},
		{"the journal lacks batches, and its numbers are taken", []string{"take over", "finish healing", "acknowledge"}, func(t *testing.T, dir string, k *key.Key, h *holder) []uint64 {
			f := life(t, dir, k, h)
			if err := f.Journal.Append(ctx, numbered(1, 2)); err != nil {
				t.Fatal(err)
			}
			f.deliver(t)
			// From here on lives are numbered by counting, as on a machine without a clock.
			if err := f.Journal.db.Transact(ctx, func(tx *sql.Tx) error {
				_, err := tx.Exec("INSERT INTO life SELECT max(boot) + 1000000000 FROM life")
				return err
			}); err != nil {
				t.Fatal(err)
			}
			_ = f.Journal.Close()
			copyDir(t, dir, dir+"-copy")
			for i := range uint64(3) {
				f = life(t, dir, k, h)
				if err := f.Journal.Append(ctx, numbered(3+2*i, 2)); err != nil {
					t.Fatal(err)
				}
				f.deliver(t)
				_ = f.Journal.Close()
			}
			copyDir(t, dir+"-copy", dir)
			f = life(t, dir, k, h)
			if err := f.Journal.Append(ctx, numbered(9, 3)); err != nil {
				t.Fatal(err)
			}
			_ = f.Journal.Close()
			return []uint64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}
		}},
	} {
		for _, step := range c.steps {
			for _, at := range []string{step, step + ", applied"} {
				for nth := range 2 {
					t.Run(fmt.Sprintf("%s: crash %d at %q", c.what, nth, at), func(t *testing.T) {
						dir, k, h := filepath.Join(t.TempDir(), "journal"), newKey(t), &holder{page: 1}
						want := c.apart(t, dir, k, h)
						f := life(t, dir, k, h)
						left := nth
						f.Journal.step = func(s string) error {
							if s == at {
								if left--; left < 0 {
									return crash
								}
							}
							return nil
						}
						if err := f.tryDeliver(); !errors.Is(err, crash) && nth == 0 {
							t.Fatalf("it went on: %v", err)
						}
						// This life goes on seeing things before it ends.
						if err := f.Journal.Append(ctx, numbered(uint64(len(want))+1, 1)); err != nil {
							t.Fatal(err)
						}
						want = append(want, uint64(len(want))+1)
						_ = f.Journal.Close()
						f = life(t, dir, k, h)
						f.deliver(t)
						if got := h.events(t); !slices.Equal(got, want) {
							t.Fatalf("the master has %v, want %v", got, want)
						}
						if n, err := f.Journal.Unacknowledged(ctx); n != 0 || err != nil {
							t.Fatalf("%d events wait, %v", n, err)
						}
						all, err := f.Journal.after(ctx, since{Max: 256})
						if err != nil || len(all.Events) != len(want) {
							t.Fatalf("the journal has %d events, %v", len(all.Events), err)
						}
					})
				}
			}
		}
	}
}

// A log only grows: an acknowledgement that puts a batch before the one before it is not the
// master's word.
func TestAcknowledgementThatCannotBe(t *testing.T) {
	h := &holder{page: 1}
	f := life(t, t.TempDir(), newKey(t), h)
	for i := range uint64(3) {
		if err := f.Journal.Append(context.Background(), numbered(i+1, 1)); err != nil {
			t.Fatal(err)
		}
		if i == 2 {
			f.Ask = func(_ context.Context, _ string, data []byte) ([]byte, error) {
				f.Ask = h.ask
				var c Commit
				if err := json.Unmarshal(data, &c); err != nil {
					return nil, err
				}
				return acknowledged(&c, 0)
			}
		}
		f.deliver(t)
	}
	if got := h.events(t); !slices.Equal(got, []uint64{1, 2, 3}) {
		t.Fatalf("the master has %v", got)
	}
}

// Of a batch that is taken over some events may be here, and others stand in their place.
func TestTakenOverAmongOwnEvents(t *testing.T) {
	ctx := context.Background()
	dir, k, h := filepath.Join(t.TempDir(), "journal"), newKey(t), &holder{page: 1}
	f := life(t, dir, k, h)
	if err := f.Journal.Append(ctx, numbered(1, 2)); err != nil {
		t.Fatal(err)
	}
	boot := f.Journal.Boot()
	copyDir(t, dir, dir+"-copy")
	if err := f.Journal.Append(ctx, numbered(3, 1)); err != nil {
		t.Fatal(err)
	}
	f.deliver(t)
	_ = f.Journal.Close()
	copyDir(t, dir+"-copy", dir)
	f = life(t, dir, k, h)
	e, err := numbered(4, 1)[0].Event(service, boot, 3)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Journal.db.Transact(ctx, func(tx *sql.Tx) error { return renumber(tx, e, boot, 3) }); err != nil {
		t.Fatal(err)
	}
	f.deliver(t)
	if got := h.events(t); !slices.Equal(got, []uint64{1, 2, 3, 4}) {
		t.Fatalf("the master has %v", got)
	}
	var have int
	if err := f.Journal.db.Query().QueryRow("SELECT count(*) FROM event WHERE boot = ? AND seq <= 3", boot).Scan(&have); err != nil || have != 3 {
		t.Fatalf("%d events of the batch that was taken over, %v", have, err)
	}
}

// What a master gives is taken over only if it is signed by the service's own key, hangs
// together, and is what was signed.
func TestForgedStandingIsNotTakenOver(t *testing.T) {
	ctx := context.Background()
	for what, forge := range map[string]func(t *testing.T, k *key.Key, held []Held){
		"another key's": func(t *testing.T, _ *key.Key, held []Held) { resign(t, newKey(t), &held[2], nil) },
		"of another service": func(t *testing.T, k *key.Key, held []Held) {
			resign(t, k, &held[2], func(b *evidence.Batch) { b.Service = "front-edge/track" })
		},
		"out of place": func(t *testing.T, k *key.Key, held []Held) {
			resign(t, k, &held[2], func(b *evidence.Batch) { b.Prev = custos.Hash{1} })
		},
		"other events":   func(_ *testing.T, _ *key.Key, held []Held) { held[2].Events = held[1].Events },
		"fewer events":   func(_ *testing.T, _ *key.Key, held []Held) { held[2].Events = held[2].Events[:1] },
		"a changed body": func(_ *testing.T, _ *key.Key, held []Held) { held[2].Events[0].Box[3] ^= 1 },
	} {
		t.Run(what, func(t *testing.T) {
			dir, k, h := filepath.Join(t.TempDir(), "journal"), newKey(t), &holder{page: 2}
			f := life(t, dir, k, h)
			for i := range uint64(3) {
				if err := f.Journal.Append(ctx, numbered(2*i+1, 2)); err != nil {
					t.Fatal(err)
				}
				f.deliver(t)
				if i == 0 {
					copyDir(t, dir, dir+"-copy")
				}
			}
			_ = f.Journal.Close()
			copyDir(t, dir+"-copy", dir)
			good := append([]Held{}, h.held...)
			good[2].Events = append([]Sealed{}, good[2].Events...)
			good[2].Events[0].Box = slices.Clone(good[2].Events[0].Box)
			forge(t, k, h.held)
			f = life(t, dir, k, h)
			if err := f.tryDeliver(); custos.KindOf(err) != custos.Corrupt {
				t.Fatalf("it was taken over: %v", err)
			}
			if f.Journal.Health().Refused == "" {
				t.Error("nobody is told")
			}
			// Mended, it goes on by itself.
			h.held = good
			f.deliver(t)
			if f.Journal.Health().Refused != "" {
				t.Errorf("%+v", f.Journal.Health())
			}
			all, err := f.Journal.after(ctx, since{Max: 256})
			if err != nil || len(all.Events) != 6 {
				t.Fatalf("the journal has %d events, %v", len(all.Events), err)
			}
		})
	}
}

// resign signs a held batch anew, by a key and changed.
func resign(t *testing.T, k *key.Key, h *Held, change func(*evidence.Batch)) {
	t.Helper()
	b, err := h.Leaf.Open()
	if err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(&b)
	}
	var commitments []custos.Hash
	for _, e := range h.Events {
		commitments = append(commitments, e.Commitment())
	}
	if h.Leaf, err = evidence.SignBatch(b, commitments, k); err != nil {
		t.Fatal(err)
	}
}

// A master that lost nearly everything, or nothing, is found out about in a few questions,
// however long the history is.
func TestLastCommonTakesFewQuestions(t *testing.T) {
	ctx := context.Background()
	dir, k, h := t.TempDir(), newKey(t), &holder{page: 1}
	f := life(t, dir, k, h)
	if err := f.Journal.Append(ctx, numbered(1, 1)); err != nil {
		t.Fatal(err)
	}
	f.deliver(t)
	leaf, n := h.held[0].Leaf, int64(20_000)
	err := f.Journal.db.Transact(ctx, func(tx *sql.Tx) error {
		for i := int64(2); i <= n; i++ { // rows alone: what is asked by is their leaves' hash
			if _, err := tx.Exec("INSERT INTO batch VALUES (?,?,?,?,?,?)", i, 7, i, i, fmt.Appendf(nil, "%s%d", leaf, i), i); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, keep := range []int64{1, 2, 4711, n - 1, n} {
		h.held = h.held[:1]
		for i := int64(2); i <= keep; i++ {
			h.held = append(h.held, Held{Leaf: fmt.Appendf(nil, "%s%d", leaf, i)})
		}
		asked := 0
		f.Ask = func(_ context.Context, _ string, data []byte) ([]byte, error) {
			asked++
			var q Question
			if err := json.Unmarshal(data, &q); err != nil || len(q.Known) > MaxKnown {
				return nil, custos.Errorf(custos.Invalid, "%d places, %v", len(q.Known), err)
			}
			s := Standing{Common: slices.IndexFunc(q.Known, func(p Place) bool { return int64(p.First) <= keep })}
			return json.Marshal(s)
		}
		common, _, err := f.lastCommon(ctx)
		if err != nil || common.n != keep || asked > 4 {
			t.Errorf("%d kept: found %d in %d questions, %v", keep, common.n, asked, err)
		}
	}
}

// Who follows a journal that moved events to other numbers, or was put back to before what
// he has read, misses nothing and is not told twice what he has read.
func TestFollowersOfAJournalThatMoved(t *testing.T) {
	ctx := context.Background()
	j := open(t, t.TempDir(), newKey(t))
	defer j.Close()
	if err := j.Append(ctx, numbered(1, 3)); err != nil {
		t.Fatal(err)
	}
	boot := j.Boot()
	next := func(q since) (out []uint64) {
		t.Helper()
		q.Max = 256
		bodies, err := j.after(ctx, q)
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range bodies.Events {
			var e custos.Event
			if err := json.Unmarshal(b, &e); err != nil {
				t.Fatal(err)
			}
			out = append(out, observetest.Payload[*observe.Stream](t, &e).Frames)
		}
		return out
	}
	// He has read of a life that this journal never had.
	if got := next(since{Boot: boot + 50, Seq: 7}); !slices.Equal(got, []uint64{1, 2, 3}) {
		t.Errorf("behind a life that is gone: %v", got)
	}
	for range 2 { // twice: numbers that were moved are moved again
		j.mu.Lock()
		err := j.db.Transact(ctx, func(tx *sql.Tx) error {
			if _, err := tx.Exec("INSERT INTO healing VALUES (1, 0, 0) ON CONFLICT DO NOTHING"); err != nil {
				return err
			}
			return j.moveOn(tx, boot+100)
		})
		j.reload(&err)
		j.mu.Unlock()
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := j.Append(ctx, numbered(4, 1)); err != nil {
		t.Fatal(err)
	}
	for seq, want := range [][]uint64{{1, 2, 3, 4}, {2, 3, 4}, {3, 4}, {4}} {
		if got := next(since{Boot: boot, Seq: uint64(seq)}); !slices.Equal(got, want) {
			t.Errorf("behind %d of the old numbers: %v, want %v", seq, got, want)
		}
	}
}
