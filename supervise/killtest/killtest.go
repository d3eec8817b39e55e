// Package killtest kills processes in the middle of their work, at moments that are drawn by lot,
// and has a test look at what each of them left. Nothing is simulated: the test's own program is
// started again as the process that works, and ended by SIGKILL.
package killtest

import (
	"bufio"
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

const (
	// dirEnv and roundEnv tell a process that it is to be killed, where it works and which it is.
	dirEnv, roundEnv = "CUSTOS_KILLED_IN", "CUSTOS_KILLED_ROUND"
	// delayMost is how long after the word at which it is to end a process is killed at most:
	// about as long as a transaction takes, so that the moment lies in the middle of one.
	delayMost = 4 * time.Millisecond
	// silence is how long a process may say nothing.
	silence = time.Minute
)

// Child is the process that works until it is killed.
type Child struct {
	// Dir is where it works, Round how many there were before it.
	Dir   string
	Round int

	mu  sync.Mutex
	in  *bufio.Reader
	out *os.File
}

// Begun returns the Child if this process is one; nil in the test's own process.
func Begun() *Child {
	dir := os.Getenv(dirEnv)
	if dir == "" {
		return nil
	}
	c := &Child{Dir: dir, out: os.NewFile(3, "said"), in: bufio.NewReader(os.NewFile(4, "answers"))}
	_, _ = fmt.Sscan(os.Getenv(roundEnv), &c.Round)
	return c
}

// Say tells the test a line and returns the answer, a line too. By any of them the process may
// end. It may be called by several goroutines.
func (c *Child) Say(line string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, err := c.out.WriteString(line + "\n"); err != nil {
		select {} // the test is gone, or about to kill
	}
	answer, err := c.in.ReadString('\n')
	if err != nil {
		select {}
	}
	return strings.TrimSuffix(answer, "\n")
}

// Forever does some things again and again, each in a goroutine of its own, and does not return.
// An error ends the process, and so fails the test.
func (c *Child) Forever(steps map[string]func() error) {
	for name, step := range steps {
		go func() {
			for {
				if err := step(); err != nil {
					fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
					os.Exit(1)
				}
			}
		}()
	}
	select {}
}

// Killing is a test whose process is started again and again, and killed each time.
type Killing struct {
	// Dir is where the process works.
	Dir string
	// Seed draws the moments, Rounds is how many there are: half of them in short tests.
	Seed   uint64
	Rounds int
	// Words is how many lines a process says at most before it is killed.
	Words int
	// Answer answers a line. What was said before it has happened; nothing is said any more
	// when Left is called. May be nil.
	Answer func(line string) string
	// Left looks at what a killed process left.
	Left func(round int)
}

// Run has the calling test run again in another process, in which Begun is not nil.
func (k Killing) Run(t *testing.T) {
	t.Helper()
	lot := rand.New(rand.NewPCG(k.Seed, 1))
	rounds := k.Rounds
	if testing.Short() {
		rounds = (rounds + 1) / 2
	}
	for round := range rounds {
		k.one(t, round, 1+lot.IntN(k.Words), lot.IntN(4) == 0, time.Duration(lot.Int64N(int64(delayMost))))
		k.Left(round)
		if t.Failed() {
			t.Fatalf("round %d of seed %d", round, k.Seed)
		}
	}
}

// one starts a process and kills it at its nth word: unanswered, or so long after the answer.
func (k Killing) one(t *testing.T, round, nth int, unanswered bool, delay time.Duration) {
	t.Helper()
	said, saying, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer said.Close()
	answers, answering, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer answering.Close()
	var out bytes.Buffer
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$")
	cmd.Env = append(os.Environ(), dirEnv+"="+k.Dir, fmt.Sprint(roundEnv, "=", round))
	cmd.ExtraFiles = []*os.File{saying, answers}
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	_, _ = saying.Close(), answers.Close()
	late := time.AfterFunc(silence, func() { _ = cmd.Process.Kill() })
	defer late.Stop()
	words := 0
	for lines := bufio.NewReader(said); ; {
		line, err := lines.ReadString('\n')
		if err != nil {
			break
		}
		late.Reset(silence)
		answer := ""
		if k.Answer != nil {
			answer = k.Answer(strings.TrimSuffix(line, "\n"))
		}
		words++
		if words == nth && unanswered {
			_ = cmd.Process.Kill()
		}
		_, _ = answering.WriteString(answer + "\n") // else it is gone
		if words == nth && !unanswered {
			time.AfterFunc(delay, func() { _ = cmd.Process.Kill() })
		}
	}
	_ = cmd.Wait()
	if s, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); !ok || !s.Signaled() || words < nth {
		t.Fatalf("round %d: the process ended by itself (%v) after %d of %d words:\n%s", round, cmd.ProcessState, words, nth, out.String())
	}
}
