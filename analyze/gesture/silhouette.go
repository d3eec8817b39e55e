package gesture

import (
	"math"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/observe"
)

// Scene is a camera's picture without what moves, learnt from its frames: each pixel goes a step
// towards what it shows (a sigma-delta mean), slowly where somebody is. It is not safe for
// concurrent use.
type Scene struct {
	width, height int
	mean          []float32
	noise         []float32
	seen          int
}

// settles is how many frames make a scene.
const settles = 25

// Learn takes a frame in. Where a box is, nothing is learnt: who lies still would become part of
// the scene.
func (s *Scene) Learn(f *custos.Frame, busy []custos.Box) {
	if s.width != f.Width || s.height != f.Height {
		*s = Scene{width: f.Width, height: f.Height, mean: make([]float32, f.Width*f.Height), noise: make([]float32, f.Width*f.Height)}
		for i, y := range f.Y[:len(s.mean)] {
			s.mean[i], s.noise[i] = float32(y), 4
		}
	}
	s.seen++
	rate := float32(1 / float64(min(s.seen, settles)+1))
	for y := range s.height {
		fy := (float64(y) + .5) / float64(s.height)
		row := y * s.width
		for x := 0; x < s.width; x++ {
			if to := inside(busy, (float64(x)+.5)/float64(s.width), fy); to > 0 {
				x = max(x, min(int(to*float64(s.width)), s.width-1))
				continue
			}
			d := float32(f.Y[row+x]) - s.mean[row+x]
			s.mean[row+x] += rate * d
			s.noise[row+x] += rate * (max(d, -d) - s.noise[row+x])
		}
	}
}

// inside is the right edge of the box that a place is in, with some room around; 0 if in none.
func inside(boxes []custos.Box, x, y float64) float64 {
	to := 0.
	for _, b := range boxes {
		b = b.Grown(.1)
		if x >= b.X && x < b.X+b.W && y >= b.Y && y < b.Y+b.H {
			to = max(to, b.X+b.W)
		}
	}
	return to
}

// Outline is the form of who is in a box, in the frame's pixels.
type Outline struct {
	// Wide and High are the form's, without a twentieth of it on each side, Area its pixels.
	Wide, High float64
	Area       int
	// Tilt is the long axis' from upright, 0 to 90 degrees, Long the long axis over the short.
	Tilt, Long float64
	// Horns is the part of the rows in the form's upper sixth that two or three separate pieces
	// share, as raised arms beside a head do.
	Horns float64
}

// Outline is the form of what differs from the scene in a box; false where the scene is not
// known yet, or too little differs.
func (s *Scene) Outline(f *custos.Frame, b custos.Box) (o Outline, ok bool) {
	if s.seen < settles/2 || s.width != f.Width || s.height != f.Height {
		return o, false
	}
	b = b.Grown(.15).Within()
	x0, y0 := int(b.X*float64(f.Width)), int(b.Y*float64(f.Height))
	w, h := min(int(b.W*float64(f.Width))+1, f.Width-x0), min(int(b.H*float64(f.Height))+1, f.Height-y0)
	if w < 8 || h < 8 {
		return o, false
	}
	mask := s.mask(f, x0, y0, w, h)
	rows := make([]int, h)
	cols := make([]int, w)
	var n, sx, sy, xx, yy, xy float64
	for y := range h {
		for x := range w {
			if !mask[y*w+x] {
				continue
			}
			rows[y]++
			cols[x]++
			fx, fy := float64(x), float64(y)
			n, sx, sy, xx, yy, xy = n+1, sx+fx, sy+fy, xx+fx*fx, yy+fy*fy, xy+fx*fy
		}
	}
	if n < 40 || n < .1*float64(w*h) {
		return o, false
	}
	o.Area = int(n)
	vx, vy, c := xx/n-sx*sx/n/n, yy/n-sy*sy/n/n, xy/n-sx*sy/n/n
	mean, half := (vx+vy)/2, math.Hypot((vx-vy)/2, c)
	o.Long = math.Sqrt((mean + half) / max(mean-half, .25))
	across := math.Abs(math.Atan2(2*c, vx-vy) / 2 * 180 / math.Pi) // of the long axis, from level
	o.Tilt = 90 - across
	top, low := ends(rows, .004)
	left, right := ends(cols, .01)
	o.Wide, o.High = float64(right-left+1), float64(low-top+1)
	upper := max((low-top)/6, 2)
	forked := 0
	for y := top; y < top+upper && y < h; y++ {
		if runs(mask[y*w:(y+1)*w], max(w/25, 1)) >= 2 {
			forked++
		}
	}
	o.Horns = float64(forked) / float64(upper)
	return o, true
}

// mask is what differs from the scene, without specks: at least five of a pixel's nine neighbours.
func (s *Scene) mask(f *custos.Frame, x0, y0, w, h int) []bool {
	raw := make([]bool, w*h)
	for y := range h {
		for x := range w {
			i := (y0+y)*f.Width + x0 + x
			d := float32(f.Y[i]) - s.mean[i]
			raw[y*w+x] = max(d, -d) > 10+3*s.noise[i]
		}
	}
	out := make([]bool, w*h)
	for y := range h {
		for x := range w {
			n := 0
			for yy := max(y-1, 0); yy <= min(y+1, h-1); yy++ {
				for xx := max(x-1, 0); xx <= min(x+1, w-1); xx++ {
					if raw[yy*w+xx] {
						n++
					}
				}
			}
			out[y*w+x] = n >= 5
		}
	}
	return out
}

// ends are the first and the last place between which all but a part on each side lies.
func ends(counts []int, part float64) (first, last int) {
	total := 0
	for _, c := range counts {
		total += c
	}
	cut := part * float64(total)
	sum := 0.
	for first = 0; first < len(counts)-1; first++ {
		if sum += float64(counts[first]); sum > cut {
			break
		}
	}
	sum = 0
	for last = len(counts) - 1; last > first; last-- {
		if sum += float64(counts[last]); sum > cut {
			break
		}
	}
	return first, last
}

// runs counts the separate pieces of a row; gaps narrower than gap are none.
func runs(row []bool, gap int) int {
	n, since := 0, gap
	for _, on := range row {
		switch {
		case on && since >= gap:
			n++
			since = 0
		case on:
			since = 0
		default:
			since++
		}
	}
	return n
}

// Shaped watches one person by his outline. It tells lying, crouching and both hands raised, and
// nothing else: a waving hand or a pointing arm is a few pixels of an outline. It is not safe for
// concurrent use.
type Shaped struct {
	*Watcher
	stood []stand
}

// stand is how high somebody was when.
type stand struct {
	at   time.Time
	high float64
}

// stoodFor is for how long it is remembered how high somebody stands.
const stoodFor = 20 * time.Second

// NewShaped has seen nothing.
func NewShaped() *Shaped { return &Shaped{Watcher: NewWatcher()} }

// See takes the outline of a look at t; see Watcher.See.
func (s *Shaped) See(t time.Time, o Outline) []Told {
	if !t.After(s.last) {
		return nil
	}
	high := s.height(t)
	// Upright forms alone say how high he stands, and those with raised arms too much.
	if o.High > 1.5*o.Wide && o.Horns < .3 && o.Tilt < 20 {
		s.stood = append(s.stood, stand{at: t, high: o.High})
	}
	lying := min(ramp(o.Tilt, 45, 60), ramp(o.Long, 1.4, 1.8))
	lying = max(lying, ramp(o.Wide/o.High, 1.3, 1.6))
	signs := Signs{observe.Lying: lying}
	if high > 0 {
		part := o.High / high
		signs[observe.Crouching] = min(1-lying, 1-ramp(part, .7, .82), 1-ramp(o.Tilt, 40, 60))
		signs[observe.HandsUp] = min(1-lying, max(min(ramp(part, 1.05, 1.12), ramp(o.Horns, .2, .5)), ramp(o.Horns, .6, .9)))
	}
	return s.take(t, signs)
}

// height is how high he stands, in pixels: what four fifths of the looks stay below; 0 is not
// known.
func (s *Shaped) height(t time.Time) float64 {
	for len(s.stood) > 0 && t.Sub(s.stood[0].at) > stoodFor {
		s.stood = s.stood[1:]
	}
	if len(s.stood) < 3 {
		return 0
	}
	all := make([]float64, 0, len(s.stood))
	for _, x := range s.stood {
		all = append(all, x.high)
	}
	return quantile(all, .8)
}
