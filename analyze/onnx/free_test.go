package onnx

import (
	"bytes"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"

	"custos.dev/custos"
)

func bytesField(n protowire.Number, parts ...[]byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(nil, n, protowire.BytesType), bytes.Join(parts, nil))
}

func value(name string, dims ...uint64) []byte {
	var shape []byte
	for _, d := range dims {
		shape = append(shape, bytesField(shapeDim, protowire.AppendVarint(protowire.AppendTag(nil, 1, protowire.VarintType), d))...)
	}
	kind := protowire.AppendVarint(protowire.AppendTag(nil, 1, protowire.VarintType), 1)
	return append(bytesField(valueName, []byte(name)), bytesField(valueType, bytesField(typeTensor, kind, bytesField(tensorShape, shape)))...)
}

// picture is a model of one picture, with a weight that is named among its inputs as well.
func picture(inputs ...[]byte) []byte {
	graph := bytesField(1, []byte("a node"))
	graph = append(graph, bytesField(graphInitializer, bytesField(tensorName, []byte("weight")))...)
	for _, in := range append(inputs, value("weight", 3, 3)) {
		graph = append(graph, bytesField(graphInput, in)...)
	}
	graph = append(graph, bytesField(graphOutput, value("output", 1, 3549, 85))...)
	graph = append(graph, bytesField(graphValueInfo, value("between", 1, 16, 208, 208))...)
	return append(protowire.AppendVarint(protowire.AppendTag(nil, 1, protowire.VarintType), 8), bytesField(modelGraph, graph)...)
}

func TestFree(t *testing.T) {
	got, err := Free(picture(value("images", 1, 3, 416, 416)))
	if err != nil {
		t.Fatal(err)
	}
	var dims, weights, outputs, others []string
	see := func(to *[]string) func([]byte) error {
		return func(v []byte) error {
			_, err := shapeOf(v, func(shape []byte) ([]byte, error) {
				return shape, within(shape, shapeDim, func(dim []byte) error {
					return fields(dim, func(n protowire.Number, whole, content []byte) error {
						if n == dimParam {
							*to = append(*to, string(content))
						} else {
							v, _ := protowire.ConsumeVarint(whole[1:])
							*to = append(*to, string(rune('0'+v)))
						}
						return nil
					})
				})
			})
			return err
		}
	}
	if err := within(got, modelGraph, func(graph []byte) error {
		n := 0
		if err := within(graph, graphInput, func(v []byte) error {
			if n++; n == 1 {
				return see(&dims)(v)
			}
			return see(&weights)(v)
		}); err != nil {
			return err
		}
		if err := within(graph, graphOutput, see(&outputs)); err != nil {
			return err
		}
		return within(graph, graphValueInfo, see(&others))
	}); err != nil {
		t.Fatal(err)
	}
	if len(dims) != 4 || dims[0] != "1" || dims[1] != "3" || dims[2] != "height" || dims[3] != "width" {
		t.Errorf("the picture is %q", dims)
	}
	if len(weights) != 2 || weights[0] != "3" || len(outputs) != 0 || len(others) != 0 {
		t.Errorf("a weight is %q, the output %q, between %q", weights, outputs, others)
	}
}

func TestFreeOfNoModel(t *testing.T) {
	two := picture(value("one", 1, 3, 8, 8), value("two", 1, 3, 8, 8))
	for name, b := range map[string][]byte{"two pictures": two, "none": picture(), "cut": picture(value("images", 1, 3, 416, 416))[:40], "text": []byte("no model")} {
		if _, err := Free(b); custos.KindOf(err) != custos.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzFree(f *testing.F) {
	f.Add(picture(value("images", 1, 3, 416, 416)))
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := Free(b)
		if err != nil {
			return
		}
		if again, err := Free(got); err != nil || !bytes.Equal(again, got) {
			t.Errorf("what is free is not free: %v", err)
		}
	})
}
