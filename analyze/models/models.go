// Package models keeps the networks that a site's analyzers may use, and runs them.
package models

import (
	"context"
	"crypto/sha256"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"custos.dev/custos"

	"custos.dev/custos/analyze/neural"
	"custos.dev/custos/analyze/onnx"
	"custos.dev/custos/service"
)

// Model is a network that a site's detectors may use, as `custos models add` has written it
// beside the network's own file.
type Model struct {
	Name string `yaml:"name"`
	// Task is what it is for; "" is what a camera names it for.
	Task Task `yaml:"task,omitempty"`
	// Rank says which of several networks for a task is used where none is named: the one of
	// the lowest. One without is used only where it is named.
	Rank int `yaml:"rank,omitempty"`
	// Digest is the file's SHA-256; another file is not loaded.
	Digest custos.Hash `yaml:"digest"`
	// Shape is how it is spoken to. neural.Tensors is understood by its task's analyzer alone.
	Shape neural.Shape `yaml:"shape"`
	// Width and Height are of its picture, in pixels.
	Width  int `yaml:"width,omitempty"`
	Height int `yaml:"height,omitempty"`
	// Free says that it takes smaller pictures, too.
	Free bool `yaml:"free,omitempty"`
	// Classes are what is reported, by the network's numbers.
	Classes map[int]custos.Class `yaml:"classes,omitempty"`
	// Count is how many classes it tells apart, by the names in its file; 0 is not known.
	Count int `yaml:"count,omitempty"`
	// Floor is the least score that is reported; 0 means 0.1.
	Floor float64 `yaml:"floor,omitempty"`
	// Even is its own score from which a detection is rather right than wrong; see neural.Config.
	Even float64 `yaml:"even,omitempty"`
	// Every is how long it waits at least between two looks; 0 means
	// cascade.DefaultEvery.
	Every time.Duration `yaml:"every,omitempty"`
	// Source says where it comes from and on which terms, in words.
	Source string `yaml:"source,omitempty"`
	// Beside are files that belong to it.
	Beside []Beside `yaml:"beside,omitempty"`
}

// Beside is a file that stands beside a network and belongs to it, as the characters that a
// reader of text knows.
type Beside struct {
	Name   string      `yaml:"name"`
	Digest custos.Hash `yaml:"digest"`
}

// besideName is what such a file may be called: nothing that stands there already.
var besideName = regexp.MustCompile(`^[a-z0-9-]+\.txt$`)

func besideFile(dir, model, name string) string { return filepath.Join(dir, model+"."+name) }

// Read reads a file that stands beside the network in a directory, if it is as it was.
func (m *Model) Read(dir, name string) ([]byte, error) {
	i := slices.IndexFunc(m.Beside, func(b Beside) bool { return b.Name == name })
	if i < 0 || !besideName.MatchString(name) {
		return nil, custos.Errorf(custos.NotFound, "the model %s has no %s beside it", m.Name, name)
	}
	b, err := os.ReadFile(besideFile(dir, m.Name, name))
	if err != nil {
		return nil, custos.Errorf(custos.Corrupt, "a file of the model %s cannot be read: %w", m.Name, err)
	}
	if custos.Hash(sha256.Sum256(b)) != m.Beside[i].Digest {
		return nil, custos.Errorf(custos.Corrupt, "the file %s of the model %s was changed: remove the model and add it again", name, m.Name)
	}
	return b, nil
}

// intact says what of a model's files in a directory was changed or is not there.
func (m *Model) intact(dir string) error {
	f, err := os.Open(modelFile(dir, m.Name))
	if err != nil {
		return custos.Errorf(custos.Corrupt, "the model's network cannot be read: %w", err)
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return custos.Errorf(custos.Corrupt, "the model's network cannot be read: %w", err)
	}
	if got := custos.Hash(h.Sum(nil)); got != m.Digest {
		return custos.Errorf(custos.Corrupt, "%s has the digest %s, and not %s: it was changed. Remove the model and add it again", f.Name(), got, m.Digest)
	}
	for _, x := range m.Beside {
		if _, err := m.Read(dir, x.Name); err != nil {
			return err
		}
	}
	return nil
}

// Dir is where a site's models are.
func Dir(site *service.Site) string { return filepath.Join(site.Data, "models") }

// modelFile is a model's network, modelAbout what is known of it.
func modelFile(dir, name string) string  { return filepath.Join(dir, name+".onnx") }
func modelAbout(dir, name string) string { return filepath.Join(dir, name+".yaml") }

// named says what is wrong with a model's name.
func named(name string) error {
	if custos.Resource(name).Validate() != nil || strings.Contains(name, "/") {
		return custos.Errorf(custos.Invalid, "%q is no name for a model: use a-z, 0-9, - and _", name)
	}
	return nil
}

// List lists those of a directory, by name.
func List(dir string) ([]Model, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
	if err != nil {
		return nil, err
	}
	slices.Sort(files)
	var out []Model
	for _, f := range files {
		m, err := Load(dir, strings.TrimSuffix(filepath.Base(f), ".yaml"))
		if err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, nil
}

// Load reads what is known of a model; NotFound if the site has none of the name.
func Load(dir, name string) (m Model, err error) {
	if err := named(name); err != nil {
		return m, err
	}
	f, err := os.Open(modelAbout(dir, name))
	if err != nil {
		return m, custos.Errorf(custos.NotFound, "there is no model %q: `custos models add` adds one, `custos models list` lists them", name)
	}
	defer f.Close()
	d := yaml.NewDecoder(f)
	d.KnownFields(true)
	if err := d.Decode(&m); err != nil {
		return m, custos.Errorf(custos.Corrupt, "%s: %w", f.Name(), err)
	}
	if m.Name != name {
		return m, custos.Errorf(custos.Corrupt, "%s is about the model %q", f.Name(), m.Name)
	}
	return m, nil
}

// Add runs a network once and keeps it if it is understood and has the wanted digest
// (zero is any). What m leaves open is found out.
func Add(ctx context.Context, dir, file string, want custos.Hash, m Model) (Model, error) {
	if err := named(m.Name); err != nil {
		return m, err
	}
	if _, err := os.Stat(modelAbout(dir, m.Name)); err == nil {
		return m, custos.Errorf(custos.Conflict, "there is a model %q already: choose another --name", m.Name)
	}
	if err := m.Task.Validate(); err != nil {
		return m, err
	}
	if m.Shape == neural.Tensors {
		return addTensors(ctx, dir, file, want, m)
	}
	wide, high := m.Width, m.Height
	m, b, err := m.learn(file)
	if err != nil {
		return m, err
	}
	p, net, err := m.Start(ctx, file, want)
	if err != nil {
		return m, err
	}
	defer p.Close()
	if wide > 0 && (net.Width != wide || net.Height != high) {
		return m, neural.Refused("%s: the network's picture has %d by %d pixels and no other size, not %d by %d", file, net.Width, net.Height, wide, high)
	}
	if err := net.Try(p.Run); err != nil {
		return m, custos.Errorf(custos.KindOf(err), "%s: %w", file, err)
	}
	m.Digest, m.Shape, m.Width, m.Height, m.Free = p.Digest, net.Shape, net.Width, net.Height, p.Free
	if custos.Hash(sha256.Sum256(b)) != p.Digest {
		return m, custos.Errorf(custos.Conflict, "%s was changed while it was read: try again", file)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return m, custos.Errorf(custos.Invalid, "%w", err)
	}
	return m, write(dir, m, b)
}

// addTensors keeps a network that its task's analyzer understands, if it starts.
func addTensors(ctx context.Context, dir, file string, want custos.Hash, m Model) (Model, error) {
	if m.Task == "" || m.Task == Detect {
		return m, custos.Errorf(custos.Invalid, "a network of the shape %s is understood by the analyzer of its task: say the task", neural.Tensors)
	}
	p, err := onnx.Start(ctx, onnx.Config{Model: file, Digest: want, Tensors: tensorsMost})
	if err != nil {
		return m, err
	}
	m.Digest = p.Digest
	p.Close()
	b, err := os.ReadFile(file)
	if err != nil {
		return m, custos.Errorf(custos.Invalid, "the model cannot be read: %w", err)
	}
	if custos.Hash(sha256.Sum256(b)) != m.Digest {
		return m, custos.Errorf(custos.Conflict, "%s was changed while it was read: try again", file)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return m, custos.Errorf(custos.Invalid, "%w", err)
	}
	return m, write(dir, m, b)
}

// learn reads what a network's file says of itself: the size of its picture where it is
// left open, its task, and which of its classes are reported where nobody has said so.
func (m Model) learn(file string) (Model, []byte, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return m, nil, custos.Errorf(custos.Invalid, "the model cannot be read: %w", err)
	}
	wrong := func(err error) (Model, []byte, error) {
		return m, nil, custos.Errorf(custos.KindOf(err), "%s: %w", file, err)
	}
	a, err := onnx.Describe(b)
	if err != nil {
		return wrong(err)
	}
	if a.External {
		return wrong(neural.Refused("its weights are in another file: Custos keeps a network as one file"))
	}
	if len(a.Inputs) != 1 {
		var names []string
		for _, in := range a.Inputs {
			names = append(names, in.Name)
		}
		return wrong(neural.Refused("the model has %d inputs (%s): one, a picture, is wanted", len(names), strings.Join(names, ", ")))
	}
	said := neural.ReadAbout(a.Metadata)
	if m.Shape != neural.Embedding {
		m.Count = len(said.Names)
		if m.Classes, err = said.Check(m.Classes); err != nil {
			return wrong(err)
		}
	}
	if m.Width == 0 {
		m.Width, m.Height = sizeOf(a, said)
	}
	return m, b, nil
}

// sizeOf is how large a network's picture is, as far as its file tells: by its dimensions,
// by its metadata, by how many places it answers for; 0 if it does not.
func sizeOf(a *onnx.About, said neural.About) (width, height int) {
	if d := a.Inputs[0].Dims; len(d) == 4 {
		h, w := d[2], d[3]
		if onnx.Last(d) {
			h, w = d[1], d[2]
		}
		switch {
		case h > 0 && w > 0:
			return int(min(w, 1<<16)), int(min(h, 1<<16))
		case said.Width > 0:
			return said.Width, said.Height
		case h+w > 0: // one of them is open: a square
			side := int(min(max(h, w), 1<<16))
			return side, side
		}
	}
	if said.Width > 0 {
		return said.Width, said.Height
	}
	for _, o := range a.Outputs {
		if side := neural.SquareOf(o.Dims); side > 0 {
			return side, side
		}
	}
	return 0, 0
}

// Verify holds a model's files against their digests, loads it and lets it run once.
func (m Model) Verify(ctx context.Context, dir string) error {
	if err := m.intact(dir); err != nil {
		return err
	}
	if m.Shape == neural.Tensors {
		p, err := onnx.Start(ctx, onnx.Config{Model: modelFile(dir, m.Name), Digest: m.Digest, Tensors: tensorsMost})
		if err == nil {
			p.Close()
		}
		return err
	}
	p, net, err := m.Start(ctx, modelFile(dir, m.Name), m.Digest)
	if err != nil {
		return err
	}
	defer p.Close()
	if net.Shape != m.Shape || net.Width != m.Width || net.Height != m.Height {
		return custos.Errorf(custos.Corrupt, "%s is a %s of %dx%d, not a %s of %dx%d", m.Name, net.Shape, net.Width, net.Height, m.Shape, m.Width, m.Height)
	}
	return nil
}

// Start runs a network's file, of the wanted digest (zero is any), and understands it. The
// caller closes the process.
func (m Model) Start(ctx context.Context, file string, want custos.Hash) (*onnx.Process, *neural.Model, error) {
	if m.Width == 0 {
		var err error
		if m, _, err = m.learn(file); err != nil {
			return nil, nil, err
		}
	}
	p, err := onnx.Start(ctx, onnx.Config{Model: file, Digest: want, Width: m.Width, Height: m.Height})
	if err != nil {
		return nil, nil, err
	}
	net, err := neural.New(neural.Config{Shape: m.Shape, Classes: m.Classes, Floor: m.Floor, Free: p.Free, Bytes: p.Bytes, Names: p.Names, Count: m.Count, Even: m.Even}, p.Input, p.Outputs)
	if err != nil {
		p.Close()
		return nil, nil, custos.Errorf(custos.KindOf(err), "%s: %w", file, err)
	}
	return p, net, nil
}
