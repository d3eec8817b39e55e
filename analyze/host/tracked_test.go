package host

import (
	"context"
	"slices"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/analyze"
	"custos.dev/custos/journal"
	"custos.dev/custos/observe"
)

// Frames wait for their tracks: each is taken once, by what is about it or about one beside it,
// and those about which nothing came are given back.
func TestFramesWaitForTracks(t *testing.T) {
	k := &held{every: 125 * time.Millisecond}
	at := func(ms int) *custos.Frame {
		d := time.Duration(ms) * time.Millisecond
		return &custos.Frame{Camera: camera, Ref: custos.FrameRef{Boot: 1, PTS: d}, Time: time.Unix(1000, 0).Add(d), Width: 16, Height: 16, Y: []byte{byte(ms / 40)}, U: []byte{1}, V: []byte{2}}
	}
	shared := []byte{0}
	for ms := 0; ms <= 1000; ms += 40 { // 25 a second
		f := at(ms)
		shared[0] = f.Y[0]
		f.Y = shared // as a ring's memory, which the next frame overwrites
		if e := k.put(f); len(e) != 0 {
			t.Fatalf("%d ms: %d given back too early", ms, len(e))
		}
	}
	if n := len(k.all); n < 8 || n > 9 {
		t.Errorf("%d frames are kept of a second", n)
	}
	f := k.take(custos.FrameRef{Boot: 1, PTS: 500 * time.Millisecond})
	if f == nil || (f.Ref.PTS-500*time.Millisecond).Abs() > sameFrame || time.Duration(f.Y[0])*40*time.Millisecond != f.Ref.PTS {
		t.Fatalf("%+v", f)
	}
	if k.take(custos.FrameRef{Boot: 1, PTS: f.Ref.PTS}) != nil {
		t.Error("taken twice")
	}
	if k.take(custos.FrameRef{Boot: 2, PTS: 240 * time.Millisecond}) != nil || k.take(custos.FrameRef{Boot: 1, PTS: 2 * time.Second}) != nil {
		t.Error("another frame is taken")
	}
	kept := len(k.all)
	if e := k.put(at(60_000)); len(e) != kept-1 {
		t.Errorf("%d of %d frames are given back", len(e), kept)
	}
}

// following is an analyzer that remembers what it was shown.
type following struct{ shown []time.Duration }

func (*following) Watches(custos.CameraID) float64 { return 8 }

func (f *following) Look(_ context.Context, fr *custos.Frame, t *observe.Tracks, life uint64) ([]custos.Observation, error) {
	if t == nil || life != 5 {
		return nil, nil
	}
	f.shown = append(f.shown, fr.Ref.PTS)
	return []custos.Observation{{Resource: fr.Camera, Time: fr.Time, Payload: &observe.Gesture{What: observe.Lying, Track: t.Objects[0].Track, Life: life}}}, nil
}

func (*following) Quiet(context.Context, custos.CameraID) ([]custos.Observation, error) {
	return nil, nil
}

// Tracks are looked at with their frames; those whose frame is gone are passed over, and of those
// that come late every second.
func TestTracksAreLookedAtInTheirFrames(t *testing.T) {
	a := &following{}
	h := started(t, t.TempDir(), analyze.Spec{
		Name: "gesture", Tier: custos.Edge, Kinds: []custos.Kind{observe.KindGesture},
		Input: analyze.Input{Source: analyze.Tracked, From: "track", Kinds: []custos.Kind{observe.KindTracks}},
		New:   func(analyze.Setup) (any, error) { return a, nil },
	})
	if err := offered(h.spec); err != nil {
		t.Fatal(err)
	}
	k := &held{every: 125 * time.Millisecond}
	zero := time.Now().Add(-3 * time.Second)
	for ms := 0; ms <= 2500; ms += 125 {
		d := time.Duration(ms) * time.Millisecond
		k.put(&custos.Frame{Camera: camera, Ref: custos.FrameRef{Boot: 1, PTS: d}, Time: zero.Add(d), Width: 16, Height: 16})
	}
	var in []journal.Followed
	for _, ms := range []int{250, 500, 750, 1000, 2000, 2250, 9000} {
		d := time.Duration(ms) * time.Millisecond
		at := zero.Add(min(d, 2300*time.Millisecond))
		in = append(in, journal.Followed{
			Event: custos.Event{Service: "edge/track", Boot: 5, Seq: uint64(ms), Kind: observe.KindTracks, Resource: camera, Time: at},
			What:  &observe.Tracks{Frame: custos.FrameRef{Boot: 1, PTS: d}, Objects: []observe.Tracked{{Track: 3, Class: custos.Person}}},
		})
	}
	if err := h.takeTracked(t.Context(), a, map[custos.CameraID]*held{camera: k}, in, journal.Progress{Cursor: journal.Cursor{Source: "edge/track"}}); err != nil {
		t.Fatal(err)
	}
	want := []time.Duration{500 * time.Millisecond, time.Second, 2 * time.Second, 2250 * time.Millisecond}
	if !slices.Equal(a.shown, want) {
		t.Errorf("shown are %v, not %v", a.shown, want)
	}
	if n := len(observed(t, h, observe.KindGesture)); n != len(want) {
		t.Errorf("%d events are kept", n)
	}
}
