package figure

import (
	"math"
	"math/rand/v2"

	"custos.dev/custos/observe"
)

// posture is how a body holds itself: directions of its parts, left and right.
type posture struct {
	trunk       vec
	upper, fore [2]vec
	thigh, shin [2]vec
	laid        float64 // radians; a half turn's half is lying
	turn        float64 // radians added to the yaw
	bob         float64 // metres added to the height
}

func (a posture) mixed(b posture, part float64) posture {
	out := posture{trunk: a.trunk.mixed(b.trunk, part), laid: a.laid + part*(b.laid-a.laid), turn: a.turn + part*(b.turn-a.turn), bob: a.bob + part*(b.bob-a.bob)}
	for i := range 2 {
		out.upper[i], out.fore[i] = a.upper[i].mixed(b.upper[i], part), a.fore[i].mixed(b.fore[i], part)
		out.thigh[i], out.shin[i] = a.thigh[i].mixed(b.thigh[i], part), a.shin[i].mixed(b.shin[i], part)
	}
	return out
}

// both gives the right side what is said of the left, mirrored.
func both(v vec) [2]vec { return [2]vec{v, v.mirrored()} }

func upright() posture {
	return posture{
		trunk: vec{0, 1, .03}, upper: both(vec{.16, -1, -.03}), fore: both(vec{.08, -1, .15}),
		thigh: both(vec{.06, -1, .02}), shin: both(vec{.03, -1, -.03}),
	}
}

// act is something that is done, as a posture at a time since it began.
type act struct {
	// what is its label; "" is nothing that is told.
	what observe.Posing
	at   func(t float64) posture
}

// acts that are told, and what is to be taken for none of them.
var (
	told   = []func(*rand.Rand, float64) act{handsUp, wave, point, crouch, lie, fight}
	others = []func(*rand.Rand, float64) act{stand, walk, phone, fold, bend, carry, scratch}
)

func between(r *rand.Rand, a, b float64) float64 { return a + (b-a)*r.Float64() }

// coin is the side that does it: 0 is the left.
func coin(r *rand.Rand) int { return r.IntN(2) }

func side(v vec, i int) vec {
	if i == 1 {
		return v.mirrored()
	}
	return v
}

func handsUp(r *rand.Rand, _ float64) act {
	p := upright()
	open := between(r, .05, .5)
	if r.IntN(3) == 0 { // as one surrenders, elbows out
		p.upper, p.fore = both(vec{.8, between(r, .25, .6), .1}), both(vec{between(r, -.2, .3), 1, .15})
	} else {
		p.upper, p.fore = both(vec{open, 1, .1}), both(vec{between(r, -.15, .3), 1, .05})
	}
	phase, sway := between(r, 0, 6), between(r, 0, .04)
	return act{observe.HandsUp, func(t float64) posture {
		q := p
		for i := range 2 {
			q.fore[i].x += sway * math.Sin(3*t+phase)
		}
		return q
	}}
}

func wave(r *rand.Rand, yaw float64) act {
	p := upright()
	n, rate, wide := coin(r), between(r, 1, 1.9), between(r, .5, .9)
	two := r.IntN(4) == 0
	upper := vec{between(r, .5, .9), between(r, -.1, .7), .2}
	if two {
		upper = vec{.6, .7, .1}
	}
	turn := facing(r, yaw, .9)
	return act{observe.Waving, func(t float64) posture {
		q := p
		q.turn = turn
		s := math.Sin(2 * math.Pi * rate * t)
		for i := range 2 {
			if i == n || two {
				q.upper[i], q.fore[i] = side(upper, i), side(vec{.1 + wide*s, .85, .15}, i)
			}
		}
		return q
	}}
}

// facing is the turn by which a body comes within some radians of facing the camera, or the
// opposite.
func facing(r *rand.Rand, yaw, within float64) float64 {
	return angle(between(r, -within, within) - yaw)
}

// angle is one within a half turn of none.
func angle(a float64) float64 { return math.Remainder(a, 2*math.Pi) }

func point(r *rand.Rand, yaw float64) act {
	p := upright()
	n := coin(r)
	forward := between(r, -.2, .5)
	dir := vec{1, between(r, -.35, .35), forward}
	p.upper[n], p.fore[n] = side(dir, n), side(vec{dir.x, dir.y + between(r, -.1, .1), dir.z}, n)
	p.turn = facing(r, yaw, .6)
	return act{observe.Pointing, func(float64) posture { return p }}
}

func crouch(r *rand.Rand, _ float64) act {
	p := upright()
	p.trunk = vec{0, 1, between(r, .1, .6)}
	deep := between(r, -.25, .15)
	p.thigh, p.shin = both(vec{between(r, .15, .5), deep, .9}), both(vec{.05, -1, between(r, -.7, -.4)})
	if r.IntN(3) == 0 { // on one knee
		n := coin(r)
		p.thigh[n], p.shin[n] = side(vec{.08, -1, .1}, n), side(vec{.05, -.15, -1}, n)
		p.thigh[1-n], p.shin[1-n] = side(vec{.15, -.1, .95}, 1-n), side(vec{.03, -1, -.05}, 1-n)
	}
	p.upper, p.fore = both(vec{.2, -.7, .6}), both(vec{between(r, -.3, .1), between(r, -.4, .2), .9})
	return act{observe.Crouching, func(float64) posture { return p }}
}

func lie(r *rand.Rand, yaw float64) act {
	p := upright()
	p.laid = math.Pi / 2
	if coin(r) == 1 {
		p.laid = -p.laid
	}
	p.turn = facing(r, yaw, .6) // across the picture, more or less
	if coin(r) == 1 {
		p.turn = angle(p.turn + math.Pi)
	}
	p.upper, p.fore = both(vec{between(r, .1, .8), between(r, -1, .3), .2}), both(vec{between(r, -.2, .4), between(r, -1, .3), .4})
	p.thigh, p.shin = both(vec{.12, -1, between(r, 0, .6)}), both(vec{.05, -1, between(r, -.6, 0)})
	return act{observe.Lying, func(float64) posture { return p }}
}

func fight(r *rand.Rand, yaw float64) act {
	p := upright()
	p.trunk = vec{0, 1, .15}
	p.upper = both(vec{between(r, .1, .35), -.75, between(r, .35, .6)})
	p.fore = both(vec{between(r, -.3, -.05), between(r, .6, 1), between(r, .3, .6)})
	wide, step := between(r, .3, .45), between(r, .1, .35)
	p.thigh, p.shin = both(vec{wide, -1, step}), both(vec{wide, -1, -.15})
	p.thigh[1].z = -step
	p.turn = facing(r, yaw, 1)
	rate := between(r, 1, 2)
	return act{observe.FightStance, func(t float64) posture {
		q := p
		s := math.Sin(2 * math.Pi * rate * t)
		q.bob = .02 * s
		q.fore[0].z += .12 * s
		q.fore[1].z -= .12 * s
		return q
	}}
}

func stand(r *rand.Rand, _ float64) act {
	p := upright()
	p.turn = between(r, -.6, .6)
	return act{at: func(t float64) posture {
		q := p
		q.upper[0].z += .03 * math.Sin(t)
		return q
	}}
}

func walk(r *rand.Rand, _ float64) act {
	p := upright()
	rate, wide := between(r, .8, 1.1), between(r, .3, .5)
	p.turn = between(r, -.6, .6)
	return act{at: func(t float64) posture {
		q := p
		s := math.Sin(2 * math.Pi * rate * t)
		for i, k := range [2]float64{s, -s} {
			q.thigh[i].z += wide * k
			q.shin[i].z += wide*k - .35*max(-k, 0)
			q.upper[i].z -= .8 * wide * k
			q.fore[i].z += .15 - .8*wide*k
		}
		return q
	}}
}

func phone(r *rand.Rand, _ float64) act {
	p := upright()
	n := coin(r)
	p.upper[n], p.fore[n] = side(vec{.35, -.8, .35}, n), side(vec{between(r, -.35, -.15), 1, between(r, -.1, .2)}, n)
	return act{at: func(float64) posture { return p }}
}

func fold(r *rand.Rand, _ float64) act {
	p := upright()
	p.upper, p.fore = both(vec{.25, -.95, .25}), both(vec{-.95, between(r, 0, .2), .4})
	return act{at: func(float64) posture { return p }}
}

func bend(r *rand.Rand, _ float64) act {
	p := upright()
	p.trunk = vec{0, between(r, .1, .5), 1}
	p.upper, p.fore = both(vec{.1, -1, .25}), both(vec{0, -1, .2})
	p.thigh, p.shin = both(vec{.1, -1, -.15}), both(vec{.05, -1, 0})
	return act{at: func(float64) posture { return p }}
}

func carry(r *rand.Rand, _ float64) act {
	p := upright()
	p.upper, p.fore = both(vec{.15, -1, .05}), both(vec{-.1, between(r, -.2, .15), .95})
	return act{at: func(float64) posture { return p }}
}

// scratch is a hand that is at the head for a moment.
func scratch(r *rand.Rand, _ float64) act {
	p := upright()
	n := coin(r)
	up, fore := side(vec{.6, .4, .3}, n), side(vec{-.7, .8, 0}, n)
	return act{at: func(t float64) posture {
		q := p
		k := max(1-math.Abs(t-1)/.6, 0)
		q.upper[n], q.fore[n] = q.upper[n].mixed(up, k), q.fore[n].mixed(fore, k)
		return q
	}}
}
