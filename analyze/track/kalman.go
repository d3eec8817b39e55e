package track

import (
	"custos.dev/custos"
)

// axis is a Kalman filter of one coordinate with constant velocity: position,
// velocity and their covariance. Units are fractions of the frame and seconds.
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

// Noise in box heights: what a person does between two frames and what a
// detector does to a box.
const (
	moveAccel = 1.2  // per second squared, of the centre
	sizeAccel = 0.15 // the same of width and height
	placeDev  = 0.06
	sizeDev   = 0.08
	startVel  = 1.0 // per second
)

// motion estimates a box: centre, width and height, each on its own.
type motion struct{ cx, cy, w, h axis }

func newMotion(b custos.Box) motion {
	cx, cy := b.Center()
	return motion{
		newAxis(cx, b.H*placeDev, b.H*startVel), newAxis(cy, b.H*placeDev, b.H*startVel),
		newAxis(b.W, b.H*sizeDev, b.H*0.1), newAxis(b.H, b.H*sizeDev, b.H*0.1),
	}
}

func (m *motion) predict(dt float64) {
	h := max(m.h.x, 0.005)
	m.cx.predict(dt, h*moveAccel)
	m.cy.predict(dt, h*moveAccel)
	m.w.predict(dt, h*sizeAccel)
	m.h.predict(dt, h*sizeAccel)
	// An object that nobody sees must not shrink to nothing or turn inside out.
	m.w.x, m.h.x = max(m.w.x, 0.002), max(m.h.x, 0.005)
}

func (m *motion) correct(b custos.Box) {
	cx, cy := b.Center()
	m.cx.correct(cx, b.H*placeDev)
	m.cy.correct(cy, b.H*placeDev)
	m.w.correct(b.W, b.H*sizeDev)
	m.h.correct(b.H, b.H*sizeDev)
	m.w.x, m.h.x = max(m.w.x, 0.002), max(m.h.x, 0.005)
}

// shift moves the place, as when the camera moved; how the object moves stays.
func (m *motion) shift(dx, dy float64) { m.cx.x, m.cy.x = m.cx.x+dx, m.cy.x+dy }

// hold forgets how the size changes, as an object that is hidden does not grow.
func (m *motion) hold() { m.w.v, m.h.v = 0, 0 }

func (m *motion) box() custos.Box {
	return custos.Box{X: m.cx.x - m.w.x/2, Y: m.cy.x - m.h.x/2, W: m.w.x, H: m.h.x}
}
