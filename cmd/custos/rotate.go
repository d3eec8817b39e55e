package main

import (
	"os"
	"path/filepath"

	"custos"
	"custos/service"
	"custos/term"

	"github.com/spf13/cobra"
)

// rotate replaces a node's TLS key. A crash between its steps leaves a key that the
// registry has and the node does not use, or the other way round: done again it ends
// with a new one that both have.
func rotate(cmd *cobra.Command, t *target, name custos.NodeName) error {
	ctx := cmd.Context()
	l, err := openSite(t)
	if err != nil {
		return err
	}
	n, ok := l.site.Node(name)
	if !ok {
		return custos.Errorf(custos.NotFound, "the site has no node %q", name)
	}
	owner, err := l.signerFor(string(n.Owner))
	if err != nil {
		return err
	}
	account, err := l.signerFor(string(name))
	if err != nil {
		return err
	}
	chain, err := l.ledger(ctx)
	if err != nil {
		return err
	}
	defer chain.Close()
	dir := l.site.NodeDir(name)
	next, err := os.MkdirTemp(dir, ".rotate-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(next)
	_, spki, err := service.TLSIdentity(next, name)
	if err != nil {
		return err
	}
	r, err := chain.UpdateNode(ctx, owner, account.Address(), spki, endpointsOf(n))
	if err != nil {
		return err
	}
	if err := os.Rename(filepath.Join(next, "tls.key"), filepath.Join(dir, "tls.key")); err != nil {
		return err
	}
	if err := writePins(l.site); err != nil {
		return err
	}
	term.Printf(cmd.OutOrStdout(), "%s has the TLS key %s from block %d on\n", name, spki, r.Block.Number)
	again, err := restart(ctx, l.site, name)
	if err != nil {
		return err
	}
	if again > 0 {
		term.Printf(cmd.OutOrStdout(), "%d of its services begin again with it\n", again)
	}
	return nil
}
