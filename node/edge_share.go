package node

import (
	"sync"
	"time"

	"custos.dev/custos"
)

// What the services of one edge may cost their fog's ledger together, in units of
// ledger.PriceOf, a second and at once: an edge is the machine that is stolen first, and
// each of its services' keys with it. A start reads the whole state; later each block
// costs each service a few units.
const (
	edgeUnits      = 300
	edgeUnitsFirst = 30_000
)

// edgeShares hold what each edge may still cost. The zero value is ready.
type edgeShares struct {
	mu sync.Mutex
	of map[custos.NodeName]*edgeShare
}

type edgeShare struct {
	left float64
	at   time.Time
}

// take takes units out of an edge's share.
func (e *edgeShares) take(edge custos.NodeName, units float64, now time.Time) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.of == nil {
		e.of = map[custos.NodeName]*edgeShare{}
	}
	s := e.of[edge]
	if s == nil {
		s = &edgeShare{edgeUnitsFirst, now}
		e.of[edge] = s
	}
	s.left = min(edgeUnitsFirst, s.left+edgeUnits*max(0, now.Sub(s.at).Seconds()))
	s.at = now
	if s.left < units {
		return custos.Errorf(custos.Unavailable, "the services of %s have asked the ledger for more than %d units a second: try again later", edge, edgeUnits)
	}
	s.left -= units
	return nil
}
