package cli

import (
	"time"

	"custos.dev/custos"
	"custos.dev/custos/benches"
	"custos.dev/custos/figures"

	"github.com/spf13/cobra"
)

func benchMirrorCommand() *cobra.Command {
	m := &benches.Mirror{}
	c := &cobra.Command{
		Use:   "mirror",
		Short: "Measure how another owner's master mirrors a log: catching up, and how far it is behind",
		Long: `A master commits events to a log and a database on disk, and gives both over TLS; another
owner's, in the same process, mirrors them. An event counts as mirrored when its leaf is checked
against the log's signed tree, its sealed body against its batch, and both are synced to disk.

mirror-per-second is a mirror that begins with nothing. Beside it two peers move bytes and check
nothing: the same answers copied over HTTP to a file, and the tiles of the leaves, without bodies,
fetched by Tessera's own client. mirror-lag-p50 and mirror-lag-p99 are from an event's
acknowledgement until it is mirrored, while --rate events a second are committed in batches of ten.
Data goes below the directory for temporary files: set TMPDIR to the disk that is to be measured.`,
	}
	c.Flags().IntVar(&m.Services, "services", 8, "how many services commit at once")
	c.Flags().IntVar(&m.Batch, "batch", 16, "how many events a batch has, 512 at most")
	c.Flags().IntVar(&m.Events, "events", 200_000, "how many events a mirror catches up with")
	c.Flags().IntVar(&m.Rate, "rate", 1000, "how many events a second are committed while the lag is measured")
	c.Flags().DurationVar(&m.For, "for", 30*time.Second, "for how long the lag is measured")
	return measuring(c, func(cmd *cobra.Command) (*figures.Result, error) {
		if m.Services < 1 || m.Services > 32 || m.Batch < 1 || m.Batch > 512 || m.Events < m.Services*m.Batch || m.Rate < 10 || m.For < time.Second {
			return nil, custos.Errorf(custos.Invalid, "--services must be 1 to 32, --batch 1 to 512, --events at least their product, --rate 10 and --for 1s or more")
		}
		return m.Run(cmd.Context())
	})
}
