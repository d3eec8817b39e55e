package cli

import (
	"context"
	"io"
	"strconv"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/fleet"
	"custos.dev/custos/ledger"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/term"

	"github.com/spf13/cobra"
)

func accessCommand() *cobra.Command {
	a := new(rights)
	c := &cobra.Command{
		Use:   "access",
		Short: "Manage access rights (in the contract): ask, grant, revoke, explain",
	}
	a.flags(c)
	c.AddCommand(a.grantCommand(), a.delegateCommand(), a.revokeCommand(), a.requestCommand(),
		a.approveCommand(), a.denyCommand(), a.listCommand(), a.explainCommand(), a.policyCommand(),
		a.breakGlassCommand(), a.acknowledgeCommand(), a.logCommand(), a.signCommand(),
		accessIdentityCommand(), accessConsentCommand(), a.kitCommand())
	return c
}

// rights are the commands on the Capabilities contract.
type rights struct {
	target
	*link
	chain *ledger.Client
	names directory
	out   io.Writer
	// progress is for people who wait; results go to out.
	progress io.Writer
}

// with opens the site and its ledger around a command.
func (a *rights) with(run func(ctx context.Context, args []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) (err error) {
		ctx := cmd.Context()
		if a.link, err = openSite(&a.target); err != nil {
			return err
		}
		if a.chain, err = a.ledger(ctx); err != nil {
			return fleet.WhyNot(ctx, a.site, err)
		}
		defer a.chain.Close()
		if a.names, err = directoryOf(ctx, a.chain); err != nil {
			return err
		}
		a.out, a.progress = cmd.OutOrStdout(), cmd.ErrOrStderr()
		return run(ctx, args)
	}
}

// ownersKey is the key of --as, else of the owner of a resource.
func (a *rights) ownersKey(r custos.Resource) (*key.Key, error) {
	if a.as+a.key != "" {
		return a.signerFor(a.as)
	}
	name, err := a.ownerOf(r)
	if err != nil {
		return nil, err
	}
	return a.signerFor(string(name))
}

// confirmed waits until a write lies deep enough to count, and returns where it does.
func (a *rights) confirmed(ctx context.Context, r ledger.Receipt) (ledger.Receipt, error) {
	term.Printf(a.progress, "in block %d, waiting for %d blocks upon it …\n", r.Block.Number, a.chain.Confirmations())
	return a.chain.Settle(ctx, r)
}

func number(what, s string) (uint64, error) {
	n, err := strconv.ParseUint(s, 10, 64)
	if err != nil || n == 0 {
		return 0, custos.Errorf(custos.Invalid, "%q is not the number of a %s: `custos access list` shows them", s, what)
	}
	return n, nil
}

func (a *rights) grantCommand() *cobra.Command {
	var w window
	var g custos.Capability
	var hours string
	c := &cobra.Command{
		Use:     "grant GRANTEE ACTIONS RESOURCE",
		Short:   "Give a principal actions on a resource that you own",
		Example: "  custos access grant police live,recorded campus/front-door/cam1 --for 10m",
		Args:    cobra.ExactArgs(3),
		RunE: a.with(func(ctx context.Context, args []string) (err error) {
			if g.Actions, g.Resource, err = actionsOn(args[1], args[2]); err != nil {
				return err
			}
			if g.Grantee, err = a.names.find(args[0]); err != nil {
				return err
			}
			if g.Hours, err = parseHours(hours); err != nil {
				return err
			}
			if g.From, g.Until, err = w.bounds(time.Now(), time.Time{}); err != nil {
				return err
			}
			k, err := a.ownersKey(g.Resource)
			if err != nil {
				return err
			}
			r, err := a.chain.Grant(ctx, k, g)
			return a.granted(ctx, r, err)
		}),
	}
	w.flags(c)
	c.Flags().Uint8Var(&g.Depth, "depth", 0, "how often it may be delegated on, 0 to 3")
	c.Flags().StringVar(&hours, "hours", "", "only at these `hours` of the week, as \"mon-fri 08:00-18:00\"")
	return c
}

// granted waits until a grant counts and prints what stands in the contract.
func (a *rights) granted(ctx context.Context, r ledger.Receipt, err error) error {
	if err != nil {
		return err
	}
	if r, err = a.confirmed(ctx, r); err != nil {
		return err
	}
	g, err := a.chain.Capability(ctx, r.Number)
	if err != nil {
		return err
	}
	_, err = term.Printf(a.out, "capability %d: %s may %s on %s from %s until %s; confirmed by %d blocks upon block %d\n",
		g.Number, a.names.name(g.Grantee), g.Actions, g.Resource, a.at(g.From), a.at(g.Until), a.chain.Confirmations(), r.Block.Number)
	return err
}

// at writes a time in the site's zone.
func (a *rights) at(t time.Time) string { return t.In(a.site.Location()).Format(time.RFC3339) }

func (a *rights) delegateCommand() *cobra.Command {
	var w window
	var actions, resource, hours string
	var depth uint8
	c := &cobra.Command{
		Use:   "delegate CAPABILITY GRANTEE",
		Short: "Pass a capability that you hold, or a part of it, on to someone",
		Args:  cobra.ExactArgs(2),
	}
	c.RunE = a.with(func(ctx context.Context, args []string) error {
		n, err := number("capability", args[0])
		if err != nil {
			return err
		}
		// What is not narrowed stays as the capability has it.
		g, err := a.chain.Capability(ctx, n)
		if err != nil {
			return err
		}
		holder := g.Grantee
		g.Parent = n
		if g.Grantee, err = a.names.find(args[1]); err != nil {
			return err
		}
		if actions != "" {
			if g.Actions, err = custos.ParseActions(actions); err != nil {
				return custos.Errorf(custos.Invalid, "%w", err)
			}
		}
		if resource != "" {
			g.Resource = custos.Resource(resource)
		}
		if hours != "" {
			if g.Hours, err = parseHours(hours); err != nil {
				return err
			}
		}
		if g.From, g.Until, err = w.bounds(later(g.From, time.Now()), g.Until); err != nil {
			return err
		}
		g.Depth = depth
		k, err := a.keyOf(holder)
		if err != nil {
			return err
		}
		r, err := a.chain.Delegate(ctx, k, g)
		return a.granted(ctx, r, err)
	})
	w.flags(c)
	c.Flags().StringVar(&actions, "actions", "", "only these of its `actions`")
	c.Flags().StringVar(&resource, "narrow", "", "only this `resource` below its own")
	c.Flags().StringVar(&hours, "hours", "", "only at these `hours` of the week, as \"mon-fri 08:00-18:00\"")
	c.Flags().Uint8Var(&depth, "depth", 0, "how often it may be delegated on, less than the capability's own")
	return c
}

// keyOf is the key of --as, else of an address of the site.
func (a *rights) keyOf(who custos.Address) (*key.Key, error) {
	if a.as+a.key != "" {
		return a.signerFor(a.as)
	}
	return a.signerFor(a.names.name(who))
}

// given is the capability of a number, and the key of who decides about it.
func (a *rights) given(ctx context.Context, arg string) (g custos.Capability, k *key.Key, err error) {
	n, err := number("capability", arg)
	if err != nil {
		return g, nil, err
	}
	if g, err = a.chain.Capability(ctx, n); err != nil {
		return g, nil, err
	}
	k, err = a.ownersKey(g.Resource)
	return g, k, err
}

func (a *rights) revokeCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "revoke CAPABILITY",
		Short: "End a capability and everything delegated from it",
		Args:  cobra.ExactArgs(1),
		RunE: a.with(func(ctx context.Context, args []string) error {
			g, k, err := a.given(ctx, args[0])
			if err != nil {
				return err
			}
			r, err := a.chain.Revoke(ctx, k, g)
			if err != nil {
				return err
			}
			_, err = term.Printf(a.out, "capability %d of %s is revoked in block %d; what it gave ends at once\n", g.Number, a.names.name(g.Grantee), r.Block.Number)
			return err
		}),
	}
}
