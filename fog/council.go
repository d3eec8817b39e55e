package fog

import (
	"context"
	"crypto/ed25519"
	"net/http"
	"slices"
	"sync"

	"custos.dev/custos"
	"custos.dev/custos/access"
	"custos.dev/custos/client"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/mirror"

	"golang.org/x/mod/sumdb/note"
)

// council is the owners and their logs as the registry has them now: whose
// cosignatures to ask for, how many are needed, and whose logs to cosign.
type council struct {
	own    ownPeer
	domain custos.Resource
	signer access.Signer
	index  *access.Index
	// before is who is registered, for as long as the index has not begun to follow: at a start.
	before []custos.Principal

	mu      sync.Mutex
	trust   *evidence.Trust
	clients map[endpoint]*client.Client
}

// endpoint is where a fog's API answers, and the key that it must show there.
type endpoint struct {
	addr string
	key  custos.Hash
}

// follow takes the registry's newest state.
func (c *council) follow(t *evidence.Trust) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.trust = t
}

// witnesses returns every owner's witness, the own one among them, and how many
// must cosign. An owner none of whose fogs says where it answers is among them too:
// it counts, and cannot be reached.
func (c *council) witnesses() ([]Peer, int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	clients := c.dial()
	var out []Peer
	for _, o := range c.trust.Owners {
		p := peer{name: evidence.WitnessName(o.Domain), key: ed25519.PublicKey(o.WitnessKey[:])}
		if o.Domain == c.domain {
			out = append(out, c.own)
			continue
		}
		f := fogPeer{peer: p}
		f.client = clients[o.Address]
		out = append(out, f)
	}
	return out, c.trust.Threshold
}

// others are the other owners' witnesses.
func (c *council) others() []Peer {
	all, _ := c.witnesses()
	return slices.DeleteFunc(all, func(p Peer) bool { return p.Name() == c.own.Name() })
}

// dial returns how the owners' fogs are asked that say where they answer; the caller holds the lock.
func (c *council) dial() map[custos.Address]*client.Client {
	of := map[custos.Address]*client.Client{}
	live := map[endpoint]*client.Client{}
	all := c.index.Principals()
	if len(all) == 0 {
		all = c.before
	}
	for _, p := range all {
		api := p.Endpoints.Get("api")
		if !p.Active || p.Role != custos.RoleFog || api == "" || p.TLSKey.IsZero() {
			continue
		}
		at := endpoint{api, p.TLSKey}
		if live[at] = c.clients[at]; live[at] == nil {
			live[at] = client.New(at.addr, at.key, c.signer.Key, c.signer.ChainID)
		}
		of[p.Owner] = live[at]
	}
	c.clients = live
	return of
}

// remotes are the other owners' masters that say where they answer, by their owners' accounts: each
// has its own log, and mirrors those of others. The caller holds the lock.
func (c *council) remotes() map[custos.Address]*mirror.Remote {
	clients := c.dial()
	out := map[custos.Address]*mirror.Remote{}
	for _, o := range c.trust.Owners {
		if by := clients[o.Address]; o.Domain != c.domain && by != nil {
			out[o.Address] = &mirror.Remote{Client: by, Of: string(o.Name) + "'s master", Own: c.originOf(o.Domain)}
		}
	}
	return out
}

// logs are the other owners' logs, and whom to ask for each.
func (c *council) logs() []mirror.Log {
	c.mu.Lock()
	defer c.mu.Unlock()
	remotes := c.remotes()
	var out []mirror.Log
	for _, l := range c.trust.Logs {
		i := slices.IndexFunc(c.trust.Owners, func(o custos.Owner) bool { return o.Address == l.Owner && o.Domain == l.Domain })
		keys, err := mirror.KeysOf(l)
		if l.Domain == c.domain || i < 0 || err != nil {
			continue
		}
		of := mirror.Log{Origin: l.Origin, Owner: c.trust.Owners[i].Name, Keys: keys, Own: remotes[l.Owner]}
		for owner, r := range remotes {
			if owner != l.Owner {
				of.Others = append(of.Others, r)
			}
		}
		out = append(out, of)
	}
	return out
}

// originOf is the log of a domain; "" if it has none. The caller holds the lock.
func (c *council) originOf(domain custos.Resource) string {
	for _, l := range c.trust.Logs {
		if l.Domain == domain {
			return l.Origin
		}
	}
	return ""
}

// mirrors reports whether an account may read this log as a whole: the master of another active
// owner, who is named by the log that it signs; the own owner's; an authority.
func (c *council) mirrors(who custos.Address) bool {
	if p, ok := c.index.Principal(who); ok && p.Active && p.Role == custos.RoleAuthority {
		return true
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.ContainsFunc(c.trust.Logs, func(l evidence.TrustLog) bool {
		return l.Signer == who && slices.ContainsFunc(c.trust.Owners, func(o custos.Owner) bool { return o.Address == l.Owner })
	})
}

// owners are the active ones.
func (c *council) owners() []custos.Owner {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.trust.Owners
}

// verifier knows an owner's log by its Ed25519 key.
func (c *council) verifier(origin string) (note.Verifier, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, l := range c.trust.Logs {
		if l.Origin == origin {
			v, err := evidence.NoteVerifier(origin, ed25519.PublicKey(l.Key[:]))
			return v, err == nil
		}
	}
	return nil, false
}

type peer struct {
	name string
	key  ed25519.PublicKey
}

func (p peer) Name() string           { return p.name }
func (p peer) Key() ed25519.PublicKey { return p.key }

type ownPeer struct {
	peer
	*Witness
}

func (p ownPeer) Name() string           { return p.peer.name }
func (p ownPeer) Key() ed25519.PublicKey { return p.peer.key }

type fogPeer struct {
	peer
	client *client.Client // nil: nobody knows where it answers
}

func (p fogPeer) AddCheckpoint(ctx context.Context, body []byte) (string, error) {
	if p.client == nil {
		return "", custos.Errorf(custos.Unavailable, "no fog of its owner says in the registry where it answers")
	}
	b, err := p.client.Bytes(ctx, http.MethodPost, "/witness/add-checkpoint", body)
	return string(b), err
}
