package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"custos"

	"custos/api"
	"custos/edge/ffmpeg"
	"custos/evidence"

	"github.com/spf13/cobra"
)

func benchCommand() *cobra.Command {
	c := &cobra.Command{Use: "bench", Short: "Measure, with a peer beside it where there is one"}
	c.AddCommand(benchCampusCommand(), benchBusCommand(), benchLedgerCommand(), benchAccessCommand(), benchVisionCommand(), benchCameraCommand(), benchCameraOneCommand())
	return c
}

// benchRow is one figure of `custos bench NAME --json`.
type benchRow struct {
	Name      string  `json:"name"`
	Value     float64 `json:"value"`
	Unit      string  `json:"unit"`
	Peer      string  `json:"peer,omitempty"`
	PeerValue float64 `json:"peer_value,omitempty"`
	Ratio     float64 `json:"ratio,omitempty"`
}

type benchResult struct {
	Name    string     `json:"name"`
	Commit  string     `json:"commit"`
	Machine string     `json:"machine"`
	Rows    []benchRow `json:"rows"`
}

func benchCampusCommand() *cobra.Command {
	var asJSON bool
	var anchorEvery time.Duration
	c := &cobra.Command{
		Use:   "campus",
		Short: "Run the demo's campus once and measure it",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			dir, err := os.MkdirTemp("", "custos-bench-")
			if err != nil {
				return err
			}
			defer os.RemoveAll(dir)
			b := &benchResult{Name: "campus", Commit: commit(), Machine: machine()}
			d := &demo{once: true, data: dir, anchorEvery: anchorEvery, out: io.Discard}
			d.after = func(ctx context.Context, r *report) error { return b.measure(ctx, d, r) }
			if err := d.run(cmd.Context()); err != nil {
				return err
			}
			return b.print(cmd.OutOrStdout(), asJSON)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	c.Flags().DurationVar(&anchorEvery, "anchor-every", 5*time.Second, "the least time between two anchors")
	return c
}

func commit() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				return s.Value
			}
		}
	}
	return "unknown"
}

func machine() string {
	model := runtime.GOARCH
	if b, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for line := range strings.Lines(string(b)) {
			if v, ok := strings.CutPrefix(line, "model name"); ok {
				model = strings.Trim(v, "\t :\n")
				break
			}
		}
	}
	return fmt.Sprintf("%d cores, %s", runtime.NumCPU(), model)
}

// measure reads the figures off a demo that has just ended. CPU is given in
// seconds for each camera and second of footage: the share of a core that one
// camera takes, with what starting up cost spread over it.
func (b *benchResult) measure(ctx context.Context, d *demo, r *report) error {
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
		s, err := findInstance(d.site, custos.ServiceID(name))
		if err != nil {
			return err
		}
		byKind[s.kind.name] += cpu
	}
	for _, k := range services {
		row := benchRow{Name: "cpu-" + k.name, Value: byKind[k.name] / footage, Unit: "core/camera"}
		if k.name == "camera" {
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
		benchRow{Name: "miner-cpu", Value: byKind["ledger"] / r.Seconds / float64(len(demoOwners)), Unit: "core/miner"},
		benchRow{Name: "events", Value: float64(r.Events.Total), Unit: "events"},
		benchRow{Name: "whole-run", Value: r.Seconds, Unit: "s"},
	)
	return b.bundle(ctx, d)
}

// decodeAlone is the CPU time, in seconds, that ffmpeg takes to decode all the
// footage and to do nothing with it.
func decodeAlone(ctx context.Context, d *demo) (float64, error) {
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
func (b *benchResult) bundle(ctx context.Context, d *demo) error {
	clients, trust := d.masters, d.trust
	var views []api.Event
	if err := clients[0].JSON(ctx, http.MethodGet, "/api/events?kind=zone&limit=1000", nil, &views); err != nil {
		return err
	}
	for _, v := range views {
		if v.Mark != api.Anchored {
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
