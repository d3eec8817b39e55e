package ledger

import (
	"errors"
	"fmt"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/rpc"

	"custos.dev/custos"
	"custos.dev/custos/ledger/bindings"
)

// verdicts says in words what Capabilities answers; the index is the contract's number.
var verdicts = []string{
	"allowed",
	"there is no such capability",
	"the capability was granted to someone else",
	"the principal is not active",
	"the resource lies outside the capability",
	"the capability does not have this action",
	"the time lies outside the capability's window",
	"the time lies outside the capability's hours",
	"the capability, or one above it, was revoked",
	"someone who delegated it is no longer active",
	"who granted it does not own the resource any more",
}

func verdict(n uint8) string {
	if int(n) < len(verdicts) {
		return verdicts[n]
	}
	return fmt.Sprintf("the contract answers %d, which this version does not know", n)
}

// revertData returns what a contract said when it refused; false if err is of another kind.
func revertData(err error) ([]byte, bool) {
	var d rpc.DataError
	if !errors.As(err, &d) {
		return nil, false
	}
	s, ok := d.ErrorData().(string)
	if !ok {
		return nil, false
	}
	b, err := hexutil.Decode(s)
	return b, err == nil && len(b) >= 4
}

// describe turns a contract's refusal into a sentence of the right kind; nil if it
// is none of the contract's own errors.
func describe(data []byte, unpack func([]byte) (any, error)) error {
	if len(data) < 4 {
		return nil
	}
	e, err := unpack(data)
	if err != nil {
		return nil
	}
	say := func(kind custos.ErrorKind, format string, args ...any) error {
		return custos.Errorf(kind, format, args...)
	}
	hex := func(a common.Address) string { return custos.Address(a).String() }
	switch e := e.(type) {
	// Registry
	case *bindings.RegistryNotAnOwner:
		return say(custos.Denied, "%s is not an active owner; only owners may do this", hex(e.Account))
	case *bindings.RegistryOwnerExists:
		return say(custos.Conflict, "%s is an owner already", hex(e.Account))
	case *bindings.RegistryJustAdmitted:
		return say(custos.Conflict, "%s was admitted in this very block: vote again in the next", hex(e.Account))
	case *bindings.RegistryDomainOverlaps:
		return say(custos.Conflict, "domain %q is, holds or lies within the domain of another owner; choose one apart from it", e.Domain)
	case *bindings.RegistryBadThreshold:
		return say(custos.Invalid, "threshold %d of %d owners: choose more than half of them and at most all", e.Threshold, e.Owners)
	case *bindings.RegistryTooManyOwners:
		return say(custos.Conflict, "there are as many owners as there can be (64)")
	case *bindings.RegistryZeroAddress, *bindings.AnchorsZeroAddress:
		return say(custos.Invalid, "the zero address has no key and cannot take part")
	case *bindings.AnchorsNoLogKey:
		return say(custos.Invalid, "a log needs the Ed25519 key that signs its checkpoints")
	case *bindings.RegistryNoWitnessKey:
		return say(custos.Invalid, "an owner needs a witness key")
	case *bindings.RegistryBadName:
		return say(custos.Invalid, "a name needs 1 to 127 bytes")
	case *bindings.RegistryBadEndpoints:
		return say(custos.Invalid, "what says where a node answers is longer than 255 bytes")
	case *bindings.RegistryNoSubject:
		return say(custos.Invalid, "the change names no block or no deployment")
	case *bindings.RegistryClosed:
		return say(custos.Conflict, "the owners moved to the registry %s: make changes there", hex(e.Successor))
	case *bindings.RegistryBadChange:
		return say(custos.Invalid, "the proposal has no kind that exists")
	case *bindings.RegistryUnknownProposal:
		return say(custos.NotFound, "there is no proposal %d", e.Number)
	case *bindings.RegistryOtherChange:
		return say(custos.Conflict, "proposal %d is about another change than the one voted for", e.Number)
	case *bindings.RegistryProposalVoid:
		return say(custos.Conflict, "proposal %d is void since the owners changed; propose it again", e.Number)
	case *bindings.RegistryAlreadyExecuted:
		return say(custos.Conflict, "proposal %d was carried out already", e.Number)
	case *bindings.RegistryAlreadyVoted:
		return say(custos.Conflict, "%s has voted for proposal %d already", hex(e.Account), e.Number)
	case *bindings.RegistryBadRole:
		return say(custos.Invalid, "a principal needs a role: edge, fog, cloud, authority or service")
	case *bindings.RegistryOutsideDomain:
		return say(custos.Denied, "domain %q is not within the registering owner's; register what stands in your own", e.Domain)
	case *bindings.RegistryPrincipalTaken:
		return say(custos.Conflict, "%s is an active principal, and owner %s answers for it; he must deactivate it first", hex(e.Account), hex(e.Owner))
	case *bindings.RegistryIsOwner:
		return say(custos.Conflict, "%s is or was an owner, and can be no principal: use another account", hex(e.Account))
	case *bindings.RegistryIsPrincipal:
		return say(custos.Conflict, "%s is or was a principal, and can be no owner: use another account", hex(e.Account))
	case *bindings.RegistryNoConsent:
		return say(custos.Denied, "%s did not agree to be registered like this: its holder signs that by `custos access consent`", hex(e.Account))
	case *bindings.RegistryTooManyPrincipals:
		return say(custos.Conflict, "the owner has 1,024 active principals, which is the most: deactivate some")
	case *bindings.RegistryNotYourPrincipal:
		return say(custos.Denied, "%s is not an active principal of yours", hex(e.Account))
	case *bindings.RegistryNoSuchIndex, *bindings.AnchorsNoSuchIndex:
		return say(custos.NotFound, "there is nothing with this index")
	case *bindings.RegistryBadPath, *bindings.CapabilitiesBadPath:
		return say(custos.Invalid, "a path has one to eight segments of a-z, 0-9, - and _, joined by /")
	// Capabilities
	case *bindings.CapabilitiesNotActive:
		return say(custos.Denied, "%s is not an active principal; its owner must register it first", hex(e.Account))
	case *bindings.CapabilitiesNotResourceOwner:
		if e.Resource == "" {
			return say(custos.Denied, "%s is not an active owner; only owners write rules", hex(e.Account))
		}
		return say(custos.Denied, "%s does not own %q; only the owner of its domain may do this", hex(e.Account), e.Resource)
	case *bindings.CapabilitiesNoOwner:
		return say(custos.NotFound, "no owner's domain holds %q", e.Resource)
	case *bindings.CapabilitiesUnknownCapability:
		return say(custos.NotFound, "there is no capability %d", e.Number)
	case *bindings.CapabilitiesUnknownRequest:
		return say(custos.NotFound, "there is no request %d", e.Number)
	case *bindings.CapabilitiesNotOpen:
		return say(custos.Conflict, "request %d has its answer already, or is too old for one: it must be asked anew", e.Number)
	case *bindings.CapabilitiesOtherContent:
		return say(custos.Conflict, "number %d is something else now than what was shown: look at it again and decide anew", e.Number)
	case *bindings.CapabilitiesExpired:
		return say(custos.Invalid, "the approval was to count until %s, which is over", when(e.Until.Int64()))
	case *bindings.CapabilitiesTooManyDelegations:
		return say(custos.Conflict, "capability %d is delegated to %s eight times, which is the most: revoke one", e.Parent, hex(e.Grantee))
	case *bindings.CapabilitiesNotGrantee:
		return say(custos.Denied, "capability %d was not granted to %s, who may not pass it on", e.Number, hex(e.Account))
	case *bindings.CapabilitiesNotGrantor:
		return say(custos.Denied, "%s neither granted capability %d nor owns its resource", hex(e.Account), e.Number)
	case *bindings.CapabilitiesAlreadyRevoked:
		return say(custos.Conflict, "capability %d was revoked already", e.Number)
	case *bindings.CapabilitiesNotInForce:
		return say(custos.Denied, "capability %d does not hold: %s", e.Number, verdict(e.Why))
	case *bindings.CapabilitiesExceeds:
		return say(custos.Denied, "the %s would exceed what there is to pass on; ask for less", e.What)
	case *bindings.CapabilitiesBadActions:
		return say(custos.Invalid, "actions %#x are none, or do not exist", e.Actions)
	case *bindings.CapabilitiesBadWindow:
		return say(custos.Invalid, "the window ends (%s) before it begins (%s), or beyond the year 9999", when(e.Until.Int64()), when(e.From.Int64()))
	case *bindings.CapabilitiesBadHours:
		return say(custos.Invalid, "hours need days, and minutes of the day that end after they begin; leave all of them out for always")
	case *bindings.CapabilitiesBadDepth:
		return say(custos.Invalid, "depth %d: a capability can be delegated on three times at most", e.Depth)
	case *bindings.CapabilitiesBadText:
		return say(custos.Invalid, "a reason is needed, and reason and legal basis may have 512 bytes each")
	case *bindings.CapabilitiesNeedsApproval:
		return say(custos.Denied, "nobody can grant this on %q alone: the principal must request it, and those whom the owner's rules name approve (by default the owner and one other owner, for live pictures to an authority)", e.Resource)
	case *bindings.CapabilitiesNotApprover:
		return say(custos.Denied, "%s is not one of those who approve request %d", hex(e.Account), e.Number)
	case *bindings.CapabilitiesAlreadyApproved:
		return say(custos.Conflict, "%s has approved request %d on these terms already", hex(e.Account), e.Number)
	case *bindings.CapabilitiesOwnRequest:
		return say(custos.Denied, "request %d must be approved by others than its author", e.Number)
	case *bindings.CapabilitiesBadAssertion:
		return say(custos.Denied, "the passkey did not sign request %d on these terms, with its owner present and verified", e.Number)
	case *bindings.CapabilitiesGlassSealed:
		return say(custos.Denied, "the owner of %q did not name you, or this much, for emergencies; request access", e.Resource)
	case *bindings.CapabilitiesGlassOpen:
		return say(custos.Denied, "the glass of this domain that was broken before (capability %d) is not acknowledged yet; ask its owner to", e.Number)
	case *bindings.CapabilitiesBadGlass:
		return say(custos.Invalid, "a glass is broken for a second to an hour, from now on; not from %s until %s: is the clock right?", when(e.From.Int64()), when(e.Until.Int64()))
	case *bindings.CapabilitiesNoGlass:
		return say(custos.NotFound, "capability %d is of no broken glass, or is acknowledged already", e.Number)
	case *bindings.CapabilitiesNoSuchIndex:
		return say(custos.NotFound, "there is nothing with this index")
	case *bindings.CapabilitiesTooMany:
		return say(custos.Invalid, "a domain has at most eight rules, and a rule at most eight approvers")
	case *bindings.CapabilitiesBadRule:
		return say(custos.Invalid, "rule %s needs a resource in the owner's domain, actions, roles, and a quorum that its approvers can reach, each named once", e.Index)
	case *bindings.CapabilitiesBadGlassRule:
		return say(custos.Invalid, "the rule for emergencies has an action or a role that does not exist, or names one account twice")
	// Anchors
	case *bindings.AnchorsNotAnOwner:
		return say(custos.Denied, "%s is not an active owner; only owners may open a log", hex(e.Account))
	case *bindings.AnchorsBadOrigin:
		return say(custos.Invalid, "an origin has 1 to 255 bytes without spaces, plus signs and control characters")
	case *bindings.AnchorsLogExists:
		return say(custos.Conflict, "there is a log of the origin %q already", e.Origin)
	case *bindings.AnchorsUnknownLog:
		return say(custos.NotFound, "there is no log %s; create it first", custos.Hash(e.Id))
	case *bindings.AnchorsMayNotAnchor:
		return say(custos.Denied, "%s is neither the owner of this log's domain nor an active fog principal of his", hex(e.Account))
	case *bindings.AnchorsLogFrozen:
		return say(custos.Conflict, "log %s signed two roots for one size and is frozen permanently: open another with a new key", custos.Hash(e.Id))
	case *bindings.AnchorsShrinks:
		return say(custos.Conflict, "the log is anchored at size %d and cannot go back to %d; restore it from its mirrors", e.Anchored, e.Size)
	case *bindings.AnchorsNotConsistent:
		return say(custos.Conflict, "the proof does not show that the log of size %d extends the one anchored at %d", e.Size, e.Anchored)
	case *bindings.AnchorsBadSignature:
		return say(custos.Denied, "the checkpoint of size %d and root %s is not signed by the log's key", e.Size, custos.Hash(e.Root))
	case *bindings.AnchorsNoFork:
		return say(custos.Conflict, "these checkpoints do not contradict each other: a fork needs one size and two roots")
	}
	return nil
}

func when(unix int64) string { return time.Unix(unix, 0).UTC().Format(time.RFC3339) }
