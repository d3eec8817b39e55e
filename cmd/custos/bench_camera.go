package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"custos"

	"github.com/spf13/cobra"
)

func benchCameraCommand() *cobra.Command {
	var asJSON, quick bool
	b := &cameraBench{}
	c := &cobra.Command{
		Use:   "camera",
		Short: "Measure what taking cameras in costs, and what is lost",
		Long: `Simulated cameras of 1280x720, 25 pictures a second and 3 Mbit/s play on this machine.
Each is taken in by a process of its own, as the camera service does it: received,
recorded in segments of 2 s that are synced to disk and hashed, offered live, decoded and
scaled by ffmpeg, the frames put into the ring that analyzers read. Beside them run peers
on streams of their own: ffmpeg that records, and ffmpeg that decodes into nothing. CPU is
that of the process and of its ffmpeg; the simulator's does not count.

First all cameras are recorded without decoding, for at most a minute, then all are
recorded and decoded, for --for, then cameras that break off every 2 to 3 s are
recorded until 100 reconnects are measured. Recordings are removed as they are made, and go below
the directory for temporary files: set TMPDIR to the disk that is to be measured.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if quick {
				b.cameras, b.length = 4, 30*time.Second
			}
			if b.cameras < 1 || b.cameras > 48 || b.length < 5*time.Second {
				return custos.Errorf(custos.Invalid, "--cameras must be 1 to 48, --for at least 5s")
			}
			dir, err := os.MkdirTemp("", "cb") // short, for the path of a Unix socket has at most 107 bytes
			if err != nil {
				return err
			}
			defer os.RemoveAll(dir)
			b.dir, b.out = dir, &benchResult{Name: "camera", Commit: commit(), Machine: machine()}
			if err := b.run(cmd.Context()); err != nil {
				return err
			}
			return b.out.print(cmd.OutOrStdout(), asJSON)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	c.Flags().IntVar(&b.cameras, "cameras", 16, "how many cameras")
	c.Flags().DurationVar(&b.length, "for", 10*time.Minute, "how long they are recorded and decoded")
	c.Flags().BoolVar(&quick, "quick", false, "4 cameras for 30s")
	return c
}

const (
	benchFPS = 25
	// benchWarm is how much longer a camera plays than it is measured.
	benchWarm = 15 * time.Second
	// benchStagger lies between two cameras' starts, so that they do not march in step.
	benchStagger = 130 * time.Millisecond
	// benchRecord is how long recording alone is measured, at most.
	benchRecord = time.Minute
)

// cameraBench measures the edge's way of a camera.
type cameraBench struct {
	cameras int
	length  time.Duration
	dir     string
	clip    string
	out     *benchResult
}

func (b *cameraBench) row(r benchRow) {
	if r.Peer != "" {
		r.Ratio = r.Value / r.PeerValue
	}
	b.out.Rows = append(b.out.Rows, r)
}

func (b *cameraBench) run(ctx context.Context) error {
	b.clip = filepath.Join(b.dir, "720p25.mp4")
	// As cameras send it: no B-frames, a key picture each second.
	if err := benchClip(ctx, b.clip, "-g", fmt.Sprint(benchFPS), "-bf", "0"); err != nil {
		return err
	}
	st, err := os.Stat(b.clip)
	if err != nil {
		return err
	}
	b.row(benchRow{Name: "cameras", Value: float64(b.cameras), Unit: "cameras"})
	b.row(benchRow{Name: "stream", Value: float64(st.Size()) * 8 / 1e6 / benchSeconds, Unit: "Mbit/s"})
	recording := &cameraPhase{name: "r", record: true, length: min(b.length, benchRecord), peer: []string{"-c", "copy", "-f", "segment", "-segment_time", "2", "-segment_wrap", "4"}}
	active := &cameraPhase{name: "a", length: b.length, peer: []string{"-fps_mode", "passthrough", "-f", "null"}}
	for _, p := range []*cameraPhase{recording, active} {
		if err := p.run(ctx, b); err != nil {
			return err
		}
	}
	b.costs(recording, active)
	b.losses(recording, active)
	return b.reconnects(ctx)
}

func (b *cameraBench) costs(recording, active *cameraPhase) {
	const copying, decoding = "ffmpeg -c copy", "ffmpeg -f null"
	b.row(benchRow{Name: "recording-cpu", Value: mean(recording.cores), Unit: "core/camera", Peer: copying, PeerValue: mean(recording.peerCores)})
	b.row(benchRow{Name: "active-core", Value: mean(active.cores), Unit: "core/camera", Peer: decoding, PeerValue: mean(active.peerCores)})
	b.row(benchRow{Name: "active-over-decode", Value: mean(active.cores) / mean(active.peerCores), Unit: "times"})
	b.row(benchRow{Name: "rss-per-camera", Value: active.rss + active.childRSS, Unit: "MiB", Peer: decoding, PeerValue: active.peerRSS})
	b.row(benchRow{Name: "rss-custos", Value: active.rss, Unit: "MiB"})
	b.row(benchRow{Name: "rss-ffmpeg", Value: active.childRSS, Unit: "MiB"})
	b.row(benchRow{Name: "rss-recording", Value: recording.rss, Unit: "MiB", Peer: copying, PeerValue: recording.peerRSS})
}

func (b *cameraBench) losses(recording, active *cameraPhase) {
	sent, recorded := recording.sent+active.sent, recording.recorded+active.recorded
	b.row(benchRow{Name: "pictures-sent", Value: float64(sent), Unit: "pictures"})
	b.row(benchRow{Name: "pictures-lost", Value: float64(sent - recorded), Unit: "pictures"})
	b.row(benchRow{Name: "gaps", Value: float64(recording.gaps + active.gaps), Unit: "gaps"})
	b.row(benchRow{Name: "gap-longest", Value: float64(max(recording.longest, active.longest).Milliseconds()), Unit: "ms"})
	b.row(benchRow{Name: "connections-lost", Value: float64(recording.cut + active.cut), Unit: "connections"})
	b.row(benchRow{Name: "undecoded", Value: float64(active.recorded - active.frames), Unit: "pictures"})
	b.row(benchRow{Name: "undecoded-share", Value: float64(active.recorded-active.frames) / float64(active.recorded), Unit: "of pictures"})
}

// mean of at least one value.
func mean(vs []float64) float64 {
	sum := 0.0
	for _, v := range vs {
		sum += v
	}
	return sum / float64(len(vs))
}
