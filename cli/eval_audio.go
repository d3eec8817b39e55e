package cli

import (
	"custos.dev/custos/eval"
	"custos.dev/custos/figures"

	"github.com/spf13/cobra"
)

func evalAudioCommand() *cobra.Command {
	var a eval.Audio
	c := &cobra.Command{
		Use:   "audio",
		Short: "Measure classes of sound and the finding of impulses",
		Long: `Measure classes of sound by cross-validation over the folds of clips, and how many impulses are
found in backgrounds that are made here and by the clips. The data directory holds audio/ESC-10, a
folder for each class; without it, that part is skipped, with a sentence.`,
	}
	c.Flags().StringVar(&a.Dir, "data-dir", "", "the `directory` with the clips")
	c.Flags().StringVar(&a.Weights, "weights", "", "ask this `file` of weights about all clips, in place of a cross-validation")
	c.Flags().Uint64Var(&a.Seed, "seed", 1, "the `number` by which chance begins")
	_ = c.MarkFlagRequired("data-dir")
	return measuring(c, func(cmd *cobra.Command) (*figures.Result, error) { return a.Run(cmd.Context(), cmd.ErrOrStderr()) })
}
