package source

import (
	"sync"
	"time"
)

// captureClock says when a picture was captured, by this node's clock, from its
// time stamp. What arrives is late by a varying amount; the smallest lateness
// of the last seconds is the best estimate. Corrections are slow, so that times
// never run backwards and segments keep their length.
type captureClock struct {
	// fixed keeps the first estimate: what is read as fast as possible says
	// nothing about time.
	fixed bool

	mu      sync.Mutex
	known   bool
	zero    int64 // this node's time, in ns since 1970, at time stamp 0
	windows [5]int64
	min     int64 // smallest zero seen in this window
	start   time.Duration
	last    time.Duration
}

const (
	clockWindow = 2 * time.Second
	// clockStep is the error that is corrected at once: this node's clock was set.
	clockStep = int64(2 * time.Second)
)

func (c *captureClock) observe(pts time.Duration, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	z := now.UnixNano() - int64(pts)
	if !c.known {
		c.known, c.zero, c.min, c.start, c.last = true, z, z, pts, pts
		for i := range c.windows {
			c.windows[i] = z
		}
		return
	}
	if c.fixed {
		return
	}
	c.min = min(c.min, z)
	if pts <= c.last {
		return // decoded before it is shown
	}
	passed := int64(pts - c.last)
	c.last = pts
	if pts-c.start >= clockWindow {
		copy(c.windows[1:], c.windows[:4])
		c.windows[0], c.min, c.start = c.min, z, pts
	}
	target := c.min
	for _, w := range c.windows {
		target = min(target, w)
	}
	switch d := target - c.zero; {
	case d > clockStep || d < -clockStep:
		c.zero = target
	default:
		limit := passed / 200
		c.zero += max(-limit, min(limit, d))
	}
}

func (c *captureClock) at(pts time.Duration) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.known {
		return time.Now()
	}
	return time.Unix(0, c.zero+int64(pts))
}
