package cli

import (
	"custos.dev/custos/fleet"
	"custos.dev/custos/term"

	"github.com/spf13/cobra"
)

// linkLife is how long a link lets somebody in, once: package console's word, for people.
const linkLife = "ten minutes"

func consoleCommand() *cobra.Command {
	c := &cobra.Command{Use: "console", Short: "The page for people"}
	c.AddCommand(consoleLinkCommand())
	return c
}

func consoleLinkCommand() *cobra.Command {
	var t target
	c := &cobra.Command{
		Use:   "link",
		Short: "Print a new link to the running console, which works once, within " + linkLife,
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			site, err := t.load()
			if err != nil {
				return err
			}
			link, err := fleet.NewConsoleLink(cmd.Context(), site)
			if err != nil {
				return err
			}
			term.Println(cmd.OutOrStdout(), link)
			term.Printf(cmd.ErrOrStderr(), "It works once, within %s.\n", linkLife)
			return nil
		},
	}
	t.siteFlags(c)
	return c
}
