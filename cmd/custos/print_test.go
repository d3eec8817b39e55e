package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"custos"

	"custos/api"

	"custos/evidence"
	"custos/fog"
	"custos/ledger"
	"custos/observe"
	"custos/observe/observetest"
	"custos/service"
	"custos/supervise"
)

// hostile is what a stranger may write where he may write: it sets a terminal's title,
// writes over what stands before it, begins a line, a column, and turns the rest around.
const hostile = "\x1b]0;owned\x07\rALLOWED\u009b2J\ncustos: all is well\tx\u202e\xff"

// steered is the first character of a text that a terminal obeys, but for line breaks.
func steered(text string) string {
	if i := strings.IndexFunc(text, func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }); i >= 0 {
		return fmt.Sprintf("%q", text[max(0, i-20):min(len(text), i+20)])
	}
	return ""
}

// TestAttack46TerminalEscapes has what others wrote in every place where a command shows
// it: it fills its place and does nothing.
func TestAttack46TerminalEscapes(t *testing.T) {
	view := &ledgerView{link: &link{site: &service.Site{TimeZone: "UTC"}}, names: directory{}}
	for name, c := range map[string]struct {
		lines int
		show  func(w *bytes.Buffer) error
	}{
		"ledger blocks": {2, func(w *bytes.Buffer) error {
			v := *view
			v.out = w
			return v.list([]ledger.Block{{Head: custos.Head{BlockRef: custos.BlockRef{Number: 1}}, Transactions: []ledger.Transaction{{Did: []string{"ann asks for live: " + hostile}}}}})
		}},
		"events": {2, func(w *bytes.Buffer) error {
			e := &events{link: view.link, out: w}
			body, err := json.Marshal(observetest.Of(custos.Observation{Payload: &observe.Alarm{Reason: hostile}}))
			if err != nil {
				return err
			}
			return e.print(api.Event{Kind: custos.Kind(hostile), Resource: custos.Resource(hostile), Body: body, False: hostile})
		}},
		"access list and other tables": {2, func(w *bytes.Buffer) error {
			return table(w, [][]string{{"WHO", "WHY"}, {hostile, hostile}})
		}},
		"audit": {4, func(w *bytes.Buffer) error {
			return printAudit(w, []*fog.AuditReport{{Domain: hostile, Findings: []fog.Finding{{Status: evidence.Fail, What: hostile, Detail: hostile}}, Notes: []string{hostile}}})
		}},
		"evidence verify": {2, func(w *bytes.Buffer) error {
			return printReport(w, &evidence.Report{Result: evidence.Fail, Claims: []evidence.Claim{{Status: evidence.Fail, Name: hostile, Detail: hostile}}})
		}},
		"status": {1, func(w *bytes.Buffer) error {
			s := serviceStatus{upState: upState{State: supervise.State{Name: hostile}, Words: hostile}}
			_, err := printLine(w, fmt.Sprintf("%s %s", s.Name, s.says(time.Now())))
			return err
		}},
		"what up tells people": {1, func(w *bytes.Buffer) error {
			newTeller(w).tell(readLine("edge/camera-cam1", fmt.Appendf(nil, "time=x level=ERROR msg=%q service=edge/camera-cam1 err=%q", hostile, hostile)))
			return nil
		}},
		"an error": {2, func(w *bytes.Buffer) error {
			_, err := custos.PlainWriter{W: w}.Write([]byte("custos: " + errorText(custos.Errorf(custos.Denied, "the master says: %s", hostile)) + "\n"))
			return err
		}},
		"other kinds of values": {1, func(w *bytes.Buffer) error {
			_, err := printf(w, "%v %-5s %q %d %x %+v %s\n", custos.Errorf(custos.Denied, "%s", hostile), hostile, "fine", 7, "fine", struct{ S string }{hostile}, []string{hostile})
			return err
		}},
	} {
		var b bytes.Buffer
		if err := c.show(&b); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if s := steered(b.String()); s != "" {
			t.Errorf("%s shows %s", name, s)
		}
		if n := strings.Count(b.String(), "\n"); n != c.lines {
			t.Errorf("%s shows %d lines, not %d:\n%s", name, n, c.lines, b.String())
		}
		for line := range strings.Lines(b.String()) {
			if strings.HasPrefix(line, "custos: all is well") {
				t.Errorf("%s shows a line that it did not write:\n%s", name, b.String())
			}
		}
	}
}

// TestAttack46Program: the program's own output and errors, whatever comes to them.
func TestAttack46Program(t *testing.T) {
	if os.Getenv("CUSTOS_TEST_PROGRAM") != "" {
		os.Args = append([]string{"custos"}, os.Args[slices.Index(os.Args, "--")+1:]...)
		os.Exit(run())
	}
	for _, args := range [][]string{{"config", "check", "-c", hostile + ".yaml"}, {hostile}, {"events", "--" + hostile}, {"trust", "export", "-c", hostile}} {
		cmd := exec.Command(os.Args[0], append([]string{"-test.run=^" + t.Name() + "$", "--"}, args...)...)
		cmd.Env = append(os.Environ(), "CUSTOS_TEST_PROGRAM=1")
		out, err := cmd.CombinedOutput()
		if err == nil || !strings.HasPrefix(string(out), "custos: ") {
			t.Errorf("%q: %v: %s", args, err, out)
		}
		if s := steered(string(out)); s != "" || strings.Count(string(out), "\ncustos: ") > 0 {
			t.Errorf("%q shows %s in %q", args, s, out)
		}
	}
}

// TestAttack46NothingPrintsAround: no command writes to the terminal but by the functions
// of print.go.
func TestAttack46NothingPrintsAround(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	set := token.NewFileSet()
	looked := 0
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") || name == "print.go" {
			continue
		}
		f, err := parser.ParseFile(set, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		plain := map[ast.Node]bool{} // what is wrapped in a PlainWriter
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CompositeLit:
				if s, ok := n.Type.(*ast.SelectorExpr); ok && s.Sel.Name == "PlainWriter" {
					for _, e := range n.Elts {
						if kv, ok := e.(*ast.KeyValueExpr); ok {
							plain[kv.Value] = true
						}
					}
				}
			case *ast.SelectorExpr:
				on, ok := n.X.(*ast.Ident)
				if !ok {
					return true
				}
				looked++
				of := on.Name + "." + n.Sel.Name
				switch {
				case on.Name == "fmt" && (strings.HasPrefix(n.Sel.Name, "Fprint") || strings.HasPrefix(n.Sel.Name, "Print")),
					(on.Name == "cmd" || on.Name == "c") && strings.HasPrefix(n.Sel.Name, "Print"),
					(of == "os.Stdout" || of == "os.Stderr") && !plain[n]:
					t.Errorf("%s: %s goes around print.go: use printf or printLine, or a custos.PlainWriter", set.Position(n.Pos()), of)
				}
			}
			return true
		})
	}
	if looked < 1000 {
		t.Errorf("only %d names were looked at", looked)
	}
}
