package cli

import (
	"custos.dev/custos/benches"
	"custos.dev/custos/figures"

	"github.com/spf13/cobra"
)

func benchSiteCommand() *cobra.Command {
	var s benches.Site
	c := &cobra.Command{
		Use:   "site",
		Short: "Run a fog and an edge with many cameras, and say where CPU, memory and disk go",
		Long: `Recorded footage is played in a loop, in its own time, to an edge with so many cameras, and
goes through every service as on a real site. After half a minute, what each kind of service
uses is measured for so many minutes, and said for a day and a year. ffmpeg, which decodes,
stands apart, and the cameras are played by this process, which does not count.`,
	}
	c.Flags().IntVar(&s.Cameras, "cameras", 16, "how many cameras the edge has")
	c.Flags().IntVar(&s.Minutes, "minutes", 5, "how long it is measured")
	return measuring(c, func(cmd *cobra.Command) (*figures.Result, error) {
		s.Notes = cmd.ErrOrStderr()
		return s.Run(cmd.Context())
	})
}
