// Package benches is what `custos bench` measures: what it costs to run a site, its cameras,
// bus, ledger and decisions, with other software beside it where that does the same work.
// That other software has a module of its own, in the folder bench.
package benches

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/api"
	"custos.dev/custos/client"
	"custos.dev/custos/demo"
	"custos.dev/custos/edge/ffmpeg"
	"custos.dev/custos/evidence"
	"custos.dev/custos/figures"
	"custos.dev/custos/fleet"
	"custos.dev/custos/observe"
)

// bench adds figures to a result.
type bench struct{ *figures.Result }

func newBench(name string) *bench { return &bench{figures.New(name)} }

// Campus runs the demo's campus once and measures it.
func Campus(ctx context.Context, anchorEvery time.Duration) (*figures.Result, error) {
	dir, err := os.MkdirTemp("", "custos-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	b := newBench("campus")
	d := &demo.Campus{Once: true, Data: dir, AnchorEvery: anchorEvery, Out: io.Discard, After: b.measure}
	return b.Result, d.Run(ctx)
}

// measure reads the figures off a demo that has just ended. CPU is given in
// seconds for each camera and second of footage: the share of a core that one
// camera takes, with what starting up cost spread over it.
func (b *bench) measure(ctx context.Context, d *demo.Ended) error {
	r := d.Report
	footage := 0.0
	for _, p := range d.Footage.Parts {
		footage += float64(p.Frames) / float64(d.Footage.FPS)
	}
	decode, err := decodeAlone(ctx, d)
	if err != nil {
		return err
	}
	byKind := map[string]float64{}
	for name, cpu := range r.CPUSeconds {
		s, err := fleet.Find(d.Site, custos.ServiceID(name))
		if err != nil {
			return err
		}
		byKind[s.Kind.Name] += cpu
	}
	for _, k := range fleet.Services {
		row := figures.Row{Name: "cpu-" + k.Name, Value: byKind[k.Name] / footage, Unit: "core/camera"}
		if k.Name == fleet.Camera {
			row.Peer, row.PeerValue = "ffmpeg decode alone", decode/footage
			row.Ratio = row.Value / row.PeerValue
		}
		b.Rows = append(b.Rows, row)
	}
	b.Rows = append(b.Rows,
		figures.Row{Name: "frame-to-event-p50", Value: float64(r.LatencyMS.FrameToEvent.P50), Unit: "ms"},
		figures.Row{Name: "frame-to-event-p99", Value: float64(r.LatencyMS.FrameToEvent.P99), Unit: "ms"},
		figures.Row{Name: "event-to-anchor-p50", Value: float64(r.LatencyMS.EventToAnchor.P50), Unit: "ms"},
		figures.Row{Name: "event-to-anchor-p99", Value: float64(r.LatencyMS.EventToAnchor.P99), Unit: "ms"},
		figures.Row{Name: "miner-cpu", Value: byKind[fleet.Ledger] / r.Seconds / float64(len(d.Site.Owners)), Unit: "core/miner"},
		figures.Row{Name: "events", Value: float64(r.Events.Total), Unit: "events"},
		figures.Row{Name: "whole-run", Value: r.Seconds, Unit: "s"},
	)
	return b.bundle(ctx, d)
}

// decodeAlone is the CPU time, in seconds, that ffmpeg takes to decode all the
// footage and to do nothing with it.
func decodeAlone(ctx context.Context, d *demo.Ended) (float64, error) {
	total := 0.0
	for _, p := range d.Footage.Parts {
		path, err := filepath.Abs(p.Path)
		if err != nil {
			return 0, err
		}
		cmd := &ffmpeg.Cmd{Args: []string{"-nostdin", "-v", "error", "-threads", "1", "-i", path, "-f", "null", "-"}, Read: []string{path}}
		if err := cmd.Run(ctx); err != nil {
			return 0, fmt.Errorf("decode %s: %w", filepath.Base(p.Path), err)
		}
		total += cmd.Used().Seconds()
	}
	return total, nil
}

// bundle exports one event with its footage and verifies it.
func (b *bench) bundle(ctx context.Context, d *demo.Ended) error {
	clients, trust := d.Masters, d.Trust
	views, err := clients[0].Events(ctx, client.Query{Kinds: []custos.Kind{observe.KindZone}, Limit: 1000})
	if err != nil {
		return err
	}
	for _, v := range views {
		if v.Mark != api.Anchored {
			continue
		}
		raw, err := clients[0].Bytes(ctx, http.MethodGet, api.GetBundle.Of(string(v.ID)), nil)
		if err != nil {
			return err
		}
		const runs = 20
		began := time.Now()
		for range runs {
			if rep := evidence.Verify(raw, trust); rep.Result != evidence.Pass {
				return custos.Errorf(custos.Corrupt, "the bundle of %s does not verify", v.ID)
			}
		}
		b.Rows = append(b.Rows,
			figures.Row{Name: "bundle-size", Value: float64(len(raw)) / 1024, Unit: "KiB"},
			figures.Row{Name: "bundle-verify", Value: float64(time.Since(began).Microseconds()) / runs / 1000, Unit: "ms"})
		return nil
	}
	return custos.Errorf(custos.NotFound, "no anchored zone event to export")
}
