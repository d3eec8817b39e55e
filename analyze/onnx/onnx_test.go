package onnx

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"custos.dev/custos"
)

// The test's own binary plays the helper where this says how.
const roleVariable = "CUSTOS_ONNX_TEST_ROLE"

func TestMain(m *testing.M) {
	if role := os.Getenv(roleVariable); role != "" {
		play(role)
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// play is a helper whose model adds one to each of 12 numbers, and answers them twice.
func play(role string) {
	say := json.NewEncoder(os.Stdout)
	hello := Hello{Input: []int64{1, 3, 2, 2}, Outputs: [][]int64{{1, 12}, {12}}}
	if err := unix.Ftruncate(MemoryFD, 4*36); err != nil {
		panic(err)
	}
	switch role {
	case "refuses":
		_ = say.Encode(Hello{Error: "the model cannot be loaded"})
		return
	case "dies at once":
		fmt.Fprintln(os.Stderr, "libexample.so: cannot open")
		os.Exit(3)
	case "speaks otherwise":
		fmt.Println("hello")
	case "free":
		hello.Free = true
	case "wants much":
		hello.Input = []int64{1 << 40}
	case "shares little":
		hello.Outputs = [][]int64{{1, 100}}
	case "no picture":
		hello.Input = []int64{0}
	}
	_ = say.Encode(hello)
	b, err := unix.Mmap(MemoryFD, 0, 4*36, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	if err != nil {
		panic(err)
	}
	numbers := unsafe.Slice((*float32)(unsafe.Pointer(&b[0])), 36)
	for n := 1; ; n++ {
		var q Question
		if err := binary.Read(os.Stdin, binary.LittleEndian, &q); err != nil {
			return
		}
		size := 3 * int(q.Width*q.Height)
		switch {
		case role == "dies later" && n == 2:
			panic("illegal instruction")
		case role == "fails once" && n == 1:
			_ = say.Encode(Answer{Error: "out of memory"})
			continue
		}
		for i := range size {
			numbers[12+i], numbers[12+size+i] = numbers[i]+1, numbers[i]+2
		}
		a := Answer{Outputs: [][]int64{{1, int64(size)}, {int64(size)}}}
		if role == "answers more" {
			a.Outputs[1][0] = 13
		}
		_ = say.Encode(a)
	}
}

func start(t *testing.T, role string, c Config) (*Process, error) {
	t.Helper()
	t.Setenv(roleVariable, role)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c.Program, c.Library = self, self
	if c.Model == "" {
		c.Model = filepath.Join(t.TempDir(), "model.onnx")
		if err := os.WriteFile(c.Model, []byte("a model"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p, err := Start(context.Background(), c)
	if err == nil {
		t.Cleanup(p.Close)
	}
	return p, err
}

func TestRuns(t *testing.T) {
	p, err := start(t, "works", Config{})
	if err != nil {
		t.Fatal(err)
	}
	for round := range 3 {
		in := make([]float32, 12)
		for i := range in {
			in[i] = float32(i * round)
		}
		out, err := p.Run(in, 2, 2)
		if err != nil || len(out) != 2 || len(out[0].Shape) != 2 {
			t.Fatalf("%+v, %v", out, err)
		}
		for i := range in {
			if out[0].Data[i] != in[i]+1 || out[1].Data[i] != in[i]+2 {
				t.Fatalf("%v gives %v", in, out)
			}
		}
	}
	if _, err := p.Run(make([]float32, 11), 2, 2); custos.KindOf(err) != custos.Invalid {
		t.Errorf("too few numbers: %v", err)
	}
	p.Close()
	if _, err := p.Run(make([]float32, 12), 2, 2); custos.KindOf(err) != custos.Unavailable {
		t.Errorf("after its end: %v", err)
	}
}

// A free model takes what has fewer pixels, and answers accordingly.
func TestSmallerPictures(t *testing.T) {
	p, err := start(t, "free", Config{})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range [][2]int{{2, 1}, {1, 1}, {2, 2}} {
		in := make([]float32, 3*s[0]*s[1])
		in[len(in)-1] = 5
		out, err := p.Run(in, s[0], s[1])
		if err != nil || len(out) != 2 || len(out[0].Data) != len(in) || out[0].Data[len(in)-1] != 6 || out[1].Data[len(in)-1] != 7 {
			t.Errorf("%v: %v, %v", s, out, err)
		}
	}
	for _, s := range [][2]int{{3, 2}, {4, 1}, {0, 2}, {-1, -1}} {
		if _, err := p.Run(make([]float32, 3), s[0], s[1]); custos.KindOf(err) != custos.Invalid {
			t.Errorf("%v: %v", s, err)
		}
	}
	if p, err = start(t, "works", Config{}); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Run(make([]float32, 3), 1, 1); custos.KindOf(err) != custos.Invalid {
		t.Errorf("a model of one size: %v", err)
	}
}

func TestAnswersMore(t *testing.T) {
	p, err := start(t, "answers more", Config{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Run(make([]float32, 12), 2, 2); custos.KindOf(err) != custos.Invalid {
		t.Errorf("%v", err)
	}
}

func TestRefusedStarts(t *testing.T) {
	for role, want := range map[string]struct {
		kind custos.ErrorKind
		text string
	}{
		"refuses":          {custos.Invalid, "cannot be loaded"},
		"dies at once":     {custos.Unavailable, "libexample.so: cannot open"},
		"speaks otherwise": {custos.Internal, "does not parse"},
		"wants much":       {custos.Invalid, "no picture's detector"},
		"no picture":       {custos.Invalid, "no picture's detector"},
		"shares little":    {custos.Internal, "less memory"},
	} {
		began := time.Now()
		if _, err := start(t, role, Config{}); custos.KindOf(err) != want.kind || !strings.Contains(err.Error(), want.text) {
			t.Errorf("%s: %v", role, err)
		}
		if time.Since(began) > startWithin/2 {
			t.Errorf("%s: it was waited for", role)
		}
	}
}

func TestMissing(t *testing.T) {
	if _, err := Start(context.Background(), Config{Program: "/nowhere/custos-onnx"}); custos.KindOf(err) != custos.Unavailable || !strings.Contains(err.Error(), "make onnx") {
		t.Errorf("without the helper: %v", err)
	}
	if _, err := start(t, "works", Config{Model: "/nowhere/model.onnx"}); custos.KindOf(err) != custos.Invalid {
		t.Errorf("without the model: %v", err)
	}
	if _, err := start(t, "works", Config{Digest: custos.Hash{1}}); custos.KindOf(err) != custos.Invalid || !strings.Contains(err.Error(), "was changed") {
		t.Errorf("another model than was pinned: %v", err)
	}
}

func TestModelThatFails(t *testing.T) {
	p, err := start(t, "fails once", Config{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Run(make([]float32, 12), 2, 2); custos.KindOf(err) != custos.Invalid || !strings.Contains(err.Error(), "out of memory") {
		t.Errorf("it says %v", err)
	}
	if _, err := p.Run(make([]float32, 12), 2, 2); err != nil {
		t.Errorf("and then %v", err)
	}
}

// Native code may end its process; the one that asks goes on and says so.
func TestHelperThatDies(t *testing.T) {
	p, err := start(t, "dies later", Config{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Run(make([]float32, 12), 2, 2); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := p.Run(make([]float32, 12), 2, 2); custos.KindOf(err) != custos.Unavailable || !strings.Contains(err.Error(), "illegal instruction") {
			t.Errorf("it says %v", err)
		}
	}
}
