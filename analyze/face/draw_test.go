package face

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"
)

// somebody is a face that tests draw: where its parts are, as parts of its width, and how bright.
type somebody struct {
	eyes, eyeY, brow, nose, mouth, mouthY, mouthH, jaw, hair, skin, dark float64
	freckles                                                             []Point
}

// people are different faces, the same ones each time.
func people(n int) []somebody {
	r := rand.New(rand.NewPCG(5, 7))
	out := make([]somebody, n)
	between := func(a, b float64) float64 { return a + r.Float64()*(b-a) }
	for i := range out {
		out[i] = somebody{
			eyes: between(.15, .21), eyeY: between(-.14, -.04), brow: between(.05, .12), nose: between(.04, .1), mouth: between(.1, .2), mouthY: between(.22, .32),
			mouthH: between(.02, .05), jaw: between(.36, .46), hair: between(.25, .4), skin: between(130, 200), dark: between(20, 70),
		}
		for range 12 {
			out[i].freckles = append(out[i].freckles, Point{between(-.3, .3), between(-.3, .4)})
		}
	}
	return out
}

// drawn is how somebody is seen: the middle of his face, its width, turned by an angle, and the
// light, which falls off to one side.
type drawn struct {
	somebody
	x, y, width, angle float64
	light, shade       float64
	noise              float64
	seed               uint64
}

// marks are where his eyes, nose and mouth are in the picture.
func (d drawn) marks() Marks {
	at := func(x, y float64) Point {
		s, c := math.Sincos(d.angle)
		return Point{d.x + d.width*(x*c-y*s), d.y + d.width*(x*s+y*c)}
	}
	return Marks{at(-d.eyes, d.eyeY), at(d.eyes, d.eyeY), at(0, .1), at(-d.mouth, d.mouthY), at(d.mouth, d.mouthY)}
}

// found is the face as a detector of marks would have it.
func (d drawn) found() Found {
	return Found{Box: Box{d.x - .45*d.width, d.y - .45*d.width, .9 * d.width, .9 * d.width}, Score: .9, Marks: d.marks(), Marked: true}
}

// picture draws him.
func (d drawn) picture(width, height int) *Picture {
	p := NewPicture(width, height)
	r := rand.New(rand.NewPCG(d.seed, 1))
	s, c := math.Sincos(-d.angle)
	light := d.light
	if light == 0 {
		light = 1
	}
	for y := range height {
		for x := range width {
			u, v := (float64(x)+.5-d.x)/d.width, (float64(y)+.5-d.y)/d.width
			u, v = u*c-v*s, u*s+v*c
			b := d.at(u, v) * light * (1 + d.shade*u)
			b += d.noise * r.NormFloat64()
			g := byte(min(max(b, 0), 255))
			copy(p.Pix[3*(y*width+x):], []byte{g, g, g})
		}
	}
	return p
}

// at is how bright a place of the face is, in parts of its width from its middle.
func (d drawn) at(u, v float64) float64 {
	in := func(x, y, rx, ry float64) bool { return (u-x)*(u-x)/(rx*rx)+(v-y)*(v-y)/(ry*ry) < 1 }
	for _, side := range []float64{-1, 1} {
		if in(side*d.eyes, d.eyeY, .035, .03) {
			return d.dark
		}
		if in(side*d.eyes, d.eyeY, .08, .045) {
			return 235
		}
		if in(side*d.eyes, d.eyeY-d.brow, .1, .02) {
			return d.dark
		}
	}
	for _, f := range d.freckles {
		if in(f.X, f.Y, .015, .015) {
			return .6 * d.skin
		}
	}
	switch {
	case in(0, d.mouthY, d.mouth, d.mouthH):
		return .5 * d.skin
	case in(0, .1, d.nose, .03):
		return .7 * d.skin
	case in(0, 0, d.jaw, .5) && v > -.5+d.hair*.4:
		return d.skin * (1 - .3*u*u)
	case in(0, -.05, d.jaw+.06, .56):
		return d.dark
	}
	return 110
}

// grey is an image of one brightness.
func grey(w, h int, v uint8) image.Image {
	m := image.NewGray(image.Rect(0, 0, w, h))
	for i := range m.Pix {
		m.Pix[i] = v
	}
	m.Set(0, 0, color.Gray{v})
	return m
}
