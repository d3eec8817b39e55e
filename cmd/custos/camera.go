package main

import (
	"fmt"
	"log/slog"
	"os"

	"custos/edge/rtspsim"

	"github.com/spf13/cobra"
)

func cameraCommand() *cobra.Command {
	c := &cobra.Command{Use: "camera", Short: "Work with cameras"}
	c.AddCommand(probeCommand(), simulateCommand())
	return c
}

func simulateCommand() *cobra.Command {
	var listen string
	var loop bool
	var fps float64
	c := &cobra.Command{
		Use:   "simulate FILE",
		Short: "Serve an H.264 file as an RTSP camera",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
			s, err := rtspsim.New(cmd.Context(), rtspsim.Config{Addr: listen, Files: map[string]string{"": args[0]}, Loop: loop, FPS: fps, Log: log})
			if err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%s plays at %s\n", args[0], s.URL(""))
			return s.Run(cmd.Context())
		},
	}
	c.Flags().StringVar(&listen, "listen", "127.0.0.1:8554", "the `address` to listen on")
	c.Flags().BoolVar(&loop, "loop", false, "begin again at the end")
	c.Flags().Float64Var(&fps, "fps", 0, "frames per second, where the file does not say")
	return c
}
