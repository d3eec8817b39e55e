package source

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/edge/stream"
)

// Report is what a camera turned out to be.
type Report struct {
	// Tracks is what the camera says it offers; nil if it did not say.
	Tracks []stream.Track
	// Codec is the RFC 6381 name of what is recorded.
	Codec         string
	Width, Height int
	// Pictures came in Measured, by their own time stamps; Bytes are of them.
	Pictures int
	Measured time.Duration
	Bytes    int64
	// KeyFrames is how many of them begin anew, KeyEvery the longest distance between
	// two of those; 0 if fewer than two came.
	KeyFrames int
	KeyEvery  time.Duration
	// Decoded pictures could be shown to an analyzer.
	Decoded int
	// Counts is what came, and what became of it; Jumps how often the time stamps began to
	// count anew.
	Counts custos.StreamCounts
	// ClockOffset is how far the camera's clock is ahead of this one; nil if it does not say.
	ClockOffset *time.Duration
	Jumps       uint64
	// Odd is what the source says is wrong with the stream, each thing once.
	Odd []string
}

// Rate is in pictures a second.
func (r *Report) Rate() float64 { return per(float64(r.Pictures), r.Measured) }

// BytesPerSecond is how much recording it takes.
func (r *Report) BytesPerSecond() float64 { return per(float64(r.Bytes), r.Measured) }

func per(n float64, d time.Duration) float64 {
	if d <= 0 {
		return 0
	}
	return n / d.Seconds()
}

// firstPicture is how long Probe waits for a first picture at least: it takes a
// connection, and a key frame.
const firstPicture = 15 * time.Second

// Probe runs a source for d from its first picture on, or until it ends, and says what
// it is. Errors are those of Run, and Unavailable if no picture comes within d or
// fifteen seconds, whichever is longer. Nothing is kept.
func Probe(ctx context.Context, s *Source, d time.Duration) (*Report, error) {
	ctx, end := context.WithCancel(ctx)
	defer end()
	p := &probe{end: end, d: d}
	wait := max(d, firstPicture)
	p.late = time.AfterFunc(wait, func() { p.over.Do(end) })
	defer p.late.Stop()
	err := s.Run(ctx, p)
	s.Wait() // for all frames to be counted
	r := p.report()
	r.Counts, r.Jumps, r.ClockOffset = s.Counts(), s.Jumps(), s.ClockOffset()
	switch {
	case r.Pictures > 0 && (err == nil || p.enough()):
		return r, nil
	case err == nil:
		return nil, fail(Other, custos.Unavailable, "camera %s: it ended before a picture came", s.Camera)
	case errors.Is(err, context.Canceled) && p.gaveUp(r):
		if why := s.Waiting(); why != "" {
			return nil, fail(Other, custos.Unavailable, "camera %s: it sends, and no picture came in %v: %s", s.Camera, wait, why)
		}
		return nil, fail(Other, custos.Unavailable, "camera %s: it answers, and no picture came in %v; if its key frames are rare, watch it for longer", s.Camera, wait)
	}
	return nil, err
}

// probe is the sink of Probe.
type probe struct {
	d    time.Duration
	end  context.CancelFunc
	late *time.Timer // ends a run without pictures
	over sync.Once

	mu       sync.Mutex
	init     stream.Init
	tracks   []stream.Track
	pictures []picture
	decoded  int
	odd      []string
	done     bool
}

// picture is what Probe remembers of a fragment.
type picture struct {
	dts, duration time.Duration
	received      time.Time
	key           bool
	frames, bytes int
}

// OnDescribe implements Observer.
func (p *probe) OnDescribe(d stream.Description) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.tracks = slices.Clone(d.Tracks)
}

// maxOdd is how many oddities a report has; what comes after them is left out.
const maxOdd = 8

// OnOdd implements Observer.
func (p *probe) OnOdd(why string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.done && len(p.odd) < maxOdd && !slices.Contains(p.odd, why) {
		p.odd = append(p.odd, why)
	}
}

// OnInit implements Sink.
func (p *probe) OnInit(i stream.Init) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.init = i
}

// OnFragment implements Sink.
func (p *probe) OnFragment(f stream.Fragment) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.done {
		return
	}
	p.late.Stop()
	p.pictures = append(p.pictures, picture{f.DTS, f.Duration, f.Received, f.Keyframe, f.Frames, len(f.Data)})
	first := p.pictures[0]
	// By either clock: a camera whose stamps stand still is not watched for ever.
	if f.DTS+f.Duration-first.dts >= p.d || f.Received.Sub(first.received) >= p.d {
		p.done = true
		p.end()
	}
}

// OnFrame implements Sink.
func (p *probe) OnFrame(custos.Frame) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.decoded++
}

func (p *probe) enough() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.done
}

// gaveUp says that the run was ended for want of pictures, and not by the caller.
func (p *probe) gaveUp(r *Report) bool {
	mine := true
	p.over.Do(func() { mine = false }) // whoever is first has ended it
	return mine && r.Pictures == 0
}

func (p *probe) report() *Report {
	p.mu.Lock()
	defer p.mu.Unlock()
	r := &Report{Tracks: p.tracks, Codec: p.init.Codec, Width: p.init.Width, Height: p.init.Height, Decoded: p.decoded, Odd: p.odd}
	var lastKey time.Duration
	for _, c := range p.pictures {
		r.Pictures += c.frames
		r.Measured += c.duration
		r.Bytes += int64(c.bytes)
		if c.key {
			if r.KeyFrames > 0 {
				r.KeyEvery = max(r.KeyEvery, c.dts-lastKey)
			}
			r.KeyFrames++
			lastKey = c.dts
		}
	}
	return r
}
