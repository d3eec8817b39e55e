package api

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/observe"
)

// page are the types that the page reads.
var page = []any{Site{}, Domain{}, Camera{}, Event{}, Boxes{}, TrackBox{}, custos.Box{}, SiteUpdate{}, LiveInit{}, Kind{}}

// TypeScript declares the types that the page reads, as JSON has them.
func TypeScript() string {
	var out strings.Builder
	out.WriteString("// Made from package api: go test ./api -run Generated -update. Do not change it by hand.\n")
	fmt.Fprintf(&out, "\nexport type Mark = %q | %q | %q | %q | %q;\n", Committed, Witnessed, Anchored, Broken, Removed)
	for _, v := range page {
		t := reflect.TypeOf(v)
		fmt.Fprintf(&out, "\nexport interface %s {\n", t.Name())
		fields(&out, t)
		out.WriteString("}\n")
	}
	return out.String()
}

func fields(out *strings.Builder, t reflect.Type) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous && name == "" {
			fields(out, f.Type)
			continue
		}
		maybe := ""
		if strings.Contains(options, "omitempty") {
			maybe = "?"
		}
		fmt.Fprintf(out, "  %s%s: %s;\n", name, maybe, script(f.Type))
	}
}

// script is what a type is in JSON, said in TypeScript.
func script(t reflect.Type) string {
	switch {
	case t == reflect.TypeFor[json.RawMessage]():
		return "any"
	case t == reflect.TypeFor[Mark]():
		return "Mark"
	case t == reflect.TypeFor[time.Time](), t == reflect.TypeFor[observe.Look](), t.Implements(reflect.TypeFor[encoding.TextMarshaler]()):
		return "string"
	}
	switch t.Kind() {
	case reflect.Pointer:
		return script(t.Elem())
	case reflect.Slice:
		return script(t.Elem()) + "[]"
	case reflect.Map:
		return "Record<string, " + script(t.Elem()) + ">"
	case reflect.String:
		return "string"
	case reflect.Bool:
		return "boolean"
	case reflect.Struct:
		return t.Name()
	}
	return "number"
}
