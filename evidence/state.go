package evidence

import (
	"slices"

	"custos.dev/custos"
	"custos.dev/custos/ledger/layout"
	"custos.dev/custos/ledger/proof"
)

// state: at the anchor's block, the contracts are the pinned ones and say what
// the bundle needs: the log's checkpoint, its owner, and the keys.
func (v *verification) state() {
	if v.chainErr != nil || v.cp.Origin == "" || v.log.Origin == "" {
		err := custos.Errorf(custos.Corrupt, "there is nothing to check it against")
		if v.unknowable() {
			err = custos.Errorf(custos.Unavailable, "there is nothing to check it against here")
		}
		v.claim("anchor", err, "")
		return
	}
	contracts := v.t.ContractsAt(v.block.Number)
	anchors, err := v.account(&v.b.Proof.Anchors, contracts.Anchors)
	if err == nil {
		err = v.anchor(anchors)
	}
	v.claim("anchor", err, say("anchor", nouns{"block": v.block.Number}))
	registry, lost := v.account(&v.b.Proof.Registry, contracts.Registry)
	if err = lost; err == nil {
		err = v.registry(registry)
	}
	n := nouns{"block": v.block.Number, "keys": len(v.speakers), "owner": v.owner(), "domain": v.log.Domain}
	if v.named {
		var names []string
		for _, s := range v.speakers {
			names = append(names, plain(string(s.name)))
		}
		slices.Sort(names)
		n["services"] = listed(slices.Compact(names))
		v.claim("registry", err, say("registry", n))
	} else {
		v.claim("registry", err, say("registry/older", n))
	}
	v.owners(registry, lost)
}

// names: a bundle of an older form proves no names, which is said. Where the trust file
// says from which block on bundles prove them, one that does not is none of its site.
func (v *verification) names() {
	switch from := v.t.NamesFrom; {
	case v.named || v.speakers == nil:
	case from > 0 && v.b.Proof.Block >= from:
		v.claim("names", custos.Errorf(custos.Corrupt, "the bundle is of an older form, which proves no names, and its state of block %d: by the trust file bundles prove them from block %d on", v.b.Proof.Block, from), "")
	default:
		v.none("names", say("names/older", nouns{"owner": v.owner()}))
	}
}

type slotValues map[custos.Hash]custos.Hash

func (v *verification) account(a *proof.Account, pinned TrustContract) (slotValues, error) {
	return v.accountIn(v.block, a, pinned)
}

// accountIn reads the proof of a contract in the state of a block.
func (v *verification) accountIn(block *proof.Header, a *proof.Account, pinned TrustContract) (slotValues, error) {
	if a.Address != pinned.Address {
		return nil, custos.Errorf(custos.Corrupt, "the proof is of %s, the contract is %s", a.Address, pinned.Address)
	}
	state, err := proof.VerifyAccount(block.StateRoot, a)
	if err != nil {
		return nil, err
	}
	if state.CodeHash != pinned.CodeHash {
		return nil, custos.Errorf(custos.Corrupt, "the contract at %s has other code than the trust file says", a.Address)
	}
	values := slotValues{}
	for _, s := range a.Slots {
		values[s.Key] = s.Value
	}
	return values, nil
}

func (s slotValues) get(slots []custos.Hash) ([]custos.Hash, error) {
	out := make([]custos.Hash, len(slots))
	for i, k := range slots {
		v, ok := s[k]
		if !ok {
			return nil, custos.Errorf(custos.Corrupt, "the proof lacks the slot %s", k)
		}
		out[i] = v
	}
	return out, nil
}

func (v *verification) anchor(values slotValues) error {
	// The first form of the contract knew a log by its origin alone. Whichever of the two
	// places the proof has, what stands there names the domain and the signer, which are
	// checked: no other log of this contract's form can stand in it, and a place that the
	// form does not use is empty, which is no checkpoint.
	words, err := values.get(layout.SlotsOfLog(v.log.Domain, v.cp.Origin))
	if err != nil {
		words, err = values.get(layout.SlotsOfFirstLog(v.cp.Origin))
	}
	if err != nil {
		return err
	}
	l, err := layout.DecodeLog(words)
	if err != nil {
		return err
	}
	switch {
	case l.Frozen:
		return custos.Errorf(custos.Corrupt, "the log is frozen: a fork of it was reported")
	case l.Size != v.cp.Size || l.Root != v.cp.Root:
		return custos.Errorf(custos.Corrupt, "the contract had another checkpoint, of %d leaves", l.Size)
	case l.Signer != v.log.Signer || l.Domain != layout.PathHash(v.log.Domain):
		return custos.Errorf(custos.Corrupt, "the contract has the log under another key or domain")
	}
	return nil
}

// registry decodes the owner of the log and every principal that signed anything.
func (v *verification) registry(values slotValues) error {
	if v.holder.Address.IsZero() {
		return custos.Errorf(custos.Corrupt, "by the trust file nobody owned %s at block %d", v.log.Domain, v.block.Number)
	}
	o, err := owner(values, v.holder.Address)
	if err == nil && (!o.Active || o.Domain != layout.PathHash(v.log.Domain)) {
		err = custos.Errorf(custos.Corrupt, "%s, the log's owner by the trust file, was not active in its domain at block %d", v.owner(), v.block.Number)
	}
	if err != nil {
		return v.t.untold(v.block.Number, err)
	}
	v.generation = o.Generation
	speakers := map[custos.Address]speaker{}
	for _, a := range v.signers() {
		if speakers[a], err = v.speaker(values, a); err != nil {
			return err
		}
	}
	v.speakers, v.Named = speakers, v.named
	return nil
}

func owner(values slotValues, a custos.Address) (layout.Owner, error) {
	words, err := values.get(layout.SlotsOfOwner(a))
	if err != nil {
		return layout.Owner{}, err
	}
	return layout.DecodeOwner(words)
}

// owners: what the trust file says of who the owners were is what the contract had. A
// bundle of an older form does not show it. Where the trust file says from which block on
// bundles do, one that does not is none of its site.
func (v *verification) owners(values slotValues, err error) {
	if !v.owned {
		if from := v.t.OwnersFrom; from > 0 && v.block.Number >= from {
			v.claim("owners", custos.Errorf(custos.Corrupt, "the bundle is of an older form, which does not prove who the owners were, and its state of block %d: by the trust file bundles prove it from block %d on", v.block.Number, from), "")
		}
		return
	}
	if err == nil {
		err = v.t.untold(v.block.Number, v.council(v.block.Number, values, v.cosigned, &v.then))
	}
	var names []string
	for _, o := range v.cosigned {
		names = append(names, plain(string(o.Name)))
	}
	name := "owners"
	if v.t.History == nil {
		name = "owners/present"
	}
	v.claim("owners", err, say(name, nouns{"block": v.block.Number, "owners": listed(names), "all": len(v.then.Owners), "threshold": v.then.Threshold}))
}

// council holds those who cosigned, how many owners there were and how many had to agree
// against the state of the contract at a block.
func (v *verification) council(block uint64, values slotValues, by []custos.Owner, then *Council) error {
	for _, o := range by {
		is, err := owner(values, o.Address)
		if err != nil {
			return err
		}
		if !is.Active || is.Domain != layout.PathHash(o.Domain) || is.WitnessKey != o.WitnessKey {
			return custos.Errorf(custos.Corrupt, "the trust file contradicts the contract: at block %d that did not have %s as an active owner of %s under the witness key that cosigned", block, plain(string(o.Name)), plain(string(o.Domain)))
		}
	}
	words, err := values.get([]custos.Hash{layout.SlotOfVotes()})
	if err != nil {
		return err
	}
	votes := layout.DecodeVotes(words[0])
	if v.t.History == nil {
		// A file of the first form does not say of which block it speaks.
		if len(by) < votes.Threshold {
			return custos.Errorf(custos.Corrupt, "cosigned by %d owners, and at block %d the contract asked for %d", len(by), block, votes.Threshold)
		}
		then.Threshold = votes.Threshold
		return nil
	}
	if votes.Threshold != then.Threshold || votes.Owners != len(then.Owners) {
		return custos.Errorf(custos.Corrupt, "the trust file contradicts the contract: at block %d that asked for %d of %d owners, by the trust file for %d of %d", block, votes.Threshold, votes.Owners, then.Threshold, len(then.Owners))
	}
	return nil
}
