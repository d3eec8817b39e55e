package fog

import (
	"context"
	"crypto/ed25519"
	"errors"
	"log/slog"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/ledger"

	"golang.org/x/mod/sumdb/note"
)

// fickle is a chain that mines each transaction into a block of its own, can lose
// its newest blocks to another branch, and can fail before or after what it is asked.
type fickle struct {
	blocks []fickleBlock // by number
	branch byte
	sent   int
	asked  int // how often what the contract has
	// before and after are what Anchor answers without or after doing it, once.
	before, after error
}

type fickleBlock struct {
	hash  custos.Hash
	time  time.Time
	state ledger.LogState
}

func newFickle() *fickle {
	c := &fickle{}
	c.mine(ledger.LogState{})
	return c
}

func (c *fickle) mine(s ledger.LogState) custos.BlockRef {
	n := uint64(len(c.blocks))
	c.blocks = append(c.blocks, fickleBlock{custos.Hash{1, c.branch, byte(n)}, time.Now(), s})
	return custos.BlockRef{Number: n, Hash: c.blocks[n].hash}
}

func (c *fickle) tip() ledger.LogState { return c.blocks[len(c.blocks)-1].state }

// grow adds blocks without transactions.
func (c *fickle) grow(n int) {
	for range n {
		c.mine(c.tip())
	}
}

// reorganise replaces everything from a block on by empty blocks of another branch,
// one more than there were.
func (c *fickle) reorganise(from int) {
	n := len(c.blocks)
	c.blocks = c.blocks[:from]
	c.branch++
	c.grow(n - from + 1)
}

func (c *fickle) Head(ctx context.Context) (custos.Head, error) {
	return c.Block(ctx, uint64(len(c.blocks)-1))
}

func (c *fickle) Block(_ context.Context, n uint64) (custos.Head, error) {
	if n >= uint64(len(c.blocks)) {
		return custos.Head{}, custos.Errorf(custos.NotFound, "no block %d", n)
	}
	return custos.Head{BlockRef: custos.BlockRef{Number: n, Hash: c.blocks[n].hash}, Time: c.blocks[n].time}, nil
}

func (c *fickle) AnchorOf(context.Context, string) (ledger.LogState, error) {
	c.asked++
	return c.tip(), nil
}

func (c *fickle) Anchor(_ context.Context, origin string, size uint64, root custos.Hash, _ [][]byte) (tx custos.Hash, block custos.BlockRef, gas uint64, err error) {
	if c.before != nil {
		err, c.before = c.before, nil
		return tx, block, 0, err
	}
	c.sent++
	s := c.tip()
	s.Origin, s.Size, s.Root, s.Anchored, s.Count = origin, size, root, uint64(len(c.blocks)), s.Count+1
	block = c.mine(s)
	if c.after != nil {
		err, c.after = c.after, nil
		return tx, custos.BlockRef{}, 0, err
	}
	return custos.Hash{2}, block, 70_000, nil
}

// anchored is a master's log with its anchorer on such a chain.
type anchored struct {
	*audited
	*Anchorer
	chain *fickle
}

func newAnchored(t *testing.T) *anchored {
	t.Helper()
	w := newAudited(t)
	t.Cleanup(func() { w.stop(t) })
	std, err := evidence.NoteVerifier(w.log.Origin, w.note.Public().(ed25519.PublicKey))
	if err != nil {
		t.Fatal(err)
	}
	witness := &Witness{DB: w.DB, Name: evidence.WitnessName(domain), Key: w.cosign, Verifier: func(string) (note.Verifier, bool) { return std, true }}
	a := &anchored{audited: w, chain: newFickle()}
	a.Anchorer = &Anchorer{
		DB: w.DB, Log: w.Log, Ledger: a.chain, Confirmations: 2, Logger: slog.New(slog.DiscardHandler),
		Witnesses: func() ([]Peer, int) { return []Peer{ownWitness{witness}}, 1 },
	}
	a.cos = cosigners{log: w.Log, seen: map[string]uint64{}}
	return a
}

// grown commits batches and returns what a checkpoint over them covers.
func (a *anchored) grown(t *testing.T, batches int) uint64 {
	t.Helper()
	for range batches {
		a.audited.commit(t)
	}
	cp, _, err := a.audited.Log.Checkpoint(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return cp.Size
}

// turn runs the anchorer's two halves once.
func (a *anchored) turn(t *testing.T) {
	t.Helper()
	if _, err := a.step(context.Background()); err != nil {
		t.Fatal(err)
	}
	if err := a.confirm(context.Background()); err != nil {
		t.Fatal(err)
	}
}

func (a *anchored) want(t *testing.T, mark uint64, sent int) {
	t.Helper()
	if got := a.Marks().Anchored; got != mark || a.chain.sent != sent {
		t.Fatalf("anchored up to %d after %d transactions, want %d after %d", got, a.chain.sent, mark, sent)
	}
}

func TestAnchorIsConfirmedByDepth(t *testing.T) {
	a := newAnchored(t)
	size := a.grown(t, 1)
	a.turn(t)
	a.want(t, 0, 1)
	a.chain.grow(1)
	a.turn(t)
	a.want(t, 0, 1)
	a.chain.grow(1)
	a.turn(t)
	a.want(t, size, 1)
}

// While the chain is away the log goes on; afterwards one transaction catches up.
func TestBacklogIsOneTransaction(t *testing.T) {
	a := newAnchored(t)
	for range 4 {
		a.grown(t, 3)
		a.chain.before = custos.Errorf(custos.Unavailable, "the chain is away")
		if _, err := a.step(context.Background()); custos.KindOf(err) != custos.Unavailable {
			t.Fatal(err)
		}
	}
	size := a.grown(t, 3)
	a.turn(t)
	a.chain.grow(2)
	a.turn(t)
	a.want(t, size, 1)
}

// The transaction failed and was not applied: it is sent. It failed, but was
// applied: it is found and not sent again.
func TestAnchorFailedNotApplied(t *testing.T) {
	a := newAnchored(t)
	size := a.grown(t, 1)
	a.chain.before = errors.New("the connection broke")
	if _, err := a.step(context.Background()); err == nil {
		t.Fatal("a failure was taken for success")
	}
	a.turn(t)
	a.chain.grow(2)
	a.turn(t)
	a.want(t, size, 1)
}

func TestAnchorFailedButApplied(t *testing.T) {
	a := newAnchored(t)
	size := a.grown(t, 1)
	a.chain.after = errors.New("the connection broke")
	if _, err := a.step(context.Background()); err == nil {
		t.Fatal("a failure was taken for success")
	}
	// Nothing is mined after it: the contract says in which block it stands.
	a.chain.grow(2)
	a.turn(t)
	a.want(t, size, 1)
}

// A reorganisation takes an anchor that was confirmed long ago, and with it later
// ones. The mark goes back, and the newest checkpoint is anchored again.
func TestAttack13ReorganisationBelowTheMark(t *testing.T) {
	a := newAnchored(t)
	var size uint64
	for range 3 {
		size = a.grown(t, 1)
		a.turn(t)
		a.chain.grow(2)
		a.turn(t)
	}
	a.want(t, size, 3)
	a.chain.reorganise(1)
	if err := a.confirm(context.Background()); err != nil {
		t.Fatal(err)
	}
	a.want(t, 0, 3)
	a.turn(t)
	a.chain.grow(2)
	a.turn(t)
	a.want(t, size, 4)
	// What is exported stands on the new branch.
	p, err := a.proven(context.Background(), 0)
	if err != nil || p.block.Hash != a.chain.blocks[p.block.Number].hash {
		t.Fatalf("proven by block %+v: %v", p.block, err)
	}
}

// The chain is put back to before some anchors, with the fog that holds it, and goes on: what
// it anchors anew does not hide those that are gone.
func TestChainPutBackToBeforeAnAnchor(t *testing.T) {
	a := newAnchored(t)
	var back int
	for i := range 3 {
		a.grown(t, 1)
		if i == 1 {
			back = len(a.chain.blocks)
		}
		a.turn(t)
		a.chain.grow(2)
		a.turn(t)
	}
	for _, started := range []bool{false, true} {
		a.whole = !started
		a.chain.blocks = a.chain.blocks[:back]
		a.chain.branch++
		size := a.grown(t, 1)
		a.turn(t)
		a.chain.grow(2)
		a.turn(t)
		a.chain.grow(20)
		a.turn(t)
		a.want(t, size, a.chain.sent)
		rows, err := a.DB.Suspects(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			if a.chain.blocks[r.Block.Number].hash != r.Block.Hash {
				t.Errorf("the anchor over %d leaves names block %d, which is gone (confirmed: %v)", r.Size, r.Block.Number, r.Confirmed)
			}
		}
	}
}

// The same transactions in other blocks: nothing is sent again, and no row says a
// block that is gone.
func TestReorganisationThatKeepsTheAnchor(t *testing.T) {
	a := newAnchored(t)
	size := a.grown(t, 1)
	a.turn(t)
	a.chain.grow(2)
	a.turn(t)
	state := a.chain.tip()
	a.chain.reorganise(1)
	state.Anchored = uint64(len(a.chain.blocks))
	a.chain.mine(state)
	a.chain.grow(2)
	a.turn(t) // forgets the block that is gone
	a.turn(t) // finds the other one
	a.want(t, size, 1)
	if p, err := a.proven(context.Background(), 0); err != nil || p.block.Number != state.Anchored {
		t.Fatalf("proven by block %+v: %v", p.block, err)
	}
}

// Rows of a chain that is gone may stand below one of the chain that is.
func TestStaleAnchorBelowANewOne(t *testing.T) {
	a := newAnchored(t)
	a.grown(t, 1)
	a.turn(t)
	a.chain.grow(2)
	a.turn(t)
	a.chain.reorganise(1)
	size := a.grown(t, 1)
	if _, err := a.step(context.Background()); err != nil { // before confirm has looked
		t.Fatal(err)
	}
	a.chain.grow(2)
	a.turn(t)
	a.want(t, size, 2)
	if p, err := a.proven(context.Background(), 0); err != nil || p.cp.Size != size {
		t.Fatalf("the first leaf is proven at %d by a block that is gone: %v", p.cp.Size, err)
	}
}

// A restarted anchorer does not believe what was confirmed before.
func TestAnchorsAreLookedAtAgainAfterAStart(t *testing.T) {
	a := newAnchored(t)
	size := a.grown(t, 1)
	a.turn(t)
	a.chain.grow(2)
	a.turn(t)
	a.chain.reorganise(1)
	again := &Anchorer{DB: a.Anchorer.DB, Log: a.Anchorer.Log, Ledger: a.chain, Confirmations: 2, Witnesses: a.Witnesses, Logger: a.Logger}
	again.cos = cosigners{log: a.audited.Log, seen: map[string]uint64{}}
	a.Anchorer = again
	if err := a.loadMarks(context.Background()); err != nil {
		t.Fatal(err)
	}
	a.want(t, 0, 1)
	a.turn(t)
	a.turn(t)
	a.chain.grow(2)
	a.turn(t)
	a.want(t, size, 2)
}

// A log that stands on the chain costs nothing until there is a block, a leaf or a beat due.
func TestAnchorerRests(t *testing.T) {
	a := newAnchored(t)
	db := &asking{DB: a.Anchorer.DB}
	a.Anchorer.DB = db
	size := a.grown(t, 1)
	for range 4 {
		a.turn(t)
		a.chain.grow(1)
	}
	a.turn(t)
	a.turn(t)
	a.want(t, size, 1)
	chain, before := a.chain.asked, db.n
	for range 5 {
		a.turn(t)
	}
	if a.chain.asked != chain || db.n != before {
		t.Errorf("nothing was new, and the chain was asked %d times, the database %d times", a.chain.asked-chain, db.n-before)
	}
	a.chain.reorganise(1)
	a.turn(t)
	a.turn(t)
	a.chain.grow(2)
	a.turn(t)
	a.want(t, size, 2)
	size = a.grown(t, 1)
	a.turn(t)
	a.chain.grow(2)
	a.turn(t)
	a.want(t, size, 3)
}

// asking counts what is asked about anchors.
type asking struct {
	masterdb.DB
	n int
}

func (d *asking) Suspects(ctx context.Context) ([]masterdb.Anchor, error) {
	d.n++
	return d.DB.Suspects(ctx)
}

func (d *asking) Anchored(ctx context.Context, signers int) (uint64, uint64, error) {
	d.n++
	return d.DB.Anchored(ctx, signers)
}

func (d *asking) Checkpoint(ctx context.Context, size uint64) (masterdb.Checkpoint, bool, error) {
	d.n++
	return d.DB.Checkpoint(ctx, size)
}

func TestHeartbeatOfAQuietLog(t *testing.T) {
	a := newAnchored(t)
	a.Heartbeat = time.Hour
	size := a.grown(t, 1)
	a.turn(t)
	a.chain.grow(2)
	a.turn(t)
	a.want(t, size, 1)
	a.chain.blocks[a.chain.tip().Anchored].time = time.Now().Add(-2 * time.Hour)
	a.rest.until = time.Now() // what it was told of the block's time before
	a.turn(t)
	a.turn(t)
	a.want(t, size, 2)
	if s := a.chain.tip(); s.Size != size || s.Count != 2 {
		t.Fatalf("the heartbeat left %+v", s)
	}
}

// How far the log has come is known at once, not only when it is anchored next: who
// waits for all of it would else be told too early that it is there.
func TestMarksKnowTheLogsSizeBetweenAnchors(t *testing.T) {
	a := newAnchored(t)
	size := a.grown(t, 1)
	a.Committed = a.Anchorer.grown
	a.turn(t)
	a.chain.grow(2)
	a.turn(t)
	a.want(t, size, 1)
	a.audited.commit(t)
	if m := a.Marks(); m.Size != size+1 || m.Anchored != size {
		t.Fatalf("marks %+v after one more leaf than %d", m, size)
	}
}

// Nothing is sent while the watch says stop, neither an anchor nor a heartbeat.
func TestHaltedAnchorer(t *testing.T) {
	a := newAnchored(t)
	a.Heartbeat = time.Nanosecond
	stop := custos.Errorf(custos.Conflict, "the chain contradicts")
	a.Halted = func() error { return stop }
	a.grown(t, 1)
	if _, err := a.step(context.Background()); !errors.Is(err, stop) {
		t.Fatalf("got %v", err)
	}
	a.want(t, 0, 0)
	if a.Marks().Witnessed == 0 {
		t.Fatal("witnessing stopped too")
	}
	stop = nil
	a.turn(t)
	a.want(t, 0, 1)
}

// What only its own owner signed is not called anchored, wherever it stands.
func TestMinorityIsCommittedOnly(t *testing.T) {
	a := newAnchored(t)
	peers, _ := a.Witnesses()
	a.Witnesses = func() ([]Peer, int) { return append(peers, fogPeer{peer: peer{name: "custos/witness/away"}}), 2 }
	size := a.grown(t, 1)
	if _, err := a.step(context.Background()); err == nil {
		t.Fatal("a witness that is away was not missed")
	}
	a.chain.grow(2)
	if err := a.confirm(context.Background()); err != nil {
		t.Fatal(err)
	}
	if m := a.Marks(); m.Size != size || m.Anchored != 0 || m.Witnessed != 0 || a.chain.sent != 1 {
		t.Fatalf("marks %+v after %d transactions", m, a.chain.sent)
	}
	if _, err := a.proven(context.Background(), 0); custos.KindOf(err) != custos.Unavailable {
		t.Fatalf("proven without the others: %v", err)
	}
}

// A log that grows rests between anchors, is cosigned meanwhile, and is anchored at once when
// somebody waits for a proof.
func TestAnchorsFollowNeed(t *testing.T) {
	a := newAnchored(t)
	a.Every = time.Hour
	first := a.grown(t, 1)
	a.turn(t)
	a.chain.grow(2)
	a.turn(t)
	a.want(t, first, 1)
	second := a.grown(t, 1)
	wait, err := a.step(context.Background())
	if err != nil || wait > cosignEvery {
		t.Fatalf("it looks again after %v, %v", wait, err)
	}
	a.want(t, first, 1)
	if a.Marks().Witnessed != second {
		t.Errorf("cosigned up to %d of %d leaves while it rests", a.Marks().Witnessed, second)
	}
	if _, err := a.proven(context.Background(), first); custos.KindOf(err) != custos.Unavailable {
		t.Fatalf("%v", err)
	}
	a.turn(t)
	a.chain.grow(2)
	a.turn(t)
	a.want(t, second, 2)
	// Once, and not for what comes after it.
	a.grown(t, 1)
	a.turn(t)
	a.want(t, second, 2)
}

// Between two heads the chain is not asked what it has of the log.
func TestQuietLogAsksNothing(t *testing.T) {
	a := newAnchored(t)
	a.grown(t, 1)
	a.turn(t)
	a.chain.grow(2)
	a.turn(t)
	asked := a.chain.asked
	for range 5 {
		a.turn(t)
	}
	if a.chain.asked != asked {
		t.Errorf("asked %d times for an anchor that cannot have changed", a.chain.asked-asked)
	}
	a.chain.grow(1)
	a.turn(t)
	if a.chain.asked == asked {
		t.Error("a new head is not looked at")
	}
}

// Logs that rest as long are anchored together, whenever they began, and none twice in a moment.
func TestAnchorsMeet(t *testing.T) {
	minute := time.Date(2026, 7, 1, 18, 0, 0, 0, time.UTC)
	for at, want := range map[time.Duration]time.Duration{
		0: time.Minute, time.Second: time.Minute, 30 * time.Second: time.Minute, 31 * time.Second: 2 * time.Minute, 59 * time.Second: 2 * time.Minute,
	} {
		if got := restUntil(minute.Add(at), time.Minute); got != minute.Add(want) {
			t.Errorf("anchored after %v, again at %v", at, got)
		}
	}
	if got := restUntil(minute, 0); got != minute {
		t.Errorf("without rest: %v", got)
	}
}
