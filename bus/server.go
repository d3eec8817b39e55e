package bus

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"time"

	"custos.dev/custos"

	"github.com/nats-io/nats-server/v2/server"
)

// ServerConfig says how a node's bus listens and whose leaf it is.
type ServerConfig struct {
	Node custos.NodeName
	// Listen is where the node's own services connect: a loopback address.
	Listen string
	// LeafListen is where the edges and cloud nodes of a fog connect; empty on those.
	LeafListen string
	// LeafOf is the fog's LeafListen; empty on a fog.
	LeafOf string
	// Cert is the node's own key with a self-signed certificate.
	Cert tls.Certificate

	// Recover returns the account whose key signed a digest.
	Recover func(custos.Hash, []byte) (custos.Address, error)
	// Service says what a service may use that has shown an account's key.
	Service func(custos.ServiceID, custos.Address) (Rights, error)
	// Pinned says whether the other end of a leaf link may be the holder of the
	// key whose SubjectPublicKeyInfo has this SHA-256. It is asked at every
	// handshake, also of a resumed session.
	Pinned func(spki custos.Hash) error
	// Leaf says what the edge or cloud node with this key may use; not asked on those.
	Leaf func(spki custos.Hash) (Rights, error)

	// Recheck has everybody looked at again: who may not be here any more, or may use
	// other subjects than before, is disconnected. May be nil.
	Recheck <-chan struct{}
	// Refused is told who was refused what, as often as it happens; may be nil.
	Refused func(Refusal)
	// Linked is told every second whether the link to LeafOf is up; it may be nil.
	Linked func(up bool)
}

// leafUser is no secret: the pinned key is what lets a leaf in, but the library sends
// no CONNECT without a name.
const leafUser = "leaf"

// RunServer runs the server until ctx ends. It calls ready once it listens.
func RunServer(ctx context.Context, cfg ServerConfig, ready func(clientURL string)) error {
	d := &door{cfg: &cfg, guests: map[uint64]guest{}}
	opts, err := cfg.options(d)
	if err != nil {
		return err
	}
	if err := portFree(cfg.Listen, cfg.LeafListen); err != nil {
		return err
	}
	ns, err := server.NewServer(opts)
	if err != nil {
		return fmt.Errorf("start bus: %w", err)
	}
	ns.SetLoggerV2(violations{d}, false, false, false)
	go ns.Start()
	defer ns.WaitForShutdown()
	defer ns.Shutdown()
	for !ns.ReadyForConnections(100 * time.Millisecond) {
		if ctx.Err() != nil {
			return nil
		}
		if err := d.fatal.Load(); err != nil {
			return custos.Errorf(custos.Conflict, "the bus of %s does not start: %w", cfg.Node, *err)
		}
		if !ns.Running() {
			return custos.Errorf(custos.Unavailable, "the bus did not start on %s", cfg.Listen)
		}
	}
	ready(ns.ClientURL())
	every := time.NewTicker(time.Second)
	defer every.Stop()
	floods := floodWatch{door: d}
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-cfg.Recheck:
			d.recheck(ns)
		case now := <-every.C:
			if cfg.LeafOf != "" && cfg.Linked != nil {
				cfg.Linked(ns.NumLeafNodes() > 0)
			}
			floods.look(ns, now)
		}
	}
}

func (cfg *ServerConfig) options(d *door) (*server.Options, error) {
	host, port, err := hostPort(cfg.Listen)
	if err != nil {
		return nil, err
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return nil, custos.Errorf(custos.Invalid, "the bus listens for its node's own services only: %s is not a loopback address", cfg.Listen)
	}
	opts := &server.Options{
		ServerName: string(cfg.Node), Host: host, Port: port,
		CustomClientAuthentication: d, AlwaysEnableNonce: true, AuthTimeout: 5,
		MaxPayload: MaxPayload, MaxConn: maxConnections, MaxSubs: maxSubscriptions, MaxPending: pendingBytes,
		NoSigs:       true,
		PingInterval: 2 * time.Second, MaxPingsOut: 2, WriteDeadline: 5 * time.Second,
	}
	if cfg.LeafListen != "" {
		if opts.LeafNode.Host, opts.LeafNode.Port, err = hostPort(cfg.LeafListen); err != nil {
			return nil, err
		}
		opts.LeafNode.TLSConfig = cfg.tls()
		opts.LeafNode.TLSConfig.ClientAuth = tls.RequireAnyClientCert
		// Without it the server's INFO, with its names and versions, goes out in the clear.
		opts.LeafNode.TLSHandshakeFirst = true
		opts.LeafNode.TLSTimeout = 5
		opts.LeafNode.AuthTimeout = 5
	}
	if cfg.LeafOf != "" {
		opts.LeafNode.ReconnectInterval = 500 * time.Millisecond
		opts.LeafNode.Remotes = []*server.RemoteLeafOpts{{
			URLs:      []*url.URL{{Scheme: "tls", Host: cfg.LeafOf, User: url.UserPassword(leafUser, leafUser)}},
			TLS:       true,
			TLSConfig: cfg.tls(), TLSHandshakeFirst: true, TLSTimeout: 5,
		}}
	}
	return opts, nil
}

// What one node's server holds at most.
const (
	maxConnections   = 1024
	maxSubscriptions = 4096 // of one connection
)

// tls trusts no authority: the peer is who the pinned key says.
func (cfg *ServerConfig) tls() *tls.Config {
	return &tls.Config{
		MinVersion:   tls.VersionTLS13,
		Certificates: []tls.Certificate{cfg.Cert},
		// The chain is not checked, since there is none: VerifyConnection checks the key.
		InsecureSkipVerify: true,
		VerifyConnection: func(cs tls.ConnectionState) error {
			if len(cs.PeerCertificates) == 0 {
				return custos.Errorf(custos.Denied, "the other end of the leaf link shows no certificate")
			}
			return cfg.Pinned(SPKIHash(cs.PeerCertificates[0]))
		},
	}
}

// SPKIHash returns the SHA-256 of a certificate's SubjectPublicKeyInfo, by
// which the registry knows a node's TLS key.
func SPKIHash(c *x509.Certificate) custos.Hash { return sha256.Sum256(c.RawSubjectPublicKeyInfo) }

func hostPort(addr string) (string, int, error) {
	host, p, err := net.SplitHostPort(addr)
	if err != nil {
		return "", 0, custos.Errorf(custos.Invalid, "%q is not an address to listen on: want host:port", addr)
	}
	port, err := strconv.Atoi(p)
	if err != nil || port < 1 || port > 65535 {
		return "", 0, custos.Errorf(custos.Invalid, "%q is not an address to listen on: the port must be 1 to 65535", addr)
	}
	return host, port, nil
}

// portFree turns a taken port into a sentence before the server logs and waits.
func portFree(addrs ...string) error {
	for _, a := range addrs {
		if a == "" {
			continue
		}
		l, err := net.Listen("tcp", a)
		if err != nil {
			return custos.Errorf(custos.Conflict, "cannot listen on %s: choose another port in the site file, or stop what uses it: %w", a, err)
		}
		_ = l.Close()
	}
	return nil
}
