package cli

import (
	"strings"

	"custos.dev/custos/eval"
	"custos.dev/custos/service"
	"custos.dev/custos/term"

	"github.com/spf13/cobra"
)

func trainAudioCommand() *cobra.Command {
	var seed uint64
	var file string
	c := &cobra.Command{
		Use:   "audio DIR",
		Short: "Learn classes of sound from clips",
		Long: `Learn classes of sound from clips, for the audio service. DIR holds a folder for each class, of
sound files of any kind that ffmpeg reads; of each, five seconds at a time are learned. A folder
called "other" holds what is none of the others: it is learned and never reported. The same clips
and seed make the same weights, with the same versions of Custos and ffmpeg on one architecture.
The site file names the weights by audio.weights.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			w, err := eval.TrainAudio(cmd.Context(), args[0], seed, cmd.ErrOrStderr())
			if err != nil {
				return err
			}
			b, err := w.Marshal()
			if err != nil {
				return err
			}
			if err := service.WriteFile(file, b, 0o644); err != nil {
				return err
			}
			term.Printf(cmd.OutOrStdout(), "%s: %s, %d bytes; knows %s\n", file, w.Name(), len(b), strings.Join(w.Classes(), ", "))
			return nil
		},
	}
	c.Flags().Uint64Var(&seed, "seed", 1, "the `number` by which chance begins")
	c.Flags().StringVarP(&file, "output", "o", "", "the weights' `file`")
	_ = c.MarkFlagRequired("output")
	return c
}
