// Package port serves HTTP on a port that strangers reach. Until somebody has shown who
// he is on a connection, the connection is a stranger's: there are few of those, in all
// and from one source, they are short, and little is read from them. Known says who it
// is; from then on the connection counts as his. It knows nothing of signatures or
// sessions: who proves them says so.
package port

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"
)

// Limits bound what a port costs. All are required.
type Limits struct {
	// Connections are open at once, in all.
	Connections int
	// Strangers are those of them on which nobody has shown yet who he is, and
	// StrangersOfOne those from one source. Where there is one more, the oldest of them
	// goes: who is let in at once is always served.
	Strangers, StrangersOfOne int
	// StrangerBytes are read from a stranger's connection at most, TLS included, and
	// StrangerTime is how long it lives.
	StrangerBytes int64
	StrangerTime  time.Duration
	// Header is the most bytes of a request's header, HeaderTime how long it may take.
	Header     int
	HeaderTime time.Duration
	// Idle is how long a connection may wait for its next request.
	Idle time.Duration
	// Stall is how long a reader may take none of what is written to him. A stream or a
	// download goes on for as long as somebody reads it.
	Stall time.Duration
}

// Config is a port. Handler, Limits and Log are required.
type Config struct {
	Handler http.Handler
	// TLS is nil for a port that only this machine reaches.
	TLS    *tls.Config
	Limits Limits
	// Refused is told of each connection that was closed because of a limit before
	// anybody had shown who he is; it must return soon. If it is nil the log tells, once
	// a minute.
	Refused func(source string, why error)
	Log     *slog.Logger
	// Grace is how long requests that are under way may go on when the port closes.
	Grace time.Duration
}

// Serve answers on a listener until ctx ends, and closes it. Requests have contexts that end
// with ctx, and connections are cut after the grace; a handler that goes on is not waited for.
func Serve(ctx context.Context, l net.Listener, c Config) error {
	if c.Refused == nil {
		c.Refused = (&tally{log: c.Log}).refused
	}
	d := newDoor(l, c.Limits, c.Refused)
	defer d.shut()
	var front net.Listener = d
	if c.TLS != nil {
		// Without HTTP/2: one connection there is many requests, with other limits.
		only := c.TLS.Clone()
		only.NextProtos = []string{"http/1.1"}
		front = tls.NewListener(d, only)
	}
	one := new(http.Protocols)
	one.SetHTTP1(true)
	srv := &http.Server{
		Handler: c.Handler, Protocols: one,
		// It bounds the TLS handshake, too.
		ReadHeaderTimeout: c.Limits.HeaderTime, IdleTimeout: c.Limits.Idle, MaxHeaderBytes: c.Limits.Header,
		BaseContext: func(net.Listener) context.Context { return ctx },
		ConnContext: func(ctx context.Context, nc net.Conn) context.Context {
			if t, ok := nc.(*tls.Conn); ok {
				nc = t.NetConn()
			}
			return context.WithValue(ctx, connKey{}, nc)
		},
		ErrorLog: slog.NewLogLogger(quiet{c.Log.Handler()}, slog.LevelWarn),
	}
	closed := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(closed)
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), c.Grace)
		defer cancel()
		if srv.Shutdown(end) != nil {
			_ = srv.Close()
		}
	})
	err := srv.Serve(front)
	if !stop() {
		<-closed
	}
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	_ = srv.Close()
	return err
}

// tally tells of refusals in the log, the first at once and then once a minute how many.
type tally struct {
	log  *slog.Logger
	mu   sync.Mutex
	said time.Time
	more int
}

func (t *tally) refused(source string, why error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.more++
	if now := time.Now(); now.Sub(t.said) >= time.Minute {
		t.log.Warn("connections were closed before it was known who asks", "count", t.more, "from", source, "err", why)
		t.said, t.more = now, 0
	}
}

// quiet leaves out what strangers make the server say as often as they like: that a
// handshake failed.
type quiet struct{ slog.Handler }

func (q quiet) Handle(ctx context.Context, r slog.Record) error {
	if bytes.HasPrefix([]byte(r.Message), []byte("http: TLS handshake error")) {
		return nil
	}
	return q.Handler.Handle(ctx, r)
}

func (q quiet) WithAttrs(a []slog.Attr) slog.Handler { return quiet{q.Handler.WithAttrs(a)} }
func (q quiet) WithGroup(n string) slog.Handler      { return quiet{q.Handler.WithGroup(n)} }

type connKey struct{}

func connOf(ctx context.Context) *conn {
	c, _ := ctx.Value(connKey{}).(*conn)
	return c
}

// Known says who is at the other end of a request's connection, by a name that is his
// alone; the first one of a connection stands. It fails if he has so many connections
// already. Of a request that another server took it says nothing.
func Known(ctx context.Context, who string, most int) error {
	if c := connOf(ctx); c != nil {
		return c.door.known(c, who, most)
	}
	return nil
}

// Stranger reports that nobody is known on a request's connection. Of a request that another
// server took it is false.
func Stranger(ctx context.Context) bool {
	c := connOf(ctx)
	return c != nil && !c.trusted.Load()
}

// HangUp reads nothing more from a request's connection, which closes once the answer is
// out. A handler calls it before it answers a request whose body nobody is to pay for.
func HangUp(ctx context.Context, w http.ResponseWriter) {
	// The server would read on, to use the connection for the next request.
	w.Header().Set("Connection", "close")
	if c := connOf(ctx); c != nil {
		c.deaf.Store(true)
	}
}

// Source is the part of an address that one stranger has one of: the address without its
// port; of IPv6 the network, since a host has as many addresses there as it likes.
func Source(addr string) string {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return addr
	}
	if ip := net.ParseIP(host); ip != nil && ip.To4() == nil {
		return ip.Mask(net.CIDRMask(64, 128)).String()
	}
	return host
}
