package cli

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"custos.dev/custos"

	"custos.dev/custos/api"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog"
	"custos.dev/custos/ledger"
	"custos.dev/custos/observe"
	"custos.dev/custos/observe/observetest"
	"custos.dev/custos/service"
	"custos.dev/custos/term"
	"custos.dev/custos/term/termtest"
)

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
			return v.list([]ledger.Block{{Head: custos.Head{BlockRef: custos.BlockRef{Number: 1}}, Transactions: []ledger.Transaction{{Did: []string{"ann asks for live: " + termtest.Hostile}}}}})
		}},
		"events": {2, func(w *bytes.Buffer) error {
			e := &events{link: view.link, out: w}
			body, err := json.Marshal(observetest.Of(custos.Observation{Payload: &observe.Alarm{Reason: termtest.Hostile}}))
			if err != nil {
				return err
			}
			return e.print(api.Event{Kind: custos.Kind(termtest.Hostile), Resource: custos.Resource(termtest.Hostile), Body: body, False: termtest.Hostile})
		}},
		"access list and other tables": {2, func(w *bytes.Buffer) error {
			return term.Table(w, [][]string{{"WHO", "WHY"}, {termtest.Hostile, termtest.Hostile}})
		}},
		"audit": {4, func(w *bytes.Buffer) error {
			return printAudit(w, []*fog.AuditReport{{Domain: termtest.Hostile, Findings: []fog.Finding{{Status: evidence.Fail, What: termtest.Hostile, Detail: termtest.Hostile}}, Notes: []string{termtest.Hostile}}})
		}},
		"evidence verify": {2, func(w *bytes.Buffer) error {
			return printReport(w, &evidence.Report{Result: evidence.Fail, Claims: []evidence.Claim{{Status: evidence.Fail, Name: termtest.Hostile, Detail: termtest.Hostile}}}, nil)
		}},
		"evidence verify, its worth and hand-overs": {7, func(w *bytes.Buffer) error {
			return printReport(w, &evidence.Report{Result: evidence.Pass, Worth: []evidence.Worth{{Name: termtest.Hostile, Says: termtest.Hostile}}},
				&evidence.CustodyReport{Claims: []evidence.Claim{{Status: evidence.Fail, Name: termtest.Hostile, Detail: termtest.Hostile}}})
		}},
		"an error": {2, func(w *bytes.Buffer) error {
			_, err := custos.PlainWriter{W: w}.Write([]byte("custos: " + term.ErrorText(custos.Errorf(custos.Denied, "the master says: %s", termtest.Hostile)) + "\n"))
			return err
		}},
		"other kinds of values": {1, func(w *bytes.Buffer) error {
			_, err := term.Printf(w, "%v %-5s %q %d %x %+v %s\n", custos.Errorf(custos.Denied, "%s", termtest.Hostile), termtest.Hostile, "fine", 7, "fine", struct{ S string }{termtest.Hostile}, []string{termtest.Hostile})
			return err
		}},
	} {
		termtest.Check(t, name, c.lines, c.show)
	}
}

// TestAttack46Program: the program's own output and errors, whatever comes to them.
func TestAttack46Program(t *testing.T) {
	if os.Getenv("CUSTOS_TEST_PROGRAM") != "" {
		os.Args = append([]string{"custos"}, os.Args[slices.Index(os.Args, "--")+1:]...)
		os.Exit(Main())
	}
	for _, args := range [][]string{{"config", "check", "-c", termtest.Hostile + ".yaml"}, {termtest.Hostile}, {"events", "--" + termtest.Hostile}, {"trust", "export", "-c", termtest.Hostile}} {
		cmd := exec.Command(os.Args[0], append([]string{"-test.run=^" + t.Name() + "$", "--"}, args...)...)
		cmd.Env = append(os.Environ(), "CUSTOS_TEST_PROGRAM=1")
		out, err := cmd.CombinedOutput()
		if err == nil || !strings.HasPrefix(string(out), "custos: ") {
			t.Errorf("%q: %v: %s", args, err, out)
		}
		if s := termtest.Steered(string(out)); s != "" || strings.Count(string(out), "\ncustos: ") > 0 {
			t.Errorf("%q shows %s in %q", args, s, out)
		}
	}
}

// TestAttack46NothingPrintsAround: no command, and nothing that prints for one, writes to
// the terminal but by the functions of package term.
func TestAttack46NothingPrintsAround(t *testing.T) {
	var files []string
	for _, room := range []string{"cli", "fleet", "demo", "figures", "benches", "eval", "cmd/custos"} {
		some, err := filepath.Glob(filepath.Join("..", room, "*.go"))
		if err != nil || len(some) == 0 {
			t.Fatalf("%s has no files: %v", room, err)
		}
		files = append(files, some...)
	}
	set := token.NewFileSet()
	looked := 0
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
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
					t.Errorf("%s: %s goes around package term: use its Printf or Println, or a custos.PlainWriter", set.Position(n.Pos()), of)
				}
			}
			return true
		})
	}
	if looked < 1000 {
		t.Errorf("only %d names were looked at", looked)
	}
}
