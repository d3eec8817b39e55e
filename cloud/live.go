package cloud

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/api"

	"github.com/coder/websocket"
)

// Live is a camera's running stream.
type Live struct {
	api.LiveInit
	// Chunks are the fMP4 init section and then fragments. It is closed at the
	// end; who reads it too slowly loses the stream, since the master cuts it.
	Chunks <-chan []byte
	// Err says, once Chunks is closed, why; nil if the camera ended.
	Err func() error
}

// How masters and cameras word the end of a live view; a close frame carries no
// kind of error.
const (
	streamEnded = "the stream ended"
	rightEnded  = "the right has ended"
)

// Live opens a camera's stream; it ends with ctx or with the cloud's right to
// it. The federation owns the connection and its goroutine.
func (f *Federation) Live(ctx context.Context, camera custos.CameraID) (*Live, error) {
	m, err := f.ofCamera(camera)
	if err != nil {
		return nil, err
	}
	// The connection must outlive the dialing, which a dead master must not hold up.
	ctx, cancel := context.WithCancelCause(ctx)
	late := time.AfterFunc(2*askTime, func() {
		cancel(custos.Errorf(custos.Unavailable, "the picture of %s does not come: its camera or its master does not answer", camera))
	})
	fail := func(err error) error {
		if cause := context.Cause(ctx); cause != nil {
			err = cause
		}
		cancel(nil)
		return m.explain(err)
	}
	conn, err := m.client.WebSocket(ctx, api.GetLive.Of(string(camera)))
	if err != nil {
		late.Stop()
		return nil, fail(err)
	}
	kind, first, err := conn.Read(ctx)
	late.Stop()
	l := &Live{}
	if err == nil && (kind != websocket.MessageText || json.Unmarshal(first, &l.LiveInit) != nil) {
		err = custos.Errorf(custos.Corrupt, "the stream of %s does not begin with its description", camera)
	}
	if err != nil {
		_ = conn.CloseNow()
		if reason := whyClosed(err); reason != nil {
			err = reason
		}
		return nil, fail(err)
	}
	chunks := make(chan []byte, 4)
	var end error
	l.Chunks, l.Err = chunks, func() error { return end } // written before the close
	go func() {
		defer cancel(nil)
		defer close(chunks)
		defer func() { _ = conn.CloseNow() }()
		for {
			_, b, err := conn.Read(ctx)
			if err != nil {
				end = endOf(ctx, m, err)
				return
			}
			select {
			case chunks <- b:
			case <-ctx.Done():
				end = context.Cause(ctx)
				return
			}
		}
	}()
	return l, nil
}

func endOf(ctx context.Context, m *member, err error) error {
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	var c websocket.CloseError
	if errors.As(err, &c) {
		return whyClosed(err)
	}
	return m.explain(err)
}

// whyClosed turns a close frame into the error it stands for; nil for none and
// for a stream that just ended.
func whyClosed(err error) error {
	var c websocket.CloseError
	switch {
	case !errors.As(err, &c) || c.Reason == streamEnded || c.Code == websocket.StatusNormalClosure:
		return nil
	case strings.HasPrefix(c.Reason, rightEnded):
		return custos.Errorf(custos.Denied, "%s", c.Reason)
	case c.Reason == "":
		return custos.Errorf(custos.Unavailable, "the stream was cut without a reason")
	}
	return custos.Errorf(custos.Unavailable, "%s", c.Reason)
}
