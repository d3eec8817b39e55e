package onnx

import (
	"google.golang.org/protobuf/encoding/protowire"

	"custos.dev/custos"
)

// Fields of onnx.proto3, as far as they matter here.
const (
	modelGraph        = 7
	graphInitializer  = 5
	graphInput        = 11
	graphOutput       = 12
	graphValueInfo    = 13
	tensorName        = 8
	valueName         = 1
	valueType         = 2
	typeTensor        = 1
	tensorShape       = 2
	shapeDim          = 1
	dimParam          = 2
	heightAt, widthAt = 2, 3 // of batch, channels, height, width
)

// Free is a model without the height and the width of its picture, which its file fixes: a
// network of convolutions works on others as well, and what is small is fast. Whether this
// one does is seen when it runs. Sizes that follow from the picture's are left out, since
// the runtime works them out. A file that is no model of one picture is Invalid.
func Free(model []byte) ([]byte, error) {
	given := map[string]bool{} // older files name weights among the inputs
	if err := within(model, modelGraph, func(graph []byte) error {
		return within(graph, graphInitializer, func(t []byte) error {
			return within(t, tensorName, func(name []byte) error { given[string(name)] = true; return nil })
		})
	}); err != nil {
		return nil, err
	}
	freed := 0
	out, err := edit(model, modelGraph, func(graph []byte) ([]byte, error) {
		graph, err := edit(graph, graphInput, func(v []byte) ([]byte, error) {
			name := ""
			if err := within(v, valueName, func(b []byte) error { name = string(b); return nil }); err != nil || given[name] {
				return v, err
			}
			freed++
			return shapeOf(v, func(shape []byte) ([]byte, error) {
				n := -1
				return edit(shape, shapeDim, func(dim []byte) ([]byte, error) {
					switch n++; n {
					case heightAt:
						return protowire.AppendString(protowire.AppendTag(nil, dimParam, protowire.BytesType), "height"), nil
					case widthAt:
						return protowire.AppendString(protowire.AppendTag(nil, dimParam, protowire.BytesType), "width"), nil
					}
					return dim, nil
				})
			})
		})
		if err != nil {
			return nil, err
		}
		graph, err = edit(graph, graphOutput, func(v []byte) ([]byte, error) { return shapeOf(v, nothing) })
		if err != nil {
			return nil, err
		}
		return edit(graph, graphValueInfo, nothing)
	})
	if err == nil && freed != 1 {
		err = custos.Errorf(custos.Invalid, "the model has %d inputs: one, a picture, is wanted", freed)
	}
	return out, err
}

func nothing([]byte) ([]byte, error) { return nil, nil }

// shapeOf edits the shape of a tensor's description.
func shapeOf(value []byte, change func([]byte) ([]byte, error)) ([]byte, error) {
	return edit(value, valueType, func(t []byte) ([]byte, error) {
		return edit(t, typeTensor, func(t []byte) ([]byte, error) { return edit(t, tensorShape, change) })
	})
}

// fields calls with each field of a message: its whole encoding, and its content if it has
// a length.
func fields(message []byte, do func(n protowire.Number, whole, content []byte) error) error {
	for len(message) > 0 {
		n, kind, tag := protowire.ConsumeTag(message)
		if tag < 0 {
			return custos.Errorf(custos.Invalid, "the file is no ONNX model: %w", protowire.ParseError(tag))
		}
		size := protowire.ConsumeFieldValue(n, kind, message[tag:])
		if size < 0 {
			return custos.Errorf(custos.Invalid, "the file is no ONNX model: %w", protowire.ParseError(size))
		}
		var content []byte
		if kind == protowire.BytesType {
			content, _ = protowire.ConsumeBytes(message[tag:])
		}
		if err := do(n, message[:tag+size], content); err != nil {
			return err
		}
		message = message[tag+size:]
	}
	return nil
}

// within calls with the content of each field of a number.
func within(message []byte, number protowire.Number, do func([]byte) error) error {
	return fields(message, func(n protowire.Number, _, content []byte) error {
		if n != number || content == nil {
			return nil
		}
		return do(content)
	})
}

// edit changes the content of each field of a number; a nil content takes the field out.
func edit(message []byte, number protowire.Number, change func([]byte) ([]byte, error)) ([]byte, error) {
	out := make([]byte, 0, len(message)+64)
	err := fields(message, func(n protowire.Number, whole, content []byte) error {
		if n != number || content == nil {
			out = append(out, whole...)
			return nil
		}
		c, err := change(content)
		if err == nil && c != nil {
			out = protowire.AppendBytes(protowire.AppendTag(out, n, protowire.BytesType), c)
		}
		return err
	})
	return out, err
}
