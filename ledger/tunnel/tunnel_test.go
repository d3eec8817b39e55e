package tunnel

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io"
	"log/slog"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"custos.dev/custos"
)

// Two points of secp256k1: its generator and twice it (SEC 2, section 2.4.1).
const (
	point1 = "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8"
	point2 = "c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee51ae168fea63dc339a3c58419466ceaeef7f632653266d0e1236431a950cfe52a"
)

func idOf(s string) (id ID) {
	if _, err := hex.Decode(id[:], []byte(s)); err != nil {
		panic(err)
	}
	return id
}

func idBytes(s string) []byte { id := idOf(s); return id[:] }

// handshake is a first packet of the right form: what is in it, only a node sees.
func handshake() []byte {
	n := minHandshake + 40
	p := binary.BigEndian.AppendUint16(nil, uint16(n))
	p = append(p, 4)
	p = append(p, idBytes(point1)...)
	return append(p, bytes.Repeat([]byte{7}, n-65)...)
}

func certificate(t *testing.T, name string) (tls.Certificate, custos.Hash) {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tmpl := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, DNSNames: []string{name}, NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, &k.PublicKey, k)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: k, Leaf: cert}, sha256.Sum256(cert.RawSubjectPublicKeyInfo)
}

// side is an owner's tunnel with a node behind it that keeps every byte it gets and
// answers each stream with a handshake, or with what answer says.
type side struct {
	*Tunnel
	key    custos.Hash
	stop   func()
	answer []byte

	mu   sync.Mutex
	got  [][]byte
	open int
}

func newSide(t *testing.T, name, id string) *side {
	t.Helper()
	s := &side{answer: handshake()}
	cert, key := certificate(t, name)
	s.key = key
	dir, err := os.MkdirTemp("", "custos-tunnel-")
	if err != nil {
		t.Fatal(err)
	}
	s.Tunnel = &Tunnel{
		Listen: freeAddr(t), Certificate: cert, Sockets: dir, Log: slog.New(slog.DiscardHandler),
		ID: func() (ID, bool) { return idOf(id), true },
	}
	in, err := net.Listen("unix", filepath.Join(dir, InSocket))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	go s.node(in)
	s.stop = sync.OnceFunc(func() {
		cancel()
		_ = in.Close()
		if err := <-done; err != nil {
			t.Errorf("the tunnel of %s ended with %v", name, err)
		}
		_ = os.RemoveAll(dir)
	})
	t.Cleanup(s.stop)
	eventually(t, "the tunnel listens", func() bool {
		c, err := net.Dial("tcp", s.Listen)
		if err == nil {
			_ = c.Close()
		}
		return err == nil
	})
	return s
}

func (s *side) node(in net.Listener) {
	for {
		c, err := in.Accept()
		if err != nil {
			return
		}
		s.mu.Lock()
		i := len(s.got)
		s.got = append(s.got, nil)
		s.open++
		answer := s.answer
		s.mu.Unlock()
		go func() {
			defer c.Close()
			_, _ = c.Write(answer)
			b := make([]byte, 4096)
			for {
				n, err := c.Read(b)
				s.mu.Lock()
				s.got[i] = append(s.got[i], b[:n]...)
				if err != nil {
					s.open--
				}
				s.mu.Unlock()
				if err != nil {
					return
				}
			}
		}()
	}
}

func (s *side) received() (streams, bytes, open int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, g := range s.got {
		bytes += len(g)
	}
	return len(s.got), bytes, s.open
}

func freeAddr(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !ok(); {
		if time.Now().After(end) {
			t.Fatalf("it did not come to be: %s", what)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func (s *side) peer(name string) Peer { return Peer{Name: name, Key: s.key, Addr: s.Listen} }

// pair is two owners whose registries name each other.
func pair(t *testing.T) (a, b *side) {
	a, b = newSide(t, "a", point1), newSide(t, "b", point2)
	a.SetPeers([]Peer{b.peer("b")})
	b.SetPeers([]Peer{a.peer("a")})
	knows := func(s *side) bool { return s.Peers()[0].ID != (ID{}) }
	eventually(t, "they know each other's nodes", func() bool { return knows(a) && knows(b) })
	return a, b
}

// call is what a node does to reach a peer.
func (s *side) call(t *testing.T, id string) (net.Conn, error) {
	t.Helper()
	c, err := net.Dial("unix", filepath.Join(s.Sockets, OutSocket))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	_ = c.SetDeadline(time.Now().Add(20 * time.Second))
	want := idOf(id)
	var ok [1]byte
	if _, err := c.Write(want[:]); err != nil {
		return c, err
	}
	_, err = io.ReadFull(c, ok[:])
	return c, err
}

func TestStreamsReachTheNode(t *testing.T) {
	a, b := pair(t)
	c, err := a.call(t, point2)
	if err != nil {
		t.Fatal(err)
	}
	sent := append(handshake(), bytes.Repeat([]byte("frames"), 20_000)...)
	go func() { _, _ = c.Write(sent) }()
	answer := make([]byte, len(b.answer))
	if _, err := io.ReadFull(c, answer); err != nil || !bytes.Equal(answer, b.answer) {
		t.Fatalf("the answer is %d bytes, %v", len(answer), err)
	}
	eventually(t, "all arrived", func() bool { _, n, _ := b.received(); return n == len(sent) })
	b.mu.Lock()
	got := b.got[0]
	b.mu.Unlock()
	if !bytes.Equal(got, sent) {
		t.Fatal("the stream arrived changed")
	}
	if s := b.Peers()[0]; s.Connected.IsZero() || s.In != uint64(len(sent)) {
		t.Errorf("the peer's state is %+v", s)
	}
	_ = c.Close()
	eventually(t, "the end arrives", func() bool { _, _, open := b.received(); return open == 0 })
}

// dial is a TLS client with any certificate, as an attacker has one.
func dial(addr string, certs ...tls.Certificate) (*tls.Conn, error) {
	d := &net.Dialer{Timeout: 5 * time.Second}
	c, err := tls.DialWithDialer(d, "tcp", addr, &tls.Config{MinVersion: tls.VersionTLS12, InsecureSkipVerify: true, Certificates: certs, NextProtos: []string{alpn}})
	if err != nil {
		return nil, err
	}
	_ = c.SetDeadline(time.Now().Add(10 * time.Second))
	return c, nil
}

// refused says whether the other side ended the connection without a byte. In TLS
// 1.3 a client learns only then that its certificate was not taken.
func refused(c *tls.Conn, err error) bool {
	if err != nil {
		return true
	}
	defer c.Close()
	id := idOf(point1)
	_, _ = c.Write(append(id[:], handshake()...))
	n, err := c.Read(make([]byte, 1))
	var timeout net.Error
	return n == 0 && err != nil && !(errors.As(err, &timeout) && timeout.Timeout())
}

// A stranger reaches no byte of the node: with no certificate, with one that looks
// like a peer's, with a peer's certificate but not its key, with plain bytes.
func TestStrangerReachesNothing(t *testing.T) {
	a, b := pair(t)
	before, _, _ := b.received()
	lookalike, _ := certificate(t, "a")
	stolen := lookalike
	stolen.Certificate, stolen.Leaf = a.Certificate.Certificate, nil // without its private key
	for name, try := range map[string]func() bool{
		"no certificate": func() bool { return refused(dial(b.Listen)) },
		"lookalike":      func() bool { return refused(dial(b.Listen, lookalike)) },
		"stolen":         func() bool { return refused(dial(b.Listen, stolen)) },
		"plain RLPx": func() bool {
			c, err := net.Dial("tcp", b.Listen)
			if err != nil {
				return true
			}
			defer c.Close()
			_ = c.SetDeadline(time.Now().Add(10 * time.Second))
			_, _ = c.Write(handshake())
			rest, _ := io.ReadAll(c)
			return len(rest) < 16 // at most a TLS alert
		},
	} {
		if !try() {
			t.Errorf("%s: it was taken for a peer", name)
		}
	}
	if after, n, _ := b.received(); after != before || n != 0 {
		t.Errorf("%d streams and %d bytes reached the node", after-before, n)
	}
	// The peer itself is served all the same.
	if refused(dial(b.Listen, a.Certificate)) {
		t.Error("a peer was refused")
	}
}

// Who stands at a peer's address with another key gets nothing either.
func TestImpostorAtAPeersAddress(t *testing.T) {
	a, b := pair(t)
	impostor := newSide(t, "b", point2)
	impostor.SetPeers([]Peer{a.peer("a")})
	a.SetPeers([]Peer{{Name: "b", Key: b.key, Addr: impostor.Listen}})
	if c, err := a.call(t, point2); err == nil {
		_ = c.Close()
		t.Fatal("the node was connected to an impostor")
	}
	if n, _, _ := impostor.received(); n != 0 {
		t.Fatalf("%d streams reached the impostor's node", n)
	}
}

// The crafted handshake (the class of CVE-2026-22862) and its relatives, sent by an
// admitted owner, are stopped by their form, in both directions.
func TestCraftedHandshakeIsStopped(t *testing.T) {
	bad := map[string]func([]byte) []byte{
		"ciphertext shorter than the vector": func([]byte) []byte {
			p := binary.BigEndian.AppendUint16(nil, 65+15+32)
			p = append(append(p, 4), idBytes(point1)...)
			return append(p, make([]byte, 15+32)...)
		},
		"empty":            func([]byte) []byte { return []byte{0, 0} },
		"one byte":         func([]byte) []byte { return []byte{0, 1, 4} },
		"longest":          func(p []byte) []byte { return append([]byte{0xff, 0xff}, bytes.Repeat(p[2:], 300)[:0xffff]...) },
		"compressed key":   func(p []byte) []byte { p[2] = 2; return p },
		"no key":           func(p []byte) []byte { p[2] = 0; return p },
		"off the curve":    func(p []byte) []byte { p[40] ^= 1; return p },
		"at infinity":      func(p []byte) []byte { copy(p[3:67], make([]byte, 64)); return p },
		"beyond the field": func(p []byte) []byte { copy(p[3:35], bytes.Repeat([]byte{0xff}, 32)); return p },
	}
	a, b := pair(t)
	for name, craft := range bad {
		t.Run("auth/"+name, func(t *testing.T) {
			before, _, _ := b.received()
			c, err := a.call(t, point2)
			if err != nil {
				t.Fatal(err)
			}
			_, _ = c.Write(craft(handshake()))
			if n, err := c.Read(make([]byte, 1)); n != 0 || err == nil {
				t.Fatalf("it was answered: %d bytes, %v", n, err)
			}
			if after, n, _ := b.received(); after != before || n != 0 {
				t.Fatalf("%d streams and %d bytes reached the node", after-before, n)
			}
		})
	}
	for name, craft := range bad {
		t.Run("ack/"+name, func(t *testing.T) {
			b.mu.Lock()
			b.answer = craft(handshake())
			b.mu.Unlock()
			c, err := a.call(t, point2)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := c.Write(handshake()); err != nil {
				t.Fatal(err)
			}
			if n, err := c.Read(make([]byte, 1)); n != 0 || err == nil {
				t.Fatalf("the answer reached the node that called: %d bytes, %v", n, err)
			}
		})
	}
}

// A removed owner is cut off at once, and not let in again.
func TestRemovedPeerIsCutOff(t *testing.T) {
	a, b := pair(t)
	c, err := a.call(t, point2)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Write(handshake()); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the stream is open", func() bool { _, _, open := b.received(); return open == 1 })
	b.SetPeers(nil)
	eventually(t, "the stream is cut", func() bool { _, _, open := b.received(); return open == 0 })
	if _, err := io.ReadAll(c); err != nil && errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatal("the removed side was not told")
	}
	if c, err := a.call(t, point2); err == nil {
		if _, err := c.Write(handshake()); err == nil {
			if n, _ := c.Read(make([]byte, 1)); n != 0 {
				t.Fatal("a removed owner was let in again")
			}
		}
	}
	if _, _, open := b.received(); open != 0 {
		t.Fatal("a stream of a removed owner is open")
	}
}

// No session outlives its pin: nothing is resumed.
func TestNothingIsResumed(t *testing.T) {
	a, b := pair(t)
	cfg := &tls.Config{MinVersion: tls.VersionTLS13, InsecureSkipVerify: true, Certificates: []tls.Certificate{a.Certificate}, NextProtos: []string{alpn}, ClientSessionCache: tls.NewLRUClientSessionCache(8)}
	for i := range 3 {
		c, err := tls.Dial("tcp", b.Listen, cfg)
		if err != nil {
			t.Fatal(err)
		}
		id := idOf(point1)
		if _, err := c.Write(id[:]); err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadFull(c, id[:]); err != nil {
			t.Fatal(err)
		}
		if c.ConnectionState().DidResume {
			t.Fatalf("connection %d was resumed", i)
		}
		_ = c.Close()
	}
	b.SetPeers(nil)
	if !refused(tls.Dial("tcp", b.Listen, cfg)) {
		t.Fatal("a removed owner came back by a session of before")
	}
}

// A flood of callers who prove nothing holds nothing but its own connections.
func TestFloodOfStrangers(t *testing.T) {
	a, b := pair(t)
	var flood []net.Conn
	defer func() {
		for _, c := range flood {
			_ = c.Close()
		}
	}()
	for range 3 * maxUnprovenFrom {
		c, err := net.Dial("tcp", b.Listen)
		if err != nil {
			t.Fatal(err)
		}
		flood = append(flood, c)
	}
	b.Tunnel.mu.Lock() // the side has a mutex of its own
	waiting := b.waiting
	b.Tunnel.mu.Unlock()
	if waiting > maxUnprovenFrom {
		t.Fatalf("%d connections of one address wait, at most %d may", waiting, maxUnprovenFrom)
	}
	// When their time is over, peers at the same address are served again.
	eventually(t, "the peer is served", func() bool {
		c, err := a.call(t, point2)
		_ = c.Close()
		return err == nil
	})
}

func TestOnCurve(t *testing.T) {
	for _, p := range []string{point1, point2} {
		id := idOf(p)
		if !onCurve(id[:]) {
			t.Errorf("%s is on the curve", p)
		}
		id[63] ^= 1
		if onCurve(id[:]) {
			t.Errorf("%x is not on the curve", id)
		}
	}
}
