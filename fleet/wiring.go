package fleet

import (
	"context"
	"slices"

	"custos.dev/custos"
	"custos.dev/custos/node"
	"custos.dev/custos/service"
)

// runBus is the bus service of a node, which goes by the table of services.
func runBus(ctx context.Context, env *service.Env) error {
	return node.RunBus(ctx, env, parts(env.Site, env.Node.Name))
}

// parts are partsOf: a row of the table cannot name a function that reads the table.
var parts func(*service.Site, custos.NodeName) []node.Part

func init() { parts = partsOf }

// partsOf lists the services that the bus of a node carries something for.
func partsOf(site *service.Site, of custos.NodeName) []node.Part {
	var out []node.Part
	for _, i := range Instances(site, "") {
		if !i.Kind.NoBus && node.Near(site, of, i.node.Name) {
			out = append(out, node.Part{ID: i.ID, Kind: i.Kind.Name, Asks: slices.Concat(everybodyAsks, i.Kind.asks), Says: i.Kind.says})
		}
	}
	return out
}
