package observe

import (
	"encoding/json"
	"reflect"
	"slices"

	"github.com/google/jsonschema-go/jsonschema"

	"custos.dev/custos"
)

// written are the types whose JSON is not what their Go type looks like.
func written() map[reflect.Type]*jsonschema.Schema {
	text := func(what string) *jsonschema.Schema { return &jsonschema.Schema{Type: "string", Description: what} }
	return map[reflect.Type]*jsonschema.Schema{
		reflect.TypeFor[custos.Hash]():     text("a hash, as 0x and 64 digits"),
		reflect.TypeFor[custos.Address]():  text("an account, as 0x and 40 digits"),
		reflect.TypeFor[custos.Action]():   text("actions, as live,recorded"),
		reflect.TypeFor[json.RawMessage](): {},
		reflect.TypeFor[[]byte]():          text("bytes, in base64"),
		reflect.TypeFor[Look]():            text("one byte for each number, from -127 to 127, in base64"),
	}
}

// SchemaOf is the JSON schema of a struct as Custos writes it; fields that it does not name may be
// there.
func SchemaOf(t reflect.Type, says string) (*jsonschema.Schema, error) {
	s, err := jsonschema.ForType(t, &jsonschema.ForOptions{TypeSchemas: written()})
	if err != nil {
		return nil, err
	}
	s.Schema, s.Description = "https://json-schema.org/draft/2020-12/schema", says
	open(s)
	return s, nil
}

// Check holds a payload against the schema. It returns Invalid with what is not as it says.
func (k *Kind) Check(payload []byte) error {
	s, err := k.resolved()
	if err != nil {
		return err
	}
	var v any
	if err := json.Unmarshal(payload, &v); err != nil {
		return custos.Errorf(custos.Invalid, "it is no JSON: %w", err)
	}
	if err := s.Validate(v); err != nil {
		return custos.Errorf(custos.Invalid, "it is no payload of the kind %s: %w", k.Name, err)
	}
	return nil
}

// Unknown names the fields of an event's body that this version does not know, at most eight:
// of the header, and of the payload as payload.NAME. It looks no deeper, and at the header
// alone where the kind is not known.
func Unknown(body []byte) (names []string) {
	var header, payload map[string]json.RawMessage
	if json.Unmarshal(body, &header) != nil {
		return nil
	}
	for name := range header {
		if !slices.Contains(headerFields, name) {
			names = append(names, name)
		}
	}
	var k custos.Kind
	_ = json.Unmarshal(header["kind"], &k)
	if of := all[k]; of != nil && json.Unmarshal(header["payload"], &payload) == nil {
		s, err := of.schema()
		for name := range payload {
			if err == nil && s.Properties[name] == nil {
				names = append(names, "payload."+name)
			}
		}
	}
	slices.Sort(names)
	return names[:min(len(names), 8)]
}

var headerFields = []string{"id", "service", "boot", "seq", "resource", "time", "kind", "payload"}

// open lets the objects of a schema have further fields.
func open(s *jsonschema.Schema) {
	if s == nil {
		return
	}
	if s.Properties != nil {
		s.AdditionalProperties = nil
	}
	for _, p := range s.Properties {
		open(p)
	}
	open(s.Items)
}
