// Package fleet is what runs a site: the one table of services, what a site needs before
// its first start, the processes and their log, and how a running site is, grows, and moves
// to other contracts. It takes no command line apart: that is package cli.
package fleet

import (
	"context"
	"slices"
	"strings"

	"custos.dev/custos"
	"custos.dev/custos/analyze"
	"custos.dev/custos/analyze/host"
	"custos.dev/custos/analyze/remote"
	"custos.dev/custos/edge"
	"custos.dev/custos/edge/cameras"
	"custos.dev/custos/fog"
	"custos.dev/custos/journal"
	"custos.dev/custos/node"
	"custos.dev/custos/service"
)

// Kind is one row of the table of services. Every service is a process of its
// own with a private database; nothing else in the program lists them.
type Kind struct {
	Name string
	Tier custos.Tier
	Does string
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
	// listens are the keys of its addresses in the site file.
	listens []string
	// early says that it runs before the site's owner is admitted to a network of others.
	early bool
	// NoJournal says that it observes nothing that a master would commit.
	NoJournal bool
	// NoBus says that it does not use the bus, and has no journal.
	NoBus bool
}

// The services that more than the table speaks of, by their names in it.
const (
	Bus     = "bus"
	Camera  = "camera"
	Ledger  = "ledger"
	Master  = "master"
	Console = "console"
)

// MasterOf is the master of a fog.
func MasterOf(fog *service.Node) custos.ServiceID { return custos.NewServiceID(fog.Name, Master) }

// LedgerOf is the ledger of a fog.
func LedgerOf(fog *service.Node) custos.ServiceID { return custos.NewServiceID(fog.Name, Ledger) }

// everybodyAsks are what each service asks: to commit, and to read the chain.
var everybodyAsks = []node.Asking{
	{Kind: Master, What: journal.CommitRequest},
	{Kind: Master, What: journal.StandingRequest},
	{Kind: Master, What: journal.ErasureRequest},
	{Kind: Ledger, What: node.RPCRequest},
}

// Services is the one table of what runs on a site's nodes. The analyzers' rows follow from their
// specs.
var Services = append([]Kind{
	{Name: Bus, Does: "the node's NATS server; an edge's or a cloud node's is a leaf of its fog's", run: runBus, retired: runBus, listens: []string{"bus", "leaf"}, early: true, NoJournal: true},
	{Name: Camera, Tier: custos.Edge, Does: "one camera: records, seals, frames into a ring, live out", each: cameraServices, run: edge.RunCamera, retired: edge.RunArchive, asks: []node.Asking{{Kind: Master, What: node.NotableRequest}}},
	{Name: Ledger, Tier: custos.Fog, Does: "an Ethereum node: mines, holds the contracts", run: node.RunLedger, says: node.LedgerSays, listens: []string{"rpc", "p2p"}, early: true},
	{Name: Master, Tier: custos.Fog, Does: "the domain's database and log: commits, witnesses, anchors, answers", run: fog.RunMaster, rights: custos.Features | custos.Biometrics, listens: []string{"api"}, asks: []node.Asking{
		{Kind: Camera, What: node.LiveRequest},
		{Kind: Camera, What: node.RecordingRequest},
		{Kind: Camera, What: node.SnapshotRequest},
		{Kind: Camera, What: node.EraseRequest},
		{Kind: "feature", What: node.SimilarRequest},
		{Kind: "plate", What: node.PlatesRequest},
		{Kind: "face", What: node.FacesRequest},
		{Kind: "track", What: journal.FollowRequest},
	}},
	{Name: Console, Tier: custos.Cloud, Does: "the web application for people", run: runConsole, listens: []string{"api"}, NoJournal: true, NoBus: true},
}, analyzers()...)

// analyzers are the rows of the analyzers.
func analyzers() []Kind {
	var out []Kind
	for _, s := range host.Specs() {
		k := Kind{Name: s.Name, Tier: s.Tier, Does: s.Does, run: host.Run(s), rights: s.Rights}
		if s.On != nil {
			k.each = func(n *service.Node) []string {
				if s.On(n) {
					return []string{s.Name}
				}
				return nil
			}
		}
		switch s.Input.Source {
		case analyze.Crops:
			k.asks = []node.Asking{{Kind: Camera, What: node.CropsRequest}}
			fallthrough
		case analyze.Events, analyze.Tracked:
			k.asks = append(k.asks, node.Asking{Kind: s.Input.From, What: journal.FollowRequest}, node.Asking{Kind: Master, What: journal.CatchUpRequest})
			for _, also := range s.Input.Also {
				k.asks = append(k.asks, node.Asking{Kind: also, What: journal.FollowRequest})
			}
		}
		out = append(out, k)
	}
	return append(out, Kind{Name: "program", Does: "an analyzer of others, in any language", each: host.Programs, run: host.RunProgram, rights: remote.Rights})
}

// on says whether nodes of a tier have such services.
func (k *Kind) on(t custos.Tier) bool { return k.Tier == "" || k.Tier == t }

// names are the instances of a kind on a node of its tier.
func (k *Kind) names(n *service.Node) []string {
	if k.each == nil {
		return []string{k.Name}
	}
	return k.each(n)
}

// isService says that a service of Custos has a name.
func isService(name string) bool {
	return strings.HasPrefix(name, node.CameraService("")) || slices.ContainsFunc(Services, func(k Kind) bool { return k.Name == name })
}

func cameraServices(n *service.Node) []string {
	var out []string
	for _, c := range cameras.Of(n) {
		out = append(out, node.CameraService(c.Name))
	}
	return out
}

// Instance is one process of a site.
type Instance struct {
	ID   custos.ServiceID
	Kind *Kind
	node *service.Node
	// retired says that it serves what was taken out of the site file.
	retired bool
}

// run is what the instance's process does.
func (i Instance) run() func(context.Context, *service.Env) error {
	if i.retired {
		return i.Kind.retired
	}
	return i.Kind.run
}

// Serve runs one service of a site in this process, until ctx ends.
func Serve(ctx context.Context, site *service.Site, id custos.ServiceID) error {
	i, err := Find(site, id)
	if err != nil {
		return err
	}
	return service.Run(ctx, site, id, i.run())
}

// Instances lists the processes of a site, or of one of its nodes.
func Instances(site *service.Site, only custos.NodeName) []Instance {
	var out []Instance
	for i := range site.Nodes {
		n := &site.Nodes[i]
		if only != "" && n.Name != only {
			continue
		}
		for j := range Services {
			k := &Services[j]
			if !k.on(n.Tier) || k.Name == Bus && !site.HasBus(n) {
				continue
			}
			for _, name := range k.names(n) {
				out = append(out, Instance{ID: custos.NewServiceID(n.Name, name), Kind: k, node: n})
			}
		}
	}
	return append(out, retiredInstances(site, only, out)...)
}

// retiredInstances are those that serve the recordings of what was taken out of the site
// file; have are the others.
func retiredInstances(site *service.Site, only custos.NodeName, have []Instance) []Instance {
	var out []Instance
	for i := range site.Retired {
		n := &site.Retired[i]
		if only != "" && n.Name != only || len(cameras.Of(n)) == 0 {
			continue
		}
		for j := range Services {
			k := &Services[j]
			if k.retired == nil {
				continue
			}
			for _, name := range k.names(n) {
				id := custos.NewServiceID(n.Name, name)
				// The bus of an edge that is still there is among the others.
				if !slices.ContainsFunc(have, func(h Instance) bool { return h.ID == id }) {
					out = append(out, Instance{ID: id, Kind: k, node: n, retired: true})
				}
			}
		}
	}
	return out
}

// Find is the service of a site with an ID.
func Find(site *service.Site, id custos.ServiceID) (Instance, error) {
	for _, s := range Instances(site, id.Node()) {
		if s.ID == id {
			return s, nil
		}
	}
	return Instance{}, custos.Errorf(custos.NotFound, "the site has no service %q: `custos status` lists them", id)
}
