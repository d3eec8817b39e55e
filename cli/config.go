package cli

import (
	"errors"

	"custos.dev/custos"
	"custos.dev/custos/fleet"
	"custos.dev/custos/service"
	"custos.dev/custos/term"

	"github.com/spf13/cobra"
)

func configCommand() *cobra.Command {
	c := &cobra.Command{Use: "config", Short: "Look at a site file"}
	c.AddCommand(&cobra.Command{
		Use:   "check [FILE]",
		Short: "Say whether a site file is right, and what it makes",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			file := "site.yaml"
			if len(args) > 0 {
				file = args[0]
			}
			site, err := service.Load(file)
			if err != nil {
				return err
			}
			if err := site.LoadPorts(); err != nil {
				return err
			}
			bad, unwise := fleet.Faults(site)
			if all := append(bad, unwise...); len(all) > 0 {
				return custos.Errorf(custos.Invalid, "%s:\n%w", file, errors.Join(all...))
			}
			term.Printf(cmd.OutOrStdout(), "%s is right: %s, %s, %s, data in %s\n", file, term.Count(len(site.Owners), "owner"), term.Count(len(site.Nodes), "node"), term.Count(len(fleet.Instances(site, "")), "service"), site.Data)
			return nil
		},
	})
	return c
}
