package node

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"io"
	"net/http"
	"time"

	"custos"
	"custos/access"
	"custos/bus"

	"github.com/coder/websocket"
)

// Client asks a fog's master over TLS 1.3 with a pinned key, each request
// signed by a principal.
type Client struct {
	base   string
	signer access.Signer
	http   *http.Client
}

// NewClient returns a client of the API at host:port whose node has the TLS key.
func NewClient(addr string, spki custos.Hash, signer access.Signer) *Client {
	cfg := &tls.Config{
		MinVersion: tls.VersionTLS13,
		// The key is pinned; there is no authority to ask.
		InsecureSkipVerify: true,
		VerifyConnection: func(cs tls.ConnectionState) error {
			if len(cs.PeerCertificates) == 0 || bus.SPKIHash(cs.PeerCertificates[0]) != spki {
				return custos.Errorf(custos.Denied, "%s shows another key than the pinned one", addr)
			}
			return nil
		},
	}
	return &Client{
		base: "https://" + addr, signer: signer,
		http: &http.Client{
			Transport:     &http.Transport{TLSClientConfig: cfg, MaxIdleConnsPerHost: 8, IdleConnTimeout: time.Minute},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
}

// Do sends a signed request and returns the response if its status is 200; else
// the error that the other side wrote. The caller closes the body.
func (c *Client) Do(ctx context.Context, method, path string, body []byte) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, method, c.base+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	if err := c.signer.SignHTTP(req, body); err != nil {
		return nil, err
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, custos.Errorf(custos.Unavailable, "%s does not answer: %w", c.base, err)
	}
	if resp.StatusCode != http.StatusOK {
		defer resp.Body.Close()
		b, _ := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
		return nil, access.ReadError(resp.StatusCode, b)
	}
	return resp, nil
}

// Bytes sends a signed request and returns the whole answer.
func (c *Client) Bytes(ctx context.Context, method, path string, body []byte) ([]byte, error) {
	resp, err := c.Do(ctx, method, path, body)
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
			b, _ := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
			return nil, access.ReadError(resp.StatusCode, b)
		}
		return nil, custos.Errorf(custos.Unavailable, "%s does not answer: %w", c.base, err)
	}
	conn.SetReadLimit(16 << 20)
	return conn, nil
}
