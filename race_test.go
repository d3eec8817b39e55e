package custos

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// unraced are packages that start goroutines and whose tests do not run under the race detector,
// with the reason.
var unraced = map[string]string{
	"analyze/sound":            "training describes clips and trains networks beside each other, each in a place of its own; under the detector that takes minutes",
	"analyze/plate/train":      "draws lines and sums gradients beside each other, each in a place of its own; under the detector that takes minutes",
	"benches":                  "what it measures is only right without the detector",
	"cli":                      "its goroutines wait for a signal or an answer; what they start is raced where it lives",
	"demo":                     "its tests are e2e's, which run the built program",
	"fog/masterdb/conformance": "a suite, run by package sqlite",
	"ledger/conformance":       "a suite, run by package ledger against a real chain",
	"edge/ffmpeg":              "what it confines may not have the address space that the detector takes; the test starts itself confined",
	"edge/footage":             "draws pictures for tests, one goroutine for one pipe",
	"eval":                     "measures; its rooms' own tests are raced",
}

// TestRaceCoversGoroutines: every package that starts goroutines is in the Makefile's RACE.
func TestRaceCoversGoroutines(t *testing.T) {
	makefile, err := os.ReadFile("Makefile")
	if err != nil {
		t.Fatal(err)
	}
	list := regexp.MustCompile(`(?m)^RACE\s*:=((?:.*\\\n)*.*)$`).FindSubmatch(makefile)
	if list == nil {
		t.Fatal("the Makefile has no RACE")
	}
	raced := strings.Fields(strings.ReplaceAll(string(list[1]), "\\\n", " "))
	err = filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			switch d.Name() {
			case ".git", "node_modules", "testdata", "miner", "bench", "e2e", "scripts", "cmd", "data", "bin":
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		folder := filepath.ToSlash(filepath.Dir(path))
		if slices.Contains(raced, "./"+folder) || unraced[folder] != "" || strings.HasSuffix(folder, "test") || folder == "console/cdp" {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if _, ok := n.(*ast.GoStmt); ok {
				t.Errorf("%s starts a goroutine: add ./%s to the Makefile's RACE, or say here why not", path, folder)
				return false
			}
			if c, ok := n.(*ast.CallExpr); ok {
				if s, ok := c.Fun.(*ast.SelectorExpr); ok && s.Sel.Name == "Go" {
					t.Errorf("%s starts a goroutine: add ./%s to the Makefile's RACE, or say here why not", path, folder)
					return false
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
