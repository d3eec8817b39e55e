package cli

import (
	"context"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/ledger"
	"custos.dev/custos/term"

	"github.com/spf13/cobra"
)

func (a *rights) requestCommand() *cobra.Command {
	var w window
	var q custos.AccessRequest
	c := &cobra.Command{
		Use:     "request RESOURCE ACTIONS",
		Short:   "Ask an owner for access, with a reason and a legal basis on record",
		Example: `  custos access request campus/front-door live --as police --reason "theft at 14:05" --basis "court order 12/26" --for 60s`,
		Args:    cobra.ExactArgs(2),
		RunE: a.with(func(ctx context.Context, args []string) (err error) {
			if q.Actions, q.Resource, err = actionsOn(args[1], args[0]); err != nil {
				return err
			}
			if q.From, q.Until, err = w.bounds(time.Now(), time.Time{}); err != nil {
				return err
			}
			k, err := a.signerFor(a.as)
			if err != nil {
				return err
			}
			r, err := a.chain.Request(ctx, k, q)
			if err != nil {
				return err
			}
			if r, err = a.confirmed(ctx, r); err != nil {
				return err
			}
			_, err = term.Printf(a.out, "request %d: %s asks for %s on %s until %s. The owner answers by: custos access approve %d\n",
				r.Number, a.names.name(k.Address()), q.Actions, q.Resource, a.at(q.Until), r.Number)
			return err
		}),
	}
	w.flags(c)
	c.Flags().StringVar(&q.Reason, "reason", "", "why, in `words`")
	c.Flags().StringVar(&q.LegalBasis, "basis", "", "the legal basis, in `words`")
	_ = c.MarkFlagRequired("reason")
	return c
}

// asked is the request that a word of the command line numbers.
func (a *rights) asked(ctx context.Context, word string) (custos.AccessRequest, error) {
	n, err := number("request", word)
	if err != nil {
		return custos.AccessRequest{}, err
	}
	return a.chain.AccessRequest(ctx, n)
}

func (a *rights) approveCommand() *cobra.Command {
	var w window
	var narrow, actions, hours string
	c := &cobra.Command{
		Use:     "approve REQUEST",
		Short:   "Grant what a request asks for, or less of it",
		Example: "  custos access approve 1 --narrow campus/front-door/cam1 --for 30s",
		Args:    cobra.ExactArgs(1),
		RunE: a.with(func(ctx context.Context, args []string) error {
			q, err := a.asked(ctx, args[0])
			if err != nil {
				return err
			}
			g := custos.Capability{Resource: q.Resource, Actions: q.Actions}
			if narrow != "" {
				g.Resource = custos.Resource(narrow)
			}
			if actions != "" {
				if g.Actions, err = custos.ParseActions(actions); err != nil {
					return custos.Errorf(custos.Invalid, "%w", err)
				}
			}
			if g.Hours, err = parseHours(hours); err != nil {
				return err
			}
			if g.From, g.Until, err = w.bounds(later(q.From, time.Now()), q.Until); err != nil {
				return err
			}
			// --for may reach beyond what was asked for; that cannot be given.
			if w.until == "" && g.Until.After(q.Until) {
				g.Until = q.Until
			}
			k, err := a.ownersKey(q.Resource)
			if err != nil {
				return err
			}
			// Who says nothing of his own means what those said who approved before him.
			if given, err := a.chain.Approvals(ctx, q.Number); err != nil {
				return err
			} else if len(given) > 0 && narrow == "" && actions == "" && hours == "" && w == (window{}) {
				g = given[len(given)-1].Terms
			}
			r, err := a.chain.Approve(ctx, k, q, g, time.Now().Add(ledger.ApprovalLasts))
			if err == nil && r.Number == 0 {
				others, err := a.whoElse(ctx, q.Number, q.Principal, g, k.Address())
				if err != nil {
					return err
				}
				_, err = term.Printf(a.out, "approved until %s; %s\n", a.at(g.Until), others)
				return err
			}
			return a.granted(ctx, r, err)
		}),
	}
	w.flags(c)
	c.Flags().StringVar(&narrow, "narrow", "", "only this `resource` below the one asked for")
	c.Flags().StringVar(&actions, "actions", "", "only these of the `actions` asked for")
	c.Flags().StringVar(&hours, "hours", "", "only at these `hours` of the week, as \"mon-fri 08:00-18:00\"")
	return c
}

func (a *rights) denyCommand() *cobra.Command {
	var reason string
	c := &cobra.Command{
		Use:   "deny REQUEST",
		Short: "Refuse a request, with a reason on record",
		Args:  cobra.ExactArgs(1),
		RunE: a.with(func(ctx context.Context, args []string) error {
			q, err := a.asked(ctx, args[0])
			if err != nil {
				return err
			}
			k, err := a.ownersKey(q.Resource)
			if err != nil {
				return err
			}
			r, err := a.chain.Deny(ctx, k, q, reason)
			if err != nil {
				return err
			}
			_, err = term.Printf(a.out, "request %d of %s is denied in block %d\n", q.Number, a.names.name(q.Principal), r.Block.Number)
			return err
		}),
	}
	c.Flags().StringVar(&reason, "reason", "", "why, in `words`")
	_ = c.MarkFlagRequired("reason")
	return c
}
