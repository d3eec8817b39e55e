package term

import (
	"encoding/json"
	"io"
	"strings"
	"text/tabwriter"

	"custos.dev/custos"
)

// JSON writes a value for programs, indented for people.
func JSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// Table writes rows in columns; the first is the heading.
func Table(w io.Writer, rows [][]string) error {
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	for _, r := range rows {
		cells := make([]string, len(r))
		for i, c := range r {
			cells[i] = custos.Plain(c)
		}
		_, _ = io.WriteString(t, strings.Join(cells, "\t")+"\n") // Flush says what went wrong
	}
	return t.Flush()
}
