package eval

import (
	"errors"
	"io"
	"strings"
	"testing"

	"custos.dev/custos"
)

func TestReadMOT(t *testing.T) {
	s, err := ReadMOT(strings.NewReader("1,7,10,20,30,40\r\n\n2, 7, 11.5, 20, 30, 40, 0.25, -1, -1, -1\n1,-1,0,0,5,5,0\n"))
	if err != nil {
		t.Fatal(err)
	}
	if len(s) != 2 || len(s[1]) != 2 || len(s[2]) != 1 {
		t.Fatalf("read %v", s)
	}
	want := Object{ID: 7, Box: custos.Box{X: 11.5, Y: 20, W: 30, H: 40}, Score: 0.25}
	if s[2][0] != want {
		t.Errorf("read %v, want %v", s[2][0], want)
	}
	if s[1][0].Score != 1 {
		t.Errorf("a line without confidence got %v, want 1", s[1][0].Score)
	}
	if c := s.Counted(); len(c[1]) != 1 || c[1][0].ID != 7 {
		t.Errorf("counted %v, the object of score 0 must be gone and no other", c[1])
	}
	if b := s.Scaled(100, 200)[1][0].Box; b != (custos.Box{X: 0.1, Y: 0.1, W: 0.3, H: 0.2}) {
		t.Errorf("scaled to %v", b)
	}
	if s[1][0].Box.X != 10 {
		t.Error("Scaled changed the sequence that it was called on")
	}
}

func TestReadMOTRefuses(t *testing.T) {
	for name, line := range map[string]string{
		"too few columns":  "1,2,3,4,5",
		"text":             "1,2,three,4,5,6",
		"frame 0":          "0,1,2,3,4,5",
		"half a frame":     "1.5,1,2,3,4,5",
		"endless frame":    "1e300,1,2,3,4,5",
		"half an identity": "1,1.5,2,3,4,5",
		"no width":         "1,1,2,3,0,5",
		"negative height":  "1,1,2,3,4,-5",
		"not a number":     "1,1,NaN,3,4,5",
		"infinite":         "1,1,2,3,Inf,5",
	} {
		_, err := ReadMOT(strings.NewReader("1,1,2,3,4,5\n" + line + "\n"))
		if custos.KindOf(err) != custos.Invalid || !strings.Contains(err.Error(), "line 2") {
			t.Errorf("%s: got %v, want an invalid line 2", name, err)
		}
	}
	if _, err := ReadMOT(io.MultiReader(strings.NewReader("1,1,2,3,4,5\n"), broken{})); err == nil {
		t.Error("a reader that fails gave no error: half a file would be measured")
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("the disk is gone") }

func FuzzReadMOT(f *testing.F) {
	f.Add("1,1,2,3,4,5,1\n")
	f.Add(",,,,,,\n1e9,0,0,0,0,0")
	f.Fuzz(func(t *testing.T, in string) {
		s, err := ReadMOT(strings.NewReader(in))
		if err != nil {
			return
		}
		for frame, os := range s {
			for _, o := range os {
				if frame < 1 || !(o.Box.W > 0) || !(o.Box.H > 0) {
					t.Fatalf("accepted frame %d with %v", frame, o)
				}
			}
		}
	})
}
