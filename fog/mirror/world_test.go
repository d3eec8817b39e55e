package mirror

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"log/slog"
	"math"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/api"
	"custos.dev/custos/client"
	"custos.dev/custos/evidence"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/observe"

	"github.com/transparency-dev/tessera/api/layout"
	"golang.org/x/mod/sumdb/note"
)

const (
	origin   = "custos/0011223344556677/campus/library"
	producer = custos.ServiceID("edge/object")
	master   = custos.ServiceID("fog/master")
)

// testLog is another owner's log, in memory, whose master answers over HTTP and may lie.
type testLog struct {
	t        *testing.T
	log      ed25519.PrivateKey
	master   *key.Key
	service  *key.Key
	wrapping custos.Hash

	mu       sync.Mutex
	leaves   []evidence.Leaf
	bodies   [][]Body
	hashes   []custos.Hash
	keys     [][]custos.Hash
	seq      map[custos.ServiceID]uint64
	removals []api.LogRemoval
	// size is how many leaves the checkpoint covers; all of them if negative.
	size int
	// The lies. Each may be nil.
	lieCheckpoint func(string) string
	lieEntries    func(from uint64, e []Entry) []Entry
	lieTile       func(path string, b []byte) []byte
	raw           func(w http.ResponseWriter, r *http.Request) bool
	asked         map[string]int
}

func newTestLog(t *testing.T) *testLog {
	t.Helper()
	l := &testLog{t: t, size: -1, seq: map[custos.ServiceID]uint64{}, asked: map[string]int{}, wrapping: custos.Hash{9}}
	var err error
	if _, l.log, err = ed25519.GenerateKey(nil); err != nil {
		t.Fatal(err)
	}
	if l.master, err = key.Generate(); err != nil {
		t.Fatal(err)
	}
	if l.service, err = key.Generate(); err != nil {
		t.Fatal(err)
	}
	return l
}

// twin is a log by the same keys with nothing in it: another story.
func (l *testLog) twin() *testLog {
	n := newTestLog(l.t)
	n.log, n.master, n.service = l.log, l.master, l.service
	return n
}

func (l *testLog) keysOf() Keys {
	v, err := evidence.NoteVerifier(origin, l.log.Public().(ed25519.PublicKey))
	if err != nil {
		l.t.Fatal(err)
	}
	return Keys{v, evidence.LedgerVerifier(origin, l.master.Address())}
}

// commit adds batches of so many events each.
func (l *testLog) commit(batches, events int) {
	l.t.Helper()
	for range batches {
		var all []custos.Payload
		for i := range events {
			all = append(all, &observe.Zone{Zone: fmt.Sprint("gate ", i), Transition: observe.Enter, Class: custos.Person, Track: observe.TrackID(i + 1)})
		}
		l.add(producer, l.service, all...)
	}
}

// add adds a batch and returns its index and its events' openings.
func (l *testLog) add(by custos.ServiceID, k *key.Key, payloads ...custos.Payload) (index uint64, openings []evidence.Opening, events [][]byte) {
	l.t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	first := l.seq[by] + 1
	var bodies []Body
	var commitments, keys []custos.Hash
	for i, p := range payloads {
		e, err := custos.Observation{Resource: "campus/library/cam1", Time: time.Unix(1_800_000_000, 0), Payload: p}.Event(by, 1, first+uint64(i))
		if err != nil {
			l.t.Fatal(err)
		}
		text, err := json.Marshal(e)
		if err != nil {
			l.t.Fatal(err)
		}
		sealed, opening := evidence.Seal(text)
		c := sealed.Commitment()
		bodies = append(bodies, Body{Commitment: c, Sealed: sealed, Wrapped: Wrap(l.wrapping, c, opening.Key)})
		commitments, keys, openings, events = append(commitments, c), append(keys, opening.Key), append(openings, opening), append(events, text)
	}
	l.seq[by] += uint64(len(payloads))
	leaf, err := evidence.SignBatch(evidence.Batch{Service: by, Boot: 1, First: first, Last: l.seq[by], Closed: time.Unix(1_800_000_000, 0)}, commitments, k)
	if err != nil {
		l.t.Fatal(err)
	}
	l.leaves, l.bodies, l.keys, l.hashes = append(l.leaves, leaf), append(l.bodies, bodies), append(l.keys, keys), append(l.hashes, evidence.LogLeafHash(leaf))
	return uint64(len(l.leaves) - 1), openings, events
}

// remove takes the body of an event away by a tombstone, as a master does.
func (l *testLog) remove(index uint64, place int) {
	l.t.Helper()
	l.removeAs(master, l.master, index, place)
}

func (l *testLog) removeAs(by custos.ServiceID, k *key.Key, index uint64, place int) {
	l.t.Helper()
	b, err := l.leaves[index].Said()
	if err != nil {
		l.t.Fatal(err)
	}
	n := b.First + uint64(place)
	at, openings, events := l.add(by, k, &observe.Tombstone{
		Removal: fmt.Sprint("r", len(l.removals)), Service: b.Service, Spans: []observe.Span{{Boot: b.Boot, First: n, Last: n}}, Count: 1,
		Cause: observe.Cause{Why: observe.ByOrder, By: custos.Address{1}, Reason: "asked for"}, At: time.Unix(1_800_000_100, 0),
	})
	l.mu.Lock()
	defer l.mu.Unlock()
	l.bodies[index][place] = Body{Commitment: l.bodies[index][place].Commitment, Removed: true}
	l.removals = append(l.removals, api.LogRemoval{
		Index: at, Body: events[0], Key: openings[0].Key, Salt: openings[0].Salt,
		Of: []api.LogRemovedOf{{Index: index, Places: [][2]int{{place, place}}}},
	})
}

func (l *testLog) covered() int {
	if l.size >= 0 {
		return l.size
	}
	return len(l.leaves)
}

// signed is the log's checkpoint at a size.
func (l *testLog) signed(size int) string {
	signer, err := evidence.NoteSigner(origin, l.log)
	if err != nil {
		l.t.Fatal(err)
	}
	b, err := note.Sign(&note.Note{Text: evidence.Checkpoint{Origin: origin, Size: uint64(size), Root: evidence.TreeRoot(l.hashes[:size])}.Text()}, signer, evidence.LedgerSigner(origin, l.master))
	if err != nil {
		l.t.Fatal(err)
	}
	return string(b)
}

// tile makes a tile of the log; nil where there is none.
func (l *testLog) tile(path string) []byte {
	level, index, _ := strings.Cut(path, "/")
	n, p, err := layout.ParseTileIndexPartial(index)
	if err != nil {
		return nil
	}
	count := uint64(p)
	if p == 0 {
		count = width
	}
	if level == "entries" {
		var out []byte
		for i := n * width; i < n*width+count; i++ {
			if i >= uint64(len(l.leaves)) {
				return nil
			}
			out = appendEntry(out, l.leaves[i])
		}
		return out
	}
	at, err := strconv.ParseUint(level, 10, 6)
	if err != nil {
		return nil
	}
	each := uint64(math.Pow(width, float64(at)))
	var out []byte
	for i := n * width; i < n*width+count; i++ {
		if (i+1)*each > uint64(len(l.hashes)) {
			return nil
		}
		h := evidence.TreeRoot(l.hashes[i*each : (i+1)*each])
		out = append(out, h[:]...)
	}
	return out
}

// ServeHTTP answers as the log's master, with the lies.
func (l *testLog) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	path := strings.TrimPrefix(strings.TrimPrefix(r.URL.Path, "/log/"), "/mirror/"+OriginHash(origin)+"/")
	what, rest, _ := strings.Cut(path, "/")
	l.asked[what]++
	if l.raw != nil && l.raw(w, r) {
		return
	}
	switch what {
	case "checkpoint":
		if l.covered() == 0 {
			api.WriteError(w, custos.Errorf(custos.NotFound, "it has no checkpoint yet"))
			return
		}
		signed := l.signed(l.covered())
		if l.lieCheckpoint != nil {
			signed = l.lieCheckpoint(signed)
		}
		_, _ = w.Write([]byte(signed))
	case "tile":
		b := l.tile(rest)
		if b == nil {
			api.WriteError(w, custos.Errorf(custos.NotFound, "no tile %s", rest))
			return
		}
		if l.lieTile != nil {
			b = l.lieTile(rest, b)
		}
		_, _ = w.Write(b)
	case "bodies":
		r.SetPathValue("from", rest)
		if err := ServeEntries(w, r, l.give); err != nil {
			api.WriteError(w, err)
		}
	case "removed":
		after, _ := strconv.ParseInt(r.URL.Query().Get("after"), 10, 64)
		out := api.LogRemoved{Newest: int64(len(l.removals)), Removed: []api.LogRemoval{}}
		for i := after; i < out.Newest; i++ {
			out.Removed, out.Through = append(out.Removed, l.removals[i]), i+1
		}
		_ = json.NewEncoder(w).Encode(out)
	default:
		api.WriteError(w, custos.Errorf(custos.NotFound, "nothing is at %s", r.URL.Path))
	}
}

func (l *testLog) give(_ context.Context, from uint64, most int, wanted Wanted) (out []Entry, err error) {
	for i := from; i < uint64(len(l.leaves)) && len(out) < most; i++ {
		e := Entry{Index: i, Leaf: l.leaves[i], Bodies: append([]Body{}, l.bodies[i]...)}
		if wanted == None {
			e.Bodies = nil
		}
		out = append(out, e)
	}
	if l.lieEntries != nil {
		out = l.lieEntries(from, out)
	}
	return out, nil
}

// listen starts a master that answers by a handler, and returns how it is asked.
func listen(t *testing.T, h http.Handler, name, own string) *Remote {
	t.Helper()
	s := httptest.NewTLSServer(h)
	t.Cleanup(s.Close)
	k, err := key.Generate()
	if err != nil {
		t.Fatal(err)
	}
	pin := custos.Hash(sha256.Sum256(s.Certificate().RawSubjectPublicKeyInfo))
	return &Remote{Client: client.New(strings.TrimPrefix(s.URL, "https://"), pin, k, 7), Of: name, Own: own}
}

// follower mirrors the log of a remote into a directory.
func (l *testLog) follower(dir string, own *Remote, others ...*Remote) *Follower {
	now := time.Unix(1_800_000_000, 0)
	return &Follower{
		Store: NewStore(dir, origin), Wants: All, Logger: slog.New(slog.DiscardHandler),
		Log: func() (Log, bool) {
			return Log{Origin: origin, Owner: "bert", Keys: l.keysOf(), Own: own, Others: others}, true
		},
		Now: func() time.Time { now = now.Add(2 * time.Minute); return now },
	}
}

// step makes steps until a follower has nothing more to do, and returns its error.
func step(t *testing.T, f *Follower) error {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for {
		grown, err := f.Step(ctx)
		if err != nil || !grown {
			return err
		}
	}
}

// wantMirrored holds a mirror against the log: the tree, every leaf, and every body but those that
// are expected to be missing.
func (l *testLog) wantMirrored(f *Follower, without ...uint64) {
	l.t.Helper()
	held, _, err := f.Store.Held()
	if err != nil {
		l.t.Fatal(err)
	}
	if held.Size != uint64(len(l.leaves)) || held.Root != evidence.TreeRoot(l.hashes) {
		l.t.Fatalf("%d leaves with the root %s are mirrored, want %d with %s", held.Size, held.Root, len(l.leaves), evidence.TreeRoot(l.hashes))
	}
	for at := uint64(0); at < held.Size; {
		got, err := f.Store.Entries(context.Background(), at, MaxEntries)
		if err != nil || len(got) == 0 {
			l.t.Fatalf("at %d: %d entries, %v", at, len(got), err)
		}
		for _, e := range got {
			if string(e.Leaf) != string(l.leaves[e.Index]) || e.Index != at {
				l.t.Fatalf("leaf %d is another one", e.Index)
			}
			at++
			missing := false
			for _, i := range without {
				missing = missing || i == e.Index
			}
			if missing {
				if len(e.Bodies) != 0 {
					l.t.Errorf("leaf %d has bodies", e.Index)
				}
				continue
			}
			want := l.bodies[e.Index]
			if len(e.Bodies) != len(want) {
				l.t.Fatalf("leaf %d has %d bodies, want %d", e.Index, len(e.Bodies), len(want))
			}
			for i, b := range e.Bodies {
				w := want[i]
				if b.Commitment != w.Commitment || string(b.Box) != string(w.Box) || b.BodyHash != w.BodyHash || b.Wrapped != w.Wrapped || b.Removed != w.Removed {
					l.t.Fatalf("body %d of leaf %d is %+v, want %+v", i, e.Index, b, w)
				}
				if b.Kept() {
					k := Unwrap(l.wrapping, b.Commitment, b.Wrapped)
					if _, err := b.Open(evidence.Opening{Key: k, Salt: evidence.SaltOf(k)}); err != nil {
						l.t.Fatalf("body %d of leaf %d: %v", i, e.Index, err)
					}
				}
			}
		}
	}
}
