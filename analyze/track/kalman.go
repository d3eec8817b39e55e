package track

import (
	"math"

	"custos.dev/custos"
)

// axis is a Kalman filter of one coordinate with constant velocity: position,
// velocity and their covariance. Units are heights of the picture and seconds.
type axis struct{ x, v, pxx, pxv, pvv float64 }

func newAxis(x, posDev, velDev float64) axis {
	return axis{x: x, pxx: posDev * posDev, pvv: velDev * velDev}
}

// predict moves the state dt seconds on. accel is the standard deviation of the
// acceleration that the model leaves out.
func (a *axis) predict(dt, accel float64) {
	a.x += a.v * dt
	q := accel * accel
	a.pxx += dt*(2*a.pxv+dt*a.pvv) + q*dt*dt*dt*dt/4
	a.pxv += dt*a.pvv + q*dt*dt*dt/2
	a.pvv += q * dt * dt
}

// correct takes a measurement with the standard deviation dev into account.
func (a *axis) correct(z, dev float64) {
	s := a.pxx + dev*dev
	kx, kv := a.pxx/s, a.pxv/s
	r := z - a.x
	a.x += kx * r
	a.v += kv * r
	// Order matters: each line uses the covariances before it.
	a.pvv -= kv * a.pxv
	a.pxv *= 1 - kx
	a.pxx *= 1 - kx
}

// drift lets a state without speed wander: dev is the standard deviation of it
// after a second.
func (a *axis) drift(dt, dev float64) { a.pxx += dev * dev * dt }

// Noise in box heights: what a person does between two frames and what a
// detector does to a box. Measured on true and detected boxes of six sequences:
// a detection's place is off by .03, its height by .06, its width by .06, and by
// twice as much if its score is poor.
const (
	sizeAccel  = 0.5   // per second squared, of the height
	sizeDev    = 0.045 // of the height
	startVel   = 1.0   // per second
	startGrow  = 0.1   // per second, of the height
	shapeDev   = 0.06  // of width over height
	shapeDrift = 0.14  // the same after a second: a step opens and closes
	// usualShape and its deviation are what is expected of a box before it is seen.
	usualShape, usualShapeDev = 0.41, 0.12
	// leastShape and leastHeight keep a box from turning inside out.
	leastShape, leastHeight = 0.02, 0.005
)

// motion estimates a box: its centre, its height, each with its speed, and its
// shape, the width over the height. A width of its own would follow each
// mistake of the detector's, which are largest there. Lengths are in heights of
// the picture, across as well as down.
type motion struct{ cx, cy, shape, h axis }

// newMotion begins with a box; jitter is the deviation of its place in heights
// of the box, and poor how many times as far as a sure detection it may be off.
func newMotion(b custos.Box, jitter, poor float64) motion {
	cx, cy := b.Center()
	m := motion{
		newAxis(cx, poor*b.H*jitter, b.H*startVel), newAxis(cy, poor*b.H*jitter, b.H*startVel),
		newAxis(usualShape, usualShapeDev, 0), newAxis(b.H, poor*b.H*sizeDev, b.H*startGrow),
	}
	m.shape.correct(b.W/b.H, poor*shapeDev)
	m.bound()
	return m
}

func (m *motion) predict(dt, accel float64) {
	h := max(m.h.x, leastHeight)
	m.cx.predict(dt, h*accel)
	m.cy.predict(dt, h*accel)
	m.shape.drift(dt, shapeDrift)
	m.h.predict(dt, h*sizeAccel)
	m.bound()
}

func (m *motion) correct(b custos.Box, jitter, poor float64) {
	cx, cy := b.Center()
	m.cx.correct(cx, poor*b.H*jitter)
	m.cy.correct(cy, poor*b.H*jitter)
	m.shape.correct(b.W/b.H, poor*shapeDev)
	m.h.correct(b.H, poor*b.H*sizeDev)
	m.bound()
}

// bound: an object that nobody sees must not shrink to nothing.
func (m *motion) bound() {
	m.shape.x, m.h.x = max(m.shape.x, leastShape), max(m.h.x, leastHeight)
}

// shift moves the place, as when the camera moved; how the object moves stays.
func (m *motion) shift(dx, dy float64) { m.cx.x, m.cy.x = m.cx.x+dx, m.cy.x+dy }

// hold forgets how the size changes, as an object that is hidden does not grow.
func (m *motion) hold() { m.h.v = 0 }

func (m *motion) box() custos.Box {
	w := m.shape.x * m.h.x
	return custos.Box{X: m.cx.x - w/2, Y: m.cy.x - m.h.x/2, W: w, H: m.h.x}
}

// surprise is how far a detection is from the place that was expected, squared
// and over the variance that was expected of it; 1 on average if the noise is
// as assumed.
func (m *motion) surprise(b custos.Box, jitter, poor float64) float64 {
	cx, _ := b.Center()
	dev := poor * b.H * jitter
	return (cx - m.cx.x) * (cx - m.cx.x) / (m.cx.pxx + dev*dev)
}

const (
	// poorer is how much the error of a box grows with each unit of log-odds that
	// its score is lower (NSA Kalman filter; Du et al., "GIAOTracker", ICCVW 2021).
	poorer = 0.2
	// soundOdds are how far beyond even a detection is whose error is as assumed.
	soundOdds = 2.6
)

// poor is how many times as far as a sure detection one may be off.
func (t *trust) poor(odds float64) float64 {
	return math.Exp(-poorer * (odds - t.even - soundOdds))
}

// unrest is how many times as much as assumed things are accelerated, because
// the camera is carried about or comes with few frames. It is learnt from
// surprises (Mehra, "On the identification of variances and adaptive Kalman
// filtering", 1970), and is 1 where a camera hangs on a wall.
type unrest float64

const (
	unrestLearns = 0.03 // for each detection
	unrestUsual  = 0.9  // surprise
	unrestCap    = 3.0  // a surprise beyond is a mistake, no movement
	mostUnrest   = 6.0
)

func (u *unrest) learn(surprise float64) {
	*u = min(max(*u*unrest(math.Exp(unrestLearns*(min(surprise, unrestCap)-unrestUsual))), 1), mostUnrest)
}
