// Package ffmpeg starts ffmpeg confined. A decoder is a large program in C that is fed
// what strangers' cameras send: whoever finds a hole in it runs code of his own in its
// process. Here that process can compute, read what it is handed and write what it is
// asked for, and nothing more: see docs/adr/0022-confined-ffmpeg.md.
//
// It is the only place that starts ffmpeg. Other programs that are not to be trusted, such as
// analyzers that others wrote, are confined by it in the same way. The program that uses it is started a second
// time, restricts itself and becomes ffmpeg (child.go), so nothing needs to be installed.
package ffmpeg

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"custos.dev/custos"
)

// What one may take if its Cmd does not say otherwise: bytes of address space, where
// decoding 8192x4320 fits, and bytes of a file.
const (
	DefaultMemory   = 3 << 30
	DefaultFileSize = 16 << 30
)

// Cmd is one life of ffmpeg. Its fields are set before Start and not changed after it.
type Cmd struct {
	// Program is "ffmpeg" if empty; "ffprobe" is the other one.
	Program string
	Args    []string
	// As of exec.Cmd. A regular file among ExtraFiles may be opened again to be read, as
	// /dev/fd/N.
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	ExtraFiles     []*os.File

	// Memory bounds its address space, in bytes; 0 is DefaultMemory.
	Memory uint64
	// CPU bounds its processor time, in whole seconds; 0 does not. A decoder lives as
	// long as its camera, so who starts one watches it by Used.
	CPU time.Duration
	// Read are the files that it opens by name. Write is the directory in which it makes
	// files, at most FileSize bytes each, 0 being DefaultFileSize. Without them it opens
	// and makes none; with them, or a regular file, it keeps the user of this process.
	Read     []string
	Write    string
	FileSize uint64

	// Serve is a directory in which it may listen on Unix sockets; it may connect to none, and
	// makes no files there. Who serves is a program of somebody's, which keeps the user of this
	// process: it is not started where files and system calls cannot be closed to it.
	Serve string
	// Trees are directories of which it reads all.
	Trees []string
	// Env is its environment besides what every one has, Dir where it works, / if empty.
	Env []string
	Dir string
	// Data bounds the memory that it writes to, in bytes, as Memory bounds its addresses; 0
	// does not.
	Data uint64
	// Yields lets everything else on the machine have the processor before it, and has the
	// system end it first where memory runs out.
	Yields bool

	cmd *exec.Cmd
	// missing are the walls that the system refused.
	missing wall
	// ended is closed by Wait; until then the thread that is its parent lives.
	ended chan struct{}
}

// without names what a test leaves out, to see that each wall holds alone.
var without wall

// walls are what the system may refuse, unlike limits, which it never does.
type wall uint

const (
	wallFiles   wall = 1 << iota // Landlock
	wallCalls                    // seccomp
	wallNetwork                  // a network namespace
	wallUser                     // a user of its own
	wallLimits                   // resource limits; only tests go without
)

// holes says which walls are missing for good, in words; the first start fills it.
var holes atomic.Pointer[[]string]

// Holes says in words what this system does not let this process confine; none, or
// before the first start, is nil.
func Holes() []string {
	if h := holes.Load(); h != nil {
		return *h
	}
	return nil
}

// Start starts it. It returns when ffmpeg runs, confined, or an error: Unavailable, with
// exec.ErrNotFound in it where ffmpeg is not installed, or Invalid where a file that it is
// to open is not there. ctx ends it, as exec's does.
func (c *Cmd) Start(ctx context.Context) error {
	name := c.Program
	if name == "" {
		name = "ffmpeg"
	}
	path, err := exec.LookPath(name)
	if err == nil {
		path, err = filepath.Abs(path)
	}
	if errors.Is(err, exec.ErrNotFound) {
		return custos.Errorf(custos.Unavailable, "%s is not installed; install it with: apt-get install ffmpeg: %w", name, err)
	}
	if err != nil {
		return custos.Errorf(custos.Unavailable, "%s cannot be started: %w", name, err)
	}
	o, err := c.order(name, path)
	if err != nil {
		return err
	}
	// A system that refuses namespaces says so when the process is made.
	for _, flags := range spaces() {
		err = c.start(ctx, o, flags)
		if !refused(err) {
			break
		}
	}
	if err != nil {
		return custos.Errorf(custos.Unavailable, "%s cannot be started: %w", name, err)
	}
	return nil
}

// refused says that the process could not be made as it was asked for.
func refused(err error) bool {
	var errno syscall.Errno
	if !errors.As(err, &errno) {
		return false
	}
	switch errno {
	case unix.EPERM, unix.EINVAL, unix.ENOSYS, unix.ENOSPC, unix.EUSERS, unix.EACCES:
		return true
	}
	return false
}

// spaces are the namespaces to ask for, the best first. What an ordinary user needs a
// user namespace for, root does without. No user is mapped into it: the process keeps its
// own, and a process whose memory is private may not write the map.
func spaces() []uintptr {
	const own = unix.CLONE_NEWNET | unix.CLONE_NEWIPC
	switch {
	case without&wallNetwork != 0:
		return []uintptr{0}
	case os.Geteuid() == 0:
		return []uintptr{own, 0}
	}
	return []uintptr{own | unix.CLONE_NEWUSER, 0}
}

// started counts, so that each has a user of its own.
var started atomic.Uint32

// Users of no system: systemd leaves the range from here to 2^31 free.
const (
	firstUser = 1879048192
	userSpan  = 1 << 28
)

// order is what the child is to do, see child.go.
func (c *Cmd) order(name, path string) (*order, error) {
	o := &order{
		Path: path, Argv: append([]string{name}, c.Args...), Extra: len(c.ExtraFiles), Skip: without,
		Memory: c.Memory, CPU: uint64((c.CPU + time.Second - 1) / time.Second), Write: c.Write, FileSize: c.FileSize,
		Env: c.Env, Data: c.Data, Yields: c.Yields,
	}
	if o.Memory == 0 {
		o.Memory = DefaultMemory
	}
	switch {
	case c.Write == "":
		o.FileSize = 0
	case c.FileSize == 0:
		o.FileSize = DefaultFileSize
	}
	for _, f := range c.Read {
		f, err := there(f)
		if err != nil {
			return nil, custos.Errorf(custos.Invalid, "%s cannot read: %w", name, err)
		}
		o.Read = append(o.Read, f)
	}
	for _, d := range c.Trees {
		d, err := there(d)
		if err != nil {
			return nil, custos.Errorf(custos.Invalid, "%s cannot read: %w", name, err)
		}
		o.Trees = append(o.Trees, d)
	}
	if c.Serve != "" {
		var err error
		if o.Serve, err = there(c.Serve); err != nil {
			return nil, custos.Errorf(custos.Invalid, "%s cannot serve: %w", name, err)
		}
	}
	if c.Write != "" {
		var err error
		if o.Write, err = there(c.Write); err != nil {
			return nil, custos.Errorf(custos.Invalid, "%s cannot write: %w", name, err)
		}
	}
	if os.Geteuid() == 0 && !c.opens() {
		o.User = firstUser + (uint32(os.Getpid())<<6+started.Add(1)%64)%userSpan
	}
	return o, nil
}

// start starts it once.
func (c *Cmd) start(ctx context.Context, o *order, flags uintptr) error {
	o.Namespaces = flags&unix.CLONE_NEWNET != 0
	text, err := json.Marshal(o)
	if err != nil {
		return err
	}
	report, said, err := os.Pipe()
	if err != nil {
		return err
	}
	defer report.Close()
	cmd := exec.CommandContext(ctx, "/proc/self/exe")
	cmd.Args = []string{childName, string(text)}
	cmd.Env, cmd.Dir = []string{}, cmp.Or(c.Dir, "/")
	// What is copied to its input waits until it is confined.
	open := make(chan struct{})
	cmd.Stdin = c.Stdin
	if _, ok := c.Stdin.(*os.File); !ok && c.Stdin != nil {
		cmd.Stdin = &gate{open: open, r: c.Stdin}
	}
	cmd.Stdout, cmd.Stderr = c.Stdout, c.Stderr
	cmd.ExtraFiles = append(append([]*os.File{}, c.ExtraFiles...), said)
	cmd.WaitDelay = 2 * time.Second
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Cloneflags: flags}
	ended := make(chan struct{})
	result := make(chan error)
	// The kernel ends it with the thread that started it, so that thread lives as long.
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		result <- err
		if err == nil {
			<-ended
		}
	}()
	err = <-result
	_ = said.Close()
	if err != nil {
		close(open)
		return err
	}
	c.cmd, c.ended = cmd, ended
	a, err := heard(report)
	if err != nil {
		_ = cmd.Process.Kill()
		close(open)
		_ = c.Wait() // it was killed
		return err
	}
	c.missing = a.Missing
	if words := a.holes(); len(words) >= len(Holes()) {
		holes.Store(&words)
	}
	close(open)
	return nil
}

// there is a path that leads somewhere, as it is from everywhere.
func there(path string) (string, error) {
	if _, err := os.Stat(path); err != nil {
		return "", err
	}
	return filepath.Abs(path)
}

// opens says that it opens files of this process's user.
func (c *Cmd) opens() bool {
	return c.Write != "" || c.Serve != "" || c.Read != nil || slices.ContainsFunc(c.ExtraFiles, func(f *os.File) bool {
		st, err := f.Stat()
		return err == nil && st.Mode().IsRegular()
	})
}

// heard reads what the child says until it is ffmpeg, or has ended.
func heard(report io.Reader) (a answer, err error) {
	said := false
	for d := json.NewDecoder(io.LimitReader(report, 64<<10)); ; said = true {
		switch err := d.Decode(&a); {
		case err == io.EOF && said && a.Error == "":
			return a, nil
		case err == io.EOF && said:
			return a, errors.New(a.Error)
		case err != nil:
			return a, fmt.Errorf("it ended before it was confined: %w", err)
		}
	}
}

// gate is an input that is shut until open is closed.
type gate struct {
	open <-chan struct{}
	r    io.Reader
}

func (g *gate) Read(b []byte) (int, error) {
	<-g.open
	return g.r.Read(b)
}

// Wait waits for its end, as exec.Cmd's does. It is called once.
func (c *Cmd) Wait() error {
	err := c.cmd.Wait()
	close(c.ended)
	return err
}

// Run starts it and waits for its end.
func (c *Cmd) Run(ctx context.Context) error {
	if err := c.Start(ctx); err != nil {
		return err
	}
	return c.Wait()
}

// CombinedOutput runs it and returns what it wrote and said.
func (c *Cmd) CombinedOutput(ctx context.Context) ([]byte, error) {
	var b lockedBuffer
	c.Stdout, c.Stderr = &b, &b
	err := c.Run(ctx)
	return b.Bytes(), err
}

// lockedBuffer takes the output and the error of one process.
type lockedBuffer struct {
	mu sync.Mutex
	bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.Write(p)
}

// Kill ends it at once; Wait says so.
func (c *Cmd) Kill() { _ = c.cmd.Process.Kill() }

// PID is its process.
func (c *Cmd) PID() int { return c.cmd.Process.Pid }

// Used is the processor time that it has taken so far; after Wait, in all.
func (c *Cmd) Used() time.Duration {
	if s := c.cmd.ProcessState; s != nil {
		return s.UserTime() + s.SystemTime()
	}
	var t unix.Timespec
	// The clock of a process, see clock_getcpuclockid(3).
	if unix.ClockGettime(int32(^c.cmd.Process.Pid<<3|2), &t) != nil {
		return 0
	}
	return time.Duration(t.Nano())
}
