package bus

import (
	"fmt"
	"time"

	"custos.dev/custos"

	"github.com/nats-io/nats-server/v2/server"
)

// What an edge's link may carry to the fog in a second. Sixteen cameras that are all
// watched live and commit send some thousand messages; a thief's program, a million.
const (
	maxLeafMessages = 20_000
	maxLeafBytes    = 96 << 20
	// shutFirst is how long a link that carried more stays shut; each further time twice
	// as long, up to shutLongest. Whoever kept within the bounds for as long begins anew.
	shutFirst   = 5 * time.Second
	shutLongest = 10 * time.Minute
)

type shutting struct {
	until time.Time
	last  time.Duration
}

func (d *door) shutUntil(leaf custos.Hash) time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.shut[leaf].until
}

// shutOut shuts an edge's link for a while and returns for how long.
func (d *door) shutOut(leaf custos.Hash, now time.Time) time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.shut == nil {
		d.shut = map[custos.Hash]shutting{}
	}
	before := d.shut[leaf]
	length := shutFirst
	if before.last > 0 && now.Sub(before.until) < before.last {
		length = min(2*before.last, shutLongest)
	}
	d.shut[leaf] = shutting{now.Add(length), length}
	return length
}

// floodWatch looks at what came over each leaf link since it looked last.
type floodWatch struct {
	*door
	seen map[uint64]carried
	at   time.Time
}

type carried struct{ messages, bytes int64 }

// look disconnects edges that flood. The library counts what comes over a link and says
// so in Leafz; it has no limit of its own.
func (f *floodWatch) look(ns *server.Server, now time.Time) {
	if f.cfg.LeafListen == "" {
		return
	}
	z, err := ns.Leafz(nil)
	if err != nil {
		return
	}
	seconds := max(now.Sub(f.at).Seconds(), 0.5)
	seen := make(map[uint64]carried, len(z.Leafs))
	for _, l := range z.Leafs {
		c := carried{l.InMsgs, l.InBytes}
		seen[l.ID] = c
		before := f.seen[l.ID] // of a new link nothing
		messages, bytes := float64(c.messages-before.messages)/seconds, float64(c.bytes-before.bytes)/seconds
		if messages <= maxLeafMessages && bytes <= maxLeafBytes {
			continue
		}
		f.mu.Lock()
		g, known := f.guests[l.ID]
		f.mu.Unlock()
		if !known {
			continue
		}
		length := f.shutOut(g.leaf, now)
		f.forget(l.ID)
		_ = ns.DisconnectClientByID(l.ID)
		f.refuse(&g, RefusedFlood, fmt.Sprintf("it sent %.0f messages and %.0f MB a second, at most %d and %d are taken: its link is shut for %s",
			messages, bytes/(1<<20), maxLeafMessages, maxLeafBytes>>20, length))
	}
	f.seen, f.at = seen, now
}
