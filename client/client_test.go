package client

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/access"
	"custos.dev/custos/api"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/observe"
	"custos.dev/custos/service"
)

// quiet is a chain that holds nothing but its owner.
type quiet struct{ owner custos.Owner }

func (q quiet) Head(context.Context) (custos.Head, error) { return custos.Head{Time: time.Now()}, nil }

func (q quiet) HeadAt(ctx context.Context, _ uint64) (custos.Head, error) {
	return q.Head(ctx)
}

func (q quiet) Owners(context.Context) ([]custos.Owner, error) { return []custos.Owner{q.owner}, nil }

func (q quiet) Changes(context.Context, uint64, uint64) ([]custos.PolicyChange, error) {
	return nil, nil
}

type noRecord struct{}

func (noRecord) RecordDecision(context.Context, observe.Decision) {}

// serve starts a node's API with one owner, whose key it returns.
func serve(t *testing.T) (addr string, pin custos.Hash, file string) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "owner.key")
	k, err := key.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	x := access.NewIndex(time.Hour, time.UTC)
	owner := custos.Owner{Address: k.Address(), Name: "alma", Domain: "campus", Active: true}
	if err := (&access.Follower{Chain: quiet{owner}, Index: x, Log: slog.New(slog.DiscardHandler)}).Look(context.Background()); err != nil {
		t.Fatal(err)
	}
	x.Hear(owner.Address, time.Now())
	g := &access.Gate{Verifier: access.NewVerifier(7, x.Known), Index: x, Recorder: noRecord{}, Sessions: access.NewSessions()}
	mux := http.NewServeMux()
	mux.HandleFunc("POST "+access.SessionPath, g.OpenSession)
	mux.Handle("/echo", g.Require(custos.Events, func(*http.Request) (custos.Resource, error) { return "campus/door", nil }, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		_ = json.NewEncoder(w).Encode(string(b) + r.URL.RawQuery)
	})))
	door := func(e api.Endpoint, h http.HandlerFunc) {
		mux.Handle(e.Pattern(), g.Require(e.Right, func(*http.Request) (custos.Resource, error) { return "campus/door", nil }, h))
	}
	here := api.Event{ID: "a.b.1.3", Mark: api.Anchored}
	door(api.GetEvents, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("limit") != "3" {
			api.WriteError(w, custos.Errorf(custos.Invalid, "limit"))
			return
		}
		_ = json.NewEncoder(w).Encode([]api.Event{here})
	})
	door(api.GetEvent, func(w http.ResponseWriter, r *http.Request) {
		if r.PathValue("id") != string(here.ID) {
			api.WriteError(w, custos.Errorf(custos.NotFound, "no such event"))
			return
		}
		_ = json.NewEncoder(w).Encode(here)
	})
	door(api.GetSnapshot, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, "picture of "+r.PathValue("id"))
	})
	cert, pin, err := service.TLSIdentity(t.TempDir(), "fog")
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	srv, done := &http.Server{Handler: mux}, make(chan struct{})
	go func() {
		defer close(done)
		_ = srv.Serve(tls.NewListener(l, &tls.Config{MinVersion: tls.VersionTLS13, Certificates: []tls.Certificate{cert}}))
	}()
	t.Cleanup(func() { srv.Close(); <-done })
	return l.Addr().String(), pin, file
}

func TestThreeLines(t *testing.T) {
	addr, pin, file := serve(t)
	ctx, got := context.Background(), ""

	k, err := LoadKey(file)
	if err != nil {
		t.Fatal(err)
	}
	c := New(addr, pin, k, 7)
	if err := c.JSON(ctx, "POST", "/echo?x=1", []byte("hello "), &got); err != nil || got != "hello x=1" {
		t.Fatalf("%q, %v", got, err)
	}

	stranger, err := key.Generate()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := New(addr, pin, stranger, 7).Bytes(ctx, "GET", "/echo", nil); custos.KindOf(err) != custos.Denied {
		t.Errorf("a stranger: %v", err)
	}
	if _, err := New(addr, custos.Hash{1}, k, 7).Bytes(ctx, "GET", "/echo", nil); err == nil || !strings.Contains(err.Error(), "another key") {
		t.Errorf("a node with another key: %v", err)
	}
}

func TestTransportSignsForAnyClient(t *testing.T) {
	addr, _, file := serve(t)
	k, err := LoadKey(file)
	if err != nil {
		t.Fatal(err)
	}
	c := &http.Client{Transport: &Transport{
		Signer: access.Signer{Key: k, ChainID: 7},
		Base:   &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}},
	}}
	for range 2 { // a new nonce each time
		resp, err := c.Post("https://"+addr+"/echo", "text/plain", strings.NewReader("body"))
		if err != nil {
			t.Fatal(err)
		}
		b, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		if resp.StatusCode != http.StatusOK || !strings.Contains(string(b), "body") {
			t.Fatalf("%d %s", resp.StatusCode, b)
		}
	}
}

func TestSessionOpensAnewWhenItsConnectionIsGone(t *testing.T) {
	addr, pin, file := serve(t)
	k, err := LoadKey(file)
	if err != nil {
		t.Fatal(err)
	}
	s := New(addr, pin, k, 7).Session()
	defer s.Close()
	var tokens []string
	for i := range 4 {
		if i == 2 {
			s.Close() // as a node that restarts does
		}
		var got string
		if err := s.JSON(context.Background(), "POST", "/echo", []byte("hi"), &got); err != nil || got != "hi" {
			t.Fatalf("%q, %v", got, err)
		}
		tokens = append(tokens, s.token.Secret)
	}
	if tokens[0] != tokens[1] || tokens[1] == tokens[2] || tokens[2] != tokens[3] {
		t.Errorf("tokens %q: want one for each connection", tokens)
	}
}

func TestQueriesAreWritten(t *testing.T) {
	at := time.Date(2026, 7, 1, 20, 0, 0, 5, time.FixedZone("", 7200))
	for want, q := range map[string]Query{
		"":                                     {},
		"except=tracks%2Cdetections&kind=zone": {Kinds: []custos.Kind{"zone"}, Except: []custos.Kind{"tracks", "detections"}},
		"before=9&camera=campus%2Fdoor%2Fcam1&limit=5": {Camera: "campus/door/cam1", Limit: 5, Before: 9},
		"after=0": {Forward: true},
		"from=2026-07-01T18%3A00%3A00.000000005Z&until=2026-07-01T19%3A00%3A00.000000005Z": {From: at, Until: at.Add(time.Hour)},
	} {
		if got := q.Values().Encode(); got != want {
			t.Errorf("%+v is %q, want %q", q, got, want)
		}
	}
}

// A master's answers come as their types, its refusals as the errors that they were.
func TestTypedAnswers(t *testing.T) {
	addr, pin, file := serve(t)
	k, err := LoadKey(file)
	if err != nil {
		t.Fatal(err)
	}
	c := New(addr, pin, k, 7)
	ctx := t.Context()
	events, err := c.Events(ctx, Query{Limit: 3})
	if err != nil || len(events) != 1 || events[0].ID != "a.b.1.3" || events[0].Mark != api.Anchored {
		t.Errorf("%+v, %v", events, err)
	}
	if e, err := c.Event(ctx, "a.b.1.3"); err != nil || e.ID != "a.b.1.3" {
		t.Errorf("%+v, %v", e, err)
	}
	if _, err := c.Event(ctx, "a.b.1.4"); custos.KindOf(err) != custos.NotFound {
		t.Error(err)
	}
	f, err := c.File(ctx, api.GetSnapshot, "a.b.1.3")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if b, err := io.ReadAll(f); err != nil || string(b) != "picture of a.b.1.3" {
		t.Errorf("%q, %v", b, err)
	}
}
