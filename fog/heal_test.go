package fog

import (
	"cmp"
	"context"
	"crypto/ed25519"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/journal"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/observe"
	"custos.dev/custos/observe/brief"
	"custos.dev/custos/observe/observetest"
)

// pair is a service's journal and its master, each in a directory that can be copied and
// put back. What goes between them may be lost or forged.
type pair struct {
	testing.TB
	root   string
	key    *key.Key
	clock  time.Time
	j      *journal.Journal
	f      *journal.Forwarder
	m      *Committer
	log    *keptLog
	stuck  error // the alarm that stands
	raised int
	next   uint64 // the next event's payload
	head   custos.BlockRef

	away int // how many questions get no answer
	// deliver says what becomes of the next batch; nil is nothing special.
	deliver func(commit func() (journal.Committed, error)) (journal.Committed, error)
}

// keptLog is a log in memory, for many short histories.
type keptLog struct{ leaves []evidence.Leaf }

func (l *keptLog) AddAll(_ context.Context, leaves []evidence.Leaf) (out []Added) {
	for _, leaf := range leaves {
		l.leaves = append(l.leaves, leaf)
		out = append(out, Added{Index: uint64(len(l.leaves) - 1)})
	}
	return out
}

func (l *keptLog) Size(context.Context) (uint64, error) { return uint64(len(l.leaves)), nil }

func (l *keptLog) Leaf(_ context.Context, i uint64) (evidence.Leaf, error) { return l.leaves[i], nil }

func (l *keptLog) Each(_ context.Context, from, until uint64, skip func(uint64) bool, do func(uint64, custos.Hash)) error {
	for i := from; i < until; i++ {
		if !skip(i) {
			do(i, l.leaves[i].Hash())
		}
	}
	return nil
}

func newPair(t testing.TB) *pair {
	k, err := key.Generate()
	if err != nil {
		t.Fatal(err)
	}
	p := &pair{TB: t, root: memoryDir(t), key: k, clock: time.Now(), log: &keptLog{}, head: custos.BlockRef{Number: 3, Hash: custos.Hash{1}}}
	p.openMaster(p.log)
	p.openJournal()
	t.Cleanup(func() { _ = p.j.Close(); _ = p.m.DB.Close() })
	return p
}

// newKey has another key registered for the service, and the one of before no more.
func (p *pair) newKey() {
	k, err := key.Generate()
	if err != nil {
		p.Fatal(err)
	}
	p.key = k
}

func (p *pair) Principal(a custos.Address) (custos.Principal, bool) {
	return custos.Principal{Address: a, Name: string(producer), Role: custos.RoleService, Domain: domain, Active: true}, a == p.key.Address()
}

func (p *pair) Block(_ context.Context, n uint64) (custos.Head, error) {
	return custos.Head{BlockRef: custos.BlockRef{Number: n, Hash: p.head.Hash}, Time: time.Now().Add(-time.Hour)}, nil
}

func (p *pair) journalDir() string { return filepath.Join(p.root, "journal") }

func (p *pair) database() string { return filepath.Join(p.root, "master") }

func (p *pair) openMaster(log Leaves) {
	p.Helper()
	db, err := OpenDatabase(context.Background(), filepath.Join(p.database(), "master.db"))
	if err != nil {
		p.Fatal(err)
	}
	p.m = &Committer{DB: db, Log: log, Domain: domain, Directory: p, Chain: p, Logger: slog.New(slog.DiscardHandler), Now: func() time.Time { return p.clock }}
	p.m.Stuck = func(_ context.Context, _ custos.ServiceID, why error) error {
		if why != nil && p.stuck == nil {
			p.raised++
		}
		p.stuck = why
		return nil
	}
	if err := p.m.Recover(context.Background()); err != nil {
		p.Fatal(err)
	}
}

func (p *pair) openJournal() {
	p.Helper()
	var err error
	if p.j, err = journal.Open(context.Background(), p.journalDir(), producer, p.key); err != nil {
		p.Fatal(err)
	}
	p.f = &journal.Forwarder{
		Journal: p.j, Log: slog.New(slog.DiscardHandler), Ask: p.ask,
		Now: func() time.Time { return p.clock }, Head: func() custos.BlockRef { return p.head },
	}
}

// ask is the bus between the two.
func (p *pair) ask(ctx context.Context, what string, data []byte) ([]byte, error) {
	if what == journal.StandingRequest {
		if p.away > 0 {
			p.away--
			return nil, errAway
		}
		var q journal.Question
		if err := json.Unmarshal(data, &q); err != nil {
			return nil, err
		}
		s, err := p.m.Standing(ctx, p.key.Address(), q)
		if err != nil {
			return nil, err
		}
		return json.Marshal(s)
	}
	var c journal.Commit
	if err := json.Unmarshal(data, &c); err != nil {
		return nil, err
	}
	commit := func() (journal.Committed, error) {
		i, err := p.m.Commit(ctx, p.key.Address(), c)
		return journal.Committed{Index: i}, err
	}
	do := p.deliver
	if p.deliver = nil; do == nil {
		do = func(commit func() (journal.Committed, error)) (journal.Committed, error) { return commit() }
	}
	a, err := do(commit)
	if err != nil {
		return nil, err
	}
	// Forged or not, it names the batch: another would count for nothing.
	a.Leaf, a.Size = c.Leaf.Hash(), a.Index+1
	return json.Marshal(a)
}

// What may become of a batch on its way.
var (
	errAway = custos.Errorf(custos.Unavailable, "the bus is away")

	lostBatch = func(func() (journal.Committed, error)) (journal.Committed, error) {
		return journal.Committed{}, errAway
	}
	lostAck = func(commit func() (journal.Committed, error)) (journal.Committed, error) {
		_, _ = commit()
		return journal.Committed{}, errAway
	}
)

// forgeAcks acknowledges in the master's name, as who reads and writes the bus could.
func (p *pair) forgeAck(func() (journal.Committed, error)) (journal.Committed, error) {
	var most int64
	if err := p.sql("SELECT coalesce(max(leaf_index), -1) FROM batch").Scan(&most); err != nil {
		p.Fatal(err)
	}
	return journal.Committed{Index: uint64(most + 1)}, nil
}

// sql asks the journal's file, beside the journal.
func (p *pair) sql(query string, args ...any) *sql.Row {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(p.journalDir(), "journal.db")+"?_pragma=busy_timeout(5000)")
	if err != nil {
		p.Fatal(err)
	}
	defer db.Close()
	return db.QueryRow(query, args...)
}

// observe appends n events, each unlike all others.
func (p *pair) observe(n int) {
	p.Helper()
	events := make([]custos.Observation, n)
	for i := range events {
		p.next++
		events[i] = custos.Observation{Resource: domain + "/cam1", Time: time.Unix(1e9, int64(p.next)), Payload: &observe.Stream{State: observe.StreamStarted, Frames: p.next}}
	}
	if err := p.j.Append(context.Background(), events); err != nil {
		p.Fatal(err)
	}
}

// turns lets the journal work until it has nothing to do, or is refused, at most so often.
func (p *pair) turns(most int) (done bool, err error) {
	for range most {
		more, err := p.f.Turn(context.Background())
		if err != nil || !more {
			return err == nil, err
		}
	}
	return false, nil
}

// settled wants the journal to come to an end by itself.
func (p *pair) settled() {
	p.Helper()
	if done, err := p.turns(1000); err != nil || !done {
		p.Fatalf("it does not come to an end: %v", err)
	}
	if n, err := p.j.Unacknowledged(context.Background()); err != nil || n != 0 {
		p.Fatalf("%d events wait, %v", n, err)
	}
}

func (p *pair) restartJournal() {
	p.Helper()
	if err := p.j.Close(); err != nil {
		p.Fatal(err)
	}
	p.openJournal()
}

func (p *pair) restartMaster() {
	p.Helper()
	if err := p.m.DB.Close(); err != nil {
		p.Fatal(err)
	}
	p.openMaster(p.m.Log)
}

// copyDir copies the files of a directory, which may be in use, to a place of their own.
func (p *pair) copyDir(from, to string) {
	p.Helper()
	if err := errors.Join(os.RemoveAll(to), os.CopyFS(to, os.DirFS(from))); err != nil {
		p.Fatal(err)
	}
}

func (p *pair) copyJournal(as string) { p.copyDir(p.journalDir(), filepath.Join(p.root, as)) }

func (p *pair) putBackJournal(from string) {
	p.Helper()
	if err := p.j.Close(); err != nil {
		p.Fatal(err)
	}
	p.copyDir(filepath.Join(p.root, from), p.journalDir())
	p.openJournal()
}

func (p *pair) copyDatabase(as string) { p.copyDir(p.database(), filepath.Join(p.root, as)) }

func (p *pair) putBackDatabase(from string, log Leaves) {
	p.Helper()
	if err := p.m.DB.Close(); err != nil {
		p.Fatal(err)
	}
	p.copyDir(filepath.Join(p.root, from), p.database())
	p.openMaster(log)
}

// inMaster counts what stands in the master, in the order of the log.
func (p *pair) inMaster() (order []uint64, times map[uint64]int) {
	p.Helper()
	type at struct {
		index  uint64
		n      int64
		frames uint64
	}
	var all []at
	for e, err := range p.m.DB.List(context.Background(), masterdb.Filter{Limit: math.MaxInt32}) {
		if err != nil {
			p.Fatal(err)
		}
		body, err := e.Sealed.Open()
		if err != nil {
			p.Fatal(err)
		}
		all = append(all, at{e.Index, e.N, framesOf(p, body)})
	}
	slices.SortFunc(all, func(a, b at) int { return cmp.Or(cmp.Compare(a.index, b.index), cmp.Compare(a.n, b.n)) })
	times = map[uint64]int{}
	for _, e := range all {
		order = append(order, e.frames)
		times[e.frames]++
	}
	return order, times
}

// framesOf is what tells these tests' events apart.
func framesOf(t testing.TB, body []byte) uint64 {
	t.Helper()
	var e custos.Event
	if err := json.Unmarshal(body, &e); err != nil {
		t.Fatal(err)
	}
	return observetest.Payload[*observe.Stream](t, &e).Frames
}

func (p *pair) inJournal() map[uint64]int {
	p.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(p.journalDir(), "journal.db")+"?_pragma=busy_timeout(5000)")
	if err != nil {
		p.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query("SELECT body FROM event ORDER BY boot, seq")
	if err != nil {
		p.Fatal(err)
	}
	defer rows.Close()
	times := map[uint64]int{}
	for rows.Next() {
		var body []byte
		if err := rows.Scan(&body); err != nil {
			p.Fatal(err)
		}
		if body, err = brief.ReadAlone(producer, body); err != nil {
			p.Fatal(err)
		}
		times[framesOf(p, body)]++
	}
	if err := rows.Err(); err != nil {
		p.Fatal(err)
	}
	return times
}

// wantInOrder wants the events of 1 to n in the master, each once and in their order.
func (p *pair) wantInOrder(n uint64) {
	p.Helper()
	order, _ := p.inMaster()
	for i, got := range order {
		if got != uint64(i+1) {
			p.Fatalf("event %d is at place %d of %v", got, i+1, order)
		}
	}
	if uint64(len(order)) != n {
		p.Fatalf("%d events are in the master, want %d: %v", len(order), n, order)
	}
	p.wantChain()
}

// wantChain holds the rows and the log against what an audit asks of them: batches that
// follow each other without a hole, in the log as in their numbers, and no leaf twice.
func (p *pair) wantChain() {
	p.Helper()
	snap, err := p.m.DB.Snapshot(context.Background())
	if err != nil {
		p.Fatal(err)
	}
	defer func() { _ = snap.Close() }()
	var rows []masterdb.BatchRow
	for b, err := range snap.Batches(context.Background()) {
		if err != nil {
			p.Fatal(err)
		}
		rows = append(rows, b)
	}
	slices.SortFunc(rows, func(a, b masterdb.BatchRow) int {
		return cmp.Or(cmp.Compare(a.Boot, b.Boot), cmp.Compare(a.First, b.First))
	})
	var before evidence.Batch
	var hash custos.Hash
	last := int64(-1)
	for _, row := range rows {
		leaf := evidence.Leaf(row.Leaf)
		b, err := leaf.Open()
		if err != nil {
			p.Fatal(err)
		}
		if hole := follows(before, hash, b); hole != "" && !hash.IsZero() && !(b.Prev.IsZero() && b.Boot > before.Boot) {
			p.Fatalf("there is a hole before %s: %s", firstEvent(b), hole)
		}
		if !row.Recorded || row.Index <= last {
			p.Fatalf("%s stands at %d (recorded: %v), the one before it at %d", firstEvent(b), row.Index, row.Recorded, last)
		}
		if stands, err := p.m.Log.Leaf(context.Background(), uint64(row.Index)); err != nil || stands.Hash() != leaf.Hash() {
			p.Fatalf("%s does not stand at %d: %v", firstEvent(b), row.Index, err)
		}
		before, hash, last = b, leaf.Hash(), row.Index
	}
	seen := map[custos.Hash]bool{}
	for i, l := range p.log.leaves {
		if seen[l.Hash()] {
			p.Fatalf("leaf %d stands in the log twice", i)
		}
		seen[l.Hash()] = true
	}
}

// TestAttack47StuckAfterDivergence has a service believe what its master never got, and puts
// each of the two back to an older copy. It goes on by itself.
func TestAttack47StuckAfterDivergence(t *testing.T) {
	t.Run("forged acknowledgements", func(t *testing.T) {
		p := newPair(t)
		p.observe(3)
		p.settled()
		for range 5 {
			p.observe(2)
			p.deliver = p.forgeAck
			p.settled()
		}
		if order, _ := p.inMaster(); len(order) != 3 {
			t.Fatalf("the master got %v", order)
		}
		leaves := p.signed()
		p.observe(1)
		p.settled()
		p.wantInOrder(14)
		p.wantSigned(leaves)
		if p.stuck != nil || p.j.Health().Refused != "" {
			t.Fatalf("healed, and %v, %+v", p.stuck, p.j.Health())
		}
	})
	t.Run("forged from the first on", func(t *testing.T) {
		p := newPair(t)
		for range 2 {
			p.observe(2)
			p.deliver = p.forgeAck
			p.settled()
		}
		p.observe(1)
		p.settled()
		p.wantInOrder(5)
	})
	t.Run("forged, and nothing further to send", func(t *testing.T) {
		p := newPair(t)
		p.observe(2)
		p.deliver = p.forgeAck
		p.settled()
		p.clock = p.clock.Add(time.Hour)
		p.settled()
		p.wantInOrder(2)
	})
	t.Run("the master is put back", func(t *testing.T) {
		p := newPair(t)
		p.observe(2)
		p.settled()
		p.copyDatabase("copy")
		was := len(p.log.leaves)
		for range 3 {
			p.observe(2)
			p.settled()
		}
		leaves := p.signed()
		p.log = &keptLog{leaves: p.log.leaves[:was:was]}
		p.putBackDatabase("copy", p.log)
		p.observe(1)
		p.settled()
		p.wantInOrder(9)
		p.wantSigned(leaves)
	})
	t.Run("the master's database is put back, its log is not", func(t *testing.T) {
		p := newPair(t)
		p.observe(2)
		p.settled()
		p.copyDatabase("copy")
		for range 3 {
			p.observe(2)
			p.settled()
		}
		// Their block is gone meanwhile: what stands in the log needs none.
		p.head.Hash = custos.Hash{2}
		p.putBackDatabase("copy", p.log)
		p.observe(1)
		p.settled()
		p.wantInOrder(9)
		if len(p.log.leaves) != 5 {
			t.Fatalf("%d leaves for 5 batches", len(p.log.leaves))
		}
	})
	t.Run("forged of a batch that the master has staged", func(t *testing.T) {
		p := newPair(t)
		p.observe(1)
		p.m.step = func(s string) error {
			if s == "add" {
				return errors.New("the disk is full")
			}
			return nil
		}
		if done, err := p.turns(2); done || err == nil {
			t.Fatalf("it went on: %v", err)
		}
		p.m.step = nil
		p.deliver = p.forgeAck
		p.settled()
		p.observe(1)
		p.settled()
		p.wantInOrder(2)
	})
	t.Run("the service is put back", func(t *testing.T) {
		p := newPair(t)
		p.observe(2)
		p.settled()
		p.observe(2) // in the copy, in no batch yet
		p.copyJournal("copy")
		p.settled()
		p.restartJournal()
		p.observe(3)
		p.settled()
		p.putBackJournal("copy")
		p.observe(2)
		p.settled()
		p.wantInOrder(9)
		if have := p.inJournal(); len(have) != 9 {
			t.Fatalf("the journal has %v", have)
		}
		// What it has now it can send again, too.
		p.m.Log, p.log = &keptLog{}, &keptLog{}
		_ = p.m.DB.Close()
		if err := os.RemoveAll(p.database()); err != nil {
			t.Fatal(err)
		}
		p.openMaster(p.log)
		p.clock = p.clock.Add(time.Hour)
		p.settled()
		p.wantInOrder(9)
	})
	t.Run("the service is put back, and its first batch was taken before it can ask", func(t *testing.T) {
		p := newPair(t)
		p.observe(2)
		p.deliver = lostAck
		if _, err := p.turns(2); custos.KindOf(err) != custos.Unavailable {
			t.Fatal(err)
		}
		p.copyJournal("copy")
		p.observe(2)
		p.settled()
		p.putBackJournal("copy")
		p.away = 1
		p.observe(1)
		p.settled() // that it was acknowledged says nothing of what came after
		p.wantInOrder(5)
	})
	t.Run("the service is put back, its clock is not", func(t *testing.T) {
		p := newPair(t)
		p.aheadOfClock() // lives are numbered by counting from here on
		p.observe(2)
		p.settled()
		p.copyJournal("copy")
		for range 3 {
			p.restartJournal()
			p.observe(2)
			p.settled()
		}
		p.putBackJournal("copy")
		boot := p.j.Boot()
		p.observe(2) // by numbers that the master has for others
		p.settled()
		p.observe(2)
		p.settled()
		p.wantInOrder(12)
		if p.j.Boot() <= boot+1 {
			t.Fatalf("life %d is still %d", boot, p.j.Boot())
		}
	})
	t.Run("the service is put back, its clock is not, and it has seen nothing yet", func(t *testing.T) {
		p := newPair(t)
		p.aheadOfClock()
		p.observe(2)
		p.settled()
		p.copyJournal("copy")
		p.restartJournal()
		p.observe(2)
		p.settled()
		p.putBackJournal("copy") // its life has the number of the one before
		p.settled()
		var newest uint64
		if err := rowsOf(p, p.m.DB).QueryRow("SELECT max(boot) FROM batch").Scan(&newest); err != nil || p.j.Boot() <= newest {
			t.Fatalf("life %d goes on where another ended (%d), %v", p.j.Boot(), newest, err)
		}
		p.observe(1)
		p.settled()
		p.wantInOrder(5)
	})
	t.Run("the service is put back to before its events got other numbers", func(t *testing.T) {
		p := newPair(t)
		p.aheadOfClock()
		p.observe(2)
		p.settled()
		p.copyJournal("copy")
		p.restartJournal()
		p.observe(2)
		p.settled()
		p.putBackJournal("copy")
		p.observe(2) // by the numbers of the two before
		p.copyJournal("later copy")
		p.settled()
		p.putBackJournal("later copy")
		p.observe(1)
		p.settled()
		p.wantInOrder(7)
	})
	t.Run("the key is another one, and some of before is on its way", func(t *testing.T) {
		for name, deliver := range map[string]func(func() (journal.Committed, error)) (journal.Committed, error){"lost": lostBatch, "taken": lostAck} {
			p := newPair(t)
			p.observe(2)
			p.settled()
			p.observe(1)
			p.deliver = deliver
			if _, err := p.turns(2); custos.KindOf(err) != custos.Unavailable {
				t.Fatal(err)
			}
			before := p.key
			p.newKey()
			p.restartJournal()
			p.away = 1 // it sends before it could ask
			p.observe(1)
			p.settled()
			p.wantInOrder(4)
			if b, err := p.log.leaves[1].Open(); err != nil || (b.Principal == before.Address()) != (name == "taken") {
				t.Errorf("what was %s is signed by %s, %v", name, b.Principal, err)
			}
		}
	})
	t.Run("the journal is lost with its key", func(t *testing.T) {
		p := newPair(t)
		p.observe(3)
		p.settled()
		if err := errors.Join(p.j.Close(), os.RemoveAll(p.journalDir())); err != nil {
			t.Fatal(err)
		}
		p.newKey()
		p.openJournal()
		p.observe(2)
		p.settled()
		p.wantInOrder(5)
	})
	t.Run("the journal is lost", func(t *testing.T) {
		p := newPair(t)
		p.observe(3)
		p.settled()
		if err := errors.Join(p.j.Close(), os.RemoveAll(p.journalDir())); err != nil {
			t.Fatal(err)
		}
		p.openJournal()
		p.observe(2)
		p.settled()
		p.wantInOrder(5)
		if have := p.inJournal(); len(have) != 5 {
			t.Fatalf("the journal has %v", have)
		}
	})
}

// The same with a log on disk, in which what lost its rows is found after a start.
func TestAttack47LogOnDisk(t *testing.T) {
	p := newPair(t)
	_, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := evidence.NoteSigner("custos/test", private)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	var l *Log
	start := func() {
		if l, err = OpenLog(ctx, filepath.Join(p.root, "log"), signer); err != nil {
			t.Fatal(err)
		}
	}
	stop := func() {
		if err := l.Close(ctx); err != nil {
			t.Fatal(err)
		}
	}
	start()
	_ = p.m.DB.Close()
	p.openMaster(l)
	p.observe(2)
	p.settled()
	p.copyDatabase("copy")
	for range 300 { // beyond one bundle of the log
		p.observe(1)
		if _, err := p.turns(1); err != nil {
			t.Fatal(err)
		}
	}
	p.settled()
	p.observe(1)
	p.deliver = p.forgeAck
	p.settled()
	before, err := l.Size(ctx)
	if err != nil {
		t.Fatal(err)
	}
	stop()
	start()
	p.putBackDatabase("copy", l)
	p.observe(1)
	p.settled()
	p.wantInOrder(304)
	if size, err := l.Size(ctx); err != nil || size != before+2 {
		t.Fatalf("%d leaves, want %d and two: %v", size, before, err)
	}
	stop()
}

// countedLog counts the leaves that are read.
type countedLog struct {
	*keptLog
	read int
}

func (l *countedLog) Each(ctx context.Context, from, until uint64, skip func(uint64) bool, do func(uint64, custos.Hash)) error {
	return l.keptLog.Each(ctx, from, until, skip, func(i uint64, h custos.Hash) { l.read++; do(i, h) })
}

func (l *countedLog) Leaf(ctx context.Context, i uint64) (evidence.Leaf, error) {
	l.read++
	return l.keptLog.Leaf(ctx, i)
}

// What a start and a failure read of the log does not grow with its age: one leaf to see
// that the two belong together, and what has no row.
func TestTailReadsWhatHasNoRow(t *testing.T) {
	p := newPair(t)
	for range 50 {
		p.observe(1)
		p.settled()
	}
	l := &countedLog{keptLog: p.log}
	_ = p.m.DB.Close()
	p.openMaster(l)
	if l.read != 1 {
		t.Errorf("a start reads %d of 50 leaves", l.read)
	}
	p.m.step = func(s string) error {
		if s == "record" {
			return errors.New("the disk is full")
		}
		return nil
	}
	p.observe(1)
	if _, err := p.turns(2); err == nil {
		t.Fatal("it was recorded")
	}
	p.m.step = nil
	p.settled()
	if l.read != 2 {
		t.Errorf("a failure reads %d leaves", l.read-1)
	}
	p.wantInOrder(51)
	// A row in the middle is lost: that leaf is read at each start, and nothing else.
	if _, err := rowsOf(p, p.m.DB).Exec("DELETE FROM event WHERE batch = 20; DELETE FROM batch WHERE n = 20"); err != nil {
		t.Fatal(err)
	}
	l.read = 0
	p.restartMaster()
	if l.read != 2 || len(p.m.tail.at) != 1 {
		t.Errorf("a start reads %d leaves for one lost row, and finds %d", l.read, len(p.m.tail.at))
	}
}

// A log that is older than its database, or another one, is refused with what to do: its
// next leaves would have the places of others.
func TestAttack47LogOlderThanItsDatabase(t *testing.T) {
	p := newPair(t)
	for range 3 {
		p.observe(1)
		p.settled()
	}
	other := append([]evidence.Leaf{}, p.log.leaves...)
	other[2] = append(evidence.Leaf{}, other[1]...)
	for name, l := range map[string]*keptLog{"older": {p.log.leaves[:2:2]}, "empty": {}, "another": {other}} {
		c := &Committer{DB: p.m.DB, Log: l, Domain: domain, Directory: p, Chain: p, Logger: slog.New(slog.DiscardHandler)}
		if err := c.Recover(context.Background()); custos.KindOf(err) != custos.Corrupt {
			t.Errorf("%s: %v", name, err)
		}
		if len(l.leaves) > 3 {
			t.Errorf("%s: it was written to", name)
		}
	}
}

// The alarm is raised once, stands over a start, and ends with the next batch that is taken.
func TestAttack47AlarmOfAStuckService(t *testing.T) {
	g, ctx := newGuard(t), context.Background()
	why := errors.New("two journals live by its key")
	for range 3 {
		if err := g.Stuck(ctx, producer, why); err != nil {
			t.Fatal(err)
		}
	}
	g.want(t, "diverged")
	if a := g.Open(); len(a) != 1 || a[0].Origin != string(producer) || a[0].Reason != why.Error() || g.Halted() != nil {
		t.Fatalf("open: %+v, halted: %v", a, g.Halted())
	}
	again := &Watch{DB: g.DB}
	if err := again.load(ctx); err != nil || len(again.Open()) != 1 {
		t.Fatalf("after a start: %v, %v", again.Open(), err)
	}
	if err := g.Stuck(ctx, "front-edge/track", nil); err != nil || len(g.Open()) != 1 {
		t.Fatalf("another service's batch ended it: %v", err)
	}
	if err := g.Stuck(ctx, producer, nil); err != nil {
		t.Fatal(err)
	}
	g.want(t, "diverged", "diverged over")
}

// Who asks what is held of him is told of himself alone, and accuses himself alone.
func TestStandingIsOfWhoAsks(t *testing.T) {
	p, ctx := newPair(t), context.Background()
	p.observe(1)
	p.settled()
	stranger, err := key.Generate()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.m.Standing(ctx, stranger.Address(), journal.Question{Follow: true}); custos.KindOf(err) != custos.Denied {
		t.Errorf("a stranger was told: %v", err)
	}
	forged, err := evidence.SignBatch(evidence.Batch{Service: producer, Boot: 1, First: 1, Last: 1}, []custos.Hash{{1}}, stranger)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.m.Standing(ctx, p.key.Address(), journal.Question{Diverged: forged}); custos.KindOf(err) != custos.Invalid || p.stuck != nil {
		t.Errorf("another key's batch raised the alarm: %v, %v", err, p.stuck)
	}
	if _, err := p.m.Standing(ctx, p.key.Address(), journal.Question{Known: make([]journal.Place, journal.MaxKnown+1)}); custos.KindOf(err) != custos.Invalid {
		t.Errorf("too many places: %v", err)
	}
}

// signed are the hashes of the leaves that the journal has signed.
func (p *pair) signed() []string {
	p.Helper()
	var text string
	if err := p.sql("SELECT json_group_array(hex(leaf)) FROM (SELECT leaf FROM batch ORDER BY n)").Scan(&text); err != nil {
		p.Fatal(err)
	}
	var out []string
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		p.Fatal(err)
	}
	return out
}

// wantSigned wants the journal to stand by its signatures.
func (p *pair) wantSigned(want []string) {
	p.Helper()
	got := p.signed()
	for i := range want {
		if i >= len(got) || got[i] != want[i] {
			p.Fatalf("batch %d was signed anew", i)
		}
	}
}

// aheadOfClock gives the journal a life of a time to come: those after it count from there.
func (p *pair) aheadOfClock() {
	p.Helper()
	if err := p.j.Close(); err != nil {
		p.Fatal(err)
	}
	var n int64
	if err := p.sql("INSERT INTO life SELECT max(boot) + 1000000000 FROM life RETURNING boot").Scan(&n); err != nil {
		p.Fatal(err)
	}
	p.openJournal()
}

// Two journals live by one key, as when an edge was cloned or its key stolen: whoever is
// refused says so, keeps all, and goes on when the other has ended.
func TestAttack47TwoJournalsByOneKey(t *testing.T) {
	p := newPair(t)
	p.observe(2)
	p.settled()
	p.copyJournal("clone")
	clone := p.clone("clone", 100)
	defer func() { _ = clone.j.Close() }()
	clone.observe(2)
	clone.settled()
	p.observe(3)
	for range 5 {
		_, err := p.turns(100)
		if custos.KindOf(err) != custos.Conflict {
			t.Fatalf("the other journal's events were taken for the own: %v", err)
		}
	}
	if p.stuck == nil || p.raised != 1 || p.j.Health().Refused == "" {
		t.Fatalf("alarm %v, raised %d times, health %+v", p.stuck, p.raised, p.j.Health())
	}
	// The clone goes on, and then no more.
	p.clock = p.clock.Add(quiet)
	clone.observe(1)
	clone.settled()
	if _, err := p.turns(100); err == nil {
		t.Fatal("taken over while the other still signs")
	}
	p.clock = p.clock.Add(quiet)
	p.settled()
	if p.stuck != nil || p.j.Health().Refused != "" {
		t.Fatalf("it goes on, and alarm %v, health %+v", p.stuck, p.j.Health())
	}
	order, _ := p.inMaster()
	if fmt.Sprint(order) != "[1 2 101 102 103 3 4 5]" {
		t.Fatalf("the master has %v", order)
	}
	p.wantChain()
}

// What was acknowledged to a journal is not given other numbers behind its back: where the
// master has something else in its place, that is an alarm until one of the two is mended.
func TestAttack47AcknowledgedAndReplaced(t *testing.T) {
	p := newPair(t)
	p.observe(2)
	p.settled()
	p.copyJournal("copy")
	p.copyDatabase("before")
	was := len(p.log.leaves)
	p.observe(1)
	p.deliver = p.forgeAck
	p.settled()
	clone := p.clone("copy", 100)
	clone.observe(2)
	clone.settled()
	_ = clone.j.Close()
	p.restartJournal()
	for range 3 {
		if _, err := p.turns(100); custos.KindOf(err) != custos.Conflict {
			t.Fatalf("it is reconciled: %v", err)
		}
		p.clock = p.clock.Add(quiet)
	}
	if p.stuck == nil || p.j.Health().Refused == "" || p.inJournal()[3] != 1 {
		t.Fatalf("alarm %v, health %+v, journal %v", p.stuck, p.j.Health(), p.inJournal())
	}
	p.log = &keptLog{leaves: p.log.leaves[:was:was]}
	p.putBackDatabase("before", p.log)
	p.settled()
	p.wantInOrder(3)
	if p.stuck != nil || p.j.Health().Refused != "" {
		t.Fatalf("mended, and alarm %v, health %+v", p.stuck, p.j.Health())
	}
}

// clone lets a copy of the journal live beside it; its events begin at next.
func (p *pair) clone(from string, next uint64) *pair {
	p.Helper()
	c := &pair{TB: p.TB, root: memoryDir(p), key: p.key, clock: p.clock, m: p.m, log: p.log, head: p.head, next: next}
	c.copyDir(filepath.Join(p.root, from), c.journalDir())
	c.openJournal()
	return c
}

// memoryDir is a directory of the test's own, in memory where there is such a place: many
// short histories wait for the disk, and do not test it.
func memoryDir(t testing.TB) string {
	dir, err := os.MkdirTemp("/dev/shm", "custos-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// quiet is for how long a foreign journal must be quiet; see package journal.
const quiet = 11 * time.Minute

// A master that loses what it acknowledged again and again is an alarm, though each time the
// service heals.
func TestAttack47LostAgainAndAgain(t *testing.T) {
	p := newPair(t)
	p.observe(1)
	p.settled()
	p.copyDatabase("copy")
	lose := func() {
		p.log = &keptLog{leaves: p.log.leaves[:1:1]}
		p.putBackDatabase("copy", p.log)
		p.observe(2)
		p.settled()
		p.clock = p.clock.Add(time.Minute)
	}
	p.observe(1)
	p.settled()
	for range maxRefusals {
		lose()
	}
	if p.stuck != nil {
		t.Fatalf("alarm after %d times: %v", maxRefusals, p.stuck)
	}
	lose()
	if p.stuck == nil {
		t.Fatal("no alarm")
	}
	p.wantInOrder(2 + 2*(maxRefusals+1))
	p.clock = p.clock.Add(2 * time.Hour)
	p.observe(1)
	p.settled()
	if p.stuck != nil || p.raised != 1 {
		t.Fatalf("two hours later: %v, raised %d times", p.stuck, p.raised)
	}
}

// TestAttack47RandomHistories does what may go wrong to a service and its master at random,
// and then wants each event that one of them still has in the master, once, or the alarm.
func TestAttack47RandomHistories(t *testing.T) {
	histories := uint64(200)
	if testing.Short() {
		histories = 60
	}
	ends := map[string]int{}
	for seed := range histories {
		ends[randomHistory(t, seed)]++
		if t.Failed() {
			return
		}
	}
	t.Logf("%v", ends)
	if ends["healed"] < int(histories)*3/4 {
		t.Errorf("too few ended healed: %v", ends)
	}
}

func randomHistory(t *testing.T, seed uint64) (end string) {
	p := newPair(t)
	defer func() { _ = p.j.Close(); _ = p.m.DB.Close() }()
	r := rand.New(rand.NewPCG(seed, 47))
	type copied struct {
		name   string
		leaves []evidence.Leaf
	}
	var journals []string
	var masters []copied
	var story []string
	defer func() {
		if t.Failed() {
			t.Logf("history %d: %q", seed, story)
		}
	}()
	ops := []struct {
		weight int
		name   string
		do     func()
	}{
		{30, "observe", func() { p.observe(1 + r.IntN(3)) }},
		{25, "work", func() { _, _ = p.turns(1 + r.IntN(6)) }},
		{6, "the batch is lost", func() { p.deliver = lostBatch; _, _ = p.turns(2) }},
		{6, "the acknowledgement is lost", func() { p.deliver = lostAck; _, _ = p.turns(2) }},
		{6, "it is forged", func() { p.deliver = p.forgeAck; _, _ = p.turns(2) }},
		{5, "the service starts again", p.restartJournal},
		{4, "the master starts again", p.restartMaster},
		{3, "a block is gone", func() { p.head.Hash[0]++ }},
		{5, "the clock was ahead", p.aheadOfClock},
		{4, "an hour goes by", func() { p.clock = p.clock.Add(time.Hour) }},
		{4, "a step of the master fails", func() {
			at := []string{"stage", "add", "record", "acknowledge"}[r.IntN(4)]
			p.m.step = func(s string) error {
				if s == at {
					return errors.New("crash")
				}
				return nil
			}
			_, _ = p.turns(2)
			p.m.step = nil
		}},
		{5, "the journal is copied", func() {
			journals = append(journals, fmt.Sprint("journal", len(journals)))
			p.copyJournal(journals[len(journals)-1])
		}},
		{5, "the master is copied", func() {
			c := copied{fmt.Sprint("master", len(masters)), append([]evidence.Leaf{}, p.log.leaves...)}
			masters = append(masters, c)
			p.copyDatabase(c.name)
		}},
		{3, "a journal is put back", func() {
			if len(journals) > 0 {
				p.putBackJournal(journals[r.IntN(len(journals))])
			}
		}},
		{3, "a master is put back", func() {
			if len(masters) > 0 {
				c := masters[r.IntN(len(masters))]
				p.log = &keptLog{leaves: append([]evidence.Leaf{}, c.leaves...)}
				p.putBackDatabase(c.name, p.log)
			}
		}},
		{2, "another journal signs by the same key", func() {
			if len(journals) > 0 {
				c := p.clone(journals[r.IntN(len(journals))], p.next)
				c.observe(1 + r.IntN(3))
				_, _ = c.turns(1 + r.IntN(8))
				p.next = c.next
				_ = c.j.Close()
			}
		}},
		{2, "a database is put back without its log", func() {
			for _, c := range masters {
				if isPrefix(c.leaves, p.log.leaves) {
					p.putBackDatabase(c.name, p.log)
					return
				}
			}
		}},
	}
	total := 0
	for _, o := range ops {
		total += o.weight
	}
	for range 10 + r.IntN(30) {
		at := r.IntN(total)
		for _, o := range ops {
			if at -= o.weight; at < 0 {
				story = append(story, o.name)
				o.do()
				break
			}
		}
	}
	if p.m.step, p.deliver = nil, nil; r.IntN(3) > 0 {
		story = append(story, "observe")
		p.observe(1)
	}
	p.clock = p.clock.Add(time.Hour) // whoever has nothing to send asks again
	want := p.inJournal()
	_, held := p.inMaster()
	for n := range held {
		want[n] = 1
	}
	refused := error(nil)
	for round := 0; ; round++ {
		done, err := p.turns(300)
		if done {
			refused = nil
			break
		}
		if err == nil || round == 8 {
			if refused = err; err == nil {
				t.Fatalf("it sends and sends")
			}
			break
		}
		p.clock = p.clock.Add(quiet)
	}
	if refused != nil {
		if p.stuck == nil || p.j.Health().Refused == "" {
			t.Errorf("refused without an alarm: %v", refused)
		}
		for n := range p.inJournal() {
			delete(want, n)
		}
		_, held := p.inMaster()
		for n := range want {
			if held[n] != 1 {
				t.Errorf("event %d is gone", n)
			}
		}
		return "refused"
	}
	_, held = p.inMaster()
	for n := range want {
		if held[n] != 1 {
			t.Errorf("event %d is %d times in the master", n, held[n])
		}
	}
	for n, times := range held {
		if times != 1 {
			t.Errorf("event %d is %d times in the master", n, times)
		}
	}
	if have := p.inJournal(); !maps.Equal(have, held) {
		t.Errorf("the journal has %d events, the master %d: %v, %v", len(have), len(held), have, held)
	}
	if n, err := p.j.Unacknowledged(context.Background()); n != 0 || err != nil {
		t.Errorf("%d events wait, %v", n, err)
	}
	if !t.Failed() {
		p.wantChain()
	}
	return "healed"
}

func isPrefix(a, b []evidence.Leaf) bool {
	for i := range a {
		if i >= len(b) || a[i].Hash() != b[i].Hash() {
			return false
		}
	}
	return true
}
