package pow

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/p2p/enode"
)

// A node whose clock is an hour off says so and mines nothing; the others go on.
func TestClockAnHourOff(t *testing.T) {
	for name, c := range map[string]struct {
		offset time.Duration
		says   string
	}{
		"behind": {-time.Hour, "behind the blocks"},
		"ahead":  {time.Hour, "ahead of the blocks"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			gen := fixedGenesis(t, dir, 2048)
			var said heard
			right := startIn(t, filepath.Join(dir, "right"), gen, said.many)
			other := startIn(t, filepath.Join(dir, "other"), gen, said.many)
			wrong := startIn(t, filepath.Join(dir, "wrong"), gen, func(cfg *Config) {
				said.many(cfg)
				cfg.clockOffset = c.offset
			})
			link(t, right, other, wrong)
			eventually(t, "peers", func() bool { return right.status(t).Peers == 2 && wrong.status(t).Peers == 2 })
			k, kw := newKey(t), newKey(t)
			var nonce uint64
			send := func() {
				tx := put(t, k, nonce, 1, int64(nonce))
				nonce++
				right.send(t, tx)
				right.settle(t, tx, 5)
			}
			eventually(t, "it says so", func() bool {
				send()
				return said.contains("of 2 peers") && said.contains("this machine's clock is 1h0m0s "+c.says)
			})
			send()
			mined := wrong.status(t).Mined
			wrong.send(t, put(t, kw, 0, 2, 2))
			send() // five blocks' time for the wrong one
			if n := wrong.status(t).Mined; n != mined {
				t.Errorf("it mined %d blocks after it knew", n-mined)
			}
			if ahead := int64(right.head(t).Time) - time.Now().Unix(); ahead > maxAhead {
				t.Errorf("the right node's chain is %d s ahead", ahead)
			}
		})
	}
}

func TestClockBelievesMostPeers(t *testing.T) {
	id := func(n byte) enode.ID { return enode.ID{n} }
	c := newClock(0)
	at := func(d time.Duration) uint64 { return uint64(time.Now().Add(d).Unix()) }
	for n := range byte(3) {
		c.join(id(n), true)
	}
	check := func(what, want string) {
		t.Helper()
		got, certain := c.wrong()
		if (got == "") != (want == "") || !strings.Contains(got, want) || certain != strings.Contains(want, "peers") {
			t.Errorf("%s: %q, %v, want %q", what, got, certain, want)
		}
	}
	check("nobody spoke", "")
	c.saw(id(0), at(time.Hour))
	check("one of three", "")
	c.saw(id(1), at(time.Hour))
	check("two of three", "1h0m0s behind the blocks that 2 of 3 peers")
	c.saw(id(1), at(0))
	check("one of them is right now", "")
	c.saw(id(1), at(-time.Hour))
	check("they contradict each other", "")
	c.saw(id(0), at(-time.Hour))
	check("two say ahead", "ahead of the blocks that 2 of 3 peers")
	c.saw(id(0), at(-5*time.Minute)) // an old block, brought by a healed split
	check("old blocks", "")
	c.saw(id(0), at(-time.Hour))
	c.join(id(0), false)
	c.join(id(1), false)
	check("they left a moment ago", "ahead of the blocks that 2 of 3 peers")
	c.offset = 2 * sightTime
	check("that is long ago", "")
	c.saw(id(2), at(time.Hour+c.offset))
	check("the only one", "the only peer")
	c.join(id(0), true)
	check("one of two", "")
}
