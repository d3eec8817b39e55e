package postgres

import (
	"context"
	"iter"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/fog/masterdb"
)

// Events of one kind of a camera by their time. The numbers of these kinds are those that their
// indexes are for.
const (
	ofSegments = eventTables + "AND e.kind = 1 AND e.resource = (SELECT n FROM resource WHERE name = $1) "
	ofStreams  = eventTables + "AND e.kind = 2 AND e.resource = (SELECT n FROM resource WHERE name = $1) "

	segmentsBack = "SELECT " + eventColumns + ofSegments + "AND e.time <= $2 ORDER BY e.time DESC, e.n DESC"
)

// SegmentsBack implements masterdb.Footage.
func (r *Reader) SegmentsBack(ctx context.Context, camera custos.CameraID, until time.Time) iter.Seq2[masterdb.Event, error] {
	return each(ctx, r.ask, scanEvent, segmentsBack, camera, until.UnixNano())
}

// Streams implements masterdb.Footage.
func (r *Reader) Streams(ctx context.Context, camera custos.CameraID, from, until time.Time) iter.Seq2[masterdb.Event, error] {
	return each(ctx, r.ask, scanEvent, "SELECT "+eventColumns+ofStreams+"AND e.time BETWEEN $2 AND $3 ORDER BY e.time, e.n", camera, from.UnixNano(), until.UnixNano())
}

// NewestSegment implements masterdb.Footage.
func (r *Reader) NewestSegment(ctx context.Context, camera custos.CameraID) (time.Time, bool, error) {
	var at int64
	there, err := r.row(ctx, []any{&at}, "SELECT e.time"+ofSegments+"ORDER BY e.time DESC, e.n DESC LIMIT 1", camera)
	return time.Unix(0, at).UTC(), there, err
}

// SealedBy implements masterdb.Footage.
func (r *Reader) SealedBy(ctx context.Context, camera custos.CameraID, at time.Time) (s custos.ServiceID, ok bool, err error) {
	ok, err = r.row(ctx, []any{&s}, "SELECT b.service"+ofSegments+"AND e.time = $2 ORDER BY e.n LIMIT 1", camera, at.UnixNano())
	return s, ok, err
}
