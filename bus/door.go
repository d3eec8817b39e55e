package bus

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"custos.dev/custos"

	"github.com/nats-io/nats-server/v2/server"
)

// Refusal is something that somebody was refused on a bus.
type Refusal struct {
	// Who is a service's name, or an edge's key in hexadecimal digits, as it was shown.
	Who  string
	Kind RefusalKind
	Why  string
}

// RefusalKind is what somebody tried.
type RefusalKind string

// What is refused on a bus.
const (
	RefusedEntry  RefusalKind = "entry"  // to be let in, or to stay
	RefusedSaying RefusalKind = "saying" // a subject to send to
	RefusedListen RefusalKind = "listen" // a subject to hear
	RefusedFlood  RefusalKind = "flood"  // to send so much
)

// door lets connections in: services by their registered keys, edges by their pinned ones.
type door struct {
	cfg *ServerConfig

	mu     sync.Mutex
	guests map[uint64]guest // by the server's number of the connection
	// shut are the edges that flooded, until when.
	shut map[custos.Hash]shutting

	// fatal is what the library could not do, such as to listen.
	fatal atomic.Pointer[error]
}

// guest is a connection that was let in.
type guest struct {
	id      custos.ServiceID
	account custos.Address
	leaf    custos.Hash // an edge's key; zero for a service
	rights  Rights
}

func (g *guest) who() string {
	if !g.leaf.IsZero() {
		return g.leaf.String()
	}
	return string(g.id)
}

// Check implements server.Authentication.
func (d *door) Check(c server.ClientAuthentication) bool {
	g, err := d.identify(c)
	if err == nil {
		g.rights, err = d.rights(&g)
	}
	if err != nil {
		kind := RefusedEntry
		if time.Now().Before(d.shutUntil(g.leaf)) {
			kind = RefusedFlood // it comes again and again, and must not hide other refusals
		}
		d.refuse(&g, kind, err.Error())
		return false
	}
	c.RegisterUser(&server.User{Username: g.who(), Permissions: permissions(g.rights)})
	d.mu.Lock()
	defer d.mu.Unlock()
	d.guests[c.GetID()] = g
	return true
}

// identify says who has shown his key.
func (d *door) identify(c server.ClientAuthentication) (g guest, err error) {
	switch c.Kind() {
	case server.LEAF:
		state := c.GetTLSConnectionState()
		if state == nil || len(state.PeerCertificates) == 0 {
			return g, custos.Errorf(custos.Denied, "the leaf link shows no key")
		}
		g.leaf = SPKIHash(state.PeerCertificates[0])
		return g, nil
	case server.CLIENT:
		opts := c.GetOpts()
		if g.id, g.account, err = readClaim(opts.Nkey); err != nil {
			return g, err
		}
		sig, err := encodeSignature.DecodeString(opts.Sig)
		if err != nil {
			return g, custos.Errorf(custos.Denied, "its signature does not parse")
		}
		by, err := d.cfg.Recover(claimDigest(d.cfg.Node, g.id, g.account, c.GetNonce()), sig)
		if err == nil && by != g.account {
			err = custos.Errorf(custos.Denied, "it is not signed by %s", g.account)
		}
		return g, err
	}
	return g, custos.Errorf(custos.Denied, "connections of this kind are not taken")
}

func (d *door) rights(g *guest) (Rights, error) {
	if g.leaf.IsZero() {
		return d.cfg.Service(g.id, g.account)
	}
	if err := d.cfg.Pinned(g.leaf); err != nil {
		return Rights{}, err
	}
	if until := d.shutUntil(g.leaf); time.Now().Before(until) {
		return Rights{}, custos.Errorf(custos.Denied, "it flooded the bus: its link is shut until %s", until.UTC().Format(time.TimeOnly))
	}
	return d.cfg.Leaf(g.leaf)
}

func (d *door) refuse(g *guest, kind RefusalKind, why string) {
	if d.cfg.Refused != nil {
		d.cfg.Refused(Refusal{Who: g.who(), Kind: kind, Why: why})
	}
}

// recheck disconnects whoever may not be here any more or may use other subjects now:
// a service connects again at once, and is told then what it may.
func (d *door) recheck(ns *server.Server) {
	d.mu.Lock()
	guests := maps.Clone(d.guests)
	d.mu.Unlock()
	for number, g := range guests {
		if ns.GetClient(number) == nil && ns.GetLeafNode(number) == nil {
			d.forget(number)
			continue
		}
		now, err := d.rights(&g)
		if err == nil && slices.Equal(now.Publish, g.rights.Publish) && slices.Equal(now.Subscribe, g.rights.Subscribe) {
			continue
		}
		d.forget(number)
		_ = ns.DisconnectClientByID(number) // it may have gone meanwhile
		if err != nil {
			d.refuse(&g, RefusedEntry, "it was disconnected: "+err.Error())
		}
	}
}

func (d *door) forget(number uint64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.guests, number)
}

// permissions allow what the rights name. A list that is empty would allow everything.
func permissions(r Rights) *server.Permissions {
	list := func(subjects []string) *server.SubjectPermission {
		if len(subjects) == 0 {
			return &server.SubjectPermission{Deny: []string{">"}}
		}
		return &server.SubjectPermission{Allow: subjects}
	}
	return &server.Permissions{Publish: list(r.Publish), Subscribe: list(r.Subscribe)}
}

// violations hears of refused subjects where the library tells of them: in its log.
type violations struct{ *door }

// violated is how the library says that a connection used a subject that it may not.
var violated = regexp.MustCompile(`[cl]id:(\d+).*(Publish|Subscription) Violation (?:on|- Subject|- Reply) "([^"]*)"`)

// Errorf implements server.Logger.
func (v violations) Errorf(format string, args ...any) {
	m := violated.FindStringSubmatch(fmt.Sprintf(format, args...))
	if m == nil {
		return
	}
	number, _ := strconv.ParseUint(m[1], 10, 64)
	v.mu.Lock()
	g := v.guests[number]
	v.mu.Unlock()
	kind, what := RefusedSaying, "sends to"
	if m[2] == "Subscription" {
		kind, what = RefusedListen, "listens on"
	}
	v.refuse(&g, kind, fmt.Sprintf("it %s %q, which is not for it", what, m[3]))
}

// Fatalf implements server.Logger. The library goes on without what failed, so RunServer
// looks for it.
func (v violations) Fatalf(format string, args ...any) {
	err := custos.Errorf(custos.Unavailable, format, args...)
	v.fatal.CompareAndSwap(nil, &err)
}

func (violations) Noticef(string, ...any) {}
func (violations) Warnf(string, ...any)   {}
func (violations) Debugf(string, ...any)  {}
func (violations) Tracef(string, ...any)  {}
