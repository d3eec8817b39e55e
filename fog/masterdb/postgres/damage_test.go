package postgres_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/fog/masterdb/postgres"
	"custos.dev/custos/observe"
	"custos.dev/custos/store/pg"
	"custos.dev/custos/store/pgtest"
)

// three is a database with three recorded batches of an event, what opens those, and a session that
// edits it as who has a shell on the server can.
func three(t *testing.T) (db *postgres.DB, openings []evidence.Opening, edit func(statements string)) {
	t.Helper()
	url := pgtest.Database(t)
	db, err := postgres.Open(t.Context(), at(t, url))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	for i := range uint64(3) {
		sealed, opening := evidence.Seal([]byte("body"))
		openings = append(openings, opening)
		n, err := db.Stage(t.Context(), masterdb.NewBatch{Service: "a/b", Boot: 7, First: i + 1, Last: i + 1, Leaf: evidence.Leaf{byte(i)}, Received: time.Unix(1, 0)},
			[]masterdb.NewEvent{{ID: custos.NewEventID("a/b", 7, i+1), Seq: i + 1, Kind: "zone", Resource: "x/y/z", Time: time.Unix(1, 0), Sealed: sealed, Opening: opening}})
		if err == nil {
			err = db.Record(t.Context(), n, i)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return db, openings, func(statements string) {
		t.Helper()
		if err := pg.Do(t.Context(), at(t, url), statements); err != nil {
			t.Fatal(err)
		}
	}
}

// holds reports whether bytes stand in any file of the shared server's tables.
func holds(t *testing.T, what []byte) (found bool) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join(pgtest.Shared(t).Dir(), "data", "base"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		found = found || bytes.Contains(b, what)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// Once an erasure that somebody ordered has ended, the key of what was erased stands in no file of
// the tables; while somebody reads an older state, it does not end.
func TestErasedKeysAreGone(t *testing.T) {
	db, openings, edit := three(t)
	ctx := t.Context()
	if edit("CHECKPOINT"); !holds(t, openings[1].Key[:]) {
		t.Fatal("the key is not found where it must stand: the test does not look there")
	}
	if err := db.Plan(ctx, observe.Tombstone{Removal: "r", Service: "a/b", Spans: []observe.Span{{Boot: 7, First: 2, Last: 2}}, Count: 1, Cause: observe.Cause{Why: observe.ByOrder}}); err != nil {
		t.Fatal(err)
	}
	snap, err := db.Snapshot(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := snap.Damage(ctx); err != nil { // its state is that of now
		t.Fatal(err)
	}
	if done, err := db.Apply(ctx, "r", 9); err != nil || !done {
		t.Fatal(done, err)
	}
	if err := db.Finish(ctx, "r", time.Unix(9, 0)); custos.KindOf(err) != custos.Unavailable {
		t.Errorf("beside who reads an older state: %v", err)
	}
	if err := snap.Close(); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(50 * time.Millisecond) { // the server's own vacuum may look, too
		err := db.Finish(ctx, "r", time.Unix(9, 0))
		if err == nil {
			break
		}
		if custos.KindOf(err) != custos.Unavailable || time.Now().After(end) {
			t.Fatal(err)
		}
	}
	edit("CHECKPOINT")
	if holds(t, openings[1].Key[:]) {
		t.Error("the key of an event that was erased stands in a file")
	}
	if !holds(t, openings[0].Key[:]) || !holds(t, openings[2].Key[:]) {
		t.Error("the keys of the others are gone, too")
	}
}

// A row whose kind has no name is named, and those behind it are given.
func TestRowsWithoutAName(t *testing.T) {
	db, _, edit := three(t)
	edit("UPDATE custos.event SET kind = 77 WHERE n = 2")
	s, err := db.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var got []int64
	var bad *masterdb.UnreadableRow
	for e, err := range s.Events(t.Context()) {
		if errors.As(err, &bad) {
			if bad.ID != string(custos.NewEventID("a/b", 7, 2)) || bad.N != 2 || bad.Column != "kind" {
				t.Errorf("the event is named %+v", bad)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, e.N)
	}
	if len(got) != 2 || got[1] != 3 || bad == nil {
		t.Errorf("the other events are %v", got)
	}
	var last error
	for _, err := range db.List(t.Context(), masterdb.Filter{Limit: 10}) {
		last = errors.Join(last, err)
	}
	if custos.KindOf(last) != custos.Corrupt {
		t.Errorf("a list passes over a row: %v", last)
	}
}

// An index that somebody took away is noticed; what a page of damage does is the server's to say.
func TestDamage(t *testing.T) {
	db, _, edit := three(t)
	edit("CREATE EXTENSION amcheck; DROP INDEX custos.event_segment")
	s, err := db.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	said, err := s.Damage(t.Context())
	if err != nil || len(said) != 1 || !strings.Contains(said[0], "event_segment") {
		t.Errorf("damage is not noticed: %v, %v", said, err)
	}
}

// Hashes of a wrong length are Corrupt, and nothing falls over them.
func TestShortHashesAreCorrupt(t *testing.T) {
	db, _, edit := three(t)
	block := custos.BlockRef{Number: 9, Hash: custos.Hash{9}}
	a := masterdb.Anchor{Size: 2, Block: block, Sent: time.Unix(2, 0)}
	ctx, origin := t.Context(), "log"
	for _, err := range []error{
		db.KeepAnchor(ctx, masterdb.Checkpoint{Size: 2}, a),
		db.KeepCosigned(ctx, masterdb.Checkpoint{Size: 2, Signers: 1}),
		db.Confirm(ctx, []masterdb.Anchor{a}),
		db.OpenAlarm(ctx, masterdb.Alarm{About: observe.AlarmChain, Origin: origin, Block: block}),
		db.Cosign(ctx, masterdb.Cosigning{Origin: origin, Size: 2}, func(uint64, custos.Hash) error { return nil }),
		db.RememberPolicy(ctx, masterdb.Policy{Said: evidence.Policy{Block: 1}, Keep: 9}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	edit(`SET search_path = custos; UPDATE checkpoint SET root = '\x01'; UPDATE anchor SET block_hash = '\x01'; UPDATE alarm SET block_hash = '\x01';
		UPDATE cosigned SET root = '\x01'; UPDATE witnessed SET root = '\x01'; UPDATE policy SET block_hash = '\x01'`)
	for what, f := range map[string]func() error{
		"checkpoint": func() error { _, _, err := db.Checkpoint(ctx, 2); return err },
		"suspects":   func() error { _, err := db.Suspects(ctx); return err },
		"anchor":     func() error { _, _, err := db.AnchorFrom(ctx, 1); return err },
		"proven":     func() error { _, _, err := db.Proven(ctx, 0, 1); return err },
		"alarm":      func() error { _, _, err := db.Alarm(ctx, observe.AlarmChain, origin); return err },
		"cosigned":   func() error { _, _, err := db.CosignedRoot(ctx, origin, 2); return err },
		"policies":   func() error { _, err := db.Remembered(ctx, custos.Hash{}); return err },
		"cosign": func() error {
			return db.Cosign(ctx, masterdb.Cosigning{Origin: origin, Size: 3}, func(uint64, custos.Hash) error {
				t.Error("a witness was asked about a root that is none")
				return nil
			})
		},
	} {
		if err := f(); custos.KindOf(err) != custos.Corrupt {
			t.Errorf("%s: %v", what, err)
		}
	}
}
