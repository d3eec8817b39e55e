// Package client asks Custos services over HTTP: TLS 1.3 to a node whose key is pinned,
// and each request signed by a principal's key (RFC 9421, in the profile of ERC-8128).
//
//	k, err := client.LoadKey("police.key")
//	c := client.New("fog.example:7103", pin, k, chainID)
//	events, err := c.Events(ctx, client.Query{Limit: 10})
//
// A program that has a http.Client of its own signs by Transport instead. The chain's
// number is in the trust file, the pin of each node in the site's nodes.json (see PinsPath).
package client

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"sync"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/access"
	"custos.dev/custos/api"
	"custos.dev/custos/ledger/key"

	"github.com/coder/websocket"
)

// Client asks one node. It is safe for concurrent use and has no goroutines of its
// own; idle connections are closed after a minute.
type Client struct {
	base   string
	signer access.Signer
	http   *http.Client // does not sign
}

// LoadKey reads a principal's key from its file.
func LoadKey(file string) (*key.Key, error) { return key.Load(file) }

// New returns a client of the node that answers at host:port and has the TLS key whose
// SubjectPublicKeyInfo hashes to pin. Requests are signed by k for a chain.
func New(addr string, pin custos.Hash, k *key.Key, chainID uint64) *Client {
	return &Client{base: "https://" + addr, signer: access.Signer{Key: k, ChainID: chainID}, http: pinned(addr, pin, 8)}
}

// pinned is a client that speaks to one node only. Redirections are answers: what was
// signed for one place is not sent to another.
func pinned(addr string, pin custos.Hash, idle int) *http.Client {
	cfg := &tls.Config{
		MinVersion: tls.VersionTLS13,
		// The key is pinned; there is no authority to ask.
		InsecureSkipVerify: true,
		VerifyConnection: func(cs tls.ConnectionState) error {
			if len(cs.PeerCertificates) == 0 || custos.Hash(sha256.Sum256(cs.PeerCertificates[0].RawSubjectPublicKeyInfo)) != pin {
				return custos.Errorf(custos.Denied, "%s shows another key than the pinned one", addr)
			}
			return nil
		},
	}
	return &http.Client{
		Transport:     &http.Transport{TLSClientConfig: cfg, MaxIdleConnsPerHost: idle, IdleConnTimeout: time.Minute},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// Do sends a signed request and returns the response if its status is 200; else
// the error that the other side wrote. The caller closes the body.
func (c *Client) Do(ctx context.Context, method, path string, body []byte) (*http.Response, error) {
	return c.do(ctx, c.http, method, path, body, func(r *http.Request) error { return c.signer.SignHTTP(r, body) })
}

func (c *Client) do(ctx context.Context, by *http.Client, method, path string, body []byte, authorize func(*http.Request) error) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, method, c.base+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	if err := authorize(req); err != nil {
		return nil, err
	}
	resp, err := by.Do(req)
	if err != nil {
		return nil, custos.Errorf(custos.Unavailable, "%s does not answer: %w", c.base, err)
	}
	if resp.StatusCode != http.StatusOK {
		defer resp.Body.Close()
		b, _ := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
		return nil, api.ReadError(resp.StatusCode, b)
	}
	return resp, nil
}

// URL is where the node answers at a path.
func (c *Client) URL(path string) string { return c.base + path }

// Transport signs what other software sends to the node.
func (c *Client) Transport() *Transport { return &Transport{Signer: c.signer, Base: c.http.Transport} }

// Bytes sends a signed request and returns the whole answer.
func (c *Client) Bytes(ctx context.Context, method, path string, body []byte) ([]byte, error) {
	return whole(c.Do(ctx, method, path, body))
}

func whole(resp *http.Response, err error) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

// JSON sends a signed request and decodes the answer.
func (c *Client) JSON(ctx context.Context, method, path string, body []byte, v any) error {
	b, err := c.Bytes(ctx, method, path, body)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, v)
}

// WebSocket opens a signed WebSocket.
func (c *Client) WebSocket(ctx context.Context, path string) (*websocket.Conn, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+path, nil)
	if err != nil {
		return nil, err
	}
	if err := c.signer.SignHTTP(req, nil); err != nil {
		return nil, err
	}
	conn, resp, err := websocket.Dial(ctx, c.base+path, &websocket.DialOptions{HTTPClient: c.http, HTTPHeader: req.Header})
	if err != nil {
		if resp != nil && resp.StatusCode != http.StatusSwitchingProtocols {
			defer resp.Body.Close()
			b, _ := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
			return nil, api.ReadError(resp.StatusCode, b)
		}
		return nil, custos.Errorf(custos.Unavailable, "%s does not answer: %w", c.base, err)
	}
	conn.SetReadLimit(16 << 20)
	return conn, nil
}

// Transport signs what it sends by Base: for programs with a http.Client of their own.
// It reads each request's body into memory, which is at most access.MaxBody. Where the
// principal's budget is used up it waits, as the node says for how long, and sends again.
type Transport struct {
	Signer access.Signer
	// Base sends; nil is http.DefaultTransport. It says whom to trust.
	Base http.RoundTripper
}

// A request that is refused since a budget is used up is sent so often again, after a wait
// of at most so long.
const (
	mostTries   = 5
	longestWait = 10 * time.Second
)

// RoundTrip implements http.RoundTripper.
func (t *Transport) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(io.LimitReader(r.Body, access.MaxBody+1)); err != nil {
			return nil, err
		}
		r.Body.Close()
		if len(body) > access.MaxBody {
			return nil, custos.Errorf(custos.Invalid, "a signed request has a body of at most %d bytes", access.MaxBody)
		}
	}
	base := t.Base
	if base == nil {
		base = http.DefaultTransport
	}
	for try := 0; ; try++ {
		again := r.Clone(r.Context())
		again.Body = io.NopCloser(bytes.NewReader(body))
		if err := t.Signer.SignHTTP(again, body); err != nil {
			return nil, err
		}
		resp, err := base.RoundTrip(again)
		if err != nil || resp.StatusCode != http.StatusTooManyRequests || try == mostTries {
			return resp, err
		}
		seconds, err := strconv.Atoi(resp.Header.Get("Retry-After"))
		if err != nil || time.Duration(seconds)*time.Second > longestWait {
			return resp, nil
		}
		resp.Body.Close()
		select {
		case <-r.Context().Done():
			return nil, context.Cause(r.Context())
		case <-time.After(time.Duration(seconds) * time.Second):
		}
	}
}

// Session is one connection on which requests are not signed each: a token, which is
// worth nothing on any other connection, stands for the one signature that opened it.
// Requests go one after the other. It is for many small requests; what the node passes
// on to a camera (live pictures, recordings) must be signed by itself, with Client.
type Session struct {
	c     *Client
	http  *http.Client
	mu    sync.Mutex
	token access.Token
}

// Session opens a session when the first request needs it, and anew when it has ended
// or the connection has.
func (c *Client) Session() *Session {
	base := c.http.Transport.(*http.Transport).Clone()
	base.MaxConnsPerHost, base.MaxIdleConnsPerHost = 1, 1
	return &Session{c: c, http: &http.Client{Transport: base, CheckRedirect: c.http.CheckRedirect}}
}

// Close ends the connection, and with it the session.
func (s *Session) Close() { s.http.CloseIdleConnections() }

// Bytes sends a request and returns the whole answer.
func (s *Session) Bytes(ctx context.Context, method, path string, body []byte) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for renewed := false; ; renewed = true {
		if s.token.Secret == "" || time.Until(s.token.Until) < time.Second {
			if err := s.open(ctx); err != nil {
				return nil, err
			}
			renewed = true
		}
		b, err := whole(s.c.do(ctx, s.http, method, path, body, func(r *http.Request) error {
			r.Header.Set("Authorization", access.SessionScheme+" "+s.token.Secret)
			return nil
		}))
		if renewed || custos.KindOf(err) != custos.Denied {
			return b, err
		}
		s.token = access.Token{} // of a connection that is gone, perhaps
	}
}

func (s *Session) open(ctx context.Context) error {
	b, err := whole(s.c.do(ctx, s.http, http.MethodPost, access.SessionPath, nil, func(r *http.Request) error { return s.c.signer.SignHTTP(r, nil) }))
	if err != nil {
		return err
	}
	return json.Unmarshal(b, &s.token)
}

// JSON sends a request and decodes the answer.
func (s *Session) JSON(ctx context.Context, method, path string, body []byte, v any) error {
	b, err := s.Bytes(ctx, method, path, body)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, v)
}
