package live

import (
	"context"
	"testing"
	"time"

	"custos.dev/custos/edge/stream"
)

func fragment(n int) stream.Fragment {
	return stream.Fragment{Data: []byte{byte(n)}, PTS: time.Duration(n), Keyframe: n%10 == 0}
}

func TestBeginsWithKeyframe(t *testing.T) {
	var h Hub
	early := h.Subscribe(t.Context())
	h.OnInit(stream.Init{Codec: "a"})
	for n := range 15 {
		h.OnFragment(fragment(n))
	}
	late := h.Subscribe(t.Context())
	h.OnFragment(fragment(15))
	for name, x := range map[string]struct {
		ch    <-chan Chunk
		first int
	}{"early": {early, 0}, "late": {late, 10}} {
		if c := <-x.ch; c.Init == nil || c.Init.Codec != "a" {
			t.Fatalf("%s viewer: first came %+v", name, c)
		}
		for n := x.first; n <= 15; n++ {
			if c := <-x.ch; c.Fragment == nil || c.Fragment.PTS != time.Duration(n) || c.Skipped {
				t.Fatalf("%s viewer: want fragment %d, got %+v", name, n, c)
			}
		}
	}
}

// Viewers are given the video alone, whatever other tracks there are.
func TestOtherTracksAreNotShown(t *testing.T) {
	var h Hub
	ch := h.Subscribe(t.Context())
	h.OnInit(stream.Init{Codec: "a", Track: stream.Track{ID: 1, Media: stream.Video}})
	h.OnInit(stream.Init{Codec: "mp4a.40.2", Track: stream.Track{ID: 0, Media: stream.Audio}})
	h.OnFragment(stream.Fragment{Track: 0, PTS: 1, Keyframe: true})
	h.OnFragment(stream.Fragment{Track: 1, PTS: 2, Keyframe: true})
	if c := <-ch; c.Init == nil || c.Init.Codec != "a" {
		t.Fatalf("got %+v", c)
	}
	if c := <-ch; c.Fragment == nil || c.Fragment.PTS != 2 {
		t.Fatalf("got %+v", c)
	}
}

func TestNewStreamBeginsAnew(t *testing.T) {
	var h Hub
	h.OnInit(stream.Init{Codec: "a"})
	h.OnFragment(fragment(0))
	ch := h.Subscribe(t.Context())
	h.OnInit(stream.Init{Codec: "b"})
	h.OnFragment(fragment(5)) // of the new stream, but no keyframe: not for anyone
	h.OnFragment(fragment(10))
	<-ch
	<-ch
	if c := <-ch; c.Init == nil || c.Init.Codec != "b" {
		t.Fatalf("got %+v", c)
	}
	if c := <-ch; c.Fragment == nil || c.Fragment.PTS != 10 {
		t.Fatalf("got %+v", c)
	}
}

// TestSlowViewer never reads until the end: what it then finds is bounded, and
// goes on at a keyframe.
func TestSlowViewer(t *testing.T) {
	var h Hub
	h.OnInit(stream.Init{})
	h.OnFragment(fragment(0))
	ch := h.Subscribe(t.Context())
	total := 10 * queue
	for n := 1; n < total; n++ {
		h.OnFragment(fragment(n))
	}
	<-ch // init
	next := 0
	for len(ch) > 0 {
		if c := <-ch; c.Fragment.PTS != time.Duration(next) {
			t.Fatalf("want fragment %d, got %v", next, c.Fragment.PTS)
		}
		next++
	}
	if next > queue+2 {
		t.Fatalf("%d fragments were kept for it", next)
	}
	h.OnFragment(fragment(total + 1)) // no keyframe
	h.OnFragment(fragment(total + 10))
	h.OnFragment(fragment(total + 11))
	if c := <-ch; !c.Skipped || !c.Fragment.Keyframe {
		t.Fatalf("it goes on with %+v", c)
	}
	if c := <-ch; c.Skipped || c.Fragment.PTS != time.Duration(total+11) {
		t.Fatalf("then comes %+v", c)
	}
}

func TestEnds(t *testing.T) {
	var h Hub
	ctx, cancel := context.WithCancel(t.Context())
	a, b := h.Subscribe(ctx), h.Subscribe(t.Context())
	cancel()
	if _, ok := <-a; ok {
		t.Error("a viewer whose context ended is sent something")
	}
	if n := h.Viewers(); n != 1 {
		t.Errorf("%d viewers, want 1", n)
	}
	h.Close()
	if _, ok := <-b; ok {
		t.Error("a closed hub sends something")
	}
	if _, ok := <-h.Subscribe(t.Context()); ok {
		t.Error("a closed hub takes viewers")
	}
}

// TestSlowViewerOfLargePictures: what waits for a viewer is bounded in bytes too, and he
// goes on with a key picture when he reads again.
func TestSlowViewerOfLargePictures(t *testing.T) {
	var h Hub
	h.OnInit(stream.Init{Codec: "a"})
	ch := h.Subscribe(t.Context())
	large := func(n int) {
		h.OnFragment(stream.Fragment{Data: make([]byte, 5<<20), PTS: time.Duration(n), Keyframe: true})
	}
	for n := range 100 {
		large(n)
	}
	read := func() (count int, last Chunk) {
		for len(ch) > 0 {
			if c := <-ch; c.Fragment != nil {
				count, last = count+1, c
			}
		}
		return count, last
	}
	if n, _ := read(); n == 0 || n*(5<<20) > queueBytes {
		t.Errorf("%d pictures of 5 MiB waited", n)
	}
	large(100)
	if n, c := read(); n != 1 || c.Fragment.PTS != 100 || !c.Skipped {
		t.Errorf("then came %d, %+v", n, c)
	}
	// One that is larger than all that may wait is shown nevertheless.
	h.OnFragment(stream.Fragment{Data: make([]byte, queueBytes+1), PTS: 101, Keyframe: true})
	if n, c := read(); n != 1 || c.Fragment.PTS != 101 {
		t.Errorf("at last came %d", n)
	}
}
