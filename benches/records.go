package benches

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/figures"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/fog/masterdb/sqlite"
	"custos.dev/custos/observe"
	"custos.dev/custos/term"
)

// Records measures whether a master's database answers after many days as fast as after the
// first: it is filled with the events of so many days, each with the day's clock, and is asked
// what people ask, after the first day and after the last.
type Records struct {
	Events, Days, Cameras int
	// Notes is told how far it is.
	Notes io.Writer
}

const (
	recordsBatch = 256 // events in a batch
	recordsGroup = 16  // batches in a transaction
	recordsAsked = 400 // how often each question is asked
)

// mix is how often a camera's kinds come among a hundred events, and how large their bodies are.
var mix = []struct {
	kind  custos.Kind
	share int
	bytes int
}{
	{observe.KindSightings, 38, 700},
	{observe.KindPaths, 38, 700},
	{observe.KindZone, 10, 330},
	{observe.KindTrajectory, 4, 900},
	{observe.KindSegment, 6, 450},
	{observe.KindBehavior, 2, 350},
	{observe.KindDecision, 2, 400},
}

// Run measures.
func (r *Records) Run(ctx context.Context) (*figures.Result, error) {
	if r.Days < 2 || r.Cameras < 1 || r.Events < r.Days*recordsBatch*recordsGroup {
		return nil, custos.Errorf(custos.Invalid, "%d events of %d days: give at least two days, and %d events for each", r.Events, r.Days, recordsBatch*recordsGroup)
	}
	dir, err := os.MkdirTemp("", "custos-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	db, err := sqlite.Open(ctx, filepath.Join(dir, "master.db"))
	if err != nil {
		return nil, err
	}
	defer db.Close()
	f := &filling{db: db, began: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), rnd: rand.New(rand.NewPCG(1, 2)), cameras: r.Cameras, step: time.Duration(r.Days) * 24 * time.Hour / time.Duration(r.Events)}
	b := newBench("records")
	day := r.Events / r.Days
	if err := f.until(ctx, day); err != nil {
		return nil, err
	}
	if err := r.ask(ctx, b.Result, f, "first"); err != nil {
		return nil, err
	}
	for d := 2; d <= r.Days; d++ {
		term.Printf(r.Notes, "day %d of %d\n", d, r.Days)
		if err := f.until(ctx, d*day); err != nil {
			return nil, err
		}
	}
	if err := r.ask(ctx, b.Result, f, "last"); err != nil {
		return nil, err
	}
	st, err := os.Stat(filepath.Join(dir, "master.db"))
	if err != nil {
		return nil, err
	}
	b.Add("records", float64(f.n), "events")
	b.Add("record-bytes", float64(st.Size())/float64(f.n), "bytes/event")
	return b.Result, nil
}

// filling is a database as it is filled.
type filling struct {
	db      masterdb.DB
	began   time.Time
	rnd     *rand.Rand
	cameras int
	step    time.Duration // between two events
	n       int           // events that are in it
	leaves  uint64
}

func (f *filling) camera(i int) custos.CameraID {
	return masterDomain + custos.Resource(fmt.Sprintf("/cam%d", i%f.cameras+1))
}

func (f *filling) now() time.Time { return f.began.Add(time.Duration(f.n) * f.step) }

// until fills it until it has so many events.
func (f *filling) until(ctx context.Context, events int) error {
	for f.n < events {
		var group []masterdb.Staging
		for range recordsGroup {
			group = append(group, f.batch())
		}
		staged, err := f.db.StageAll(ctx, group)
		if err != nil {
			return err
		}
		var record []masterdb.Recording
		for _, s := range staged {
			if s.Err != nil {
				return s.Err
			}
			record = append(record, masterdb.Recording{N: s.N, Index: f.leaves})
			f.leaves++
		}
		if _, err := f.db.RecordAll(ctx, record); err != nil {
			return err
		}
	}
	return nil
}

func (f *filling) batch() masterdb.Staging {
	s := custos.NewServiceID("edge", "all")
	first := uint64(f.n) + 1
	out := masterdb.Staging{Batch: masterdb.NewBatch{
		Service: s, Boot: 1, First: first, Last: first + recordsBatch - 1, Leaf: evidence.Leaf(fmt.Sprint("leaf ", first)), Received: f.now(),
	}}
	for range recordsBatch {
		share, kind := f.rnd.IntN(100), mix[0]
		for _, m := range mix {
			if share < m.share {
				kind = m
				break
			}
			share -= m.share
		}
		seq := uint64(f.n) + 1
		e := masterdb.NewEvent{ID: custos.NewEventID(s, 1, seq), Seq: seq, Kind: kind.kind, Resource: f.camera(f.rnd.IntN(f.cameras)), Time: f.now()}
		e.Sealed.Box = make([]byte, kind.bytes) // what a box holds is of no interest to the database
		for _, b := range [][]byte{e.Sealed.Box[:8], e.Sealed.BodyHash[:], e.Opening.Key[:], e.Opening.Salt[:]} {
			binary.LittleEndian.PutUint64(b, f.rnd.Uint64())
		}
		out.Events = append(out.Events, e)
		f.n++
	}
	return out
}

// ask asks what people ask, at places all over the time that there is.
func (r *Records) ask(ctx context.Context, b *figures.Result, f *filling, when string) error {
	sometime := func() time.Time { return f.began.Add(time.Duration(f.rnd.Int64N(int64(f.now().Sub(f.began))))) }
	for _, q := range []struct {
		name string
		make func() masterdb.Filter
	}{
		{"events", func() masterdb.Filter { return masterdb.Filter{Limit: 100} }},
		{"events-of-a-camera", func() masterdb.Filter {
			at := sometime()
			return masterdb.Filter{Camera: f.camera(f.rnd.IntN(f.cameras)), From: at, Until: at.Add(time.Hour), Limit: 100}
		}},
		{"events-of-a-kind", func() masterdb.Filter {
			return masterdb.Filter{Kinds: []custos.Kind{observe.KindBehavior, observe.KindZone}, Until: sometime(), Limit: 100}
		}},
		{"tracks", func() masterdb.Filter {
			at := sometime()
			return masterdb.Filter{Kinds: []custos.Kind{observe.KindTrajectory}, Camera: f.camera(f.rnd.IntN(f.cameras)), From: at, Until: at.Add(24 * time.Hour), Limit: 100}
		}},
		{"access-log", func() masterdb.Filter {
			return masterdb.Filter{Kinds: []custos.Kind{observe.KindDecision}, Until: sometime(), Limit: 100}
		}},
	} {
		var ms []float64
		for range recordsAsked {
			began := time.Now()
			for _, err := range f.db.List(ctx, q.make()) {
				if err != nil {
					return err
				}
			}
			ms = append(ms, float64(time.Since(began).Microseconds())/1000)
		}
		slices.Sort(ms)
		b.Add(q.name+"-"+when+"-p50", ms[len(ms)/2], "ms")
		b.Add(q.name+"-"+when+"-p99", ms[len(ms)*99/100], "ms")
	}
	return nil
}
