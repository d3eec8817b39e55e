package proof

import (
	"custos.dev/custos"
)

// refBytes is the length of a reference to a node. No node on the way to a hashed key is as
// short: it has a path or 17 items.
const refBytes = 3

// Fold returns accounts in which each node that stands in several proofs has its bytes in the
// first of them only: afterwards three bytes stand for it, its number among those that came first.
// Proofs of neighbours share most of their nodes.
func Fold(accounts ...Account) []Account {
	seen := map[string]int{}
	return each(accounts, func(nodes [][]byte) [][]byte {
		out := make([][]byte, len(nodes))
		for i, n := range nodes {
			if at, again := seen[string(n)]; again {
				out[i] = []byte{byte(at >> 16), byte(at >> 8), byte(at)}
				continue
			}
			seen[string(n)] = len(seen)
			out[i] = n
		}
		return out
	})
}

// Unfold undoes Fold. There is one folded form: any other is an error.
func Unfold(accounts ...Account) ([]Account, error) {
	var all [][]byte
	seen := map[string]bool{}
	var err error
	out := each(accounts, func(nodes [][]byte) [][]byte {
		out := make([][]byte, len(nodes))
		for i, n := range nodes {
			switch {
			case len(n) == refBytes:
				at := int(n[0])<<16 | int(n[1])<<8 | int(n[2])
				if at >= len(all) {
					err = custos.Errorf(custos.Corrupt, "a proof names node %d, and %d came before it", at, len(all))
					return nil
				}
				out[i] = all[at]
				continue
			case seen[string(n)]:
				err = custos.Errorf(custos.Corrupt, "a node of a proof is written twice")
				return nil
			}
			seen[string(n)] = true
			all, out[i] = append(all, n), n
		}
		return out
	})
	return out, err
}

// each changes the lists of nodes of accounts, in their order.
func each(accounts []Account, change func([][]byte) [][]byte) []Account {
	out := make([]Account, len(accounts))
	for i, a := range accounts {
		out[i] = Account{Address: a.Address, AccountProof: change(a.AccountProof), Slots: make([]Slot, len(a.Slots))}
		for j, s := range a.Slots {
			out[i].Slots[j] = Slot{Key: s.Key, Value: s.Value, Proof: change(s.Proof)}
		}
	}
	return out
}
