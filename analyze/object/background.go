package object

// The mixture's constants, in grey levels and shares of all observations.
const (
	modes = 5
	// ratio is how much of the weight counts as background: a mode that has
	// gathered 1-ratio of it is believed.
	ratio = 0.7
	// startVar is a new mode's variance; the other two bound what it may become.
	startVar = 15
	minVar   = 4
	maxVar   = 75
	// farther than fgDist variances from a mode is foreground; nearer than
	// ownDist belongs to the mode and teaches it.
	fgDist  = 16
	ownDist = 9
	// prune times the learning rate is taken from each mode's weight, so that
	// modes without evidence die.
	prune = 0.05
	// shadowLow is the darkest a shadow makes the ground, as a share.
	shadowLow = 0.5
)

type gaussian struct{ w, mean, v float32 }

type verdict uint8

const (
	ground verdict = iota
	shadow
	foreground
)

// mixture is the background of the Y plane. The strongest mode of each pixel
// stands in a slice of its own: most pixels never need another, and so the
// common path reads a fifth of the memory.
type mixture struct {
	n     []uint8
	first []gaussian
	rest  []gaussian
}

func newMixture(y []byte) *mixture {
	m := &mixture{
		n:     make([]uint8, len(y)),
		first: make([]gaussian, len(y)),
		rest:  make([]gaussian, len(y)*(modes-1)),
	}
	m.reset(y)
	return m
}

// reset forgets everything but this frame.
func (m *mixture) reset(y []byte) {
	for i, x := range y {
		m.n[i] = 1
		m.first[i] = gaussian{w: 1, mean: float32(x), v: startVar}
	}
}

// scale follows a change of exposure: every mean becomes gain times as bright.
func (m *mixture) scale(gain float32) {
	for i := range m.first {
		m.first[i].mean = min(m.first[i].mean*gain, 255)
	}
	for i := range m.rest {
		m.rest[i].mean = min(m.rest[i].mean*gain, 255)
	}
}

// learn judges a row of pixels that starts at pixel at, and learns it with the
// rate a, 0 to 1. Bits are set in fg and sh for foreground and shadow.
func (m *mixture) learn(y []byte, at int, a float32, fg, sh []uint64) {
	n, first := m.n[at:at+len(y)], m.first[at:at+len(y)]
	for x0 := 0; x0 < len(y); x0 += 64 {
		var f, s uint64
		for x := x0; x < min(x0+64, len(y)); x++ {
			if n[x] == 1 {
				g := &first[x]
				d := float32(y[x]) - g.mean
				if d2 := d * d; d2 < ownDist*g.v {
					g.mean += a * d
					g.v = min(max(g.v+a*(d2-g.v), minVar), maxVar)
					continue
				}
			}
			switch m.mix(at+x, float32(y[x]), a) {
			case foreground:
				f |= 1 << (x - x0)
			case shadow:
				s |= 1 << (x - x0)
			}
		}
		fg[x0/64], sh[x0/64] = f, s
	}
}

// mix is learn for a pixel that has several modes, or is about to.
func (m *mixture) mix(i int, x, a float32) verdict {
	var g [modes]gaussian
	n := int(m.n[i])
	g[0] = m.first[i]
	rest := m.rest[i*(modes-1) : (i+1)*(modes-1)]
	copy(g[1:], rest[:n-1])

	v := foreground
	own := -1
	var below, total float32
	for k := range n {
		q := &g[k]
		d := x - q.mean
		d2 := d * d
		if below < ratio && v != ground {
			if d2 < fgDist*q.v {
				v = ground
			} else if x < q.mean && x >= shadowLow*q.mean {
				v = shadow
			}
		}
		below += q.w
		q.w -= a * (q.w + prune)
		if own < 0 && d2 < ownDist*q.v {
			own = k
			q.w += a
			r := min(a/max(q.w, a), 1)
			q.mean += r * d
			q.v = min(max(q.v+r*(d2-q.v), minVar), maxVar)
		}
	}
	if own < 0 {
		if n < modes {
			n++
		}
		own = n - 1
		g[own] = gaussian{w: a, mean: x, v: startVar}
	}
	for own > 0 && g[own].w > g[own-1].w {
		g[own], g[own-1] = g[own-1], g[own]
		own--
	}
	for n > 1 && g[n-1].w <= 0 {
		n--
	}
	for k := range n {
		g[k].w = max(g[k].w, 0)
		total += g[k].w
	}
	if total <= 0 {
		g[0].w, total = 1, 1
	}
	for k := range n {
		g[k].w /= total
	}
	m.n[i] = uint8(n)
	m.first[i] = g[0]
	copy(rest, g[1:n])
	return v
}
