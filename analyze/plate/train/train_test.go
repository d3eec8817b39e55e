package train

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/gomonobold"

	"custos.dev/custos"
	"custos.dev/custos/analyze/plate"
)

func fonts(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, b := range map[string][]byte{"bold.ttf": gobold.TTF, "deeper/mono.ttf": gomonobold.TTF, "broken.ttf": []byte("no font"), "README": []byte("x")} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// The same fonts and the same seed give the same network, also where one is taught further.
func TestTraining(t *testing.T) {
	faces, err := Faces(fonts(t))
	if err != nil || len(faces) != 2 {
		t.Fatalf("%d fonts, %v", len(faces), err)
	}
	said := 0
	teach := func(seed uint64, from *plate.GlyphNet) []byte {
		t.Helper()
		n, err := Network(t.Context(), Config{Faces: faces, Seed: seed, From: from, Lines: 9, Rounds: 1, Batch: 4, Say: func(int, float64) { said++ }})
		if err != nil {
			t.Fatal(err)
		}
		return n.Marshal()
	}
	one := teach(1, nil)
	if !bytes.Equal(one, teach(1, nil)) {
		t.Error("the same seed gives another network")
	}
	if bytes.Equal(one, teach(2, nil)) {
		t.Error("another seed gives the same network")
	}
	if said != 3 {
		t.Errorf("%d rounds were told of", said)
	}
	n, err := plate.ParseGlyphNet(one)
	if err != nil || !bytes.Equal(n.Marshal(), one) {
		t.Errorf("it is not read as it was written: %v", err)
	}
	if more := teach(3, n); bytes.Equal(more, one) || bytes.Equal(more, teach(3, nil)) {
		t.Error("a network that is taught further is none of that and of what it was taught")
	}
}

// What is taught again and again is known in the end.
func TestTeaching(t *testing.T) {
	faces, err := Faces(fonts(t))
	if err != nil {
		t.Fatal(err)
	}
	some, err := examples(t.Context(), &Config{Faces: faces, Seed: 5, Lines: 4})
	if err != nil {
		t.Fatal(err)
	}
	teacher := newTeacher(nil, rand.New(rand.NewPCG(1, 1)))
	for range 120 {
		teacher.step(some, []int{0, 1, 2, 3}, .002)
	}
	if got := right(teacher.GlyphNet, some); got < .8 {
		t.Errorf("%.2f of the letters of four lines are right after they were taught 120 times", got)
	}
}

// The network that Custos brings reads a line that is drawn well, in a font that it was not taught.
func TestBuiltinReads(t *testing.T) {
	faces, err := Faces(fonts(t))
	if err != nil {
		t.Fatal(err)
	}
	n, err := plate.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	d, err := draw(faces[0], "RK 755 AJ", spacing{.08, .1, .8})
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range d.Pix { // dark on light
		d.Pix[i] = 255 - p
	}
	last := d.spans[len(d.spans)-1][1]
	got, err := plate.GlyphReader{Net: n}.Read(t.Context(), d.Gray, plate.Upright(d.spans[0][0]-10, d.top, last-d.spans[0][0]+20, d.bottom-d.top))
	if err != nil || plate.Distance(got.Text(), "RK755AJ") > 2 {
		t.Errorf("a drawn line reads %q, %v", got.Text(), err)
	}
}

func TestNothingToTrainOn(t *testing.T) {
	for _, dir := range []string{t.TempDir(), filepath.Join(t.TempDir(), "none")} {
		if _, err := Faces(dir); custos.KindOf(err) != custos.Invalid {
			t.Errorf("%s: %v", dir, err)
		}
	}
	faces, err := Faces(fonts(t))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Network(ctx, Config{Faces: faces, Lines: 20}); !errors.Is(err, context.Canceled) {
		t.Errorf("who is told to end: %v", err)
	}
}

func TestHostileNetworks(t *testing.T) {
	good := plate.NewGlyphNet().Marshal()
	for name, b := range map[string][]byte{"nothing": nil, "text": []byte("custos-glyphs-2\nhello"), "cut": good[:len(good)-3], "more": append(bytes.Clone(good), 1), "infinite": bytes.Replace(good, good[16:20], []byte{0, 0, 128, 127}, 1)} {
		if _, err := plate.ParseGlyphNet(b); custos.KindOf(err) != custos.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}
