package e2e

import (
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// These tests wait more than they work, and each takes the machine's ports. So where it is
// permitted several run beside each other, each in a process and a network namespace of its own.

// demoEnv names the demo's data that the first process made, for the others.
const demoEnv = "CUSTOS_E2E_DEMO"

// most is how many tests run at a time: as many as there are processors, and three at least, since
// each waits most of its time for blocks, pictures and looks; more of them would time out.
func most() int { return min(4, max(3, runtime.NumCPU())) }

// first are the tests that begin: the one that makes the demo's data, which many others read, and
// those that take longest and need none of it, so that none of them is left alone at the end.
var first = []string{
	"TestDemoOnce", "TestThreeOwnersMeet", "TestThiefAtAnEdge", "TestAttack52RewrittenChain", "TestOwnersMove", "TestAttack14HeavierChain",
	"TestASiteGrowsAndShrinks", "TestOwnersMoveOneByOne",
}

// last run when the others have ended, one by one: what the built-in detector sees of a gesture takes every frame, and
// frames are left out where others take the processors.
var last = []string{"TestGestures"}

// order puts first what begins, and leaves the others as they are.
func order(names []string) {
	place := func(n string) int {
		if i := slices.Index(first, n); i >= 0 {
			return i
		}
		return len(first)
	}
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(place(a), place(b)) })
}

// inWorkers runs the tests that were asked for in processes of their own, and returns the exit
// code; false if they are to run in this one: one alone, or where namespaces are not permitted.
func inWorkers() (code int, done bool) {
	flag.Parse()
	run := flag.Lookup("test.run").Value.String()
	if os.Getenv(demoEnv) != "" || flag.Lookup("test.list").Value.String() != "" || most() < 2 {
		return 0, false
	}
	all := run
	if all == "" {
		all = "." // an empty -test.list lists nothing, and runs
	}
	out, err := exec.Command(os.Args[0], "-test.list", all).Output()
	if err != nil {
		return 0, false
	}
	names := regexp.MustCompile(`(?m)^Test\w+$`).FindAllString(string(out), -1)
	if len(names) < 2 || strings.Contains(run, "/") {
		return 0, false
	}
	probe := exec.Command("ip", "link", "set", "lo", "up")
	probe.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET}
	if probe.Run() != nil {
		return 0, false
	}
	dir, err := os.MkdirTemp("", "custos-e2e-")
	if err != nil {
		return 0, false
	}
	defer os.RemoveAll(dir)
	var mu sync.Mutex // the output and the code
	one := func(name string) {
		cmd := alone(name, dir)
		text, err := cmd.CombinedOutput()
		mu.Lock()
		defer mu.Unlock()
		// What each process says of itself at its end is said once, at the whole's.
		os.Stdout.Write(bytes.TrimSuffix(text, []byte("PASS\n")))
		if err != nil {
			code = 1
		}
	}
	order(names)
	next := make(chan string, len(names))
	for _, n := range names {
		if !slices.Contains(last, n) {
			next <- n
		}
	}
	close(next)
	var wait sync.WaitGroup
	for range most() {
		wait.Go(func() {
			for n := range next {
				one(n)
			}
		})
	}
	wait.Wait()
	for _, n := range names {
		if slices.Contains(last, n) {
			one(n)
		}
	}
	return code, true
}

// alone is a process that runs one test in a network namespace of its own.
func alone(name, demo string) *exec.Cmd {
	args := []string{"-c", `ip link set lo up && exec "$0" "$@"`, os.Args[0]}
	for _, a := range os.Args[1:] {
		if !strings.HasPrefix(a, "-test.run") && !strings.HasPrefix(a, "-test.coverprofile") {
			args = append(args, a)
		}
	}
	cmd := exec.Command("sh", append(args, fmt.Sprintf("-test.run=^%s$", name))...)
	cmd.Env = append(os.Environ(), demoEnv+"="+demo)
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET}
	return cmd
}

func TestMain(m *testing.M) {
	code, done := inWorkers()
	if !done {
		code = m.Run()
		if demoDir != "" && code == 0 {
			_ = os.RemoveAll(demoDir)
		}
	}
	os.Exit(code)
}
