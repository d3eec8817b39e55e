package main

import (
	"context"
	"slices"

	"custos"
	"custos/analyze"
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
	each func(*service.Node) []string
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
	// apart says that it does not use the bus and has no journal.
	apart bool
}

// everybodyAsks are what each service asks: to commit, and to read the chain.
var everybodyAsks = []node.Asking{
	{Kind: "master", What: journal.CommitRequest},
	{Kind: "master", What: journal.StandingRequest},
	{Kind: "ledger", What: node.RPCRequest},
}

var services = []kind{
	{name: "bus", does: "the node's NATS server; an edge's or a cloud node's is a leaf of its fog's", run: runBus, retired: runBus},
	{name: "camera", tier: custos.Edge, does: "one camera: records, seals, frames into a ring, live out", each: cameras, run: edge.RunCamera, retired: edge.RunArchive},
	{name: "object", tier: custos.Edge, does: "human and vehicle detection", run: analyze.RunObject, rights: custos.Live | custos.Features},
	{name: "track", tier: custos.Edge, does: "multi-object tracking", run: analyze.RunTrack, rights: custos.Features, asks: []node.Asking{{Kind: "object", What: journal.FollowRequest}}},
	{name: "ledger", tier: custos.Fog, does: "an Ethereum node: mines, holds the contracts", run: node.RunLedger, says: node.LedgerSays},
	{name: "master", tier: custos.Fog, does: "the domain's database and log: commits, witnesses, anchors, answers", run: fog.RunMaster, rights: custos.Features, asks: []node.Asking{
		{Kind: "camera", What: node.LiveRequest}, {Kind: "camera", What: node.RecordingRequest}, {Kind: "camera", What: node.SnapshotRequest}, {Kind: "feature", What: node.SimilarRequest},
	}},
	{name: "behavior", tier: custos.Fog, does: "zones and rules over tracks: who enters, crosses, runs, loiters, falls, follows", run: analyze.RunBehavior, rights: custos.Features, asks: []node.Asking{{Kind: "track", What: journal.FollowRequest}}},
	{name: "feature", tier: custos.Fog, does: "how finished tracks looked and moved, and search among them", run: analyze.RunFeature, rights: custos.Features, asks: []node.Asking{{Kind: "track", What: journal.FollowRequest}}},
	{name: "console", tier: custos.Cloud, does: "the web application for people", run: runConsole, apart: true},
}

func cameras(n *service.Node) []string {
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
			if k.tier != "" && k.tier != n.Tier || k.name == "bus" && !site.HasBus(n) {
				continue
			}
			names := []string{k.name}
			if k.each != nil {
				names = k.each(n)
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
				names = k.each(n)
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
