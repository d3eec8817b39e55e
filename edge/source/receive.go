package source

import (
	"bytes"
	"context"
	"errors"
	"time"

	"github.com/pion/rtp"

	"custos/edge/rtsp"
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
	ours   bool      // something came on the channel that was agreed on
	stray  []waiting // what came on another one before
}

// receive reads until the camera ends the stream (nil), ctx ends, or it breaks. It calls
// packet for each RTP packet of the stream: over TCP as they come, over UDP in order. at
// is when it was read from the socket. The packet and its payload are valid only until
// packet returns. A session is received once.
func (c *client) receive(ctx context.Context, m media, packet func(k *rtp.Packet, at time.Time) error) error {
	stop := context.AfterFunc(ctx, c.close)
	defer stop()
	c.reading.Lock()
	defer c.reading.Unlock()
	ended := make(chan struct{})
	kept := make(chan struct{})
	go func() { defer close(kept); c.keepAlive(ended) }()
	defer func() { close(ended); <-kept }()
	r := &receiver{c: c, last: time.Now()}
	r.packet = func(k *rtp.Packet, at time.Time) error {
		if at.After(r.bye) { // it goes on
			r.bye = time.Time{}
		}
		c.mu.Lock()
		c.rr.packet(k.SSRC, k.SequenceNumber)
		c.mu.Unlock()
		err := packet(k, at)
		r.last = time.Now() // what took long here is not the camera's silence
		return err
	}
	var err error
	if c.udp[0] != nil {
		err = r.udp()
	} else {
		err = r.tcp()
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if errors.Is(err, errBye) || ReasonOf(err) == Lost {
		if ferr := c.filter.finish(time.Now(), r.packet); ferr != nil {
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
		if err := c.filter.push(k.b, k.at, r.packet); err != nil {
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

func (r *receiver) interleaved(k *rtsp.Interleaved) error {
	c := r.c
	switch {
	case k.Channel == c.rtcpCh || k.Channel == c.rtpCh && isRTCP(k.Data):
		r.report(k.Data, c.conn.at)
	case k.Channel == c.rtpCh:
		r.ours = true
		c.filter.foreign.Add(uint64(len(r.stray)))
		r.stray = nil
		return c.filter.push(k.Data, c.conn.at, r.packet)
	case !r.ours && isRTCP(k.Data): // reports of a channel that may turn out to be right
	case r.ours || len(k.Data) < 12 || k.Data[0]>>6 != 2 || k.Data[1]&0x7f != c.filter.payload || len(k.Data) > maxStray:
		c.filter.foreign.Add(1)
	default:
		// A camera that sends on another channel than it said: only one track was set up,
		// so it is this one.
		if r.stray = append(r.stray, waiting{bytes.Clone(k.Data), c.conn.at}); len(r.stray) < adoptAfter {
			return nil
		}
		c.rtpCh, r.ours = k.Channel, true
		c.mu.Lock()
		c.rtcpCh = k.Channel + 1
		c.mu.Unlock()
		c.r.Tolerate(k.Channel, k.Channel+1)
		for _, x := range r.stray {
			if err := c.filter.push(x.b, x.at, r.packet); err != nil {
				return err
			}
		}
		r.stray = nil
	}
	return nil
}

// maxStray bounds a packet that is kept, though it came on a strange channel, in bytes.
const maxStray = 16 << 10

// report takes an RTCP packet.
func (r *receiver) report(b []byte, at time.Time) {
	c := r.c
	c.mu.Lock()
	c.rr.report(b, at)
	ahead, known := c.rr.ahead, c.rr.clock
	c.mu.Unlock()
	if known && c.clock != nil {
		c.clock(ahead)
	}
	for _, s := range byes(b) {
		f := &c.filter
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
