package fog

import (
	"encoding/json"
	"fmt"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/api"
	"custos.dev/custos/edge/cameras"
	"custos.dev/custos/observe"
)

// Shown is a camera that a master shows.
type Shown struct {
	Camera custos.CameraID
	// Segment is how long its segments are meant to be; 0 is as usual.
	Segment time.Duration
}

// shownCameras are those of the domain, in the site file's order.
func (m *master) shownCameras() (out []Shown) {
	for _, e := range m.Site.Edges(m.Node.Name) {
		for _, c := range cameras.Of(e) {
			out = append(out, Shown{cameras.ID(m.Site, e, &c), c.Segment})
		}
	}
	return out
}

// patience is how long a segment may take to be closed, sealed, sent and committed, beside
// its own length, before the camera counts as giving no pictures.
const patience = 10 * time.Second

// stateOf fills in what a camera does. Times that are compared are this master's: an
// edge's clock may be wrong.
func stateOf(v *api.Camera, stream *observe.Stream, said *custos.Event, t tally, target time.Duration, now time.Time) {
	if target <= 0 {
		target = 2 * time.Second
	}
	if t.Newest != nil {
		v.LastSegment, v.Since = &t.Newest.Until, t.Newest.Until
		target = max(target, t.Newest.Length())
	}
	if stream == nil && t.Newest == nil {
		v.State, v.Reason = custos.CameraStarting, "nothing was heard of it yet"
		return
	}
	quiet := now.Sub(t.Received)
	switch {
	case stream != nil && stream.State == observe.StreamEnded && !t.newer(said):
		v.State, v.Reason, v.Since = custos.CameraEnded, stream.Reason, said.Time
	case stream != nil && stream.State == observe.StreamLost && !t.newer(said):
		v.State, v.Reason, v.Since = custos.CameraReconnecting, stream.Reason, said.Time
	case t.Newest == nil:
		v.State, v.Reason, v.Since = custos.CameraStarting, "no footage is sealed yet", said.Time
	case quiet > min(target, time.Minute)+patience:
		v.State = custos.CameraNoPictures
		v.Reason = fmt.Sprintf("no pictures for %s: the last footage ends at %s", now.Sub(t.Received).Round(time.Second), t.Newest.Until.UTC().Format(time.RFC3339))
	default:
		v.State = custos.CameraRecording
		if stream != nil {
			v.Since = said.Time
			if stream.State == observe.StreamOdd {
				v.Reason = stream.Reason
			}
		}
	}
}

// tally is what is sealed of a camera, and what was said of its stream last. It is kept from
// one start to the next.
type tally struct {
	Segments int64            `json:"segments"`
	Frames   uint64           `json:"frames"`
	Newest   *observe.Segment `json:"newest,omitempty"`
	Received time.Time        `json:"received"` // by this master's clock
	Stream   *custos.Event    `json:"stream,omitempty"`
}

// newer reports that footage began after an event. That it ends after it says nothing: the
// last picture stands for a while.
func (t *tally) newer(said *custos.Event) bool {
	return t.Newest != nil && t.Newest.From.After(said.Time)
}

// add counts an event, one of the kinds tallied. They come in their order.
func (t *tally) add(v api.Event) {
	if v.Kind == observe.KindSegment {
		t.Segments++
		if s, err := sealOf(v); err == nil {
			t.Frames += uint64(max(s.Frames, 0))
			t.Newest, t.Received = s, v.Received
		}
		return
	}
	t.Stream = nil // one that is broken says nothing, nor does the one before it
	var e custos.Event
	if v.Mark != api.Broken && json.Unmarshal(v.Body, &e) == nil {
		t.Stream = &e
	}
}

// shows says what the camera does now.
func (t *tally) shows(c Shown, now time.Time) api.Camera {
	v := api.Camera{Camera: c.Camera, Segments: t.Segments, Frames: t.Frames}
	var stream *observe.Stream
	if t.Stream != nil {
		if s, ok := observe.As[*observe.Stream](t.Stream); ok {
			stream, v.Dropped = s, s.Dropped
		}
	}
	stateOf(&v, stream, t.Stream, *t, c.Segment, now)
	return v
}
