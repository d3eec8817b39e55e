package cli

import (
	"custos.dev/custos"
	"custos.dev/custos/fleet"
	"custos.dev/custos/service"

	"github.com/spf13/cobra"
)

func serveCommand() *cobra.Command {
	var file string
	c := &cobra.Command{
		Use:   "serve NODE/SERVICE",
		Short: "Run one service of a site in this process",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			site, err := service.Load(file)
			if err != nil {
				return err
			}
			if err := site.LoadPorts(); err != nil {
				return err
			}
			return fleet.Serve(cmd.Context(), site, custos.ServiceID(args[0]))
		},
	}
	c.Flags().StringVarP(&file, "config", "c", "site.yaml", "the site `file`")
	return c
}
