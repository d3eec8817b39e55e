// Package ort runs models by ONNX Runtime's C interface, which it loads when it is asked
// to: no C compiler is needed to build it. Only the helper program imports it, since a
// program that loads native code is as stable as that code, and is linked with the
// system's C library.
package ort

import (
	"runtime"
	"unsafe"

	"custos.dev/custos"
	"custos.dev/custos/analyze/neural"

	"github.com/ebitengine/purego"
)

// Places in the table of functions, OrtApi of onnxruntime_c_api.h. New versions only add
// to its end.
const (
	fnGetErrorMessage       = 2
	fnCreateEnv             = 3
	fnDisableTelemetry      = 6
	fnCreateSessionFromMem  = 8
	fnRun                   = 9
	fnCreateSessionOptions  = 10
	fnSetOptimization       = 23
	fnSetIntraOpThreads     = 24
	fnSetInterOpThreads     = 25
	fnInputCount            = 30
	fnOutputCount           = 31
	fnInputTypeInfo         = 33
	fnInputName             = 36
	fnOutputName            = 37
	fnCreateTensor          = 49
	fnTensorData            = 51
	fnCastToTensorInfo      = 55
	fnElementType           = 60
	fnDimensionsCount       = 61
	fnDimensions            = 62
	fnTensorTypeAndShape    = 65
	fnCreateMemoryInfo      = 69
	fnAllocatorFree         = 76
	fnDefaultAllocator      = 78
	fnReleaseStatus         = 93
	fnReleaseSession        = 95
	fnReleaseValue          = 96
	fnReleaseTypeInfo       = 98
	fnReleaseTensorInfo     = 99
	fnAddSessionConfigEntry = 130
)

const (
	// apiVersion is the oldest interface that has all of these: ONNX Runtime 1.17.
	apiVersion   = 17
	optimizeAll  = 99
	levelError   = 3 // of the runtime's own log
	arenaAlloc   = 1
	memoryNormal = 0
)

// Session is a model that is loaded. It is not safe for concurrent use.
type Session struct {
	api     uintptr
	session uintptr
	memory  uintptr
	inputs  [][]byte // names, with the zero at their end
	outputs [][]byte
	// Inputs are the shapes of what the model takes; a dimension that the model leaves
	// open, as a batch's size, is 0.
	Inputs [][]int64
	// kinds are of the inputs' elements.
	kinds []element
}

// InputNames are the names of what Run takes, in its order.
func (s *Session) InputNames() []string { return texts(s.inputs) }

// OutputNames are the names of what Run returns, in its order.
func (s *Session) OutputNames() []string { return texts(s.outputs) }

func texts(names [][]byte) []string {
	var out []string
	for _, n := range names {
		out = append(out, string(n[:len(n)-1]))
	}
	return out
}

// Picture is the shape of the one input of a model that takes a picture, of floats or of
// bytes. Another model is Invalid.
func (s *Session) Picture() ([]int64, error) {
	if len(s.Inputs) != 1 {
		return nil, custos.Errorf(custos.Invalid, "the model has %d inputs: one, a picture, is wanted", len(s.Inputs))
	}
	if k := s.kinds[0]; !k.picture() {
		return nil, custos.Errorf(custos.Invalid, "the model's input has elements of the type %s: floats of 32 or 16 bits or bytes are wanted of a picture", k)
	}
	return s.Inputs[0], nil
}

// Bytes says that the first input takes whole numbers of 0 to 255; Run rounds to them.
func (s *Session) Bytes() bool { return s.kinds[0] == elementUint8 }

// Open loads the library and a model, of a file's content. It works with so many threads.
// What is wrong with library or model is Unavailable or Invalid.
func Open(library string, model []byte, threads int) (*Session, error) {
	if len(model) == 0 {
		return nil, custos.Errorf(custos.Invalid, "the model's file is empty")
	}
	lib, err := purego.Dlopen(library, purego.RTLD_NOW|purego.RTLD_GLOBAL)
	if err != nil {
		return nil, custos.Errorf(custos.Unavailable, "ONNX Runtime cannot be loaded; `make onnx` installs it: %w", err)
	}
	base, err := purego.Dlsym(lib, "OrtGetApiBase")
	if err != nil {
		return nil, custos.Errorf(custos.Unavailable, "%s is not ONNX Runtime: %w", library, err)
	}
	table, _, _ := purego.SyscallN(base)
	getAPI := *word(table)
	s := &Session{}
	if s.api, _, _ = purego.SyscallN(getAPI, apiVersion); s.api == 0 {
		return nil, custos.Errorf(custos.Unavailable, "%s is too old: ONNX Runtime 1.17 or later is needed", library)
	}
	if err := s.load(model, threads); err != nil {
		return nil, err
	}
	return s, s.describe()
}

// word reads a pointer at an address that the library gave.
func word(at uintptr) *uintptr { return *(**uintptr)(unsafe.Pointer(&at)) }

func (s *Session) fn(n int) uintptr { return *word(s.api + uintptr(n)*unsafe.Sizeof(uintptr(0))) }

// call calls a function that returns a status. What its arguments point to is pinned
// until it has returned.
func (s *Session) call(n int, args ...any) error {
	var pin runtime.Pinner
	defer pin.Unpin()
	words := make([]uintptr, len(args))
	for i, a := range args {
		switch v := a.(type) {
		case int:
			words[i] = uintptr(v)
		case uintptr:
			words[i] = v
		case *uintptr:
			pin.Pin(v)
			words[i] = uintptr(unsafe.Pointer(v))
		case *int32:
			pin.Pin(v)
			words[i] = uintptr(unsafe.Pointer(v))
		case []byte:
			pin.Pin(&v[0])
			words[i] = uintptr(unsafe.Pointer(&v[0]))
		case []int64:
			pin.Pin(&v[0])
			words[i] = uintptr(unsafe.Pointer(&v[0]))
		case []float32:
			pin.Pin(&v[0])
			words[i] = uintptr(unsafe.Pointer(&v[0]))
		case []uintptr:
			pin.Pin(&v[0])
			words[i] = uintptr(unsafe.Pointer(&v[0]))
		default:
			return custos.Errorf(custos.Internal, "argument %d has type %T", i, a)
		}
	}
	status, _, _ := purego.SyscallN(s.fn(n), words...)
	if status == 0 {
		return nil
	}
	text, _, _ := purego.SyscallN(s.fn(fnGetErrorMessage), status)
	err := custos.Errorf(custos.Invalid, "%s", goString(text))
	purego.SyscallN(s.fn(fnReleaseStatus), status)
	return err
}

// maxText bounds how far a text of the library is read.
const maxText = 4096

func goString(at uintptr) string {
	if at == 0 {
		return ""
	}
	var b []byte
	for i := range uintptr(maxText) {
		c := *(*byte)(unsafe.Pointer(word(at + i)))
		if c == 0 {
			break
		}
		b = append(b, c)
	}
	return string(b)
}

func cString(s string) []byte { return append([]byte(s), 0) }

func (s *Session) load(model []byte, threads int) error {
	var env, options uintptr
	if err := s.call(fnCreateEnv, levelError, cString("custos"), &env); err != nil {
		return err
	}
	if err := s.call(fnDisableTelemetry, env); err != nil {
		return err
	}
	if err := s.call(fnCreateSessionOptions, &options); err != nil {
		return err
	}
	for _, set := range [][2]int{{fnSetOptimization, optimizeAll}, {fnSetIntraOpThreads, threads}, {fnSetInterOpThreads, 1}} {
		if err := s.call(set[0], options, set[1]); err != nil {
			return err
		}
	}
	// A thread that spins while it waits takes the processor from the other services.
	key, no := cString("session.intra_op.allow_spinning"), cString("0")
	if err := s.call(fnAddSessionConfigEntry, options, key, no); err != nil {
		return err
	}
	err := s.call(fnCreateSessionFromMem, env, model, len(model), options, &s.session)
	if err != nil {
		return custos.Errorf(custos.Invalid, "the model cannot be loaded: %w", err)
	}
	return s.call(fnCreateMemoryInfo, arenaAlloc, memoryNormal, &s.memory)
}

// describe asks for names and shapes.
func (s *Session) describe() error {
	var alloc uintptr
	if err := s.call(fnDefaultAllocator, &alloc); err != nil {
		return err
	}
	for _, side := range []struct {
		count, name int
		to          *[][]byte
	}{{fnInputCount, fnInputName, &s.inputs}, {fnOutputCount, fnOutputName, &s.outputs}} {
		var n uintptr
		if err := s.call(side.count, s.session, &n); err != nil {
			return err
		}
		for i := range n {
			var text uintptr
			if err := s.call(side.name, s.session, i, alloc, &text); err != nil {
				return err
			}
			*side.to = append(*side.to, cString(goString(text)))
			if err := s.call(fnAllocatorFree, alloc, text); err != nil {
				return err
			}
		}
	}
	if len(s.inputs) == 0 || len(s.outputs) == 0 {
		return custos.Errorf(custos.Invalid, "the model has %d inputs and %d outputs: one of each is wanted at least", len(s.inputs), len(s.outputs))
	}
	for i := range s.inputs {
		shape, kind, err := s.input(i)
		if err != nil {
			return err
		}
		s.Inputs, s.kinds = append(s.Inputs, shape), append(s.kinds, kind)
	}
	return nil
}

// input asks for the shape and the elements of an input.
func (s *Session) input(i int) ([]int64, element, error) {
	var info, tensor uintptr
	if err := s.call(fnInputTypeInfo, s.session, i, &info); err != nil {
		return nil, 0, err
	}
	defer purego.SyscallN(s.fn(fnReleaseTypeInfo), info)
	if err := s.call(fnCastToTensorInfo, info, &tensor); err != nil {
		return nil, 0, err
	}
	if tensor == 0 {
		return nil, 0, custos.Errorf(custos.Invalid, "the model's input is no tensor")
	}
	shape, kind, err := s.shape(tensor)
	for i := range shape {
		shape[i] = max(shape[i], 0)
	}
	return shape, kind, err
}

// shape reads the dimensions of a tensor and what its elements are.
func (s *Session) shape(info uintptr) ([]int64, element, error) {
	var kind int32
	if err := s.call(fnElementType, info, &kind); err != nil {
		return nil, 0, err
	}
	if element(kind).size() == 0 {
		return nil, 0, custos.Errorf(custos.Invalid, "a tensor of the model has elements of the type %s: numbers are wanted", element(kind))
	}
	var n uintptr
	if err := s.call(fnDimensionsCount, info, &n); err != nil {
		return nil, 0, err
	}
	if n > 8 {
		return nil, 0, custos.Errorf(custos.Invalid, "a tensor of the model has %d dimensions", n)
	}
	if n == 0 { // one number
		return []int64{1}, element(kind), nil
	}
	dims := make([]int64, n)
	if err := s.call(fnDimensions, info, dims, n); err != nil {
		return nil, 0, err
	}
	return dims, element(kind), nil
}

// Close gives back what the model takes. The session is of no more use.
func (s *Session) Close() { purego.SyscallN(s.fn(fnReleaseSession), s.session) }

// Run gives the model its inputs, of shapes that its own allow, and returns its outputs,
// which belong to the caller. The inputs are not kept.
func (s *Session) Run(inputs ...neural.Tensor) ([]neural.Tensor, error) {
	if len(inputs) != len(s.inputs) {
		return nil, custos.Errorf(custos.Invalid, "the model has %d inputs (%v), not %d", len(s.inputs), s.InputNames(), len(inputs))
	}
	var pin runtime.Pinner
	defer pin.Unpin()
	names := func(all [][]byte) []uintptr {
		out := make([]uintptr, len(all))
		for i := range all {
			pin.Pin(&all[i][0])
			out[i] = uintptr(unsafe.Pointer(&all[i][0]))
		}
		return out
	}
	release := func(values []uintptr) {
		for _, v := range values {
			if v != 0 {
				purego.SyscallN(s.fn(fnReleaseValue), v)
			}
		}
	}
	in, out := make([]uintptr, len(inputs)), make([]uintptr, len(s.outputs))
	defer release(in)
	for i, t := range inputs {
		if n := t.Numbers(); n < 1 || int64(len(t.Data)) != n {
			return nil, custos.Errorf(custos.Invalid, "a tensor of the shape %v has %d numbers, not %d", t.Shape, n, len(t.Data))
		}
		raw := s.kinds[i].from(t.Data)
		pin.Pin(unsafe.SliceData(raw))
		shape := t.Shape
		if len(shape) == 0 { // one number: the library wants an address all the same
			shape = []int64{1}
		}
		if err := s.call(fnCreateTensor, s.memory, raw, len(raw), shape, len(t.Shape), int(s.kinds[i]), &in[i]); err != nil {
			return nil, err
		}
	}
	defer func() { release(out) }()
	if err := s.call(fnRun, s.session, 0, names(s.inputs), in, len(in), names(s.outputs), len(out), out); err != nil {
		return nil, err
	}
	tensors := make([]neural.Tensor, len(out))
	for i, v := range out {
		var err error
		if tensors[i], err = s.read(v); err != nil {
			return nil, err
		}
	}
	return tensors, nil
}

// maxElements bounds what an output may have: 256 MiB.
const maxElements = 64 << 20

func (s *Session) read(value uintptr) (t neural.Tensor, err error) {
	var info, data uintptr
	if err := s.call(fnTensorTypeAndShape, value, &info); err != nil {
		return t, err
	}
	defer purego.SyscallN(s.fn(fnReleaseTensorInfo), info)
	var kind element
	if t.Shape, kind, err = s.shape(info); err != nil {
		return t, err
	}
	n := int64(1)
	for _, d := range t.Shape {
		if d < 0 || n > maxElements {
			return t, custos.Errorf(custos.Invalid, "an output has the shape %v", t.Shape)
		}
		n *= d
	}
	if err := s.call(fnTensorData, value, &data); err != nil {
		return t, err
	}
	if n == 0 {
		return t, nil
	}
	t.Data = kind.floats(unsafe.Slice((*byte)(unsafe.Pointer(word(data))), n*int64(kind.size())))
	return t, nil
}
