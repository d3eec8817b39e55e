package models

import (
	"context"
	"slices"

	"custos.dev/custos/analyze/neural"
	"custos.dev/custos/analyze/onnx"
)

// tensorsMost is how many numbers the inputs of a network of tensors may have together, and
// its outputs: memory is taken as they are used.
const tensorsMost = 16 << 20

// Runner is a network of any inputs and outputs, which is started when it is first used, and
// again when it has ended. Several may use it; one run goes on at a time.
type Runner struct {
	Model
	once lives[*onnx.Process]
}

// Run gives the network its inputs and returns its outputs, which belong to the caller, both
// in the order of the network's file. A network that cannot run is Unavailable or Invalid;
// one that has ended is started again by a later call.
func (r *Runner) Run(ctx context.Context, inputs ...neural.Tensor) (outputs []neural.Tensor, err error) {
	err = r.once.running(func(p *onnx.Process) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		out, err := p.Tensors(inputs...)
		for _, t := range out {
			outputs = append(outputs, neural.Tensor{Shape: t.Shape, Data: slices.Clone(t.Data)})
		}
		return err
	})
	return outputs, err
}

// NewRunner is the network of a file, which must have the model's digest unless that is zero.
// It is not started yet; the caller closes it.
func NewRunner(m Model, file string) *Runner {
	return &Runner{Model: m, once: lives[*onnx.Process]{
		start: func() (*onnx.Process, error) {
			return onnx.Start(context.Background(), onnx.Config{Model: file, Digest: m.Digest, Tensors: tensorsMost})
		},
		end: (*onnx.Process).Close,
	}}
}

// Close ends the network, for good.
func (r *Runner) Close() { r.once.forGood() }

// Open is the network of a name, for tensors; NotFound if the site has none. It is not
// started yet, and is closed with all others. Analyzers open theirs when they are made.
func (n *Networks) Open(name string) (*Runner, error) {
	if r := n.runners[name]; r != nil {
		return r, nil
	}
	m, err := Load(n.dir, name)
	if err != nil {
		return nil, err
	}
	n.runners[name] = NewRunner(m, modelFile(n.dir, name))
	return n.runners[name], nil
}
