package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/analyze/feature"
	"custos.dev/custos/api"
	"custos.dev/custos/fleet"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/observe"
	"custos.dev/custos/term"

	"github.com/spf13/cobra"
)

func tracksCommand() *cobra.Command {
	c := &cobra.Command{Use: "tracks", Short: "Search tracks by appearance"}
	c.AddCommand(tracksFindCommand())
	return c
}

func tracksFindCommand() *cobra.Command {
	var f finding
	var day, from, until string
	c := &cobra.Command{
		Use:   "find",
		Short: "Find tracks by how they looked and moved, or that look like one, on all cameras",
		Example: `  custos tracks find --upper red --lower blue --day today
  custos tracks find --like front-edge.track.mww9qel1.2827`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			if f.link, err = openSite(&f.target); err != nil {
				return err
			}
			b := bounds{day: day, from: from, until: until}
			if f.query.From, f.query.Until, err = b.times(time.Now().In(f.site.Location())); err != nil {
				return err
			}
			f.out = cmd.OutOrStdout()
			return f.run(cmd.Context())
		},
	}
	f.flags(c)
	c.Flags().StringVar((*string)(&f.like), "like", "", "that look like the track of this `event`, a trajectory or a feature")
	c.Flags().StringVar(&f.query.Upper, "upper", "", "whose upper half is of this `colour`: black, grey, white, red, orange, brown, yellow, green, blue, purple, pink")
	c.Flags().StringVar(&f.query.Lower, "lower", "", "whose lower half is of this `colour`")
	c.Flags().StringVar(&f.query.Direction, "direction", "", "filter by `direction` in the picture: up, up-right, right, …, or stays")
	c.Flags().StringVar((*string)(&f.query.Camera), "on", "", "only on this `resource` and what is below it")
	c.Flags().StringVar(&day, "day", "", "only of this `day`: 2026-11-24, today, yesterday, or a day of the week for the last one")
	c.Flags().StringVar(&from, "from", "", "only from this `time` on")
	c.Flags().StringVar(&until, "until", "", "only before this `time`")
	c.Flags().IntVar(&f.query.Limit, "limit", 20, "at most this `number`, 1 to 1000")
	c.Flags().BoolVar(&f.json, "json", false, "print JSON")
	c.MarkFlagsMutuallyExclusive("day", "from")
	c.MarkFlagsMutuallyExclusive("day", "until")
	return c
}

// finding asks every master that answers for tracks.
type finding struct {
	target
	*link
	like  custos.EventID
	query feature.Query
	json  bool
	out   io.Writer
}

func (f *finding) run(ctx context.Context) error {
	k, err := f.signerFor(f.target.as)
	if err != nil {
		return err
	}
	if f.like != "" {
		if f.query.Look, f.query.Embedding, err = f.lookOf(ctx, k); err != nil {
			return err
		}
	}
	all, errs := ofMasters[feature.Seen](ctx, f.link, k, api.PostSimilar, f.query)
	all = slices.DeleteFunc(all, func(s feature.Seen) bool { return s.Event == f.like || s.Feature.Trajectory == f.like })
	slices.SortStableFunc(all, func(a, b feature.Seen) int {
		return cmp.Or(strings.Compare(b.By, a.By), cmp.Compare(b.Similarity, a.Similarity), b.Feature.From.Compare(a.Feature.From))
	})
	if err := f.print(all[:min(len(all), f.query.Limit)]); err != nil {
		return err
	}
	return f.whyNot(ctx, errs)
}

// ofMasters asks each master of the site the same, and puts what they found together, beside
// what went wrong.
func ofMasters[T any](ctx context.Context, l *link, k *key.Key, e api.Endpoint, question any) (all []T, errs []error) {
	body, err := json.Marshal(question)
	if err != nil {
		return nil, []error{err}
	}
	for _, fog := range l.fogs() {
		var some []T
		if err := l.master(fog, k).JSON(ctx, http.MethodPost, e.Path, body, &some); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", fog.Name, err))
			continue
		}
		all = append(all, some...)
	}
	return all, errs
}

// whyNot is what went wrong at masters, with what can be told of why; nil if nothing did.
func (l *link) whyNot(ctx context.Context, errs []error) error {
	if err := errors.Join(errs...); err != nil {
		return fleet.WhyNot(ctx, l.site, firstKind(errs, err))
	}
	return nil
}

// lookOf asks for the event that others are to look like; one master has it.
func (f *finding) lookOf(ctx context.Context, k *key.Key) (observe.Look, *observe.Embedding, error) {
	var last error
	for _, fog := range f.fogs() {
		v, err := f.master(fog, k).Event(ctx, f.like)
		if err != nil {
			if last == nil || custos.KindOf(err) != custos.NotFound {
				last = fmt.Errorf("%s: %w", fog.Name, err)
			}
			continue
		}
		var e custos.Event
		if err := json.Unmarshal(v.Body, &e); err != nil {
			return nil, nil, custos.Errorf(custos.Corrupt, "event %s: %w", f.like, err)
		}
		var look observe.Look
		var embedding *observe.Embedding
		what, err := observe.Open(&e)
		if err != nil {
			return nil, nil, err
		}
		switch p := what.(type) {
		case *observe.Feature:
			look, embedding = p.Look, p.Embedding
		case *observe.Trajectory:
			look, embedding = p.Look, p.Embedding
		default:
			return nil, nil, custos.Errorf(custos.Invalid, "event %s is a %s: name a trajectory or a feature", f.like, v.Kind)
		}
		if len(look) == 0 && embedding == nil {
			return nil, nil, custos.Errorf(custos.NotFound, "it is not known how the track of %s looked", f.like)
		}
		return look, embedding, nil
	}
	return nil, nil, last
}

func (f *finding) print(all []feature.Seen) error {
	if f.json {
		if all == nil {
			all = []feature.Seen{}
		}
		return term.JSON(f.out, all)
	}
	if len(all) == 0 {
		_, err := term.Println(f.out, "none")
		return err
	}
	rows := [][]string{{"ALIKE", "WHEN", "FOR", "CAMERA", "WHAT", "COLOURS", "GOES", "HEIGHTS/S", "SIZE", "TRAJECTORY"}}
	for i := range all {
		s := &all[i]
		alike := "-"
		if s.Similarity > 0 {
			alike = fmt.Sprintf("%.0f%%", 100*s.Similarity)
		}
		if network, _, ok := strings.Cut(s.By, "@"); ok {
			alike += " by " + network // of another measure than colours
		}
		rows = append(rows, []string{
			alike, s.Feature.From.In(f.site.Location()).Format("2006-01-02 15:04:05"), s.Feature.Until.Sub(s.Feature.From).Round(100 * time.Millisecond).String(),
			string(s.Camera), fmt.Sprintf("%s %d", s.Feature.Class, s.Feature.Track), s.Feature.Dressed(), s.Feature.Direction,
			fmt.Sprintf("%.1f", s.Feature.Speed), s.Feature.Size, string(s.Feature.Trajectory),
		})
	}
	return term.Table(f.out, rows)
}
