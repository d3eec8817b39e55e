package cli

import (
	"bufio"
	"errors"
	"io"
	"os"
	"strings"

	"custos.dev/custos"
	"custos.dev/custos/fleet"
	"custos.dev/custos/term"

	"github.com/spf13/cobra"
)

func networkMoveCommand() *cobra.Command {
	var t target
	var prepare, yes bool
	c := &cobra.Command{
		Use:   "move FILE",
		Short: "Go on with the contracts that the owners moved to",
		Long: `Shows what has to be done so that this site's part of the contracts holds in those that
the owners moved to, does it, and has the site's services go on there. Whoever keeps his
key himself must agree anew to be registered, and only he can pass a right on again: both
are listed. Evidence of before stays valid by the new trust file.

With --prepare the part of the site is carried over before the vote is decided, so that
the move itself takes no longer than it takes the services to begin again. It can be run
any number of times: it does what is missing.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			l, err := openSite(&t)
			if err != nil {
				return err
			}
			d, err := fleet.ReadDeployment(args[0], l.trust)
			if err != nil {
				return err
			}
			if d.Contracts.Registry == l.trust.Contracts.Registry.Address {
				term.Printf(cmd.OutOrStdout(), "%s has moved already\n", l.site.Name)
				return nil
			}
			m := fleet.Move{Site: l.site, Trust: l.trust, As: custos.OwnerName(t.as), File: args[0], Prepare: prepare, Out: cmd.OutOrStdout()}
			if m.Here, err = l.ledger(ctx); err != nil {
				return fleet.WhyNot(ctx, l.site, err)
			}
			defer m.Here.Close()
			if !yes {
				m.Confirm = func() error { return confirmed(cmd) }
			}
			return m.Run(ctx, d)
		},
	}
	t.flags(c)
	c.Flags().BoolVar(&prepare, "prepare", false, "carry the site's part over, and do not go on there yet")
	c.Flags().BoolVar(&yes, "yes", false, "do not ask")
	c.SetIn(os.Stdin)
	return c
}

// confirmed asks on standard input whether to sign.
func confirmed(cmd *cobra.Command) error {
	term.Printf(cmd.OutOrStdout(), "\nSign and send? Write yes: ")
	line, err := bufio.NewReader(cmd.InOrStdin()).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if strings.TrimSpace(line) != "yes" {
		return custos.Errorf(custos.Denied, "nothing was sent")
	}
	return nil
}
