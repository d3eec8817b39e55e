package api

import (
	"encoding/json"
	"reflect"
	"strings"

	"custos.dev/custos/observe"
)

// Document is the OpenAPI 3.1 description of endpoints, by what they are declared to be.
func Document(title, description string, endpoints []*Endpoint) ([]byte, error) {
	d := document{schemas: map[string]any{}}
	paths := map[string]map[string]any{}
	for _, e := range endpoints {
		op, err := d.operation(e)
		if err != nil {
			return nil, err
		}
		if paths[e.Path] == nil {
			paths[e.Path] = map[string]any{}
		}
		paths[e.Path][strings.ToLower(e.Method)] = op
	}
	if _, err := d.schema(reflect.TypeFor[Error]()); err != nil {
		return nil, err
	}
	b, err := json.MarshalIndent(map[string]any{
		"openapi": "3.1.0",
		"info":    map[string]any{"title": title, "version": "1", "description": description},
		"paths":   paths,
		"components": map[string]any{
			"schemas": d.schemas,
			"responses": map[string]any{
				"Error": map[string]any{"description": "Why there is no answer, with what to do.", "content": jsonOf(ref("Error"))},
			},
		},
	}, "", "  ")
	return append(b, '\n'), err
}

// document collects the schemas that its operations name.
type document struct{ schemas map[string]any }

func (d *document) operation(e *Endpoint) (map[string]any, error) {
	says := e.Summary + "."
	if e.Right != 0 {
		says += " Takes the right to " + e.Right.String() + " on what is asked about."
	}
	op := map[string]any{"summary": e.Summary, "description": says}
	params := []any{}
	for part := range strings.SplitSeq(e.Path, "/") {
		if name, ok := strings.CutPrefix(part, "{"); ok {
			params = append(params, map[string]any{"name": strings.TrimSuffix(name, "}"), "in": "path", "required": true, "schema": map[string]any{"type": "string"}})
		}
	}
	for _, p := range e.Query {
		params = append(params, map[string]any{"name": p.Name, "in": "query", "description": p.Says, "schema": map[string]any{"type": "string"}})
	}
	if len(params) > 0 {
		op["parameters"] = params
	}
	if e.Body != nil {
		content, err := d.content(e.Body)
		if err != nil {
			return nil, err
		}
		op["requestBody"] = map[string]any{"required": true, "content": content}
	}
	good := map[string]any{"description": "As asked for."}
	status := "200"
	if e.Answer == socket {
		status = "101"
	} else {
		content, err := d.content(e.Answer)
		if err != nil {
			return nil, err
		}
		good["content"] = content
	}
	op["responses"] = map[string]any{status: good, "default": map[string]any{"$ref": "#/components/responses/Error"}}
	return op, nil
}

func (d *document) content(v any) (map[string]any, error) {
	t := typeOf(v)
	if t == nil {
		return map[string]any{v.(string): map[string]any{}}, nil
	}
	if t.Kind() == reflect.Slice {
		s, err := d.schema(t.Elem())
		return jsonOf(map[string]any{"type": "array", "items": s}), err
	}
	s, err := d.schema(t)
	return jsonOf(s), err
}

// schema names a type's schema, and adds it to the document.
func (d *document) schema(t reflect.Type) (any, error) {
	if d.schemas[t.Name()] == nil {
		s, err := observe.SchemaOf(t, "")
		if err != nil {
			return nil, err
		}
		s.Schema = ""
		d.schemas[t.Name()] = s
	}
	return ref(t.Name()), nil
}

func ref(name string) map[string]any { return map[string]any{"$ref": "#/components/schemas/" + name} }

func jsonOf(schema any) map[string]any {
	return map[string]any{"application/json": map[string]any{"schema": schema}}
}

// MasterDocument and ConsoleDocument are what both serve at /api/openapi.json.
func MasterDocument() ([]byte, error) {
	return Document("Custos master", "What the master of a domain answers. Each request is signed by a registered key (RFC 9421); "+
		"the contracts say who may what. A parameter that a path does not know is an error.", Master())
}

// ConsoleDocument describes the console.
func ConsoleDocument() ([]byte, error) {
	return Document("Custos console", "Live pictures, events and their evidence. A session is needed everywhere but at /login and /healthz. "+
		"Requests are refused unless Host is an address, localhost or a configured name, and Origin, where one is sent, is the console's own.", Console())
}
