package record

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/edge/fmp4"
)

// TestSnapshotByStreamTime: a file begins at its own zero, and Base says where that is.
func TestSnapshotByStreamTime(t *testing.T) {
	_, frags := recorded(t)
	dir, b := t.TempDir(), new(book)
	r := open(t, b, dir)
	write(t, r, frags)
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	a, err := OpenArchive(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	want, err := a.Snapshot(t.Context(), b.segs, 2300*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	moved := slices.Clone(b.segs)
	for i := range moved {
		moved[i].Base += time.Hour
	}
	at := time.Hour + 2300*time.Millisecond
	got, err := a.Snapshot(t.Context(), moved, at)
	if err != nil || !bytes.Equal(got, want) {
		t.Fatalf("the picture an hour later is another: %v", err)
	}
	if _, err := a.Snapshot(t.Context(), moved, time.Minute); custos.KindOf(err) != custos.NotFound {
		t.Errorf("before the footage: %v", err)
	}
	if c := CoveringPTS(moved, moved[1].Boot, at, at); len(c) != 1 || c[0].Index != 2 {
		t.Errorf("covering: %+v", c)
	}
	// Only the segments from one that can be decoded by itself on.
	moved[1].Dependent = true
	if c := CoveringPTS(moved, moved[1].Boot, at, at); len(c) != 2 || c[0].Index != 1 {
		t.Errorf("covering with what decoding needs: %+v", c)
	}
	if c := Covering(moved, moved[0].From, moved[1].From.Add(1)); len(c) != 2 {
		t.Errorf("covering twice: %+v", c)
	}

	// A clip begins at zero, wherever the files do.
	var clip bytes.Buffer
	if err := a.Clip(t.Context(), &clip, b.segs[1:]); err != nil {
		t.Fatal(err)
	}
	if m, err := fmp4.Measure(&clip, 1000); err != nil || m.PTS > 200*time.Millisecond || len(m.Pictures) != 40 {
		t.Errorf("the clip begins at %v with %d pictures: %v", m.PTS, len(m.Pictures), err)
	}
}
