package supervise_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"custos.dev/custos/supervise"
)

type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) { b.mu.Lock(); defer b.mu.Unlock(); return b.b.Write(p) }

func (b *buffer) String() string { b.mu.Lock(); defer b.mu.Unlock(); return b.b.String() }

func until(t *testing.T, what string, cond func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !cond(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("never came: %s", what)
		}
	}
}

func run(t *testing.T, s *supervise.Supervisor, children ...supervise.Child) (stop func() error) {
	s.Log = slog.New(slog.DiscardHandler)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx, children) }()
	stop = sync.OnceValue(func() error { cancel(); return <-done })
	t.Cleanup(func() { _ = stop() })
	return stop
}

func TestKilledChildIsStartedAgain(t *testing.T) {
	out := new(buffer)
	s := &supervise.Supervisor{Output: out}
	stop := run(t, s, supervise.Child{Name: "a", Argv: []string{"sh", "-c", "echo up $$; exec sleep 1000"}})
	pid := func() int {
		for _, st := range s.States() {
			if st.Running {
				return st.PID
			}
		}
		return 0
	}
	until(t, "first life", func() bool { return strings.Contains(out.String(), "up ") })
	first := pid()
	if err := syscall.Kill(first, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	until(t, "second life", func() bool { p := pid(); return p != 0 && p != first })
	second := pid()
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(second, 0); !errors.Is(err, syscall.ESRCH) {
		t.Fatalf("the child outlived its supervisor: %v", err)
	}
}

func TestFailingChildIsGivenUp(t *testing.T) {
	s := &supervise.Supervisor{Log: slog.New(slog.DiscardHandler), Output: new(buffer)}
	err := s.Run(context.Background(), []supervise.Child{
		{Name: "bad", Argv: []string{"sh", "-c", "exit 3"}, FailAfter: 3},
		{Name: "good", Argv: []string{"sleep", "1000"}},
	})
	var up *supervise.GivenUp
	if !errors.As(err, &up) || up.Child != "bad" {
		t.Fatalf("got %v", err)
	}
}

// TestAttack46ChildLines: what strangers made a child say reaches no terminal and no log
// with control characters in it, whoever takes the lines.
func TestAttack46ChildLines(t *testing.T) {
	say := []string{"sh", "-c", `printf 'fine\n\033]0;owned\007\rALLOWED\302\2332J\n\342\200\256x\377\n'; exec sleep 1000`}
	want := "fine\n" + `\u001b]0;owned\u0007\u000dALLOWED\u009b2J` + "\n" + `\u202ex\ufffd` + "\n"
	out, lines := new(buffer), new(buffer)
	for _, s := range []*supervise.Supervisor{{Output: out}, {Line: func(_ string, line []byte) { _, _ = lines.Write(line) }}} {
		run(t, s, supervise.Child{Name: "a", Argv: say})
	}
	for _, b := range []*buffer{out, lines} {
		until(t, "three lines", func() bool { return strings.Count(b.String(), "\n") >= 3 })
		if b.String() != want {
			t.Errorf("it said %q, want %q", b.String(), want)
		}
	}
}

// TestChildrenEndWithAKilledSupervisor runs itself as the supervisor and kills it.
func TestChildrenEndWithAKilledSupervisor(t *testing.T) {
	if file := os.Getenv("SUPERVISE_TEST_FILE"); file != "" {
		s := &supervise.Supervisor{Log: slog.New(slog.DiscardHandler)}
		_ = s.Run(context.Background(), []supervise.Child{{Name: "a", Argv: []string{"sh", "-c", "echo $$ > " + file + "; exec sleep 1000"}}})
		return
	}
	file := filepath.Join(t.TempDir(), "pid")
	self, err := os.StartProcess(os.Args[0], []string{os.Args[0], "-test.run=" + t.Name() + "$"}, &os.ProcAttr{Env: append(os.Environ(), "SUPERVISE_TEST_FILE="+file)})
	if err != nil {
		t.Fatal(err)
	}
	var child int
	until(t, "the child's pid", func() bool {
		b, _ := os.ReadFile(file)
		child, _ = strconv.Atoi(strings.TrimSpace(string(b)))
		return child != 0
	})
	if err := self.Kill(); err != nil {
		t.Fatal(err)
	}
	_, _ = self.Wait()
	until(t, "the child's end", func() bool {
		stat, err := os.ReadFile("/proc/" + strconv.Itoa(child) + "/stat")
		return err != nil || strings.Contains(string(stat), ") Z ")
	})
}
