package sealed

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"math/big"
	mrand "math/rand/v2"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/bus"
	"custos.dev/custos/ledger/key"
)

const chain = 20181

// names is a directory in memory.
type names struct {
	mu sync.Mutex
	of map[custos.ServiceID]custos.Address
}

func (n *names) Account(id custos.ServiceID) (custos.Address, bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	a, ok := n.of[id]
	return a, ok
}

func (n *names) Service(a custos.Address) (custos.ServiceID, bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for id, b := range n.of {
		if a == b {
			return id, true
		}
	}
	return "", false
}

func (n *names) set(id custos.ServiceID, a custos.Address) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.of[id] = a
}

// site is a bus on which everybody may use every subject: nothing here rests on its rights.
type site struct {
	url string
	*names
	mu      sync.Mutex
	refused []string
}

func newSite(t testing.TB) *site {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	_ = l.Close()
	s := &site{names: &names{of: map[custos.ServiceID]custos.Address{}}}
	ctx, cancel := context.WithCancel(context.Background())
	up, done := make(chan string, 1), make(chan error, 1)
	all := bus.Rights{Publish: []string{">"}, Subscribe: []string{">"}}
	go func() {
		done <- bus.RunServer(ctx, bus.ServerConfig{
			Node: "fog", Listen: addr, Cert: selfSigned(t),
			Recover: func(d custos.Hash, sig []byte) (custos.Address, error) { return key.Recover(d, key.Signature(sig)) },
			Service: func(custos.ServiceID, custos.Address) (bus.Rights, error) { return all, nil },
		}, func(url string) { up <- url })
	}()
	t.Cleanup(func() { cancel(); <-done })
	select {
	case s.url = <-up:
	case err := <-done:
		done <- err
		t.Fatal(err)
	}
	return s
}

func selfSigned(t testing.TB) tls.Certificate {
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tmpl := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, &k.PublicKey, k)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: k}
}

// conn connects as a service with a key.
func (s *site) conn(t testing.TB, id custos.ServiceID, k *key.Key) *bus.Conn {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	c, err := bus.Dial(ctx, s.url, bus.Identity{Service: id, Node: "fog", Account: k.Address(), Sign: func(d custos.Hash) ([]byte, error) {
		sig, err := k.Sign(d)
		return sig[:], err
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// peer registers a service with a new key.
func (s *site) peer(t testing.TB, id custos.ServiceID) *Peer {
	t.Helper()
	k := newKey(t)
	s.set(id, k.Address())
	return s.impostor(t, id, k)
}

// impostor is a service by a name, whether or not that is registered for its key.
func (s *site) impostor(t testing.TB, id custos.ServiceID, k *key.Key) *Peer {
	t.Helper()
	return &Peer{Conn: s.conn(t, id, k), ID: id, Key: k, ChainID: chain, Directory: s.names, Refused: func(_ custos.Address, why string) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.refused = append(s.refused, why)
	}}
}

func (s *site) told(t *testing.T, words string) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		s.mu.Lock()
		all := strings.Join(s.refused, "; ")
		s.mu.Unlock()
		if strings.Contains(all, words) {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("nothing on record of %q: %s", words, all)
		}
	}
}

func newKey(t testing.TB) *key.Key {
	t.Helper()
	k, err := key.Generate()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// answer serves a kind until the test ends.
func answer(t testing.TB, p *Peer, what string, h Handler) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); _ = p.Answer(ctx, what, 8, h) }()
	t.Cleanup(func() { cancel(); <-done })
}

func echo(_ context.Context, from Caller, data []byte) ([]byte, error) {
	if string(data) == "no" {
		return nil, custos.Errorf(custos.Conflict, "you may not")
	}
	return []byte(string(from.Service) + ":" + string(data)), nil
}

// ask asks until the service is there.
func ask(t testing.TB, p *Peer, to custos.ServiceID, data string) ([]byte, error) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		got, err := p.Ask(ctx, to, "say", []byte(data))
		cancel()
		if err == nil || custos.KindOf(err) != custos.Unavailable || time.Now().After(end) {
			return got, err
		}
	}
}

const (
	master custos.ServiceID = "fog/master"
	camera custos.ServiceID = "edge/camera-a"
)

func TestAskAndAnswer(t *testing.T) {
	s := newSite(t)
	m, c := s.peer(t, master), s.peer(t, camera)
	answer(t, m, "say", echo)
	if got, err := ask(t, c, master, "hello"); err != nil || string(got) != "edge/camera-a:hello" {
		t.Fatalf("%q, %v", got, err)
	}
	if _, err := c.Ask(context.Background(), master, "say", []byte("no")); custos.KindOf(err) != custos.Conflict || err.Error() != "you may not" {
		t.Fatalf("the error arrived as %v", err)
	}
	if _, err := c.Ask(context.Background(), "fog/nobody", "say", nil); custos.KindOf(err) != custos.Unavailable {
		t.Fatalf("asked nobody: %v", err)
	}
	// Many at once share the channel.
	var wg sync.WaitGroup
	for i := range 200 {
		wg.Go(func() {
			want := fmt.Sprint(i)
			for {
				got, err := c.Ask(context.Background(), master, "say", []byte(want))
				if err != nil && strings.Contains(err.Error(), "wait") {
					time.Sleep(time.Millisecond)
					continue // the caller's share of what is answered at a time
				}
				if err != nil || string(got) != "edge/camera-a:"+want {
					t.Errorf("%q, %v", got, err)
				}
				return
			}
		})
	}
	wg.Wait()
}

// TestAServiceThatWasStartedAgain knows none of the channels of its last life: who asks
// opens another, and nothing is asked twice.
func TestAServiceThatWasStartedAgain(t *testing.T) {
	s := newSite(t)
	m, c := s.peer(t, master), s.peer(t, camera)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); _ = m.Answer(ctx, "say", 8, echo) }()
	if _, err := ask(t, c, master, "1"); err != nil {
		t.Fatal(err)
	}
	cancel()
	<-done
	times := 0
	answer(t, s.impostor(t, master, m.Key), "say", func(context.Context, Caller, []byte) ([]byte, error) { times++; return []byte("2"), nil })
	if got, err := ask(t, c, master, "2"); err != nil || string(got) != "2" || times != 1 {
		t.Fatalf("%q, %v, answered %d times", got, err, times)
	}
}

// relay stands between a service and the bus, as whoever has the bus does: it sees each
// message that is sent to the real one and each answer, and gives what change makes of it.
func (s *site) relay(t *testing.T, to custos.ServiceID, change func(request, reply []byte) []byte) (heard func() [][]byte) {
	t.Helper()
	between := s.conn(t, "fog/thief", newKey(t))
	var mu sync.Mutex
	var all [][]byte
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = between.Serve(ctx, to, "say", 8, func(r bus.Request) func(context.Context) []byte {
			return func(ctx context.Context) []byte {
				// The real service answers another kind, which the thief passes on to.
				reply, err := between.Request(ctx, bus.Subject(to, "real", r.From), r.Data)
				if err != nil {
					return nil
				}
				mu.Lock()
				all = append(all, r.Data, reply)
				mu.Unlock()
				return change(r.Data, reply)
			}
		})
	}()
	t.Cleanup(func() { cancel(); <-done })
	return func() [][]byte { mu.Lock(); defer mu.Unlock(); return append([][]byte(nil), all...) }
}

// serveReal answers "say" under the subject "real", for a relay to pass on to.
func serveReal(t *testing.T, p *Peer, h Handler) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	budget := newBudget(8)
	go func() {
		defer close(done)
		_ = p.Conn.Serve(ctx, p.ID, "real", 8, func(r bus.Request) func(context.Context) []byte {
			subject := bus.Subject(p.ID, "say", r.From)
			c, reply := p.admit(subject, r, budget)
			if c == nil {
				return reply
			}
			return func(ctx context.Context) []byte {
				defer budget.done(c.Account)
				data, err := h(ctx, c.Caller, c.data)
				if err != nil {
					return c.ch.answerErr(subject, c.number, 0, err)
				}
				return c.ch.answer(subject, c.number, 0, answerLast, data)
			}
		})
	}()
	t.Cleanup(func() { cancel(); <-done })
}

// TestAttack37ForgedAcknowledgement: whoever has the bus answers in a service's place, with
// what he saw, changed or made up. No answer counts that the service's own registered key
// does not stand for, and an error's kind, by which much is decided, is no exception.
func TestAttack37ForgedAcknowledgement(t *testing.T) {
	flip := func(b []byte, i int) []byte { b = bytes.Clone(b); b[(i+len(b))%len(b)] ^= 1; return b }
	var old []byte
	thief := newKey(t)
	var his *channel // the thief's, with who took him for the master
	for name, change := range map[string]func(request, reply []byte) []byte{
		"made up":             func(_, _ []byte) []byte { return []byte(`{"index":7}`) },
		"nothing":             func(_, _ []byte) []byte { return []byte{} },
		"first bit of text":   func(_, r []byte) []byte { return flip(r, answerHeader) },
		"last bit":            func(_, r []byte) []byte { return flip(r, -1) },
		"part number":         func(_, r []byte) []byte { return flip(r, 4) },
		"cut":                 func(_, r []byte) []byte { return r[:len(r)-1] },
		"the request itself":  func(q, _ []byte) []byte { return q },
		"an unsigned refusal": func(_, _ []byte) []byte { return append([]byte{frameRefused}, "conflict"...) },
		"no such channel":     func(_, _ []byte) []byte { return []byte{frameLost} },
		"an earlier answer": func(_, r []byte) []byte {
			if old == nil || r[0] != frameAnswer {
				if r[0] == frameAnswer {
					old = bytes.Clone(r)
				}
				return r
			}
			return old
		},
		"a channel with the thief": func(q, r []byte) []byte {
			subject := bus.Subject(master, "say", camera.Subject())
			if q[0] == frameAsk && his != nil {
				number, _, err := his.openAsk(subject, q)
				if err != nil {
					t.Error(err)
				}
				return his.answer(subject, number, 0, answerLast, []byte("forged"))
			}
			var h hello
			if q[0] != frameHello || json.Unmarshal(q[1:], &h) != nil {
				return r
			}
			ch, frame, err := (&Peer{Key: thief, ChainID: chain}).answerHello(&h)
			if err != nil {
				t.Error(err)
			}
			his = ch
			return frame
		},
	} {
		t.Run(name, func(t *testing.T) {
			old, his = nil, nil
			s := newSite(t)
			m, c := s.peer(t, master), s.peer(t, camera)
			serveReal(t, m, echo)
			honest := name == "an earlier answer"
			changing := honest
			var mu sync.Mutex
			s.relay(t, master, func(q, r []byte) []byte {
				mu.Lock()
				defer mu.Unlock()
				if !changing && q[0] == frameHello && name != "a channel with the thief" {
					return r // the channel is true, its answers are not
				}
				return change(q, r)
			})
			if honest { // something to replay
				if got, err := ask(t, c, master, "first"); err != nil || string(got) != "edge/camera-a:first" {
					t.Fatalf("%q, %v", got, err)
				}
			}
			for end := time.Now().Add(20 * time.Second); ; {
				ctx, cancel := context.WithTimeout(context.Background(), time.Second)
				got, err := c.Ask(ctx, master, "say", []byte("second"))
				cancel()
				if err == nil || custos.KindOf(err) != custos.Unavailable {
					t.Fatalf("it counted: %q, %v", got, err)
				}
				if !strings.Contains(err.Error(), "nobody serves") && !strings.Contains(err.Error(), "deadline") {
					return
				}
				if time.Now().After(end) {
					t.Fatal(err)
				}
			}
		})
	}
}

// TestWhatTravelsIsRead by nobody: neither requests nor answers nor errors stand in what
// the bus carries.
func TestWhatTravelsIsReadByNobody(t *testing.T) {
	s := newSite(t)
	m, c := s.peer(t, master), s.peer(t, camera)
	serveReal(t, m, func(context.Context, Caller, []byte) ([]byte, error) { return []byte("the answer's secret"), nil })
	heard := s.relay(t, master, func(_, r []byte) []byte { return r })
	if _, err := ask(t, c, master, "the opening of an event"); err != nil {
		t.Fatal(err)
	}
	all := heard()
	if len(all) < 4 {
		t.Fatalf("the relay heard %d messages", len(all))
	}
	for _, b := range all {
		if bytes.Contains(b, []byte("opening")) || bytes.Contains(b, []byte("secret")) {
			t.Fatalf("in the clear: %q", b)
		}
	}
}

// TestRequestsAreTakenOnce: what a thief heard and sends again, cut, or to another kind or
// service, is not handled.
func TestRequestsAreTakenOnce(t *testing.T) {
	s := newSite(t)
	m, c := s.peer(t, master), s.peer(t, camera)
	var mu sync.Mutex
	times := 0
	serveReal(t, m, func(ctx context.Context, f Caller, d []byte) ([]byte, error) {
		mu.Lock()
		times++
		mu.Unlock()
		return echo(ctx, f, d)
	})
	answer(t, m, "other", echo)
	heard := s.relay(t, master, func(_, r []byte) []byte { return r })
	if _, err := ask(t, c, master, "once"); err != nil {
		t.Fatal(err)
	}
	var request []byte
	for _, b := range heard() {
		if b[0] == frameAsk {
			request = b
		}
	}
	between := s.conn(t, "fog/thief", newKey(t))
	later := bytes.Clone(request)
	later[askHeader-1]++ // the next number, not sealed for it
	for what, frame := range map[string][]byte{"real": request, "other": request, "real ": later} {
		ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
		got, err := between.Request(ctx, bus.Subject(master, strings.TrimSpace(what), camera.Subject()), frame)
		cancel()
		if err == nil {
			t.Errorf("sent again to %s, it was answered %q", what, got)
		}
	}
	// In the name of a neighbour.
	ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
	defer cancel()
	if got, err := between.Request(ctx, bus.Subject(master, "real", "edge_camera-b"), later); err == nil {
		t.Errorf("by another sender it was answered %q", got)
	}
	mu.Lock()
	defer mu.Unlock()
	if times != 1 {
		t.Fatalf("it was handled %d times", times)
	}
	s.told(t, "seen before")
	s.told(t, "not sealed by the key")
}

// TestWhoIsNotRegisteredIsNotHeard, and who is not any more is not from then on.
func TestWhoIsNotRegisteredIsNotHeard(t *testing.T) {
	s := newSite(t)
	m, c := s.peer(t, master), s.peer(t, camera)
	answer(t, m, "say", echo)
	if _, err := ask(t, c, master, "hello"); err != nil {
		t.Fatal(err)
	}
	stranger := s.impostor(t, camera, newKey(t))
	if got, err := stranger.Ask(context.Background(), master, "say", nil); custos.KindOf(err) != custos.Unavailable {
		t.Fatalf("a stranger was answered %q, %v", got, err)
	}
	s.told(t, "is not registered as edge/camera-a")
	// A registered service in another's name.
	liar := s.impostor(t, camera, s.peer(t, "edge/camera-b").Key)
	if got, err := liar.Ask(context.Background(), master, "say", nil); custos.KindOf(err) != custos.Unavailable {
		t.Fatalf("a liar was answered %q, %v", got, err)
	}
	// One who does not hold the key that he names.
	h, _, err := c.hello(master)
	if err != nil {
		t.Fatal(err)
	}
	h.Share[0] ^= 1
	ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
	defer cancel()
	if got, err := c.Conn.Request(ctx, bus.Subject(master, "say", camera.Subject()), h.frame()); err == nil {
		t.Fatalf("an unsigned hello was answered %q", got)
	}
	s.told(t, "is not signed by its key")
	s.set(camera, newKey(t).Address())
	if got, err := c.Ask(context.Background(), master, "say", []byte("hello")); custos.KindOf(err) != custos.Denied {
		t.Fatalf("a revoked service was answered %q, %v", got, err)
	}
	// And the other way: a service whose key is not the registered one any more is not believed.
	s.set(camera, c.Key.Address())
	s.set(master, newKey(t).Address())
	if got, err := c.Ask(context.Background(), master, "say", []byte("hello")); custos.KindOf(err) != custos.Unavailable {
		t.Fatalf("an answer by an old key counted: %q, %v", got, err)
	}
}

func TestStreams(t *testing.T) {
	s := newSite(t)
	m, c := s.peer(t, master), s.peer(t, camera)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = m.AnswerStream(ctx, "parts", 4, func(ctx context.Context, from Caller, data []byte, send func([]byte) error) error {
			for i := range 300 {
				if err := send([]byte{byte(i), byte(i >> 8)}); err != nil {
					return err
				}
			}
			if string(data) == "fail" {
				return custos.Errorf(custos.Denied, "no more")
			}
			return nil
		})
	}()
	t.Cleanup(func() { cancel(); <-done })
	read := func(data string) (n int, err error) {
		for end := time.Now().Add(20 * time.Second); ; time.Sleep(10 * time.Millisecond) {
			err = c.Stream(context.Background(), master, "parts", []byte(data), func(p []byte) error {
				if int(p[0])|int(p[1])<<8 != n {
					t.Fatalf("part %d is %v", n, p)
				}
				n++
				return nil
			})
			if n > 0 || custos.KindOf(err) != custos.Unavailable || time.Now().After(end) {
				return n, err
			}
		}
	}
	if n, err := read(""); n != 300 || err != nil {
		t.Fatalf("%d parts, %v", n, err)
	}
	if n, err := read("fail"); n != 300 || custos.KindOf(err) != custos.Denied || err.Error() != "no more" {
		t.Fatalf("%d parts, %v", n, err)
	}
}

// TestCallersShare: one who asks without end is told to wait, and others are answered.
func TestCallersShare(t *testing.T) {
	b := newBudget(2)
	now := time.Now()
	a, other := custos.Address{1}, custos.Address{2}
	for n, taken := range []bool{true, true, false} {
		if err := b.take(a, now); (err == nil) != taken {
			t.Fatalf("request %d of one caller at a time: %v", n+1, err)
		}
	}
	if b.take(other, now) != nil {
		t.Fatal("another caller was refused")
	}
	b.done(a)
	n := 0
	for b.take(a, now) == nil {
		b.done(a)
		n++
	}
	if n < askBurst-4 || n > askBurst {
		t.Fatalf("%d at once, want about %d", n, askBurst)
	}
	b.done(a)
	if b.take(a, now.Add(time.Second)) != nil {
		t.Fatal("a second later it is still refused")
	}
	var hellos answering
	for n = 0; hellos.mayHello(a, now); n++ {
	}
	if n != helloBurst {
		t.Fatalf("%d hellos at once", n)
	}
	// Whoever opens channel after channel keeps the newest few.
	for i := range 100 {
		hellos.add(&channel{id: channelID{byte(i)}, account: a, used: now})
	}
	if len(hellos.by) != channelsOfOne || hellos.find(channelID{99}) == nil {
		t.Fatalf("%d channels are kept", len(hellos.by))
	}
}

// TestWindow against a map: each number is taken once, in whatever order they come.
func TestWindow(t *testing.T) {
	r := mrand.New(mrand.NewPCG(1, 2))
	for range 200 {
		var w window
		seen := map[uint64]bool{}
		top := uint64(0)
		for range 5000 {
			var n uint64
			switch r.IntN(10) {
			case 0:
				n = top + uint64(r.IntN(5000))
			case 1:
				n = uint64(r.IntN(int(top) + 1))
			default:
				n = top + uint64(r.IntN(70)) - min(top, uint64(r.IntN(60)))
			}
			fresh := w.fresh(n)
			if fresh && seen[n] {
				t.Fatalf("%d is taken twice, the newest is %d", n, top)
			}
			if !fresh && !seen[n] && n+windowSize-64 > top && n > 0 {
				t.Fatalf("%d is refused, and was never taken; the newest is %d", n, top)
			}
			if fresh {
				w.take(n)
				seen[n] = true
				top = max(top, n)
			}
		}
	}
}
