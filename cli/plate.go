package cli

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"custos.dev/custos/analyze/plates"
	"custos.dev/custos/api"
	"custos.dev/custos/term"

	"github.com/spf13/cobra"
)

func plateCommand() *cobra.Command {
	c := &cobra.Command{Use: "plate", Short: "Search licence plates that were read"}
	c.AddCommand(plateFindCommand())
	return c
}

func plateFindCommand() *cobra.Command {
	var t target
	var q plates.Query
	var asJSON bool
	var b bounds
	c := &cobra.Command{
		Use:   "find [PLATE]",
		Short: "Find where a plate was read, or one that looks like it, on all cameras",
		Example: `  custos plate find "RK 755 AJ" --day today
  custos plate find RK7 --within 4`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			l, err := openSite(&t)
			if err != nil {
				return err
			}
			if q.From, q.Until, err = b.times(time.Now().In(l.site.Location())); err != nil {
				return err
			}
			if len(args) == 1 {
				q.Text = args[0]
			}
			k, err := l.signerFor(t.as)
			if err != nil {
				return err
			}
			all, errs := ofMasters[plates.Seen](cmd.Context(), l, k, api.PostPlates, q)
			slices.SortStableFunc(all, func(a, b plates.Seen) int {
				return cmp.Or(cmp.Compare(a.Differs, b.Differs), b.Time.Compare(a.Time))
			})
			all = all[:min(len(all), q.Limit)]
			if asJSON {
				err = term.JSON(cmd.OutOrStdout(), append([]plates.Seen{}, all...))
			} else {
				err = platesTable(cmd, l, all)
			}
			if err != nil {
				return err
			}
			return l.whyNot(cmd.Context(), errs)
		},
	}
	t.flags(c)
	c.Flags().Float64Var(&q.Within, "within", 1, "by how many `characters` one may differ, those that look alike counting half; at most 4")
	c.Flags().StringVar((*string)(&q.Camera), "on", "", "only on this `resource` and what is below it")
	c.Flags().StringVar(&b.day, "day", "", "only of this `day`: 2026-11-24, today, yesterday, or a day of the week for the last one")
	c.Flags().StringVar(&b.from, "from", "", "only from this `time` on")
	c.Flags().StringVar(&b.until, "until", "", "only before this `time`")
	c.Flags().IntVar(&q.Limit, "limit", 20, "at most this `number`, 1 to 1000")
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	c.MarkFlagsMutuallyExclusive("day", "from")
	c.MarkFlagsMutuallyExclusive("day", "until")
	return c
}

func platesTable(cmd *cobra.Command, l *link, all []plates.Seen) error {
	if len(all) == 0 {
		_, err := term.Println(cmd.OutOrStdout(), "none")
		return err
	}
	rows := [][]string{{"PLATE", "SURE", "WHEN", "CAMERA", "WATCHED", "EVENT"}}
	for i := range all {
		s := &all[i]
		rows = append(rows, []string{
			s.Plate.Text, fmt.Sprintf("%.0f%%", 100*s.Plate.Score), s.Time.In(l.site.Location()).Format("2006-01-02 15:04:05"),
			string(s.Camera), cmp.Or(s.Plate.Watched, "-"), string(s.Event),
		})
	}
	return term.Table(cmd.OutOrStdout(), rows)
}
