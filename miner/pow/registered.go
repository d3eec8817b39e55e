package pow

import (
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/state"
	"github.com/ethereum/go-ethereum/crypto"
)

// registry reads the contract Registry out of a state, without running it: its
// natspec says what each slot holds.
type registry common.Address

// Slots of the two mappings from an account to its record.
const (
	slotOwners     = 0
	slotPrincipals = 1
)

// registered says whether an account is an active owner, or an active principal whose
// owner is active, at a state.
func (r registry) registered(st *state.StateDB, account common.Address) bool {
	if r.activeOwner(st, account) {
		return true
	}
	// From the low end: 20 bytes of the owner, one of the role, one for active.
	p := st.GetState(common.Address(r), slotOf(account, slotPrincipals))
	return p[10] == 1 && r.activeOwner(st, common.BytesToAddress(p[12:]))
}

// owner is who answers for an account at a state: the account itself unless it is a
// principal of another's. It is asked of accounts that were registered when they sent;
// one that left the registry since still has the owner whom it had.
func (r registry) owner(st *state.StateDB, account common.Address) common.Address {
	if r.activeOwner(st, account) {
		return account
	}
	p := st.GetState(common.Address(r), slotOf(account, slotPrincipals))
	if by := common.BytesToAddress(p[12:]); by != (common.Address{}) {
		return by
	}
	return account
}

func (r registry) activeOwner(st *state.StateDB, account common.Address) bool {
	return st.GetState(common.Address(r), slotOf(account, slotOwners))[31] == 1
}

// slotOf is where a mapping at a slot keeps an account's record.
func slotOf(account common.Address, mapping byte) common.Hash {
	var key [64]byte
	copy(key[12:], account[:])
	key[63] = mapping
	return crypto.Keccak256Hash(key[:])
}

// admits says why an account may not have a transaction to a target mined, or nil.
// The contracts of the genesis are all that there is to call: a new deployment is a
// chain of its own.
func (r registry) admits(st *state.StateDB, from common.Address, to *common.Address) error {
	switch {
	case !r.registered(st, from):
		return fmt.Errorf("%w: %s is not registered, neither as an active owner nor as an active principal of one: an owner must enroll it first", errNotAdmitted, from)
	case to == nil:
		return fmt.Errorf("%w: nobody deploys contracts on this chain: a new deployment is a chain of its own", errNotAdmitted)
	case st.GetCodeSize(*to) == 0:
		return fmt.Errorf("%w: there is no contract at %s: this chain takes calls of contracts only", errNotAdmitted, to)
	}
	return nil
}
