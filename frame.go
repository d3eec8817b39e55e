package custos

import (
	"math"
	"time"
)

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

// Grown returns the box with a part of its width and height more on each side.
func (b Box) Grown(part float64) Box {
	return Box{X: b.X - part*b.W, Y: b.Y - part*b.H, W: b.W * (1 + 2*part), H: b.H * (1 + 2*part)}
}

// Within returns the part of the box that lies in the picture.
func (b Box) Within() Box {
	x, y := max(b.X, 0), max(b.Y, 0)
	return Box{X: x, Y: y, W: max(min(b.X+b.W, 1)-x, 0), H: max(min(b.Y+b.H, 1)-y, 0)}
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
