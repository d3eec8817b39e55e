package sqlite_test

import (
	"database/sql"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/fog/masterdb/sqlite"
	"custos.dev/custos/observe"
)

// damaged is a database with three recorded batches of an event, and a handle that edits it
// as who has a shell can.
func damaged(t *testing.T) (*sqlite.DB, func(change string)) {
	t.Helper()
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "master.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	for i := range uint64(3) {
		sealed, opening := evidence.Seal([]byte("body"))
		n, err := db.Stage(t.Context(), masterdb.NewBatch{Service: "a/b", Boot: 7, First: i + 1, Last: i + 1, Leaf: evidence.Leaf{byte(i)}, Received: time.Unix(1, 0)},
			[]masterdb.NewEvent{{ID: custos.NewEventID("a/b", 7, i+1), Seq: i + 1, Kind: "zone", Resource: "x/y/z", Time: time.Unix(1, 0), Sealed: sealed, Opening: opening}})
		if err == nil {
			err = db.Record(t.Context(), n, i)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	rows, err := sql.Open("sqlite", "file:"+db.Path()+"?_pragma=busy_timeout(5000)&_pragma=foreign_keys(0)")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { rows.Close() })
	return db, func(change string) {
		t.Helper()
		if _, err := rows.Exec(change); err != nil {
			t.Fatal(err)
		}
	}
}

// A row that does not hold what its columns say is named, and those behind it are given.
func TestUnreadableRows(t *testing.T) {
	db, edit := damaged(t)
	edit("UPDATE batch SET first = 'second' WHERE n = 2")
	edit("UPDATE event SET time = 'noon' WHERE n = 2")
	s, err := db.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var got []int64
	var bad *masterdb.UnreadableRow
	for b, err := range s.Batches(t.Context()) {
		if errors.As(err, &bad) {
			if bad.Name != "row 2" || bad.ID != "" || !strings.Contains(bad.Error(), "row 2 does not hold what its columns say") {
				t.Errorf("the batch is named %+v", bad)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, b.N)
	}
	if len(got) != 2 || got[1] != 3 || bad == nil {
		t.Errorf("the other batches are %v", got)
	}
	got, bad = nil, nil
	for e, err := range s.Events(t.Context()) {
		if errors.As(err, &bad) {
			if bad.ID != string(custos.NewEventID("a/b", 7, 2)) {
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
	// A question ends with such a row, and says so.
	var last error
	for _, err := range db.List(t.Context(), masterdb.Filter{Limit: 10}) {
		last = err
	}
	if last == nil {
		t.Error("a list passes over a row")
	}
}

// Who took the file's structure apart is noticed.
func TestDamage(t *testing.T) {
	db, edit := damaged(t)
	edit("PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'event_by_kind') WHERE name = 'event_by_batch'")
	r, err := sqlite.OpenReadOnly(db.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	s, err := r.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	said, err := s.Damage(t.Context())
	if err != nil && custos.KindOf(err) != custos.Corrupt || err == nil && len(said) == 0 {
		t.Errorf("damage is not noticed: %v, %v", said, err)
	}
}

// Hashes of a wrong length are Corrupt, and nothing falls over them.
func TestShortHashesAreCorrupt(t *testing.T) {
	db, edit := damaged(t)
	block := custos.BlockRef{Number: 9, Hash: custos.Hash{9}}
	a := masterdb.Anchor{Size: 2, Block: block, Sent: time.Unix(2, 0)}
	ctx, origin := t.Context(), "log"
	for _, err := range []error{
		db.KeepCosigned(ctx, masterdb.Checkpoint{Size: 2, Signers: 1}),
		db.KeepAnchor(ctx, masterdb.Checkpoint{Size: 2}, a),
		db.Confirm(ctx, []masterdb.Anchor{a}),
		db.OpenAlarm(ctx, masterdb.Alarm{About: observe.AlarmChain, Origin: origin, Block: block}),
		db.Cosign(ctx, masterdb.Cosigning{Origin: origin, Size: 2}, func(uint64, custos.Hash) error { return nil }),
		db.RememberPolicy(ctx, masterdb.Policy{Said: evidence.Policy{Block: 1}, Keep: 9}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	edit("UPDATE checkpoint SET root = x'01'; UPDATE anchor SET block_hash = x'01'; UPDATE alarm SET block_hash = x'01'; UPDATE cosigned SET root = x'01'; UPDATE witnessed SET root = x'01'; UPDATE policy SET block_hash = x'01'")
	ask := map[string]func() error{
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
	}
	for what, f := range ask {
		if err := f(); custos.KindOf(err) != custos.Corrupt {
			t.Errorf("%s: %v", what, err)
		}
	}
}
