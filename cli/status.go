package cli

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"custos.dev/custos/analyze/models"
	"custos.dev/custos/fleet"
	"custos.dev/custos/term"

	"github.com/spf13/cobra"
)

func statusCommand() *cobra.Command {
	var t target
	var asJSON bool
	c := &cobra.Command{
		Use:   "status",
		Short: "Show the processes of a running site, and what its cameras do",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			site, err := t.load()
			if err != nil {
				return err
			}
			all, err := fleet.StatusOf(cmd.Context(), site)
			if err != nil {
				return err
			}
			if asJSON {
				return json.NewEncoder(cmd.OutOrStdout()).Encode(all)
			}
			now, w := time.Now(), cmd.OutOrStdout()
			term.Printf(w, "%-28s %-9s %8s %8s  %-8s  %s\n", "SERVICE", "STATE", "PID", "RESTARTS", "SINCE", "SAYS")
			for _, s := range all {
				line := fmt.Sprintf("%-28s %-9s %8d %8d  %s  %s", s.Name, s.Word(), s.PID, s.Restarts, s.Since.Format(time.TimeOnly), s.Says(now))
				term.Println(w, strings.TrimRight(line, " "))
				if s.Audit != nil && (s.Audit.Last != "" || s.Audit.Trouble != "") {
					term.Printf(w, "  %s\n", s.Audit.Says())
				}
				for i := range s.Mirrors {
					m := &s.Mirrors[i]
					term.Printf(w, "  mirror of %-16s %-9s %s\n", m.Owner, m.Word(), m.Says(now))
				}
			}
			missing, err := models.Missing(models.Dir(site))
			if err != nil {
				return err
			}
			if len(missing) > 0 {
				var names []string
				for _, t := range missing {
					names = append(names, string(t))
				}
				term.Printf(w, "without a network for %s: see custos models list\n", strings.Join(names, ", "))
			}
			return nil
		},
	}
	t.siteFlags(c)
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return c
}
