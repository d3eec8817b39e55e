package main

import (
	"custos"
	"custos/analyze"
	"custos/edge"
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

func configCommand() *cobra.Command {
	c := &cobra.Command{Use: "config", Short: "Look at a site file"}
	c.AddCommand(&cobra.Command{
		Use:   "check FILE",
		Short: "Say whether a site file is right, and what it makes",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			site, err := service.Load(args[0])
			if err != nil {
				return err
			}
			if err := checkSite(site); err != nil {
				return err
			}
			cmd.Printf("%s is right: %d owners, %d nodes, %d services, data in %s\n", args[0], len(site.Owners), len(site.Nodes), len(instances(site, "")), site.Data)
			return nil
		},
	})
	return c
}

// checkSite says what is wrong with what a site's cameras are, and are to look for.
func checkSite(site *service.Site) error {
	if err := edge.Check(site); err != nil {
		return err
	}
	return analyze.Check(site)
}
