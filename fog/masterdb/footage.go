package masterdb

import (
	"context"
	"iter"
	"time"

	"custos.dev/custos"
)

// Footage finds the committed events about a camera's recordings, among all that is seen in
// it, by an index of their own. A segment's event has the time of its first picture.
type Footage interface {
	// SegmentsBack gives the segments that began at a time or before, the newest first by time,
	// then by number. Readers end it where they have enough.
	SegmentsBack(ctx context.Context, camera custos.CameraID, until time.Time) iter.Seq2[Event, error]
	// Streams gives what was said of a camera's stream between two times, both included, by time,
	// then by number.
	Streams(ctx context.Context, camera custos.CameraID, from, until time.Time) iter.Seq2[Event, error]
	// NewestSegment returns when the newest segment began; false if there is none.
	NewestSegment(ctx context.Context, camera custos.CameraID) (time.Time, bool, error)
	// SealedBy returns the service that sealed the segment that began at a time.
	SealedBy(ctx context.Context, camera custos.CameraID, at time.Time) (custos.ServiceID, bool, error)
}
