// Command generate bundles console/web into console/dist, which is committed.
// It needs console/node_modules (npm ci), Node itself is not run. With -check it
// writes nothing and fails if the committed files are not what it would write.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/evanw/esbuild/pkg/api"
)

func main() {
	check := flag.Bool("check", false, "compare with the committed files instead of writing them")
	dir := flag.String("dir", "", "the console's directory; found from the working directory if empty")
	flag.Parse()
	if err := run(*dir, *check); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func run(dir string, check bool) error {
	if dir == "" {
		dir = "console"
		if _, err := os.Stat(dir); err != nil { // go generate runs inside it
			dir = "."
		}
	}
	files, err := bundle(dir)
	if err != nil {
		return err
	}
	out := filepath.Join(dir, "dist")
	if check {
		return compare(out, files)
	}
	if err := os.RemoveAll(out); err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	for name, b := range files {
		if err := os.WriteFile(filepath.Join(out, name), b, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// bundle returns the page's files by name.
func bundle(dir string) (map[string][]byte, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(filepath.Join(abs, "node_modules", "preact")); err != nil {
		return nil, fmt.Errorf("preact is not there: run npm ci in %s: %w", abs, err)
	}
	r := api.Build(api.BuildOptions{
		AbsWorkingDir:     abs,
		EntryPoints:       []string{"web/app.tsx", "web/app.css"},
		Outdir:            "dist",
		Bundle:            true,
		Format:            api.FormatESModule,
		Target:            api.ES2022,
		JSX:               api.JSXAutomatic,
		JSXImportSource:   "preact",
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		Charset:           api.CharsetUTF8,
		LegalComments:     api.LegalCommentsNone,
	})
	if len(r.Errors) > 0 {
		var errs []error
		for _, m := range api.FormatMessages(r.Errors, api.FormatMessagesOptions{}) {
			errs = append(errs, errors.New(m))
		}
		return nil, errors.Join(errs...)
	}
	files := map[string][]byte{}
	for _, f := range r.OutputFiles {
		files[filepath.Base(f.Path)] = f.Contents
	}
	for _, name := range []string{"index.html", "icon.svg"} {
		if files[name], err = os.ReadFile(filepath.Join(abs, "web", name)); err != nil {
			return nil, err
		}
	}
	// The bundle holds Preact and its signals, whose licence goes with them.
	for _, name := range []string{"preact", "@preact/signals", "@preact/signals-core"} {
		text, err := os.ReadFile(filepath.Join(abs, "node_modules", filepath.FromSlash(name), "LICENSE"))
		if err != nil {
			return nil, err
		}
		files["licenses.txt"] = fmt.Appendf(files["licenses.txt"], "%s\n\n%s\n\n", name, bytes.TrimSpace(text))
	}
	return files, nil
}

// compare says which committed files differ.
func compare(out string, files map[string][]byte) error {
	var errs []error
	there, err := os.ReadDir(out)
	if err != nil {
		return err
	}
	for _, e := range there {
		if _, ok := files[e.Name()]; !ok {
			errs = append(errs, fmt.Errorf("%s is no longer made: remove it", e.Name()))
		}
	}
	var names []string
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		got, err := os.ReadFile(filepath.Join(out, name))
		if err != nil {
			errs = append(errs, err)
		} else if !bytes.Equal(got, files[name]) {
			errs = append(errs, fmt.Errorf("%s differs from its source: run go run ./console/generate and commit it", name))
		}
	}
	return errors.Join(errs...)
}
