package service

import (
	"bytes"
	"encoding"
	"errors"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Decode reads the one document of a file of settings into what to points at. Unknown
// keys, values of the wrong type and a second document are errors that say in which line;
// all of the first kind are said at once.
func Decode(text []byte, to any) error {
	d := yaml.NewDecoder(bytes.NewReader(text))
	var doc, second yaml.Node
	switch err := d.Decode(&doc); {
	case errors.Is(err, io.EOF), err == nil && empty(&doc):
		return errors.New("the file is empty")
	case err != nil:
		return plainYAML(err)
	}
	if doc.Content[0].Kind != yaml.MappingNode {
		return fmt.Errorf("line %d: it is not a list of keys with their values; docs/site.md has an example", doc.Content[0].Line)
	}
	switch err := d.Decode(&second); {
	case err == nil:
		return fmt.Errorf("line %d: a second YAML document begins, and there is to be one: remove the line `---` before it", second.Line)
	case !errors.Is(err, io.EOF):
		return plainYAML(err)
	}
	if errs := unknownKeys(&doc, reflect.TypeOf(to), ""); len(errs) > 0 {
		return errors.Join(errs...)
	}
	return plainYAML(doc.Decode(to))
}

func empty(doc *yaml.Node) bool {
	return len(doc.Content) == 0 || doc.Content[0].Tag == "!!null"
}

// unknownKeys lists the keys of a mapping that its type does not have.
func unknownKeys(n *yaml.Node, t reflect.Type, at string) (errs []error) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case n.Kind == yaml.AliasNode:
		return nil // what it stands for was looked at where it is written
	case n.Kind == yaml.DocumentNode:
		return unknownKeys(n.Content[0], t, at)
	case readsItself(t) && sectionsOf(t) == nil:
		return nil
	case n.Kind == yaml.SequenceNode && t.Kind() == reflect.Slice:
		for i, c := range n.Content {
			errs = append(errs, unknownKeys(c, t.Elem(), fmt.Sprintf("%s[%d]", at, i))...)
		}
	case n.Kind == yaml.MappingNode && t.Kind() == reflect.Struct:
		fields := yamlFields(t)
		for name, s := range sectionsOf(t) {
			fields[name] = s.of
		}
		for i := 0; i+1 < len(n.Content); i += 2 {
			key, path := n.Content[i], n.Content[i].Value
			if at != "" {
				path = at + "." + path
			}
			if ft, ok := fields[key.Value]; ok {
				errs = append(errs, unknownKeys(n.Content[i+1], ft, path)...)
			} else if key.Value != "<<" {
				errs = append(errs, unknownKey(key, fields, at))
			}
		}
	}
	return errs
}

// sectionsOf are the sections that stand beside the fields of a type.
func sectionsOf(t reflect.Type) level {
	switch t {
	case reflect.TypeFor[Site]():
		return ofSite
	case reflect.TypeFor[Node]():
		return ofNode
	}
	return nil
}

func readsItself(t reflect.Type) bool {
	p := reflect.PointerTo(t)
	return p.Implements(reflect.TypeFor[yaml.Unmarshaler]()) || p.Implements(reflect.TypeFor[encoding.TextUnmarshaler]())
}

// yamlFields are a struct's fields by their names in the file.
func yamlFields(t reflect.Type) map[string]reflect.Type {
	out := map[string]reflect.Type{}
	for i := range t.NumField() {
		if name, _, _ := strings.Cut(t.Field(i).Tag.Get("yaml"), ","); name != "" {
			out[name] = t.Field(i).Type
		}
	}
	return out
}

func unknownKey(key *yaml.Node, fields map[string]reflect.Type, at string) error {
	where := "at the top"
	if at != "" {
		where = "at " + at
	}
	// The first letter is rarely the wrong one, so it decides between equals.
	near, least := "", 5
	for name := range fields {
		d := 2 * distance(key.Value, name)
		if !strings.HasPrefix(key.Value, name[:1]) {
			d++
		}
		if d < least || d == least && name < near {
			near, least = name, d
		}
	}
	if near != "" && least < 2*len(near) {
		return fmt.Errorf("line %d: unknown key `%s` %s: did you mean `%s`?", key.Line, key.Value, where, near)
	}
	return fmt.Errorf("line %d: unknown key `%s` %s: docs/site.md lists the keys", key.Line, key.Value, where)
}

// distance is how many letters must be added, removed, changed or swapped with their
// neighbour to make a into b.
func distance(a, b string) int {
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		d[i][0] = i
		for j := range b {
			d[0][j+1] = j + 1
		}
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(a)][len(b)]
}

var wrongType = regexp.MustCompile("^line (\\d+): cannot unmarshal (!!\\w+)(?: `(.*)`)? into (.+)$")

// plainYAML puts the decoder's words about Go types into words about the file.
func plainYAML(err error) error {
	var wrong *yaml.TypeError
	if !errors.As(err, &wrong) {
		if err != nil {
			text := strings.TrimPrefix(err.Error(), "yaml: ")
			return errors.New(text)
		}
		return nil
	}
	var out []error
	for _, s := range wrong.Errors {
		m := wrongType.FindStringSubmatch(s)
		if m == nil {
			out = append(out, errors.New(s))
			continue
		}
		got := map[string]string{"!!seq": "a list", "!!map": "a group of keys"}[m[2]]
		if got == "" {
			got = strconv.Quote(m[3])
		}
		out = append(out, fmt.Errorf("line %s: %s stands where %s is wanted", m[1], got, wanted(m[4])))
	}
	return errors.Join(out...)
}

// groups are the names of the types of sections that are groups of keys.
var groups = map[string]bool{}

func noteGroups(t reflect.Type) {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Array:
		noteGroups(t.Elem())
	case reflect.Struct:
		if readsItself(t) || groups[t.String()] {
			return
		}
		groups[t.String()] = true
		for _, f := range yamlFields(t) {
			noteGroups(f)
		}
	}
}

// wanted says what a Go type is in a site file.
func wanted(goType string) string {
	switch {
	case goType == "time.Duration":
		return "a duration such as 5s or 10m"
	case goType == "bool":
		return "true or false"
	case strings.HasPrefix(goType, "int"), strings.HasPrefix(goType, "uint"):
		return "a whole number"
	case strings.HasPrefix(goType, "float"):
		return "a number"
	case strings.HasPrefix(goType, "[2]"):
		return "a pair of numbers"
	case strings.HasPrefix(goType, "[]"):
		return "a list"
	case groups[goType], strings.HasPrefix(goType, "service."), strings.HasPrefix(goType, "map["):
		return "a group of keys"
	}
	return "a word"
}
