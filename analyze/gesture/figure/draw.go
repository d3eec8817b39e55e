package figure

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/analyze/gesture"
)

// rgb is a colour, 0 to 255 each.
type rgb [3]float64

func (c rgb) lit(k float64) rgb { return rgb{c[0] * k, c[1] * k, c[2] * k} }

// wardrobe are the colours of a person.
type wardrobe struct {
	skin, hair, shirt, trousers, shoes rgb
	sleeves                            bool // long ones
	stripes                            float64
}

func dressed(r *rand.Rand) wardrobe {
	skins := []rgb{{236, 198, 172}, {214, 166, 130}, {168, 118, 84}, {112, 76, 54}}
	hairs := []rgb{{40, 30, 26}, {92, 62, 40}, {178, 142, 90}, {128, 124, 122}}
	any := func() rgb { return rgb{between(r, 20, 235), between(r, 20, 235), between(r, 20, 235)} }
	dark := func() rgb {
		k := between(r, 20, 110)
		return rgb{k * between(r, .7, 1.1), k * between(r, .8, 1.1), k * between(r, .9, 1.4)}
	}
	w := wardrobe{skin: skins[r.IntN(len(skins))], hair: hairs[r.IntN(len(hairs))], shirt: any(), trousers: dark(), shoes: dark(), sleeves: r.IntN(2) == 0}
	if r.IntN(3) == 0 {
		w.stripes = .15
	}
	return w
}

// scene is the background, in pixels of the frame.
type scene struct {
	colour []rgb
	noise  float64
}

// built is a wall, a ground and things before it.
func built(r *rand.Rand, c *Clip) scene {
	s := scene{colour: make([]rgb, c.Width*c.Height), noise: between(r, 1, 4)}
	grey := between(r, 70, 190)
	wall := rgb{grey * between(r, .85, 1.15), grey * between(r, .9, 1.1), grey * between(r, .85, 1.15)}
	grey = between(r, 60, 170)
	ground := rgb{grey * 1.03, grey, grey * between(r, .85, 1)}
	_, foot, _ := c.lens.project(c.place.plus(vec{0, 0, 2.5}))
	type thing struct {
		x0, y0, x1, y1 int
		c              rgb
	}
	var things []thing
	for range 4 + r.IntN(6) {
		x, y := r.IntN(c.Width), r.IntN(max(int(foot), 1))
		k := between(r, .6, 1.3)
		things = append(things, thing{x, y, x + 10 + r.IntN(90), y + 10 + r.IntN(90), rgb{wall[0] * k, wall[1] * k * between(r, .9, 1.1), wall[2] * k}})
	}
	for y := range c.Height {
		for x := range c.Width {
			col := wall
			if float64(y) >= foot {
				col = ground.lit(.8 + .3*(float64(y)-foot)/(float64(c.Height)-foot+1))
			} else {
				for _, t := range things {
					if x >= t.x0 && x < t.x1 && y >= t.y0 && y < t.y1 {
						col = t.c
					}
				}
			}
			s.colour[y*c.Width+x] = col.lit(1 + .05*r.NormFloat64())
		}
	}
	return s
}

// tube is a limb: thick at both ends, with a round end each.
type tube struct {
	x0, y0, r0, x1, y1, r1, depth float64
	colour                        rgb
	stripes                       float64
}

// fine is how many samples a pixel has across and down.
const fine = 2

// Frame draws the picture at a time into f, whose planes are made if they are too small.
func (c *Clip) Frame(at time.Duration, f *custos.Frame) {
	w, h := c.Width, c.Height
	picture := slices.Clone(c.scene.colour)
	if at >= c.Empty {
		c.draw(at.Seconds(), picture)
	}
	if len(f.Y) < w*h {
		f.Y, f.U, f.V = make([]byte, w*h), make([]byte, w*h/4), make([]byte, w*h/4)
	}
	f.Width, f.Height = w, h
	f.Y, f.U, f.V = f.Y[:w*h], f.U[:w*h/4], f.V[:w*h/4]
	r := rand.New(rand.NewPCG(c.seed, uint64(at))) //nolint:gosec // draws, and keeps no secret
	clip := func(v float64) byte { return byte(min(max(v+.5, 0), 255)) }
	for i, p := range picture {
		f.Y[i] = clip(16 + (65.738*p[0]+129.057*p[1]+25.064*p[2])/256 + c.scene.noise*r.NormFloat64())
	}
	for y := range h / 2 {
		for x := range w / 2 {
			var p rgb
			for _, d := range [4]int{0, 1, w, w + 1} {
				q := picture[2*y*w+2*x+d]
				p = rgb{p[0] + q[0]/4, p[1] + q[1]/4, p[2] + q[2]/4}
			}
			f.U[y*w/2+x] = clip(128 + (-37.945*p[0]-74.494*p[1]+112.439*p[2])/256)
			f.V[y*w/2+x] = clip(128 + (112.439*p[0]-94.154*p[1]-18.285*p[2])/256)
		}
	}
}

// draw draws the person, the far parts first.
func (c *Clip) draw(t float64, picture []rgb) {
	l := c.limbs(t)
	c.shadow(&l, picture)
	var all []tube
	add := func(a, b vec, ra, rb float64, col rgb, nearer, stripes float64) {
		x0, y0, d0 := c.lens.project(a)
		x1, y1, d1 := c.lens.project(b)
		k := c.size * c.lens.focal
		all = append(all, tube{x0, y0, ra * k / d0, x1, y1, rb * k / d1, (d0+d1)/2 - nearer, col, stripes})
	}
	j := l.joints
	wear := c.colour
	chest := j[gesture.LeftShoulder].mixed(j[gesture.RightShoulder], .5)
	hips := j[gesture.LeftHip].mixed(j[gesture.RightHip], .5)
	for i := range 2 {
		at := func(n gesture.Joint) vec { return j[int(n)+i] }
		inner := at(gesture.LeftShoulder).mixed(chest, .3)
		waist := at(gesture.LeftHip).mixed(inner, .18)
		add(inner, waist, .052, .05, wear.shirt, 0, wear.stripes)
		sleeve := wear.skin
		if wear.sleeves {
			sleeve = wear.shirt.lit(.93)
		}
		add(at(gesture.LeftShoulder), at(gesture.LeftElbow), .031, .026, wear.shirt.lit(.93), 0, 0)
		add(at(gesture.LeftElbow), at(gesture.LeftWrist), .025, .019, sleeve, 0, 0)
		add(at(gesture.LeftWrist), l.hands[i], .019, .017, wear.skin, 0, 0)
		add(at(gesture.LeftHip), at(gesture.LeftKnee), .05, .034, wear.trousers, 0, 0)
		add(at(gesture.LeftKnee), at(gesture.LeftAnkle), .034, .023, wear.trousers.lit(.95), 0, 0)
		add(at(gesture.LeftAnkle), l.toes[i], .022, .018, wear.shoes, 0, 0)
	}
	add(chest, hips.mixed(chest, .2), .07, .055, wear.shirt, -.01, wear.stripes)
	add(hips, hips.mixed(chest, .1), .06, .058, wear.trousers, .005, 0)
	add(chest, l.head, .028, .028, wear.skin.lit(.9), 0, 0)
	slices.SortStableFunc(all, func(a, b tube) int { return cmp.Compare(b.depth, a.depth) })
	_, _, far := c.lens.project(l.head)
	headDrawn := false
	for i := range all {
		if !headDrawn && all[i].depth < far {
			c.head(&l, picture)
			headDrawn = true
		}
		c.tube(&all[i], picture)
	}
	if !headDrawn {
		c.head(&l, picture)
	}
}

// tube draws a limb, lit from above and before.
func (c *Clip) tube(t *tube, picture []rgb) {
	c.fill(min(t.x0-t.r0, t.x1-t.r1), min(t.y0-t.r0, t.y1-t.r1), max(t.x0+t.r0, t.x1+t.r1), max(t.y0+t.r0, t.y1+t.r1), picture, func(x, y float64) (rgb, bool) {
		dx, dy := t.x1-t.x0, t.y1-t.y0
		k := 0.
		if n := dx*dx + dy*dy; n > 1e-9 {
			k = min(max(((x-t.x0)*dx+(y-t.y0)*dy)/n, 0), 1)
		}
		r := t.r0 + k*(t.r1-t.r0)
		ox, oy := (x-t.x0-k*dx)/r, (y-t.y0-k*dy)/r
		d := ox*ox + oy*oy
		if d > 1 {
			return rgb{}, false
		}
		light := .62 + .38*math.Sqrt(1-d) - .12*oy - .06*ox
		if t.stripes > 0 && int(k*9)%2 == 0 {
			light *= 1 - t.stripes
		}
		return t.colour.lit(light), true
	})
}

// head draws hair and, where it is turned to the camera, a face.
func (c *Clip) head(l *limbs, picture []rgb) {
	x0, y0, d := c.lens.project(l.head)
	k := c.size * c.lens.focal / d
	// The long axis goes from the neck on.
	nx, ny, _ := c.lens.project(l.neck)
	ux, uy := x0-nx, y0-ny
	if n := math.Hypot(ux, uy); n > 1e-9 {
		ux, uy = ux/n, uy/n
	} else {
		ux, uy = 0, -1
	}
	long, wide := headWide*k, .048*k
	fx, fy, _ := c.lens.project(l.head.plus(l.face.times(.05 * c.size)))
	towards := -l.face.z // 1 faces the camera
	c.fill(x0-long, y0-long, x0+long, y0+long, picture, func(x, y float64) (rgb, bool) {
		a, b := ((x-x0)*ux+(y-y0)*uy)/long, ((x-x0)*uy-(y-y0)*ux)/wide
		d := a*a + b*b
		if d > 1 {
			return rgb{}, false
		}
		light := .7 + .3*math.Sqrt(1-d)
		// The face is an ellipse around its middle, the smaller the more it is turned away.
		ox, oy := (x-fx)*ux+(y-fy)*uy, (x-fx)*uy-(y-fy)*ux
		if towards > -.35 && math.Hypot((ox+.22*long)/(.85*long), oy/(.85*wide)) < 1 {
			return c.colour.skin.lit(light), true
		}
		return c.colour.hair.lit(light), true
	})
	if towards < .1 {
		return
	}
	dot := func(v vec, r float64, col rgb) {
		ex, ey, _ := c.lens.project(v)
		c.tube(&tube{ex, ey, r * k, ex, ey, r * k, 0, col, 0}, picture)
	}
	dot(l.joints[gesture.LeftEye], .0085, rgb{40, 32, 30})
	dot(l.joints[gesture.RightEye], .0085, rgb{40, 32, 30})
	dot(l.joints[gesture.Nose], .007, c.colour.skin.lit(.85))
}

// shadow darkens the ground around the feet, or below who lies.
func (c *Clip) shadow(l *limbs, picture []rgb) {
	a, b := l.joints[gesture.LeftAnkle].mixed(l.joints[gesture.RightAnkle], .5), l.joints[gesture.Nose]
	a.y, b.y = 0, 0
	if math.Hypot(a.x-b.x, a.z-b.z) < .5*c.size {
		b = a
	}
	x0, y0, d := c.lens.project(a)
	x1, y1, _ := c.lens.project(b)
	r := .13 * c.size * c.lens.focal / d
	for y := max(int(min(y0, y1)-r), 0); y <= min(int(max(y0, y1)+r), c.Height-1); y++ {
		for x := max(int(min(x0, x1)-r), 0); x <= min(int(max(x0, x1)+r), c.Width-1); x++ {
			dx, dy := x1-x0, y1-y0
			k := 0.
			if n := dx*dx + dy*dy; n > 1e-9 {
				k = min(max(((float64(x)-x0)*dx+(float64(y)-y0)*dy)/n, 0), 1)
			}
			o := math.Hypot((float64(x)-x0-k*dx)/r, (float64(y)-y0-k*dy)/(.45*r))
			if o < 1 {
				p := &picture[y*c.Width+x]
				*p = p.lit(1 - .3*(1-o*o))
			}
		}
	}
}

// fill lays a form over the pixels of a rectangle, by four samples each.
func (c *Clip) fill(x0, y0, x1, y1 float64, picture []rgb, at func(x, y float64) (rgb, bool)) {
	for y := max(int(y0), 0); y <= min(int(y1), c.Height-1); y++ {
		for x := max(int(x0), 0); x <= min(int(x1), c.Width-1); x++ {
			var sum rgb
			n := 0.
			for i := range fine * fine {
				col, in := at(float64(x)+(float64(i%fine)+.5)/fine, float64(y)+(float64(i/fine)+.5)/fine)
				if in {
					sum = rgb{sum[0] + col[0], sum[1] + col[1], sum[2] + col[2]}
					n++
				}
			}
			if n > 0 {
				part := n / (fine * fine)
				p := &picture[y*c.Width+x]
				for k := range p {
					p[k] = p[k]*(1-part) + sum[k]/n*part
				}
			}
		}
	}
}
