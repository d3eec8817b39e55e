package source

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"regexp"
	"strings"
	"sync"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/edge/codec"
	"custos.dev/custos/edge/stream"
)

// pipeline is one run: what reads the source, and the feeder and the decoder behind it.
type pipeline struct {
	s       *Source
	sink    Sink
	log     *slog.Logger
	secrets []string

	feeder  *feeder
	decoder *decoder      // nil with NoFrames
	decoded chan struct{} // closed when the decoder has given its last frame
}

// begin starts the way of a track's pictures.
func (p *pipeline) begin(c codec.Codec, t stream.Track) {
	if p.s.NoFrames {
		p.feeder = newFeeder(p.s, p.sink, c, nil)
		p.feeder.mux.track = t
		return
	}
	p.decoder = newDecoder(p.s, p.sink, p.odd, p.secrets)
	p.feeder = newFeeder(p.s, p.sink, c, p.decoder)
	p.feeder.mux.track = t
	p.decoded = make(chan struct{})
	before := p.s.decoding
	go func() {
		defer close(p.decoded)
		if err := p.decoder.runAfter(before); err != nil {
			p.odd("the decoder failed at the end: " + err.Error())
		}
	}()
	p.s.decoding = p.decoded
}

// end takes what is under way to its end. The last frames may still be decoded when it
// returns: Source.Wait waits for them.
func (p *pipeline) end() error {
	if p.feeder == nil {
		return nil
	}
	err := p.feeder.end()
	if p.decoder != nil {
		p.decoder.close()
	}
	return err
}

// soundAgain is after how long sound is asked for again that cost a session.
const soundAgain = time.Hour

// wantsSound says whether the camera is asked for its sound in this run.
func (p *pipeline) wantsSound() bool {
	s := p.s
	_, now := s.now()
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.Audio && (s.mute == 0 || now >= s.mute)
}

// soundless notes why the camera plays without its sound; where that is lasting, sound is
// not asked for again for a while, since the pictures would be lost with it each time.
func (p *pipeline) soundless(why string, lasting bool) {
	s := p.s
	_, now := s.now()
	why = "no sound: " + why
	s.mu.Lock()
	news := s.soundless != why
	s.soundless = why
	if lasting {
		s.mute = now + soundAgain
	}
	s.mu.Unlock()
	if news {
		p.odd(why)
	}
}

// hear starts the way of the sound.
func (p *pipeline) hear(m *media) *listener {
	s := p.s
	why := ""
	if !readable(m.track.Codec) {
		why = "no sound: its codec " + m.track.Codec + " is not taken apart here; its packets are counted"
	}
	s.mu.Lock()
	s.soundCodec, s.soundless = m.track.Codec, why
	s.mu.Unlock()
	to, _ := p.sink.(Listener)
	return newListener(s, m, to)
}

// odd tells the sink, if it wants to know.
func (p *pipeline) odd(why string) {
	if o, ok := p.sink.(Observer); ok {
		o.OnOdd(why)
		return
	}
	p.log.Warn("the stream is odd", "reason", why)
}

// clockMost is how far a camera's clock may be off before it is called out.
const clockMost = time.Minute

// clock notes how far the camera's clock is ahead. Nothing is dated by it.
func (p *pipeline) clock(ahead time.Duration) {
	s := p.s
	s.mu.Lock()
	was := s.ahead
	s.ahead = &ahead
	s.mu.Unlock()
	if ahead.Abs() > clockMost && (was == nil || (*was-ahead).Abs() > clockMost) {
		which := "ahead of"
		if ahead < 0 {
			which = "behind"
		}
		p.odd(fmt.Sprintf("the camera's clock is %v %s this node's; recordings are dated by this node's", ahead.Abs().Round(time.Second), which))
	}
}

func (p *pipeline) describe(d stream.Description) {
	if o, ok := p.sink.(Observer); ok {
		o.OnDescribe(d)
	}
}

// watch ends a run that gives no pictures, whatever else comes: the cause says so. It
// returns when ctx ends.
func (p *pipeline) watch(ctx context.Context, end context.CancelCauseFunc) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	packets := p.s.counts.packets.Load()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		_, now := p.s.now()
		p.s.mu.Lock()
		still, usual, unused := now-p.s.at, p.s.usual, p.s.unused
		p.s.mu.Unlock()
		if still < time.Second {
			packets = p.s.counts.packets.Load()
		}
		most := max(p.patience(), 5*min(usual, time.Minute))
		if unused > uint64(still/(5*time.Second)) {
			// Pictures come, and the key picture before them has not: connecting anew would
			// only begin to wait again.
			most = max(most, keyMost)
		}
		if still < most {
			continue
		}
		came := p.s.counts.packets.Load() - packets
		why := "nothing came"
		switch waiting := p.s.Waiting(); {
		case waiting != "":
			why = fmt.Sprintf("%d packets came: %s", came, waiting)
		case came > 0:
			why = fmt.Sprintf("%d packets came, and no picture could be made of them", came)
		}
		end(fail(Lost, custos.Unavailable, "it has given no pictures for %v (%s); it is connected anew", still.Round(time.Second), why))
		return
	}
}

// keyMost is how long a key picture is waited for while others come: some cameras send
// one in minutes.
const keyMost = 10 * time.Minute

// patience is how long a playing camera may give no pictures.
func (p *pipeline) patience() time.Duration {
	if p.s.patience > 0 {
		return p.s.patience
	}
	return silence
}

func wrongCodec(name string) error {
	return fail(WrongCodec, custos.Invalid, "it sends %s, and only H.264 and H.265 can be recorded; set the camera's encoder to H.264 (often called AVC)", name)
}

// complaints keeps ffmpeg's last lines, redacted already.
type complaints struct {
	mu    sync.Mutex
	lines []string
	all   int
}

func (c *complaints) Write(b []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.all++
	c.lines = append(c.lines, strings.ToValidUTF8(string(bytes.TrimSpace(b)), ""))
	if len(c.lines) > 40 {
		c.lines = append(c.lines[:0], c.lines[20:]...)
	}
	return len(b), nil
}

func (c *complaints) find(re *regexp.Regexp) []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, l := range c.lines {
		if m := re.FindStringSubmatch(l); m != nil {
			return m
		}
	}
	return nil
}

func (c *complaints) last() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.lines) == 0 {
		return "nothing"
	}
	return c.lines[len(c.lines)-1]
}
