package eval

import (
	"bytes"
	"encoding/binary"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"custos.dev/custos/edge/pcm"
)

// An impulse counts once, however often it is told; what is told elsewhere counts as false.
func TestImpulsesAreCounted(t *testing.T) {
	at := []int{1 * pcm.Rate, 21 * pcm.Rate, 41 * pcm.Rate}
	told := []time.Duration{time.Second, time.Second + 90*time.Millisecond, 21*time.Second + 200*time.Millisecond, 41*time.Second - 140*time.Millisecond}
	if heard, falsely := compare(at, told); heard != 2 || falsely != 1 {
		t.Errorf("%d are heard, %d false", heard, falsely)
	}
}

// wave is a file of a tone, some seconds long.
func wave(t *testing.T, file string, seconds float64) {
	t.Helper()
	n := int(seconds * 8000)
	b := append([]byte("RIFF"), 0, 0, 0, 0)
	b = append(b, "WAVEfmt "...)
	b = binary.LittleEndian.AppendUint32(b, 16)
	for _, v := range []uint16{1, 1, 8000, 0, 16000, 0, 2, 16} {
		b = binary.LittleEndian.AppendUint16(b, v)
	}
	b = binary.LittleEndian.AppendUint32(append(b, "data"...), uint32(2*n))
	for i := range n {
		b = binary.LittleEndian.AppendUint16(b, uint16(int16(8000*math.Sin(float64(i)/3))))
	}
	binary.LittleEndian.PutUint32(b[4:], uint32(len(b)-8))
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// Clips are read with their classes and folds; long files are several, and what is no sound is
// left out, with its name.
func TestClipsAreRead(t *testing.T) {
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("ffmpeg is not installed")
	}
	dir := t.TempDir()
	wave(t, filepath.Join(dir, "001 - Dog bark", "3-77-A.wav"), 2)
	wave(t, filepath.Join(dir, "001 - Dog bark", "4-78-A.wav"), 7) // two seconds more than a clip
	wave(t, filepath.Join(dir, "other", "yard.wav"), 9)
	if err := os.WriteFile(filepath.Join(dir, "other", "readme.txt"), []byte("no sound"), 0o600); err != nil {
		t.Fatal(err)
	}
	var notes bytes.Buffer
	c, err := ReadClips(t.Context(), dir, &notes)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for i, clip := range c.Clips {
		got = append(got, clip.Class+" "+time.Duration(len(clip.Samples)/pcm.Rate*int(time.Second)).String())
		if want := []int{3, 4, 0, 0}; c.Folds[i] != want[i] {
			t.Errorf("%s is of fold %d", c.Files[i], c.Folds[i])
		}
	}
	if want := []string{"dog bark 2s", "dog bark 5s", "other 5s", "other 4s"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if s := notes.String(); !strings.Contains(s, "readme.txt") || strings.Count(s, "\n") != 1 {
		t.Errorf("the notes are %q", s)
	}
	if c := joined(c, "dog bark"); len(c) < 6*pcm.Rate || len(c) > 7*pcm.Rate {
		t.Errorf("joined, the clips of a class last %d samples", len(c))
	}
}
