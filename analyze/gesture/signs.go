package gesture

import (
	"math"
	"slices"

	"custos.dev/custos/observe"
)

// Signs are what one look at somebody says, by gesture: 0 to 1 how much speaks for it. What is
// not in it cannot be told from this look.
type Signs map[observe.Posing]float64

// arm is one in parts of the trunk's length, Y upwards from the shoulder.
type arm struct {
	ok               bool
	wristX, wristY   float64 // from the shoulder
	elbowX, elbowY   float64
	bend             float64 // of the elbow in degrees: 180 is straight
	reach            float64 // from shoulder to wrist
	aboveHead, level float64 // of the wrist over the nose; over the shoulder
}

// body is a pose in parts of its trunk.
type body struct {
	trunk float64 // its length in the picture's unit
	lean  float64 // of the trunk from upright, in degrees, 0 to 180
	// arms are the one to the left in the picture first: from behind, networks take left for right
	// now and then.
	arms [2]arm
	// sink is from the hips down to the ankles, and knee from a hip down to the higher knee; NaN
	// if not seen. Some 1.6 and .8 of who stands.
	sink, knee float64
	// flat is how far the legs lie: across over down, from hips to ankles; NaN if not seen.
	flat float64
	// feet is how far the ankles are apart across.
	feet float64
}

// bodyOf measures a pose; false if shoulders and hips are not seen, without which nothing is.
// tall is the length of the trunk as it was lately when it was seen best: one that leans to the
// camera or away is seen shorter than it is.
func bodyOf(p *Pose, tall float64) (b body, ok bool) {
	if !p.seen(LeftShoulder, RightShoulder) || !p.seen(LeftHip) && !p.seen(RightHip) {
		return b, false
	}
	sx, sy := mid(p, LeftShoulder, RightShoulder)
	hx, hy := mid(p, LeftHip, RightHip)
	length := math.Hypot(sx-hx, sy-hy)
	b.trunk = max(length, .8*tall)
	if !(b.trunk > 4e-3) {
		return b, false
	}
	b.lean = math.Abs(math.Atan2(sx-hx, hy-sy)) * 180 / math.Pi
	for i, j := range [2][3]Joint{{LeftShoulder, LeftElbow, LeftWrist}, {RightShoulder, RightElbow, RightWrist}} {
		b.arms[i] = armOf(p, j[0], j[1], j[2], b.trunk)
	}
	if p[LeftShoulder].X > p[RightShoulder].X {
		b.arms[0], b.arms[1] = b.arms[1], b.arms[0]
	}
	b.sink, b.knee, b.flat, b.feet = math.NaN(), math.NaN(), math.NaN(), math.NaN()
	if p.seen(LeftAnkle) || p.seen(RightAnkle) {
		ax, ay := mid(p, LeftAnkle, RightAnkle)
		b.sink = (ay - hy) / b.trunk
		b.flat = math.Abs(ax-hx) / max(math.Abs(ay-hy), .05*b.trunk)
	}
	if p.seen(LeftKnee, RightKnee) {
		b.knee = (min(p[LeftKnee].Y, p[RightKnee].Y) - hy) / b.trunk
	}
	if p.seen(LeftAnkle, RightAnkle) {
		b.feet = math.Abs(p[LeftAnkle].X-p[RightAnkle].X) / b.trunk
	}
	return b, true
}

// mid is between two points, or at the one that is seen.
func mid(p *Pose, a, b Joint) (x, y float64) {
	switch {
	case !p.seen(b):
		return p[a].X, p[a].Y
	case !p.seen(a):
		return p[b].X, p[b].Y
	}
	return (p[a].X + p[b].X) / 2, (p[a].Y + p[b].Y) / 2
}

func armOf(p *Pose, s, e, w Joint, trunk float64) (a arm) {
	if !p.seen(s, e, w) {
		return a
	}
	a.ok = true
	a.wristX, a.wristY = (p[w].X-p[s].X)/trunk, (p[s].Y-p[w].Y)/trunk
	a.elbowX, a.elbowY = (p[e].X-p[s].X)/trunk, (p[s].Y-p[e].Y)/trunk
	a.reach = math.Hypot(a.wristX, a.wristY)
	ux, uy := -a.elbowX, -a.elbowY
	vx, vy := a.wristX-a.elbowX, a.wristY-a.elbowY
	if n := math.Hypot(ux, uy) * math.Hypot(vx, vy); n > 1e-9 {
		a.bend = math.Acos(min(max((ux*vx+uy*vy)/n, -1), 1)) * 180 / math.Pi
	}
	a.level = a.wristY
	a.aboveHead = a.wristY - .45 // a nose is some .45 above the shoulders
	if p.seen(Nose) {
		a.aboveHead = (p[Nose].Y - p[w].Y) / trunk
	}
	return a
}

// ramp is 0 up to from, 1 at to and beyond, and grows between.
func ramp(x, from, to float64) float64 { return min(max((x-from)/(to-from), 0), 1) }

// signs are what one look says; what waves is told by Watcher, which knows more than one.
func (b *body) signs() Signs {
	out := Signs{}
	lying := ramp(b.lean, 50, 70)
	if !math.IsNaN(b.flat) {
		// Who bends down has his legs upright, and long.
		lying = min(lying, max(ramp(b.flat, .5, 1.1), 1-ramp(b.sink, .6, .9)))
	}
	out[observe.Lying] = lying
	up := 1 - lying
	if !math.IsNaN(b.sink) {
		low := 1 - ramp(b.sink, .7, .95)
		if !math.IsNaN(b.knee) { // an ankle that is taken for elsewhere does not bend a knee
			low = min(1-ramp(b.sink, 1, 1.25), 1-ramp(b.knee, .53, .68))
		}
		out[observe.Crouching] = min(up, low, 1-ramp(b.lean, 60, 80))
	}
	l, r := &b.arms[0], &b.arms[1]
	if !math.IsNaN(b.feet) && (l.ok || r.ok) {
		out[observe.FightStance] = min(up, guard(l, r), ramp(b.feet, .3, .5))
	}
	if !l.ok || !r.ok {
		return out
	}
	out[observe.HandsUp] = min(up, ramp(l.aboveHead, -.05, .1), ramp(r.aboveHead, -.05, .1))
	out[observe.Pointing] = min(up, max(min(l.points(), r.rests()), min(r.points(), l.rests())))
	return out
}

// guard is how much both fists are held up. From the side one hides the other.
func guard(l, r *arm) float64 {
	switch {
	case !l.ok:
		return .85 * r.guards()
	case !r.ok:
		return .85 * l.guards()
	}
	return min(l.guards(), r.guards())
}

// points is how much an arm is held out straight, to the side and not far up or down.
func (a *arm) points() float64 {
	rise := math.Atan2(a.wristY, math.Abs(a.wristX)) * 180 / math.Pi
	return min(ramp(a.bend, 135, 150), ramp(a.reach, .6, .8), 1-ramp(math.Abs(rise-5), 35, 45))
}

// rests is how much an arm hangs.
func (a *arm) rests() float64 { return 1 - ramp(a.level, -.45, -.25) }

// guards is how much a fist is held before the chest or the face.
func (a *arm) guards() float64 {
	return min(ramp(a.level, -.5, -.35), 1-ramp(a.level, .55, .75), 1-ramp(a.bend, 110, 130), 1-ramp(a.elbowY, -.2, 0), 1-ramp(math.Abs(a.wristX), .8, 1.1))
}

// quantile is what a part of some numbers stays below; it sorts them.
func quantile(all []float64, part float64) float64 {
	slices.Sort(all)
	return all[min(int(part*float64(len(all))), len(all)-1)]
}
