package onnx

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"custos.dev/custos"
	"custos.dev/custos/analyze/neural"
)

// picker is a model of two inputs, rows of any number and the number of one, that answers
// that row and all rows twice.
func picker() []byte {
	graph := slices.Concat(
		nodeOf("Gather", "rows which", "row"), nodeOf("Add", "rows rows", "twice"), bytesField(2, []byte("test")),
		bytesField(graphInput, tensorValue("rows", float32s, 0, 3)), bytesField(graphInput, tensorValue("which", int64s)),
		bytesField(graphOutput, tensorValue("row", float32s, 3)), bytesField(graphOutput, tensorValue("twice", float32s, 0, 3)),
	)
	return slices.Concat(varint(1, 8), bytesField(modelGraph, graph), bytesField(8, bytesField(1, nil), varint(2, 13)))
}

func startPicker(t *testing.T, numbers int) *Process {
	t.Helper()
	bin := runtimeDir(t)
	file := filepath.Join(t.TempDir(), "model.onnx")
	if err := os.WriteFile(file, picker(), 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := Start(context.Background(), Config{Program: filepath.Join(bin, ProgramName), Library: filepath.Join(bin, LibraryName), Model: file, Tensors: numbers})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return p
}

func TestTensors(t *testing.T) {
	p := startPicker(t, 64)
	if !slices.Equal(p.InputNames, []string{"rows", "which"}) || !slices.Equal(p.Names, []string{"row", "twice"}) || !slices.Equal(p.Inputs[0], []int64{0, 3}) {
		t.Fatalf("%v %v %v", p.InputNames, p.Names, p.Inputs)
	}
	for rows := int64(1); rows <= 3; rows++ { // another size each time
		in := neural.Tensor{Shape: []int64{rows, 3}}
		for i := range 3 * rows {
			in.Data = append(in.Data, float32(i))
		}
		out, err := p.Tensors(in, neural.Tensor{Data: []float32{float32(rows - 1)}})
		if err != nil {
			t.Fatal(err)
		}
		last := float32(3 * (rows - 1))
		if len(out) != 2 || !slices.Equal(out[0].Data, []float32{last, last + 1, last + 2}) || !slices.Equal(out[1].Shape, []int64{rows, 3}) || out[1].Data[3*rows-1] != 2*(last+2) {
			t.Errorf("%d rows: %v", rows, out)
		}
	}
}

// What a model of tensors cannot take is refused, and it goes on.
func TestTensorsRefused(t *testing.T) {
	p := startPicker(t, 16)
	one := neural.Tensor{Shape: []int64{1, 3}, Data: []float32{1, 2, 3}}
	zero := neural.Tensor{Data: []float32{0}}
	for name, c := range map[string]struct {
		in   []neural.Tensor
		says string
	}{
		"one input":      {[]neural.Tensor{one}, "2 inputs"},
		"too few":        {[]neural.Tensor{{Shape: []int64{2, 3}, Data: one.Data}, zero}, "wants 6"},
		"no shape":       {[]neural.Tensor{{Shape: []int64{-1, 3}, Data: one.Data}, zero}, "wants -1"},
		"too many":       {[]neural.Tensor{{Shape: []int64{6, 3}, Data: make([]float32, 18)}, zero}, "of 16 are left"},
		"other shape":    {[]neural.Tensor{{Shape: []int64{3, 1}, Data: one.Data}, zero}, "rows"},
		"another row":    {[]neural.Tensor{one, {Data: []float32{7}}}, "out of data bounds"},
		"answers more":   {[]neural.Tensor{{Shape: []int64{5, 3}, Data: make([]float32, 15)}, zero}, "room for"},
		"nothing at all": {nil, "2 inputs"},
	} {
		if _, err := p.Tensors(c.in...); custos.KindOf(err) != custos.Invalid || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if out, err := p.Tensors(one, zero); err != nil || !slices.Equal(out[0].Data, one.Data) {
		t.Errorf("after all that: %v, %v", out, err)
	}
	if _, err := p.Run(one.Data, 1, 1); custos.KindOf(err) != custos.Internal {
		t.Errorf("a picture: %v", err)
	}
}
