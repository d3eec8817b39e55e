package node

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/ledger"
	"custos.dev/custos/ledger/tunnel"
	"custos.dev/custos/service"
)

// peering keeps a ledger's node connected to the nodes that the registry names, as
// its own chain has it, and to nobody else.
type peering struct {
	*service.Env
	trust  *evidence.Trust
	tunnel *tunnel.Tunnel
	// data is the node's directory, file where it reads whom to call.
	data, file string
	known      chan struct{}
}

// newPeering prepares it. Who runs it removes the sockets' directory afterwards.
func newPeering(env *service.Env, t *evidence.Trust) (*peering, error) {
	p := &peering{Env: env, trust: t, data: filepath.Join(env.Dir, "chain"), file: filepath.Join(env.Dir, "peers"), known: make(chan struct{}, 1)}
	// Nobody is a peer before the chain was read.
	if err := os.WriteFile(p.file, nil, 0o600); err != nil {
		return nil, err
	}
	cert, _, err := service.TLSIdentity(env.Site.NodeDir(env.Node.Name), env.Node.Name)
	if err != nil {
		return nil, err
	}
	// Made anew: a killed process left its sockets, and nobody else may have made it.
	sockets := service.SocketPath(env.Site, env.ID, "peers")
	if err := errors.Join(os.MkdirAll(filepath.Dir(sockets), 0o700), os.RemoveAll(sockets), os.Mkdir(sockets, 0o700)); err != nil {
		return nil, err
	}
	p.tunnel = &tunnel.Tunnel{
		Listen: env.Node.P2P, Certificate: cert, Sockets: sockets, ID: p.id, Log: env.Log,
		Known: func() {
			select {
			case p.known <- struct{}{}:
			default:
			}
		},
	}
	return p, nil
}

// id is the own node's; it has one since its first start.
func (p *peering) id() (id tunnel.ID, ok bool) {
	b, err := os.ReadFile(filepath.Join(p.data, "node.json"))
	if err != nil {
		return id, false
	}
	var ready struct {
		ID string `json:"id"`
	}
	if json.Unmarshal(b, &ready) != nil || len(ready.ID) != 2*len(id) {
		return id, false
	}
	_, err = hex.Decode(id[:], []byte(ready.ID))
	return id, err == nil
}

// follow takes the peers from the registry at each new head, so that a removed
// owner is cut off by the block that removes him.
func (p *peering) follow(ctx context.Context) error {
	first, err := LoadPeers(p.Site)
	if err != nil {
		return err
	}
	client, err := DialLedger(ctx, p.Site, p.trust, p.Node)
	if err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
	defer client.Close()
	moved := make(chan struct{}, 1)
	var waiting sync.WaitGroup
	defer waiting.Wait()
	waiting.Go(func() { awaitHeads(ctx, client, moved) })
	var at custos.Hash
	written, said := "", ""
	for ctx.Err() == nil {
		again := time.Duration(math.MaxInt64)
		err := p.look(ctx, client, first, &at)
		if err == nil {
			err = p.tell(&written)
		}
		if err != nil && ctx.Err() == nil && err.Error() != said {
			p.Log.Warn("the peers stay as they were", "err", err)
			said = err.Error()
		} else if err == nil {
			said = ""
		}
		if err != nil {
			again = 250 * time.Millisecond
		}
		select {
		case <-ctx.Done():
		case <-p.known:
		case <-moved:
		case <-time.After(again):
		}
	}
	return nil
}

// awaitHeads tells of each new head, until ctx ends.
func awaitHeads(ctx context.Context, c *ledger.Client, moved chan<- struct{}) {
	var last custos.Hash
	for ctx.Err() == nil {
		head, err := c.NextHead(ctx, last, time.Minute)
		if err != nil {
			select {
			case <-ctx.Done():
			case <-time.After(250 * time.Millisecond):
			}
			continue
		}
		if head.Hash == last {
			continue
		}
		last = head.Hash
		select {
		case moved <- struct{}{}:
		default:
		}
	}
}

// look reads the registry if the head is another than at.
func (p *peering) look(ctx context.Context, c *ledger.Client, first []custos.Principal, at *custos.Hash) error {
	head, err := c.Head(ctx)
	if err != nil || head.Hash == *at {
		return err
	}
	var principals []custos.Principal
	owners, err := c.Owners(ctx)
	if err == nil {
		principals, err = c.Principals(ctx)
	}
	// A chain that does not reach to where the contracts stand has no word on anybody.
	if err != nil && !c.Unborn(ctx, err) {
		return err
	}
	_, self, err := service.TLSIdentity(p.Site.NodeDir(p.Node.Name), p.Node.Name)
	if err != nil {
		return err
	}
	p.tunnel.SetPeers(peersOf(owners, principals, first, self))
	*at = head.Hash
	return nil
}

// peersOf are the active fogs of active owners, and those that a node begins with
// as long as the registry has no word on them: a newcomer's chain is empty, and the
// founders' nodes are registered only by blocks that they make together.
func peersOf(owners []custos.Owner, principals, first []custos.Principal, self custos.Hash) []tunnel.Peer {
	active, known := map[custos.Address]bool{}, map[custos.Address]bool{}
	for _, o := range owners {
		active[o.Address], known[o.Address] = o.Active, true
	}
	var out []tunnel.Peer
	registered := map[custos.Address]bool{}
	taken := map[custos.Hash]bool{self: true, {}: true}
	add := func(n custos.Principal) {
		if !taken[n.TLSKey] {
			taken[n.TLSKey] = true
			out = append(out, tunnel.Peer{Name: n.Name, Key: n.TLSKey, Addr: n.Endpoints.Get("peer")})
		}
	}
	for _, n := range principals {
		registered[n.Address] = true
		if n.Active && active[n.Owner] && n.Role == custos.RoleFog {
			add(n)
		}
	}
	for _, n := range first {
		if !registered[n.Address] && (active[n.Owner] || !known[n.Owner]) {
			add(n)
		}
	}
	return out
}

// tell lists for the own node the peers whose IDs are known.
func (p *peering) tell(written *string) error {
	var text strings.Builder
	for _, s := range p.tunnel.Peers() {
		if s.ID != (tunnel.ID{}) {
			text.WriteString(hex.EncodeToString(s.ID[:]) + "\n")
		}
	}
	if text.String() == *written {
		return nil
	}
	if err := os.WriteFile(p.file, []byte(text.String()), 0o600); err != nil {
		return err
	}
	*written = text.String()
	return nil
}
