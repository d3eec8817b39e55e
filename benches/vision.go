package benches

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"

	"custos.dev/custos"
	"custos.dev/custos/edge/ffmpeg"
	"custos.dev/custos/edge/footage"
	"custos.dev/custos/eval"
	"custos.dev/custos/figures"
	"custos.dev/custos/term"
)

// clipSeconds is how long the clip is.
const clipSeconds = 30

// Vision measures what decoding and analysing one camera takes of a core; the model is
// for the neural rows, and notes say why there are none.
func Vision(ctx context.Context, model string, notes io.Writer) (*figures.Result, error) {
	b := newBench("vision")
	return b.Result, b.vision(ctx, model, notes)
}

// vision makes a camera's stream of the demo's footage, scaled, and measures the CPU that
// its decoding, detection, tracking and rules take. What services add, passing frames and
// keeping events, is measured by bench campus.
func (b *bench) vision(ctx context.Context, model string, notes io.Writer) error {
	dir, err := os.MkdirTemp("", "custos-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	clip := filepath.Join(dir, "720p25.mp4")
	if err := makeClip(ctx, clip, "-g", "50"); err != nil {
		return err
	}
	decode := &ffmpeg.Cmd{Args: []string{"-nostdin", "-v", "error", "-threads", "1", "-i", "file:" + clip, "-f", "null", "-"}, Read: []string{clip}}
	if out, err := decode.CombinedOutput(ctx); err != nil {
		return custos.Errorf(custos.Unavailable, "the clip cannot be decoded: %w\n%s", err, out)
	}
	alone := decode.Used().Seconds() / clipSeconds
	b.Rows = append(b.Rows, figures.Row{Name: "decode-cpu", Value: alone, Unit: "core"})
	ways := []struct{ name, model string }{{"camera-default-cpu", ""}}
	if model != "" {
		ways = append(ways, struct{ name, model string }{"camera-neural-cpu", model})
	} else {
		term.Println(notes, "no neural rows: --model names none")
	}
	for _, w := range ways {
		total, err := eval.CPU(ctx, clip, w.model)
		if err != nil {
			return err
		}
		b.Rows = append(b.Rows, figures.Row{
			Name: w.name, Value: total.Seconds() / clipSeconds, Unit: "core", Peer: "ffmpeg decoding alone", PeerValue: alone,
			Ratio: total.Seconds() / clipSeconds / alone,
		})
	}
	return nil
}

// makeClip makes a camera's stream of the demo's footage: 1280x720, 25 pictures a second,
// 3 Mbit/s. More options for the encoder may be given.
func makeClip(ctx context.Context, clip string, more ...string) error {
	source, err := footage.Original(ctx, "", slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	args := []string{
		"-nostdin", "-v", "error", "-i", "file:" + source, "-t", fmt.Sprint(clipSeconds),
		"-vf", "scale=1280:720,fps=25", "-c:v", "libx264", "-preset", "veryfast", "-b:v", "3M", "-maxrate", "3M", "-bufsize", "6M",
	}
	encode := &ffmpeg.Cmd{Args: append(append(args, more...), clip), Read: []string{source}, Write: filepath.Dir(clip), Memory: 16 << 30}
	if out, err := encode.CombinedOutput(ctx); err != nil {
		return custos.Errorf(custos.Unavailable, "the clip cannot be made: %w\n%s", err, out)
	}
	return nil
}
