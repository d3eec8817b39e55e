package pow

import (
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/state"
	"github.com/ethereum/go-ethereum/crypto"
)

// registry is where the contract Registry of the chain's first block stands. It is read
// out of a state without running it: its natspec says what each slot holds. Once its owners
// moved to another deployment, see ADR 0029, that one's registry counts in its place.
type registry common.Address

// Slots of Registry: the mappings from an account to its record, how many owners there are
// and decide, and where they moved to.
const (
	slotOwners     = 0
	slotPrincipals = 1
	slotVotes      = 4
	slotSuccessor  = 10
)

// maxMoves bounds how many hand-overs are followed, whose successors may form a ring.
const maxMoves = 64

// line are the registries from the first block's on to the one that counts at a state, each
// the one that the owners of the one before moved to. What they moved to must be a registry
// by its looks: the vote of a majority for anything else must not end the chain.
func (r registry) line(st *state.StateDB) []registry {
	all := []registry{r}
	for len(all) <= maxMoves {
		next := registry(common.BytesToAddress(all[len(all)-1].word(st, slotSuccessor).Bytes()))
		if next == (registry{}) || !next.decides(st) {
			break
		}
		all = append(all, next)
	}
	return all
}

// current is the last of line.
func (r registry) current(st *state.StateDB) registry {
	all := r.line(st)
	return all[len(all)-1]
}

// decides says whether there is a contract with owners of whom more than half decide.
func (r registry) decides(st *state.StateDB) bool {
	// From the low end: two bytes of the threshold, two of the number of owners.
	votes := r.word(st, slotVotes)
	threshold, owners := int(votes[30])<<8|int(votes[31]), int(votes[28])<<8|int(votes[29])
	return st.GetCodeSize(common.Address(r)) > 0 && threshold <= owners && 2*threshold > owners
}

func (r registry) word(st *state.StateDB, slot byte) common.Hash {
	return st.GetState(common.Address(r), common.Hash{31: slot})
}

// registered says whether an account is an active owner, or an active principal of one, at
// a state.
func (r registry) registered(st *state.StateDB, account common.Address) bool {
	at := r.current(st)
	if _, active := at.tenure(st, account); active {
		return true
	}
	// From the low end: 20 bytes of the owner, one of the role, one for active, one of the
	// path's length, four of the block, two of the owner's generation.
	p := at.principal(st, account)
	generation, active := at.tenure(st, common.BytesToAddress(p[12:]))
	return active && p[10] == 1 && [2]byte(p[3:5]) == generation
}

// owner is who answers for an account at a state: the account itself unless it is a
// principal of another's. It is asked of accounts that were registered when they sent;
// one that left the registry since, or was in it before the owners moved, still has the
// owner whom it had.
func (r registry) owner(st *state.StateDB, account common.Address) common.Address {
	all := r.line(st)
	for i := len(all) - 1; i >= 0; i-- {
		if _, active := all[i].tenure(st, account); active {
			return account
		}
		if by := common.BytesToAddress(all[i].principal(st, account).Bytes()[12:]); by != (common.Address{}) {
			return by
		}
	}
	return account
}

// tenure says of an owner how often he became one, which his principals have too, and
// whether he is one. The first form of Registry has no such number: it is zero there.
func (r registry) tenure(st *state.StateDB, account common.Address) (generation [2]byte, active bool) {
	// From the low end: one byte each for active, listed and the path's length, eight of the
	// block, two of the generation.
	o := st.GetState(common.Address(r), slotOf(account, slotOwners))
	return [2]byte(o[19:21]), o[31] == 1
}

// principal is the first word of an account's record.
func (r registry) principal(st *state.StateDB, account common.Address) common.Hash {
	return st.GetState(common.Address(r), slotOf(account, slotPrincipals))
}

// slotOf is where a mapping at a slot keeps an account's record.
func slotOf(account common.Address, mapping byte) common.Hash {
	var key [64]byte
	copy(key[12:], account[:])
	key[63] = mapping
	return crypto.Keccak256Hash(key[:])
}

// admits says why an account may not have a transaction to a target mined, or nil. An owner
// may deploy contracts, so that all can move to them by their votes; nobody else may.
func (r registry) admits(st *state.StateDB, from common.Address, to *common.Address) error {
	switch {
	case !r.registered(st, from):
		return fmt.Errorf("%w: %s is not registered, neither as an active owner nor as an active principal of one: an owner must enroll it first", errNotAdmitted, from)
	case to == nil:
		if _, owner := r.current(st).tenure(st, from); !owner {
			return fmt.Errorf("%w: %s is no owner, and only owners deploy contracts: see `custos network deploy`", errNotAdmitted, from)
		}
	case st.GetCodeSize(*to) == 0:
		return fmt.Errorf("%w: there is no contract at %s: this chain takes calls of contracts only", errNotAdmitted, to)
	}
	return nil
}
