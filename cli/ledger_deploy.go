package cli

import (
	"math/big"

	"custos.dev/custos"
	"custos.dev/custos/fleet"
	"custos.dev/custos/ledger/key"

	"github.com/spf13/cobra"
)

func ledgerDeployCommand() *cobra.Command {
	var t target
	var payer, fund string
	c := &cobra.Command{
		Use:   "deploy",
		Short: "Put the contracts on a chain that exists, for a site with ledger.endpoint",
		Long: `Founds a site on an Ethereum chain that exists: puts the contracts on it, with the site
file's owners in them, and writes the trust file, which names the chain's first block,
the contracts' addresses and the hashes of their code. Whoever pays has no right in the
contracts; a key is made if the file is not there, and has to be given funds. On a chain where gas costs, every account of the site that transacts is given
--fund; give the others their own.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			site, err := t.load()
			if err != nil {
				return err
			}
			k, err := key.LoadOrCreate(payer)
			if err != nil {
				return custos.Errorf(custos.Invalid, "--payer: %w", err)
			}
			wei, ok := new(big.Int).SetString(fund, 10)
			if !ok || wei.Sign() < 0 {
				return custos.Errorf(custos.Invalid, "--fund %q is not an amount: give wei, in decimal", fund)
			}
			return fleet.Deploy(cmd.Context(), site, k, wei, cmd.OutOrStdout())
		},
	}
	t.siteFlags(c)
	c.Flags().StringVar(&payer, "payer", "", "the key `file` of an account that pays for the deployment")
	c.Flags().StringVar(&fund, "fund", "100000000000000000", "how many `wei` each account of the site gets, if gas costs")
	_ = c.MarkFlagRequired("payer")
	return c
}
