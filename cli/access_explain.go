package cli

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"custos.dev/custos/access"
	"custos.dev/custos/ledger"
	"custos.dev/custos/term"

	"github.com/spf13/cobra"
)

func (a *rights) explainCommand() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:     "explain PRINCIPAL ACTION RESOURCE",
		Short:   "Say step by step whether someone may do something now, and why",
		Example: "  custos access explain police live campus/front-door/cam1",
		Args:    cobra.ExactArgs(3),
		RunE: a.with(func(ctx context.Context, args []string) error {
			q := access.Question{}
			var err error
			if q.Action, q.Resource, err = actionsOn(args[1], args[2]); err != nil {
				return err
			}
			if q.Principal, err = a.names.find(args[0]); err != nil {
				return err
			}
			answer, err := a.decide(ctx, q)
			if err != nil {
				return err
			}
			verdicts, err := a.contract(ctx, q, answer)
			if err != nil {
				return err
			}
			if asJSON {
				return term.JSON(a.out, struct {
					access.Answer
					Contract []verdict `json:"contract"`
				}{answer, verdicts})
			}
			for i, s := range answer.Steps {
				term.Printf(a.out, "%d. %s\n", i+1, a.names.in(s))
			}
			term.Printf(a.out, "%s: %s\n", map[bool]string{true: "ALLOWED", false: "DENIED"}[answer.Allowed], a.names.in(answer.Reason))
			for _, v := range verdicts {
				by := "as an owner's own right"
				if v.Capability != 0 {
					by = fmt.Sprintf("by capability %d", v.Capability)
				}
				term.Printf(a.out, "the contract itself, %s: %s\n", by, map[bool]string{true: "allowed", false: "denied, " + v.Why}[v.Allowed])
			}
			return nil
		}),
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return c
}

// decide answers as a service of the site does: by confirmed state.
func (a *rights) decide(ctx context.Context, q access.Question) (access.Answer, error) {
	x := access.NewIndex(ledger.SettingsOf(a.site).StaleAfter, a.site.Location())
	f := access.Follower{Chain: a.chain, Index: x, Confirmations: a.chain.Confirmations(), Log: slog.New(slog.DiscardHandler)}
	if err := f.Look(ctx); err != nil {
		return access.Answer{}, err
	}
	// The ledger has just answered; a service would have heard the owner's node.
	for _, o := range x.Owners() {
		x.Hear(o.Address, time.Now())
	}
	return x.Explain(q), nil
}

// verdict is what the contract says of a question at the newest block.
type verdict struct {
	Capability uint64 `json:"capability"`
	Allowed    bool   `json:"allowed"`
	Why        string `json:"why,omitempty"`
}

// contract asks the contract itself about the capability that the answer relies
// on; where there is none, about each that the principal was ever granted.
func (a *rights) contract(ctx context.Context, q access.Question, answer access.Answer) ([]verdict, error) {
	ask := []uint64{answer.Capability}
	if !answer.Allowed {
		all, err := a.capabilities(ctx, true)
		if err != nil {
			return nil, err
		}
		ask = nil
		for _, g := range all {
			if g.Grantee == q.Principal {
				ask = append(ask, g.Number)
			}
		}
		if len(ask) == 0 {
			ask = []uint64{0}
		}
	}
	var out []verdict
	for _, n := range ask {
		ok, why, err := a.chain.IsAllowed(ctx, ledger.Question{
			Principal: q.Principal, Resource: q.Resource, Action: q.Action, Time: time.Now().In(a.site.Location()), Capability: n,
		})
		if err != nil {
			return nil, err
		}
		if ok {
			why = ""
		}
		out = append(out, verdict{n, ok, why})
	}
	return out, nil
}
