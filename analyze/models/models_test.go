package models

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"custos.dev/custos"
	"custos.dev/custos/analyze/neural"

	"google.golang.org/protobuf/encoding/protowire"
)

func part(n protowire.Number, parts ...[]byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(nil, n, protowire.BytesType), slices.Concat(parts...))
}

func dimensions(name string, dims []int64) []byte {
	var shape []byte
	for _, d := range dims {
		var dim []byte
		if d > 0 {
			dim = protowire.AppendVarint(protowire.AppendTag(nil, 1, protowire.VarintType), uint64(d))
		}
		shape = append(shape, part(1, dim)...)
	}
	return slices.Concat(part(1, []byte(name)), part(2, part(1, part(2, shape))))
}

// onnxFile writes what a network's file says of itself, without a network.
func onnxFile(t *testing.T, metadata map[string]string, inputs, outputs [][]int64) string {
	t.Helper()
	var graph []byte
	for i, d := range inputs {
		graph = append(graph, part(11, dimensions(string(rune('a'+i)), d))...)
	}
	for _, d := range outputs {
		graph = append(graph, part(12, dimensions("y", d))...)
	}
	model := part(7, graph)
	for k, v := range metadata {
		model = append(model, part(14, part(1, []byte(k)), part(2, []byte(v)))...)
	}
	file := filepath.Join(t.TempDir(), "model.onnx")
	if err := os.WriteFile(file, model, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestWhatANetworksFileSays(t *testing.T) {
	open, fixed := [][]int64{{0, 3, 0, 0}}, [][]int64{{1, 3, 256, 320}}
	dyn := [][]int64{{0, 84, 0}}
	for name, c := range map[string]struct {
		model         Model
		metadata      map[string]string
		in, out       [][]int64
		width, height int
		err           string
	}{
		"fixed":             {Model{}, map[string]string{"imgsz": "[9, 9]"}, fixed, dyn, 320, 256, ""},
		"last":              {Model{}, nil, [][]int64{{1, 256, 320, 3}}, dyn, 320, 256, ""},
		"by metadata":       {Model{}, map[string]string{"imgsz": "[384, 640]"}, open, dyn, 640, 384, ""},
		"by places":         {Model{}, nil, open, [][]int64{{1, 84, 8400}}, 640, 640, ""},
		"by one dimension":  {Model{}, nil, [][]int64{{1, 3, 320, 0}}, dyn, 320, 320, ""},
		"by who adds it":    {Model{Width: 96, Height: 64}, map[string]string{"imgsz": "[384, 640]"}, open, dyn, 96, 64, ""},
		"by nothing":        {Model{}, nil, open, dyn, 0, 0, ""},
		"pose":              {Model{}, map[string]string{"task": "pose", "names": "{0: 'person'}"}, fixed, dyn, 0, 0, "key points"},
		"two inputs":        {Model{}, nil, [][]int64{{1, 3, 8, 8}, {1, 2}}, dyn, 0, 0, "2 inputs (a, b)"},
		"strange names":     {Model{}, map[string]string{"names": "{0: 'vest'}"}, fixed, dyn, 0, 0, "--class 0=person"},
		"an embedding asks": {Model{Shape: neural.Embedding}, map[string]string{"task": "classify"}, fixed, dyn, 320, 256, ""},
	} {
		got, _, err := c.model.learn(onnxFile(t, c.metadata, c.in, c.out))
		if c.err != "" {
			if custos.KindOf(err) != custos.Invalid || !strings.Contains(err.Error(), c.err) {
				t.Errorf("%s: %v, want %q", name, err, c.err)
			}
			continue
		}
		if err != nil || got.Width != c.width || got.Height != c.height {
			t.Errorf("%s: %dx%d, %v", name, got.Width, got.Height, err)
		}
	}
	got, _, err := Model{}.learn(onnxFile(t, map[string]string{"names": "{0: 'person', 1: 'dog', 2: 'bus'}"}, fixed, dyn))
	if err != nil || got.Count != 3 || len(got.Classes) != 2 || got.Classes[0] != custos.Person || got.Classes[2] != custos.Vehicle {
		t.Errorf("%+v, %v", got, err)
	}
	if _, _, err := (Model{}).learn(filepath.Join(t.TempDir(), "none.onnx")); custos.KindOf(err) != custos.Invalid {
		t.Errorf("no file: %v", err)
	}
}
