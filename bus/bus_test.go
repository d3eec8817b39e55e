package bus_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"math/big"
	"net"
	"testing"
	"time"

	"custos"
	"custos/bus"
)

func freeAddr(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func cert(t *testing.T) (tls.Certificate, custos.Hash) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tmpl := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, bus.SPKIHash(c)
}

func start(t *testing.T, cfg bus.ServerConfig) string {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ready, done := make(chan string, 1), make(chan error, 1)
	go func() { done <- bus.RunServer(ctx, cfg, func(url string) { ready <- url }) }()
	t.Cleanup(func() { cancel(); <-done })
	select {
	case url := <-ready:
		return url
	case err := <-done:
		done <- err
		t.Fatalf("bus of %s: %v", cfg.Node, err)
	case <-time.After(20 * time.Second):
		t.Fatalf("bus of %s did not start", cfg.Node)
	}
	return ""
}

func dial(t *testing.T, url string) *bus.Conn {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	c, err := bus.Dial(ctx, url, t.Name(), "secret")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func only(want custos.Hash) func(custos.Hash) error {
	return func(got custos.Hash) error {
		if got != want {
			return custos.Errorf(custos.Denied, "not the pinned key")
		}
		return nil
	}
}

// pair starts a fog and an edge; the fog expects the edge's key to be pinned.
func pair(t *testing.T, fogKnows func(edge custos.Hash) custos.Hash) (fog, edge *bus.Conn) {
	fogCert, fogKey := cert(t)
	edgeCert, edgeKey := cert(t)
	leaf := freeAddr(t)
	fogURL := start(t, bus.ServerConfig{Node: "fog", Listen: freeAddr(t), Token: "secret", LeafListen: leaf, Cert: fogCert, Pinned: only(fogKnows(edgeKey))})
	edgeURL := start(t, bus.ServerConfig{Node: "edge", Listen: freeAddr(t), Token: "secret", LeafOf: leaf, Cert: edgeCert, Pinned: only(fogKey)})
	return dial(t, fogURL), dial(t, edgeURL)
}

func serveEcho(t *testing.T, c *bus.Conn) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = c.Serve(ctx, "echo", 2, func(_ context.Context, m bus.Message) ([]byte, error) {
			if string(m.Data) == "no" {
				return nil, custos.Errorf(custos.Denied, "you may not")
			}
			return append([]byte(m.Auth+":"), m.Data...), nil
		})
	}()
	t.Cleanup(func() { cancel(); <-done })
}

func TestRequestCrossesThePinnedLeafLink(t *testing.T) {
	fog, edge := pair(t, func(k custos.Hash) custos.Hash { return k })
	serveEcho(t, fog)
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	for {
		// A request sent while the link comes up may be lost; whoever asks, asks again.
		try, stop := context.WithTimeout(ctx, time.Second)
		got, err := edge.Request(try, bus.Message{Subject: "echo", Auth: "me", Data: []byte("hello")})
		stop()
		if err == nil {
			if string(got) != "me:hello" {
				t.Fatalf("reply %q", got)
			}
			break
		}
		if custos.KindOf(err) != custos.Unavailable || ctx.Err() != nil {
			t.Fatal(err)
		}
		time.Sleep(20 * time.Millisecond)
	}
	if _, err := edge.Request(ctx, bus.Message{Subject: "echo", Data: []byte("no")}); custos.KindOf(err) != custos.Denied || err.Error() != "you may not" {
		t.Fatalf("the error arrived as %v", err)
	}
}

func TestUnpinnedEdgeIsRefused(t *testing.T) {
	asked := make(chan struct{}, 100)
	fogCert, fogKey := cert(t)
	edgeCert, _ := cert(t)
	leaf := freeAddr(t)
	fogURL := start(t, bus.ServerConfig{Node: "fog", Listen: freeAddr(t), Token: "secret", LeafListen: leaf, Cert: fogCert, Pinned: func(custos.Hash) error {
		asked <- struct{}{}
		return custos.Errorf(custos.Denied, "not the pinned key")
	}})
	edgeURL := start(t, bus.ServerConfig{Node: "edge", Listen: freeAddr(t), Token: "secret", LeafOf: leaf, Cert: edgeCert, Pinned: only(fogKey)})
	serveEcho(t, dial(t, fogURL))
	edge := dial(t, edgeURL)
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	for range 2 { // the second try shows that the first did not get through
		select {
		case <-asked:
		case <-ctx.Done():
			t.Fatal("the fog was never asked about the edge's key")
		}
	}
	if _, err := edge.Request(ctx, bus.Message{Subject: "echo"}); custos.KindOf(err) != custos.Unavailable {
		t.Fatalf("an edge with a strange key got through: %v", err)
	}
}

func TestALinkIsTold(t *testing.T) {
	fogCert, fogKey := cert(t)
	edgeCert, edgeKey := cert(t)
	leaf := freeAddr(t)
	told := make(chan bool)
	start(t, bus.ServerConfig{Node: "edge", Listen: freeAddr(t), Token: "secret", LeafOf: leaf, Cert: edgeCert, Pinned: only(fogKey), Linked: func(up bool) {
		select {
		case told <- up:
		default:
		}
	}})
	limit := time.After(30 * time.Second)
	wait := func(want bool) {
		t.Helper()
		for {
			select {
			case up := <-told:
				if up == want {
					return
				}
			case <-limit:
				t.Fatalf("it was not told that the link is %v", want)
			}
		}
	}
	wait(false)
	start(t, bus.ServerConfig{Node: "fog", Listen: freeAddr(t), Token: "secret", LeafListen: leaf, Cert: fogCert, Pinned: only(edgeKey)})
	wait(true)
}

func TestWrongTokenAndTakenPort(t *testing.T) {
	c, _ := cert(t)
	addr := freeAddr(t)
	url := start(t, bus.ServerConfig{Node: "n", Listen: addr, Token: "other", Cert: c})
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if _, err := bus.Dial(ctx, url, "x", "secret"); custos.KindOf(err) != custos.Denied {
		t.Fatalf("wrong token: %v", err)
	}
	if err := bus.RunServer(ctx, bus.ServerConfig{Node: "m", Listen: addr, Token: "t", Cert: c}, func(string) {}); custos.KindOf(err) != custos.Conflict {
		t.Fatalf("taken port: %v", err)
	}
	if err := bus.RunServer(ctx, bus.ServerConfig{Node: "m", Listen: "0.0.0.0:4222", Token: "t", Cert: c}, func(string) {}); custos.KindOf(err) != custos.Invalid {
		t.Fatalf("open to the world: %v", err)
	}
}

func TestStream(t *testing.T) {
	c, _ := cert(t)
	url := start(t, bus.ServerConfig{Node: "n", Listen: freeAddr(t), Token: "secret", Cert: c})
	serve, read := dial(t, url), dial(t, url)
	gone := make(chan struct{}, 1)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() {
		done <- serve.ServeStream(ctx, "s", 2, func(ctx context.Context, m bus.Message, send func([]byte) error) error {
			for i := range 300 {
				if err := send([]byte{byte(i)}); err != nil {
					return err
				}
			}
			if string(m.Data) == "endless" {
				<-ctx.Done()
				gone <- struct{}{}
				return nil
			}
			return custos.Errorf(custos.Denied, "%s", m.Auth)
		})
	}()
	defer func() { cancel(); <-done }()
	limit, stop := context.WithTimeout(context.Background(), 60*time.Second)
	defer stop()
	for {
		parts, ended, err := read.Stream(limit, bus.Message{Subject: "s", Auth: "me"})
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for p := range parts {
			if p[0] != byte(n) {
				t.Fatalf("part %d is %d", n, p[0])
			}
			n++
		}
		if err := ended(); custos.KindOf(err) == custos.Denied && err.Error() == "me" && n == 300 {
			break
		} else if custos.KindOf(err) != custos.Unavailable || n > 0 || limit.Err() != nil { // not served yet
			t.Fatalf("%d parts, %v", n, err)
		}
	}
	some, enough := context.WithCancel(limit)
	parts, _, err := read.Stream(some, bus.Message{Subject: "s", Data: []byte("endless")})
	if err != nil {
		t.Fatal(err)
	}
	<-parts
	enough()
	select {
	case <-gone:
	case <-limit.Done():
		t.Fatal("the writer did not learn that the reader had gone")
	}
}
