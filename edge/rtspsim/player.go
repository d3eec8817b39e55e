package rtspsim

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"sync"
	"time"

	"github.com/pion/rtp"
)

// play starts the player; the connection is closed when the clip has ended.
func (c *session) play(ctx context.Context) {
	ctx, c.cancel = context.WithCancel(ctx)
	c.wg.Go(func() {
		if err := c.player(ctx); err == nil {
			// A moment for the client to take the BYE and say TEARDOWN itself.
			select {
			case <-ctx.Done():
			case <-time.After(500 * time.Millisecond):
			}
		}
		c.conn.Close()
	})
}

// wait sleeps until t.
func wait(ctx context.Context, t time.Time) error {
	if d := time.Until(t); d > 0 {
		w := time.NewTimer(d)
		defer w.Stop()
		select {
		case <-ctx.Done():
		case <-w.C:
		}
	}
	return ctx.Err()
}

// player sends the clip in time. It returns nil at its end.
func (c *session) player(ctx context.Context) error {
	var seed [10]byte
	_, _ = rand.Read(seed[:])
	p := &sender{ssrc: binary.BigEndian.Uint32(seed[:]), seq: binary.BigEndian.Uint16(seed[4:]), send: c.out.rtp}
	if c.ssrc != 0 {
		p.ssrc = c.ssrc
	}
	base := binary.BigEndian.Uint32(seed[6:])
	if c.base != nil {
		base = *c.base
	}
	m := &moment{c: c, s: p, clip: c.clip, after: c.s.cfg.OddAfter, memory: map[string]any{}}
	start, late := c.s.start(c.path)
	if c.soundOut != nil {
		ctx, stop := context.WithCancel(ctx)
		var sound sync.WaitGroup
		sound.Go(func() { _ = c.playSound(ctx, start) }) // the video's end is the session's
		defer sound.Wait()
		defer stop()
	}
	real := func(d time.Duration) time.Duration { return time.Duration(float64(d) / c.s.cfg.Speed) }
	var nextReport time.Time
	var offset, origin int64
	other := false // the later clip is played
playing:
	for {
		for i, f := range c.clip.frames {
			due := start.Add(real(ticks(offset + f.due)))
			// A client that joins in the middle begins at the next keyframe.
			if late {
				if !f.key || time.Since(due) > 0 {
					continue
				}
				late, origin = false, offset+f.due
			}
			if l := c.s.cfg.Length; l > 0 && ticks(offset+f.due-origin) >= l {
				offset += f.due
				break playing
			}
			m.before, m.at, m.key, m.clip = m.at, ticks(offset+f.due-origin), f.key, c.clip
			d := m.at
			for _, o := range c.odd {
				if o.due != nil {
					d = o.due(m, d)
				}
			}
			if err := wait(ctx, start.Add(real(ticks(origin)+d))); err != nil {
				return err
			}
			stamp := offset + f.pts
			for _, o := range c.odd {
				if o.between != nil {
					if err := o.between(m); err != nil {
						return err
					}
				}
				if o.stamp != nil {
					stamp = o.stamp(m, stamp)
				}
			}
			if now := time.Now(); now.After(nextReport) && !c.mute {
				nextReport = now.Add(5 * time.Second)
				t := due
				for _, o := range c.odd {
					if o.reported != nil {
						t = o.reported(m, t)
					}
				}
				if err := c.out.rtcp(p.report(t, base+uint32(offset+f.due))); err != nil {
					return err
				}
			}
			if c.later != nil && m.begun() {
				// The other clip goes on where this one would be, from a keyframe on.
				if l := c.later.frames[i%len(c.later.frames)]; l.key || other {
					other, f, m.clip, m.key = true, l, c.later, l.key
				}
			}
			if err := c.picture(m, f, base+uint32(stamp)); err != nil {
				return err
			}
			m.n++
		}
		offset += c.clip.length
		if !c.s.cfg.Loop {
			break
		}
	}
	// The last picture has its time too.
	if err := wait(ctx, start.Add(real(ticks(offset)))); err != nil {
		return err
	}
	return c.out.rtcp(p.bye(time.Now(), base+uint32(offset)))
}

// ticks turns 1/90000 s into a duration, without overflow in a month.
func ticks(n int64) time.Duration {
	return time.Duration(n/clock)*time.Second + time.Duration(n%clock)*time.Second/clock
}

func (c *session) picture(m *moment, f frame, ts uint32) error {
	nals := m.clip.picture(f)
	for _, o := range c.odd {
		if o.nals != nil {
			nals = o.nals(m, nals)
		}
	}
	parts := pack(m.clip.Codec, nals)
	for _, o := range c.odd {
		if o.payloads != nil {
			parts = o.payloads(m, parts)
		}
	}
	for _, x := range parts {
		packets := []*rtp.Packet{m.s.next(ts, x)}
		for _, o := range c.odd {
			if o.packet == nil {
				continue
			}
			var out []*rtp.Packet
			for _, k := range packets {
				out = append(out, o.packet(m, k)...)
			}
			packets = out
		}
		for _, k := range packets {
			if err := m.s.write(k); err != nil {
				return err
			}
		}
	}
	if len(parts) > 0 {
		c.s.mu.Lock()
		c.s.sent[c.path]++
		c.s.mu.Unlock()
	}
	return nil
}
