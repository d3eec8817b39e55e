// Command mutate takes named defences away, one at a time, and shows that a test fails for
// each: a defence whose loss no test notices is one that the next change loses. It changes
// no file; go test is given the other text of one (-overlay), or, of a contract, the bindings
// with its other code.
//
//	go run ./scripts/mutate [-list] [WORD ...]
//
// defences.txt says what is taken away and how to add more. With words, only the defences
// with one of them in their name or file are tried.
package main

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"time"
)

//go:embed defences.txt
var text string

// defence is something to take away, and who must notice.
type defence struct {
	name, file, old, new string
	notices              []notice
	line                 int
}

// notice is a package's tests of which one must fail.
type notice struct{ pkg, run string }

func main() {
	list := flag.Bool("list", false, "name the defences and try none")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	ok, err := run(ctx, *list, flag.Args())
	if err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(2)
	}
	if !ok {
		os.Exit(1)
	}
}

func run(ctx context.Context, list bool, words []string) (ok bool, err error) {
	all, err := parse(text)
	if err != nil {
		return false, err
	}
	if all = wanted(all, words); len(all) == 0 {
		return false, errors.New("no defence has such a name: -list names them")
	}
	if list {
		for _, d := range all {
			fmt.Printf("%s  %s\n", d.file, d.name)
		}
		return true, nil
	}
	dir, err := os.MkdirTemp("", "mutate-")
	if err != nil {
		return false, err
	}
	defer os.RemoveAll(dir)
	passed := map[notice]error{} // what the tests do with every defence in its place
	bad := 0
	for i, d := range all {
		began := time.Now()
		result := d.try(ctx, dir, passed)
		if ctx.Err() != nil {
			return false, ctx.Err()
		}
		word, why := "NOTICED", ""
		if result != nil {
			bad++
			word, why = "NOT NOTICED", "  "+result.Error()
			var f *fault
			if errors.As(result, &f) {
				word, why = f.word, "  "+f.why
			}
		}
		fmt.Printf("%3d/%d  %-11s  %s (%s, %.0f s)%s\n", i+1, len(all), word, d.name, d.file, time.Since(began).Seconds(), why)
	}
	fmt.Printf("%d of %d defences are missed when they are gone\n", len(all)-bad, len(all))
	return bad == 0, nil
}

func wanted(all []defence, words []string) (out []defence) {
	for _, d := range all {
		hit := len(words) == 0
		for _, w := range words {
			hit = hit || strings.Contains(d.name, w) || strings.Contains(d.file, w)
		}
		if hit {
			out = append(out, d)
		}
	}
	return out
}

// parse reads defences.txt.
func parse(text string) (all []defence, err error) {
	var d *defence
	for i, l := range strings.Split(text, "\n") {
		bad := func(why string) error { return fmt.Errorf("defences.txt:%d: %s", i+1, why) }
		mark, rest, _ := strings.Cut(l, " ")
		switch {
		case strings.TrimSpace(l) == "" || strings.HasPrefix(l, "#"):
			continue
		case strings.HasPrefix(l, "["):
			name, file, ok := strings.Cut(l[1:], "] ")
			if !ok {
				return nil, bad("want [ATTACK WORDS] FILE")
			}
			all = append(all, defence{name: name, file: file, line: i + 1})
			d = &all[len(all)-1]
		case d == nil:
			return nil, bad("this stands before the first [name] FILE")
		case mark == "-":
			d.old = joined(d.old, rest)
		case mark == "+":
			d.new = joined(d.new, rest)
		case mark == "!":
			pkg, run, ok := strings.Cut(rest, " ")
			if !ok {
				return nil, bad("want ! PACKAGE TESTS")
			}
			d.notices = append(d.notices, notice{pkg, run})
		default:
			return nil, bad("want a line that begins with [, -, + or !")
		}
	}
	for _, d := range all {
		if d.old == "" || len(d.notices) == 0 {
			return nil, fmt.Errorf("defences.txt:%d: it needs what is taken away (-) and who notices (!)", d.line)
		}
	}
	return all, nil
}

func joined(text, line string) string {
	if text == "" {
		return line
	}
	return text + "\n" + line
}

// fault says why a defence could not be tried.
type fault struct{ word, why string }

func (f *fault) Error() string { return f.why }

// try takes the defence away; nil if that is noticed.
func (d *defence) try(ctx context.Context, dir string, passed map[notice]error) error {
	file, err := filepath.Abs(d.file)
	if err != nil {
		return err
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return &fault{"STALE", err.Error()}
	}
	if n := bytes.Count(b, []byte(d.old)); n != 1 {
		return &fault{"STALE", fmt.Sprintf("its text stands %d times in the file: bring defences.txt:%d up to date", n, d.line)}
	}
	other := filepath.Join(dir, "other"+filepath.Ext(file))
	if err := os.WriteFile(other, bytes.Replace(b, []byte(d.old), []byte(d.new), 1), 0o600); err != nil {
		return err
	}
	replace := map[string]string{file: other}
	if filepath.Ext(file) == ".sol" {
		if replace, err = compiled(ctx, dir, file, other); err != nil {
			return &fault{"BROKEN", fmt.Sprintf("the contracts do not compile without it: mend defences.txt:%d\n%v", d.line, err)}
		}
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return err
	}
	as := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(as, overlay, 0o600); err != nil {
		return err
	}
	for _, n := range d.notices {
		before, known := passed[n]
		if !known {
			r, err := n.test(ctx, "")
			if err == nil && (len(r.failed) > 0 || r.built != "" || r.passed == 0) {
				err = &fault{"BROKEN", fmt.Sprintf("with the defence in its place %s %s does not pass:\n%s", n.pkg, n.run, r.text)}
			}
			before, passed[n] = err, err
		}
		if before != nil {
			return before
		}
		r, err := n.test(ctx, as)
		switch {
		case err != nil:
			return err
		case r.built != "":
			return &fault{"BROKEN", fmt.Sprintf("the file does not compile without it: mend defences.txt:%d\n%s", d.line, r.built)}
		case len(r.failed) == 0:
			return fmt.Errorf("%s %s passes without it", n.pkg, n.run)
		}
	}
	return nil
}

// result is what go test said.
type result struct {
	failed []string // tests
	passed int
	built  string // why it was not built
	text   string // the end of what it printed
}

// test runs the tests, with a file replaced if there is an overlay.
func (n notice) test(ctx context.Context, overlay string) (r result, err error) {
	root, pkg, err := moduleOf(n.pkg)
	if err != nil {
		return r, err
	}
	args := []string{"test", "-json", "-timeout", "5m", "-run", n.run}
	if overlay != "" {
		args = append(args, "-overlay", overlay)
	}
	cmd := exec.CommandContext(ctx, "go", append(args, pkg)...)
	cmd.Dir = root
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil && !errors.As(err, new(*exec.ExitError)) {
		return r, err
	}
	var said []string
	for d := json.NewDecoder(&out); d.More(); {
		var e struct{ Action, Test, Output, FailedBuild string }
		if err := d.Decode(&e); err != nil {
			return r, fmt.Errorf("go test says what is no JSON: %w %s", err, errs.String())
		}
		switch {
		case e.Action == "output" || e.Action == "build-output":
			said = append(said, e.Output)
		case e.FailedBuild != "" || e.Action == "build-fail":
			r.built = "it is not built"
		case e.Action == "fail" && e.Test != "":
			r.failed = append(r.failed, e.Test)
		case e.Action == "fail":
			r.failed = append(r.failed, "the package") // it ended before its tests did
		case e.Action == "pass" && e.Test != "":
			r.passed++
		}
	}
	r.text = strings.Join(said[max(0, len(said)-15):], "") + errs.String()
	if r.built != "" {
		r.built = r.text
	}
	return r, nil
}

// moduleOf finds the module of a package's directory, and the package in it.
func moduleOf(pkg string) (root, in string, err error) {
	dir, err := filepath.Abs(pkg)
	if err != nil {
		return "", "", err
	}
	for root = dir; ; root = filepath.Dir(root) {
		if _, err := os.Stat(filepath.Join(root, "go.mod")); err == nil {
			break
		}
		if root == filepath.Dir(root) {
			return "", "", fmt.Errorf("%s is in no module", pkg)
		}
	}
	in, err = filepath.Rel(root, dir)
	return root, "./" + in, err
}
