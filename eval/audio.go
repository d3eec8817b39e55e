package eval

import (
	"context"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/analyze"
	"custos.dev/custos/analyze/sound"
	"custos.dev/custos/edge/pcm"
	"custos.dev/custos/figures"
	"custos.dev/custos/observe"
	"custos.dev/custos/term"
)

// Audio measures what is heard: classes by cross-validation over the folds of clips, impulses
// in backgrounds.
type Audio struct {
	// Dir holds the clips, as audio/ESC-10 or by itself; what is missing is skipped.
	Dir string
	// Weights is a file that is asked about all clips, in place of a cross-validation; "" is none.
	Weights string
	Seed    uint64
}

// Run measures; notes say what is missing.
func (a Audio) Run(ctx context.Context, notes io.Writer) (*figures.Result, error) {
	b := figures.New("eval audio")
	clips, err := a.clips(ctx, notes)
	if err != nil {
		return nil, err
	}
	if clips != nil {
		if err := a.classes(ctx, b, clips, notes); err != nil {
			return nil, err
		}
	}
	return b, a.impulses(ctx, b, clips)
}

// clips are those of the directory; nil where there are none.
func (a Audio) clips(ctx context.Context, notes io.Writer) (*Clips, error) {
	if st, err := os.Stat(a.Dir); err != nil || !st.IsDir() {
		return nil, custos.Errorf(custos.Invalid, "--data-dir %s is no directory", a.Dir)
	}
	for _, d := range []string{filepath.Join(a.Dir, "audio", "ESC-10"), filepath.Join(a.Dir, "ESC-10")} {
		if st, err := os.Stat(d); err == nil && st.IsDir() {
			clips, err := ReadClips(ctx, d, notes)
			if custos.KindOf(err) == custos.Unavailable {
				term.Printf(notes, "skipped: the clips cannot be read: %v\n", err)
				return nil, nil
			}
			return clips, err
		}
	}
	term.Printf(notes, "skipped: audio-accuracy: there are no clips in %s\n", filepath.Join(a.Dir, "audio", "ESC-10"))
	return nil, nil
}

// classes adds how many clips are recognised by weights that were trained without their fold.
func (a Audio) classes(ctx context.Context, b *figures.Result, clips *Clips, notes io.Writer) error {
	examples, err := sound.Describe(ctx, clips.Clips, a.Seed)
	if err != nil {
		return err
	}
	var all sound.Scores
	if a.Weights != "" {
		text, err := os.ReadFile(a.Weights)
		if err != nil {
			return custos.Errorf(custos.Invalid, "--weights: %w", err)
		}
		w, err := sound.Parse(text)
		if err != nil {
			return err
		}
		all = w.Check(examples)
	} else {
		folds := slices.Compact(slices.Sorted(slices.Values(clips.Folds)))
		if len(folds) < 2 || folds[0] == 0 {
			term.Println(notes, "skipped: audio-accuracy: the clips' names tell no two folds, as 1-NAME.ogg and 2-NAME.ogg do; give --weights to ask one file about all")
			return nil
		}
		for _, fold := range folds {
			var train, test []sound.Example
			for i, e := range examples {
				if clips.Folds[i] == fold {
					test = append(test, e)
				} else {
					train = append(train, e)
				}
			}
			w, err := sound.Train(ctx, train, a.Seed)
			if err != nil {
				return err
			}
			s := w.Check(test)
			b.Add(fmt.Sprintf("audio-accuracy-fold-%d", fold), share(s.Right, s.Clips), "of the clips")
			all.Add(s)
		}
	}
	b.Add("audio-accuracy", share(all.Right, all.Clips), "of the clips")
	b.Add("audio-accuracy-narrow", share(all.Narrow, all.Clips), "of the clips")
	b.Add("audio-told", share(all.Sure, all.Clips), "of the clips")
	b.Add("audio-told-right", share(all.SureRight, all.Sure), "of those told")
	b.Add("audio-clips", float64(all.Clips), "clips")
	return nil
}

func share(n, of int) float64 { return float64(n) / float64(max(of, 1)) }

const (
	stretchLength = 600 * pcm.Rate // of each background
	impulseLength = pcm.Rate / 2
	impulseEvery  = 20 * pcm.Rate
	// impulses stand so many decibels above the background's mean, at the loudest 2 ms.
	impulseLeast, impulseMost = 20.0, 35.0
	// found is how far from an impulse's beginning it may be told.
	found = 150 * time.Millisecond
)

// steady are the classes of clips that serve as backgrounds: they hold no impulses, as far as
// their names tell.
var steady = []string{"rain", "sea waves", "helicopter", "chainsaw", "wind", "engine", "vacuum cleaner", "airplane", "train"}

// impulses adds how many impulses are found in backgrounds, how many are told where none are, and
// what listening takes.
func (a Audio) impulses(ctx context.Context, b *figures.Result, clips *Clips) error {
	runtime.LockOSThread() // CPU is counted by thread
	defer runtime.UnlockOSThread()
	var made, heard, falsely, synthetic, syntheticHeard int
	var seconds float64
	var listening time.Duration
	try := func(background []float32, r *rand.Rand, count bool) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		at := strew(background, r)
		before := threadCPU()
		told := impulsesTold(background)
		listening += threadCPU() - before
		h, f := compare(at, told)
		made, heard, falsely = made+len(at), heard+h, falsely+f
		seconds += float64(len(background)) / pcm.Rate
		if count {
			synthetic, syntheticHeard = synthetic+len(at), syntheticHeard+h
		}
		return nil
	}
	for k, n := range backgrounds {
		r := rand.New(rand.NewPCG(a.Seed, uint64(k)))
		if err := try(scale(n.make(stretchLength, r)), r, true); err != nil {
			return err
		}
	}
	if clips != nil {
		for k, class := range steady {
			r := rand.New(rand.NewPCG(a.Seed, 1000+uint64(k)))
			if x := joined(clips, class); len(x) > impulseEvery {
				if err := try(x, r, false); err != nil {
					return err
				}
			}
		}
	}
	b.Add("audio-impulse-recall", share(heard, made), "of the impulses")
	b.Add("audio-false-alarms-per-hour", float64(falsely)/seconds*3600, "an hour")
	b.Add("audio-impulse-recall-synthetic", share(syntheticHeard, synthetic), "of the impulses")
	b.Add("audio-impulse-recall-clips", share(heard-syntheticHeard, made-synthetic), "of the impulses")
	b.Add("audio-impulses", float64(made), "impulses")
	b.Add("audio-hours", seconds/3600, "hours")
	b.Add("audio-cpu", listening.Seconds()/seconds, "core/camera")
	return nil
}

// strew adds impulses to a background of a root mean square of one, and brings all of it to a
// level as cameras have it. It returns when they begin.
func strew(background []float32, r *rand.Rand) (at []int) {
	for from := impulseEvery; from+impulseEvery <= len(background); from += impulseEvery {
		k := from + r.IntN(impulseEvery/2)
		x := impulses[r.IntN(len(impulses))].make(impulseLength, r)
		by := math.Pow(10, (impulseLeast+(impulseMost-impulseLeast)*r.Float64())/20) / max(loudest(x), 1e-9)
		for i, v := range x {
			background[k+i] += v * float32(by)
		}
		at = append(at, k)
	}
	loud := .01 * math.Exp(r.NormFloat64()*.5) // -40 dB of full scale, more or less
	for i, v := range background {
		background[i] = float32(max(min(float64(v)*loud, 1), -1))
	}
	return at
}

// impulsesTold are the times at which an ear tells of impulses.
func impulsesTold(samples []float32) (at []time.Duration) {
	e := sound.NewEar(nil, false)
	begin := time.Unix(0, 0)
	n := 0
	for block := range slices.Chunk(samples, 320) {
		pts := time.Duration(n) * time.Second / pcm.Rate
		for _, s := range e.Hear(&analyze.PCM{PTS: pts, Time: begin.Add(pts), Samples: block, Lost: n == 0}) {
			if s.What == observe.SoundImpulse {
				at = append(at, s.PTS)
			}
		}
		n += len(block)
	}
	return at
}

// compare counts the impulses that are told, and what is told besides.
func compare(at []int, told []time.Duration) (heard, falsely int) {
	used := make([]bool, len(at))
	for _, t := range told {
		match := false
		for i, k := range at {
			if (time.Duration(k)*time.Second/pcm.Rate - t).Abs() <= found {
				match = true
				if !used[i] {
					used[i] = true
					heard++
				}
			}
		}
		if !match {
			falsely++
		}
	}
	return heard, falsely
}

// joined are all clips of a class, one after the other, each of a root mean square of one and
// fading into the next.
func joined(clips *Clips, class string) []float32 {
	const fade = pcm.Rate / 2
	var out []float32
	for _, c := range clips.Clips {
		x := scale(trimmed(c.Samples))
		if !strings.EqualFold(c.Class, class) || len(x) < 3*fade {
			continue
		}
		if len(out) == 0 {
			out = append(out, x...)
			continue
		}
		over := len(out) - fade
		for i, v := range x {
			if i < fade {
				k := float32(i) / fade
				out[over+i] = out[over+i]*(1-k) + v*k
			} else {
				out = append(out, v)
			}
		}
	}
	return out
}

// trimmed leaves out the silence with which short clips are filled up.
func trimmed(x []float32) []float32 {
	end := len(x)
	for end > 0 && x[end-1] > -1e-4 && x[end-1] < 1e-4 {
		end--
	}
	return slices.Clone(x[:end])
}
