// Package conv has the convolutions of the small network by which plates are read where a site
// has no other: forwards for reading, and backwards for teaching. It is plain Go, and the same
// numbers come out on every machine: no multiplication is fused with an addition.
package conv

// Map is a picture of several channels: rows of pixels, and each pixel's channels side by side.
type Map struct {
	Height, Width, Channels int
	Data                    []float32
}

// NewMap is a map of zeros.
func NewMap(height, width, channels int) *Map {
	return &Map{height, width, channels, make([]float32, height*width*channels)}
}

// Layer is a convolution, by itself or followed by a rectifier.
type Layer struct {
	In, Out int // channels
	// High and Wide are the kernel's size, Down and Along its steps, Above and Beside how many
	// pixels of zeros stand around the picture.
	High, Wide, Down, Along, Above, Beside int
	Rectified                              bool
	// W has a row of High*Wide*In weights for each channel that goes out, B its bias.
	W, B []float32
}

// Room gives the layer weights of zero.
func (l *Layer) Room() {
	l.W, l.B = make([]float32, l.Out*l.taps()), make([]float32, l.Out)
}

// taps is how many numbers make one.
func (l *Layer) taps() int { return l.High * l.Wide * l.In }

// size is that of what comes out.
func (l *Layer) size(x *Map) (height, width int) {
	return (x.Height+2*l.Above-l.High)/l.Down + 1, (x.Width+2*l.Beside-l.Wide)/l.Along + 1
}

// Tape is what a layer was given and has answered, as going back needs it. It is used again.
type Tape struct {
	in      *Map
	patches []float32 // a row of taps for each pixel that came out
	Out     *Map
	other   [3][]float32
}

// Forward answers for a map. What it returns is the tape's, until it is used again.
func (l *Layer) Forward(x *Map, t *Tape) *Map {
	h, w := l.size(x)
	n, k := h*w, l.taps()
	t.in, t.patches = x, room(t.patches, n*k)
	l.each(h, w, x, func(patch, in, count int) { copy(t.patches[patch:patch+count], x.Data[in:in+count]) }, func(patch, count int) { clear(t.patches[patch : patch+count]) })
	if t.Out == nil {
		t.Out = &Map{}
	}
	t.Out.Height, t.Out.Width, t.Out.Channels = h, w, l.Out
	t.Out.Data = room(t.Out.Data, n*l.Out)
	multiply(t.Out.Data, t.patches, l.W, n, l.Out, k)
	for at := 0; at < len(t.Out.Data); at += l.Out {
		row := t.Out.Data[at : at+l.Out]
		for c, b := range l.B {
			row[c] += b
			if l.Rectified && row[c] < 0 {
				row[c] = 0
			}
		}
	}
	return t.Out
}

// each goes through the runs of numbers that lie side by side both in a patch and in the
// picture; zeros are those of a patch that lie outside.
func (l *Layer) each(h, w int, x *Map, run func(patch, in, count int), zeros func(patch, count int)) {
	k := l.taps()
	for oy := range h {
		for ox := range w {
			at := (oy*w + ox) * k
			left := ox*l.Along - l.Beside
			from, until := max(-left, 0), min(l.Wide, x.Width-left)
			for ky := range l.High {
				y, row := oy*l.Down-l.Above+ky, at+ky*l.Wide*l.In
				if y < 0 || y >= x.Height || from >= until {
					zeros(row, l.Wide*l.In)
					continue
				}
				if from > 0 {
					zeros(row, from*l.In)
				}
				if until < l.Wide {
					zeros(row+until*l.In, (l.Wide-until)*l.In)
				}
				run(row+from*l.In, (y*x.Width+left+from)*l.In, (until-from)*l.In)
			}
		}
	}
}

// Backward adds to dw and db how the loss changes with the weights, and returns how it changes
// with what the layer was given; back is how it changes with what came out, and is used up. The
// result is nil where it is not wanted.
func (l *Layer) Backward(back *Map, t *Tape, dw, db []float32, wanted bool) *Map {
	n, k := back.Height*back.Width, l.taps()
	if l.Rectified {
		for i, v := range t.Out.Data {
			if v <= 0 {
				back.Data[i] = 0
			}
		}
	}
	for at := 0; at < len(back.Data); at += l.Out {
		for c, v := range back.Data[at : at+l.Out] {
			db[c] += v
		}
	}
	t.other[0], t.other[1], t.other[2] = room(t.other[0], n*l.Out), room(t.other[1], n*k), room(t.other[2], l.Out*k)
	backT, patchesT, sums := t.other[0], t.other[1], t.other[2]
	turn(backT, back.Data, n, l.Out)
	turn(patchesT, t.patches, n, k)
	multiply(sums, backT, patchesT, l.Out, k, n)
	for i, v := range sums {
		dw[i] += v
	}
	if !wanted {
		return nil
	}
	turn(sums, l.W, l.Out, k) // a row for each tap
	into := patchesT
	multiply(into, back.Data, sums, n, k, l.Out)
	out := NewMap(t.in.Height, t.in.Width, t.in.Channels)
	l.each(back.Height, back.Width, t.in, func(patch, in, count int) {
		to := out.Data[in : in+count]
		for i, v := range into[patch : patch+count] {
			to[i] += v
		}
	}, func(int, int) {})
	return out
}

// room is space for n numbers, the same where it suffices.
func room(have []float32, n int) []float32 {
	if cap(have) < n {
		return make([]float32, n)
	}
	return have[:n]
}

// turn writes the columns of n rows of k as rows.
func turn(to, from []float32, n, k int) {
	for i := range n {
		for j, v := range from[i*k : (i+1)*k] {
			to[j*n+i] = v
		}
	}
}

// multiply writes the products of each row of a (n rows) with each of b (m rows), which have k
// numbers: out has n rows of m. Two by two, so that what is loaded is used twice.
func multiply(out, a, b []float32, n, m, k int) {
	i := 0
	for ; i+1 < n; i += 2 {
		a0, a1 := a[i*k:(i+1)*k], a[(i+1)*k:(i+2)*k]
		j := 0
		for ; j+1 < m; j += 2 {
			b0, b1 := b[j*k:(j+1)*k], b[(j+1)*k:(j+2)*k]
			var s00, s01, s10, s11 float32
			a1, b0, b1 := a1[:len(a0)], b0[:len(a0)], b1[:len(a0)]
			for t, x := range a0 {
				y, u, v := a1[t], b0[t], b1[t]
				s00 += float32(x * u)
				s01 += float32(x * v)
				s10 += float32(y * u)
				s11 += float32(y * v)
			}
			out[i*m+j], out[i*m+j+1], out[(i+1)*m+j], out[(i+1)*m+j+1] = s00, s01, s10, s11
		}
		if j < m {
			b0 := b[j*k : (j+1)*k]
			out[i*m+j], out[(i+1)*m+j] = product(a0, b0), product(a1, b0)
		}
	}
	if i < n {
		for j := range m {
			out[i*m+j] = product(a[i*k:(i+1)*k], b[j*k:(j+1)*k])
		}
	}
}

func product(a, b []float32) (sum float32) {
	b = b[:len(a)]
	for i, x := range a {
		sum += float32(x * b[i])
	}
	return sum
}
