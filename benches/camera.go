package benches

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"custos.dev/custos/figures"
)

const (
	clipFPS = 25
	// warmUp is how much longer a camera plays than it is measured.
	warmUp = 15 * time.Second
	// stagger lies between two cameras' starts, so that they do not march in step.
	stagger = 130 * time.Millisecond
	// recordMost is how long recording alone is measured, at most.
	recordMost = time.Minute
)

// Camera measures the edge's way of a camera.
type Camera struct {
	Cameras int
	Length  time.Duration // for which all are recorded and decoded

	dir  string
	clip string
	out  *figures.Result
}

func (b *Camera) row(r figures.Row) {
	if r.Peer != "" {
		r.Ratio = r.Value / r.PeerValue
	}
	b.out.Rows = append(b.out.Rows, r)
}

// Run measures recording alone, recording with decoding, and reconnecting.
func (b *Camera) Run(ctx context.Context) (*figures.Result, error) {
	dir, err := os.MkdirTemp("", "cb") // short, for the path of a Unix socket has at most 107 bytes
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	b.dir, b.out = dir, figures.New("camera")
	return b.out, b.measure(ctx)
}

func (b *Camera) measure(ctx context.Context) error {
	b.clip = filepath.Join(b.dir, "720p25.mp4")
	// As cameras send it: no B-frames, a key picture each second.
	if err := makeClip(ctx, b.clip, "-g", fmt.Sprint(clipFPS), "-bf", "0"); err != nil {
		return err
	}
	st, err := os.Stat(b.clip)
	if err != nil {
		return err
	}
	b.row(figures.Row{Name: "cameras", Value: float64(b.Cameras), Unit: "cameras"})
	b.row(figures.Row{Name: "stream", Value: float64(st.Size()) * 8 / 1e6 / clipSeconds, Unit: "Mbit/s"})
	recording := &cameraPhase{name: "r", record: true, length: min(b.Length, recordMost), peer: []string{"-c", "copy", "-f", "segment", "-segment_time", "2", "-segment_wrap", "4"}}
	active := &cameraPhase{name: "a", length: b.Length, peer: []string{"-fps_mode", "passthrough", "-f", "null"}}
	for _, p := range []*cameraPhase{recording, active} {
		if err := p.run(ctx, b); err != nil {
			return err
		}
	}
	b.costs(recording, active)
	b.losses(recording, active)
	return b.reconnects(ctx)
}

func (b *Camera) costs(recording, active *cameraPhase) {
	const copying, decoding = "ffmpeg -c copy", "ffmpeg -f null"
	b.row(figures.Row{Name: "recording-cpu", Value: mean(recording.cores), Unit: "core/camera", Peer: copying, PeerValue: mean(recording.peerCores)})
	b.row(figures.Row{Name: "active-core", Value: mean(active.cores), Unit: "core/camera", Peer: decoding, PeerValue: mean(active.peerCores)})
	b.row(figures.Row{Name: "active-over-decode", Value: mean(active.cores) / mean(active.peerCores), Unit: "times"})
	b.row(figures.Row{Name: "rss-per-camera", Value: active.rss + active.childRSS, Unit: "MiB", Peer: decoding, PeerValue: active.peerRSS})
	b.row(figures.Row{Name: "rss-custos", Value: active.rss, Unit: "MiB"})
	b.row(figures.Row{Name: "rss-ffmpeg", Value: active.childRSS, Unit: "MiB"})
	b.row(figures.Row{Name: "rss-recording", Value: recording.rss, Unit: "MiB", Peer: copying, PeerValue: recording.peerRSS})
}

func (b *Camera) losses(recording, active *cameraPhase) {
	sent, recorded := recording.sent+active.sent, recording.recorded+active.recorded
	b.row(figures.Row{Name: "pictures-sent", Value: float64(sent), Unit: "pictures"})
	b.row(figures.Row{Name: "pictures-lost", Value: float64(sent - recorded), Unit: "pictures"})
	b.row(figures.Row{Name: "gaps", Value: float64(recording.gaps + active.gaps), Unit: "gaps"})
	b.row(figures.Row{Name: "gap-longest", Value: float64(max(recording.longest, active.longest).Milliseconds()), Unit: "ms"})
	b.row(figures.Row{Name: "connections-lost", Value: float64(recording.cut + active.cut), Unit: "connections"})
	b.row(figures.Row{Name: "undecoded", Value: float64(active.recorded - active.frames), Unit: "pictures"})
	b.row(figures.Row{Name: "undecoded-share", Value: float64(active.recorded-active.frames) / float64(active.recorded), Unit: "of pictures"})
}
