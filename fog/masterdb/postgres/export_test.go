package postgres

import (
	"context"
	"strings"
	"time"

	"custos.dev/custos/fog/masterdb"
)

// Question is one as it is asked.
type Question struct {
	Text string
	Args []any
}

// ListOf is the question for a filter's events.
func ListOf(f masterdb.Filter) Question {
	text, args := list(f)
	return Question{text, args}
}

// Asked are other questions that are asked again and again.
var Asked = map[string]Question{
	"the newest's number": {newest, nil},
	"counts":              {countsAfter, []any{3000}},
	"what is staged":      {countStaged, nil},
	"an ID":               {"SELECT " + eventColumns + eventTables + "AND " + atPlace, []any{"a/b", 7, 9}},
	"segments back":       {segmentsBack + " LIMIT 10", []any{"x/y/cam1", 1}},
	"behind a batch":      {behind, []any{"a/b", 7, 9}},
	"the oldest of lines": {oldestOfLines, nil},
	"what is old":         oldest(),
	"bodies to remove":    {"SELECT e.n" + ofSpan, []any{"a/b", 7, 3, 9}},
}

func oldest() Question {
	q := oldEvents(masterdb.Old{Kind: "zone", Resource: "x/y/cam1", From: time.Unix(1, 0), Before: time.Unix(9, 0), Held: []masterdb.Stretch{{}}})
	return Question{"SELECT b.service" + eventTables + q.where + " ORDER BY e.time LIMIT 1", q.args}
}

// Explain says how the server would answer a question of others.
func (r *Reader) Explain(ctx context.Context, q Question) (string, error) {
	lines, err := all(each(ctx, r.ask, func(row scanner) (line string, err error) { return line, row.Scan(&line) }, "EXPLAIN "+q.Text, q.Args...))
	return strings.Join(lines, "\n"), err
}
