//go:build linux

package edge

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/edge/stream"
	"custos.dev/custos/observe"
	"custos.dev/custos/retention"
)

// smallDisk is a file system of so many bytes, for who may mount one.
func smallDisk(t *testing.T, bytes int) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%d", bytes)); err != nil {
		t.Skipf("a small disk cannot be mounted (%v): run this test as root to fill one", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// numbers are the frames of the stream's events that a journal has, in order.
func (r *recording) numbers(t *testing.T) (out []uint64) {
	t.Helper()
	err := r.Journal.Each(t.Context(), observe.KindStream, func(e *custos.Event) error {
		s, _ := observe.As[*observe.Stream](e)
		out = append(out, s.Frames)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestDiskThatIsReallyFull fills the disk on which a camera has its recordings and its journal. The
// oldest footage goes first and no event; while nothing can be stored the camera's state says so,
// and what was acknowledged stays; when there is room it goes on by itself.
func TestDiskThatIsReallyFull(t *testing.T) {
	dir := smallDisk(t, 16<<20)
	r := openRecording(t, dir, retention.Policy{})
	r.shelf.Free = 2 << 20
	defer r.close(t)
	r.start = time.Now()
	r.health.began(r.id, r.src)
	say := func(n uint64, size int) error {
		return r.Journal.Append(context.Background(), []custos.Observation{{Resource: r.id, Time: time.Now(), Payload: &observe.Stream{State: observe.StreamOdd, Frames: n, Reason: strings.Repeat("x", size)}}})
	}
	acknowledged := uint64(0)
	files := func() (from, to uint64) {
		t.Helper()
		err := r.Journal.Each(t.Context(), observe.KindSegment, func(e *custos.Event) error {
			s, _ := observe.As[*observe.Segment](e)
			if _, err := os.Stat(filepath.Join(dir, "recordings", s.File)); err == nil {
				if from == 0 {
					from = s.Index
				} else if s.Index != to+1 {
					t.Errorf("between segments %d and %d something went", to, s.Index)
				}
				to = s.Index
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return from, to
	}

	// It is kept free: twice as much as it holds is recorded.
	for n := range 500 {
		if err := r.some(15_000); err != nil {
			t.Fatalf("segment %d: %v", n, err)
		}
		if n%10 == 0 {
			if err := r.pass(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := say(acknowledged+1, 2000); err != nil {
				t.Fatal(err)
			}
			acknowledged++
		}
	}
	from, to := files()
	if from < 200 || to < 498 {
		t.Errorf("of 500 segments those from %d to %d are left", from, to)
	}

	// Something else takes all that is left.
	filler, err := os.Create(filepath.Join(dir, "somebody's"))
	if err != nil {
		t.Fatal(err)
	}
	for block := 1 << 20; block > 0; {
		if _, err := filler.Write(make([]byte, block)); err != nil {
			block /= 2
		}
	}
	_ = filler.Close()
	var failed error
	for range 10 {
		if failed = r.some(15_000); failed != nil {
			r.stored(failed)
			break
		}
	}
	select {
	case <-r.full:
	default:
		t.Error("nobody is woken to make room")
	}
	r.health.picture(stream.Fragment{Time: time.Now()})
	if h := r.Health(); failed == nil || h.State != custos.CameraNotRecording || !strings.Contains(h.Reason, "the disk is full") {
		t.Fatalf("recording on a full disk: %v, the camera's state is %s: %s", failed, h.State, h.Reason)
	}
	refused, size := 0, 2000 // until what the database has of room in its own files is used up
	for n := 0; n < 5000 && refused < 20; n++ {
		if refused > 10 {
			size = 10
		}
		err := say(acknowledged+1, size)
		switch {
		case err == nil:
			acknowledged++
			refused = 0
			continue
		case custos.KindOf(err) != custos.Unavailable || !strings.Contains(err.Error(), "the disk is full"):
			t.Fatalf("an event on a full disk: %v", err)
		}
		refused++
	}
	if refused == 0 {
		t.Error("events were taken on a full disk")
	}
	if got := r.numbers(t); uint64(len(got)) != acknowledged || got[len(got)-1] != acknowledged {
		t.Errorf("%d events were acknowledged, %d are here", acknowledged, len(got))
	}

	// Footage makes room, though telling that needs some as well.
	if err := r.pass(t.Context()); err != nil {
		t.Fatalf("the full disk stays full: %v", err)
	}
	if free, err := freeSpace(dir); err != nil || free < 2<<20 {
		t.Errorf("%d bytes are free, %v", free, err)
	}
	before := from
	if from, _ = files(); from <= before {
		t.Errorf("the oldest segment is %d, as before", from)
	}
	if err := r.some(15_000); err != nil {
		t.Fatal(err)
	}
	if err := r.some(15_000); err != nil {
		t.Fatal(err)
	}
	r.health.picture(stream.Fragment{Time: time.Now()})
	if h := r.Health(); h.State != custos.CameraRecording {
		t.Errorf("with room again the camera's state is %s: %s", h.State, h.Reason)
	}
	if err := say(acknowledged+1, 2000); err != nil {
		t.Error(err)
	}
	if got := r.numbers(t); uint64(len(got)) != acknowledged+1 {
		t.Errorf("%d events were acknowledged, %d are here", acknowledged+1, len(got))
	}
}
