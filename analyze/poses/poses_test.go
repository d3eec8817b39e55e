package poses

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/analyze"
	"custos.dev/custos/analyze/gesture"
	"custos.dev/custos/analyze/gesture/figure"
	"custos.dev/custos/analyze/models"
	"custos.dev/custos/analyze/neural"
	"custos.dev/custos/analyze/onnx"
	"custos.dev/custos/edge/cameras"
	"custos.dev/custos/observe"
)

const camera = custos.CameraID("campus/yard/gate")

// sees is a finder that knows where the points of a clip are: it answers as a network does.
func sees(c *figure.Clip, at *time.Duration, fails *error) *Finder {
	return &Finder{Name: "true", run: func(_ context.Context, in ...neural.Tensor) ([]neural.Tensor, error) {
		if *fails != nil {
			return nil, *fails
		}
		p, _ := c.Pose(*at)
		b, _ := c.Box(*at)
		// The square around the box, as gesture.Input cuts it: two known places tell it.
		var corner, unit gesture.Pose
		for _, probe := range []struct {
			to *gesture.Pose
			x  float32
		}{{&corner, 0}, {&unit, 1}} {
			out := neural.Tensor{}
			for range int(gesture.Joints) {
				out.Data = append(out.Data, probe.x, probe.x, 1)
			}
			*probe.to, _ = gesture.Read(&custos.Frame{Width: c.Width, Height: c.Height}, b, 0, []neural.Tensor{out})
		}
		side := unit[0].X - corner[0].X
		out := neural.Tensor{Shape: []int64{1, 1, 17, 3}}
		for _, m := range p {
			out.Data = append(out.Data, float32((m.Y-corner[0].Y)/side), float32((m.X-corner[0].X)/side), .8)
		}
		return []neural.Tensor{out}, nil
	}}
}

// play gives a clip to the service as the host does, from and until a time, and returns what it
// says.
func play(t *testing.T, w *watching, c *figure.Clip, now *time.Duration, from, until time.Duration, life uint64, track observe.TrackID) (out []observe.Gesture) {
	t.Helper()
	var f custos.Frame
	for *now = from; *now < until; *now += 125 * time.Millisecond {
		c.Frame(*now, &f)
		f.Camera, f.Time, f.Ref = camera, time.Unix(1000, 0).Add(*now), custos.FrameRef{Boot: 1, PTS: *now}
		var tracks *observe.Tracks
		if b, ok := c.Box(*now); ok {
			tracks = &observe.Tracks{Frame: f.Ref, Objects: []observe.Tracked{{Track: track, Class: custos.Person, Box: b}, {Track: 99, Class: custos.Vehicle, Box: b}}}
		}
		found, err := w.Look(t.Context(), &f, tracks, life)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, said(t, found)...)
	}
	return out
}

func said(t *testing.T, found []custos.Observation) (out []observe.Gesture) {
	t.Helper()
	for _, o := range found {
		g, ok := o.Payload.(*observe.Gesture)
		if !ok || o.Resource != camera || o.Time.IsZero() {
			t.Fatalf("%+v", o)
		}
		out = append(out, *g)
	}
	return out
}

func serving(finder *Finder) *watching {
	w := newWatching(&gesture.Settings{Rate: 8, People: 2}, finder)
	w.watches(analyze.Camera{ID: camera, Camera: &cameras.Camera{Name: "gate"}})
	return w
}

// Each gesture is told when it begins and when it is over, of the person and of nothing else.
func TestTellsBeginningAndEnd(t *testing.T) {
	c := figure.New(102) // raises both hands, then does something else
	var now time.Duration
	var fails error
	w := serving(sees(c, &now, &fails))
	if w.Watches(camera) != 8 || w.Watches("campus/yard/other") != 0 {
		t.Error("other cameras are watched")
	}
	got := play(t, w, c, &now, 0, c.Truth[0].Until+1200*time.Millisecond, 7, 3)
	if len(got) != 2 || got[0].What != observe.HandsUp || got[1].What != observe.HandsUp || !got[0].Until.IsZero() || got[1].Until.IsZero() {
		t.Fatalf("%+v", got)
	}
	g := got[0]
	if g.Track != 3 || g.Life != 7 || g.By != observe.ByPose || g.Model != "true" || g.Score < .6 || g.Frame.PTS == 0 || g.Box.H == 0 {
		t.Errorf("%+v", g)
	}
	begins := time.Unix(1000, 0).Add(c.Truth[0].From)
	if d := g.Since.Sub(begins); d < -200*time.Millisecond || d > 700*time.Millisecond {
		t.Errorf("it began %v, and is said to have begun %v", begins, g.Since)
	}
}

// Another life of the track service has other people of the same numbers, and who is gone does
// nothing any more.
func TestOthersOfTheSameNumber(t *testing.T) {
	c := figure.New(102)
	var now time.Duration
	var fails error
	late := c.Truth[0].Until - 300*time.Millisecond
	for name, after := range map[string]func(w *watching) []observe.Gesture{
		"another life": func(w *watching) []observe.Gesture {
			return play(t, w, c, &now, late, late+100*time.Millisecond, 8, 3)
		},
		"gone": func(w *watching) []observe.Gesture {
			var f custos.Frame
			c.Frame(late, &f)
			f.Camera, f.Time = camera, time.Unix(1000, 0).Add(late+3*time.Second)
			found, err := w.Look(t.Context(), &f, &observe.Tracks{}, 7)
			if err != nil {
				t.Fatal(err)
			}
			return said(t, found)
		},
		"quiet": func(w *watching) []observe.Gesture {
			found, err := w.Quiet(t.Context(), camera)
			if err != nil {
				t.Fatal(err)
			}
			return said(t, found)
		},
	} {
		w := serving(sees(c, &now, &fails))
		if got := play(t, w, c, &now, 0, late, 7, 3); len(got) != 1 {
			t.Fatalf("%s: %+v", name, got)
		}
		got := after(w)
		if len(got) != 1 || got[0].Until.IsZero() || got[0].Life != 7 || got[0].Track != 3 {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// A network that does not run is said, and the service goes on.
func TestNetworkThatDoesNotRun(t *testing.T) {
	c := figure.New(102)
	var now time.Duration
	fails := custos.Errorf(custos.Unavailable, "it is gone")
	w := serving(sees(c, &now, &fails))
	if got := play(t, w, c, &now, 0, c.Truth[0].From, 7, 3); len(got) != 0 {
		t.Fatalf("%+v", got)
	}
	if trouble, since := w.Report(); !strings.Contains(trouble, "it is gone") || since.IsZero() {
		t.Errorf("%q", trouble)
	}
	fails = nil
	if got := play(t, w, c, &now, c.Truth[0].From, c.Truth[0].Until, 7, 3); len(got) == 0 {
		t.Error("it did not go on")
	}
	if trouble, _ := w.Report(); trouble != "" {
		t.Errorf("%q", trouble)
	}
}

// Who was not looked at for longest is looked at first, and not more than the site wants.
func TestPeopleTakeTurns(t *testing.T) {
	looks := map[observe.TrackID]int{}
	w := serving(&Finder{run: func(context.Context, ...neural.Tensor) ([]neural.Tensor, error) {
		return []neural.Tensor{{Data: make([]float32, 3*int(gesture.Joints))}}, nil
	}})
	c := figure.New(1)
	var f custos.Frame
	c.Frame(0, &f)
	f.Camera = camera
	var tracks observe.Tracks
	for i := range 5 {
		tracks.Objects = append(tracks.Objects, observe.Tracked{Track: observe.TrackID(i + 1), Class: custos.Person, Box: custos.Box{X: .1 * float64(i), Y: .2, W: .1, H: .5}})
	}
	for n := range 10 {
		f.Time = time.Unix(1000, int64(n)*1e8)
		if _, err := w.Look(t.Context(), &f, &tracks, 7); err != nil {
			t.Fatal(err)
		}
		for id, p := range w.cameras[camera].people {
			if p.looked.Equal(f.Time) {
				looks[id]++
			}
		}
	}
	for id := observe.TrackID(1); id <= 5; id++ {
		if looks[id] < 3 {
			t.Errorf("of ten frames %d was looked at in %d: %v", id, looks[id], looks)
		}
	}
}

// Without a network outlines tell who lies.
func TestOutlinesAlone(t *testing.T) {
	right := 0
	for _, seed := range []uint64{4, 10, 16} { // lie first
		c := figure.New(seed)
		var now time.Duration
		for _, g := range play(t, serving(nil), c, &now, 0, c.Truth[0].Until, 7, 3) {
			if g.By != observe.BySilhouette || g.Model != "" {
				t.Errorf("%+v", g)
			}
			if g.What == observe.Lying && g.Until.IsZero() {
				right++
			}
		}
	}
	if right < 2 {
		t.Errorf("of three who lie %d are told", right)
	}
}

// The network that `custos models fetch` brings finds the limbs of drawn people, and what they do.
func TestFetchedNetwork(t *testing.T) {
	finder := fetched(t)
	sum := figure.Tally{}
	for seed := uint64(7000); seed < 7006; seed++ {
		c := figure.New(seed)
		zero := time.Unix(0, 0)
		w, d := gesture.NewWatcher(), figure.NewDiary(zero)
		var f custos.Frame
		for at := c.Empty; at < c.Length; at += time.Second / 7 {
			c.Frame(at, &f)
			b, _ := c.Box(at)
			p, err := finder.Find(t.Context(), &f, b)
			if err != nil {
				t.Fatal(err)
			}
			d.Add(w.See(zero.Add(at), &p))
		}
		d.Add(w.Gone())
		for _, n := range figure.Compare(c.Truth, d.Said) {
			sum = sum.Plus(n)
		}
	}
	if sum.F1() < .6 {
		t.Errorf("F1 %.3f of %+v", sum.F1(), sum)
	}
}

// fetched is the network where it was fetched and ONNX Runtime was made; else the test is skipped.
func fetched(t *testing.T) *Finder {
	t.Helper()
	dir := os.Getenv("CUSTOS_MODELS")
	if dir == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			t.Skipf("there is no directory for what is fetched: %v; name one by $CUSTOS_MODELS", err)
		}
		dir = filepath.Join(cache, "custos", "models")
	}
	m, err := models.Best(dir, models.Pose)
	if err != nil {
		t.Skipf("the network for poses is missing: %v", err)
	}
	bin := filepath.Join("..", "..", "bin")
	p, err := onnx.Start(t.Context(), onnx.Config{
		Program: filepath.Join(bin, onnx.ProgramName), Library: filepath.Join(bin, onnx.LibraryName),
		Model: filepath.Join(dir, m.Name+".onnx"), Digest: m.Digest, Tensors: 16 << 20,
	})
	if custos.KindOf(err) == custos.Unavailable {
		t.Skipf("networks do not run here: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	return &Finder{Name: m.Name, run: func(_ context.Context, in ...neural.Tensor) ([]neural.Tensor, error) { return p.Tensors(in...) }}
}
