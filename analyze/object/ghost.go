package object

import (
	"custos.dev/custos"
)

const (
	// ghostEdge is how much stronger than the frame's the background's edges
	// along an outline must be for a ghost.
	ghostEdge = 1.6
	// ghostStep is the weakest edge of the background, in levels, that proves it.
	ghostStep = 12
)

// ghost reports that a component is the place which something left, as those
// who stood in the first frame do: the outline is then an edge of the remembered
// background, and the frame is smooth there.
func (d *Detector) ghost(f custos.Frame, b *blob) bool {
	var now, then float32
	n := 0
	dx, _ := d.bridge()
	edge := func(i, j int) {
		a := float32(f.Y[i]) - float32(f.Y[j])
		o := d.bg.first[i].mean - d.bg.first[j].mean
		now += max(a, -a)
		then += max(o, -o)
		n++
	}
	for _, r := range b.runs {
		// The outline of the bridged mask stands off by the bridge.
		x0, x1 := r.x0+dx, r.x1-1-dx
		if x0 >= 2 && x0+1 < d.w {
			edge(r.y*d.w+x0+1, r.y*d.w+x0-2)
		}
		if x1 >= 1 && x1+2 < d.w {
			edge(r.y*d.w+x1-1, r.y*d.w+x1+2)
		}
	}
	return n > 0 && then > ghostStep*float32(n) && then > ghostEdge*now
}

// absorb makes what the frame shows of a component the background.
func (d *Detector) absorb(f custos.Frame, b *blob) {
	for _, r := range b.runs {
		for x := r.x0; x < r.x1; x++ {
			i := r.y*d.w + x
			d.bg.n[i] = 1
			d.bg.first[i] = gaussian{w: 1, mean: float32(f.Y[i]), v: startVar}
			if c := r.y/2*(d.w/2) + x/2; r.y%2 == 0 {
				d.tint.u[c], d.tint.v[c] = int16(f.U[c])<<4, int16(f.V[c])<<4
			}
		}
	}
}
