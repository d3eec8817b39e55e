package eval

import (
	"cmp"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"slices"

	"custos.dev/custos"
	"custos.dev/custos/analyze/eval"
)

// worst is how many pictures of failures are made.
const worst = 6

// pictures writes the frames in which most went wrong, at least a second apart, with what
// was right in green, what was missed in red, and what was seen and is not there in yellow.
func (s *seen) pictures(ctx context.Context, video, dir string, truth eval.Sequence) error {
	t := truth.Scaled(s.width, s.height)
	type frame struct{ n, wrong int }
	var all []frame
	for n := range s.looks {
		r := eval.EvalDetections(eval.Sequence{n: t[n]}, eval.Sequence{n: sure(s.found[n])}, .5)
		all = append(all, frame{n, r.Missed + r.False})
	}
	slices.SortFunc(all, func(a, b frame) int { return cmp.Or(b.wrong-a.wrong, a.n-b.n) })
	chosen := map[int]int{}
next:
	for _, f := range all {
		for n := range chosen {
			if d := f.n - n; float64(max(d, -d)) < s.rate {
				continue next
			}
		}
		if chosen[f.n] = f.wrong; len(chosen) == worst {
			break
		}
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return custos.Errorf(custos.Invalid, "%w", err)
	}
	again := &seen{}
	return again.each(ctx, video, min(s.width, 960), func(n int, f custos.Frame) error {
		wrong, ok := chosen[n]
		if !ok {
			return nil
		}
		file, err := os.Create(filepath.Join(dir, fmt.Sprintf("frame-%05d-%d-wrong.png", n, wrong)))
		if err != nil {
			return custos.Errorf(custos.Invalid, "%w", err)
		}
		defer file.Close()
		return png.Encode(file, marked(f, t[n], sure(s.found[n])))
	})
}

// sure are the detections that begin tracks.
func sure(found []eval.Object) []eval.Object {
	return slices.DeleteFunc(slices.Clone(found), func(o eval.Object) bool { return o.Score < .6 })
}

// marked draws a frame with its boxes.
func marked(f custos.Frame, truth, found []eval.Object) image.Image {
	in := &image.YCbCr{
		Y: f.Y, Cb: f.U, Cr: f.V, YStride: f.Width, CStride: f.Width / 2,
		SubsampleRatio: image.YCbCrSubsampleRatio420, Rect: image.Rect(0, 0, f.Width, f.Height),
	}
	out := image.NewRGBA(in.Rect)
	for y := range f.Height {
		for x := range f.Width {
			out.Set(x, y, in.At(x, y))
		}
	}
	outline := func(b custos.Box, c color.RGBA) {
		x0, y0 := int(b.X*float64(f.Width)), int(b.Y*float64(f.Height))
		x1, y1 := int((b.X+b.W)*float64(f.Width)), int((b.Y+b.H)*float64(f.Height))
		for i := range 2 {
			for x := x0; x <= x1; x++ {
				out.SetRGBA(x, y0+i, c)
				out.SetRGBA(x, y1-i, c)
			}
			for y := y0; y <= y1; y++ {
				out.SetRGBA(x0+i, y, c)
				out.SetRGBA(x1-i, y, c)
			}
		}
	}
	meets := func(o eval.Object, others []eval.Object) bool {
		return slices.ContainsFunc(others, func(p eval.Object) bool { return o.Box.IoU(p.Box) >= .5 })
	}
	for _, d := range found {
		if meets(d, truth) {
			outline(d.Box, color.RGBA{G: 200, A: 255})
		} else {
			outline(d.Box, color.RGBA{R: 255, G: 220, A: 255})
		}
	}
	for _, o := range truth {
		if o.Score != 0 && !meets(o, found) {
			outline(o.Box, color.RGBA{R: 230, A: 255})
		}
	}
	return out
}
