package fog

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/api"
	"custos.dev/custos/edge/cameras"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/observe"
)

// getCameras says what each camera of the domain does, by what was committed.
func (m *master) getCameras(w http.ResponseWriter, r *http.Request) error {
	out := []api.Camera{}
	for _, e := range m.Site.Edges(m.Node.Name) {
		for _, c := range cameras.Of(e) {
			v, err := m.camera(r.Context(), cameras.ID(m.Site, e, &c), c.Segment)
			if err != nil {
				return err
			}
			out = append(out, v)
		}
	}
	return reply(w, out)
}

func (m *master) camera(ctx context.Context, id custos.CameraID, target time.Duration) (api.Camera, error) {
	t, err := m.tallies.of(ctx, m.recordings(), id)
	if err != nil {
		return api.Camera{}, err
	}
	v := api.Camera{Camera: id, Segments: t.segments, Frames: t.frames}
	var last custos.Event
	views, err := m.events(ctx, masterdb.Filter{Kinds: []custos.Kind{observe.KindStream}, Camera: id, Limit: 1})
	if err != nil {
		return v, err
	}
	var stream *observe.Stream
	if len(views) == 1 && views[0].Mark != api.Broken && json.Unmarshal(views[0].Body, &last) == nil {
		if s, ok := observe.As[*observe.Stream](&last); ok {
			stream, v.Dropped = s, s.Dropped
		}
		last.Time = views[0].Time
	}
	stateOf(&v, stream, &last, t, target, time.Now())
	return v, nil
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
	if t.newest != nil {
		v.LastSegment, v.Since = &t.newest.Until, t.newest.Until
		target = max(target, t.newest.Length())
	}
	if stream == nil && t.newest == nil {
		v.State, v.Reason = custos.CameraStarting, "nothing was heard of it yet"
		return
	}
	quiet := now.Sub(t.received)
	switch {
	case stream != nil && stream.State == observe.StreamEnded && !t.newer(said):
		v.State, v.Reason, v.Since = custos.CameraEnded, stream.Reason, said.Time
	case stream != nil && stream.State == observe.StreamLost && !t.newer(said):
		v.State, v.Reason, v.Since = custos.CameraReconnecting, stream.Reason, said.Time
	case t.newest == nil:
		v.State, v.Reason, v.Since = custos.CameraStarting, "no footage is sealed yet", said.Time
	case quiet > min(target, time.Minute)+patience:
		v.State = custos.CameraNoPictures
		v.Reason = fmt.Sprintf("no pictures for %s: the last footage ends at %s", now.Sub(t.received).Round(time.Second), t.newest.Until.UTC().Format(time.RFC3339))
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

// tally is what is sealed of a camera.
type tally struct {
	segments int64
	frames   uint64
	// upTo is the number of the newest event that is counted.
	upTo     int64
	newest   *observe.Segment
	received time.Time // by this master's clock
}

// newer reports that footage began after an event. That it ends after it says nothing: the
// last picture stands for a while.
func (t *tally) newer(said *custos.Event) bool {
	return t.newest != nil && t.newest.From.After(said.Time)
}

// tallies counts each camera's segments once: what is committed does not change.
type tallies struct {
	mu sync.Mutex
	by map[custos.CameraID]*tally
}

// of returns the tally of a camera, with what came since it was asked for last.
func (c *tallies) of(ctx context.Context, r recordings, camera custos.CameraID) (tally, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.by == nil {
		c.by = map[custos.CameraID]*tally{}
	}
	t := c.by[camera]
	if t == nil {
		t = new(tally)
		c.by[camera] = t
	}
	// As far as no batch before is still on its way into the log.
	for row, err := range r.db.SegmentsAfter(ctx, camera, t.upTo) {
		if err != nil {
			return *t, err
		}
		v := viewOf(row, Marks{})
		t.upTo = v.N
		t.segments++
		if s, err := sealOf(v); err == nil {
			t.frames += uint64(max(s.Frames, 0))
			t.newest, t.received = s, v.Received
		}
	}
	return *t, nil
}
