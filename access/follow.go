package access

import (
	"context"
	"encoding/binary"
	"fmt"
	"log/slog"
	"time"

	"custos"
	"custos/ledger/key"

	"golang.org/x/crypto/sha3"
)

// Chain is what the index is filled from; package ledger implements it.
type Chain interface {
	Head(ctx context.Context) (custos.Head, error)
	HeadAt(ctx context.Context, number uint64) (custos.Head, error)
	Owners(ctx context.Context) ([]custos.Owner, error)
	Changes(ctx context.Context, from, to uint64) ([]custos.PolicyChange, error)
}

// Follower keeps an Index new.
type Follower struct {
	Chain Chain
	Index *Index
	// Confirmations is how many blocks must stand on what gives a right.
	Confirmations uint64
	Log           *slog.Logger
	// Wake makes it look at once; a look comes each second anyway.
	Wake <-chan struct{}

	base     *state
	at       custos.BlockRef // the block that base is of; zero before the first
	head     custos.Hash
	compared time.Time
}

// compareEvery is how often everything is read again and compared, in case the
// node lost a log.
const compareEvery = 10 * time.Minute

// Run follows the chain until ctx ends. Failures leave the index as it is, to
// run stale by itself.
func (f *Follower) Run(ctx context.Context) error {
	last := ""
	for ctx.Err() == nil {
		if err := f.Look(ctx); err != nil && ctx.Err() == nil {
			if err.Error() != last {
				f.Log.Warn("rights cannot be read from the ledger", "err", err)
			}
			last = err.Error()
		} else {
			last = ""
		}
		select {
		case <-ctx.Done():
		case <-f.Wake:
		case <-time.After(time.Second):
		}
	}
	return nil
}

// Look reads what is new. A grant counts when it is confirmed, what takes a
// right counts at any head and holds until a chain without it takes over.
func (f *Follower) Look(ctx context.Context) error {
	head, err := f.Chain.Head(ctx)
	if err != nil {
		return err
	}
	if f.base != nil && head.Hash == f.head && time.Since(f.compared) < compareEvery {
		return nil
	}
	target := uint64(0)
	if head.Number > f.Confirmations {
		target = head.Number - f.Confirmations
	}
	if f.base == nil || target < f.at.Number || time.Since(f.compared) >= compareEvery || !f.onChain(ctx) {
		if f.base != nil && time.Since(f.compared) < compareEvery {
			f.Log.Warn("a reorganisation reached confirmed blocks: rights are read again", "block", f.at.Number)
		}
		owners, err := f.Chain.Owners(ctx)
		if err != nil {
			return err
		}
		f.base, f.at, f.compared = newState(owners), custos.BlockRef{}, time.Now()
	}
	if f.at.Hash.IsZero() || target > f.at.Number {
		from := f.at.Number + 1
		if f.at.Hash.IsZero() {
			from = 0
		}
		changes, err := f.Chain.Changes(ctx, from, target)
		if err != nil {
			return err
		}
		at, err := f.Chain.HeadAt(ctx, target)
		if err != nil {
			return err
		}
		next := f.base.clone()
		next.apply(changes)
		f.base, f.at = next, at.BlockRef
	}
	var recent []custos.PolicyChange
	if head.Number > f.at.Number {
		if recent, err = f.Chain.Changes(ctx, f.at.Number+1, head.Number); err != nil {
			return err
		}
	}
	// The head may have moved meanwhile; what was read is then of a newer chain,
	// and the next look, woken by that head, reads it again.
	f.Index.set(f.base.takeAway(recent))
	f.head = head.Hash
	return nil
}

// onChain reports that the block of base is still on the chain.
func (f *Follower) onChain(ctx context.Context) bool {
	if f.at.Hash.IsZero() {
		return true
	}
	h, err := f.Chain.HeadAt(ctx, f.at.Number)
	return err == nil && h.Hash == f.at.Hash
}

// HeadStatement is a node's word that a block is its newest, signed by a service
// of the owner: it makes what is known of the owner's resources fresh.
type HeadStatement struct {
	Head custos.Head   `json:"head"`
	Time time.Time     `json:"time"`
	Sig  key.Signature `json:"sig"`
}

func (h *HeadStatement) digest(chainID uint64) custos.Hash {
	d := sha3.NewLegacyKeccak256()
	fmt.Fprintf(d, "custos head v1\x00")
	b := binary.BigEndian.AppendUint64(nil, chainID)
	b = binary.BigEndian.AppendUint64(b, h.Head.Number)
	b = append(append(b, h.Head.Hash[:]...), h.Head.Parent[:]...)
	b = binary.BigEndian.AppendUint64(b, uint64(h.Head.Time.Unix()))
	d.Write(binary.BigEndian.AppendUint64(b, uint64(h.Time.UnixNano())))
	return custos.Hash(d.Sum(nil))
}

// StateHead signs that a block is the newest at a time.
func StateHead(head custos.Head, at time.Time, k *key.Key, chainID uint64) (h HeadStatement, err error) {
	h.Head, h.Time = head, at.UTC()
	h.Sig, err = k.Sign(h.digest(chainID))
	return h, err
}

// Observe takes a statement. It must be by an active service of an owner and
// not from another time than now.
func (x *Index) Observe(h HeadStatement, chainID uint64) error {
	who, err := key.Recover(h.digest(chainID), h.Sig)
	if err != nil {
		return err
	}
	s := x.state.Load()
	p, ok := s.principals[who]
	if !ok || !s.alive(who) {
		return custos.Errorf(custos.Denied, "the head is stated by %s, who is not a registered and active principal", who)
	}
	if age := x.now().Sub(h.Time); age > x.StaleAfter || age < -x.StaleAfter {
		return custos.Errorf(custos.Denied, "the head is stated at %s, which is not now: check the clocks", h.Time.Format(time.RFC3339))
	}
	x.Hear(p.Owner, h.Time)
	return nil
}
