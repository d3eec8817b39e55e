package fog

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/api"
	"custos.dev/custos/journal"
	"custos.dev/custos/observe"
)

// listener takes what is sent, and leaves after some of it.
type listener struct {
	bytes.Buffer
	flushed int
	leave   func()
}

func (l *listener) Header() http.Header { return http.Header{} }
func (l *listener) WriteHeader(int)     {}
func (l *listener) FlushError() error {
	if l.flushed++; l.flushed == 3 {
		l.leave()
	}
	return nil
}

// TestBoxesAreSent: what track says of a frame is one message, and nothing else is.
func TestBoxesAreSent(t *testing.T) {
	if _, ok := boxesOf(&journal.Followed{What: &observe.Detections{}}); ok {
		t.Error("what object saw is shown as tracks")
	}
	at := time.Date(2026, 7, 1, 18, 0, 0, 0, time.UTC)
	ctx, cancel := context.WithCancel(t.Context())
	l := &listener{leave: cancel}
	frames := make(chan api.Boxes, 2)
	for _, objects := range [][]observe.Tracked{{{Track: 7, Class: custos.Person, Box: custos.Box{X: .5, W: .25, H: .5}}}, {}} {
		b, ok := boxesOf(&journal.Followed{Event: custos.Event{Resource: "a/b/cam1", Time: at}, What: &observe.Tracks{Frame: custos.FrameRef{PTS: 3 * time.Second}, Objects: objects}})
		if !ok {
			t.Fatal("tracks are not shown")
		}
		frames <- b
	}
	if err := sendBoxes(ctx, l, frames); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	want := []string{
		": open", "",
		`data: {"camera":"a/b/cam1","time":"2026-07-01T18:00:00Z","at":3,"objects":[{"track":7,"class":"person","box":{"x":0.5,"y":0,"w":0.25,"h":0.5}}]}`, "",
		`data: {"camera":"a/b/cam1","time":"2026-07-01T18:00:00Z","at":3,"objects":[]}`, "", "",
	}
	if got := l.String(); got != strings.Join(want, "\n") {
		t.Errorf("it is sent\n%s", got)
	}
}
