package cli

import "github.com/spf13/cobra"

func trainCommand() *cobra.Command {
	c := &cobra.Command{Use: "train", Short: "Make weights for analyzers from examples"}
	c.AddCommand(trainAudioCommand(), trainPlateCommand())
	return c
}
