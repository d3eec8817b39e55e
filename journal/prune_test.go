package journal

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/evidence"
	"custos.dev/custos/observe"
	"custos.dev/custos/observe/observetest"
	"custos.dev/custos/sealed"
	"custos.dev/custos/store"
)

const day = 24 * time.Hour

// later has a journal's clock go so much ahead, and a pruner that keeps a day and is large.
func later(j *Journal, by time.Duration) *pruner {
	j.now = func() time.Time { return time.Now().Add(by) }
	return &pruner{Journal: j, Settings: Settings{Keep: day, Size: 1 << 30}, may: func(custos.Address) bool { return true }}
}

// all prunes until there is nothing more to prune.
func (p *pruner) all(t *testing.T) {
	t.Helper()
	for range 10_000 {
		if more, err := p.step(context.Background()); err != nil {
			t.Fatal(err)
		} else if !more {
			return
		}
	}
	t.Fatal("it does not come to an end")
}

// frames are the numbered events that a journal still has.
func (j *Journal) frames(t *testing.T) (out []uint64) {
	t.Helper()
	rows, err := j.db.Query().Query("SELECT body FROM event ORDER BY boot, seq")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var body []byte
		if err := rows.Scan(&body); err != nil {
			t.Fatal(err)
		}
		e, err := eventOf(j.id, body)
		if err != nil {
			t.Fatal(err)
		}
		if s, ok := observe.As[*observe.Stream](&e); ok {
			out = append(out, s.Frames)
		}
	}
	return out
}

func (f *Forwarder) append(t *testing.T, from, n uint64) {
	t.Helper()
	if err := f.Journal.Append(context.Background(), numbered(from, n)); err != nil {
		t.Fatal(err)
	}
}

// agree has journal and master compared, as happens every ten minutes.
func (f *Forwarder) agree(t *testing.T) {
	t.Helper()
	if err := f.compare(context.Background()); err != nil {
		t.Fatal(err)
	}
}

func run(from, n uint64) (out []uint64) {
	for i := range n {
		out = append(out, from+i)
	}
	return out
}

// Only what is acknowledged, read and old goes, and what remains is what was not.
func TestPruneTakesWhatIsAcknowledgedReadAndOld(t *testing.T) {
	h := &holder{page: 1}
	f := life(t, t.TempDir(), newKey(t), h)
	j := f.Journal
	for i := range uint64(3) {
		f.append(t, 1+2*i, 2)
		f.deliver(t)
	}
	f.append(t, 7, 1)
	if closed, err := j.closeBatch(t.Context(), f.Head()); !closed || err != nil {
		t.Fatal(closed, err)
	}
	f.append(t, 8, 1)
	acknowledged := func(n uint64) {
		t.Helper()
		for seq := uint64(1); seq <= 8; seq++ {
			if is, err := j.Acknowledged(t.Context(), &custos.Event{Boot: j.Boot(), Seq: seq}); err != nil || is != (seq <= n) {
				t.Errorf("event %d is acknowledged: %v, %v", seq, is, err)
			}
		}
	}
	acknowledged(6)
	p := later(j, time.Hour)
	p.all(t)
	if got := j.frames(t); !slices.Equal(got, run(1, 8)) {
		t.Fatalf("before their time: %v", got)
	}
	p = later(j, 2*day)
	p.all(t)
	// The last of them are acknowledged since the two were compared.
	if got := j.frames(t); len(got) < 3 || got[len(got)-2] != 7 {
		t.Fatalf("what the master was not asked about went: %v", got)
	}
	if !j.compareWanted() {
		t.Error("nobody wants them to be compared")
	}
	common, _, err := f.lastCommon(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	j.setHeld(common.n)
	// One who follows has read four of them; one who does not come any more counts no longer.
	j.followed(sealed.Caller{Service: "front-edge/track"}, since{Boot: j.Boot(), Seq: 4})
	j.queue.followers["front-edge/gone"] = reader{heard: j.now().Add(-2 * day)}
	p.all(t)
	if got := j.frames(t); !slices.Equal(got, run(5, 4)) {
		t.Fatalf("a follower has not read what went, or what he has read did not go: %v", got)
	}
	if held := j.Health().Held; !strings.Contains(held, "front-edge/track") {
		t.Errorf("it is not said who holds them: %q", held)
	}
	// He is not registered any more.
	p.may = func(custos.Address) bool { return false }
	p.all(t)
	if got := j.frames(t); !slices.Equal(got, run(7, 2)) {
		t.Fatalf("left: %v, want the two that are not acknowledged", got)
	}
	if q := j.Health(); !strings.Contains(q.Held, "acknowledged") || q.Events != 2 || q.Oldest == nil || q.Pruned != custos.NewEventID(j.id, j.Boot(), 6) {
		t.Errorf("%+v", q)
	}
	// Not acknowledged is not acknowledged, whatever an earlier comparison said.
	j.setHeld(common.n + 10)
	p.all(t)
	if got := j.Health().Pruned; got != custos.NewEventID(j.id, j.Boot(), 6) {
		t.Errorf("pruned up to %s", got)
	}
	acknowledged(6)
	f.deliver(t)
	acknowledged(8)
	if got := h.events(t); !slices.Equal(got, run(1, 8)) {
		t.Fatalf("the master has %v", got)
	}
}

// Where the size presses, acknowledged events go before their time, and unacknowledged ones stay
// however many they are.
func TestPruneUnderPressure(t *testing.T) {
	h := &holder{page: 1}
	f := life(t, t.TempDir(), newKey(t), h)
	j := f.Journal
	for i := range uint64(24) {
		f.append(t, 1+500*i, 500)
		if i < 10 {
			f.deliver(t)
		}
	}
	f.Ask = func(context.Context, string, []byte) ([]byte, error) {
		return nil, custos.Errorf(custos.Unavailable, "away")
	}
	common := int64(len(h.held))
	j.setHeld(common)
	p := later(j, 0)
	p.Size = 1 << 20
	j.followed(sealed.Caller{Service: "front-edge/track"}, since{})
	p.all(t)
	if got := j.frames(t); !slices.Equal(got, run(5001, 7000)) {
		t.Fatalf("%d events are left, from %d on", len(got), got[0])
	}
	if held := j.Health().Held; held == "" {
		t.Error("it is not said that the journal is larger than it should be")
	}
	// The follower is told, and not given what comes later in place of what went.
	got, err := j.after(t.Context(), since{Max: 10})
	if err != nil || got.Pruned == nil || len(got.Events) != 0 || got.Pruned.Through != (position{j.Boot(), 5000}) {
		t.Fatalf("%+v, %v", got, err)
	}
	if got, err = j.after(t.Context(), since{Boot: j.Boot(), Seq: 5000, Max: 10}); err != nil || got.Pruned != nil || len(got.Events) != 10 {
		t.Fatalf("%+v, %v", got, err)
	}
}

// A life that ends at any step of pruning, before it is applied or after, loses nothing: what is
// not acknowledged is delivered, what went is the master's, and the numbers go on.
func TestCrashBetweenPruningSteps(t *testing.T) {
	crash := errors.New("crash")
	for _, at := range []string{"prune", "prune, applied"} {
		for nth := range 3 {
			t.Run(fmt.Sprintf("%d at %q", nth, at), func(t *testing.T) {
				dir, k, h := t.TempDir(), newKey(t), &holder{page: 1}
				f := life(t, dir, k, h)
				for i := range uint64(200) {
					f.append(t, i+1, 1)
					f.deliver(t)
				}
				f.append(t, 201, 3)
				f.agree(t)
				left := nth
				f.Journal.step = func(s string) error {
					if s == at {
						if left--; left < 0 {
							return crash
						}
					}
					return nil
				}
				p := later(f.Journal, 2*day)
				for {
					if _, err := p.step(t.Context()); err != nil {
						if !errors.Is(err, crash) {
							t.Fatal(err)
						}
						break
					}
				}
				_ = f.Journal.Close()
				f = life(t, dir, k, h)
				applied := nth
				if strings.HasSuffix(at, "applied") {
					applied++
				}
				if got, want := f.Journal.frames(t), run(uint64(min(64*applied, 200))+1, uint64(203-min(64*applied, 200))); !slices.Equal(got, want) {
					t.Fatalf("left: %v, want %v", got, want)
				}
				f.append(t, 204, 1)
				f.deliver(t)
				f.agree(t)
				later(f.Journal, 2*day).all(t)
				f.append(t, 205, 1)
				f.deliver(t)
				if got := h.events(t); !slices.Equal(got, run(1, 205)) {
					t.Fatalf("the master has %v", got)
				}
				if n, err := f.Journal.Unacknowledged(t.Context()); n != 0 || err != nil {
					t.Fatalf("%d events wait, %v", n, err)
				}
			})
		}
	}
}

// What a service needs itself is there after a prune and a restart: the newest so many of a kind,
// with those that are not pruned.
func TestKeptOverPruneAndRestart(t *testing.T) {
	dir, k, h := t.TempDir(), newKey(t), &holder{page: 1}
	for range 2 {
		f := life(t, dir, k, h)
		f.Journal.KeepNewest(observe.KindStream, 3)
		for i := range uint64(5) {
			f.append(t, uint64(len(h.events(t)))+1, 1)
			if i < 4 {
				f.deliver(t)
			}
		}
		_ = f.Journal.Close()
		f = life(t, dir, k, h)
		f.Journal.KeepNewest(observe.KindStream, 3)
		f.agree(t)
		later(f.Journal, 2*day).all(t)
		_ = f.Journal.Close()
		f = life(t, dir, k, h)
		last, err := f.Journal.Last(t.Context(), observe.KindStream, camera)
		if err != nil {
			t.Fatal(err)
		}
		var each []uint64
		if err := f.Journal.Each(t.Context(), observe.KindStream, func(e *custos.Event) error {
			each = append(each, observetest.Payload[*observe.Stream](t, e).Frames)
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		n := observetest.Payload[*observe.Stream](t, last).Frames
		if !slices.Equal(each, run(n-3, 4)) {
			t.Fatalf("kept: %v, the last is %d", each, n)
		}
		if left := f.Journal.frames(t); !slices.Equal(left, []uint64{n}) {
			t.Fatalf("left in the queue: %v", left)
		}
		f.deliver(t)
		_ = f.Journal.Close()
	}
}

// A journal of which only a tail is left finds the common batch, sends again what its master has
// lost of the tail, says so where the master lost more, and begins anew at a master that has
// nothing.
func TestHealingOfATail(t *testing.T) {
	setUp := func(t *testing.T) (*Forwarder, *holder) {
		h := &holder{page: 1}
		f := life(t, t.TempDir(), newKey(t), h)
		for i := range uint64(6) {
			f.append(t, i+1, 1)
			f.deliver(t)
		}
		f.agree(t)
		p := later(f.Journal, 2*day)
		f.Journal.followed(sealed.Caller{Service: "front-edge/track"}, since{Boot: f.Journal.Boot(), Seq: 3})
		p.all(t)
		f.append(t, 7, 1)
		f.apart = errors.New("look")
		return f, h
	}
	for lost, want := range map[int][]uint64{0: run(1, 7), 2: run(1, 7), 3: run(1, 7), 6: run(4, 4)} {
		f, h := setUp(t)
		h.held = h.held[:6-lost]
		f.deliver(t)
		if got := h.events(t); !slices.Equal(got, want) {
			t.Errorf("%d lost: the master has %v, want %v", lost, got, want)
		}
		f.append(t, 8, 1)
		f.deliver(t)
		f.agree(t)
	}
	f, h := setUp(t)
	newer := h.held
	h.held = h.held[:2]
	if err := f.tryDeliver(); custos.KindOf(err) != custos.Conflict || f.Journal.Health().Refused == "" {
		t.Fatalf("what cannot be sent again: %v, %+v", err, f.Journal.Health())
	}
	if got := f.Journal.frames(t); !slices.Equal(got, run(4, 4)) || len(h.held) != 2 {
		t.Fatalf("left: %v, the master has %d", got, len(h.held))
	}
	h.held = newer
	f.deliver(t)
	if got := h.events(t); !slices.Equal(got, run(1, 7)) {
		t.Fatalf("the master has %v", got)
	}
}

// before is the schema of a version before this one, up to a number.
func before(t *testing.T, last int) fs.FS {
	t.Helper()
	out := fstest.MapFS{}
	for _, name := range []string{"001_journal.sql", "002_heal.sql", "003_flow.sql", "004_queue.sql"}[:last] {
		b, err := schema.ReadFile("schema/" + name)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = &fstest.MapFile{Data: b}
	}
	return out
}

// A journal of the version before goes on: what was not acknowledged is delivered as it was
// signed, the newest of the rest can be followed, what the service needs is kept, and the file
// comes to hold nothing else.
func TestJournalOfTheVersionBefore(t *testing.T) {
	const events, open = 500, 3
	dir, k, h := t.TempDir(), newKey(t), &holder{page: 1}
	db, err := store.Open(t.Context(), filepath.Join(dir, "journal.db"), before(t, 2))
	if err != nil {
		t.Fatal(err)
	}
	boot := uint64(7)
	var prev custos.Hash
	err = db.Transact(t.Context(), func(tx *sql.Tx) error {
		if _, err := tx.Exec("INSERT INTO life VALUES (?)", boot); err != nil {
			return err
		}
		for i := uint64(1); i <= events+open; i++ {
			e, err := numbered(i, 1)[0].Event(service, boot, i)
			if err != nil {
				return err
			}
			body, err := json.Marshal(e)
			if err != nil {
				return err
			}
			s, o := evidence.Seal(body)
			if _, err := tx.Exec("INSERT INTO event VALUES (?,?,?,?,?,?,?,?,?)", boot, i, e.Kind, e.Resource, body, s.Box, s.BodyHash[:], o.Key[:], o.Salt[:]); err != nil {
				return err
			}
			if i > events+1 {
				continue // in no batch
			}
			leaf, err := evidence.SignBatch(evidence.Batch{Service: service, Boot: boot, First: i, Last: i, Prev: prev, Block: custos.BlockRef{Number: 1}, Closed: time.Now()}, []custos.Hash{s.Commitment()}, k)
			if err != nil {
				return err
			}
			prev = leaf.Hash()
			index := sql.NullInt64{Int64: int64(i - 1), Valid: i <= events}
			if _, err := tx.Exec("INSERT INTO batch (boot, first, last, leaf, leaf_index) VALUES (?,?,?,?,?)", boot, i, i, []byte(leaf), index); err != nil {
				return err
			}
			if i <= events {
				h.held = append(h.held, Held{Index: i - 1, Leaf: leaf, Events: []Sealed{{Sealed: s, Opening: o}}})
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	_ = db.Close()
	f := life(t, dir, k, h)
	f.Journal.KeepNewest(observe.KindStream, 400)
	if got := f.Journal.frames(t); !slices.Equal(got, run(301, 203)) {
		t.Fatalf("%d events are left, from %d on", len(got), got[0])
	}
	f.append(t, events+open+1, 1)
	f.deliver(t)
	if got := h.events(t); !slices.Equal(got, run(1, events+open+1)) {
		t.Fatalf("the master has %d events", len(got))
	}
	p := later(f.Journal, 0)
	p.all(t)
	p = later(f.Journal, 2*day)
	f.agree(t)
	p.all(t)
	var each []uint64
	if err := f.Journal.Each(t.Context(), observe.KindStream, func(e *custos.Event) error {
		each = append(each, observetest.Payload[*observe.Stream](t, e).Frames)
		return nil
	}); err != nil || !slices.Equal(each, run(105, 400)) {
		t.Fatalf("kept: %d, %v", len(each), err)
	}
	var tables, batches int
	if err := f.Journal.db.Query().QueryRow("SELECT (SELECT count(*) FROM sqlite_master WHERE name = 'event_before'), (SELECT count(*) FROM batch)").Scan(&tables, &batches); err != nil || tables != 0 || batches != 1 {
		t.Errorf("%d old tables, %d batches, %v", tables, batches, err)
	}
}

// A journal of the version that kept bodies as they are, with salts of their own, goes on: what is
// in it is followed, delivered as it was sealed, erased, and kept beside what comes in few bytes.
func TestJournalOfWholeBodies(t *testing.T) {
	dir, k, h := t.TempDir(), newKey(t), &holder{page: 1}
	db, err := store.Open(t.Context(), filepath.Join(dir, "journal.db"), before(t, 4))
	if err != nil {
		t.Fatal(err)
	}
	const boot = uint64(7)
	var commitments []custos.Hash
	err = db.Transact(t.Context(), func(tx *sql.Tx) error {
		if _, err := tx.Exec("INSERT INTO life VALUES (?)", boot); err != nil {
			return err
		}
		for i := uint64(1); i <= 5; i++ {
			e, err := numbered(i, 1)[0].Event(service, boot, i)
			if err != nil {
				return err
			}
			body, err := json.Marshal(e)
			if err != nil {
				return err
			}
			o := evidence.Opening{Key: custos.Hash{byte(i)}, Salt: custos.Hash{byte(i), 1}}
			commitments = append(commitments, o.Seal(body).Commitment())
			if _, err := tx.Exec("INSERT INTO event (boot, seq, kind, resource, body, key, salt) VALUES (?,?,?,?,?,?,?)", boot, i, e.Kind, e.Resource, body, o.Key[:], o.Salt[:]); err != nil {
				return err
			}
			if i == 1 {
				if _, err := tx.Exec("INSERT INTO kept VALUES (?,?,?,?,?)", e.Kind, boot-1, i, e.Resource, body); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	_ = db.Close()
	f := life(t, dir, k, h)
	f.append(t, 6, 2)
	got, err := f.Journal.after(t.Context(), since{Max: 10})
	if err != nil || len(got.Events) != 7 {
		t.Fatalf("%d events are followed: %v", len(got.Events), err)
	}
	for i, body := range got.Events {
		e, err := custos.ParseEvent(body)
		if err != nil || observetest.Payload[*observe.Stream](t, &e).Frames != uint64(i+1) {
			t.Errorf("event %d is %s: %v", i+1, body, err)
		}
	}
	f.deliver(t)
	if got := h.events(t); !slices.Equal(got, run(1, 7)) {
		t.Fatalf("the master has %v", got)
	}
	var sent []custos.Hash
	for _, b := range h.held {
		for _, e := range b.Events {
			sent = append(sent, e.Commitment())
		}
	}
	if !slices.Equal(sent[:5], commitments) {
		t.Error("what was sealed before is delivered as something else")
	}
	if ids, err := f.Journal.EraseEvents(t.Context(), observe.Tombstone{
		Removal: "x", Service: service, Spans: []observe.Span{{Boot: boot, First: 2, Last: 2}}, Count: 1,
		From: time.Unix(1, 0), Until: time.Unix(2, 0), Cause: observe.Cause{Why: observe.ByOrder, By: custos.Address{1}, Reason: "asked for"}, At: time.Unix(3, 0),
	}); err != nil || len(ids) != 1 {
		t.Fatal(ids, err)
	}
	var each []uint64
	if err := f.Journal.Each(t.Context(), observe.KindStream, func(e *custos.Event) error {
		each = append(each, observetest.Payload[*observe.Stream](t, e).Frames)
		return nil
	}); err != nil || !slices.Equal(each, []uint64{1, 1, 3, 4, 5, 6, 7}) {
		t.Fatalf("each: %v, %v", each, err)
	}
	e, err := f.Journal.Last(t.Context(), observe.KindStream, numbered(1, 1)[0].Resource)
	if err != nil || observetest.Payload[*observe.Stream](t, e).Frames != 7 {
		t.Errorf("the last is %+v, %v", e, err)
	}
}

// The file gets smaller when it is pruned.
func TestPrunedFileShrinks(t *testing.T) {
	dir, h := t.TempDir(), &holder{page: 1}
	f := life(t, dir, newKey(t), h)
	for i := range uint64(20) {
		f.append(t, 1+500*i, 500)
	}
	f.deliver(t)
	f.agree(t)
	size := func() (out int64) {
		for _, name := range []string{"journal.db", "journal.db-wal"} {
			info, err := os.Stat(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			out += info.Size()
		}
		return out
	}
	full, _, err := f.Journal.db.Size(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	later(f.Journal, 2*day).all(t)
	_ = f.Journal.Close()
	_ = life(t, dir, f.Journal.key, h)
	if got := size(); got > full/4 {
		t.Errorf("%d bytes before, %d after", full, got)
	}
}

// Numbers of events that were pruned are not given again.
func TestNumbersGoOnBehindWhatIsPruned(t *testing.T) {
	f := life(t, t.TempDir(), newKey(t), &holder{page: 1})
	j := f.Journal
	f.append(t, 1, 3)
	f.deliver(t)
	f.agree(t)
	later(j, 2*day).all(t)
	if left := j.frames(t); len(left) != 0 {
		t.Fatalf("left: %v", left)
	}
	var err error
	j.mu.Lock()
	j.reload(&err) // as after each step of a healing
	j.mu.Unlock()
	if err != nil {
		t.Fatal(err)
	}
	made, err := j.Record(t.Context(), numbered(4, 1))
	if err != nil || made[0].Seq != 4 {
		t.Fatalf("%+v, %v", made, err)
	}
}
