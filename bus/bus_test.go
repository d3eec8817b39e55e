package bus_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"math/big"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/bus"
)

// freeAddr is an address that no other call of this test got, and nobody has.
func freeAddr(t *testing.T) string {
	t.Helper()
	for {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		addr := l.Addr().String()
		_ = l.Close()
		if _, given := given.LoadOrStore(addr, true); !given {
			return addr
		}
	}
}

var given sync.Map

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

// registry knows services' keys and what they may, in the place of a chain.
type registry struct {
	mu     sync.Mutex
	keys   map[custos.Address]ed25519.PublicKey
	names  map[custos.ServiceID]custos.Address
	rights map[custos.ServiceID]bus.Rights
	leaves map[custos.Hash]bus.Rights
	told   []bus.Refusal
	// Recheck is the servers'.
	recheck chan struct{}
}

func newRegistry() *registry {
	return &registry{
		keys: map[custos.Address]ed25519.PublicKey{}, names: map[custos.ServiceID]custos.Address{},
		rights: map[custos.ServiceID]bus.Rights{}, leaves: map[custos.Hash]bus.Rights{}, recheck: make(chan struct{}),
	}
}

// admit makes a key for a service and says what it may.
func (r *registry) admit(t *testing.T, id custos.ServiceID, may func(*bus.Rights)) bus.Identity {
	t.Helper()
	pub, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	h := sha256.Sum256(pub)
	account := custos.Address(h[:20])
	var rights bus.Rights
	rights.MayTake(id)
	rights.MayBeAnswered(id)
	may(&rights)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.keys[account], r.names[id], r.rights[id] = pub, account, rights
	return bus.Identity{Service: id, Node: id.Node(), Account: account, Sign: func(d custos.Hash) ([]byte, error) { return ed25519.Sign(key, d[:]), nil }}
}

func (r *registry) config(node custos.NodeName, addr string, c tls.Certificate) bus.ServerConfig {
	return bus.ServerConfig{
		Node: node, Listen: addr, Cert: c, Recheck: r.recheck,
		Recover: func(d custos.Hash, sig []byte) (custos.Address, error) {
			r.mu.Lock()
			defer r.mu.Unlock()
			for a, k := range r.keys {
				if ed25519.Verify(k, d[:], sig) {
					return a, nil
				}
			}
			return custos.Address{}, custos.Errorf(custos.Denied, "by nobody's key")
		},
		Service: func(id custos.ServiceID, a custos.Address) (bus.Rights, error) {
			r.mu.Lock()
			defer r.mu.Unlock()
			if r.names[id] != a {
				return bus.Rights{}, custos.Errorf(custos.Denied, "not registered")
			}
			return r.rights[id], nil
		},
		Leaf: func(spki custos.Hash) (bus.Rights, error) {
			r.mu.Lock()
			defer r.mu.Unlock()
			return r.leaves[spki], nil
		},
		Refused: func(f bus.Refusal) {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.told = append(r.told, f)
		},
	}
}

// refused waits until somebody was told of a refusal with these words.
func (r *registry) refused(t *testing.T, who, words string) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		r.mu.Lock()
		told := slices.Clone(r.told)
		r.mu.Unlock()
		if slices.ContainsFunc(told, func(f bus.Refusal) bool { return f.Who == who && strings.Contains(f.Why, words) }) {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("nobody was told that %s was refused %q: %+v", who, words, told)
		}
	}
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

func dial(t *testing.T, url string, who bus.Identity) *bus.Conn {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	c, err := bus.Dial(ctx, url, who)
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

const (
	master  custos.ServiceID = "fog/master"
	ledger  custos.ServiceID = "fog/ledger"
	camera  custos.ServiceID = "edge/camera-a"
	another custos.ServiceID = "edge2/camera-b"
	// neighbour is another service of the fog.
	neighbour custos.ServiceID = "fog/other"
)

// country is a fog with a master, and an edge with a camera that may commit.
type country struct {
	*registry
	fog, edge      string // the servers' URLs
	leaf           string
	edgeCert       tls.Certificate
	edgeKey        custos.Hash
	master, ledger *bus.Conn
	camera         bus.Identity
}

func newCountry(t *testing.T) *country {
	c := &country{registry: newRegistry(), leaf: freeAddr(t)}
	fogCert, fogKey := cert(t)
	c.edgeCert, c.edgeKey = cert(t)
	cfg := c.config("fog", freeAddr(t), fogCert)
	cfg.LeafListen, cfg.Pinned = c.leaf, only(c.edgeKey)
	c.fog = start(t, cfg)
	masters := c.admit(t, master, func(r *bus.Rights) {
		r.MayAnswer(camera)
		r.MayAnswer(another)
		r.MayAnswer(neighbour)
		r.MayAsk(master, camera, "live")
		r.MayHear(ledger, "head")
	})
	ledgers := c.admit(t, ledger, func(r *bus.Rights) { r.MaySay(ledger, "head"); r.MayAnswer(camera); r.MayAnswer(master) })
	c.camera = c.admit(t, camera, func(r *bus.Rights) {
		r.MayAsk(camera, master, "commit")
		r.MayAnswer(master)
		r.MayHear(ledger, "head")
	})
	var link bus.Rights
	link.MayAsk(camera, master, "commit")
	link.MayBeAnswered(camera)
	link.MayTake(camera)
	link.MayAnswer(master)
	link.MayHear(ledger, "head")
	c.mu.Lock()
	c.leaves[c.edgeKey] = link
	c.mu.Unlock()
	cfg = c.config("edge", freeAddr(t), c.edgeCert)
	cfg.LeafOf, cfg.Pinned = c.leaf, only(fogKey)
	c.edge = start(t, cfg)
	c.master, c.ledger = dial(t, c.fog, masters), dial(t, c.fog, ledgers)
	return c
}

// serve answers commits with their own data until the test ends.
func (c *country) serve(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = c.master.Serve(ctx, master, "commit", 2, func(r bus.Request) func(context.Context) []byte {
			return func(context.Context) []byte { return append([]byte(r.From+":"), r.Data...) }
		})
	}()
	t.Cleanup(func() { cancel(); <-done })
}

// ask asks until an answer comes: what is sent while a link comes up may be lost.
func ask(t *testing.T, c *bus.Conn, subject, data string) string {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		try, stop := context.WithTimeout(context.Background(), time.Second)
		got, err := c.Request(try, subject, []byte(data))
		stop()
		if err == nil {
			return string(got)
		}
		if custos.KindOf(err) != custos.Unavailable || time.Now().After(end) {
			t.Fatal(err)
		}
	}
}

func TestRequestCrossesThePinnedLeafLink(t *testing.T) {
	c := newCountry(t)
	c.serve(t)
	edge := dial(t, c.edge, c.camera)
	if got := ask(t, edge, bus.Subject(master, "commit", "edge_camera-a"), "hello"); got != "edge_camera-a:hello" {
		t.Fatalf("reply %q", got)
	}
}

func TestUnpinnedEdgeIsRefused(t *testing.T) {
	r := newRegistry()
	asked := make(chan struct{}, 100)
	fogCert, fogKey := cert(t)
	edgeCert, _ := cert(t)
	cfg := r.config("fog", freeAddr(t), fogCert)
	cfg.LeafListen = freeAddr(t)
	leaf := cfg.LeafListen
	cfg.Pinned = func(custos.Hash) error {
		asked <- struct{}{}
		return custos.Errorf(custos.Denied, "not the pinned key")
	}
	start(t, cfg)
	cfg = r.config("edge", freeAddr(t), edgeCert)
	cfg.LeafOf, cfg.Pinned = leaf, only(fogKey)
	edge := dial(t, start(t, cfg), r.admit(t, camera, func(r *bus.Rights) { r.MayAsk(camera, master, "commit") }))
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	for range 2 { // the second try shows that the first did not get through
		select {
		case <-asked:
		case <-ctx.Done():
			t.Fatal("the fog was never asked about the edge's key")
		}
	}
	if _, err := edge.Request(ctx, bus.Subject(master, "commit", "edge_camera-a"), nil); custos.KindOf(err) != custos.Unavailable {
		t.Fatalf("an edge with a strange key got through: %v", err)
	}
}

func TestALinkIsTold(t *testing.T) {
	r := newRegistry()
	fogCert, fogKey := cert(t)
	edgeCert, edgeKey := cert(t)
	leaf := freeAddr(t)
	told := make(chan bool)
	cfg := r.config("edge", freeAddr(t), edgeCert)
	cfg.LeafOf, cfg.Pinned = leaf, only(fogKey)
	cfg.Linked = func(up bool) {
		select {
		case told <- up:
		default:
		}
	}
	start(t, cfg)
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
	cfg = r.config("fog", freeAddr(t), fogCert)
	cfg.LeafListen, cfg.Pinned = leaf, only(edgeKey)
	start(t, cfg)
	wait(true)
}

func TestWhoIsLetIn(t *testing.T) {
	r := newRegistry()
	c, _ := cert(t)
	addr := freeAddr(t)
	url := start(t, r.config("n", addr, c))
	me := r.admit(t, "n/me", func(*bus.Rights) {})
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	other := r.admit(t, "n/other", func(*bus.Rights) {})
	for name, change := range map[string]func(*bus.Identity){
		"in another's name":           func(i *bus.Identity) { i.Service = "n/other" },
		"another by name and account": func(i *bus.Identity) { i.Service, i.Account = "n/other", other.Account },
		"another's account":           func(i *bus.Identity) { i.Account = other.Account },
		"signed for another node":     func(i *bus.Identity) { i.Node = "m" },
		"not signed":                  func(i *bus.Identity) { i.Sign = func(custos.Hash) ([]byte, error) { return nil, nil } },
		"signed by an unknown key":    func(i *bus.Identity) { i.Sign = newRegistry().admit(t, "n/me", func(*bus.Rights) {}).Sign },
		"a name with its own spaces":  func(i *bus.Identity) { i.Service = "n/me n/me" },
	} {
		who := me
		change(&who)
		if conn, err := bus.Dial(ctx, url, who); custos.KindOf(err) != custos.Denied {
			if err == nil {
				conn.Close()
			}
			t.Errorf("%s: %v", name, err)
		}
	}
	conn := dial(t, url, me)
	if !conn.Connected() {
		t.Fatal("who is registered is not let in")
	}
	if err := bus.RunServer(ctx, r.config("m", addr, c), func(string) {}); custos.KindOf(err) != custos.Conflict {
		t.Fatalf("taken port: %v", err)
	}
	if err := bus.RunServer(ctx, r.config("m", "0.0.0.0:4222", c), func(string) {}); custos.KindOf(err) != custos.Invalid {
		t.Fatalf("open to the world: %v", err)
	}
}

// TestRevokedIsDisconnected: who may not be here any more is sent away as soon as the
// server looks again, and does not come back.
func TestRevokedIsDisconnected(t *testing.T) {
	c := newCountry(t)
	c.serve(t)
	edge := dial(t, c.edge, c.camera)
	subject := bus.Subject(master, "commit", "edge_camera-a")
	ask(t, edge, subject, "hello")
	c.mu.Lock()
	delete(c.names, camera)
	c.mu.Unlock()
	for range 2 { // both servers are looked at; the order is open
		c.recheck <- struct{}{}
	}
	c.refused(t, string(camera), "disconnected")
	for end := time.Now().Add(30 * time.Second); edge.Connected(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("a revoked service is still connected")
		}
	}
	// The edge itself: its link is cut, and its messages do not come.
	c.mu.Lock()
	c.leaves[c.edgeKey] = bus.Rights{}
	c.names[camera] = c.camera.Account
	c.mu.Unlock()
	for range 2 {
		c.recheck <- struct{}{}
	}
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	if got, err := edge.Request(ctx, subject, []byte("again")); err == nil {
		t.Fatalf("an edge without rights was answered %q", got)
	}
}

func TestStream(t *testing.T) {
	r := newRegistry()
	c, _ := cert(t)
	url := start(t, r.config("n", freeAddr(t), c))
	const writer, readerID custos.ServiceID = "n/writer", "n/reader"
	serve := dial(t, url, r.admit(t, writer, func(r *bus.Rights) { r.MayAnswer(readerID) }))
	read := dial(t, url, r.admit(t, readerID, func(r *bus.Rights) { r.MayAsk(readerID, writer, "s") }))
	gone := make(chan struct{}, 1)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() {
		done <- serve.ServeStream(ctx, writer, "s", 2, func(q bus.Request) func(context.Context, func([]byte) error) {
			return func(ctx context.Context, send func([]byte) error) {
				for i := range 300 {
					if send([]byte{byte(i)}) != nil {
						return
					}
				}
				if string(q.Data) == "endless" {
					<-ctx.Done()
					gone <- struct{}{}
				}
			}
		})
	}()
	defer func() { cancel(); <-done }()
	limit, stop := context.WithTimeout(context.Background(), 60*time.Second)
	defer stop()
	subject := bus.Subject(writer, "s", readerID.Subject())
	for n := 0; n == 0; {
		err := read.Stream(limit, subject, nil, func(p []byte) (bool, error) {
			if p[0] != byte(n) {
				t.Fatalf("part %d is %d", n, p[0])
			}
			n++
			return n < 300, nil
		})
		if err != nil && (custos.KindOf(err) != custos.Unavailable || n > 0 || limit.Err() != nil) { // not served yet
			t.Fatalf("%d parts, %v", n, err)
		}
	}
	n := 0
	if err := read.Stream(limit, subject, []byte("endless"), func([]byte) (bool, error) { n++; return n < 10, nil }); err != nil {
		t.Fatal(err)
	}
	select {
	case <-gone:
	case <-limit.Done():
		t.Fatal("the writer did not learn that the reader had gone")
	}
}
