// Package analyze is the host of the analyzers: it gives them frames or tracks,
// keeps what they observe in their service's journal, and lets their consumers
// follow. An analyzer itself is a folder below with one type and no input or
// output of its own.
package analyze

import (
	"context"
	"sync"
	"time"

	"custos"
	"custos/journal"
)

// idle is how long a camera may send nothing before its tracks count as ended.
const idle = 3 * time.Second

// quiet calls flush for each camera that was active and has then sent nothing
// for idle, once.
type quiet struct {
	mu    sync.Mutex
	last  map[custos.CameraID]time.Time
	flush func(context.Context, custos.CameraID) error
}

// touch notes that a camera sent something. Its caller holds mu.
func (q *quiet) touch(c custos.CameraID) {
	if q.last == nil {
		q.last = map[custos.CameraID]time.Time{}
	}
	q.last[c] = time.Now()
}

func (q *quiet) run(ctx context.Context) error {
	tick := time.NewTicker(idle / 4)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case now := <-tick.C:
			if err := q.look(ctx, now); err != nil {
				return err
			}
		}
	}
}

func (q *quiet) look(ctx context.Context, now time.Time) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	for c, at := range q.last {
		if now.Sub(at) < idle {
			continue
		}
		if err := q.flush(ctx, c); err != nil && ctx.Err() == nil {
			return err
		}
		delete(q.last, c)
	}
	return nil
}

// keep appends what came of some input, with the input's cursor.
func keep(ctx context.Context, j *journal.Journal, out []custos.Observation, cur ...journal.Cursor) error {
	err := j.Append(ctx, out, cur...)
	if ctx.Err() != nil {
		return nil // it is read again by the next life
	}
	return err
}
