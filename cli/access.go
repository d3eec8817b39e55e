package cli

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strconv"
	"time"

	"custos"
	"custos/access"
	"custos/fleet"
	"custos/ledger"
	"custos/ledger/key"
	"custos/term"

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

// window is how long a right is asked for or given.
type window struct {
	length      time.Duration
	from, until string
}

func (w *window) flags(c *cobra.Command) {
	c.Flags().DurationVar(&w.length, "for", 0, "how long, from its beginning on: 10m, 24h")
	c.Flags().StringVar(&w.until, "until", "", "its end, as `time`: 2026-07-01T18:00:00+02:00")
	c.Flags().StringVar(&w.from, "from", "", "its beginning, as `time` (default: now)")
	c.MarkFlagsMutuallyExclusive("for", "until")
}

// bounds returns the window, in whole seconds as the contract counts. Without
// --from it begins at begin, without --for and --until it ends at end; a zero
// end asks for one of the two.
func (w *window) bounds(begin, end time.Time) (from, until time.Time, err error) {
	parse := func(flag, s string) (time.Time, error) {
		t, err := time.Parse(time.RFC3339, s)
		if err != nil {
			return t, custos.Errorf(custos.Invalid, "--%s %q: write a time as 2026-07-01T18:00:00Z", flag, s)
		}
		return t, nil
	}
	from, until = begin.Truncate(time.Second), end
	if w.from != "" {
		if from, err = parse("from", w.from); err != nil {
			return from, until, err
		}
	}
	switch {
	case w.until != "":
		if until, err = parse("until", w.until); err != nil {
			return from, until, err
		}
	case w.length != 0:
		until = from.Add(w.length)
	case end.IsZero():
		return from, until, custos.Errorf(custos.Invalid, "say how long: --for 10m, or --until with a time")
	}
	if !until.After(from) {
		return from, until, custos.Errorf(custos.Invalid, "the window ends at %s, before it begins", until.Format(time.RFC3339))
	}
	return from, until, nil
}

// actionsOn reads an action list and a resource, in either order.
func actionsOn(x, y string) (custos.Action, custos.Resource, error) {
	a, err := custos.ParseActions(x)
	r := custos.Resource(y)
	if err != nil {
		if b, err2 := custos.ParseActions(y); err2 == nil {
			a, r, err = b, custos.Resource(x), nil
		}
	}
	if err == nil {
		err = r.Validate()
	}
	if err != nil {
		return 0, "", custos.Errorf(custos.Invalid, "%w", err)
	}
	return a, r, nil
}

// parseHours reads the --hours of a flag.
func parseHours(s string) (custos.Hours, error) {
	h, err := custos.ParseHours(s)
	if err != nil {
		err = custos.Errorf(custos.Invalid, "--hours: %w", err)
	}
	return h, err
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

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
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

// namedCapability and namedRequest are the contract's records with names for
// the addresses in them, and how they stand.
type namedCapability struct {
	custos.Capability
	GrantorName string `json:"grantor_name"`
	GranteeName string `json:"grantee_name"`
	State       string `json:"state"`
}

type namedRequest struct {
	custos.AccessRequest
	PrincipalName string `json:"principal_name"`
	StateName     string `json:"state_name"`
}

func (a *rights) listCommand() *cobra.Command {
	var asJSON, all bool
	c := &cobra.Command{
		Use:   "list",
		Short: "List capabilities, requests, and broken glasses that no owner has acknowledged",
		Args:  cobra.NoArgs,
		RunE: a.with(func(ctx context.Context, _ []string) error {
			caps, err := a.capabilities(ctx, all)
			if err != nil {
				return err
			}
			requests, err := a.requests(ctx)
			if err != nil {
				return err
			}
			glasses, err := a.glasses(ctx, all)
			if err != nil {
				return err
			}
			if asJSON {
				return term.JSON(a.out, map[string]any{"capabilities": caps, "requests": requests, "glasses": glasses})
			}
			rows := [][]string{{"CAPABILITY", "STATE", "WHO", "MAY", "ON", "FROM", "UNTIL", "BY"}}
			for _, g := range caps {
				by := g.GrantorName
				if g.Parent != 0 {
					by += fmt.Sprintf(" (from %d)", g.Parent)
				}
				rows = append(rows, []string{fmt.Sprint(g.Number), g.State, g.GranteeName, g.Actions.String(), string(g.Resource), a.at(g.From), a.at(g.Until), by})
			}
			if err := term.Table(a.out, rows); err != nil {
				return err
			}
			if len(glasses) > 0 {
				if err := term.Table(a.out, a.glassRows(glasses)); err != nil {
					return err
				}
			}
			if len(requests) == 0 {
				return nil
			}
			rows = [][]string{{"\nREQUEST", "STATE", "WHO", "ASKS FOR", "ON", "UNTIL", "REASON", "BASIS"}}
			for _, q := range requests {
				rows = append(rows, []string{fmt.Sprint(q.Number), q.StateName, q.PrincipalName, q.Actions.String(), string(q.Resource), a.at(q.Until), strconv.Quote(q.Reason), strconv.Quote(q.LegalBasis)})
			}
			return term.Table(a.out, rows)
		}),
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	c.Flags().BoolVar(&all, "all", false, "also capabilities that ended or were revoked, and glasses that were acknowledged")
	return c
}

func (a *rights) capabilities(ctx context.Context, all bool) ([]namedCapability, error) {
	given, err := a.chain.Capabilities(ctx)
	if err != nil {
		return nil, err
	}
	out := []namedCapability{}
	ends := map[uint64]bool{} // those that hold no more; a parent has a lower number
	now := time.Now()
	for _, g := range given {
		v := namedCapability{g, a.names.name(g.Grantor), a.names.name(g.Grantee), "holds"}
		switch {
		case g.Revoked:
			v.State = "revoked"
		case !now.Before(g.Until):
			v.State = "ended"
		case ends[g.Parent]:
			v.State = "void" // what it was delegated from holds no more
		case now.Before(g.From):
			v.State = "later"
		}
		ends[g.Number] = v.State != "holds" && v.State != "later"
		if all || !ends[g.Number] {
			out = append(out, v)
		}
	}
	return out, nil
}

func (a *rights) requests(ctx context.Context) ([]namedRequest, error) {
	made, err := a.chain.AccessRequests(ctx)
	if err != nil {
		return nil, err
	}
	out := []namedRequest{}
	for _, q := range made {
		v := namedRequest{q, a.names.name(q.Principal), "open"}
		switch q.State {
		case custos.RequestApproved:
			v.StateName = fmt.Sprintf("approved (%d)", q.Capability)
		case custos.RequestDenied:
			v.StateName = "denied"
		}
		out = append(out, v)
	}
	return out, nil
}

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
	x := access.NewIndex(a.site.Ledger.StaleAfter, a.site.Location())
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
