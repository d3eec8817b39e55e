package benches

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/edge/live"
	"custos.dev/custos/edge/record"
	"custos.dev/custos/edge/ring"
	"custos.dev/custos/edge/source"
	"custos.dev/custos/edge/stream"
	"custos.dev/custos/observe"
)

// measuredSays is what a measured camera's process says of itself, once a second and at its
// end, as a line of JSON.
type measuredSays struct {
	custos.StreamCounts
	// Frames were decoded and given to the ring; Recorded pictures are in sealed segments.
	Frames   uint64 `json:"frames"`
	Recorded int    `json:"recorded"`
	Segments int    `json:"segments"`
	// Gaps are what the recorder told of, in their order.
	Gaps []time.Duration `json:"gaps"`
	// Ended says that the stream ended, and that all of it is counted.
	Ended bool `json:"ended"`
}

// CameraOne does what the camera service does with its pictures: they are recorded,
// offered live, and the decoded frames put into the ring. What the service adds around it
// is left out: the journal, health, rights.
type CameraOne struct {
	URL, Dir string
	Record   bool          // and nothing else
	Out      *json.Encoder // takes what it says of itself

	src  *source.Source
	rec  *record.Recorder
	ring *ring.Server
	hub  live.Hub

	mu   sync.Mutex
	said measuredSays
	file string // of the segment before
	err  error  // of recording
}

// Run takes the camera in until its stream or ctx ends.
func (m *CameraOne) Run(ctx context.Context) (err error) {
	log := slog.New(slog.NewTextHandler(custos.PlainWriter{W: os.Stderr}, &slog.HandlerOptions{Level: slog.LevelError}))
	const id = custos.CameraID("bench/camera")
	m.src = &source.Source{Camera: id, Boot: 1, URL: m.URL, AllowLoopback: true, NoFrames: m.Record, Log: log}
	m.rec, err = record.Open(record.Config{Camera: id, Dir: m.Dir, Boot: 1, Sealed: m.sealed, Gap: m.gap, Now: m.src.StreamTime, Log: log})
	if err != nil {
		return err
	}
	m.ring, err = ring.NewServer(ring.Config{
		Camera: id, Socket: filepath.Join(m.Dir, "ring"), Log: log,
		Authorize: func(context.Context, []byte) (string, error) {
			return "", custos.Errorf(custos.Denied, "nobody reads here")
		},
	})
	if err != nil {
		return errors.Join(err, m.rec.Close())
	}
	// The ring outlives the source, which gives its last frames when ctx has ended.
	beside, end := context.WithCancel(context.WithoutCancel(ctx))
	ringing, telling := make(chan error, 1), make(chan struct{})
	go func() { ringing <- m.ring.Run(beside) }()
	go func() { defer close(telling); m.tell(beside) }()
	err = m.work(ctx)
	m.src.Wait()
	end()
	<-telling
	err = errors.Join(err, <-ringing, m.rec.Close(), m.err)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.said.Ended = true
	return errors.Join(err, m.say())
}

// The pauses of the camera service, in edge/work.go.
const (
	cameraFirstWait = 100 * time.Millisecond
	cameraLastWait  = 5 * time.Second
	cameraPlayed    = 2 * time.Second
)

// work takes the stream in until it ends or ctx does, anew when it breaks off.
func (m *CameraOne) work(ctx context.Context) error {
	for wait := cameraFirstWait; ; wait = min(2*wait, cameraLastWait) {
		began, before := time.Now(), m.src.Counts().Pictures
		err := m.src.Run(ctx, m)
		m.stored(m.rec.Seal())
		switch {
		case err == nil, ctx.Err() != nil:
			return nil
		case !source.Retryable(err):
			return err
		case time.Since(began) > cameraPlayed && m.src.Counts().Pictures > before:
			wait = cameraFirstWait
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
		}
	}
}

// tell says once a second how far it is.
func (m *CameraOne) tell(ctx context.Context) {
	for tick := time.NewTicker(time.Second); ; {
		select {
		case <-ctx.Done():
			tick.Stop()
			return
		case <-tick.C:
		}
		m.mu.Lock()
		_ = m.say() // who does not listen has closed standard input too
		m.mu.Unlock()
	}
}

// say writes the present figures. The caller holds the lock.
func (m *CameraOne) say() error {
	m.said.StreamCounts, m.said.Frames = m.src.Counts(), m.src.Frames()
	return m.Out.Encode(m.said)
}

func (m *CameraOne) stored(err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.err == nil {
		m.err = err
	}
}

// sealed counts a segment. The one before is removed, so that a long run fills no disk.
func (m *CameraOne) sealed(s observe.Segment) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.said.Recorded += s.Frames
	m.said.Segments++
	before := m.file
	m.file = filepath.Join(m.Dir, s.File)
	if before == "" {
		return nil
	}
	return os.Remove(before)
}

func (m *CameraOne) gap(from, until time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.said.Gaps = append(m.said.Gaps, until.Sub(from))
}

// OnInit implements source.Sink.
func (m *CameraOne) OnInit(in stream.Init) {
	m.hub.OnInit(in)
	m.stored(m.rec.Init(in))
}

// OnFragment implements source.Sink.
func (m *CameraOne) OnFragment(f stream.Fragment) {
	m.hub.OnFragment(f)
	m.stored(m.rec.Write(f))
}

// OnFrame implements source.Sink.
func (m *CameraOne) OnFrame(f custos.Frame) { m.stored(m.ring.Publish(f)) }
