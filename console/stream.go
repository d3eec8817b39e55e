package console

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"custos.dev/custos"
	"custos.dev/custos/api"

	"github.com/coder/websocket"
)

// updates sends new events and moved marks as server-sent events; kind= and
// except= select the events.
func (s *console) updates(w http.ResponseWriter, r *http.Request) {
	up, err := s.Backend.Updates(r.Context())
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	only, except, out := kinds(r, "kind"), kinds(r, "except"), http.NewResponseController(w)
	w.Header().Set("Content-Type", "text/event-stream")
	// The comment tells the page that it may now read the list: whatever comes
	// after that list also comes here.
	say := func(text string) bool {
		out.SetWriteDeadline(time.Now().Add(writeTime))
		_, err := w.Write([]byte(text))
		return err == nil && out.Flush() == nil
	}
	beat := time.NewTicker(writeTime)
	defer beat.Stop()
	for alive := say(": open\n\n"); alive; {
		select {
		case <-r.Context().Done():
			return
		case <-beat.C:
			alive = say(": still here\n\n")
		case u, more := <-up:
			if !more {
				return
			}
			if e := u.Event; e != nil && (len(only) > 0 && !slices.Contains(only, e.Kind) || slices.Contains(except, e.Kind)) {
				continue
			}
			b, err := json.Marshal(u)
			if err != nil {
				s.Log.Error("console: update cannot be written as JSON", "err", err)
				continue
			}
			alive = say("data: " + string(b) + "\n\n")
		}
	}
}

// live sends a camera's stream. The upgrade comes first, since a page can read
// why a WebSocket was closed, but not why an upgrade was refused.
func (s *console) live(w http.ResponseWriter, r *http.Request) {
	path, ok := strings.CutSuffix(r.PathValue("rest"), "/live")
	if !ok {
		s.refuse(w, r, custos.Errorf(custos.NotFound, "there is no %s: a camera's stream is at /api/cameras/CAMERA/live", r.URL.Path))
		return
	}
	camera := custos.CameraID(path)
	if err := camera.Validate(); err != nil {
		s.refuse(w, r, custos.Errorf(custos.Invalid, "camera: %w", err))
		return
	}
	// Accept also compares Origin with Host, after guard did.
	c, err := websocket.Accept(w, r, nil)
	if err != nil {
		return // Accept has answered
	}
	defer c.CloseNow()
	err = s.play(c.CloseRead(r.Context()), c, camera)
	switch {
	case err == nil:
		c.Close(websocket.StatusNormalClosure, "The camera's stream has ended.")
	default:
		if custos.KindOf(err) == custos.Internal && r.Context().Err() == nil {
			s.Log.Warn("console: live stream ended", "camera", camera, "err", err)
		}
		c.Close(websocket.StatusCode(4000+api.StatusOf(err)), cut(sentence(err)))
	}
}

// play sends the stream until it ends; its error is why.
func (s *console) play(ctx context.Context, c *websocket.Conn, camera custos.CameraID) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // ends the backend's side too
	l, err := s.Backend.Live(ctx, camera)
	if err != nil {
		return err
	}
	head, err := json.Marshal(map[string]any{"codec": l.Codec, "width": l.Width, "height": l.Height})
	if err != nil {
		return err
	}
	if err := send(ctx, c, websocket.MessageText, head); err != nil {
		return err
	}
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case b, more := <-l.Chunks:
			if !more {
				if l.Err != nil {
					return l.Err()
				}
				return nil
			}
			if err := send(ctx, c, websocket.MessageBinary, b); err != nil {
				return err
			}
		}
	}
}

func send(ctx context.Context, c *websocket.Conn, t websocket.MessageType, b []byte) error {
	ctx, cancel := context.WithTimeout(ctx, writeTime)
	defer cancel()
	return c.Write(ctx, t, b)
}

// cut shortens a reason to what a close frame holds, at a whole character.
func cut(reason string) string {
	const most = 123
	if len(reason) <= most {
		return reason
	}
	n := most - len("…")
	for n > 0 && !utf8.RuneStart(reason[n]) {
		n--
	}
	return reason[:n] + "…"
}
