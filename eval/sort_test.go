package eval

import (
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/analyze/eval"
	"custos.dev/custos/analyze/track"
	"custos.dev/custos/figures"
)

var dataDir = flag.String("data-dir", "", "the directory with mot15/, for the tests that measure; see docs/accuracy.md")

// published are the MOTA that SORT's authors state for sequences on these detections.
var published = map[string]float64{
	"TUD-Campus": .627, "ETH-Sunnyday": .591, "ETH-Pedcross2": .454, "ADL-Rundle-8": .286, "Venice-2": .186, "KITTI-17": .602,
}

// The peer is SORT: what its authors publish comes out, within a point.
func TestSORTAsPublished(t *testing.T) {
	known := 0
	for _, s := range measured(t) {
		if want, ok := published[s.name]; ok {
			known++
			if got := s.bySORT().MOTA; math.Abs(got-want) > .01 {
				t.Errorf("%s: MOTA %.3f, its authors say %.3f", s.name, got, want)
			}
		}
	}
	if known == 0 {
		t.Skip("none of the sequences is one that SORT's authors give figures for")
	}
}

func measured(t *testing.T) []sequence {
	t.Helper()
	if *dataDir == "" {
		t.Skip("-data-dir is not given: there is nothing to measure on")
	}
	all, err := sequences(filepath.Join(*dataDir, "mot15"), os.Stderr)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// walk is somebody who walks to the right, a detection a frame, and is missed in some.
func walk(frames int, missed ...int) eval.Sequence {
	s := eval.Sequence{}
	for f := 1; f <= frames; f++ {
		if !slices.Contains(missed, f) {
			s[f] = []eval.Object{{Box: custos.Box{X: 100 + 3*float64(f), Y: 50, W: 40, H: 100}, Score: 1}}
		}
	}
	return s
}

// SORT reports from the first frame on at the beginning, waits one frame for who is missed,
// and then wants three detections in a row before it reports again.
func TestSORT(t *testing.T) {
	got := trackBySORT(walk(30, 10, 20, 21))
	for f, want := range map[int]int{1: 1, 9: 1, 10: 0, 11: 0, 12: 0, 13: 1, 19: 1, 22: 0, 23: 0, 24: 0, 25: 2, 30: 2} {
		id := 0
		if len(got[f]) == 1 {
			id = got[f][0].ID
		}
		if id != want {
			t.Errorf("frame %d: track %d, want %d", f, id, want)
		}
	}
	if b, want := got[19][0].Box, walk(19)[19][0].Box; b.IoU(want) < .9 {
		t.Errorf("the box is %+v, want about %+v", b, want)
	}
}

// Two who overlap a third alike are given so that the overlaps together are the most, not one
// after the other.
func TestSORTAssignsTheBest(t *testing.T) {
	box := func(x float64) eval.Object {
		return eval.Object{Box: custos.Box{X: x, Y: 0, W: 100, H: 100}, Score: 1}
	}
	got := trackBySORT(eval.Sequence{1: {box(0), box(60)}, 2: {box(45), box(105)}})
	if len(got[2]) != 2 || got[2][0].ID == got[2][1].ID || got[2][0].Box.X > got[2][1].Box.X != (got[2][0].ID > got[2][1].ID) {
		t.Errorf("%+v", got[2])
	}
}

// What a directory of sequences holds is found, and what is assumed is said.
func TestSequences(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		f := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(f), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(f, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	line := "1,1,10,10,40,90,1\n2,1,12,10,40,90,1\n3,1,14,10,40,90,1\n4,1,16,10,40,90,1\n"
	write("a/gt.txt", line)
	write("a/det.txt", line)
	write("a/seqinfo.ini", "[Sequence]\nframeRate=7\nimWidth=640\nimHeight = 480\r\n")
	write("b/gt.txt", line)
	write("b/det.txt", line)
	write("c/gt.txt", line)
	var notes strings.Builder
	all, err := sequences(dir, &notes)
	if err != nil || len(all) != 2 {
		t.Fatalf("%+v, %v", all, err)
	}
	if a := all[0]; a.name != "a" || a.rate != 7 || a.width != 640 || a.height != 480 {
		t.Errorf("%+v", a)
	}
	if b := all[1]; b.rate != usualRate || b.width != 56 || b.height != 100 || strings.Count(notes.String(), "b: ") != 2 {
		t.Errorf("%+v, said: %s", b, notes.String())
	}
	r := figures.New("test")
	if err := besideSORT(r, dir, io.Discard); err != nil {
		t.Fatal(err)
	}
	if last := r.Rows[len(r.Rows)-1]; last.Name != "track-mota-over-sort" || last.Value > 0 || last.Value < -1 {
		t.Errorf("%+v", last)
	}
	write("c/det.txt", "nonsense\n")
	if _, err := sequences(dir, io.Discard); custos.KindOf(err) != custos.Invalid {
		t.Errorf("a damaged file: %v", err)
	}
}

// TestLeaveOneOut chooses the tracker's settings for each sequence on all others, and prints
// what they give on the one that was left out, beside what the defaults give.
func TestLeaveOneOut(t *testing.T) {
	all := measured(t)
	if len(all) < 2 {
		t.Skip("leaving one out needs two sequences")
	}
	var grid []track.Config
	for _, overlap := range []float64{.3, .375, .45} {
		for _, doubt := range []float64{.25, .5, 1} {
			for _, memory := range []time.Duration{1250 * time.Millisecond, 2500 * time.Millisecond, 5 * time.Second} {
				for _, accel := range []float64{.8, 1.2, 1.8} {
					for _, jitter := range []float64{.02, .03, .045} {
						grid = append(grid, track.Config{MinIoU: overlap, Doubt: doubt, Memory: memory, Accel: accel, Jitter: jitter})
					}
				}
			}
		}
	}
	over := make([][]float64, len(all)) // by sequence and setting
	defaults, mota := make([]float64, len(all)), make([]float64, len(all))
	for i := range all {
		s := &all[i]
		mota[i] = s.bySORT().MOTA
		defaults[i] = s.ours(track.Config{}).MOTA - mota[i]
		for _, c := range grid {
			over[i] = append(over[i], s.ours(c).MOTA-mota[i])
		}
	}
	var out strings.Builder
	var sum, sumDefault float64
	for held := range all {
		best, most := 0, math.Inf(-1)
		for k := range grid {
			mean := 0.0
			for i := range all {
				if i != held {
					mean += over[i][k]
				}
			}
			if mean > most {
				best, most = k, mean
			}
		}
		c := grid[best]
		sum, sumDefault = sum+over[held][best], sumDefault+defaults[held]
		fmt.Fprintf(&out, "| %s | %.3f | %+.3f | %+.3f | %.3f · %.2f · %v · %.1f · %.3f |\n", all[held].name, mota[held], over[held][best], defaults[held], c.MinIoU, c.Doubt, c.Memory, c.Accel, c.Jitter)
	}
	n := float64(len(all))
	t.Logf("\n| held out | SORT | chosen on the others | defaults | MinIoU · Doubt · Memory · Accel · Jitter |\n|---|---|---|---|---|\n%s| mean | | %+.3f | %+.3f | |", out.String(), sum/n, sumDefault/n)
}
