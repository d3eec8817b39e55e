package journal

import (
	"context"
	"database/sql"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/observe"
)

// Mark is how far another service was followed about one resource.
type Mark struct {
	Resource custos.Resource
	// Boot and Seq are the newest event's that was taken.
	Boot, Seq uint64
	// Frame is the newest frame that was taken, captured at Time. It may stand in no event yet.
	Frame custos.FrameRef
	Time  time.Time
}

// Progress is how far another service was followed, with what one call of Keep has taken: Marks
// are those of the resources that it was about.
type Progress struct {
	Cursor
	Marks []Mark
}

// has reports that an event, or a frame, was taken. One that cannot be read and has no number is
// new each time.
func (m *Mark) has(e *Followed) bool {
	if frame, ok := e.What.(observe.PerFrame); ok {
		return m.hasFrame(frame.Ref(), e.Time)
	}
	return e.Seq != 0 && !position{e.Boot, e.Seq}.after(position{m.Boot, m.Seq})
}

// with is the mark when an event, or a frame, that it does not have is taken.
func (m Mark) with(e *Followed) Mark {
	m.Resource = e.Resource
	if frame, ok := e.What.(observe.PerFrame); ok {
		m.Frame, m.Time = frame.Ref(), e.Time
	} else if e.Seq != 0 {
		m.Boot, m.Seq = e.Boot, e.Seq
	}
	return m
}

// hasFrame reports that a frame, captured at a time, was taken. Within a life of the camera its
// frames are numbered, and a later life has a higher number; a lower one is an earlier life, but
// where the camera's directory was lost and its clock was set back: then its frames count again
// once they are later than the last.
func (m *Mark) hasFrame(f custos.FrameRef, at time.Time) bool {
	switch {
	case f.Boot == m.Frame.Boot:
		return f.Seq <= m.Frame.Seq
	case f.Boot > m.Frame.Boot:
		return false
	}
	return !at.After(m.Time)
}

// after reports that a place is behind another one.
func (p position) after(o position) bool {
	return p.Boot > o.Boot || p.Boot == o.Boot && p.Seq > o.Seq
}

// before reports that a place is in front of another one.
func (p position) before(o position) bool { return o.after(p) }

// marks returns how far a source was followed about each resource.
func (j *Journal) marks(ctx context.Context, source custos.ServiceID) (map[custos.Resource]Mark, error) {
	rows, err := j.db.Query().QueryContext(ctx, "SELECT resource, boot, seq, frame_boot, frame_seq, frame_time FROM mark WHERE source = ?", source)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[custos.Resource]Mark{}
	for rows.Next() {
		var m Mark
		var at int64
		if err := rows.Scan(&m.Resource, &m.Boot, &m.Seq, &m.Frame.Boot, &m.Frame.Seq, &at); err != nil {
			return nil, err
		}
		m.Time = time.Unix(0, at)
		out[m.Resource] = m
	}
	return out, rows.Err()
}

func saveCursor(tx *sql.Tx, c Cursor) error {
	_, err := tx.Exec("INSERT INTO cursor VALUES (?,?,?) ON CONFLICT (source) DO UPDATE SET boot = excluded.boot, seq = excluded.seq", c.Source, c.Boot, c.Seq)
	return err
}

func saveMark(tx *sql.Tx, source custos.ServiceID, m Mark) error {
	_, err := tx.Exec("INSERT INTO mark VALUES (?,?,?,?,?,?,?) ON CONFLICT (source, resource) DO UPDATE SET boot = excluded.boot, seq = excluded.seq, frame_boot = excluded.frame_boot, frame_seq = excluded.frame_seq, frame_time = excluded.frame_time",
		source, m.Resource, m.Boot, m.Seq, m.Frame.Boot, m.Frame.Seq, m.Time.UnixNano())
	return err
}

// progress is how far a source was followed in this life, durably or not.
type progress struct {
	// at is the place up to which it was taken, marks how far of each resource; those of unsaved
	// are newer than what is durable.
	at      position
	marks   map[custos.Resource]Mark
	unsaved map[custos.Resource]bool
	// saved is when it was last made durable.
	saved time.Time
}
