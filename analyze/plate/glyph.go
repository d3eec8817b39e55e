package plate

import (
	"encoding/binary"
	"fmt"
	"math"

	"custos.dev/custos"
	"custos.dev/custos/analyze/plate/conv"
)

const (
	// StripHeight is in which height a line is looked at, of which its letters take
	// StripLetters if it is cut out right; it is shown StripWider times as wide as it is.
	StripHeight, StripLetters = 32, 20
	StripWider                = 1.2
	// ColumnStep is how many pixels of a strip make a column, for which the network answers.
	ColumnStep = 4
	// GlyphClasses are Letters, and what is none of them. Behind them a column answers where
	// the middle of its letter is, from the strip's middle, and how high it is: both in halves
	// of the strip's height.
	GlyphClasses = len(Letters) + 1
	GlyphAnswers = GlyphClasses + 2
)

// GlyphNet tells for each column of a strip which glyph has its middle there, if any: five
// convolutions, of which the fourth sees the strip's whole height.
type GlyphNet struct{ Layers [5]conv.Layer }

// NewGlyphNet has weights of zero.
func NewGlyphNet() *GlyphNet {
	n := &GlyphNet{[5]conv.Layer{
		{In: 1, Out: 16, High: 5, Wide: 5, Down: 2, Along: 2, Above: 2, Beside: 2, Rectified: true},
		{In: 16, Out: 32, High: 3, Wide: 3, Down: 2, Along: 2, Above: 1, Beside: 1, Rectified: true},
		{In: 32, Out: 48, High: 3, Wide: 3, Down: 2, Along: 1, Above: 1, Beside: 1, Rectified: true},
		{In: 48, Out: 96, High: StripHeight / 8, Wide: 3, Down: 1, Along: 1, Beside: 1, Rectified: true},
		{In: 96, Out: GlyphAnswers, High: 1, Wide: 3, Down: 1, Along: 1, Beside: 1},
	}}
	for i := range n.Layers {
		n.Layers[i].Room()
	}
	return n
}

// Tapes are a network's room for one strip at a time.
type Tapes [5]conv.Tape

// Answer is what the network says of a strip: GlyphAnswers numbers for each column, of which
// the first GlyphClasses are likelihoods. It is the tapes', until they are used again.
func (n *GlyphNet) Answer(strip *Gray, t *Tapes) *conv.Map {
	m := inputOf(strip)
	for i := range n.Layers {
		m = n.Layers[i].Forward(m, &t[i])
	}
	for at := 0; at < len(m.Data); at += GlyphAnswers {
		likelihoods(m.Data[at : at+GlyphClasses])
	}
	return m
}

// inputOf is a strip as the network sees it: as bright as every other, with as much contrast.
func inputOf(strip *Gray) *conv.Map {
	m := conv.NewMap(strip.Height, strip.Width, 1)
	sum, squares := 0., 0.
	for _, p := range strip.Pix {
		sum, squares = sum+float64(p), squares+float64(p)*float64(p)
	}
	n := float64(len(strip.Pix))
	mean := sum / n
	by := float32(1 / max(math.Sqrt(max(squares/n-mean*mean, 0)), 4))
	for i, p := range strip.Pix {
		m.Data[i] = (float32(p) - float32(mean)) * by
	}
	return m
}

// likelihoods makes of any numbers such that have the sum of one, the larger the likelier.
func likelihoods(of []float32) {
	most := of[0]
	for _, v := range of {
		most = max(most, v)
	}
	total := float32(0)
	for i, v := range of {
		of[i] = float32(math.Exp(float64(v - most)))
		total += of[i]
	}
	for i := range of {
		of[i] /= total
	}
}

// glyphMagic begins a network's file; its last figure is the version.
const glyphMagic = "custos-glyphs-2\n"

// Marshal is the network as a file: the magic, and of each channel of each layer its bias, its
// largest weight, and its weights in 127ths of that.
func (n *GlyphNet) Marshal() []byte {
	out := []byte(glyphMagic)
	for i := range n.Layers {
		l := &n.Layers[i]
		taps := len(l.W) / l.Out
		for c, bias := range l.B {
			row, most := l.W[c*taps:(c+1)*taps], float32(0)
			for _, w := range row {
				most = max(most, w, -w)
			}
			out = binary.LittleEndian.AppendUint32(out, math.Float32bits(bias))
			out = binary.LittleEndian.AppendUint32(out, math.Float32bits(most))
			for _, w := range row {
				out = append(out, byte(int8(math.Round(float64(w)/max(float64(most), 1e-12)*127))))
			}
		}
	}
	return out
}

// ParseGlyphNet reads what Marshal writes. Anything else is Invalid.
func ParseGlyphNet(b []byte) (*GlyphNet, error) {
	wrong := func(why string) (*GlyphNet, error) {
		return nil, custos.Errorf(custos.Invalid, "that is no network for glyphs: %s; `custos train plate` makes one", why)
	}
	if len(b) < len(glyphMagic) || string(b[:len(glyphMagic)]) != glyphMagic {
		return wrong("it does not begin as one")
	}
	b = b[len(glyphMagic):]
	n := NewGlyphNet()
	for i := range n.Layers {
		l := &n.Layers[i]
		taps := len(l.W) / l.Out
		for c := range l.Out {
			if len(b) < 8+taps {
				return wrong("it is cut off")
			}
			bias, most := math.Float32frombits(binary.LittleEndian.Uint32(b)), math.Float32frombits(binary.LittleEndian.Uint32(b[4:]))
			if !(bias > -1e6 && bias < 1e6 && most >= 0 && most < 1e6) {
				return wrong(fmt.Sprintf("its weights are no numbers in layer %d", i+1))
			}
			l.B[c] = bias
			for j, w := range b[8 : 8+taps] {
				l.W[c*taps+j] = float32(int8(w)) / 127 * most
			}
			b = b[8+taps:]
		}
	}
	if len(b) > 0 {
		return wrong("something follows it")
	}
	return n, nil
}
