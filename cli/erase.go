package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/api"
	"custos.dev/custos/service"
	"custos.dev/custos/term"

	"github.com/spf13/cobra"
)

func eraseCommand() *cobra.Command {
	var t target
	var o api.Erasure
	var kinds []string
	var b bounds
	var asJSON bool
	c := &cobra.Command{
		Use:   "erase [EVENT...]",
		Short: "Erase events, or what is known of a stretch of a camera's time, for good",
		Long: `Erase destroys the bodies of events, with what opens them, at the master, in the services'
journals and in what they remember of them; with --footage the recordings, too. A signed tombstone
in the log says that it was done, by whom and why: the reason is on record for good, so name no
person in it. Of the track of a trajectory or a feature both are erased. What is under a legal hold
is not erased. What is still on its way to the master is erased when it comes. Backups are not reached:
see docs/storage.md.`,
		Example: `  custos erase front-edge.track.mww9qel1.2827 --reason "request 12 of 2026"
  custos erase --camera campus/front-door/cam1 --from 2026-11-24T18:00:00Z --until 2026-11-24T18:05:00Z --footage --reason "request 13" --dry-run`,
		RunE: func(cmd *cobra.Command, args []string) error {
			l, err := openSite(&t)
			if err != nil {
				return err
			}
			for _, id := range args {
				o.Events = append(o.Events, custos.EventID(id))
			}
			for _, k := range kinds {
				o.Kinds = append(o.Kinds, custos.Kind(k))
			}
			if o.From, o.Until, err = b.times(time.Now().In(l.site.Location())); err != nil {
				return err
			}
			return l.erase(cmd.Context(), cmd.OutOrStdout(), t.as, &o, asJSON)
		},
	}
	t.flags(c)
	c.Flags().StringVar((*string)(&o.Camera), "camera", "", "a camera's `path`: what is known of it from --from until --until")
	c.Flags().StringVar(&b.day, "day", "", "of this whole `day`: 2026-11-24, today, yesterday")
	c.Flags().StringVar(&b.from, "from", "", "from this `time` on")
	c.Flags().StringVar(&b.until, "until", "", "until this `time`")
	c.Flags().StringSliceVar(&kinds, "kind", nil, "only these `kinds`; all that says what was seen, if none is given")
	c.Flags().BoolVar(&o.Footage, "footage", false, "the recordings, too")
	c.Flags().StringVar(&o.Reason, "reason", "", "`why`, on record for good")
	c.Flags().BoolVar(&o.DryRun, "dry-run", false, "only say how much it would be")
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	_ = c.MarkFlagRequired("reason")
	return c
}

// erase sends an order to the master of what it names, signed by the owner if by nobody else.
func (l *link) erase(ctx context.Context, out io.Writer, as string, o *api.Erasure, asJSON bool) error {
	body, err := json.Marshal(o)
	if err != nil {
		return err
	}
	if _, err := api.ReadErasure(body); err != nil {
		return err
	}
	owner, err := l.erasedOf(o)
	if err != nil {
		return err
	}
	k, err := l.signerFor(cmp.Or(as, string(owner)))
	if err != nil {
		return err
	}
	fogs := l.fogs()
	i := slices.IndexFunc(fogs, func(n *service.Node) bool { return n.Owner == owner })
	if i < 0 {
		return custos.Errorf(custos.NotFound, "%s has no fog in the site file", owner)
	}
	did, err := l.master(fogs[i], k).Erase(ctx, o)
	if err != nil {
		return err
	}
	if asJSON {
		return term.JSON(out, did)
	}
	verb := "erased"
	if o.DryRun {
		verb = "would be erased"
	}
	term.Printf(out, "%d events (%d KB) and %d segments (%d MB) %s\n", did.Events, did.Bytes>>10, did.Segments, did.FootageBytes>>20, verb)
	if did.Removals > 0 {
		term.Printf(out, "%d tombstones go into the log; the bodies go when they stand there, within seconds, and from the services' journals within half a minute of their running: custos retention\n", did.Removals)
	}
	return nil
}

// erasedOf is the owner of what an order names.
func (l *link) erasedOf(o *api.Erasure) (custos.OwnerName, error) {
	if o.Camera != "" {
		return l.ownerOf(o.Camera)
	}
	name, _, _ := strings.Cut(string(o.Events[0]), ".")
	n, ok := l.site.Node(custos.NodeName(name))
	if !ok {
		return "", custos.Errorf(custos.NotFound, "the event %q is of no node in the site file", o.Events[0])
	}
	return n.Owner, nil
}
