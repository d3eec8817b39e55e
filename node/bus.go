package node

import (
	"context"
	"sync"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/bus"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/service"

	"golang.org/x/sync/errgroup"
)

// unlinkedFor is how long a leaf's bus may be without its link before it says so.
const unlinkedFor = 10 * time.Second

// RunBus is the bus service: the node's NATS server, an edge's or a cloud node's as a leaf
// of its fog's. Who may use which subjects follows from parts, the services of the node, its
// fog and its leaves.
func RunBus(ctx context.Context, env *service.Env, parts []Part) error {
	cert, own, err := service.TLSIdentity(env.Site.NodeDir(env.Node.Name), env.Node.Name)
	if err != nil {
		return err
	}
	k, err := key.LoadOrCreate(ServiceKey(env.Site, env.ID))
	if err != nil {
		return err
	}
	if _, err := LoadPins(env.Site); err != nil {
		return err
	}
	recheck := make(chan struct{}, 1)
	d := &busDoor{
		Env: env, own: k.Address(), wiring: NewWiring(env.Site, env.Node.Name, parts),
		leaves: &leafKeys{Env: env, refused: map[custos.Hash]bool{}}, recheck: recheck,
		said: map[string]time.Time{},
	}
	cfg := bus.ServerConfig{
		Node: env.Node.Name, Listen: env.Node.Bus, LeafListen: env.Node.Leaf, Cert: cert,
		Recover: recoverSigner, Service: d.service, Pinned: d.leaves.check, Leaf: d.leaf, Recheck: recheck, Refused: d.refused,
	}
	if of, ok := env.Site.LeafOf(env.Node); ok {
		fog, _ := env.Site.Node(of)
		cfg.LeafOf = fog.Leaf
		link := &leafLink{since: time.Now()}
		cfg.Linked = func(up bool) {
			switch link.told(up, time.Now()) {
			case linkLost:
				env.Log.Warn("there is no link to the fog, so this node's services wait: see that the fog runs and is reached at this address, and that its site file names this node; the fog pins the node's key when `custos up` starts there",
					"fog", fog.Name, "address", fog.Leaf, "key", own)
			case linkBack:
				env.Log.Info("the link to the fog is up", "fog", fog.Name)
			}
		}
	}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return bus.RunServer(ctx, cfg, func(string) { env.Ready() }) })
	g.Go(func() error { return d.watch(ctx) })
	return g.Wait()
}

// leafKeys says who may be at the other end of a node's leaf links.
type leafKeys struct {
	*service.Env
	mu sync.Mutex
	// refused are those that were logged: a leaf tries twice a second.
	refused map[custos.Hash]bool
}

// mostRefused bounds how many strange keys are remembered; more are not logged.
const mostRefused = 100

// check reads the pins at each handshake, so that a key which is pinned while the bus runs
// counts at once.
func (k *leafKeys) check(spki custos.Hash) error {
	pins, err := LoadPins(k.Site)
	if err != nil {
		return err
	}
	if !spki.IsZero() && k.may(pins)[spki] {
		return nil
	}
	k.mu.Lock()
	said := k.refused[spki] || len(k.refused) >= mostRefused
	k.refused[spki] = true
	k.mu.Unlock()
	if !said {
		k.Log.Warn("a leaf link is refused: its key is of no edge or cloud node that this node knows. If it is one of this site's, name it in the site file here and start `custos up` again, which pins its key", "key", spki)
	}
	return custos.Errorf(custos.Denied, "the key %s is not one that %s knows", spki, k.Node.Name)
}

// may are the keys of the other ends: of a leaf its fog, of a fog its leaves.
func (k *leafKeys) may(pins Pins) map[custos.Hash]bool {
	may := map[custos.Hash]bool{}
	if fog, ok := k.Site.LeafOf(k.Node); ok {
		may[pins[fog]] = true
	}
	for _, e := range k.nodes() {
		may[pins[e]] = true
	}
	return may
}

// nodes are the leaves of a fog, also edges that were taken out of the site file and still
// serve their recordings.
func (k *leafKeys) nodes() []custos.NodeName {
	var out []custos.NodeName
	for _, e := range k.Site.Leaves(k.Node.Name) {
		out = append(out, e.Name)
	}
	for _, e := range k.Site.GoneEdges(k.Node.Name) {
		out = append(out, e.Name)
	}
	return out
}

// linkState is what is to be said of a link.
type linkState int

const (
	linkSame linkState = iota
	linkLost
	linkBack
)

// leafLink tells when it is worth a word that a link is there or not.
type leafLink struct {
	since time.Time // when it was last there, or the bus began
	said  bool      // that it is not
}

func (l *leafLink) told(up bool, now time.Time) linkState {
	if up {
		l.since = now
		if l.said {
			l.said = false
			return linkBack
		}
		return linkSame
	}
	if !l.said && now.Sub(l.since) >= unlinkedFor {
		l.said = true
		return linkLost
	}
	return linkSame
}
