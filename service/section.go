package service

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"reflect"
	"slices"

	"go.yaml.in/yaml/v3"
)

// A section is a part of the site file that belongs to the package which uses it. That one
// defines it, in a variable, with the type that its text is read into:
//
//	var Section = service.NodeSection[[]Camera]{Name: "cameras", Check: check}.Define()
//
// Here nothing is known of what it says. A key that no linked package defines is an error.

// SiteSection is a section at the top of the site file, read into a T.
type SiteSection[T any] struct {
	// Name is its key in the file.
	Name string
	// Default is what a file says that leaves the section, or a key of it, out; nil is a
	// zero T, which is not written either.
	Default func() T
	// Check fills in what is left out, makes paths whole by Site.Beside, and says what is
	// wrong, beginning with the key: "ledger.threads: …". All sections are read before.
	Check func(s *Site, v *T) error
	// Problems says what is right by itself, and should be changed all the same.
	Problems func(s *Site, v *T) []Problem
	// Needs are the keys of the addresses that a node needs because of it.
	Needs func(v *T, n *Node) []string
}

// NodeSection is a section that each node of the site file has of its own, read into a T.
type NodeSection[T any] struct {
	// Name is its key in the file.
	Name string
	// Check is as of a SiteSection. The node is said before what it says.
	Check func(s *Site, n *Node, v *T) error
	// Retired is Check for an entry of `retired`.
	Retired func(v *T) error
	// Across holds the sections of all nodes against each other; of returns a node's.
	Across func(s *Site, of func(*Node) T) error
	// Problems is as of a SiteSection. The node is said before each.
	Problems func(s *Site, n *Node, v *T) []Problem
}

// section is what was defined, without its type. Values are pointers to it.
type section struct {
	of       reflect.Type
	fresh    func() any
	always   bool // there is one without a word in the file
	check    func(*Site, *Node, any) error
	retired  func(any) error
	across   func(*Site) error
	problems func(*Site, *Node, any) []Problem
	needs    func(any, *Node) []string
}

// level is where in the file a section stands. Sections are defined while packages are
// initialised, one after the other, and only read from then on.
type level map[string]*section

var ofSite, ofNode = level{}, level{}

func (l level) define(name string, t any, s *section) {
	if _, twice := l[name]; twice || name == "" || yamlFields(reflect.TypeOf(t))[name] != nil {
		panic(fmt.Sprintf("service: the site file has %q already", name))
	}
	l[name] = s
	noteGroups(s.of)
}

// each calls f with the sections in the order of their names, until one fails.
func (l level) each(f func(name string, s *section) error) error {
	for _, name := range slices.Sorted(maps.Keys(l)) {
		if err := f(name, l[name]); err != nil {
			return err
		}
	}
	return nil
}

// Define makes the section known to Load. It is called once, for a variable of a package.
func (d SiteSection[T]) Define() *SiteSection[T] {
	s := &section{of: reflect.TypeFor[T](), always: d.Default != nil, fresh: func() any { v := d.fresh(); return &v }}
	if d.Check != nil {
		s.check = func(site *Site, _ *Node, v any) error { return d.Check(site, v.(*T)) }
	}
	if d.Problems != nil {
		s.problems = func(site *Site, _ *Node, v any) []Problem { return d.Problems(site, v.(*T)) }
	}
	if d.Needs != nil {
		s.needs = func(v any, n *Node) []string { return d.Needs(v.(*T), n) }
	}
	ofSite.define(d.Name, Site{}, s)
	return &d
}

func (d *SiteSection[T]) fresh() (v T) {
	if d.Default != nil {
		return d.Default()
	}
	return v
}

// Get returns what the site file says, or the default. What a slice or a map in it holds is
// the site's own.
func (d *SiteSection[T]) Get(s *Site) T {
	if p, ok := s.Sections[d.Name]; ok {
		return *p.value.(*T)
	}
	return d.fresh()
}

// Set has the site say v. It is not checked.
func (d *SiteSection[T]) Set(s *Site, v T) {
	s.Sections = s.Sections.with(d.Name, &v, d.Default != nil)
}

// Define makes the section known to Load. It is called once, for a variable of a package.
func (d NodeSection[T]) Define() *NodeSection[T] {
	s := &section{of: reflect.TypeFor[T](), fresh: func() any { return new(T) }}
	if d.Check != nil {
		s.check = func(site *Site, n *Node, v any) error { return d.Check(site, n, v.(*T)) }
	}
	if d.Retired != nil {
		s.retired = func(v any) error { return d.Retired(v.(*T)) }
	}
	if d.Across != nil {
		s.across = func(site *Site) error { return d.Across(site, d.Get) }
	}
	if d.Problems != nil {
		s.problems = func(site *Site, n *Node, v any) []Problem { return d.Problems(site, n, v.(*T)) }
	}
	ofNode.define(d.Name, Node{}, s)
	return &d
}

// Get returns what the site file says of a node, or a zero T. What a slice or a map in it
// holds is the site's own.
func (d *NodeSection[T]) Get(n *Node) (v T) {
	if p, ok := n.Sections[d.Name]; ok {
		return *p.value.(*T)
	}
	return v
}

// Set has a node say v. It is not checked; other copies of the node stay as they are.
func (d *NodeSection[T]) Set(n *Node, v T) { n.Sections = n.Sections.with(d.Name, &v, false) }

// With returns a node that says v, for sites that programs make.
func (d *NodeSection[T]) With(n Node, v T) Node {
	d.Set(&n, v)
	return n
}

// Sections are the values of a site's or a node's sections, by their names.
type Sections map[string]Part

// Part is the value of a section.
type Part struct {
	node  *yaml.Node // until it is decoded
	value any        // a pointer to what its owner reads it into
}

// UnmarshalYAML keeps what stands in the file until all of it is known.
func (p *Part) UnmarshalYAML(n *yaml.Node) error {
	p.node = n
	return nil
}

// MarshalYAML writes the value.
func (p Part) MarshalYAML() (any, error) { return p.value, nil }

// with returns a copy in which a section is what value points at. An empty one is left out
// unless it is to be there, because without it the default would count.
func (s Sections) with(name string, value any, always bool) Sections {
	out := maps.Clone(s)
	if r := reflect.ValueOf(value).Elem(); !always && (r.IsZero() || r.Kind() == reflect.Slice && r.Len() == 0) {
		delete(out, name)
		return out
	}
	if out == nil {
		out = Sections{}
	}
	out[name] = Part{value: value}
	return out
}

// decode reads the parts, and adds those that are there without a word in the file. Of
// values of a wrong type all are said.
func (s *Sections) decode(l level, at string) error {
	maps.DeleteFunc(*s, func(_ string, p Part) bool { return p.node == nil }) // a key without a value
	var wrong yaml.TypeError
	for _, name := range slices.SortedFunc(maps.Keys(*s), func(a, b string) int { return cmp.Compare((*s)[a].node.Line, (*s)[b].node.Line) }) {
		node := (*s)[name].node
		of, ok := l[name]
		if !ok { // one that another node lent it, by an alias
			return fmt.Errorf("line %d: unknown key `%s` %s: docs/site.md lists the keys", node.Line, name, at)
		}
		v := of.fresh()
		var some *yaml.TypeError
		switch err := node.Decode(v); {
		case errors.As(err, &some):
			wrong.Errors = append(wrong.Errors, some.Errors...)
		case err != nil:
			return err
		}
		(*s)[name] = Part{value: v}
	}
	if len(wrong.Errors) > 0 {
		return &wrong
	}
	return l.each(func(name string, of *section) error {
		if _, ok := (*s)[name]; !ok && of.always {
			if *s == nil {
				*s = Sections{}
			}
			(*s)[name] = Part{value: of.fresh()}
		}
		return nil
	})
}

// UnmarshalYAML reads a site with its sections.
func (s *Site) UnmarshalYAML(n *yaml.Node) error {
	type topology Site
	return decodeWith(n.Decode((*topology)(s)), s.Sections.decode(ofSite, "at the top"))
}

// UnmarshalYAML reads a node with its sections.
func (n *Node) UnmarshalYAML(y *yaml.Node) error {
	type topology Node
	return decodeWith(y.Decode((*topology)(n)), n.Sections.decode(ofNode, "of a node"))
}

// decodeWith joins what is of the wrong type outside and inside of sections.
func decodeWith(outside, inside error) error {
	var a, b *yaml.TypeError
	if errors.As(outside, &a) && errors.As(inside, &b) {
		return &yaml.TypeError{Errors: slices.Concat(a.Errors, b.Errors)}
	}
	return cmp.Or(outside, inside)
}

// checkSections has the owners check what their sections say.
func (s *Site) checkSections() error {
	if err := ofSite.each(func(name string, of *section) error {
		if p, ok := s.Sections[name]; ok && of.check != nil {
			return of.check(s, nil, p.value)
		}
		return nil
	}); err != nil {
		return err
	}
	for i := range s.Nodes {
		n := &s.Nodes[i]
		if err := ofNode.each(func(name string, of *section) error {
			if p, ok := n.Sections[name]; ok && of.check != nil {
				return of.check(s, n, p.value)
			}
			return nil
		}); err != nil {
			return fmt.Errorf("nodes[%d] (%s): %w", i, n.Name, err)
		}
	}
	return ofNode.each(func(_ string, of *section) error {
		if of.across == nil {
			return nil
		}
		return of.across(s)
	})
}

// checkRetired has the owners check what an entry of `retired` says.
func (n *Node) checkRetired() error {
	return ofNode.each(func(name string, of *section) error {
		if p, ok := n.Sections[name]; ok && of.retired != nil {
			return of.retired(p.value)
		}
		return nil
	})
}

// Problem is something in a site file that people should change.
type Problem struct {
	// Text says where it is, what is wrong, and what to write.
	Text string
	// Runs says that the site runs all the same, or with the others of its cameras.
	Runs bool
}

// Check has the owners of the sections look for what a site file that parses cannot work
// with, such as files that are not there.
func (s *Site) Check() []Problem {
	var out []Problem
	_ = ofSite.each(func(name string, of *section) error {
		if p, ok := s.Sections[name]; ok && of.problems != nil {
			out = append(out, of.problems(s, nil, p.value)...)
		}
		return nil
	})
	for i := range s.Nodes {
		n := &s.Nodes[i]
		_ = ofNode.each(func(name string, of *section) error {
			p, ok := n.Sections[name]
			if !ok || of.problems == nil {
				return nil
			}
			for _, found := range of.problems(s, n, p.value) {
				found.Text = fmt.Sprintf("nodes[%d] (%s): %s", i, n.Name, found.Text)
				out = append(out, found)
			}
			return nil
		})
	}
	return out
}

// needed are the keys of the addresses that a node needs because of the site's sections.
func (s *Site) needed(n *Node) []string {
	var out []string
	_ = ofSite.each(func(name string, of *section) error {
		if of.needs == nil {
			return nil
		}
		v := s.Sections[name].value
		if v == nil {
			v = of.fresh()
		}
		out = append(out, of.needs(v, n)...)
		return nil
	})
	return out
}

// SectionTypes are the types of the sections that are defined, by their names: those of the
// site, and those of a node.
func SectionTypes() (site, node map[string]reflect.Type) {
	types := func(l level) map[string]reflect.Type {
		out := map[string]reflect.Type{}
		for name, s := range l {
			out[name] = s.of
		}
		return out
	}
	return types(ofSite), types(ofNode)
}

// Beside returns a path that a section names: relative ones are beside the site file that
// people wrote, also where `up` has made its own copy of that. No path stays none.
func (s *Site) Beside(path string) string {
	switch {
	case path == "":
		return ""
	case filepath.IsAbs(path):
		return filepath.Clean(path)
	}
	return filepath.Join(s.Origin, path)
}
