package models

import (
	"bytes"
	"crypto/sha512"
	_ "embed"
	"encoding/base64"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"custos.dev/custos"
)

//go:embed lock.yaml
var locked []byte

// Lock is what Custos knows of networks that others publish: where each lies, what its files
// must be, and on which terms.
type Lock struct {
	Packages []Package `yaml:"packages"`
	Models   []Locked  `yaml:"models"`
}

// Package is one of npm's registry, of a version.
type Package struct {
	Name    string `yaml:"name"`
	Version string `yaml:"version"`
	// Integrity is the SHA-512 of the package's file, as npm writes it.
	Integrity string `yaml:"integrity"`
	// Size is the package file's, in bytes; a larger one is not read.
	Size int64 `yaml:"size"`
	// Licence is the package's own, which need not be that of what it carries.
	Licence string `yaml:"licence"`
}

// Locked is a network of a package.
type Locked struct {
	Model `yaml:",inline"`
	// Package is where it lies, by the package's name.
	Package string `yaml:"package"`
	// Files are the network's in the package, with their SHA-256; the first is the network, or
	// what describes it.
	Files []LockedFile `yaml:"files"`
	// Outputs are those that are kept where a network is converted; none is all.
	Outputs []string `yaml:"outputs,omitempty"`
	// Licence is the weights' own, as their makers state it.
	Licence string `yaml:"licence"`
	// Unclear says in a sentence what is not known of the licence; such a network is fetched
	// only by its name.
	Unclear string `yaml:"unclear,omitempty"`
}

// LockedFile is a file of a package.
type LockedFile struct {
	Path   string      `yaml:"path"`
	SHA256 custos.Hash `yaml:"sha256"`
	// Keep is the name under which the file stands beside the network, for its analyzer, as
	// keys.txt; "" is not kept.
	Keep string `yaml:"keep,omitempty"`
}

// ReadLock reads the lockfile that is built in.
func ReadLock() (*Lock, error) { return parseLock(locked) }

func parseLock(text []byte) (*Lock, error) {
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	l := new(Lock)
	if err := d.Decode(l); err != nil {
		return nil, custos.Errorf(custos.Corrupt, "the lockfile of models: %w", err)
	}
	return l, l.check()
}

// npmName and npmVersion are what may stand on npm's command line: no option, no file, no URL.
var (
	npmName    = regexp.MustCompile(`^(@[a-z0-9][a-z0-9._-]*/)?[a-z0-9][a-z0-9._-]*$`)
	npmVersion = regexp.MustCompile(`^[0-9]+\.[0-9]+\.[0-9]+$`)
)

// check says what of a lockfile cannot be.
func (l *Lock) check() error {
	wrong := func(format string, args ...any) error {
		return custos.Errorf(custos.Corrupt, "the lockfile of models: "+format, args...)
	}
	for i, p := range l.Packages {
		if !npmName.MatchString(p.Name) || !npmVersion.MatchString(p.Version) {
			return wrong("%q@%q is no package with a version", p.Name, p.Version)
		}
		if _, err := p.digest(); err != nil {
			return wrong("%s: %w", p.Name, err)
		}
		if p.Size < 1 || p.Size > mostPackage || p.Licence == "" {
			return wrong("%s: size and licence are wanted, at most %d bytes", p.Name, int64(mostPackage))
		}
		if slices.ContainsFunc(l.Packages[:i], func(q Package) bool { return q.Name == p.Name }) {
			return wrong("%s is there twice", p.Name)
		}
	}
	for i, m := range l.Models {
		if err := named(m.Name); err != nil {
			return wrong("%w", err)
		}
		if slices.ContainsFunc(l.Models[:i], func(o Locked) bool { return o.Name == m.Name }) {
			return wrong("%s is there twice", m.Name)
		}
		if _, ok := l.pack(m.Package); !ok {
			return wrong("%s: the package %q is not among the packages", m.Name, m.Package)
		}
		if len(m.Files) == 0 || m.Digest.IsZero() || m.Licence == "" || m.Source == "" || m.Task.Validate() != nil || m.Task == "" {
			return wrong("%s: files, digest, licence, source and task are wanted", m.Name)
		}
		for _, f := range m.Files {
			if !fs.ValidPath(f.Path) || f.SHA256.IsZero() || f.Keep != "" && !besideName.MatchString(f.Keep) {
				return wrong("%s: %q is no file of a package with a digest", m.Name, f.Path)
			}
		}
	}
	return nil
}

func (l *Lock) pack(name string) (Package, bool) {
	i := slices.IndexFunc(l.Packages, func(p Package) bool { return p.Name == name })
	if i < 0 {
		return Package{}, false
	}
	return l.Packages[i], true
}

// Named is the network of a name; NotFound if the lockfile has none.
func (l *Lock) Named(name string) (Locked, error) {
	i := slices.IndexFunc(l.Models, func(m Locked) bool { return m.Name == name })
	if i < 0 {
		var names []string
		for _, m := range l.Models {
			names = append(names, m.Name)
		}
		return Locked{}, custos.Errorf(custos.NotFound, "there is no network %q to fetch; there are %s", name, strings.Join(names, ", "))
	}
	return l.Models[i], nil
}

// Clear are the networks whose licence is clear: those that are fetched unless others are named.
func (l *Lock) Clear() []Locked {
	return slices.DeleteFunc(slices.Clone(l.Models), func(m Locked) bool { return m.Unclear != "" })
}

// digest is what the package's file must have.
func (p *Package) digest() ([]byte, error) {
	text, ok := strings.CutPrefix(p.Integrity, "sha512-")
	d, err := base64.StdEncoding.DecodeString(text)
	if !ok || err != nil || len(d) != sha512.Size {
		return nil, custos.Errorf(custos.Invalid, "%q is no SHA-512 as npm writes it", p.Integrity)
	}
	return d, nil
}
