package train

import (
	"bytes"
	"image"
	"image/jpeg"
	"math"

	"custos.dev/custos/analyze/plate"
)

// strip is a line as a camera shows it, in the form in which lines are read.
type strip struct {
	*plate.Gray
	// glyphs are by place: which of plate.Letters each is, and from where to where it goes, in
	// pixels of the strip.
	glyphs []glyph
}

type glyph struct {
	letter      int
	from, until float64
	top, bottom float64
}

// seen makes of a scene what a camera makes of it, in the strip of a quad that lies not quite
// on the line: aslant, in few pixels, blurred, with noise, packed as JPEG; spoil is how much, up to 1.
func (s *scene) seen(spoil float64) (*strip, error) {
	r := s.r
	left, right := s.spans[0][0]-s.high*r.between(.2, 3), s.spans[len(s.spans)-1][1]+s.high*r.between(.2, 3)
	if r.one(4) { // a part of the line only
		left = r.between(s.spans[0][0], s.spans[len(s.spans)/2][0])
	}
	if r.one(4) {
		right = r.between(s.spans[len(s.spans)/2][1], s.spans[len(s.spans)-1][1])
	}
	// The strip's height, in which the letters should take the nominal part.
	tall := s.high / r.log(.6, 1.35)
	whole := tall * plate.StripHeight / plate.StripLetters
	if r.one(2) { // nearly right, as it is at the end
		whole = s.high / r.between(.88, 1.14) * plate.StripHeight / plate.StripLetters
		tall = whole * plate.StripLetters / plate.StripHeight
	}
	room := max((whole-s.high)/2, s.high*.1)
	mid := (s.top+s.bottom)/2 + r.between(-.6, .6)*room
	tilt := (right - left) * r.between(-.09, .09)
	if r.one(2) {
		tilt = (right - left) * r.between(-.02, .02)
	}
	tilt = min(max(tilt, -room), room)
	lean := whole * r.between(-.12, .12) // upright strokes lean
	far := whole * r.between(-.04, .04)  // one end is further away
	half := whole / 2
	q := plate.Quad{
		{X: left - lean, Y: mid - half - tilt/2 - far},
		{X: right - lean, Y: mid - half + tilt/2 + far},
		{X: right + lean, Y: mid + half + tilt/2 - far},
		{X: left + lean, Y: mid + half - tilt/2 + far},
	}
	letters := r.log(8+4*(1-spoil), 40) // pixels of the camera, high
	scale := letters / s.high
	g := s.Rectified(q, max(int((right-left)*scale*r.between(.9, 1.1)), 12), max(int(whole*scale), 8))
	blur(g, letters*r.between(0, .08*spoil))
	if r.one(6) {
		smear(g, int(letters*r.between(.1, .3)))
	}
	expose(g, r, spoil)
	if !r.one(3) {
		var err error
		if g, err = packed(g, 20+int(40*(1-spoil))+r.IntN(75-int(40*(1-spoil)))); err != nil {
			return nil, err
		}
	}
	width := int(math.Round((right-left)/tall*plate.StripLetters*plate.StripWider/plate.ColumnStep)) * plate.ColumnStep
	width = max(width, 8*plate.ColumnStep)
	// As the reader does it, so that both look alike.
	out := &strip{Gray: g.Rectified(plate.Upright(0, 0, float64(g.Width), float64(g.Height)), width, plate.StripHeight)}
	n := -1
	for i, c := range s.text {
		if c == ' ' {
			continue
		}
		n++
		span := s.spans[i]
		at := func(x, y float64) (float64, float64) { // where a place of the scene is in the strip
			u := (x - left) / (right - left)
			yMid := mid + (u-.5)*tilt
			v := (y-yMid)/(whole+2*far*(1-2*u)) + .5
			u = (x + lean*(1-2*v) - left) / (right - left)
			return u * float64(width), v * plate.StripHeight
		}
		from, top := at(span[0], s.top)
		until, bottom := at(span[1], s.bottom)
		// Leaning moves the two ends against each other: the middle counts.
		wide := (span[1] - span[0]) / (right - left) * float64(width)
		middle := (from + until) / 2
		out.glyphs = append(out.glyphs, glyph{letterOf(byte(c)), middle - wide/2, middle + wide/2, top, bottom})
	}
	return out, nil
}

func letterOf(c byte) int {
	if c <= '9' {
		return int(c - '0')
	}
	return int(c-'A') + 10
}

// expose gives a picture light, shade from side to side, and noise.
func expose(g *plate.Gray, r chance, spoil float64) {
	low, gain := r.between(0, 60), r.between(1-.75*spoil, 1)
	slope, noise := r.between(-.3, .3), r.between(0, 9*spoil)
	if r.one(8) { // overexposed
		gain = r.between(1, 1.6)
	}
	for i, p := range g.Pix {
		v := low + float64(p)*gain
		v *= 1 + slope*(float64(i%g.Width)/float64(g.Width)-.5)
		g.Pix[i] = byte(min(max(v+noise*r.NormFloat64(), 0), 255))
	}
}

// smear is a movement across.
func smear(g *plate.Gray, n int) {
	if n < 2 {
		return
	}
	row := make([]byte, g.Width)
	for y := range g.Height {
		copy(row, g.Pix[y*g.Width:])
		for x := range row {
			sum := 0
			for k := range n {
				sum += int(row[min(max(x+k-n/2, 0), g.Width-1)])
			}
			g.Pix[y*g.Width+x] = byte(sum / n)
		}
	}
}

// packed is a picture after it was packed as JPEG; spoil is how much, up to 1.
func packed(g *plate.Gray, quality int) (*plate.Gray, error) {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, g.Image(), &jpeg.Options{Quality: quality}); err != nil {
		return nil, err
	}
	m, err := jpeg.Decode(&b)
	if err != nil {
		return nil, err
	}
	if own, ok := m.(*image.Gray); ok {
		return plate.GrayOf(own), nil
	}
	return plate.GrayOf(m), nil
}
