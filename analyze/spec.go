// Package analyze says what an analyzer is: a folder with one type that is given frames, or
// the events of another service, and answers with what it observed. It has no input and
// output of its own; package host runs it as a service, and package remote runs one that is
// another program, in any language.
//
// A new analyzer is a folder with its Spec, the files of its kinds in package observe, and a
// line in the table of package host.
package analyze

import (
	"context"
	"encoding/json"
	"errors"
	"image"
	"io/fs"
	"log/slog"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/edge/cameras"
	"custos.dev/custos/observe"
	"custos.dev/custos/service"
	"custos.dev/custos/store"

	"github.com/prometheus/client_golang/prometheus"
)

// Spec is what the host needs to know of an analyzer to run it as a service.
type Spec struct {
	// Name is the service's on its node.
	Name string
	// Does says it in a line.
	Does string
	Tier custos.Tier
	// On says whether a node of the tier has the service; nil is every one.
	On func(*service.Node) bool
	// Rights are what the owner grants the service on his domain.
	Rights custos.Action
	Input  Input
	// Kinds are what it observes; another kind is an error of the analyzer.
	Kinds []custos.Kind
	// Questions are what it answers other services; New's result is then an Answerer.
	Questions []Question
	// Config says what is wrong with what the site file says to it; nil has nothing to check.
	Config func(*service.Site) error
	// Schema is of its private database, as package store wants it; nil is none.
	Schema fs.FS
	// Remembers is of how many of its newest events, of each kind, a Rememberer is told at its
	// start, however old they are; 0 is DefaultRemembers.
	Remembers int
	// Bound is how long it may take for one piece of input before it counts as hung and its
	// process ends; 0 is DefaultBound.
	Bound time.Duration
	// New makes the analyzer of a service: a FrameAnalyzer, a SoundAnalyzer, a CropAnalyzer, a
	// TrackedAnalyzer or an EventAnalyzer, by the input.
	// It may be a Rememberer (see Remembers), a Forgetter, an Answerer, a Runner, a Reporter and an io.Closer as well.
	New func(Setup) (any, error)
}

// DefaultBound is how long an analyzer may take for one piece of input: a network takes
// seconds where it is started, and nobody waits for it meanwhile.
const DefaultBound = time.Minute

// DefaultRemembers is how many events of each of its kinds a Rememberer is told at its start.
const DefaultRemembers = 10_000

// Input is what an analyzer is given.
type Input struct {
	Source Source
	// From is the service whose events are followed: on the same node at an edge, on every
	// edge of a fog.
	From string
	// Also are services that are followed beside it, on nodes that have them.
	Also []string
	// Kinds are the followed kinds that it is given.
	Kinds []custos.Kind
	// Shots says which pictures of a finished track it is given, where Source is Crops.
	Shots Shots
}

// Source is a kind of input.
type Source string

// The kinds of input.
const (
	Frames Source = "frames"
	Events Source = "events"
	// Crops are the best pictures of each finished track, cut from the recorded footage in
	// its full size; see CropAnalyzer.
	Crops Source = "crops"
	// Tracked are a camera's frames with the tracks in them; see TrackedAnalyzer.
	Tracked Source = "tracked"
	Sound   Source = "sound"
)

// Question is what an analyzer answers other services of its domain.
type Question struct {
	Name string
	// Right is what who asks must have on the domain.
	Right custos.Action
	// AtOnce bounds how many are answered, or wait for that, at a time.
	AtOnce int
}

// Setup is what an analyzer finds around it.
type Setup struct {
	Site *service.Site
	Node *service.Node
	ID   custos.ServiceID
	// Dir is the analyzer's own directory; DB its database, nil without a Schema.
	Dir string
	DB  *store.DB
	Log *slog.Logger
	// Metrics takes its figures beside the host's.
	Metrics prometheus.Registerer
	// Cameras are those of the node, at a fog those of its edges.
	Cameras []Camera
}

// Camera is one whose pictures, or events, an analyzer is given.
type Camera struct {
	ID custos.CameraID
	*cameras.Camera
}

// FrameAnalyzer looks at frames.
type FrameAnalyzer interface {
	// Camera begins with a camera. It is called for each one before the first frame.
	Camera(Camera) (Looker, error)
}

// Looker looks at the frames of one camera, one at a time, each the newest then; those of
// several cameras look at the same time.
type Looker interface {
	// Look returns what a frame shows, also beside an error, which is said and not fatal. The
	// planes are valid until it returns; ctx ends some time after the service was told to end.
	// An error that is a *Fatal ends the service.
	Look(ctx context.Context, f *custos.Frame) ([]custos.Observation, error)
}

// SoundAnalyzer listens to sound.
type SoundAnalyzer interface {
	// Sound begins with a camera. It is called for each one before the first block.
	Sound(Camera) (Hearer, error)
}

// SoundRate is the rate of the sound that analyzers are given, in samples a second.
const SoundRate = 16000

// PCM is a block of a camera's sound as analyzers are given it: decoded, in one channel, of
// SoundRate.
type PCM struct {
	Camera custos.CameraID
	// PTS is stream time and Time capture time, of the first sample.
	PTS  time.Duration
	Time time.Time
	// Samples are from -1 to 1, full scale.
	Samples []float32
	// Lost says that sound before it is missing, or that this is the beginning.
	Lost bool
}

// Hearer listens to the sound of one camera, a block after the other; those of several cameras
// listen at the same time.
type Hearer interface {
	// Hear returns what came of a block, also beside an error, which is said and not fatal. The
	// samples are valid until it returns; ctx ends some time after the service was told to end.
	// An error that is a *Fatal ends the service. A nil block says that no sound has come for
	// Idle, or that no more will: what lasts, ends.
	Hear(ctx context.Context, b *PCM) ([]custos.Observation, error)
}

// ErrSkipped says that a frame was not looked at, and does not count.
var ErrSkipped = errors.New("the frame was not looked at")

// Fatal is an error with which an analyzer cannot go on: its process ends, and is started again.
type Fatal struct{ Err error }

func (f *Fatal) Error() string { return f.Err.Error() }

func (f *Fatal) Unwrap() error { return f.Err }

// EventAnalyzer reads another service's events. The host calls its methods, and those of
// Rememberer and Answerer, one at a time.
type EventAnalyzer interface {
	// Take returns what came of the next events, in order. None is left out, and what came of
	// them is durable together with how far it has read.
	Take(ctx context.Context, in []Followed) ([]custos.Observation, error)
	// Quiet returns what ends because a camera has sent nothing for Idle.
	Quiet(ctx context.Context, c custos.CameraID) ([]custos.Observation, error)
}

// Shots says which pictures of a finished track an analyzer wants.
type Shots struct {
	// Classes are of what; none is any.
	Classes []custos.Class
	// Most is how many of one track at the most; 0 means 3.
	Most int
	// Margin is how much of what is around the box stands in the picture, as a part of the
	// box's width and height on each side.
	Margin float64
	// Least is the box's height, in pixels of the recorded picture, below which there is
	// nothing to be seen; 0 means any.
	Least int
}

// CropAnalyzer looks at pictures of tracks that have ended: those in which the track was
// seen best, by size and by standing free of the picture's edge.
type CropAnalyzer interface {
	// Look returns what the shots of one track show. It is called for one track at a time, for
	// each track of its classes once, in order, and what came of it is durable together with
	// how far was read. A track of which no picture is left is passed over, and counted.
	Look(ctx context.Context, in *Cropped) ([]custos.Observation, error)
}

// Chooser is a CropAnalyzer that says before pictures of a track are asked for whether it wants
// any: what it may not look at does not leave the camera. It is called as Look is.
type Chooser interface {
	Wants(c custos.CameraID, t *observe.Trajectory) bool
}

// TrackedAnalyzer looks at frames of which it is known who is where in them, some tenths of a
// second after they were captured. The host calls its methods one at a time.
type TrackedAnalyzer interface {
	// Watches says how often a second a camera's frames are wanted, at most; 0 is never.
	Watches(c custos.CameraID) float64
	// Look looks at a frame and the tracks in it, by a life of the track service, which numbers
	// them; nil where nothing was tracked. The planes are valid until it returns.
	Look(ctx context.Context, f *custos.Frame, t *observe.Tracks, life uint64) ([]custos.Observation, error)
	// Quiet returns what ends because nothing was tracked before a camera for Idle.
	Quiet(ctx context.Context, c custos.CameraID) ([]custos.Observation, error)
}

// Cropped is a track that has ended, with its best pictures.
type Cropped struct {
	// Event is the trajectory's, Track what it says.
	custos.Event
	Track *observe.Trajectory
	// Shots are from the oldest to the newest; at least one.
	Shots []Shot
}

// Shot is a picture of a track.
type Shot struct {
	// Frame is the one that it is cut from, Time when that was captured.
	Frame custos.FrameRef
	Time  time.Time
	// Box is where the track was in the frame, Shown the part of the frame that Picture shows:
	// Box with its margin, as far as the frame goes.
	Box, Shown custos.Box
	Picture    image.Image
}

// Idle is how long a camera may send nothing before what it showed counts as ended.
const Idle = 3 * time.Second

// Followed is another service's event with its payload read.
type Followed struct {
	custos.Event
	What custos.Payload
}

// Rememberer is told the service's own events: those of earlier lives, before any input, and
// each new one once it is durable.
type Rememberer interface{ Remember(*custos.Event) }

// Forgetter is told which of the service's own events are erased: nothing that it keeps of them
// may be found again. The host calls it as it calls Remember.
type Forgetter interface{ Forget([]custos.EventID) }

// Answerer answers the questions of its Spec.
type Answerer interface {
	Answer(ctx context.Context, question string, data json.RawMessage) (any, error)
}

// Runner has something to do of its own while the service runs; it returns when ctx ends.
type Runner interface {
	Run(ctx context.Context) error
}

// Reporter says what is wrong with it, in a sentence, and since when; "" is nothing.
type Reporter interface {
	Report() (trouble string, since time.Time)
}

// Health is what a service that analyses says of itself, as /state/analyzer.
type Health struct {
	// Trouble says in a sentence what is wrong; "" if nothing is.
	Trouble string `json:"trouble,omitempty"`
	// Since is when the trouble began.
	Since *time.Time `json:"since,omitempty"`
	// Lag is from the capture of what was analysed last to its result, in nanoseconds; nil
	// before the first.
	Lag *time.Duration `json:"lag,omitempty"`
	// Taken counts the pieces of input that were analysed, Dropped the frames that went by
	// meanwhile, Observed what was observed.
	Taken    uint64 `json:"taken"`
	Dropped  uint64 `json:"dropped"`
	Observed uint64 `json:"observed"`
}
