package behavior

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
)

// star is a random polygon around a middle, concave in general. It holds
// exactly the points nearer to the middle than its border in their direction.
func star(r *rand.Rand) [][2]float64 {
	n := 3 + r.IntN(10)
	var p [][2]float64
	for i := range n {
		s, c := math.Sincos((float64(i) + 0.8*r.Float64()) / float64(n) * 2 * math.Pi)
		d := 0.1 + 0.38*r.Float64()
		p = append(p, [2]float64{0.5 + d*c, 0.5 + d*s})
	}
	return p
}

// windings counts the turns of the border around a point: another way to the
// same answer as contains.
func windings(poly [][2]float64, x, y float64) int {
	sum := 0.0
	for i, b := range poly {
		a := poly[(i+len(poly)-1)%len(poly)]
		d := math.Atan2(b[1]-y, b[0]-x) - math.Atan2(a[1]-y, a[0]-x)
		sum += math.Remainder(d, 2*math.Pi)
	}
	return int(math.Round(sum / (2 * math.Pi)))
}

func TestContainsAgreesWithWinding(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	inside := 0
	for range 300 {
		p := star(r)
		back := slices.Clone(p)
		slices.Reverse(back)
		turned := append(slices.Clone(p[1:]), p[0])
		for range 100 {
			x, y := r.Float64(), r.Float64()
			want := windings(p, x, y) != 0
			if want {
				inside++
			}
			if got := contains(p, x, y); got != want {
				t.Fatalf("%v, %v in %v: %v, by winding %v", x, y, p, got, want)
			}
			if contains(back, x, y) != want || contains(turned, x, y) != want {
				t.Fatalf("%v, %v in %v depends on the direction or the first corner", x, y, p)
			}
		}
	}
	if inside < 1000 {
		t.Fatalf("only %d points were inside: the test says little", inside)
	}
}

func TestBorderIsInside(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		p := star(r)
		for i, a := range p {
			b := p[(i+1)%len(p)]
			if !contains(p, a[0], a[1]) {
				t.Fatalf("corner %v of %v is outside", a, p)
			}
			f := r.Float64()
			if x, y := a[0]+f*(b[0]-a[0]), a[1]+f*(b[1]-a[1]); !contains(p, x, y) {
				t.Fatalf("%v, %v on the border of %v is outside", x, y, p)
			}
		}
	}
}

func TestFootBelowThePicture(t *testing.T) {
	z := room()
	if !foot(&z, custos.Box{X: 0.7, Y: 0.6, W: 0.1, H: 0.6}) {
		t.Error("a foot cut off by the lower edge is not in the zone at that edge")
	}
}

func TestValidate(t *testing.T) {
	nan := math.NaN()
	square := room().Polygon
	for want, z := range map[string]Zone{
		"has no name":              {Polygon: square},
		"at least three":           {Name: "a", Polygon: square[:2]},
		"at most 1000":             {Name: "a", Polygon: make([][2]float64, 1001)},
		"corner 2 is at 1.2":       {Name: "a", Polygon: [][2]float64{{0, 0}, {1.2, 0}, {0, 1}}},
		"corner 3 is at NaN":       {Name: "a", Polygon: [][2]float64{{0, 0}, {1, 0}, {nan, 1}}},
		"meets the side":           {Name: "a", Polygon: [][2]float64{{0, 0}, {1, 1}, {1, 0}, {0, 1}}},
		"next to no area":          {Name: "a", Polygon: [][2]float64{{0, 0}, {0.001, 0}, {0, 0.001}}},
		"after corner 1 meets":     {Name: "a", Polygon: [][2]float64{{0, 0}, {0, 0}, {1, 0}, {1, 1}}},
		"a class is empty":         {Name: "a", Polygon: square, Classes: []custos.Class{""}},
		"dwell_after is -1s":       {Name: "a", Polygon: square, DwellAfter: -time.Second},
		"grace is -1s":             {Name: "a", Polygon: square, Grace: -time.Second},
		"min_inside is -1":         {Name: "a", Polygon: square, MinInside: -1},
		"min_outside is 10001":     {Name: "a", Polygon: square, MinOutside: 10_001},
		"only hold a-z, 0-9, - an": {Name: "a", Polygon: square, Resources: []custos.Resource{"A"}},
	} {
		_, err := New([]Zone{z})
		if err == nil || !strings.Contains(err.Error(), want) || custos.KindOf(err) != custos.Invalid {
			t.Errorf("got %v, want an invalid error with %q", err, want)
		}
	}
	if _, err := New([]Zone{room(), room()}); err == nil || !strings.Contains(err.Error(), "two zones") {
		t.Errorf("two zones of one name: %v", err)
	}
	if _, err := New(nil); err != nil {
		t.Errorf("no zones: %v", err)
	}
	r := rand.New(rand.NewPCG(5, 6))
	for range 200 {
		if p := star(r); !valid(p) {
			t.Errorf("%v is a sound polygon and was refused", p)
		}
	}
}

func valid(p [][2]float64) bool {
	_, err := New([]Zone{{Name: "a", Polygon: p}})
	return err == nil
}

func TestFor(t *testing.T) {
	zones := []Zone{{Name: "all"}, {Name: "door", Resources: []custos.Resource{"campus/door"}}, {Name: "yard", Resources: []custos.Resource{"campus/yard/cam1"}}}
	got := For("campus/door/cam1", zones)
	if len(got) != 2 || got[0].Name != "all" || got[1].Name != "door" {
		t.Errorf("got %+v", got)
	}
}

// A later change to the caller's slice must not move the zone.
func TestNewCopies(t *testing.T) {
	z := room()
	e := must(t, z)
	for i := range z.Polygon {
		z.Polygon[i] = [2]float64{}
	}
	if got := play(e, visit(3, 0.7)); len(got) != 1 {
		t.Errorf("got %q", got)
	}
}

// The ray from a point may run through corners and along sides: a diamond and a
// comb have corners at the height of the point, and the answer is known.
func TestRayThroughCorners(t *testing.T) {
	diamond := [][2]float64{{0.5, 0.1}, {0.9, 0.5}, {0.5, 0.9}, {0.1, 0.5}}
	comb := [][2]float64{{0.1, 0.1}, {0.9, 0.1}, {0.9, 0.9}, {0.7, 0.5}, {0.5, 0.5}, {0.3, 0.5}, {0.1, 0.9}}
	for _, c := range []struct {
		poly [][2]float64
		x, y float64
		want bool
	}{
		{diamond, 0.5, 0.5, true},
		{diamond, 0.05, 0.5, false},
		{diamond, 0.95, 0.5, false},
		{diamond, 0.05, 0.1, false},
		{diamond, 0.05, 0.9, false},
		{comb, 0.2, 0.5, true},
		{comb, 0.8, 0.5, true},
		{comb, 0.05, 0.5, false},
		{comb, 0.4, 0.5, true}, // on the side
		{comb, 0.5, 0.7, false},
		{comb, 0.05, 0.1, false},
		{comb, 0.05, 0.9, false},
		{comb, 0.5, 0.9, false}, // between the tips
	} {
		if got := contains(c.poly, c.x, c.y); got != c.want {
			t.Errorf("%v, %v in %v: %v", c.x, c.y, c.poly, got)
		}
	}
}
