package proof

import (
	"math/big"

	"custos.dev/custos"
)

// The Berlin chain's rules for a header after its parent.
const (
	boundDivisor = 2048    // of the difficulty
	minimumDiff  = 131072  // before the bomb
	bombDelay    = 9000000 // blocks, since Muir Glacier
	bombPeriod   = 100000  // blocks
	blockTime    = 9       // seconds
	maxDrop      = -99
	minGasLimit  = 5000
	gasDivisor   = 1024
)

// FixedWork is what the first block has for its extra data if every block of its chain
// is to take as much work as that block says, whatever its time. Who pins the first
// block's hash has pinned the rule. On such a chain each block's gas limit is its parent's,
// and at most mostEmpty blocks without transactions follow each other.
const FixedWork = "custos fixed work 2"

// fixedWork1 is of chains that began before these bounds.
const fixedWork1 = "custos fixed work 1"

// mostEmpty is what miner/pow calls MostEmpty.
const mostEmpty = 128

// rules are what a chain asks of its headers beyond their links and work.
type rules struct {
	fixed   *big.Int // every block's difficulty; nil on a chain with ethash's rule
	bounded bool     // FixedWork's bounds hold
	empties int      // how many blocks without transactions end with the newest header
}

// rulesOf are those of a chain that begins with a header.
func rulesOf(first *Header) *rules {
	switch string(first.Extra) {
	case FixedWork:
		return &rules{fixed: first.Difficulty, bounded: true}
	case fixedWork1:
		return &rules{fixed: first.Difficulty}
	}
	return &rules{}
}

// Difficulty returns what the block after parent must take if its time is t, by the
// rules that hold from Byzantium to Berlin, with Muir Glacier's bomb.
func Difficulty(t uint64, parent *Header) *big.Int {
	steps := int64(1)
	if parent.UncleHash != emptyUncles {
		steps = 2
	}
	// t - parent.Time wraps if t is earlier; VerifyChain has refused that, and the
	// result is only a number.
	if late := (t - parent.Time) / blockTime; late > 1000 {
		steps = maxDrop
	} else {
		steps = max(steps-int64(late), maxDrop)
	}
	d := new(big.Int).Div(parent.Difficulty, big.NewInt(boundDivisor))
	d.Mul(d, big.NewInt(steps))
	d.Add(d, parent.Difficulty)
	if least := big.NewInt(minimumDiff); d.Cmp(least) < 0 {
		d = least
	}
	if parent.Number >= bombDelay-1 {
		if periods := (parent.Number - (bombDelay - 1)) / bombPeriod; periods > 1 {
			// Past 2^256 no work is enough; VerifyChain refuses such a chain anyway.
			d.Add(d, new(big.Int).Lsh(big.NewInt(1), uint(min(periods-2, 300))))
		}
	}
	return d
}

// follows checks a header against its parent, work excepted, by its chain's rules.
func (h *Header) follows(parent *Header, r *rules) error {
	bad := func(format string, args ...any) error {
		return custos.Errorf(custos.Corrupt, "block %d: "+format, append([]any{h.Number}, args...)...)
	}
	switch {
	case h.Parent != parent.hash:
		return bad("it does not follow the header before it")
	case h.Number != parent.Number+1 || h.Number == 0:
		return bad("its number does not follow %d", parent.Number)
	case h.Time < parent.Time || h.Time == parent.Time && r.fixed == nil:
		return bad("its time is not after its parent's")
	case r.fixed != nil && h.UncleHash != emptyUncles:
		return bad("it has uncles, which a chain of fixed work has not")
	case h.GasUsed > h.GasLimit || h.GasLimit >= 1<<63 || h.GasLimit < minGasLimit:
		return bad("it used %d gas of %d", h.GasUsed, h.GasLimit)
	}
	if r.bounded {
		if h.GasLimit != parent.GasLimit {
			return bad("its gas limit is %d, every block of this chain has %d", h.GasLimit, parent.GasLimit)
		}
		if h.TxRoot != emptyTrie {
			r.empties = 0
		} else if r.empties++; r.empties > mostEmpty {
			return bad("it holds no transaction, as the %d before it: no more may follow each other", mostEmpty)
		}
	}
	if diff := max(h.GasLimit, parent.GasLimit) - min(h.GasLimit, parent.GasLimit); diff >= parent.GasLimit/gasDivisor {
		return bad("its gas limit %d is too far from its parent's %d", h.GasLimit, parent.GasLimit)
	}
	want := r.fixed
	if want == nil {
		want = Difficulty(h.Time, parent)
	}
	if h.Difficulty.Cmp(want) != 0 {
		return bad("its difficulty is %s, the chain asks for %s", h.Difficulty, want)
	}
	return nil
}

// Chain is a run of verified headers, or several with gaps between. It is immutable.
type Chain struct {
	headers []*Header
	work    *big.Int
}

// VerifyChain verifies headers, RLP each, that begin with the pinned first block:
// each follows the one before, has the difficulty that the chain asks for and the
// work for it. There is no clock: that times are not in the future is not checked.
// Nor is it that this chain is the heaviest there is: nobody can know that offline.
// It takes tens of microseconds a header.
func VerifyChain(genesis custos.Hash, headers [][]byte) (*Chain, error) {
	if len(headers) == 0 {
		return nil, custos.Errorf(custos.Invalid, "there are no headers")
	}
	c := &Chain{headers: make([]*Header, 0, len(headers)), work: new(big.Int)}
	var r *rules
	for i, raw := range headers {
		h, err := Decode(raw)
		if err != nil {
			return nil, custos.Errorf(custos.KindOf(err), "header %d: %w", i, err)
		}
		if i == 0 {
			// The first block's work is nobody's: it is right because it is pinned.
			if h.hash != genesis {
				return nil, custos.Errorf(custos.Corrupt, "the headers begin with %s, this ledger began with %s: they are of another chain", h.hash, genesis)
			}
			r = rulesOf(h)
		} else {
			if err := h.follows(c.headers[i-1], r); err != nil {
				return nil, err
			}
			if err := h.VerifyWork(); err != nil {
				return nil, err
			}
		}
		c.headers = append(c.headers, h)
		c.work.Add(c.work, h.Difficulty)
	}
	return c, nil
}

// At returns the header of a number.
func (c *Chain) At(number uint64) (*Header, bool) {
	i, ok := c.find(number)
	if !ok {
		return nil, false
	}
	return c.headers[i], true
}

// Head returns the newest header.
func (c *Chain) Head() *Header { return c.headers[len(c.headers)-1] }

// Genesis returns the first header.
func (c *Chain) Genesis() *Header { return c.headers[0] }

// Depth returns how many blocks stand on a number without a gap: its confirmations. The
// chain's newest block has none.
func (c *Chain) Depth(number uint64) (depth uint64, ok bool) {
	i, ok := c.find(number)
	for ; ok && i+1 < len(c.headers) && c.headers[i+1].Number == c.headers[i].Number+1; i++ {
		depth++
	}
	return depth, ok
}

// TotalDifficulty returns the sum of the headers' difficulties, the first block's included:
// how many hashes they are expected to have taken.
func (c *Chain) TotalDifficulty() *big.Int { return new(big.Int).Set(c.work) }
