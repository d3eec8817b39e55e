package access

import (
	"cmp"
	"math"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/service/port"
)

// What strangers and principals may cost a master, all in one place. The figures are for
// a campus of 16 to 64 cameras and twenty people who watch it: docs/adr/0021-budgets.md.

// Use is what a request is for: each has its own budget.
type Use int

// The uses.
const (
	// Query asks the database: status, cameras, events, tracks, one event, a session.
	Query Use = iota
	// Stream is a stream of events.
	Stream
	// View is a live picture.
	View
	// Footage is a picture, a proof, or footage that is passed on as it comes.
	Footage
	// Export is a clip or evidence, which the master holds while it makes it.
	Export
	// Relay asks the ledger. Its budget counts units: ledger.PriceOf says how many a
	// request costs, about a millisecond of the node's work each.
	Relay
	// Witness asks for a cosignature.
	Witness
	// Mirror asks for a piece of a log: a checkpoint, a tile, sealed bodies.
	Mirror
	uses
)

// Class is what a principal is to a domain.
type Class int

// The classes.
const (
	// Guest is registered, and may nothing here. All guests share one budget besides
	// their own.
	Guest Class = iota
	// Peer is a service or node of another owner, which may nothing here but ask for
	// cosignatures and read the ledger.
	Peer
	// Person holds a capability here, whoever he is.
	Person
	// Cloud is a cloud node that holds a capability here: many people stand behind it.
	Cloud
	// Own is the domain's owner, his nodes and his services.
	Own
	classes
)

// Allowance is what one principal may use up.
type Allowance struct {
	// Rate is how much a second comes back, Burst how much there is at most.
	Rate, Burst float64
	// AtOnce is how many requests may be under way.
	AtOnce int
}

// row is what one use costs at most.
type row struct {
	// name is for sentences, in the plural; units is what its budget counts, if that is
	// something else.
	name, units string
	// body is the largest body of a request in bytes.
	body int64
	// of is by class; guests is for all guests and peers together.
	of     [classes]Allowance
	guests Allowance
	// total is how many may be under way of all principals. Of it, kept are for the
	// classes Cloud and Own alone.
	total, kept int
}

// counts names what the budget counts.
func (r *row) counts() string { return cmp.Or(r.units, r.name) }

const (
	// SmallBody is the largest body of most requests: a question.
	SmallBody = 64 << 10
	// MaxBody is the largest body of any signed request: JSON-RPC to the ledger, whose
	// largest transaction has 128 KiB, twice that in hexadecimal.
	MaxBody = 512 << 10
	// bodyTime is how long a body may take to come.
	bodyTime = 10 * time.Second
)

// limits are by use. Why so much:
//
//   - Query. A page of the console asks for five things when it is opened, then for two each
//     five seconds, shared by all its viewers; `custos events -f` once a second; a program that
//     reads a day of events some hundred pages of 1,000 in a row. A query takes a
//     millisecond to 50: 20 a second are a fraction of a core.
//   - Stream. The console has one for all its viewers, a person one for each program.
//   - View. Twenty people with 16 tiles each behind one console are 320; a person may look at
//     a wall of 64. One more view costs the camera a copy of the stream, the master its relay.
//   - Footage. A snapshot is decoded at its camera, which takes half a second; an hour of
//     footage may be taken along for as long as it lasts. Neither fills memory.
//   - Export. Each holds up to 256 MiB of footage in the master: six at once are 1.5 GiB.
//   - Relay. Sending a transaction takes about 40 requests of one unit a second until it
//     is confirmed; listing a thousand capabilities 2,000 units.
//   - Witness. An owner's master asks once for each anchor, at most once a second.
//   - Mirror. An owner's master asks twice a second for what is new, and when it catches up for
//     some 4 MiB at a time, of which the answer holds one in memory.
//
// Guests may ask for rights, which is what the relay and the lists are for. What else they
// try is refused, and on record each time: their rates bound these records.
var limits = [uses]row{
	Query: {
		name: "queries", body: SmallBody, total: 128, kept: 64,
		of:     [classes]Allowance{Guest: {2, 100, 2}, Peer: {2, 100, 2}, Person: {20, 400, 8}, Cloud: {100, 1000, 32}, Own: {500, 5000, 64}},
		guests: Allowance{10, 400, 8},
	},
	Stream: {
		name: "event streams", body: SmallBody, total: 256, kept: 64,
		of:     [classes]Allowance{Guest: {.2, 20, 1}, Peer: {.2, 20, 1}, Person: {1, 40, 8}, Cloud: {2, 60, 16}, Own: {5, 100, 32}},
		guests: Allowance{1, 40, 4},
	},
	View: {
		name: "live views", body: SmallBody, total: 1024, kept: 512,
		of:     [classes]Allowance{Guest: {1, 60, 2}, Peer: {1, 60, 2}, Person: {4, 200, 64}, Cloud: {40, 1000, 512}, Own: {40, 1000, 256}},
		guests: Allowance{4, 120, 8},
	},
	Footage: {
		name: "pictures and films", body: SmallBody, total: 96, kept: 48,
		of:     [classes]Allowance{Guest: {.2, 20, 1}, Peer: {.2, 20, 1}, Person: {4, 120, 6}, Cloud: {40, 800, 32}, Own: {50, 2000, 32}},
		guests: Allowance{1, 40, 2},
	},
	Export: {
		name: "exports", body: SmallBody, total: 6, kept: 3,
		of:     [classes]Allowance{Guest: {.2, 20, 1}, Peer: {.2, 20, 1}, Person: {2, 60, 2}, Cloud: {20, 400, 4}, Own: {50, 2000, 4}},
		guests: Allowance{1, 40, 2},
	},
	Relay: {
		name: "requests to the ledger", units: "units of the ledger's work", body: MaxBody, total: 32, kept: 16,
		of:     [classes]Allowance{Guest: {60, 2000, 2}, Peer: {60, 2000, 2}, Person: {200, 5000, 4}, Cloud: {400, 10000, 8}, Own: {2000, 50000, 16}},
		guests: Allowance{200, 8000, 6},
	},
	Witness: {
		name: "cosignatures", body: SmallBody, total: 64,
		of: [classes]Allowance{Peer: {2, 60, 4}, Person: {2, 60, 4}, Own: {2, 60, 4}},
	},
	Mirror: {
		name: "pieces of a log", body: SmallBody, total: 24, kept: 4,
		of:     [classes]Allowance{Guest: {10, 200, 2}, Peer: {40, 1000, 4}, Person: {40, 1000, 4}, Cloud: {40, 1000, 4}, Own: {100, 2000, 8}},
		guests: Allowance{20, 400, 4},
	},
}

// connections are how many one principal may have open: its streams and views, which have
// one each, and what its queries use again.
var connections = [classes]int{Guest: 8, Peer: 16, Person: 128, Cloud: 768, Own: 512}

// PortLimits are those of a port that principals reach: a master's. Twenty people on consoles
// and programs of their own need some 500 connections. 256 strangers, each with most of a
// header, take some 30 MB of memory. Where hundreds of live views come back at once after a
// break, from one console, a hundred handshakes may be under way together: hence so many
// from one source.
var PortLimits = port.Limits{
	Connections: 3000, Strangers: 256, StrangersOfOne: 128, StrangerBytes: 32 << 10, StrangerTime: 15 * time.Second,
	Header: 16 << 10, HeaderTime: 5 * time.Second, Idle: 2 * time.Minute, Stall: 30 * time.Second,
}

// ConsoleLimits are those of the console's port, which only its own machine reaches, so
// that everybody comes from one source. A session may have ConnectionsOfSession open: a
// tile of a wall of 64 has one each.
var ConsoleLimits = port.Limits{
	Connections: 1024, Strangers: 128, StrangersOfOne: 128, StrangerBytes: 64 << 10, StrangerTime: 15 * time.Second,
	// A browser sends the cookies of all ports of the machine.
	Header: 32 << 10, HeaderTime: 5 * time.Second, Idle: time.Minute, Stall: 30 * time.Second,
}

// ConnectionsOfSession are how many connections one session of the console may have open.
const ConnectionsOfSession = 160

// Limits of what the master does for others, beside its own work.
const (
	// QueriesAtOnce are answered at once from the database; of them, QueriesKept are for
	// the classes Cloud and Own alone. QueryTime ends what takes longer.
	QueriesAtOnce = 3
	QueriesKept   = 1
	QueryTime     = 10 * time.Second
	// RelayedAtOnce are asked of the ledger at once for others than its domain's own, and
	// half as many wait. A request costs RelayUnits at most, and its answer has at most
	// RelayAnswer bytes.
	RelayedAtOnce = 2
	RelayUnits    = 500
	RelayAnswer   = 1 << 20
)

// TooDear says that one request to the ledger costs more than any may.
func TooDear(units float64) error {
	return custos.Errorf(custos.Invalid, "this costs %.0f units, and one request may cost %d: ask for fewer blocks, keys or calls at once", math.Ceil(units), RelayUnits)
}
