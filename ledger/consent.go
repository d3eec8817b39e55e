package ledger

import (
	"context"
	"fmt"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/common"

	"custos.dev/custos"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/ledger/layout"
)

// Consent is what an account agrees to by its signature before the registry takes it as
// a principal: nobody is made one by others. It is worth nothing for another owner, for
// the same one after he left and came back, in another role or domain, or elsewhere.
type Consent struct {
	ChainID    uint64          `json:"chain_id"`
	Registry   custos.Address  `json:"registry"`
	Owner      custos.Address  `json:"owner"`
	Generation uint16          `json:"generation"`
	Role       custos.Role     `json:"role"`
	Domain     custos.Resource `json:"domain"`
}

// ConsentFor is what an account signs to be a principal of an owner, who must be active.
func (c *Client) ConsentFor(ctx context.Context, owner custos.Address, role custos.Role, domain custos.Resource) (Consent, error) {
	o, err := askRegistry(ctx, c, c.registry.PackOwnership(common.Address(owner)), nil, c.registry.UnpackOwnership)
	if err == nil && o.Generation == 0 {
		err = custos.Errorf(custos.Denied, "%s is not an active owner: only owners register principals", owner)
	}
	return Consent{ChainID: c.cfg.ChainID, Registry: c.cfg.Contracts.Registry, Owner: owner, Generation: o.Generation, Role: role, Domain: domain}, err
}

// FirstConsent is what the first node of an owner signs who is to be admitted for the
// time that generation says: 1 for one who never was an owner.
func FirstConsent(chainID uint64, registry, owner custos.Address, generation uint16, domain custos.Resource) Consent {
	return Consent{ChainID: chainID, Registry: registry, Owner: owner, Generation: generation, Role: custos.RoleFog, Domain: domain}
}

// Digest is what is signed: Registry's consentTo.
func (c Consent) Digest() custos.Hash {
	return statement("custos: consent to be registered", number(c.ChainID), word(c.Registry), word(c.Owner), number(uint64(c.Generation)),
		number(uint64(c.Role)), layout.PathHash(c.Domain))
}

// Sign consents by an account's key.
func (c Consent) Sign(k *key.Key) ([]byte, error) {
	s, err := k.Sign(c.Digest())
	return s[:], err
}

// PasskeyConsent is the consent of a passkey, which signed Digest as its challenge.
func PasskeyConsent(a PasskeyAssertion) ([]byte, error) {
	t, err := abi.NewType("tuple", "", []abi.ArgumentMarshaling{
		{Name: "key", Type: "bytes32[2]"},
		{Name: "authenticatorData", Type: "bytes"},
		{Name: "clientDataJSON", Type: "bytes"},
		{Name: "signature", Type: "bytes32[2]"},
	})
	if err != nil {
		return nil, err
	}
	return abi.Arguments{{Type: t}}.Pack(a.contract())
}

// String says in words what is agreed to.
func (c Consent) String() string {
	where := "in no domain"
	if c.Domain != "" {
		where = "in " + string(c.Domain)
	}
	return fmt.Sprintf("to be a principal of owner %s (generation %d), as %s %s, by the registry %s of chain %d", c.Owner, c.Generation, c.Role, where, c.Registry, c.ChainID)
}

// RegisterKey registers a principal whose key is at hand, with its consent.
func (c *Client) RegisterKey(ctx context.Context, s Signer, p custos.Principal, k *key.Key) (Receipt, error) {
	agree, err := c.ConsentFor(ctx, s.Address(), p.Role, p.Domain)
	if err != nil {
		return Receipt{}, err
	}
	consent, err := agree.Sign(k)
	if err != nil {
		return Receipt{}, err
	}
	p.Address = k.Address()
	return c.RegisterPrincipal(ctx, s, p, consent)
}
