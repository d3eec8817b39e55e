package train

import (
	"math"
	"math/rand/v2"
	"strings"

	"custos.dev/custos/analyze/plate"
)

// chance is a source of it, with what is asked of it here.
type chance struct{ *rand.Rand }

func (r chance) between(a, b float64) float64 { return a + (b-a)*r.Float64() }
func (r chance) one(in int) bool              { return r.IntN(in) == 0 }
func (r chance) log(a, b float64) float64     { return math.Exp(r.between(math.Log(a), math.Log(b))) }

// text is a plate's: letters and figures in groups, with spaces.
func text(r chance) string {
	var b strings.Builder
	n := 5 + r.IntN(4)
	digits := r.one(2)
	for i := range n {
		if i > 0 && r.one(3) {
			digits = !digits
			if !r.one(3) {
				b.WriteByte(' ')
			}
		}
		if digits {
			b.WriteByte(byte('0' + r.IntN(10)))
		} else {
			b.WriteByte(byte('A' + r.IntN(26)))
		}
	}
	return b.String()
}

// scene is a plate on a car, drawn large: how bright each place is.
type scene struct {
	*drawn
	r          chance
	high       float64 // of the letters
	paper, ink float64
}

// sceneOf draws a plate about a line: its field and edge, what else stands on it, and the car.
func sceneOf(d *drawn, others []Face, r chance) (*scene, error) {
	s := &scene{drawn: d, r: r, high: d.bottom - d.top}
	s.paper, s.ink = r.between(120, 250), r.between(0, 110)
	if s.paper-s.ink < 50 {
		s.ink = s.paper - 50
	}
	if r.one(4) { // light letters on a dark plate
		s.paper, s.ink = s.ink, s.paper
	}
	s.thicken()
	ink := d.Gray
	s.Gray = plate.NewGray(d.Width, d.Height)
	left, right := d.spans[0][0], d.spans[len(d.spans)-1][1]
	near := func(a, b float64) float64 { return s.high * r.between(a, b) }
	x0, x1 := left-near(.1, .8), right+near(.1, .8)
	band := 0.
	if r.one(2) { // a band with stars at the left, as European plates have it
		band = near(.35, .7)
		x0 = left - band - near(.08, .3)
	}
	y0, y1 := d.top-near(.08, .3), d.bottom+near(.08, .3)
	american := r.one(2)
	if american {
		y0, y1 = d.top-near(.15, .7), d.bottom+near(.15, .7)
	}
	s.car(y0, y1)
	rim := r.between(0, 255)
	thick := near(0, .1)
	s.box(x0-thick, y0-thick, x1+thick, y1+thick, rim)
	s.box(x0, y0, x1, y1, s.paper)
	if r.one(2) {
		s.rim(x0, y0, x1, y1, near(.02, .07), s.ink)
	}
	if band > 0 {
		dark := r.between(10, 110)
		s.box(x0, y0, x0+band, y1, dark)
		for range r.IntN(5) {
			s.blot(x0+band*r.between(.2, .8), r.between(y0, y1), near(.05, .2), r.between(dark, 255))
		}
	}
	for range r.IntN(4) { // bolts, stickers
		s.blot(r.between(x0, x1), [2]float64{y0 + near(0, .2), y1 - near(0, .2)}[r.IntN(2)], near(.04, .12), r.between(0, 255))
	}
	for i := range len(d.text) - 1 {
		if d.text[i] == ' ' {
			s.seal(d.gap(i))
		}
	}
	if r.one(3) {
		s.sealBeside(left, right)
	}
	for _, beside := range []bool{true, false} { // the state's name, what a dealer writes
		if american && !r.one(3) || r.one(5) {
			if err := s.small(others[r.IntN(len(others))], beside, left, right, y0, y1); err != nil {
				return nil, err
			}
		}
	}
	s.dirt(x0, y0, x1, y1)
	for i, p := range ink.Pix { // the letters are on top of all
		part := float64(p) / 255
		s.Pix[i] = byte(float64(s.Pix[i])*(1-part) + s.ink*part)
	}
	if r.one(3) {
		s.shadow()
	}
	return s, nil
}

// gap is where a space is: between the letters beside it.
func (d *drawn) gap(at int) (from, until float64) { return d.spans[at-1][1], d.spans[at+1][0] }

// thicken makes the strokes of a font thicker or thinner.
func (s *scene) thicken() {
	by := s.r.between(-.03, .06) * s.high
	if math.Abs(by) < 1 {
		return
	}
	spread(s.Gray, int(math.Round(math.Abs(by)/2)), by > 0)
}

// spread takes the most (or the least) of what is around each place.
func spread(g *plate.Gray, n int, most bool) {
	pass := func(count, along, step, across int) {
		line := make([]byte, along)
		for l := range count {
			for i := range along {
				v := g.Pix[l*across+i*step]
				for k := max(i-n, 0); k <= min(i+n, along-1); k++ {
					if p := g.Pix[l*across+k*step]; most == (p > v) && p != v {
						v = p
					}
				}
				line[i] = v
			}
			for i, v := range line {
				g.Pix[l*across+i*step] = v
			}
		}
	}
	pass(g.Height, g.Width, 1, g.Width)
	pass(g.Width, g.Height, g.Width, 1)
}

// car paints what is behind the plate: a colour that changes, with edges above and below.
func (s *scene) car(y0, y1 float64) {
	base, slope := s.r.between(0, 255), s.r.between(-60, 60)
	for y := range s.Height {
		v := byte(min(max(base+slope*(float64(y)/float64(s.Height)-.5), 0), 255))
		for x := range s.Width {
			s.Pix[y*s.Width+x] = v
		}
	}
	for range s.r.IntN(6) {
		h, w := s.high*s.r.log(.05, 1), s.high*s.r.log(.2, 12)
		x, y := s.r.between(-w, float64(s.Width)), y0-h-s.high*s.r.between(0, .8)
		if s.r.one(2) {
			y = y1 + s.high*s.r.between(0, .8)
		}
		s.box(x, y, x+w, y+h, s.r.between(0, 255))
	}
	if s.r.one(5) { // a grille
		step, v := s.high*s.r.log(.1, .6), s.r.between(0, 255)
		thick, y := step*s.r.between(.2, .7), s.r.between(-s.high, y0)
		for x := s.r.between(0, step); x < float64(s.Width); x += step {
			s.box(x, y, x+thick, y+s.high*s.r.between(3, 4), v)
		}
	}
	for range s.r.IntN(4) { // upright edges beside the plate
		x, w := s.r.between(0, float64(s.Width)), s.high*s.r.log(.05, 1)
		s.box(x, s.r.between(-s.high, float64(s.Height)/2), x+w, s.r.between(float64(s.Height)/2, float64(s.Height)), s.r.between(0, 255))
	}
}

func (s *scene) box(x0, y0, x1, y1, v float64) {
	for y := max(int(y0), 0); y < min(int(y1), s.Height); y++ {
		for x := max(int(x0), 0); x < min(int(x1), s.Width); x++ {
			s.Pix[y*s.Width+x] = byte(v)
		}
	}
}

func (s *scene) rim(x0, y0, x1, y1, thick, v float64) {
	s.box(x0, y0, x1, y0+thick, v)
	s.box(x0, y1-thick, x1, y1, v)
	s.box(x0, y0, x0+thick, y1, v)
	s.box(x1-thick, y0, x1, y1, v)
}

// blot is a disc, or a ring.
func (s *scene) blot(x, y, size, v float64) {
	inner := 0.
	if s.r.one(3) {
		inner = size * s.r.between(.3, .8)
	}
	flat := s.r.between(.7, 1.4)
	for py := max(int(y-size*flat), 0); py <= min(int(y+size*flat), s.Height-1); py++ {
		for px := max(int(x-size), 0); px <= min(int(x+size), s.Width-1); px++ {
			if d := math.Hypot(float64(px)-x, (float64(py)-y)/flat); d <= size && d >= inner {
				s.Pix[py*s.Width+px] = byte(v)
			}
		}
	}
}

// seal draws what stands between two groups: nothing, a dash, discs above each other, an
// emblem of any form.
func (s *scene) seal(from, until float64) {
	wide, mid, y := until-from, (from+until)/2, (s.top+s.bottom)/2
	if wide < .12*s.high {
		return
	}
	shade := func() float64 { return s.paper + (s.ink-s.paper)*s.r.between(.3, 1) }
	switch s.r.IntN(6) {
	case 0:
		return
	case 1:
		w, h := wide*s.r.between(.2, .42), s.high*s.r.between(.04, .08)
		s.box(mid-w, y-h, mid+w, y+h, shade())
	case 2:
		size := min(wide*.42, s.high*.22) * s.r.between(.6, 1)
		apart := s.high * s.r.between(.15, .3)
		s.blot(mid, y-apart, size, shade())
		if !s.r.one(4) {
			s.blot(mid, y+apart, size, shade())
		}
		if s.r.one(3) {
			s.box(mid-size, y-s.high*.04, mid+size, y+s.high*.04, shade())
		}
	default:
		s.emblem(mid, y+s.high*s.r.between(-.2, .2), wide*s.r.between(.3, .48), s.high*s.r.between(.15, .5), shade)
	}
}

// sealBeside draws an emblem before or behind the writing.
func (s *scene) sealBeside(left, right float64) {
	w := s.high * s.r.between(.12, .35)
	x := left - w - s.high*s.r.between(.1, .3)
	if s.r.one(2) {
		x = right + w + s.high*s.r.between(.1, .3)
	}
	s.emblem(x, (s.top+s.bottom)/2+s.high*s.r.between(-.3, .3), w, s.high*s.r.between(.15, .5), func() float64 { return s.paper + (s.ink-s.paper)*s.r.between(.2, 1) })
}

// emblem is a picture of no letter: cells of which each has its shade or none, alike left and
// right now and then.
func (s *scene) emblem(x, y, halfWide, halfHigh float64, shade func() float64) {
	nx, ny := 3+s.r.IntN(4), 3+s.r.IntN(6)
	cells := make([]float64, nx*ny)
	even, full := s.r.one(2), s.r.between(.4, .9)
	for i := range cells {
		cells[i] = -1
		if s.r.Float64() < full {
			cells[i] = shade()
		}
		if at, row := i%nx, i/nx*nx; even && at > nx/2 {
			cells[i] = cells[row+nx-1-at]
		}
	}
	for py := max(int(y-halfHigh), 0); py < min(int(y+halfHigh), s.Height); py++ {
		for px := max(int(x-halfWide), 0); px < min(int(x+halfWide), s.Width); px++ {
			u, v := (float64(px)-x)/halfWide, (float64(py)-y)/halfHigh
			if math.Abs(u*u*u)+math.Abs(v*v*v) > 1 {
				continue
			}
			i := min(int((u+1)/2*float64(nx)), nx-1) + min(int((v+1)/2*float64(ny)), ny-1)*nx
			if c := cells[max(i, 0)]; c >= 0 {
				s.Pix[py*s.Width+px] = byte(c)
			}
		}
	}
}

// words are written small above and below the number.
var words = []string{"TEXAS", "INDIANA", "SUNSHINE STATE", "AUTO MOBIL", "THE FRONTIER", "MAY 14", "WWW DEALER", "SK", "CZ", "GRAND LAND", "MOTORS"}

// small writes a word above or below the number.
func (s *scene) small(f Face, above bool, left, right, y0, y1 float64) error {
	d, err := draw(f, words[s.r.IntN(len(words))], spacing{s.r.between(.02, .2), 0, 1})
	if err != nil {
		return err
	}
	high := s.high * s.r.between(.15, .45)
	by := high / (d.bottom - d.top)
	y := s.bottom + s.high*s.r.between(.06, .3)
	if above {
		y = s.top - s.high*s.r.between(.06, .3) - high
	}
	from := d.spans[0][0]
	x := s.r.between(left, max(right-(d.spans[len(d.spans)-1][1]-from)*by, left+1))
	ink := s.ink
	if y < y0 || y+high > y1 {
		ink = s.r.between(0, 255)
	}
	for py := max(int(y), 0); py < min(int(y+high), s.Height); py++ {
		for px := max(int(x), 0); px < s.Width; px++ {
			sx, sy := int(from+(float64(px)-x)/by), int(d.top+(float64(py)-y)/by)
			if sx >= d.Width || sy >= d.Height {
				break
			}
			part := float64(d.Pix[sy*d.Width+sx]) / 255
			at := py*s.Width + px
			s.Pix[at] = byte(float64(s.Pix[at])*(1-part) + ink*part)
		}
	}
	return nil
}

// dirt makes a plate's field brighter and darker in clouds.
func (s *scene) dirt(x0, y0, x1, y1 float64) {
	most := s.r.between(0, 50)
	if s.r.one(3) || most < 5 {
		return
	}
	clouds := plate.NewGray(4+s.r.IntN(10), 2+s.r.IntN(4))
	for i := range clouds.Pix {
		clouds.Pix[i] = byte(s.r.IntN(256))
	}
	large := clouds.Scaled(s.Width, s.Height)
	for y := max(int(y0), 0); y < min(int(y1), s.Height); y++ {
		for x := max(int(x0), 0); x < min(int(x1), s.Width); x++ {
			at := y*s.Width + x
			s.Pix[at] = byte(min(max(float64(s.Pix[at])+most*(float64(large.Pix[at])/128-1), 0), 255))
		}
	}
}

// shadow darkens one side of a line that crosses the picture.
func (s *scene) shadow() {
	by, turn := s.r.between(.4, .8), s.r.between(0, 2*math.Pi)
	cos, sin := math.Cos(turn), math.Sin(turn)
	mx, my := s.r.between(s.spans[0][0], s.spans[len(s.spans)-1][1]), s.r.between(s.top-s.high/2, s.bottom+s.high/2)
	for y := range s.Height {
		for x := range s.Width {
			if (float64(x)-mx)*cos+(float64(y)-my)*sin > 0 {
				s.Pix[y*s.Width+x] = byte(float64(s.Pix[y*s.Width+x]) * by)
			}
		}
	}
}
