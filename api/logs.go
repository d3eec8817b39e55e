package api

import (
	"net/http"

	"custos.dev/custos"
)

// What a master gives of its own log, and of those that it mirrors, to those whom the registry names
// as other owners' masters and to authorities: C2SP tlog-tiles below a prefix, and the sealed bodies
// beside them (docs/mirrors.md).
var (
	mostEntries = Param{"most", "At most so many, 1 to 4096."}
	ofBodies    = Param{"of", "all bodies, those of notable events, or none."}

	GetLogCheckpoint = Endpoint{Method: http.MethodGet, Path: "/log/checkpoint", Summary: "The newest signed checkpoint of the domain's log (C2SP tlog-tiles)", Answer: plainText}
	GetLogTile       = Endpoint{Method: http.MethodGet, Path: "/log/tile/{tile}", Summary: "A tile of hashes or entries of the domain's log (C2SP tlog-tiles)", Answer: binary}
	GetLogBodies     = Endpoint{Method: http.MethodGet, Path: "/log/bodies/{from}", Summary: "Leaves of the domain's log with their batches' sealed bodies, from an index on", Query: []Param{mostEntries, ofBodies}, Answer: binary}
	GetLogRemoved    = Endpoint{Method: http.MethodGet, Path: "/log/removed", Summary: "Which bodies were removed, by the tombstones in the domain's log", Query: []Param{{"after", "Only what tombstones with a higher number say."}}, Answer: LogRemoved{}}

	GetMirrorCheckpoint = Endpoint{Method: http.MethodGet, Path: "/mirror/{origin}/checkpoint", Summary: "The newest checkpoint of a mirrored log; origin is the SHA-256 of its name (C2SP tlog-mirror)", Answer: plainText}
	GetMirrorTile       = Endpoint{Method: http.MethodGet, Path: "/mirror/{origin}/tile/{tile}", Summary: "A tile of a mirrored log", Answer: binary}
	GetMirrorBodies     = Endpoint{Method: http.MethodGet, Path: "/mirror/{origin}/bodies/{from}", Summary: "Leaves of a mirrored log with their batches' sealed bodies, from an index on", Query: []Param{mostEntries, ofBodies}, Answer: binary}
)

// LogRemoved is which bodies tombstones in a log have removed.
type LogRemoved struct {
	// Through is the number of the last tombstone that this answer speaks of, by which the next one
	// is asked for; Newest that of the newest there is.
	Through int64        `json:"through"`
	Newest  int64        `json:"newest"`
	Removed []LogRemoval `json:"removed"`
}

// LogRemoval is what one tombstone has removed, with the tombstone itself: that it stands in the log
// is what a mirror checks before it lets go of anything.
type LogRemoval struct {
	// Index is the tombstone's leaf, Place which event of that batch it is, from 0.
	Index uint64 `json:"index"`
	Place int    `json:"place"`
	// Body is the tombstone's event, Key and Salt are what it is sealed with, Path is its proof in
	// the batch.
	Body []byte        `json:"body"`
	Key  custos.Hash   `json:"key"`
	Salt custos.Hash   `json:"salt"`
	Path []custos.Hash `json:"path"`
	// Of are the leaves in whose batches it removed bodies.
	Of []LogRemovedOf `json:"of"`
}

// LogRemovedOf are removed bodies of one leaf's batch: places from and to, both of them removed.
type LogRemovedOf struct {
	Index  uint64   `json:"index"`
	Places [][2]int `json:"places"`
}
