package fog

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/access"
	"custos.dev/custos/api"
	"custos.dev/custos/journal"
	"custos.dev/custos/observe"

	"golang.org/x/sync/errgroup"
)

// boxesWaiting is how many frames a slow listener may be behind; what comes then is left out.
const boxesWaiting = 64

// getBoxes sends the tracks in the frames of the domain's cameras as server-sent events, as the
// edges see them, until the right ends. While nobody asks, nothing is followed.
func (m *master) getBoxes(w http.ResponseWriter, r *http.Request) error {
	ctx, stop := m.Index.Watch(r.Context(), access.CallerOf(r.Context()).Question)
	defer stop(nil)
	frames := make(chan api.Boxes, boxesWaiting)
	g, ctx := errgroup.WithContext(ctx)
	for _, e := range m.Site.Edges(m.Node.Name) {
		track := custos.NewServiceID(e.Name, "track")
		g.Go(func() error {
			journal.Watch(ctx, m, track, []custos.Kind{observe.KindTracks}, m.Log, func(f *journal.Followed) {
				b, ok := boxesOf(f)
				if !ok || !b.Camera.Within(m.Domain) {
					return
				}
				select {
				case frames <- b:
				default: // the next one says more of now
				}
			})
			return nil
		})
	}
	g.Go(func() error { return sendBoxes(ctx, w, frames) })
	_ = g.Wait() // whoever listened has gone, or may not any more
	return nil
}

func boxesOf(f *journal.Followed) (api.Boxes, bool) {
	t, ok := f.What.(*observe.Tracks)
	if !ok {
		return api.Boxes{}, false
	}
	b := api.Boxes{Camera: f.Resource, Time: f.Time, At: t.Ref().PTS.Seconds(), Objects: make([]api.TrackBox, len(t.Objects))}
	for i, o := range t.Objects {
		b.Objects[i] = api.TrackBox{Track: uint64(o.Track), Class: o.Class, Box: o.Box}
	}
	return b, true
}

// sendBoxes writes frames until ctx ends, which is its error, and that it is still there where
// nothing moves.
func sendBoxes(ctx context.Context, w http.ResponseWriter, frames <-chan api.Boxes) error {
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	flush := http.NewResponseController(w)
	beat := time.NewTicker(feedBeat)
	defer beat.Stop()
	for text := []byte(": open\n\n"); ; {
		if _, err := w.Write(text); err != nil {
			return err
		}
		if err := flush.Flush(); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-beat.C:
			text = []byte(": still here\n\n")
		case b := <-frames:
			data, err := json.Marshal(b)
			if err != nil {
				return err
			}
			text = append(append([]byte("data: "), data...), '\n', '\n')
		}
	}
}
