package main

import (
	"context"
	"slices"
	"strings"

	"custos"
	"custos/analyze"
	"custos/analyze/host"
	"custos/analyze/remote"
	"custos/edge"
	"custos/fog"
	"custos/journal"
	"custos/node"
	"custos/service"
)

// kind is one row of the table of services. Every service is a process of its
// own with a private database; nothing else in the program lists them.
type kind struct {
	name string
	tier custos.Tier
	does string
	// each names the instances on a node; nil means one, of the kind's name.
	each func(*service.Site, *service.Node) []string
	run  func(context.Context, *service.Env) error
	// retired runs in place of run where the instance serves what was taken out of the site
	// file; nil means that nothing does.
	retired func(context.Context, *service.Env) error
	// rights are what the owner grants each instance on its domain.
	rights custos.Action
	// asks are what it asks of others over the bus, besides what every service asks, and
	// says what it says to everybody there: the bus lets it use these subjects only.
	asks []node.Asking
	says []string
}

// everybodyAsks are what each service asks: to commit, and to read the chain.
var everybodyAsks = []node.Asking{
	{Kind: "master", What: journal.CommitRequest},
	{Kind: "master", What: journal.StandingRequest},
	{Kind: "ledger", What: node.RPCRequest},
}

// services is the table. The analyzers' rows follow from their specs.
var services = append([]kind{
	{name: "bus", does: "the node's NATS server; an edge's is a leaf of its fog's", run: runBus, retired: runBus},
	{name: "camera", tier: custos.Edge, does: "one camera: records, seals, frames into a ring, live out", each: cameras, run: edge.RunCamera, retired: edge.RunArchive},
	{name: "ledger", tier: custos.Fog, does: "an Ethereum node: mines, holds the contracts", run: node.RunLedger, says: node.LedgerSays},
	{name: "master", tier: custos.Fog, does: "the domain's database and log: commits, witnesses, anchors, answers", run: fog.RunMaster, rights: custos.Features, asks: []node.Asking{
		{Kind: "camera", What: node.LiveRequest}, {Kind: "camera", What: node.RecordingRequest}, {Kind: "camera", What: node.SnapshotRequest}, {Kind: "feature", What: node.SimilarRequest},
	}},
	{name: "console", tier: custos.Cloud, does: "the web application for people", run: runConsole},
}, analyzers()...)

// analyzers are the rows of the analyzers.
func analyzers() []kind {
	var out []kind
	for _, s := range host.Specs() {
		k := kind{name: s.Name, tier: s.Tier, does: s.Does, run: host.Run(s), rights: s.Rights}
		if s.Input.Source == analyze.Events {
			k.asks = []node.Asking{{Kind: s.Input.From, What: journal.FollowRequest}}
		}
		out = append(out, k)
	}
	return append(out, kind{name: "program", does: "an analyzer of others, in any language", each: host.Programs, run: host.RunProgram, rights: remote.Rights})
}

// isService says that a service of Custos has a name.
func isService(name string) bool {
	return strings.HasPrefix(name, node.CameraService("")) || slices.ContainsFunc(services, func(k kind) bool { return k.name == name })
}

func cameras(_ *service.Site, n *service.Node) []string {
	var out []string
	for _, c := range n.Cameras {
		out = append(out, node.CameraService(c.Name))
	}
	return out
}

// instance is one process of a site.
type instance struct {
	id   custos.ServiceID
	kind *kind
	node *service.Node
	// retired says that it serves what was taken out of the site file.
	retired bool
}

// run is what the instance's process does.
func (i instance) run() func(context.Context, *service.Env) error {
	if i.retired {
		return i.kind.retired
	}
	return i.kind.run
}

// instances lists the processes of a site, or of one of its nodes.
func instances(site *service.Site, only custos.NodeName) []instance {
	var out []instance
	for i := range site.Nodes {
		n := &site.Nodes[i]
		if only != "" && n.Name != only {
			continue
		}
		for j := range services {
			k := &services[j]
			if k.tier != "" && k.tier != n.Tier || k.name == "bus" && n.Tier == custos.Cloud {
				continue
			}
			names := []string{k.name}
			if k.each != nil {
				names = k.each(site, n)
			}
			for _, name := range names {
				out = append(out, instance{id: custos.NewServiceID(n.Name, name), kind: k, node: n})
			}
		}
	}
	return append(out, retiredInstances(site, only, out)...)
}

// retiredInstances are those that serve the recordings of what was taken out of the site
// file; have are the others.
func retiredInstances(site *service.Site, only custos.NodeName, have []instance) []instance {
	var out []instance
	for i := range site.Retired {
		n := &site.Retired[i]
		if only != "" && n.Name != only || len(n.Cameras) == 0 {
			continue
		}
		for j := range services {
			k := &services[j]
			if k.retired == nil {
				continue
			}
			names := []string{k.name}
			if k.each != nil {
				names = k.each(site, n)
			}
			for _, name := range names {
				id := custos.NewServiceID(n.Name, name)
				// The bus of an edge that is still there is among the others.
				if !slices.ContainsFunc(have, func(h instance) bool { return h.id == id }) {
					out = append(out, instance{id: id, kind: k, node: n, retired: true})
				}
			}
		}
	}
	return out
}

func findInstance(site *service.Site, id custos.ServiceID) (instance, error) {
	for _, s := range instances(site, id.Node()) {
		if s.id == id {
			return s, nil
		}
	}
	return instance{}, custos.Errorf(custos.NotFound, "the site has no service %q: `custos status` lists them", id)
}
