package cli

import (
	"custos.dev/custos"
	"custos.dev/custos/fleet"
	"custos.dev/custos/term"

	"github.com/spf13/cobra"
)

func nodeRotateCommand() *cobra.Command {
	var t target
	c := &cobra.Command{
		Use:   "rotate NODE",
		Short: "Give one of this site's nodes a new TLS key",
		Long: `Makes the key, has the owner put it into the registry, and lets the node's running
services begin again with it. Other owners' nodes take the new key from the block that
holds it on. What was proved by the old key at an earlier block stays proved.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return rotate(cmd, &t, custos.NodeName(args[0]))
		},
	}
	t.siteFlags(c)
	return c
}

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
	spki, r, err := fleet.RotateKey(ctx, l.site, chain, n, owner, account.Address())
	if err != nil {
		return err
	}
	term.Printf(cmd.OutOrStdout(), "%s has the TLS key %s from block %d on\n", name, spki, r.Block.Number)
	again, err := fleet.Restart(ctx, l.site, name)
	if err != nil {
		return err
	}
	if again > 0 {
		term.Printf(cmd.OutOrStdout(), "%d of its services begin again with it\n", again)
	}
	return nil
}
