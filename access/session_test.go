package access

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"io"
	"math/big"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
)

// tlsServer serves a gate over real TLS 1.3 and returns its address.
func tlsServer(t *testing.T, h http.Handler) string {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.CreateCertificate(rand.Reader, &x509.Certificate{SerialNumber: big.NewInt(1)}, &x509.Certificate{SerialNumber: big.NewInt(1)}, &k.PublicKey, k)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	srv := &http.Server{Handler: h}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = srv.Serve(tls.NewListener(l, &tls.Config{MinVersion: tls.VersionTLS13, Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: k}}}))
	}()
	t.Cleanup(func() { srv.Close(); <-done })
	return l.Addr().String()
}

// oneConnection is a client that keeps to one connection.
func oneConnection() *http.Client {
	return &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, MaxConnsPerHost: 1}}
}

func TestSessionIsBoundToItsConnection(t *testing.T) {
	police := newKey(t)
	w := newWorld(t)
	w = newWorld(t, w.principal(police.Address(), custos.RoleAuthority, "police", true), w.grant(1, func(c *custos.Capability) {
		c.Grantee, c.Actions = police.Address(), custos.Events
	}))
	rec := new(records)
	g := &Gate{Verifier: lately(w.index.Known), Index: w.index, Recorder: rec, Sessions: NewSessions()}
	mux := http.NewServeMux()
	mux.HandleFunc("POST "+SessionPath, g.OpenSession)
	mux.Handle("/api/events", g.Require(custos.Events, func(*http.Request) (custos.Resource, error) { return door, nil }, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := CallerOf(r.Context()).Signed(); custos.KindOf(err) != custos.Denied {
			t.Errorf("a session's request can be passed on as signed: %v", err)
		}
		_, _ = io.WriteString(w, CallerOf(r.Context()).Address.String())
	})))
	at := "https://" + tlsServer(t, mux)
	send := func(c *http.Client, r *http.Request) (int, string) {
		t.Helper()
		resp, err := c.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		b, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode, string(b)
	}
	first, second := oneConnection(), oneConnection()
	open, err := http.NewRequestWithContext(context.Background(), http.MethodPost, at+SessionPath, nil)
	if err != nil {
		t.Fatal(err)
	}
	if status, _ := send(first, open); status != http.StatusUnauthorized {
		t.Fatalf("a session was opened without a signature: %d", status)
	}
	if err := (Signer{police, 7}).SignHTTP(open, nil); err != nil {
		t.Fatal(err)
	}
	status, body := send(first, open)
	var token Token
	if err := json.Unmarshal([]byte(body), &token); err != nil || status != http.StatusOK {
		t.Fatalf("%d %s: %v", status, body, err)
	}
	ask := func(c *http.Client, secret string) (int, string) {
		t.Helper()
		r, err := http.NewRequestWithContext(context.Background(), http.MethodGet, at+"/api/events", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", SessionScheme+" "+secret)
		return send(c, r)
	}
	for range 3 {
		if status, body := ask(first, token.Secret); status != http.StatusOK || body != police.Address().String() {
			t.Fatalf("on its own connection: %d %s", status, body)
		}
	}
	if status, body := ask(second, token.Secret); status != http.StatusUnauthorized || !strings.Contains(body, "not for this connection") {
		t.Errorf("on another connection: %d %s", status, body)
	}
	raw, err := base64.RawURLEncoding.DecodeString(token.Secret)
	if err != nil {
		t.Fatal(err)
	}
	for i := range raw {
		raw[i] ^= 1
		if status, _ := ask(first, base64.RawURLEncoding.EncodeToString(raw)); status != http.StatusUnauthorized {
			t.Errorf("byte %d changed: %d", i, status)
		}
		raw[i] ^= 1
	}
	if status, _ := ask(first, ""); status != http.StatusUnauthorized {
		t.Errorf("an empty token: %d", status)
	}

	// The right is decided for each request, and the principal must be one still.
	w.chain.add(w.revoke(1))
	w.look()
	if status, body := ask(first, token.Secret); status != http.StatusForbidden || !strings.Contains(body, "revoked") {
		t.Errorf("after the revocation: %d %s", status, body)
	}
	w.chain.add(w.principal(police.Address(), custos.RoleAuthority, "police", false))
	w.look()
	if status, _ := ask(first, token.Secret); status != http.StatusUnauthorized {
		t.Errorf("after the principal was removed: %d", status)
	}
	g.Sessions.now = func() time.Time { return time.Now().Add(sessionFor + time.Second) }
	if status, body := ask(first, token.Secret); status != http.StatusUnauthorized || !strings.Contains(body, "has ended") {
		t.Errorf("after its end: %d %s", status, body)
	}
	// Another life has another key.
	g.Sessions = NewSessions()
	if status, _ := ask(first, token.Secret); status != http.StatusUnauthorized {
		t.Errorf("after a restart: %d", status)
	}
}

func TestSessionNeedsItsOwnConnection(t *testing.T) {
	s := NewSessions()
	if _, err := s.Open(nil, custos.Address{1}); custos.KindOf(err) != custos.Denied {
		t.Errorf("without TLS: %v", err)
	}
	if _, err := s.Open(&tls.ConnectionState{Version: tls.VersionTLS12}, custos.Address{1}); custos.KindOf(err) != custos.Denied {
		t.Errorf("with TLS 1.2: %v", err)
	}
}
