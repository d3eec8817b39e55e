package fog

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/observe"
)

// TestAttack10ClockSkew commits batches of a service whose clock is off: each is kept
// with how far, in the order of its numbers, and an alarm tells of more than an hour.
func TestAttack10ClockSkew(t *testing.T) {
	w, ctx := newWorld(t), context.Background()
	var told []observe.Alarm
	watch := &Watch{DB: w.DB, Now: time.Now, Logger: slog.New(slog.DiscardHandler), Raise: func(_ context.Context, _ time.Time, a observe.Alarm) error {
		told = append(told, a)
		return nil
	}}
	w.Clock = watch.Clock
	prev, first := custos.Hash{}, uint64(1)
	commit := func(ahead time.Duration) {
		t.Helper()
		// The master's clock goes wrong by as much the other way.
		w.Now = func() time.Time { return time.Now().Add(-ahead) }
		m := w.batch(t, prev, first, 2, nil)
		m.Sent = time.Now()
		if _, err := w.Commit(ctx, w.key.Address(), m); err != nil {
			t.Fatalf("%s off: %v", ahead, err)
		}
		prev, first = m.Leaf.Hash(), first+2
	}
	for _, ahead := range []time.Duration{0, 90 * time.Minute, 2 * time.Hour, time.Second, -90 * time.Minute, 0} {
		commit(ahead)
	}
	var said []bool
	for _, a := range told {
		if a.About != observe.AlarmClock || a.Origin != string(producer) {
			t.Errorf("raised %+v", a)
		}
		said = append(said, a.Over)
	}
	if len(said) != 4 || said[0] || !said[1] || said[2] || !said[3] {
		t.Fatalf("alarms %+v; want one begun and ended for each time that the clock was off", told)
	}
	rows, err := rowsOf(t, w.DB).QueryContext(ctx, "SELECT clock_offset FROM batch ORDER BY leaf_index")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var offsets []time.Duration
	for rows.Next() {
		var ms int64
		if err := rows.Scan(&ms); err != nil {
			t.Fatal(err)
		}
		offsets = append(offsets, (time.Duration(ms) * time.Millisecond).Round(time.Minute))
	}
	want := []time.Duration{0, 90 * time.Minute, 2 * time.Hour, 0, -90 * time.Minute, 0}
	if len(offsets) != len(want) {
		t.Fatalf("offsets %v, want %v", offsets, want)
	}
	for i := range want {
		if offsets[i] != want[i] {
			t.Fatalf("offsets %v, want %v", offsets, want)
		}
	}
	if e, b, l := w.counts(t); e != 12 || b != 6 || l != 6 {
		t.Fatalf("%d events, %d batches, %d leaves; want 12, 6, 6", e, b, l)
	}

	// An event stamped far ahead shows, though the clock was mended before it was sent.
	future := func(e *custos.Event) { e.Time = time.Now().Add(3 * time.Hour) }
	m := w.batch(t, prev, first, 1, future)
	m.Sent = time.Now()
	if _, err := w.Commit(ctx, w.key.Address(), m); err != nil {
		t.Fatal(err)
	}
	if open := watch.Open(); len(open) != 1 || open[0].About != observe.AlarmClock {
		t.Fatalf("open alarms %+v", open)
	}
}

// TestClockAlarmDoesNotStopABatch: what was seen is kept, also when the alarm fails.
func TestClockAlarmDoesNotStopABatch(t *testing.T) {
	w := newWorld(t)
	w.Now = func() time.Time { return time.Now().Add(-2 * time.Hour) }
	w.Clock = func(context.Context, custos.ServiceID, time.Duration) error {
		return custos.Errorf(custos.Unavailable, "the journal is shut")
	}
	m := w.batch(t, custos.Hash{}, 1, 1, nil)
	if _, err := w.Commit(context.Background(), w.key.Address(), m); err != nil {
		t.Fatal(err)
	}
}
