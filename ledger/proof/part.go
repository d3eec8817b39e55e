package proof

import (
	"math/big"
	"sort"

	"custos.dev/custos"
)

// VerifyPart verifies some headers of a chain, RLP each, in the order of their numbers, the
// pinned first block's before all others. Those of blocks below vouched may have gaps between
// them: that they are of the chain is for the caller to prove. Each later one must follow the
// header before it, so that it stands on what is proved. Every header has its work, and
// those that follow each other are checked as VerifyChain does.
//
// On a chain of fixed work every header has the first one's difficulty; on another, one behind
// a gap is only as hard as it says that it is.
func VerifyPart(genesis custos.Hash, headers [][]byte, vouched uint64) (*Chain, error) {
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
		switch {
		case i == 0:
			// The first block's work is nobody's: it is right because it is pinned.
			if h.hash != genesis {
				return nil, custos.Errorf(custos.Corrupt, "the headers begin with %s, this ledger began with %s: they are of another chain", h.hash, genesis)
			}
			r = rulesOf(h)
		case h.Number <= c.Head().Number:
			return nil, custos.Errorf(custos.Corrupt, "block %d comes after block %d: the headers are out of order", h.Number, c.Head().Number)
		case h.Number == c.Head().Number+1:
			err = h.follows(c.Head(), r)
		case h.Number >= vouched:
			err = custos.Errorf(custos.Corrupt, "block %d stands on one that is not here, and %d blocks are vouched for", h.Number, vouched)
		default:
			err = h.stands(r)
		}
		if err == nil && i > 0 {
			err = h.VerifyWork()
		}
		if err != nil {
			return nil, err
		}
		c.headers = append(c.headers, h)
		c.work.Add(c.work, h.Difficulty)
	}
	return c, nil
}

// stands checks what can be said of a header whose parent is not there.
func (h *Header) stands(r *rules) error {
	r.empties = 0
	if r.fixed != nil && h.Difficulty.Cmp(r.fixed) != 0 {
		return custos.Errorf(custos.Corrupt, "block %d: its difficulty is %s, the chain asks for %s", h.Number, h.Difficulty, r.fixed)
	}
	return nil
}

// Each gives the headers below a number, in their order.
func (c *Chain) Each(below uint64, do func(*Header)) {
	for _, h := range c.headers {
		if h.Number < below {
			do(h)
		}
	}
}

// find returns where the header of a number stands.
func (c *Chain) find(number uint64) (int, bool) {
	i := sort.Search(len(c.headers), func(i int) bool { return c.headers[i].Number >= number })
	return i, i < len(c.headers) && c.headers[i].Number == number
}
