package console

import (
	"context"
	"io"

	"custos.dev/custos"
	"custos.dev/custos/api"
)

// Backend is what the console shows. Its methods are called from many
// goroutines. Rights are the backend's: it refuses with custos.Denied, and its
// error's text is shown to the person, so it is a sentence.
type Backend interface {
	// Status says how far each domain's log is written, witnessed and anchored.
	Status(ctx context.Context) (api.Site, error)
	// Cameras lists the cameras that the viewer may know of, in the order shown.
	Cameras(ctx context.Context) ([]api.Camera, error)
	// Events returns the newest events that match, newest first.
	Events(ctx context.Context, q Query) ([]api.Event, error)
	// Updates returns what happens from now on, until ctx ends. The backend owns
	// the channel and closes it at the end, or when the reader was too slow and
	// updates were lost: the page then connects and reads the list again.
	Updates(ctx context.Context) (<-chan api.SiteUpdate, error)
	// Event returns one event with its body.
	Event(ctx context.Context, id custos.EventID) (api.Event, error)
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
