package mirror

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/observe"
	"custos.dev/custos/service"

	"golang.org/x/mod/sumdb/note"
)

// lied mirrors ten leaves of an honest log, has it lie, and says what came of that: the alarm, and
// the error of the step. What is mirrored must not have changed, but where grown says so.
func lied(t *testing.T, lie func(l *testLog)) (f *Follower, l *testLog, forked, err error) {
	t.Helper()
	l = newTestLog(t)
	l.commit(10, 2)
	f = l.follower(t.TempDir(), listen(t, l, "bert's master", origin))
	f.Forked = func(_ context.Context, of string, why error) {
		if of != origin {
			t.Errorf("the alarm is about %s", of)
		}
		forked = why
	}
	if err := step(t, f); err != nil {
		t.Fatal(err)
	}
	lie(l)
	err = step(t, f)
	return f, l, forked, err
}

// wantLeaves checks how many leaves a mirror has.
func wantLeaves(t *testing.T, f *Follower, n uint64) {
	t.Helper()
	held, _, err := f.Store.Held()
	if err != nil || held.Size != n {
		t.Errorf("%d leaves are mirrored, want %d: %v", held.Size, n, err)
	}
}

// A log that was put back, or begun anew, shows at whoever mirrors it.
func TestAttack04LogWentBack(t *testing.T) {
	f, l, forked, err := lied(t, func(l *testLog) { l.size = 7 })
	if custos.KindOf(err) != custos.Corrupt || forked == nil || !strings.Contains(forked.Error(), "shrank from 10 to 7") {
		t.Errorf("it is said: %v, the alarm: %v", err, forked)
	}
	wantLeaves(t, f, 10)
	if h := f.Health(); !strings.Contains(h.Trouble, "shrank") {
		t.Errorf("the status says %+v", h)
	}
	l.size = -1
	if err := step(t, f); err != nil {
		t.Error("it does not go on:", err)
	}
}

// A log whose keys sign another tree is named, whatever its size, and nothing of that is taken; the
// checkpoint is kept as the proof.
func TestAttack05MirrorSeesTwoStories(t *testing.T) {
	for _, size := range []int{10, 6, 14, 300} {
		t.Run(fmt.Sprint(size, " leaves"), func(t *testing.T) {
			var other *testLog
			f, l, forked, err := lied(t, func(l *testLog) {
				other = l.twin()
				other.commit(size, 2)
				l.leaves, l.bodies, l.hashes = other.leaves, other.bodies, other.hashes
			})
			if custos.KindOf(err) != custos.Corrupt || forked == nil {
				t.Fatalf("it is said: %v, the alarm: %v", err, forked)
			}
			wantLeaves(t, f, 10)
			kept, gerr := filepath.Glob(filepath.Join(f.Store.Dir, "forked", "*.checkpoint"))
			if gerr != nil || len(kept) != 1 {
				t.Fatalf("%v is kept: %v", kept, gerr)
			}
			b, gerr := os.ReadFile(kept[0])
			if gerr != nil {
				t.Fatal(gerr)
			}
			if cp, err := l.keysOf().open(origin, string(b)); err != nil || cp.Root != evidence.TreeRoot(other.hashes) {
				t.Errorf("kept is %v, %v", cp, err)
			}
		})
	}
}

// What the own witness cosigned, and what the chain holds, is the log's own word: a mirror that never
// saw it is not told another one.
func TestAttack05MirrorAgainstWitnessAndChain(t *testing.T) {
	for _, at := range []uint64{4, 10, 12} {
		var forked error
		l := newTestLog(t)
		l.commit(10, 1)
		f := l.follower(t.TempDir(), listen(t, l, "bert's master", origin))
		f.Forked = func(_ context.Context, _ string, why error) { forked = why }
		if err := step(t, f); err != nil {
			t.Fatal(err)
		}
		l.commit(5, 1)
		f.Known = func(context.Context, string) ([]Known, error) {
			return []Known{{Size: at, Root: custos.Hash{1}, By: "its anchor in block 5"}}, nil
		}
		if err := step(t, f); custos.KindOf(err) != custos.Corrupt || forked == nil || !strings.Contains(forked.Error(), "block 5") {
			t.Errorf("at %d it is said: %v, the alarm: %v", at, err, forked)
		}
		wantLeaves(t, f, 10)
		forked = nil
		f.Known = func(context.Context, string) ([]Known, error) {
			return []Known{{Size: at, Root: evidence.TreeRoot(l.hashes[:at])}, {Size: 99, Root: custos.Hash{1}}}, nil
		}
		if err := step(t, f); err != nil || forked != nil {
			t.Errorf("the truth at %d is refused: %v, %v", at, err, forked)
		}
		wantLeaves(t, f, 15)
	}
}

// Only what both keys of the log signed is a checkpoint of it, and only of this log.
func TestMirrorsCheckpointIsSigned(t *testing.T) {
	sign := func(l *testLog, text string, ed, ledger bool) string {
		signer, err := evidence.NoteSigner(origin, l.log)
		if err != nil {
			t.Fatal(err)
		}
		var by []note.Signer
		if ed {
			by = append(by, signer)
		}
		if ledger {
			by = append(by, evidence.LedgerSigner(origin, l.master))
		}
		b, err := note.Sign(&note.Note{Text: text}, by...)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	for name, lie := range map[string]func(l *testLog, text string) string{
		"the log's key alone":    func(l *testLog, text string) string { return sign(l, text, true, false) },
		"the ledger's key alone": func(l *testLog, text string) string { return sign(l, text, false, true) },
		"another log's keys":     func(_ *testLog, text string) string { return sign(newTestLog(t), text, true, true) },
		"of another log": func(l *testLog, text string) string {
			return sign(l, strings.Replace(text, origin, origin+"2", 1), true, true)
		},
		"no text":      func(*testLog, string) string { return "" },
		"a page":       func(*testLog, string) string { return "<html>" },
		"endless":      func(*testLog, string) string { return strings.Repeat("x", maxPiece+1) },
		"no extension": func(l *testLog, text string) string { return sign(l, text+"more\n", true, true) },
	} {
		t.Run(name, func(t *testing.T) {
			f, _, forked, err := lied(t, func(l *testLog) {
				l.commit(1, 1)
				l.lieCheckpoint = func(signed string) string {
					text, _, _ := strings.Cut(signed, "\n\n")
					return lie(l, text+"\n")
				}
			})
			if err == nil || forked != nil {
				t.Errorf("it is said: %v, the alarm: %v", err, forked)
			}
			wantLeaves(t, f, 10)
		})
	}
}

// Whatever entries somebody gives, only the tree that the log signed is taken. A lie of who answers
// is no proof against the log, so it raises no alarm; the truth is taken after.
func TestAttack11MirrorIsGivenOtherLeaves(t *testing.T) {
	for name, lie := range map[string]func(from uint64, e []Entry) []Entry{
		"another leaf":   func(_ uint64, e []Entry) []Entry { e[1].Leaf = evidence.Leaf("something else"); return e },
		"swapped leaves": func(_ uint64, e []Entry) []Entry { e[0].Leaf, e[1].Leaf = e[1].Leaf, e[0].Leaf; return e },
		"a leaf twice":   func(_ uint64, e []Entry) []Entry { e[1].Leaf = e[0].Leaf; return e },
		"other indexes":  func(_ uint64, e []Entry) []Entry { e[0].Index, e[1].Index = e[1].Index, e[0].Index; return e },
		"a leaf skipped": func(_ uint64, e []Entry) []Entry {
			e = append(e[:1], e[2:]...)
			for i := range e {
				e[i].Index = 10 + uint64(i)
			}
			return e
		},
		"a node for a leaf": func(_ uint64, e []Entry) []Entry {
			l, r := evidence.LogLeafHash(e[0].Leaf), evidence.LogLeafHash(e[1].Leaf)
			e[0].Leaf = append(append(evidence.Leaf{1}, l[:]...), r[:]...)
			return e[:1]
		},
		"nothing": func(uint64, []Entry) []Entry { return nil },
		"more than is there": func(from uint64, e []Entry) []Entry {
			return append(e, Entry{Index: from + uint64(len(e)), Leaf: e[0].Leaf})
		},
	} {
		t.Run(name, func(t *testing.T) {
			f, l, forked, err := lied(t, func(l *testLog) {
				l.commit(4, 1)
				l.lieEntries = func(from uint64, e []Entry) []Entry {
					if from != 10 {
						return e
					}
					return lie(from, e)
				}
			})
			if err == nil || forked != nil {
				t.Errorf("it is said: %v, the alarm: %v", err, forked)
			}
			wantLeaves(t, f, 10)
			l.lieEntries = nil
			if err := step(t, f); err != nil {
				t.Error("the truth is refused:", err)
			}
			l.wantMirrored(f)
		})
	}
}

// Tiles that lie bind no piece of a long catch-up, and accuse nobody.
func TestAttack11MirrorIsGivenOtherTiles(t *testing.T) {
	l := newTestLog(t)
	l.commit(10+600, 1)
	own := listen(t, l, "bert's master", origin)
	for name, lie := range map[string]func(b []byte) []byte{
		"other hashes": func(b []byte) []byte {
			for i := 0; i < len(b); i += 32 {
				b[i] ^= 1
			}
			return b
		},
		"short":   func(b []byte) []byte { return b[:len(b)-1] },
		"nothing": func([]byte) []byte { return nil },
		"longer":  func(b []byte) []byte { return append(b, 1) },
	} {
		l.size, l.lieTile = 10, nil
		f := l.follower(t.TempDir(), own)
		f.chunk = 200
		f.Forked = func(_ context.Context, _ string, why error) { t.Errorf("%s: the alarm: %v", name, why) }
		if err := step(t, f); err != nil {
			t.Fatal(err)
		}
		l.size, l.lieTile = -1, func(_ string, b []byte) []byte { return lie(bytes.Clone(b)) }
		if err := step(t, f); err == nil {
			t.Errorf("%s: taken", name)
		}
		wantLeaves(t, f, 10)
		l.lieTile = nil
		if err := step(t, f); err != nil {
			t.Errorf("%s: the truth is refused: %v", name, err)
		}
		l.wantMirrored(f)
	}
}

// A body is what its batch was signed over, or it is not kept: its leaf is, and the body is asked for
// again until somebody has it.
func TestAttack03MirrorIsGivenOtherBodies(t *testing.T) {
	for name, lie := range map[string]func(b [][]Body){
		"a bit of a box":       func(b [][]Body) { b[0][0].Box = bytes.Clone(b[0][0].Box); b[0][0].Box[3] ^= 1 },
		"another hash":         func(b [][]Body) { b[0][0].BodyHash[0] ^= 1 },
		"swapped in its batch": func(b [][]Body) { b[0][0], b[0][1] = b[0][1], b[0][0] },
		"of another event":     func(b [][]Body) { b[0][0] = b[1][0] },
		"one less":             func(b [][]Body) { b[0] = b[0][:1] },
		"one more":             func(b [][]Body) { b[0] = append(b[0], b[0][0]) },
		"another commitment":   func(b [][]Body) { b[0][0] = Body{Commitment: custos.Hash{1}, Removed: true} },
		"none of them":         func(b [][]Body) { b[0] = nil },
		"removed and left out": func(b [][]Body) { b[0][0] = Body{Commitment: b[0][0].Commitment} },
	} {
		t.Run(name, func(t *testing.T) {
			f, l, forked, err := lied(t, func(l *testLog) {
				l.commit(2, 2)
				l.lieEntries = func(from uint64, e []Entry) []Entry {
					if from != 10 {
						return e
					}
					if len(e) == 1 { // it is asked for again
						e[0].Bodies = nil
						return e
					}
					b := [][]Body{e[0].Bodies, e[1].Bodies}
					lie(b)
					e[0].Bodies, e[1].Bodies = b[0], b[1]
					return e
				}
			})
			if err != nil || forked != nil {
				t.Fatalf("leaves wait for bodies: %v, %v", err, forked)
			}
			if st, err := f.Store.current(); err != nil || len(st.Missing) != 1 || st.Missing[0] != [2]uint64{10, 11} {
				t.Errorf("missing is %v, %v", st.Missing, err)
			}
			if name != "removed and left out" {
				l.wantMirrored(f, 10)
			}
			l.lieEntries = nil
			if err := step(t, f); err != nil {
				t.Fatal(err)
			}
			l.wantMirrored(f)
		})
	}
}

// Bodies go from a mirror by a tombstone that stands in the log, and by nobody's word.
func TestAttack07RemovalWithoutTombstone(t *testing.T) {
	for name, lie := range map[string]func(l *testLog){
		"no such leaf": func(l *testLog) { l.removals[0].Index = 3 },
		"another tombstone": func(l *testLog) {
			l.removals[0].Body = bytes.Replace(l.removals[0].Body, []byte("asked"), []byte("ASKED"), 1)
		},
		"another event's number": func(l *testLog) { l.removals[0].Of[0].Places = [][2]int{{0, 0}} },
		"another leaf's event":   func(l *testLog) { l.removals[0].Of[0].Index = 5 },
		"all of a batch":         func(l *testLog) { l.removals[0].Of[0].Places = [][2]int{{0, 1}} },
		"places out of order":    func(l *testLog) { l.removals[0].Of[0].Places = [][2]int{{1, 0}, {-1, 1}, {0, 99}} },
		"another place":          func(l *testLog) { l.removals[0].Place = 1 },
		"a place below none":     func(l *testLog) { l.removals[0].Place = -1 },
		"by a service": func(l *testLog) {
			l.removals = nil
			l.removeAs(producer, l.service, 4, 1)
		},
		"by a service in the master's name": func(l *testLog) {
			l.removals = nil
			l.removeAs(master, l.service, 4, 1)
		},
		"no tombstone": func(l *testLog) {
			at, openings, events := l.add(master, l.master, &observe.Zone{Zone: "gate", Transition: observe.Enter, Class: custos.Person})
			l.removals[0].Index, l.removals[0].Body = at, events[0]
			l.removals[0].Key, l.removals[0].Salt = openings[0].Key, openings[0].Salt
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := newTestLog(t)
			l.commit(10, 2)
			f := l.follower(t.TempDir(), listen(t, l, "bert's master", origin))
			if err := step(t, f); err != nil {
				t.Fatal(err)
			}
			before := append([][]Body{}, l.bodies...)
			before[4] = append([]Body{}, l.bodies[4]...)
			l.remove(4, 1)
			lie(l)
			l.bodies = append(before, l.bodies[10:]...)
			l.lieEntries = nil
			_ = step(t, f)
			err := step(t, f)
			if err == nil || !strings.Contains(err.Error(), "tombstone") {
				t.Errorf("it is said: %v", err)
			}
			l.wantMirrored(f)
		})
	}
	// Nor by another mirror's word.
	l := newTestLog(t)
	l.commit(4, 1)
	f := l.follower(t.TempDir(), listen(t, l, "bert's master", origin))
	e := Entry{Index: 2, Leaf: l.leaves[2], Bodies: []Body{{Commitment: l.bodies[2][0].Commitment, Removed: true}}}
	l.lieEntries = func(_ uint64, e []Entry) []Entry {
		for i := range e {
			if e[i].Index == 2 {
				e[i].Bodies = nil
			}
		}
		return e
	}
	if err := step(t, f); err != nil {
		t.Fatal(err)
	}
	e.disown()
	if _, err := f.Store.fill([]Entry{e}, All); err != nil {
		t.Fatal(err)
	}
	l.lieEntries = nil
	if err := step(t, f); err != nil {
		t.Fatal(err)
	}
	l.wantMirrored(f)
}

// An answer without an end, or one that promises more than it may have, costs a bounded amount.
func TestAttack29EndlessAnswers(t *testing.T) {
	zeros := make([]byte, 1<<20)
	for name, answer := range map[string]func(w http.ResponseWriter){
		"endless entries": func(w http.ResponseWriter) {
			_, _ = w.Write([]byte{streamVersion})
			box := append([]byte{bodyRemoved}, make([]byte, 32)...)
			for i := uint64(10); ; i++ {
				e := binary.AppendUvarint([]byte{entryNext}, i)
				e = append(binary.AppendUvarint(e, 3), "abc"...)
				e = append(binary.AppendUvarint(e, evidence.MaxBatch), bytes.Repeat(box, evidence.MaxBatch)...)
				if _, err := w.Write(e); err != nil {
					return
				}
			}
		},
		"an endless box": func(w http.ResponseWriter) {
			e := append(binary.AppendUvarint(binary.AppendUvarint([]byte{streamVersion, entryNext}, 10), 3), "abc"...)
			e = binary.AppendUvarint(append(binary.AppendUvarint(e, 1), bodySealed), 1<<40)
			if _, err := w.Write(e); err != nil {
				return
			}
			for {
				if _, err := w.Write(zeros); err != nil {
					return
				}
			}
		},
		"zeros": func(w http.ResponseWriter) {
			for {
				if _, err := w.Write(zeros); err != nil {
					return
				}
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			f, _, forked, err := lied(t, func(l *testLog) {
				l.commit(1, 1)
				l.raw = func(w http.ResponseWriter, r *http.Request) bool {
					if !strings.Contains(r.URL.Path, "/bodies/") {
						return false
					}
					answer(w)
					return true
				}
			})
			if err == nil || forked != nil {
				t.Errorf("it is said: %v, the alarm: %v", err, forked)
			}
			wantLeaves(t, f, 10)
		})
	}
}

// endless gives the same bytes for ever, and counts them.
type endless struct {
	head, again []byte
	n           int64
}

func (e *endless) Read(b []byte) (int, error) {
	from := &e.head
	if len(e.head) == 0 {
		from = &e.again
	}
	n := copy(b, *from)
	if len(e.head) > 0 {
		e.head = e.head[n:]
	}
	e.n += int64(n)
	return n, nil
}

// What is read of an answer is bounded, whatever was asked for, and a box that is too large is not read.
func TestAttack29WhatIsReadIsBounded(t *testing.T) {
	head := []byte{streamVersion}
	removed := bytes.Repeat(append([]byte{bodyRemoved}, make([]byte, 32)...), evidence.MaxBatch)
	for i := range uint64(MaxEntries) {
		head = append(binary.AppendUvarint(binary.AppendUvarint(append(head, entryNext), i), 3), "abc"...)
		head = append(binary.AppendUvarint(head, evidence.MaxBatch), removed...)
	}
	e := &endless{head: head, again: []byte{0xff}}
	if _, err := ReadEntries(e, 0, MaxEntries); custos.KindOf(err) != custos.Invalid || e.n > MaxAnswer+1<<20 {
		t.Errorf("%d bytes were read: %v", e.n, err)
	}
	box := append(binary.AppendUvarint(binary.AppendUvarint([]byte{streamVersion, entryNext}, 0), 3), "abc"...)
	box = binary.AppendUvarint(append(binary.AppendUvarint(box, 1), bodySealed), MaxBox+1)
	e = &endless{head: box, again: make([]byte, 1<<16)}
	if _, err := ReadEntries(e, 0, MaxEntries); err == nil || e.n > 1<<20 {
		t.Errorf("%d bytes were read: %v", e.n, err)
	}
}

// Who answers a byte at a time holds one mirror up, for a bounded time, and no other one.
func TestAttack41SlowMaster(t *testing.T) {
	slow, good := newTestLog(t), newTestLog(t)
	slow.commit(3, 1)
	good.commit(3, 1)
	hold := make(chan struct{})
	slow.raw = func(w http.ResponseWriter, r *http.Request) bool {
		w.WriteHeader(http.StatusOK)
		_ = http.NewResponseController(w).Flush()
		select {
		case <-hold:
		case <-r.Context().Done():
		}
		return true
	}
	ctx, cancel := context.WithCancel(t.Context())
	slowly := listen(t, slow, "slow's master", "slow")
	t.Cleanup(func() { close(hold) })
	well := listen(t, good, "bert's master", origin)
	dir := t.TempDir()
	r := &Runner{
		Logs: func() []Log {
			return []Log{{Origin: "slow", Owner: "slow", Keys: slow.keysOf(), Own: slowly}, {Origin: origin, Owner: "bert", Keys: good.keysOf(), Own: well}}
		},
		New: func(of string, log func() (Log, bool)) *Follower {
			f := good.follower(dir, nil)
			f.Store, f.Log, f.Now = NewStore(dir, of), log, nil
			return f
		},
	}
	ended := make(chan error)
	go func() { ended <- r.Run(ctx) }()
	for len(r.Health()) < 2 || r.Health()[0].Leaves < 3 { // by their origins: the good one is first
		select {
		case <-ended:
			t.Fatal("it ended")
		case <-time.After(10 * time.Millisecond):
		}
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// A mirror is no place for a path: nothing but a tile's one name leads to a file.
func TestAttack28PathsOfTiles(t *testing.T) {
	dir := t.TempDir()
	if err := service.WriteFile(filepath.Join(dir, "state.json"), []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"", "0", "0/", "0/../../state.json", "../state.json", "entries/../../state.json", "0/0", "0/0000", "00/000", "0/x1/000", "0/000.p/0", "0/000.p/256", "0/000.p/01", "64/000", "entries/000.p/", "0/000/..", "0/000\x00", "+0/000", "0/-01"} {
		if path, err := tilePath(name); err == nil {
			t.Errorf("%q leads to %s", name, path)
		}
	}
	for name, want := range map[string]string{"0/000": "tile/0/000", "entries/x001/234.p/17": "tile/entries/x001/234.p/17", "3/067.p/255": "tile/3/067.p/255"} {
		if path, err := tilePath(name); err != nil || path != want {
			t.Errorf("%q leads to %q, %v", name, path, err)
		}
	}
}

// A key that is hidden says nothing to who has not the wrapping key, and no pad is used twice. The
// form stays: what others mirrored years ago must open.
func TestWrappedKeys(t *testing.T) {
	secret, commitment, k := custos.Hash{1, 2, 3}, custos.Hash{4}, custos.Hash{5}
	hidden := Wrap(secret, commitment, k)
	if hidden == k || hidden == Wrap(secret, custos.Hash{6}, k) || hidden == Wrap(custos.Hash{6}, commitment, k) {
		t.Error("another commitment, or another secret, hides it the same way")
	}
	if Unwrap(secret, commitment, hidden) != k {
		t.Error("it does not come back")
	}
	if got := hidden.String(); got != wrappedOnce {
		t.Errorf("it is hidden as %s, before it was %s", got, wrappedOnce)
	}
}

const wrappedOnce = "0x90642672dded5d368b8b5010d2754e5987c20633070dbc47ae0a4e5020078a69"
