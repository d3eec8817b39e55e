package observe

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"

	"custos.dev/custos"
)

// KindSightings is the kind of Sightings.
const KindSightings custos.Kind = "sightings"

// Sightings is what object saw in the frames of about a second, frame by frame: Frames gives
// them back. Its event's time is the first frame's.
type Sightings struct {
	// V is the version of Data's form.
	V int `json:"v"`
	// Count is how many frames there are, and Span how long after the first the last was captured.
	Count int           `json:"frames"`
	Span  time.Duration `json:"span"`
	// Classes are those of the boxes in Data, and Most how many of each there are in one frame
	// at most.
	Classes []custos.Class `json:"classes"`
	Most    []int          `json:"most"`
	Model   string         `json:"model"`
	// Aspect is the picture's width over its height; 0 if not said.
	Aspect float64 `json:"aspect,omitempty"`
	// Data are the frames with their times and boxes, as columns (columns.go says which). Boxes
	// are exact where the detector's lie on the picture's pixels, else to 1/8192 of the picture,
	// and scores to 1/255.
	Data []byte `json:"data"`
}

// sightingsVersion is of the form that is written.
const sightingsVersion = 1

// Kind implements custos.Payload.
func (*Sightings) Kind() custos.Kind { return KindSightings }

// Ref implements PerFrame.
func (d *Detections) Ref() custos.FrameRef { return d.Frame }

func (d *Detections) packKind() custos.Kind { return KindSightings }

func (d *Detections) objects() int { return len(d.Objects) }

func (d *Detections) apart(before PerFrame) bool {
	b, ok := before.(*Detections)
	return !ok || b.Frame.Boot != d.Frame.Boot || d.Frame.Seq <= b.Frame.Seq || b.Model != d.Model || b.Aspect != d.Aspect || b.Width != d.Width || b.Height != d.Height
}

func (d *Detections) check() error {
	for _, o := range d.Objects {
		if err := writable(o.Box, o.Score); err != nil {
			return err
		}
	}
	return nil
}

func (d *Detections) pack(frames []Frame) (custos.Payload, error) {
	g := newGrid(frames, false, false)
	if d.Width > 0 && d.Height > 0 {
		pixels := grid{width: uint64(d.Width), height: uint64(d.Height)}
		on := true
		for _, f := range frames {
			on = on && !slices.ContainsFunc(f.What.(*Detections).Objects, func(o Detection) bool { return !pixels.lies(o.Box) })
		}
		if on {
			g.width, g.height = pixels.width, pixels.height
		}
	}
	s := &Sightings{V: sightingsVersion, Model: d.Model, Aspect: d.Aspect}
	t := newTally()
	before := 0
	for _, f := range frames {
		first := len(g.boxes)
		for _, o := range f.What.(*Detections).Objects {
			g.boxes = append(g.boxes, gridBox{before: -1, class: int64(t.add(o.Class)), at: g.quantise(o.Box), score: int64(math.Round(255 * o.Score))})
		}
		t.next()
		g.predict(before, first)
		before = first
	}
	s.Count, s.Span = len(frames), frames[len(frames)-1].Time.Sub(frames[0].Time)
	s.Classes, s.Most, s.Data = t.classes, t.most, g.encode()
	return s, nil
}

// Frames gives back what each frame showed, with its time: a *Detections each, without looks.
// It returns Invalid where the data do not have their form.
func (s *Sightings) Frames() ([]Frame, error) { return s.frames() }

func (s *Sightings) frames() ([]Frame, error) {
	if s.V != sightingsVersion {
		return nil, custos.Errorf(custos.Invalid, "its form %d is not known to this version", s.V)
	}
	g, err := decodeGrid(s.Data, false, false, len(s.Classes))
	if err != nil {
		return nil, err
	}
	out := make([]Frame, len(g.frames))
	rest := g.boxes
	for i := range g.frames {
		d := &Detections{Frame: g.ref(i), Model: s.Model, Aspect: s.Aspect, Objects: make([]Detection, g.frames[i].boxes)}
		for j, b := range rest[:g.frames[i].boxes] {
			d.Objects[j] = Detection{Class: s.Classes[b.class], Box: g.box(b.at), Score: custos.Round4(float64(b.score) / 255)}
		}
		rest = rest[g.frames[i].boxes:]
		out[i] = Frame{Time: g.time(i), What: d}
	}
	return out, nil
}

// writable refuses what no column can hold.
func writable(b custos.Box, score float64) error {
	if !sane(b) || !(score >= 0 && score <= 1) {
		return custos.Errorf(custos.Invalid, "a box of %v with the score %v cannot be put on record: a box is in fractions of the picture, a score is from 0 to 1", b, score)
	}
	return nil
}

// tally numbers classes in their order of appearance, and counts each frame's.
type tally struct {
	classes   []custos.Class
	now, most []int
}

// newTally has lists, also where there is nothing to count: null is none.
func newTally() tally { return tally{classes: []custos.Class{}, most: []int{}} }

func (t *tally) add(c custos.Class) int {
	i := slices.Index(t.classes, c)
	if i < 0 {
		i = len(t.classes)
		t.classes, t.now, t.most = append(t.classes, c), append(t.now, 0), append(t.most, 0)
	}
	t.now[i]++
	return i
}

func (t *tally) next() {
	for i, n := range t.now {
		t.most[i], t.now[i] = max(t.most[i], n), 0
	}
}

// seen says how many frames and what in them: "12 frames, up to 6 persons and 1 vehicle".
func seen(frames int, classes []custos.Class, most []int) string {
	out := counted(frames, "frame")
	for i, c := range classes[:min(len(classes), len(most), 4)] {
		join := ", up to "
		if i > 0 {
			join = " and "
		}
		out += join + counted(most[i], custos.Plain(string(cmp.Or(c, "object"))))
	}
	return out
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	if what == string(custos.Person) {
		return fmt.Sprintf("%d people", n)
	}
	return fmt.Sprintf("%d %ss", n, what)
}

var _ = define(kind[*Sightings]{
	Says:       "What the detector saw in each frame of about a second.",
	Example:    exampleSightings(),
	Continuous: true,
	Text: func(e *custos.Event, s *Sightings, _ Names) string {
		return e.Resource.Base() + ": " + seen(s.Count, s.Classes, s.Most)
	},
	Shows: func(e *custos.Event, s *Sightings) Shown { return lasts(e, s.Data, s.Span) },
})

// lasts is about all of a pack's frames; the first stands for them where one picture is to.
func lasts(e *custos.Event, data []byte, span time.Duration) Shown {
	return Shown{Frame: firstFrame(data), From: e.Time, Until: e.Time.Add(max(0, min(span, time.Hour)))}
}

func exampleSightings() *Sightings {
	frames := make([]Frame, 2)
	for i := range frames {
		at := time.Duration(i) * 100 * time.Millisecond
		frames[i] = Frame{Time: exampleTime.Add(at), What: &Detections{
			Frame: custos.FrameRef{Boot: 7, Seq: uint64(9 + i), PTS: time.Second + at}, Model: "motion", Aspect: 1.333,
			Objects: []Detection{{Class: custos.Person, Box: custos.Box{X: .25, Y: .25, W: .125, H: .5}, Score: .6}},
		}}
	}
	s, err := frames[0].What.pack(frames)
	if err != nil {
		panic(err)
	}
	return s.(*Sightings)
}
