// Package supervise starts child processes, watches them, starts them again
// when they end, and takes them along when it ends itself.
package supervise

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"syscall"
	"time"

	"custos.dev/custos"
)

// Child is a process to keep running.
type Child struct {
	Name string
	// Argv is the program and its arguments; never a secret.
	Argv []string
	// Once means that it is not started again after it ended with status 0.
	Once bool
	// FailAfter starts within a minute of each other it is given up and Run
	// returns an error; 0 means never.
	FailAfter int
}

// State is what became of a child.
type State struct {
	Name     string        `json:"name"`
	PID      int           `json:"pid"`
	Running  bool          `json:"running"`
	Restarts int           `json:"restarts"`
	Since    time.Time     `json:"since"`
	CPU      time.Duration `json:"cpu"` // of its ended lives
	Last     string        `json:"last,omitempty"`
}

// Supervisor keeps a set of children running. Its zero value is ready.
type Supervisor struct {
	Log *slog.Logger
	// Output takes the children's standard output and error, whole lines at a
	// time, without control characters; nil means this process's standard error.
	Output io.Writer
	// Line takes them instead, each with the name of its child; it is called by one
	// goroutine at a time, and may keep nothing of the line.
	Line func(child string, line []byte)

	mu     sync.Mutex
	states map[string]*State
	outMu  sync.Mutex
}

// The least and the longest wait before a child is started again. A life of at
// least healthy starts the waits from the least one.
const (
	firstWait = 100 * time.Millisecond
	lastWait  = 10 * time.Second
	healthy   = 10 * time.Second
	// grace is how long a child may take to end before it is killed.
	grace = 10 * time.Second
)

// Run keeps the children running until ctx ends, then ends them all and returns
// when the last one has ended. It returns early if a child with FailAfter is
// given up.
func (s *Supervisor) Run(ctx context.Context, children []Child) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	s.mu.Lock()
	s.states = make(map[string]*State, len(children))
	for _, c := range children {
		s.states[c.Name] = &State{Name: c.Name}
	}
	s.mu.Unlock()
	var wg sync.WaitGroup
	for _, c := range children {
		wg.Go(func() {
			if err := s.keep(ctx, c); err != nil {
				cancel(err)
			}
		})
	}
	wg.Wait()
	if err := context.Cause(ctx); err != nil && !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}

// States returns what every child does now.
func (s *Supervisor) States() []State {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]State, 0, len(s.states))
	for _, st := range s.states {
		out = append(out, *st)
	}
	return out
}

func (s *Supervisor) keep(ctx context.Context, c Child) error {
	wait := firstWait
	var starts []time.Time
	for {
		began := time.Now()
		err := s.live(ctx, c)
		if ctx.Err() != nil {
			return nil
		}
		if err == nil && c.Once {
			return nil
		}
		if time.Since(began) >= healthy {
			wait, starts = firstWait, nil
		}
		starts = append(starts, began)
		if c.FailAfter > 0 && len(starts) >= c.FailAfter {
			return &GivenUp{Child: c.Name, Err: err}
		}
		// Jitter keeps children that fell together from rising together.
		pause := wait/2 + rand.N(wait/2+1)
		s.Log.Warn("a child ended and is started again", "service", c.Name, "err", reason(err), "wait", pause.Round(time.Millisecond))
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(pause):
		}
		wait = min(2*wait, lastWait)
		s.mu.Lock()
		s.states[c.Name].Restarts++
		s.mu.Unlock()
	}
}

// GivenUp says that a child ended too often.
type GivenUp struct {
	Child string
	Err   error
}

func (g *GivenUp) Error() string {
	return g.Child + " does not stay up; its last words are above (" + reason(g.Err) + ")"
}

func (g *GivenUp) Unwrap() error { return g.Err }

func reason(err error) string {
	if err == nil {
		return "ended"
	}
	return err.Error()
}

// live runs the child once.
func (s *Supervisor) live(ctx context.Context, c Child) error {
	// The kernel kills the child when the thread that started it ends, so that
	// thread must live as long as the child: a SIGKILL of this process then
	// takes the children along.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	cmd := exec.Command(c.Argv[0], c.Argv[1:]...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	out, in, err := os.Pipe()
	if err != nil {
		return err
	}
	cmd.Stdout, cmd.Stderr = in, in
	err = cmd.Start()
	_ = in.Close()
	if err != nil {
		_ = out.Close()
		return err
	}
	s.mu.Lock()
	st := s.states[c.Name]
	st.PID, st.Running, st.Since = cmd.Process.Pid, true, time.Now()
	s.mu.Unlock()
	copied := make(chan struct{})
	go func() { defer close(copied); s.copyLines(c.Name, out) }()

	ended := make(chan struct{})
	killed := make(chan struct{})
	go func() { defer close(killed); endWith(ctx, cmd.Process.Pid, ended) }()
	err = cmd.Wait()
	close(ended)
	<-killed
	_ = out.Close() // what a grandchild still holds open is not waited for
	<-copied
	s.mu.Lock()
	st.Running, st.Last = false, reason(err)
	st.CPU += cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	s.mu.Unlock()
	return err
}

// endWith asks the child's process group to end when ctx ends, and kills it
// when it does not.
func endWith(ctx context.Context, pid int, ended <-chan struct{}) {
	select {
	case <-ended:
		return
	case <-ctx.Done():
	}
	_ = syscall.Kill(pid, syscall.SIGTERM)
	select {
	case <-ended:
	case <-time.After(grace):
		_ = syscall.Kill(-pid, syscall.SIGKILL)
	}
}

func (s *Supervisor) copyLines(child string, r io.Reader) {
	w, take := s.Output, s.Line
	if w == nil {
		w = os.Stderr
	}
	if take == nil {
		take = func(_ string, line []byte) { _, _ = w.Write(line) }
	}
	lines := bufio.NewReaderSize(r, 64<<10)
	var plain bytes.Buffer
	for {
		line, err := lines.ReadSlice('\n')
		if len(line) > 0 {
			// What a child says may hold what strangers made it say.
			plain.Reset()
			_, _ = custos.PlainWriter{W: &plain}.Write(line)
			s.outMu.Lock()
			take(child, plain.Bytes())
			s.outMu.Unlock()
		}
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return
		}
	}
}
