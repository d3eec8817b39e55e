// Package figure draws people with joints who do what is told of them, as labelled test data: a
// skeleton of fixed lengths moves in space before a camera at a height and an angle, in clothes of
// colours, before a background, with noise. What a clip shows follows from its seed alone.
package figure

import (
	"math"
	"math/rand/v2"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/analyze/gesture"
	"custos.dev/custos/observe"
)

// Stretch is when somebody does something.
type Stretch struct {
	What        observe.Posing
	From, Until time.Duration
}

// Clip is some seconds of one person before a camera that stands still.
type Clip struct {
	// Width and Height are a frame's, in pixels.
	Width, Height int
	// Empty is how long nobody is there at the beginning, Length how long all of it is.
	Empty, Length time.Duration
	// Truth is what he does, in order; between it he does what has no name here.
	Truth []Stretch

	parts  []part
	yaw    float64
	place  vec
	size   float64 // metres tall
	lens   lens
	colour wardrobe
	scene  scene
	seed   uint64
}

// part is an act with its place in the clip.
type part struct {
	act
	from, until float64 // seconds
}

// change is how long one act takes to become another, in seconds.
const change = .45

// New is a clip of a seed: two acts that are told, and three or four that are not.
func New(seed uint64) *Clip {
	r := rand.New(rand.NewPCG(seed, 0x6669677572)) //nolint:gosec // draws, and keeps no secret
	c := &Clip{Width: 384, Height: 288, seed: seed, yaw: between(r, -math.Pi, math.Pi), size: between(r, 1.55, 1.92)}
	if r.IntN(2) == 0 { // half of the people face the camera, more or less
		c.yaw = between(r, -.8, .8)
	}
	c.Empty = 3 * time.Second
	at := c.Empty.Seconds()
	add := func(a act, d float64) {
		c.parts = append(c.parts, part{a, at, at + d})
		if a.what != "" {
			c.Truth = append(c.Truth, Stretch{a.what, span(at), span(at + d)})
		}
		at += d
	}
	other := func() { add(others[r.IntN(len(others))](r, c.yaw), between(r, 1.8, 3)) }
	first := int(seed) % len(told) //nolint:gosec // small
	second := (first + 1 + r.IntN(len(told)-1)) % len(told)
	add(others[r.IntN(2)](r, c.yaw), between(r, 2, 3)) // stands, or walks
	add(told[first](r, c.yaw), between(r, 2, 3.5))
	other()
	if r.IntN(2) == 0 {
		other()
	}
	add(told[second](r, c.yaw), between(r, 2, 3.5))
	other()
	c.Length = span(at)
	c.stage(r)
	c.colour = dressed(r)
	c.scene = built(r, c)
	return c
}

func span(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

// stage puts the person and the camera in their places.
func (c *Clip) stage(r *rand.Rand) {
	away := between(r, 4, 12)
	tall := between(r, 70, 170) // pixels
	c.lens = lens{height: between(r, 1.6, 4.5), focal: tall * away / c.size, cx: float64(c.Width) / 2, cy: float64(c.Height) / 2}
	c.lens.tilt = math.Atan2(c.lens.height-c.size/2, away)
	side := float64(c.Width)/2 - tall
	c.place = vec{between(r, -side, side) * away / c.lens.focal, 0, away}
}

// posture is how the body is held at a time, in seconds.
func (c *Clip) posture(t float64) posture {
	for i, p := range c.parts {
		if t >= p.until && i < len(c.parts)-1 {
			continue
		}
		now := p.at(t - p.from)
		if i > 0 && t-p.from < change {
			before := c.parts[i-1].at(t - c.parts[i-1].from)
			k := (t - p.from) / change
			now = before.mixed(now, k*k*(3-2*k))
		}
		return now
	}
	return upright()
}

// limbs are a body's points in the world, and what is drawn beside them.
type limbs struct {
	joints      [gesture.Joints]vec
	head        vec
	hands, toes [2]vec
	neck        vec
	face        vec // the direction
	across      vec // to the body's left
}

// Lengths in parts of the body's height.
const (
	trunkLong, headOver, headWide  = .295, .125, .066
	upperLong, foreLong, handLong  = .172, .157, .055
	thighLong, shinLong, footLong  = .245, .24, .1
	shoulderWide, hipWide, ankleUp = .112, .055, .04
)

func (c *Clip) limbs(t float64) limbs {
	p := c.posture(t)
	yaw := c.yaw + p.turn
	in := func(v vec) vec { return v.laid(p.laid).turned(yaw) }
	h := c.size
	hip := vec{}
	up := in(p.trunk.unit())
	across := in(vec{1, 0, 0})
	var l limbs
	l.across = across
	l.face = in(vec{0, 0, 1})
	chest := hip.plus(up.times(trunkLong * h))
	l.neck = chest.plus(up.times(.03 * h))
	l.head = chest.plus(up.times(headOver * h))
	for i, s := range [2]float64{1, -1} {
		set := func(j gesture.Joint, v vec) vec { l.joints[int(j)+i] = v; return v }
		shoulder := set(gesture.LeftShoulder, chest.plus(across.times(s*shoulderWide*h)))
		elbow := set(gesture.LeftElbow, shoulder.plus(in(p.upper[i].unit()).times(upperLong*h)))
		wrist := set(gesture.LeftWrist, elbow.plus(in(p.fore[i].unit()).times(foreLong*h)))
		l.hands[i] = wrist.plus(in(p.fore[i].unit()).times(handLong * h))
		side := set(gesture.LeftHip, hip.plus(across.times(s*hipWide*h)))
		knee := set(gesture.LeftKnee, side.plus(in(p.thigh[i].unit()).times(thighLong*h)))
		ankle := set(gesture.LeftAnkle, knee.plus(in(p.shin[i].unit()).times(shinLong*h)))
		l.toes[i] = ankle.plus(in(vec{.15 * s, -.25, 1}.unit()).times(footLong * h))
		set(gesture.LeftEye, l.head.plus(l.face.times(.06*h)).plus(up.times(.012*h)).plus(across.times(s*.018*h)))
		set(gesture.LeftEar, l.head.plus(across.times(s*.045*h)))
	}
	l.joints[gesture.Nose] = l.head.plus(l.face.times(.068 * h)).plus(up.times(-.008 * h))
	// It stands, or lies, on the ground.
	low := math.Inf(1)
	for _, v := range l.joints {
		low = min(low, v.y)
	}
	flat := math.Abs(math.Sin(p.laid))
	lift := c.place.plus(vec{0, ankleUp*h*(1-flat) + .06*h*flat - low + p.bob, 0})
	move := func(v *vec) { *v = v.plus(lift) }
	for i := range l.joints {
		move(&l.joints[i])
	}
	for _, v := range []*vec{&l.head, &l.neck, &l.hands[0], &l.hands[1], &l.toes[0], &l.toes[1]} {
		move(v)
	}
	return l
}

// Pose is where the body's points are in the picture at a time, in pixels, as a network that errs
// in nothing finds them; false where nobody is there.
func (c *Clip) Pose(at time.Duration) (p gesture.Pose, ok bool) {
	if at < c.Empty {
		return p, false
	}
	l := c.limbs(at.Seconds())
	for j, v := range l.joints {
		p[j].X, p[j].Y, _ = c.lens.project(v)
		p[j].Score = 1
	}
	return p, true
}

// Noisy is a pose as networks find it: each point off by a part of the body's height, and some
// not found, or found elsewhere on it.
func Noisy(p gesture.Pose, r *rand.Rand, off, lost, astray float64) gesture.Pose {
	low, high := math.Inf(1), math.Inf(-1)
	for _, m := range p {
		low, high = min(low, m.X, m.Y), max(high, m.Y)
	}
	sh := p[gesture.LeftShoulder]
	hip := p[gesture.LeftHip]
	tall := 3.4 * math.Hypot(sh.X-hip.X, sh.Y-hip.Y)
	for j := range p {
		p[j].X += off * tall * r.NormFloat64()
		p[j].Y += off * tall * r.NormFloat64()
		p[j].Score = between(r, .4, .9)
		switch u := r.Float64(); {
		case u < lost:
			p[j].Score = .1
		case u < lost+astray:
			to := p[r.IntN(len(p))]
			p[j].X, p[j].Y = to.X, to.Y
		}
	}
	return p
}

// Box is what the body takes of the picture at a time; false where nobody is there.
func (c *Clip) Box(at time.Duration) (b custos.Box, ok bool) {
	if at < c.Empty {
		return b, false
	}
	l := c.limbs(at.Seconds())
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	take := func(v vec, round float64) {
		x, y, d := c.lens.project(v)
		r := round * c.size * c.lens.focal / d
		x0, y0, x1, y1 = min(x0, x-r), min(y0, y-r), max(x1, x+r), max(y1, y+r)
	}
	for _, v := range l.joints {
		take(v, .03)
	}
	take(l.head, .08)
	for i := range 2 {
		take(l.hands[i], .02)
		take(l.toes[i], .02)
	}
	w, h := float64(c.Width), float64(c.Height)
	return custos.Box{X: x0 / w, Y: y0 / h, W: (x1 - x0) / w, H: (y1 - y0) / h}.Within(), true
}

// Tall is how tall the body is where it stands, in pixels.
func (c *Clip) Tall() float64 { return c.size * c.lens.focal / c.place.z }
