package cli

import (
	"custos.dev/custos/fleet"
	"custos.dev/custos/term"

	"github.com/spf13/cobra"
)

func ledgerResendCommand() *cobra.Command {
	var t target
	c := &cobra.Command{
		Use:   "resend",
		Short: "Send again what a reorganisation dropped of this site's owners: revocations, deactivations, rules",
		Long: `Send again what a reorganisation dropped of this site's owners although it had been
confirmed: revocations, deactivations and rules, as the alarm "dropped" names them.
'custos up' does so by itself. An owner who was removed is removed again by votes.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			site, err := t.load()
			if err != nil {
				return err
			}
			n, err := fleet.Resend(cmd.Context(), site, func(line string) { term.Println(cmd.OutOrStdout(), line) })
			if err == nil && n == 0 {
				term.Println(cmd.OutOrStdout(), "Nothing of this site's owners was dropped, or it is on its way already.")
			}
			return err
		},
	}
	t.flags(c)
	return c
}
