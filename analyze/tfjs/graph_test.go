package tfjs

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"google.golang.org/protobuf/encoding/protowire"

	"custos.dev/custos/analyze/onnx"
)

// drawn is a graph model that a test writes.
type drawn struct {
	nodes   []map[string]any
	weights []map[string]any
	data    []byte
	outputs []string // none are by themselves
}

type attrs map[string]any

func list(l ...int) any {
	out := []string{} // as protobuf's JSON has them
	for _, x := range l {
		out = append(out, fmt.Sprint(x))
	}
	return map[string]any{"list": map[string]any{"i": out}}
}

func texts(l ...string) any {
	out := []string{}
	for _, s := range l {
		out = append(out, base64.StdEncoding.EncodeToString([]byte(s)))
	}
	return map[string]any{"list": map[string]any{"s": out}}
}

func str(s string) any {
	return map[string]any{"s": base64.StdEncoding.EncodeToString([]byte(s))}
}
func whol(x int) any     { return map[string]any{"i": fmt.Sprint(x)} }
func real(x float64) any { return map[string]any{"f": x} }
func flag(b bool) any    { return map[string]any{"b": b} }
func typ(s string) any   { return map[string]any{"type": s} }

func dims(l ...int) any {
	var d []any
	for _, x := range l {
		d = append(d, map[string]any{"size": fmt.Sprint(x)})
	}
	return map[string]any{"shape": map[string]any{"dim": d}}
}

// input adds the network's input.
func (d *drawn) input(shape ...int) *drawn {
	return d.node("x", "Placeholder", "", attrs{"dtype": typ("DT_FLOAT"), "shape": dims(shape...)})
}

func (d *drawn) node(name, op, in string, a ...attrs) *drawn {
	n := map[string]any{"name": name, "op": op, "input": strings.Fields(in)}
	if len(a) > 0 {
		n["attr"] = a[0]
	}
	d.nodes = append(d.nodes, n)
	return d
}

func (d *drawn) weight(name, dtype string, shape []int, raw []byte) *drawn {
	d.node(name, "Const", "")
	d.weights = append(d.weights, map[string]any{"name": name, "shape": shape, "dtype": dtype})
	d.data = append(d.data, raw...)
	return d
}

// floats adds a constant; a shape of nil is one number.
func (d *drawn) floats(name string, shape []int, l ...float64) *drawn {
	var raw []byte
	for _, x := range l {
		raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(float32(x)))
	}
	if shape == nil {
		shape = []int{}
	}
	return d.weight(name, "float32", shape, raw)
}

func (d *drawn) ints(name string, shape []int, l ...int) *drawn {
	var raw []byte
	for _, x := range l {
		raw = binary.LittleEndian.AppendUint32(raw, uint32(int32(x)))
	}
	if shape == nil {
		shape = []int{}
	}
	return d.weight(name, "int32", shape, raw)
}

func (d *drawn) model() map[string]any {
	m := map[string]any{
		"format": "graph-model", "modelTopology": map[string]any{"node": d.nodes},
		"weightsManifest": []any{map[string]any{"paths": []string{"w.bin"}, "weights": d.weights}},
	}
	if d.outputs != nil {
		o := map[string]any{}
		for _, name := range d.outputs {
			o[name] = map[string]any{"name": name}
		}
		m["signature"] = map[string]any{"outputs": o}
	}
	return m
}

func (d *drawn) files(t testing.TB) fs.FS {
	b, err := json.Marshal(d.model())
	if err != nil {
		t.Fatal(err)
	}
	return fstest.MapFS{"model.json": {Data: b}, "w.bin": {Data: d.data}}
}

// read is what a file of ONNX has, as far as tests look at it.
type read struct {
	ops     []string
	in      map[string]bool // tensors that nodes take
	made    map[string]bool // tensors that nodes make
	consts  map[string][]int
	outputs []string
	meta    map[string]string
}

func decode(t testing.TB, b []byte) *read {
	t.Helper()
	r := &read{in: map[string]bool{}, made: map[string]bool{}, consts: map[string][]int{}, meta: map[string]string{}}
	message(nil).each(t, b, func(n protowire.Number, _ uint64, model []byte) {
		switch n {
		case 7:
			message(nil).each(t, model, func(n protowire.Number, _ uint64, part []byte) {
				switch n {
				case 1:
					message(nil).each(t, part, func(n protowire.Number, _ uint64, b []byte) {
						switch n {
						case 1:
							r.in[string(b)] = true
						case 2:
							if r.made[string(b)] {
								t.Errorf("two nodes make %q", b)
							}
							r.made[string(b)] = true
						case 4:
							r.ops = append(r.ops, string(b))
						}
					})
				case 5:
					name, shape := "", []int{}
					message(nil).each(t, part, func(n protowire.Number, x uint64, b []byte) {
						switch n {
						case 1:
							shape = append(shape, int(x))
						case 8:
							name = string(b)
						}
					})
					r.consts[name] = shape
				case 12:
					message(nil).each(t, part, func(n protowire.Number, _ uint64, b []byte) {
						if n == 1 {
							r.outputs = append(r.outputs, string(b))
						}
					})
				}
			})
		case 14:
			key := ""
			message(nil).each(t, model, func(n protowire.Number, _ uint64, b []byte) {
				if n == 1 {
					key = string(b)
				} else {
					r.meta[key] = string(b)
				}
			})
		}
	})
	for _, o := range r.outputs {
		if !r.made[o] {
			t.Errorf("nobody makes the output %q", o)
		}
	}
	return r
}

// each calls with the fields of a message.
func (message) each(t testing.TB, b []byte, do func(n protowire.Number, x uint64, content []byte)) {
	t.Helper()
	for len(b) > 0 {
		n, kind, tag := protowire.ConsumeTag(b)
		if tag < 0 {
			t.Fatal("the file is no message of protobuf")
		}
		size := protowire.ConsumeFieldValue(n, kind, b[tag:])
		if size < 0 {
			t.Fatal("the file is no message of protobuf")
		}
		switch kind {
		case protowire.BytesType:
			content, _ := protowire.ConsumeBytes(b[tag:])
			do(n, 0, content)
		case protowire.VarintType:
			x, _ := protowire.ConsumeVarint(b[tag:])
			do(n, x, nil)
		}
		b = b[tag+size:]
	}
}

// runtime are the helper and ONNX Runtime's library; false where they are not there.
func runtime() (program, library string, ok bool) {
	bin, err := filepath.Abs("../../bin")
	if err != nil {
		return "", "", false
	}
	program, library = filepath.Join(bin, onnx.ProgramName), filepath.Join(bin, onnx.LibraryName)
	for _, f := range []string{program, library} {
		if _, err := os.Stat(f); err != nil {
			return "", "", false
		}
	}
	return program, library, true
}

// run runs a converted network on what the original takes, of a shape with the channels
// last, and returns its outputs.
func run(t testing.TB, network []byte, shape []int, in []float32) [][]float32 {
	t.Helper()
	program, library, ok := runtime()
	if !ok {
		t.Skipf("%s or %s is missing: `make build onnx` makes them", onnx.ProgramName, onnx.LibraryName)
	}
	file := filepath.Join(t.TempDir(), "model.onnx")
	if err := os.WriteFile(file, network, 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := onnx.Start(context.Background(), onnx.Config{Program: program, Library: library, Model: file})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	width, height := 0, 0
	if len(p.Input) == 4 {
		height, width = int(p.Input[2]), int(p.Input[3])
		if int(p.Input[1]) == shape[3] && shape[1] != shape[3] {
			in = floats(shape, in).transpose(channelsFirst).f
		}
	}
	tensors, err := p.Run(in, width, height)
	if err != nil {
		t.Fatal(err)
	}
	var out [][]float32
	for _, o := range tensors {
		out = append(out, slices.Clone(o.Data))
	}
	return out
}
