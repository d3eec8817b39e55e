package source

import (
	"bytes"
	"context"
	"errors"
	"time"

	"github.com/pion/rtp"

	"custos.dev/custos/edge/rtsp"
)

// errBye is how the receiver says that the camera ended the stream.
var errBye = errors.New("the stream has ended")

// afterBye is how long packets are waited for when the camera has said BYE: those that
// were under way, and those of a new source.
const afterBye = 200 * time.Millisecond

// receiver is what the ways of receiving share. One goroutine uses it.
type receiver struct {
	c      *client
	packet func(*rtp.Packet, time.Time) error
	last   time.Time // when the stream's last packet came
	bye    time.Time // when the camera said that it is the last
	// strays are what came on channels that nobody agreed on, by the track that it may be.
	strays map[*leg]*strays
	// sound takes the sound's packets; nil if they go nowhere. Over UDP a goroutine of its
	// own calls it.
	sound func(*rtp.Packet, time.Time) error
}

// strays are a track's packets on another channel than was agreed on.
type strays struct {
	ours bool // something came on the right one
	held []waiting
}

// receive reads until the camera ends the stream (nil), ctx ends, or it breaks. It calls
// packet for each RTP packet of the stream: over TCP as they come, over UDP in order. at
// is when it was read from the socket. The packet and its payload are valid only until
// packet returns. sound is called likewise for packets of the sound, over UDP by another
// goroutine; neither it nor the camera's word about its sound ends the session. A session is
// received once.
func (c *client) receive(ctx context.Context, packet, sound func(k *rtp.Packet, at time.Time) error) error {
	stop := context.AfterFunc(ctx, c.close)
	defer stop()
	c.reading.Lock()
	defer c.reading.Unlock()
	ended := make(chan struct{})
	kept := make(chan struct{})
	go func() { defer close(kept); c.keepAlive(ended) }()
	defer func() { close(ended); <-kept }()
	r := &receiver{c: c, last: time.Now(), strays: map[*leg]*strays{}}
	for _, l := range c.legs() {
		r.strays[l] = &strays{}
	}
	r.sound = func(k *rtp.Packet, at time.Time) error {
		c.mu.Lock()
		c.sound.rr.packet(k.SSRC, k.SequenceNumber)
		c.mu.Unlock()
		return sound(k, at)
	}
	r.packet = func(k *rtp.Packet, at time.Time) error {
		if at.After(r.bye) { // it goes on
			r.bye = time.Time{}
		}
		c.mu.Lock()
		c.video.rr.packet(k.SSRC, k.SequenceNumber)
		c.mu.Unlock()
		err := packet(k, at)
		r.last = time.Now() // what took long here is not the camera's silence
		return err
	}
	var err error
	if c.video.udp[0] != nil {
		err = r.udp()
	} else {
		err = r.tcp()
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if errors.Is(err, errBye) || ReasonOf(err) == Lost {
		if ferr := c.video.filter.finish(time.Now(), r.packet); ferr != nil {
			err = ferr
		}
	}
	if errors.Is(err, errBye) {
		return nil
	}
	return err
}

// until is when the waiting ends.
func (r *receiver) until() time.Time {
	if !r.bye.IsZero() {
		return r.bye.Add(afterBye)
	}
	return r.last.Add(r.c.patience)
}

func (r *receiver) tcp() error {
	c := r.c
	for _, k := range c.early {
		if err := r.push(c.legOf(k.channel, k.b), k.waiting); err != nil {
			return err
		}
	}
	c.early = nil
	for {
		c.readBy(r.until())
		m, err := c.r.Next()
		switch {
		case c.closed.Load() && (err != nil || isResponse(m)):
			close(c.torn)
			return errBye // receive says that it was stopped
		case err != nil && !r.bye.IsZero():
			return errBye
		case err != nil:
			return c.broke(err)
		case c.closed.Load():
			continue
		}
		if k, ok := m.(*rtsp.Interleaved); ok {
			err = r.interleaved(k)
		} else {
			err = c.message(m)
		}
		if err != nil {
			return err
		}
		if now := c.conn.at; now.After(r.until()) {
			// Other things come: reports, answers.
			if !r.bye.IsZero() {
				return errBye
			}
			return c.broke(errSilent{})
		}
	}
}

// errSilent is a timeout though something came.
type errSilent struct{}

func (errSilent) Error() string   { return "no packet of the stream" }
func (errSilent) Timeout() bool   { return true }
func (errSilent) Temporary() bool { return false }

func isResponse(m any) bool { _, ok := m.(*rtsp.Response); return ok }

// message takes what else comes on the connection.
func (c *client) message(m any) error {
	switch m := m.(type) {
	case *rtsp.Response:
		return c.answered(m)
	case *rtsp.Request:
		return c.serve(m)
	}
	return nil
}

// push hands a packet to the way of its track.
func (r *receiver) push(l *leg, k waiting) error {
	if l != nil && l == r.c.sound {
		return l.filter.push(k.b, k.at, r.sound)
	}
	return r.c.video.filter.push(k.b, k.at, r.packet)
}

// legOf is the track that a packet on a channel belongs to; nil for a channel that nobody
// agreed on. Cameras put two tracks on one channel, or change them: once the right packets
// of a track are known, those of the other's type are the other's.
func (c *client) legOf(channel byte, b []byte) *leg {
	for _, l := range c.legs() {
		if channel != l.rtpCh {
			continue
		}
		for _, o := range c.legs() {
			if o != l && l.filter.right && len(b) > 1 && b[1]&0x7f != l.filter.payload && b[1]&0x7f == o.filter.payload {
				return o
			}
		}
		return l
	}
	return nil
}

func (r *receiver) interleaved(k *rtsp.Interleaved) error {
	c := r.c
	for _, l := range c.legs() {
		// Whatever is said of the sound's channels, the video's stays the video's.
		reports := k.Channel == l.rtcpCh && (l == &c.video || k.Channel != c.video.rtpCh)
		if reports || k.Channel == l.rtpCh && isRTCP(k.Data) {
			r.report(l, k.Data, c.conn.at)
			return nil
		}
	}
	if l := c.legOf(k.Channel, k.Data); l != nil {
		s := r.strays[l]
		s.ours = true
		l.filter.foreign.Add(uint64(len(s.held)))
		s.held = nil
		return r.push(l, waiting{k.Data, c.conn.at})
	}
	return r.stray(k)
}

// stray takes a packet of a channel that nobody agreed on. Where a camera sends a track on
// another channel than it said, and nothing of it on the right one, that channel becomes the
// track's: by the type of its packets, since nothing else says whose they are.
func (r *receiver) stray(k *rtsp.Interleaved) error {
	c := r.c
	waits := false // for a track
	for _, l := range c.legs() {
		s := r.strays[l]
		if s.ours {
			continue
		}
		waits = true
		if isRTCP(k.Data) || len(k.Data) < 12 || k.Data[0]>>6 != 2 || k.Data[1]&0x7f != l.filter.payload || len(k.Data) > maxStray {
			continue
		}
		if s.held = append(s.held, waiting{bytes.Clone(k.Data), c.conn.at}); len(s.held) < adoptAfter {
			return nil
		}
		s.ours = true
		c.mu.Lock()
		l.rtpCh, l.rtcpCh = k.Channel, k.Channel+1
		c.mu.Unlock()
		c.tolerate()
		held := s.held
		s.held = nil
		for _, x := range held {
			if err := r.push(l, x); err != nil {
				return err
			}
		}
		return nil
	}
	if waits && isRTCP(k.Data) {
		return nil // reports of a channel that may turn out to be right
	}
	c.video.filter.foreign.Add(1)
	return nil
}

// maxStray bounds a packet that is kept, though it came on a strange channel, in bytes.
const maxStray = 16 << 10

// report takes an RTCP packet of a track. Only the video's end is the session's.
func (r *receiver) report(l *leg, b []byte, at time.Time) {
	c := r.c
	c.mu.Lock()
	l.rr.report(b, at)
	ahead, known := l.rr.ahead, l.rr.clock
	c.mu.Unlock()
	if l != &c.video {
		return
	}
	if known && c.clock != nil {
		c.clock(ahead)
	}
	for _, s := range byes(b) {
		f := &c.video.filter
		switch {
		case s == 0 || !f.locked || s == f.ssrc:
			f.over()
		case f.waits(s):
		default:
			continue // another stream's
		}
		r.bye = at
	}
}
