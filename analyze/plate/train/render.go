// Package train makes the network by which plates are read where a site has no other: it draws
// lines of writing in the fonts of a directory, spoils them as cameras do, and teaches a
// network of package plate to tell glyphs from each other and from what is none. The same seed
// and the same fonts give the same network.
package train

import (
	"image"
	"image/color"
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

// unlike are in the names of fonts in which no plate is written.
var unlike = []string{"italic", "oblique", "outline", "serif", "slab", "thin", "extralight", "hairline", "math"}

// Faces reads the fonts of a directory and what is below it, by name. What is no font, has no
// capital letters or is in the style of no plate is passed over.
func Faces(dir string) ([]Face, error) {
	var out []Face
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		name := strings.ToLower(filepath.Base(path))
		if err == nil && slices.ContainsFunc(unlike, func(s string) bool { return strings.Contains(strings.ReplaceAll(name, "sansserif", ""), s) }) {
			return nil
		}
		if err != nil || d.IsDir() || !slices.Contains([]string{".ttf", ".otf"}, filepath.Ext(name)) {
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

// margin is what is left of the first letter, baseline where letters stand; both in pixels.
const margin, baseline = 3 * size, 2 * size

// spacing is how far apart letters are, and what a space adds to that, in parts of size; wide is
// the letters' width beside their own.
type spacing struct{ letters, groups, wide float64 }

// draw writes a text in a font.
func draw(f Face, text string, by spacing) (*drawn, error) {
	face, err := opentype.NewFace(f.font, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		return nil, err
	}
	defer face.Close()
	canvas := image.NewGray(image.Rect(0, 0, 24*size, 3*size))
	d := font.Drawer{Dst: canvas, Src: image.NewUniform(color.Gray{255}), Face: face, Dot: fixed.P(margin, baseline)}
	upright, _, _ := face.GlyphBounds('H') // a Q may hang below the line
	out := &drawn{text: text, top: baseline + float64(upright.Min.Y)/64, bottom: baseline + float64(upright.Max.Y)/64}
	for _, c := range text {
		box, advance, ok := face.GlyphBounds(c)
		if !ok {
			continue
		}
		x := float64(d.Dot.X) / 64
		from, until := x+float64(box.Min.X)/64, x+float64(box.Max.X)/64
		out.spans = append(out.spans, [2]float64{from * by.wide, until * by.wide})
		d.DrawString(string(c))
		far := by.letters
		if c == ' ' {
			far += by.groups
		}
		d.Dot.X = fixed.Int26_6((x + float64(advance)/64 + far*size) * 64)
	}
	wide := min(int(float64(d.Dot.X)/64)+margin, canvas.Rect.Dx())
	part := &plate.Gray{Width: canvas.Rect.Dx(), Height: canvas.Rect.Dy(), Pix: canvas.Pix}
	out.Gray = part.Rectified(plate.Upright(0, 0, float64(wide), 3*size), int(float64(wide)*by.wide), 3*size)
	return out, nil
}
