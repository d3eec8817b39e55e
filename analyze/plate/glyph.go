package plate

import (
	"encoding/binary"
	"fmt"
	"math"

	"custos.dev/custos"
)

// The features of a segment of a line: how bright it is in patches, and in which directions
// edges go in cells (histograms of oriented gradients, Dalal and Triggs 2005).
const (
	glyphWidth, glyphHeight = 16, 24
	patchesX, patchesY      = 8, 12
	cellsX, cellsY          = 4, 6
	directions              = 8
	// GlyphFeatures is how many numbers they are.
	GlyphFeatures = patchesX*patchesY + cellsX*cellsY*directions
	// GlyphClasses are Letters, and what is none of them.
	GlyphClasses = len(Letters) + 1
)

// Features writes the features of a picture of glyphWidth by glyphHeight pixels. out has
// GlyphFeatures places.
func features(pix []byte, out []float32) {
	lo, hi := pix[0], pix[0]
	for _, p := range pix {
		lo, hi = min(lo, p), max(hi, p)
	}
	scale := 1 / max(float32(hi)-float32(lo), 24)
	const pw, ph = glyphWidth / patchesX, glyphHeight / patchesY
	for y := range patchesY {
		for x := range patchesX {
			sum := 0
			for j := range ph {
				for i := range pw {
					sum += int(pix[(y*ph+j)*glyphWidth+x*pw+i]) - int(lo)
				}
			}
			out[y*patchesX+x] = float32(sum)/(pw*ph)*scale - .5
		}
	}
	cells := out[patchesX*patchesY:]
	clear(cells)
	for y := 1; y < glyphHeight-1; y++ {
		for x := 1; x < glyphWidth-1; x++ {
			at := y*glyphWidth + x
			dx := float32(int(pix[at+1]) - int(pix[at-1]))
			dy := float32(int(pix[at+glyphWidth]) - int(pix[at-glyphWidth]))
			size := (dx*dx + dy*dy) * scale * scale
			if size < 1e-3 {
				continue
			}
			size = float32(math.Sqrt(float64(size)))
			cell := (y*cellsY/glyphHeight*cellsX + x*cellsX/glyphWidth) * directions
			cells[cell+directionOf(dx, dy)] += size
		}
	}
	const each = glyphWidth / cellsX * glyphHeight / cellsY
	for i := range cells {
		cells[i] = min(cells[i]/each*2, 1)
	}
}

// directionOf is in which eighth of a turn a gradient points.
func directionOf(dx, dy float32) int {
	d := 0
	if dy < 0 {
		d, dx, dy = 4, -dx, -dy
	}
	switch {
	case dx > 0 && dy <= dx:
		return d
	case dx > 0:
		return d + 1
	case dy > -dx:
		return d + 2
	}
	return d + 3
}

// GlyphNet tells glyphs apart: a network of one hidden layer.
type GlyphNet struct {
	hidden int
	// a, b are the first layer's weights, a row of features for each hidden unit, and biases;
	// c, d the second's.
	A, B, C, D []float32
}

// NewGlyphNet has weights of zero.
func NewGlyphNet(hidden int) *GlyphNet {
	return &GlyphNet{
		hidden: hidden, A: make([]float32, hidden*GlyphFeatures), B: make([]float32, hidden),
		C: make([]float32, GlyphClasses*hidden), D: make([]float32, GlyphClasses),
	}
}

// Likely writes how likely each class is, by features; hidden is room for what the hidden units
// say.
func (n *GlyphNet) Likely(in, hidden, out []float32) {
	for h := range n.hidden {
		row := n.A[h*GlyphFeatures:][:GlyphFeatures]
		sum := n.B[h]
		for i, x := range in[:GlyphFeatures] {
			sum += row[i] * x
		}
		hidden[h] = max(sum, 0)
	}
	most := float32(math.Inf(-1))
	for c := range GlyphClasses {
		row := n.C[c*n.hidden:][:n.hidden]
		sum := n.D[c]
		for h, x := range hidden[:n.hidden] {
			sum += row[h] * x
		}
		out[c], most = sum, max(most, sum)
	}
	total := float32(0)
	for c := range out[:GlyphClasses] {
		out[c] = float32(math.Exp(float64(out[c] - most)))
		total += out[c]
	}
	for c := range out[:GlyphClasses] {
		out[c] /= total
	}
}

// Hidden is how many hidden units it has.
func (n *GlyphNet) Hidden() int { return n.hidden }

// glyphMagic begins a network's file; its last figure is the version.
const glyphMagic = "custos-glyphs-1\n"

// Marshal is the network as a file: the magic, how many hidden units, and each layer's largest
// weight with its weights in 127ths of that.
func (n *GlyphNet) Marshal() []byte {
	out := binary.LittleEndian.AppendUint32([]byte(glyphMagic), uint32(n.hidden))
	for _, layer := range [][]float32{n.A, n.B, n.C, n.D} {
		most := float32(0)
		for _, w := range layer {
			most = max(most, max(w, -w))
		}
		out = binary.LittleEndian.AppendUint32(out, math.Float32bits(most))
		for _, w := range layer {
			out = append(out, byte(int8(math.Round(float64(w/max(most, 1e-12)*127)))))
		}
	}
	return out
}

// ParseGlyphNet reads what Marshal writes. Anything else is Invalid.
func ParseGlyphNet(b []byte) (*GlyphNet, error) {
	wrong := func(why string) (*GlyphNet, error) {
		return nil, custos.Errorf(custos.Invalid, "that is no network for glyphs: %s; `custos train plate` makes one", why)
	}
	if len(b) < len(glyphMagic)+4 || string(b[:len(glyphMagic)]) != glyphMagic {
		return wrong("it does not begin as one")
	}
	hidden := binary.LittleEndian.Uint32(b[len(glyphMagic):])
	b = b[len(glyphMagic)+4:]
	if hidden < 1 || hidden > 4096 {
		return wrong(fmt.Sprintf("it has %d hidden units", hidden))
	}
	n := NewGlyphNet(int(hidden))
	for _, layer := range [][]float32{n.A, n.B, n.C, n.D} {
		if len(b) < 4+len(layer) {
			return wrong("it is cut off")
		}
		most := math.Float32frombits(binary.LittleEndian.Uint32(b))
		if !(most >= 0 && most < 1e6) {
			return wrong("its weights are no numbers")
		}
		for i := range layer {
			layer[i] = float32(int8(b[4+i])) / 127 * most
		}
		b = b[4+len(layer):]
	}
	if len(b) > 0 {
		return wrong("something follows it")
	}
	return n, nil
}
