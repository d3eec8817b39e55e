package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/observe"
	"custos.dev/custos/store"
)

// until is the schema as it was up to a migration.
func until(t *testing.T, last string) fs.FS {
	t.Helper()
	names, err := fs.Glob(schema, "schema/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	out := fstest.MapFS{}
	for _, n := range names {
		if base := filepath.Base(n); base <= last {
			text, err := fs.ReadFile(schema, n)
			if err != nil {
				t.Fatal(err)
			}
			out[base] = &fstest.MapFile{Data: text}
		}
	}
	return out
}

// eventOf is the body of an event of some kind.
func eventOf(t *testing.T, by custos.ServiceID, boot, seq uint64, r custos.Resource, p custos.Payload) (custos.Event, []byte) {
	t.Helper()
	e, err := custos.Observation{Resource: r, Time: time.Unix(1700000000, int64(seq)*1e8).UTC(), Payload: p}.Event(by, boot, seq)
	if err != nil {
		t.Fatal(err)
	}
	body, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	return e, body
}

// A database of before holds its events as they were sealed, and gives them as it did: found by
// their ID, listed, proved and removed. What comes is kept in few bytes beside it.
func TestDatabaseOfBefore(t *testing.T) {
	ctx, path := t.Context(), filepath.Join(t.TempDir(), "master.db")
	old, err := store.Open(ctx, path, until(t, "007_lists.sql"))
	if err != nil {
		t.Fatal(err)
	}
	const by, cam = custos.ServiceID("edge/object"), custos.Resource("a/b/cam1")
	var sealed []evidence.Sealed
	var bodies []string
	err = old.Transact(ctx, func(tx *sql.Tx) error {
		for b := range 2 {
			leaf := evidence.Leaf(fmt.Sprintf(`{"leaf":%d}`, b))
			h := leaf.Hash()
			if _, err := tx.Exec("INSERT INTO batch (service, boot, first, last, leaf, leaf_hash, leaf_index, received, clock_offset) VALUES (?,7,?,?,?,?,?,5,1)", by, 1+3*b, 3+3*b, []byte(leaf), h[:], b); err != nil {
				return err
			}
			for i := range 3 {
				seq := uint64(1 + 3*b + i)
				payload := custos.Payload(&observe.Zone{Zone: "door", Transition: observe.Enter, Track: observe.TrackID(seq), Class: custos.Person})
				if i == 2 {
					payload = &observe.Segment{Index: seq, Codec: "avc1"}
				}
				e, body := eventOf(t, by, 7, seq, cam, payload)
				// Salts of before followed from nothing.
				o := evidence.Opening{Key: custos.Hash{byte(seq)}, Salt: custos.Hash{byte(seq), 9}}
				s := o.Seal(body)
				sealed, bodies = append(sealed, s), append(bodies, string(body))
				if _, err := tx.Exec("INSERT INTO event (id, batch, seq, kind, resource, time, box, body_hash, key, salt) VALUES (?,?,?,?,?,?,?,?,?,?)",
					e.ID(), b+1, seq, e.Kind, e.Resource, e.Time.UnixNano(), s.Box, s.BodyHash[:], o.Key[:], o.Salt[:]); err != nil {
					return err
				}
			}
		}
		// The second was removed.
		c := sealed[1].Commitment()
		_, err := tx.Exec("UPDATE event SET box = x'', body_hash = ?, key = x'', salt = x'' WHERE n = 2", c[:])
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}

	d, err := Open(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	// The next batch is as this version writes it.
	e, body := eventOf(t, by, 7, 7, cam, &observe.Zone{Zone: "door", Transition: observe.Leave, Class: custos.Person})
	s, o := evidence.Seal(body)
	sealed, bodies = append(sealed, s), append(bodies, string(body))
	n, err := d.Stage(ctx, masterdb.NewBatch{Service: by, Boot: 7, First: 7, Last: 7, Leaf: evidence.Leaf(`{"leaf":2}`), Received: time.Unix(9, 0)},
		[]masterdb.NewEvent{{ID: e.ID(), Seq: 7, Kind: e.Kind, Resource: e.Resource, Time: e.Time, Sealed: s, Opening: o}})
	if err == nil {
		err = d.Record(ctx, n, 2)
	}
	if err != nil {
		t.Fatal(err)
	}
	// What was staged before is not staged again by other places.
	if _, err := d.Stage(ctx, masterdb.NewBatch{Service: by, Boot: 7, First: 6, Last: 6, Leaf: evidence.Leaf("x")}, nil); custos.KindOf(err) != custos.Conflict {
		t.Errorf("an event was staged twice: %v", err)
	}
	check := func(gone ...uint64) {
		t.Helper()
		for seq := uint64(1); seq <= 7; seq++ {
			e, there, err := d.Event(ctx, custos.NewEventID(by, 7, seq))
			if err != nil || !there || e.N != int64(seq) {
				t.Fatalf("event %d: %v %v %+v", seq, there, err, e)
			}
			c, err := e.Sealed.Commitment()
			if err != nil || c != sealed[seq-1].Commitment() {
				t.Errorf("event %d commits to something else: %v", seq, err)
			}
			text, err := e.Sealed.Open()
			if slices.Contains(gone, seq) != (err != nil) || err == nil && string(text) != bodies[seq-1] {
				t.Errorf("event %d opens as %q: %v", seq, text, err)
			}
			p, there, err := d.Place(ctx, e.N)
			if err != nil || !there || p.Seq != seq || string(p.Box) != string(e.Sealed.Box) || string(p.Leaf) != fmt.Sprintf(`{"leaf":%d}`, (seq-1)/3) {
				t.Errorf("the place of %d: %+v, %v", seq, p, err)
			}
		}
		for i := range uint64(3) {
			h, there, err := d.LeafHash(ctx, i)
			want := evidence.Leaf(fmt.Sprintf(`{"leaf":%d}`, i)).Hash()
			if err != nil || !there || string(h) != string(want[:]) {
				t.Errorf("the hash of leaf %d: %x, %v", i, h, err)
			}
			if n, there, err := d.BatchOfLeaf(ctx, evidence.Leaf(fmt.Sprintf(`{"leaf":%d}`, i))); err != nil || !there || n != int64(i+1) {
				t.Errorf("leaf %d is of batch %d, %v", i, n, err)
			}
		}
	}
	check(2)
	for what, c := range map[string]struct {
		f    masterdb.Filter
		want []int64
	}{
		"of a kind":              {masterdb.Filter{Kinds: []custos.Kind{observe.KindZone}, Limit: 9}, []int64{7, 5, 4, 2, 1}},
		"of a kind up to a time": {masterdb.Filter{Kinds: []custos.Kind{observe.KindZone}, Until: time.Unix(1700000000, 6e8), Limit: 9}, []int64{5, 4, 2, 1}},
		"of a camera":            {masterdb.Filter{Camera: cam, From: time.Unix(1700000000, 3e8), Until: time.Unix(1700000000, 8e8), Limit: 9}, []int64{7, 6, 5, 4, 3}},
	} {
		var got []int64
		for e, err := range d.List(ctx, c.f) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, e.N)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", what, got, c.want)
		}
	}
	if at, there, err := d.NewestSegment(ctx, cam); err != nil || !there || at.UnixNano() != 1700000000600000000 {
		t.Errorf("the newest segment is of %v, %v", at, err)
	}
	// Bodies of both forms are removed alike.
	if err := d.Plan(ctx, observe.Tombstone{Removal: "x", Service: by, Spans: []observe.Span{{Boot: 7, First: 4, Last: 7}}, Count: 4, At: time.Unix(0, 0)}); err != nil {
		t.Fatal(err)
	}
	if done, err := d.Apply(ctx, "x", 10); err != nil || !done {
		t.Fatal(done, err)
	}
	check(2, 4, 5, 6, 7)
	snap, err := d.Snapshot(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer snap.Close()
	if said, err := snap.Damage(ctx); err != nil || len(said) > 0 {
		t.Errorf("damage: %v, %v", said, err)
	}
}

// A migration that ends on the way, as when the process is killed, leaves what there was; the next
// start does it.
func TestDatabaseOfBeforeIsKilled(t *testing.T) {
	path := filepath.Join(t.TempDir(), "master.db")
	old, err := store.Open(t.Context(), path, until(t, "007_lists.sql"))
	if err != nil {
		t.Fatal(err)
	}
	err = old.Transact(t.Context(), func(tx *sql.Tx) error {
		_, err := tx.Exec(`INSERT INTO batch (service, boot, first, last, leaf, leaf_hash, leaf_index, received) VALUES ('a/b', 7, 1, 20000, x'7b', x'', 0, 5);
			INSERT INTO event (id, batch, seq, kind, resource, time, box, body_hash, key, salt)
			WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
			SELECT 'a.b.7.' || i, 1, i, 'zone', 'a/b/c', i, randomblob(300), randomblob(32), randomblob(32), randomblob(32) FROM n`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	killed := 0
	for wait := time.Millisecond; ; wait *= 2 {
		ctx, cancel := context.WithTimeout(t.Context(), wait)
		d, err := Open(ctx, path)
		cancel()
		if err != nil {
			killed++
			continue
		}
		defer d.Close()
		var n int
		if err := d.db.Query().QueryRow("SELECT count(*) FROM event e JOIN kind k ON k.n = e.kind WHERE k.name = 'zone' AND length(e.hash) = 32").Scan(&n); err != nil || n != 20000 {
			t.Errorf("%d events are left: %v", n, err)
		}
		break
	}
	if killed == 0 {
		t.Error("nothing ended on the way")
	}
}
