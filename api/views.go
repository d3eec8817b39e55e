package api

import (
	"encoding/json"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/observe"
)

// Mark is how far an event has come.
type Mark string

// The marks, from the weakest to the strongest; a broken event's stored body or proof does not
// say what was committed.
const (
	Committed Mark = "committed"
	Witnessed Mark = "witnessed"
	Anchored  Mark = "anchored"
	Broken    Mark = "broken"
	// Removed means that its body was removed, which a tombstone in the log says.
	Removed Mark = "removed"
)

// Event is an event as a master or the console shows it.
type Event struct {
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
	ClockOffset int64 `json:"clock_offset_ms,omitempty"`
	// False says of a segment what in its claim about time cannot be true.
	False string `json:"false,omitempty"`
	// Body is the event as it was committed, byte for byte. The console may leave it out of
	// lists and updates.
	Body json.RawMessage `json:"body,omitempty"`
	// Domain is whose master has it, Text its line for people, and Footage that footage can show
	// it; of the console.
	Domain  custos.Resource `json:"domain,omitempty"`
	Text    string          `json:"text,omitempty"`
	Footage bool            `json:"footage,omitempty"`
}

// Update is one message of a master's stream: an event, or the log's marks.
type Update struct {
	Event *Event `json:"event,omitempty"`
	Marks *Marks `json:"marks,omitempty"`
}

// Boxes are the tracks in one frame of a camera as they are seen. They are on record later, and
// nothing is proved of them before.
type Boxes struct {
	Camera custos.CameraID `json:"camera"`
	Time   time.Time       `json:"time"`
	// At is where in the camera's live stream the frame is, in seconds: a player's time when it shows it.
	At      float64    `json:"at"`
	Objects []TrackBox `json:"objects"`
}

// TrackBox is a track's place in a frame.
type TrackBox struct {
	Track uint64       `json:"track"`
	Class custos.Class `json:"class"`
	Box   custos.Box   `json:"box"`
}

// SiteUpdate is one message of the console's stream: a new event, events whose mark moved, or what
// is in a camera's picture now.
type SiteUpdate struct {
	Event *Event `json:"event,omitempty"`
	Boxes *Boxes `json:"boxes,omitempty"`
	// Mark is the new mark of the events IDs.
	Mark Mark             `json:"mark,omitempty"`
	IDs  []custos.EventID `json:"ids,omitempty"`
}

// Retention is what of a domain is kept for how long, and what was removed.
type Retention struct {
	Domain custos.Resource `json:"domain"`
	Lines  []RetentionLine `json:"lines"`
	// Holds are the stretches of which nothing is removed.
	Holds []Hold `json:"holds"`
	// Removals are the newest, the newest first.
	Removals []Removal `json:"removals"`
}

// RetentionLine is one kind of event about one resource, of which there are bodies.
type RetentionLine struct {
	Kind     custos.Kind     `json:"kind"`
	Resource custos.Resource `json:"resource"`
	// Oldest is the oldest one's time, Rule what the site's policy says of them.
	Oldest time.Time `json:"oldest"`
	Rule   string    `json:"rule"`
	// Due is how many are older than that and are about to be removed, DueBytes their bodies.
	Due      int64 `json:"due"`
	DueBytes int64 `json:"due_bytes"`
}

// Hold is a stretch of time of which nothing is removed.
type Hold struct {
	Of     custos.Resource `json:"of"`
	From   time.Time       `json:"from"`
	Until  time.Time       `json:"until"`
	Reason string          `json:"reason"`
	By     string          `json:"by"`
}

// Removal is what was removed by one tombstone.
type Removal struct {
	Removal string           `json:"removal"`
	Service custos.ServiceID `json:"service"`
	Kinds   []custos.Kind    `json:"kinds"`
	Count   int              `json:"count"`
	Bytes   int64            `json:"bytes"`
	// From and Until are the times of what was removed, At when its tombstone was said, Finished
	// when the last body was gone.
	From     time.Time  `json:"from"`
	Until    time.Time  `json:"until"`
	Cause    string     `json:"cause"`
	At       time.Time  `json:"at"`
	Finished *time.Time `json:"finished,omitempty"`
}

// RemovedBody is what stands for the body of an event that was removed.
type RemovedBody struct {
	// Removed says by whom and why, At when, and Removal which one: its tombstone has that name.
	Removed string    `json:"removed"`
	At      time.Time `json:"at"`
	Removal string    `json:"removal"`
}

// RemovedText says by whom, when and why the body of an event with the mark Removed was removed.
func (e *Event) RemovedText() string {
	var b RemovedBody
	if json.Unmarshal(e.Body, &b) != nil {
		return "removed"
	}
	return custos.Plain("removed " + b.Removed + ", at " + b.At.UTC().Format(time.RFC3339))
}

// Marks are how far a domain's log has come, in leaves.
type Marks struct {
	Size      uint64 `json:"size"`
	Witnessed uint64 `json:"witnessed"`
	Anchored  uint64 `json:"anchored"`
	// Block holds the newest anchor; 0 if there is none yet.
	Block uint64 `json:"block"`
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

// Status is what a master says of itself.
type Status struct {
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
	Staged int64 `json:"staged"`
	// Events counts those in the log, by kind.
	Events        map[string]int64 `json:"events"`
	Anchors       int64            `json:"anchors"`
	Confirmations int              `json:"confirmations"`
	// Alarms are those that are not over.
	Alarms []observe.Alarm `json:"alarms,omitempty"`
	// AnchorLatency are milliseconds from an event's reception to its confirmed
	// anchor; the newest thousand.
	AnchorLatency []int64 `json:"anchor_latency_ms"`
}

// Site is what the console says of a site.
type Site struct {
	Site    string   `json:"site"`
	Domains []Domain `json:"domains"`
}

// Domain says how far one domain's log has come.
type Domain struct {
	Domain custos.Resource `json:"domain"`
	Marks
	// Height is the newest block that the domain's node knows.
	Height uint64 `json:"height"`
	// Peers is how many other nodes its ledger node is connected to.
	Peers int `json:"peers"`
	// Confirmations is how many blocks stand on top of Block.
	Confirmations uint64 `json:"confirmations"`
}

// Camera is a camera as a master knows it: by what was committed, so that an edge that
// is cut off shows as a camera without pictures.
type Camera struct {
	Camera custos.CameraID `json:"camera"`
	// Domain is whose master knows it; of the console.
	Domain custos.Resource `json:"domain,omitempty"`
	// State is "" where a master that does not answer is not asked further.
	State custos.CameraState `json:"state"`
	// Reason says why, for states other than recording; of a camera that records, what was
	// odd about it last.
	Reason string    `json:"reason,omitempty"`
	Since  time.Time `json:"since"`
	// LastSegment is when the newest sealed footage ends; nil before the first.
	LastSegment *time.Time `json:"last_segment,omitempty"`
	// Segments are sealed, and Frames recorded in them, since the camera's beginning.
	Segments int64  `json:"segments"`
	Frames   uint64 `json:"frames"`
	// Dropped are frames that were decoded and could not be given to a reader.
	Dropped uint64 `json:"dropped"`
}

// Footage is what there is of a stretch of a camera's time.
type Footage struct {
	Camera custos.CameraID `json:"camera"`
	// From and Until bound what is shown, in whole segments. What stands before From, from
	// Begins on, only serves to decode it.
	Begins   time.Time `json:"begins"`
	From     time.Time `json:"from"`
	Until    time.Time `json:"until"`
	Segments int       `json:"segments"`
	Bytes    int64     `json:"bytes"`
	Missing  []Missing `json:"missing"`
	// False are the numbers of segments whose claim about time cannot be true.
	False []uint64 `json:"false,omitempty"`
}

// Missing is a part of a stretch that is not recorded. Reason is "" if nothing tells why.
type Missing struct {
	From   time.Time `json:"from"`
	Until  time.Time `json:"until"`
	Reason string    `json:"reason"`
}

const (
	// NextTrailer says, after a file of footage, from when the rest is to be asked for,
	// as RFC 3339; it is missing where there is no rest.
	NextTrailer = "Custos-Next"
	// NoteHeader says what a person should know about the answer.
	NoteHeader = "Custos-Note"
)

// LiveInit is the first message of a live view, as text; init and fragments of
// an fMP4 stream follow as binary messages.
type LiveInit struct {
	// Codec is what an MSE source buffer is told, for example "avc1.64001f".
	Codec string `json:"codec"`
	// Width and Height are in pixels.
	Width  int `json:"width"`
	Height int `json:"height"`
}

// Kind is what a page needs to know of a kind of event.
type Kind struct {
	Kind custos.Kind `json:"kind"`
	// Says is what an event of it says.
	Says string `json:"says"`
	// Continuous means that there are many each second: they are listed where asked for.
	Continuous bool `json:"continuous"`
}

// Kinds are those that this version knows.
func Kinds() []Kind {
	var out []Kind
	for _, k := range observe.Kinds() {
		out = append(out, Kind{k.Name, k.Says, k.Continuous})
	}
	return out
}
