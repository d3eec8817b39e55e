// Package onnx runs ONNX models in a helper process, custos-onnx, so that native code that
// fails takes no service with it, and Custos itself needs no C library. Pictures and
// answers pass through memory that both share; only a size and a line go through pipes.
package onnx

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"custos.dev/custos"
	"custos.dev/custos/analyze/neural"
)

// Descriptors that the helper is given beside its pipes.
const (
	MemoryFD = 3
	ModelFD  = 4
)

// Hello is the helper's first line: what the model takes, and what it answered to a first
// run. Free says that it takes smaller pictures as well.
type Hello struct {
	Input []int64 `json:"input"`
	// Inputs and InputNames are of a model of tensors, which has not run yet; 0 is left open.
	Inputs     [][]int64 `json:"inputs,omitempty"`
	InputNames []string  `json:"input_names,omitempty"`
	Outputs    [][]int64 `json:"outputs"`
	// Names are the outputs'. Bytes says that the input takes whole numbers of 0 to 255.
	Names []string `json:"names,omitempty"`
	Bytes bool     `json:"bytes,omitempty"`
	Free  bool     `json:"free,omitempty"`
	Error string   `json:"error,omitempty"`
}

// Question is what the helper is asked by: a picture of a width and a height stands at the
// beginning of the shared memory. Both are sent as 32 bits, the lowest first.
type Question struct{ Width, Height uint32 }

// Answer is the helper's line after each run; the numbers stand in the shared memory, where
// the largest picture ends, output after output.
type Answer struct {
	Outputs [][]int64 `json:"outputs"`
	Error   string    `json:"error,omitempty"`
}

// Config says what to run.
type Config struct {
	// Program is the helper, Library ONNX Runtime; "" is beside this program.
	Program, Library string
	Model            string // its file
	// Digest is the file's SHA-256; zero is not checked.
	Digest custos.Hash
	// Threads work on one picture; 0 means 1.
	Threads int
	// Width and Height are of the picture, in pixels, where the model leaves them open.
	Width, Height int
	// Tensors, if above 0, says that the model is given tensors and not a picture, see
	// Process.Tensors: how many numbers its inputs have together at most, and its outputs.
	Tensors int
}

// Names beside the program.
const (
	ProgramName = "custos-onnx"
	LibraryName = "libonnxruntime.so.1"
)

// Process is a model that runs. It is not safe for concurrent use.
type Process struct {
	// Digest is the model file's SHA-256.
	Digest custos.Hash
	// Input and Outputs are the shapes of what it takes and answers; with Free it takes
	// smaller pictures, too, and answers accordingly.
	Input   []int64
	Outputs [][]int64
	Free    bool
	// Names are the outputs'. Bytes says that the input takes whole numbers of 0 to 255.
	Names []string
	Bytes bool
	// Inputs and InputNames are of a model of tensors; 0 is what its shapes leave open.
	Inputs     [][]int64
	InputNames []string

	tensors int // Config's
	cmd     *exec.Cmd
	ask     io.WriteCloser
	out     *os.File
	answer  *bufio.Scanner
	shared  []byte
	stderr  *tail
	// ended is closed when the helper has, and all that it said is read.
	ended chan struct{}
	dead  error
}

const (
	// startWithin bounds loading a model, runWithin a run.
	startWithin = time.Minute
	runWithin   = 30 * time.Second
	// maxShared bounds the memory that a model can ask for.
	maxShared = 1 << 30
)

// Start runs a model. The caller closes the process. What is missing is Unavailable; a
// file that is no model, or another than the digest says, is Invalid.
func Start(ctx context.Context, c Config) (*Process, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	if c.Program == "" {
		c.Program = filepath.Join(filepath.Dir(self), ProgramName)
	}
	if c.Library == "" {
		c.Library = filepath.Join(filepath.Dir(self), LibraryName)
	}
	for _, f := range []string{c.Program, c.Library} {
		if _, err := os.Stat(f); err != nil {
			return nil, custos.Errorf(custos.Unavailable, "neural detection needs %s, which is missing: `make onnx` makes it", f)
		}
	}
	model, err := os.Open(c.Model)
	if err != nil {
		return nil, custos.Errorf(custos.Invalid, "the model cannot be read: %w", err)
	}
	defer model.Close()
	if c.Tensors < 0 || 8*int64(c.Tensors) > maxShared {
		return nil, custos.Errorf(custos.Invalid, "a model of %d numbers does not fit: at most %d", c.Tensors, maxShared/8)
	}
	p := &Process{stderr: new(tail), ended: make(chan struct{}), tensors: c.Tensors}
	if p.Digest, err = digest(model); err != nil {
		return nil, custos.Errorf(custos.Invalid, "the model cannot be read: %w", err)
	}
	if !c.Digest.IsZero() && p.Digest != c.Digest {
		return nil, custos.Errorf(custos.Invalid, "%s has the digest %s, and not the pinned %s: it was changed", c.Model, p.Digest, c.Digest)
	}
	fd, err := unix.MemfdCreate("custos-onnx", unix.MFD_CLOEXEC)
	if err != nil {
		return nil, custos.Errorf(custos.Unavailable, "no memory to share: %w", err)
	}
	memory := os.NewFile(uintptr(fd), "shared memory")
	defer memory.Close()
	p.cmd = exec.CommandContext(ctx, c.Program, "--library", c.Library, "--threads", fmt.Sprint(max(c.Threads, 1)), "--width", fmt.Sprint(c.Width), "--height", fmt.Sprint(c.Height), "--tensors", fmt.Sprint(c.Tensors))
	p.cmd.ExtraFiles = []*os.File{memory, model}
	p.cmd.Stderr = p.stderr
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	p.cmd.WaitDelay = time.Second
	if p.ask, err = p.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	// A pipe of our own: Wait would close the command's before its last line was read.
	out, to, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	p.cmd.Stdout, p.out, p.answer = to, out, bufio.NewScanner(out)
	// Pdeathsig is of the thread that starts it, which must live on.
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		if err := p.cmd.Start(); err != nil {
			started <- err
			return
		}
		started <- nil
		_ = p.cmd.Wait()
		close(p.ended)
	}()
	err = <-started
	_ = to.Close() // the helper has its own; ours would keep the pipe from ending
	if err != nil {
		_ = out.Close()
		return nil, custos.Errorf(custos.Unavailable, "the helper cannot be started: %w", err)
	}
	if err := p.greet(memory); err != nil {
		p.Close()
		return nil, err
	}
	return p, nil
}

func digest(f *os.File) (d custos.Hash, err error) {
	h := sha256.New()
	if _, err = io.Copy(h, f); err != nil {
		return d, err
	}
	_, err = f.Seek(0, io.SeekStart)
	return custos.Hash(h.Sum(nil)), err
}

// greet reads what the model is like, and maps the memory.
func (p *Process) greet(memory *os.File) error {
	var h Hello
	if err := p.line(startWithin, &h); err != nil {
		return err
	}
	if h.Error != "" {
		return custos.Errorf(custos.Invalid, "%s", h.Error)
	}
	p.Input, p.Outputs, p.Free = h.Input, h.Outputs, h.Free && len(h.Input) == 4
	p.Names, p.Bytes, p.Inputs, p.InputNames = h.Names, h.Bytes, h.Inputs, h.InputNames
	size := 8 * int64(p.tensors)
	if p.tensors == 0 {
		size = 4 * Size(h.Input)
		for _, o := range h.Outputs {
			size += 4 * Size(o)
		}
		if Size(h.Input) < 1 || size > maxShared {
			return custos.Errorf(custos.Invalid, "the model takes %v and answers %v, which is no picture's detector", h.Input, h.Outputs)
		}
	}
	if st, err := memory.Stat(); err != nil || st.Size() < size {
		return custos.Errorf(custos.Internal, "the helper shares less memory than it said")
	}
	var err error
	p.shared, err = unix.Mmap(int(memory.Fd()), 0, int(size), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	if err != nil {
		return custos.Errorf(custos.Unavailable, "the memory cannot be shared: %w", err)
	}
	return nil
}

// Size is how many numbers a tensor of a shape has; 0 for a shape that cannot be.
func Size(shape []int64) int64 {
	n := int64(1)
	for _, d := range shape {
		if d < 1 || n > maxShared {
			return 0
		}
		n *= d
	}
	return n
}

// Picture is the shape of a model's input with what it leaves open filled in: one picture,
// of a width and a height. The channels come first, or last where the last of four
// dimensions is 3 and the second is not.
func Picture(input []int64, width, height int) ([]int64, error) {
	out := append([]int64(nil), input...)
	h, w := heightAt, widthAt
	if Last(input) {
		h, w = 1, 2
	}
	for i := range out {
		if out[i] > 0 {
			continue
		}
		switch {
		case len(out) == 4 && i == h:
			out[i] = int64(height)
		case len(out) == 4 && i == w:
			out[i] = int64(width)
		case i == 0:
			out[i] = 1
		case len(out) == 4 && i == 1:
			out[i] = 3
		}
		if out[i] < 1 {
			return nil, neural.Refused("the model leaves the size of its picture open (%v, where 0 is open), and nothing in its file says it: say it by --size, as --size 640 or --size 640x384", input)
		}
	}
	return out, nil
}

// Last says whether a model's input has its channels last: height, width, colour.
func Last(input []int64) bool {
	return len(input) == 4 && input[3] == 3 && input[1] != 3
}

// line reads the helper's next line; when none comes in time, it is ended.
func (p *Process) line(within time.Duration, v any) error {
	timer := time.AfterFunc(within, func() { _ = p.cmd.Process.Kill() })
	ok := p.answer.Scan()
	if !timer.Stop() {
		p.dead = custos.Errorf(custos.Unavailable, "the model gave no answer within %s", within)
		return p.dead
	}
	if !ok {
		return p.died()
	}
	if err := json.Unmarshal(p.answer.Bytes(), v); err != nil {
		p.dead = custos.Errorf(custos.Internal, "the helper's answer does not parse: %w", err)
		_ = p.cmd.Process.Kill()
		return p.dead
	}
	return nil
}

// died ends what is left of a helper and says what it complained of.
func (p *Process) died() error {
	_ = p.cmd.Process.Kill()
	<-p.ended
	p.dead = custos.Errorf(custos.Unavailable, "the helper that runs the model ended: %s", p.stderr)
	return p.dead
}

// Run gives the model a picture of a size and returns its outputs; they are valid until the
// next run. After an Unavailable error the process is of no more use.
func (p *Process) Run(input []float32, width, height int) ([]neural.Tensor, error) {
	if p.dead != nil {
		return nil, p.dead
	}
	if p.tensors > 0 {
		return nil, custos.Errorf(custos.Internal, "a model of tensors is given a picture")
	}
	size := Size(p.Input)
	want := size
	if p.Free && width > 0 && height > 0 && int64(width) <= p.Input[3] && int64(height) <= p.Input[2] {
		want = size / p.Input[2] / p.Input[3] * int64(width) * int64(height)
	}
	if int64(len(input)) != want {
		return nil, custos.Errorf(custos.Invalid, "the model wants %d numbers, not %d", want, len(input))
	}
	numbers := p.numbers()
	copy(numbers, input)
	if err := binary.Write(p.ask, binary.LittleEndian, Question{uint32(width), uint32(height)}); err != nil {
		return nil, p.died()
	}
	return p.answered(numbers[size:])
}

// numbers is the shared memory.
func (p *Process) numbers() []float32 {
	return unsafe.Slice((*float32)(unsafe.Pointer(&p.shared[0])), len(p.shared)/4)
}

// answered waits for the helper's answer, whose numbers stand one output after the other.
func (p *Process) answered(numbers []float32) ([]neural.Tensor, error) {
	var a Answer
	if err := p.line(runWithin, &a); err != nil {
		return nil, err
	}
	if a.Error != "" {
		return nil, custos.Errorf(custos.Invalid, "%s", a.Error)
	}
	out := make([]neural.Tensor, len(a.Outputs))
	for i, shape := range a.Outputs {
		n := neural.Tensor{Shape: shape}.Numbers()
		if n < 0 || n == 0 && p.tensors == 0 || n > int64(len(numbers)) {
			return nil, custos.Errorf(custos.Invalid, "the model answers %v, which is more than it may, %v", a.Outputs, p.Outputs)
		}
		out[i] = neural.Tensor{Shape: shape, Data: numbers[:n]}
		numbers = numbers[n:]
	}
	return out, nil
}

// PID is the helper's process.
func (p *Process) PID() int { return p.cmd.Process.Pid }

// Close ends the helper. The outputs of the last run are no longer valid.
func (p *Process) Close() {
	_ = p.ask.Close()
	_ = p.cmd.Process.Kill()
	for p.answer.Scan() { // until its end is seen
	}
	<-p.ended
	_ = p.out.Close()
	if p.shared != nil {
		_ = unix.Munmap(p.shared)
		p.shared = nil
	}
	if p.dead == nil {
		p.dead = custos.Errorf(custos.Unavailable, "the model was closed")
	}
}
