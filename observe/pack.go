package observe

import (
	"slices"
	"time"

	"custos.dev/custos"
)

// PerFrame is a payload about one frame of a camera: what is continuous. Analyzers give and
// take it frame by frame; on record a second's frames are one event, their pack.
type PerFrame interface {
	custos.Payload
	// Ref is the frame.
	Ref() custos.FrameRef
	// apart reports that a frame cannot stand in one pack with the one before it.
	apart(before PerFrame) bool
	// objects is how many boxes it has, and check says what of them cannot be written.
	objects() int
	check() error
	// packKind is the kind of its pack.
	packKind() custos.Kind
	// pack puts frames of this payload's type, none apart from the one before, into one payload.
	pack(frames []Frame) (custos.Payload, error)
}

// Frame is what one frame showed, captured at Time.
type Frame struct {
	Time time.Time
	What PerFrame
}

// Check returns Invalid if the frame cannot be put on record.
func (f *Frame) Check() error {
	if n := f.What.objects(); n > maxBoxes {
		return custos.Errorf(custos.Invalid, "a frame shows %d things, and at most %d can be put on record", n, maxBoxes)
	}
	return f.What.check()
}

// What one pack holds at most; MaxPacked boxes are counted, and one frame may have more.
const (
	MaxPackedFrames = 128
	MaxPackedBoxes  = 2048
)

// Packing collects a camera's frames for one event. The zero value is empty.
type Packing struct {
	Frames []Frame
	boxes  int
}

// Fits reports that a frame can join the others: it is of the same second of its camera's time,
// and can be written beside them.
func (p *Packing) Fits(f Frame) bool {
	n := len(p.Frames)
	if n == 0 {
		return true
	}
	return n < MaxPackedFrames && p.boxes+f.What.objects() <= MaxPackedBoxes && f.Time.Unix() == p.Frames[0].Time.Unix() && !f.What.apart(p.Frames[n-1].What)
}

// Add takes a frame that Fits, and that Check has nothing against.
func (p *Packing) Add(f Frame) {
	p.Frames = append(p.Frames, f)
	p.boxes += f.What.objects()
}

// Payload is the pack of the frames, of which there must be one. Its event's time is that of the
// first of them.
func (p *Packing) Payload() (custos.Payload, error) { return p.Frames[0].What.pack(p.Frames) }

// packed is a payload that holds frames.
type packed interface {
	custos.Payload
	frames() ([]Frame, error)
}

// Unpack gives back the frames of an event that is a pack; ok says that it is one. It returns
// Invalid for a pack that does not have its form. Boxes and scores are as exact as the pack says
// them; how things looked is not in it.
func Unpack(e *custos.Event) (frames []Frame, ok bool, err error) {
	if k, known := all[e.Kind]; !known || !k.pack {
		return nil, false, nil
	}
	p, err := Open(e)
	if err != nil {
		return nil, true, err
	}
	if frames, err = p.(packed).frames(); err != nil {
		return nil, true, custos.Errorf(custos.Invalid, "the frames of %s cannot be read: %w", e.ID(), err)
	}
	return frames, true, nil
}

// Skip are the kinds that are of no use to who wants some: all other known ones, but for the packs
// of those.
func Skip(wanted []custos.Kind) (out []custos.Kind) {
	keep := slices.Clone(wanted)
	for _, k := range wanted {
		if d := all[k]; d != nil {
			if f, ok := d.Example.(PerFrame); ok {
				keep = append(keep, f.packKind())
			}
		}
	}
	for _, k := range Kinds() {
		if !slices.Contains(keep, k.Name) {
			out = append(out, k.Name)
		}
	}
	return out
}
