package eval

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"os/exec"
	"strings"

	"custos.dev/custos"
	"custos.dev/custos/analyze/eval"
	"custos.dev/custos/figures"
	"custos.dev/custos/term"
)

//go:embed peers/opencv.py
var opencvProgram string

// python is an interpreter that has OpenCV; "" if none does. Debian's has it by the
// package python3-opencv.
func python(ctx context.Context) string {
	for _, p := range []string{"python3", "/usr/bin/python3"} {
		if exec.CommandContext(ctx, p, "-c", "import cv2").Run() == nil {
			return p
		}
	}
	return ""
}

// opencv lets a detector of OpenCV look at footage, and returns its boxes in pixels, its
// version and its CPU a frame in milliseconds.
func opencv(ctx context.Context, python, method, video string, width, every int) (found eval.Sequence, version string, ms float64, err error) {
	cmd := exec.CommandContext(ctx, python, "-", method, video, fmt.Sprint(width), fmt.Sprint(every))
	cmd.Stdin = strings.NewReader(opencvProgram)
	var out, complaint bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaint
	if err := cmd.Run(); err != nil {
		return nil, "", 0, custos.Errorf(custos.Unavailable, "OpenCV's %s failed: %w\n%s", method, err, complaint.String())
	}
	lines, last, ok := strings.Cut(out.String(), "# ")
	if !ok {
		return nil, "", 0, custos.Errorf(custos.Internal, "OpenCV's %s did not say how long it took", method)
	}
	if _, err := fmt.Sscan(last, &version, &ms); err != nil {
		return nil, "", 0, custos.Errorf(custos.Internal, "OpenCV's %s says %q: %w", method, last, err)
	}
	found, err = eval.ReadMOT(strings.NewReader(lines))
	return found, version, ms, err
}

// peers puts OpenCV's figures beside the built-in detector's rows of a clip.
func (v *vision) peers(ctx context.Context, name, video string, truth eval.Sequence) error {
	python := python(ctx)
	if python == "" {
		term.Printf(v.notes, "skipped: OpenCV beside %s: no python3 here has it (Debian: python3-opencv)\n", name)
		return nil
	}
	own := map[string]float64{}
	for _, r := range v.Rows {
		own[r.Name] = r.Value
	}
	for _, p := range []struct {
		method, says string
		width, every int
	}{
		{"mog2", "MOG2", 384, 1},
		// HOG's people are 128 pixels high at least, so that small ones need a large
		// picture; it takes a third of a second, so a tenth of the frames must do.
		{"hog", "HOG", 1152, 10},
	} {
		found, version, ms, err := opencv(ctx, python, p.method, video, p.width, p.every)
		if err != nil {
			return err
		}
		looked := eval.Sequence{}
		for n, os := range truth {
			if (n-1)%p.every == 0 {
				looked[n] = os
			}
		}
		peer := fmt.Sprintf("OpenCV %s %s", version, p.says)
		for _, row := range []struct {
			name, unit string
			value      float64
		}{{"f1", "", eval.EvalDetections(looked, found, .5).F1}, {"ms", "ms CPU/frame", ms}} {
			full := name + "-default-" + row.name
			b := figures.Row{Name: full, Value: own[full], Unit: row.unit, Peer: peer, PeerValue: row.value}
			if row.value > 0 {
				b.Ratio = own[full] / row.value
			}
			v.Rows = append(v.Rows, b)
		}
	}
	return nil
}
