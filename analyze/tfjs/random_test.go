package tfjs

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"custos.dev/custos"
	"custos.dev/custos/analyze/onnx"
)

// drawnByChance is a graph of any ops on any tensors with any attributes: nearly all of
// it is wrong somewhere.
func drawnByChance(r *rand.Rand, steps int) *drawn {
	pick := func(l []int) int { return l[r.IntN(len(l))] }
	numbers := []int{-2, -1, 0, 1, 2, 3, 4, 5, 6}
	d := new(drawn).input(1, 5, 6, pick([]int{1, 3, 4}))
	tensors := []string{"x"}
	constant := func(i int) {
		name := fmt.Sprint("k", i)
		shape := make([]int, r.IntN(5))
		n := 1
		for i := range shape {
			shape[i] = pick([]int{0, 1, 1, 2, 3, 4})
			n *= shape[i]
		}
		if r.IntN(3) == 0 {
			shape, n = []int{pick([]int{2, 3, 4})}, 0
			n = shape[0]
		}
		if r.IntN(2) == 0 {
			l := make([]int, n)
			for i := range l {
				l[i] = pick(numbers)
			}
			d.ints(name, shape, l...)
		} else {
			l := make([]float64, n)
			for i := range l {
				l[i] = float64(pick(numbers)) / 2
			}
			d.floats(name, shape, l...)
		}
		tensors = append(tensors, name)
	}
	for i := range 6 {
		constant(i)
	}
	names := slices.Sorted(maps.Keys(ops))
	l4 := func() any { return list(pick(numbers[2:]), pick(numbers[3:]), pick(numbers[3:]), 1) }
	for i := range steps {
		if r.IntN(3) == 0 {
			constant(i + 6)
		}
		op := names[r.IntN(len(names))]
		o := ops[op]
		n := o.least
		if o.most != n {
			n += r.IntN(3)
		}
		var in []string
		for range n {
			at := tensors[r.IntN(len(tensors))]
			if r.IntN(8) == 0 {
				at += ":1"
			}
			in = append(in, at)
		}
		a := attrs{
			"padding": str([]string{"SAME", "VALID", "EXPLICIT"}[r.IntN(3)]), "data_format": str([]string{"NHWC", "NHWC", "NCHW"}[r.IntN(3)]),
			"strides": list(1, pick([]int{1, 2}), pick([]int{1, 2, 3}), 1), "ksize": list(1, pick([]int{1, 2, 3}), pick([]int{1, 2}), 1), "explicit_paddings": list(0, 0, pick(numbers), 1, 1, pick(numbers), 0, 0),
			"fused_ops": texts([][]string{{}, {"BiasAdd"}, {"BiasAdd", "Prelu"}, {"Relu6"}, {"FusedBatchNorm", "Elu"}}[r.IntN(5)]...),
			"axis":      whol(pick(numbers)), "num": whol(pick(numbers)), "num_split": whol(pick(numbers)), "block_size": whol(pick(numbers)), "batch_dims": whol(0), "alpha": real(.1),
			"DstT": typ([]string{"DT_FLOAT", "DT_INT32", "DT_BOOL"}[r.IntN(3)]), "mode": str("REFLECT"), "keep_dims": flag(r.IntN(2) == 0), "align_corners": flag(r.IntN(3) == 0), "half_pixel_centers": flag(r.IntN(2) == 0),
			"transpose_a": flag(r.IntN(2) == 0), "transpose_b": flag(r.IntN(2) == 0), "adj_x": flag(r.IntN(2) == 0), "adj_y": flag(r.IntN(2) == 0),
		}
		for _, m := range []string{"begin_mask", "end_mask", "ellipsis_mask", "new_axis_mask", "shrink_axis_mask"} {
			a[m] = whol(r.IntN(16) & r.IntN(16))
		}
		switch r.IntN(6) {
		case 0:
			a["dilations"] = l4()
		case 1:
			a["strides"] = l4()
		case 2:
			a["squeeze_dims"] = list(pick(numbers))
		}
		// What goes wrong is left out, so that graphs grow.
		name := fmt.Sprint("n", i)
		before := len(d.nodes)
		d.node(name, op, strings.Join(in, " "), a)
		d.outputs = []string{name}
		if _, err := Convert(d.files(nil), "model.json", Config{}); err != nil {
			if custos.KindOf(err) != custos.Invalid {
				panic(err)
			}
			d.nodes = d.nodes[:before]
			continue
		}
		tensors = append(tensors, name)
		d.outputs = nil
	}
	d.outputs = nil
	return d
}

// Graphs by chance are converted or refused, and never more than that.
func TestGraphsByChance(t *testing.T) {
	for seed := range uint64(25) {
		d := drawnByChance(rand.New(rand.NewPCG(seed, 1)), 40)
		if r, err := Convert(d.files(t), "model.json", Config{}); err == nil {
			decode(t, r.Model)
		} else if custos.KindOf(err) != custos.Invalid {
			t.Errorf("seed %d: %v", seed, err)
		}
	}
}

// What is converted runs in ONNX Runtime, and answers in the shapes that were said.
func TestGraphsByChanceRun(t *testing.T) {
	program, library, ok := runtime()
	if !ok {
		t.Skipf("%s or %s is missing: `make build onnx` makes them", onnx.ProgramName, onnx.LibraryName)
	}
	ran := 0
	for seed := range uint64(25) {
		r, err := Convert(drawnByChance(rand.New(rand.NewPCG(seed, 2)), 40).files(t), "model.json", Config{})
		if err != nil || len(r.Inputs) != 1 { // nothing took the input
			continue
		}
		file := filepath.Join(t.TempDir(), "model.onnx")
		if err := os.WriteFile(file, r.Model, 0o600); err != nil {
			t.Fatal(err)
		}
		p, err := onnx.Start(context.Background(), onnx.Config{Program: program, Library: library, Model: file})
		if err != nil {
			t.Errorf("seed %d: %v", seed, err)
			continue
		}
		ran++
		for i, o := range r.Outputs {
			want := o.Dims
			if len(want) == 0 { // the helper's word for one number
				want = []int{1}
			}
			same := func(want int, got int64) bool { return want == -1 || int64(want) == got }
			if !slices.EqualFunc(want, p.Outputs[i], same) {
				t.Errorf("seed %d: %s has the shape %v, want %v", seed, o.Name, p.Outputs[i], want)
			}
		}
		p.Close()
	}
	if ran < 5 {
		t.Errorf("only %d graphs ran", ran)
	}
}
