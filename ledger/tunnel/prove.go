package tunnel

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"io"
	"net"
	"time"

	"custos.dev/custos"
)

// keepAlive finds a peer that is gone without a word within half a minute.
var keepAlive = net.KeepAliveConfig{Enable: true, Idle: 10 * time.Second, Interval: 5 * time.Second, Count: 4}

// config pins keys: the one of the peer that is called, or those of all peers for
// who calls. VerifyConnection runs on every handshake, a resumed one too; tickets
// are off besides, so that no session outlives its pin.
func (t *Tunnel) config(called *custos.Hash) *tls.Config {
	return &tls.Config{
		MinVersion: tls.VersionTLS13, Certificates: []tls.Certificate{t.Certificate}, NextProtos: []string{alpn},
		ClientAuth: tls.RequireAnyClientCert, SessionTicketsDisabled: true,
		// Keys are pinned; there is no authority to ask.
		InsecureSkipVerify: true,
		VerifyConnection: func(cs tls.ConnectionState) error {
			key, err := keyOf(cs)
			if err != nil {
				return err
			}
			if called != nil && key != *called {
				return custos.Errorf(custos.Denied, "it shows the key %s, the registry says %s", key, *called)
			}
			if t.pinned(key) == nil {
				return custos.Errorf(custos.Denied, "the registry names no node with the key %s", key)
			}
			return nil
		},
	}
}

func keyOf(cs tls.ConnectionState) (custos.Hash, error) {
	if len(cs.PeerCertificates) == 0 || cs.NegotiatedProtocol != alpn {
		return custos.Hash{}, custos.Errorf(custos.Denied, "it shows no key, or speaks another protocol")
	}
	return sha256.Sum256(cs.PeerCertificates[0].RawSubjectPublicKeyInfo), nil
}

func (t *Tunnel) pinned(key custos.Hash) *peer {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.peers[key]
}

// prove runs the TLS handshake and returns whose key was shown.
func (t *Tunnel) prove(ctx context.Context, c *tls.Conn) (*tls.Conn, *peer, error) {
	ctx, cancel := context.WithTimeout(ctx, handshakeTime)
	defer cancel()
	if err := c.HandshakeContext(ctx); err != nil {
		return nil, nil, err
	}
	key, err := keyOf(c.ConnectionState())
	if err != nil {
		return nil, nil, err
	}
	p := t.pinned(key)
	if p == nil { // removed this moment
		return nil, nil, custos.Errorf(custos.Denied, "the registry names no node with the key %s any more", key)
	}
	return c, p, nil
}

// hello tells the other side the own node's ID and returns its. Who calls speaks first.
func (t *Tunnel) hello(c *tls.Conn, called bool) (id ID, err error) {
	own, ok := t.ID()
	if !ok {
		return id, custos.Errorf(custos.Unavailable, "the own node has not started yet")
	}
	_ = c.SetDeadline(time.Now().Add(handshakeTime))
	defer func() { _ = c.SetDeadline(time.Time{}) }()
	if called {
		if _, err := c.Write(own[:]); err != nil {
			return id, err
		}
	}
	if _, err := io.ReadFull(c, id[:]); err != nil {
		return id, err
	}
	if !onCurve(id[:]) {
		return id, custos.Errorf(custos.Denied, "it names a node ID that is no public key")
	}
	if !called {
		if _, err := c.Write(own[:]); err != nil {
			return id, err
		}
	}
	return id, nil
}

// admit counts a caller who has not proved anything yet, and refuses him where
// there are too many, so that a flood of them holds nothing but its own.
func (t *Tunnel) admit(c net.Conn) (done func(), ok bool) {
	if tcp, is := c.(*net.TCPConn); is {
		_ = tcp.SetKeepAliveConfig(keepAlive)
	}
	host, _, err := net.SplitHostPort(c.RemoteAddr().String())
	if err != nil {
		return nil, false
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.waiting >= maxUnproven || t.unproven[host] >= maxUnprovenFrom {
		return nil, false
	}
	if t.unproven == nil {
		t.unproven = map[string]int{}
	}
	t.waiting++
	t.unproven[host]++
	once := false
	return func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		if once {
			return
		}
		once = true
		t.waiting--
		if t.unproven[host]--; t.unproven[host] == 0 {
			delete(t.unproven, host)
		}
	}, true
}
