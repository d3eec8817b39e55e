package observe

import (
	"math"
	"time"

	"custos.dev/custos"
)

// KindPaths is the kind of Paths.
const KindPaths custos.Kind = "paths"

// Paths is every confirmed track in the frames of about a second, frame by frame: Frames gives
// them back. Its event's time is the first frame's.
type Paths struct {
	// V is the version of Data's form.
	V int `json:"v"`
	// Count is how many frames there are, and Span how long after the first the last was captured.
	Count int           `json:"frames"`
	Span  time.Duration `json:"span"`
	// Classes are those of the boxes in Data, and Most how many of each there are in one frame
	// at most.
	Classes []custos.Class `json:"classes"`
	Most    []int          `json:"most"`
	// Aspect is the picture's width over its height; 0 if not said.
	Aspect float64 `json:"aspect,omitempty"`
	// Data are the frames with their times, tracks and boxes, as columns (columns.go says which).
	// Boxes are to 1/2048 of the picture: a tracker's are means of several frames', and no more
	// exact than that.
	Data []byte `json:"data"`
}

const (
	pathsVersion = 1
	// smooth is the grid of boxes that a tracker has smoothed.
	smooth = 2048
)

// Kind implements custos.Payload.
func (*Paths) Kind() custos.Kind { return KindPaths }

// Ref implements PerFrame.
func (t *Tracks) Ref() custos.FrameRef { return t.Frame }

func (t *Tracks) packKind() custos.Kind { return KindPaths }

func (t *Tracks) objects() int { return len(t.Objects) }

func (t *Tracks) apart(before PerFrame) bool {
	b, ok := before.(*Tracks)
	return !ok || b.Frame.Boot != t.Frame.Boot || t.Frame.Seq <= b.Frame.Seq || b.Aspect != t.Aspect
}

func (t *Tracks) check() error {
	for _, o := range t.Objects {
		if err := writable(o.Box, o.Score); err != nil {
			return err
		}
		if o.Track > math.MaxInt64 || o.Returns > math.MaxInt64 {
			return custos.Errorf(custos.Invalid, "the track %d, which returns %d, has a number that is too high", o.Track, o.Returns)
		}
	}
	return nil
}

func (t *Tracks) pack(frames []Frame) (custos.Payload, error) {
	g := newGrid(frames, true, true)
	g.width, g.height = smooth, smooth
	count := newTally()
	before := 0
	for _, f := range frames {
		first := len(g.boxes)
		for _, o := range f.What.(*Tracks).Objects {
			g.boxes = append(g.boxes, gridBox{
				before: -1, class: int64(count.add(o.Class)), track: int64(o.Track), returns: int64(o.Returns),
				at: g.quantise(o.Box), score: int64(math.Round(255 * o.Score)),
			})
		}
		count.next()
		g.predict(before, first)
		before = first
	}
	return &Paths{
		V: pathsVersion, Count: len(frames), Span: frames[len(frames)-1].Time.Sub(frames[0].Time),
		Classes: count.classes, Most: count.most, Aspect: t.Aspect, Data: g.encode(),
	}, nil
}

// Frames gives back the tracks of each frame, with its time: a *Tracks each. It returns Invalid
// where the data do not have their form.
func (p *Paths) Frames() ([]Frame, error) { return p.frames() }

func (p *Paths) frames() ([]Frame, error) {
	if p.V != pathsVersion {
		return nil, custos.Errorf(custos.Invalid, "its form %d is not known to this version", p.V)
	}
	g, err := decodeGrid(p.Data, true, true, len(p.Classes))
	if err != nil {
		return nil, err
	}
	out := make([]Frame, len(g.frames))
	rest := g.boxes
	for i := range g.frames {
		t := &Tracks{Frame: g.ref(i), Aspect: p.Aspect, Objects: make([]Tracked, g.frames[i].boxes)}
		for j, b := range rest[:g.frames[i].boxes] {
			t.Objects[j] = Tracked{
				Track: TrackID(b.track), Class: p.Classes[b.class], Box: g.box(b.at),
				Score: custos.Round4(float64(b.score) / 255), Returns: TrackID(b.returns),
			}
		}
		rest = rest[g.frames[i].boxes:]
		out[i] = Frame{Time: g.time(i), What: t}
	}
	return out, nil
}

var _ = define(kind[*Paths]{
	Says:       "Every confirmed track in each frame of about a second.",
	Example:    examplePaths(),
	Continuous: true,
	Text: func(e *custos.Event, p *Paths, _ Names) string {
		return e.Resource.Base() + ": " + seen(p.Count, p.Classes, p.Most) + " tracked"
	},
	Shows: func(e *custos.Event, p *Paths) Shown { return lasts(e, p.Data, p.Span) },
})

func examplePaths() *Paths {
	frames := make([]Frame, 2)
	for i := range frames {
		at := time.Duration(i) * 100 * time.Millisecond
		frames[i] = Frame{Time: exampleTime.Add(at), What: &Tracks{
			Frame: custos.FrameRef{Boot: 7, Seq: uint64(9 + i), PTS: time.Second + at}, Aspect: 1.333,
			Objects: []Tracked{{Track: 3, Class: custos.Person, Box: custos.Box{X: .25, Y: .25, W: .125, H: .5}, Score: .6}},
		}}
	}
	p, err := frames[0].What.pack(frames)
	if err != nil {
		panic(err)
	}
	return p.(*Paths)
}
