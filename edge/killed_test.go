package edge

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/edge/cameras"
	"custos.dev/custos/edge/fmp4"
	"custos.dev/custos/edge/fmp4/fmp4test"
	"custos.dev/custos/edge/record"
	"custos.dev/custos/edge/source"
	"custos.dev/custos/edge/stream"
	"custos.dev/custos/journal"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/node"
	"custos.dev/custos/observe"
	"custos.dev/custos/retention"
	"custos.dev/custos/service"
	"custos.dev/custos/supervise/killtest"
)

const recordedBy = custos.ServiceID("edge/camera-a")

// recording is what of a camera records and removes, on a real journal and directory.
type recording struct {
	*camera
	dir string
	// start is when its first picture was captured, at the stream time of what comes next.
	start time.Time
	at    time.Duration
}

// openRecording begins a life of a camera that keeps as much as a policy says.
func openRecording(t *testing.T, dir string, p retention.Policy) *recording {
	t.Helper()
	k, err := key.LoadOrCreate(filepath.Join(dir, "key"))
	if err != nil {
		t.Fatal(err)
	}
	j, err := journal.Open(context.Background(), dir, recordedBy, k)
	if err != nil {
		t.Fatal(err)
	}
	site := new(service.Site)
	retention.Section.Set(site, p)
	log := slog.New(slog.DiscardHandler)
	r := &recording{dir: dir, camera: &camera{
		Runtime: &node.Runtime{Env: &service.Env{Site: site, ID: recordedBy, Dir: dir, Log: log}, Journal: j},
		id:      "campus/front/a", cfg: &cameras.Camera{Name: "a", Segment: 16 * time.Millisecond}, src: &source.Source{}, ctx: context.Background(),
	}}
	if err := r.openRecordings(); err != nil {
		t.Fatal(err)
	}
	r.shelf.Stands = nil // there is no master here
	return r
}

func (r *recording) close(t *testing.T) {
	t.Helper()
	if err := r.rec.Close(); err != nil {
		t.Fatal(err)
	}
	_ = r.archive.Close()
	if err := r.Journal.Close(); err != nil {
		t.Fatal(err)
	}
}

// some records four pictures of so many bytes each, the first one a key picture.
func (r *recording) some(size int) error {
	const each = 4 * time.Millisecond
	f := fmp4test.File{At: r.at, Pictures: []time.Duration{each, each, each, each}, Fill: strings.Repeat("x", size)}
	m := fmp4.NewReader(bytes.NewReader(f.Bytes()))
	head, err := m.Init()
	if err != nil {
		return err
	}
	in, err := fmp4.ParseInit(head)
	if err != nil {
		return err
	}
	if r.at == 0 {
		if err := r.rec.Init(stream.Init{Codec: in.Codec, Width: in.Width, Height: in.Height, Data: head}); err != nil {
			return err
		}
	}
	for range f.Pictures {
		b, err := m.Next()
		if err != nil {
			return err
		}
		p, err := in.ParseFragment(b)
		if err != nil {
			return err
		}
		err = r.rec.Write(stream.Fragment{Data: b, PTS: p.PTS, DTS: p.DTS, Duration: p.Duration, Keyframe: p.Key, Frames: 1, Time: r.start.Add(p.PTS)})
		if err != nil {
			return err
		}
	}
	r.at += 4 * each
	return nil
}

// TestKilledCamera kills a camera's service in the middle of sealing segments and of removing
// them, by size and by orders. Each segment that was sealed is on record, and its file is there
// unless a tombstone names it, and gone then.
func TestKilledCamera(t *testing.T) {
	policy := retention.Policy{Rules: []retention.KeepRule{{Kinds: []custos.Kind{retention.Footage}, Size: 60_000}}}
	if c := killtest.Begun(); c != nil {
		recordUntilKilled(t, c, policy)
	}
	dir := t.TempDir()
	sealed, erased := map[uint64]bool{}, map[uint64]bool{}
	newest := uint64(0)
	words := map[string]int{}
	killtest.Killing{
		Dir: dir, Seed: 7, Rounds: 12, Words: 80,
		Answer: func(line string) string {
			verb, rest, _ := strings.Cut(line, " ")
			words[verb]++
			n, err := strconv.ParseUint(rest, 10, 64)
			if err != nil && rest != "" {
				t.Error(err)
			}
			switch verb {
			case "sealed":
				sealed[n], newest = true, max(newest, n)
			case "erased":
				erased[n] = true
			}
			return ""
		},
		Left: func(int) {
			r := openRecording(t, dir, policy)
			defer r.close(t)
			if err := r.shelf.Pass(t.Context()); err != nil {
				t.Fatal(err)
			}
			r.whole(t, sealed, erased)
		},
	}.Run(t)
	t.Logf("%d segments, %v", newest, words)
	if newest == 0 || words["told"] == 0 {
		t.Error("nothing was done")
	}
}

// whole wants the segments of sealed to be on record in one row, their files to be as they were
// sealed unless a tombstone names them, and those of erased, and all that are named, to be gone.
func (r *recording) whole(t *testing.T, sealed, erased map[uint64]bool) {
	t.Helper()
	var last *observe.Segment
	files := map[string]bool{}
	err := r.Journal.Each(t.Context(), observe.KindSegment, func(e *custos.Event) error {
		s, _ := observe.As[*observe.Segment](e)
		if last != nil && (s.Index != last.Index+1 || s.Prev != last.SHA256) || last == nil && s.Index != 1 {
			t.Errorf("segment %d does not follow the one before", s.Index)
		}
		last = s
		data, err := os.ReadFile(filepath.Join(r.dir, "recordings", s.File))
		_, told := r.removals.why(s.Index)
		switch {
		case told && err == nil:
			t.Errorf("segment %d is there, and a tombstone says that it was removed", s.Index)
		case !told && err != nil:
			t.Errorf("segment %d is gone without a tombstone: %v", s.Index, err)
		case !told && sha256.Sum256(data) != s.SHA256:
			t.Errorf("segment %d is not what was sealed", s.Index)
		case erased[s.Index] && !told:
			t.Errorf("segment %d was erased, and no tombstone says so", s.Index)
		}
		files[s.File] = true
		delete(sealed, s.Index) // looked for once: what was there and is lost breaks the row
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for n := range sealed {
		t.Errorf("segment %d was sealed, and is not on record", n)
	}
	if last != nil {
		if _, told := r.removals.why(last.Index); told {
			t.Error("the newest segment was removed")
		}
	}
	root := filepath.Join(r.dir, "recordings")
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if name, _ := filepath.Rel(root, path); err == nil && d.Type().IsRegular() && !files[name] {
			t.Errorf("%s is of no segment", name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// recordUntilKilled is a camera that records as fast as it goes, keeps little of it, and is
// ordered to erase the second newest segment again and again.
func recordUntilKilled(t *testing.T, c *killtest.Child, p retention.Policy) {
	r := openRecording(t, c.Dir, p)
	r.start = time.Date(2026, 7, 1, 18, 0, 0, 0, time.UTC).Add(time.Duration(c.Round) * 10 * time.Minute)
	tell := r.shelf.Tell
	var told atomic.Int64
	r.shelf.Tell = func(ctx context.Context, s observe.Tombstone) error {
		c.Say("telling")
		defer c.Say("told")
		told.Add(1)
		return tell(ctx, s)
	}
	newest := func() (*observe.Segment, error) {
		e, err := r.Journal.Last(t.Context(), observe.KindSegment, r.id)
		if err != nil {
			return nil, err
		}
		s, _ := observe.As[*observe.Segment](e)
		return s, nil
	}
	see := func() error {
		if err := r.some(2000); err != nil {
			return err
		}
		s, err := newest()
		if err == nil {
			c.Say(fmt.Sprint("sealed ", s.Index))
		}
		return nil
	}
	keep := func() error {
		before := told.Load()
		err := r.shelf.Pass(t.Context())
		if told.Load() > before {
			c.Say("removed")
		}
		time.Sleep(time.Millisecond)
		return err
	}
	erase := func() error {
		s, err := newest()
		if err != nil || s.Index < 2 {
			time.Sleep(time.Millisecond)
			return nil
		}
		o := observe.Segment{Index: s.Index - 1, From: s.From.Add(-16 * time.Millisecond), Until: s.From}
		if _, err := r.shelf.Erase(t.Context(), []observe.Segment{o}, record.Stretch{From: o.From, Until: o.Until}, observe.Cause{Why: observe.ByOrder, By: custos.Address{1}, Reason: "asked for"}); err != nil {
			return err
		}
		c.Say(fmt.Sprint("erased ", o.Index))
		time.Sleep(20 * time.Millisecond)
		return nil
	}
	c.Forever(map[string]func() error{"see": see, "keep": keep, "erase": erase})
}
