package console

import (
	"context"
	"encoding/json"
	"io"
	"time"

	"custos"
)

// Backend is what the console shows. Its methods are called from many
// goroutines. Rights are the backend's: it refuses with custos.Denied, and its
// error's text is shown to the person, so it is a sentence.
type Backend interface {
	// Status says how far each domain's log is written, witnessed and anchored.
	Status(ctx context.Context) (Status, error)
	// Cameras lists the cameras that the viewer may know of, in the order shown.
	Cameras(ctx context.Context) ([]Camera, error)
	// Events returns the newest events that match, newest first.
	Events(ctx context.Context, q Query) ([]Event, error)
	// Updates returns what happens from now on, until ctx ends. The backend owns
	// the channel and closes it at the end, or when the reader was too slow and
	// updates were lost: the page then connects and reads the list again.
	Updates(ctx context.Context) (<-chan Update, error)
	// Event returns one event with its body.
	Event(ctx context.Context, id custos.EventID) (Event, error)
	// Snapshot returns a still of the event, a JPEG. The console closes it; if it
	// is also an io.Seeker, ranges are served.
	Snapshot(ctx context.Context, id custos.EventID) (r io.ReadCloser, contentType string, err error)
	// Clip returns the recording around the event, an MP4; otherwise as Snapshot.
	Clip(ctx context.Context, id custos.EventID) (r io.ReadCloser, contentType string, err error)
	// Proof returns the event's proof, for reading; otherwise as Snapshot.
	Proof(ctx context.Context, id custos.EventID) (r io.ReadCloser, contentType string, err error)
	// Bundle returns the evidence that verifies offline; otherwise as Snapshot.
	Bundle(ctx context.Context, id custos.EventID) (r io.ReadCloser, contentType string, err error)
	// Live opens a camera's stream; it ends with ctx or with the right to it.
	Live(ctx context.Context, camera custos.CameraID) (LiveStream, error)
}

// Status is the state of a site's logs and ledger.
type Status struct {
	Site    string         `json:"site"`
	Domains []DomainStatus `json:"domains"`
}

// DomainStatus says how far one domain's log has come.
type DomainStatus struct {
	Domain custos.Resource `json:"domain"`
	// Size, Witnessed and Anchored count the log's leaves: written, cosigned by
	// the other owners, and bound to the chain.
	Size      uint64 `json:"size"`
	Witnessed uint64 `json:"witnessed"`
	Anchored  uint64 `json:"anchored"`
	// Block is the one that holds the last anchor; 0 if there is none yet.
	Block uint64 `json:"block"`
	// Height is the newest block that the domain's node knows.
	Height uint64 `json:"height"`
	// Peers is how many other nodes its ledger node is connected to.
	Peers int `json:"peers"`
	// Confirmations is how many blocks stand on top of Block.
	Confirmations uint64 `json:"confirmations"`
}

// Camera is one tile of the page.
type Camera struct {
	ID     custos.CameraID `json:"id"`
	Name   string          `json:"name"`
	Domain custos.Resource `json:"domain"`
	// State is what the camera does, as far as is known; empty if nothing is. Reason says
	// why, for states other than recording.
	State  custos.CameraState `json:"state,omitempty"`
	Reason string             `json:"reason,omitempty"`
}

// Mark is how firmly an event is bound.
type Mark string

// The marks, from the weakest to the strongest; a broken event's stored body or
// proof does not say what was committed.
const (
	Committed Mark = "committed"
	Witnessed Mark = "witnessed"
	Anchored  Mark = "anchored"
	Broken    Mark = "broken"
)

// Event is an event as the page lists it.
type Event struct {
	ID       custos.EventID  `json:"id"`
	Kind     custos.Kind     `json:"kind"`
	Resource custos.Resource `json:"resource"`
	Time     time.Time       `json:"time"`
	Mark     Mark            `json:"mark"`
	Domain   custos.Resource `json:"domain"`
	// Summary is one line for people.
	Summary string `json:"summary"`
	// Body is the event's body as committed. It may be left out of lists and
	// updates, but not out of an update of kind "tracks", whose boxes are drawn.
	Body json.RawMessage `json:"body,omitempty"`
}

// Query selects events.
type Query struct {
	// Kinds are those wanted; none is every kind.
	Kinds []custos.Kind
	// Except are kinds that are not wanted, whatever Kinds says.
	Except []custos.Kind
	// Camera is a resource in or below which the events are; empty is everywhere.
	Camera custos.Resource
	// Limit is at most how many are returned, 1 to MaxEvents.
	Limit int
	// Before is an event; only older ones are returned. Empty begins at the newest.
	Before custos.EventID
}

// MaxEvents bounds how many events one query returns.
const MaxEvents = 500

// Update is a new event, or events whose mark moved; one of the two is set.
type Update struct {
	Event *Event `json:"event,omitempty"`
	// Mark is the new mark of the events IDs.
	Mark Mark             `json:"mark,omitempty"`
	IDs  []custos.EventID `json:"ids,omitempty"`
}

// LiveStream is a camera's running stream.
type LiveStream struct {
	// Codec is what an MSE source buffer is told, for example "avc1.64001f".
	Codec string
	// Width and Height are in pixels.
	Width, Height int
	// Chunks are the fMP4 init section and then whole fragments, the first one
	// beginning with a key frame. The backend owns and closes it when the stream
	// ends; a viewer that is too slow loses its stream, not fragments from its middle.
	Chunks <-chan []byte
	// Err says why Chunks was closed; nil if the camera ended. A denial's
	// sentence is shown to the viewer. May be nil.
	Err func() error
}
