package cli

import (
	"strconv"

	"custos.dev/custos"
	"custos.dev/custos/benches"
	"custos.dev/custos/figures"

	"github.com/spf13/cobra"
)

func benchMasterCommand() *cobra.Command {
	m := &benches.Master{}
	c := &cobra.Command{
		Use:   "master",
		Short: "Measure how much a master commits, and what that and its watchers cost it",
		Long: `Services with keys of their own commit batches of events through a master's committer,
each its next batch when the one before is acknowledged. An event counts as committed when
its batch is acknowledged: by then it is checked, and synced to disk in the database and in
the log. commit-p50 and commit-p99 are from the call until the acknowledgement of a batch,
commit-cpu is all that this process used meanwhile, for each event. commit-alone-cpu is a
batch of one event that comes alone, commit-bus-cpu an event with what the bus adds to it:
opened from its sealed channel and read from JSON.

viewer-cpu is what each of --watchers takes of a core who asks for status and cameras every
2 s and listens to the stream, while 40 batches of 2 events a second are committed: requests
are signed, answers go over TLS, and the watchers' own process does not count.

Beside it the peers do a part of the same work: Tessera alone adds the events as leaves, SQLite
alone inserts rows of plain columns with three indexes, synced batch by batch, and PostgreSQL
alone takes them by COPY, if its programs are installed (a server of its own, on a socket in a
directory that is removed). Data goes below the directory for temporary files: set TMPDIR to
the disk that is to be measured.

With --database postgres the master has such a server, too, and commit-server-cpu is what that
takes of a processor from its start to its end, for each event; failover is from the kill of a server
with a stand-by, which is promoted at once, until the next batch is acknowledged there. With --questions N nothing of
this is measured, but how long SQLite and PostgreSQL with N events take to answer what people
ask: query-p99 is that of the slowest question, of the database that --database names.`,
	}
	c.Flags().IntVar(&m.Services, "services", 8, "how many services commit at once")
	c.Flags().IntVar(&m.Batch, "batch", 256, "how many events a batch has, 512 at most")
	c.Flags().IntVar(&m.Events, "events", 204_800, "how many events are committed in all")
	c.Flags().IntVar(&m.Watchers, "watchers", 100, "how many watch at once")
	c.Flags().StringVar(&m.Database, "database", "sqlite", "the master's database: sqlite or postgres")
	c.Flags().IntVar(&m.Questions, "questions", 0, "ask databases of so many events, and measure nothing else")
	return measuring(c, func(cmd *cobra.Command) (*figures.Result, error) {
		if m.Services < 1 || m.Services > 32 || m.Batch < 1 || m.Batch > 512 || m.Events < m.Services*m.Batch || m.Watchers < 1 {
			return nil, custos.Errorf(custos.Invalid, "--services must be 1 to 32, --batch 1 to 512, --events at least their product, --watchers above 0")
		}
		if m.Database != "sqlite" && m.Database != "postgres" || m.Questions < 0 || m.Questions > 0 && m.Questions < 10_000 {
			return nil, custos.Errorf(custos.Invalid, "--database must be sqlite or postgres, --questions at least 10000")
		}
		m.Notes = cmd.ErrOrStderr()
		return m.Run(cmd.Context())
	})
}

// benchMasterWatchersCommand are the watchers in a process of their own. It is for bench master.
func benchMasterWatchersCommand() *cobra.Command {
	return &cobra.Command{
		Use: "master-watchers ADDR PIN KEY COUNT", Short: "Watch a master that is measured",
		Hidden: true, Args: cobra.ExactArgs(4),
		RunE: func(cmd *cobra.Command, args []string) error {
			w := &benches.Watchers{Addr: args[0], Key: args[2]}
			var err error
			if w.Pin, err = custos.ParseHash(args[1]); err != nil {
				return err
			}
			if w.Count, err = strconv.Atoi(args[3]); err != nil {
				return err
			}
			return w.Run(cmd.Context())
		},
	}
}
