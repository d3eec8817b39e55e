package fog

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/edge/fmp4/fmp4test"
	"custos.dev/custos/evidence"
	"custos.dev/custos/journal"
	"custos.dev/custos/ledger"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/observe"
	"custos.dev/custos/observe/observetest"

	"golang.org/x/mod/sumdb/note"
)

// chain is a ledger with one log, whose blocks are all the world's.
type chain struct {
	*world
	mu    sync.Mutex
	state ledger.LogState
	list  []custos.Principal
}

func (c *chain) Head(ctx context.Context) (custos.Head, error) { return c.Block(ctx, 9) }

func (c *chain) AnchorOf(context.Context, string) (ledger.LogState, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.state, nil
}

func (c *chain) Anchor(_ context.Context, _ string, size uint64, root custos.Hash, _ [][]byte) (custos.Hash, custos.BlockRef, uint64, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.state.Size, c.state.Root = size, root
	return custos.Hash{2}, custos.BlockRef{Number: 4, Hash: custos.Hash{1}}, 1, nil
}

func (c *chain) Logs(context.Context) ([]ledger.LogState, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return []ledger.LogState{c.state}, nil
}

func (c *chain) Principals(context.Context) ([]custos.Principal, error) { return c.list, nil }

// ownWitness is a peer in the same process.
type ownWitness struct{ *Witness }

func (o ownWitness) Name() string           { return o.Witness.Name }
func (o ownWitness) Key() ed25519.PublicKey { return o.Witness.Key.Public().(ed25519.PublicKey) }

// audited is a master whose log is signed, witnessed and anchored as in a site.
type audited struct {
	*world
	master *key.Key
	cosign ed25519.PrivateKey
	owner  custos.Owner
	log    evidence.TrustLog
	chain  *chain
	prev   custos.Hash
	next   uint64
	// footage is where the segments' files are.
	footage  string
	segments []observe.Segment
	// change is applied to each new segment.
	change func(*fmp4test.File, *observe.Segment)
	end    context.CancelFunc // of the log's goroutines
}

// auditedKeys are whose word counts.
type auditedKeys struct {
	service, master *key.Key
	note, cosign    ed25519.PrivateKey
}

func newAudited(t *testing.T) *audited {
	t.Helper()
	return newAuditedBy(t, t.TempDir(), newAuditedKeys(t))
}

func newAuditedKeys(t *testing.T) (k auditedKeys) {
	t.Helper()
	var err error
	if k.service, err = key.Generate(); err != nil {
		t.Fatal(err)
	}
	if k.master, err = key.Generate(); err != nil {
		t.Fatal(err)
	}
	_, k.note, _ = ed25519.GenerateKey(nil)
	_, k.cosign, _ = ed25519.GenerateKey(nil)
	return k
}

// newAuditedBy is a master on a directory, which may hold what another one left.
func newAuditedBy(t *testing.T, dir string, k auditedKeys) *audited {
	t.Helper()
	return newAuditedAt(t, dir, "", k)
}

// newAuditedAt is newAuditedBy with the address of a database on a server; "" is a file.
func newAuditedAt(t *testing.T, dir, server string, k auditedKeys) *audited {
	t.Helper()
	w := &audited{world: &world{dir: dir, server: server, key: k.service, note: k.note}, master: k.master, cosign: k.cosign, footage: t.TempDir(), next: 1}
	w.owner = custos.Owner{Address: custos.Address{7}, Name: "alma", Domain: domain, WitnessKey: custos.Hash(w.cosign.Public().(ed25519.PublicKey)), Active: true}
	w.log = evidence.TrustLog{
		Origin: evidence.LogOrigin(custos.Hash{8}, domain), Owner: w.owner.Address, Domain: domain,
		Key: custos.Hash(w.note.Public().(ed25519.PublicKey)), Signer: w.master.Address(),
	}
	w.chain = &chain{
		world: w.world, state: ledger.LogState{Origin: w.log.Origin, Signer: w.log.Signer},
		list: []custos.Principal{{Address: w.key.Address(), Name: string(producer), Role: custos.RoleService, Owner: w.owner.Address, Domain: domain, Active: true}},
	}
	w.start(t)
	return w
}

// stop ends the master, whose log closes with a checkpoint over all of it.
func (w *audited) stop(t *testing.T) {
	t.Helper()
	w.shut(t)
	w.end()
}

// start opens the master; stop must follow.
func (w *audited) start(t *testing.T) {
	t.Helper()
	ctx, end := context.WithCancel(context.Background())
	w.end = end
	db, err := OpenDatabase(ctx, w.database())
	if err != nil {
		t.Fatal(err)
	}
	std, err := evidence.NoteSigner(w.log.Origin, w.note)
	if err != nil {
		t.Fatal(err)
	}
	l, err := OpenLog(ctx, filepath.Join(w.dir, "log"), std, evidence.LedgerSigner(w.log.Origin, w.master))
	if err != nil {
		t.Fatal(err)
	}
	w.Log = l
	w.Committer = &Committer{DB: db, Log: l, Domain: domain, Directory: w, Chain: w, Logger: slog.New(slog.DiscardHandler)}
}

// commit commits a batch of stream events and the seal of a new segment.
func (w *audited) commit(t *testing.T) {
	t.Helper()
	m := w.batch(t, w.prev, w.next, 3, func(e *custos.Event) {
		if e.Seq%3 == 0 {
			s := w.segment(t, w.change)
			observetest.Say(e, s)
			e.Time = s.From
		}
	})
	if _, err := w.Commit(context.Background(), w.key.Address(), m); err != nil {
		t.Fatal(err)
	}
	w.prev, w.next = m.Leaf.Hash(), w.next+3
}

// began is when the tests' footage begins.
var began = time.Date(2026, 7, 1, 18, 0, 0, 0, time.UTC)

// segment records the next second of footage, true in all that it claims unless change
// makes it another.
func (w *audited) segment(t *testing.T, change func(*fmp4test.File, *observe.Segment)) *observe.Segment {
	t.Helper()
	n := len(w.segments)
	at := time.Duration(n) * time.Second
	file := fmp4test.File{Width: 320, Height: 240, Pictures: slices.Repeat([]time.Duration{100 * time.Millisecond}, 10), Fill: fmt.Sprint(n)}
	s := observe.Segment{
		Index: uint64(n + 1), Boot: 7, File: fmt.Sprintf("day/%d.mp4", n+1), Codec: "avc1.42c01e", Width: 320, Height: 240, Frames: 10,
		From: began.Add(at), Until: began.Add(at + time.Second), PTSEnd: time.Second, Base: time.Second + at, Longest: 100 * time.Millisecond,
	}
	if change != nil {
		change(&file, &s)
	}
	data := file.Bytes()
	s.Bytes, s.SHA256 = int64(len(data)), sha256.Sum256(data)
	if n := len(w.segments); n > 0 {
		s.Prev = w.segments[n-1].SHA256
	}
	if err := os.MkdirAll(filepath.Join(w.footage, "day"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(w.footage, s.File), data, 0o600); err != nil {
		t.Fatal(err)
	}
	w.segments = append(w.segments, s)
	return &s
}

// anchor has the log witnessed and anchored up to its end.
func (w *audited) anchor(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	std, err := evidence.NoteVerifier(w.log.Origin, w.note.Public().(ed25519.PublicKey))
	if err != nil {
		t.Fatal(err)
	}
	witness := &Witness{DB: w.DB, Name: evidence.WitnessName(domain), Key: w.cosign, Verifier: func(string) (note.Verifier, bool) { return std, true }}
	a := &Anchorer{DB: w.DB, Log: w.Log, Ledger: w.chain, Witnesses: func() ([]Peer, int) { return []Peer{ownWitness{witness}}, 1 }, Confirmations: 2, Logger: slog.New(slog.DiscardHandler)}
	a.cos = cosigners{log: a.Log, seen: map[string]uint64{}}
	size, err := w.Log.Size(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for a.Marks().Anchored < size || a.Marks().Witnessed < size {
		if _, err := a.step(ctx); err != nil {
			t.Fatal(err)
		}
		if err := a.confirm(ctx); err != nil {
			t.Fatal(err)
		}
		if ctx.Err() != nil {
			t.Fatalf("the log of %d leaves is not anchored: %+v", size, a.Marks())
		}
	}
}

// filled is a stopped master with three anchored batches of three events.
func filled(t *testing.T) *audited {
	t.Helper()
	w := newAudited(t)
	for range 3 {
		w.commit(t)
		w.anchor(t)
	}
	w.stop(t)
	return w
}

func (w *audited) config(dir string) AuditConfig {
	return AuditConfig{
		Database: filepath.Join(dir, "master.db"), LogDir: filepath.Join(dir, "log"), Log: w.log, Chain: w.chain,
		Trust:      &evidence.Trust{Owners: []custos.Owner{w.owner}, Threshold: 1, Confirmations: 2, Logs: []evidence.TrustLog{w.log}},
		Recordings: func(custos.CameraID, custos.ServiceID) (string, bool) { return w.footage, true },
		Settle:     time.Millisecond,
	}
}

func audits(t *testing.T, cfg AuditConfig) *AuditReport {
	t.Helper()
	r, err := Audit(context.Background(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// names reports whether a failure is about the event.
func names(r *AuditReport, id custos.EventID) bool {
	return slices.ContainsFunc(r.Findings, func(f Finding) bool {
		return f.Status == evidence.Fail && (f.Event == id || strings.Contains(f.Detail, string(id)))
	})
}

// copyDir copies a stopped master.
func copyDir(t *testing.T, from string) string {
	t.Helper()
	to := t.TempDir()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	return to
}

func TestAuditOfAnHonestMaster(t *testing.T) {
	w := filled(t)
	r := audits(t, w.config(w.dir))
	if r.Result != evidence.Pass || r.Events != 9 || r.Batches != 3 || r.Size != 3 || r.Anchored != 3 || r.Checkpoints != 3 || r.Segments != 3 {
		t.Fatalf("%+v", r)
	}
	cfg := w.config(w.dir)
	cfg.Chain, cfg.NoChain = nil, "it is away"
	if r := audits(t, cfg); r.Result != evidence.Unknown || len(r.Findings) != 1 || r.Findings[0].What != "chain" {
		t.Fatalf("without the ledger: %+v", r)
	}
	cfg = w.config(w.dir)
	cfg.Recordings = nil
	if r := audits(t, cfg); r.Result != evidence.Unknown || len(r.Findings) != 1 || r.Findings[0].What != "segment" {
		t.Fatalf("without the footage: %+v", r)
	}
	w.chain.list[0].Name = "front-edge/other"
	if r := audits(t, w.config(w.dir)); r.Result != evidence.Fail || !names(r, custos.NewEventID(producer, 7, 1)) {
		t.Fatalf("a signer registered as another service: %+v", r)
	}
}

// TestAuditBesideARunningMaster audits while batches are committed: no state in
// between is taken for a fault.
func TestAuditBesideARunningMaster(t *testing.T) {
	w := newAudited(t)
	defer w.stop(t)
	w.commit(t)
	cfg := w.config(w.dir)
	cfg.Settle = time.Minute
	done := make(chan *AuditReport)
	go func() {
		defer close(done)
		for range 20 {
			r, err := Audit(context.Background(), cfg)
			if err != nil {
				r = &AuditReport{Result: evidence.Fail, Findings: []Finding{{Detail: err.Error()}}}
			}
			done <- r
		}
	}()
	for {
		select {
		case r, more := <-done:
			if !more {
				return
			}
			if r.Result != evidence.Pass {
				t.Errorf("%+v", r)
			}
		default:
			if w.next < 600 {
				w.commit(t)
			}
		}
	}
}

// TestAuditAfterACrash: what a master finishes by itself is no fault of the data.
func TestAuditAfterACrash(t *testing.T) {
	crash := errors.New("crash")
	for _, step := range []string{"add", "record", "acknowledge"} {
		w := newAudited(t)
		w.commit(t)
		w.step = func(s string) error {
			if s == step {
				return crash
			}
			return nil
		}
		m := w.batch(t, w.prev, w.next, 2, nil)
		if _, err := w.Commit(context.Background(), w.key.Address(), m); !errors.Is(err, crash) {
			t.Fatal(err)
		}
		w.stop(t)
		r := audits(t, w.config(w.dir))
		want := map[string][2]int{"add": {1, 0}, "record": {0, 1}}[step]
		if r.Result != evidence.Pass || r.Events != 5 || r.Staged != want[0] || r.Unrecorded != want[1] {
			t.Errorf("stopped before %q: %+v", step, r)
		}
	}
}

// edit opens a stopped master's database as an intruder with a shell does.
func edit(t *testing.T, dir string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "master.db")+"?_pragma=foreign_keys(0)")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// flips returns values that differ from v in one bit of one byte.
func flips(v any) []any {
	var out []any
	switch v := v.(type) {
	case int64:
		for bit := range 40 {
			out = append(out, v^1<<bit)
		}
	case string:
		for i := range v {
			b := []byte(v)
			b[i] ^= 1
			out = append(out, string(b))
		}
	case []byte:
		for i := range v {
			b := bytes.Clone(v)
			b[i] ^= 1
			out = append(out, b)
		}
	}
	return out
}

func columns(t *testing.T, db *sql.DB, table string) []string {
	t.Helper()
	rows, err := db.Query("SELECT name FROM pragma_table_info(?)", table)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		out = append(out, s)
	}
	if len(out) == 0 {
		t.Fatalf("no table %s", table)
	}
	return out
}

// TestAttack03EditedRow changes one byte in each column of an event's and of a
// batch's row. The audit finds each and names the event.
func TestAttack03EditedRow(t *testing.T) {
	w := filled(t)
	dir := copyDir(t, w.dir)
	db := edit(t, dir)
	for _, row := range []struct {
		table string
		n     int64
		id    custos.EventID
	}{
		{"event", 5, custos.NewEventID(producer, 7, 5)},
		{"event", 1, custos.NewEventID(producer, 7, 1)},
		{"batch", 2, custos.NewEventID(producer, 7, 4)},
		{"batch", 3, custos.NewEventID(producer, 7, 7)},
	} {
		for _, c := range columns(t, db, row.table) {
			if row.table == "batch" && (c == "received" || c == "clock_offset") {
				continue // the master's own note of its clock, and of the service's: nothing commits to it, nothing is proved by it
			}
			var old any
			if err := db.QueryRow("SELECT "+c+" FROM "+row.table+" WHERE n = ?", row.n).Scan(&old); err != nil {
				t.Fatal(err)
			}
			if b, is := old.([]byte); old == nil || is && len(b) == 0 {
				continue // it follows from another column
			}
			tried := 0
			all := flips(old)
			for i, v := range all {
				// Of long values a byte here and there: each costs an audit.
				if len(all) > 12 && i%(len(all)/6) != 0 && i != len(all)-1 {
					continue
				}
				where, back := row.n, row.n
				if c == "n" {
					back = v.(int64)
				}
				if _, err := db.Exec("UPDATE "+row.table+" SET "+c+" = ? WHERE n = ?", v, where); err != nil {
					continue // the table's own rules refuse it
				}
				tried++
				r := audits(t, w.config(dir))
				if r.Result != evidence.Fail || !names(r, row.id) {
					t.Errorf("%s %d: %s was changed from %v to %v: %s, %+v", row.table, row.n, c, old, v, r.Result, r.Findings)
				}
				if _, err := db.Exec("UPDATE "+row.table+" SET "+c+" = ? WHERE n = ?", old, back); err != nil {
					t.Fatal(err)
				}
			}
			if tried == 0 {
				t.Errorf("%s.%s could not be changed", row.table, c)
			}
		}
	}
	if r := audits(t, w.config(dir)); r.Result != evidence.Pass {
		t.Fatalf("all is as it was, and the audit says %+v", r)
	}
}

// TestAttack03RowsAtLarge does what no flipped byte does: rows deleted, exchanged,
// sealed anew, staged again.
func TestAttack03RowsAtLarge(t *testing.T) {
	w := filled(t)
	resealed, opening := evidence.Seal([]byte(`{"id":"front-edge.object.7.5"}`)) // as bodies stood before they were kept in few bytes
	id := func(n uint64) custos.EventID { return custos.NewEventID(producer, 7, n) }
	for _, c := range []struct {
		name string
		do   []string
		args []any
		id   custos.EventID
	}{
		{name: "an event is deleted", do: []string{"DELETE FROM event WHERE n = 5"}, id: id(5)},
		{name: "a batch's events are deleted", do: []string{"DELETE FROM event WHERE batch = 2"}, id: id(4)},
		{name: "a batch is deleted with its events", do: []string{"DELETE FROM event WHERE batch = 2", "DELETE FROM batch WHERE n = 2"}, id: id(4)},
		{name: "two events change places", do: []string{"UPDATE event SET n = 100 WHERE n = 4", "UPDATE event SET n = 4 WHERE n = 5", "UPDATE event SET n = 5 WHERE n = 100"}, id: id(4)},
		{name: "two batches change places", do: []string{"UPDATE batch SET leaf_index = 9 WHERE n = 1", "UPDATE batch SET leaf_index = 0 WHERE n = 2", "UPDATE batch SET leaf_index = 1 WHERE n = 1"}, id: id(1)},
		{name: "a recorded batch is staged again", do: []string{"UPDATE batch SET leaf_index = NULL WHERE n = 2"}, id: id(4)},
		{name: "a number holds text", do: []string{"UPDATE event SET time = 'noon' WHERE n = 5"}, id: id(5)},
		{
			name: "a body is sealed anew", do: []string{"UPDATE event SET body = ?, hash = ?, key = ?, salt = ? WHERE n = 5"},
			args: []any{resealed.Box, resealed.BodyHash[:], opening.Key[:], opening.Salt[:]}, id: id(5),
		},
		{name: "a body is another event's", do: []string{"UPDATE event SET (body, hash, key, salt) = (SELECT body, hash, key, salt FROM event WHERE n = 4) WHERE n = 5"}, id: id(5)},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := copyDir(t, w.dir)
			db := edit(t, dir)
			for _, q := range c.do {
				if _, err := db.Exec(q, c.args...); err != nil {
					t.Fatal(err)
				}
			}
			if r := audits(t, w.config(dir)); r.Result != evidence.Fail || !names(r, c.id) {
				t.Errorf("%s: %+v", r.Result, r.Findings)
			}
		})
	}
}

// TestAuditOfLogAndCheckpoints changes what lies beside the events.
func TestAuditOfLogAndCheckpoints(t *testing.T) {
	w := filled(t)
	for _, c := range []struct{ name, what, do string }{
		{"a checkpoint's root", "checkpoint", "UPDATE checkpoint SET root = zeroblob(32) WHERE size = 2"},
		{"a checkpoint's size", "checkpoint", "PRAGMA foreign_keys = 0; UPDATE checkpoint SET size = 5 WHERE size = 2"},
		{"a checkpoint's note", "checkpoint", "UPDATE checkpoint SET note = (SELECT note FROM checkpoint WHERE size = 3) WHERE size = 2"},
		{"a cosignature", "checkpoint", "UPDATE checkpoint SET cosigs = replace(cosigs, 'A', 'B') || 'x' WHERE size = 2"},
		{"no cosignature", "checkpoint", "UPDATE checkpoint SET cosigs = '' WHERE size = 2"},
		{"the number of cosignatures", "checkpoint", "UPDATE checkpoint SET signers = 2 WHERE size = 2"},
		{"an anchor's block", "anchor", "UPDATE anchor SET block_hash = zeroblob(32) WHERE size = 2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := copyDir(t, w.dir)
			if _, err := edit(t, dir).Exec(c.do); err != nil {
				t.Fatal(err)
			}
			r := audits(t, w.config(dir))
			if r.Result != evidence.Fail || !slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.What == c.what }) {
				t.Errorf("%s: %+v", r.Result, r.Findings)
			}
		})
	}
	// Each byte of the entries and of the checkpoint that the log's root rests on.
	var files []string
	err := fs.WalkDir(os.DirFS(w.dir), "log", func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && (strings.Contains(p, "tile/entries") || filepath.Base(p) == "checkpoint") {
			files = append(files, p)
		}
		return err
	})
	if err != nil || len(files) < 2 {
		t.Fatalf("the log has the files %v: %v", files, err)
	}
	for _, p := range files {
		if strings.Contains(p, ".p/") && !strings.HasSuffix(p, ".p/3") {
			continue // a shorter state of the same bundle, which is not read any more
		}
		path := filepath.Join(copyDir(t, w.dir), p)
		dir := strings.TrimSuffix(path, string(filepath.Separator)+p)
		good, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i < len(good); i += 1 + len(good)/60 {
			b := bytes.Clone(good)
			b[i] ^= 1
			if err := os.WriteFile(path, b, 0o600); err != nil {
				t.Fatal(err)
			}
			if r := audits(t, w.config(dir)); r.Result != evidence.Fail {
				t.Errorf("byte %d of %s was changed: %s %+v", i, p, r.Result, r.Findings)
			}
		}
	}
}

// TestAttack04RestoredDirectory starts and audits masters whose data is older than
// the chain says, or another's.
func TestAttack04RestoredDirectory(t *testing.T) {
	w := newAudited(t)
	w.commit(t)
	w.anchor(t)
	w.stop(t)
	old := copyDir(t, w.dir)
	w.start(t)
	w.commit(t)
	w.commit(t)
	w.anchor(t)
	ctx := context.Background()
	if err := CheckAgainstChain(ctx, w.Log, w.chain); err != nil {
		t.Fatalf("the newest data: %v", err)
	}
	w.stop(t)

	good := w.dir
	w.dir = old
	w.start(t)
	if err := CheckAgainstChain(ctx, w.Log, w.chain); custos.KindOf(err) != custos.Corrupt {
		t.Errorf("a log older than the chain says: %v", err)
	}
	w.stop(t)
	if r := audits(t, w.config(old)); r.Result != evidence.Fail || !slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.What == "chain" }) {
		t.Errorf("a log older than the chain says: %+v", r)
	}

	// The database alone is older: the log names what is gone.
	mixed := copyDir(t, good)
	b, err := os.ReadFile(filepath.Join(old, "master.db"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(mixed, "master.db"), b, 0o600); err != nil {
		t.Fatal(err)
	}
	r := audits(t, w.config(mixed))
	for _, seq := range []uint64{4, 7} {
		if id := custos.NewEventID(producer, 7, seq); r.Result != evidence.Fail || !names(r, id) {
			t.Errorf("a database older than its log does not show that %s is missing: %+v", id, r)
		}
	}

	// As long as the chain says, with another history.
	other := &audited{
		world: &world{dir: t.TempDir(), key: w.key, note: w.note}, master: w.master, cosign: w.cosign,
		owner: w.owner, log: w.log, chain: w.chain, footage: t.TempDir(), next: 1,
	}
	other.start(t)
	for range 3 {
		other.commit(t)
	}
	if err := CheckAgainstChain(ctx, other.Log, w.chain); custos.KindOf(err) != custos.Corrupt {
		t.Errorf("a log of another history: %v", err)
	}
	other.stop(t)
	if r := audits(t, other.config(other.dir)); r.Result != evidence.Fail || !slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.What == "chain" }) {
		t.Errorf("a log of another history: %+v", r)
	}
}

// TestAttack07CutFootage removes, changes and exchanges sealed footage.
func TestAttack07CutFootage(t *testing.T) {
	w := filled(t)
	seal := custos.NewEventID(producer, 7, 6) // of the second segment
	file := filepath.Join(w.footage, w.segments[1].File)
	good, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	changed := bytes.Clone(good)
	changed[len(changed)/2] ^= 1
	third, err := os.ReadFile(filepath.Join(w.footage, w.segments[2].File))
	if err != nil {
		t.Fatal(err)
	}
	outside := filepath.Join(t.TempDir(), "copy.mp4")
	if err := os.WriteFile(outside, good, 0o600); err != nil {
		t.Fatal(err)
	}
	write := func(b []byte) func() error { return func() error { return os.WriteFile(file, b, 0o600) } }
	for name, do := range map[string]func() error{
		"removed":          func() error { return nil },
		"changed":          write(changed),
		"cut":              write(good[:len(good)-1]),
		"lengthened":       write(append(bytes.Clone(good), 0)),
		"another segment":  write(third),
		"a link elsewhere": func() error { return os.Symlink(outside, file) },
		"a directory":      func() error { return os.Mkdir(file, 0o700) },
	} {
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
		if err := do(); err != nil {
			t.Fatal(err)
		}
		if r := audits(t, w.config(w.dir)); r.Result != evidence.Fail || len(r.Findings) != 1 || r.Findings[0].Event != seal || !strings.Contains(r.Findings[0].Detail, "segment 2") {
			t.Errorf("%s: %s %+v", name, r.Result, r.Findings)
		}
		if name == "removed" {
			if err := write(good)(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if err := write(good)(); err != nil {
		t.Fatal(err)
	}
	if r := audits(t, w.config(w.dir)); r.Result != evidence.Pass {
		t.Fatalf("the footage is whole again: %+v", r)
	}

	// A camera that leaves a segment out of its seals is found by the chain of them.
	gap := newAudited(t)
	gap.segment(t, nil)
	gap.commit(t)
	gap.stop(t)
	if r := audits(t, gap.config(gap.dir)); r.Result != evidence.Fail || !slices.ContainsFunc(r.Findings, func(f Finding) bool {
		return f.What == "segment" && f.Event == custos.NewEventID(producer, 7, 3)
	}) {
		t.Errorf("a seal is missing: %+v", r)
	}
}

// TestAuditFindsAHoleInAServicesChain adds a leaf that does not follow, as only who
// holds the log's directory can.
func TestAuditFindsAHoleInAServicesChain(t *testing.T) {
	w := newAudited(t)
	w.commit(t)
	for _, m := range []journal.Commit{w.batch(t, w.prev, 5, 1, nil), w.batch(t, custos.Hash{9}, 6, 1, nil)} {
		if _, err := w.Log.Add(context.Background(), m.Leaf); err != nil {
			t.Fatal(err)
		}
	}
	w.stop(t)
	r := audits(t, w.config(w.dir))
	for _, seq := range []uint64{5, 6} {
		id := custos.NewEventID(producer, 7, seq)
		if !slices.ContainsFunc(r.Findings, func(f Finding) bool {
			return f.Status == evidence.Fail && f.What == "log" && f.Event == id && strings.Contains(f.Detail, "hole")
		}) {
			t.Errorf("the hole before %s: %+v", id, r.Findings)
		}
	}
}
