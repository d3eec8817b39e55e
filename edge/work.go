package edge

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/edge/source"
	"custos.dev/custos/edge/stream"
	"custos.dev/custos/observe"
)

// How long a camera is left alone before it is asked again. One that played until now
// is asked at once; one that stays away less and less often.
const (
	firstWait = 100 * time.Millisecond
	lastWait  = 5 * time.Second
	// played is how long a connection must have given pictures to count as one that works.
	played = 2 * time.Second
)

// refusedWaits are the pauses after a camera refused what it was told: a password that
// is tried too often locks the account, for half an hour on most cameras after five to
// seven tries. Where something changes in the password's file it is tried at once.
var refusedWaits = []time.Duration{time.Minute, 4 * time.Minute, 15 * time.Minute, 30 * time.Minute}

// work takes the stream in, again and again unless the camera is for once.
func (c *camera) work(ctx context.Context) error {
	c.ctx = ctx
	defer c.hub.Close()
	defer c.archive.Close()
	defer c.rec.Close()
	defer c.src.Wait() // frames go to the ring until then
	ticking, stop := context.WithCancel(ctx)
	defer stop()
	go c.tell(ticking)
	wait, refusals, said := firstWait, 0, ""
	for {
		c.health.connecting()
		before := c.src.Counts().Pictures
		began := time.Now()
		err := c.src.Run(ctx, c)
		c.stored(c.rec.Seal())
		if ctx.Err() != nil {
			return nil
		}
		worked := c.src.Counts().Pictures > before && time.Since(began) > played
		if worked {
			wait, refusals, said = firstWait, 0, ""
		}
		s := observe.Stream{State: observe.StreamEnded, Reason: "the source ended it"}
		if err != nil {
			s = observe.Stream{State: observe.StreamLost, Reason: err.Error()}
		}
		// A camera that stays away says so once, not at each try.
		if err == nil || s.Reason != said {
			if err != nil {
				c.Log.Warn("the stream is lost", "err", err)
			}
			if aerr := c.state(ctx, s); aerr != nil {
				return aerr
			}
		}
		said = s.Reason
		if err == nil && c.cfg.Once {
			c.health.ended()
			<-ctx.Done() // recordings are still asked for
			return nil
		}
		pause := wait
		wait = min(2*wait, lastWait)
		refused := err != nil && !source.Retryable(err)
		if refused {
			pause = refusedWaits[min(refusals, len(refusedWaits)-1)]
			if source.ReasonOf(err) != source.AuthFailed || c.src.Credentials.Password == "" {
				pause = refusedWaits[0] / 6 // no try can lock anything
			}
			refusals++
		}
		c.health.lost(s.Reason, refused)
		if !c.pause(ctx, pause, refused) {
			return nil
		}
	}
}

// pause waits, shorter if the password's file changes meanwhile; false when ctx ends.
func (c *camera) pause(ctx context.Context, d time.Duration, refused bool) bool {
	before := modified(c.cfg.PasswordFile)
	for end := time.Now().Add(d); ; {
		left := time.Until(end)
		if left <= 0 {
			return true
		}
		select {
		case <-ctx.Done():
			return false
		case <-time.After(min(left, time.Second)):
		}
		if refused && !modified(c.cfg.PasswordFile).Equal(before) {
			if err := c.readPassword(); err == nil {
				return true
			}
		}
	}
}

func modified(path string) time.Time {
	if path == "" {
		return time.Time{}
	}
	st, err := os.Stat(path)
	if err != nil {
		return time.Time{}
	}
	return st.ModTime()
}

// state records what became of the stream.
func (c *camera) state(ctx context.Context, s observe.Stream) error {
	counts := c.src.Counts()
	s.Counts, s.Dropped, s.Frames, s.ClockOffset = &counts, c.dropped.Load(), c.src.Frames(), c.src.ClockOffset()
	return c.Journal.Append(ctx, []custos.Observation{{Resource: c.id, Time: time.Now(), Payload: &s}})
}

// gap records what is missing between two segments, and why.
func (c *camera) gap(from, until time.Time) {
	s := observe.Stream{State: observe.StreamGap, Reason: c.health.gapCause(), From: &from, Until: &until}
	if err := c.state(context.WithoutCancel(c.context()), s); err != nil {
		c.Log.Error("a gap in the recordings is not recorded as an event", "from", from, "until", until, "err", err)
	}
}

func (c *camera) context() context.Context {
	if c.ctx == nil { // before work
		return context.Background()
	}
	return c.ctx
}

// tellEvery is how often what was odd about a stream is recorded, all in one event.
const tellEvery = time.Minute

// tell watches the camera's health, and records what was put right or left out.
func (c *camera) tell(ctx context.Context) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	told, at := c.src.Counts(), time.Now()
	jumps := c.src.Jumps()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if why, changed := c.health.look(); changed && why != "" {
			c.Log.Warn("the camera gives no pictures", "reason", why)
			if err := c.state(ctx, observe.Stream{State: observe.StreamLost, Reason: why}); err != nil && ctx.Err() == nil {
				c.Log.Error("it is not recorded that no pictures come", "err", err)
			}
		}
		if time.Since(at) < tellEvery {
			continue
		}
		now, j := c.src.Counts(), c.src.Jumps()
		why := oddities(told, now, j-jumps)
		if why != "" {
			if err := c.state(ctx, observe.Stream{State: observe.StreamOdd, Reason: "in the last minute " + why}); err != nil && !errors.Is(err, context.Canceled) {
				c.Log.Error("what was odd about the stream is not recorded", "err", err)
			}
		}
		c.health.odd(why)
		told, at, jumps = now, time.Now(), j
	}
}

// oddities says in words what counts grew; "" for nothing.
func oddities(was, is custos.StreamCounts, jumps uint64) string {
	out := ""
	for _, o := range []struct {
		n    uint64
		what string
	}{
		{is.Lost - was.Lost, "%d packets never came"},
		{is.Late - was.Late, "%d packets came twice, too late or from elsewhere"},
		{is.Broken - was.Broken, "%d pictures came without a part of theirs"},
		{is.Restamped - was.Restamped, "%d pictures had a false time stamp and were dated by their arrival"},
		{jumps, "the time stamps jumped %d times"},
		{is.Undecoded - was.Undecoded, "%d pictures were recorded and not analysed"},
	} {
		if o.n == 0 {
			continue
		}
		if out != "" {
			out += ", "
		}
		out += fmt.Sprintf(o.what, o.n)
	}
	return out
}

// OnOdd implements source.Observer.
func (c *camera) OnOdd(why string) {
	if !c.health.odd(why) {
		return // said already
	}
	c.Log.Warn("the stream is odd", "reason", why)
	if err := c.state(c.ctx, observe.Stream{State: observe.StreamOdd, Reason: why}); err != nil && c.ctx.Err() == nil {
		c.Log.Error("what is odd about the stream is not recorded", "err", err)
	}
}

// OnDescribe implements source.Observer.
func (c *camera) OnDescribe(d stream.Description) {
	for _, t := range d.Tracks {
		c.Log.Debug("the camera offers", "media", t.Media, "codec", t.Codec, "clock", t.Clock)
	}
}
