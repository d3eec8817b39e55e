package access

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/ledger/key"
)

func anyone(custos.Address) bool { return true }

// lately is a verifier that has run for a while.
func lately(known func(custos.Address) bool) *Verifier {
	v := newVerifier(7, known, time.Now)
	v.started -= 3600
	return v
}

func signed(t testing.TB, s Signer, method, url, body string) *http.Request {
	t.Helper()
	r := httptest.NewRequest(method, url, strings.NewReader(body))
	if err := s.SignHTTP(r, []byte(body)); err != nil {
		t.Fatal(err)
	}
	return r
}

func denied(t *testing.T, what string, err error) {
	t.Helper()
	if err == nil || custos.KindOf(err) != custos.Denied {
		t.Errorf("%s: %v", what, err)
	}
}

func TestAttack18ConfusedDeputy(t *testing.T) {
	relay, guard, police := newKey(t), newKey(t), newKey(t)
	w := newWorld(t)
	w = newWorld(
		t,
		w.principal(relay.Address(), custos.RoleService, "front-fog/master", true), w.principal(guard.Address(), custos.RoleCloud, "guard", true), w.principal(police.Address(), custos.RoleAuthority, "pd", true),
		w.grant(1, func(c *custos.Capability) { c.Grantee = relay.Address() }), w.grant(2, func(c *custos.Capability) { c.Grantee = guard.Address() }),
	)
	fog, camera := lately(w.index.Known), lately(w.index.Known)
	fog.Authorities, camera.Authorities = []string{"fog:7103"}, []string{"fog:7103"}
	rec := new(records)
	gate := &Gate{Verifier: camera, Index: w.index, Recorder: rec}
	const body = `{"from":"noon"}`
	forward := func(k *key.Key) Envelope {
		t.Helper()
		who, e, err := fog.HTTP(signed(t, Signer{k, 7}, "POST", "https://fog:7103/api/cameras/campus/front-door/cam1/live?x=1", body))
		if err != nil || who != k.Address() {
			t.Fatalf("%s: %v", who, err)
		}
		return e
	}
	allow := func(e Envelope) error {
		who, err := camera.Envelope(&e)
		if err == nil {
			_, err = gate.Ask(context.Background(), Question{who, custos.Live, door + "/cam1"})
		}
		return err
	}
	if err := allow(forward(guard)); err != nil {
		t.Fatalf("the guard may: %v", err)
	}
	// The relay may live itself; that does not let the police see anything.
	denied(t, "the police through the relay", allow(forward(police)))
	if n := len(rec.list); n != 2 || rec.list[1].Principal != police.Address() || rec.list[1].Allowed {
		t.Errorf("recorded: %+v", rec.list)
	}
	// Nor can the relay put the guard's name on something else.
	for name, change := range map[string]func(*Envelope){
		"method":       func(e *Envelope) { e.Method = "DELETE" },
		"authority":    func(e *Envelope) { e.Authority = "other:7103" },
		"path":         func(e *Envelope) { e.Path = "/api/cameras/campus/front-door/cam2/live" },
		"query":        func(e *Envelope) { e.Query = "?x=2" },
		"digest":       func(e *Envelope) { e.Digest = contentDigest([]byte("other")) },
		"params":       func(e *Envelope) { e.Params = strings.Replace(e.Params, "expires=1", "expires=2", 1) },
		"signature":    func(e *Envelope) { e.Signature = forward(police).Signature },
		"smuggled":     func(e *Envelope) { e.Path, e.Query = e.Path+"\n\"@query\": "+e.Query+"\nx: ", "" },
		"as the bus's": func(e *Envelope) { e.Method = busMethod },
	} {
		e := forward(guard)
		change(&e)
		denied(t, name+" changed by the relay", allow(e))
	}
	e := forward(guard)
	if !e.Covers([]byte(body)) || e.Covers([]byte("other")) {
		t.Error("the envelope does not know its body")
	}
	if err := allow(e); err != nil {
		t.Fatal(err)
	}
	denied(t, "passed on twice", allow(e))
}

func TestAttack19SignatureMalleability(t *testing.T) {
	order, _ := new(big.Int).SetString("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16)
	s := Signer{newKey(t), 7}
	v := lately(anyone)
	request := func(change func(sig []byte)) error {
		r := signed(t, s, "GET", "https://fog/x", "")
		raw, err := base64.StdEncoding.DecodeString(strings.Trim(strings.TrimPrefix(r.Header.Get("Signature"), "custos="), ":"))
		if err != nil {
			t.Fatal(err)
		}
		change(raw)
		r.Header.Set("Signature", "custos=:"+base64.StdEncoding.EncodeToString(raw)+":")
		_, _, err = v.HTTP(r)
		return err
	}
	if err := request(func([]byte) {}); err != nil {
		t.Fatal(err)
	}
	high := func(b []byte) { new(big.Int).Sub(order, new(big.Int).SetBytes(b[32:64])).FillBytes(b[32:64]) }
	for name, change := range map[string]func([]byte){
		"high s":             high,
		"high s, v turned":   func(b []byte) { high(b); b[64] = 27 + 28 - b[64] },
		"v of 0 or 1":        func(b []byte) { b[64] -= 27 },
		"v turned":           func(b []byte) { b[64] = 27 + 28 - b[64] },
		"v of a chain":       func(b []byte) { b[64] += 8 + 2*7 },
		"zero r":             func(b []byte) { clear(b[:32]) },
		"zero s":             func(b []byte) { clear(b[32:64]) },
		"r beyond the order": func(b []byte) { order.FillBytes(b[:32]) },
		"all zero":           func(b []byte) { clear(b) },
		"all zero but v":     func(b []byte) { clear(b[:64]) },
	} {
		denied(t, name, request(change))
	}
	// Nor by another base64 of the same bytes.
	r := signed(t, s, "GET", "https://fog/x", "")
	sig := strings.Trim(strings.TrimPrefix(r.Header.Get("Signature"), "custos="), ":")
	for _, other := range []string{strings.TrimRight(sig, "="), sig + "\n", " " + sig, sig[:86] + string(sig[86]+1) + sig[87:], hex.EncodeToString([]byte(sig))} {
		r.Header.Set("Signature", "custos=:"+other+":")
		_, _, err := v.HTTP(r)
		denied(t, fmt.Sprintf("base64 %q", other), err)
	}
	// The zero address has no key: a signature that recovers to nothing is nobody's.
	r = signed(t, s, "GET", "https://fog/x", "")
	replace(r, "Signature-Input", s.Key.Address().String(), custos.Address{}.String())
	_, _, err := v.HTTP(r)
	denied(t, "the zero address", err)
}

func TestAttack20Replay(t *testing.T) {
	s := Signer{Key: newKey(t), ChainID: 7}
	now := time.Now()
	clock := func() time.Time { return now }
	v := newVerifier(7, anyone, clock)
	v.started -= 10
	auth, err := s.SignBus("a.b", []byte("x"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.Bus("a.b", []byte("x"), auth); err != nil {
		t.Fatal(err)
	}
	_, err = v.Bus("a.b", []byte("x"), auth)
	denied(t, "the same request again", err)
	_, err = newVerifier(8, anyone, clock).Bus("a.b", []byte("x"), auth)
	denied(t, "on another chain", err)
	_, err = v.Bus("a.c", []byte("x"), auth)
	denied(t, "to another subject", err)
	_, err = v.Bus("a.b", []byte("y"), auth)
	denied(t, "with other data", err)
	// A restart forgets nonces, so all that the one before can have accepted is
	// refused, also in the very second; it can be signed again.
	_, err = newVerifier(7, anyone, clock).Bus("a.b", []byte("x"), auth)
	if custos.KindOf(err) != custos.Unavailable {
		t.Errorf("after a restart: %v", err)
	}
	later := now.Add(time.Duration(1+MaxAge) + time.Second)
	_, err = newVerifier(7, anyone, func() time.Time { return later }).Bus("a.b", []byte("x"), auth)
	denied(t, "after it expired", err)
	ahead := now.Add(-time.Minute)
	_, err = newVerifier(7, anyone, func() time.Time { return ahead }).Bus("a.b", []byte("x"), auth)
	denied(t, "before its time", err)
	// A request over HTTP is none on the bus.
	r := signed(t, s, "BUS", "https://7/a.b", "x")
	params, sig := strings.TrimPrefix(r.Header.Get("Signature-Input"), "custos="), strings.Trim(strings.TrimPrefix(r.Header.Get("Signature"), "custos="), ":")
	_, err = lately(anyone).Bus("a.b", []byte("x"), params+" "+sig)
	denied(t, "an HTTP signature on the bus", err)
	for _, bad := range []string{"", " ", "x", "x y", params, " " + sig} {
		_, err = v.Bus("a.b", []byte("x"), bad)
		denied(t, fmt.Sprintf("authorization %q", bad), err)
	}
	broken, err := s.SignBus("a\n\"@query\": ?b", nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = lately(anyone).Bus("a\n\"@query\": ?b", nil, broken)
	denied(t, "a line break in a signed field", err)
	// To another service that trusts the same principals.
	other := lately(anyone)
	other.Authorities = []string{"second-fog:7103"}
	_, _, err = other.HTTP(signed(t, s, "GET", "https://front-fog:7103/api/events", ""))
	denied(t, "to another host", err)
	if _, _, err = other.HTTP(signed(t, s, "GET", "https://Second-Fog:7103/api/events", "")); err != nil {
		t.Errorf("to the host: %v", err)
	}
}

// Nothing is accepted before its time: else a restart would forget it while it
// still looks new.
func TestEarlySignatureWaits(t *testing.T) {
	s := Signer{Key: newKey(t), ChainID: 7}
	auth, err := s.SignBus("a", nil)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now().Add(-3 * time.Second)
	v := newVerifier(7, anyone, func() time.Time { return now })
	var slept time.Duration
	v.sleep = func(d time.Duration) { slept += d; now = now.Add(d) }
	if _, err := v.Bus("a", nil, auth); err != nil {
		t.Fatal(err)
	}
	if slept <= 0 || slept > maxSkew {
		t.Errorf("it waited %s", slept)
	}
	if _, err := newVerifier(7, anyone, v.now).Bus("a", nil, auth); err == nil {
		t.Error("accepted again after a restart")
	}
}

func TestNewVerifierTakesWhatIsSignedAfterIt(t *testing.T) {
	v := NewVerifier(7, anyone)
	if _, _, err := v.HTTP(signed(t, Signer{newKey(t), 7}, "GET", "https://fog/", "")); err != nil {
		t.Fatal(err)
	}
}

func TestAttack24SignatureStrippingAndSwap(t *testing.T) {
	s := Signer{Key: newKey(t), ChainID: 7}
	v := lately(func(a custos.Address) bool { return a == s.Key.Address() })
	request := func() *http.Request { return signed(t, s, "POST", "https://fog:7103/api/x?a=1", "body") }
	if who, _, err := v.HTTP(request()); err != nil || who != s.Key.Address() {
		t.Fatalf("an honest request: %s, %v", who, err)
	}
	other := request()
	for name, change := range map[string]func(*http.Request){
		"method":       func(r *http.Request) { r.Method = "PUT" },
		"authority":    func(r *http.Request) { r.Host = "other:7103" },
		"port":         func(r *http.Request) { r.Host = "fog:7104" },
		"path":         func(r *http.Request) { r.URL.Path = "/api/y" },
		"escaped path": func(r *http.Request) { r.URL.RawPath = "/api/%78" },
		"query":        func(r *http.Request) { r.URL.RawQuery = "a=2" },
		"no query":     func(r *http.Request) { r.URL.RawQuery = "" },
		"body":         func(r *http.Request) { r.Body = io.NopCloser(strings.NewReader("Body")) },
		"no body":      func(r *http.Request) { r.Body = http.NoBody },
		"longer body":  func(r *http.Request) { r.Body = io.NopCloser(strings.NewReader("body ")) },
		"digest":       func(r *http.Request) { r.Header.Set("Content-Digest", contentDigest([]byte("Body"))) },
		"body, digest": func(r *http.Request) {
			r.Body = io.NopCloser(strings.NewReader("Body"))
			r.Header.Set("Content-Digest", contentDigest([]byte("Body")))
		},
		"no digest":     func(r *http.Request) { r.Header.Del("Content-Digest") },
		"two digests":   func(r *http.Request) { r.Header.Add("Content-Digest", r.Header.Get("Content-Digest")) },
		"no signature":  func(r *http.Request) { r.Header.Del("Signature") },
		"no input":      func(r *http.Request) { r.Header.Del("Signature-Input") },
		"two":           func(r *http.Request) { r.Header.Add("Signature", r.Header.Get("Signature")) },
		"two inputs":    func(r *http.Request) { r.Header.Add("Signature-Input", r.Header.Get("Signature-Input")) },
		"another's":     func(r *http.Request) { r.Header.Set("Signature", other.Header.Get("Signature")) },
		"another label": func(r *http.Request) { replace(r, "Signature", "custos", "sig1") },
		"fewer covered": func(r *http.Request) { replace(r, "Signature-Input", ` "@query"`, "") },
		"none covered":  func(r *http.Request) { replace(r, "Signature-Input", components, "()") },
		"more covered":  func(r *http.Request) { replace(r, "Signature-Input", `"content-digest")`, `"content-digest" "date")`) },
		"longer life":   func(r *http.Request) { replace(r, "Signature-Input", "expires=", "expires=9") },
		"other nonce":   func(r *http.Request) { replace(r, "Signature-Input", `nonce="`, `nonce="0`) },
		"no nonce":      func(r *http.Request) { replace(r, "Signature-Input", `;nonce="`, `;n="`) },
		"another's key": func(r *http.Request) { replace(r, "Signature-Input", "0x", "0X") },
		"more params":   func(r *http.Request) { r.Header.Set("Signature-Input", r.Header.Get("Signature-Input")+`;alg="none"`) },
	} {
		r := request()
		change(r)
		_, _, err := v.HTTP(r)
		denied(t, name+" changed", err)
	}
	// Every byte of every field that is signed.
	r := request()
	for _, header := range []string{"Signature-Input", "Signature", "Content-Digest"} {
		value := r.Header.Get(header)
		for i := range value {
			c := r.Clone(context.Background())
			c.Body = io.NopCloser(strings.NewReader("body"))
			c.Header.Set(header, value[:i]+string(value[i]^1)+value[i+1:])
			if who, _, err := v.HTTP(c); err == nil {
				t.Fatalf("byte %d of %s changed: accepted as by %s", i, header, who)
			}
		}
	}
	// And the request itself is still good.
	r.Body = io.NopCloser(strings.NewReader("body"))
	if _, _, err := v.HTTP(r); err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(r.Body); err != nil || string(b) != "body" {
		t.Errorf("the handler reads %q, %v", b, err)
	}
}

func replace(r *http.Request, header, old, new string) {
	r.Header.Set(header, strings.Replace(r.Header.Get(header), old, new, 1))
}

// The whole way through a real server and client.
func TestSignedRequestOverHTTP(t *testing.T) {
	s := Signer{newKey(t), 7}
	v := lately(anyone)
	var got custos.Address
	srv := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		var err error
		if got, _, err = v.HTTP(r); err != nil {
			t.Error(err)
		}
	}))
	defer srv.Close()
	v.Authorities = []string{strings.TrimPrefix(srv.URL, "http://")}
	for _, url := range []string{"", "/", "/a%2Fb/c%20d?x=%2F&y", "/?", "/a//b/../c"} {
		got = custos.Address{}
		r, err := http.NewRequest(http.MethodPut, srv.URL+url, strings.NewReader("data"))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.SignHTTP(r, []byte("data")); err != nil {
			t.Fatal(err)
		}
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if got != s.Key.Address() {
			t.Errorf("%q is signed by %s", url, got)
		}
	}
}

func TestStrangersFillNoMemory(t *testing.T) {
	s := Signer{newKey(t), 7}
	v := lately(func(custos.Address) bool { return false })
	read := false
	r := signed(t, s, "POST", "https://fog/", "body")
	r.Body = io.NopCloser(readerFunc(func([]byte) (int, error) { read = true; return 0, io.EOF }))
	_, _, err := v.HTTP(r)
	denied(t, "a stranger", err)
	if read || len(v.nonces.until) > 0 {
		t.Error("a stranger's body was read, or his nonce is remembered")
	}
	// Nor that of somebody whose address a stranger puts on his own request.
	v.Known = anyone
	r = signed(t, s, "POST", "https://fog/", "body")
	r.Header.Set("Signature", signed(t, Signer{newKey(t), 7}, "POST", "https://fog/", "body").Header.Get("Signature"))
	r.Body = io.NopCloser(readerFunc(func([]byte) (int, error) { read = true; return 0, io.EOF }))
	_, _, err = v.HTTP(r)
	denied(t, "a registered address on a stranger's request", err)
	if read || len(v.nonces.until) > 0 {
		t.Error("the body of a stranger with another's address was read, or a nonce is remembered")
	}
	r = signed(t, s, "POST", "https://fog/", strings.Repeat("x", MaxBody+1))
	if _, _, err := v.HTTP(r); custos.KindOf(err) != custos.Invalid {
		t.Errorf("a body too large: %v", err)
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(b []byte) (int, error) { return f(b) }

func TestNoncesAreBoundedPerPrincipal(t *testing.T) {
	var m nonces
	greedy, other := custos.Address{1}, custos.Address{2}
	now := time.Unix(1000, 0)
	once := func(i int) (n [16]byte) {
		n[0], n[1], n[2] = byte(i), byte(i>>8), byte(i>>16)
		return n
	}
	for i := range maxOfOne {
		if err := m.take(greedy, once(i), now.Add(time.Minute), now); err != nil {
			t.Fatal(i, err)
		}
	}
	if err := m.take(greedy, once(maxOfOne), now.Add(time.Minute), now); custos.KindOf(err) != custos.Unavailable {
		t.Errorf("one more: %v", err)
	}
	if err := m.take(other, once(0), now.Add(time.Minute), now); err != nil {
		t.Errorf("another principal: %v", err)
	}
	now = now.Add(time.Minute + time.Second)
	if err := m.take(greedy, once(maxOfOne), now.Add(time.Minute), now); err != nil {
		t.Errorf("when they have expired: %v", err)
	}
	if len(m.until) != 1 || len(m.of) != 1 {
		t.Errorf("%d nonces of %d principals are remembered", len(m.until), len(m.of))
	}
}

func FuzzParams(f *testing.F) {
	r := signed(f, Signer{newKey(f), 7}, "GET", "https://fog/", "")
	f.Add(strings.TrimPrefix(r.Header.Get("Signature-Input"), "custos="))
	f.Add(components + `;created=-1;expires=99999999999999999999;nonce="";keyid="erc8128::"`)
	f.Fuzz(func(t *testing.T, s string) {
		p, err := parseParams(s)
		if err != nil {
			return
		}
		// One text only says these parameters, up to the case of hexadecimal digits
		// and the zeros before a number, which the signature fixes.
		again := fmt.Sprintf(`%s;created=%d;expires=%d;nonce="%x";keyid="erc8128:%d:%s"`, components, p.created, p.expires, p.nonce, p.chain, p.address)
		if q, err := parseParams(again); err != nil || q != p {
			t.Errorf("%q parses to %+v, written again to %+v, %v", s, p, q, err)
		}
	})
}

func BenchmarkVerify(b *testing.B) {
	s := Signer{newKey(b), 7}
	v := lately(anyone)
	b.Run("sign", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.SignBus("a.b", []byte("x")); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("verify", func(b *testing.B) {
		auth, err := s.SignBus("a.b", []byte("x"))
		if err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			if _, err := v.Bus("a.b", []byte("x"), auth); err != nil {
				b.Fatal(err)
			}
			v.nonces = nonces{}
		}
	})
}
