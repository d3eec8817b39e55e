package sqlite

import (
	"context"
	"database/sql"
	"iter"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/observe"
)

// footageTables reads events of one kind of a camera by their time. The numbers of these kinds are
// those that their indexes are for.
func footageTables(kind custos.Kind) string {
	n := map[custos.Kind]string{observe.KindSegment: "1", observe.KindStream: "2"}[kind]
	return " FROM event e INDEXED BY event_" + string(kind) + " JOIN batch b ON b.n = e.batch WHERE b.leaf_index IS NOT NULL AND e.kind = " + n + " AND e.resource = " + resourceNamed + " "
}

// SegmentsBack implements masterdb.Footage.
func (r *Reader) SegmentsBack(ctx context.Context, camera custos.CameraID, until time.Time) iter.Seq2[masterdb.Event, error] {
	return each(ctx, r.db.Query(), scanEvent, "SELECT "+eventColumns+footageTables(observe.KindSegment)+"AND e.time <= ? ORDER BY e.time DESC, e.n DESC", camera, until.UnixNano())
}

// Streams implements masterdb.Footage.
func (r *Reader) Streams(ctx context.Context, camera custos.CameraID, from, until time.Time) iter.Seq2[masterdb.Event, error] {
	return each(ctx, r.db.Query(), scanEvent, "SELECT "+eventColumns+footageTables(observe.KindStream)+"AND e.time BETWEEN ? AND ? ORDER BY e.time, e.n", camera, from.UnixNano(), until.UnixNano())
}

// NewestSegment implements masterdb.Footage.
func (r *Reader) NewestSegment(ctx context.Context, camera custos.CameraID) (time.Time, bool, error) {
	var at sql.NullInt64
	_, err := r.row(ctx, []any{&at}, "SELECT max(e.time)"+footageTables(observe.KindSegment), camera)
	return time.Unix(0, at.Int64).UTC(), at.Valid, err
}

// SealedBy implements masterdb.Footage.
func (r *Reader) SealedBy(ctx context.Context, camera custos.CameraID, at time.Time) (s custos.ServiceID, ok bool, err error) {
	ok, err = r.row(ctx, []any{&s}, "SELECT b.service"+eventTables+"AND e.kind = 1 AND e.resource = "+resourceNamed+" AND e.time = ?", camera, at.UnixNano())
	return s, ok, err
}
