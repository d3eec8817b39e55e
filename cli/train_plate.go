package cli

import (
	"os"

	"custos.dev/custos"
	"custos.dev/custos/analyze/plate"
	"custos.dev/custos/analyze/plate/train"
	"custos.dev/custos/service"
	"custos.dev/custos/term"

	"github.com/spf13/cobra"
)

func trainPlateCommand() *cobra.Command {
	var c train.Config
	var to, from string
	cmd := &cobra.Command{
		Use:   "plate FONTS",
		Short: "Teach the reader of plates that needs no network, on lines drawn in the fonts of a directory",
		Long: `Teach the reader of plates that needs no network, on lines that are drawn in the fonts of a directory
and spoiled as cameras spoil them. The same fonts and the same seed give the same file. A site takes
it from its data directory, models/plate.glyphs, in place of the one that Custos brings.`,
		Example: "  custos train plate /usr/share/fonts/truetype -o data/models/plate.glyphs",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			var err error
			if c.Faces, err = train.Faces(args[0]); err != nil {
				return err
			}
			if to == "" {
				return custos.Errorf(custos.Invalid, "say where the network is written: -o FILE")
			}
			if from != "" {
				b, err := os.ReadFile(from)
				if err != nil {
					return custos.Errorf(custos.Invalid, "%w", err)
				}
				if c.From, err = plate.ParseGlyphNet(b); err != nil {
					return err
				}
			}
			out := cmd.OutOrStdout()
			term.Printf(out, "%d fonts\n", len(c.Faces))
			c.Say = func(round int, right float64) {
				term.Printf(out, "round %d: %.2f%% of the letters that it was not taught are right\n", round, 100*right)
			}
			n, err := train.Network(cmd.Context(), c)
			if err != nil {
				return err
			}
			b := n.Marshal()
			if err := service.WriteFile(to, b, os.FileMode(0o644)); err != nil {
				return err
			}
			_, err = term.Printf(out, "%s: %d bytes\n", to, len(b))
			return err
		},
	}
	cmd.Flags().StringVarP(&to, "output", "o", "", "the network's `file`")
	cmd.Flags().Uint64Var(&c.Seed, "seed", 1, "chance begins with this `number`")
	cmd.Flags().IntVar(&c.Lines, "lines", 20_000, "how many lines are drawn")
	cmd.Flags().IntVar(&c.Rounds, "rounds", 4, "how often it goes through them")
	cmd.Flags().IntVar(&c.Batch, "batch", 32, "of how many lines a step follows")
	cmd.Flags().Float64Var(&c.Rate, "rate", .003, "how far a step goes at most")
	cmd.Flags().Float64Var(&c.Spoil, "spoil", 1, "how much pictures are spoiled, up to 1")
	cmd.Flags().StringVar(&from, "from", "", "teach the network of this `file` further")
	return cmd
}
