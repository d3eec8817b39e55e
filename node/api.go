package node

import (
	"encoding/json"
	"time"

	"custos"
)

// The API of a fog's master: what its clients read.

// Where a master answers whoever is registered, without any capability.
const (
	CapabilitiesPath = "/api/access/capabilities"
	RequestsPath     = "/api/access/requests"
	// LedgerPath takes JSON-RPC.
	LedgerPath = "/api/ledger"
)

// SimilarPath is where a master takes a feature.Query, of who may read features.
const SimilarPath = "/api/tracks/similar"

// Mark is how far an event has come.
type Mark string

// The marks, in their order.
const (
	Committed Mark = "committed"
	Witnessed Mark = "witnessed"
	Anchored  Mark = "anchored"
	Broken    Mark = "broken"
)

// EventView is an event as a master shows it.
type EventView struct {
	ID       custos.EventID  `json:"id"`
	Kind     custos.Kind     `json:"kind"`
	Resource custos.Resource `json:"resource"`
	Time     time.Time       `json:"time"`
	// Index is its leaf in the log, N its number in the master, for paging.
	Index    uint64    `json:"index"`
	N        int64     `json:"n"`
	Mark     Mark      `json:"mark"`
	Received time.Time `json:"received"`
	// ClockOffset is how far its service's clock was ahead of the master's, in milliseconds.
	ClockOffset int64           `json:"clock_offset_ms,omitempty"`
	Body        json.RawMessage `json:"body,omitempty"`
}

// Update is one message of /api/events/stream: an event, or the log's marks.
type Update struct {
	Event *EventView `json:"event,omitempty"`
	Marks *Marks     `json:"marks,omitempty"`
}

// Marks are how far a domain's log has come, in leaves.
type Marks struct {
	Size      uint64 `json:"size"`
	Witnessed uint64 `json:"witnessed"`
	Anchored  uint64 `json:"anchored"`
	Block     uint64 `json:"block"`
}

// Of returns the mark of the event at a leaf. Anchored implies witnessed: what only
// its own owner has signed is committed and awaits witnesses, wherever it stands.
func (m Marks) Of(index uint64) Mark {
	switch {
	case index < m.Anchored && index < m.Witnessed:
		return Anchored
	case index < m.Witnessed:
		return Witnessed
	}
	return Committed
}

// MasterStatus is what a master says of itself.
type MasterStatus struct {
	Domain custos.Resource `json:"domain"`
	Owner  string          `json:"owner"`
	Origin string          `json:"origin"`
	Root   custos.Hash     `json:"root"`
	Marks  Marks           `json:"marks"`
	// Witnesses are the domains whose owners cosigned the newest witnessed checkpoint.
	Witnesses []string    `json:"witnesses"`
	Head      custos.Head `json:"head"`
	// Peers are the other owners' nodes that its own is connected to.
	Peers int `json:"peers"`
	// Staged are events that are not in the log yet.
	Staged        int64            `json:"staged"`
	Events        map[string]int64 `json:"events"`
	Anchors       int64            `json:"anchors"`
	Confirmations int              `json:"confirmations"`
	// Alarms are those that are not over.
	Alarms []custos.Alarm `json:"alarms,omitempty"`
	// AnchorLatency are milliseconds from an event's reception to its confirmed
	// anchor; the newest thousand.
	AnchorLatency []int64 `json:"anchor_latency_ms"`
}

// CameraView is a camera as a master knows it.
type CameraView struct {
	Camera custos.CameraID    `json:"camera"`
	State  custos.StreamState `json:"state"`
	Since  time.Time          `json:"since"`
	Frames uint64             `json:"frames"`
	// Dropped are frames that were decoded and could not be given to a reader.
	Dropped  uint64 `json:"dropped"`
	Segments int64  `json:"segments"`
}

// LiveInit is the first message of a live view, as text; init and fragments of
// an fMP4 stream follow as binary messages.
type LiveInit struct {
	Codec  string `json:"codec"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
}
