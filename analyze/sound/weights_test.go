package sound

import (
	"bytes"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// random are weights of a form that training makes, without having learned anything.
func random() *Weights {
	r := rand.New(rand.NewPCG(1, 1))
	w := &Weights{head: weightsHead{Format: weightsFormat, Features: features, Hidden: 2, Members: 1, Classes: []string{"bark", Other}, Clips: 4, Seed: 7, Reach: 2}}
	w.mean, w.dev = make([]float32, features), make([]float32, features)
	w.members = []network{newNetwork(features, 2, 2)}
	for _, p := range w.parts() {
		for i := range p {
			p[i] = .1 + r.Float32()
		}
	}
	return w
}

// A file of weights reads back as what was written; one that is cut, too long, of another format,
// absurd or damaged is refused with a sentence.
func TestWeightsFile(t *testing.T) {
	b, err := random().Marshal()
	if err != nil {
		t.Fatal(err)
	}
	w, err := Parse(b)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := w.Marshal(); err != nil || !bytes.Equal(again, b) || len(w.Name()) != len("audio ")+12 || w.head.Seed != 7 {
		t.Errorf("%s: %v", w.Name(), err)
	}
	line, numbers, _ := bytes.Cut(b, []byte("\n"))
	with := func(old, text string) []byte {
		changed := strings.Replace(string(line), old, text, 1)
		if changed == string(line) {
			t.Fatalf("%s is not in %s", old, line)
		}
		return append([]byte(changed+"\n"), numbers...)
	}
	number := func(at int, v float32) []byte {
		c := bytes.Clone(b)
		bits := math.Float32bits(v)
		for i := range 4 {
			c[len(line)+1+4*at+i] = byte(bits >> (8 * i))
		}
		return c
	}
	for what, bad := range map[string][]byte{
		"nothing": nil, "no line": []byte("abc"), "no JSON": []byte("abc\n"), "cut": b[:len(b)-1], "cut in the line": b[:len(line)-5], "too long": append(bytes.Clone(b), 0),
		"huge": make([]byte, maxWeights+1), "another format": with(weightsFormat, "custos-audio/9"), "other descriptions": with(`"features":510`, `"features":9`),
		"many units": with(`"hidden":2`, `"hidden":2000000000`), "no unit": with(`"hidden":2`, `"hidden":-2`), "many networks": with(`"members":1`, `"members":1000000000`),
		"a class that steers terminals": with("bark", `\u001b[2J`), "no name": with("bark", ""), "one class": with(`["bark","other"]`, `["bark"]`), "no reach": with(`"reach":2`, `"reach":0`),
		"not a number": number(3, float32(math.NaN())), "endless": number(5, float32(math.Inf(1))), "a deviation of none": number(features, 0),
	} {
		if _, err := Parse(bad); err == nil || len(err.Error()) < 20 {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// FuzzWeights: what is read can be asked, and writes what was read.
func FuzzWeights(f *testing.F) {
	b, err := random().Marshal()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b, 3)
	f.Add(b[:200], 0)
	x := scene(1, rand.New(rand.NewPCG(1, 1)))
	fs := frames(x)
	f.Fuzz(func(t *testing.T, b []byte, flip int) {
		if flip > 0 && len(b) > 0 {
			b = bytes.Clone(b)
			b[flip%len(b)] ^= byte(flip >> 8)
		}
		w, err := Parse(b)
		if err != nil {
			return
		}
		g := w.guess(fs)
		if g.Class != "" && !(g.Probability >= 0 && g.Probability <= 1.0001) {
			t.Fatalf("%+v", g)
		}
		if _, err := w.Marshal(); err != nil {
			t.Fatal(err)
		}
	})
}
