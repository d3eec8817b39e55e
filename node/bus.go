package node

import (
	"context"
	"path/filepath"

	"custos"
	"custos/bus"
	"custos/service"
)

func busToken(site *service.Site, n custos.NodeName) (string, error) {
	return service.Token(filepath.Join(site.NodeDir(n), "bus.token"))
}

// RunBus is the bus service: the node's NATS server, a leaf of its fog's.
func RunBus(ctx context.Context, env *service.Env) error {
	token, err := busToken(env.Site, env.Node.Name)
	if err != nil {
		return err
	}
	cert, _, err := service.TLSIdentity(env.Site.NodeDir(env.Node.Name), env.Node.Name)
	if err != nil {
		return err
	}
	pins, err := LoadPins(env.Site)
	if err != nil {
		return err
	}
	may := map[custos.Hash]bool{}
	cfg := bus.ServerConfig{Node: env.Node.Name, Listen: env.Node.Bus, Token: token, LeafListen: env.Node.Leaf, Cert: cert}
	if env.Node.Tier == custos.Edge {
		fog, _ := env.Site.Node(env.Node.Fog)
		cfg.LeafOf = fog.Leaf
		may[pins[fog.Name]] = true
	}
	for _, e := range env.Site.Edges(env.Node.Name) {
		may[pins[e.Name]] = true
	}
	cfg.Pinned = func(spki custos.Hash) error {
		if spki.IsZero() || !may[spki] {
			env.Log.Warn("a leaf link with a strange key is refused", "key", spki)
			return custos.Errorf(custos.Denied, "the key %s is not one that %s knows", spki, env.Node.Name)
		}
		return nil
	}
	return bus.RunServer(ctx, cfg, func(string) { env.Ready() })
}
