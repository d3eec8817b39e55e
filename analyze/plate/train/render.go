// Package train makes the network by which plates are read where a site has no other: it draws
// lines of writing in the fonts of a directory, spoils them as cameras do, and teaches a
// network of package plate to tell glyphs from each other and from what is none. The same seed
// and the same fonts give the same network.
package train

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"custos.dev/custos"
	"custos.dev/custos/analyze/plate"
)

// Face is a font in which lines are drawn.
type Face struct {
	Name string
	font *sfnt.Font
}

// Faces reads the fonts of a directory and what is below it, by name. What is no font, or has
// no capital letters, is passed over.
func Faces(dir string) ([]Face, error) {
	var out []Face
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !slices.Contains([]string{".ttf", ".otf"}, strings.ToLower(filepath.Ext(path))) {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		f, err := opentype.Parse(b)
		if err != nil {
			return nil
		}
		var buf sfnt.Buffer
		for _, c := range plate.Letters {
			if i, err := f.GlyphIndex(&buf, c); err != nil || i == 0 {
				return nil
			}
		}
		out = append(out, Face{filepath.Base(path), f})
		return nil
	})
	if err != nil {
		return nil, custos.Errorf(custos.Invalid, "the fonts of %s cannot be read: %w", dir, err)
	}
	if len(out) == 0 {
		return nil, custos.Errorf(custos.Invalid, "%s has no fonts with capital letters and figures: name a directory of TrueType or OpenType fonts, as Debian's /usr/share/fonts", dir)
	}
	slices.SortStableFunc(out, func(a, b Face) int { return strings.Compare(a.Name, b.Name) })
	return out, nil
}

// drawn is a line that was drawn, with where its glyphs are.
type drawn struct {
	*plate.Gray
	text  string
	spans [][2]float64 // from where to where each is, in pixels
	// top and bottom are of the letters.
	top, bottom float64
}

// size is how large the fonts are drawn: letters are then about 50 pixels high.
const size = 70

// draw writes a text in a font, in letters of a width beside their own, this far apart.
func draw(f Face, text string, stretch, apart float64) (*drawn, error) {
	face, err := opentype.NewFace(f.font, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		return nil, err
	}
	defer face.Close()
	canvas := image.NewGray(image.Rect(0, 0, 24*size, 2*size))
	d := font.Drawer{Dst: canvas, Src: image.NewUniform(color.Gray{255}), Face: face, Dot: fixed.P(size, size*3/2)}
	out := &drawn{text: text, top: math.Inf(1), bottom: math.Inf(-1)}
	for _, c := range text {
		box, advance, ok := face.GlyphBounds(c)
		if !ok {
			continue
		}
		x := float64(d.Dot.X) / 64
		from, until := x+float64(box.Min.X)/64, x+float64(box.Max.X)/64
		out.spans = append(out.spans, [2]float64{from * stretch, until * stretch})
		out.top, out.bottom = min(out.top, size*1.5+float64(box.Min.Y)/64), max(out.bottom, size*1.5+float64(box.Max.Y)/64)
		d.DrawString(string(c))
		d.Dot.X = fixed.Int26_6((x + float64(advance)/64 + apart*size) * 64)
	}
	wide := min(int(float64(d.Dot.X)/64)+size, canvas.Rect.Dx())
	part := &plate.Gray{Width: canvas.Rect.Dx(), Height: canvas.Rect.Dy(), Pix: canvas.Pix}
	out.Gray = part.Rectified(plate.Upright(0, 0, float64(wide), 2*size), int(float64(wide)*stretch), 2*size)
	return out, nil
}

// text is a plate's: letters and figures in groups, with spaces.
func text(r *rand.Rand) string {
	var b strings.Builder
	n := 5 + r.IntN(4)
	digits := r.IntN(2) == 0
	for i := range n {
		if i > 0 && r.IntN(3) == 0 {
			digits = !digits
			if r.IntN(2) == 0 {
				b.WriteByte(' ')
			}
		}
		if digits {
			b.WriteByte(byte('0' + r.IntN(10)))
		} else {
			b.WriteByte(byte('A' + r.IntN(26)))
		}
	}
	return b.String()
}

// strip is a line as a camera shows it, in the height in which lines are read.
type strip struct {
	*plate.Gray
	glyphs []byte
	spans  [][2]float64
}

// spoil makes of a drawn line what a camera makes of it: seen aslant, with light and shade,
// blurred, in few pixels, with noise; and cut out not quite as it stands.
func spoil(d *drawn, r *rand.Rand) *strip {
	between := func(a, b float64) float64 { return a + (b-a)*r.Float64() }
	high := d.bottom - d.top
	frame(d, r)
	// Of the strip's height the writing takes three quarters, if it is cut out right.
	off := func() float64 { return high * between(-.1, .1) }
	top, bottom := d.top-high/6+off(), d.bottom+high/6+off()
	left, right := d.spans[0][0]-high*between(.1, 1), d.spans[len(d.spans)-1][1]+high*between(.1, 1)
	tilt := high * between(-.12, .12)
	q := plate.Quad{{X: left, Y: top - tilt}, {X: right, Y: top + tilt}, {X: right, Y: bottom + tilt}, {X: left, Y: bottom - tilt}}
	wide := right - left
	// As the camera has it: letters of 9 to 40 pixels.
	letters := math.Exp(between(math.Log(9), math.Log(40)))
	scale := letters / high
	seen := d.Rectified(q, max(int(wide*scale), 8), max(int((bottom-top)*scale), 6))
	blur(seen, between(0, .09)*letters)
	dark, light := between(0, 110), between(140, 255)
	if light-dark < 60 {
		light = dark + 60
	}
	slope := between(-.35, .35)
	noise := between(0, 9)
	for i, p := range seen.Pix {
		part := float64(p) / 255
		v := light + (dark-light)*part
		v *= 1 + slope*(float64(i%seen.Width)/float64(seen.Width)-.5)
		seen.Pix[i] = byte(min(max(v+noise*r.NormFloat64(), 0), 255))
	}
	out := &strip{Gray: seen.Scaled(max(int(wide*plate.StripHeight/(bottom-top)), 8), plate.StripHeight)}
	to := float64(out.Width) / wide
	for i, c := range strings.ReplaceAll(d.text, " ", "") {
		out.glyphs = append(out.glyphs, byte(strings.IndexRune(plate.Letters, c)))
		out.spans = append(out.spans, [2]float64{(spanOf(d, i)[0] - left) * to, (spanOf(d, i)[1] - left) * to})
	}
	return out
}

// frame draws what is around a plate: its edge, with a line or without, and the car behind it.
func frame(d *drawn, r *rand.Rand) {
	high := d.bottom - d.top
	near := func(a, b float64) int { return int(high * (a + (b-a)*r.Float64())) }
	x0, x1 := int(d.spans[0][0])-near(.12, .7), int(d.spans[len(d.spans)-1][1])+near(.12, .7)
	y0, y1 := int(d.top)-near(.1, .45), int(d.bottom)+near(.1, .45)
	car := byte(r.IntN(256))
	thick, line := near(0, .08), r.IntN(3) > 0
	for y := range d.Height {
		for x := range d.Width {
			switch out := max(x0-x, x-x1, y0-y, y-y1); {
			case out > 0:
				d.Pix[y*d.Width+x] = car
			case line && out > -thick:
				d.Pix[y*d.Width+x] = 255
			}
		}
	}
}

// spanOf is where the i-th glyph is that is no space.
func spanOf(d *drawn, i int) [2]float64 {
	n := -1
	for j, c := range d.text {
		if c != ' ' {
			n++
		}
		if n == i {
			return d.spans[j]
		}
	}
	return [2]float64{}
}

// blur is a Gaussian's, across and then down; sigma is in pixels.
func blur(g *plate.Gray, sigma float64) {
	if sigma < .3 {
		return
	}
	n := int(3*sigma) + 1
	kernel := make([]float64, 2*n+1)
	sum := 0.
	for i := range kernel {
		kernel[i] = math.Exp(-float64((i-n)*(i-n)) / (2 * sigma * sigma))
		sum += kernel[i]
	}
	pass := func(count, along, step, across int) {
		line := make([]float64, along)
		for l := range count {
			for i := range along {
				v := 0.
				for k, w := range kernel {
					at := min(max(i+k-n, 0), along-1)
					v += w * float64(g.Pix[l*across+at*step])
				}
				line[i] = v / sum
			}
			for i, v := range line {
				g.Pix[l*across+i*step] = byte(v + .5)
			}
		}
	}
	pass(g.Height, g.Width, 1, g.Width)
	pass(g.Width, g.Height, g.Width, 1)
}
