package tfjs

import (
	"encoding/binary"
	"math"

	"google.golang.org/protobuf/encoding/protowire"

	"custos.dev/custos"
)

// opset is the version of ONNX's operations that is written: the newest whose Resize ONNX
// Runtime brings into its own layout, as it does convolutions.
const opset = 17

// The elements of tensors by onnx.proto3's numbers.
const (
	onnxFloat = 1
	onnxUint8 = 2
	onnxInt32 = 6
	onnxInt64 = 7
	onnxBool  = 9
)

var onnxTypes = map[dtype]int{float: onnxFloat, integer: onnxInt32, boolean: onnxBool}

// message is a message of protobuf as it grows.
type message []byte

func (m *message) whole(n protowire.Number, x int) {
	*m = protowire.AppendVarint(protowire.AppendTag(*m, n, protowire.VarintType), uint64(x))
}

func (m *message) text(n protowire.Number, s string) {
	*m = protowire.AppendString(protowire.AppendTag(*m, n, protowire.BytesType), s)
}

func (m *message) bytes(n protowire.Number, b []byte) {
	*m = protowire.AppendBytes(protowire.AppendTag(*m, n, protowire.BytesType), b)
}

func (m *message) real(n protowire.Number, x float32) {
	*m = protowire.AppendFixed32(protowire.AppendTag(*m, n, protowire.Fixed32Type), math.Float32bits(x))
}

// maxFile is protobuf's bound.
const maxFile = math.MaxInt32

// encode writes a ModelProto, by onnx.proto3's numbers of fields.
func (g *graph) encode() ([]byte, error) {
	size := 0
	for _, c := range g.consts {
		if size += 8 * c.size(); size > maxFile/2 {
			return nil, custos.Errorf(custos.Invalid, "the converted network would have more than %d MB", maxFile>>21)
		}
	}
	body := make(message, 0, size+256*len(g.nodes))
	for _, n := range g.nodes {
		body.bytes(1, n.encode())
	}
	body.text(2, "tfjs")
	for _, c := range g.consts {
		body.bytes(5, c.encode())
	}
	for _, p := range g.inputs {
		body.bytes(11, p.encode())
	}
	for _, p := range g.outputs {
		body.bytes(12, p.encode())
	}
	var version, m message
	version.text(1, "")
	version.whole(2, opset)
	m.whole(1, 8) // IR version, which has this opset
	m.text(2, "custos")
	m.bytes(7, body)
	m.bytes(8, version)
	for _, kv := range g.metadata {
		var entry message
		entry.text(1, kv[0])
		entry.text(2, kv[1])
		m.bytes(14, entry)
	}
	return m, nil
}

func (n *onnxNode) encode() []byte {
	var m message
	for _, in := range n.in {
		m.text(1, in)
	}
	for _, out := range n.out {
		m.text(2, out)
	}
	m.text(3, n.out[0])
	m.text(4, n.op)
	for _, a := range n.attrs {
		m.bytes(5, a.encode())
	}
	return m
}

func (a onnxAttr) encode() []byte {
	const typeFloat, typeInt, typeString, typeInts = 1, 2, 3, 7
	var m message
	m.text(1, a.name)
	switch {
	case a.isReal:
		m.real(2, a.real)
		m.whole(20, typeFloat)
	case a.list:
		for _, x := range a.wholes {
			m.whole(8, x)
		}
		m.whole(20, typeInts)
	case a.wholes != nil:
		m.whole(3, a.wholes[0])
		m.whole(20, typeInt)
	default:
		m.text(4, a.text)
		m.whole(20, typeString)
	}
	return m
}

func (c *constant) encode() []byte {
	m := make(message, 0, 4*c.size()+128)
	for _, d := range c.shape {
		m.whole(1, d)
	}
	typ := onnxTypes[c.dtype]
	if c.wide {
		typ = onnxInt64
	}
	m.whole(2, typ)
	m.text(8, c.name)
	raw := make([]byte, 0, 4*c.size())
	for _, x := range c.f {
		raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(x))
	}
	for _, x := range c.i {
		switch typ {
		case onnxInt64:
			raw = binary.LittleEndian.AppendUint64(raw, uint64(int64(x)))
		case onnxBool:
			raw = append(raw, byte(x))
		default:
			raw = binary.LittleEndian.AppendUint32(raw, uint32(x))
		}
	}
	m.bytes(9, raw)
	return m
}

func (p Port) encode() []byte {
	var shape, tensor, typ, m message
	for _, d := range p.Dims {
		var dim message
		if d >= 0 {
			dim.whole(1, d)
		}
		shape.bytes(1, dim)
	}
	tensor.whole(1, map[string]int{"float32": onnxFloat, "int32": onnxInt32, "bool": onnxBool, "uint8": onnxUint8}[p.Type])
	tensor.bytes(2, shape)
	typ.bytes(1, tensor)
	m.text(1, p.Name)
	m.bytes(2, typ)
	return m
}
