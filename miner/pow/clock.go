package pow

import (
	"fmt"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/p2p/enode"
)

const (
	// clockAhead is how far ahead of our clock peers' newest blocks must be for our
	// clock to be the wrong one, clockBehind how far behind it. A block that a healed
	// split brings is older than when it was made; none is newer.
	clockAhead  = time.Minute
	clockBehind = 10 * time.Minute
	// sightTime is how long a peer's block counts. After that the node mines again,
	// and is told again if it was wrong.
	sightTime = time.Minute
)

// clock compares this machine's clock with the blocks that peers have just made.
// Their times cannot be believed one by one, so it takes two of them, and more than
// half. A node with one peer cannot know whose clock is wrong: it says so and goes on.
type clock struct {
	offset time.Duration // of this node's clock, in tests

	mu sync.Mutex
	// seen outlives a connection: who is refused blocks of a wrong time reconnects often.
	seen      map[enode.ID]sight
	connected map[enode.ID]bool
}

func newClock(offset time.Duration) *clock {
	return &clock{offset: offset, seen: map[enode.ID]sight{}, connected: map[enode.ID]bool{}}
}

type sight struct {
	skew time.Duration // the block's time before our clock's, negative
	at   time.Time
}

func (c *clock) now() time.Time { return time.Now().Add(c.offset) }

// join notes that a peer came, or went.
func (c *clock) join(id enode.ID, here bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if here {
		c.connected[id] = true
	} else {
		delete(c.connected, id)
	}
}

// saw notes the time of a block that a peer sends as new.
func (c *clock) saw(id enode.ID, block uint64) {
	now := c.now()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seen[id] = sight{time.Unix(int64(block), 0).Sub(now), now}
}

// wrong says in a sentence that this machine's clock is, or returns nothing. If it is
// certain, nothing is to be mined.
func (c *clock) wrong() (what string, certain bool) {
	now := c.now()
	c.mu.Lock()
	defer c.mu.Unlock()
	var early, late int
	var skew time.Duration
	peers := len(c.connected)
	for id, s := range c.seen {
		if now.Sub(s.at) > sightTime {
			delete(c.seen, id)
			continue
		}
		if !c.connected[id] {
			peers++
		}
		switch {
		case s.skew > clockAhead:
			early, skew = early+1, s.skew
		case s.skew < -clockBehind:
			late, skew = late+1, s.skew
		}
	}
	word := "behind"
	switch {
	case 2*late > peers:
		word, skew = "ahead of", -skew
	case 2*early <= peers:
		return "", false
	}
	skew = skew.Round(time.Minute)
	if peers < 2 {
		return fmt.Sprintf("this machine's clock is %v %s the blocks that the only peer has just made: one of the two is wrong; set it, and have it kept by NTP", skew, word), false
	}
	return fmt.Sprintf("this machine's clock is %v %s the blocks that %d of %d peers have just made: nothing is mined until it is right; set it, and have it kept by NTP",
		skew, word, max(early, late), peers), true
}
