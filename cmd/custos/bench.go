package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"custos"
	"custos/edge/ffmpeg"
	"custos/evidence"
	"custos/fleet"
	"custos/node"
)

// bench adds figures to a result.
type bench struct{ *benchResult }

func newBench(name string) *bench { return &bench{newResult(name)} }

// campusBench runs the demo's campus once and measures it.
func campusBench(ctx context.Context, anchorEvery time.Duration) (*benchResult, error) {
	dir, err := os.MkdirTemp("", "custos-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	b := newBench("campus")
	d := &demo{once: true, data: dir, anchorEvery: anchorEvery, out: io.Discard, after: b.measure}
	return b.benchResult, d.run(ctx)
}

// measure reads the figures off a demo that has just ended. CPU is given in
// seconds for each camera and second of footage: the share of a core that one
// camera takes, with what starting up cost spread over it.
func (b *bench) measure(ctx context.Context, d *ended) error {
	r := d.report
	footage := 0.0
	for _, p := range d.footage.Parts {
		footage += float64(p.Frames) / float64(d.footage.FPS)
	}
	decode, err := decodeAlone(ctx, d)
	if err != nil {
		return err
	}
	byKind := map[string]float64{}
	for name, cpu := range r.CPUSeconds {
		s, err := fleet.Find(d.site, custos.ServiceID(name))
		if err != nil {
			return err
		}
		byKind[s.Kind.Name] += cpu
	}
	for _, k := range fleet.Services {
		row := benchRow{Name: "cpu-" + k.Name, Value: byKind[k.Name] / footage, Unit: "core/camera"}
		if k.Name == "camera" {
			row.Peer, row.PeerValue = "ffmpeg decode alone", decode/footage
			row.Ratio = row.Value / row.PeerValue
		}
		b.Rows = append(b.Rows, row)
	}
	b.Rows = append(b.Rows,
		benchRow{Name: "frame-to-event-p50", Value: float64(r.LatencyMS.FrameToEvent.P50), Unit: "ms"},
		benchRow{Name: "frame-to-event-p99", Value: float64(r.LatencyMS.FrameToEvent.P99), Unit: "ms"},
		benchRow{Name: "event-to-anchor-p50", Value: float64(r.LatencyMS.EventToAnchor.P50), Unit: "ms"},
		benchRow{Name: "event-to-anchor-p99", Value: float64(r.LatencyMS.EventToAnchor.P99), Unit: "ms"},
		benchRow{Name: "miner-cpu", Value: byKind["ledger"] / r.Seconds / float64(len(d.site.Owners)), Unit: "core/miner"},
		benchRow{Name: "events", Value: float64(r.Events.Total), Unit: "events"},
		benchRow{Name: "whole-run", Value: r.Seconds, Unit: "s"},
	)
	return b.bundle(ctx, d)
}

// decodeAlone is the CPU time, in seconds, that ffmpeg takes to decode all the
// footage and to do nothing with it.
func decodeAlone(ctx context.Context, d *ended) (float64, error) {
	total := 0.0
	for _, p := range d.footage.Parts {
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
func (b *bench) bundle(ctx context.Context, d *ended) error {
	clients, trust := d.masters, d.trust
	var views []node.EventView
	if err := clients[0].JSON(ctx, http.MethodGet, "/api/events?kind=zone&limit=1000", nil, &views); err != nil {
		return err
	}
	for _, v := range views {
		if v.Mark != node.Anchored {
			continue
		}
		raw, err := clients[0].Bytes(ctx, http.MethodGet, "/api/events/"+string(v.ID)+"/bundle", nil)
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
			benchRow{Name: "bundle-size", Value: float64(len(raw)) / 1024, Unit: "KiB"},
			benchRow{Name: "bundle-verify", Value: float64(time.Since(began).Microseconds()) / runs / 1000, Unit: "ms"})
		return nil
	}
	return custos.Errorf(custos.NotFound, "no anchored zone event to export")
}
