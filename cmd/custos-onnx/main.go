// Command custos-onnx runs one ONNX model for another process; see package onnx. It is a
// program of its own, since native code can end a process at any time.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"unsafe"

	"golang.org/x/sys/unix"

	"custos/analyze/onnx"
	"custos/analyze/onnx/ort"
)

func main() {
	library := flag.String("library", "", "ONNX Runtime's `file`")
	threads := flag.Int("threads", 1, "how many work on one picture")
	flag.Parse()
	if err := serve(*library, *threads); err != nil {
		fmt.Fprintln(os.Stderr, "custos-onnx:", err)
		os.Exit(1)
	}
}

// serve answers a line for each byte that comes.
func serve(library string, threads int) error {
	say := json.NewEncoder(os.Stdout)
	session, shared, hello := open(library, threads)
	if err := say.Encode(hello); err != nil || hello.Error != "" {
		return err
	}
	size := onnx.Size(hello.Input)
	one := make([]byte, 1)
	for {
		if _, err := io.ReadFull(os.Stdin, one); err != nil {
			return nil // the other side has ended
		}
		var a onnx.Answer
		if err := run(session, hello, shared[:size], shared[size:]); err != nil {
			a.Error = err.Error()
		}
		if err := say.Encode(a); err != nil {
			return err
		}
	}
}

func open(library string, threads int) (*ort.Session, []float32, onnx.Hello) {
	fail := func(err error) (*ort.Session, []float32, onnx.Hello) { return nil, nil, onnx.Hello{Error: err.Error()} }
	session, err := ort.Open(library, fmt.Sprintf("/proc/self/fd/%d", onnx.ModelFD), threads)
	if err != nil {
		return fail(err)
	}
	h := onnx.Hello{Input: session.Input}
	n := onnx.Size(h.Input)
	if n < 1 || n > 64<<20 {
		return fail(fmt.Errorf("the model's input has the shape %v: a picture is wanted", h.Input))
	}
	out, err := session.Run(make([]float32, n))
	if err != nil {
		return fail(fmt.Errorf("the model does not run: %w", err))
	}
	total := n
	for _, t := range out {
		h.Outputs = append(h.Outputs, t.Shape)
		total += int64(len(t.Data))
	}
	if err := unix.Ftruncate(onnx.MemoryFD, 4*total); err != nil {
		return fail(err)
	}
	b, err := unix.Mmap(onnx.MemoryFD, 0, int(4*total), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	if err != nil {
		return fail(err)
	}
	return session, unsafe.Slice((*float32)(unsafe.Pointer(&b[0])), total), h
}

func run(session *ort.Session, h onnx.Hello, input, output []float32) error {
	out, err := session.Run(input)
	if err != nil {
		return err
	}
	for i, t := range out {
		if i >= len(h.Outputs) || int64(len(t.Data)) != onnx.Size(h.Outputs[i]) {
			return fmt.Errorf("the model answers %v now, and %v before", t.Shape, h.Outputs[i])
		}
		copy(output, t.Data)
		output = output[len(t.Data):]
	}
	return nil
}
