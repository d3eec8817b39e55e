// Package observe holds the kinds of event: one file each, with the payload's type and all
// that Custos knows about the kind. Nothing else lists them. A new kind is a new file here:
//
//	type Sound struct { … }
//
//	func (*Sound) Kind() custos.Kind { return KindSound }
//
//	var _ = define(kind[*Sound]{ … })
//
// Who keeps, proves, mirrors or verifies events needs none of this; who consumes a kind
// reads it by Open or As, and passes over what it does not know.
package observe

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/jsonschema-go/jsonschema"

	"custos.dev/custos"
)

// Kind is what Custos knows about one kind of event.
type Kind struct {
	Name custos.Kind
	// Says is what an event of it says, in a line.
	Says string
	// Continuous means that there are many each second, as the boxes of each frame; others are
	// notable, each one worth a person's look.
	Continuous bool
	// Record means that it says who asked or what went wrong, not what was seen: reading it
	// takes the right to events, not that to features.
	Record bool
	// Right is what reading it takes beside the right to what was seen; 0 is nothing.
	Right custos.Action
	// Over means that it tells of what is over: as with what is continuous, nobody waits for it to be
	// committed within a moment.
	Over bool
	// Example is a payload as one may be, for documents and tests.
	Example custos.Payload

	// pack says that its payloads hold those of several frames; see Unpack.
	pack bool

	open     func([]byte) (custos.Payload, error)
	text     func(*custos.Event, custos.Payload, Names) string
	shows    func(*custos.Event, custos.Payload) Shown
	schema   func() (*jsonschema.Schema, error)
	resolved func() (*jsonschema.Resolved, error)
}

// Shown is what of a camera an event shows. The zero one says that no footage shows it.
type Shown struct {
	// Frame is the one in which it was observed; zero if it is about none.
	Frame custos.FrameRef
	// Track is the one that it is about; 0 if it is about none, or several.
	Track TrackID
	// From and Until bound the footage that shows it: one moment, or all of what lasts. A
	// gap's is the gap itself, which the footage on both sides bounds.
	From, Until time.Time
}

// Footage reports that footage can show it.
func (s Shown) Footage() bool { return !s.From.IsZero() || !s.Until.IsZero() }

// Names says who an account is, for people.
type Names func(custos.Address) string

// kind is a kind with the type of its payload, as a file defines it. Every field but the
// flags and the right must be given.
type kind[P custos.Payload] struct {
	Says                     string
	Continuous, Record, Over bool
	Right                    custos.Action
	// Example is one that says something in each of its parts.
	Example P
	// Text is an event's line, without its time, kind and mark.
	Text func(e *custos.Event, p P, who Names) string
	// Shows says which frame, track and stretch of footage an event is about.
	Shows func(e *custos.Event, p P) Shown
}

// all are the kinds that this package's files define.
var all = map[custos.Kind]*Kind{}

func define[P custos.Payload](k kind[P]) *Kind {
	var none P
	t := reflect.TypeOf(none).Elem()
	d := &Kind{Name: none.Kind(), Says: k.Says, Continuous: k.Continuous, Record: k.Record, Over: k.Over, Right: k.Right, Example: k.Example}
	_, d.pack = custos.Payload(none).(packed)
	d.open = func(b []byte) (custos.Payload, error) {
		p := reflect.New(t).Interface().(P)
		return p, json.Unmarshal(b, p)
	}
	d.text = func(e *custos.Event, p custos.Payload, who Names) string { return k.Text(e, p.(P), who) }
	d.shows = func(e *custos.Event, p custos.Payload) Shown { return k.Shows(e, p.(P)) }
	d.schema = sync.OnceValues(func() (*jsonschema.Schema, error) { return SchemaOf(t, k.Says) })
	d.resolved = sync.OnceValues(func() (*jsonschema.Resolved, error) {
		s, err := d.schema()
		if err != nil {
			return nil, err
		}
		return s.Resolve(nil)
	})
	if all[d.Name] != nil || k.Says == "" || reflect.ValueOf(k.Example).IsNil() || k.Text == nil || k.Shows == nil {
		panic("observe: the kind " + string(d.Name) + " is defined twice, or not wholly")
	}
	all[d.Name] = d
	return d
}

// Kinds are all kinds, by name.
func Kinds() []*Kind {
	out := make([]*Kind, 0, len(all))
	for _, k := range all {
		out = append(out, k)
	}
	slices.SortFunc(out, func(a, b *Kind) int { return strings.Compare(string(a.Name), string(b.Name)) })
	return out
}

// Of returns what is known about a kind; false if this version does not know it.
func Of(name custos.Kind) (*Kind, bool) {
	k, ok := all[name]
	return k, ok
}

// Continuous are the names of the kinds of which there are many each second.
func Continuous() []custos.Kind {
	var out []custos.Kind
	for _, k := range Kinds() {
		if k.Continuous {
			out = append(out, k.Name)
		}
	}
	return out
}

// Followed says whether who follows a service's events is given those of a kind, by his other
// rights on its domain: all have the right to features.
func Followed(name custos.Kind, may func(custos.Action) bool) bool {
	k := all[name]
	return k == nil || (!k.Record || may(custos.Events)) && (k.Right == 0 || may(k.Right))
}

// Barred are the kinds that take a right which somebody does not have, by name.
func Barred(may func(custos.Action) bool) []custos.Kind {
	var out []custos.Kind
	for _, k := range Kinds() {
		if k.Right != 0 && !may(k.Right) {
			out = append(out, k.Name)
		}
	}
	return out
}

// RightTo is what reading a kind takes beside the right to what was seen; 0 is nothing. What is
// not known takes nothing more.
func RightTo(name custos.Kind) custos.Action {
	if k := all[name]; k != nil {
		return k.Right
	}
	return 0
}

// IsOver reports that a kind tells of what is over. What is not known counts as happening.
func IsOver(name custos.Kind) bool { return all[name] != nil && all[name].Over }

// Open reads the payload of an event: a pointer to the struct of its kind. Fields that are not
// known are passed over. It returns NotFound for a kind that this version does not know, and
// Invalid for a payload that does not have its kind's form.
func Open(e *custos.Event) (custos.Payload, error) {
	k, ok := all[e.Kind]
	if !ok {
		return nil, custos.Errorf(custos.NotFound, "the kind %s is not known to this version", custos.Plain(string(e.Kind)))
	}
	p, err := k.open(e.Payload)
	if err != nil {
		return nil, custos.Errorf(custos.Invalid, "the payload of %s is not that of the kind %s: %w", e.ID(), e.Kind, err)
	}
	return p, nil
}

// As returns the payload of an event of P's kind; false if it is of another, or is not to be read.
func As[P custos.Payload](e *custos.Event) (p P, ok bool) {
	if e.Kind != p.Kind() {
		return p, false
	}
	opened, err := Open(e)
	if err != nil {
		return p, false
	}
	p, ok = opened.(P)
	return p, ok
}

// Show says which frame, track and stretch of footage an event is about. An event of a kind
// that is not known is about none.
func Show(e *custos.Event) Shown {
	p, err := Open(e)
	if err != nil {
		return Shown{}
	}
	return all[e.Kind].shows(e, p)
}

// Text puts an event into one line, without its time, kind and mark. Nil names leave accounts
// as they are.
func Text(e *custos.Event, who Names) string {
	p, err := Open(e)
	switch {
	case custos.KindOf(err) == custos.NotFound:
		return "kind " + custos.Plain(string(e.Kind)) + ", not known to this version"
	case err != nil:
		return custos.Plain(err.Error())
	}
	if who == nil {
		who = func(a custos.Address) string { return a.String() }
	}
	return all[e.Kind].text(e, p, who)
}

// Schema is the JSON schema (draft 2020-12) of a kind's payloads. Fields that it does not name
// may be there: those of newer versions.
func (k *Kind) Schema() (*jsonschema.Schema, error) { return k.schema() }
