package observe

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"custos"
)

// examples are one payload of each kind, so that each is walked through with something to say.
var examples = []custos.Payload{
	&Alarm{About: AlarmChain, Origin: "campus/log", Reason: "the chain contradicts what was cosigned"},
	&Behavior{Rule: "loiter", Act: ActLoiter, Zone: "entrance", Track: 3, Class: custos.Person, Frame: custos.FrameRef{Boot: 7, Seq: 9, PTS: time.Second}, Since: at.Add(-time.Minute), Trajectory: []Point{{Time: at}}},
	&Decision{Action: custos.Live, Resource: "campus/front/cam1", Reason: "no capability", From: at, Until: at, Count: 2},
	&Detections{Frame: custos.FrameRef{Boot: 7, Seq: 9}, Model: "motion", Objects: []Detection{{Class: custos.Person, Score: .5, Look: Look{1, -2}}}},
	&Feature{Track: 3, Class: custos.Person, From: at.Add(-time.Second), Until: at, Upper: "red", Direction: "left", Size: "small", Look: Look{127}},
	&Segment{Index: 1, From: at.Add(-time.Second), Until: at, PTSEnd: time.Second, Frames: 10},
	&Stream{State: StreamGap, Reason: "the camera is silent", From: &at, Until: &later},
	&Tracks{Frame: custos.FrameRef{Boot: 7, Seq: 9}, Objects: []Tracked{{Track: 3, Class: custos.Person}}},
	&Trajectory{Track: 3, Class: custos.Person, From: at.Add(-time.Second), Until: at, Points: []Point{{Time: at}}},
	&Zone{Zone: "entrance", Transition: Enter, Track: 3, Class: custos.Person, Frame: custos.FrameRef{Boot: 7, Seq: 9}},
}

var (
	at    = time.Date(2026, 7, 1, 18, 0, 0, 0, time.UTC)
	later = at.Add(time.Second)
)

// TestEveryKindIsWhole walks all kinds: each has its file, its type with doc comments, a line
// of text, what it shows, a schema that its own events obey, and reads what it writes.
func TestEveryKindIsWhole(t *testing.T) {
	files := parsed(t)
	seen := map[custos.Kind]bool{}
	for _, p := range examples {
		k, ok := Of(p.Kind())
		if !ok {
			t.Fatalf("the kind %s is not defined", p.Kind())
		}
		seen[k.Name] = true
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
	for _, k := range Kinds() {
		if !seen[k.Name] {
			t.Errorf("examples has no %s", k.Name)
		}
		if k.Says == "" || !strings.HasSuffix(k.Says, ".") {
			t.Errorf("%s says %q", k.Name, k.Says)
		}
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
	pkgs, err := parser.ParseDir(token.NewFileSet(), ".", func(i fs.FileInfo) bool { return !strings.HasSuffix(i.Name(), "_test.go") }, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	return pkgs["observe"].Files
}

// An event of a kind or with a field that this version does not know is read as what it is.
func TestUnknownKindsAreEvents(t *testing.T) {
	for body, want := range map[string]string{
		`{"id":"a.b.7.1","service":"a/b","boot":7,"seq":1,"resource":"a/c","time":"2026-07-01T18:00:00Z","kind":"plate","payload":{"text":"ABC"}}`:                                                         "kind plate, not known to this version",
		`{"id":"a.b.7.1","service":"a/b","boot":7,"seq":1,"resource":"a/c","time":"2026-07-01T18:00:00Z","kind":"plate","payload":["any",1],"newer":true}`:                                                 "kind plate, not known to this version",
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
		`{"id":"a.b.7.1","service":"a/b","boot":7,"seq":1,"resource":"a/c","time":"2026-07-01T18:00:00Z","kind":"plate"}`,
		`{"id":"a.b.7.1","service":"a/b","boot":7,"seq":1,"resource":"a/c","time":"2026-07-01T18:00:00Z","kind":"plate","payload":null}`,
		`{"id":"a.b.7.2","service":"a/b","boot":7,"seq":1,"resource":"a/c","time":"2026-07-01T18:00:00Z","kind":"plate","payload":{}}`,
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
func TestBodiesStayAsTheyAre(t *testing.T) {
	var out strings.Builder
	for _, p := range examples {
		e, err := custos.Observation{Resource: "campus/front/cam1", Time: at, Payload: p}.Event("front-edge/x", 7, 1)
		if err != nil {
			t.Fatal(err)
		}
		b, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		out.WriteString(string(b) + "\n")
	}
	want, err := os.ReadFile("testdata/bodies.jsonl")
	if err != nil || string(want) != out.String() {
		t.Errorf("%v; the bodies are\n%s", err, out.String())
	}
}
