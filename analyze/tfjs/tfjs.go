// Package tfjs turns networks of TensorFlow.js into ONNX: graph models, which are a
// GraphDef in JSON (model.json) with its weights in files beside it. What is constant is
// worked out, batch norms become part of their convolutions, and pictures have their
// channels first, as ONNX Runtime runs them fastest; a tensor is transposed only where its
// numbers must stand in the original's order.
//
// A file is not trusted: whatever it says is bounded and checked, and what cannot be
// converted is a sentence of the kind custos.Invalid that names the node.
package tfjs

import (
	"crypto/sha256"
	"io/fs"
	"path"
	"slices"

	"custos.dev/custos"
)

// Config says how to convert.
type Config struct {
	// Batch is how many pictures an input takes that leaves this open; 0 means 1.
	Batch int
	// Width and Height are of the picture, in pixels, where the network leaves them open; 0
	// is what its signature says.
	Width, Height int
	// Outputs are those that are wanted, by their names or those of tensors inside of the
	// network; none are all. What nobody needs is left out.
	Outputs []string
	// Metadata is noted in the network's file beside what the conversion notes itself.
	Metadata map[string]string
}

// Keys of what a conversion notes in a network's metadata.
const (
	// KeySource is the model.json's name, KeySourceDigest and KeyWeightsDigest are the
	// SHA-256 of it and of its weights' files, one after the other.
	KeySource        = "custos.source"
	KeySourceDigest  = "custos.source.sha256"
	KeyWeightsDigest = "custos.weights.sha256"
	// KeyInput, with a dot and the input's name, says what the original takes, where the
	// converted network takes something else.
	KeyInput = "custos.input"
)

// Port is an input or an output of a network.
type Port struct {
	Name string `json:"name"`
	// Type is float32, int32, bool or uint8.
	Type string `json:"type"`
	// Dims are its dimensions; one that depends on what is computed is -1.
	Dims []int `json:"dims"`
	// Note says how it differs from the original's; "" is not at all.
	Note string `json:"note,omitempty"`
}

// Result is a network that was converted.
type Result struct {
	// Model is the network in ONNX. The same source makes the same bytes.
	Model           []byte      `json:"-"`
	Inputs, Outputs []Port      `json:"-"`
	Source          custos.Hash `json:"source"`
	Weights         custos.Hash `json:"weights"`
	// Before counts the original's operations without constants, After the converted
	// network's, by their names.
	Before, After map[string]int `json:"-"`
}

// Convert reads a model.json and its weights, and converts it. The weights' files are
// looked for in its directory and below it.
func Convert(files fs.FS, name string, c Config) (*Result, error) {
	if min(c.Width, c.Height) < 0 || max(c.Width, c.Height) > maxWindow {
		return nil, custos.Errorf(custos.Invalid, "a picture of %d by %d pixels: 1 to %d can be", c.Width, c.Height, maxWindow)
	}
	if c.Batch < 0 || c.Batch > maxBatch {
		return nil, custos.Errorf(custos.Invalid, "a batch of %d pictures: 1 to %d can be", c.Batch, maxBatch)
	}
	text, err := readFile(files, name, maxModel)
	if err != nil {
		return nil, err
	}
	m, err := parse(text)
	if err != nil {
		return nil, err
	}
	sources, err := m.check(c.Outputs)
	if err != nil {
		return nil, err
	}
	weights, digest, err := m.weights(files, path.Dir(name))
	if err != nil {
		return nil, err
	}
	order, err := m.order(sources)
	if err != nil {
		return nil, err
	}
	r := &Result{Source: custos.Hash(sha256.Sum256(text)), Weights: digest, Before: map[string]int{}}
	for _, n := range order {
		if n.Op != "Const" {
			r.Before[n.Op]++
		}
	}
	v := &converter{
		graph: newGraph(), weights: weights, width: c.Width, height: c.Height, batch: max(c.Batch, 1), uses: m.uses(order, sources),
		values: map[string][]*value{}, said: map[string]*shapeDef{},
	}
	if m.Signature != nil {
		for _, in := range m.Signature.Inputs {
			node, _ := tensorName(in.Name)
			v.said[node] = in.Shape
		}
	}
	for _, s := range sources {
		v.graph.unique(s.name) // no other tensor has an output's name
	}
	for _, n := range order {
		if err := v.convert(n); err != nil {
			return nil, n.wrong(err)
		}
	}
	for _, s := range sources {
		if err := v.output(s); err != nil {
			return nil, err
		}
	}
	v.graph.prune()
	note := func(key, value string) { v.graph.metadata = append(v.graph.metadata, [2]string{key, value}) }
	note(KeySource, path.Base(name))
	note(KeySourceDigest, r.Source.String())
	note(KeyWeightsDigest, r.Weights.String())
	for _, in := range v.graph.inputs {
		if in.Note != "" {
			note(KeyInput+"."+in.Name, in.Note)
		}
	}
	for _, by := range [][2]string{{"custos.generated_by", m.GeneratedBy}, {"custos.converted_by", m.ConvertedBy}} {
		if by[1] != "" {
			note(by[0], by[1])
		}
	}
	var keys []string
	for k := range c.Metadata {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		note(k, c.Metadata[k])
	}
	if r.Model, err = v.graph.encode(); err != nil {
		return nil, err
	}
	r.Inputs, r.Outputs, r.After = v.graph.inputs, v.graph.outputs, v.graph.count()
	return r, nil
}
