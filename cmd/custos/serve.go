package main

import (
	"custos"
	"custos/service"

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
			s, err := findInstance(site, custos.ServiceID(args[0]))
			if err != nil {
				return err
			}
			return service.Run(cmd.Context(), site, s.id, s.run())
		},
	}
	c.Flags().StringVarP(&file, "config", "c", "site.yaml", "the site `file`")
	return c
}
