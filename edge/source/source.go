// Package source takes one camera's stream in and gives it out twice, in one time base:
// as it was sent, in fragmented MP4, and as decoded frames, scaled for the analyzers.
//
//	packets ─► depacketizer ─► assembler ─► timeline ─► muxer ─► fragments
//	            NAL units       pictures     times        └────► decoder ─► frames
//
// Cameras are reached by Custos's own RTSP client, which dials the address that was
// checked and signs in itself. ffmpeg decodes, and nothing else: it is handed pictures
// on its standard input, never sees a URL, a credential or the network, and is not
// allowed any protocol but pipes. When it fails, recording goes on.
package source

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/edge/rtsp"
	"custos.dev/custos/edge/stream"
)

// Source is one camera. Run may be called again when it has returned; frame
// numbers and time stamps go on from one run to the next. Its fields are not
// changed after the first Run.
type Source struct {
	Camera custos.CameraID
	// Boot is the camera service's life, for the frames' references.
	Boot uint64
	// URL is rtsp://, rtsps:// or file://, the last with an absolute path.
	URL string
	// Credentials are used if the URL has none.
	Credentials rtsp.Credentials
	// Transport is "tcp" or "udp"; tcp if empty.
	Transport string
	// Width is of the decoded frames, in pixels; 384 if 0. The height follows.
	Width int
	// MaxFPS drops decoded frames that come faster; 0 for no limit. What is
	// recorded is not touched.
	MaxFPS float64
	// NoFrames is for cameras that are recorded and not analysed: nothing is decoded, and
	// OnFrame is never called.
	NoFrames bool
	// Audio sets the camera's sound up beside its video. A Listener is handed it; a camera
	// that refuses it keeps its video.
	Audio bool
	// AllowLoopback permits cameras on this machine, such as simulated ones.
	AllowLoopback bool
	// AllowDirs are the directories below which file:// URLs may point.
	AllowDirs []string
	// Unpaced reads files as fast as possible instead of in real time.
	Unpaced bool
	// TLS checks an rtsps:// camera; nil is the system's roots.
	TLS *tls.Config
	// Pin is the SHA-256 of the public key (SPKI) in an rtsps:// camera's certificate, in
	// hex or base64. If it is set it decides alone: names, dates and roots do not count.
	Pin string
	// Log is slog.Default() if nil.
	Log *slog.Logger

	// Where the next run goes on: the end of what was given, in stream time.
	last   time.Duration
	wall   wallClock
	counts counts
	heard  soundCounts
	// lastSound is where the sound goes on in the next run. One run at a time uses it.
	lastSound time.Duration
	began     time.Time
	// clock returns capture time and stream time; nil is this machine's. Tests set it.
	clock func() (wall time.Time, stream time.Duration)
	// resolve looks a host up; nil is the system's resolver. Tests set it.
	resolve func(ctx context.Context, host string) ([]netip.Addr, error)
	// decoding is closed when the decoder of the latest run has ended; nil before the first.
	decoding chan struct{}
	// drain is how long a decoder may take for its last frames; a few seconds if 0. Tests
	// set it.
	drain time.Duration
	// patience is how long a playing camera may send nothing; silence if 0.
	patience time.Duration
	// spin is how often it is looked whether a decoder works without end; spinCheck if 0.
	spin time.Duration

	mu      sync.Mutex
	waiting string         // why no picture is given yet
	unused  uint64         // pictures that came meanwhile
	at      time.Duration  // stream time of the latest progress
	usual   time.Duration  // between pictures
	ahead   *time.Duration // of the camera's clock

	soundCodec string
	soundless  string        // why there is no sound
	mute       time.Duration // until when it is not asked for, in stream time
}

// counts are figures since the first run, read by others while a run goes on.
type counts struct {
	packets, lost, late, pictures, broken, restamped, jumps, undecoded, connections, frames atomic.Uint64
}

// Counts returns what came from the camera since the first Run.
func (s *Source) Counts() custos.StreamCounts {
	c := &s.counts
	return custos.StreamCounts{
		Packets: c.packets.Load(), Lost: c.lost.Load(), Late: c.late.Load(), Pictures: c.pictures.Load(), Broken: c.broken.Load(),
		Restamped: c.restamped.Load(), Undecoded: c.undecoded.Load(), Connections: c.connections.Load(),
	}
}

// Frames returns how many frames were decoded since the first Run.
func (s *Source) Frames() uint64 { return s.counts.frames.Load() }

// Jumps returns how often the camera's stamps began to count anew within a connection.
func (s *Source) Jumps() uint64 { return s.counts.jumps.Load() }

// now returns capture time and stream time. Stream time begins at one second, so that a
// picture which is decoded before it is shown has a time above zero too.
func (s *Source) now() (time.Time, time.Duration) {
	if s.clock != nil {
		return s.clock()
	}
	now := time.Now()
	return now.Round(0), s.streamTime(now)
}

// streamTime turns a reading of this process's monotonic clock into stream time.
func (s *Source) streamTime(t time.Time) time.Duration { return t.Sub(s.began) + time.Second }

// ClockOffset is how far the camera's clock is ahead of this node's, by its last report;
// nil if it has not said. No time here rests on it.
func (s *Source) ClockOffset() *time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ahead == nil {
		return nil
	}
	ahead := *s.ahead
	return &ahead
}

// StreamTime is the present in stream time; 0 before the first Run.
func (s *Source) StreamTime() time.Duration {
	if s.clock == nil && s.began.IsZero() {
		return 0
	}
	_, now := s.now()
	return now
}

// progress tells that a picture was given.
func (s *Source) progress(pts, interval int64) {
	_, now := s.now()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.waiting, s.at, s.usual, s.unused = "", now, fromTicks(interval), 0
}

// waits tells why a picture that came cannot be given.
func (s *Source) waits(why string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.waiting = why
	s.unused++
}

// Waiting says why a camera that sends gives no pictures yet; "" if it is not so.
func (s *Source) Waiting() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.waiting == "" {
		return ""
	}
	return fmt.Sprintf("%s (%d pictures came)", s.waiting, s.unused)
}

// Sink takes what a source gives. OnInit comes before a run's first fragment, and again
// where the format changes. OnInit and OnFragment are called by one goroutine, OnFrame by
// another, at the same time. OnFragment may not block for long: packets wait for it. All
// calls have returned when Run returns; where it returns an error that is Retryable, those
// of OnFrame have when Wait returns, or the next run gives its first frame: a camera is not
// left alone because its last frames take long to decode.
type Sink interface {
	OnInit(stream.Init)
	OnFragment(stream.Fragment)
	// OnFrame's planes are only valid during the call.
	OnFrame(custos.Frame)
}

// Observer is a Sink that wants to know more. Its methods are called by any goroutine of
// a run.
type Observer interface {
	// OnDescribe tells what the camera says it offers, once a run, before OnInit.
	OnDescribe(stream.Description)
	// OnOdd says, in words, what is wrong with a run that goes on.
	OnOdd(string)
}

// Reason classifies why a run ended.
type Reason string

// The reasons. Ended is not an error: Run returns nil.
const (
	Ended       Reason = "ended"
	Unreachable Reason = "unreachable"
	// Lost means that a stream that ran broke off.
	Lost       Reason = "lost"
	NotThere   Reason = "not_there"
	AuthFailed Reason = "auth"
	// Refused means that the URL is not allowed.
	Refused    Reason = "refused"
	WrongCodec Reason = "codec"
	Truncated  Reason = "truncated"
	NoFFmpeg   Reason = "ffmpeg"
	Stopped    Reason = "stopped"
	Other      Reason = "other"
)

// failure is an error with its reason.
type failure struct {
	reason Reason
	err    error
}

func (f *failure) Error() string { return f.err.Error() }
func (f *failure) Unwrap() error { return f.err }

func fail(r Reason, k custos.ErrorKind, format string, args ...any) error {
	return &failure{r, custos.Errorf(k, format, args...)}
}

// ReasonOf returns the reason of an error that Run returned.
func ReasonOf(err error) Reason {
	var f *failure
	switch {
	case err == nil:
		return Ended
	case errors.As(err, &f):
		return f.reason
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return Stopped
	}
	return Other
}

// Retryable says whether running again may go better without anyone doing
// anything. A wrong password is not retried: cameras lock the account.
func Retryable(err error) bool {
	switch ReasonOf(err) {
	case Unreachable, Lost, NotThere, Other:
		return true
	}
	return false
}

// Validate says what is wrong with the settings, as far as that can be known
// without reaching out.
func (s *Source) Validate() error {
	if s.Transport != "" && s.Transport != "tcp" && s.Transport != "udp" {
		return fail(Refused, custos.Invalid, "camera %s: transport %q is not known; choose tcp or udp", s.Camera, s.Transport)
	}
	if s.Width < 0 || s.Width > 4096 || s.Width%2 != 0 {
		return fail(Refused, custos.Invalid, "camera %s: a frame width of %d is not possible; choose an even number up to 4096", s.Camera, s.Width)
	}
	if s.MaxFPS < 0 || s.MaxFPS > 1000 {
		return fail(Refused, custos.Invalid, "camera %s: %g frames a second are not possible; choose 0 (no limit) to 1000", s.Camera, s.MaxFPS)
	}
	if s.Audio && strings.HasPrefix(s.URL, "file:") {
		return fail(Refused, custos.Invalid, "camera %s: the sound of files is not taken in; leave audio out", s.Camera)
	}
	if _, err := parsePin(s.Pin); err != nil {
		return s.named(err)
	}
	_, err := parseURL(s.URL)
	return s.named(err)
}

// named puts the camera before an error of the URL.
func (s *Source) named(err error) error {
	var f *failure
	if errors.As(err, &f) {
		return fail(f.reason, custos.KindOf(err), "camera %s: %w", s.Camera, f.err)
	}
	return err
}

// Run takes the stream in until it ends, ctx ends, or it breaks. It returns nil
// when the source itself ended the stream, ctx.Err() when it was stopped, and
// otherwise an error that ReasonOf and Retryable explain.
func (s *Source) Run(ctx context.Context, sink Sink) error {
	if err := s.Validate(); err != nil {
		return err
	}
	u, err := parseURL(s.URL)
	if err != nil {
		return s.named(err)
	}
	if s.began.IsZero() {
		s.began = time.Now()
	}
	_, now := s.now()
	s.mu.Lock()
	s.waiting, s.at, s.usual, s.unused = "", now, 0, 0
	s.mu.Unlock()
	p := &pipeline{s: s, sink: sink, log: s.Log, secrets: secretsOf(u, s.Credentials)}
	if p.log == nil {
		p.log = slog.Default()
	}
	p.log = p.log.With("camera", string(s.Camera))
	if u.Scheme == "file" {
		err = p.runFile(ctx, u.Path)
	} else {
		err = p.runRTSP(ctx, u)
	}
	if ctx.Err() != nil || !Retryable(err) {
		s.Wait()
	}
	if err != nil && ctx.Err() != nil {
		return ctx.Err()
	}
	return s.named(err)
}

// Wait returns when the frames of ended runs are decoded and handed on, or given up: some
// seconds after Run returned, at most half a minute. It is called by who calls Run.
func (s *Source) Wait() {
	if s.decoding != nil {
		<-s.decoding
	}
}
