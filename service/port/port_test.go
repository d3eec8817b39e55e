package port

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

var few = Limits{
	Connections: 8, Strangers: 4, StrangersOfOne: 3, StrangerBytes: 8 << 10, StrangerTime: time.Minute,
	Header: 4 << 10, HeaderTime: 10 * time.Second, Idle: time.Minute, Stall: 10 * time.Second,
}

// listener hands out pipes, whose clock is the test's.
type listener struct {
	in   chan net.Conn
	gone chan struct{}
	once sync.Once
	// taken counts the bytes that the server read.
	taken atomic.Int64
}

func newListener() *listener { return &listener{in: make(chan net.Conn), gone: make(chan struct{})} }

func (l *listener) Accept() (net.Conn, error) {
	select {
	case c := <-l.in:
		return c, nil
	case <-l.gone:
		return nil, net.ErrClosed
	}
}

func (l *listener) Close() error   { l.once.Do(func() { close(l.gone) }); return nil }
func (l *listener) Addr() net.Addr { return address("here") }

// dial connects from an address.
func (l *listener) dial(from string) net.Conn {
	server, client := net.Pipe()
	l.in <- &end{Conn: server, from: from, taken: &l.taken}
	return client
}

type address string

func (address) Network() string  { return "pipe" }
func (a address) String() string { return string(a) }

type end struct {
	net.Conn
	from  string
	taken *atomic.Int64
}

func (e *end) RemoteAddr() net.Addr { return address(e.from) }

func (e *end) Read(b []byte) (int, error) {
	n, err := e.Conn.Read(b)
	e.taken.Add(int64(n))
	return n, err
}

// turned are the refusals.
type turned struct {
	mu  sync.Mutex
	why []string
}

func (t *turned) refused(source string, why error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.why = append(t.why, source+": "+why.Error())
}

// count is how many were turned away, once all that is happening has happened.
func (t *turned) count() int {
	synctest.Wait()
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.why)
}

func (t *turned) said() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Clone(t.why)
}

// within runs a port in a bubble of its own time.
func within(t *testing.T, limits Limits, h http.HandlerFunc, f func(t *testing.T, l *listener, out *turned)) {
	synctest.Test(t, func(t *testing.T) {
		l, out := newListener(), new(turned)
		ctx, cancel := context.WithCancel(context.Background())
		done := make(chan error, 1)
		go func() {
			done <- Serve(ctx, l, Config{Handler: h, Limits: limits, Refused: out.refused, Log: slog.New(slog.DiscardHandler)})
		}()
		defer func() {
			cancel()
			if err := <-done; err != nil {
				t.Error(err)
			}
			time.Sleep(time.Minute) // the server's connections end by themselves
		}()
		f(t, l, out)
	})
}

// open reports whether the server holds a connection.
func open(c net.Conn) bool {
	_ = c.SetReadDeadline(time.Now().Add(time.Millisecond))
	_, err := c.Read(make([]byte, 1))
	_ = c.SetReadDeadline(time.Time{})
	var late net.Error
	return errors.As(err, &late) && late.Timeout()
}

func get(t *testing.T, c net.Conn, path string) *http.Response {
	t.Helper()
	if _, err := fmt.Fprintf(c, "GET %s HTTP/1.1\r\nHost: x\r\n\r\n", path); err != nil {
		t.Fatal(err)
	}
	r, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.ReadAll(r.Body)
	return r
}

// knows is a handler that knows whoever asks for /name.
func knows(w http.ResponseWriter, r *http.Request) {
	if name := strings.TrimPrefix(r.URL.Path, "/"); name != "" {
		if err := Known(r.Context(), name, 2); err != nil {
			HangUp(r.Context(), w)
			http.Error(w, err.Error(), http.StatusTooManyRequests)
		}
	}
}

func TestTheOldestStrangerGoes(t *testing.T) {
	within(t, few, knows, func(t *testing.T, l *listener, out *turned) {
		var all []net.Conn
		for i := range 4 { // one address, many ports
			all = append(all, l.dial(fmt.Sprintf("192.0.2.1:%d", i+1)))
		}
		synctest.Wait()
		if open(all[0]) || !open(all[1]) || !open(all[3]) || out.count() != 1 {
			t.Errorf("the fourth of three from one source: %v", out.said())
		}
		for i := range 3 { // a network is one source
			all = append(all, l.dial(fmt.Sprintf("[2001:db8::%d]:1", i+1)))
		}
		synctest.Wait()
		if open(all[1]) || open(all[2]) || !open(all[3]) || !open(all[6]) {
			t.Errorf("the fifth and sixth of four in all: %v", out.said())
		}
		// Who is known stays, however many strangers come.
		if r := get(t, all[3], "/alma"); r.StatusCode != http.StatusOK {
			t.Fatal(r.Status)
		}
		for i := range 20 {
			l.dial(fmt.Sprintf("192.0.2.%d:1", i+10))
		}
		synctest.Wait()
		if !open(all[3]) {
			t.Error("strangers closed the connection of somebody who is known")
		}
	})
}

func TestKnownOnesFillThePort(t *testing.T) {
	within(t, few, knows, func(t *testing.T, l *listener, out *turned) {
		var all []net.Conn
		for i := range 8 {
			c := l.dial(fmt.Sprintf("192.0.2.%d:1", i))
			if r := get(t, c, fmt.Sprintf("/p%d", i/2)); r.StatusCode != http.StatusOK {
				t.Fatal(r.Status)
			}
			all = append(all, c)
		}
		if c := l.dial("192.0.2.99:1"); open(c) || out.count() != 1 {
			t.Errorf("the ninth of eight: %v", out.said())
		}
		// Gone ones give their place back.
		_ = all[0].Close()
		synctest.Wait()
		if r := get(t, l.dial("192.0.2.99:1"), "/p9"); r.StatusCode != http.StatusOK {
			t.Error(r.Status)
		}
	})
}

func TestNobodyHasTooManyConnections(t *testing.T) {
	within(t, few, knows, func(t *testing.T, l *listener, _ *turned) {
		for i := range 2 {
			if r := get(t, l.dial(fmt.Sprintf("192.0.2.%d:1", i)), "/alma"); r.StatusCode != http.StatusOK {
				t.Fatal(r.Status)
			}
		}
		third := l.dial("192.0.2.9:1")
		if r := get(t, third, "/alma"); r.StatusCode != http.StatusTooManyRequests || !r.Close {
			t.Errorf("the third connection of one who may have two: %s, closes: %v", r.Status, r.Close)
		}
		if r := get(t, l.dial("192.0.2.9:2"), "/bruno"); r.StatusCode != http.StatusOK {
			t.Errorf("somebody else: %s", r.Status)
		}
	})
}

func TestStrangersAreShort(t *testing.T) {
	within(t, few, knows, func(t *testing.T, l *listener, out *turned) {
		// One who keeps asking what needs no name, and one who is known.
		a, b := l.dial("192.0.2.1:1"), l.dial("192.0.2.2:1")
		get(t, b, "/alma")
		for range 16 {
			time.Sleep(5 * time.Second)
			if r, err := ask(a); err == nil && r.StatusCode != http.StatusOK {
				t.Fatal(r.Status)
			}
			get(t, b, "/")
		}
		synctest.Wait()
		if open(a) || out.count() != 1 {
			t.Errorf("a stranger is here after a minute: %v", out.said())
		}
		if !open(b) {
			t.Error("who is known was closed")
		}
	})
}

func ask(c net.Conn) (*http.Response, error) {
	if _, err := io.WriteString(c, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
		return nil, err
	}
	return http.ReadResponse(bufio.NewReader(c), nil)
}

// However a handler errs, no more is ever taken of a stranger.
func TestStrangersSendLittle(t *testing.T) {
	careless := func(_ http.ResponseWriter, r *http.Request) { _, _ = io.ReadAll(r.Body) }
	within(t, few, careless, func(t *testing.T, l *listener, out *turned) {
		c := l.dial("192.0.2.1:1")
		if _, err := io.WriteString(c, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n"); err != nil {
			t.Fatal(err)
		}
		n, err := io.Copy(c, io.LimitReader(zeros{}, 1_000_000))
		synctest.Wait()
		if err == nil || n > few.StrangerBytes || l.taken.Load() > few.StrangerBytes || out.count() != 1 {
			t.Errorf("%d bytes were taken, %d sent: %v, %v", l.taken.Load(), n, err, out.said())
		}
	})
	known := func(w http.ResponseWriter, r *http.Request) {
		knows(w, r)
		if n, err := io.Copy(io.Discard, r.Body); n != 1_000_000 {
			t.Errorf("of somebody who is known %d bytes come: %v", n, err)
		}
	}
	within(t, few, known, func(t *testing.T, l *listener, _ *turned) {
		c := l.dial("192.0.2.1:1")
		if _, err := io.WriteString(c, "POST /alma HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n"); err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(c, io.LimitReader(zeros{}, 1_000_000)); err != nil {
			t.Error(err)
		}
		if r, err := http.ReadResponse(bufio.NewReader(c), nil); err != nil || r.StatusCode != http.StatusOK {
			t.Error(r, err)
		}
	})
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

// Over TCP: the body of a request that was hung up on is not read, and the answer arrives.
func TestHangUp(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	counting := &counted{Listener: l}
	limits := few
	limits.StrangerBytes = 1 << 20
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		done <- Serve(ctx, counting, Config{Limits: limits, Log: slog.New(slog.DiscardHandler), Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			HangUp(r.Context(), w)
			http.Error(w, "no", http.StatusUnauthorized)
		})})
	}()
	for _, header := range []string{"Content-Length: 200000", "Content-Length: 5000000", "Transfer-Encoding: chunked"} {
		counting.taken.Store(0)
		c, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		body := strings.Repeat("30d40\r\n", 1) + strings.Repeat("x", 150_000) // of 200,000
		if _, err := io.WriteString(c, "POST / HTTP/1.1\r\nHost: x\r\n"+header+"\r\n\r\n"+body); err != nil {
			t.Fatal(err)
		}
		r, err := http.ReadResponse(bufio.NewReader(c), nil)
		if err != nil {
			t.Fatalf("%s: the answer is lost: %v", header, err)
		}
		if b, err := io.ReadAll(r.Body); err != nil || r.StatusCode != http.StatusUnauthorized || string(b) != "no\n" {
			t.Errorf("%s: %s, %q, %v", header, r.Status, b, err)
		}
		if n := counting.taken.Load(); n > 8<<10 {
			t.Errorf("%s: %d bytes were read", header, n)
		}
		_ = c.Close()
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// counted counts what a server takes from its connections.
type counted struct {
	net.Listener
	taken atomic.Int64
}

func (l *counted) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &countedConn{c.(*net.TCPConn), &l.taken}, nil
}

type countedConn struct {
	*net.TCPConn
	taken *atomic.Int64
}

func (c *countedConn) Read(b []byte) (int, error) {
	n, err := c.TCPConn.Read(b)
	c.taken.Add(int64(n))
	return n, err
}

func TestStreamsLastAsLongAsSomebodyReads(t *testing.T) {
	var ended atomic.Bool
	stream := func(w http.ResponseWriter, r *http.Request) {
		knows(w, r)
		for {
			_, err := w.Write(make([]byte, 1000))
			if err == nil {
				err = http.NewResponseController(w).Flush()
			}
			if err != nil {
				ended.Store(true)
				return
			}
			time.Sleep(time.Second)
		}
	}
	within(t, few, stream, func(t *testing.T, l *listener, _ *turned) {
		c := l.dial("192.0.2.1:1")
		if _, err := io.WriteString(c, "GET /alma HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
			t.Fatal(err)
		}
		// Slow, but within the bound: for an hour.
		b := make([]byte, 4096)
		for range 600 {
			time.Sleep(6 * time.Second)
			if _, err := c.Read(b); err != nil {
				t.Fatal(err)
			}
		}
		// Then he reads no more.
		time.Sleep(few.Stall + time.Second)
		synctest.Wait()
		if !ended.Load() {
			t.Error("a stream goes on that nobody reads")
		}
	})
}

// What the server itself sets for writing holds when it is nearer.
func TestANearerDeadlineHolds(t *testing.T) {
	var took atomic.Int64
	h := func(w http.ResponseWriter, _ *http.Request) {
		began := time.Now()
		c := http.NewResponseController(w)
		_ = c.SetWriteDeadline(time.Now().Add(3 * time.Second))
		_, _ = w.Write(make([]byte, 100))
		_ = c.Flush()
		took.Store(int64(time.Since(began)))
	}
	within(t, few, h, func(t *testing.T, l *listener, _ *turned) {
		c := l.dial("192.0.2.1:1")
		if _, err := io.WriteString(c, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(few.Stall)
		synctest.Wait()
		if got := time.Duration(took.Load()); got != 3*time.Second {
			t.Errorf("a write nobody read ended after %s", got)
		}
	})
}

func TestServeEndsWithItsContext(t *testing.T) {
	within(t, few, func(w http.ResponseWriter, r *http.Request) {
		knows(w, r)
		<-r.Context().Done()
	}, func(t *testing.T, l *listener, _ *turned) {
		c := l.dial("192.0.2.1:1")
		if _, err := io.WriteString(c, "GET /alma HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
	})
}

func TestSource(t *testing.T) {
	for addr, want := range map[string]string{
		"192.0.2.1:80": "192.0.2.1", "[::ffff:192.0.2.1]:80": "::ffff:192.0.2.1", "[2001:db8:1:2:3::4]:80": "2001:db8:1:2::", "@": "@", "": "",
	} {
		if got := Source(addr); got != want {
			t.Errorf("%q is from %q, want %q", addr, got, want)
		}
	}
}
