package plate

import (
	"context"
	"errors"
	"image"
	"image/color"
	"math"
	"slices"
	"strings"
	"testing"

	"custos.dev/custos"
	"custos.dev/custos/analyze/neural"
)

// reading is a text of which each character is so sure, or may as well be the one behind it.
func reading(text string, sure float32, or map[int]byte) Reading {
	var r Reading
	for i := range len(text) {
		var g Glyph
		g[strings.IndexByte(Letters, text[i])] = sure
		if c, ok := or[i]; ok {
			g[strings.IndexByte(Letters, c)] = 1 - sure
		}
		r.Glyphs, r.Sure = append(r.Glyphs, g), append(r.Sure, sure)
	}
	return r
}

func written(r Reading) Written { return Written{r, Upright(0, 0, 90, 20)} }

func TestGrammar(t *testing.T) {
	for name, c := range map[string]struct {
		countries []string
		read      Reading
		text      string
		fits      bool
	}{
		"an O is a 0 where digits stand": {[]string{"sk"}, reading("RK3O0AG", .8, map[int]byte{3: '0'}), "RK300AG", true},
		"and the other way":              {[]string{"sk"}, reading("BB135B0", .9, map[int]byte{6: 'O'}), "BB135BO", true},
		"what fits stays":                {[]string{"eu"}, reading("1B80338", .9, nil), "1B80338", true},
		"a band at the edge goes":        {[]string{"sk"}, reading("IRK300AG", .3, nil), "RK300AG", true},
		"a sure one at the edge, too":    {[]string{"sk"}, reading("IRK300AG", 1, nil), "RK300AG", true},
		"a seal between others goes":     {[]string{"sk"}, reading("RK9300AG", .6, nil), "RK300AG", true},
		"no form":                        {[]string{"sk"}, reading("M5XSX", .9, nil), "M5XSX", false},
		"too far from any":               {[]string{"sk"}, reading("RK3XXAG", 1, nil), "RK3XXAG", false},
		"anything goes in the US":        {[]string{"us"}, reading("7B0D1O", .9, map[int]byte{5: '0'}), "7B0D1O", false},
		"nothing is known":               {nil, reading("RK3OOAG", .9, nil), "RK3OOAG", false},
		"nothing was read":               {[]string{"eu"}, Reading{}, "", false},
	} {
		g, err := NewGrammar(c.countries...)
		if err != nil {
			t.Fatal(err)
		}
		got, fits := g.Fit(c.read)
		if got.Text() != c.text || fits != c.fits {
			t.Errorf("%s: %q, %v", name, got.Text(), fits)
		}
	}
	if _, err := NewGrammar("sk", "atlantis"); custos.KindOf(err) != custos.Invalid || !strings.Contains(err.Error(), "atlantis") {
		t.Errorf("an unknown country: %v", err)
	}
	for c, list := range formats {
		for f := range strings.FieldsSeq(list) {
			if strings.Trim(f, "LD") != "" || len(f) < shortest || len(f) > longest {
				t.Errorf("the format %q of %s", f, c)
			}
		}
	}
}

func TestVote(t *testing.T) {
	g, _ := NewGrammar("sk")
	see := func(text string, sure float32) *Plate {
		return g.plate(written(reading(text, sure, map[int]byte{3: '5'})))
	}
	p, agree := g.Vote([]*Plate{see("RK755AJ", .9), see("RK7S5AJ", .6), see("RK755A", .9), see("RK755AJ", .8)})
	if p.Text != "RK755AJ" || agree != 3 || !p.Fits { // the S is a 5 by the form
		t.Errorf("%q, %d agree, fits %v", p.Text, agree, p.Fits)
	}
	none, _ := NewGrammar()
	if p, agree := none.Vote([]*Plate{none.plate(written(reading("ABC", .4, nil))), none.plate(written(reading("ABD", .9, nil)))}); p.Text != "ABD" || agree != 1 {
		t.Errorf("the surer one: %q, %d", p.Text, agree)
	}
	if p, agree := g.Vote(nil); p != nil || agree != 0 {
		t.Errorf("of none: %v", p)
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want float64
	}{{"RK755AJ", "RK755AJ", 0}, {"RK755AJ", "RK75SAJ", .5}, {"RK755AJ", "RK755A", 1}, {"", "ABC", 3}, {"ABC", "BCA", 2}, {"O0", "0O", 1}} {
		if got, back := Distance(c.a, c.b), Distance(c.b, c.a); got != c.want || back != c.want {
			t.Errorf("%s to %s: %g, %g, want %g", c.a, c.b, got, back, c.want)
		}
	}
	for text, want := range map[string]string{"rk-755 aj": "RK755AJ", "": "", "ÄB 1": "", strings.Repeat("A", 40): "", "--": ""} {
		if got := Plain(text); got != want {
			t.Errorf("%q: %q", text, got)
		}
	}
}

// street is a picture with a plate: a light field with dark upright strokes on a grey car with
// a few long edges.
func street(plate image.Rectangle) *Gray {
	g := NewGray(640, 360)
	for i := range g.Pix {
		g.Pix[i] = 90
	}
	fill := func(r image.Rectangle, v byte) {
		for y := r.Min.Y; y < r.Max.Y; y++ {
			for x := r.Min.X; x < r.Max.X; x++ {
				g.Pix[y*g.Width+x] = v
			}
		}
	}
	fill(image.Rect(100, 60, 540, 330), 120)
	fill(image.Rect(140, 80, 500, 170), 40)
	fill(plate.Inset(-plate.Dy()/4), 220)
	w := plate.Dy() / 2
	for x := plate.Min.X; x+w <= plate.Max.X; x += w {
		fill(image.Rect(x+w/6, plate.Min.Y, x+w/3, plate.Max.Y), 30)
		fill(image.Rect(x+w/2, plate.Min.Y, x+2*w/3, plate.Max.Y), 30)
	}
	return g
}

func TestRegions(t *testing.T) {
	for _, plate := range []image.Rectangle{image.Rect(260, 240, 350, 258), image.Rect(200, 230, 420, 275), image.Rect(300, 200, 384, 221)} {
		found := Regions(street(plate), 3)
		hit := slices.ContainsFunc(found, func(r Region) bool {
			return r.shares(Region{X: plate.Min.X, Y: plate.Min.Y, W: plate.Dx(), H: plate.Dy()}) > .5
		})
		if !hit || len(found) > 3 {
			t.Errorf("the plate at %v is not among %+v", plate, found)
		}
	}
	for _, size := range []image.Point{{0, 0}, {1, 1}, {80, 31}, {640, 360}} {
		if found := Regions(NewGray(size.X, size.Y), 3); len(found) != 0 {
			t.Errorf("in nothing of %v: %+v", size, found)
		}
	}
}

func TestLinesOfAMap(t *testing.T) {
	const w, h = 128, 64
	m := make([]float32, w*h)
	blob := func(x0, y0, x1, y1 int, slant float64, p float32) {
		for y := y0; y < y1; y++ {
			for x := x0; x < x1; x++ {
				m[(y+int(slant*float64(x-x0)))*w+x] = p
			}
		}
	}
	blob(20, 10, 80, 18, 0, .9)
	blob(20, 30, 90, 38, .15, .9)
	blob(100, 5, 105, 55, 0, .9) // upright
	blob(4, 50, 20, 60, 0, .35)  // unsure
	blob(2, 2, 4, 4, 0, .9)      // a speck
	lines := linesOf(m, w, h)
	if len(lines) != 2 {
		t.Fatalf("%d lines: %+v", len(lines), lines)
	}
	x0, y0, x1, y1 := lines[0].Bounds()
	if grown := unclip * 60 * 8 / (2 * (60 + 8)); math.Abs(x0-(20-grown)) > 1 || math.Abs(y1-(18+grown)) > 1 || x1 < 80 || y0 > 10 {
		t.Errorf("the straight one: %.1f %.1f %.1f %.1f", x0, y0, x1, y1)
	}
	if q := lines[1].Quad; math.Abs(math.Atan2(q[1].Y-q[0].Y, q[1].X-q[0].X)-math.Atan(.15)) > .03 {
		t.Errorf("the slanted one: %+v", q)
	}
	side := joined([]Line{{Upright(0, 0, 40, 10), .9}, {Upright(50, 1, 20, 10), .8}, {Upright(120, 0, 20, 10), .8}, {Upright(72, 30, 20, 10), .8}})
	if len(side) != 3 {
		t.Errorf("joined: %+v", side)
	}
}

// answering is a network that answers always the same.
type answering struct {
	out []neural.Tensor
	err error
	in  neural.Tensor
}

func (a *answering) Run(_ context.Context, in ...neural.Tensor) ([]neural.Tensor, error) {
	a.in = in[0]
	return a.out, a.err
}

func TestReadingALine(t *testing.T) {
	// None, a, b, A, B and a space; the same twice is one, with none between it is two.
	alphabet := "a\nb\nA\nÄ\n"
	column := func(at int) []float32 { c := make([]float32, 6); c[at] = .9; c[0] += .1; return c }
	var data []float32
	for _, at := range []int{0, 1, 1, 0, 3, 2, 4, 5, 2} { // a A b Ä _ b
		data = append(data, column(at)...)
	}
	n := &answering{out: []neural.Tensor{{Shape: []int64{1, 9, 6}, Data: data}}}
	r := NewTextReader(n, alphabet)
	g := NewGray(200, 60)
	got, err := r.Read(t.Context(), g, Upright(10, 10, 96, 24))
	if err != nil || got.Text() != "AABB" || math.Abs(got.Score()-.9) > .05 {
		t.Errorf("%q, %.2f, %v", got.Text(), got.Score(), err)
	}
	if !slices.Equal(n.in.Shape, []int64{1, 3, 48, 192}) {
		t.Errorf("the network is given %v", n.in.Shape)
	}
	n.out[0].Shape = []int64{1, 6, 9}
	if _, err := r.Read(t.Context(), g, Upright(10, 10, 96, 24)); custos.KindOf(err) != custos.Invalid {
		t.Errorf("another network: %v", err)
	}
	if got, err := r.Read(t.Context(), g, Upright(10, 10, 2, 2)); err != nil || got.Text() != "" {
		t.Errorf("of nothing: %v, %v", got, err)
	}
}

func TestRectified(t *testing.T) {
	g := NewGray(100, 100)
	for y := range 100 {
		for x := range 100 {
			g.Pix[y*100+x] = byte(2 * x)
		}
	}
	same := g.Rectified(Upright(20, 30, 10, 10), 10, 10)
	if same.Pix[0] != 40 || same.Pix[9] != 58 || same.Pix[99] != 58 {
		t.Errorf("upright: %v", same.Pix[:10])
	}
	// Turned by a quarter, across is down.
	turned := g.Rectified(Quad{{30, 30}, {30, 40}, {20, 40}, {20, 30}}, 10, 10)
	if turned.Pix[0] != turned.Pix[9] || turned.Pix[0] <= turned.Pix[90] {
		t.Errorf("turned: %v %v %v", turned.Pix[0], turned.Pix[9], turned.Pix[90])
	}
	out := g.Rectified(Upright(-50, -50, 20, 20), 4, 4)
	if out.Pix[0] != 0 {
		t.Errorf("beyond the edge: %v", out.Pix)
	}
	if half := g.Scaled(50, 50); half.Pix[0] != 1 || half.Pix[25] != 101 {
		t.Errorf("at half the size: %v %v", half.Pix[0], half.Pix[25])
	}
	rgb := image.NewRGBA(image.Rect(5, 5, 9, 9))
	rgb.Set(5, 5, color.RGBA{255, 255, 255, 255})
	if got := GrayOf(rgb); got.Width != 4 || got.Pix[0] != 255 || got.Pix[1] != 0 {
		t.Errorf("of an image: %+v", got)
	}
}

// TestPlateOfAVehicle: the best of what is read of all regions is the plate; where a network
// fails that is said.
func TestPlateOfAVehicle(t *testing.T) {
	g, _ := NewGrammar("sk")
	at := image.Rect(260, 240, 350, 258)
	says := map[bool]Reading{true: reading("RK755AJ", .95, nil), false: reading("SKODA", .97, nil)}
	asked := 0
	say := func(_ *Gray) ([]Written, error) {
		asked++
		return []Written{{says[asked%2 == 0], Upright(5, 5, 80, 12)}}, nil
	}
	r := &Reader{
		Grammar:  g,
		Near:     func(_ context.Context, g *Gray, _ Region) ([]Written, error) { return say(g) },
		Anywhere: func(_ context.Context, g *Gray) ([]Written, error) { return say(g) },
		Regions:  regionsMost,
	}
	p, err := r.Plate(t.Context(), street(at))
	if err != nil || p == nil || p.Text != "RK755AJ" || !p.Fits {
		t.Fatalf("%+v, %v", p, err)
	}
	if asked > regionsMost+1 {
		t.Errorf("%d parts were looked at", asked)
	}
	if p, err := r.Plate(t.Context(), NewGray(300, 200)); err != nil || p == nil || p.Text == "" {
		t.Errorf("in nothing: %+v, %v", p, err)
	}
	broken := errors.New("it died")
	r.Near = func(context.Context, *Gray, Region) ([]Written, error) { return nil, broken }
	if _, err := r.Plate(t.Context(), street(at)); !errors.Is(err, broken) {
		t.Errorf("a network that fails: %v", err)
	}
}
