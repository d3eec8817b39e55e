package cli

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"math"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/edge/rtsp"
	"custos.dev/custos/edge/source"
	"custos.dev/custos/edge/stream"
	"custos.dev/custos/service"
	"custos.dev/custos/term"

	"github.com/spf13/cobra"
)

// reach is how the command line says to reach cameras.
type reach struct {
	user, passwordFile, transport, tlsPin string
	allowLoopback                         bool
	length                                time.Duration
}

func (r *reach) flags(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&r.user, "user", "", "the camera's `user`, if it wants one")
	f.StringVar(&r.passwordFile, "password-file", "", "the `file` that holds the user's password alone")
	f.StringVar(&r.transport, "transport", "", "tcp or udp (default tcp)")
	f.StringVar(&r.tlsPin, "tls-pin", "", "the `SHA-256` of an rtsps:// camera's public key, in hexadecimal digits or base64")
	f.BoolVar(&r.allowLoopback, "allow-loopback", false, "allow a host name that stands for this machine")
	f.DurationVar(&r.length, "watch", 5*time.Second, "how long to watch each camera")
}

func (r *reach) validate() error {
	if (r.user == "") != (r.passwordFile == "") {
		return custos.Errorf(custos.Invalid, "--user and --password-file go together")
	}
	if r.length < time.Second || r.length > 10*time.Minute {
		return custos.Errorf(custos.Invalid, "a camera is watched for 1s to 10m, not %v", r.length)
	}
	return nil
}

// sourceAt is a camera that is in no site yet. A password in the URL is used, and
// never shown.
func (r *reach) sourceAt(id custos.CameraID, raw string) (*source.Source, error) {
	s := &source.Source{
		Camera: id, URL: raw, Transport: r.transport, Pin: r.tlsPin, AllowLoopback: r.allowLoopback || onThisMachine(raw),
		Log: slog.New(slog.DiscardHandler),
	}
	if u, err := url.Parse(raw); err == nil && u.Scheme == "file" {
		s.AllowDirs = []string{filepath.Dir(u.Path)}
	}
	if r.passwordFile != "" {
		b, err := service.ReadSecret(r.passwordFile)
		if err != nil {
			return nil, custos.Errorf(custos.Invalid, "the camera's password cannot be read: %w", err)
		}
		s.Credentials = rtsp.Credentials{User: r.user, Password: strings.TrimSpace(string(b))}
	}
	return s, s.Validate()
}

// hint adds which flag helps against an error of a camera.
func (r *reach) hint(err error) error {
	if source.ReasonOf(err) == source.AuthFailed && r.user == "" {
		return custos.Errorf(custos.KindOf(err), "%w (here: --user NAME --password-file FILE)", err)
	}
	return err
}

// onThisMachine says that a URL names this machine by a loopback address.
func onThisMachine(raw string) bool {
	u, err := url.Parse(raw)
	return err == nil && service.IsLoopback(u.Hostname())
}

// bareURL is a URL without user and password, for people's eyes.
func bareURL(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return "the URL" // it may hold a password where none is to be found
	}
	u.User = nil
	return u.String()
}

func probeCommand() *cobra.Command {
	var r reach
	var seconds float64
	var asJSON bool
	c := &cobra.Command{
		Use:   "probe URL",
		Short: "Watch a camera for some seconds and say what it is; nothing is kept",
		Example: `  custos camera probe rtsp://192.0.2.10/stream1 --user admin --password-file camera.password
  custos camera probe rtsp://192.0.2.10/stream1 --seconds 30`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("seconds") {
				r.length = time.Duration(seconds * float64(time.Second))
			}
			if err := r.validate(); err != nil {
				return err
			}
			s, err := r.sourceAt("probe", args[0])
			if err != nil {
				return err
			}
			term.Printf(cmd.ErrOrStderr(), "watching %s for %v …\n", bareURL(args[0]), r.length)
			report, err := source.Probe(cmd.Context(), s, r.length)
			if err != nil {
				return r.hint(err)
			}
			if asJSON {
				return term.JSON(cmd.OutOrStdout(), probedJSON(args[0], report))
			}
			printProbed(cmd.OutOrStdout(), report)
			return nil
		},
	}
	r.flags(c)
	_ = c.Flags().MarkHidden("watch")
	c.Flags().Float64Var(&seconds, "seconds", 5, "how long to watch it, in `seconds`")
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return c
}

// probed is a report for programs.
type probed struct {
	URL            string        `json:"url"`
	Codec          string        `json:"codec"`
	Width          int           `json:"width"`
	Height         int           `json:"height"`
	Pictures       int           `json:"pictures"`
	Rate           float64       `json:"pictures_per_second"`
	BytesPerSecond float64       `json:"bytes_per_second"`
	KeyEvery       float64       `json:"key_frame_every_seconds,omitempty"`
	Restamped      uint64        `json:"restamped"`
	Lost           uint64        `json:"packets_lost"`
	Odd            []string      `json:"odd,omitempty"`
	Tracks         []probedTrack `json:"tracks,omitempty"`
}

// probedTrack is one of the camera's media.
type probedTrack struct {
	Media string `json:"media"`
	Codec string `json:"codec"`
	Clock int    `json:"clock"`
}

func probedJSON(raw string, r *source.Report) probed {
	var tracks []probedTrack
	for _, t := range r.Tracks {
		tracks = append(tracks, probedTrack{string(t.Media), t.Codec, t.Clock})
	}
	return probed{
		URL: bareURL(raw), Codec: r.Codec, Width: r.Width, Height: r.Height, Pictures: r.Pictures, Rate: r.Rate(),
		BytesPerSecond: r.BytesPerSecond(), KeyEvery: r.KeyEvery.Seconds(), Restamped: r.Counts.Restamped, Lost: r.Counts.Lost, Odd: r.Odd, Tracks: tracks,
	}
}

func printProbed(w io.Writer, r *source.Report) {
	say := func(what, format string, args ...any) {
		term.Printf(w, "  %-11s %s\n", what, fmt.Sprintf(format, args...))
	}
	say("picture", "%s, %dx%d, %.4g a second", codecName(r.Codec), r.Width, r.Height, math.Round(10*r.Rate())/10)
	say("key frames", "%s", keyFrames(r))
	say("data", "%.3g Mbit/s, %.1f GB a day", 8e-6*r.BytesPerSecond(), 86400e-9*r.BytesPerSecond())
	say("clock", "%s", clockOf(r))
	if s := sound(r.Tracks); s != "" {
		say("sound", "%s", s)
	}
	if c := r.Counts; c.Lost > 0 {
		say("network", "%d of %d packets did not come", c.Lost, c.Lost+c.Packets)
	}
	for _, why := range r.Odd {
		say("odd", "%s", why)
	}
	if r.Decoded == 0 {
		say("analysis", "no picture could be decoded: it would be recorded and not analysed")
	}
}

// codecName is an RFC 6381 name for people.
func codecName(c string) string {
	switch kind, _, _ := strings.Cut(c, "."); kind {
	case "avc1", "avc3":
		return "H.264"
	case "hvc1", "hev1":
		return "H.265"
	}
	return c
}

func keyFrames(r *source.Report) string {
	switch {
	case r.KeyEvery > 10*time.Second:
		return fmt.Sprintf("every %v: long; clips can begin only there, so let the camera send one every 1 to 4 s", r.KeyEvery.Round(100*time.Millisecond))
	case r.KeyEvery > 0:
		return fmt.Sprintf("every %v", r.KeyEvery.Round(100*time.Millisecond))
	}
	return fmt.Sprintf("%d in %v: too few to tell how far apart; watch it for longer", r.KeyFrames, r.Measured.Round(100*time.Millisecond))
}

func clockOf(r *source.Report) string { return stampsOf(r) + wallOf(r.ClockOffset) }

// wallOf says how far the camera's own clock is off; "" if it does not say.
func wallOf(ahead *time.Duration) string {
	switch {
	case ahead == nil:
		return ""
	case ahead.Abs() < time.Second:
		return "; its clock is right"
	case *ahead < 0:
		return fmt.Sprintf("; its clock is %v behind: nothing is dated by it", ahead.Abs().Round(time.Second))
	}
	return fmt.Sprintf("; its clock is %v ahead: nothing is dated by it", ahead.Round(time.Second))
}

func stampsOf(r *source.Report) string {
	switch {
	case r.Counts.Restamped > 0:
		return fmt.Sprintf("%d of %d pictures have time stamps that cannot be true: this machine's clock is used for them", r.Counts.Restamped, r.Pictures)
	case r.Jumps > 0:
		return fmt.Sprintf("the time stamps began to count anew %d times: this machine's clock is followed", r.Jumps)
	}
	return "time stamps are plausible"
}

// sound says which sound the camera offers; "" if it did not say what it offers.
func sound(tracks []stream.Track) string {
	if tracks == nil {
		return ""
	}
	for _, t := range tracks {
		if t.Media == "audio" {
			return fmt.Sprintf("%s at %d Hz; Custos does not record it", t.Codec, t.Clock)
		}
	}
	return "none"
}

// probeAll probes cameras side by side. Each has a report or an error.
func probeAll(ctx context.Context, sources []*source.Source, d time.Duration) ([]*source.Report, []error) {
	reports, errs := make([]*source.Report, len(sources)), make([]error, len(sources))
	done := make(chan struct{})
	// A few at a time: each decodes.
	slots := make(chan struct{}, 4)
	for i, s := range sources {
		go func() {
			slots <- struct{}{}
			defer func() { <-slots; done <- struct{}{} }()
			reports[i], errs[i] = source.Probe(ctx, s, d)
		}()
	}
	for range sources {
		<-done
	}
	return reports, errs
}
