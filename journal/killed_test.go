package journal

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/observe"
	"custos.dev/custos/supervise/killtest"
)

// shown is the service whose frames a killed process follows.
const shown = custos.ServiceID("front-edge/camera-a")

// told is how a master in the test's process answers one that is to be killed.
type told struct {
	Reply []byte
	Kind  custos.ErrorKind
	Error string
}

// TestKilledJournal kills a service in the middle of recording, packing, forwarding, pruning and
// giving pages back. Whatever was acknowledged to its analyzer or by its master is on record once,
// and frames that are not behind the mark come again.
func TestKilledJournal(t *testing.T) {
	if c := killtest.Begun(); c != nil {
		recordUntilKilled(t, c)
	}
	dir, h := t.TempDir(), &holder{page: 4}
	k, err := key.LoadOrCreate(filepath.Join(dir, "key"))
	if err != nil {
		t.Fatal(err)
	}
	kept, tried, away := map[uint64]bool{}, uint64(0), false
	steps := map[string]int{} // at which a process was heard
	killtest.Killing{
		Dir: dir, Seed: 16, Rounds: 16, Words: 180,
		Answer: func(line string) string {
			verb, rest, _ := strings.Cut(line, " ")
			switch verb {
			case "begin":
				return strconv.FormatUint(tried+1, 10)
			case "keeping", "kept":
				n, err := strconv.ParseUint(rest, 10, 64)
				if err != nil {
					t.Error(err)
				}
				tried, kept[n] = max(tried, n), verb == "kept"
			case "step":
				steps[rest]++
			default:
				a, err := told{}, custos.Errorf(custos.Unavailable, "the master is away")
				if !away {
					a.Reply, err = h.ask(t.Context(), verb, []byte(rest))
				}
				if err != nil {
					a.Kind, a.Error = custos.KindOf(err), err.Error()
				}
				b, err := json.Marshal(a)
				if err != nil {
					t.Error(err)
				}
				return string(b)
			}
			return ""
		},
		Left: func(round int) {
			f := life(t, dir, k, h)
			defer f.Journal.Close()
			whole(t, f.Journal)
			check := func(when string) {
				t.Helper()
				numbers, frames := onRecord(t, f.Journal, h)
				for n, is := range kept {
					if is && !numbers[n] {
						t.Errorf("%s: event %d was acknowledged and is lost", when, n)
					}
				}
				marks, err := f.Journal.marks(t.Context(), shown)
				if err != nil {
					t.Fatal(err)
				}
				if want := run(1, marks[camera].Frame.Seq); !slices.Equal(frames, want) {
					t.Errorf("%s: the frames %v are on record, the mark is %d", when, frames, len(want))
				}
			}
			check("killed")
			away = round%3 == 0 // for the next one, whose batches wait
			if round%3 == 2 {   // else what waits is the next process's
				f.deliver(t)
				check("delivered")
				f.agree(t)
				later(f.Journal, 2*day).all(t)
				check("pruned")
			}
		},
	}.Run(t)
	t.Logf("%d events, %d batches; steps %v", len(kept), len(h.held), steps)
	if len(kept) == 0 || steps["prune"] == 0 {
		t.Error("nothing was done")
	}
}

// whole wants a journal's file to be in order, and every batch that is not pruned to have its events.
func whole(t *testing.T, j *Journal) {
	t.Helper()
	var says string
	if err := j.db.Query().QueryRow("PRAGMA integrity_check").Scan(&says); err != nil || says != "ok" {
		t.Fatalf("the file is damaged: %s, %v", says, err)
	}
	var torn int
	if err := j.db.Query().QueryRow(`SELECT count(*) FROM batch b WHERE b.n > (SELECT coalesce(max(n), 0) FROM pruned)
		AND b.last - b.first + 1 != (SELECT count(*) FROM event e WHERE e.boot = b.boot AND e.seq BETWEEN b.first AND b.last)`).Scan(&torn); err != nil || torn > 0 {
		t.Errorf("%d batches that are not pruned have lost events, %v", torn, err)
	}
}

// onRecord reads the numbered events, and the frames in packs in their order, of journal and
// master together. What both have must be the same event; none has one twice.
func onRecord(t *testing.T, j *Journal, h *holder) (numbers map[uint64]bool, frames []uint64) {
	t.Helper()
	numbers = map[uint64]bool{}
	said := map[custos.EventID]string{}
	add := func(e *custos.Event) {
		if before, there := said[e.ID()]; there {
			if before != string(e.Payload) {
				t.Errorf("%s says one thing in the journal, and another at the master", e.ID())
			}
			return
		}
		said[e.ID()] = string(e.Payload)
		if s, ok := observe.As[*observe.Stream](e); ok {
			if numbers[s.Frames] {
				t.Errorf("event %d is on record twice", s.Frames)
			}
			numbers[s.Frames] = true
		}
		some, _, err := observe.Unpack(e)
		if err != nil {
			t.Error(err)
		}
		for _, f := range some {
			frames = append(frames, f.What.Ref().Seq)
		}
	}
	for i := range h.held {
		_, events, err := h.held[i].events(service)
		if err != nil {
			t.Fatal(err)
		}
		for k := range events {
			add(&events[k].Event)
		}
	}
	rows, err := j.db.Query().Query("SELECT body FROM event ORDER BY boot, seq")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var body []byte
		if err := rows.Scan(&body); err != nil {
			t.Fatal(err)
		}
		e, err := eventOf(j.id, body)
		if err != nil {
			t.Fatal(err)
		}
		add(&e)
	}
	return numbers, frames
}

// recordUntilKilled is a service at work: it follows frames, notes something notable of every
// seventh, forwards and prunes, all at once.
func recordUntilKilled(t *testing.T, c *killtest.Child) {
	ctx := context.Background()
	k, err := key.Load(filepath.Join(c.Dir, "key"))
	if err != nil {
		t.Fatal(err)
	}
	j := open(t, c.Dir, k)
	p := later(j, 2*day)
	j.step = func(s string) error { c.Say("step " + s); return nil }
	f := &Forwarder{
		Journal: j, Log: slog.New(slog.DiscardHandler), Head: func() custos.BlockRef { return custos.BlockRef{Number: 9, Hash: custos.Hash{9}} },
		Ask: func(_ context.Context, what string, data []byte) ([]byte, error) {
			var a told
			if err := json.Unmarshal([]byte(c.Say(what+" "+string(data))), &a); err != nil {
				return nil, err
			}
			if a.Error != "" {
				return nil, custos.Errorf(a.Kind, "%s", a.Error)
			}
			return a.Reply, nil
		},
	}
	next, err := strconv.ParseUint(c.Say("begin"), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	if err := j.begin(ctx, shown); err != nil {
		t.Fatal(err)
	}
	marks, err := j.marks(ctx, shown)
	if err != nil {
		t.Fatal(err)
	}
	frame := int(marks[camera].Frame.Seq)
	follow := func() error {
		frame++
		o := saw(camera, frame)
		at := &Progress{Cursor: Cursor{Source: shown, Boot: 3}, Marks: []Mark{{Resource: camera, Frame: custos.FrameRef{Boot: 3, Seq: uint64(frame)}, Time: o.Time}}}
		what := []custos.Observation{o}
		if frame%7 != 0 {
			_, err := j.Keep(ctx, what, at)
			return err
		}
		n := next
		next++
		notable := numbered(n, 1)
		notable[0].Payload.(*observe.Stream).Reason = strings.Repeat("a page and a half of words, so that there is something to give back. ", 90)
		c.Say(fmt.Sprint("keeping ", n))
		if _, err := j.Keep(ctx, append(what, notable...), at); err != nil {
			return err
		}
		c.Say(fmt.Sprint("kept ", n))
		return nil
	}
	forward := func() error {
		more, err := f.Turn(ctx)
		if custos.KindOf(err) == custos.Unavailable {
			err = nil
		}
		if !more {
			time.Sleep(time.Millisecond)
		}
		return err
	}
	prune := func() error {
		_, err := p.step(ctx)
		time.Sleep(2 * time.Millisecond)
		return err
	}
	c.Forever(map[string]func() error{"follow": follow, "forward": forward, "prune": prune})
}
