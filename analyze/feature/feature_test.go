package feature

import (
	"testing"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/observe"
)

// paint is a person of two colours, by RGB, before a grey wall; seen under a light that is
// so much stronger.
func paint(upper, lower [3]float64, light float64) (*custos.Frame, custos.Box) {
	f := &custos.Frame{Width: 160, Height: 120, Y: make([]byte, 160*120), U: make([]byte, 80*60), V: make([]byte, 80*60)}
	for y := range 120 {
		for x := range 160 {
			c := [3]float64{120, 120, 120}
			if x >= 60 && x < 100 && y >= 10 && y < 110 {
				c = upper
				if y >= 60 {
					c = lower
				}
				if (x+y)%9 == 0 { // folds
					c = [3]float64{.8 * c[0], .8 * c[1], .8 * c[2]}
				}
			}
			for i := range c {
				c[i] = min(c[i]*light, 255)
			}
			l, u, v := yuv(c)
			f.Y[y*160+x], f.U[y/2*80+x/2], f.V[y/2*80+x/2] = l, u, v
		}
	}
	return f, custos.Box{X: 60.0 / 160, Y: 10.0 / 120, W: 40.0 / 160, H: 100.0 / 120}
}

// yuv is BT.601's, limited range.
func yuv(c [3]float64) (y, u, v byte) {
	r, g, b := c[0]/255, c[1]/255, c[2]/255
	return byte(16.5 + 65.481*r + 128.553*g + 24.966*b), byte(128.5 - 37.797*r - 74.203*g + 112*b), byte(128.5 + 112*r - 93.786*g - 18.214*b)
}

func TestWords(t *testing.T) {
	for word, shades := range map[string][][3]float64{
		"black": {{10, 10, 10}, {30, 30, 35}}, "grey": {{120, 120, 120}, {100, 100, 105}}, "white": {{240, 240, 240}, {220, 220, 215}},
		"red": {{200, 20, 20}, {150, 10, 20}}, "orange": {{250, 130, 20}}, "brown": {{100, 60, 20}, {120, 70, 30}},
		"yellow": {{240, 220, 40}, {220, 200, 60}}, "green": {{30, 140, 40}, {80, 160, 80}}, "blue": {{20, 40, 180}, {70, 110, 190}, {40, 50, 90}},
		"purple": {{110, 30, 140}}, "pink": {{250, 150, 180}, {240, 130, 200}},
	} {
		for _, c := range shades {
			y, u, v := yuv(c)
			if got := Colours[Colour(y, u, v)]; got != word {
				t.Errorf("%v is %s, not %s (y %d u %d v %d)", c, got, word, y, int(u)-128, int(v)-128)
			}
		}
	}
	f, b := paint([3]float64{200, 20, 20}, [3]float64{20, 40, 180}, 1)
	if upper, lower := Words(Of(f, b)); upper != "red" || lower != "blue" {
		t.Errorf("red above blue is %s above %s", upper, lower)
	}
	if upper, lower := Words(nil); upper != "" || lower != "" {
		t.Errorf("nothing is %s above %s", upper, lower)
	}
}

// The same person in other light, and a little aside, is nearer than anybody else.
func TestSamePersonIsNearest(t *testing.T) {
	people := [][2][3]float64{
		{{200, 20, 20}, {20, 40, 180}},
		{{20, 40, 180}, {200, 20, 20}},
		{{30, 30, 30}, {30, 30, 30}},
		{{240, 240, 240}, {30, 30, 30}},
		{{30, 140, 40}, {100, 60, 20}},
		{{240, 220, 40}, {120, 120, 120}},
	}
	var first []observe.Look
	for _, p := range people {
		f, b := paint(p[0], p[1], 1)
		first = append(first, Of(f, b))
	}
	for i, p := range people {
		for _, light := range []float64{.85, 1, 1.1} {
			f, b := paint(p[0], p[1], light)
			b.X += .02
			b.H *= .95
			l := Of(f, b)
			for j, o := range first {
				if j != i && l.Similarity(o) >= l.Similarity(first[i]) {
					t.Errorf("person %d, light %v, is nearer to %d (%.2f) than to itself (%.2f)", i, light, j, l.Similarity(o), l.Similarity(first[i]))
				}
			}
		}
	}
}

func TestTooFewPixels(t *testing.T) {
	f, _ := paint([3]float64{1, 1, 1}, [3]float64{1, 1, 1}, 1)
	for _, b := range []custos.Box{{}, {X: .5, Y: .5, W: .01, H: .5}, {X: .99, Y: .99, W: .5, H: .5}, {X: -2, Y: -2, W: 1, H: 1}} {
		if l := Of(f, b); l != nil {
			t.Errorf("%+v: %v", b, l)
		}
	}
}

func TestMade(t *testing.T) {
	at := func(s float64) time.Time { return time.Unix(100, 0).Add(time.Duration(s * float64(time.Second))) }
	box := func(x, y, h float64) custos.Box { return custos.Box{X: x - h/4, Y: y - h, W: h / 2, H: h} }
	for _, c := range []struct {
		to        custos.Box
		direction string
		size      string
		speed     float64
	}{
		{box(.8, .5, .2), "right", "medium", .5},
		{box(.2, .5, .2), "left", "medium", .5},
		{box(.5, .9, .2), "down", "medium", .5},
		{box(.5, .1, .2), "up", "medium", .5},
		{box(.6, .4, .1), "up-right", "medium", .28},
		{box(.51, .5, .2), "stays", "medium", .02},
	} {
		tr := observe.Trajectory{Track: 3, Class: custos.Person, From: at(0), Until: at(4), Points: []observe.Point{{Time: at(0), Box: box(.5, .5, .2)}, {Time: at(4), Box: c.to}}}
		f := Made("a.b.c.1", &tr, 4.0/3)
		if f.Direction != c.direction || f.Size != c.size || f.Speed < c.speed-.02 || f.Speed > c.speed+.02 {
			t.Errorf("to %+v: %s, %s, %.2f; want %s, %s, %.2f", c.to, f.Direction, f.Size, f.Speed, c.direction, c.size, c.speed)
		}
	}
}

func BenchmarkOf(b *testing.B) {
	f, box := paint([3]float64{200, 20, 20}, [3]float64{20, 40, 180}, 1)
	for b.Loop() {
		Of(f, box)
	}
}
