package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/access/policy"
	"custos.dev/custos/ledger"
	"custos.dev/custos/term"

	"github.com/spf13/cobra"
)

func (a *rights) policyCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "policy",
		Short: "Manage grants by a policy file: see what it would change, and sign it",
		Long: `Manage grants by a policy file, a document for each owner:

  owner: alma
  rules:                         # left out: the rules of the chain stay as they are
    - where: campus/front-door
      may: [live, recorded]
      roles: authority
      approve: [alma, bruno]
      quorum: 2
  grants:
    - who: police
      may: events
      where: [campus/front-door, campus/library]
      hours: mon-fri 08:00-18:00
      until: 2027-01-01          # its first moment, in the site's time zone

What an owner granted to an authority and is not in the file is too much: apply revokes it.
What came from an approved request or a broken glass has its own end and stays; so do the
rights that the site file gives to nodes and services, until the file names one of them.`,
	}
	c.AddCommand(a.policyPlanCommand(), a.policyApplyCommand(), a.policyShowCommand())
	return c
}

// planner reads what stands on the chain.
func (a *rights) planner(ctx context.Context) (policy.Planner, error) {
	s, err := policy.Read(ctx, a.chain)
	return policy.Planner{State: s, Zone: a.site.Location(), Now: time.Now()}, err
}

func (a *rights) plan(ctx context.Context, file string) (*policy.Plan, error) {
	domains, err := policy.Load(file)
	if err != nil {
		return nil, err
	}
	p, err := a.planner(ctx)
	if err != nil {
		return nil, err
	}
	return p.Plan(domains)
}

func (a *rights) policyPlanCommand() *cobra.Command {
	var asJSON, check bool
	c := &cobra.Command{
		Use:   "plan FILE",
		Short: "Show in words which transactions would make the chain agree with a policy file",
		Args:  cobra.ExactArgs(1),
		RunE: a.with(func(ctx context.Context, args []string) error {
			plan, err := a.plan(ctx, args[0])
			if err != nil {
				return err
			}
			if asJSON {
				err = term.JSON(a.out, plan)
			} else {
				err = a.printPlan(plan, args[0])
			}
			if err == nil && check && len(plan.Steps) > 0 {
				return exitCode(1)
			}
			return err
		}),
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	c.Flags().BoolVar(&check, "check", false, "exit with code 1 if file and chain differ")
	return c
}

func (a *rights) printPlan(plan *policy.Plan, file string) error {
	var b strings.Builder
	term.Printf(&b, "%s against block %d:\n", file, plan.Block.Number)
	for i, s := range plan.Steps {
		term.Printf(&b, "\n%3d. %s signs: %s\n", i+1, s.Owner, s.Words)
		for _, e := range s.Effect {
			term.Printf(&b, "       %s\n", e)
		}
	}
	if len(plan.Kept) > 0 {
		b.WriteString("\nLeft as it is:\n")
		for _, k := range plan.Kept {
			term.Printf(&b, "  %s\n", k)
		}
	}
	for _, n := range plan.Notes {
		term.Printf(&b, "\nNote: %s\n", n)
	}
	if len(plan.Steps) == 0 {
		b.WriteString("\nFile and chain agree.\n")
	} else {
		term.Printf(&b, "\nTransactions: %d. They are signed and sent by: custos access policy apply %s\n", len(plan.Steps), file)
	}
	_, err := io.WriteString(a.out, b.String())
	return err
}

func (a *rights) policyApplyCommand() *cobra.Command {
	var yes bool
	c := &cobra.Command{
		Use:   "apply FILE",
		Short: "Show the plan, and sign and send it",
		Args:  cobra.ExactArgs(1),
	}
	c.RunE = a.with(func(ctx context.Context, args []string) error {
		plan, err := a.plan(ctx, args[0])
		if err != nil {
			return err
		}
		if err := a.printPlan(plan, args[0]); err != nil || len(plan.Steps) == 0 {
			return err
		}
		if !yes {
			term.Printf(a.out, "Sign and send? Write yes: ")
			line, err := bufio.NewReader(c.InOrStdin()).ReadString('\n')
			if err != nil && !errors.Is(err, io.EOF) {
				return err
			}
			if strings.TrimSpace(line) != "yes" {
				return custos.Errorf(custos.Denied, "nothing was sent")
			}
		}
		return a.apply(ctx, plan)
	})
	c.SetIn(os.Stdin)
	c.Flags().BoolVar(&yes, "yes", false, "do not ask")
	return c
}

// apply sends a plan's transactions in their order and waits until the last counts. What
// was sent before one failed stands; the next plan has what is missing.
func (a *rights) apply(ctx context.Context, plan *policy.Plan) error {
	var last ledger.Receipt
	for i, s := range plan.Steps {
		k, err := a.signerFor(string(s.Owner))
		if err == nil {
			switch {
			case s.Rules != nil:
				last, err = a.chain.SetRules(ctx, k, s.Rules.Rules, s.Rules.Glass)
			case s.Grant != nil:
				last, err = a.chain.Grant(ctx, k, *s.Grant)
			default:
				last, err = a.chain.Revoke(ctx, k, *s.Revoke)
			}
		}
		if err != nil {
			return fmt.Errorf("transaction %d of %d (%s): %w; those before it are sent: plan again", i+1, len(plan.Steps), s.Words, err)
		}
		number := ""
		if s.Grant != nil {
			number = fmt.Sprintf(" as capability %d", last.Number)
		}
		term.Printf(a.out, "%3d. in block %d%s\n", i+1, last.Block.Number, number)
	}
	if _, err := a.confirmed(ctx, last); err != nil {
		return err
	}
	_, err := term.Println(a.out, "confirmed: file and chain agree")
	return err
}

func (a *rights) policyShowCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "show [OWNER...]",
		Short: "Write what stands on the chain as a policy file",
		RunE: a.with(func(ctx context.Context, args []string) error {
			p, err := a.planner(ctx)
			if err != nil {
				return err
			}
			var owners []custos.OwnerName
			for _, o := range args {
				owners = append(owners, custos.OwnerName(o))
			}
			domains := p.Show(owners...)
			if len(domains) == 0 {
				return custos.Errorf(custos.NotFound, "no owner of that name is of this network")
			}
			return policy.Write(a.out, domains)
		}),
	}
}
