package cli

import (
	"custos.dev/custos/benches"
	"custos.dev/custos/figures"

	"github.com/spf13/cobra"
)

func benchRecordsCommand() *cobra.Command {
	var r benches.Records
	c := &cobra.Command{
		Use:   "records",
		Short: "Fill a master's database with a month of events, and ask it as on the first day",
		Long: `The database is filled as fast as it goes with the events of so many days, each with the clock of
its day, and asked what people ask: the newest events, those of a camera in an hour, of a kind,
tracks, the access log; after the first day and after the last.`,
	}
	c.Flags().IntVar(&r.Events, "events", 10_000_000, "how many events in all")
	c.Flags().IntVar(&r.Days, "days", 30, "over how many days")
	c.Flags().IntVar(&r.Cameras, "cameras", 16, "of how many cameras")
	c.Flags().StringVar(&r.Dir, "keep", "", "the `directory` where the databases stay; filled ones are only asked")
	return measuring(c, func(cmd *cobra.Command) (*figures.Result, error) {
		r.Notes = cmd.ErrOrStderr()
		return r.Run(cmd.Context())
	})
}
