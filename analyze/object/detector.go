package object

import (
	"fmt"

	"custos.dev/custos"

	"custos.dev/custos/analyze/track"
	"custos.dev/custos/observe"
)

// Config says what to look for. The zero value is usable.
type Config struct {
	// MinHeight and MaxHeight bound an object's height, in fractions of the
	// frame's; 0 means 0.07 and 0.9.
	MinHeight, MaxHeight float64
	// Memory is how many frames the background remembers; 0 means 500, and
	// fewer than 50 are taken for 50. What
	// stands still is background after about a third of it.
	Memory int
}

// Detector finds what moves in the frames of one camera. It is not safe for
// concurrent use.
type Detector struct {
	cfg   Config
	model string

	w, h int
	// frames counts since the background was last begun.
	frames int
	// settle counts down the frames without output after a change of light.
	settle int
	bg     *mixture
	tint   *tint

	scale scale
	sense sense

	// tracks follows what was found, and expected is where that will be in this frame:
	// people who hide one another are told apart by it.
	tracks   *track.Tracker
	expected []observe.Tracked

	fg, sh, a, b, c *mask
}

// New returns a detector that has seen nothing.
func New(c Config) *Detector {
	if !(c.MinHeight > 0 && c.MinHeight < 1) {
		c.MinHeight = 0.07
	}
	if !(c.MaxHeight > c.MinHeight && c.MaxHeight <= 1) {
		c.MaxHeight = max(0.9, c.MinHeight)
	}
	if c.Memory <= 0 {
		c.Memory = 500
	}
	c.Memory = max(c.Memory, 50)
	return &Detector{
		cfg:   c,
		model: fmt.Sprintf("custos-mixture/2 modes=%d memory=%d height=%g-%g", modes, c.Memory, c.MinHeight, c.MaxHeight),
	}
}

// Model names the algorithm, its version and its parameters: equal names mean
// equal detections for equal frames.
func (d *Detector) Model() string { return d.model }

// Detect returns what moves in the next frame of the camera, in no particular
// order. The frame is not kept. A frame whose planes do not fit its size is
// refused and leaves the detector as it was; another size starts anew.
func (d *Detector) Detect(f custos.Frame) ([]observe.Detection, error) {
	if err := f.Validate(); err != nil {
		return nil, err
	}
	if d.bg == nil || f.Width != d.w || f.Height != d.h {
		d.begin(f)
		return nil, nil
	}
	d.frames++
	d.followLight(f)
	d.classify(f)
	d.expected = d.tracks.Expect(f.Time)
	if d.relearn(f) {
		d.sense.frame(f.Time, nil, d.expected, true)
		return nil, nil
	}
	found := d.boxes(f)
	d.sense.frame(f.Time, found, d.expected, false)
	d.tracks.Update(f.Time, found)
	return found, nil
}

// begin forgets the camera and takes this frame for the empty scene.
func (d *Detector) begin(f custos.Frame) {
	d.w, d.h, d.frames, d.settle = f.Width, f.Height, 1, 0
	n := d.w * d.h
	d.bg = newMixture(f.Y[:n])
	d.tint = newTint(f.U[:n/4], f.V[:n/4])
	d.fg, d.sh = newMask(d.w, d.h), newMask(d.w, d.h)
	d.a, d.b, d.c = newMask(d.w, d.h), newMask(d.w, d.h), newMask(d.w, d.h)
	d.scale = scale{}
	d.tracks = track.New(track.Config{Aspect: float64(d.w) / float64(d.h), Alike: true})
}

// classify learns the frame and leaves foreground and shadow in d.fg and d.sh.
func (d *Detector) classify(f custos.Frame) {
	// The rate falls as 1/3n at first, so that what the first frames showed by
	// chance is soon outvoted.
	a := float32(max(1/float64(3*d.frames), 1/float64(d.cfg.Memory)))
	for y := range d.h {
		d.bg.learn(f.Y[y*d.w:(y+1)*d.w], y*d.w, a, d.fg.row(y), d.sh.row(y))
	}
	d.tint.learn(f.U, f.V, d.frames, d.cfg.Memory, d.fg, d.sh)
}
