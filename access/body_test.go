package access

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"custos.dev/custos"
)

// HTTP verifies a request as a gate does, with its body.
func (v *Verifier) HTTP(r *http.Request) (custos.Address, Envelope, error) {
	who, e, err := v.Headers(r)
	if err == nil {
		err = readBody(httptest.NewRecorder(), r, &e, MaxBody)
	}
	if err != nil {
		who = custos.Address{}
	}
	return who, e, err
}

// reads is a body that says whether somebody reads it.
type reads struct {
	io.Reader
	read bool
}

func (b *reads) Read(p []byte) (int, error) { b.read = true; return b.Reader.Read(p) }
func (*reads) Close() error                 { return nil }

// A body is paid for by who is known, and by nobody else.
func TestBodiesAreReadOnceTheSignatureIsProved(t *testing.T) {
	own, other := newKey(t), newKey(t)
	w := newWorld(t)
	w = newWorld(t, w.principal(own.Address(), custos.RoleService, "front-fog/feature", true), w.principal(other.Address(), custos.RoleAuthority, "pd", true))
	for name, c := range map[string]struct {
		change func(*http.Request)
		read   bool
		status int
	}{
		"signed":     {func(*http.Request) {}, true, http.StatusOK},
		"not signed": {func(r *http.Request) { r.Header.Del("Signature") }, false, http.StatusUnauthorized},
		"a registered address, another's signature": {func(r *http.Request) {
			r.Header.Set("Signature", signed(t, Signer{other, 7}, "POST", "https://fog/x", "body").Header.Get("Signature"))
		}, false, http.StatusUnauthorized},
		"another digest":        {func(r *http.Request) { r.Header.Set("Content-Digest", contentDigest([]byte("other"))) }, false, http.StatusUnauthorized},
		"longer than it may be": {func(r *http.Request) { r.ContentLength = SmallBody + 1 }, false, http.StatusBadRequest},
		"longer than it says": {func(r *http.Request) {
			r.ContentLength = -1
			r.Body = &reads{Reader: strings.NewReader(strings.Repeat("x", SmallBody+1))}
		}, true, http.StatusBadRequest},
		"another body than signed": {func(r *http.Request) { r.Body = &reads{Reader: strings.NewReader("yodb")} }, true, http.StatusUnauthorized},
	} {
		g := &Gate{Verifier: lately(w.index.Known), Index: w.index, Recorder: new(records)}
		r := signed(t, Signer{own, 7}, "POST", "https://fog/x", "body")
		r.Body = &reads{Reader: strings.NewReader("body")}
		c.change(r)
		body := r.Body.(*reads)
		out := httptest.NewRecorder()
		g.For(Query).Registered(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if b, err := io.ReadAll(r.Body); err != nil || string(b) != "body" {
				t.Errorf("%s: the handler reads %q, %v", name, b, err)
			}
		})).ServeHTTP(out, r)
		if out.Code != c.status || body.read != c.read {
			t.Errorf("%s: %d, the body was read: %v; %s", name, out.Code, body.read, out.Body)
		}
		if closes := out.Header().Get("Connection") == "close"; closes != (c.status != http.StatusOK) {
			t.Errorf("%s: the connection closes: %v", name, closes)
		}
	}
}

// Its nonce is used up before the body comes: who sends the same headers again with
// another body is refused.
func TestNonceIsTakenBeforeTheBody(t *testing.T) {
	v := lately(anyone)
	r := signed(t, Signer{newKey(t), 7}, "POST", "https://fog/", "body")
	if _, _, err := v.Headers(r); err != nil {
		t.Fatal(err)
	}
	_, _, err := v.Headers(r)
	denied(t, "the same headers again", err)
}
