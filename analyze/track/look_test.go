package track

import (
	"testing"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/observe"
)

// Looks of three colours; as package feature makes them, they are of length one.
var (
	red  = observe.Look{127, 0, 0, 10}
	blue = observe.Look{0, 127, 0, 10}
	pink = observe.Look{127, 0, 5, 10} // hardly told from red
)

func dressed(d observe.Detection, l observe.Look) observe.Detection {
	d.Look = l
	return d
}

// Two people walk towards each other, five looks a second, and turn round where they meet.
// By their ways they went past each other: only how they look says that they did not.
func TestLooksDecide(t *testing.T) {
	for _, c := range []struct {
		a, b observe.Look
		kept bool
	}{{red, blue, true}, {nil, nil, false}} {
		tr := New(Config{})
		var first, last []observe.Tracked
		for i := range 41 {
			x := .015 * float64(min(i, 40-i)) // until they meet, and back
			last, _ = tr.Update(start.Add(time.Duration(i)*200*time.Millisecond), []observe.Detection{
				dressed(det(.1+x, .5, .9), c.a), dressed(det(.71-x, .5, .9), c.b),
			})
			if i == 5 {
				first = last
			}
		}
		if len(first) != 2 || len(last) != 2 || (first[0].Track == last[0].Track && (first[0].Box.X < .4) == (last[0].Box.X < .4)) != c.kept {
			t.Errorf("looks %v: %+v then %+v", c.a, first, last)
		}
	}
}

// Who leaves and comes back has a new number that names the old one, if it is certain who
// it is.
func TestReturns(t *testing.T) {
	for name, c := range map[string]struct {
		left   []observe.Look // of those who were there
		back   observe.Look
		away   time.Duration
		box    observe.Detection
		expect observe.TrackID
	}{
		"the same":              {[]observe.Look{red, blue}, red, 6 * time.Second, det(.25, .5, .9), 1},
		"the other":             {[]observe.Look{red, blue}, blue, 6 * time.Second, det(.25, .5, .9), 2},
		"somebody else":         {[]observe.Look{red}, blue, 6 * time.Second, det(.25, .5, .9), 0},
		"two look alike":        {[]observe.Look{red, pink}, red, 6 * time.Second, det(.25, .5, .9), 0},
		"after a while":         {[]observe.Look{red}, red, 12 * time.Second, det(.25, .5, .9), 0},
		"too far for the time":  {[]observe.Look{red}, red, 3 * time.Second, det(.9, .5, .9), 0},
		"of another size":       {[]observe.Look{red}, red, 6 * time.Second, observe.Detection{Class: custos.Person, Score: .9, Box: custos.Box{X: .25, Y: .5, W: .03, H: .1}}, 0},
		"it is not said how":    {[]observe.Look{nil}, nil, 6 * time.Second, det(.25, .5, .9), 0},
		"of another class":      {[]observe.Look{red}, red, 6 * time.Second, observe.Detection{Class: custos.Vehicle, Score: .9, Box: det(.25, .5, .9).Box}, 0},
		"another method's look": {[]observe.Look{red}, observe.Look{127, 0}, 6 * time.Second, det(.25, .5, .9), 0},
	} {
		t.Run(name, func(t *testing.T) {
			tr := New(Config{})
			for i := range 10 {
				var dets []observe.Detection
				for k, l := range c.left {
					dets = append(dets, dressed(det(.2+.2*float64(k), .5, .9), l))
				}
				tr.Update(start.Add(time.Duration(i)*step), dets)
			}
			back := start.Add(c.away)
			var got []observe.Tracked
			for i := range 5 {
				got, _ = tr.Update(back.Add(time.Duration(i)*step), []observe.Detection{dressed(c.box, c.back)})
			}
			if len(got) != 1 || got[0].Track != observe.TrackID(len(c.left)+1) || got[0].Returns != c.expect {
				t.Errorf("%+v, want a new track that returns %d", got, c.expect)
			}
			if e := tr.Flush(); len(e) != 1 || e[0].Returns != c.expect {
				t.Errorf("%+v", e)
			}
		})
	}
}

// Who comes back twice goes on his own last track, and one track goes on once.
func TestReturnsTwice(t *testing.T) {
	tr := New(Config{})
	var got []observe.Tracked
	for visit := range 3 {
		for i := range 5 {
			got, _ = tr.Update(start.Add(time.Duration(visit)*6*time.Second+time.Duration(i)*step), []observe.Detection{dressed(det(.3, .5, .9), red)})
		}
		if len(got) != 1 || got[0].Track != observe.TrackID(visit+1) || got[0].Returns != observe.TrackID(visit) {
			t.Fatalf("visit %d: %+v", visit, got)
		}
	}
	for i := range 5 {
		got, _ = tr.Update(start.Add(18*time.Second+time.Duration(i)*step), []observe.Detection{dressed(det(.3, .5, .9), red), dressed(det(.6, .5, .9), red)})
	}
	if len(got) != 2 || got[0].Returns+got[1].Returns != 3 {
		t.Errorf("one has come back, and both are said to: %+v", got)
	}
}

// A look that shows two people is not learnt.
func TestLookOfTwo(t *testing.T) {
	tr := New(Config{})
	for i := range 10 {
		dets := []observe.Detection{dressed(det(.3, .5, .9), red)}
		if i >= 5 {
			dets = []observe.Detection{dressed(det(.3, .5, .9), blue), dressed(det(.32, .5, .9), blue)}
		}
		tr.Update(start.Add(time.Duration(i)*step), dets)
	}
	if e := tr.Flush(); len(e) == 0 || e[0].Look.Similarity(red) < .9 {
		t.Errorf("%+v", e)
	}
}

// Two looks far apart confirm a track, two of one moment do not.
func TestFewLooks(t *testing.T) {
	for gap, want := range map[time.Duration]int{200 * time.Millisecond: 1, 40 * time.Millisecond: 0} {
		tr := New(Config{})
		tr.Update(start, []observe.Detection{det(.3, .5, .9)})
		if got, _ := tr.Update(start.Add(gap), []observe.Detection{det(.3, .5, .9)}); len(got) != want {
			t.Errorf("%s apart: %+v", gap, got)
		}
	}
}

// A trajectory's embedding is the mean of one network's.
func TestEmbeddings(t *testing.T) {
	tr := New(Config{})
	for i := range 12 {
		d := det(.3, .5, .9)
		switch {
		case i < 3:
			d.Embedding = &observe.Embedding{By: "old@0x1", Numbers: observe.Look{1, 2, 3}}
		case i%3 == 0:
			d.Embedding = &observe.Embedding{By: "new@0x2", Numbers: observe.Look{127, 0}}
		case i%3 == 1:
			d.Embedding = &observe.Embedding{By: "new@0x2", Numbers: observe.Look{0, 127}}
		}
		tr.Update(start.Add(time.Duration(i)*step), []observe.Detection{d})
	}
	e := tr.Flush()
	if len(e) != 1 || e[0].Embedding == nil || e[0].Embedding.By != "new@0x2" || len(e[0].Embedding.Numbers) != 2 || e[0].Embedding.Numbers[0] != 90 || e[0].Embedding.Numbers[1] != 90 {
		t.Errorf("%+v", e)
	}
}
