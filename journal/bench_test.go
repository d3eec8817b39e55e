package journal

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/ledger/key"
	"custos.dev/custos/observe"
)

// seen is what a detector says of a frame with three people.
func seen(n int) []custos.Observation {
	out := make([]custos.Observation, n)
	for i := range out {
		d := &observe.Detections{Frame: custos.FrameRef{Boot: 1, Seq: uint64(i)}, Model: "motion", Aspect: 4.0 / 3}
		for k := range 3 {
			d.Objects = append(d.Objects, observe.Detection{Class: custos.Person, Score: .8125, Box: custos.Box{X: .1015625 * float64(k), Y: .3984375, W: .0703125, H: .2265625}})
		}
		out[i] = custos.Observation{Resource: camera, Time: time.Now(), Payload: d}
	}
	return out
}

func benchLife(b *testing.B) (*Forwarder, string) {
	b.Helper()
	dir := b.TempDir()
	k, err := key.Generate()
	if err != nil {
		b.Fatal(err)
	}
	j, err := Open(context.Background(), dir, service, k)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = j.Close() })
	h := &holder{page: 1}
	return &Forwarder{
		Journal: j, Ask: h.ask, Log: slog.New(slog.DiscardHandler),
		Head: func() custos.BlockRef { return custos.BlockRef{Number: 9, Hash: custos.Hash{9}} },
	}, dir
}

// onDisk reports what an event takes in the file.
func onDisk(b *testing.B, j *Journal, dir string, events int) {
	b.Helper()
	if _, err := j.db.Query().Exec("PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		b.Fatal(err)
	}
	info, err := os.Stat(filepath.Join(dir, "journal.db"))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(info.Size())/float64(events), "B/event-on-disk")
}

// BenchmarkAppend is what an observation costs its service, alone and with others.
func BenchmarkAppend(b *testing.B) {
	for _, n := range []int{1, 100} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			f, dir := benchLife(b)
			what := seen(n)
			for b.Loop() {
				if err := f.Journal.Append(context.Background(), what); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*n), "µs/event")
			onDisk(b, f.Journal, dir, b.N*n)
		})
	}
}

// BenchmarkForward is what it takes to close a batch of 100 events and have it acknowledged.
func BenchmarkForward(b *testing.B) {
	f, _ := benchLife(b)
	what := seen(100)
	f.compareAt = time.Now().Add(time.Hour)
	for b.Loop() {
		b.StopTimer()
		if err := f.Journal.Append(context.Background(), what); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		if _, err := f.forwardOne(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*100), "µs/event")
}

// BenchmarkPrune is what it takes to prune 10,000 acknowledged events, and to give the space back.
func BenchmarkPrune(b *testing.B) {
	f, _ := benchLife(b)
	what := seen(100)
	p := later(f.Journal, 2*day)
	f.compareAt = time.Now().Add(time.Hour)
	for b.Loop() {
		b.StopTimer()
		for range 100 {
			if err := f.Journal.Append(context.Background(), what); err != nil {
				b.Fatal(err)
			}
			if _, err := f.forwardOne(context.Background()); err != nil {
				b.Fatal(err)
			}
		}
		if err := f.compare(context.Background()); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		for more := true; more; {
			var err error
			if more, err = p.step(context.Background()); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*10_000), "µs/event")
}
