package fleet

import (
	"bytes"
	"context"
	"encoding/json"
	"os"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/ledger"
	"custos.dev/custos/node"
	"custos.dev/custos/service"
)

// ReadDeployment reads what `network deploy` wrote. It is believed in nothing: what stands
// on the chain is checked by whoever uses it.
func ReadDeployment(file string, t *evidence.Trust) (*ledger.Deployment, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, custos.Errorf(custos.Invalid, "cannot read what names the deployment: %w", err)
	}
	d := new(ledger.Deployment)
	r := json.NewDecoder(bytes.NewReader(b))
	r.DisallowUnknownFields()
	if err := r.Decode(d); err != nil {
		return nil, custos.Errorf(custos.Invalid, "%s does not name a deployment; an owner writes one by `custos network deploy`: %w", file, err)
	}
	if d.ChainID != t.ChainID || d.Genesis != t.Genesis {
		return nil, custos.Errorf(custos.Conflict, "%s names contracts on chain %d, which began with block %s; this network's is chain %d, which began with block %s", file, d.ChainID, d.Genesis, t.ChainID, t.Genesis)
	}
	return d, nil
}

// StillHere refuses what makes no sense once the owners have moved.
func StillHere(ctx context.Context, c *ledger.Client) error {
	to, _, err := c.HandOver(ctx)
	if err == nil && !to.IsZero() {
		err = custos.Errorf(custos.Conflict, "the owners moved to the registry %s already: run `custos network move`", to)
	}
	return err
}

// ownForm refuses contracts of another form than this program's: what it would read there
// makes no sense to it.
func ownForm(t *evidence.Trust) error {
	own, err := ledger.OwnCode(t.Contracts.Registry.Address)
	if err != nil {
		return err
	}
	have := t.Contracts
	if have.Registry.CodeHash == own.Registry && have.Capabilities.CodeHash == own.Capabilities && have.Anchors.CodeHash == own.Anchors {
		return nil
	}
	return custos.Errorf(custos.Conflict, "the contracts of %s are of another form than this version of custos has (the code of its Registry has the hash %s, this version's %s): go on with the version that began the site, or found it anew as docs/network.md says under \"A chain that cannot go on\"; its evidence stays valid by its trust file", t.Site, have.Registry.CodeHash, own.Registry)
}

// checkForm is ownForm for a site that was started before.
func checkForm(site *service.Site) error {
	t, err := node.LoadTrust(site)
	if custos.KindOf(err) == custos.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	return ownForm(t)
}
