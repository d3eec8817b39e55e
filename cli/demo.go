package cli

import (
	"path/filepath"
	"time"

	"custos.dev/custos/demo"

	"github.com/spf13/cobra"
)

func demoCommand() *cobra.Command {
	d := &demo.Campus{}
	var data string
	c := &cobra.Command{
		Use:   "demo",
		Short: "Run the paper's campus in small, on real footage",
		Long: `Two owners who do not trust each other, each with a fog, a miner and two
cameras; a cloud principal who may see the whole campus; and the police, who ask
for the front door, are granted it for a while, watch, and lose it again.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var err error
			if d.Data, err = filepath.Abs(data); err != nil {
				return err
			}
			d.Out = cmd.OutOrStdout()
			return d.Run(cmd.Context())
		},
	}
	c.Flags().BoolVar(&d.Once, "once", false, "play the footage once, verify everything, and end")
	c.Flags().StringVar(&d.ReportFile, "report", "", "write a report in JSON to this `file`")
	c.Flags().StringVar(&data, "data", "data/demo", "the data `directory`")
	c.Flags().DurationVar(&d.AnchorEvery, "anchor-every", 5*time.Second, "the least time between two anchors")
	return c
}
