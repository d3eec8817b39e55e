package access

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"custos"
	"custos/ledger/key"
)

const door = custos.Resource("campus/front-door")

func newKey(t *testing.T) *key.Key {
	t.Helper()
	k, err := key.Generate()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// chainOf is a chain in memory that can be cut, lengthened and reorganised.
type chainOf struct {
	owners []custos.Owner
	blocks []block
	dead   error
}

type block struct {
	head    custos.Head
	changes []custos.PolicyChange
}

func (c *chainOf) add(salt byte, changes ...custos.PolicyChange) {
	n := uint64(len(c.blocks))
	h := custos.Head{BlockRef: custos.BlockRef{Number: n, Hash: custos.Hash{1, salt, byte(n >> 8), byte(n)}}, Time: time.Now()}
	if n > 0 {
		h.Parent = c.blocks[n-1].head.Hash
	}
	c.blocks = append(c.blocks, block{h, changes})
}

func (c *chainOf) Head(context.Context) (custos.Head, error) {
	return c.blocks[len(c.blocks)-1].head, c.dead
}

func (c *chainOf) HeadAt(_ context.Context, n uint64) (custos.Head, error) {
	if n >= uint64(len(c.blocks)) {
		return custos.Head{}, custos.Errorf(custos.NotFound, "no block %d", n)
	}
	return c.blocks[n].head, c.dead
}
func (c *chainOf) Owners(context.Context) ([]custos.Owner, error) { return c.owners, c.dead }
func (c *chainOf) Changes(_ context.Context, from, to uint64) (out []custos.PolicyChange, err error) {
	for n := from; n <= to && n < uint64(len(c.blocks)); n++ {
		out = append(out, c.blocks[n].changes...)
	}
	return out, c.dead
}

type world struct {
	*testing.T
	chain  *chainOf
	index  *Index
	follow *Follower
	owner  custos.Address
	police custos.Address
	clock  time.Time
}

// newWorld has an owner, the police, and what is confirmed by two blocks.
func newWorld(t *testing.T, changes ...custos.PolicyChange) *world {
	w := &world{T: t, owner: custos.Address{1}, police: custos.Address{2}, clock: time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)}
	w.chain = &chainOf{owners: []custos.Owner{{Address: w.owner, Name: "alma", Domain: door, Active: true}}}
	w.index = NewIndex(time.Minute, time.UTC)
	w.index.now = func() time.Time { return w.clock }
	w.index.Hear(w.owner, w.clock)
	w.follow = &Follower{Chain: w.chain, Index: w.index, Confirmations: 2, Log: slog.New(slog.DiscardHandler)}
	w.chain.add(0, append([]custos.PolicyChange{{Principal: &custos.Principal{Address: w.police, Owner: w.owner, Role: custos.RoleAuthority, Active: true}}}, changes...)...)
	w.chain.add(0)
	w.chain.add(0)
	w.look()
	return w
}

func (w *world) look() {
	w.Helper()
	if err := w.follow.Look(context.Background()); err != nil {
		w.Fatal(err)
	}
}

func (w *world) grant(n uint64, change func(*custos.Capability)) custos.PolicyChange {
	c := custos.Capability{
		Number: n, Grantor: w.owner, Grantee: w.police, Resource: door, Actions: custos.Live,
		From: w.clock.Add(-time.Hour), Until: w.clock.Add(time.Hour), Depth: 1,
	}
	if change != nil {
		change(&c)
	}
	return custos.PolicyChange{Capability: &c}
}

func (w *world) want(allowed bool, reason string) {
	w.Helper()
	a := w.index.Explain(Question{w.police, custos.Live, door + "/cam1"})
	if a.Allowed != allowed || !strings.Contains(a.Reason, reason) {
		w.Fatalf("allowed %v: %s\nwant %v: …%s…\n%s", a.Allowed, a.Reason, allowed, reason, strings.Join(a.Steps, "\n"))
	}
}

func TestGrantCountsWhenConfirmedRevocationAtOnce(t *testing.T) {
	w := newWorld(t)
	w.want(false, "no capability")
	w.chain.add(0, w.grant(1, nil))
	w.look()
	w.want(false, "no capability")
	w.chain.add(0)
	w.look()
	w.want(false, "no capability")
	w.chain.add(0)
	w.look()
	w.want(true, "alma")
	w.chain.add(0, w.grant(1, func(c *custos.Capability) { c.Revoked = true }))
	w.look()
	w.want(false, "was revoked")
}

func TestWindowsAndHours(t *testing.T) {
	w := newWorld(t)
	for name, c := range map[string]struct {
		change func(*custos.Capability)
		want   string
	}{
		"other action":   {func(c *custos.Capability) { c.Actions = custos.Events }, "no capability"},
		"other camera":   {func(c *custos.Capability) { c.Resource = door + "/cam2" }, "no capability"},
		"prefix of name": {func(c *custos.Capability) { c.Resource = door + "/cam" }, "no capability"},
		"later":          {func(c *custos.Capability) { c.From = w.clock.Add(time.Second) }, "begins at"},
		"over":           {func(c *custos.Capability) { c.Until = w.clock }, "ended at"},
		"Tuesdays":       {func(c *custos.Capability) { c.Hours = custos.Hours{Days: 2, Until: 1440} }, "hour of the week"},
		"not the owner":  {func(c *custos.Capability) { c.Grantor = w.police }, "does not own it"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, w.grant(1, c.change))
			w.want(false, c.want)
		})
	}
	w = newWorld(t, w.grant(1, func(c *custos.Capability) { c.Hours = custos.Hours{Days: 1, From: 720, Until: 721} }))
	w.want(true, "alma")
	w.clock = w.clock.Add(time.Minute)
	w.want(false, "hour of the week")
}

func TestAttack12StaleRevocation(t *testing.T) {
	w := newWorld(t)
	w = newWorld(t, w.grant(1, nil))
	w.want(true, "alma")
	// The node's RPC is dead, or answers but is cut off: in both, no statement comes.
	w.chain.dead = custos.Errorf(custos.Unavailable, "cut")
	if w.follow.Look(context.Background()) == nil {
		t.Fatal("a dead chain was read")
	}
	w.want(true, "alma")
	w.clock = w.clock.Add(time.Minute + time.Second)
	w.want(false, "nothing fresh is known")
	// A stranger's statement does not make it fresh, the owner's service's does.
	k := newKey(t)
	h, err := StateHead(custos.Head{}, w.clock, k, 7)
	if err != nil {
		t.Fatal(err)
	}
	if custos.KindOf(w.index.Observe(h, 7)) != custos.Denied {
		t.Fatal("a stranger's statement counted")
	}
	w.chain.dead = nil
	w.chain.add(0, custos.PolicyChange{Principal: &custos.Principal{Address: k.Address(), Owner: w.owner, Role: custos.RoleService, Active: true}})
	w.chain.add(0)
	w.chain.add(0)
	w.look()
	if custos.KindOf(w.index.Observe(h, 8)) != custos.Denied {
		t.Fatal("a statement for another chain counted")
	}
	if err := w.index.Observe(h, 7); err != nil {
		t.Fatal(err)
	}
	w.want(true, "alma")
	w.clock = w.clock.Add(2 * time.Minute)
	if custos.KindOf(w.index.Observe(h, 7)) != custos.Denied {
		t.Fatal("an old statement counted again")
	}
}

func TestAttack13Reorganisation(t *testing.T) {
	w := newWorld(t)
	before := len(w.chain.blocks)
	w.chain.add(0, w.grant(1, nil))
	w.chain.add(0)
	w.chain.add(0)
	w.look()
	w.want(true, "alma")
	w.chain.add(0, w.grant(1, func(c *custos.Capability) { c.Revoked = true }))
	w.look()
	w.want(false, "was revoked")
	// A deeper chain without the revocation takes over: it held until now.
	w.chain.blocks = w.chain.blocks[:len(w.chain.blocks)-1]
	w.look2(9)
	w.want(true, "alma")
	// One that never had the grant takes it away, though it was confirmed.
	w.chain.blocks = w.chain.blocks[:before]
	for range 6 {
		w.chain.add(5)
	}
	w.look()
	w.want(false, "no capability")
}

func (w *world) look2(salt byte) {
	w.Helper()
	w.chain.add(salt)
	w.chain.add(salt)
	w.look()
}

func TestAttack16And17DelegationAndRevokedAncestor(t *testing.T) {
	w := newWorld(t)
	guard := custos.Address{3}
	reg := custos.PolicyChange{Principal: &custos.Principal{Address: guard, Owner: w.owner, Role: custos.RoleCloud, Active: true}}
	root := w.grant(1, func(c *custos.Capability) { c.Grantee = guard; c.Resource = door + "/cam1" })
	child := func(change func(*custos.Capability)) custos.PolicyChange {
		return w.grant(2, func(c *custos.Capability) {
			c.Parent, c.Grantor, c.Resource = 1, guard, door+"/cam1"
			if change != nil {
				change(c)
			}
		})
	}
	newWorld(t, reg, root, child(nil)).want(true, "alma")
	for name, c := range map[string]struct {
		child custos.PolicyChange
		want  string
	}{
		"wider resource": {child(func(c *custos.Capability) { c.Resource = door }), "goes beyond"},
		"more actions":   {child(func(c *custos.Capability) { c.Actions = custos.Live | custos.Export }), "goes beyond"},
		"no such parent": {child(func(c *custos.Capability) { c.Parent = 9 }), "goes beyond"},
		"by another":     {child(func(c *custos.Capability) { c.Grantor = custos.Address{9} }), "goes beyond"},
		"of itself":      {child(func(c *custos.Capability) { c.Parent = 2; c.Grantor = w.police }), "too often"},
	} {
		t.Run(name, func(t *testing.T) { newWorld(t, reg, root, c.child).want(false, c.want) })
	}
	x := newWorld(t, reg, root, child(nil))
	gone := *root.Capability
	gone.Revoked = true
	x.chain.add(0, custos.PolicyChange{Capability: &gone})
	x.look()
	x.want(false, "was revoked")
	y := newWorld(t, reg, root, child(nil))
	y.chain.add(0, custos.PolicyChange{Principal: &custos.Principal{Address: guard, Owner: w.owner}})
	y.look()
	y.want(false, "not active any more")
}

func signed(t *testing.T, s Signer, method, url, body string) *http.Request {
	t.Helper()
	r := httptest.NewRequest(method, url, strings.NewReader(body))
	if err := s.SignHTTP(r, []byte(body)); err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAttack24SignatureStrippingAndSwap(t *testing.T) {
	s := Signer{Key: newKey(t), ChainID: 7}
	known := func(a custos.Address) bool { return a == s.Key.Address() }
	v := NewVerifier(7, known)
	request := func() *http.Request { return signed(t, s, "POST", "https://fog:7103/api/x?a=1", "body") }
	if who, _, err := v.HTTP(request()); err != nil || who != s.Key.Address() {
		t.Fatalf("an honest request: %s, %v", who, err)
	}
	for name, change := range map[string]func(*http.Request){
		"method":        func(r *http.Request) { r.Method = "PUT" },
		"authority":     func(r *http.Request) { r.Host = "other:7103" },
		"path":          func(r *http.Request) { r.URL.Path = "/api/y" },
		"query":         func(r *http.Request) { r.URL.RawQuery = "a=2" },
		"body":          func(r *http.Request) { r.Body = io.NopCloser(strings.NewReader("Body")) },
		"digest":        func(r *http.Request) { r.Header.Set("Content-Digest", contentDigest([]byte("Body"))) },
		"no signature":  func(r *http.Request) { r.Header.Del("Signature") },
		"no input":      func(r *http.Request) { r.Header.Del("Signature-Input") },
		"two":           func(r *http.Request) { r.Header.Add("Signature", r.Header.Get("Signature")) },
		"fewer covered": func(r *http.Request) { replace(r, "Signature-Input", ` "@query"`, "") },
		"longer life":   func(r *http.Request) { replace(r, "Signature-Input", "expires=", "expires=9") },
		"other nonce":   func(r *http.Request) { replace(r, "Signature-Input", `nonce="`, `nonce="0`) },
	} {
		r := request()
		change(r)
		if _, _, err := v.HTTP(r); err == nil || custos.KindOf(err) != custos.Denied {
			t.Errorf("%s changed: %v", name, err)
		}
	}
	r := request()
	in := r.Header.Get("Signature-Input")
	for i := range in {
		c := r.Clone(context.Background())
		c.Body = io.NopCloser(strings.NewReader("body"))
		c.Header.Set("Signature-Input", in[:i]+string(in[i]^1)+in[i+1:])
		if _, _, err := v.HTTP(c); err == nil {
			t.Fatalf("byte %d of the parameters changed: accepted", i)
		}
	}
}

func replace(r *http.Request, header, old, new string) {
	r.Header.Set(header, strings.Replace(r.Header.Get(header), old, new, 1))
}

func TestAttack20Replay(t *testing.T) {
	s := Signer{Key: newKey(t), ChainID: 7}
	now := time.Now()
	known := func(custos.Address) bool { return true }
	v := newVerifier(7, known, func() time.Time { return now })
	auth, err := s.SignBus("a.b", []byte("x"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.Bus("a.b", []byte("x"), auth); err != nil {
		t.Fatal(err)
	}
	if _, err := v.Bus("a.b", []byte("x"), auth); custos.KindOf(err) != custos.Denied {
		t.Errorf("the same request again: %v", err)
	}
	if _, err := newVerifier(8, known, v.now).Bus("a.b", []byte("x"), auth); custos.KindOf(err) != custos.Denied {
		t.Errorf("on another chain: %v", err)
	}
	later := newVerifier(7, known, func() time.Time { return now.Add(5 * time.Second) })
	if _, err := later.Bus("a.b", []byte("x"), auth); custos.KindOf(err) != custos.Denied {
		t.Errorf("after a restart, which forgets nonces: %v", err)
	}
	now = now.Add(2 * MaxAge)
	fresh := newVerifier(7, known, func() time.Time { return now })
	fresh.started = time.Time{}
	if _, err := fresh.Bus("a.b", []byte("x"), auth); custos.KindOf(err) != custos.Denied {
		t.Errorf("after it expired: %v", err)
	}
	r := signed(t, s, "BUS", "https://7/a.b", "x")
	if e := strings.TrimPrefix(r.Header.Get("Signature-Input"), "custos="); e != "" {
		sig := strings.TrimSuffix(strings.TrimPrefix(r.Header.Get("Signature"), "custos=:"), ":")
		if _, err := NewVerifier(7, known).Bus("a.b", []byte("x"), e+" "+sig); err == nil {
			t.Error("an HTTP signature counted on the bus")
		}
	}
}

type records struct{ list []custos.Decision }

func (r *records) RecordDecision(_ context.Context, d custos.Decision) { r.list = append(r.list, d) }

func TestAttack32UnauditedDenials(t *testing.T) {
	w := newWorld(t)
	k := newKey(t)
	w = newWorld(t, custos.PolicyChange{Principal: &custos.Principal{Address: k.Address(), Owner: w.owner, Active: true}})
	rec := new(records)
	g := &Gate{Verifier: NewVerifier(7, w.index.Known), Index: w.index, Recorder: rec}
	h := g.Require(custos.Live, func(*http.Request) (custos.Resource, error) { return door + "/cam1", nil }, http.NotFoundHandler())
	for i := range 20 {
		out := httptest.NewRecorder()
		h.ServeHTTP(out, signed(t, Signer{k, 7}, "GET", fmt.Sprintf("https://fog/%d", i), ""))
		if out.Code != http.StatusForbidden || !bytes.Contains(out.Body.Bytes(), []byte("no capability")) {
			t.Fatalf("answer %d %s", out.Code, out.Body)
		}
	}
	if len(rec.list) != 20 {
		t.Fatalf("20 denials left %d records", len(rec.list))
	}
	// Attack 34: what strangers send is folded.
	for range 50 {
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "https://fog/", nil))
	}
	if len(rec.list) != 21 || rec.list[20].Allowed {
		t.Fatalf("50 unsigned requests left %d records", len(rec.list)-20)
	}
}

func TestWatchEndsWithTheRight(t *testing.T) {
	w := newWorld(t)
	w = newWorld(t, w.grant(1, nil))
	ctx, cancel := w.index.Watch(context.Background(), Question{w.police, custos.Live, door + "/cam1"})
	defer cancel(nil)
	if ctx.Err() != nil {
		t.Fatal("it ended at once")
	}
	w.chain.add(0, w.grant(1, func(c *custos.Capability) { c.Revoked = true }))
	w.look()
	select {
	case <-ctx.Done():
	case <-time.After(20 * time.Second):
		t.Fatal("the view went on after the revocation")
	}
	if err := context.Cause(ctx); custos.KindOf(err) != custos.Denied || !strings.Contains(err.Error(), "was revoked") {
		t.Fatalf("cause: %v", err)
	}
}

func BenchmarkDecide(b *testing.B) {
	x := NewIndex(time.Minute, time.UTC)
	owner, who := custos.Address{1}, custos.Address{2}
	s := newState([]custos.Owner{{Address: owner, Domain: door, Active: true}})
	s.principals[who] = custos.Principal{Address: who, Owner: owner, Active: true}
	s.apply([]custos.PolicyChange{{Capability: &custos.Capability{Number: 1, Grantor: owner, Grantee: who, Resource: door, Actions: custos.Live, Until: time.Now().Add(time.Hour)}}})
	x.set(s)
	x.Hear(owner, time.Now())
	b.ReportAllocs()
	for b.Loop() {
		if !x.Decide(Question{who, custos.Live, door + "/cam1"}).Allowed {
			b.Fatal("refused")
		}
	}
}
