package main

import (
	"errors"
	"io"

	"custos"
	"custos/analyze/host"
	"custos/edge"
	"custos/service"

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
			bad, unwise := faults(site)
			if all := append(bad, unwise...); len(all) > 0 {
				return custos.Errorf(custos.Invalid, "%s:\n%w", file, errors.Join(all...))
			}
			printf(cmd.OutOrStdout(), "%s is right: %s, %s, %s, data in %s\n", file, count(len(site.Owners), "owner"), count(len(site.Nodes), "node"), count(len(instances(site, "")), "service"), site.Data)
			return nil
		},
	})
	return c
}

// faults lists what is wrong with a site's cameras, with what they are to look for and
// with the files that it names: what cannot run, and what runs and should be changed.
func faults(site *service.Site) (bad, unwise []error) {
	for _, p := range site.Check() {
		if p.Runs {
			unwise = append(unwise, errors.New(p.Text))
		} else {
			bad = append(bad, errors.New(p.Text))
		}
	}
	for _, err := range []error{edge.Check(site), host.Check(site, isService)} {
		if err != nil {
			bad = append(bad, err)
		}
	}
	return bad, unwise
}

// checkSite refuses a site that cannot run, and warns of what should be changed in it.
func checkSite(site *service.Site, warn io.Writer) error {
	bad, unwise := faults(site)
	for _, err := range unwise {
		printLine(warn, "  warning  ", err)
	}
	if len(bad) == 0 {
		return nil
	}
	return custos.Errorf(custos.Invalid, "%s:\n%w", site.Path(), errors.Join(bad...))
}
