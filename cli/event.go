package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"custos.dev/custos"
	"custos.dev/custos/api"
	"custos.dev/custos/fleet"
	"custos.dev/custos/term"

	"github.com/spf13/cobra"
)

func eventCommand() *cobra.Command {
	var t target
	var asJSON bool
	c := &cobra.Command{
		Use:     "show EVENT",
		Short:   "Show one event; of one that holds frames, each frame with its boxes",
		Example: `  custos events show front-edge.object.mww9qel1.2827`,
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			l, err := openSite(&t)
			if err != nil {
				return err
			}
			v, err := l.event(cmd.Context(), custos.EventID(args[0]), t.as)
			if err != nil {
				return err
			}
			var e custos.Event
			if err := json.Unmarshal(v.Body, &e); err != nil {
				return custos.Errorf(custos.Corrupt, "the master has no body of %s that can be read: %s", args[0], saying(v.Body))
			}
			frames, err := framesOf(&e)
			if err != nil {
				return err
			}
			out := cmd.OutOrStdout()
			if asJSON {
				return term.JSON(out, struct {
					api.Event
					Frames []shownFrame `json:"frames,omitempty"`
				}{v, frames})
			}
			term.Printf(out, "%s  %s  %s  %s\n%s\n", v.Time.In(l.site.Location()).Format("2006-01-02 15:04:05.000"), v.Mark, v.Kind, v.Resource, saying(v.Body))
			if len(frames) == 0 {
				_, err = term.Println(out, string(e.Payload))
				return err
			}
			return printFrames(out, frames, l.site.Location())
		},
	}
	t.flags(c)
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return c
}

// event asks each master for an event, until one has it.
func (l *link) event(ctx context.Context, id custos.EventID, as string) (v api.Event, err error) {
	k, err := l.signerFor(as)
	if err != nil {
		return v, err
	}
	var errs []error
	for _, fog := range l.fogs() {
		v, err := l.master(fog, k).Event(ctx, id)
		if err == nil {
			return v, nil
		}
		errs = append(errs, fmt.Errorf("%s: %w", fog.Name, err))
	}
	if len(errs) == 0 {
		return v, custos.Errorf(custos.NotFound, "the site has no master that could have %s", id)
	}
	return v, fleet.WhyNot(ctx, l.site, firstKind(errs, errors.Join(errs...)))
}
