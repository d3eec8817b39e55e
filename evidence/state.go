package evidence

import (
	"slices"

	"custos"
	"custos/ledger/layout"
	"custos/ledger/proof"
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
	anchors, err := v.account(&v.b.Proof.Anchors, v.t.ContractsAt(v.block.Number).Anchors)
	if err == nil {
		err = v.anchor(anchors)
	}
	v.claim("anchor", err, say("anchor", nouns{"block": v.block.Number}))
	registry, err := v.account(&v.b.Proof.Registry, v.t.ContractsAt(v.block.Number).Registry)
	if err == nil {
		err = v.registry(registry)
	}
	if v.named {
		var names []string
		for _, s := range v.speakers {
			names = append(names, plain(string(s.name)))
		}
		slices.Sort(names)
		v.claim("registry", err, say("registry", nouns{"block": v.block.Number, "services": listed(slices.Compact(names)), "owner": v.owner(), "domain": v.log.Domain}))
		return
	}
	v.claim("registry", err, say("registry/older", nouns{"block": v.block.Number, "keys": len(v.speakers), "owner": v.owner(), "domain": v.log.Domain}))
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
	if a.Address != pinned.Address {
		return nil, custos.Errorf(custos.Corrupt, "the proof is of %s, the contract is %s", a.Address, pinned.Address)
	}
	state, err := proof.VerifyAccount(v.block.StateRoot, a)
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
	words, err := values.get(layout.SlotsOfLog(v.log.Domain, v.cp.Origin))
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
	words, err := values.get(layout.SlotsOfOwner(v.log.Owner))
	if err != nil {
		return err
	}
	o, err := layout.DecodeOwner(words)
	if err != nil {
		return err
	}
	if !o.Active || o.Domain != layout.PathHash(v.log.Domain) {
		return custos.Errorf(custos.Corrupt, "the log's owner was not active in its domain")
	}
	speakers := map[custos.Address]speaker{}
	for _, a := range v.signers() {
		if speakers[a], err = v.speaker(values, a); err != nil {
			return err
		}
	}
	v.speakers, v.Named = speakers, v.named
	return nil
}
