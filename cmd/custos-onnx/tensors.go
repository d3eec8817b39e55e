package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"custos.dev/custos/analyze/neural"
	"custos.dev/custos/analyze/onnx"
	"custos.dev/custos/analyze/onnx/ort"
)

// serveTensors answers a line for each line of shapes that comes, by a model whose inputs
// have at most so many numbers together, and its outputs.
func serveTensors(library string, threads, numbers int) error {
	say := json.NewEncoder(os.Stdout)
	s, shared, err := openTensors(library, threads, numbers)
	if err != nil {
		return say.Encode(onnx.Hello{Error: err.Error()})
	}
	if err := say.Encode(onnx.Hello{Inputs: s.Inputs, InputNames: s.InputNames(), Names: s.OutputNames()}); err != nil {
		return err
	}
	lines := json.NewDecoder(bufio.NewReader(os.Stdin))
	for {
		var q onnx.Shapes
		if err := lines.Decode(&q); err != nil {
			return nil // the other side has ended
		}
		a, err := runTensors(s, q, shared[:numbers], shared[numbers:])
		if err != nil {
			a.Error = err.Error()
		}
		if err := say.Encode(a); err != nil {
			return err
		}
	}
}

func openTensors(library string, threads, numbers int) (*ort.Session, []float32, error) {
	file, err := io.ReadAll(os.NewFile(onnx.ModelFD, "model"))
	if err != nil {
		return nil, nil, err
	}
	s, err := ort.Open(library, file, threads)
	if err != nil {
		return nil, nil, err
	}
	shared, err := share(2 * int64(numbers))
	return s, shared, err
}

// runTensors runs a model on what stands in from, and writes what it answers.
func runTensors(s *ort.Session, q onnx.Shapes, from, to []float32) (a onnx.Answer, err error) {
	var in []neural.Tensor
	for _, shape := range q.Inputs {
		t := neural.Tensor{Shape: shape}
		n := t.Numbers()
		if n < 1 || n > int64(len(from)) {
			return a, fmt.Errorf("inputs of the shapes %v have more numbers than there is room for", q.Inputs)
		}
		t.Data, from = from[:n], from[n:]
		in = append(in, t)
	}
	out, err := s.Run(in...)
	if err != nil {
		return a, err
	}
	return tell(out, to)
}
