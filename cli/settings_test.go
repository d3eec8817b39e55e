package cli

import (
	"encoding"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"custos.dev/custos/access/policy"
	"custos.dev/custos/analyze/behavior"
	"custos.dev/custos/analyze/models"
	"custos.dev/custos/retention"
	"custos.dev/custos/service"
)

// keysOf collects the names of a type's settings in YAML, with those of what it holds.
func keysOf(t reflect.Type, out map[string]bool) map[string]bool {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()) {
		return out
	}
	for i := range t.NumField() {
		if name, _, _ := strings.Cut(t.Field(i).Tag.Get("yaml"), ","); name != "" {
			out[name] = true
			keysOf(t.Field(i).Type, out)
		}
	}
	return out
}

// settings are the keys of every file that people write: sites, rules, policies, models.
func settings() map[string]bool {
	out := map[string]bool{"rules": true} // the one key of a file of rules
	for _, t := range []reflect.Type{reflect.TypeFor[service.Site](), reflect.TypeFor[behavior.Rule](), reflect.TypeFor[policy.Domain](), reflect.TypeFor[models.Model]()} {
		keysOf(t, out)
	}
	site, node := service.SectionTypes()
	for _, sections := range []map[string]reflect.Type{site, node} {
		for name, t := range sections {
			out[name] = true
			keysOf(t, out)
		}
	}
	return out
}

// notSettings are words with an underscore that messages use for something else.
var notSettings = map[string]string{
	"left_to_right": "a value of direction", "right_to_left": "a value of direction", "wrong_way": "a value of act",
	"min_inside": "a field of behavior.Zone, which no site file sets", "min_outside": "a field of behavior.Zone, which no site file sets",
	"leaf_hash": "a field of the database", "leaf_index": "a field of the database",
}

// How a message names a setting (CONTRIBUTING.md): in backquotes, alone or with its value
// after a colon; or, since no other word has one, by a word with an underscore; or, in the
// packages that read such files, by a path at the beginning: "nodes[%d].name: …".
var (
	quotedWord = regexp.MustCompile("`([a-z][a-z_0-9]*)(?:: [^`]*)?`")
	snakeWord  = regexp.MustCompile(`\b[a-z]+(?:_[a-z0-9]+)+\b`)
	leadPath   = regexp.MustCompile(`^(?:[a-z_]+(?:\[%d\])?(?: \(%s\))?(?:\.|: ))+`)
	pathWord   = regexp.MustCompile(`[a-z_]{2,}`)
)

// named are the settings that a message names.
func named(text string, readsFiles bool) []string {
	var out []string
	for _, m := range quotedWord.FindAllStringSubmatch(text, -1) {
		out = append(out, m[1])
	}
	out = append(out, snakeWord.FindAllString(text, -1)...)
	if readsFiles {
		out = append(out, pathWord.FindAllString(leadPath.FindString(text), -1)...)
	}
	return slices.DeleteFunc(out, func(w string) bool { return notSettings[w] != "" })
}

// messages calls found with each string that stands in a call which makes an error or a
// message about a file.
func messages(t *testing.T, found func(file, text string)) {
	t.Helper()
	makers := []string{"Errorf", "New", "fail", "bad", "say"}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if slices.Contains([]string{"node_modules", ".git", "bindings", "miner", "bench", "data"}, d.Name()) {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			name := ""
			switch fun := call.Fun.(type) {
			case *ast.SelectorExpr:
				name = fun.Sel.Name
			case *ast.Ident:
				name = fun.Name
			}
			if !slices.Contains(makers, name) {
				return true
			}
			for _, a := range call.Args {
				ast.Inspect(a, func(n ast.Node) bool {
					if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
						if text, err := strconv.Unquote(l.Value); err == nil {
							found(path, text)
						}
					}
					return true
				})
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// No error advises a setting that does not exist.
func TestMessagesNameSettingsThatExist(t *testing.T) {
	known, seen := settings(), map[string]bool{}
	messages(t, func(file, text string) {
		readsFiles := strings.HasPrefix(file, "../service/config") || strings.HasPrefix(file, "../edge/cameras/") || filepath.Base(file) == "section.go"
		for _, w := range named(text, readsFiles) {
			seen[w] = true
			if !known[w] {
				t.Errorf("%s: %q names the setting %s, which no file has", file, text, w)
			}
		}
	})
	// That the walk finds what it looks for.
	for _, w := range []string{"allow_loopback", "password_file", "threshold", "tier"} {
		if !seen[w] {
			t.Errorf("no message was found that names %s", w)
		}
	}
	for text, want := range map[string]string{
		"set `colour`": "colour", "write `colour: red`": "colour", "it needs paint_job": "paint_job", "nodes[%d].colour: %w": "nodes colour", "nodes[%d] (%s): paint: %q": "nodes paint",
		"run `custos up`": "", "open: %w": "open",
	} {
		if got := strings.Join(named(text, true), " "); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// docs/site.md has every key of a site file, with those of the sections that are defined, and
// of a file of rules. A table is below a mark with the name of its section, or of its type.
func TestSiteDocHasEveryKey(t *testing.T) {
	b, err := os.ReadFile("../docs/site.md")
	if err != nil {
		t.Fatal(err)
	}
	ofSite, ofNode := service.SectionTypes()
	if len(ofSite) < 2 || len(ofNode) < 4 {
		t.Fatalf("the sections are %v, %v", ofSite, ofNode)
	}
	tables := map[string][]string{}
	for name, typ := range map[string]reflect.Type{"Site": reflect.TypeFor[service.Site](), "Owner": reflect.TypeFor[service.Owner](), "Node": reflect.TypeFor[service.Node](), "Rule": reflect.TypeFor[behavior.Rule](), "KeepRule": reflect.TypeFor[retention.KeepRule](), "Notable": reflect.TypeFor[retention.Notable](), "Hold": reflect.TypeFor[retention.Hold]()} {
		tables[name] = fieldsOf(typ)
	}
	for table, sections := range map[string]map[string]reflect.Type{"Site": ofSite, "Node": ofNode} {
		for name, typ := range sections {
			tables[table] = append(tables[table], name)
			for typ.Kind() == reflect.Slice {
				typ = typ.Elem()
			}
			if typ.Kind() == reflect.Struct {
				tables[name] = fieldsOf(typ)
			}
		}
	}
	for mark, keys := range tables {
		section := sectionOf(string(b), mark)
		if section == "" {
			t.Errorf("docs/site.md has no table for %s: mark its heading with <!-- %s -->", mark, mark)
			continue
		}
		rows := map[string]bool{}
		for _, m := range regexp.MustCompile("(?m)^\\| `([a-z_0-9]+)`").FindAllStringSubmatch(section, -1) {
			rows[m[1]] = true
		}
		for _, name := range keys {
			if !rows[name] {
				t.Errorf("docs/site.md does not say what `%s` of %s is", name, mark)
			}
			delete(rows, name)
		}
		for name := range rows {
			t.Errorf("docs/site.md has a key `%s` that %s does not have", name, mark)
		}
	}
}

// fieldsOf are the keys of a group in a file.
func fieldsOf(t reflect.Type) (out []string) {
	for i := range t.NumField() {
		if name, _, _ := strings.Cut(t.Field(i).Tag.Get("yaml"), ","); name != "" {
			out = append(out, name)
		}
	}
	return out
}

// sectionOf is what follows the mark of a type, up to the next mark.
func sectionOf(doc, name string) string {
	_, rest, ok := strings.Cut(doc, "<!-- "+name+" -->")
	if !ok {
		return ""
	}
	section, _, _ := strings.Cut(rest, "<!--")
	return section
}

// The first example of docs/site.md is a site that is right.
func TestSiteDocExamplesAreRight(t *testing.T) {
	b, err := os.ReadFile("../docs/site.md")
	if err != nil {
		t.Fatal(err)
	}
	examples := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(string(b), -1)
	sites := 0
	for _, e := range examples {
		switch {
		case strings.Contains(e[1], "site:"):
			sites++
			if _, err := service.Parse([]byte(e[1])); err != nil {
				t.Errorf("%v\n%s", err, e[1])
			}
		case strings.HasPrefix(e[1], "rules:"):
			if _, err := behavior.ReadRules(strings.NewReader(e[1])); err != nil {
				t.Errorf("%v\n%s", err, e[1])
			}
		}
	}
	if sites == 0 {
		t.Error("there is no example of a site")
	}
}
