package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/api"
	"custos.dev/custos/client"
	"custos.dev/custos/observe"
	"custos.dev/custos/service"
	"custos.dev/custos/term"

	"github.com/spf13/cobra"
)

func (a *rights) logCommand() *cobra.Command {
	var l accessLog
	c := &cobra.Command{
		Use:   "log",
		Short: "Say who watched, read and exported what, and who was refused",
		Example: `  custos access log --on campus/front-door/cam1 --day 2026-11-24
  custos access log --action export --from 2026-11-01
  custos access log --who police --refused`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			if l.link, err = openSite(&a.target); err != nil {
				return err
			}
			l.out = cmd.OutOrStdout()
			return l.run(cmd.Context())
		},
	}
	c.Flags().StringVar(&l.on, "on", "", "only on this `resource` and what is below it")
	c.Flags().StringVar(&l.who, "who", "", "only of this principal: its `name` or address")
	c.Flags().StringVar(&l.action, "action", "", "only these `actions`: live, recorded, features, events, export, control")
	c.Flags().StringVar(&l.when.day, "day", "", "only of this `day` in the site's time zone: 2026-11-24, today, yesterday, or a day of the week for the last one")
	c.Flags().StringVar(&l.when.from, "from", "", "only from this `time` on: 2026-11-24, or 2026-11-24T18:00:00+01:00")
	c.Flags().StringVar(&l.when.until, "until", "", "only before this `time`")
	c.Flags().BoolVar(&l.refused, "refused", false, "only refusals")
	c.Flags().BoolVar(&l.allowed, "allowed", false, "only what was allowed")
	c.Flags().BoolVar(&l.json, "json", false, "print one JSON object a line")
	c.MarkFlagsMutuallyExclusive("day", "from")
	c.MarkFlagsMutuallyExclusive("day", "until")
	c.MarkFlagsMutuallyExclusive("refused", "allowed")
	return c
}

// accessLog answers by the decisions that the masters have in their logs.
type accessLog struct {
	*link
	on, who, action        string
	when                   bounds
	refused, allowed, json bool

	names directory
	out   io.Writer
}

// logged is a decision with where it stands.
type logged struct {
	observe.Decision
	PrincipalName string           `json:"principal_name"`
	Service       custos.ServiceID `json:"service"`
	Event         custos.EventID   `json:"event"`
	Mark          api.Mark         `json:"mark"`
}

func (l *accessLog) run(ctx context.Context) error {
	from, until, err := l.when.times(time.Now().In(l.site.Location()))
	if err != nil {
		return err
	}
	var actions custos.Action
	if l.action != "" {
		if actions, err = custos.ParseActions(l.action); err != nil {
			return custos.Errorf(custos.Invalid, "%w", err)
		}
	}
	on := custos.Resource(l.on)
	fogs := l.fogs()
	if on != "" {
		if err := on.Validate(); err != nil {
			return custos.Errorf(custos.Invalid, "%w", err)
		}
		fogs = slices.DeleteFunc(fogs, func(n *service.Node) bool { d := l.site.Domain(n); return !on.Within(d) && !d.Within(on) })
	}
	k, err := l.signerFor(l.signAs)
	if err != nil {
		return err
	}
	chain, err := l.ledger(ctx)
	if err != nil {
		return err
	}
	defer chain.Close()
	if l.names, err = directoryOf(ctx, chain); err != nil {
		return err
	}
	var who custos.Address
	if l.who != "" {
		if who, err = l.names.find(strings.TrimSpace(l.who)); err != nil {
			return err
		}
	}
	var all []logged
	for _, fog := range fogs {
		some, err := l.decisions(ctx, l.master(fog, k), from, until)
		if err != nil {
			return fmt.Errorf("%s: %w", fog.Name, err)
		}
		all = append(all, some...)
	}
	all = slices.DeleteFunc(all, func(d logged) bool {
		return l.who != "" && d.Principal != who || actions != 0 && d.Action&actions == 0 || on != "" && !d.Resource.Within(on) ||
			l.refused && d.Allowed || l.allowed && !d.Allowed
	})
	slices.SortStableFunc(all, func(a, b logged) int { return a.From.Compare(b.From) })
	return l.print(all)
}

// bounds are the words in which a time is asked for; times are zero where there is none.
type bounds struct{ day, from, until string }

func (b bounds) times(now time.Time) (from, until time.Time, err error) {
	if b.day != "" {
		from, err = dayOf(b.day, now)
		return from, from.AddDate(0, 0, 1), err
	}
	for _, w := range []struct {
		flag, s string
		to      *time.Time
	}{{"from", b.from, &from}, {"until", b.until, &until}} {
		if w.s == "" {
			continue
		}
		if *w.to, err = time.Parse(time.RFC3339, w.s); err != nil {
			if *w.to, err = time.ParseInLocation(time.DateOnly, w.s, now.Location()); err != nil {
				return from, until, custos.Errorf(custos.Invalid, "--%s %q: write 2026-11-24, or 2026-11-24T18:00:00Z", w.flag, w.s)
			}
		}
	}
	return from, until, nil
}

// dayOf is the beginning of a day; a day of the week is the last one, today included.
func dayOf(s string, now time.Time) (time.Time, error) {
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
	switch s = strings.ToLower(s); s {
	case "today":
		return today, nil
	case "yesterday":
		return today.AddDate(0, 0, -1), nil
	}
	for back := range 7 {
		d := today.AddDate(0, 0, -back)
		if name := strings.ToLower(d.Weekday().String()); s == name || s == name[:3] {
			return d, nil
		}
	}
	t, err := time.ParseInLocation(time.DateOnly, s, now.Location())
	if err != nil {
		return t, custos.Errorf(custos.Invalid, "--day %q: write 2026-11-24, today, yesterday or a day of the week", s)
	}
	return t, nil
}

// decisions reads a master's decisions, page by page, from the newest back.
func (l *accessLog) decisions(ctx context.Context, c *client.Client, from, until time.Time) ([]logged, error) {
	q := client.Query{Kinds: []custos.Kind{observe.KindDecision}, From: from.Truncate(time.Second), Until: until.Truncate(time.Second), Limit: 1000}
	var out []logged
	for {
		some, err := c.Events(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, v := range some {
			if v.Mark == api.Removed {
				continue // the tombstone is in the log of events
			}
			var e custos.Event
			if v.Mark == api.Broken || json.Unmarshal(v.Body, &e) != nil {
				return nil, custos.Errorf(custos.Corrupt, "event %s, a decision, is damaged, so the answer would not be whole: see custos audit", v.ID)
			}
			d, ok := observe.As[*observe.Decision](&e)
			if !ok {
				continue
			}
			out = append(out, logged{*d, l.names.name(d.Principal), e.Service, v.ID, v.Mark})
		}
		if len(some) < 1000 {
			return out, nil
		}
		q.Before = some[len(some)-1].N
	}
}

func (l *accessLog) print(all []logged) error {
	if l.json {
		e := json.NewEncoder(l.out)
		for _, d := range all {
			if err := e.Encode(d); err != nil {
				return err
			}
		}
		return nil
	}
	if len(all) == 0 {
		_, err := term.Println(l.out, "nobody, by what the masters have on record")
		return err
	}
	rows := [][]string{{"WHEN", "WHO", "DID", "ON", "FOR", "BYTES", "TIMES", "SAID BY", "STANDS", "WHY"}}
	for _, d := range all {
		who := d.PrincipalName
		if d.Principal.IsZero() {
			who = "a stranger"
		}
		did := d.Action.String()
		if did == "" {
			did = "-"
		}
		if !d.Allowed {
			did = "REFUSED " + did
		}
		long, size := "-", "-"
		if took := d.Until.Sub(d.From); took > 0 {
			long = took.Round(100 * time.Millisecond).String()
		}
		if d.Bytes > 0 {
			size = thousands(uint64(d.Bytes))
		}
		on := string(d.Resource)
		if on == "" {
			on = "-"
		}
		rows = append(rows, []string{
			d.From.In(l.site.Location()).Format("2006-01-02 15:04:05"), who, did, on, long, size, fmt.Sprint(max(d.Count, 1)),
			string(d.Service), string(d.Mark), l.names.in(d.Reason),
		})
	}
	return term.Table(l.out, rows)
}
