package cli

import (
	"custos.dev/custos/eval"
	"custos.dev/custos/figures"

	"github.com/spf13/cobra"
)

func evalPlateCommand() *cobra.Command {
	var e eval.Plates
	c := &cobra.Command{
		Use:   "plate",
		Short: "Measure how well licence plates are found and read",
		Long: `Measure how well licence plates are found and read in pictures of cars. The data directory holds
plates/REGION (eu, us, or a country's code) with a text beside each picture: its file's name, where the
plate is (left, top, width, height) and what it says. Rows that begin with plate-plain are of the
reader that needs no network. What is missing is skipped, with a sentence.`,
	}
	c.Flags().StringVar(&e.Dir, "data-dir", "", "the `directory` with pictures")
	c.Flags().StringVar(&e.Models, "models", "", "the `directory` of a site's networks (default: the user's cache, where custos models fetch keeps them)")
	_ = c.MarkFlagRequired("data-dir")
	return measuring(c, func(cmd *cobra.Command) (_ *figures.Result, err error) {
		if e.Models, err = storeOr(e.Models); err != nil {
			return nil, err
		}
		return e.Run(cmd.Context(), cmd.ErrOrStderr())
	})
}
