package benches

import (
	"context"
	"encoding/json"
	"errors"
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
	// Dir is where the two databases stay, the first day's and the last's. Where they stand there already,
	// of so many events, they are only asked; "" is a directory that goes with the measurement.
	Dir string
	// Notes is told how far it is.
	Notes io.Writer
}

const (
	recordsBatch = 256 // events in a batch
	recordsGroup = 16  // batches in a transaction
	recordsAsked = 400 // how often each question is asked
)

// mix is how often a camera's kinds come among a hundred events, and what they say.
var mix = []struct {
	share int
	says  func(f *filling) custos.Payload
}{
	{38, func(f *filling) custos.Payload {
		return &observe.Sightings{V: 1, Count: 10, Span: 9e8, Classes: []custos.Class{custos.Person}, Most: []int{7}, Model: "motion", Data: f.random(220)}
	}},
	{38, func(f *filling) custos.Payload {
		return &observe.Paths{V: 1, Count: 10, Span: 9e8, Classes: []custos.Class{custos.Person}, Most: []int{7}, Data: f.random(210)}
	}},
	{10, func(f *filling) custos.Payload {
		return &observe.Zone{Zone: "entrance", Transition: observe.Enter, Track: observe.TrackID(f.n), Class: custos.Person, Frame: f.frame(), Box: f.box()}
	}},
	{4, func(f *filling) custos.Payload {
		return &observe.Trajectory{Track: observe.TrackID(f.n), Class: custos.Person, From: f.now(), Until: f.now().Add(9 * time.Second), Frames: 90, Points: f.points(12)}
	}},
	{6, func(f *filling) custos.Payload {
		return &observe.Segment{Index: uint64(f.n), Boot: 1, Bytes: 2 << 20, SHA256: custos.Hash(f.random(32)), Prev: custos.Hash(f.random(32)), From: f.now(), Until: f.now().Add(10 * time.Second), Codec: "avc1"}
	}},
	{2, func(f *filling) custos.Payload {
		return &observe.Behavior{Rule: "stays", Act: observe.ActLoiter, Zone: "entrance", Track: observe.TrackID(f.n), Class: custos.Person, Frame: f.frame(), Box: f.box(), Since: f.now(), Trajectory: f.points(10)}
	}},
	{2, func(f *filling) custos.Payload {
		return &observe.Decision{Principal: custos.Address(f.random(20)), Action: custos.Events, Resource: masterDomain, Allowed: true, From: f.now(), Until: f.now(), Count: 9}
	}},
}

// Run measures.
func (r *Records) Run(ctx context.Context) (*figures.Result, error) {
	if r.Days < 2 || r.Cameras < 1 || r.Events < r.Days*recordsBatch*recordsGroup {
		return nil, custos.Errorf(custos.Invalid, "%d events of %d days: give at least two days, and %d events for each", r.Events, r.Days, recordsBatch*recordsGroup)
	}
	dir := r.Dir
	if dir == "" {
		temp, err := os.MkdirTemp("", "custos-bench-")
		if err != nil {
			return nil, err
		}
		defer os.RemoveAll(temp)
		dir = temp
	} else if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	first, last := filepath.Join(dir, "first.db"), filepath.Join(dir, "master.db")
	f := &filling{began: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), rnd: rand.New(rand.NewPCG(1, 2)), cameras: r.Cameras, step: time.Duration(r.Days) * 24 * time.Hour / time.Duration(r.Events)}
	filled, err := r.filled(ctx, last)
	if err != nil {
		return nil, err
	}
	if !filled {
		if err := r.fill(ctx, f, first, last); err != nil {
			return nil, err
		}
	}
	b := newBench("records")
	for _, at := range []struct {
		when, path string
		days       int
	}{{"first", first, 1}, {"last", last, r.Days}} {
		f.n = at.days * (r.Events / r.Days)
		if err := r.askAt(ctx, b.Result, f, at.path, at.when); err != nil {
			return nil, err
		}
	}
	st, err := os.Stat(last)
	if err != nil {
		return nil, err
	}
	b.Add("records", float64(f.n), "events")
	b.Add("record-bytes", float64(st.Size())/float64(f.n), "bytes/event")
	return b.Result, nil
}

// filled reports that a database of so many events is there; another one there is an error.
func (r *Records) filled(ctx context.Context, path string) (bool, error) {
	if _, err := os.Stat(path); os.IsNotExist(err) {
		return false, nil
	}
	db, err := sqlite.OpenReadOnly(path)
	if err != nil {
		return false, err
	}
	defer db.Close()
	n, err := db.Newest(ctx)
	if err == nil && n < int64(r.Events/r.Days*r.Days) {
		err = custos.Errorf(custos.Conflict, "%s has %d events, fewer than --events %d: a filling that was interrupted; remove it", path, n, r.Events)
	}
	return true, err
}

// fill writes a day after the other, and leaves a copy of what there was after the first.
func (r *Records) fill(ctx context.Context, f *filling, first, last string) error {
	db, err := sqlite.Open(ctx, last)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	for d := 1; d <= r.Days; d++ {
		term.Printf(r.Notes, "day %d of %d\n", d, r.Days)
		f.db = db
		if err := f.until(ctx, d*(r.Events/r.Days)); err != nil {
			return err
		}
		if d > 1 {
			continue
		}
		// Closed, so that all of it is in the one file that is copied.
		if err := db.Close(); err != nil {
			return err
		}
		if err := copyFile(first, last); err != nil {
			return err
		}
		if db, err = sqlite.Open(ctx, last); err != nil {
			return err
		}
	}
	return db.Close()
}

func copyFile(to, from string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// askAt asks a database that nobody writes.
func (r *Records) askAt(ctx context.Context, b *figures.Result, f *filling, path, when string) error {
	db, err := sqlite.OpenReadOnly(path)
	if err != nil {
		return err
	}
	defer db.Close()
	return r.ask(ctx, b, f, db, when)
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
			b, err := f.batch()
			if err != nil {
				return err
			}
			group = append(group, b)
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

func (f *filling) batch() (masterdb.Staging, error) {
	s := custos.NewServiceID("edge", "all")
	first := uint64(f.n) + 1
	out := masterdb.Staging{Batch: masterdb.NewBatch{
		Service: s, Boot: 1, First: first, Last: first + recordsBatch - 1, Leaf: evidence.Leaf(fmt.Sprint("leaf ", first)), Received: f.now(),
	}}
	for range recordsBatch {
		share, says := f.rnd.IntN(100), mix[0].says
		for _, m := range mix {
			if share < m.share {
				says = m.says
				break
			}
			share -= m.share
		}
		seq := uint64(f.n) + 1
		event, err := custos.Observation{Resource: f.camera(f.rnd.IntN(f.cameras)), Time: f.now(), Payload: says(f)}.Event(s, 1, seq)
		if err != nil {
			return out, err
		}
		body, err := json.Marshal(event)
		if err != nil {
			return out, err
		}
		e := masterdb.NewEvent{ID: event.ID(), Seq: seq, Kind: event.Kind, Resource: event.Resource, Time: event.Time}
		e.Sealed, e.Opening = evidence.Seal(body)
		out.Events = append(out.Events, e)
		f.n++
	}
	return out, nil
}

// random are some bytes, frame, box and points somewhere.
func (f *filling) random(n int) []byte {
	out := make([]byte, n)
	for i := range out {
		out[i] = byte(f.rnd.Uint32())
	}
	return out
}

func (f *filling) frame() custos.FrameRef {
	return custos.FrameRef{Boot: 1, Seq: uint64(f.n), PTS: time.Duration(f.n) * 1e8}
}

func (f *filling) box() custos.Box {
	return custos.Box{X: custos.Round4(f.rnd.Float64()), Y: custos.Round4(f.rnd.Float64()), W: .05, H: custos.Round4(.2 * f.rnd.Float64())}
}

func (f *filling) points(n int) (out []observe.Point) {
	b := f.box()
	for i := range n {
		b.X, b.Y = custos.Round4(b.X+.02*f.rnd.NormFloat64()), custos.Round4(b.Y+.02*f.rnd.NormFloat64())
		out = append(out, observe.Point{Time: f.now().Add(time.Duration(i) * 7e8), Box: b})
	}
	return out
}

// ask asks what people ask, at places all over the time that there is.
func (r *Records) ask(ctx context.Context, b *figures.Result, f *filling, db masterdb.Reader, when string) error {
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
			for _, err := range db.List(ctx, q.make()) {
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
