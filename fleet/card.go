package fleet

import (
	"context"
	"errors"
	"os"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/ledger"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/node"
	"custos.dev/custos/service"
)

// Join makes what a site on this machine needs before it is admitted to a network:
// keys, the network's genesis and trust file, its nodes' addresses, and the card.
// Done again, it keeps the keys.
func Join(site *service.Site, network *node.Network, generation uint16) (*node.Card, error) {
	if t, err := node.LoadTrust(site); err == nil && t.Genesis != network.Trust.Genesis {
		return nil, custos.Errorf(custos.Conflict, "%s holds a node of another network, which began with block %s: choose another data directory", site.Data, t.Genesis)
	}
	if site.Name != network.Trust.Site || ledger.SettingsOf(site).ChainID != network.Trust.ChainID {
		return nil, custos.Errorf(custos.Conflict, "the site file is for %s on chain %d, the network is %s on chain %d: change the site file", site.Name, ledger.SettingsOf(site).ChainID, network.Trust.Site, network.Trust.ChainID)
	}
	if len(site.Owners) != 1 {
		return nil, custos.Errorf(custos.Invalid, "the site file names %d owners: who joins a network names himself only", len(site.Owners))
	}
	owner := site.Owners[0]
	fog := FogOf(site, owner.Name)
	if fog == nil {
		return nil, custos.Errorf(custos.Invalid, "the site file has no fog of %s: an owner joins with his fog", owner.Name)
	}
	for _, a := range [][2]string{{"p2p", fog.P2P}, {"api", fog.API}, {"leaf", fog.Leaf}} {
		if a[1] == "" && ledger.SettingsOf(site).Endpoint == "" || a[0] == "api" && a[1] == "" {
			return nil, custos.Errorf(custos.Invalid, "the card says where the other owners reach %s: name its `%s` in the site file, as host:port", fog.Name, a[0])
		}
	}
	keys, err := cardKeys(site, owner.Name, fog)
	if err != nil {
		return nil, err
	}
	card, err := node.NewCard(node.Card{
		ChainID: network.Trust.ChainID, Genesis: network.Trust.Genesis, Block: network.Head, Issued: time.Now(),
		Owner: custos.Owner{Name: owner.Name, Domain: owner.Domain, Generation: generation},
		Node:  custos.Principal{Name: string(fog.Name), Endpoints: endpointsOf(fog)},
	}, network.Trust.Contracts.Registry.Address, keys)
	if err != nil {
		return nil, err
	}
	text, err := card.Encode()
	if err != nil {
		return nil, err
	}
	err = errors.Join(
		os.WriteFile(node.GenesisPath(site), network.Genesis, 0o644),
		node.SavePeers(site, network.Nodes),
		writePins(site),
		writeRoster(site),
		os.WriteFile(node.CardPath(site, owner.Name), text, 0o644))
	if _, has := os.Stat(node.TrustPath(site)); has == nil || err != nil {
		return card, err // what is there may know more by now than the network file
	}
	return card, node.SaveTrust(site, network.Trust)
}

func cardKeys(site *service.Site, owner custos.OwnerName, fog *service.Node) (k node.CardKeys, err error) {
	var errs [6]error
	k.Owner, errs[0] = key.LoadOrCreate(OwnerKey(site, owner))
	k.Node, errs[1] = key.LoadOrCreate(node.NodeKey(site, fog.Name))
	k.Signer, errs[2] = key.LoadOrCreate(node.ServiceKey(site, MasterOf(fog)))
	k.Witness, errs[3] = service.Ed25519Key(node.WitnessKey(site, fog.Name))
	k.Log, errs[4] = service.Ed25519Key(node.LogKey(site, fog.Name))
	k.TLS, _, errs[5] = service.TLSIdentity(site.NodeDir(fog.Name), fog.Name)
	return k, errors.Join(errs[:]...)
}

// MayJoin refuses a card that does not prove what it says, that was made for
// another chain, or that is older than what the registry knows of its owner: a
// card of someone who was removed does not bring him back.
func MayJoin(ctx context.Context, chain *ledger.Client, trust *evidence.Trust, c *node.Card) error {
	if err := c.Verify(trust, time.Now()); err != nil {
		return err
	}
	_, canonical, err := chain.Confirmed(ctx, c.Block)
	if err != nil {
		return err
	}
	if !canonical {
		return custos.Errorf(custos.Denied, "the card is refused: it names block %d, which is not on this chain: have the newcomer make it anew with a new network file", c.Block.Number)
	}
	before, err := chain.Owners(ctx)
	if err != nil {
		return err
	}
	next := uint16(1)
	for _, o := range before {
		if o.Address == c.Owner.Address {
			next = o.Generation + 1
		}
	}
	if c.Owner.Generation != next {
		return custos.Errorf(custos.Denied, "the card is refused: its node agrees to generation %d of its owner, and his next one is %d: have him make it anew by `custos node init --generation %d`", c.Owner.Generation, next, next)
	}
	head, err := chain.Head(ctx)
	if err != nil {
		return err
	}
	changes, err := chain.Changes(ctx, 0, head.Number)
	if err != nil {
		return err
	}
	for _, ch := range changes {
		switch {
		case ch.Owner != nil && ch.Owner.Address == c.Owner.Address && ch.Block.Number >= c.Block.Number:
			return custos.Errorf(custos.Denied, "the card is refused: it was made before what block %d says of its owner: have him make it anew with a new network file", ch.Block.Number)
		case ch.Principal != nil && ch.Principal.Address == c.Node.Address && ch.Block.Number >= c.Block.Number:
			return custos.Errorf(custos.Denied, "the card is refused: it was made before what block %d says of its node", ch.Block.Number)
		}
	}
	return nil
}
