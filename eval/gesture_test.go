package eval

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/analyze/gesture/figure"
	"custos.dev/custos/observe"
)

// What a label says is read, and what it may not say is refused with its line.
func TestLabelsOfGestures(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.txt")
	write := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("# from until what\nbox .3 .1 .4 .9\n\n1.5 4 hands_up # both\n6.25 9.0 wave\n")
	c, err := readLabels(file)
	if err != nil {
		t.Fatal(err)
	}
	want := figure.Stretch{What: observe.HandsUp, From: 1500 * time.Millisecond, Until: 4 * time.Second}
	if c.box == nil || *c.box != (custos.Box{X: .3, Y: .1, W: .4, H: .9}) || len(c.truth) != 2 || c.truth[0] != want {
		t.Errorf("%+v", c)
	}
	for _, bad := range []string{"1 2 dance", "2 1 wave", "-1 2 wave", "1 wave", "NaN 2 wave", "box 0 0 0 1", "box 1 2"} {
		write("1 2 wave\n" + bad + "\n")
		if _, err := readLabels(file); custos.KindOf(err) != custos.Invalid || !strings.Contains(err.Error(), "a.txt:2:") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// Without networks and clips what can be measured is, and what is skipped is said; a labelled
// clip is looked at.
func TestGesturesOfClips(t *testing.T) {
	dir := t.TempDir()
	var notes bytes.Buffer
	e := Gestures{Dir: dir, Models: t.TempDir(), Clips: 1, From: 4, Verbose: true}
	out, err := e.Run(t.Context(), &notes)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(notes.String(), "skipped: "); n != 2 {
		t.Errorf("%d are said to be skipped:\n%s", n, &notes)
	}
	for _, r := range out.Rows {
		if r.Name == "gesture-f1" {
			t.Error("a network is measured that is not there")
		}
	}
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("ffmpeg is not installed")
	}
	clip := figure.New(4)
	var raw bytes.Buffer
	var f custos.Frame
	labels := "" // of who is drawn: he lies first
	for at := time.Duration(0); at < 9*time.Second; at += 200 * time.Millisecond {
		clip.Frame(at, &f)
		raw.Write(f.Y)
		raw.Write(f.U)
		raw.Write(f.V)
	}
	labels += "5.97 8.1 lie\n"
	if err := os.Mkdir(filepath.Join(dir, "gestures"), 0o700); err != nil {
		t.Fatal(err)
	}
	enc := exec.Command("ffmpeg", "-v", "error", "-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", "384x288", "-r", "5", "-i", "-", "-c:v", "mpeg4", "-q:v", "2", filepath.Join(dir, "gestures", "a.mp4"))
	enc.Stdin = &raw
	if text, err := enc.CombinedOutput(); err != nil {
		t.Skipf("ffmpeg does not encode: %s", text)
	}
	if err := os.WriteFile(filepath.Join(dir, "gestures", "a.txt"), []byte(labels), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err = e.Run(t.Context(), &notes); err != nil {
		t.Fatal(err)
	}
	found := false
	for _, r := range out.Rows {
		found = found || r.Name == "gesture-clips-f1-silhouette"
	}
	if !found || !strings.Contains(notes.String(), "a.mp4: true [{lie 5.97s 8.1s}]") {
		t.Errorf("the clip was not looked at:\n%s", &notes)
	}
}
