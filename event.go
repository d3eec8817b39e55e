package custos

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// EventID names an event for good: "front-edge.object.lz3k9q.42", that is the
// service, its boot in base 36 and its sequence number. It holds no "/".
type EventID string

// Event is what one service observed, in the order in which it observed it.
// Its JSON encoding is its body: stored, sealed and committed byte for byte,
// never encoded again.
type Event struct {
	Service ServiceID `json:"service"`
	// Boot is the start of the service's life, in milliseconds since 1970; it
	// grows from one life to the next.
	Boot uint64 `json:"boot"`
	// Seq counts from 1 within a boot, without gaps.
	Seq uint64 `json:"seq"`
	// Resource is what the event is about, usually a camera.
	Resource Resource `json:"resource"`
	// Time is the capture time of the frame that shows the event, or when it happened.
	Time time.Time `json:"time"`
	// Payload says what happened; its kind is the event's kind.
	Payload Payload `json:"-"`
}

// Kind is an event's kind.
type Kind string

// Payload is what an event says. Implementations are the structs of this package.
type Payload interface{ Kind() Kind }

// ID returns the event's name.
func (e *Event) ID() EventID { return NewEventID(e.Service, e.Boot, e.Seq) }

// NewEventID builds the name of the event that the service numbered seq in the life boot.
func NewEventID(s ServiceID, boot, seq uint64) EventID {
	return EventID(strings.ReplaceAll(string(s), "/", ".") + "." + strconv.FormatUint(boot, 36) + "." + strconv.FormatUint(seq, 10))
}

type eventJSON struct {
	ID EventID `json:"id"`
	*plainEvent
	Kind    Kind            `json:"kind"`
	Payload json.RawMessage `json:"payload"`
}

type plainEvent Event

// MarshalJSON writes the body: id, header, kind, payload.
func (e Event) MarshalJSON() ([]byte, error) {
	if e.Payload == nil {
		return nil, fmt.Errorf("event %s has no payload", e.ID())
	}
	p, err := json.Marshal(e.Payload)
	if err != nil {
		return nil, err
	}
	e.Time = e.Time.UTC()
	return json.Marshal(eventJSON{ID: e.ID(), plainEvent: (*plainEvent)(&e), Kind: e.Payload.Kind(), Payload: p})
}

// UnmarshalJSON reads a body strictly: an unknown kind, an unknown field or an
// id that does not follow from the header is an error.
func (e *Event) UnmarshalJSON(b []byte) error {
	j := eventJSON{plainEvent: (*plainEvent)(e)}
	if err := strict(b, &j); err != nil {
		return fmt.Errorf("event: %w", err)
	}
	p, ok := newPayload(j.Kind)
	if !ok {
		return fmt.Errorf("event %s has the unknown kind %q", j.ID, j.Kind)
	}
	if err := strict(j.Payload, p); err != nil {
		return fmt.Errorf("event %s of kind %s: %w", j.ID, j.Kind, err)
	}
	e.Payload = p
	if j.ID != e.ID() {
		return fmt.Errorf("event says its id is %q, its header says %q", j.ID, e.ID())
	}
	return nil
}

func strict(b []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	return d.Decode(v)
}

// The kinds of event.
const (
	KindDetections Kind = "detections"
	KindTracks     Kind = "tracks"
	KindTrajectory Kind = "trajectory"
	KindZone       Kind = "zone"
	KindSegment    Kind = "segment"
	KindStream     Kind = "stream"
	KindDecision   Kind = "decision"
	KindAlarm      Kind = "alarm"
)

// Kinds are all kinds of event.
func Kinds() []Kind {
	return []Kind{
		KindDetections, KindTracks, KindTrajectory, KindZone, KindBehavior, KindFeature, KindSegment, KindStream, KindDecision, KindAlarm,
	}
}

func newPayload(k Kind) (Payload, bool) {
	switch k {
	case KindDetections:
		return new(Detections), true
	case KindTracks:
		return new(Tracks), true
	case KindTrajectory:
		return new(Trajectory), true
	case KindZone:
		return new(Zone), true
	case KindSegment:
		return new(Segment), true
	case KindStream:
		return new(Stream), true
	case KindDecision:
		return new(Decision), true
	case KindAlarm:
		return new(Alarm), true
	case KindBehavior:
		return new(Behavior), true
	case KindFeature:
		return new(Feature), true
	}
	return nil, false
}

// FrameRef says which frame of a camera is meant.
type FrameRef struct {
	// Boot is the camera service's life, as in Event.
	Boot uint64 `json:"boot"`
	// Seq counts decoded frames from 1 within the boot.
	Seq uint64 `json:"seq"`
	// PTS is the stream's own presentation time, in nanoseconds; it is the time
	// base of the recorded segments.
	PTS time.Duration `json:"pts"`
}

// Frame is one decoded image in planar YUV 4:2:0. The planes are only valid
// until the reader asks for the next frame.
type Frame struct {
	Camera CameraID
	Ref    FrameRef
	// Time is when it was captured, by the edge node's clock.
	Time time.Time
	// Width and Height are in pixels, both even; the stride is the width, and
	// half the width for U and V.
	Width, Height int
	Y, U, V       []byte
}

// maxPixels bounds the memory that one frame can make its reader take.
const maxPixels = 8192 * 4320

// Validate says what is wrong with a frame's size or planes.
func (f *Frame) Validate() error {
	w, h := f.Width, f.Height
	if w < 16 || h < 16 || w%2 != 0 || h%2 != 0 || w > maxPixels/h {
		return Errorf(Invalid, "the frame is %d by %d pixels; give even sizes from 16 and at most %d pixels", w, h, maxPixels)
	}
	if len(f.Y) < w*h || len(f.U) < w*h/4 || len(f.V) < w*h/4 {
		return Errorf(Invalid, "the planes hold %d, %d and %d bytes; a frame of %d by %d needs %d, %d and %d (planar 4:2:0)",
			len(f.Y), len(f.U), len(f.V), w, h, w*h, w*h/4, w*h/4)
	}
	return nil
}

// Round4 keeps events short: a ten-thousandth of a picture is less than a pixel.
func Round4(x float64) float64 { return math.Round(x*1e4) / 1e4 }

// Box is a rectangle in fractions of the frame: X and Y are its upper left
// corner, 0 to 1 from the left and the top.
type Box struct {
	X float64 `json:"x"`
	Y float64 `json:"y"`
	W float64 `json:"w"`
	H float64 `json:"h"`
}

// Center returns the middle of the box.
func (b Box) Center() (x, y float64) { return b.X + b.W/2, b.Y + b.H/2 }

// Foot returns where a standing person touches the ground: the middle of the lower edge.
func (b Box) Foot() (x, y float64) { return b.X + b.W/2, b.Y + b.H }

// IoU returns intersection over union, 0 to 1.
func (b Box) IoU(o Box) float64 {
	w := min(b.X+b.W, o.X+o.W) - max(b.X, o.X)
	h := min(b.Y+b.H, o.Y+o.H) - max(b.Y, o.Y)
	if w <= 0 || h <= 0 {
		return 0
	}
	i := w * h
	return i / (b.W*b.H + o.W*o.H - i)
}

// Class is what a detection shows.
type Class string

// The classes the default detector tells apart.
const (
	Person  Class = "person"
	Vehicle Class = "vehicle"
)

// Detection is one object in one frame. Score is 0 to 1.
type Detection struct {
	Class Class   `json:"class"`
	Box   Box     `json:"box"`
	Score float64 `json:"score"`
	// Look is how it looks in this frame; it may be unknown.
	Look Look `json:"look,omitempty"`
	// Embedding is the same to a network, if one was given.
	Embedding *Embedding `json:"embedding,omitempty"`
}

// Detections is what object saw in one frame.
type Detections struct {
	Frame   FrameRef    `json:"frame"`
	Model   string      `json:"model"`
	Objects []Detection `json:"objects"`
	// Aspect is the picture's width over its height; 0 if not said.
	Aspect float64 `json:"aspect,omitempty"`
}

// TrackID numbers tracks within a boot of the track service and a camera, from 1.
type TrackID uint64

// Tracked is a track's box in one frame.
type Tracked struct {
	Track TrackID `json:"track"`
	Class Class   `json:"class"`
	Box   Box     `json:"box"`
	Score float64 `json:"score"`
	// Returns is the ended track of who left and came back, as far as looks tell; 0 if none.
	Returns TrackID `json:"returns,omitempty"`
}

// Tracks is every confirmed track in one frame.
type Tracks struct {
	Frame   FrameRef  `json:"frame"`
	Objects []Tracked `json:"objects"`
	// Aspect is the picture's width over its height; 0 if not said.
	Aspect float64 `json:"aspect,omitempty"`
}

// Point is a track's box at a time.
type Point struct {
	Time time.Time `json:"time"`
	Box  Box       `json:"box"`
}

// Trajectory is a finished track's path, simplified.
type Trajectory struct {
	Track  TrackID   `json:"track"`
	Class  Class     `json:"class"`
	From   time.Time `json:"from"`
	Until  time.Time `json:"until"`
	Frames int       `json:"frames"`
	Points []Point   `json:"points"`
	// Look is the mean of its detections'; it may be unknown.
	Look      Look       `json:"look,omitempty"`
	Embedding *Embedding `json:"embedding,omitempty"`
	// Returns is as Tracked has it.
	Returns TrackID `json:"returns,omitempty"`
}

// At returns where the track was at a time, between its points on a straight line; false
// before the first and after the last.
func (t *Trajectory) At(at time.Time) (Box, bool) {
	for i, p := range t.Points {
		if at.After(p.Time) {
			continue
		}
		if i == 0 || at.Equal(p.Time) {
			return p.Box, at.Equal(p.Time)
		}
		a := t.Points[i-1]
		part := float64(at.Sub(a.Time)) / float64(p.Time.Sub(a.Time))
		mix := func(x, y float64) float64 { return x + part*(y-x) }
		return Box{X: mix(a.Box.X, p.Box.X), Y: mix(a.Box.Y, p.Box.Y), W: mix(a.Box.W, p.Box.W), H: mix(a.Box.H, p.Box.H)}, true
	}
	return Box{}, false
}

// Transition is what a track did in a zone.
type Transition string

// What a track can do in a zone.
const (
	Enter Transition = "enter"
	Leave Transition = "leave"
	Dwell Transition = "dwell"
)

// Zone says that a track entered, left or dwells in a zone.
type Zone struct {
	Zone       string     `json:"zone"`
	Transition Transition `json:"transition"`
	Track      TrackID    `json:"track"`
	Class      Class      `json:"class"`
	Frame      FrameRef   `json:"frame"`
	// Box is where the track was in that frame.
	Box Box `json:"box"`
	// Inside is how long the track has been in the zone.
	Inside time.Duration `json:"inside"`
}

// Decision is a right exercised or refused.
type Decision struct {
	Principal Address `json:"principal"`
	// Action is left out where what was asked for takes no right but to be registered.
	Action   Action   `json:"action,omitempty"`
	Resource Resource `json:"resource"`
	Allowed  bool     `json:"allowed"`
	Reason   string   `json:"reason"`
	// Capability is the contract's number of the capability used; 0 if none.
	Capability uint64    `json:"capability"`
	From       time.Time `json:"from"`
	Until      time.Time `json:"until"`
	// Count is how many decisions are folded into this one.
	Count uint64 `json:"count"`
	// Bytes is how much was sent, where that is known.
	Bytes int64 `json:"bytes"`
}

// AlarmKind is what an alarm is about.
type AlarmKind string

// The alarms that owners raise about each other, about the chain, clocks and footage.
const (
	// AlarmSilent means that a log was not anchored for longer than it promised.
	AlarmSilent AlarmKind = "silent"
	// AlarmForked means that a log asked for a cosignature of another history than
	// the one that was cosigned before.
	AlarmForked AlarmKind = "forked"
	// AlarmChain means that the chain contradicts a checkpoint that was cosigned:
	// anchoring stops until the owners decide.
	AlarmChain AlarmKind = "chain"
	// AlarmClock means that a service's clock is far from its master's.
	AlarmClock AlarmKind = "clock"
	// AlarmSegment means that a camera sealed a segment whose claim about time cannot be
	// true.
	AlarmSegment AlarmKind = "segment"
	// AlarmDiverged means that a service and its master cannot agree on what stands: two
	// journals live by one key, or what was acknowledged is lost again and again.
	AlarmDiverged AlarmKind = "diverged"
	// AlarmDropped means that a reorganisation dropped a revocation, a deactivation, an
	// owner's end or an owner's rules that had been confirmed.
	AlarmDropped AlarmKind = "dropped"
)

// Alarm says that something is wrong with a log or the chain, or is no more.
type Alarm struct {
	About AlarmKind `json:"about"`
	// Origin is the log's; of an alarm about a clock or a service that diverged it is the
	// service, about a segment the camera, about what was dropped its owner.
	Origin string `json:"origin"`
	Reason string `json:"reason"`
	// Over means that what an earlier alarm said is over.
	Over bool `json:"over"`
}

// Kind implements Payload.
func (*Detections) Kind() Kind { return KindDetections }

// Kind implements Payload.
func (*Tracks) Kind() Kind { return KindTracks }

// Kind implements Payload.
func (*Trajectory) Kind() Kind { return KindTrajectory }

// Kind implements Payload.
func (*Zone) Kind() Kind { return KindZone }

// Kind implements Payload.
func (*Decision) Kind() Kind { return KindDecision }

// Kind implements Payload.
func (*Alarm) Kind() Kind { return KindAlarm }
