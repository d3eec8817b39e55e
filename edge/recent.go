package edge

import (
	"context"
	"sync"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/edge/record"
	"custos.dev/custos/observe"
)

// recentSegments are the newest that a camera's service knows without asking its master: at
// four seconds each, an hour and eight minutes. The journal keeps as many over a start.
const recentSegments = 1024

// recent are the newest segments of a camera, the oldest first.
type recent struct {
	mu   sync.Mutex
	segs []observe.Segment
	more chan struct{} // closed and replaced when there is one more
}

func newRecent() *recent { return &recent{more: make(chan struct{})} }

func (r *recent) add(s observe.Segment) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.segs) >= 2*recentSegments {
		r.segs = append([]observe.Segment(nil), r.segs[len(r.segs)-recentSegments:]...)
	}
	r.segs = append(r.segs, s)
	close(r.more)
	r.more = make(chan struct{})
}

// sealWithin is how long a moment that was recorded waits for its segment's seal.
const sealWithin = 30 * time.Second

// at returns the segments that decoding the picture of a moment takes, the last of which
// shows it. For one that is recorded just now it waits until its segment is sealed. It
// returns NotFound where nothing was recorded, or too long ago.
func (r *recent) at(ctx context.Context, moment time.Time) ([]observe.Segment, error) {
	ctx, cancel := context.WithTimeout(ctx, sealWithin)
	defer cancel()
	for {
		r.mu.Lock()
		segs, more := r.segs, r.more
		r.mu.Unlock()
		if found := record.Covering(segs, moment, moment); len(found) > 0 {
			return found, nil
		}
		if n := len(segs); n > 0 && !moment.After(segs[n-1].Until) || time.Since(moment) > sealWithin {
			return nil, custos.Errorf(custos.NotFound, "nothing that the camera's service remembers shows %s", moment.UTC().Format(time.RFC3339Nano))
		}
		select {
		case <-more:
		case <-ctx.Done():
			return nil, custos.Errorf(custos.NotFound, "what was recorded at %s is not sealed yet", moment.UTC().Format(time.RFC3339Nano))
		}
	}
}
