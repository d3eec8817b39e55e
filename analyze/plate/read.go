package plate

import (
	"context"
	"math"
	"strings"

	"custos.dev/custos"
	"custos.dev/custos/analyze/neural"
)

// Letters are what plates are written in, as far as Custos reads them.
const Letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

// Glyph is one character that was read: how likely it is each of Letters.
type Glyph [len(Letters)]float32

// best is the likeliest character.
func (g *Glyph) best() (at int) {
	for i, p := range g {
		if p > g[at] {
			at = i
		}
	}
	return at
}

// Reading is a row of glyphs, and how sure it is that each of them is there.
type Reading struct {
	Glyphs []Glyph
	Sure   []float32
}

// Text is what is likeliest to be written.
func (r Reading) Text() string {
	var b strings.Builder
	for i := range r.Glyphs {
		b.WriteByte(Letters[r.Glyphs[i].best()])
	}
	return b.String()
}

// Score is how sure the reading is: the mean of its glyphs' best, each as sure as it is there;
// 0 of nothing.
func (r Reading) Score() float64 {
	if len(r.Glyphs) == 0 {
		return 0
	}
	sum := 0.
	for i := range r.Glyphs {
		sum += float64(r.Glyphs[i][r.Glyphs[i].best()] * r.Sure[i])
	}
	return sum / float64(len(r.Glyphs))
}

// TextReader reads a line by a network that answers, for each of its columns, how likely each
// character of its alphabet is, the first being none (connectionist temporal classification,
// Graves et al. 2006), as PaddleOCR exports it.
type TextReader struct {
	neural.Network
	// alphabet says which of Letters each answer is; -1 is another.
	alphabet []int
}

// NewTextReader is a reader by a network and the characters that it was taught, one a line.
func NewTextReader(n neural.Network, alphabet string) *TextReader {
	r := &TextReader{Network: n, alphabet: []int{-1}}
	for line := range strings.SplitSeq(strings.TrimRight(alphabet, "\n"), "\n") {
		at := -1
		if c := strings.ToUpper(strings.TrimRight(line, "\r")); len(c) == 1 {
			at = strings.Index(Letters, c)
		}
		r.alphabet = append(r.alphabet, at)
	}
	r.alphabet = append(r.alphabet, -1) // a space
	return r
}

// lineHeight is how high the network's line is, in pixels; widths are multiples of widthStep.
const (
	lineHeight = 48
	widthStep  = 16
	widthMost  = 320
)

// Read reads what a quad shows.
func (t *TextReader) Read(ctx context.Context, g *Gray, q Quad) (Reading, error) {
	w, h := q.Size()
	if h < 4 || w < 8 {
		return Reading{}, nil
	}
	width := min((int(lineHeight*w/h)+widthStep-1)/widthStep*widthStep, widthMost)
	s := g.Rectified(q, width, lineHeight)
	n := width * lineHeight
	in := neural.Tensor{Shape: []int64{1, 3, lineHeight, int64(width)}, Data: make([]float32, 3*n)}
	for i, p := range s.Pix {
		v := float32(p)/127.5 - 1
		in.Data[i], in.Data[n+i], in.Data[2*n+i] = v, v, v
	}
	out, err := t.Run(ctx, in)
	if err != nil {
		return Reading{}, err
	}
	if len(out) != 1 || len(out[0].Shape) != 3 || int(out[0].Shape[2]) != len(t.alphabet) {
		return Reading{}, custos.Errorf(custos.Invalid, "the network that reads text does not answer for the %d characters of its alphabet: check what it was added as", len(t.alphabet))
	}
	return t.decode(out[0].Data), nil
}

// decode takes the columns together in which the same character is likeliest, until one in
// which none is.
func (t *TextReader) decode(data []float32) (r Reading) {
	n := len(t.alphabet)
	last := -1
	for ; len(data) >= n; data = data[n:] {
		var g Glyph
		none := float32(0)
		for i, p := range data[:n] {
			if at := t.alphabet[i]; at >= 0 {
				g[at] += p
			} else {
				none += p // what is no letter of a plate is none
			}
		}
		at := g.best()
		letters := float32(0)
		for _, p := range g {
			letters += p
		}
		if letters < none || letters <= 0 {
			last = -1
			continue
		}
		for i := range g {
			g[i] /= letters
		}
		if at == last {
			if k := len(r.Glyphs) - 1; g[at]*letters > r.Glyphs[k][at]*r.Sure[k] {
				r.Glyphs[k], r.Sure[k] = g, letters
			}
			continue
		}
		r.Glyphs, r.Sure, last = append(r.Glyphs, g), append(r.Sure, letters), at
	}
	return r
}

// logOf is a likelihood's logarithm, where nothing is impossible.
func logOf(p float32) float64 { return math.Log(max(float64(p), 1e-4)) }
