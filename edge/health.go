package edge

import (
	"fmt"
	"sync"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/edge/source"
	"custos.dev/custos/edge/stream"
	"custos.dev/custos/observe"

	"github.com/prometheus/client_golang/prometheus"
)

// health is what a camera does, for people: alive means pictures, not connections. Its
// methods may be called by several goroutines.
type health struct {
	mu     sync.Mutex
	camera custos.CameraID
	src    *source.Source

	state  custos.CameraState
	reason string
	since  time.Time
	// oddReason says what is odd about a stream that goes on, since oddSince.
	oddReason string
	oddSince  time.Time
	// cause is why the next gap is one; "" where pictures just did not come.
	cause string

	captured time.Time // of the newest picture
	came     time.Time // when it was stored, by the monotonic clock
	usual    time.Duration
	packets  uint64 // when the newest picture came
	late     uint64
	segment  time.Time
	segments uint64
	failed   string // why pictures are not stored
}

// The limits of what counts as alive.
const (
	// quiet is how long no picture may come, beyond what is usual for the camera.
	quiet = 3 * time.Second
	// oddFor is how long a camera that was odd is called so.
	oddFor = 2 * time.Minute
	// sealMost is how long pictures may come without a segment being sealed.
	sealMost = 30 * time.Second
)

func (h *health) began(id custos.CameraID, src *source.Source) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.camera, h.src = id, src
	h.set(custos.CameraStarting, "connecting")
}

// set changes the state; it says whether that is news. The caller holds the lock.
func (h *health) set(s custos.CameraState, reason string) bool {
	if h.state == s && h.reason == reason {
		return false
	}
	if h.state != s {
		h.since = time.Now()
	}
	h.state, h.reason = s, reason
	return true
}

// connecting says that the camera is being connected to.
func (h *health) connecting() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.packets, h.late = h.src.Counts().Packets, h.src.Counts().Late
}

// picture tells of a picture that came.
func (h *health) picture(f stream.Fragment) {
	h.mu.Lock()
	defer h.mu.Unlock()
	c := h.src.Counts()
	h.captured, h.came, h.packets, h.late = f.Time, time.Now(), c.Packets, c.Late
	h.usual += (f.Duration - h.usual) / 8
	if h.failed != "" {
		h.set(custos.CameraNotRecording, h.failed)
		return
	}
	h.cause = ""
	h.set(custos.CameraRecording, "")
}

// stored tells whether pictures could be stored; it says whether that is news.
func (h *health) stored(err error) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if err == nil {
		return false
	}
	news := h.failed != err.Error()
	h.failed, h.cause = err.Error(), err.Error()
	return news
}

// sealed tells of a sealed segment.
func (h *health) sealed(s observe.Segment) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.segment, h.failed = s.Until, ""
	h.segments++
}

// lost tells that the connection ended.
func (h *health) lost(reason string, refused bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.cause = reason
	state := custos.CameraReconnecting
	if refused {
		state = custos.CameraRefused
	}
	h.set(state, reason)
}

// ended tells that the footage has run, once.
func (h *health) ended() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.set(custos.CameraEnded, "its footage has run once, as was asked")
}

// odd tells what is odd about a stream that goes on; it says whether that is news.
func (h *health) odd(reason string) bool {
	if reason == "" {
		return false
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	news := h.oddReason != reason || time.Since(h.oddSince) > oddFor
	h.oddReason, h.oddSince = reason, time.Now()
	return news
}

// gapCause says why there is a gap.
func (h *health) gapCause() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.cause == "" {
		return "no pictures came"
	}
	return h.cause
}

// look holds the clock against the newest picture and segment. It returns what is wrong,
// and whether that is news.
func (h *health) look() (why string, news bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.state != custos.CameraRecording && h.state != custos.CameraNoPictures || h.came.IsZero() {
		return "", false
	}
	still := time.Since(h.came)
	if still < quiet+3*h.usual {
		if h.state == custos.CameraRecording && !h.segment.IsZero() && h.captured.Sub(h.segment) > sealMost {
			return "pictures come, and no segment was sealed for a while", h.set(custos.CameraNotRecording, fmt.Sprintf("no segment was sealed for %v", h.captured.Sub(h.segment).Round(time.Second)))
		}
		return "", false
	}
	c := h.src.Counts()
	why = "nothing comes from the camera"
	switch {
	case c.Late > h.late:
		why = fmt.Sprintf("late or foreign packets since %s", h.captured.UTC().Format(time.TimeOnly))
	case c.Packets > h.packets:
		why = fmt.Sprintf("packets come that make no picture since %s", h.captured.UTC().Format(time.TimeOnly))
	}
	h.cause = why
	news = h.state != custos.CameraNoPictures
	h.set(custos.CameraNoPictures, fmt.Sprintf("no pictures for %v: %s", still.Round(time.Second), why))
	return why, news
}

// Health says what the camera does now.
func (c *camera) Health() custos.CameraHealth {
	h := &c.health
	_, _ = h.look()
	h.mu.Lock()
	defer h.mu.Unlock()
	out := custos.CameraHealth{
		Camera: h.camera, State: h.state, Reason: h.reason, Since: h.since, Segments: h.segments,
		Frames: c.src.Frames(), Dropped: c.dropped.Load(), Counts: c.src.Counts(),
		ClockOffset: c.src.ClockOffset(), Sound: c.src.Sound(),
	}
	switch waiting := c.src.Waiting(); {
	case h.state == custos.CameraRecording && time.Since(h.oddSince) < oddFor:
		out.Reason = h.oddReason
	case h.state == custos.CameraRecording && out.Sound != nil && out.Sound.Missing != "":
		out.Reason = out.Sound.Missing
	case waiting != "" && (h.state == custos.CameraStarting || h.state == custos.CameraReconnecting):
		out.State, out.Reason = custos.CameraNoPictures, waiting
	}
	if !h.captured.IsZero() {
		t := h.captured
		out.LastPicture = &t
	}
	if !h.segment.IsZero() {
		t := h.segment
		out.LastSegment = &t
	}
	return out
}

// measure offers the camera's figures.
func (c *camera) measure() {
	count := func(name, help string, f func(custos.StreamCounts) uint64) {
		c.Metrics.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "custos_camera_" + name, Help: help}, func() float64 { return float64(f(c.src.Counts())) }))
	}
	count("packets_total", "Packets that came from the camera.", func(n custos.StreamCounts) uint64 { return n.Packets })
	count("lost_packets_total", "Packets that never came, by their numbers.", func(n custos.StreamCounts) uint64 { return n.Lost })
	count("late_packets_total", "Packets that came twice, too late or from elsewhere.", func(n custos.StreamCounts) uint64 { return n.Late })
	count("pictures_total", "Pictures that were recorded.", func(n custos.StreamCounts) uint64 { return n.Pictures })
	count("broken_pictures_total", "Pictures that came without a part of theirs.", func(n custos.StreamCounts) uint64 { return n.Broken })
	count("restamped_pictures_total", "Pictures whose time stamp was not used.", func(n custos.StreamCounts) uint64 { return n.Restamped })
	count("undecoded_pictures_total", "Pictures that were recorded and not analysed.", func(n custos.StreamCounts) uint64 { return n.Undecoded })
	count("connections_total", "Connections made to the camera.", func(n custos.StreamCounts) uint64 { return n.Connections })
	if c.cfg != nil && c.cfg.Audio {
		sound := func(name, help string, f func(*custos.TrackCounts) uint64) {
			c.Metrics.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "custos_camera_sound_" + name, Help: help}, func() float64 { return float64(f(c.src.Sound())) }))
		}
		sound("packets_total", "Packets of sound that came from the camera.", func(n *custos.TrackCounts) uint64 { return n.Packets })
		sound("lost_packets_total", "Packets of sound that never came, by their numbers.", func(n *custos.TrackCounts) uint64 { return n.Lost })
		sound("units_total", "Units of sound that were handed on.", func(n *custos.TrackCounts) uint64 { return n.Units })
		sound("broken_units_total", "Units of sound that were left out.", func(n *custos.TrackCounts) uint64 { return n.Broken })
	}
	gauge := func(name, help string, f func(custos.CameraHealth) float64) {
		c.Metrics.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "custos_camera_" + name, Help: help}, func() float64 { return f(c.Health()) }))
	}
	gauge("recording", "1 while pictures come and are stored, else 0.", func(h custos.CameraHealth) float64 {
		if h.State == custos.CameraRecording {
			return 1
		}
		return 0
	})
	gauge("last_picture_age_seconds", "Seconds since the newest recorded picture was captured; -1 before the first.", func(h custos.CameraHealth) float64 {
		if h.LastPicture == nil {
			return -1
		}
		return time.Since(*h.LastPicture).Seconds()
	})
}
