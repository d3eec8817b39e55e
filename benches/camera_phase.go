package benches

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/edge/rtspsim"
	"custos.dev/custos/figures"
)

// cameraPeers is how many of a peer run beside the cameras.
const cameraPeers = 2

// cameraPhase is a time in which all cameras are taken in, and peers beside them.
type cameraPhase struct {
	name   string
	record bool // without decoding
	length time.Duration
	peer   []string // options of the peer's output

	bench *Camera
	sim   *rtspsim.Server

	mu sync.Mutex
	// What each took of a core.
	cores, peerCores []float64
	// The most that any had resident, in MiB.
	rss, childRSS, peerRSS float64
	gaps, cut              int           // cut are connections that broke off
	longest                time.Duration // of the gaps
	sent, recorded, frames int           // pictures of all
}

// run plays to all until they have ended.
func (p *cameraPhase) run(ctx context.Context, b *Camera) error {
	p.bench = b
	sim, end, err := b.simulate(ctx, rtspsim.Config{Loop: true, Length: p.length + warmUp})
	if err != nil {
		return err
	}
	defer end()
	p.sim = sim
	return all(ctx, b.Cameras+min(b.Cameras, cameraPeers), func(ctx context.Context, i int) error {
		if err := pause(ctx, time.Duration(i)*stagger); err != nil {
			return err
		}
		if i >= b.Cameras {
			return p.beside(ctx, i)
		}
		return p.camera(ctx, i)
	})
}

// camera takes one in.
func (p *cameraPhase) camera(ctx context.Context, i int) error {
	path := fmt.Sprint("cam", i)
	var options []string
	if p.record {
		options = []string{"--record"}
	}
	c, err := p.bench.camera(ctx, p.sim, path, p.name, options...)
	if err != nil {
		return err
	}
	from, until, err := c.window(p.length)
	if err != nil {
		return c.failed("has ended before it was measured", err)
	}
	taken := until.frames - from.frames
	if p.record {
		taken = until.pictures - from.pictures
	}
	core, err := coreFor(until.cpu-from.cpu, taken)
	if err != nil {
		c.stop()
		return err
	}
	// One that was cut off meanwhile began anew, and would play for longer than the others.
	enough := time.AfterFunc(2*warmUp, func() { _ = c.in.Close() })
	defer enough.Stop()
	if err := c.rest(); err != nil {
		return err
	}
	if !c.said.Ended {
		return custos.Errorf(custos.Internal, "the process of camera %s ended without its last figures", path)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cores = append(p.cores, core)
	p.rss, p.childRSS = max(p.rss, until.rss), max(p.childRSS, until.childRSS)
	p.gaps += len(c.said.Gaps)
	p.cut += int(c.said.Connections) - 1
	for _, g := range c.said.Gaps {
		p.longest = max(p.longest, g)
	}
	p.sent += p.sim.Sent(path)
	p.recorded += c.said.Recorded
	p.frames += int(c.said.Frames)
	return nil
}

// beside runs a peer, anew if it ends: a client that does not keep up is cut off by the
// simulated camera, as by a real one.
func (p *cameraPhase) beside(ctx context.Context, i int) error {
	dir := filepath.Join(p.bench.dir, p.name, fmt.Sprint("peer", i))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	// With -threads 1 it decodes in one thread, as Custos has it do.
	args := []string{"-nostdin", "-v", "error", "-progress", "pipe:1", "-stats_period", "0.5", "-threads", "1", "-rtsp_transport", "tcp", "-i", p.sim.URL(fmt.Sprint("peer", i))}
	args = append(append(args, p.peer...), "-y", filepath.Join(dir, "%d.mp4"))
	var cpu, pictures, rss float64
	for end := time.Now().Add(p.length); time.Now().Before(end); {
		c, err := startProcess(ctx, "ffmpeg", args...)
		if err != nil {
			return err
		}
		from, until, err := c.window(time.Until(end))
		c.stop()
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		cpu, pictures, rss = cpu+until.cpu-from.cpu, pictures+until.pictures-from.pictures, max(rss, until.rss)
		if err := pause(ctx, time.Second); err != nil {
			return err
		}
	}
	core, err := coreFor(cpu, pictures)
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.peerCores = append(p.peerCores, core)
	p.peerRSS = max(p.peerRSS, rss)
	return nil
}

// camera starts a camera's process.
func (b *Camera) camera(ctx context.Context, sim *rtspsim.Server, path, phase string, options ...string) (*process, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	dir := filepath.Join(b.dir, phase, path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	return startProcess(ctx, self, append([]string{"bench", "camera-one", sim.URL(path), dir}, options...)...)
}

// simulate starts cameras; the caller ends them.
func (b *Camera) simulate(ctx context.Context, cfg rtspsim.Config) (*rtspsim.Server, func(), error) {
	cfg.Addr, cfg.Files, cfg.Log = "127.0.0.1:0", map[string]string{"": b.clip}, slog.New(slog.DiscardHandler)
	sim, err := rtspsim.New(ctx, cfg)
	if err != nil {
		return nil, nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() { defer close(ended); _ = sim.Run(ctx) }()
	return sim, func() { cancel(); <-ended }, nil
}

// all calls f n times at once and waits; the first error ends the others.
func all(ctx context.Context, n int, f func(ctx context.Context, i int) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			if err := f(ctx, i); err != nil {
				cancel(err)
			}
		})
	}
	wg.Wait()
	return context.Cause(ctx)
}

const (
	// reconnectsMeasured are measured, of as many cameras that break off, within a time.
	reconnectsMeasured  = 100
	reconnectingCameras = 8
	reconnectMost       = 5 * time.Minute
	// breakAfter is when they break off: a camera that played for shorter is tried again
	// with longer and longer pauses.
	breakAfter = 2200 * time.Millisecond
)

// reconnects has cameras break off, and reads from the recorder's gaps how long each was
// not recorded. Viewers share a camera's clock, so one that comes back waits for the next
// key picture, as with a real one.
func (b *Camera) reconnects(ctx context.Context) error {
	var mu sync.Mutex
	var gaps []time.Duration
	late := time.Now().Add(reconnectMost)
	err := all(ctx, reconnectingCameras, func(ctx context.Context, i int) error {
		// Streams begin with a key picture, one comes each second: the breaks are spread over
		// the time from one to the next.
		after := breakAfter + time.Duration(i)*time.Second/reconnectingCameras
		sim, end, err := b.simulate(ctx, rtspsim.Config{Loop: true, SharedClock: true, OddAfter: after, Odd: map[string]string{"": "drop"}})
		if err != nil {
			return err
		}
		defer end()
		if err := pause(ctx, time.Duration(i)*stagger); err != nil {
			return err
		}
		c, err := b.camera(ctx, sim, fmt.Sprint("cam", i), "d")
		if err != nil {
			return err
		}
		for seen, enough := 0, false; !enough; {
			if err := c.next(); err != nil {
				return c.failed("has ended before it was measured", err)
			}
			mu.Lock()
			gaps = append(gaps, c.said.Gaps[seen:]...)
			enough = len(gaps) >= reconnectsMeasured
			mu.Unlock()
			seen = len(c.said.Gaps)
			if time.Now().After(late) {
				c.stop()
				return custos.Errorf(custos.Unavailable, "fewer than %d reconnects in %v; measure on a machine with less other work", reconnectsMeasured, reconnectMost)
			}
		}
		if err := c.in.Close(); err != nil {
			return err
		}
		return c.rest()
	})
	if err != nil {
		return err
	}
	slices.Sort(gaps)
	b.row(figures.Row{Name: "reconnects", Value: float64(len(gaps)), Unit: "reconnects"})
	b.row(figures.Row{Name: "reconnect-p50", Value: percentile(gaps, 50), Unit: "ms"})
	b.row(figures.Row{Name: "reconnect-p99", Value: percentile(gaps, 99), Unit: "ms"})
	return nil
}
