package source

import (
	"sync"
	"time"

	"custos.dev/custos/observe"
)

// wallClock says which capture time a stream time stands for. Stream time goes on
// evenly; the node's clock is slewed and set by others. Slewing is followed slowly, a
// clock that is set at once, and said.
type wallClock struct {
	mu     sync.Mutex
	set    bool
	offset time.Duration // since 1970, at stream time 0
	seen   time.Duration // stream time of the latest observation
}

const (
	// slewMost is how fast a clock is followed: NTP slews by at most half of it.
	slewMost = 1000 // one part in
	// setLeast is a difference that no slewing makes between two pictures.
	setLeast = observe.TimeTolerance / 2
)

// observe tells what the node's clock shows at a stream time, and returns how far it was
// set since the last observation, 0 for not at all.
func (c *wallClock) observe(at time.Duration, wall time.Time) (stepped time.Duration) {
	offset := time.Duration(wall.UnixNano()) - at
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.set {
		c.set, c.offset, c.seen = true, offset, at
		return 0
	}
	passed := max(at-c.seen, 0)
	c.seen = max(c.seen, at)
	d := offset - c.offset
	if d.Abs() > setLeast+passed/slewMost {
		c.offset = offset
		return d
	}
	c.offset += max(-passed/slewMost, min(passed/slewMost, d))
	return 0
}

// at returns the capture time of a stream time.
func (c *wallClock) at(t time.Duration) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Unix(0, int64(c.offset+t))
}

// known is at, if a clock was observed yet.
func (c *wallClock) known(t time.Duration) (time.Time, bool) {
	c.mu.Lock()
	set := c.set
	c.mu.Unlock()
	return c.at(t), set
}
