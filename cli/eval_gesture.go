package cli

import (
	"custos.dev/custos/eval"
	"custos.dev/custos/figures"

	"github.com/spf13/cobra"
)

func evalGestureCommand() *cobra.Command {
	var e eval.Gestures
	c := &cobra.Command{
		Use:   "gesture",
		Short: "Measure how well gestures and postures are told",
		Long: `Measure how well gestures and postures are told: by poses of a network, by outlines, and by points
with noise, on figures that are drawn from seeds on which nothing was chosen. A stretch counts if
half of it, and of what was told, is in common (tIoU 0.5).

The data directory may have gestures/NAME.txt beside footage of the same name, of one person: a
line for each gesture, FROM UNTIL GESTURE, in seconds (hands_up, wave, point, crouch, lie, fight),
and a line "box X Y W H" in fractions of the picture if he stays in a part of it. What is missing
is skipped, with a sentence.`,
	}
	c.Flags().StringVar(&e.Dir, "data-dir", "", "the `directory` with clips")
	c.Flags().StringVar(&e.Models, "models", "", "the `directory` of a site's networks (default: the user's cache, where custos models fetch keeps them)")
	c.Flags().IntVar(&e.Clips, "clips", 60, "how `many` clips are drawn, of two gestures each")
	c.Flags().Uint64Var(&e.From, "seed", eval.HeldOut, "the `number` of the first one's seed; thresholds were chosen on those from 1 to 999")
	c.Flags().BoolVar(&e.Verbose, "verbose", false, "say of each clip what is true, and what was told")
	_ = c.MarkFlagRequired("data-dir")
	return measuring(c, func(cmd *cobra.Command) (_ *figures.Result, err error) {
		if e.Models, err = storeOr(e.Models); err != nil {
			return nil, err
		}
		return e.Run(cmd.Context(), cmd.ErrOrStderr())
	})
}
