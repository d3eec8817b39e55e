package detect

import (
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/analyze"
	"custos.dev/custos/observe"
)

// motion is a detector of movement that is told what to say of itself.
type motion struct {
	nonsense string
	young    bool
}

func (m *motion) Detect(custos.Frame) ([]observe.Detection, error) { return nil, nil }
func (m *motion) Model() string                                    { return "built-in" }
func (m *motion) Nonsense() string                                 { return m.nonsense }
func (m *motion) Judged() bool                                     { return !m.young }

func frameAt(second int) *custos.Frame {
	w, h := 64, 48
	return &custos.Frame{Time: time.Unix(int64(1000+second), 0), Width: w, Height: h, Y: make([]byte, w*h), U: make([]byte, w*h/4), V: make([]byte, w*h/4)}
}

// kinds lists what was observed: detections by their model, and what is odd.
func kinds(out []custos.Observation) string {
	var text []string
	for _, o := range out {
		switch p := o.Payload.(type) {
		case *observe.Detections:
			text = append(text, p.Model)
		case *observe.Stream:
			text = append(text, string(p.State))
		}
	}
	return strings.Join(text, " ")
}

// Where movement is nonsense, or not judged yet, and no network looks, nothing is observed but that, once.
func TestNonsenseIsLeftOut(t *testing.T) {
	m := &motion{young: true}
	seen := []observe.Detection{{Class: custos.Person, Box: custos.Box{X: .2, Y: .2, W: .2, H: .5}, Score: .9}}
	all := new(troubles)
	w := &watcher{id: "yard/door", log: slog.New(slog.DiscardHandler), motion: m, troubles: all, model: "built-in"}
	w.detect = func(custos.Frame) ([]observe.Detection, bool, error) { return seen, true, nil }
	look := func(second int) string {
		t.Helper()
		out, err := w.Look(t.Context(), frameAt(second))
		if err != nil {
			t.Fatal(err)
		}
		return kinds(out)
	}
	if got := look(-1); got != "" {
		t.Errorf("before it is known to be of use: %s", got)
	}
	m.young = false
	if got := look(0); got != "built-in" {
		t.Error(got)
	}
	m.nonsense = "it rains"
	if got := look(1); got != "odd built-in" { // the last says that all have gone
		t.Error(got)
	}
	for s := 2; s < 10; s++ {
		if got := look(s); got != "" {
			t.Error(s, got)
		}
	}
	if why, since := all.Report(); !strings.Contains(why, "yard/door") || !strings.Contains(why, "it rains") || !strings.Contains(why, "make models") || since.Unix() != 1001 {
		t.Error(why, since)
	}
	m.nonsense = ""
	if got := look(10); got != "built-in" {
		t.Error(got)
	}
	if why, _ := all.Report(); why != "" {
		t.Error(why)
	}
}

// A network that does not run is said, and the built-in detector stands in for it, under its
// own name, as long as it makes sense.
func TestTheBuiltInStandsIn(t *testing.T) {
	m := &motion{}
	failed := custos.Errorf(custos.Unavailable, "the helper ended")
	all := new(troubles)
	w := &watcher{id: "yard/door", log: slog.New(slog.DiscardHandler), motion: m, troubles: all, model: "net", network: "net"}
	w.moving = func() []observe.Detection {
		return []observe.Detection{{Class: custos.Person, Box: custos.Box{X: .2, Y: .2, W: .2, H: .5}, Score: .9}}
	}
	w.detect = func(custos.Frame) ([]observe.Detection, bool, error) { return nil, false, failed }
	out, err := w.Look(t.Context(), frameAt(0))
	if err != nil || kinds(out) != "odd built-in" {
		t.Fatal(kinds(out), err)
	}
	if why, _ := all.Report(); !strings.Contains(why, "net does not run") || !strings.Contains(why, "the helper ended") {
		t.Error(why)
	}
	m.nonsense = "it rains"
	if out, err := w.Look(t.Context(), frameAt(1)); !errors.Is(err, failed) || kinds(out) != "" {
		t.Error(kinds(out), err)
	}
	failed, m.nonsense = nil, ""
	if _, err := w.Look(t.Context(), frameAt(2)); !errors.Is(err, analyze.ErrSkipped) {
		t.Error(err)
	}
	w.detect = func(custos.Frame) ([]observe.Detection, bool, error) { return nil, true, nil }
	if _, err := w.Look(t.Context(), frameAt(3)); err != nil {
		t.Error(err)
	}
	if why, _ := all.Report(); why != "" {
		t.Error(why)
	}
}
