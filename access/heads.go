package access

import (
	"encoding/binary"
	"fmt"
	"maps"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/ledger/key"

	"golang.org/x/crypto/sha3"
)

// HeadStatement is a node's word that a block is its newest, signed by the owner
// or by a service of his that has a ledger. Mining is on demand, so a chain may
// stand still for hours: only such words tell a quiet chain from one that is
// kept from us.
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

// maxSkew is how far another node's clock may be ahead of ours.
const maxSkew = 5 * time.Second

// Observe takes a statement. One by anybody but the owner's ledger, or from
// another time than now, is Denied. The owner is fresh once the index has read
// the block that is stated: a word about a block that our own node does not show
// us makes nothing fresh.
func (x *Index) Observe(h HeadStatement, chainID uint64) error {
	owner, err := x.Stated(h, chainID)
	if err != nil {
		return err
	}
	if now := x.now(); h.Time.After(now) {
		h.Time = now
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	defer x.tell()
	return x.news.stated(owner, h)
}

// Stated says for which owner a head is stated, without a look at the chain: by his
// ledger, and now. Anybody else's word is Denied.
func (x *Index) Stated(h HeadStatement, chainID uint64) (owner custos.Address, err error) {
	who, err := key.Recover(h.digest(chainID), h.Sig)
	if err != nil {
		return owner, err
	}
	owner, ok := x.state.Load().statesFor(who)
	if !ok {
		return owner, custos.Errorf(custos.Denied, "the head is stated by %s, who has no ledger of an active owner", who)
	}
	if age := x.now().Sub(h.Time); age > x.StaleAfter || age < -maxSkew {
		return owner, custos.Errorf(custos.Denied, "the head's timestamp %s exceeds the allowed clock skew: check the clocks of both nodes", h.Time.Format(time.RFC3339))
	}
	return owner, nil
}

// statesFor says for which owner an account may state heads. Not every service
// may: the key of a camera at the fence must not make a revocation seem unsaid.
func (s *state) statesFor(who custos.Address) (custos.Address, bool) {
	if s.activeOwner(who) {
		return who, true
	}
	p, ok := s.principal(who)
	if !ok || !s.activePrincipal(who) {
		return custos.Address{}, false
	}
	switch p.Role {
	case custos.RoleFog:
		return p.Owner, true
	case custos.RoleService:
		name := custos.ServiceID(p.Name).Service()
		return p.Owner, name == "ledger" || name == "master"
	}
	return custos.Address{}, false
}

// Hear notes that an owner's node has just said its head, and that it is the one
// which the index has: for who asks that node itself.
func (x *Index) Hear(owner custos.Address, at time.Time) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.news.hear(owner, at)
	x.tell()
}

// stale says in words why nothing fresh is known of an owner's resources; ""
// if something is.
func (x *Index) stale(o *party, now time.Time) string {
	if why := x.closed.Load(); why != nil {
		return fmt.Sprintf("nothing counts any more of what is known of the rights on %s: %s", o.Domain, *why)
	}
	h := x.heard.Load()
	switch at, ok := h.of(o.Address); {
	case now.Sub(h.answered) > x.StaleAfter:
		return fmt.Sprintf("nothing fresh is known of the rights on %s: the ledger has not answered here for longer than %s", o.Domain, x.StaleAfter)
	case !ok:
		return fmt.Sprintf("nothing fresh is known of the rights on %s: %s's node was not heard of yet, or states blocks that the ledger here does not have", o.Domain, o.Name)
	case now.Sub(at) > x.StaleAfter:
		return fmt.Sprintf("no confirmed head from %s's node since %s, more than %s ago: the rights on %s may have changed", o.Name, at.UTC().Format(time.RFC3339), x.StaleAfter, o.Domain)
	}
	return ""
}

// heardOnce reports that an owner was fresh at some time in this life: until then what
// was read may be any chain's.
func (x *Index) heardOnce(owner custos.Address) bool {
	_, ok := x.heard.Load().of(owner)
	return ok
}

// hearing is what decisions look at, without a lock: when the ledger answered and when
// each owner was heard. It is never changed once it is shared.
type hearing struct {
	answered time.Time
	owners   []heardOf // few enough to look through
}

type heardOf struct {
	owner custos.Address
	at    time.Time
}

func (h *hearing) of(owner custos.Address) (time.Time, bool) {
	for i := range h.owners {
		if h.owners[i].owner == owner {
			return h.owners[i].at, true
		}
	}
	return time.Time{}, false
}

// tell shares what is known now. The caller holds the lock.
func (x *Index) tell() {
	h := &hearing{answered: x.news.answered}
	for o, at := range x.news.heard {
		h.owners = append(h.owners, heardOf{o, at})
	}
	x.heard.Store(h)
}

const (
	// maxRemembered is how many blocks back a statement may be.
	maxRemembered = 4096
	// maxWaiting bounds the statements of an owner about blocks still to come;
	// the oldest go, which by then are about as old as anything that is fresh.
	maxWaiting = 64
)

// freshness is what is known of how new the state is. The index's lock guards it.
type freshness struct {
	tip      custos.Head
	blocks   map[uint64]custos.Hash // those read, back to maxRemembered
	answered time.Time
	heard    map[custos.Address]time.Time
	waiting  map[custos.Address][]HeadStatement
}

func newFreshness() freshness {
	return freshness{blocks: map[uint64]custos.Hash{}, heard: map[custos.Address]time.Time{}, waiting: map[custos.Address][]HeadStatement{}}
}

func (f *freshness) hear(owner custos.Address, at time.Time) {
	if at.After(f.heard[owner]) {
		f.heard[owner] = at
	}
}

func (f *freshness) stated(owner custos.Address, h HeadStatement) error {
	if h.Head.Number > f.tip.Number {
		w := append(f.waiting[owner], h)
		f.waiting[owner] = w[max(0, len(w)-maxWaiting):]
		return nil
	}
	if f.blocks[h.Head.Number] != h.Head.Hash {
		return custos.Errorf(custos.Denied, "the head stated, block %d, is not on the chain that the ledger here follows", h.Head.Number)
	}
	f.hear(owner, h.Time)
	return nil
}

func (f *freshness) follow(from uint64, blocks []custos.Head, now time.Time) {
	f.answered = now
	if from < f.tip.Number {
		maps.DeleteFunc(f.blocks, func(n uint64, _ custos.Hash) bool { return n > from })
	}
	f.tip.Number, f.tip.Hash = from, f.blocks[from]
	for _, b := range blocks {
		f.blocks[b.Number], f.tip = b.Hash, b
		if b.Number >= maxRemembered {
			delete(f.blocks, b.Number-maxRemembered)
		}
	}
	for owner, w := range f.waiting {
		later := w[:0]
		for _, h := range w {
			switch {
			case h.Head.Number > f.tip.Number:
				later = append(later, h)
			case f.blocks[h.Head.Number] == h.Head.Hash:
				f.hear(owner, h.Time)
			}
		}
		f.waiting[owner] = later
	}
}
