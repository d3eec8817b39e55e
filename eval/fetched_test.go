package eval

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"custos.dev/custos"
	"custos.dev/custos/analyze/cascade"
	"custos.dev/custos/analyze/models"
	"custos.dev/custos/analyze/neural"
	"custos.dev/custos/analyze/object"
	"custos.dev/custos/analyze/onnx"
	"custos.dev/custos/analyze/track"
	"custos.dev/custos/edge/footage"
)

// fetched starts the best detector that `make models` has brought; the test is skipped where
// there is none, or nothing that runs it.
func fetched(t *testing.T) (*neural.Detector, models.Model, *onnx.Process) {
	t.Helper()
	store, err := models.DefaultStore()
	if err != nil {
		t.Skipf("no store of networks: %v", err)
	}
	m, err := models.Best(store, models.Detect)
	if err != nil {
		t.Skipf("no network is fetched: %v", err)
	}
	bin := func(name string) string {
		f := filepath.Join("..", "bin", name)
		if _, err := os.Stat(f); err != nil {
			t.Skipf("%s is missing: `make onnx` makes it", f)
		}
		return f
	}
	p, err := onnx.Start(t.Context(), onnx.Config{Model: m.File(store), Digest: m.Digest, Width: m.Width, Height: m.Height, Program: bin(onnx.ProgramName), Library: bin(onnx.LibraryName)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	net, err := neural.New(neural.Config{Shape: m.Shape, Classes: m.Classes, Floor: m.Floor, Free: p.Free, Bytes: p.Bytes, Names: p.Names, Count: m.Count, Even: m.Even}, p.Input, p.Outputs)
	if err != nil {
		t.Fatal(err)
	}
	return neural.NewDetector(net, p.Run), m, p
}

// The network that was fetched sees the people of a street, upright and one by one, and the
// tracker follows them, from the first seconds on.
func TestFetchedNetworkSeesPeople(t *testing.T) {
	d, m, p := fetched(t)
	video, err := footage.Original(t.Context(), "", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Skipf("the footage of a street cannot be had: %v", err)
	}
	both := cascade.New(cascade.Config{Every: m.Every, Width: m.Width, Free: p.Free, Tall: m.Tall}, object.New(object.Config{}), d)
	follow := track.New(track.Config{Aspect: 4.0 / 3})
	enough := errors.New("enough was seen")
	looks, people, upright, most := 0, 0, 0, 0
	var s seen
	err = s.each(t.Context(), video, m.Width, func(n int, f custos.Frame) error {
		found, looked, err := both.Detect(f)
		if err != nil || !looked {
			return err
		}
		looks++
		active, _ := follow.Update(f.Time, found)
		for _, o := range found {
			if o.Class == custos.Person && o.Score >= cascade.Sure {
				people++
				if o.Box.H*float64(f.Height) > o.Box.W*float64(f.Width) {
					upright++
				}
			}
		}
		most = max(most, len(active))
		if looks == 15 {
			return enough
		}
		return nil
	})
	if !errors.Is(err, enough) {
		t.Fatal(err)
	}
	if mean := float64(people) / float64(looks); mean < 2.5 || mean > 8 || float64(upright) < .9*float64(people) || most < 3 || most > 8 {
		t.Errorf("%s saw %d people in %d looks, %d of them upright; %d were followed at once", m.Name, people, looks, upright, most)
	}
	// A picture of nothing has nobody.
	grey := custos.Frame{Width: 384, Height: 288, Y: make([]byte, 384*288), U: make([]byte, 384*288/4), V: make([]byte, 384*288/4)}
	for _, plane := range [][]byte{grey.Y, grey.U, grey.V} {
		for i := range plane {
			plane[i] = 128
		}
	}
	found, err := d.Detect(grey)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range found {
		if o.Score >= cascade.Sure {
			t.Errorf("in a grey picture it sees %+v", o)
		}
	}
}
