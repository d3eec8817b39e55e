package tfjs

import (
	"errors"
	"io"
	"io/fs"

	"custos.dev/custos"
)

// What a model may have at most. The largest networks of TensorFlow.js that are of use to
// cameras have 1 MB of JSON, 30 MB of weights and 1700 nodes.
const (
	maxModel    = 32 << 20 // bytes of model.json
	maxNodes    = 50_000
	maxInputs   = 4096 // of a node
	maxOutputs  = 256
	maxWeights  = 256 << 20 // bytes of all weights' files
	maxNumbers  = 128 << 20 // of all weights together, and of all constants that are worked out
	maxElements = 1 << 28   // of a tensor
	maxRank     = 8
	maxBatch    = 256
	maxName     = 1024 // bytes
	maxText     = 64 << 10
)

// readFile reads a file of at most so many bytes.
func readFile(files fs.FS, name string, most int64) ([]byte, error) {
	f, err := files.Open(name)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, custos.Errorf(custos.Invalid, "there is no file %s: a graph model is its model.json with the weights' files that this names, in one directory", name)
		}
		return nil, custos.Errorf(custos.Invalid, "%s cannot be read: %w", name, err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, most+1))
	if err != nil {
		return nil, custos.Errorf(custos.Invalid, "%s cannot be read: %w", name, err)
	}
	if int64(len(b)) > most {
		return nil, custos.Errorf(custos.Invalid, "%s has more than the %d bytes that are left for it", name, most)
	}
	return b, nil
}
