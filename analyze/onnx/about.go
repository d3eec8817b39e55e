package onnx

import (
	"google.golang.org/protobuf/encoding/protowire"

	"custos.dev/custos"
)

// More fields of onnx.proto3.
const (
	modelMetadata  = 14
	entryKey       = 1
	entryValue     = 2
	tensorLocation = 14
	external       = 1 // of tensorLocation
	dimValue       = 1
)

// About is what a model's file says of itself.
type About struct {
	// Inputs are those that are no weights.
	Inputs, Outputs []Value
	// Metadata is what the exporting program has noted.
	Metadata map[string]string
	// External says that weights are in another file.
	External bool
}

// Value is an input or an output.
type Value struct {
	Name string
	// Dims are its dimensions; one that is left open is 0. nil is not said.
	Dims []int64
}

// most bounds how many of each there are: a file is not trusted.
const most = 10000

// Describe reads what a model's file says of itself. A file that is no model is Invalid.
func Describe(model []byte) (*About, error) {
	a := &About{Metadata: map[string]string{}}
	given := map[string]bool{}
	var inputs []Value
	err := fields(model, func(n protowire.Number, _, content []byte) error {
		switch {
		case n == modelMetadata && content != nil:
			key, value, err := entry(content)
			if err == nil && len(a.Metadata) < most {
				a.Metadata[key] = value
			}
			return err
		case n == modelGraph && content != nil:
			return fields(content, func(n protowire.Number, _, content []byte) error {
				switch n {
				case graphInitializer:
					return a.weight(content, given)
				case graphInput:
					return described(content, &inputs)
				case graphOutput:
					return described(content, &a.Outputs)
				}
				return nil
			})
		}
		return nil
	})
	for _, in := range inputs {
		if !given[in.Name] { // older files name weights among the inputs
			a.Inputs = append(a.Inputs, in)
		}
	}
	if err == nil && len(a.Outputs) == 0 {
		err = custos.Errorf(custos.Invalid, "the file is no ONNX model: it has no outputs")
	}
	return a, err
}

func entry(content []byte) (key, value string, err error) {
	err = fields(content, func(n protowire.Number, _, content []byte) error {
		switch n {
		case entryKey:
			key = string(content)
		case entryValue:
			value = string(content)
		}
		return nil
	})
	return key, value, err
}

func (a *About) weight(content []byte, given map[string]bool) error {
	return fields(content, func(n protowire.Number, whole, content []byte) error {
		switch n {
		case tensorName:
			given[string(content)] = true
		case tensorLocation:
			a.External = a.External || number(whole) == external
		}
		return nil
	})
}

// number is the value of a field that is a varint; 0 if it is none.
func number(whole []byte) int64 {
	_, kind, tag := protowire.ConsumeTag(whole)
	if tag < 0 || kind != protowire.VarintType {
		return 0
	}
	v, n := protowire.ConsumeVarint(whole[tag:])
	if n < 0 {
		return 0
	}
	return int64(v)
}

func described(content []byte, to *[]Value) error {
	if len(*to) >= most {
		return custos.Errorf(custos.Invalid, "the model has more than %d inputs or outputs", most)
	}
	var v Value
	err := fields(content, func(n protowire.Number, _, content []byte) error {
		if n == valueName {
			v.Name = string(content)
		}
		return nil
	})
	if err == nil {
		err = within(content, valueType, func(t []byte) error {
			return within(t, typeTensor, func(t []byte) error {
				return within(t, tensorShape, func(shape []byte) error {
					v.Dims = []int64{}
					return within(shape, shapeDim, func(dim []byte) error {
						d := int64(0)
						err := fields(dim, func(n protowire.Number, whole, _ []byte) error {
							if n == dimValue {
								d = max(number(whole), 0)
							}
							return nil
						})
						v.Dims = append(v.Dims, d)
						return err
					})
				})
			})
		})
	}
	*to = append(*to, v)
	return err
}
