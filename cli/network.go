package cli

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"

	"custos.dev/custos"
	"custos.dev/custos/fleet"
	"custos.dev/custos/ledger"
	"custos.dev/custos/term"

	"github.com/spf13/cobra"
)

func networkCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "network",
		Short: "Move all owners to new contracts on the same chain",
		Long: `Nobody can change the contracts. Owners who want others, of a later version of this
program, move to a new deployment by their votes (docs/network.md):

  an owner       custos network deploy -o new.json   puts the contracts on the chain once more
  m owners       custos network vote new.json        each checks them, and votes
  every owner    custos network move new.json        carries his part over, and goes on there`,
	}
	c.AddCommand(networkDeployCommand(), networkVoteCommand(), networkMoveCommand())
	return c
}

func networkDeployCommand() *cobra.Command {
	var t target
	var out string
	c := &cobra.Command{
		Use:   "deploy",
		Short: "Put the contracts of this program on the chain once more, for the owners to move to",
		Long: `Puts the contracts on the chain, with the owners and the threshold as they are now, and
writes what names them to a file for the other owners. It holds no secret and decides
nothing: each owner's vote checks what stands on the chain.`,
		Args: cobra.NoArgs,
		RunE: voting(&t, func(cmd *cobra.Command, _ []string, v *vote) error {
			ctx := cmd.Context()
			if err := fleet.StillHere(ctx, v.chain); err != nil {
				return err
			}
			d, err := v.chain.Redeploy(ctx, v.voters[0])
			if err != nil {
				return err
			}
			if _, err := v.chain.CheckSuccessor(ctx, d.Contracts, 0); err != nil {
				return err
			}
			text, err := json.MarshalIndent(d, "", "  ")
			if err != nil {
				return err
			}
			if err := writeWhole(out, func(f *os.File) error { _, err := f.Write(append(text, '\n')); return err }); err != nil {
				return err
			}
			w := cmd.OutOrStdout()
			showDeployment(w, d)
			term.Printf(w, `
  %s names it. Give it to the other owners. Each of them who is for moving compares
  the name with you by another way, and runs
    custos network vote %s
`, out, filepath.Base(out))
			return nil
		}),
	}
	t.flags(c)
	c.Flags().StringVarP(&out, "output", "o", "deployment.json", "write what names the contracts to this `file`")
	return c
}

func networkVoteCommand() *cobra.Command {
	var t target
	c := &cobra.Command{
		Use:   "vote FILE",
		Short: "Check a new deployment, and vote for moving to it",
		Long: `Checks on the chain that the contracts are those of this program, made with the owners
and the threshold as they are now and untouched since, shows their name, and votes for
moving to them. The last vote that is needed closes the registry of now: from then on
every owner runs "custos network move".`,
		Args: cobra.ExactArgs(1),
		RunE: voting(&t, func(cmd *cobra.Command, args []string, v *vote) error {
			ctx := cmd.Context()
			if err := fleet.StillHere(ctx, v.chain); err != nil {
				return err
			}
			d, err := fleet.ReadDeployment(args[0], v.trust)
			if err != nil {
				return err
			}
			if _, err := v.chain.CheckSuccessor(ctx, d.Contracts, 0); err != nil {
				return err
			}
			showDeployment(cmd.OutOrStdout(), d)
			term.Printf(cmd.OutOrStdout(), "owners        the same, by the same keys; checked on the chain\n\n")
			return v.cast(cmd, func(int) ledger.OwnerChange {
				return ledger.OwnerChange{Kind: ledger.HandOver, Owner: custos.Owner{Address: d.Contracts.Registry}, Subject: d.Name()}
			})
		}),
	}
	t.flags(c)
	return c
}

func showDeployment(w io.Writer, d *ledger.Deployment) {
	term.Printf(w, "deployment    %s\nchain         %d, which began with block %s\nregistry      %s\ncapabilities  %s\nanchors       %s\nin block      %d\n",
		d.Name(), d.ChainID, d.Genesis, d.Contracts.Registry, d.Contracts.Capabilities, d.Contracts.Anchors, d.Block.Number)
}
