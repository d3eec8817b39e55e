package remote

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/analyze"
	"custos.dev/custos/observe"
)

// scene is a picture with detail of a brightness from 0 to 255, moved by some pixels.
func scene(seq uint64, brightness, moved int) *custos.Frame {
	f := &custos.Frame{
		Camera: camera, Ref: custos.FrameRef{Boot: 1, Seq: seq}, Time: began.Add(time.Duration(seq) * time.Second),
		Width: 128, Height: 96, Y: make([]byte, 128*96), U: bytes.Repeat([]byte{128}, 64*48), V: bytes.Repeat([]byte{128}, 64*48),
	}
	for i := range f.Y {
		f.Y[i] = byte(16 + brightness*((i%128+moved)/8%2))
	}
	return f
}

// example runs one of the examples as its comment says.
func example(t *testing.T, name, row string) *hosted {
	t.Helper()
	dir, err := filepath.Abs(filepath.Join("../../examples/analyzers", name))
	if err != nil {
		t.Fatal(err)
	}
	return hostRow(t, fmt.Sprintf(row, dir), "")
}

// ran are the payloads that came of pictures, in order, once the program runs.
func (h *hosted) ran(t *testing.T, pictures ...*custos.Frame) (out []string) {
	t.Helper()
	for i, f := range pictures {
		for end := time.Now().Add(time.Minute); ; time.Sleep(5 * time.Millisecond) {
			found, err := h.look.Look(t.Context(), f)
			if errors.Is(err, analyze.ErrSkipped) && time.Now().Before(end) {
				continue
			}
			if err != nil {
				why, _ := h.Report()
				t.Fatalf("picture %d: %v: %s", i, err, why)
			}
			for j := range found {
				e, err := found[j].Event("edge/looker", 1, 1)
				if err != nil {
					t.Fatal(err)
				}
				if _, known := observe.Of(e.Kind); known {
					t.Errorf("%s is no new kind", e.Kind)
				}
				out = append(out, fmt.Sprintf("%d %s %s", i, e.Kind, e.Payload))
			}
			break
		}
	}
	return out
}

func TestExampleInPython(t *testing.T) {
	if err := exec.Command("/usr/bin/python3", "-c", "import cv2").Run(); err != nil {
		t.Skip("OpenCV for Python is not installed: apt-get install python3-opencv")
	}
	h := example(t, "brightness", "{name: looker, command: [/usr/bin/python3, %[1]s/brightness.py], rate: 2, kinds: {view: %[1]s/view.schema.json}}")
	dark, light := 4, 160
	got := h.ran(t, scene(1, light, 0), scene(2, light, 0), scene(3, dark, 0), scene(4, dark, 0), scene(5, dark, 0), scene(6, light, 0), scene(7, light, 0))
	if len(got) != 2 || !strings.HasPrefix(got[0], `3 view {"state":"dark",`) || !strings.HasPrefix(got[1], `6 view {"state":"clear",`) {
		t.Errorf("%q", got)
	}
}

func TestExampleInNode(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("Node is not installed: apt-get install nodejs")
	}
	if node, err = filepath.EvalSymlinks(node); err != nil {
		t.Fatal(err)
	}
	h := example(t, "motion", "{name: looker, command: ["+node+", %[1]s/motion.mjs], picture: yuv420p, rate: 5, kinds: {motion: %[1]s/motion.schema.json}}")
	got := h.ran(t, scene(1, 160, 0), scene(2, 160, 0), scene(3, 160, 4), scene(4, 160, 8), scene(5, 160, 8), scene(6, 160, 8))
	if len(got) != 2 || got[0] != `2 motion {"state":"began","share":0.5}` || got[1] != `4 motion {"state":"ended","share":0}` {
		t.Errorf("%q", got)
	}
}

// TestContractIsWrittenDown holds openapi.json, which programs are written by, against what is
// asked and taken.
func TestContractIsWrittenDown(t *testing.T) {
	b, err := os.ReadFile("openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Components struct {
			Schemas map[string]struct {
				Required   []string
				Properties map[string]any
			}
		}
	}
	if err := json.Unmarshal(b, &doc); err != nil {
		t.Fatal(err)
	}
	for name, typ := range map[string]reflect.Type{"Metadata": reflect.TypeFor[metadata](), "Event": reflect.TypeFor[answerEvent]()} {
		s := doc.Components.Schemas[name]
		for i := range typ.NumField() {
			field := typ.Field(i).Tag.Get("json")
			if s.Properties[field] == nil {
				t.Errorf("%s has no %s", name, field)
			}
			delete(s.Properties, field)
		}
		if len(s.Properties) > 0 {
			t.Errorf("%s has %v, which nobody reads or writes", name, s.Properties)
		}
	}
}
