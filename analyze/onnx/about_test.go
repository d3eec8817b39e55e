package onnx

import (
	"context"
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"

	"custos.dev/custos"
)

func varint(n protowire.Number, v uint64) []byte {
	return protowire.AppendVarint(protowire.AppendTag(nil, n, protowire.VarintType), v)
}

// tensorValue describes an input or an output; a dimension of 0 is left open.
func tensorValue(name string, element uint64, dims ...int64) []byte {
	var shape []byte
	for _, d := range dims {
		if d == 0 {
			shape = append(shape, bytesField(shapeDim, bytesField(dimParam, []byte("open")))...)
		} else {
			shape = append(shape, bytesField(shapeDim, varint(dimValue, uint64(d)))...)
		}
	}
	return slices.Concat(bytesField(valueName, []byte(name)), bytesField(valueType, bytesField(typeTensor, varint(1, element), bytesField(tensorShape, shape))))
}

func nodeOf(op, in, out string, attributes ...[]byte) []byte {
	var b []byte
	for _, i := range strings.Fields(in) {
		b = append(b, bytesField(1, []byte(i))...)
	}
	b = append(b, bytesField(2, []byte(out))...)
	b = append(b, bytesField(4, []byte(op))...)
	for _, a := range attributes {
		b = append(b, bytesField(5, a)...)
	}
	return bytesField(1, b)
}

// whole is an attribute with a whole number.
func whole(name string, v uint64) []byte {
	return slices.Concat(bytesField(1, []byte(name)), varint(3, v), varint(20, 2))
}

func weights(name string, dims []int64, data []float32) []byte {
	var b, raw []byte
	for _, d := range dims {
		b = append(b, varint(1, uint64(d))...)
	}
	for _, x := range data {
		raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(x))
	}
	return bytesField(graphInitializer, b, varint(2, 1), bytesField(tensorName, []byte(name)), bytesField(9, raw))
}

// Elements by onnx.proto3's numbers.
const float32s, uint8s, int64s, float16s = 1, 2, 7, 10

// network is a model that answers the mean of its picture in each of 8 numbers.
func network(in, out uint64, metadata map[string]string, dims ...int64) []byte {
	graph := slices.Concat(
		nodeOf("Cast", "images", "x", whole("to", float32s)), nodeOf("ReduceMean", "x", "m", whole("keepdims", 0)),
		nodeOf("Add", "c m", "y"), nodeOf("Cast", "y", "output0", whole("to", out)),
		bytesField(2, []byte("test")), weights("c", []int64{1, 8}, make([]float32, 8)),
		bytesField(graphInput, tensorValue("images", in, dims...)), bytesField(graphOutput, tensorValue("output0", out, 1, 8)),
	)
	model := slices.Concat(varint(1, 8), bytesField(modelGraph, graph), bytesField(8, bytesField(1, nil), varint(2, 13)))
	for k, v := range metadata {
		model = append(model, bytesField(modelMetadata, bytesField(entryKey, []byte(k)), bytesField(entryValue, []byte(v)))...)
	}
	return model
}

func TestDescribe(t *testing.T) {
	a, err := Describe(network(float32s, float32s, map[string]string{"task": "detect", "imgsz": "[320, 320]"}, 0, 3, 0, 320))
	if err != nil {
		t.Fatal(err)
	}
	if len(a.Inputs) != 1 || a.Inputs[0].Name != "images" || !slices.Equal(a.Inputs[0].Dims, []int64{0, 3, 0, 320}) || a.External ||
		len(a.Outputs) != 1 || !slices.Equal(a.Outputs[0].Dims, []int64{1, 8}) || a.Metadata["task"] != "detect" || a.Metadata["imgsz"] != "[320, 320]" {
		t.Errorf("%+v", a)
	}
	// A weight that is named among the inputs is none of them; one elsewhere is seen.
	graph := slices.Concat(bytesField(graphInput, value("images", 1, 3, 8, 8)), bytesField(graphInput, value("weight", 3)),
		bytesField(graphInitializer, bytesField(tensorName, []byte("weight")), varint(tensorLocation, external)), bytesField(graphOutput, value("y", 1)))
	if a, err = Describe(bytesField(modelGraph, graph)); err != nil || len(a.Inputs) != 1 || !a.External {
		t.Errorf("%+v, %v", a, err)
	}
	for name, b := range map[string][]byte{"nothing": nil, "text": []byte("no model"), "cut": network(float32s, float32s, nil, 1, 3, 8, 8)[:60]} {
		if _, err := Describe(b); custos.KindOf(err) != custos.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzDescribe(f *testing.F) {
	f.Add(network(float32s, float32s, map[string]string{"names": "{0: 'person'}"}, 1, 3, 0, 0))
	f.Fuzz(func(t *testing.T, b []byte) {
		if a, err := Describe(b); err == nil && len(a.Outputs) == 0 {
			t.Error("a model without outputs")
		}
	})
}

func TestPicture(t *testing.T) {
	for _, c := range []struct{ in, want []int64 }{
		{[]int64{1, 3, 416, 416}, []int64{1, 3, 416, 416}},
		{[]int64{0, 3, 0, 0}, []int64{1, 3, 384, 640}},
		{[]int64{0, 0, 0, 0}, []int64{1, 3, 384, 640}},
		{[]int64{0, 0, 0, 3}, []int64{1, 384, 640, 3}},
		{[]int64{4, 3, 0, 320}, []int64{4, 3, 384, 320}},
		{[]int64{0, 512}, []int64{1, 512}},
	} {
		if got, err := Picture(c.in, 640, 384); err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%v: %v, %v", c.in, got, err)
		}
	}
	for _, in := range [][]int64{{0, 3, 0, 0}, {1, 3, 0, 320}, {1, 0}} {
		if _, err := Picture(in, 0, 0); custos.KindOf(err) != custos.Invalid || !strings.Contains(err.Error(), "--size") {
			t.Errorf("%v: %v", in, err)
		}
	}
}

// runtimeDir is where the helper and ONNX Runtime are; the test is skipped without them.
func runtimeDir(t *testing.T) string {
	t.Helper()
	bin, err := filepath.Abs("../../bin")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []string{ProgramName, LibraryName} {
		if _, err := os.Stat(filepath.Join(bin, f)); err != nil {
			t.Skipf("%s is missing: `make onnx` makes it", f)
		}
	}
	return bin
}

// Networks of other elements, layouts and open sizes run.
func TestNetworksOfManyForms(t *testing.T) {
	bin := runtimeDir(t)
	for name, c := range map[string]struct {
		in, out uint64
		dims    []int64
		want    []int64
		bytes   bool
	}{
		"floats":        {float32s, float32s, []int64{1, 3, 32, 64}, []int64{1, 3, 32, 64}, false},
		"half floats":   {float16s, float16s, []int64{1, 3, 32, 64}, []int64{1, 3, 32, 64}, false},
		"bytes, last":   {uint8s, float32s, []int64{1, 32, 64, 3}, []int64{1, 32, 64, 3}, true},
		"whole answers": {float32s, int64s, []int64{1, 3, 32, 64}, []int64{1, 3, 32, 64}, false},
		"all open":      {float32s, float32s, []int64{0, 3, 0, 0}, []int64{1, 3, 32, 64}, false},
		"batch of four": {float32s, float32s, []int64{4, 3, 32, 64}, []int64{4, 3, 32, 64}, false},
	} {
		file := filepath.Join(t.TempDir(), "model.onnx")
		if err := os.WriteFile(file, network(c.in, c.out, nil, c.dims...), 0o600); err != nil {
			t.Fatal(err)
		}
		p, err := Start(context.Background(), Config{Program: filepath.Join(bin, ProgramName), Library: filepath.Join(bin, LibraryName), Model: file, Width: 64, Height: 32})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !slices.Equal(p.Input, c.want) || p.Bytes != c.bytes || !slices.Equal(p.Names, []string{"output0"}) {
			t.Errorf("%s: %v, bytes %v, outputs %v", name, p.Input, p.Bytes, p.Names)
		}
		in := make([]float32, Size(p.Input))
		for i := range in {
			in[i] = 3
		}
		out, err := p.Run(in, 64, 32)
		if err != nil || len(out) != 1 || len(out[0].Data) != 8 || math.Abs(float64(out[0].Data[5])-3) > .01 {
			t.Errorf("%s: %v, %v", name, out, err)
		}
		p.Close()
	}
	file := filepath.Join(t.TempDir(), "model.onnx")
	if err := os.WriteFile(file, network(int64s, float32s, nil, 1, 3, 32, 64), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Start(context.Background(), Config{Program: filepath.Join(bin, ProgramName), Library: filepath.Join(bin, LibraryName), Model: file}); custos.KindOf(err) != custos.Invalid || !strings.Contains(err.Error(), "int64") {
		t.Errorf("a picture of whole numbers: %v", err)
	}
}
