package cli

import (
	"context"
	"fmt"
	"io"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/api"
	"custos.dev/custos/edge/cameras"
	"custos.dev/custos/retention"
	"custos.dev/custos/term"

	"github.com/spf13/cobra"
)

func retentionCommand() *cobra.Command {
	var t target
	var asJSON bool
	c := &cobra.Command{
		Use:   "retention",
		Short: "What is kept for how long, what is due to be removed, and what was",
		Long: `Retention says which rule of the site file applies to each camera's footage and to each kind of
event of which there is any, how much of it is older than its rule keeps, which stretches are
held, and the newest removals. Nothing is removed by asking.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			l, err := openSite(&t)
			if err != nil {
				return err
			}
			return l.retention(cmd.Context(), cmd.OutOrStdout(), t.as, asJSON)
		},
	}
	t.flags(c)
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return c
}

// footageRule is what applies to a camera's footage.
type footageRule struct {
	Camera custos.CameraID `json:"camera"`
	Rule   string          `json:"rule"`
}

func (l *link) retention(ctx context.Context, out io.Writer, as string, asJSON bool) error {
	policy := retention.Of(l.site)
	k, err := l.signerFor(as)
	if err != nil {
		return err
	}
	var masters []*api.Retention
	for _, fog := range l.fogs() {
		v, err := l.master(fog, k).Retention(ctx)
		if err != nil {
			return fmt.Errorf("%s: %w", fog.Name, err)
		}
		masters = append(masters, v)
	}
	var footage []footageRule
	for i := range l.site.Nodes {
		n := &l.site.Nodes[i]
		for _, c := range cameras.Of(n) {
			id := cameras.ID(l.site, n, &c)
			f := footageRule{id, "kept for ever"}
			if r, ok := policy.For(retention.Footage, id); ok {
				f.Rule = r.String()
			}
			footage = append(footage, f)
		}
	}
	if asJSON {
		return term.JSON(out, map[string]any{"masters": masters, "footage": footage})
	}
	return printRetention(out, masters, footage)
}

func printRetention(out io.Writer, masters []*api.Retention, footage []footageRule) error {
	at := func(t time.Time) string { return t.UTC().Format(time.RFC3339) }
	lines := [][]string{{"OF", "WHAT", "OLDEST", "DUE", "RULE"}}
	for _, f := range footage {
		lines = append(lines, []string{string(f.Camera), string(retention.Footage), "", "", f.Rule})
	}
	holds := [][]string{{"HELD", "FROM", "UNTIL", "BY", "REASON"}}
	removals := [][]string{{"REMOVED AT", "OF", "EVENTS", "FROM", "UNTIL", "WHY"}}
	for _, m := range masters {
		for _, l := range m.Lines {
			due := ""
			if l.Due > 0 {
				due = fmt.Sprintf("%d (%d KB)", l.Due, l.DueBytes>>10)
			}
			lines = append(lines, []string{string(l.Resource), string(l.Kind), at(l.Oldest), due, l.Rule})
		}
		for _, h := range m.Holds {
			holds = append(holds, []string{string(h.Of), at(h.From), at(h.Until), h.By, h.Reason})
		}
		for _, r := range m.Removals {
			done := at(r.At)
			if r.Finished == nil {
				done += " (under way)"
			}
			removals = append(removals, []string{done, string(r.Service), fmt.Sprint(r.Count), at(r.From), at(r.Until), r.Cause})
		}
	}
	for _, t := range [][][]string{lines, holds, removals} {
		if len(t) < 2 {
			continue
		}
		if err := term.Table(out, t); err != nil {
			return err
		}
	}
	return nil
}
