package remote

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/edge/ffmpeg"
	"custos.dev/custos/service"
)

const (
	// firstWait and lastWait are the shortest and the longest wait before a program is started
	// again, settled how long it must live without a fault to begin with the shortest one.
	firstWait = time.Second
	lastWait  = time.Minute
	settled   = time.Minute
	// startFor is how long a program may take until it listens.
	startFor = 30 * time.Second
	// lookEvery is how often it is looked at what a program takes.
	lookEvery = 250 * time.Millisecond
	// most threads of one program. Their number is a user's for the kernel, not a process's.
	mostThreads = 256
	// reserved is what a program may have of addresses beyond its memory: runtimes reserve
	// more than they use.
	reserved = 4 << 30
	// endFor is how long the answer to the last question is waited for when the service ends.
	endFor = 4 * time.Second
)

// life is one life of a program.
type life struct {
	cmd    *ffmpeg.Cmd
	client *http.Client
	began  time.Time
	said   *said
	// broken takes why the program is to be ended; ended is closed when it has, by err.
	broken chan error
	ended  chan struct{}
	err    error
}

// breakOff ends the life for a reason.
func (l *life) breakOff(why error) {
	select {
	case l.broken <- why:
	default: // it ends already
	}
}

// start starts the program and waits until it listens.
func (a *analyzer) start(ctx context.Context) (*life, error) {
	if err := os.RemoveAll(a.dir); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(a.dir, 0o700); err != nil {
		return nil, err
	}
	socket := filepath.Join(a.dir, "s")
	l := &life{said: &said{log: a.log}, began: time.Now(), broken: make(chan error, 1), ended: make(chan struct{})}
	l.cmd = &ffmpeg.Cmd{
		Program: a.found.program, Args: a.found.args, Read: append([]string{}, a.found.read...), Trees: a.found.trees, Serve: a.dir, Dir: a.dir,
		Env: []string{"CUSTOS_SOCKET=" + socket, "LANG=C.UTF-8", "PATH=/usr/local/bin:/usr/bin:/bin", "HOME=" + a.dir}, Stdout: l.said, Stderr: l.said,
		Data: uint64(a.program.Memory), Memory: uint64(a.program.Memory) + reserved, Yields: true,
	}
	// It is ended by hand, once it has answered.
	if err := l.cmd.Start(context.WithoutCancel(ctx)); err != nil {
		return nil, err
	}
	go func() { l.err = l.cmd.Wait(); close(l.ended) }()
	l.client = &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			DisableKeepAlives: true, DisableCompression: true, MaxResponseHeaderBytes: 16 << 10,
			DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
				var d net.Dialer
				return d.DialContext(ctx, "unix", socket)
			},
		},
	}
	late := time.NewTimer(startFor)
	defer late.Stop()
	for {
		c, err := net.Dial("unix", socket)
		if err == nil {
			return l, c.Close()
		}
		select {
		case <-l.ended:
			return nil, l.why()
		case <-late.C:
			l.kill()
			return nil, fmt.Errorf("it does not listen on the socket CUSTOS_SOCKET within %v", startFor)
		case <-ctx.Done():
			l.kill()
			return nil, ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func (l *life) kill() {
	l.cmd.Kill()
	<-l.ended
}

// why says why the program has ended by itself.
func (l *life) why() error {
	text := "it ended"
	if l.err != nil {
		text += ": " + l.err.Error()
	}
	if last := l.said.last(); last != "" {
		text += "; it said last: " + last
	}
	return errors.New(text)
}

// live lets the program live once and returns why it ended, or was.
func (a *analyzer) live(ctx context.Context) error {
	l, err := a.start(ctx)
	if err != nil {
		return err
	}
	a.setLife(l)
	defer a.setLife(nil)
	look := time.NewTicker(a.lookEvery)
	defer look.Stop()
	for {
		select {
		case <-l.ended:
			return l.why()
		case why := <-l.broken:
			// Who breaks off in the middle of an answer may just have ended.
			select {
			case <-l.ended:
				return l.why()
			case <-time.After(100 * time.Millisecond):
			}
			l.kill()
			return why
		case <-look.C:
			if err := a.program.bounded(l.cmd.PID()); err != nil {
				l.kill()
				return err
			}
		case <-ctx.Done():
			// What it was asked last is answered still.
			select {
			case a.asking <- struct{}{}:
				<-a.asking
			case <-l.ended:
			case <-time.After(endFor):
			}
			l.kill()
			return ctx.Err()
		}
	}
}

// Run implements analyze.Runner: it keeps the program running until ctx ends.
func (a *analyzer) Run(ctx context.Context) error {
	defer os.RemoveAll(a.dir)
	wait := a.firstWait
	for ctx.Err() == nil {
		began := time.Now()
		err := a.live(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if time.Since(began) >= settled {
			wait = a.firstWait
		}
		a.failed(err, wait)
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
		}
		wait = min(2*wait, lastWait)
		a.restarts.Inc()
	}
	return nil
}

// bounded says what a process takes too much of.
func (p *Program) bounded(pid int) error {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return nil // it has ended, which is noticed elsewhere
	}
	figure := func(name string) int64 {
		_, rest, _ := bytes.Cut(b, []byte("\n"+name+":"))
		line, _, _ := bytes.Cut(rest, []byte("\n"))
		n, _ := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(string(line), " kB")), 10, 64)
		return n
	}
	if got := service.Bytes(figure("VmRSS") << 10); got > p.Memory {
		return fmt.Errorf("it takes %d MiB of memory, more than the %s of `memory`", got>>20, p.Memory)
	}
	if n := figure("Threads"); n > mostThreads {
		return fmt.Errorf("it has %d threads, more than the %d that a program may have", n, mostThreads)
	}
	return nil
}

// said takes what a program writes: the end of it for people, and of the rest so much to the
// log that it drowns nobody. Its methods may be called by several goroutines.
type said struct {
	log *slog.Logger

	mu     sync.Mutex
	line   []byte // the last one
	whole  bool   // the line has ended
	minute time.Time
	lines  int
}

const (
	longestLine    = 300
	linesPerMinute = 20
)

func (s *said) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range b {
		switch {
		case c == '\n':
			if len(s.line) > 0 && !s.whole {
				s.tell()
			}
			s.whole = true
		case s.whole:
			s.line, s.whole = append(s.line[:0], c), false
		case len(s.line) < longestLine:
			s.line = append(s.line, c)
		}
	}
	return len(b), nil
}

func (s *said) tell() {
	if time.Since(s.minute) > time.Minute {
		s.minute, s.lines = time.Now(), 0
	}
	if s.lines++; s.lines <= linesPerMinute {
		s.log.Info("the program says: " + custos.Plain(string(s.line)))
	}
}

// last is the last line.
func (s *said) last() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return custos.Plain(string(s.line))
}
