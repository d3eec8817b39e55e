package node

import (
	"custos.dev/custos"
	"custos.dev/custos/bus"
	"custos.dev/custos/service"
)

// Part is one process of a site as its bus sees it: who it is, and whom it asks.
type Part struct {
	ID   custos.ServiceID
	Kind string
	Asks []Asking
	// Says are what it says to everybody of its domain.
	Says []string
}

// Asking is a request that services of a kind may send to those of another kind: on their
// own node, at their fog, or, of a fog's service, at the fog's edges and cloud nodes.
type Asking struct{ Kind, What string }

// What services take requests for.
const (
	// RPCRequest takes JSON-RPC, at a fog's ledger service. An edge has no other way to
	// the chain than its leaf link.
	RPCRequest = "rpc"
	// SimilarRequest finds tracks, at a fog's feature service.
	SimilarRequest = "similar"
	// PlatesRequest finds plates, at a fog's plate service.
	PlatesRequest = "plates"
	// FacesRequest takes orders about who is enrolled by his face, at a fog's face service.
	FacesRequest = "faces"
	// The streams of a camera, asked for by its master with the caller's own signature.
	LiveRequest      = "live"
	RecordingRequest = "recording"
	SnapshotRequest  = "snapshot"
	// EraseRequest has segments deleted that the caller ordered to be erased.
	EraseRequest = "erase"
)

// headSaid is what a ledger service says each second and at every new block.
const headSaid = "head"

// LedgerSays is what a ledger service says to everybody of its domain.
var LedgerSays = []string{headSaid}

// MasterOf and LedgerOf name the services of a fog that all others ask.
func MasterOf(fog *service.Node) custos.ServiceID { return custos.NewServiceID(fog.Name, "master") }

// LedgerOf names a fog's ledger service.
func LedgerOf(fog *service.Node) custos.ServiceID {
	return custos.NewServiceID(fog.Name, ledgerService)
}

// Wiring is who speaks with whom on the bus of a node, by the rows of the table of
// services: those of the node itself, of its fog, and of its leaves. It does not change.
type Wiring struct {
	node  custos.NodeName
	parts []Part
	// asks are the pairs of services of which the first may ask the second.
	asks []asking
	// services are the rights of the node's own.
	services map[custos.ServiceID]bus.Rights
}

type asking struct {
	by, to custos.ServiceID
	what   string
}

// Near reports that services of two nodes of a site may speak: one node, or a fog and its
// leaf, also an edge that was taken out of the site file.
func Near(site *service.Site, a, b custos.NodeName) bool {
	return a == b || fogOf(site, a) == b || fogOf(site, b) == a
}

func fogOf(site *service.Site, n custos.NodeName) custos.NodeName {
	for _, list := range [][]service.Node{site.Nodes, site.Retired} {
		for i := range list {
			if m := &list[i]; m.Name == n {
				if fog, ok := site.LeafOf(m); ok {
					return fog
				}
			}
		}
	}
	return ""
}

// NewWiring is the wiring of a node's bus; parts are all that are near the node.
func NewWiring(site *service.Site, node custos.NodeName, parts []Part) *Wiring {
	w := &Wiring{node: node, parts: parts, services: map[custos.ServiceID]bus.Rights{}}
	nearby := map[[2]custos.NodeName]bool{}
	near := func(a, b custos.NodeName) bool {
		known, ok := nearby[[2]custos.NodeName{a, b}]
		if !ok {
			known = Near(site, a, b)
			nearby[[2]custos.NodeName{a, b}] = known
		}
		return known
	}
	for i := range parts {
		by := &parts[i]
		for _, a := range by.Asks {
			for j := range parts {
				if to := &parts[j]; to.Kind == a.Kind && near(by.ID.Node(), to.ID.Node()) {
					w.asks = append(w.asks, asking{by.ID, to.ID, a.What})
				}
			}
		}
	}
	for i := range parts {
		if id := parts[i].ID; id.Node() == node {
			w.services[id] = w.rightsOf(id, near)
		}
	}
	return w
}

func (w *Wiring) rightsOf(id custos.ServiceID, near func(a, b custos.NodeName) bool) bus.Rights {
	var r bus.Rights
	r.MayTake(id)
	r.MayBeAnswered(id)
	for _, a := range w.asks {
		if a.by == id {
			r.MayAsk(id, a.to, a.what)
		}
		if a.to == id {
			r.MayAnswer(a.by)
		}
	}
	for i := range w.parts {
		p := &w.parts[i]
		for _, what := range p.Says {
			if p.ID == id {
				r.MaySay(id, what)
			}
			if near(id.Node(), p.ID.Node()) {
				r.MayHear(p.ID, what)
			}
		}
	}
	return r.Compact()
}

// Service is what a service may use on the bus of its own node.
func (w *Wiring) Service(id custos.ServiceID) (bus.Rights, error) {
	r, ok := w.services[id]
	if !ok {
		return r, custos.Errorf(custos.Denied, "%s has no service %s", w.node, id)
	}
	return r, nil
}

// Leaf is what the bus of an edge or a cloud node may use at its fog's: what crosses between
// the services of the two that may speak now, and nothing of the fog's other leaves.
func (w *Wiring) Leaf(leaf custos.NodeName, speaks func(custos.ServiceID) bool) bus.Rights {
	var r bus.Rights
	for _, a := range w.asks {
		switch {
		case a.by.Node() == leaf && a.to.Node() == w.node && speaks(a.by):
			r.MayAsk(a.by, a.to, a.what)
			r.MayBeAnswered(a.by)
		case a.by.Node() == w.node && a.to.Node() == leaf && speaks(a.to):
			r.MayTake(a.to)
			r.MayAnswer(a.by)
		}
	}
	for i := range w.parts {
		for _, what := range w.parts[i].Says {
			if p := &w.parts[i]; p.ID.Node() == w.node {
				r.MayHear(p.ID, what)
			}
		}
	}
	return r.Compact()
}
