package fleet

import (
	"context"
	"fmt"
	"io"
	"math/big"
	"os"

	"custos.dev/custos"
	"custos.dev/custos/access"
	"custos.dev/custos/ledger"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/node"
	"custos.dev/custos/service"
	"custos.dev/custos/term"
)

// Deploy founds a site on an Ethereum chain that exists: it puts the contracts there, with
// the site file's owners in them, writes the trust file, and gives each account of the site
// so many wei where gas costs. The payer pays for it and has no right.
func Deploy(ctx context.Context, site *service.Site, payer *key.Key, wei *big.Int, out io.Writer) error {
	if ledger.SettingsOf(site).Endpoint == "" {
		return custos.Errorf(custos.Invalid, "the site file names no ledger.endpoint: the own miner's chain begins with the contracts, there is nothing to deploy")
	}
	if _, err := node.LoadTrust(site); custos.KindOf(err) != custos.NotFound {
		return custos.Errorf(custos.Conflict, "%s holds a site already: its trust file says where its contracts stand", site.Data)
	}
	engine, err := ledger.EngineNamed(ledger.SettingsOf(site).Engine)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(site.Data, 0o700); err != nil {
		return err
	}
	owners, err := foundingOwners(site)
	if err != nil {
		return err
	}
	cfg := ledger.Config{Endpoint: ledger.SettingsOf(site).Endpoint, ChainID: ledger.SettingsOf(site).ChainID, Confirmations: uint64(ledger.SettingsOf(site).Confirmations), Engine: engine}
	d, err := ledger.Deploy(ctx, cfg, payer, ledger.GenesisConfig{Owners: owners, Threshold: ledger.SettingsOf(site).Threshold})
	if err != nil {
		return err
	}
	term.Printf(out, "chain         %d (%s), which began with block %s\nregistry      %s\ncapabilities  %s\nanchors       %s\nin block      %d\n",
		cfg.ChainID, engine.Name, d.Genesis, d.Contracts.Registry, d.Contracts.Capabilities, d.Contracts.Anchors, d.Block.Number)
	if _, err = found(site, owners, engine, d); err != nil || !engine.Pays() {
		return err
	}
	cfg.Contracts = d.Contracts
	if err := fundSite(ctx, cfg, site, payer, wei, out); err != nil {
		return custos.Errorf(custos.KindOf(err), "the contracts stand and the trust file is written, but not every account has funds: give them some before `custos up`: %w", err)
	}
	return nil
}

// fundSite pays to every account of the site that transacts: owners, fogs' nodes, and
// principals, whose keys are made if there are none.
func fundSite(ctx context.Context, cfg ledger.Config, site *service.Site, payer *key.Key, wei *big.Int, out io.Writer) error {
	c, err := ledger.Dial(ctx, cfg)
	if err != nil {
		return err
	}
	defer c.Close()
	files, accounts := map[string]string{}, map[string]custos.Address{}
	for _, o := range site.Owners {
		files["owner "+string(o.Name)] = OwnerKey(site, o.Name)
	}
	for _, n := range site.Nodes {
		files["node "+string(n.Name)] = node.NodeKey(site, n.Name)
	}
	for _, p := range access.Principals.Get(site) {
		if accounts["principal "+p.Name] = p.Address; p.Address.IsZero() {
			files["principal "+p.Name] = PrincipalKey(site, p.Name)
		}
	}
	for who, file := range files {
		k, err := key.LoadOrCreate(file)
		if err != nil {
			return err
		}
		accounts[who] = k.Address()
	}
	for who, a := range accounts {
		if _, err := c.Fund(ctx, payer, a, wei); err != nil {
			return fmt.Errorf("pay to %s: %w", who, err)
		}
		term.Printf(out, "%s wei to   %s (%s)\n", wei, a, who)
	}
	return nil
}
