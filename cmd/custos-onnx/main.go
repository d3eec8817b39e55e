// Command custos-onnx runs one ONNX model for another process; see package onnx. It is a
// program of its own, since native code can end a process at any time.
package main

import (
	"encoding/binary"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"unsafe"

	"golang.org/x/sys/unix"

	"custos.dev/custos/analyze/neural"
	"custos.dev/custos/analyze/onnx"
	"custos.dev/custos/analyze/onnx/ort"
)

func main() {
	library := flag.String("library", "", "ONNX Runtime's `file`")
	threads := flag.Int("threads", 1, "how many work on one picture")
	width := flag.Int("width", 0, "of the picture in `pixels`, where the model leaves it open")
	height := flag.Int("height", 0, "of the picture in `pixels`, where the model leaves it open")
	tensors := flag.Int("tensors", 0, "how many `numbers` its inputs have at most, and its outputs; 0 is a model of pictures")
	flag.Parse()
	var err error
	if *tensors > 0 {
		err = serveTensors(*library, *threads, *tensors)
	} else {
		err = serve(*library, *threads, *width, *height)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "custos-onnx:", err)
		os.Exit(1)
	}
}

// model is what runs.
type model struct {
	*ort.Session
	hello  onnx.Hello
	shared []float32
}

// serve answers a line for each question that comes.
func serve(library string, threads, width, height int) error {
	say := json.NewEncoder(os.Stdout)
	m, err := open(library, threads, width, height)
	if err != nil {
		return say.Encode(onnx.Hello{Error: err.Error()})
	}
	if err := say.Encode(m.hello); err != nil {
		return err
	}
	for {
		var q onnx.Question
		if err := binary.Read(os.Stdin, binary.LittleEndian, &q); err != nil {
			return nil // the other side has ended
		}
		a, err := m.answer(q)
		if err != nil {
			a.Error = err.Error()
		}
		if err := say.Encode(a); err != nil {
			return err
		}
	}
}

// open loads the model, if it can be so that it takes smaller pictures, too.
func open(library string, threads, width, height int) (*model, error) {
	file, err := io.ReadAll(os.NewFile(onnx.ModelFD, "model"))
	if err != nil {
		return nil, err
	}
	m := &model{}
	if m.Session, err = ort.Open(library, file, threads); err != nil {
		return nil, err
	}
	input, err := m.Picture()
	if err != nil {
		return nil, err
	}
	if m.hello.Input, err = onnx.Picture(input, width, height); err != nil {
		return nil, err
	}
	m.hello.Names, m.hello.Bytes = m.OutputNames(), m.Bytes()
	n := onnx.Size(m.hello.Input)
	if n < 1 || n > 64<<20 {
		return nil, fmt.Errorf("the model's input has the shape %v: a picture is wanted", m.hello.Input)
	}
	out, err := m.Run(picture(make([]float32, n), m.hello.Input))
	if err != nil {
		return nil, fmt.Errorf("the model does not run: %w", err)
	}
	total := n
	for _, t := range out {
		m.hello.Outputs = append(m.hello.Outputs, t.Shape)
		total += int64(len(t.Data))
	}
	if free := freed(library, file, threads, m.hello); free != nil {
		m.Close()
		m.Session, m.hello.Free = free, true
	}
	m.shared, err = share(total)
	return m, err
}

func picture(numbers []float32, shape []int64) neural.Tensor {
	return neural.Tensor{Shape: shape, Data: numbers}
}

// share makes memory for so many numbers that the other side sees, too.
func share(numbers int64) ([]float32, error) {
	if err := unix.Ftruncate(onnx.MemoryFD, 4*numbers); err != nil {
		return nil, err
	}
	b, err := unix.Mmap(onnx.MemoryFD, 0, int(4*numbers), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	if err != nil {
		return nil, err
	}
	return unsafe.Slice((*float32)(unsafe.Pointer(&b[0])), numbers), nil
}

// freed is the model with its picture's size left open, if it works on a smaller one, and on
// its own as before; else nil.
func freed(library string, file []byte, threads int, own onnx.Hello) *ort.Session {
	if len(own.Input) != 4 || onnx.Last(own.Input) || own.Input[2] <= neural.Step || own.Input[3] <= neural.Step {
		return nil
	}
	file, err := onnx.Free(file)
	if err != nil {
		return nil
	}
	s, err := ort.Open(library, file, threads)
	if err != nil {
		return nil
	}
	same := func(t neural.Tensor, shape []int64) bool { return slices.Equal(t.Shape, shape) }
	small := slices.Clone(own.Input)
	small[2], small[3] = small[2]-neural.Step, small[3]-neural.Step
	out, err := s.Run(picture(make([]float32, onnx.Size(small)), small))
	if err != nil || len(out) != len(own.Outputs) || slices.EqualFunc(out, own.Outputs, same) {
		s.Close()
		return nil
	}
	if out, err = s.Run(picture(make([]float32, onnx.Size(own.Input)), own.Input)); err != nil || !slices.EqualFunc(out, own.Outputs, same) {
		s.Close()
		return nil
	}
	return s
}

// answer runs the model on the picture that stands in the shared memory.
func (m *model) answer(q onnx.Question) (a onnx.Answer, err error) {
	shape := m.hello.Input
	if m.hello.Free {
		shape = []int64{shape[0], shape[1], int64(q.Height), int64(q.Width)}
	}
	size := onnx.Size(m.hello.Input)
	if n := onnx.Size(shape); n < 1 || n > size {
		return a, fmt.Errorf("a picture of %d by %d pixels is more than the model takes", q.Width, q.Height)
	}
	out, err := m.Run(picture(m.shared[:onnx.Size(shape)], shape))
	if err != nil {
		return a, err
	}
	return tell(out, m.shared[size:])
}

// tell writes outputs one after the other into memory that has room for what it said.
func tell(outputs []neural.Tensor, to []float32) (a onnx.Answer, err error) {
	room := len(to)
	for _, t := range outputs {
		if len(t.Data) > len(to) {
			return a, fmt.Errorf("the model answers more numbers than the %d that there is room for: one of its outputs has the shape %v", room, t.Shape)
		}
		copy(to, t.Data)
		to = to[len(t.Data):]
		a.Outputs = append(a.Outputs, t.Shape)
	}
	return a, nil
}
