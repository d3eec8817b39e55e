package cli

import (
	"time"

	"custos.dev/custos"

	"github.com/spf13/cobra"
)

// window is how long a right is asked for or given.
type window struct {
	length      time.Duration
	from, until string
}

func (w *window) flags(c *cobra.Command) {
	c.Flags().DurationVar(&w.length, "for", 0, "how long, from its beginning on: 10m, 24h")
	c.Flags().StringVar(&w.until, "until", "", "its end, as `time`: 2026-07-01T18:00:00+02:00")
	c.Flags().StringVar(&w.from, "from", "", "its beginning, as `time` (default: now)")
	c.MarkFlagsMutuallyExclusive("for", "until")
}

// bounds returns the window, in whole seconds as the contract counts. Without
// --from it begins at begin, without --for and --until it ends at end; a zero
// end asks for one of the two.
func (w *window) bounds(begin, end time.Time) (from, until time.Time, err error) {
	parse := func(flag, s string) (time.Time, error) {
		t, err := time.Parse(time.RFC3339, s)
		if err != nil {
			return t, custos.Errorf(custos.Invalid, "--%s %q: write a time as 2026-07-01T18:00:00Z", flag, s)
		}
		return t, nil
	}
	from, until = begin.Truncate(time.Second), end
	if w.from != "" {
		if from, err = parse("from", w.from); err != nil {
			return from, until, err
		}
	}
	switch {
	case w.until != "":
		if until, err = parse("until", w.until); err != nil {
			return from, until, err
		}
	case w.length != 0:
		until = from.Add(w.length)
	case end.IsZero():
		return from, until, custos.Errorf(custos.Invalid, "say how long: --for 10m, or --until with a time")
	}
	if !until.After(from) {
		return from, until, custos.Errorf(custos.Invalid, "the window ends at %s, before it begins", until.Format(time.RFC3339))
	}
	return from, until, nil
}

// actionsOn reads an action list and a resource, in either order.
func actionsOn(x, y string) (custos.Action, custos.Resource, error) {
	a, err := custos.ParseActions(x)
	r := custos.Resource(y)
	if err != nil {
		if b, err2 := custos.ParseActions(y); err2 == nil {
			a, r, err = b, custos.Resource(x), nil
		}
	}
	if err == nil {
		err = r.Validate()
	}
	if err != nil {
		return 0, "", custos.Errorf(custos.Invalid, "%w", err)
	}
	return a, r, nil
}

// parseHours reads the --hours of a flag.
func parseHours(s string) (custos.Hours, error) {
	h, err := custos.ParseHours(s)
	if err != nil {
		err = custos.Errorf(custos.Invalid, "--hours: %w", err)
	}
	return h, err
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
