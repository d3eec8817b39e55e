package cli

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"runtime/pprof"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/benches"
	"custos.dev/custos/figures"
	"custos.dev/custos/term"

	"github.com/spf13/cobra"
)

func benchCommand() *cobra.Command {
	c := &cobra.Command{Use: "bench", Short: "Measure, with a peer beside it where there is one"}
	c.AddCommand(benchCampusCommand(), benchSiteCommand(), benchRecordsCommand(), benchMasterCommand(), benchMasterWatchersCommand(), benchMirrorCommand(), benchBundleCommand(), benchBusCommand(), benchLedgerCommand(), benchAccessCommand(), benchVisionCommand(), benchCameraCommand(), benchCameraOneCommand())
	return c
}

// measuring is a command that measures, and prints what it found for people or, with --json,
// for programs.
func measuring(c *cobra.Command, measure func(*cobra.Command) (*figures.Result, error)) *cobra.Command {
	asJSON := c.Flags().Bool("json", false, "print JSON")
	c.Args = cobra.NoArgs
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		r, err := measure(cmd)
		if err != nil {
			return err
		}
		return r.Print(cmd.OutOrStdout(), *asJSON)
	}
	return c
}

func benchCampusCommand() *cobra.Command {
	var anchorEvery time.Duration
	c := &cobra.Command{
		Use:   "campus",
		Short: "Run the demo's campus once and measure it",
	}
	c.Flags().DurationVar(&anchorEvery, "anchor-every", 5*time.Second, "the least time between two anchors")
	return measuring(c, func(cmd *cobra.Command) (*figures.Result, error) { return benches.Campus(cmd.Context(), anchorEvery) })
}

func benchBundleCommand() *cobra.Command {
	var b benches.Bundle
	c := &cobra.Command{
		Use:   "bundle",
		Short: "Measure a bundle of one event on a long chain, and the form with every header beside it",
		Long: `A chain of so many headers is made, the tree over them kept on disk and cosigned by two of
three owners, and a bundle of one event without footage is encoded and verified. The form
with every header is measured on a chain of 20,000, and said for the long one in
proportion.`,
	}
	c.Flags().IntVar(&b.Blocks, "blocks", 1_000_000, "how many blocks the chain has")
	return measuring(c, func(cmd *cobra.Command) (*figures.Result, error) { return b.Run(cmd.Context()) })
}

func benchAccessCommand() *cobra.Command {
	var peers string
	var seconds float64
	c := &cobra.Command{
		Use:   "access",
		Short: "Measure decisions on a world of 10,000 capabilities, and other policy engines on the same one",
	}
	c.Flags().Float64Var(&seconds, "seconds", 3, "how long each is measured")
	c.Flags().StringVar(&peers, "peers", "", "the `program` that measures the peers (default: custos-bench beside this one, made by `make bench-peers`)")
	return measuring(c, func(cmd *cobra.Command) (*figures.Result, error) {
		return benches.Access(cmd.Context(), seconds, peers, cmd.ErrOrStderr())
	})
}

func benchBusCommand() *cobra.Command {
	var commits, rounds int
	c := &cobra.Command{
		Use:   "bus",
		Short: "Measure what it costs that answers are signed for and openings sealed, beside plain NATS",
	}
	c.Flags().IntVar(&commits, "commits", 2000, "how many commits in a round")
	c.Flags().IntVar(&rounds, "rounds", 10, "how many rounds of each way, in turn")
	return measuring(c, func(cmd *cobra.Command) (*figures.Result, error) { return benches.Bus(cmd.Context(), commits, rounds) })
}

func benchCameraCommand() *cobra.Command {
	var quick bool
	b := &benches.Camera{}
	c := &cobra.Command{
		Use:   "camera",
		Short: "Measure what taking cameras in costs, and what is lost",
		Long: `Simulated cameras of 1280x720, 25 pictures a second and 3 Mbit/s play on this machine.
Each is taken in by a process of its own, as the camera service does it: received,
recorded in segments of 2 s that are synced to disk and hashed, offered live, decoded and
scaled by ffmpeg, the frames put into the ring that analyzers read. Beside them run peers
on streams of their own: ffmpeg that records, and ffmpeg that decodes into nothing. CPU is
that of the process and of its ffmpeg; the simulator's does not count.

First all cameras are recorded without decoding, for at most a minute, then all are
recorded and decoded, for --for, then cameras that break off every 2 to 3 s are
recorded until 100 reconnects are measured. Recordings are removed as they are made, and go below
the directory for temporary files: set TMPDIR to the disk that is to be measured.`,
	}
	c.Flags().IntVar(&b.Cameras, "cameras", 16, "how many cameras")
	c.Flags().DurationVar(&b.Length, "for", 10*time.Minute, "how long they are recorded and decoded")
	c.Flags().BoolVar(&quick, "quick", false, "4 cameras for 30s")
	return measuring(c, func(cmd *cobra.Command) (*figures.Result, error) {
		if quick {
			b.Cameras, b.Length = 4, 30*time.Second
		}
		if b.Cameras < 1 || b.Cameras > 48 || b.Length < 5*time.Second {
			return nil, custos.Errorf(custos.Invalid, "--cameras must be 1 to 48, --for at least 5s")
		}
		return b.Run(cmd.Context())
	})
}

// benchCameraOneCommand is one camera in a process of its own. It is for bench camera.
func benchCameraOneCommand() *cobra.Command {
	m := &benches.CameraOne{}
	var profile string
	c := &cobra.Command{
		Use: "camera-one URL DIR", Short: "Take one camera in as its service does, until standard input ends",
		Hidden: true, Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			ctx, cancel := context.WithCancel(cmd.Context())
			defer cancel()
			go func() {
				defer cancel() // whoever measures has ended, or has seen enough
				_, _ = io.Copy(io.Discard, os.Stdin)
			}()
			if profile != "" {
				f, err := os.Create(profile)
				if err != nil {
					return err
				}
				defer f.Close()
				if err := pprof.StartCPUProfile(f); err != nil {
					return err
				}
				defer pprof.StopCPUProfile()
			}
			m.URL, m.Dir, m.Out = args[0], args[1], json.NewEncoder(cmd.OutOrStdout())
			return m.Run(ctx)
		},
	}
	c.Flags().BoolVar(&m.Record, "record", false, "record only")
	c.Flags().StringVar(&profile, "profile", "", "write a CPU profile to this `file`")
	return c
}

func benchLedgerCommand() *cobra.Command {
	var asJSON bool
	b := &benches.Ledger{}
	c := &cobra.Command{
		Use:   "ledger",
		Short: "Measure a network of three miners: from an event to its confirmed anchor, gas, work",
		Long: `Three owners' miners run on this machine, peered through mutual TLS. Events come at
random, a batch each, and go the way of a site: committed to a log on disk, cosigned
by two other owners' witnesses (in this process), anchored with a consistency proof
that the contract verifies, and confirmed by two blocks.

event-confirmed is from the call that commits an event until the master's mark says,
for good, that its anchor is confirmed; confirmed-and-lost is how often a mark went
back, because a reorganisation took a confirmed anchor. The authors of the paper logged a mean of 4.63 s and at
most 14.6 s for a commit on their private Ethereum: a published figure, not measured here.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if b.Events < 1 || b.Pace <= 0 || b.Threads < 1 || b.AnchorEvery < 0 {
				return custos.Errorf(custos.Invalid, "--events, --pace and --threads must be above 0, --anchor-every not below")
			}
			r, err := b.Run(cmd.Context())
			if err != nil {
				return err
			}
			if asJSON {
				return r.Print(cmd.OutOrStdout(), true)
			}
			for _, row := range r.Rows {
				term.Printf(cmd.OutOrStdout(), "%-24s %14.4g %s\n", row.Name, row.Value, row.Unit)
			}
			return nil
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	c.Flags().DurationVar(&b.AnchorEvery, "anchor-every", 0, "the least time between two anchors of a log")
	c.Flags().IntVar(&b.Threads, "threads", 1, "threads of each miner")
	c.Flags().IntVar(&b.Events, "events", 120, "how many events")
	c.Flags().DurationVar(&b.Pace, "pace", 500*time.Millisecond, "the mean time between two events")
	return c
}

func benchVisionCommand() *cobra.Command {
	var model string
	c := &cobra.Command{
		Use:   "vision",
		Short: "Measure what decoding and analysing one camera of 1280x720 at 25 frames a second takes of a core",
	}
	c.Flags().StringVar(&model, "model", "", "the ONNX model's `file` for the neural rows; without it there are none")
	return measuring(c, func(cmd *cobra.Command) (*figures.Result, error) {
		return benches.Vision(cmd.Context(), model, cmd.ErrOrStderr())
	})
}
