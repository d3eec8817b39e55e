package face

import (
	"fmt"
	"math"
)

// Quality says how good a picture of a face is to tell who it is. Each part is 0 to 1, where 1 is
// as good as it needs to be.
type Quality struct {
	// Eyes is the distance between the eyes in pixels of the picture, estimated by the box
	// where the marks are not known.
	Eyes float64 `json:"eyes"`
	// Size, Sharp, Light and Pose are what it is made of.
	Size  float64 `json:"size"`
	Sharp float64 `json:"sharp"`
	Light float64 `json:"light"`
	Pose  float64 `json:"pose"`
}

// Score is the whole, 0 to 1: the worst part counts most.
func (q Quality) Score() float64 {
	return math.Sqrt(min(q.Size, q.Sharp, q.Light, q.Pose) * math.Pow(q.Size*q.Sharp*q.Light*q.Pose, .25))
}

// Floor is the least score at which it is worth while to ask who it is.
const Floor = .25

// Lacks says what is wrong with a picture that is below the floor; "" if it is not.
func (q Quality) Lacks() string {
	if q.Score() >= Floor {
		return ""
	}
	switch min(q.Size, q.Sharp, q.Light, q.Pose) {
	case q.Size:
		return fmt.Sprintf("the face is too small: %.0f pixels between the eyes, %d or more are wanted", q.Eyes, goodEyes)
	case q.Pose:
		return "the face is turned away too far: it should look at the camera"
	case q.Light:
		return "the face is too dark, too bright or without contrast"
	}
	return "the face is blurred"
}

const (
	// leastEyes and goodEyes are distances between eyes, in pixels: nothing can be said of a
	// face with less than the first, and more than the second says no more. ISO/IEC 19794-5
	// wants 90 of a passport; 24 to 40 are what surveillance works with.
	leastEyes = 10
	goodEyes  = 32
)

// checked is how an aligned face is looked at for its quality.
var checked = Framing{Width: 64, Height: 64, Part: 1}

// QualityOf looks at a face in a picture.
func QualityOf(p *Picture, f Found) Quality {
	q := Quality{Eyes: .42 * f.Box.W, Pose: 1}
	if f.Marked {
		r, l := f.Marks[RightEye], f.Marks[LeftEye]
		q.Eyes = math.Hypot(l.X-r.X, l.Y-r.Y)
		q.Pose = pose(f.Marks)
		// Of a face that is turned the eyes are near each other without being small.
		q.Eyes = max(q.Eyes, .9*math.Hypot((f.Marks[RightMouth].X+f.Marks[LeftMouth].X)/2-(r.X+l.X)/2, (f.Marks[RightMouth].Y+f.Marks[LeftMouth].Y)/2-(r.Y+l.Y)/2))
	}
	q.Size = ramp(q.Eyes, leastEyes, goodEyes)
	g := checked.Align(p, f).Grey()
	q.Light, q.Sharp = light(g), sharp(g)
	return q
}

// ramp is 0 up to a, 1 from b on, and in between on a straight line.
func ramp(x, a, b float64) float64 { return min(max((x-a)/(b-a), 0), 1) }

// light is by how bright the face is, how much of it is at an end of the scale, and its contrast.
func light(g *Grey) float64 {
	n := float64(len(g.Pix))
	mean, ends := 0.0, 0.0
	for _, v := range g.Pix {
		mean += float64(v) / n
		if v < 8 || v > 247 {
			ends += 1 / n
		}
	}
	return min(ramp(mean, 15, 50), ramp(255-mean, 10, 45), ramp(1-ends, .4, .8), ramp(spreadOf(g), 4, 14))
}

// spreadOf is the standard deviation of brightness.
func spreadOf(g *Grey) float64 {
	n, mean, spread := float64(len(g.Pix)), 0.0, 0.0
	for _, v := range g.Pix {
		mean += float64(v) / n
	}
	for _, v := range g.Pix {
		spread += (float64(v) - mean) * (float64(v) - mean) / n
	}
	return math.Sqrt(spread)
}

// sharp is by how much a picture loses when it is blurred (Crete et al. 2007): one that is blurred
// already loses little.
func sharp(g *Grey) float64 {
	v := make([]float32, len(g.Pix))
	for i, p := range g.Pix {
		v[i] = float32(p)
	}
	b := blurred(v, g.Width, g.Height, 2)
	// Three pixels apart, since neighbours differ by the rounding to whole numbers, too.
	const apart = 3
	var before, lost float64
	for y := apart; y < g.Height; y++ {
		for x := apart; x < g.Width; x++ {
			i := y*g.Width + x
			for _, step := range [2]int{apart, apart * g.Width} {
				d, e := math.Abs(float64(v[i]-v[i-step])), math.Abs(float64(b[i]-b[i-step]))
				before += d
				lost += max(d-e, 0)
			}
		}
	}
	if before < float64(len(v)) {
		return 0
	}
	return ramp(lost/before, .12, .32)
}

// pose is by where the nose is between the eyes, and between eyes and mouth.
func pose(m Marks) float64 {
	s, ok := Fit([]Point{m[RightEye], m[LeftEye]}, []Point{{-1, 0}, {1, 0}})
	if !ok {
		return 0
	}
	nose := s.Of(m[Nose])
	mouth := s.Of(Point{(m[RightMouth].X + m[LeftMouth].X) / 2, (m[RightMouth].Y + m[LeftMouth].Y) / 2})
	if !(mouth.Y > .2) {
		return 0
	}
	// 0 is straight ahead, 1 is where the nose lies on the line of an eye.
	aside := math.Abs(nose.X - mouth.X/2)
	down := nose.Y / mouth.Y
	tall := mouth.Y // of a face that is turned the eyes are near each other
	return min(1-ramp(aside, .35, .95), ramp(down, .05, .3), 1-ramp(down, .75, .98), 1-ramp(tall, 3.2, 5))
}
