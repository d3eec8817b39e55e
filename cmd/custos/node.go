package main

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"custos"
	"custos/ledger"
	"custos/ledger/key"
	"custos/node"
	"custos/service"

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
		RunE: func(cmd *cobra.Command, _ []string) error {
			l, err := openSite(&t)
			if err != nil {
				return err
			}
			chain, err := l.ledger(cmd.Context())
			if err != nil {
				return err
			}
			defer chain.Close()
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
		},
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
	card, err := join(site, network, n.generation)
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
		printf(out, "%s  the site: add edges, cameras and zones to it\n", n.file)
	}
	printf(out, `%s  the card: hand it to the owners of %s, so that they know it is from you

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
			AnchorEvery: 5 * time.Second, Threads: 1, StaleAfter: time.Minute,
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

// join makes what a site on this machine needs before it is admitted to a network:
// keys, the network's genesis and trust file, its nodes' addresses, and the card.
// Done again, it keeps the keys.
func join(site *service.Site, network *node.Network, generation uint16) (*node.Card, error) {
	if t, err := node.LoadTrust(site); err == nil && t.Genesis != network.Trust.Genesis {
		return nil, custos.Errorf(custos.Conflict, "%s holds a node of another network, which began with block %s: choose another data directory", site.Data, t.Genesis)
	}
	if site.Name != network.Trust.Site || site.Ledger.ChainID != network.Trust.ChainID {
		return nil, custos.Errorf(custos.Conflict, "the site file is for %s on chain %d, the network is %s on chain %d: change the site file", site.Name, site.Ledger.ChainID, network.Trust.Site, network.Trust.ChainID)
	}
	if len(site.Owners) != 1 {
		return nil, custos.Errorf(custos.Invalid, "the site file names %d owners: who joins a network names himself only", len(site.Owners))
	}
	owner := site.Owners[0]
	fog := fogOf(site, owner.Name)
	if fog == nil {
		return nil, custos.Errorf(custos.Invalid, "the site file has no fog of %s: an owner joins with his fog", owner.Name)
	}
	for _, a := range [][2]string{{"p2p", fog.P2P}, {"api", fog.API}, {"leaf", fog.Leaf}} {
		if a[1] == "" && site.Ledger.Endpoint == "" || a[0] == "api" && a[1] == "" {
			return nil, custos.Errorf(custos.Invalid, "the card says where the other owners reach %s: name its `%s` in the site file, as host:port", fog.Name, a[0])
		}
	}
	keys, err := cardKeys(site, owner.Name, fog)
	if err != nil {
		return nil, err
	}
	card, err := node.NewCard(node.Card{
		ChainID: network.Trust.ChainID, Genesis: network.Trust.Genesis, Block: network.Head, Issued: time.Now(),
		Owner: custos.Owner{Name: owner.Name, Domain: owner.Domain, Generation: generation},
		Node:  custos.Principal{Name: string(fog.Name), Endpoints: endpointsOf(fog)},
	}, network.Trust.Contracts.Registry.Address, keys)
	if err != nil {
		return nil, err
	}
	text, err := card.Encode()
	if err != nil {
		return nil, err
	}
	err = errors.Join(
		os.WriteFile(node.GenesisPath(site), network.Genesis, 0o644),
		node.SavePeers(site, network.Nodes),
		writePins(site),
		writeRoster(site),
		os.WriteFile(node.CardPath(site, owner.Name), text, 0o644))
	if _, has := os.Stat(node.TrustPath(site)); has == nil || err != nil {
		return card, err // what is there may know more by now than the network file
	}
	return card, node.SaveTrust(site, network.Trust)
}

func cardKeys(site *service.Site, owner custos.OwnerName, fog *service.Node) (k node.CardKeys, err error) {
	var errs [6]error
	k.Owner, errs[0] = key.LoadOrCreate(ownerKey(site, owner))
	k.Node, errs[1] = key.LoadOrCreate(node.NodeKey(site, fog.Name))
	k.Signer, errs[2] = key.LoadOrCreate(node.ServiceKey(site, custos.NewServiceID(fog.Name, "master")))
	k.Witness, errs[3] = service.Ed25519Key(node.WitnessKey(site, fog.Name))
	k.Log, errs[4] = service.Ed25519Key(node.LogKey(site, fog.Name))
	k.TLS, _, errs[5] = service.TLSIdentity(site.NodeDir(fog.Name), fog.Name)
	return k, errors.Join(errs[:]...)
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
			v, err := openVote(cmd.Context(), &t)
			if err != nil {
				return err
			}
			defer v.chain.Close()
			if err := v.mayJoin(cmd.Context(), card); err != nil {
				return err
			}
			showCard(cmd.OutOrStdout(), card)
			return v.cast(cmd, func(n int) ledger.OwnerChange { return card.Change(majority(threshold, n+1)) })
		},
	}
	t.flags(c)
	c.Flags().IntVar(&threshold, "threshold", 0, "how many votes a change needs from then on (default: more than half)")
	return c
}

func majority(asked, owners int) int {
	if asked > 0 {
		return asked
	}
	return owners/2 + 1
}

// vote is an owner's hand in the registry.
type vote struct {
	*link
	chain  *ledger.Client
	voters []*key.Key
	names  directory
}

// openVote opens the ledger with the keys that vote: of --as, or of every owner
// whose key is here.
func openVote(ctx context.Context, t *target) (*vote, error) {
	l, err := openSite(t)
	if err != nil {
		return nil, err
	}
	v := &vote{link: l}
	as := []string{t.as}
	if t.as == "" {
		as = nil
		for _, o := range l.site.Owners {
			as = append(as, string(o.Name))
		}
	}
	if len(as) > 1 {
		return nil, custos.Errorf(custos.Invalid, "the keys of %d owners are here (%s): say by --as who votes", len(as), strings.Join(as, ", "))
	}
	for _, name := range as {
		if _, ok := l.site.Owner(custos.OwnerName(name)); !ok {
			return nil, custos.Errorf(custos.Invalid, "%s is not an owner of this site: only owners vote", name)
		}
		k, err := l.signerFor(name)
		if err != nil {
			return nil, err
		}
		v.voters = append(v.voters, k)
	}
	if v.chain, err = l.ledger(ctx); err != nil {
		return nil, err
	}
	if v.names, err = directoryOf(ctx, v.chain); err != nil {
		v.chain.Close()
		return nil, err
	}
	return v, nil
}

// mayJoin refuses a card that does not prove what it says, that was made for
// another chain, or that is older than what the registry knows of its owner: a
// card of someone who was removed does not bring him back.
func (v *vote) mayJoin(ctx context.Context, c *node.Card) error {
	if err := c.Verify(v.trust, time.Now()); err != nil {
		return err
	}
	_, canonical, err := v.chain.Confirmed(ctx, c.Block)
	if err != nil {
		return err
	}
	if !canonical {
		return custos.Errorf(custos.Denied, "the card is refused: it names block %d, which is not on this chain: have the newcomer make it anew with a new network file", c.Block.Number)
	}
	before, err := v.chain.Owners(ctx)
	if err != nil {
		return err
	}
	next := uint16(1)
	for _, o := range before {
		if o.Address == c.Owner.Address {
			next = o.Generation + 1
		}
	}
	if c.Owner.Generation != next {
		return custos.Errorf(custos.Denied, "the card is refused: its node agrees to generation %d of its owner, and his next one is %d: have him make it anew by `custos node init --generation %d`", c.Owner.Generation, next, next)
	}
	head, err := v.chain.Head(ctx)
	if err != nil {
		return err
	}
	changes, err := v.chain.Changes(ctx, 0, head.Number)
	if err != nil {
		return err
	}
	for _, ch := range changes {
		switch {
		case ch.Owner != nil && ch.Owner.Address == c.Owner.Address && ch.Block.Number >= c.Block.Number:
			return custos.Errorf(custos.Denied, "the card is refused: it was made before what block %d says of its owner: have him make it anew with a new network file", ch.Block.Number)
		case ch.Principal != nil && ch.Principal.Address == c.Node.Address && ch.Block.Number >= c.Block.Number:
			return custos.Errorf(custos.Denied, "the card is refused: it was made before what block %d says of its node", ch.Block.Number)
		}
	}
	return nil
}

func showCard(w io.Writer, c *node.Card) {
	n := c.Node
	printf(w, `owner     %s
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

// cast votes for a change: for the open proposal of it, or by proposing it.
// change gets how many owners there are.
func (v *vote) cast(cmd *cobra.Command, change func(owners int) ledger.OwnerChange) error {
	ctx := cmd.Context()
	need, owners, err := v.chain.Threshold(ctx)
	if err != nil {
		return err
	}
	want := change(owners)
	number, err := v.open(ctx, want)
	if err != nil {
		return err
	}
	for _, k := range v.voters {
		var r ledger.Receipt
		if number == 0 {
			if r, err = v.chain.Propose(ctx, k, want); err == nil {
				number = r.Number
			}
		} else {
			r, err = v.chain.Vote(ctx, k, number)
		}
		if err != nil {
			return err
		}
	}
	p, err := v.chain.Proposal(ctx, number)
	if err != nil {
		return err
	}
	if p.Executed {
		printf(cmd.OutOrStdout(), "carried out with %d of %d votes (proposal %d)\n", p.Votes, owners, number)
		return nil
	}
	printf(cmd.OutOrStdout(), "%d of %d votes (proposal %d): %d more of the owners must run this command\n", p.Votes, need, number, need-p.Votes)
	return nil
}

// open finds the proposal of a change that can still be voted for; 0 if there is none.
func (v *vote) open(ctx context.Context, want ledger.OwnerChange) (uint64, error) {
	n, err := v.chain.ProposalCount(ctx)
	if err != nil {
		return 0, err
	}
	for ; n > 0; n-- {
		p, err := v.chain.Proposal(ctx, n)
		if err != nil {
			return 0, err
		}
		if p.Void {
			break // so are all before it
		}
		if !p.Executed && p.Change.Same(want) {
			return n, nil
		}
	}
	return 0, nil
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
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			v, err := openVote(ctx, &t)
			if err != nil {
				return err
			}
			defer v.chain.Close()
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
			printf(cmd.OutOrStdout(), "%s is deactivated, and all that it delegated\n", args[0])
			return nil
		},
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
		RunE: func(cmd *cobra.Command, _ []string) error {
			l, err := openSite(&t)
			if err != nil {
				return err
			}
			chain, err := l.ledger(cmd.Context())
			if err != nil {
				return err
			}
			defer chain.Close()
			n, err := listNetwork(cmd.Context(), chain)
			if err != nil {
				return err
			}
			if asJSON {
				return printJSON(cmd.OutOrStdout(), n)
			}
			return n.print(cmd.OutOrStdout(), all)
		},
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
	if err := table(w, rows); err != nil {
		return err
	}
	printf(w, "%d of them decide\n\n", n.Threshold)
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
	if err := table(w, rows); err != nil {
		return err
	}
	for _, p := range n.Open {
		printf(w, "\nproposal %d has %d of %d votes: %s\n", p.Number, p.Votes, n.Threshold, p.Change)
	}
	return nil
}
