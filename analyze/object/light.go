package object

import (
	"custos.dev/custos"
)

const (
	// lightStep is how often the brightness is sampled, in pixels both ways.
	lightStep = 8
	// tooMuch is the share of foreground that no traffic explains.
	tooMuch = 0.5
	// settleFrames is how long the detector is silent after a change of light.
	settleFrames = 5
)

// followLight rescales the background when most of the picture became brighter
// or darker by the same factor, as when a cloud passes or the camera's exposure
// moves. The median is not misled by what moves in less than half the picture.
func (d *Detector) followLight(f custos.Frame) {
	// Ratios in bins of 1/64: 0 to 4.
	var bins [256]int
	n := 0
	for y := lightStep / 2; y < d.h; y += lightStep {
		for x := lightStep / 2; x < d.w; x += lightStep {
			i := y*d.w + x
			if m := d.bg.first[i].mean; m >= 16 && f.Y[i] < 250 {
				bins[min(int(float32(f.Y[i])/m*64+0.5), 255)]++
				n++
			}
		}
	}
	if n == 0 {
		return
	}
	k := 0
	for left := n / 2; left >= bins[k]; k++ {
		left -= bins[k]
	}
	if k < 61 || k > 67 {
		d.bg.scale(max(float32(k), 4) / 64)
		if k < 52 || k > 77 {
			// A change this big is never one factor everywhere: learn fast again.
			d.frames, d.settle = 1, settleFrames
		}
	}
}

// relearn reports that the frame says nothing, because the light has just
// changed. When the background no longer fits at all, it begins anew.
func (d *Detector) relearn(f custos.Frame) bool {
	if float64(d.fg.count()+d.sh.count()) > tooMuch*float64(d.w*d.h) {
		// Not again at once: a very noisy picture never fits one frame, and is
		// only understood after several.
		if d.frames > 2*settleFrames {
			d.bg.reset(f.Y[:d.w*d.h])
			d.tint.reset(f.U, f.V)
			d.frames = 1
		}
		d.settle = settleFrames
		return true
	}
	if d.settle > 0 {
		d.settle--
		return true
	}
	return false
}
