// Package remote runs analyzers that are programs of their own, in any language: it starts one
// confined and without the service's key, asks it over a Unix socket what pictures show, holds
// what it answers against what was declared, and hands on what keeps to that. See
// docs/analyzers.md for the program's side.
package remote

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/edge/cameras"
	"custos.dev/custos/edge/ffmpeg"
	"custos.dev/custos/observe"
	"custos.dev/custos/service"

	"github.com/google/jsonschema-go/jsonschema"
	"go.yaml.in/yaml/v3"
)

// section is the key of a node under which its programs stand.
const section = "analyzers"

// Section are a node's programs, as its row of the site file says them. Programs completes
// them: the files that they name need not be there where the site file is only read.
var Section = service.NodeSection[[]Program]{Name: section}.Define()

// Program is a row of a node's `analyzers`.
type Program struct {
	Name string `yaml:"name"`
	// Command is the program and its arguments. Those that name files beside the site file are
	// handed on as absolute paths.
	Command []string `yaml:"command"`
	// Files are further files and directories that it may read.
	Files []string `yaml:"files,omitempty"`
	// Input is what it is given; frames, which is also the default, is all that there is.
	Input string `yaml:"input,omitempty"`
	// Picture is in which form: jpeg or yuv420p; empty is jpeg.
	Picture string `yaml:"picture,omitempty"`
	// Rate is how many pictures of each camera it is given a second at most; 0 is 1.
	Rate float64 `yaml:"rate,omitempty"`
	// Cameras are the names of those that it looks at; none is all of the node.
	Cameras []string `yaml:"cameras,omitempty"`
	// Kinds are what it may observe, each with the schema of its payload.
	Kinds map[custos.Kind]Schema `yaml:"kinds"`
	// Timeout bounds the time of one answer; 0 is 5s.
	Timeout time.Duration `yaml:"timeout,omitempty"`
	// Memory bounds what the program may take; 0 is 512 MiB.
	Memory service.Bytes `yaml:"memory,omitempty"`
	// Answer bounds the size of one answer; 0 is 64 KiB.
	Answer service.Bytes `yaml:"answer,omitempty"`
	// Events bounds what it may observe in a minute; 0 is 120.
	Events int `yaml:"events,omitempty"`

	// schemas are those of Kinds, ready to be used.
	schemas map[custos.Kind]*jsonschema.Resolved
}

// Schema is a kind's JSON schema: the path of a file, or the schema itself; or nothing, for a
// kind that Custos knows.
type Schema struct {
	file   string
	inline any
	line   int
}

// UnmarshalYAML takes any of the three.
func (s *Schema) UnmarshalYAML(n *yaml.Node) error {
	s.line = n.Line
	switch {
	case n.Tag == "!!null":
		return nil
	case n.Kind == yaml.ScalarNode:
		s.file = n.Value
		return nil
	}
	return n.Decode(&s.inline)
}

// MarshalYAML writes what UnmarshalYAML reads.
func (s Schema) MarshalYAML() (any, error) {
	if s.file != "" {
		return s.file, nil
	}
	return s.inline, nil
}

func (s Schema) empty() bool { return s.file == "" && s.inline == nil }

// resolve reads the schema. It may refer to nothing outside of itself.
func (s Schema) resolve(site *service.Site) (*jsonschema.Resolved, error) {
	var text []byte
	var err error
	if s.file != "" {
		text, err = os.ReadFile(site.Beside(s.file))
	} else {
		text, err = json.Marshal(s.inline)
	}
	if err != nil {
		return nil, err
	}
	schema := new(jsonschema.Schema)
	if err := json.Unmarshal(text, schema); err != nil {
		return nil, fmt.Errorf("it is no JSON schema: %w", err)
	}
	return schema.Resolve(&jsonschema.ResolveOptions{})
}

// Programs are those of a node, checked and with what is left out filled in.
func Programs(site *service.Site, n *service.Node) ([]Program, error) {
	all := slices.Clone(Section.Get(n))
	for i := range all {
		if err := all[i].complete(site, n); err != nil {
			return nil, custos.Errorf(custos.Invalid, "%s.%s[%d] (%s): %w", n.Name, section, i, custos.Plain(all[i].Name), err)
		}
		if slices.ContainsFunc(all[:i], func(p Program) bool { return p.Name == all[i].Name }) {
			return nil, custos.Errorf(custos.Invalid, "%s.%s[%d]: another one has the name %s", n.Name, section, i, all[i].Name)
		}
	}
	return all, nil
}

// Names are the names of a node's programs, which their services have too. What is wrong with
// them Check says.
func Names(n *service.Node) []string {
	var out []string
	for _, p := range Section.Get(n) {
		out = append(out, p.Name)
	}
	return out
}

// Check says what is wrong with the programs of a site. taken says of a name that a service
// of Custos has it.
func Check(site *service.Site, taken func(name string) bool) error {
	var errs []error
	for i := range site.Nodes {
		n := &site.Nodes[i]
		all, err := Programs(site, n)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		for j := range all {
			if taken(all[j].Name) {
				errs = append(errs, custos.Errorf(custos.Invalid, "%s.%s[%d].name: a service of Custos is called %s: choose another name", n.Name, section, j, all[j].Name))
			}
			if err := all[j].findFiles(site); err != nil {
				errs = append(errs, custos.Errorf(custos.Invalid, "%s.%s[%d] (%s): %w", n.Name, section, j, all[j].Name, err))
			}
		}
	}
	return errors.Join(errs...)
}

// complete fills in what is left out, and says what is wrong by itself.
func (p *Program) complete(site *service.Site, n *service.Node) error {
	p.Input, p.Picture = cmp.Or(p.Input, "frames"), cmp.Or(p.Picture, jpegPicture)
	p.Rate, p.Timeout = cmp.Or(p.Rate, 1), cmp.Or(p.Timeout, 5*time.Second)
	p.Memory, p.Answer, p.Events = cmp.Or(p.Memory, 512<<20), cmp.Or(p.Answer, 64<<10), cmp.Or(p.Events, 120)
	switch {
	case custos.Resource(p.Name).Validate() != nil || strings.Contains(p.Name, "/") || len(p.Name) > 32:
		return errors.New("name: use a-z, 0-9, - and _, at most 32 of them")
	case len(p.Command) == 0 || p.Command[0] == "":
		return errors.New("command: name the program and its arguments, as [/usr/bin/python3, mine.py]")
	case p.Input != "frames":
		return fmt.Errorf("input: %q: only frames are offered to programs in this version", p.Input)
	case n.Tier != custos.Edge:
		return fmt.Errorf("frames are at the edge that has the cameras, and %s is a %s: put it there", n.Name, n.Tier)
	case p.Picture != jpegPicture && p.Picture != planePicture:
		return fmt.Errorf("picture: %q: want %s or %s", p.Picture, jpegPicture, planePicture)
	case p.Rate < 0.01 || p.Rate > 30:
		return errors.New("rate: want 0.01 to 30 pictures a second")
	case p.Timeout < 100*time.Millisecond || p.Timeout > time.Minute:
		return errors.New("timeout: want 100ms to 1m")
	case p.Memory < 32<<20 || p.Memory > 64<<30:
		return errors.New("memory: want 32MiB to 64GiB")
	case p.Answer < 1<<10 || p.Answer > 1<<20:
		return errors.New("answer: want 1KiB to 1MiB")
	case p.Events < 1 || p.Events > 6000:
		return errors.New("events: want 1 to 6000 a minute")
	case len(p.Kinds) == 0:
		return errors.New("kinds: name what it observes, each kind with the schema of its payload")
	}
	for _, c := range p.Cameras {
		if !cameras.Has(n, c) {
			return fmt.Errorf("cameras: %s has no camera %q", n.Name, c)
		}
	}
	p.schemas = map[custos.Kind]*jsonschema.Resolved{}
	for k, s := range p.Kinds {
		schema, err := schemaOf(site, k, s)
		if err != nil {
			return fmt.Errorf("kinds: %s, line %d: %w", custos.Plain(string(k)), s.line, err)
		}
		p.schemas[k] = schema
	}
	return nil
}

// cameraKinds are said by a camera's own service alone: what is recorded rests on them.
var cameraKinds = []custos.Kind{observe.KindSegment, observe.KindStream}

func schemaOf(site *service.Site, k custos.Kind, s Schema) (*jsonschema.Resolved, error) {
	known, ok := observe.Of(k)
	switch {
	case !k.Valid():
		return nil, errors.New("a kind is a word of a-z, 0-9 and _, at most 32 characters")
	case !ok && s.empty():
		return nil, errors.New("no such kind is known: give the JSON schema of its payload, or the path of a file with it")
	case !ok:
		return s.resolve(site)
	case known.Record || slices.Contains(cameraKinds, k):
		return nil, errors.New("only services of Custos say this: choose another kind")
	case !s.empty():
		return nil, errors.New("the kind is one of Custos, and it cannot be another one: leave its schema out, or choose another name")
	}
	schema, err := known.Schema()
	if err != nil {
		return nil, err
	}
	return schema.CloneSchemas().Resolve(&jsonschema.ResolveOptions{})
}

// found is what a program's command and files are on this machine.
type found struct {
	program string
	args    []string
	read    []string
	trees   []string
}

// findFiles says what of the command and the files is not there.
func (p *Program) findFiles(site *service.Site) error { _, err := p.find(site); return err }

// find looks up a program's command and files. None of them may be where the site's keys are.
func (p *Program) find(site *service.Site) (f found, err error) {
	if f.program = p.Command[0]; strings.Contains(f.program, "/") {
		f.program = site.Beside(f.program)
	}
	if f.program, err = exec.LookPath(f.program); err != nil {
		return f, fmt.Errorf("command: %s is not to be found, or is no program: %w", custos.Plain(p.Command[0]), errors.Unwrap(err))
	}
	if f.program, err = filepath.Abs(f.program); err != nil {
		return f, err
	}
	for _, a := range p.Command[1:] {
		if st, err := os.Stat(site.Beside(a)); err == nil && a != "" && !strings.HasPrefix(a, "-") && st.Mode().IsRegular() {
			a = site.Beside(a)
			f.read = append(f.read, a)
		}
		f.args = append(f.args, a)
	}
	for _, name := range p.Files {
		path := site.Beside(name)
		st, err := os.Stat(path)
		switch {
		case err != nil:
			return f, fmt.Errorf("files: %w", err)
		case st.IsDir():
			f.trees = append(f.trees, path)
		default:
			f.read = append(f.read, path)
		}
	}
	for _, path := range slices.Concat([]string{f.program}, f.read, f.trees) {
		if err := apart(site, path); err != nil {
			return f, err
		}
	}
	return f, nil
}

// apart refuses a path in the site's data directory, or above it: the keys are there.
func apart(site *service.Site, path string) error {
	data, err := filepath.EvalSymlinks(site.Data)
	if err != nil {
		return nil // before the first start there is nothing in it
	}
	if ffmpeg.Public(data) {
		return fmt.Errorf("the data directory %s, where the site's keys are, is among the system's programs, which every program may read: move it elsewhere", site.Data)
	}
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return err
	}
	inside := func(a, b string) bool { return a == b || strings.HasPrefix(a, strings.TrimSuffix(b, "/")+"/") }
	if inside(real, data) || inside(data, real) {
		return fmt.Errorf("%s is in the data directory %s, or holds it, where the site's keys are: put the program's files elsewhere", custos.Plain(path), site.Data)
	}
	return nil
}
