package eval

import (
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"

	"custos.dev/custos"
	"custos.dev/custos/edge/footage"
	"custos.dev/custos/figures"
	"custos.dev/custos/term"
)

// Vision measures detectors and tracker on the clips of a directory that docs/accuracy.md
// speaks of, and on any other with footage; networks is a directory of a site's networks, of
// which the site's best is measured. notes say what is missing.
func Vision(ctx context.Context, dir, networks string, notes io.Writer) (*figures.Result, error) {
	v := &vision{Result: figures.New("eval vision"), dir: dir, networks: networks, notes: notes}
	if err := v.run(ctx); err != nil {
		return v.Result, err
	}
	v.detections.add(v.Result)
	return v.Result, nil
}

type vision struct {
	*figures.Result
	dir, networks string
	notes         io.Writer
	detections    detections
}

// file is a file of the data directory; without it, what needs it is skipped.
func (v *vision) file(parts ...string) (string, bool) {
	f := filepath.Join(append([]string{v.dir}, parts...)...)
	if _, err := os.Stat(f); err != nil {
		term.Printf(v.notes, "skipped: %s is not there\n", f)
		return "", false
	}
	return f, true
}

func (v *vision) run(ctx context.Context) error {
	if st, err := os.Stat(v.dir); err != nil || !st.IsDir() {
		return custos.Errorf(custos.Invalid, "--data-dir %s is no directory", v.dir)
	}
	if err := besideSORT(v.Result, filepath.Join(v.dir, "mot15"), v.notes); err != nil {
		return err
	}
	pets, err := footage.Original(ctx, "", slog.New(slog.DiscardHandler))
	if err != nil {
		term.Printf(v.notes, "skipped: the footage of PETS09-S2L1 cannot be had: %v\n", err)
	} else if gt, ok := v.file("mot15", "PETS09-S2L1", "gt.txt"); ok {
		if err := v.clip(ctx, "pets", pets, gt); err != nil {
			return err
		}
	}
	for _, c := range v.clips() {
		if err := v.clip(ctx, c.name, c.video, c.truth); err != nil {
			return err
		}
	}
	return nil
}

// clip measures both detectors on a clip.
func (v *vision) clip(ctx context.Context, name, video, gt string) error {
	truth, err := readMOT(gt)
	if err != nil {
		return err
	}
	for _, m := range v.ways() {
		d, err := m.start(ctx)
		if err != nil {
			if custos.KindOf(err) == custos.Unavailable {
				term.Printf(v.notes, "skipped: %s-%s: %v\n", name, m.name, err)
				continue
			}
			return err
		}
		s, err := look(ctx, video, d.width, d)
		d.close()
		if err != nil {
			return err
		}
		s.rows(v.Result, name+"-"+m.name+"-", truth)
		if m.name == "neural" {
			v.detections.clip(v.Result, name, s, truth)
		}
		if m.file == "" {
			if err := v.looks(ctx, name, video, truth); err != nil {
				return err
			}
			if err := v.peers(ctx, name, video, truth); err != nil {
				return err
			}
		}
		if name != "pets" {
			continue // the rules are about that place
		}
		prefix := "" // behavior-f1 is by the built-in detector
		if m.file != "" {
			prefix = m.name + "-"
		}
		if err := s.behavior(v.Result, prefix, truth); err != nil {
			return err
		}
	}
	return nil
}
