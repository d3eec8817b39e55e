package main

import (
	"custos"

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
