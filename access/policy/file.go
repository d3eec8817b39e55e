// Package policy compares a written policy, who may what where, with what stands in the
// contract, and says in words which transactions would make them agree.
package policy

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"go.yaml.in/yaml/v3"

	"custos.dev/custos"
)

// Domain is one owner's part of a policy file, a document of it. He signs what it asks
// for. Names are those of the registry.
type Domain struct {
	Owner custos.OwnerName `yaml:"owner"`
	// Rules are what several must approve. If the file does not have the word, the rules
	// of the chain are left as they are; an empty list is none at all.
	Rules *[]Rule `yaml:"rules,omitempty"`
	// Glass says who may break the glass; it is written with the rules. Without it those
	// authorities may for whom the owner answers himself.
	Glass *Glass `yaml:"glass,omitempty"`
	// Sealed means that nobody can break the glass.
	Sealed bool    `yaml:"sealed,omitempty"`
	Grants []Grant `yaml:"grants"`
}

// Glass lets, in an emergency and for an hour at most, do each of May: principals of any
// of Roles, whoever answers for them; those whom Who names; and the authorities for which
// an owner answers whom Who names.
type Glass struct {
	May   List `yaml:"may"`
	Roles List `yaml:"roles,omitempty"`
	Who   List `yaml:"who,omitempty"`
}

// Rule is a rule of approval: Quorum of those named under Approve must approve.
type Rule struct {
	Where   custos.Resource `yaml:"where"`
	May     List            `yaml:"may"`
	Roles   List            `yaml:"roles"`
	Approve List            `yaml:"approve"`
	Quorum  int             `yaml:"quorum"`
}

// Grant lets each of Who do all of May on each of Where.
type Grant struct {
	Who   List `yaml:"who"`
	May   List `yaml:"may"`
	Where List `yaml:"where"`
	// Hours are of the week in the site's time zone: "mon-fri 08:00-18:00".
	Hours string `yaml:"hours,omitempty"`
	// From and Until are "2026-12-24", which is its first moment, "2026-12-24 18:00", or
	// a time as in RFC 3339. Without From it holds from when it is granted on.
	From  string `yaml:"from,omitempty"`
	Until string `yaml:"until"`
	// Delegations is how often it may be passed on.
	Delegations uint8 `yaml:"delegations,omitempty"`
}

// List is one word, or several.
type List []string

// UnmarshalYAML reads a word or a list of them.
func (l *List) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		*l = List{n.Value}
		return nil
	}
	return n.Decode((*[]string)(l))
}

// MarshalYAML writes a list of one as a word.
func (l List) MarshalYAML() (any, error) {
	if len(l) == 1 {
		return l[0], nil
	}
	n := &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
	for _, s := range l {
		n.Content = append(n.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: s})
	}
	return n, nil
}

// Load reads a policy file; what it does not know is Invalid.
func Load(file string) ([]Domain, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, custos.Errorf(custos.NotFound, "%w", err)
	}
	d, err := Parse(b)
	if err != nil {
		return nil, custos.Errorf(custos.Invalid, "%s: %w", file, err)
	}
	return d, nil
}

// Parse reads the documents of a policy file.
func Parse(b []byte) ([]Domain, error) {
	var out []Domain
	dec := yaml.NewDecoder(bytes.NewReader(b))
	dec.KnownFields(true)
	for {
		var d Domain
		err := dec.Decode(&d)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if d.Owner == "" {
			return nil, fmt.Errorf("document %d does not say whose domain it is: begin it by owner: NAME", len(out)+1)
		}
		if slices.ContainsFunc(out, func(o Domain) bool { return o.Owner == d.Owner }) {
			return nil, fmt.Errorf("owner %s has two documents: put them into one", d.Owner)
		}
		if (d.Sealed || d.Glass != nil) && d.Rules == nil {
			return nil, fmt.Errorf("owner %s: `glass` and `sealed` require `rules`, which may be `[]`", d.Owner)
		}
		if d.Sealed && d.Glass != nil {
			return nil, fmt.Errorf("owner %s: the glass is sealed, or somebody may break it: take sealed or glass out", d.Owner)
		}
		out = append(out, d)
	}
	if len(out) == 0 {
		return nil, errors.New("the file is empty: see `custos access policy show` for one that says what stands now")
	}
	return out, nil
}

// Write writes a policy as a file.
func Write(w io.Writer, domains []Domain) error {
	e := yaml.NewEncoder(w)
	e.SetIndent(2)
	for _, d := range domains {
		if err := e.Encode(d); err != nil {
			return err
		}
	}
	return e.Close()
}

const (
	day  = "2006-01-02"
	hour = "2006-01-02 15:04"
)

// moment reads a time of a file.
func moment(s string, zone *time.Location) (time.Time, error) {
	for _, form := range []string{day, hour} {
		if t, err := time.ParseInLocation(form, s, zone); err == nil {
			return t, nil
		}
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return t, fmt.Errorf("invalid time %q: write 2026-12-24, or 2026-12-24 18:00, or 2026-12-24T18:00:00+01:00", s)
	}
	return t, nil
}

// written is the shortest form that moment reads as the same.
func written(t time.Time, zone *time.Location) string {
	t = t.In(zone)
	for _, form := range []string{day, hour} {
		if back, err := time.ParseInLocation(form, t.Format(form), zone); err == nil && back.Equal(t) {
			return t.Format(form)
		}
	}
	return t.Format(time.RFC3339)
}
