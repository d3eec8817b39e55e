package access

import (
	"cmp"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"time"

	"golang.org/x/crypto/sha3"

	"custos.dev/custos"
	"custos.dev/custos/ledger/layout"
)

// Kept remembers what confirmed blocks took away, beyond the life of those blocks: whoever
// replaces confirmed blocks can leave a revocation out, and must not bring the right back.
// What was taken stays taken in this index until the chain takes it again, its time is over,
// or its owner gives it anew.
//
// Another chain gives other numbers, generations and registrations, so what was taken is
// known without them, and counted:
//   - A capability by what it grants, to whom and by whom. Where k of the first t
//     capabilities of one content were revoked and a chain has fewer revoked of its own first
//     t, all of these t are. One granted after them counts.
//   - A principal by its account and the owner who answers for it, and an owner by his
//     account: by how often each was ended. Where a chain ended it less often, it is not
//     active.
//
// A Kept belongs to one Follower and is not safe for concurrent use.
type Kept struct {
	file *keptFile // nil: nothing outlives the process
	log  *slog.Logger
	now  func() time.Time

	// What any confirmed chain took away.
	capabilities map[custos.Hash]*keptCapability
	accounts     map[keptName]*keptAccount
	// alike leads from what is cheap to compare to those of which contents must be.
	alike map[likeness]int
	// ended are the accounts whose newest change on the chain as it is now ended them.
	ended map[taking]bool
	// lacking are those that the chain as it is now took away less often.
	lackingCapabilities map[custos.Hash]bool
	lackingAccounts     map[keptName]bool
}

// keptCapability is a content of which Revoked of the first Of capabilities were revoked.
type keptCapability struct {
	Content custos.Hash    `json:"content"`
	Grantor custos.Address `json:"grantor"`
	Grantee custos.Address `json:"grantee"`
	// From and Until are seconds since 1970.
	From    int64 `json:"from"`
	Until   int64 `json:"until"`
	Revoked int   `json:"revoked"`
	Of      int   `json:"of"`
	// Block is the newest that was confirmed when it was noted.
	Block uint64 `json:"block"`

	// numbers are those that the chain as it is now gives to capabilities of the content.
	numbers []uint32
}

// keptAccount is an account that was ended so often.
type keptAccount struct {
	keptName
	Ended int    `json:"ended"`
	Block uint64 `json:"block"`

	// now is how often the chain as it is now ended it.
	now int
}

// keptName is an account as a principal of an owner, or as an owner: then By is zero.
type keptName struct {
	Account custos.Address `json:"account"`
	By      custos.Address `json:"by"`
}

// likeness is what capabilities of one content have in common and is cheap to compare.
type likeness struct {
	grantor, grantee custos.Address
	from, until      int64
}

// Dropped is a right that confirmed blocks took away and that the chain as it is now gives
// again, since a reorganisation dropped the taking. It stays taken in this index. Exactly
// one of the pointers is set, to the chain's state of it.
type Dropped struct {
	// Owner is who can take it away again: the resource's, or who answers for the
	// principal. For an owner who was removed it is himself, and all the others decide.
	Owner      custos.Address     `json:"owner"`
	Capability *custos.Capability `json:"capability,omitempty"`
	Principal  *custos.Principal  `json:"principal,omitempty"`
	Removed    *custos.Owner      `json:"removed,omitempty"`
}

// NewKept returns a memory that ends with the process.
func NewKept() *Kept {
	return &Kept{
		log: slog.New(slog.DiscardHandler), now: time.Now,
		capabilities: map[custos.Hash]*keptCapability{}, accounts: map[keptName]*keptAccount{}, alike: map[likeness]int{},
		ended: map[taking]bool{}, lackingCapabilities: map[custos.Hash]bool{}, lackingAccounts: map[keptName]bool{},
	}
}

// OpenKept reads the memory from a file, and keeps it there. The file is for one
// deployment of the contracts.
func OpenKept(path string, log *slog.Logger) (*Kept, error) {
	k := NewKept()
	k.log = log
	file, records, err := openKeptFile(path, log)
	if err != nil {
		return nil, err
	}
	k.file = file
	k.learn(records)
	return k, nil
}

// Close closes the file.
func (k *Kept) Close() error {
	if k.file == nil {
		return nil
	}
	return k.file.close()
}

// learn takes records; later ones replace earlier ones.
func (k *Kept) learn(records []keptRecord) {
	for _, r := range records {
		if c := r.Capability; c != nil {
			if k.capabilities[c.Content] == nil {
				k.alike[c.likeness()]++
			}
			k.capabilities[c.Content] = c
		}
		if a := r.Account; a != nil {
			k.accounts[a.keptName] = a
		}
	}
}

// records are all that is remembered, in one order.
func (k *Kept) records() (out []keptRecord) {
	for _, c := range k.capabilities {
		out = append(out, keptRecord{Capability: c})
	}
	slices.SortFunc(out, func(a, b keptRecord) int {
		return slices.Compare(a.Capability.Content[:], b.Capability.Content[:])
	})
	names := slices.SortedFunc(maps.Keys(k.accounts), func(a, b keptName) int {
		return cmp.Or(slices.Compare(a.Account[:], b.Account[:]), slices.Compare(a.By[:], b.By[:]))
	})
	for _, n := range names {
		out = append(out, keptRecord{Account: k.accounts[n]})
	}
	return out
}

// forget drops what is over by the clock and by a block's time: a clock that once goes
// wrong must not lose anything. It reports whether it did.
func (k *Kept) forget(block time.Time) (any bool) {
	over := k.now()
	if block.Before(over) {
		over = block
	}
	over = over.Add(-rememberAfter)
	for id, c := range k.capabilities {
		if c.Until > over.Unix() {
			continue
		}
		delete(k.capabilities, id)
		delete(k.lackingCapabilities, id)
		if k.alike[c.likeness()]--; k.alike[c.likeness()] == 0 {
			delete(k.alike, c.likeness())
		}
		any = true
	}
	return any
}

// rememberAfter is for how long after its end a capability is remembered.
const rememberAfter = 24 * time.Hour

func (c *keptCapability) likeness() likeness {
	return likeness{c.Grantor, c.Grantee, c.From, c.Until}
}

func (s *state) likeness(r *right) likeness {
	return likeness{s.accounts.at(r.grantor).address, s.accounts.at(r.grantee).address, r.from, r.until}
}

// contents are the hashes by which a capability is known, without what another chain may
// number otherwise: of what it grants, and of a delegation also of that with what it was
// passed on from. A delegation names its parent by a number, so on another chain it may
// come from another; and a revocation of one may hit another of the same content.
func (s *state) contents(n uint32, r *right) []custos.Hash {
	d, delegated := sha3.NewLegacyKeccak256(), r.parent != 0
	var out []custos.Hash
	for range maxDelegations + 1 {
		c := s.capability(n, r)
		c.Generation, c.Registration = 0, 0
		h := layout.ContentOfCapability(&c)
		d.Write(h[:])
		if out == nil {
			out = append(out, h)
		}
		if n = r.parent; n == 0 {
			break
		}
		if r = s.right(n); r == nil {
			break
		}
	}
	if delegated {
		out = append(out, custos.Hash(d.Sum(nil)))
	}
	return out
}

// taken lists what stays taken although the state gives it, and of it what a chain as deep
// as at dropped: one that is still being read has merely not come to it yet.
func (k *Kept) taken(s *state, at uint64) (stay []taking, dropped []Dropped) {
	named := map[uint32]bool{}
	for id := range k.lackingCapabilities {
		c := k.capabilities[id]
		first, _ := c.revoked(s)
		missing := c.Revoked - first
		for i, n := range c.numbers {
			r := s.right(n)
			if i >= c.Of || r == nil || r.revoked {
				continue
			}
			stay = append(stay, taking{capability: uint64(n)})
			if missing--; missing >= 0 && at >= c.Block && r.until > k.now().Unix() && !named[n] {
				named[n] = true
				g := s.capability(n, r)
				dropped = append(dropped, Dropped{Owner: s.answers(&g), Capability: &g})
			}
		}
	}
	for n := range k.lackingAccounts {
		a := k.accounts[n]
		if n.By.IsZero() {
			if o, ok := s.parties.owners[n.Account]; ok && o.Active {
				stay = append(stay, taking{owner: n.Account})
				if at >= a.Block {
					was := o.Owner
					dropped = append(dropped, Dropped{Owner: n.Account, Removed: &was})
				}
			}
			continue
		}
		if p, ok := s.principal(n.Account); ok && p.Active && p.Owner == n.By {
			stay = append(stay, taking{principal: n.Account})
			if at >= a.Block {
				was := *p
				dropped = append(dropped, Dropped{Owner: n.By, Principal: &was})
			}
		}
	}
	slices.SortFunc(dropped, func(a, b Dropped) int { return cmp.Compare(a.String(), b.String()) })
	return stay, dropped
}

// answers is whose capability it is to revoke: the resource's owner, or who granted it.
func (s *state) answers(c *custos.Capability) custos.Address {
	p := pathOf(c.Resource)
	if o, _ := s.owner(&p); o != nil {
		return o.Address
	}
	return c.Grantor
}

// String names what was dropped, for people.
func (d Dropped) String() string {
	switch {
	case d.Capability != nil:
		return fmt.Sprintf("the revocation of capability %d, %s on %s", d.Capability.Number, d.Capability.Actions, d.Capability.Resource)
	case d.Principal != nil:
		return "the deactivation of " + d.Principal.Name
	case d.Removed != nil:
		return "the end of the owner " + string(d.Removed.Name) + " (" + d.Removed.Address.String() + ")"
	}
	return "nothing"
}
