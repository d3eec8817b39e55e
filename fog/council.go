package fog

import (
	"context"
	"crypto/ed25519"
	"net/http"
	"sync"

	"custos.dev/custos"
	"custos.dev/custos/access"
	"custos.dev/custos/client"
	"custos.dev/custos/evidence"

	"golang.org/x/mod/sumdb/note"
)

// council is the owners and their logs as the registry has them now: whose
// cosignatures to ask for, how many are needed, and whose logs to cosign.
type council struct {
	own    ownPeer
	domain custos.Resource
	signer access.Signer
	index  *access.Index

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
	fogs := map[custos.Address]endpoint{}
	for _, p := range c.index.Principals() {
		if api := p.Endpoints.Get("api"); p.Active && p.Role == custos.RoleFog && api != "" && !p.TLSKey.IsZero() {
			fogs[p.Owner] = endpoint{api, p.TLSKey}
		}
	}
	var out []Peer
	live := map[endpoint]*client.Client{}
	for _, o := range c.trust.Owners {
		p := peer{name: evidence.WitnessName(o.Domain), key: ed25519.PublicKey(o.WitnessKey[:])}
		if o.Domain == c.domain {
			out = append(out, c.own)
			continue
		}
		f := fogPeer{peer: p}
		if at, ok := fogs[o.Address]; ok {
			if f.client = c.clients[at]; f.client == nil {
				f.client = client.New(at.addr, at.key, c.signer.Key, c.signer.ChainID)
			}
			live[at] = f.client
		}
		out = append(out, f)
	}
	c.clients = live
	return out, c.trust.Threshold
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
