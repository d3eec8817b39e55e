package fog

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/evidence"
	"custos.dev/custos/ledger"
	"custos.dev/custos/ledger/layout"
	"custos.dev/custos/observe"

	"golang.org/x/mod/sumdb/note"
)

const peersLog = "custos/peer"

// watched is a ledger with two logs, whose blocks and clock the test sets.
type watched struct {
	head     uint64
	fork     byte // which chain: part of each block's hash
	times    map[uint64]time.Time
	logs     []ledger.LogState
	accepted map[custos.Hash]uint64
}

func (w *watched) Head(ctx context.Context) (custos.Head, error) { return w.Block(ctx, w.head) }

func (w *watched) Block(_ context.Context, n uint64) (custos.Head, error) {
	if n > w.head {
		return custos.Head{}, custos.Errorf(custos.NotFound, "no block %d", n)
	}
	return custos.Head{BlockRef: custos.BlockRef{Number: n, Hash: custos.Hash{w.fork, byte(n)}}, Time: w.times[n]}, nil
}

func (w *watched) Logs(context.Context) ([]ledger.LogState, error) { return w.logs, nil }

func (w *watched) AcceptedChain(_ context.Context, h custos.Hash) (uint64, error) {
	return w.accepted[h], nil
}

// guard is a master's watch with the alarms that it raised.
type guard struct {
	*Watch
	chain  *watched
	now    time.Time
	raised []observe.Alarm
	failed error // what Raise answers
}

func newGuard(t *testing.T) *guard {
	t.Helper()
	db, err := OpenDatabase(context.Background(), filepath.Join(t.TempDir(), "master.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	start := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	g := &guard{now: start, chain: &watched{
		head: 5, times: map[uint64]time.Time{5: start}, accepted: map[custos.Hash]uint64{},
		logs: []ledger.LogState{
			{Origin: "custos/own", Checkpoint: ledger.Checkpoint{Size: 4, Root: custos.Hash{4}}, Anchored: 5, Count: 1, Domain: layout.PathHash("campus/own")},
			{Origin: peersLog, Checkpoint: ledger.Checkpoint{Size: 3, Root: custos.Hash{3}}, Anchored: 5, Count: 1, Domain: layout.PathHash("campus/peer")},
		},
	}}
	g.Watch = &Watch{
		DB: db, Ledger: g.chain, Origin: "custos/own", Silence: 20 * time.Minute, Logger: slog.New(slog.DiscardHandler),
		RootAt: func(_ context.Context, size uint64) (custos.Hash, error) { return custos.Hash{byte(size)}, nil },
		Owners: func() []custos.Owner { return []custos.Owner{{Domain: "campus/own"}, {Domain: "campus/peer"}} },
		Now:    func() time.Time { return g.now },
		Raise: func(_ context.Context, _ time.Time, a observe.Alarm) error {
			if g.failed == nil {
				g.raised = append(g.raised, a)
			}
			return g.failed
		},
	}
	return g
}

func (g *guard) look(t *testing.T) {
	t.Helper()
	if err := g.Look(context.Background()); err != nil {
		t.Fatal(err)
	}
}

// want compares the alarms raised so far, as "about" or "about over".
func (g *guard) want(t *testing.T, alarms ...string) {
	t.Helper()
	var got []string
	for _, a := range g.raised {
		s := string(a.About)
		if a.Over {
			s += " over"
		}
		got = append(got, s)
	}
	if strings.Join(got, ", ") != strings.Join(alarms, ", ") {
		t.Fatalf("raised %q, want %q", got, alarms)
	}
}

func (g *guard) cosign(t *testing.T, size uint64, root custos.Hash) {
	t.Helper()
	_, err := rowsOf(t, g.DB).Exec("INSERT INTO cosigned VALUES (?,?,?)", peersLog, size, root[:])
	if err != nil {
		t.Fatal(err)
	}
}

func TestAttack06SilentFog(t *testing.T) {
	g := newGuard(t)
	g.look(t)
	g.now = g.now.Add(19 * time.Minute)
	g.look(t)
	g.want(t)
	g.now = g.now.Add(2 * time.Minute)
	g.look(t)
	g.look(t)
	g.want(t, "silent")
	if a := g.Open(); len(a) != 1 || a[0].Origin != peersLog || g.Halted() != nil {
		t.Fatalf("open: %+v, halted: %v", a, g.Halted())
	}
	// A heartbeat: the same size again.
	g.chain.head, g.chain.logs[1].Count, g.chain.logs[1].Anchored = 6, 2, 6
	g.look(t)
	g.want(t, "silent", "silent over")
	if len(g.Open()) != 0 {
		t.Fatalf("open: %+v", g.Open())
	}
	// Times that the silent fog's blocks claim do not excuse it.
	g.chain.times[6] = g.now.Add(24 * time.Hour)
	g.now = g.now.Add(21 * time.Minute)
	g.look(t)
	g.want(t, "silent", "silent over", "silent")
	// Who was voted out owes nothing.
	g.Owners = func() []custos.Owner { return []custos.Owner{{Domain: "campus/own"}} }
	g.look(t)
	g.want(t, "silent", "silent over", "silent", "silent over")
}

// A master that was away judges by the last anchor's block, not from its own start.
func TestSilenceOfBeforeTheStart(t *testing.T) {
	g := newGuard(t)
	g.now = g.now.Add(time.Hour)
	g.look(t)
	g.want(t, "silent")
}

// The chain holds another root than the one that was cosigned: anchoring stops until
// the owners decide, whatever is anchored on top of it.
func TestAttack14ChainAgainstCosignatures(t *testing.T) {
	g := newGuard(t)
	g.cosign(t, 3, custos.Hash{3})
	g.look(t)
	g.want(t)
	g.chain.fork, g.chain.head = 9, 7
	g.chain.logs[1].Root, g.chain.logs[1].Anchored = custos.Hash{0xbb}, 6
	g.look(t)
	g.look(t)
	g.want(t, "chain")
	if err := g.Halted(); custos.KindOf(err) != custos.Conflict {
		t.Fatalf("halted: %v", err)
	}
	// The forger goes on.
	g.chain.head, g.chain.logs[1].Size, g.chain.logs[1].Count = 8, 30, 2
	g.look(t)
	g.want(t, "chain")
	if g.Halted() == nil {
		t.Fatal("one more anchor of the forger ended the stop")
	}
	// A master that starts again knows.
	again := &Watch{DB: g.DB}
	if err := again.load(context.Background()); err != nil || again.Halted() == nil {
		t.Fatalf("after a start: %v, halted %v", err, again.Halted())
	}
	// The owners decide.
	g.chain.accepted[custos.Hash{9, 6}] = 8
	g.look(t)
	g.want(t, "chain", "chain over")
	if g.Halted() != nil {
		t.Fatal("the owners' decision did not end the stop")
	}
}

// It ends by itself where that chain is gone again.
func TestContradictionThatWentAway(t *testing.T) {
	g := newGuard(t)
	g.cosign(t, 3, custos.Hash{3})
	good := g.chain.logs[1]
	g.chain.fork, g.chain.head, g.chain.logs[1].Root = 9, 6, custos.Hash{77}
	g.look(t)
	g.want(t, "chain")
	g.chain.fork, g.chain.head, g.chain.logs[1] = 0, 7, good
	g.look(t)
	g.want(t, "chain", "chain over")
	if g.Halted() != nil {
		t.Fatal("halted by a chain that is gone")
	}
}

// The own log too: a chain with another root for it is none to build upon.
func TestContradictionOfTheOwnLog(t *testing.T) {
	g := newGuard(t)
	g.chain.logs[0].Root = custos.Hash{77}
	g.look(t)
	g.want(t, "chain")
}

// An alarm that could not be recorded is raised again.
func TestAlarmFailedNotApplied(t *testing.T) {
	g := newGuard(t)
	g.now = g.now.Add(time.Hour)
	g.failed = errors.New("the disk is full")
	if g.Look(context.Background()) == nil || len(g.Open()) != 0 {
		t.Fatal("an alarm was taken for raised that was not")
	}
	g.failed = nil
	g.look(t)
	g.want(t, "silent")
}

// A witness that is asked to cosign another history than before refuses, and the
// alarm is raised, once.
func TestAttack05WitnessSeesTwoStories(t *testing.T) {
	g := newGuard(t)
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := evidence.NoteSigner(peersLog, private)
	if err != nil {
		t.Fatal(err)
	}
	verifier, err := evidence.NoteVerifier(peersLog, public)
	if err != nil {
		t.Fatal(err)
	}
	_, own, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	w := &Witness{
		DB: g.DB, Name: "custos/witness/own", Key: own, Verifier: func(string) (note.Verifier, bool) { return verifier, true },
		Forked: func(ctx context.Context, origin string, why error) {
			if err := g.Forked(ctx, origin, why); err != nil {
				t.Error(err)
			}
		},
	}
	ask := func(old uint64, cp evidence.Checkpoint, proof ...[]byte) error {
		signed, err := note.Sign(&note.Note{Text: cp.Text()}, signer)
		if err != nil {
			t.Fatal(err)
		}
		_, err = w.AddCheckpoint(ctx, []byte(fmt.Sprintf("old %d\n%s\n%s", old, encodeProof(proof), signed)))
		return err
	}
	a, b, c := evidence.LogLeafHash([]byte("a")), evidence.LogLeafHash([]byte("b")), evidence.LogLeafHash([]byte("c"))
	at := func(leaves ...custos.Hash) evidence.Checkpoint {
		return evidence.Checkpoint{Origin: peersLog, Size: uint64(len(leaves)), Root: evidence.TreeRoot(leaves)}
	}
	if err := ask(0, at(a)); err != nil {
		t.Fatal(err)
	}
	if err := ask(1, at(a, b), b[:]); err != nil {
		t.Fatal(err)
	}
	g.want(t)
	for name, err := range map[string]error{
		"another root at the same size": ask(2, at(a, c)),
		"another history":               ask(2, at(c, b, a), a[:]),
		"a shorter log":                 ask(2, at(a)),
	} {
		if custos.KindOf(err) != custos.Corrupt {
			t.Errorf("%s: %v", name, err)
		}
	}
	g.want(t, "forked")
	// What it cosigned, and nothing else, is what the chain must not contradict.
	g.chain.logs[1].Size, g.chain.logs[1].Root = 2, at(a, b).Root
	g.look(t)
	g.want(t, "forked")
	g.chain.head, g.chain.logs[1].Root = 6, at(a, c).Root
	g.look(t)
	g.want(t, "forked", "chain")
}
