package onnx

import (
	"encoding/json"

	"custos.dev/custos"
	"custos.dev/custos/analyze/neural"
)

// Shapes is what the helper of a model of tensors is asked by, as a line: the shapes of the
// inputs, whose numbers stand in the first half of the shared memory, input after input. The
// outputs' stand in the second.
type Shapes struct {
	Inputs [][]int64 `json:"inputs"`
}

// Tensors gives a model of tensors its inputs, in the order of InputNames, and returns its
// outputs; they are valid until the next run. After an Unavailable error the process is of
// no more use.
func (p *Process) Tensors(inputs ...neural.Tensor) ([]neural.Tensor, error) {
	if p.dead != nil {
		return nil, p.dead
	}
	if p.tensors == 0 {
		return nil, custos.Errorf(custos.Internal, "a model of pictures is given tensors")
	}
	numbers := p.numbers()
	in := numbers[:p.tensors]
	var q Shapes
	for _, t := range inputs {
		if n := t.Numbers(); n < 1 || n != int64(len(t.Data)) || n > int64(len(in)) {
			return nil, custos.Errorf(custos.Invalid, "an input of the shape %v with %d numbers: its shape wants %d, and %d of %d are left", t.Shape, len(t.Data), n, len(in), p.tensors)
		}
		copy(in, t.Data)
		in = in[len(t.Data):]
		q.Inputs = append(q.Inputs, append([]int64{}, t.Shape...))
	}
	if err := json.NewEncoder(p.ask).Encode(q); err != nil {
		return nil, p.died()
	}
	return p.answered(numbers[p.tensors:])
}
