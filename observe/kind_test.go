package observe

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"custos.dev/custos"
)

var at = exampleTime

// TestEveryKindIsWhole walks all kinds: each has its file, its type with doc comments, a line
// of text, what it shows, a schema that its own events obey, and reads what it writes.
func TestEveryKindIsWhole(t *testing.T) {
	files := parsed(t)
	for _, k := range Kinds() {
		p := k.Example
		if k.Says == "" || !strings.HasSuffix(k.Says, ".") {
			t.Errorf("%s says %q", k.Name, k.Says)
		}
		e, err := custos.Observation{Resource: "campus/front/cam1", Time: at, Payload: p}.Event("front-edge/x", 7, 1)
		if err != nil {
			t.Fatal(err)
		}
		body, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		read, err := custos.ParseEvent(body)
		if err != nil {
			t.Fatalf("%s: %v", body, err)
		}
		if _, err := Open(&read); err != nil {
			t.Errorf("%s is not read: %v", k.Name, err)
		}
		if line := Text(&read, nil); line == "" || strings.ContainsAny(line, "\n\r") || strings.Contains(line, "not known") {
			t.Errorf("the line of %s is %q", k.Name, line)
		}
		shown := Show(&read)
		if k.Record == shown.Footage() {
			t.Errorf("a record is not seen, and what is not one is: %s shows %+v", k.Name, shown)
		}
		if shown.Until.Before(shown.From) {
			t.Errorf("%s shows %+v", k.Name, shown)
		}
		if lost := Unknown(body); len(lost) > 0 {
			t.Errorf("the schema of %s has no %v", k.Name, lost)
		}
		obeys(t, k, read.Payload)
		documented(t, files, k.Name)
	}
}

// obeys holds a payload, and one with a newer field, against the schema of its kind.
func obeys(t *testing.T, k *Kind, payload json.RawMessage) {
	t.Helper()
	for _, text := range []string{string(payload), strings.Replace(string(payload), "{", `{"a_newer_field":1,`, 1)} {
		if err := k.Check([]byte(text)); err != nil {
			t.Errorf("%s does not obey its schema: %v\n%s", k.Name, err, text)
		}
	}
	for _, text := range []string{`[]`, `"x"`, `{}`} {
		if err := k.Check([]byte(text)); err == nil {
			t.Errorf("%s takes %s", k.Name, text)
		}
	}
}

// documented checks that the kind's file is named after it and says what its type's fields are.
func documented(t *testing.T, files map[string]*ast.File, name custos.Kind) {
	t.Helper()
	f := files[string(name)+".go"]
	if f == nil {
		t.Errorf("the kind %s has no file of its own", name)
		return
	}
	found := false
	for _, d := range f.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.TYPE {
			continue
		}
		for _, s := range g.Specs {
			ts := s.(*ast.TypeSpec)
			if strings.EqualFold(ts.Name.Name, string(name)) {
				found = true
			}
			if ts.Name.IsExported() && g.Doc == nil && ts.Doc == nil {
				t.Errorf("%s.go: %s has no doc comment", name, ts.Name)
			}
		}
	}
	if !found {
		t.Errorf("%s.go has no type of that name", name)
	}
}

func parsed(t *testing.T) map[string]*ast.File {
	t.Helper()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]*ast.File{}
	for _, name := range names {
		if files[name], err = parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// An event of a kind or with a field that this version does not know is read as what it is.
func TestUnknownKindsAreEvents(t *testing.T) {
	for body, want := range map[string]string{
		`{"id":"a.b.7.1","service":"a/b","boot":7,"seq":1,"resource":"a/c","time":"2026-07-01T18:00:00Z","kind":"barcode","payload":{"text":"ABC"}}`:                                                       "kind barcode, not known to this version",
		`{"id":"a.b.7.1","service":"a/b","boot":7,"seq":1,"resource":"a/c","time":"2026-07-01T18:00:00Z","kind":"barcode","payload":["any",1],"newer":true}`:                                               "kind barcode, not known to this version",
		`{"id":"a.b.7.1","service":"a/b","boot":7,"seq":1,"resource":"a/c","time":"2026-07-01T18:00:00Z","kind":"zone","payload":{"zone":"gate","transition":"enter","track":3,"class":"person","hat":1}}`: "Person 3 enters gate",
	} {
		e, err := custos.ParseEvent([]byte(body))
		if err != nil {
			t.Fatalf("%s: %v", body, err)
		}
		if got := Text(&e, nil); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	for _, bad := range []string{
		`{"id":"a.b.7.1","service":"a/b","boot":7,"seq":1,"resource":"a/c","time":"2026-07-01T18:00:00Z","kind":"Plate","payload":{}}`,
		`{"id":"a.b.7.1","service":"a/b","boot":7,"seq":1,"resource":"a/c","time":"2026-07-01T18:00:00Z","kind":"","payload":{}}`,
		`{"id":"a.b.7.1","service":"a/b","boot":7,"seq":1,"resource":"a/c","time":"2026-07-01T18:00:00Z","kind":"barcode"}`,
		`{"id":"a.b.7.1","service":"a/b","boot":7,"seq":1,"resource":"a/c","time":"2026-07-01T18:00:00Z","kind":"barcode","payload":null}`,
		`{"id":"a.b.7.2","service":"a/b","boot":7,"seq":1,"resource":"a/c","time":"2026-07-01T18:00:00Z","kind":"barcode","payload":{}}`,
	} {
		if _, err := custos.ParseEvent([]byte(bad)); err == nil {
			t.Errorf("%s is an event", bad)
		}
	}
}

// What cannot be said is an error at the service that would say it.
func TestPayloadsThatCannotBeEncoded(t *testing.T) {
	for _, p := range []custos.Payload{nil, &Zone{Box: custos.Box{X: math.NaN()}}, &Behavior{Value: math.Inf(1)}} {
		if _, err := (custos.Observation{Resource: "a/b", Time: at, Payload: p}).Event("a/b", 1, 1); custos.KindOf(err) != custos.Invalid {
			t.Errorf("%v: %v", p, err)
		}
	}
}

// TestBodiesStayAsTheyAre: bodies are hashed, so one of a kind is the same text in every version.
// The file was written by the version before this package; a kind that came later adds its line
// when its form is settled.
func TestBodiesStayAsTheyAre(t *testing.T) {
	want, err := os.ReadFile("testdata/bodies.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(want)) {
		old, err := custos.ParseEvent([]byte(strings.TrimSuffix(line, "\n")))
		if err != nil {
			t.Fatal(err)
		}
		k, ok := Of(old.Kind)
		if !ok {
			t.Errorf("the kind %s is gone: events of it stay", old.Kind)
			continue
		}
		e, err := custos.Observation{Resource: old.Resource, Time: old.Time, Payload: k.Example}.Event(old.Service, old.Boot, old.Seq)
		if err != nil {
			t.Fatal(err)
		}
		b, err := json.Marshal(e)
		if err != nil || string(b)+"\n" != line {
			t.Errorf("%v: the body is now\n%s\nand was\n%s", err, b, line)
		}
	}
}
