package cli

import (
	"context"
	"fmt"
	"time"

	"custos.dev/custos/ledger"
	"custos.dev/custos/term"

	"github.com/spf13/cobra"
)

func (a *rights) breakGlassCommand() *cobra.Command {
	var length time.Duration
	var reason string
	c := &cobra.Command{
		Use:   "break-glass RESOURCE ACTIONS",
		Short: "Take access at once, in an emergency: every owner sees it",
		Long: `Take access at once, in an emergency, for an hour at most. It stands on the chain with
the reason, every owner sees it, and the resource's owner must acknowledge it before you, or
anybody for whom the same owner answers, can do it again in his domain. Who may is the owner's
to say, by the word glass of a policy file; where he said nothing, the authorities for which
he answers himself may have live pictures and features.`,
		Example: `  custos access break-glass campus/front-door live --as police --for 15m --reason "shots heard"`,
		Args:    cobra.ExactArgs(2),
		RunE: a.with(func(ctx context.Context, args []string) error {
			actions, resource, err := actionsOn(args[1], args[0])
			if err != nil {
				return err
			}
			k, err := a.signerFor(a.as)
			if err != nil {
				return err
			}
			r, err := a.chain.BreakGlass(ctx, k, resource, actions, time.Now(), length, reason)
			return a.granted(ctx, r, err)
		}),
	}
	c.Flags().DurationVar(&length, "for", 15*time.Minute, "how long, an hour at most")
	c.Flags().StringVar(&reason, "reason", "", "why, in `words`")
	_ = c.MarkFlagRequired("reason")
	return c
}

func (a *rights) acknowledgeCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "acknowledge CAPABILITY",
		Short: "Say as an owner that you saw that the glass was broken; it ends nothing",
		Args:  cobra.ExactArgs(1),
		RunE: a.with(func(ctx context.Context, args []string) error {
			g, k, err := a.given(ctx, args[0])
			if err != nil {
				return err
			}
			r, err := a.chain.Acknowledge(ctx, k, g)
			if err != nil {
				return err
			}
			_, err = term.Printf(a.out, "acknowledged in block %d. What it gave ends at %s, or by: custos access revoke %d\n", r.Block.Number, a.at(g.Until), g.Number)
			return err
		}),
	}
}

// namedGlass is a broken glass with names.
type namedGlass struct {
	ledger.Glass
	PrincipalName    string `json:"principal_name"`
	AcknowledgedName string `json:"acknowledged_name,omitempty"`
}

// glasses lists those that nobody acknowledged, and with all the others too.
func (a *rights) glasses(ctx context.Context, all bool) ([]namedGlass, error) {
	head, err := a.chain.Head(ctx)
	if err != nil {
		return nil, err
	}
	broken, err := a.chain.Glasses(ctx, 0, head.Number)
	if err != nil {
		return nil, err
	}
	out := []namedGlass{}
	for _, g := range broken {
		v := namedGlass{Glass: g, PrincipalName: a.names.name(g.Capability.Grantee)}
		if !g.Acknowledged.IsZero() {
			v.AcknowledgedName = a.names.name(g.Acknowledged)
		}
		if all || g.Acknowledged.IsZero() {
			out = append(out, v)
		}
	}
	return out, nil
}

// glassRows are glasses as a table.
func (a *rights) glassRows(glasses []namedGlass) [][]string {
	rows := [][]string{{"BROKEN GLASS", "WHO", "MAY", "ON", "UNTIL", "REASON", "SEEN BY"}}
	for _, g := range glasses {
		by := g.AcknowledgedName
		if by == "" {
			by = fmt.Sprintf("nobody yet: custos access acknowledge %d", g.Capability.Number)
		}
		rows = append(rows, []string{fmt.Sprint(g.Capability.Number), g.PrincipalName, g.Capability.Actions.String(), string(g.Capability.Resource), a.at(g.Capability.Until), fmt.Sprintf("%q", g.Reason), by})
	}
	return rows
}
