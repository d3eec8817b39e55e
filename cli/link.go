package cli

import (
	"context"
	"slices"

	"custos.dev/custos"
	"custos.dev/custos/access"
	"custos.dev/custos/api"
	"custos.dev/custos/client"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fleet"
	"custos.dev/custos/ledger"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/node"
	"custos.dev/custos/service"

	"github.com/spf13/cobra"
)

// target says which site a command speaks to, and as whom.
type target struct {
	file, data, as, key string
}

// flags adds what every command that speaks to a site takes.
func (t *target) flags(c *cobra.Command) {
	t.siteFlags(c)
	c.PersistentFlags().StringVar(&t.as, "as", "", "who signs: `name` of an owner, a principal or a node (default: the first cloud node; for rights: the owner of the resource)")
	c.PersistentFlags().StringVar(&t.key, "key", "", "the key `file` of who signs, in place of --as")
}

// siteFlags adds the flags of a command that signs nothing.
func (t *target) siteFlags(c *cobra.Command) {
	c.PersistentFlags().StringVarP(&t.file, "config", "c", "", "the site `file` (default site.yaml)")
	c.PersistentFlags().StringVar(&t.data, "data", "", "the site's data `directory`; without -c, the site file in it is used")
}

// load reads the site file that the flags name.
func (t *target) load() (*service.Site, error) { return fleet.Load(t.file, t.data) }

// link is a site as a command sees it.
type link struct {
	site  *service.Site
	trust *evidence.Trust
	pins  node.Pins
	// signAs and keyFile say who signs, in the words of the command line.
	signAs, keyFile string
}

// openSite reads the site, its trust file and its nodes' keys. A site that was
// never started is NotFound.
func openSite(t *target) (*link, error) {
	site, err := t.load()
	if err != nil {
		return nil, err
	}
	l := &link{site: site, signAs: t.as, keyFile: t.key}
	if l.trust, err = node.LoadTrust(site); err != nil {
		return nil, err
	}
	l.pins, err = node.LoadPins(site)
	return l, err
}

// signerFor loads the key of an owner, a principal, a node or a service of the
// site; "" is the first cloud node. A key of the command line goes before any name.
func (l *link) signerFor(as string) (*key.Key, error) {
	if l.keyFile != "" {
		return client.LoadKey(l.keyFile)
	}
	if as == "" {
		i := slices.IndexFunc(l.site.Nodes, func(n service.Node) bool { return n.Tier == custos.Cloud })
		if i < 0 {
			return nil, custos.Errorf(custos.Invalid, "who asks? Add --as %s, or a cloud node to the site file", l.site.Owners[0].Name)
		}
		as = string(l.site.Nodes[i].Name)
	}
	if _, ok := l.site.Owner(custos.OwnerName(as)); ok {
		return key.Load(fleet.OwnerKey(l.site, custos.OwnerName(as)))
	}
	all := access.Principals.Get(l.site)
	if i := slices.IndexFunc(all, func(p access.Principal) bool { return p.Name == as }); i >= 0 {
		if !all[i].Address.IsZero() {
			return nil, custos.Errorf(custos.Invalid, "%s keeps its key itself: say where by --key FILE", as)
		}
		return key.Load(fleet.PrincipalKey(l.site, as))
	}
	if _, ok := l.site.Node(custos.NodeName(as)); ok {
		return key.Load(node.NodeKey(l.site, custos.NodeName(as)))
	}
	if s, err := fleet.Find(l.site, custos.ServiceID(as)); err == nil {
		return key.Load(node.ServiceKey(l.site, s.ID))
	}
	return nil, custos.Errorf(custos.Invalid, "the site has no owner, principal or node %q: its site file lists them", as)
}

// ownerOf is the owner by the site file whose domain holds a resource.
func (l *link) ownerOf(r custos.Resource) (custos.OwnerName, error) {
	if err := r.Validate(); err != nil {
		return "", custos.Errorf(custos.Invalid, "%w", err)
	}
	for _, o := range l.site.Owners {
		if r.Within(o.Domain) {
			return o.Name, nil
		}
	}
	return "", custos.Errorf(custos.NotFound, "no owner's domain holds %s: the site file lists the domains", r)
}

// fogs are the nodes whose masters answer.
func (l *link) fogs() []*service.Node {
	var out []*service.Node
	for i := range l.site.Nodes {
		if l.site.Nodes[i].Tier == custos.Fog {
			out = append(out, &l.site.Nodes[i])
		}
	}
	return out
}

// master returns a client of a fog's master that signs by a key.
func (l *link) master(fog *service.Node, k *key.Key) *client.Client {
	return client.New(fog.API, l.pins[fog.Name], k, l.trust.ChainID)
}

// ledger connects to the first fog's ledger that answers. The caller closes it.
func (l *link) ledger(ctx context.Context) (*ledger.Client, error) {
	var last error
	for _, fog := range l.fogs() {
		c, err := l.ledgerOf(ctx, fog)
		if err == nil || ctx.Err() != nil {
			return c, err
		}
		last = err
	}
	if last == nil {
		return nil, custos.Errorf(custos.Invalid, "the site has no fog node, so no ledger")
	}
	if custos.KindOf(last) == custos.Unavailable && l.signAs+l.keyFile != "" {
		for _, fog := range l.fogs() {
			if c, err := l.ledgerOver(ctx, fog); err == nil || custos.KindOf(err) != custos.Unavailable {
				return c, err
			}
		}
	}
	if custos.KindOf(last) == custos.Unavailable {
		return nil, custos.Errorf(custos.Unavailable, "no ledger of the site answers; start the site by `custos up`: %w", last)
	}
	return nil, last
}

func (l *link) ledgerOf(ctx context.Context, fog *service.Node) (*ledger.Client, error) {
	ctx, cancel := context.WithTimeout(ctx, fleet.DialTimeout)
	defer cancel()
	return node.DialLedger(ctx, l.site, l.trust, fog)
}

// ledgerOver asks a fog's ledger through its master, as from another machine: the node
// itself answers on its own machine only.
func (l *link) ledgerOver(ctx context.Context, fog *service.Node) (*ledger.Client, error) {
	k, err := l.signerFor(l.signAs)
	if err != nil {
		return nil, err
	}
	c := l.master(fog, k)
	cfg, err := node.LedgerConfig(l.site, l.trust, c.URL(api.PostLedger.Path))
	if err != nil {
		return nil, err
	}
	cfg.Transport = c.Transport()
	ctx, cancel := context.WithTimeout(ctx, fleet.DialTimeout)
	defer cancel()
	return ledger.Dial(ctx, cfg)
}

// onChain opens the site and its ledger around a command.
func onChain(t *target, do func(*cobra.Command, *link, *ledger.Client) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, _ []string) error {
		l, err := openSite(t)
		if err != nil {
			return err
		}
		chain, err := l.ledger(cmd.Context())
		if err != nil {
			return err
		}
		defer chain.Close()
		return do(cmd, l, chain)
	}
}
