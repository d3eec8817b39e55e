// Command redteam runs the tests of docs/threats.md, and every other test of an attack,
// and prints that table with what came of each row:
//
//	PASS      every test that the row names ran and passed
//	PARTLY    as PASS, but the row itself says what of it is open
//	OPEN      the row has no test, and says so
//	SKIPPED   a test could not run here; it says why
//	NOT RUN   the row's tests are end-to-end, and -short leaves them out
//	FAIL      a test failed, did not end, or is not there
//
//	go run ./scripts/redteam [-short]
//
// End-to-end tests need what `make build` makes; `make redteam` does both.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

func main() {
	short := flag.Bool("short", false, "leave the end-to-end tests out")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	ok, err := run(ctx, os.Stdout, *short)
	if err != nil {
		fmt.Fprintln(os.Stderr, "redteam:", err)
		os.Exit(2)
	}
	if !ok {
		os.Exit(1)
	}
}

// row is a line of the table.
type row struct {
	nr, attack string
	tests      []string
	open       string // what the row says is open
}

func run(ctx context.Context, out io.Writer, short bool) (ok bool, err error) {
	doc, err := os.ReadFile("docs/threats.md")
	if err != nil {
		return false, err
	}
	rows := parse(string(doc))
	if len(rows) == 0 {
		return false, errors.New("docs/threats.md has no table of attacks")
	}
	where, err := find(".")
	if err != nil {
		return false, err
	}
	rows = append(rows, others(rows, where)...)
	results := results{}
	for _, module := range plan(rows, where, short) {
		if err := module.run(ctx, results); err != nil {
			return false, err
		}
	}
	return results.print(out, rows, where), ctx.Err()
}

var (
	tableRow  = regexp.MustCompile(`(?m)^\| *(\d+|–) *\|([^|]*)\|([^|]*)\|(.*)\|$`)
	named     = regexp.MustCompile("`(Test\\w+)`")
	isOpen    = regexp.MustCompile(`\*Open:\* *(.*?)(?: *$)`)
	isAttack  = regexp.MustCompile(`^TestAttack(\d\d)`)
	testFunc  = regexp.MustCompile(`(?m)^func (Test\w+)\(\w+ \*testing\.T\)`)
	notOfUs   = []string{".git", "node_modules", "data", "bin", "testdata"}
	endToEnd  = "e2e"
	unlisted  = "not in docs/threats.md"
	lastLines = 25
)

// parse reads the rows of the table.
func parse(doc string) (out []row) {
	for _, m := range tableRow.FindAllStringSubmatch(doc, -1) {
		r := row{nr: m[1], attack: strings.TrimSpace(m[2])}
		for _, n := range named.FindAllStringSubmatch(m[4], -1) {
			r.tests = append(r.tests, n[1])
		}
		if o := isOpen.FindStringSubmatch(m[4]); o != nil {
			r.open = o[1]
		}
		out = append(out, r)
	}
	return out
}

// find returns the directories in which each test is, from a directory down.
func find(root string) (map[string][]string, error) {
	where := map[string][]string{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path != root && slices.Contains(notOfUs, d.Name()):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(path, "_test.go"):
			return nil
		}
		b, err := os.ReadFile(path)
		for _, m := range testFunc.FindAllSubmatch(b, -1) {
			dir := filepath.Dir(path)
			where[string(m[1])] = append(where[string(m[1])], dir)
		}
		return err
	})
	return where, err
}

// others are rows for the tests of attacks that the table does not name.
func others(rows []row, where map[string][]string) (out []row) {
	known := map[string]bool{}
	for _, r := range rows {
		for _, t := range r.tests {
			known[t] = true
		}
	}
	by := map[string][]string{}
	for t := range where {
		if m := isAttack.FindStringSubmatch(t); m != nil && !known[t] {
			by[m[1]] = append(by[m[1]], t)
		}
	}
	for nr, tests := range by {
		slices.Sort(tests)
		out = append(out, row{nr: strings.TrimPrefix(nr, "0"), attack: unlisted, tests: tests})
	}
	slices.SortFunc(out, func(a, b row) int { return strings.Compare(a.tests[0], b.tests[0]) })
	return out
}

// batch is one go test: of a module's packages, or of the end-to-end tests.
type batch struct {
	module string
	pkgs   []string
	tests  []string
}

// plan puts the tests together by modules; those end to end come last and alone.
func plan(rows []row, where map[string][]string, short bool) []*batch {
	by := map[string]*batch{}
	for _, r := range rows {
		for _, t := range r.tests {
			for _, dir := range where[t] {
				module := moduleOf(dir)
				key := module
				if dir == endToEnd {
					if short {
						continue
					}
					key = "~" + endToEnd // behind the others
				}
				b := by[key]
				if b == nil {
					b = &batch{module: module}
					by[key] = b
				}
				in, _ := filepath.Rel(module, dir)
				b.pkgs, b.tests = append(b.pkgs, "./"+in), append(b.tests, t)
			}
		}
	}
	var out []*batch
	for _, key := range sorted(by) {
		b := by[key]
		slices.Sort(b.pkgs)
		slices.Sort(b.tests)
		b.pkgs, b.tests = slices.Compact(b.pkgs), slices.Compact(b.tests)
		out = append(out, b)
	}
	return out
}

func sorted[V any](m map[string]V) (keys []string) {
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// moduleOf is the nearest directory above with a go.mod.
func moduleOf(dir string) string {
	for ; dir != "."; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
	}
	return dir
}

// outcome is what came of a test in one package.
type outcome struct {
	action string // pass, fail or skip; "" if it did not end
	said   []string
}

// results are by directory and test.
type results map[[2]string]*outcome

// run runs a batch and adds what came of its tests.
func (b *batch) run(ctx context.Context, all results) error {
	args := []string{"test", "-json", "-count=1", "-p", "2", "-timeout", "30m", "-run", "^(" + strings.Join(b.tests, "|") + ")$"}
	cmd := exec.CommandContext(ctx, "go", append(args, b.pkgs...)...)
	cmd.Dir, cmd.Stderr = b.module, os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	module, err := exec.CommandContext(ctx, "go", "list", "-C", b.module, "-m").Output()
	if err != nil {
		return fmt.Errorf("go list -m in %s: %w", b.module, err)
	}
	prefix := strings.TrimSpace(string(module))
	lines := bufio.NewReader(out)
	for d := json.NewDecoder(lines); ; {
		var e struct{ Action, Package, Test, Output string }
		if err := d.Decode(&e); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return errors.Join(fmt.Errorf("go test in %s says what is no JSON: %w", b.module, err), cmd.Wait())
		}
		test, _, _ := strings.Cut(e.Test, "/") // of parts, what they say
		if test == "" {
			continue
		}
		key := [2]string{filepath.Join(b.module, strings.TrimPrefix(strings.TrimPrefix(e.Package, prefix), "/")), test}
		o := all[key]
		if o == nil {
			o = &outcome{}
			all[key] = o
		}
		switch e.Action {
		case "output":
			if !strings.HasPrefix(strings.TrimSpace(e.Output), "=== ") {
				o.said = append(o.said, e.Output)
			}
		case "pass", "fail", "skip":
			if test == e.Test {
				o.action = e.Action
			}
		}
	}
	if err := cmd.Wait(); err != nil && !errors.As(err, new(*exec.ExitError)) {
		return err // that a test fails is in the results
	}
	return ctx.Err()
}

// of puts a row's outcomes together: a word, and why where it is not PASS.
func (all results) of(r row, where map[string][]string) (word, why string) {
	var failed, skipped, left []string
	for _, t := range r.tests {
		if len(where[t]) == 0 {
			failed = append(failed, t+" is not there")
		}
		for _, dir := range where[t] {
			o := all[[2]string{dir, t}]
			switch {
			case o == nil && dir == endToEnd:
				left = append(left, t)
			case o == nil || o.action == "":
				failed = append(failed, t+" in "+dir+" did not run to its end")
			case o.action == "fail":
				failed = append(failed, t+" in "+dir)
			case o.action == "skip":
				skipped = append(skipped, t+": "+reason(o.said))
			}
		}
	}
	switch {
	case len(failed) > 0:
		return "FAIL", strings.Join(failed, ", ")
	case len(skipped) > 0:
		return "SKIPPED", strings.Join(skipped, ", ")
	case len(left) > 0 && len(left) == len(r.tests):
		return "NOT RUN", "end to end: " + strings.Join(left, ", ")
	case len(r.tests) == 0:
		return "OPEN", r.open
	case r.open != "":
		return "PARTLY", "open: " + r.open
	case len(left) > 0:
		return "PASS", "without, end to end: " + strings.Join(left, ", ")
	}
	return "PASS", ""
}

// reason is what a test said when it was skipped.
func reason(said []string) string {
	for _, l := range said {
		if _, text, ok := strings.Cut(l, "_test.go:"); ok {
			_, text, _ = strings.Cut(text, ": ")
			return strings.TrimSpace(text)
		}
	}
	return "it does not say why"
}

// print prints the table, and what the tests that failed said. It reports that none did.
func (all results) print(w io.Writer, rows []row, where map[string][]string) bool {
	count := map[string]int{}
	for _, r := range rows {
		word, why := all.of(r, where)
		count[word]++
		fmt.Fprintf(w, "%3s  %-8s %s\n", r.nr, word, cut(r.attack, 70))
		if why != "" {
			fmt.Fprintf(w, "%14s%s\n", "", why)
		}
	}
	for _, key := range sortedResults(all) {
		if o := all[key]; o.action == "fail" || o.action == "" {
			fmt.Fprintf(w, "\n%s in %s:\n%s", key[1], key[0], strings.Join(o.said[max(0, len(o.said)-lastLines):], ""))
		}
	}
	fmt.Fprintf(w, "\n%d rows:", len(rows))
	for _, word := range []string{"PASS", "PARTLY", "SKIPPED", "NOT RUN", "OPEN", "FAIL"} {
		if count[word] > 0 {
			fmt.Fprintf(w, " %d %s", count[word], word)
		}
	}
	fmt.Fprintln(w)
	return count["FAIL"] == 0
}

func sortedResults(all results) (keys [][2]string) {
	for k := range all {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b [2]string) int { return strings.Compare(a[0]+a[1], b[0]+b[1]) })
	return keys
}

func cut(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most-1]) + "…"
}
