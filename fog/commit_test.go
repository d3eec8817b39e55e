package fog

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/evidence"
	"custos.dev/custos/journal"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/observe"
	"custos.dev/custos/observe/observetest"
)

const (
	domain   = custos.Resource("campus/front-door")
	producer = custos.ServiceID("front-edge/object")
)

// world is a master on disk that can be ended and opened again.
type world struct {
	dir  string
	key  *key.Key
	note ed25519.PrivateKey
	// server is the address of a database on a server; "" is a file in dir.
	server string
	// fork is part of every block's hash: another one is another chain.
	fork byte
	// registered changes what the registry says of the service's key; may be nil.
	registered func(*custos.Principal)
	// others are the keys of further services.
	others map[custos.Address]custos.ServiceID
	Log    *Log
	*Committer
}

func (w *world) Principal(a custos.Address) (custos.Principal, bool) {
	p := custos.Principal{Address: a, Name: string(producer), Role: custos.RoleService, Domain: domain, Active: true}
	if s, ok := w.others[a]; ok {
		p.Name = string(s)
		return p, true
	}
	if w.registered != nil {
		w.registered(&p)
	}
	return p, a == w.key.Address()
}

func (w *world) Block(_ context.Context, n uint64) (custos.Head, error) {
	return custos.Head{BlockRef: custos.BlockRef{Number: n, Hash: custos.Hash{1 + w.fork}}, Time: time.Now().Add(-time.Hour)}, nil
}

func newWorld(t *testing.T) *world {
	k, err := key.Generate()
	if err != nil {
		t.Fatal(err)
	}
	_, note, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{dir: t.TempDir(), key: k, note: note}
	w.open(t)
	t.Cleanup(func() { w.shut(t) })
	return w
}

// database is the address of the master's database.
func (w *world) database() string {
	if w.server != "" {
		return w.server
	}
	return filepath.Join(w.dir, "master.db")
}

func (w *world) open(t *testing.T) {
	t.Helper()
	db, err := OpenDatabase(context.Background(), w.database())
	if err != nil {
		t.Fatal(err)
	}
	signer, err := evidence.NoteSigner("custos/test", w.note)
	if err != nil {
		t.Fatal(err)
	}
	l, err := OpenLog(context.Background(), filepath.Join(w.dir, "log"), signer)
	if err != nil {
		t.Fatal(err)
	}
	w.Log = l
	w.Committer = &Committer{DB: db, Log: l, Domain: domain, Directory: w, Chain: w, Logger: slog.New(slog.DiscardHandler)}
	if err := w.Recover(context.Background()); err != nil {
		t.Fatal(err)
	}
}

func (w *world) shut(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if err := errors.Join(w.Log.Close(ctx), w.DB.Close()); err != nil {
		t.Fatal(err)
	}
}

// batch signs n events from first on.
func (w *world) batch(t *testing.T, prev custos.Hash, first, n uint64, change func(*custos.Event)) journal.Commit {
	t.Helper()
	return batchOf(t, producer, w.key, prev, first, n, change)
}

func batchOf(t *testing.T, by custos.ServiceID, k *key.Key, prev custos.Hash, first, n uint64, change func(*custos.Event)) journal.Commit {
	t.Helper()
	b := evidence.Batch{Service: by, Boot: 7, First: first, Last: first + n - 1, Prev: prev, Block: custos.BlockRef{Number: 3, Hash: custos.Hash{1}}, Closed: time.Now()}
	var m journal.Commit
	var commitments []custos.Hash
	for seq := first; seq < first+n; seq++ {
		e := custos.Event{Service: by, Boot: 7, Seq: seq, Resource: domain + "/cam1", Time: time.Now()}
		observetest.Say(&e, &observe.Stream{State: observe.StreamStarted})
		if change != nil {
			change(&e)
		}
		body, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		s, o := evidence.Seal(body)
		m.Events = append(m.Events, journal.Sealed{Sealed: s, Opening: o})
		commitments = append(commitments, s.Commitment())
	}
	leaf, err := evidence.SignBatch(b, commitments, k)
	if err != nil {
		t.Fatal(err)
	}
	m.Leaf = leaf
	return m
}

func (w *world) counts(t *testing.T) (events, batches, leaves int) {
	t.Helper()
	size, err := w.Log.Size(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	q := rowsOf(t, w.DB)
	if err := errors.Join(q.QueryRow("SELECT count(*) FROM event").Scan(&events), q.QueryRow("SELECT count(*) FROM batch WHERE leaf_index IS NOT NULL").Scan(&batches)); err != nil {
		t.Fatal(err)
	}
	return events, batches, int(size)
}

// TestCrashBetweenCommitSteps stops a commit before each step, opens the master
// again, and sends the batch once more, as a service without an acknowledgement
// does. Each time there is one row an event and one leaf.
func TestCrashBetweenCommitSteps(t *testing.T) {
	crash := errors.New("crash")
	for _, step := range []string{"stage", "add", "record", "acknowledge"} {
		for _, resend := range []bool{false, true} {
			name := step + map[bool]string{false: ", not sent again", true: ", sent again"}[resend]
			t.Run(name, func(t *testing.T) {
				w, ctx := newWorld(t), context.Background()
				first := w.batch(t, custos.Hash{}, 1, 3, nil)
				if _, err := w.Commit(ctx, w.key.Address(), first); err != nil {
					t.Fatal(err)
				}
				second := w.batch(t, first.Leaf.Hash(), 4, 2, nil)
				w.step = func(s string) error {
					if s == step {
						return crash
					}
					return nil
				}
				if _, err := w.Commit(ctx, w.key.Address(), second); !errors.Is(err, crash) {
					t.Fatalf("the commit went on: %v", err)
				}
				if resend && step != "stage" {
					// Without a restart, too: the failed try may have reached the log.
					w.step = nil
					if index, err := w.Commit(ctx, w.key.Address(), second); err != nil || index != 1 {
						t.Fatalf("sent again at once: index %d, %v", index, err)
					}
				}
				w.shut(t)
				w.open(t)
				wantEvents, want := 5, 2
				if step == "stage" && !resend {
					wantEvents, want = 3, 1 // failed, not applied: only the service has it
				}
				if resend {
					if index, err := w.Commit(ctx, w.key.Address(), second); err != nil || index != 1 {
						t.Fatalf("sent again: index %d, %v", index, err)
					}
				}
				if e, b, l := w.counts(t); e != wantEvents || b != want || l != want {
					t.Fatalf("%d events, %d batches, %d leaves; want %d, %d, %d", e, b, l, wantEvents, want, want)
				}
			})
		}
	}
}

func TestAttack01ForgedEvent(t *testing.T) {
	w, ctx := newWorld(t), context.Background()
	stranger, err := key.Generate()
	if err != nil {
		t.Fatal(err)
	}
	good := w.key
	w.key = stranger
	forged := w.batch(t, custos.Hash{}, 1, 1, nil)
	w.key = good
	if _, err := w.Commit(ctx, stranger.Address(), forged); custos.KindOf(err) != custos.Denied {
		t.Fatalf("an unregistered key committed: %v", err)
	}
	honest := w.batch(t, custos.Hash{}, 1, 1, nil)
	if _, err := w.Commit(ctx, stranger.Address(), honest); custos.KindOf(err) != custos.Denied {
		t.Errorf("a batch that another one sent was committed: %v", err)
	}
	for name, change := range map[string]func(*custos.Principal){
		"under another name":  func(p *custos.Principal) { p.Name = "front-edge/track" },
		"in another domain":   func(p *custos.Principal) { p.Domain = "campus/second-door" },
		"as no service":       func(p *custos.Principal) { p.Role = custos.RoleEdge },
		"and is not any more": func(p *custos.Principal) { p.Active = false },
	} {
		w.registered = change
		if _, err := w.Commit(ctx, w.key.Address(), honest); custos.KindOf(err) != custos.Denied {
			t.Errorf("a key that is registered %s committed: %v", name, err)
		}
	}
	w.registered = nil
	for name, change := range map[string]func(*custos.Event){
		"of another service": func(e *custos.Event) { e.Service = "front-edge/track" },
		"about another domain": func(e *custos.Event) {
			e.Resource = "campus/second-door/cam1"
		},
		"with another number": func(e *custos.Event) { e.Seq = 9 },
	} {
		if _, err := w.Commit(ctx, w.key.Address(), w.batch(t, custos.Hash{}, 1, 1, change)); custos.KindOf(err) != custos.Invalid {
			t.Errorf("an event %s was committed: %v", name, err)
		}
	}
	m := w.batch(t, custos.Hash{}, 1, 2, nil)
	for i := range m.Leaf {
		c := journal.Commit{Leaf: append(evidence.Leaf{}, m.Leaf...), Events: m.Events}
		c.Leaf[i] ^= 1
		if _, err := w.Commit(ctx, w.key.Address(), c); err == nil {
			t.Fatalf("a leaf with byte %d changed was committed", i)
		}
	}
	m.Events[1].Box[3] ^= 1
	if _, err := w.Commit(ctx, w.key.Address(), m); custos.KindOf(err) != custos.Invalid {
		t.Fatalf("a changed body was committed: %v", err)
	}
	if e, b, l := w.counts(t); e+b+l != 0 {
		t.Fatalf("%d events, %d batches, %d leaves", e, b, l)
	}
}

func TestAttack02ReplayedEvent(t *testing.T) {
	w, ctx := newWorld(t), context.Background()
	one := w.batch(t, custos.Hash{}, 1, 2, nil)
	two := w.batch(t, one.Leaf.Hash(), 3, 2, nil)
	if _, err := w.Commit(ctx, w.key.Address(), one); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Commit(ctx, w.key.Address(), two); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if i, err := w.Commit(ctx, w.key.Address(), one); err != nil || i != 0 {
			t.Fatalf("resent: index %d, %v", i, err)
		}
	}
	other := w.batch(t, one.Leaf.Hash(), 3, 2, nil)
	if _, err := w.Commit(ctx, w.key.Address(), other); custos.KindOf(err) != custos.Conflict {
		t.Fatalf("a second batch in the place of the first: %v", err)
	}
	for name, m := range map[string]journal.Commit{
		"a gap":            w.batch(t, two.Leaf.Hash(), 6, 1, nil),
		"an overlap":       w.batch(t, two.Leaf.Hash(), 4, 2, nil),
		"a wrong ancestor": w.batch(t, one.Leaf.Hash(), 5, 1, nil),
	} {
		if _, err := w.Commit(ctx, w.key.Address(), m); custos.KindOf(err) != custos.Conflict {
			t.Errorf("%s was committed: %v", name, err)
		}
	}
	if e, b, l := w.counts(t); e != 4 || b != 2 || l != 2 {
		t.Fatalf("%d events, %d batches, %d leaves", e, b, l)
	}
}

// A reorganisation takes the block that a batch names. What was committed stays so,
// and is acknowledged when it is sent again; what was not is refused, for the service
// to close it anew; what was staged is taken through the log.
func TestBatchWhoseBlockIsGone(t *testing.T) {
	w, ctx := newWorld(t), context.Background()
	first := w.batch(t, custos.Hash{}, 1, 2, nil)
	index, err := w.Commit(ctx, w.key.Address(), first)
	if err != nil {
		t.Fatal(err)
	}
	second := w.batch(t, first.Leaf.Hash(), 3, 2, nil)
	w.step = func(name string) error {
		if name == "add" {
			return errors.New("the disk is full")
		}
		return nil
	}
	if _, err := w.Commit(ctx, w.key.Address(), second); err == nil {
		t.Fatal("a failure was acknowledged")
	}
	w.step = nil
	w.fork = 1
	if again, err := w.Commit(ctx, w.key.Address(), first); err != nil || again != index {
		t.Fatalf("committed before: index %d, %v; want %d", again, err, index)
	}
	if _, err := w.Commit(ctx, w.key.Address(), second); err != nil {
		t.Fatalf("staged before: %v", err)
	}
	if _, err := w.Commit(ctx, w.key.Address(), w.batch(t, second.Leaf.Hash(), 5, 2, nil)); custos.KindOf(err) != custos.NotFound {
		t.Fatalf("new, on a block that is gone: %v", err)
	}
	if e, b, l := w.counts(t); e != 4 || b != 2 || l != 2 {
		t.Fatalf("%d events, %d batches, %d leaves", e, b, l)
	}
}

func TestAttack35EclipsedTime(t *testing.T) {
	w, ctx := newWorld(t), context.Background()
	m := w.batch(t, custos.Hash{}, 1, 1, nil)
	b, err := m.Leaf.Open()
	if err != nil {
		t.Fatal(err)
	}
	sign := func(change func(*evidence.Batch)) journal.Commit {
		c := b
		change(&c)
		leaf, err := evidence.SignBatch(c, []custos.Hash{m.Events[0].Commitment()}, w.key)
		if err != nil {
			t.Fatal(err)
		}
		return journal.Commit{Leaf: leaf, Events: m.Events}
	}
	if _, err := w.Commit(ctx, w.key.Address(), sign(func(b *evidence.Batch) { b.Block.Hash = custos.Hash{9} })); custos.KindOf(err) != custos.NotFound {
		t.Errorf("a batch on a block of another chain: %v", err)
	}
	if _, err := w.Commit(ctx, w.key.Address(), sign(func(b *evidence.Batch) { b.Closed = time.Now().Add(-3 * time.Hour) })); custos.KindOf(err) != custos.Invalid {
		t.Errorf("a batch that claims to be older than its block: %v", err)
	}
	if _, err := w.Commit(ctx, w.key.Address(), sign(func(*evidence.Batch) {})); err != nil {
		t.Errorf("an honest batch: %v", err)
	}
}
