package cli

import (
	"io"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"custos.dev/custos"
	"custos.dev/custos/edge/rtspsim"
	"custos.dev/custos/term"

	"github.com/spf13/cobra"
)

func cameraCommand() *cobra.Command {
	c := &cobra.Command{Use: "camera", Short: "Work with cameras"}
	c.AddCommand(probeCommand(), simulateCommand())
	return c
}

func simulateCommand() *cobra.Command {
	var listen string
	var loop, list bool
	var fps float64
	var odd []string
	c := &cobra.Command{
		Use:   "simulate FILE",
		Short: "Serve an H.264 or H.265 file as an RTSP camera",
		Long: `Serve an H.264 or H.265 file as an RTSP camera. With --odd the camera departs from
the standards as real ones do; --list-odd says how. "--odd all" serves each oddity under
its own name. Oddities of signing in want the user admin and the password p@ss:w/rd é
(in a URL: admin:p%40ss%3Aw%2Frd%20%C3%A9@).`,
		Args: func(cmd *cobra.Command, args []string) error {
			if list {
				return cobra.NoArgs(cmd, args)
			}
			return cobra.ExactArgs(1)(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if list {
				return listOddities(cmd.OutOrStdout())
			}
			log := slog.New(slog.NewTextHandler(custos.PlainWriter{W: os.Stderr}, &slog.HandlerOptions{Level: slog.LevelWarn}))
			cfg := rtspsim.Config{Addr: listen, Files: map[string]string{"": args[0]}, Loop: loop, FPS: fps, Log: log, Odd: map[string]string{}}
			name := strings.TrimSuffix(filepath.Base(args[0]), filepath.Ext(args[0]))
			paths := []string{url.PathEscape(name)}
			if len(odd) == 1 && odd[0] == "all" {
				paths = nil
				for _, o := range rtspsim.Oddities() {
					cfg.Odd[o.Name] = o.Name
					paths = append(paths, o.Name)
				}
			} else if len(odd) > 0 {
				cfg.Odd[""] = strings.Join(odd, "+")
			}
			s, err := rtspsim.New(cmd.Context(), cfg)
			if err != nil {
				return err
			}
			for _, p := range paths {
				term.Printf(cmd.OutOrStdout(), "%s plays at %s\n", args[0], s.URL(p))
			}
			return s.Run(cmd.Context())
		},
	}
	c.Flags().StringVar(&listen, "listen", "127.0.0.1:8554", "the `address` to listen on")
	c.Flags().BoolVar(&loop, "loop", false, "begin again at the end")
	c.Flags().Float64Var(&fps, "fps", 0, "frames per second, where the file does not say")
	c.Flags().StringSliceVar(&odd, "odd", nil, "be odd in this `way`; several are separated by commas")
	c.Flags().BoolVar(&list, "list-odd", false, "list the oddities")
	return c
}

func listOddities(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, o := range rtspsim.Oddities() {
		term.Printf(t, "%s\t%s\n", o.Name, o.What)
	}
	return t.Flush()
}
