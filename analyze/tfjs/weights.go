package tfjs

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"io/fs"
	"math"
	"path"
	"strings"

	"custos.dev/custos"
)

// group is a part of the weights' manifest: files that are one after the other, and the
// weights in them.
type group struct {
	Paths   []string `json:"paths"`
	Weights []struct {
		Name         string        `json:"name"`
		Shape        []int64       `json:"shape"`
		Type         string        `json:"dtype"`
		Quantization *quantization `json:"quantization"`
	} `json:"weights"`
}

// quantization says how numbers are kept in fewer bytes: scale*kept + min, or as halves.
type quantization struct {
	Type  string  `json:"dtype"`
	Scale float64 `json:"scale"`
	Min   float64 `json:"min"`
}

// kept are the types of numbers in files, with their bytes.
var kept = map[string]int{"float32": 4, "int32": 4, "bool": 1, "uint8": 1, "uint16": 2, "float16": 2}

// weights reads all weights, by the names of their nodes, and the digest of their files.
func (m *model) weights(files fs.FS, dir string) (map[string]*tensor, custos.Hash, error) {
	out := map[string]*tensor{}
	left, numbers := int64(maxWeights), int64(0)
	sum := sha256.New()
	for _, g := range m.Manifest {
		var need int64
		for _, w := range g.Weights {
			bytes, n, err := sizes(w.Shape, w.Type, w.Quantization)
			if err != nil {
				return nil, custos.Hash{}, wrongf("the weight %.200q: %w", w.Name, err)
			}
			if need += bytes; need > left {
				return nil, custos.Hash{}, wrongf("the model's weights have more than %d MB: that is no network that Custos runs", maxWeights>>20)
			}
			if numbers += n; numbers > maxNumbers {
				return nil, custos.Hash{}, wrongf("the model has more than %d million weights: that is no network that Custos runs", maxNumbers>>20)
			}
		}
		data, err := shards(files, dir, g.Paths, need, sum)
		if err != nil {
			return nil, custos.Hash{}, err
		}
		left -= need
		for _, w := range g.Weights {
			bytes, n, _ := sizes(w.Shape, w.Type, w.Quantization)
			t, err := dequantize(data[:bytes], int(n), w.Type, w.Quantization)
			if err != nil {
				return nil, custos.Hash{}, wrongf("the weight %.200q: %w", w.Name, err)
			}
			data = data[bytes:]
			for _, d := range w.Shape {
				t.shape = append(t.shape, int(d))
			}
			if out[w.Name] != nil {
				return nil, custos.Hash{}, wrongf("two weights have the name %.200q", w.Name)
			}
			out[w.Name] = t
		}
	}
	return out, custos.Hash(sum.Sum(nil)), nil
}

// sizes is how many bytes a weight has in its file, and how many numbers it has.
func sizes(shape []int64, typ string, q *quantization) (bytes, numbers int64, err error) {
	switch typ {
	case "float32", "int32", "bool":
	default:
		return 0, 0, wrongf("its type is %.40q: float32, int32 and bool can be converted", typ)
	}
	as := typ
	if q != nil {
		if as = q.Type; as != "uint8" && as != "uint16" && as != "float16" {
			return 0, 0, wrongf("it is kept as %.40q: uint8, uint16 and float16 can be converted", as)
		}
		if bad(q.Scale) || bad(q.Min) || typ == "bool" {
			return 0, 0, wrongf("it is kept in a way that cannot be: scale %g, least %g", q.Scale, q.Min)
		}
	}
	if len(shape) > maxRank {
		return 0, 0, wrongf("it has %d dimensions: %d at most can be", len(shape), maxRank)
	}
	numbers = 1
	for _, d := range shape {
		if d < 0 || d > maxElements || numbers*d > maxElements {
			return 0, 0, wrongf("it has the shape %v, which cannot be", shape)
		}
		numbers *= d
	}
	return numbers * int64(kept[as]), numbers, nil
}

func bad(x float64) bool { return math.IsNaN(x) || math.IsInf(x, 0) }

// shards reads files that have so many bytes together.
func shards(files fs.FS, dir string, paths []string, need int64, sum hash.Hash) ([]byte, error) {
	if len(paths) > maxInputs {
		return nil, wrongf("the model's weights are in %d files: %d at most can be", len(paths), maxInputs)
	}
	data := make([]byte, 0, min(need, 1<<20)) // grown by what is there, not by what is said
	for _, p := range paths {
		full := path.Join(dir, p)
		if !fs.ValidPath(p) || strings.ContainsRune(p, '\\') || !fs.ValidPath(full) {
			return nil, wrongf("the model's weights are in the file %.200q: a file beside the model is wanted", p)
		}
		b, err := readFile(files, full, need-int64(len(data)))
		if err != nil {
			return nil, err
		}
		sum.Write(b)
		data = append(data, b...)
	}
	if int64(len(data)) != need {
		return nil, wrongf("the weights' files (%.200s) have %d bytes, and the model says %d: one is missing or cut", strings.Join(paths, ", "), len(data), need)
	}
	return data, nil
}

// dequantize reads numbers as their file has them.
func dequantize(data []byte, n int, typ string, q *quantization) (*tensor, error) {
	t := &tensor{dtype: map[string]dtype{"float32": float, "int32": integer, "bool": boolean}[typ]}
	as := typ
	if q != nil {
		as = q.Type
	}
	order := binary.LittleEndian
	if t.dtype != float && q == nil {
		t.i = make([]int32, n)
		for i := range t.i {
			if as == "bool" {
				t.i[i] = int32(min(data[i], 1))
			} else {
				t.i[i] = int32(order.Uint32(data[4*i:]))
			}
		}
		return t, nil
	}
	number := func(i int) float64 {
		switch as {
		case "uint8":
			return float64(data[i])*q.Scale + q.Min
		case "uint16":
			return float64(order.Uint16(data[2*i:]))*q.Scale + q.Min
		case "float16":
			return float64(half(order.Uint16(data[2*i:])))
		}
		return float64(math.Float32frombits(order.Uint32(data[4*i:])))
	}
	if t.dtype == float {
		t.f = make([]float32, n)
		for i := range t.f {
			t.f[i] = float32(number(i))
		}
		return t, nil
	}
	t.i = make([]int32, n)
	for i := range t.i {
		x := math.Round(number(i))
		if !(x >= math.MinInt32 && x <= math.MaxInt32) {
			return nil, wrongf("its number %d is %g, and whole numbers of 32 bits are wanted", i, x)
		}
		t.i[i] = int32(x)
	}
	return t, nil
}

// half decodes a float of 16 bits, IEEE 754's binary16.
func half(h uint16) float32 {
	sign, exp, frac := uint32(h&0x8000)<<16, uint32(h>>10&0x1f), uint32(h&0x3ff)
	switch exp {
	case 0:
		f := float32(frac) / (1 << 24)
		return math.Float32frombits(math.Float32bits(f) | sign)
	case 0x1f:
		return math.Float32frombits(sign | 0x7f800000 | frac<<13)
	}
	return math.Float32frombits(sign | (exp+112)<<23 | frac<<13)
}
