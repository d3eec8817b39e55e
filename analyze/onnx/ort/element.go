package ort

import (
	"encoding/binary"
	"fmt"
	"math"
	"unsafe"
)

// element is what a tensor is made of, by the numbers of onnxruntime_c_api.h.
type element int32

const (
	elementFloat32 element = 1
	elementUint8   element = 2
	elementInt8    element = 3
	elementInt32   element = 6
	elementInt64   element = 7
	elementBool    element = 9
	elementFloat16 element = 10
	elementFloat64 element = 11
)

var elements = map[element]struct {
	name string
	size int
}{
	elementFloat32: {"float32", 4}, elementUint8: {"uint8", 1}, elementInt8: {"int8", 1}, elementInt32: {"int32", 4},
	elementInt64: {"int64", 8}, elementBool: {"bool", 1}, elementFloat16: {"float16", 2}, elementFloat64: {"float64", 8},
}

// String names the type.
func (e element) String() string {
	if t, ok := elements[e]; ok {
		return t.name
	}
	return fmt.Sprint(int32(e))
}

// size is in bytes; 0 for what is no number.
func (e element) size() int { return elements[e].size }

// picture says whether a picture can be given in it.
func (e element) picture() bool {
	return e == elementFloat32 || e == elementFloat16 || e == elementUint8
}

// from encodes numbers, as the machine has them in memory: floats of 32 bits are those that
// are given. Whole numbers are rounded, and are held to what the type can have.
func (e element) from(in []float32) []byte {
	if e == elementFloat32 {
		return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(in))), 4*len(in))
	}
	order := binary.NativeEndian
	out := make([]byte, 0, len(in)*e.size())
	for _, x := range in {
		switch e {
		case elementFloat16:
			out = order.AppendUint16(out, toHalf(x))
		case elementFloat64:
			out = order.AppendUint64(out, math.Float64bits(float64(x)))
		case elementInt64:
			out = order.AppendUint64(out, uint64(whole(x, math.MinInt64, math.MaxInt64)))
		case elementInt32:
			out = order.AppendUint32(out, uint32(whole(x, math.MinInt32, math.MaxInt32)))
		case elementInt8:
			out = append(out, byte(whole(x, math.MinInt8, math.MaxInt8)))
		case elementBool:
			out = append(out, byte(whole(x, 0, 1)))
		default:
			out = append(out, byte(whole(x, 0, math.MaxUint8)))
		}
	}
	return out
}

// whole rounds to a whole number between two, half away from zero; what is no number is 0.
func whole(x float32, least, most int64) int64 {
	switch r := math.Round(float64(x)); {
	case r >= float64(most):
		return most
	case r <= float64(least):
		return least
	case math.IsNaN(r):
		return 0
	default:
		return int64(r)
	}
}

// floats decodes numbers of any type.
func (e element) floats(raw []byte) []float32 {
	size, order := e.size(), binary.NativeEndian
	out := make([]float32, len(raw)/size)
	if e == elementFloat32 {
		copy(unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(out))), len(raw)), raw)
		return out
	}
	for i := range out {
		b := raw[i*size:]
		switch e {
		case elementFloat16:
			out[i] = fromHalf(order.Uint16(b))
		case elementFloat64:
			out[i] = float32(math.Float64frombits(order.Uint64(b)))
		case elementInt64:
			out[i] = float32(int64(order.Uint64(b)))
		case elementInt32:
			out[i] = float32(int32(order.Uint32(b)))
		case elementInt8:
			out[i] = float32(int8(b[0]))
		default:
			out[i] = float32(b[0])
		}
	}
	return out
}

// toHalf rounds to a float of 16 bits, IEEE 754's binary16; to the even one of two that are
// as near.
func toHalf(x float32) uint16 {
	b := math.Float32bits(x)
	sign, exp, frac := uint16(b>>16&0x8000), int(b>>23&0xff), b&0x7fffff
	switch e := exp - 127 + 15; {
	case exp == 0xff && frac != 0:
		return sign | 0x7e00
	case e >= 0x1f: // also infinity
		return sign | 0x7c00
	case e > 0:
		h := uint32(e)<<10 | frac>>13
		if rest := frac & 0x1fff; rest > 0x1000 || rest == 0x1000 && h&1 == 1 {
			h++ // it may carry into the exponent, as it should
		}
		return sign | uint16(h)
	case e < -10:
		return sign
	default: // subnormal
		frac |= 0x800000
		shift := uint(14 - e)
		h, rest, half := frac>>shift, frac&(1<<shift-1), uint32(1)<<(shift-1)
		if rest > half || rest == half && h&1 == 1 {
			h++
		}
		return sign | uint16(h)
	}
}

func fromHalf(h uint16) float32 {
	sign, exp, frac := uint32(h&0x8000)<<16, uint32(h>>10&0x1f), uint32(h&0x3ff)
	switch exp {
	case 0:
		f := float32(frac) / (1 << 24)
		if sign != 0 {
			return -f
		}
		return f
	case 0x1f:
		return math.Float32frombits(sign | 0x7f800000 | frac<<13)
	}
	return math.Float32frombits(sign | (exp+112)<<23 | frac<<13)
}
