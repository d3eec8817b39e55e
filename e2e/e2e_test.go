// Package e2e runs the built program as people do: many processes, real footage
// over real RTSP, a real ledger, a real browser. `make build` comes first.
package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"custos.dev/custos/supervise"
)

// program is the built custos. It is named absolutely, since tests run it from
// elsewhere.
func program(t *testing.T) string {
	t.Helper()
	p, err := filepath.Abs("../bin/custos")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(p); err != nil {
		t.Fatal("bin/custos is not built: run `make build` first")
	}
	return p
}

// custos runs a command to its end and returns its output and exit code.
func custos(t *testing.T, args ...string) (string, int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, program(t), args...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatalf("custos %s: %v", strings.Join(args, " "), err)
	}
	return out.String(), cmd.ProcessState.ExitCode()
}

// must runs a command that ends with 0.
func must(t *testing.T, args ...string) string {
	t.Helper()
	out, code := custos(t, args...)
	if code != 0 {
		t.Fatalf("custos %s: exit %d\n%s", strings.Join(args, " "), code, out)
	}
	return out
}

// countServices counts the services in what `custos status` says, and those of them of which it
// says a word.
func countServices(status, word string) (services, of int) {
	for line := range strings.Lines(status) {
		if f := strings.Fields(line); len(f) > 1 && strings.Contains(f[0], "/") {
			services++
			if f[1] == word {
				of++
			}
		}
	}
	return services, of
}

type report struct {
	Footage struct{ Frames int }
	Cameras []struct {
		Name            string
		Frames, Dropped int
	}
	Events   struct{ Total int }
	Verified struct {
		Events, Segments, Failed int
		Why                      []string
	}
	Access struct {
		Allowed, Denied int
		Story           []string
	}
	Ledger struct{ Anchors int }
}

// check holds a report against what the demo promises.
func (r *report) check(t *testing.T) {
	t.Helper()
	frames := 0
	for _, c := range r.Cameras {
		frames += c.Frames
	}
	if frames < 700 || r.Events.Total < 30 || r.Verified.Events != r.Events.Total || r.Verified.Failed != 0 || r.Verified.Segments == 0 ||
		r.Access.Denied == 0 || r.Access.Allowed == 0 || r.Ledger.Anchors == 0 {
		t.Fatalf("%d frames seen; report %+v", frames, r)
	}
	if !slices.ContainsFunc(r.Access.Story, func(l string) bool { return strings.HasPrefix(l, "the police watched") }) {
		t.Fatalf("the police did not watch: %q", r.Access.Story)
	}
}

// demoOnce is a demo that has ended; its data directory is shared and only read. Processes that
// run beside each other share it, too: the first that needs it makes it, under a lock.
var demoOnce = sync.OnceValues(func() (string, error) {
	dir := os.Getenv(demoEnv)
	if dir == "" {
		var err error
		if dir, err = os.MkdirTemp("", "custos-e2e-"); err != nil {
			return "", err
		}
		demoDir = dir
	}
	lock, err := os.Create(dir + ".lock")
	if err != nil {
		return "", err
	}
	defer lock.Close() // and with it the lock
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		return "", err
	}
	defer os.Remove(lock.Name())
	report := filepath.Join(dir, "report.json")
	if _, err := os.Stat(report); err == nil {
		return dir, nil
	}
	out, err := exec.Command("../bin/custos", "demo", "--once", "--data", dir, "--report", report).CombinedOutput()
	if err != nil {
		logs, _ := os.ReadFile(filepath.Join(dir, "custos.log"))
		return dir, fmt.Errorf("demo: %w\n%s\n%s", err, out, logs[max(0, len(logs)-8000):])
	}
	return dir, nil
})

// demoDir is what demoOnce made for this process alone, "" if no test needed it.
var demoDir string

func demoData(t *testing.T) string {
	t.Helper()
	program(t)
	dir, err := demoOnce()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// copyOf is the demo's data in a directory of the test's own.
func copyOf(t *testing.T, dir string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "data")
	if out, err := exec.Command("cp", "-r", dir, to).CombinedOutput(); err != nil {
		t.Fatalf("copy: %v %s", err, out)
	}
	return to
}

func TestDemoOnce(t *testing.T) {
	dir := demoData(t)
	b, err := os.ReadFile(filepath.Join(dir, "report.json"))
	if err != nil {
		t.Fatal(err)
	}
	var r report
	if err := json.Unmarshal(b, &r); err != nil {
		t.Fatal(err)
	}
	r.check(t)
}

// running starts the demo's campus and ends it with the test.
type running struct {
	*testing.T
	dir string
	cmd *exec.Cmd
	out bytes.Buffer
	end chan error
}

func start(t *testing.T, dir string, args ...string) *running {
	t.Helper()
	r := &running{T: t, dir: dir, end: make(chan error, 1)}
	r.cmd = exec.Command(program(t), args...)
	r.cmd.Stdout, r.cmd.Stderr = &r.out, &r.out
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { r.end <- r.cmd.Wait() }()
	t.Cleanup(r.stop)
	return r
}

func (r *running) stop() {
	_ = r.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-r.end:
	case <-time.After(40 * time.Second):
		_ = r.cmd.Process.Kill()
		<-r.end
	}
	r.end <- nil // a second stop finds it ended
}

// states are the running services, as `custos status` says.
func (r *running) states() map[string]supervise.State {
	out, code := custos(r.T, "status", "--data", r.dir, "--json")
	var list []supervise.State
	if code != 0 || json.Unmarshal([]byte(out), &list) != nil {
		return nil
	}
	states := map[string]supervise.State{}
	for _, s := range list {
		states[s.Name] = s
	}
	return states
}

// until waits for a condition, at most three minutes.
func until(t *testing.T, what string, cond func() bool) {
	t.Helper()
	for end := time.Now().Add(3 * time.Minute); !cond(); time.Sleep(200 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("never came: %s", what)
		}
	}
}

// allReady reports that every service does its work.
func (r *running) allReady() bool {
	out, code := custos(r.T, "status", "--data", r.dir)
	services, ready := countServices(out, "ready")
	return code == 0 && services == ready && services >= 10
}

type event struct{ ID, Mark, Resource string }

// listed are the newest events of some kinds, as `custos events` says.
func listed(t *testing.T, dir, kinds string) (out []event) {
	text, code := custos(t, "events", "--data", dir, "--kind", kinds, "--limit", "1000", "--json")
	if code != 0 {
		return nil
	}
	return read(text)
}

// read reads events as `custos events --json` writes them.
func read(text string) (out []event) {
	d := json.NewDecoder(strings.NewReader(text))
	for {
		var e event
		if d.Decode(&e) != nil {
			return out
		}
		out = append(out, e)
	}
}

// until waits as the function does, and not for what has ended.
func (r *running) until(what string, cond func() bool) {
	r.Helper()
	until(r.T, what, func() bool {
		select {
		case err := <-r.end:
			r.end <- nil
			logs, _ := os.ReadFile(filepath.Join(r.dir, "custos.log"))
			r.Fatalf("before %s it ended: %v\n%s\n%s", what, err, r.out.String(), logs[max(0, len(logs)-6000):])
		default:
		}
		return cond()
	})
}
