package observe

import (
	"reflect"

	"github.com/google/jsonschema-go/jsonschema"

	"custos"
)

// written are the types whose JSON is not what their Go type looks like.
func written() map[reflect.Type]*jsonschema.Schema {
	text := func(what string) *jsonschema.Schema { return &jsonschema.Schema{Type: "string", Description: what} }
	return map[reflect.Type]*jsonschema.Schema{
		reflect.TypeFor[custos.Hash]():    text("a hash, as 0x and 64 digits"),
		reflect.TypeFor[custos.Address](): text("an account, as 0x and 40 digits"),
		reflect.TypeFor[custos.Action]():  text("actions, as live,recorded"),
		reflect.TypeFor[Look]():           text("one byte for each number, from -127 to 127, in base64"),
	}
}

// schemaOf is the schema of a payload's struct.
func schemaOf(t reflect.Type, says string) (*jsonschema.Schema, error) {
	s, err := jsonschema.ForType(t, &jsonschema.ForOptions{TypeSchemas: written()})
	if err != nil {
		return nil, err
	}
	s.Schema, s.Description = "https://json-schema.org/draft/2020-12/schema", says
	open(s)
	return s, nil
}

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
