package cli

import (
	"context"
	"errors"
	"io"

	"custos.dev/custos"
	"custos.dev/custos/fleet"
	"custos.dev/custos/ledger"
	"custos.dev/custos/observe"
	"custos.dev/custos/service"
	"custos.dev/custos/term"

	"github.com/spf13/cobra"
)

func ledgerResolveCommand() *cobra.Command {
	var t target
	c := &cobra.Command{
		Use:   "resolve [BLOCK]",
		Short: "Show where the chain contradicts what owners cosigned, or vote to go on with it",
		Long: `Without an argument: the open alarms about the chain. While there is one, this site's
masters anchor nothing. With the hash of the block that an alarm names: votes for going
on with the chain that holds it. Look at who was told what before: a vote says that the
checkpoint you cosigned is not to be believed, and the one on the chain is.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				site, err := t.load()
				if err != nil {
					return err
				}
				return showContradictions(cmd.Context(), site, cmd.OutOrStdout())
			}
			block, err := custos.ParseHash(args[0])
			if err != nil {
				return custos.Errorf(custos.Invalid, "%q is not a block's hash: `custos ledger resolve` names the block", args[0])
			}
			accept := voting(&t, func(cmd *cobra.Command, _ []string, v *vote) error {
				return v.cast(cmd, func(int) ledger.OwnerChange {
					return ledger.OwnerChange{Kind: ledger.AcceptChain, Subject: block}
				})
			})
			return accept(cmd, args)
		},
	}
	t.flags(c)
	return c
}

// showContradictions prints the alarms about the chain that the site's masters have.
func showContradictions(ctx context.Context, site *service.Site, out io.Writer) error {
	var errs []error
	found := false
	for i := range site.Nodes {
		n := &site.Nodes[i]
		if n.Tier != custos.Fog {
			continue
		}
		alarms, err := fleet.AlarmsOf(ctx, site, n)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		for _, a := range alarms {
			if a.About == observe.AlarmChain {
				found = true
				term.Printf(out, "%s: %s\n", n.Name, a.Reason)
			}
		}
	}
	if err := errors.Join(errs...); err != nil {
		return firstKind(errs, err)
	}
	if !found {
		term.Println(out, "The chain contradicts nothing that this site's owners cosigned.")
		return nil
	}
	term.Println(out)
	term.Println(out, "If the owners agree that the chain is right, each votes by: custos ledger resolve BLOCK")
	return nil
}
