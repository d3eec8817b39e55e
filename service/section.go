package service

import (
	"errors"
	"fmt"
	"path/filepath"
	"reflect"

	"custos.dev/custos"

	"go.yaml.in/yaml/v3"
)

// Section is a part of a site file that belongs to the package which uses it: that one knows
// its keys and reads it by Site.Section. Here it is only kept, with its place in the file.
type Section struct{ node *yaml.Node }

// UnmarshalYAML keeps what stands in the file.
func (s *Section) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	s.node = n
	return nil
}

// MarshalYAML writes it as it was read.
func (s Section) MarshalYAML() (any, error) { return s.node, nil }

// IsZero reports that the file does not have it.
func (s Section) IsZero() bool { return s.node == nil || s.node.Tag == "!!null" }

// Section reads a node's section, of a name in the site file, into what to points at, as
// strictly as the file itself: an unknown key or a value of the wrong type is Invalid, with
// file and line. A section that the file does not have changes nothing.
func (s *Site) Section(n *Node, name string, to any) error {
	section, ok := n.sections()[name]
	switch {
	case !ok:
		return custos.Errorf(custos.Internal, "the site file has no section %q", name)
	}
	return s.read(section, fmt.Sprintf("%s.%s", n.Name, name), to)
}

// TopSection reads a section of the site itself in the same way.
func (s *Site) TopSection(name string, to any) error {
	section, ok := map[string]Section{"journals": s.Journals, "retention": s.Retention}[name]
	if !ok {
		return custos.Errorf(custos.Internal, "the site file has no section %q", name)
	}
	return s.read(section, name, to)
}

func (s *Site) read(section Section, at string, to any) error {
	if section.IsZero() {
		return nil
	}
	if errs := unknownKeys(section.node, reflect.TypeOf(to), at); len(errs) > 0 {
		return s.placed(errors.Join(errs...))
	}
	return s.placed(plainYAML(section.node.Decode(to)))
}

// sections are a node's, by their keys in the file.
func (n *Node) sections() map[string]Section { return map[string]Section{"analyzers": n.Analyzers} }

func (s *Site) placed(err error) error {
	if err == nil {
		return nil
	}
	return custos.Errorf(custos.Invalid, "%s: %w", s.path, err)
}

// Beside returns a path that a section names: relative ones are beside the site file that
// people wrote, also where `up` has made its own copy of that.
func (s *Site) Beside(path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(s.Origin, path)
}
