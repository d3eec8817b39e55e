package figure

import "math"

// vec is a place or a direction. Of the world: x to the right, y up, z away from the camera, in
// metres. Of a body: x to its left, y up, z to where it faces.
type vec struct{ x, y, z float64 }

func (a vec) plus(b vec) vec      { return vec{a.x + b.x, a.y + b.y, a.z + b.z} }
func (a vec) times(k float64) vec { return vec{a.x * k, a.y * k, a.z * k} }
func (a vec) mixed(b vec, part float64) vec {
	return a.times(1 - part).plus(b.times(part))
}

func (a vec) unit() vec {
	n := math.Sqrt(a.x*a.x + a.y*a.y + a.z*a.z)
	if n < 1e-9 {
		return vec{0, -1, 0}
	}
	return a.times(1 / n)
}

// mirrored is a direction of the left side as one of the right.
func (a vec) mirrored() vec { return vec{-a.x, a.y, a.z} }

// turned is a body's direction in the world, of who faces the camera turned by yaw.
func (a vec) turned(yaw float64) vec {
	s, c := math.Sincos(yaw)
	// Facing the camera is -z, and then the body's left is to the picture's right.
	return vec{c*a.x - s*a.z, a.y, -s*a.x - c*a.z}
}

// laid is a direction of a body that is laid down by an angle: at 90 degrees its up is level, to
// its left.
func (a vec) laid(by float64) vec {
	s, c := math.Sincos(by)
	return vec{c*a.x + s*a.y, -s*a.x + c*a.y, a.z}
}

// lens projects the world to a picture.
type lens struct {
	height, tilt float64 // metres over the ground, radians down
	focal        float64 // pixels
	cx, cy       float64
}

// project is where a place is in the picture, and how far away.
func (l *lens) project(p vec) (x, y, depth float64) {
	s, c := math.Sincos(l.tilt)
	up, away := p.y-l.height, p.z
	depth = max(c*away-s*up, .1)
	return l.cx + l.focal*p.x/depth, l.cy - l.focal*(c*up+s*away)/depth, depth
}
