package benches

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/figures"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/observe"
	"custos.dev/custos/store/pgtest"
	"custos.dev/custos/term"
)

const (
	questionsAsked   = 400     // how often each question is asked
	questionsCameras = 16      // of how many cameras there are events
	questionsDays    = 30      // over how many days
	questionsWritten = 250_000 // events after which it is said how far it is
)

// questions is a database with many events that is asked what people ask, at places all over its
// time: query-p99 is the slowest of them, question-… each.
func (b *bench) questions(ctx context.Context, m *Master, dir string) (err error) {
	kinds := []string{"sqlite", "postgres"}
	var p99 []float64
	for _, kind := range kinds {
		worst, err := b.questionsOf(ctx, m, dir, kind)
		if errors.Is(err, pgtest.ErrNotInstalled) {
			term.Println(m.Notes, kind+" is not measured:", err)
			continue
		}
		if err != nil {
			return err
		}
		p99 = append(p99, worst)
	}
	own := slices.Index(kinds, m.Database)
	if own >= len(p99) {
		return pgtest.ErrNotInstalled
	}
	row := figures.Row{Name: "query-p99", Value: p99[own], Unit: "ms"}
	if other := 1 - own; other < len(p99) {
		row.Peer, row.PeerValue, row.Ratio = kinds[other], p99[other], p99[own]/p99[other]
	}
	b.Rows = append(b.Rows, row)
	b.Add("query-events", float64(m.Questions), "events")
	return nil
}

func (b *bench) questionsOf(ctx context.Context, m *Master, dir, kind string) (worst float64, err error) {
	db, server, err := openDatabase(ctx, dir, kind)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, db.Close(), server.End()) }()
	f := &filling{db: db, began: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), rnd: rand.New(rand.NewPCG(1, 2)), cameras: questionsCameras, step: questionsDays * 24 * time.Hour / time.Duration(m.Questions)}
	for f.n < m.Questions {
		term.Printf(m.Notes, "%s: %d of %d events\n", kind, f.n, m.Questions)
		if err := f.until(ctx, min(m.Questions, f.n+questionsWritten)); err != nil {
			return 0, err
		}
	}
	if server != nil { // as its own vacuum does by and by
		if err := server.Do(ctx, "postgres", "VACUUM (ANALYZE) custos.event, custos.batch, custos.era"); err != nil {
			return 0, err
		}
	}
	asked, err := db.Asked(ctx, 4)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, asked.Close()) }()
	for _, q := range questions(f) {
		ms, err := timed(ctx, asked, q.make)
		if err != nil {
			return 0, err
		}
		b.Add("question-"+q.name+"-"+kind, ms, "ms")
		worst = max(worst, ms)
	}
	return worst, nil
}

// asking is a question that is asked again and again, each time of another place.
type asking struct {
	name string
	make func() masterdb.Filter
}

func questions(f *filling) []asking {
	sometime := func() time.Time {
		return f.began.Add(time.Duration(f.rnd.Int64N(int64(f.now().Sub(f.began)))))
	}
	camera := func() custos.CameraID { return f.camera(f.rnd.IntN(f.cameras)) }
	return []asking{
		{"newest", func() masterdb.Filter { return masterdb.Filter{Limit: 100} }},
		{"hour-of-a-camera", func() masterdb.Filter {
			at := sometime()
			return masterdb.Filter{Camera: camera(), From: at, Until: at.Add(time.Hour), Limit: 100}
		}},
		{"kind-and-camera", func() masterdb.Filter {
			at := sometime()
			return masterdb.Filter{Kinds: []custos.Kind{observe.KindTrajectory}, Camera: camera(), From: at, Until: at.Add(24 * time.Hour), Limit: 100}
		}},
		{"kinds-until", func() masterdb.Filter {
			return masterdb.Filter{Kinds: []custos.Kind{observe.KindBehavior, observe.KindZone}, Until: sometime(), Limit: 100}
		}},
		{"hour-of-all", func() masterdb.Filter {
			at := sometime()
			return masterdb.Filter{From: at, Until: at.Add(time.Hour), Limit: 100}
		}},
		{"forward", func() masterdb.Filter {
			return masterdb.Filter{Forward: true, After: f.rnd.Int64N(int64(f.n)), Limit: 100}
		}},
	}
}

// timed asks a question again and again, and returns the 99th percentile in milliseconds.
func timed(ctx context.Context, db masterdb.Reader, make func() masterdb.Filter) (float64, error) {
	var ms []float64
	for range questionsAsked {
		filter := make()
		began := time.Now()
		for _, err := range db.List(ctx, filter) {
			if err != nil {
				return 0, err
			}
		}
		ms = append(ms, float64(time.Since(began).Microseconds())/1000)
	}
	slices.Sort(ms)
	return ms[len(ms)*99/100], nil
}
