package cli

import (
	"errors"
	"os"
	"os/exec"
	"strconv"
	"testing"

	"custos.dev/custos/fleet"
	"custos.dev/custos/service"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"custos": func() { os.Exit(Main()) }})
}

// TestScripts runs the program as people do: testdata/*.txtar are commands, each with what
// it must print and its exit code, and the files that they find. None needs a site that
// runs, or a network.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata", RequireExplicitExec: true, RequireUniqueNames: true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "provision": provision, "mode": mode},
	})
}

// exits CODE PROGRAM ARGS… runs a program that must end with an exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM ARGS…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var ended *exec.ExitError
		if !errors.As(err, &ended) {
			ts.Fatalf("%v", err)
		}
		got = ended.ExitCode()
	}
	if got != want {
		ts.Fatalf("%q exits with %d, not %d", args[1:], got, want)
	}
}

// provision FILE makes what a site needs before its first start.
func provision(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: provision FILE")
	}
	site, err := service.Load(ts.MkAbs(args[0]))
	ts.Check(err)
	_, err = fleet.Provision(site)
	ts.Check(err)
}

// mode MODE FILE checks a file's permissions, in octal.
func mode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: mode MODE FILE")
	}
	want, err := strconv.ParseUint(args[0], 8, 32)
	ts.Check(err)
	st, err := os.Stat(ts.MkAbs(args[1]))
	ts.Check(err)
	if got := st.Mode().Perm(); got != os.FileMode(want) {
		ts.Fatalf("%s has the mode %o, not %o", args[1], got, want)
	}
}
