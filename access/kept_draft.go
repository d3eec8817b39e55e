package access

import (
	"slices"
	"time"
	"unique"

	"custos.dev/custos"
)

// draft is what confirmed changes make of a Kept, before it is on disk and used.
type draft struct {
	kept *Kept
	at   custos.BlockRef
	// whole says that the changes are all that there ever were.
	whole        bool
	capabilities map[custos.Hash]*keptCapability
	accounts     map[keptName]*keptAccount
	ended        map[taking]bool
}

// confirm notes what changes took away that have just been confirmed up to a block; s is
// the state after them. With whole, they are all changes of the chain. After an error
// nothing has changed, but the file may say more, and it is called again.
func (k *Kept) confirm(s *state, changes []custos.PolicyChange, at custos.Head, whole bool) error {
	d := &draft{
		kept: k, at: at.BlockRef, whole: whole,
		capabilities: map[custos.Hash]*keptCapability{}, accounts: map[keptName]*keptAccount{}, ended: map[taking]bool{},
	}
	if whole {
		for id, c := range k.capabilities {
			c := *c
			c.numbers = nil
			d.capabilities[id] = &c
		}
		for n, a := range k.accounts {
			a := *a
			a.now = 0
			d.accounts[n] = &a
		}
	}
	d.count(changes)
	d.find(s, changes)
	records, lacking := d.compare(s)
	if len(records) > 0 && k.file != nil {
		if err := k.file.add(records); err != nil {
			return err
		}
	}
	d.use(lacking)
	k.tidy(at.Time, whole)
	return nil
}

// tidy forgets what is over, at each start and when most of the file is out of date.
func (k *Kept) tidy(block time.Time, start bool) {
	large := k.file != nil && k.file.large()
	if !start && !large {
		return
	}
	if forgot := k.forget(block); k.file == nil || !forgot && !large {
		return
	}
	if err := k.file.replace(k.records()); err != nil {
		k.log.Warn("the file of what was revoked is not made smaller", "err", err)
	}
}

// count counts how often accounts are ended.
func (d *draft) count(changes []custos.PolicyChange) {
	for i := range changes {
		var n keptName
		var who taking
		var active bool
		switch c := &changes[i]; {
		case c.Owner != nil:
			n, active = keptName{Account: c.Owner.Address}, c.Owner.Active
			who.owner = c.Owner.Address
		case c.Principal != nil:
			n, active = keptName{c.Principal.Address, c.Principal.Owner}, c.Principal.Active
			who.principal = c.Principal.Address
		default:
			continue
		}
		was, known := d.ended[who]
		if !known && !d.whole {
			was = d.kept.ended[who]
		}
		if d.ended[who] = !active; active || was {
			continue
		}
		a := d.accounts[n]
		if a == nil {
			a = &keptAccount{keptName: n}
			if have := d.kept.accounts[n]; have != nil && !d.whole {
				*a = *have
			}
			d.accounts[n] = a
		}
		a.now++
	}
}

// find finds the capabilities whose content was revoked, ever or now.
func (d *draft) find(s *state, changes []custos.PolicyChange) {
	now := d.kept.now().Unix()
	// Contents that are revoked for the first time: all capabilities like them are looked at.
	fresh := map[likeness]bool{}
	look := func(n uint32, r *right) {
		if l := s.likeness(r); d.kept.alike[l] > 0 || fresh[l] {
			d.add(s, n, r)
		}
	}
	if d.whole {
		for n := range s.rights.n {
			if r := s.right(n); r != nil && r.revoked && r.until > now {
				fresh[s.likeness(r)] = true
			}
		}
		for n := range s.rights.n {
			if r := s.right(n); r != nil {
				look(n, r)
			}
		}
		return
	}
	walked := map[there]bool{}
	for i := range changes {
		c := changes[i].Capability
		if c == nil || c.Number > maxNumber {
			continue
		}
		n := uint32(c.Number)
		r := s.right(n)
		if r == nil {
			continue
		}
		l := s.likeness(r)
		here := there{l, r.resource}
		if c.Revoked && r.until > now && !walked[here] && d.unknown(s, n, r) {
			// The same content has the same grantee and resource.
			walked[here], fresh[l] = true, true
			for m := s.accounts.at(r.grantee).grants.at(r.resource.Value()).newest; m != 0; m = s.rights.at(m).next {
				look(m, s.rights.at(m))
			}
		}
		look(n, r)
	}
}

// there are the capabilities of a likeness on a resource.
type there struct {
	likeness
	resource unique.Handle[string]
}

// unknown reports that a content of a capability is not remembered yet.
func (d *draft) unknown(s *state, n uint32, r *right) bool {
	return slices.ContainsFunc(s.contents(n, r), func(id custos.Hash) bool { return d.kept.capabilities[id] == nil })
}

// add counts a capability with those of its contents.
func (d *draft) add(s *state, n uint32, r *right) {
	for _, id := range s.contents(n, r) {
		c := d.capabilities[id]
		if c == nil {
			c = &keptCapability{Content: id, From: r.from, Until: r.until}
			c.Grantor, c.Grantee = s.accounts.at(r.grantor).address, s.accounts.at(r.grantee).address
			if have := d.kept.capabilities[id]; have != nil {
				*c = *have
			}
			d.capabilities[id] = c
		}
		if k := len(c.numbers); k == 0 || c.numbers[k-1] < n {
			c.numbers = append(c.numbers, n) // mostly: numbers rise
		} else if i, found := slices.BinarySearch(c.numbers, n); !found {
			c.numbers = slices.Insert(slices.Clip(c.numbers), i, n)
		}
	}
}

// lack is what a draft found that the chain took away less often.
type lack struct {
	capabilities map[custos.Hash]bool
	accounts     map[keptName]bool
}

// compare holds what is known of each content and account against the chain, and returns
// what must be written.
func (d *draft) compare(s *state) (records []keptRecord, l lack) {
	l = lack{map[custos.Hash]bool{}, map[keptName]bool{}}
	for id, c := range d.capabilities {
		first, later := c.revoked(s)
		if later > 0 || first > c.Revoked {
			// Those after the first Of were granted anew, and revoked again.
			c.Revoked, c.Of, c.Block = max(c.Revoked, first)+later, len(c.numbers), d.at.Number
			records = append(records, keptRecord{Capability: c})
			first, _ = c.revoked(s)
		}
		if c.Revoked == 0 {
			delete(d.capabilities, id) // looked at only because it is like another
			continue
		}
		l.capabilities[id] = first < c.Revoked
	}
	for n, a := range d.accounts {
		if a.now > a.Ended {
			a.Ended, a.Block = a.now, d.at.Number
			records = append(records, keptRecord{Account: a})
		}
		l.accounts[n] = a.now < a.Ended
	}
	return records, l
}

// revoked counts how many of the first Of capabilities a state has revoked, and how many
// of those after them.
func (c *keptCapability) revoked(s *state) (first, later int) {
	for i, n := range c.numbers {
		switch r := s.right(n); {
		case r == nil || !r.revoked:
		case i < c.Of:
			first++
		default:
			later++
		}
	}
	return first, later
}

// use makes the draft what is remembered.
func (d *draft) use(l lack) {
	k := d.kept
	if d.whole {
		clear(k.ended)
		clear(k.lackingAccounts)
		clear(k.lackingCapabilities)
	}
	for id, c := range d.capabilities {
		k.learn([]keptRecord{{Capability: c}})
		if delete(k.lackingCapabilities, id); l.capabilities[id] {
			k.lackingCapabilities[id] = true
		}
	}
	for n, a := range d.accounts {
		k.accounts[n] = a
		if delete(k.lackingAccounts, n); l.accounts[n] {
			k.lackingAccounts[n] = true
		}
	}
	for who, ended := range d.ended {
		if delete(k.ended, who); ended {
			k.ended[who] = true
		}
	}
}
