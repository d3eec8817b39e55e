package node

import (
	"slices"

	"custos"
	"custos/bus"
	"custos/service"
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
// own node, at their fog, or, of a fog's service, at the fog's edges.
type Asking struct{ Kind, What string }

// What services take requests for.
const (
	// RPCRequest takes JSON-RPC, at a fog's ledger service. An edge has no other way to
	// the chain than its leaf link.
	RPCRequest = "rpc"
	// SimilarRequest finds tracks, at a fog's feature service.
	SimilarRequest = "similar"
	// The streams of a camera, asked for by its master with the caller's own signature.
	LiveRequest      = "live"
	RecordingRequest = "recording"
	SnapshotRequest  = "snapshot"
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
// services: those of the node itself, of its fog, and of its edges.
type Wiring struct {
	Site  *service.Site
	Node  *service.Node
	Parts []Part
}

// Near reports that services of two nodes may speak: one node, or a fog and its edge.
func (w *Wiring) Near(a, b custos.NodeName) bool {
	return a == b || w.fogOf(a) == b || w.fogOf(b) == a
}

// fogOf is an edge's fog, also of one that was taken out of the site file.
func (w *Wiring) fogOf(n custos.NodeName) custos.NodeName {
	for _, m := range slices.Concat(w.Site.Nodes, w.Site.Retired) {
		if m.Name == n && m.Tier == custos.Edge {
			return m.Fog
		}
	}
	return ""
}

// asks calls with each pair of services of which the first may ask the second.
func (w *Wiring) asks(do func(by, to *Part, what string)) {
	for i := range w.Parts {
		by := &w.Parts[i]
		for _, a := range by.Asks {
			for j := range w.Parts {
				if to := &w.Parts[j]; to.Kind == a.Kind && w.Near(by.ID.Node(), to.ID.Node()) {
					do(by, to, a.What)
				}
			}
		}
	}
}

// Service is what a service may use on the bus of its own node.
func (w *Wiring) Service(id custos.ServiceID) (bus.Rights, error) {
	var r bus.Rights
	if id.Node() != w.Node.Name || !slices.ContainsFunc(w.Parts, func(p Part) bool { return p.ID == id }) {
		return r, custos.Errorf(custos.Denied, "%s has no service %s", w.Node.Name, id)
	}
	r.MayTake(id)
	r.MayBeAnswered(id)
	w.asks(func(by, to *Part, what string) {
		if by.ID == id {
			r.MayAsk(id, to.ID, what)
		}
		if to.ID == id {
			r.MayAnswer(by.ID)
		}
	})
	for i := range w.Parts {
		p := &w.Parts[i]
		for _, what := range p.Says {
			if p.ID == id {
				r.MaySay(id, what)
			}
			if w.Near(id.Node(), p.ID.Node()) {
				r.MayHear(p.ID, what)
			}
		}
	}
	return r.Compact(), nil
}

// Leaf is what an edge's bus may use at its fog's: what crosses between the services of
// the two that may speak now, and nothing of the fog's other edges.
func (w *Wiring) Leaf(edge custos.NodeName, speaks func(custos.ServiceID) bool) bus.Rights {
	var r bus.Rights
	fog := w.Node.Name
	w.asks(func(by, to *Part, what string) {
		switch {
		case by.ID.Node() == edge && to.ID.Node() == fog && speaks(by.ID):
			r.MayAsk(by.ID, to.ID, what)
			r.MayBeAnswered(by.ID)
		case by.ID.Node() == fog && to.ID.Node() == edge && speaks(to.ID):
			r.MayTake(to.ID)
			r.MayAnswer(by.ID)
		}
	})
	for i := range w.Parts {
		for _, what := range w.Parts[i].Says {
			if p := &w.Parts[i]; p.ID.Node() == fog {
				r.MayHear(p.ID, what)
			}
		}
	}
	return r.Compact()
}
