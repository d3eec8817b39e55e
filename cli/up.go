package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"

	"custos.dev/custos"
	"custos.dev/custos/fleet"
	"custos.dev/custos/service"
	"custos.dev/custos/term"

	"github.com/spf13/cobra"
)

func upCommand() *cobra.Command {
	var file, data string
	var only string
	var verbose bool
	c := &cobra.Command{
		Use:   "up",
		Short: "Run every service of a site, each as its own process",
		Long: `Run every service of a site, each as its own process, until it is told to end. Warnings
and errors of the services are shown; everything that they and the programs in them say
goes to log/up.log in the data directory.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			site, err := service.Load(file)
			if _, missing := os.Stat(file); err != nil && errors.Is(missing, os.ErrNotExist) {
				return custos.Errorf(custos.NotFound, "there is no site file %s: write one by `custos init URL`, or name yours by -c", file)
			}
			if err != nil {
				return err
			}
			if data != "" {
				if site.Data, err = filepath.Abs(data); err != nil {
					return err
				}
			}
			// Before anything runs: a service that refuses would only be started again.
			if err := fleet.Check(site, cmd.ErrOrStderr()); err != nil {
				return err
			}
			log, err := fleet.OpenLog(filepath.Join(site.Data, "log", "up.log"))
			if err != nil {
				return err
			}
			defer log.Close()
			u := &fleet.Up{Site: site, Only: custos.NodeName(only), Out: log, People: fleet.NewTeller(cmd.ErrOrStderr())}
			if verbose {
				u.Out = io.MultiWriter(log, cmd.ErrOrStderr())
				u.People = nil
			}
			term.Printf(cmd.OutOrStdout(), "%s: starting %s; log: %s\n", site.Name, term.Count(len(fleet.Instances(site, u.Only)), "service"), log.Path)
			return u.Run(cmd.Context(), func(ctx context.Context) error {
				fleet.PrintWelcome(cmd.OutOrStdout(), site)
				return nil
			})
		},
	}
	c.Flags().StringVarP(&file, "config", "c", "site.yaml", "the site `file`")
	c.Flags().StringVar(&data, "data", "", "the data `directory`, instead of the file's")
	c.Flags().StringVar(&only, "node", "", "run the services of this `node` only")
	c.Flags().BoolVar(&verbose, "verbose", false, "show on the terminal, too, everything that goes to the log")
	return c
}
