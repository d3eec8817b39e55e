package cli

import (
	"path/filepath"
	"slices"

	"custos.dev/custos"
	"custos.dev/custos/fleet"
	"custos.dev/custos/fog"
	"custos.dev/custos/service"
	"custos.dev/custos/term"

	"github.com/spf13/cobra"
)

func masterMoveCommand() *cobra.Command {
	var t target
	var to, only string
	c := &cobra.Command{
		Use:   "move",
		Short: "Copy a master's database to a PostgreSQL server, or back into a file, and prove that both say the same",
		Long: `Copies all that a master keeps to an empty database. The site does not run meanwhile: where a
master writes all the same, the command ends with an error, and nothing is lost. Both databases are read
again then: each batch's leaf and each event's commitment are compared, and a digest over all rows
of all tables. The old database stays as it is; remove it when the audit of the new one is through.

Then write the new address into the site file, at the fog ("database: postgres://…"; no such line for
a file), start the site, and run "custos audit".`,
		Example: `  custos master move --to "postgres://custos@db.example/front?sslmode=verify-full&password_file=secrets/db"
  custos master move --to sqlite`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			l, err := openSite(&t)
			if err != nil {
				return err
			}
			n, err := l.onlyFog(custos.NodeName(only))
			if err != nil {
				return err
			}
			dir := l.site.Dir(fleet.MasterOf(n))
			from, address := fog.DatabaseOf(n, dir), filepath.Join(dir, "master.db")
			if to != "sqlite" {
				if address, err = fog.DatabaseAddress(l.site, to); err != nil {
					return custos.Errorf(custos.Invalid, "--to: %w", err)
				}
			}
			if from == address {
				return custos.Errorf(custos.Invalid, "the site file says that the database of %s is there already", n.Name)
			}
			moved, err := fog.MoveDatabase(cmd.Context(), from, address, func(table string, rows int64) {
				term.Printf(cmd.ErrOrStderr(), "%s: %d rows\n", table, rows)
			})
			if err != nil {
				return err
			}
			_, err = term.Printf(cmd.OutOrStdout(), "%s: both databases say the same: %s\n", n.Name, moved)
			return err
		},
	}
	t.siteFlags(c)
	c.Flags().StringVar(&to, "to", "", "the new `address`: postgres://…, or sqlite for a file in the data directory")
	c.Flags().StringVar(&only, "fog", "", "the `node` whose master's database moves; needed where the site has several")
	_ = c.MarkFlagRequired("to")
	return c
}

// onlyFog returns the fog of a name, the only one for "".
func (l *link) onlyFog(name custos.NodeName) (*service.Node, error) {
	fogs := l.fogs()
	if name == "" && len(fogs) == 1 {
		return fogs[0], nil
	}
	i := slices.IndexFunc(fogs, func(n *service.Node) bool { return n.Name == name })
	if i < 0 {
		return nil, custos.Errorf(custos.NotFound, "the site has %d fog nodes and none of the name %q: name one by --fog", len(fogs), name)
	}
	return fogs[i], nil
}
