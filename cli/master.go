package cli

import "github.com/spf13/cobra"

func masterCommand() *cobra.Command {
	c := &cobra.Command{Use: "master", Short: "Look after a fog's master: move its database, recover what it lost"}
	c.AddCommand(masterMoveCommand(), masterRecoverCommand())
	return c
}
