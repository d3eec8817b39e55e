package fleet

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/access"
	"custos.dev/custos/evidence"
	"custos.dev/custos/ledger"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/ledger/layout"
	"custos.dev/custos/node"
	"custos.dev/custos/service"

	"golang.org/x/sync/errgroup"
)

// Provision makes what a site on this machine needs before its first start:
// keys, the genesis with the contracts and owners in it, and the trust file. A
// later start finds them and makes the keys of nodes that are new in the site file;
// one that names other owners is refused, since the owners stand in the genesis.
func Provision(site *service.Site) (*evidence.Trust, error) {
	trust, err := node.LoadTrust(site)
	if err == nil {
		if err := sameOwners(site, trust); err != nil {
			return nil, err
		}
		// The site file may have other nodes than at the last start.
		return trust, errors.Join(writePins(site), writeRoster(site), writeWrapping(site))
	}
	if custos.KindOf(err) != custos.NotFound {
		return nil, err
	}
	if ledger.SettingsOf(site).Endpoint != "" {
		return nil, custos.Errorf(custos.NotFound, "the contracts do not stand on the chain at %s yet: deploy them by `custos ledger deploy`", ledger.SettingsOf(site).Endpoint)
	}
	owners, err := foundingOwners(site)
	if err != nil {
		return nil, err
	}
	genesis, err := ledger.NewGenesis(ledger.GenesisConfig{ChainID: ledger.SettingsOf(site).ChainID, Owners: owners, Threshold: ledger.SettingsOf(site).Threshold, Time: time.Now()})
	if err != nil {
		return nil, err
	}
	text, err := genesis.JSON()
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(node.GenesisPath(site), text, 0o644); err != nil {
		return nil, err
	}
	own, err := ledger.EngineNamed("")
	if err != nil {
		return nil, err
	}
	return found(site, owners, own, &ledger.Deployment{Genesis: genesis.Hash(), Contracts: genesis.Contracts(), Codes: genesis.CodeHashes()})
}

// foundingOwners are the owners of the site file, with keys that are made if there
// are none.
func foundingOwners(site *service.Site) ([]custos.Owner, error) {
	var owners []custos.Owner
	for _, o := range site.Owners {
		k, err := key.LoadOrCreate(OwnerKey(site, o.Name))
		if err != nil {
			return nil, err
		}
		owner := custos.Owner{Address: k.Address(), Name: o.Name, Domain: o.Domain, Active: true}
		if fog := FogOf(site, o.Name); fog != nil {
			w, err := service.Ed25519Key(node.WitnessKey(site, fog.Name))
			if err != nil {
				return nil, err
			}
			owner.WitnessKey = node.PublicHash(w)
		}
		owners = append(owners, owner)
	}
	return owners, nil
}

// found writes what a site begins with on a chain that holds the contracts.
func found(site *service.Site, owners []custos.Owner, engine ledger.Engine, d *ledger.Deployment) (*evidence.Trust, error) {
	codes, at := d.Codes, d.Contracts
	trust := evidence.NewTrust(evidence.Trust{
		Site: site.Name, Engine: engine.Name, ChainID: ledger.SettingsOf(site).ChainID, Genesis: d.Genesis,
		Contracts: evidence.TrustContracts{
			Registry:     evidence.TrustContract{Address: at.Registry, CodeHash: codes.Registry},
			Capabilities: evidence.TrustContract{Address: at.Capabilities, CodeHash: codes.Capabilities},
			Anchors:      evidence.TrustContract{Address: at.Anchors, CodeHash: codes.Anchors},
		},
		Owners: owners, Threshold: ledger.SettingsOf(site).Threshold, Confirmations: ledger.SettingsOf(site).Confirmations, NamesFrom: 1, OwnersFrom: 1,
	})
	for _, o := range owners {
		fog := FogOf(site, o.Name)
		if fog == nil {
			continue
		}
		logKey, err := service.Ed25519Key(node.LogKey(site, fog.Name))
		if err != nil {
			return nil, err
		}
		master, err := key.LoadOrCreate(node.ServiceKey(site, MasterOf(fog)))
		if err != nil {
			return nil, err
		}
		trust.Logs = append(trust.Logs, evidence.TrustLog{
			Origin: evidence.LogOrigin(trust.Genesis, o.Domain), Owner: o.Address, Domain: o.Domain, Key: node.PublicHash(logKey), Signer: master.Address(),
		})
	}
	if err := errors.Join(writePins(site), writeRoster(site), writeWrapping(site)); err != nil {
		return nil, err
	}
	if err := writeFounders(site, owners); err != nil {
		return nil, err
	}
	// The trust file is written last: its presence says that all of it is there.
	return trust, node.SaveTrust(site, trust)
}

// writeFounders writes the founders' nodes to where each of them begins: the first
// blocks do not hold them yet.
func writeFounders(site *service.Site, owners []custos.Owner) error {
	var nodes []custos.Principal
	for _, o := range owners {
		fog := FogOf(site, o.Name)
		if fog == nil {
			continue
		}
		k, err := key.LoadOrCreate(node.NodeKey(site, fog.Name))
		if err != nil {
			return err
		}
		_, spki, err := service.TLSIdentity(site.NodeDir(fog.Name), fog.Name)
		if err != nil {
			return err
		}
		nodes = append(nodes, custos.Principal{
			Address: k.Address(), Name: string(fog.Name), Role: custos.RoleFog, Owner: o.Address, Domain: o.Domain,
			TLSKey: spki, Endpoints: endpointsOf(fog), Active: true,
		})
	}
	return node.SavePeers(site, nodes)
}

// endpointsOf is where a node answers others, for the registry.
func endpointsOf(n *service.Node) custos.Endpoints {
	var out []string
	for _, e := range [][2]string{{"peer", n.P2P}, {"api", n.API}, {"leaf", n.Leaf}} {
		if e[1] != "" {
			out = append(out, e[0]+"="+e[1])
		}
	}
	return custos.Endpoints(strings.Join(out, " "))
}

// writePins writes the TLS keys of the site's own nodes, made where there are none. The
// key of a node that runs on another machine stays as it is known.
func writePins(site *service.Site) error {
	have, err := node.LoadPins(site)
	if err != nil && custos.KindOf(err) != custos.NotFound {
		return err
	}
	pins := node.Pins{}
	for _, n := range slices.Concat(site.Nodes, site.Retired) {
		if spki, known := have[n.Name]; known && !service.HasTLSIdentity(site.NodeDir(n.Name)) {
			pins[n.Name] = spki
			continue
		}
		_, spki, err := service.TLSIdentity(site.NodeDir(n.Name), n.Name)
		if err != nil {
			return err
		}
		pins[n.Name] = spki
	}
	text, err := json.MarshalIndent(pins, "", "  ")
	if err != nil {
		return err
	}
	// Read at each handshake, so it is whole at each moment.
	return service.WriteFile(node.PinsPath(site), text, 0o644)
}

// writeRoster writes the accounts of the services of the site's own nodes, whose keys are
// made where there are none. Those of a node that runs on another machine stay as they are
// known.
func writeRoster(site *service.Site) error {
	have, err := node.LoadRoster(site)
	if err != nil && custos.KindOf(err) != custos.NotFound {
		return err
	}
	roster := node.Roster{}
	for _, s := range Instances(site, "") {
		if a, known := have[s.ID]; known && !service.HasTLSIdentity(site.NodeDir(s.node.Name)) {
			roster[s.ID] = a
			continue
		}
		k, err := key.LoadOrCreate(node.ServiceKey(site, s.ID))
		if err != nil {
			return err
		}
		roster[s.ID] = k.Address()
	}
	return roster.Save(site)
}

// OwnerKey is the file of an owner's key.
func OwnerKey(site *service.Site, name custos.OwnerName) string {
	return filepath.Join(site.Data, "owners", string(name)+".key")
}

// PrincipalKey is the file of the key of a principal who does not keep it himself.
func PrincipalKey(site *service.Site, name string) string {
	return filepath.Join(site.Data, "principals", name+".key")
}

// FogOf is the owner's fog; nil if the site has none of him.
func FogOf(site *service.Site, owner custos.OwnerName) *service.Node {
	for i := range site.Nodes {
		if site.Nodes[i].Tier == custos.Fog && site.Nodes[i].Owner == owner {
			return &site.Nodes[i]
		}
	}
	return nil
}

// sameOwners refuses a site file that names others than the data directory knows:
// its founders, or the one owner who joins or joined a network.
func sameOwners(site *service.Site, t *evidence.Trust) error {
	card, err := cardOf(site)
	if err != nil {
		return err
	}
	if card != nil {
		if o := site.Owners[0]; card.Owner.Domain != o.Domain || ledger.SettingsOf(site).ChainID != t.ChainID || site.Name != t.Site {
			return custos.Errorf(custos.Conflict, "%s was begun for %s and the domain %s on chain %d: change the site file back, or make a new card by `custos node init`", site.Data, card.Owner.Name, card.Owner.Domain, t.ChainID)
		}
		return nil
	}
	// Owners who came later are in the trust file and not in the founders' site file.
	if ledger.SettingsOf(site).ChainID != t.ChainID || site.Name != t.Site {
		return custos.Errorf(custos.Conflict, "%s was begun for %s on chain %d, and the site file is for %s on chain %d: change the site file back, or choose another data directory", site.Data, t.Site, t.ChainID, site.Name, ledger.SettingsOf(site).ChainID)
	}
	strange := newOwners(site, func(o service.Owner) bool {
		return slices.ContainsFunc(t.Owners, func(p custos.Owner) bool { return p.Name == o.Name && p.Domain == o.Domain })
	})
	if strange != "" {
		return custos.Errorf(custos.Conflict, "the site file names %s, who is no owner of the network in %s, or has another domain there: owners join and leave by the owners' votes, with data directories of their own (`custos node init`, `custos node enroll`; see docs/network.md); take them out of this site file", strange, site.Data)
	}
	return nil
}

// enroll registers every node, service and principal of the site with its
// owner's key, creates the logs, and grants each service what its row in the
// table says. What the contracts have already is left as it is; who is in the site
// file no more loses his rights. say takes a line for people on each such change.
func enroll(ctx context.Context, site *service.Site, say func(string)) error {
	trust, err := node.LoadTrust(site)
	if err != nil {
		return err
	}
	members, _, err := openRoll(site)
	if err != nil {
		return err
	}
	taken, err := openTakenBack(site)
	if err != nil {
		return err
	}
	var all []*enrollment
	for _, o := range site.Owners {
		fog := FogOf(site, o.Name)
		if fog == nil {
			continue
		}
		client, err := node.DialLedger(ctx, site, trust, fog)
		if err != nil {
			return err
		}
		defer client.Close()
		k, err := key.Load(OwnerKey(site, o.Name))
		if err != nil {
			return err
		}
		e := &enrollment{site: site, trust: trust, client: client, owner: o, key: k, roll: members, taken: taken, say: say}
		if err := e.wanted(); err != nil {
			return err
		}
		all = append(all, e)
	}
	in := inSites(all)
	for _, e := range all {
		e.inSite = in
	}
	// One owner grants to a node that another one registers, so all register first.
	for _, phase := range []func(*enrollment, context.Context) error{(*enrollment).register, (*enrollment).grant, (*enrollment).comeBack, (*enrollment).leave} {
		g, ctx := errgroup.WithContext(ctx)
		for _, e := range all {
			g.Go(func() error { return phase(e, ctx) })
		}
		if err := g.Wait(); err != nil {
			return err
		}
	}
	return nil
}

type enrollment struct {
	site   *service.Site
	trust  *evidence.Trust
	client *ledger.Client
	owner  service.Owner
	key    *key.Key
	roll   *roll
	taken  *takenBack
	say    func(string)

	// inSite are the accounts of the site file, of all owners.
	inSite     map[custos.Address]bool
	principals []custos.Principal
	grants     []custos.Capability
	// keys are those of the principals that the site has, agreed what those signed who keep
	// their own.
	keys   map[custos.Address]*key.Key
	agreed map[custos.Address][]byte
}

// admit registers a principal with its consent. Who has not given it yet is said, and the
// others go on.
func (e *enrollment) admit(ctx context.Context, p custos.Principal) error {
	if k := e.keys[p.Address]; k != nil {
		_, err := e.client.RegisterKey(ctx, e.key, p, k)
		return err
	}
	_, err := e.client.RegisterPrincipal(ctx, e.key, p, e.agreed[p.Address])
	if custos.KindOf(err) == custos.Denied {
		e.say(fmt.Sprintf("%s is not registered: %v. Give its holder what `custos access kit` writes; he runs `custos access consent --owner %s`, and what that prints belongs into his row of the site file", p.Name, err, e.owner.Name))
		return nil
	}
	return err
}

func (e *enrollment) register(ctx context.Context) error {
	have, err := e.client.Principals(ctx)
	if err != nil {
		return err
	}
	// Who was deactivated in contracts of before is as one who is here.
	for _, a := range e.taken.Principals {
		if !slices.ContainsFunc(have, func(h custos.Principal) bool { return h.Address == a }) {
			have = append(have, custos.Principal{Address: a})
		}
	}
	g, gctx := errgroup.WithContext(ctx)
	for _, p := range e.principals {
		if i := slices.IndexFunc(have, func(h custos.Principal) bool { return h.Address == p.Address }); i >= 0 {
			h := have[i]
			if before, _ := e.roll.get(p.Address); !h.Active && !before.Out {
				e.say(fmt.Sprintf("%s stays deactivated, as it was by `custos node remove`: to admit it again, give it, its node or its camera another name in the site file", p.Name))
				continue
			}
			if !h.Active { // it was taken out of the site file and is back
				g.Go(func() error { return e.admit(gctx, p) })
				continue
			}
			// A node that moved says so.
			if h.TLSKey != p.TLSKey || h.Endpoints != p.Endpoints {
				g.Go(func() error {
					_, err := e.client.UpdateNode(gctx, e.key, p.Address, p.TLSKey, p.Endpoints)
					return err
				})
			}
			continue
		}
		g.Go(func() error { return e.admit(gctx, p) })
	}
	logs, err := e.client.Logs(ctx)
	if err != nil {
		return err
	}
	for _, l := range e.trust.Logs {
		if l.Domain != e.owner.Domain || slices.ContainsFunc(logs, func(h ledger.LogState) bool { return h.ID == layout.LogID(l.Domain, l.Origin) }) {
			continue
		}
		g.Go(func() error { _, err := e.client.CreateLog(gctx, e.key, l.Origin, l.Signer, l.Key); return err })
	}
	return g.Wait()
}

func (e *enrollment) grant(ctx context.Context) error {
	granted, err := e.client.Capabilities(ctx)
	if err != nil {
		return err
	}
	g, gctx := errgroup.WithContext(ctx)
	for _, c := range e.grants {
		if e.standing(granted, c) {
			continue
		}
		g.Go(func() error {
			if err := e.known(gctx, c.Grantee); err != nil {
				return err
			}
			_, err := e.client.Grant(gctx, e.key, c)
			return err
		})
	}
	return g.Wait()
}

// known waits until this owner's node has heard of a principal that another
// one may have registered.
func (e *enrollment) known(ctx context.Context, a custos.Address) error {
	for {
		p, err := e.client.Principal(ctx, a)
		if err == nil && p.Active {
			return nil
		}
		if err != nil && custos.KindOf(err) != custos.NotFound {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// wanted lists the owner's principals and grants by the site file.
func (e *enrollment) wanted() error {
	e.keys, e.agreed = map[custos.Address]*key.Key{}, map[custos.Address][]byte{}
	add := func(path string, p custos.Principal) (custos.Address, error) {
		k, err := key.LoadOrCreate(path)
		if err != nil {
			return custos.Address{}, err
		}
		p.Address = k.Address()
		e.keys[p.Address] = k
		e.principals = append(e.principals, p)
		return p.Address, nil
	}
	grant := func(to custos.Address, domain custos.Resource, a custos.Action) {
		from := time.Unix(time.Now().Unix()-60, 0)
		e.grants = append(e.grants, custos.Capability{Grantee: to, Resource: domain, Actions: a, From: from, Until: from.AddDate(10, 0, 0)})
	}
	roles := map[custos.Tier]custos.Role{custos.Edge: custos.RoleEdge, custos.Fog: custos.RoleFog, custos.Cloud: custos.RoleCloud}
	for _, n := range slices.Concat(e.site.Nodes, e.site.GoneNodes()) {
		mine := n.Owner == e.owner.Name
		if n.Tier == custos.Cloud {
			// The paper's superior access of a cloud node: every owner grants it on
			// his own domain.
			k, err := key.LoadOrCreate(node.NodeKey(e.site, n.Name))
			if err != nil {
				return err
			}
			grant(k.Address(), e.owner.Domain, custos.Live|custos.Recorded|custos.Features|custos.Events|custos.Export)
		}
		if !mine {
			continue
		}
		_, spki, err := service.TLSIdentity(e.site.NodeDir(n.Name), n.Name)
		if err != nil {
			return err
		}
		p := custos.Principal{Name: string(n.Name), Role: roles[n.Tier], Domain: e.owner.Domain, TLSKey: spki, Endpoints: endpointsOf(&n)}
		if _, err := add(node.NodeKey(e.site, n.Name), p); err != nil {
			return err
		}
		for _, s := range Instances(e.site, n.Name) {
			p := custos.Principal{Name: string(s.ID), Role: custos.RoleService, Domain: e.owner.Domain, TLSKey: spki}
			a, err := add(node.ServiceKey(e.site, s.ID), p)
			if err != nil {
				return err
			}
			if s.Kind.rights != 0 {
				grant(a, e.owner.Domain, s.Kind.rights)
			}
		}
	}
	for _, p := range access.Principals.Get(e.site) {
		if p.Owner != e.owner.Name {
			continue
		}
		var role custos.Role
		if err := role.UnmarshalText([]byte(p.Role)); err != nil {
			return err
		}
		q := custos.Principal{Address: p.Address, Name: p.Name, Role: role, Domain: e.owner.Domain}
		if !p.Address.IsZero() {
			e.agreed[p.Address] = p.Consent
			e.principals = append(e.principals, q)
		} else if _, err := add(PrincipalKey(e.site, p.Name), q); err != nil {
			return err
		}
	}
	return nil
}
