package main

import (
	"os"

	"github.com/spf13/cobra"
)

func networkMoveCommand() *cobra.Command {
	var m mover
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
			m.cmd, m.file = cmd, args[0]
			return m.run(cmd.Context())
		},
	}
	m.flags(c)
	c.Flags().BoolVar(&m.prepare, "prepare", false, "carry the site's part over, and do not go on there yet")
	c.Flags().BoolVar(&m.yes, "yes", false, "do not ask")
	c.SetIn(os.Stdin)
	return c
}
