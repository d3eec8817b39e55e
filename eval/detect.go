package eval

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"custos.dev/custos/analyze/cascade"
	"custos.dev/custos/analyze/eval"
	"custos.dev/custos/analyze/models"
	"custos.dev/custos/figures"
	"custos.dev/custos/term"
)

// clip is footage with its ground truth.
type clip struct{ name, video, truth string }

// clips are those of the data directory that have footage, by their names. The footage of
// PETS09-S2L1 comes from elsewhere.
func (v *vision) clips() []clip {
	dirs, _ := filepath.Glob(filepath.Join(v.dir, "mot15", "*", "gt.txt"))
	slices.Sort(dirs)
	var out []clip
	for _, truth := range dirs {
		dir := filepath.Dir(truth)
		if filepath.Base(dir) == "PETS09-S2L1" {
			continue
		}
		for _, ext := range []string{".mp4", ".avi", ".mkv"} {
			video := filepath.Join(dir, filepath.Base(dir)+ext)
			if _, err := os.Stat(video); err == nil {
				out = append(out, clip{shortName(filepath.Base(dir)), video, truth})
				break
			}
		}
	}
	if !slices.ContainsFunc(out, func(c clip) bool { return c.name == "campus" }) {
		v.file("mot15", "TUD-Campus", "TUD-Campus.mp4") // says that it is skipped
	}
	return out
}

// shortName is what a sequence is called in rows.
func shortName(sequence string) string {
	if sequence == "TUD-Campus" {
		return "campus"
	}
	return strings.ToLower(sequence)
}

// way is a detector that is measured; one without a file is the built-in one.
type way struct {
	name   string
	file   string
	about  models.Model
	always bool
}

func (w way) start(ctx context.Context) (*looker, error) {
	if w.file == "" {
		return newLooker(ctx, "", false)
	}
	return startLooker(ctx, w.about, w.file, w.always)
}

// ways are the built-in detector, the site's best network, and YOLOX-nano beside it where the
// data directory has it: a measure that others know.
func (v *vision) ways() []way {
	out := []way{{name: "default"}}
	best, err := models.Best(v.networks, models.Detect)
	if err != nil {
		term.Printf(v.notes, "skipped: neural: %v\n", err)
	} else {
		file := best.File(v.networks)
		out = append(out, way{"neural", file, best, false}, way{"neural-always", file, best, true})
	}
	if f, ok := v.file("models", "yolox_nano.onnx"); ok {
		out = append(out, way{"yolox", f, models.Model{}, false}, way{"yolox-always", f, models.Model{}, true})
	}
	return out
}

// detections are what the site's best network sees on all clips.
type detections struct {
	clips  int
	f1, ms float64
}

// clip adds how well it sees people on a clip: those detections count that are rather right
// than wrong, in the frames that were looked at.
func (d *detections) clip(b *figures.Result, name string, s *seen, truth eval.Sequence) {
	looked, sure := eval.Sequence{}, eval.Sequence{}
	for n, all := range truth.Scaled(s.width, s.height) {
		if s.looks[n] {
			looked[n] = all
		}
	}
	for n, all := range s.found {
		sure[n] = slices.DeleteFunc(slices.Clone(all), func(o eval.Object) bool { return o.Score < cascade.Sure })
	}
	r := eval.EvalDetections(looked, sure, .5)
	b.Add(name+"-detect-f1", r.F1, "")
	d.clips++
	d.f1 += r.F1
	d.ms += float64(s.detect.Microseconds()) / 1000
}

// add adds the means over all clips.
func (d *detections) add(b *figures.Result) {
	if d.clips == 0 {
		return
	}
	b.Add("detect-f1", d.f1/float64(d.clips), "mean over the clips")
	b.Add("detect-ms", d.ms/float64(d.clips), "ms CPU/frame, mean over the clips")
}
