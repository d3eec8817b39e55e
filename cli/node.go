package cli

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/fleet"
	"custos.dev/custos/ledger"
	"custos.dev/custos/node"
	"custos.dev/custos/service"
	"custos.dev/custos/term"

	"github.com/spf13/cobra"
)

func nodeCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "node",
		Short: "Join a network of owners, admit others to it, list and remove them",
		Long: `A network is what its owners' votes say it is. A newcomer makes keys and a card:

  an owner     custos node network -o network.json        what a newcomer needs
  newcomer     custos node init --network network.json …  keys, a site file, a card
  m owners     custos node enroll CARD                    each looks at it and votes
  newcomer     custos up                                  joins once he is admitted`,
	}
	c.AddCommand(nodeInitCommand(), nodeNetworkCommand(), nodeEnrollCommand(), nodeListCommand(), nodeRemoveCommand(), nodeRotateCommand())
	return c
}

func nodeNetworkCommand() *cobra.Command {
	var t target
	var out string
	c := &cobra.Command{
		Use:   "network",
		Short: "Write what a newcomer needs: the first block, what to pin, where the nodes answer; no secret",
		Args:  cobra.NoArgs,
		RunE: onChain(&t, func(cmd *cobra.Command, l *link, chain *ledger.Client) error {
			genesis, err := os.ReadFile(node.GenesisPath(l.site))
			if err != nil {
				return err
			}
			n, err := node.DescribeNetwork(cmd.Context(), chain, l.trust, genesis)
			if err != nil {
				return err
			}
			text, err := n.Encode()
			if err != nil {
				return err
			}
			return writeText(cmd, out, text)
		}),
	}
	t.siteFlags(c)
	c.Flags().StringVarP(&out, "output", "o", "", "write to this `file` instead of standard output")
	return c
}

// newcomer is what `node init` is told.
type newcomer struct {
	file, data, network, card string
	owner, domain, host       string
	port                      int
	generation                uint16
}

func nodeInitCommand() *cobra.Command {
	var n newcomer
	c := &cobra.Command{
		Use:   "init",
		Short: "Make this node's keys, and the card by which its owner asks to be admitted",
		Long: `Without a site file, --owner, --domain and --host say what it will hold. Done again
it keeps the keys and dates the card anew.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return n.run(cmd.OutOrStdout()) },
	}
	f := c.Flags()
	f.StringVarP(&n.file, "config", "c", "site.yaml", "the site `file`; made if it is not there")
	f.StringVar(&n.data, "data", "", "the data `directory`, instead of the file's")
	f.StringVar(&n.network, "network", "", "the network `file` that an owner of the network wrote")
	f.StringVar(&n.owner, "owner", "", "the new owner's `name`")
	f.StringVar(&n.domain, "domain", "", "the new owner's domain, a `path` below the site's name")
	f.StringVar(&n.host, "host", "", "the `address` under which the other owners' nodes reach this one")
	f.Uint16Var(&n.generation, "generation", 1, "how often the owner will have been one: more than 1 for who left the network and comes back")
	f.IntVar(&n.port, "port", 7700, "the first of ten `ports` to use")
	f.StringVarP(&n.card, "output", "o", "", "write the card to this `file` (default OWNER.card.json)")
	_ = c.MarkFlagRequired("network")
	return c
}

func (n *newcomer) run(out io.Writer) error {
	f, err := os.Open(n.network)
	if err != nil {
		return custos.Errorf(custos.Invalid, "cannot read the network file: %w", err)
	}
	defer f.Close()
	network, err := node.ReadNetwork(f)
	if err != nil {
		return err
	}
	made, err := n.siteFile(network)
	if err != nil {
		return err
	}
	site, err := service.Load(n.file)
	if err != nil {
		return err
	}
	if n.data != "" {
		if site.Data, err = filepath.Abs(n.data); err != nil {
			return err
		}
	}
	card, err := fleet.Join(site, network, n.generation)
	if err != nil {
		return err
	}
	text, err := card.Encode()
	if err != nil {
		return err
	}
	if n.card == "" {
		n.card = string(card.Owner.Name) + ".card.json"
	}
	if err := writeWhole(n.card, func(f *os.File) error { _, err := f.Write(text); return err }); err != nil {
		return err
	}
	if made {
		term.Printf(out, "%s  the site: add edges, cameras and zones to it\n", n.file)
	}
	term.Printf(out, `%s  the card: hand it to the owners of %s, so that they know it is from you

  Each of at least %d of its %d owners looks at the card and runs
    custos node enroll %s
  Then, or before:
    custos up -c %s
`, n.card, network.Trust.Site, network.Trust.Threshold, len(network.Trust.Owners), filepath.Base(n.card), n.file)
	return nil
}

// siteFile writes a site file for one owner with one fog, if there is none.
func (n *newcomer) siteFile(network *node.Network) (made bool, err error) {
	if _, err := os.Stat(n.file); err == nil || !errors.Is(err, os.ErrNotExist) {
		return false, err
	}
	if n.owner == "" || n.domain == "" || n.host == "" {
		return false, custos.Errorf(custos.Invalid, "there is no site file %s: name one by -c, or say --owner, --domain and --host to have it made", n.file)
	}
	at := func(host string, i int) string { return net.JoinHostPort(host, strconv.Itoa(n.port+i)) }
	s := &service.Site{
		Name: network.Trust.Site, TimeZone: "UTC", Data: "data",
		Ledger: service.Ledger{
			ChainID: network.Trust.ChainID, Threshold: 1, Confirmations: network.Trust.Confirmations,
			AnchorEvery: time.Minute, Threads: 1, StaleAfter: time.Minute,
		},
		Owners: []service.Owner{{Name: custos.OwnerName(n.owner), Domain: custos.Resource(n.domain)}},
		Nodes: []service.Node{{
			Name: custos.NodeName(n.owner + "-fog"), Tier: custos.Fog, Owner: custos.OwnerName(n.owner),
			P2P: at(n.host, 0), API: at(n.host, 1), Leaf: at(n.host, 2), Bus: at("127.0.0.1", 3), RPC: at("127.0.0.1", 4),
		}},
	}
	text, err := s.Marshal()
	if err != nil {
		return false, err
	}
	if _, err := service.Parse(text); err != nil {
		return false, custos.Errorf(custos.Invalid, "what --owner, --domain, --host and --port say makes no site: %w", err)
	}
	return true, writeWhole(n.file, func(f *os.File) error { _, err := f.Write(text); return err })
}

func nodeEnrollCommand() *cobra.Command {
	var t target
	var threshold int
	c := &cobra.Command{
		Use:   "enroll CARD",
		Short: "Vote for a newcomer: propose him, or agree to the proposal of another owner",
		Long: `Checks that whoever made the card holds every key that it names, shows what it says,
and votes for it. Whether the card is from whom it says only you can know: compare
the fingerprint with him by another way.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			f, err := os.Open(args[0])
			if err != nil {
				return custos.Errorf(custos.Invalid, "cannot read the card: %w", err)
			}
			defer f.Close()
			card, err := node.ReadCard(f)
			if err != nil {
				return err
			}
			enroll := voting(&t, func(cmd *cobra.Command, _ []string, v *vote) error {
				if err := fleet.MayJoin(cmd.Context(), v.chain, v.trust, card); err != nil {
					return err
				}
				showCard(cmd.OutOrStdout(), card)
				return v.cast(cmd, func(n int) ledger.OwnerChange { return card.Change(majority(threshold, n+1)) })
			})
			return enroll(cmd, args)
		},
	}
	t.flags(c)
	c.Flags().IntVar(&threshold, "threshold", 0, "how many votes a change needs from then on (default: more than half)")
	return c
}

func showCard(w io.Writer, c *node.Card) {
	n := c.Node
	term.Printf(w, `owner     %s
domain    %s
account   %s
witness   %s
node      %s at %s
account   %s
TLS key   %s
log       %s
made      %s, at block %d

`, c.Owner.Name, c.Owner.Domain, c.Owner.Address, c.Owner.WitnessKey, n.Name, n.Endpoints, n.Address, n.TLSKey, c.Log.Origin, c.Issued.Format(time.RFC3339), c.Block.Number)
}

func nodeRemoveCommand() *cobra.Command {
	var t target
	var threshold int
	c := &cobra.Command{
		Use:   "remove NAME",
		Short: "Vote an owner out, or deactivate a node of your own",
		Long: `An owner is removed by the owners' votes, and everything that he registered, granted
or mines falls with him; his log stays readable. A node or service of your own is
deactivated at once.`,
		Args: cobra.ExactArgs(1),
		RunE: voting(&t, func(cmd *cobra.Command, args []string, v *vote) error {
			ctx := cmd.Context()
			owners, err := v.chain.Owners(ctx)
			if err != nil {
				return err
			}
			for _, o := range owners {
				if o.Active && (string(o.Name) == args[0] || o.Address.String() == args[0]) {
					return v.cast(cmd, func(n int) ledger.OwnerChange {
						return ledger.OwnerChange{Kind: ledger.RemoveOwner, Owner: o, Threshold: majority(threshold, n-1)}
					})
				}
			}
			a, err := v.names.find(args[0])
			if err != nil {
				return err
			}
			p, err := v.chain.Principal(ctx, a)
			if err != nil {
				return err
			}
			if p.Owner != v.voters[0].Address() {
				return custos.Errorf(custos.Denied, "%s is of owner %s, who alone may deactivate it; the owner himself is voted out by his name", args[0], v.names.name(p.Owner))
			}
			if _, err := v.chain.DeactivatePrincipal(ctx, v.voters[0], a); err != nil {
				return err
			}
			term.Printf(cmd.OutOrStdout(), "%s is deactivated, and all that it delegated\n", args[0])
			return nil
		}),
	}
	t.flags(c)
	c.Flags().IntVar(&threshold, "threshold", 0, "how many votes a change needs from then on (default: more than half)")
	return c
}

func nodeListCommand() *cobra.Command {
	var t target
	var asJSON, all bool
	c := &cobra.Command{
		Use:   "list",
		Short: "Show the owners and their nodes, and what is being voted on",
		Args:  cobra.NoArgs,
		RunE: onChain(&t, func(cmd *cobra.Command, l *link, chain *ledger.Client) error {
			n, err := listNetwork(cmd.Context(), chain)
			if err != nil {
				return err
			}
			if asJSON {
				return term.JSON(cmd.OutOrStdout(), n)
			}
			return n.print(cmd.OutOrStdout(), all)
		}),
	}
	t.siteFlags(c)
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	c.Flags().BoolVar(&all, "all", false, "also services, and who is no longer active")
	return c
}

// network is who takes part, for people.
type network struct {
	Threshold int                `json:"threshold"`
	Owners    []custos.Owner     `json:"owners"`
	Nodes     []custos.Principal `json:"nodes"`
	Open      []ledger.Proposal  `json:"open_proposals"`
}

func listNetwork(ctx context.Context, c *ledger.Client) (n network, err error) {
	if n.Threshold, _, err = c.Threshold(ctx); err != nil {
		return n, err
	}
	if n.Owners, err = c.Owners(ctx); err != nil {
		return n, err
	}
	if n.Nodes, err = c.Principals(ctx); err != nil {
		return n, err
	}
	count, err := c.ProposalCount(ctx)
	if err != nil {
		return n, err
	}
	for ; count > 0; count-- {
		p, err := c.Proposal(ctx, count)
		if err != nil {
			return n, err
		}
		if p.Void {
			break
		}
		if !p.Executed {
			n.Open = append(n.Open, p)
		}
	}
	slices.Reverse(n.Open)
	return n, nil
}

func (n network) print(w io.Writer, all bool) error {
	active := map[custos.Address]string{}
	rows := [][]string{{"OWNER", "DOMAIN", "STATE", "ACCOUNT", "WITNESS KEY"}}
	for _, o := range n.Owners {
		state := "active"
		if o.Active {
			active[o.Address] = string(o.Name)
		} else {
			state = "removed"
		}
		if o.Active || all {
			rows = append(rows, []string{string(o.Name), string(o.Domain), state, o.Address.String(), o.WitnessKey.String()[:18] + "…"})
		}
	}
	if err := term.Table(w, rows); err != nil {
		return err
	}
	term.Printf(w, "%d of them decide\n\n", n.Threshold)
	rows = [][]string{{"NODE", "ROLE", "OWNER", "STATE", "ANSWERS AT"}}
	for _, p := range n.Nodes {
		owner, ok := active[p.Owner]
		live := p.Active && ok
		if !all && (!live || p.Role == custos.RoleService) {
			continue
		}
		state := "active"
		if !live {
			state = "inactive"
		}
		if !ok {
			owner = p.Owner.String()
		}
		rows = append(rows, []string{p.Name, p.Role.String(), owner, state, string(p.Endpoints)})
	}
	if err := term.Table(w, rows); err != nil {
		return err
	}
	for _, p := range n.Open {
		term.Printf(w, "\nproposal %d has %d of %d votes: %s\n", p.Number, p.Votes, n.Threshold, p.Change)
	}
	return nil
}
