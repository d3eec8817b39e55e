package tfjs

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"custos.dev/custos"
)

// small is a network that has a bit of everything.
func small() *drawn {
	d := new(drawn).input(-1, 8, 8, 3).
		floats("k", []int{3, 3, 3, 8}, filled(216, .5)...).floats("b", []int{8}, counted(8)...).
		node("c", "_FusedConv2D", "x k b", with(conv("SAME", 2), "fused_ops", texts("BiasAdd", "Relu6"))).
		ints("s", []int{2}, 1, -1).node("r", "Reshape", "c s").
		floats("w", []int{128, 2}, filled(256, .01)...).node("y", "MatMul", "r w")
	d.outputs = []string{"y"}
	return d
}

// changed is the small network with its JSON edited.
func changed(t testing.TB, edit func(m map[string]any, d *drawn)) fs.FS {
	d := small()
	b, err := json.Marshal(d.model())
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]any
	if err := json.Unmarshal(b, &m); err != nil {
		t.Fatal(err)
	}
	edit(m, d)
	if b, err = json.Marshal(m); err != nil {
		t.Fatal(err)
	}
	return fstest.MapFS{"model.json": {Data: b}, "w.bin": {Data: d.data}}
}

// object goes down a document by keys and places.
func object(v any, path ...any) map[string]any {
	for _, p := range path {
		switch p := p.(type) {
		case string:
			v = v.(map[string]any)[p]
		case int:
			v = v.([]any)[p]
		}
	}
	return v.(map[string]any)
}

func nodeNamed(m map[string]any, name string) map[string]any {
	for _, n := range object(m, "modelTopology")["node"].([]any) {
		if n.(map[string]any)["name"] == name {
			return n.(map[string]any)
		}
	}
	return nil
}

func TestWhatIsWrongIsASentence(t *testing.T) {
	weight := func(m map[string]any, i int) map[string]any { return object(m, "weightsManifest", 0, "weights", i) }
	group := func(m map[string]any) map[string]any { return object(m, "weightsManifest", 0) }
	add := func(m map[string]any, n map[string]any) {
		top := object(m, "modelTopology")
		top["node"] = append(top["node"].([]any), n)
	}
	for name, c := range map[string]struct {
		edit func(m map[string]any, d *drawn)
		says string
	}{
		"layers":             {func(m map[string]any, _ *drawn) { m["format"] = "layers-model" }, "a graph model is wanted"},
		"no nodes":           {func(m map[string]any, _ *drawn) { delete(m, "modelTopology") }, "no modelTopology"},
		"a null node":        {func(m map[string]any, _ *drawn) { object(m, "modelTopology")["node"] = []any{nil} }, "no name"},
		"two of a name":      {func(m map[string]any, _ *drawn) { add(m, map[string]any{"name": "y", "op": "Relu"}) }, `two nodes of the model have the name "y"`},
		"a name of controls": {func(m map[string]any, _ *drawn) { add(m, map[string]any{"name": "a\nb", "op": "Relu"}) }, "no name that can be used"},
		"an unknown op":      {func(m map[string]any, _ *drawn) { nodeNamed(m, "r")["op"] = "Frobnicate" }, `node "r" of the op Frobnicate: this op is not converted`},
		"a loop":             {func(m map[string]any, _ *drawn) { nodeNamed(m, "r")["op"] = "NextIteration" }, "loops or branches"},
		"a cycle":            {func(m map[string]any, _ *drawn) { nodeNamed(m, "c")["input"] = []any{"y", "k", "b"} }, "takes from itself"},
		"itself":             {func(m map[string]any, _ *drawn) { nodeNamed(m, "c")["input"] = []any{"c", "k", "b"} }, "takes from itself"},
		"an input of nobody": {func(m map[string]any, _ *drawn) { nodeNamed(m, "r")["input"] = []any{"nobody", "s"} }, `"nobody" is no node`},
		"too few inputs":     {func(m map[string]any, _ *drawn) { nodeNamed(m, "r")["input"] = []any{"c"} }, "it has 1 inputs"},
		"no such result":     {func(m map[string]any, _ *drawn) { nodeNamed(m, "r")["input"] = []any{"c:7", "s"} }, "result 7"},
		"an output of nobody": {func(m map[string]any, _ *drawn) {
			object(m, "signature", "outputs")["z"] = map[string]any{"name": "nobody"}
		}, `"nobody"`},
		"no result of an output": {func(m map[string]any, _ *drawn) {
			object(m, "signature", "outputs")["z"] = map[string]any{"name": "y:1"}
		}, "result 1"},
		"text for a number": {func(m map[string]any, _ *drawn) {
			nodeNamed(m, "c")["attr"].(map[string]any)["strides"] = map[string]any{"list": map[string]any{"i": []any{"one"}}}
		}, "strides does not parse"},
		"steps of 0": {func(m map[string]any, _ *drawn) {
			nodeNamed(m, "c")["attr"].(map[string]any)["strides"] = list(1, 0, 2, 1)
		}, "strides is [1 0 2 1]"},
		"huge steps": {func(m map[string]any, _ *drawn) {
			nodeNamed(m, "c")["attr"].(map[string]any)["strides"] = list(1, 1<<30, 1<<30, 1)
		}, "cannot be"},
		"an unknown padding": {func(m map[string]any, _ *drawn) {
			nodeNamed(m, "c")["attr"].(map[string]any)["padding"] = str("ALMOST")
		}, `padding is "ALMOST"`},
		"an unknown fused op": {func(m map[string]any, _ *drawn) {
			nodeNamed(m, "c")["attr"].(map[string]any)["fused_ops"] = texts("BiasAdd", "Swish")
		}, `"Swish"`},
		"no bias": {func(m map[string]any, _ *drawn) { nodeNamed(m, "c")["input"] = []any{"x", "k"} }, "needs more inputs"},
		"an open picture": {func(m map[string]any, _ *drawn) {
			object(m, "modelTopology", "node", 0, "attr")["shape"] = dims(1, -1, 8, 3)
		}, "--size"},
		"a huge picture": {func(m map[string]any, _ *drawn) {
			object(m, "modelTopology", "node", 0, "attr")["shape"] = dims(1, 1<<20, 1<<20, 3)
		}, "which cannot be"},
		"a picture of nothing": {func(m map[string]any, _ *drawn) {
			object(m, "modelTopology", "node", 0, "attr")["shape"] = dims(1, 8, 0, 3)
		}, "--size"},
		"other channels": {func(m map[string]any, _ *drawn) {
			object(m, "modelTopology", "node", 0, "attr")["shape"] = dims(1, 8, 8, 4)
		}, "its input has 4"},
		"no weight":            {func(m map[string]any, _ *drawn) { weight(m, 0)["name"] = "other" }, `node "k" of the op Const: the weights' manifest has no weight`},
		"two weights":          {func(m map[string]any, _ *drawn) { weight(m, 1)["name"] = "k" }, `two weights have the name "k"`},
		"a strange weight":     {func(m map[string]any, _ *drawn) { weight(m, 0)["dtype"] = "complex64" }, `"complex64"`},
		"a shape below 0":      {func(m map[string]any, _ *drawn) { weight(m, 0)["shape"] = []int{-1, 3} }, "[-1 3]"},
		"a huge shape":         {func(m map[string]any, _ *drawn) { weight(m, 0)["shape"] = []int{1 << 20, 1 << 20, 1 << 20} }, "which cannot be"},
		"a shape of no length": {func(m map[string]any, _ *drawn) { weight(m, 0)["shape"] = slices.Repeat([]int{1}, 99) }, "99 dimensions"},
		"more than is there":   {func(m map[string]any, _ *drawn) { weight(m, 0)["shape"] = []int{3, 3, 3, 800} }, "one is missing or cut"},
		"less than is there":   {func(m map[string]any, _ *drawn) { weight(m, 0)["shape"] = []int{3, 3, 3, 4} }, "bytes that are left"},
		"gigabytes": {func(m map[string]any, _ *drawn) {
			weight(m, 0)["shape"] = []int{1 << 26, 2}
		}, "256 MB"},
		"a strange quantization": {func(m map[string]any, _ *drawn) { weight(m, 0)["quantization"] = map[string]any{"dtype": "int4"} }, `"int4"`},
		"a cut file":             {func(_ map[string]any, d *drawn) { d.data = d.data[:100] }, "have 100 bytes"},
		"no file":                {func(m map[string]any, _ *drawn) { group(m)["paths"] = []string{"other.bin"} }, "there is no file other.bin"},
		"a file elsewhere":       {func(m map[string]any, _ *drawn) { group(m)["paths"] = []string{"../w.bin"} }, "a file beside the model"},
		"a file of the system":   {func(m map[string]any, _ *drawn) { group(m)["paths"] = []string{"/etc/passwd"} }, "a file beside the model"},
		"a shape that is not its own": {func(_ map[string]any, d *drawn) {
			at := 4*216 + 4*8 // the second number of s
			copy(d.data[at:], []byte{7, 0, 0, 0, 7, 0, 0, 0})
		}, "the shape [7 7]"},
	} {
		_, err := Convert(changed(t, c.edit), "model.json", Config{})
		if err == nil || custos.KindOf(err) != custos.Invalid || !strings.Contains(errText(err), c.says) {
			t.Errorf("%s: %v, want %q", name, err, c.says)
		}
	}
	if _, err := Convert(changed(t, func(map[string]any, *drawn) {}), "model.json", Config{}); err != nil {
		t.Errorf("as it was: %v", err)
	}
}

func errText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// What a network says is large is refused before there is memory for it.
func TestConstantsAreBounded(t *testing.T) {
	for name, draw := range map[string]func(d *drawn){
		"filled": func(d *drawn) { d.ints("s", []int{2}, 1<<14, 1<<13).floats("v", nil, 1).node("f", "Fill", "s v") },
		"a range": func(d *drawn) {
			d.floats("a", nil, 0).floats("b", nil, 1e30).floats("s", nil, 1).node("f", "Range", "a b s")
		},
		"repeated": func(d *drawn) {
			d.floats("v", []int{2}, 1, 2).ints("n", []int{1}, 1<<27).node("f", "Tile", "v n")
		},
		"sparse": func(d *drawn) {
			d.ints("i", []int{1, 2}, 0, 0).ints("s", []int{2}, 1<<14, 1<<14).floats("v", nil, 1).floats("z", nil, 0).node("f", "SparseToDense", "i s v z")
		},
		"padded": func(d *drawn) {
			d.floats("v", []int{1}, 1).ints("p", []int{1, 2}, 1<<27, 1<<27-2).node("f", "Pad", "v p")
		},
		"again and again": func(d *drawn) {
			d.ints("s", []int{2}, 1<<10, 1<<10).floats("v", nil, 1).node("f0", "Fill", "s v")
			for i := range 20 {
				d.node(fmt.Sprint("f", i+1), "Square", fmt.Sprint("f", i))
			}
			d.node("f", "Identity", "f20")
		},
	} {
		d := new(drawn).input(1, 2)
		draw(d)
		d.node("m", "Max", "f a0", attrs{"keep_dims": flag(true)}).ints("a0", []int{1}, 0).node("y", "Mul", "x m")
		d.outputs = []string{"y"}
		_, err := Convert(d.files(t), "model.json", Config{})
		if custos.KindOf(err) != custos.Invalid || !strings.Contains(errText(err), "million numbers") && !strings.Contains(errText(err), "no range") && !strings.Contains(errText(err), "cannot be") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A whole number divided by 0 ends the process that runs a network.
func TestNoWholeNumberIsDividedByZero(t *testing.T) {
	for name, draw := range map[string]func(d *drawn){
		"by 0":                func(d *drawn) { d.ints("k", nil, 0).node("y", "FloorDiv", "i k") },
		"by what is computed": func(d *drawn) { d.node("y", "FloorMod", "i i") },
		"by a 0 among others": func(d *drawn) { d.ints("k", []int{2}, 1, 0).node("y", "RealDiv", "i k") },
		"constants": func(d *drawn) {
			d.ints("k", nil, 0).ints("j", nil, 1).node("c", "FloorMod", "j k").node("y", "Mul", "i c")
		},
	} {
		d := new(drawn).input(1, 2).node("i", "Cast", "x", attrs{"DstT": typ("DT_INT32")})
		draw(d)
		d.outputs = []string{"y"}
		if _, err := Convert(d.files(t), "model.json", Config{}); custos.KindOf(err) != custos.Invalid || !strings.Contains(errText(err), "divides whole numbers") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTheSameSourceMakesTheSameBytes(t *testing.T) {
	files := small().files(t)
	config := Config{Metadata: map[string]string{"names": "['person']", "task": "detect", "a": "b", "c": "d"}}
	first, err := Convert(files, "model.json", config)
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		again, err := Convert(files, "model.json", config)
		if err != nil || !bytes.Equal(first.Model, again.Model) {
			t.Fatalf("another file: %v", err)
		}
	}
	meta := decode(t, first.Model).meta
	if meta[KeySource] != "model.json" || meta[KeySourceDigest] != first.Source.String() || meta[KeyWeightsDigest] != first.Weights.String() ||
		meta["names"] != "['person']" || !strings.HasPrefix(meta[KeyInput+".x"], "channels first") {
		t.Errorf("%v", meta)
	}
}

func TestWhatIsLeftOpenAndWanted(t *testing.T) {
	d := small()
	d.nodes[0]["attr"].(attrs)["shape"] = dims(-1, -1, -1, 3)
	r, err := Convert(d.files(t), "model.json", Config{Batch: 2, Width: 32, Height: 8, Outputs: []string{"c"}})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(r.Inputs[0].Dims, []int{2, 3, 8, 32}) || len(r.Outputs) != 1 || r.Outputs[0].Name != "c" || !slices.Equal(r.Outputs[0].Dims, []int{2, 4, 16, 8}) {
		t.Errorf("%+v, %+v", r.Inputs, r.Outputs)
	}
	if got := decode(t, r.Model); slices.Contains(got.ops, "Gemm") || got.consts["w"] != nil {
		t.Errorf("what nobody needs is there: %v", got.ops)
	}
	for _, c := range []Config{{Outputs: []string{"nobody"}}, {Outputs: []string{"c", "c"}}, {Batch: -1}, {Batch: 1 << 20}, {Width: 1 << 20}, {Height: -1}} {
		if _, err := Convert(d.files(t), "model.json", c); custos.KindOf(err) != custos.Invalid {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

// Weights are read as they are kept.
func TestWeights(t *testing.T) {
	f := func(l ...float32) *tensor { return floats([]int{len(l)}, l) }
	for name, c := range map[string]struct {
		typ  string
		q    *quantization
		data []byte
		want *tensor
	}{
		"floats":        {"float32", nil, []byte{0, 0, 128, 63, 0, 0, 0, 192}, f(1, -2)},
		"whole numbers": {"int32", nil, []byte{255, 255, 255, 255, 7, 0, 0, 0}, wholes(-1, 7)},
		"truths":        {"bool", nil, []byte{0, 1, 9}, &tensor{dtype: boolean, shape: []int{3}, i: []int32{0, 1, 1}}},
		"bytes":         {"float32", &quantization{"uint8", .5, -1}, []byte{0, 2, 255}, f(-1, 0, 126.5)},
		"two bytes":     {"float32", &quantization{"uint16", .5, -1}, []byte{0, 0, 2, 1}, f(-1, 128)},
		"halves":        {"float32", &quantization{"float16", 0, 0}, []byte{0, 0x3c, 0, 0xc0, 1, 0, 0, 0x7c, 0, 0x80}, f(1, -2, 5.9604645e-08, float32(inf), 0)},
		"whole, scaled": {"int32", &quantization{"uint8", 2, -3}, []byte{0, 5}, wholes(-3, 7)},
	} {
		got, err := dequantize(c.data, c.want.size(), c.typ, c.q)
		if err != nil || got.dtype != c.want.dtype || !slices.Equal(got.f, c.want.f) || !slices.Equal(got.i, c.want.i) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	if _, err := dequantize([]byte{255}, 1, "int32", &quantization{"uint8", 1e30, 0}); custos.KindOf(err) != custos.Invalid {
		t.Errorf("what fits into no whole number: %v", err)
	}
}

// Networks of which nobody knows who wrote them are converted or refused, in bounded time
// and memory.
func FuzzConvert(f *testing.F) {
	seed := func(d *drawn) {
		b, err := json.Marshal(d.model())
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b, d.data)
	}
	seed(small())
	d := new(drawn).input(1, 5, 1, 3)
	d.node("u", "Unpack", "x", attrs{"axis": whol(3), "num": whol(3)}).node("p", "Pack", "u:2 u:1 u", attrs{"axis": whol(-1)}).
		ints("b", []int{4}, 0, 0, 0, 1).ints("e", []int{4}, 1, 0, 0, 0).ints("s", []int{4}, 1, 1, 1, 1).
		node("t", "StridedSlice", "p b e s", attrs{"end_mask": whol(8), "ellipsis_mask": whol(2), "new_axis_mask": whol(4), "shrink_axis_mask": whol(1)}).
		ints("a", []int{1}, 1).node("y", "Mean", "t a", attrs{"keep_dims": flag(false)})
	seed(d)
	d = new(drawn).input(4, 4).floats("s", []int{4}, .8, .9, .7, .1).ints("n", nil, 10).floats("iou", nil, .5).floats("least", nil, .2)
	d.node("k", "NonMaxSuppressionV3", "x s n iou least").ints("axis", nil, 0).node("g", "GatherV2", "x k axis").node("y", "ConcatV2", "g x axis")
	seed(d)
	d = new(drawn).input(1, 6, 6, 3).ints("z", []int{2}, 12, 9).node("r", "ResizeBilinear", "x z").ints("p", []int{4, 2}, 0, 0, 1, 0, 0, 1, 0, 0).node("q", "Pad", "r p").
		floats("k", []int{2, 2, 3, 2}, counted(24)...).node("y", "DepthwiseConv2dNative", "q k", conv("VALID", 1))
	seed(d)
	d = new(drawn).input(1, 3).floats("from", nil, 1).floats("to", nil, 7).floats("by", nil, 2).node("r", "Range", "from to by").node("q", "Square", "r").
		node("s", "Shape", "q").ints("m", []int{1}, 3).node("h", "Tile", "q m").node("f", "Fill", "s by").node("v", "Sum", "h s").node("y", "Mul", "x f")
	seed(d)
	f.Fuzz(func(t *testing.T, model, weights []byte) {
		files := fstest.MapFS{"model.json": {Data: model}, "w.bin": {Data: weights}}
		r, err := Convert(maps.Clone(files), "model.json", Config{})
		if err != nil {
			if custos.KindOf(err) != custos.Invalid || err.Error() == "" {
				t.Fatalf("%v is %s", err, custos.KindOf(err))
			}
			return
		}
		got := decode(t, r.Model)
		if len(got.outputs) == 0 {
			t.Fatal("a network without outputs")
		}
	})
}
