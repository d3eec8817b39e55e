package object

// tint is the background of the colour planes: a running median for each
// sample, in 1/16 levels. A shadow darkens and hardly colours; so what is dark
// and of another colour is an object, and so is what has the ground's
// brightness and a very different colour.
type tint struct{ u, v []int16 }

const (
	// shadowTint is how far a shadow may change the colour; objectTint is what
	// alone makes foreground. Sums of both planes, in 1/16 levels.
	shadowTint = 8 * 16
	objectTint = 15 * 16
)

func newTint(u, v []byte) *tint {
	t := &tint{u: make([]int16, len(u)), v: make([]int16, len(v))}
	t.reset(u, v)
	return t
}

func (t *tint) reset(u, v []byte) {
	for i := range t.u {
		t.u[i], t.v[i] = int16(u[i])<<4, int16(v[i])<<4
	}
}

// learn moves the medians towards the planes and corrects the masks by them.
// They reach what stays in a part of memory, as the mixture does.
func (t *tint) learn(u, v []byte, frames, memory int, fg, sh *mask) {
	step := int16(max(64/max(frames, 4), 3000/memory, 1))
	w := fg.w / 2
	for y := range fg.h / 2 {
		f0, f1, s0, s1 := fg.row(2*y), fg.row(2*y+1), sh.row(2*y), sh.row(2*y+1)
		row := y * w
		for x0 := 0; x0 < w; x0 += 32 {
			var object, coloured uint64
			for x := x0; x < min(x0+32, w); x++ {
				i := row + x
				du, dv := int16(u[i])<<4-t.u[i], int16(v[i])<<4-t.v[i]
				t.u[i] += min(max(du, -step), step)
				t.v[i] += min(max(dv, -step), step)
				if d := max(du, -du) + max(dv, -dv); d > shadowTint {
					pair := uint64(3) << (2 * (x - x0))
					coloured |= pair
					if d > objectTint {
						object |= pair
					}
				}
			}
			k := x0 / 32
			f0[k] |= s0[k]&coloured | object
			f1[k] |= s1[k]&coloured | object
			s0[k] &^= f0[k]
			s1[k] &^= f1[k]
		}
	}
}
