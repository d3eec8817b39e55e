package fog

import (
	"context"
	"crypto/sha256"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/access"
	"custos.dev/custos/client"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/fog/mirror"
	"custos.dev/custos/journal"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/node"
	"custos.dev/custos/observe"
	"custos.dev/custos/observe/observetest"
	"custos.dev/custos/service"
)

// giving is a master that gives its log to others, over HTTP and through its gate.
type giving struct {
	*remover
	own     *Own
	rec     *decisions
	gate    *access.Gate
	addr    string
	pin     custos.Hash
	peer    *key.Key // another owner's master
	service *key.Key // another service of his
	police  *key.Key // an authority
	kept    *mirror.Mirrored
	council *council
}

// twoOwners is a registry of two.
type twoOwners struct {
	*registered
	other custos.Owner
}

func (c *twoOwners) Owners(context.Context) ([]custos.Owner, error) {
	return []custos.Owner{c.owner, c.other}, nil
}

func newGiving(t *testing.T) *giving {
	t.Helper()
	keys := newKeys(t, 4)
	owner := keys[0]
	g := &giving{remover: newRemover(t), rec: new(decisions), peer: keys[1], service: keys[2], police: keys[3]}
	bert := custos.Owner{Address: custos.Address{7}, Name: "bert", Domain: "campus/library", Active: true}
	c := &registered{
		owner: custos.Owner{Address: owner.Address(), Name: "alma", Domain: domain, Active: true},
		people: []custos.Principal{
			{Address: g.peer.Address(), Name: "bert-fog/master", Role: custos.RoleService, Owner: bert.Address, Domain: bert.Domain, Active: true},
			{Address: g.service.Address(), Name: "bert-fog/feature", Role: custos.RoleService, Owner: bert.Address, Domain: bert.Domain, Active: true},
			{Address: g.police.Address(), Name: "police", Role: custos.RoleAuthority, Owner: owner.Address(), Active: true},
		},
	}
	index := access.NewIndex(time.Minute, time.UTC)
	if err := (&access.Follower{Chain: &twoOwners{c, bert}, Index: index, Confirmations: 1, Log: slog.New(slog.DiscardHandler)}).Look(t.Context()); err != nil {
		t.Fatal(err)
	}
	index.Hear(owner.Address(), time.Now())
	g.gate = &access.Gate{Verifier: access.NewVerifier(testChain, index.Known), Index: index, Recorder: g.rec}
	m := &master{Runtime: &node.Runtime{Env: &service.Env{Dir: g.dir}, Gate: g.gate}}
	m.council = &council{domain: domain, index: index, trust: &evidence.Trust{
		Owners: []custos.Owner{c.owner, bert},
		Logs:   []evidence.TrustLog{g.log, {Origin: "bert's log", Owner: bert.Address, Domain: bert.Domain, Signer: g.peer.Address()}},
	}}
	g.council = m.council
	g.own = &Own{DB: g.Committer.DB, Dir: filepath.Join(g.dir, "log"), Origin: g.log.Origin, Owner: "alma", Service: masterService, Wrapping: custos.Hash{5}}
	g.kept = &mirror.Mirrored{Owner: "alma", Dir: t.TempDir()}
	mux := http.NewServeMux()
	(&mirrors{m: m, own: g.own, kept: g.kept}).serve(mux)
	srv := httptest.NewTLSServer(mux)
	t.Cleanup(srv.Close)
	g.addr, g.pin = strings.TrimPrefix(srv.URL, "https://"), sha256.Sum256(srv.Certificate().RawSubjectPublicKeyInfo)
	return g
}

func (g *giving) remote(k *key.Key) *mirror.Remote {
	return &mirror.Remote{Client: client.New(g.addr, g.pin, k, testChain), Of: "alma's master", Own: g.log.Origin}
}

// follower mirrors the log at another owner.
func (g *giving) follower(t *testing.T, dir string) *mirror.Follower {
	t.Helper()
	keys, err := mirror.KeysOf(g.log)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	return &mirror.Follower{
		Store: mirror.NewStore(dir, g.log.Origin), Wants: mirror.All, Logger: slog.New(slog.DiscardHandler),
		Log: func() (mirror.Log, bool) {
			return mirror.Log{Origin: g.log.Origin, Owner: "alma", Keys: keys, Own: g.remote(g.peer)}, true
		},
		Now: func() time.Time { now = now.Add(2 * time.Minute); return now },
	}
}

// mirrored brings a mirror up to the log, and returns all of it.
func (g *giving) mirrored(t *testing.T, f *mirror.Follower) []mirror.Entry {
	t.Helper()
	if _, _, err := g.Log.Checkpoint(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if _, err := f.Step(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	all, err := f.Store.Entries(t.Context(), 0, mirror.MaxEntries)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// What a master commits is in another owner's mirror, as its database gave it; that reads nothing of
// it, and the owner everything, with nothing but his wrapping key.
func TestMirrorOfAMastersLog(t *testing.T) {
	g := newGiving(t)
	other, err := key.Generate()
	if err != nil {
		t.Fatal(err)
	}
	g.others[other.Address()] = "back-edge/track"
	prev := custos.Hash{}
	for i := range 5 {
		b := g.batch(t, g.prev, g.next, 3, nil)
		o := batchOf(t, "back-edge/track", other, prev, uint64(1+2*i), 2, func(e *custos.Event) {
			observetest.Say(e, &observe.Tracks{})
		})
		for k, c := range map[*key.Key]journal.Commit{g.key: b, other: o} {
			if _, err := g.Commit(t.Context(), k.Address(), c); err != nil {
				t.Fatal(err)
			}
		}
		g.prev, g.next, prev = b.Leaf.Hash(), g.next+3, o.Leaf.Hash()
	}
	f := g.follower(t, t.TempDir())
	all := g.mirrored(t, f)
	events := 0
	for _, e := range all {
		b, err := e.Leaf.Open()
		if err != nil || uint64(len(e.Bodies)) != b.Last-b.First+1 {
			t.Fatalf("leaf %d of %s has %d bodies: %v", e.Index, b.Service, len(e.Bodies), err)
		}
		for i, body := range e.Bodies {
			k := mirror.Unwrap(custos.Hash{5}, body.Commitment, body.Wrapped)
			text, err := body.Open(evidence.Opening{Key: k, Salt: evidence.SaltOf(k)})
			if err != nil {
				t.Fatal(err)
			}
			ev, err := custos.ParseEvent(text)
			if err != nil || ev.Seq != b.First+uint64(i) || ev.Service != b.Service {
				t.Fatalf("it is %s: %v", ev.ID(), err)
			}
			if _, err := body.Open(evidence.Opening{Key: body.Wrapped, Salt: evidence.SaltOf(body.Wrapped)}); err == nil {
				t.Error("the wrapped key opens it")
			}
			events++
		}
	}
	if len(all) != 11 || events != 6+5*(3+2) {
		t.Errorf("%d leaves with %d events are mirrored", len(all), events)
	}
	// Of notable events alone, who asks gets the others' commitments.
	r := g.remote(g.peer)
	r.Wanted = mirror.Notable
	some, err := r.Entries(t.Context(), g.log.Origin, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	kept := 0
	for i, e := range some {
		for j := range e.Bodies {
			if e.Bodies[j].Commitment != all[i].Bodies[j].Commitment {
				t.Error("another commitment")
			}
			if e.Bodies[j].Kept() {
				kept++
			}
		}
	}
	if kept != 6+5*3 {
		t.Errorf("%d bodies of notable events", kept)
	}
}

// The log's tombstones take bodies from mirrors, too.
func TestMirrorsForgetWhatIsRemoved(t *testing.T) {
	g := newGiving(t)
	dir := t.TempDir()
	f := g.follower(t, dir)
	before := g.mirrored(t, f)
	if err := g.order(t); err != nil {
		t.Fatal(err)
	}
	g.finish(t)
	after := g.mirrored(t, f)
	if len(after) != 2 {
		t.Fatalf("%d leaves", len(after))
	}
	for i, b := range after[0].Bodies {
		if want := i >= 1 && i <= 4; b.Removed != want || b.Kept() == want || b.Commitment != before[0].Bodies[i].Commitment {
			t.Errorf("event %d: removed %v, kept %v", i+1, b.Removed, b.Kept())
		}
	}
	_ = filepath.WalkDir(dir, func(path string, d os.DirEntry, _ error) error {
		text, err := os.ReadFile(path)
		for i := 1; err == nil && i <= 4; i++ {
			if strings.Contains(string(text), string(before[0].Bodies[i].Box)) {
				t.Errorf("%s has the body of event %d", path, i+1)
			}
		}
		return nil
	})
	// Who begins after that never gets them.
	late := g.mirrored(t, g.follower(t, t.TempDir()))
	for i, b := range late[0].Bodies {
		if want := i >= 1 && i <= 4; b.Removed != want {
			t.Errorf("event %d: removed %v", i+1, b.Removed)
		}
	}
}

// Between the tombstone and the last body that goes, nobody is given what it names.
func TestToldRemovalsAreNotGiven(t *testing.T) {
	g := newGiving(t)
	if err := g.order(t); err != nil {
		t.Fatal(err)
	}
	g.Remover.step = func(name string) error {
		if name == "apply" {
			return errors.New("the power is gone")
		}
		return nil
	}
	for range 3 {
		_, _ = g.Turn(t.Context())
		g.forward(t)
	}
	if _, _, err := g.Log.Checkpoint(t.Context()); err != nil {
		t.Fatal(err)
	}
	e, err := g.own.Give(t.Context(), 0, 1, mirror.All)
	if err != nil || len(e) != 1 || len(e[0].Bodies) != 6 || !e[0].Bodies[1].Removed || e[0].Bodies[1].Kept() || e[0].Bodies[0].Removed {
		t.Errorf("it gives %+v, %v", e, err)
	}
}

// A batch that is in the log and not in the database yet is given when it is in both.
func TestStagedBatchesWait(t *testing.T) {
	g := newGiving(t)
	b := g.batch(t, g.prev, g.next, 2, nil)
	g.Committer.step = func(name string) error {
		if name == "record" {
			return errors.New("the power is gone")
		}
		return nil
	}
	if _, err := g.Commit(t.Context(), g.key.Address(), b); err == nil {
		t.Fatal("it is committed")
	}
	if _, _, err := g.Log.Checkpoint(t.Context()); err != nil {
		t.Fatal(err)
	}
	if staged, err := g.Committer.DB.Staged(t.Context(), ""); err != nil || len(staged) != 1 {
		t.Fatalf("%d are staged: %v", len(staged), err)
	}
	if e, err := g.own.Give(t.Context(), 0, 10, mirror.All); err != nil || len(e) != 1 {
		t.Fatalf("%d entries: %v", len(e), err)
	}
	g.Committer.step = nil
	if err := g.Recover(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := g.Commit(t.Context(), g.key.Address(), b); err != nil {
		t.Fatal(err)
	}
	if e, err := g.own.Give(t.Context(), 0, 10, mirror.All); err != nil || len(e) != 2 || len(e[1].Bodies) != 2 {
		t.Fatalf("%d entries: %v", len(e), err)
	}
}

// The key of an event of long ago, whose salt does not follow from it, is not given.
func TestOldSaltsAreNotWrapped(t *testing.T) {
	s := evidence.NewOpening()
	s.Salt = custos.Hash{3}
	body := s.Seal([]byte("body"))
	row := masterdb.Held{Sealed: masterdb.Sealed{Box: body.Box, Hash: body.BodyHash[:], Key: s.Key[:], Salt: s.Salt[:]}}
	if b := new(Own).body(row, mirror.All, "", &mirror.Entry{}, nil); !b.Wrapped.IsZero() || !b.Kept() {
		t.Errorf("it gives %+v", b)
	}
	s.Salt = evidence.SaltOf(s.Key)
	body = s.Seal([]byte("body"))
	row = masterdb.Held{Sealed: masterdb.Sealed{Box: body.Box, Hash: body.BodyHash[:], Key: s.Key[:], Salt: s.Salt[:]}}
	if b := new(Own).body(row, mirror.All, "", &mirror.Entry{}, nil); b.Wrapped.IsZero() {
		t.Error("a new one is not given")
	}
}

// Only those get pieces of a log whom the registry names: another owner's master, by the log that it
// signs, and authorities. Everybody else is refused each of them, and that is on record.
func TestAttack32MirrorsRefusalsAreOnRecord(t *testing.T) {
	g := newGiving(t)
	if _, _, err := g.Log.Checkpoint(t.Context()); err != nil {
		t.Fatal(err)
	}
	paths := []string{"/log/checkpoint", "/log/tile/entries/000.p/1", "/log/tile/0/000.p/1", "/log/bodies/0", "/log/removed", "/mirror/" + mirror.OriginHash("x") + "/checkpoint", "/mirror/" + mirror.OriginHash("x") + "/bodies/0"}
	get := func(k *key.Key, path string) error {
		_, err := client.New(g.addr, g.pin, k, testChain).Bytes(t.Context(), http.MethodGet, path, nil)
		return err
	}
	for _, path := range paths {
		for name, k := range map[string]*key.Key{"another owner's master": g.peer, "an authority": g.police} {
			if err := get(k, path); err != nil && (custos.KindOf(err) != custos.NotFound || !strings.HasPrefix(path, "/mirror/")) {
				t.Errorf("%s: %s: %v", name, path, err)
			}
		}
		if err := get(g.service, path); custos.KindOf(err) != custos.Denied {
			t.Errorf("another service: %s: %v", path, err)
		}
	}
	stranger, err := key.Generate()
	if err != nil {
		t.Fatal(err)
	}
	if err := get(stranger, paths[0]); custos.KindOf(err) != custos.Denied {
		t.Error("a stranger:", err)
	}
	g.gate.Flush(context.Background(), true)
	if n, _ := g.rec.refusals(); n != uint64(len(paths))+1 {
		t.Errorf("%d refusals are on record, there were %d", n, len(paths)+1)
	}
	// An owner who has left takes his master along.
	if !g.council.mirrors(g.peer.Address()) {
		t.Error("his master may not")
	}
	g.council.trust.Owners = g.council.trust.Owners[:1]
	if g.council.mirrors(g.peer.Address()) {
		t.Error("an owner's master who has left may")
	}
}
