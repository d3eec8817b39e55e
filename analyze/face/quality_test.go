package face

import "testing"

// What makes a picture of a face worse makes its quality lower, and what is too bad is named.
func TestQuality(t *testing.T) {
	good := drawn{somebody: people(1)[0], x: 100, y: 100, width: 120, noise: 2}
	of := func(d drawn, change func(*Picture, *Found)) Quality {
		p, f := d.picture(200, 200), d.found()
		if change != nil {
			change(p, &f)
		}
		return QualityOf(p, f)
	}
	best := of(good, nil)
	if best.Score() < .6 || best.Lacks() != "" {
		t.Fatalf("%+v, %v: %s", best, best.Score(), best.Lacks())
	}
	small, dark := good, good
	small.width, small.x, small.y = 25, 100, 100
	dark.light = .04
	blur := func(p *Picture, _ *Found) {
		g := p.Grey()
		v := make([]float32, len(g.Pix))
		for i := range v {
			v[i] = float32(g.Pix[i])
		}
		for i, b := range blurred(v, g.Width, g.Height, 11) {
			p.Pix[3*i], p.Pix[3*i+1], p.Pix[3*i+2] = byte(b), byte(b), byte(b)
		}
	}
	aside := func(_ *Picture, f *Found) { f.Marks[Nose].X += .24 * good.width }
	for name, q := range map[string]Quality{
		"the face is too small: 10 pixels between the eyes, 32 or more are wanted": of(small, nil),
		"the face is too dark, too bright or without contrast":                     of(dark, nil),
		"the face is blurred": of(good, blur),
		"the face is turned away too far: it should look at the camera": of(good, aside),
	} {
		if q.Score() >= Floor || q.Lacks() != name {
			t.Errorf("%+v, %v: %q, want %q", q, q.Score(), q.Lacks(), name)
		}
	}
	for _, f := range []Found{{}, {Marked: true}, {Box: Box{X: 1, Y: 1, W: 1e12, H: 1}}} {
		if s := QualityOf(NewPicture(8, 8), f).Score(); !(s >= 0 && s < Floor) {
			t.Errorf("%+v: %v", f, s)
		}
	}
}
