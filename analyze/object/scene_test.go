package object

import (
	"math"
	"math/rand"
	"sort"
	"testing"

	"custos.dev/custos"

	"custos.dev/custos/observe"
)

// scene draws frames of a textured, noisy ground with figures on it.
type scene struct {
	w, h   int
	ground []byte
	u, v   []byte
	noise  *rand.Rand
	// light is a factor on the brightness, sigma the noise in levels.
	light, sigma float64
	// grain is a long strip of noise of sigma 1; each frame takes a piece of it.
	grain []float32
	level []float32
}

func newScene(w, h int) *scene {
	r := rand.New(rand.NewSource(7))
	s := &scene{w: w, h: h, noise: rand.New(rand.NewSource(9)), light: 1, sigma: 2.5}
	s.grain, s.level = make([]float32, w*h*5/4), make([]float32, w*h)
	for i := range s.grain {
		s.grain[i] = float32(s.noise.NormFloat64())
	}
	s.ground = make([]byte, w*h)
	s.u, s.v = make([]byte, w*h/4), make([]byte, w*h/4)
	for y := range h {
		for x := range w {
			s.ground[y*w+x] = byte(110 + 25*math.Sin(float64(x)/17) + 15*math.Cos(float64(y)/11) + float64(r.Intn(12)))
		}
	}
	for i := range s.u {
		s.u[i], s.v[i] = 124, 130
	}
	return s
}

// figure is a person of an ellipse's head and a tapered body, or a box.
type figure struct {
	x, y, w, h float64 // upper left corner and size in pixels
	grey       float64
	u, v       byte
	box        bool
	shadow     bool
}

func (g figure) covers(x, y float64) bool {
	rx, ry := (x-g.x)/g.w, (y-g.y)/g.h
	if rx < 0 || rx >= 1 || ry < 0 || ry >= 1 {
		return false
	}
	if g.box {
		return true
	}
	if ry < 0.18 {
		dx, dy := (rx-0.5)/0.28, (ry-0.09)/0.09
		return dx*dx+dy*dy <= 1
	}
	if ry > 0.6 {
		// Two legs with a gap.
		return math.Abs(rx-0.3) < 0.17 || math.Abs(rx-0.7) < 0.17
	}
	return math.Abs(rx-0.5) < 0.48
}

func (s *scene) draw(figs ...figure) custos.Frame {
	y := make([]byte, s.w*s.h)
	u, v := append([]byte(nil), s.u...), append([]byte(nil), s.v...)
	level := s.level
	for i, g := range s.ground {
		level[i] = float32(g)
	}
	for _, f := range figs {
		if f.shadow {
			// Lies to the right of the feet, a third darker and softly of the
			// ground's colour.
			for py := int(f.y + f.h*0.8); py < int(f.y+f.h); py++ {
				for px := int(f.x + f.w); px < int(f.x+f.w*3); px++ {
					if px >= 0 && px < s.w && py >= 0 && py < s.h {
						level[py*s.w+px] *= 0.68
					}
				}
			}
		}
	}
	for _, f := range figs {
		for py := max(int(f.y), 0); py < min(int(f.y+f.h)+1, s.h); py++ {
			for px := max(int(f.x), 0); px < min(int(f.x+f.w)+1, s.w); px++ {
				if f.covers(float64(px)+0.5, float64(py)+0.5) {
					level[py*s.w+px] = float32(f.grey + 6*math.Sin(float64(py)/2))
					if f.u != 0 {
						u[py/2*s.w/2+px/2], v[py/2*s.w/2+px/2] = f.u, f.v
					}
				}
			}
		}
	}
	from := s.noise.Intn(len(s.grain) - len(level))
	grain, light, sigma := s.grain[from:from+len(level)], float32(s.light), float32(s.sigma)
	for i, l := range level {
		y[i] = byte(min(max(l*light+grain[i]*sigma, 0), 255))
	}
	return custos.Frame{Width: s.w, Height: s.h, Y: y, U: u, V: v}
}

func (s *scene) truth(f figure) custos.Box {
	w, h := float64(s.w), float64(s.h)
	return custos.Box{X: f.x / w, Y: f.y / h, W: f.w / w, H: f.h / h}
}

// tally counts matches at an overlap of one half, best overlaps first.
type tally struct{ hit, extra, missed int }

func (c *tally) add(got []observe.Detection, want []custos.Box) {
	type pair struct {
		i, j int
		iou  float64
	}
	var ps []pair
	for i, g := range got {
		for j, w := range want {
			if v := g.Box.IoU(w); v >= 0.5 {
				ps = append(ps, pair{i, j, v})
			}
		}
	}
	sort.Slice(ps, func(a, b int) bool { return ps[a].iou > ps[b].iou })
	gi, wj, n := map[int]bool{}, map[int]bool{}, 0
	for _, p := range ps {
		if !gi[p.i] && !wj[p.j] {
			gi[p.i], wj[p.j] = true, true
			n++
		}
	}
	c.hit += n
	c.extra += len(got) - n
	c.missed += len(want) - n
}

func (c *tally) f1() float64 {
	return 2 * float64(c.hit) / float64(2*c.hit+c.extra+c.missed)
}

func mustDetect(t testing.TB, d *Detector, f custos.Frame) []observe.Detection {
	t.Helper()
	got, err := d.Detect(f)
	if err != nil {
		t.Fatal(err)
	}
	return got
}
