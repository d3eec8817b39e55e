package cli

import (
	"custos.dev/custos/eval"
	"custos.dev/custos/figures"

	"github.com/spf13/cobra"
)

func evalFaceCommand() *cobra.Command {
	var e eval.Faces
	c := &cobra.Command{
		Use:   "face",
		Short: "Measure how well faces are found and told apart, by networks and without",
		Long: `Measure how well faces are found and told apart, by the networks for faces that are there and
without any (rows that end in -plain). The data directory holds faces/att_faces, with a directory
of pictures for each person, and may hold networks in models; --models names more. What is missing
is skipped, with a sentence. docs/accuracy.md says what the rows mean.`,
	}
	c.Flags().StringVar(&e.Dir, "data-dir", "", "the `directory` with pictures and networks")
	c.Flags().StringVar(&e.Models, "models", "", "a `directory` with more networks (default: the user's cache, where custos models fetch keeps them)")
	_ = c.MarkFlagRequired("data-dir")
	return measuring(c, func(cmd *cobra.Command) (_ *figures.Result, err error) {
		if e.Models, err = storeOr(e.Models); err != nil {
			return nil, err
		}
		return e.Run(cmd.Context(), cmd.ErrOrStderr())
	})
}
