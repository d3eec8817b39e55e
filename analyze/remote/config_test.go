package remote

import (
	"encoding/json"
	"image/jpeg"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/observe"
	"custos.dev/custos/service"
)

func nobody(string) bool { return false }

func TestProgramsAreReadStrictly(t *testing.T) {
	const good = "name: a, command: [/bin/true], kinds: {view: {type: object}}"
	for row, want := range map[string]string{
		good: "",
		"name: a, command: [/bin/true], kinds: {zone: }":                                "",
		"name: a, command: [/bin/true], kinds: {view: {type: object}}, cameras: [gate]": "",
		"nmae: a":                    "unknown key `nmae` at nodes[1].analyzers[0]: did you mean `name`?",
		good + ", rate: often":       `"often" stands where a number is wanted`,
		good + ", memory: 7 apples":  `"7 apples" is no size: write it as 512MiB or 64KiB`,
		good + ", rate: 31":          "rate: want 0.01 to 30",
		good + ", timeout: 2m":       "timeout: want 100ms to 1m",
		good + ", memory: 1MiB":      "memory: want 32MiB to 64GiB",
		good + ", answer: 2MiB":      "answer: want 1KiB to 1MiB",
		good + ", events: 9999":      "events: want 1 to 6000",
		good + ", input: crops":      "only frames are offered",
		good + ", picture: png":      `picture: "png": want jpeg or yuv420p`,
		good + ", cameras: [yard]":   `edge has no camera "yard"`,
		good + ", files: [none.bin]": "files: stat",
		"name: a/b, command: [/bin/true], kinds: {view: {type: object}}":                     "name: use a-z",
		"name: a, kinds: {view: {type: object}}":                                             "command: name the program",
		"name: a, command: [/bin/true]":                                                      "kinds: name what it observes",
		"name: a, command: [/no/such], kinds: {view: {type: object}}":                        "command: /no/such is not to be found",
		"name: a, command: [/bin/true], kinds: {view: }":                                     "no such kind is known: give the JSON schema",
		"name: a, command: [/bin/true], kinds: {View: {type: object}}":                       "a kind is a word of a-z",
		"name: a, command: [/bin/true], kinds: {zone: {type: object}}":                       "it cannot be another one",
		"name: a, command: [/bin/true], kinds: {decision: }":                                 "only services of Custos say this",
		"name: a, command: [/bin/true], kinds: {segment: }":                                  "only services of Custos say this",
		"name: a, command: [/bin/true], kinds: {view: none.json}":                            "no such file",
		`name: a, command: [/bin/true], kinds: {view: {$ref: "https://example.org/x.json"}}`: "cannot resolve remote schemas",
		"name: taken, command: [/bin/true], kinds: {view: {type: object}}":                   "a service of Custos is called taken",
		good + "}\n      - {" + good:                                                         "another one has the name a",
	} {
		site, err := loadWith(t, "{"+row+"}")
		if err == nil {
			err = Check(site, func(name string) bool { return name == "taken" })
		}
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v, want %q", row, err, want)
		}
	}
}

// TestProgramsOutliveTheCopy: `up` writes the site anew, elsewhere; what it says of programs,
// and the files that they name, are the same to who reads that.
func TestProgramsOutliveTheCopy(t *testing.T) {
	site := siteWith(t, "{name: a, command: [/bin/cat, x.py], memory: 64MiB, answer: 1500, timeout: 3s, kinds: {view: {type: object, required: [n]}, plate: plate.json, zone: }}")
	text, err := site.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "site.yaml")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	again, err := service.Load(file)
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	want, got := Section.Get(&site.Nodes[1]), Section.Get(&again.Nodes[1])
	for _, p := range []*Program{&want[0], &got[0]} {
		for k, s := range p.Kinds {
			s.line = 0 // it is of each file
			p.Kinds[k] = s
		}
	}
	if len(got) != 1 || !reflect.DeepEqual(got, want) || again.Beside("plate.json") != site.Beside("plate.json") {
		t.Errorf("read again %+v\nwant %+v", got, want)
	}
}

func TestProgramsStandAtTheEdge(t *testing.T) {
	site := siteWith(t, "{name: a, command: [/bin/true], kinds: {view: {type: object}}}")
	Section.Set(&site.Nodes[0], Section.Get(&site.Nodes[1]))
	Section.Set(&site.Nodes[1], nil)
	if err := Check(site, nobody); err == nil || !strings.Contains(err.Error(), "frames are at the edge") {
		t.Errorf("%v", err)
	}
}

// TestAttack72FilesOfTheSite: no row of the site file hands a program what is among the keys.
func TestAttack72FilesOfTheSite(t *testing.T) {
	site := siteWith(t, "{name: a, command: [/bin/true], files: [shared], kinds: {view: {type: object}}}")
	beside := filepath.Dir(site.Path())
	if err := os.MkdirAll(filepath.Join(site.Data, "edge"), 0o700); err != nil {
		t.Fatal(err)
	}
	for what, to := range map[string]string{"a key's directory": filepath.Join(site.Data, "edge"), "all of it": site.Data, "what is above": filepath.Dir(site.Data)} {
		_ = os.Remove(filepath.Join(beside, "shared"))
		if err := os.Symlink(to, filepath.Join(beside, "shared")); err != nil {
			t.Fatal(err)
		}
		if err := Check(site, nobody); err == nil || !strings.Contains(err.Error(), "where the site's keys are") {
			t.Errorf("%s: %v", what, err)
		}
	}
	_ = os.Remove(filepath.Join(beside, "shared"))
	if err := os.Mkdir(filepath.Join(beside, "shared"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := Check(site, nobody); err != nil {
		t.Error(err)
	}
}

// TestAnswersThatBreakTheContract: each answer is refused as a whole, in words.
func TestAnswersThatBreakTheContract(t *testing.T) {
	site := siteWith(t, "{name: a, command: [/bin/true], kinds: {view: "+viewSchema+", zone: }}")
	all, err := Programs(site, &site.Nodes[1])
	if err != nil {
		t.Fatal(err)
	}
	p, f := &all[0], frame(9)
	const fine = `{"kind":"view","payload":{"state":"dark","bytes":1}}`
	for answer, want := range map[string]string{
		`{"events":[]}`: "",
		` {"events":[` + fine + `,` + fine + "]}\n":                                                       "",
		`{"events":[{"kind":"view","payload":{"state":"dark","bytes":1},"time":"2026-01-01T12:00:05Z"}]}`: "",
		``:                              "no one reading",
		`[]`:                            "no one reading",
		`null`:                          "no one reading",
		`{}`:                            "no list of events",
		`{"events":[],"events":[]}`:     "stands twice",
		`{"events":[],"Events":[]}`:     "other characters",
		`{"events":[]} {"events":[]}`:   "nothing before and behind",
		`{"events":[` + fine + `,"x"]}`: "and nothing else",
		`{"events":[{"kind":"view","payload":{"state":"dark","bytes":1},"resource":"home/main/other"}]}`:             `unknown field "resource"`,
		`{"events":[{"kind":"plate","payload":{}}]}`:                                                                 `the kind "plate" is not one that the site file allows it`,
		`{"events":[{"kind":"decision","payload":{}}]}`:                                                              `the kind "decision" is not one`,
		`{"events":[{"kind":"view"}]}`:                                                                               "no JSON object",
		`{"events":[{"kind":"view","payload":[]}]}`:                                                                  "no JSON object",
		`{"events":[` + fine + `,{"kind":"view","payload":{"state":"dark"}}]}`:                                       "events[1] of its answer: its payload is not what the schema of view wants",
		`{"events":[{"kind":"zone","payload":{"zone":7}}]}`:                                                          "the schema of zone",
		`{"events":[{"kind":"view","payload":{"state":"dark","bytes":1},"time":"2026-01-01T12:00:10Z"}]}`:            "is after the picture's",
		`{"events":[{"kind":"view","payload":{"state":"dark","bytes":1},"time":"2026-01-01T11:50:00Z"}]}`:            "more than 1m0s before",
		`{"events":[{"kind":"view","payload":` + strings.Repeat(`{"a":`, 40) + "1" + strings.Repeat("}", 40) + `}]}`: "nested deeper",
	} {
		out, err := p.read([]byte(answer), f)
		if want == "" && err != nil || want != "" && (err == nil || len(out) != 0 || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v, %v, want %q", answer, out, err, want)
		}
	}
	out, err := p.read([]byte(`{"events":[`+fine+`]}`), f)
	if err != nil {
		t.Fatal(err)
	}
	e, err := out[0].Event("edge/a", 1, 1)
	if err != nil || e.Kind != "view" || e.Resource != camera || !e.Time.Equal(f.Time) || string(e.Payload) != `{"state":"dark","bytes":1}` {
		t.Errorf("%+v, %v", e, err)
	}
	if _, known := observe.Of(e.Kind); known {
		t.Error("view is a kind of Custos now: the tests want one that is not")
	}
	if body, err := json.Marshal(e); err != nil || custos.CheckReading(body) != nil {
		t.Errorf("%v", err)
	}
}

// TestPictures: JPEG has the whole range of brightness, and the planes are as they were decoded.
func TestPictures(t *testing.T) {
	f := frame(1)
	for i := range f.Y {
		f.Y[i] = 16
		if i%32 >= 16 {
			f.Y[i] = 235
		}
	}
	for i := range f.U {
		f.U[i], f.V[i] = 128, 128
	}
	b, media, err := encodePicture(jpegPicture, f)
	if err != nil || media != "image/jpeg" {
		t.Fatalf("%s, %v", media, err)
	}
	p, err := jpeg.Decode(strings.NewReader(string(b)))
	if err != nil {
		t.Fatal(err)
	}
	for x, want := range map[int]uint32{4: 0, 28: 255} {
		if r, g, b, _ := p.At(x, 8).RGBA(); max(r, g, b)>>8 > want+3 || min(r, g, b)>>8+3 < want {
			t.Errorf("at %d: %d %d %d, want %d", x, r>>8, g>>8, b>>8, want)
		}
	}
	if b, _, err := encodePicture(planePicture, f); err != nil || len(b) != 32*16*3/2 || b[0] != 16 || b[16] != 235 || b[512] != 128 {
		t.Errorf("%d bytes, %v", len(b), err)
	}
	f.Y = f.Y[:10]
	if _, _, err := encodePicture(planePicture, f); err == nil {
		t.Error("a frame without its planes")
	}
}

// TestEventsAreBudgeted: what a minute may have comes back with time, and is no more than that.
func TestEventsAreBudgeted(t *testing.T) {
	events, now := budget(60), time.Unix(1000, 0)
	for i, step := range []struct {
		after time.Duration
		n     int
		ok    bool
	}{{0, 60, true}, {0, 1, false}, {10 * time.Second, 10, true}, {0, 1, false}, {time.Hour, 61, false}, {0, 60, true}} {
		now = now.Add(step.after)
		if events.AllowN(now, step.n) != step.ok {
			t.Errorf("step %d: %v", i, !step.ok)
		}
	}
}
