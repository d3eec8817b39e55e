package fleet

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/access"
	"custos.dev/custos/access/policy"
	"custos.dev/custos/evidence"
	"custos.dev/custos/ledger"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/node"
	"custos.dev/custos/service"
	"custos.dev/custos/term"

	"golang.org/x/sync/errgroup"
)

// Move takes a site to other contracts. Each step can be done again.
type Move struct {
	Site  *service.Site
	Trust *evidence.Trust
	// Here are the contracts of before. Whoever made the client closes it.
	Here *ledger.Client
	// As is the one owner whose part is carried over; "" is each whose key is here.
	As custos.OwnerName
	// File is what people call the file that names the deployment.
	File string
	// Prepare carries the part over, and does not go on there yet.
	Prepare bool
	Out     io.Writer
	// Confirm is asked before anything is signed; nil agrees.
	Confirm func() error

	// there are the contracts that are moved to.
	there *ledger.Client
	keys  map[custos.Address]*key.Key

	mu sync.Mutex
	// receipts are of what was sent and is not known to be confirmed.
	receipts []ledger.Receipt
}

// Run goes to a deployment that the owners voted for, or prepares for it.
func (m *Move) Run(ctx context.Context, d *ledger.Deployment) error {
	m.there = m.Here.At(d.Contracts)
	moved, err := m.decided(ctx, d)
	if err != nil {
		return err
	}
	at := uint64(0)
	if moved != nil {
		at = moved.Block.Number
	}
	codes, err := m.Here.CheckSuccessor(ctx, d.Contracts, at)
	if err != nil {
		return err
	}
	if err := m.carryOver(ctx); err != nil || moved == nil || m.Prepare {
		return err
	}
	return m.goOn(ctx, codes, moved)
}

// decided returns the hand-over to a deployment; nil if it is prepared for before it is decided.
func (m *Move) decided(ctx context.Context, d *ledger.Deployment) (*ledger.Moved, error) {
	moved, err := m.Here.Moved(ctx)
	switch {
	case err != nil:
		return nil, err
	case moved != nil && (moved.Registry != d.Contracts.Registry || moved.Name != d.Name()):
		return nil, custos.Errorf(custos.Denied, "the owners moved to the deployment %s with the registry %s, and %s names %s: ask the other owners for the right file", moved.Name, moved.Registry, m.File, d.Name())
	case moved == nil && !m.Prepare:
		return nil, custos.Errorf(custos.Unavailable, "the owners have not decided to move to %s, or too few blocks stand on their vote: see `custos node list`; to do beforehand what can be done, add --prepare", d.Name())
	}
	return moved, nil
}

// carryOver shows what the owners whose keys are here have to do, and does it.
func (m *Move) carryOver(ctx context.Context) error {
	owners, err := m.ownersHere()
	if err != nil {
		return err
	}
	if m.keys, err = keysHere(m.Site); err != nil {
		return err
	}
	plans, err := m.plans(ctx, owners)
	if err != nil {
		return err
	}
	todo, err := m.show(ctx, plans)
	if err != nil || todo == 0 {
		return err
	}
	if m.Confirm != nil {
		if err := m.Confirm(); err != nil {
			return err
		}
	}
	// One owner grants to whom another one registers, so all register first.
	for _, p := range plans {
		if err := m.register(ctx, p); err != nil {
			return err
		}
	}
	if err := m.settle(ctx); err != nil {
		return err
	}
	if plans, err = m.plans(ctx, owners); err != nil {
		return err
	}
	for _, p := range plans {
		if err := m.grant(ctx, p); err != nil {
			return err
		}
	}
	return m.settle(ctx)
}

// ownersHere are the owners of the site whose keys are on this machine.
func (m *Move) ownersHere() ([]custos.OwnerName, error) {
	var out []custos.OwnerName
	for _, o := range m.Site.Owners {
		if m.As != "" && m.As != o.Name {
			continue
		}
		if _, err := os.Stat(OwnerKey(m.Site, o.Name)); err == nil {
			out = append(out, o.Name)
		} else if !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	return out, nil
}

// keysHere are the keys of the site's principals that are on this machine: they can agree
// to be registered.
func keysHere(site *service.Site) (map[custos.Address]*key.Key, error) {
	var files []string
	for _, n := range slices.Concat(site.Nodes, site.Retired) {
		files = append(files, node.NodeKey(site, n.Name))
	}
	for _, s := range Instances(site, "") {
		files = append(files, node.ServiceKey(site, s.ID))
	}
	for _, p := range access.Principals.Get(site) {
		files = append(files, PrincipalKey(site, p.Name))
	}
	out := map[custos.Address]*key.Key{}
	for _, f := range files {
		if _, err := os.Stat(f); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		k, err := key.Load(f)
		if err != nil {
			return nil, err
		}
		out[k.Address()] = k
	}
	return out, nil
}

// part is what one owner has to do.
type part struct {
	*policy.Carried
	key *key.Key
	// absent are those of Register who keep their keys themselves.
	absent []custos.Principal
	// log is his log if it is not open there.
	log *ledger.LogState
}

func (m *Move) plans(ctx context.Context, owners []custos.OwnerName) ([]part, error) {
	from, err := policy.Read(ctx, m.Here)
	if err != nil {
		return nil, err
	}
	to, err := policy.Read(ctx, m.there)
	if err != nil {
		return nil, err
	}
	logs, err := m.there.Logs(ctx)
	if err != nil {
		return nil, err
	}
	planner := policy.Planner{State: from, Zone: m.Site.Location(), Now: time.Now()}
	var out []part
	for _, o := range owners {
		c, err := planner.Carry(to, o)
		if err != nil {
			return nil, err
		}
		p := part{Carried: c}
		if p.key, err = key.Load(OwnerKey(m.Site, o)); err != nil {
			return nil, err
		}
		c.Register = slices.DeleteFunc(c.Register, func(q custos.Principal) bool {
			if m.keys[q.Address] != nil {
				return false
			}
			p.absent = append(p.absent, q)
			return true
		})
		for _, l := range m.Trust.Logs {
			if l.Domain == c.Owner.Domain && !slices.ContainsFunc(logs, func(h ledger.LogState) bool { return h.Origin == l.Origin && h.Signer == l.Signer }) {
				p.log = &ledger.LogState{Origin: l.Origin, Signer: l.Signer, Key: l.Key}
			}
		}
		out = append(out, p)
	}
	return out, nil
}

// show prints the plans, and returns how many transactions they take.
func (m *Move) show(ctx context.Context, plans []part) (todo int, err error) {
	var b strings.Builder
	for _, p := range plans {
		n := len(p.Register) + len(p.Deactivate) + len(p.Steps)
		if p.log != nil {
			n++
		}
		todo += n
		term.Printf(&b, "%s signs %s:\n", p.Owner.Name, term.Count(n, "transaction"))
		if len(p.Register) > 0 {
			term.Printf(&b, "  register, each by its own key: %s\n", namesOf(p.Register))
		}
		if len(p.Deactivate) > 0 {
			term.Printf(&b, "  deactivate, as here: %s\n", namesOf(p.Deactivate))
		}
		if p.log != nil {
			term.Printf(&b, "  open the log %s\n", p.log.Origin)
		}
		for _, s := range p.Steps {
			term.Printf(&b, "  %s\n", s.Words)
		}
		for _, q := range p.absent {
			term.Printf(&b, "  not carried over: %s (%s), whose key is not on this machine: after the move its holder agrees anew by what `custos access kit` writes then (`custos access consent`); then grant it again\n", q.Name, q.Address)
		}
		for _, l := range p.Left {
			term.Printf(&b, "  not carried over: %s\n", l)
		}
	}
	if todo == 0 {
		term.Printf(&b, "nothing has to be carried over\n")
	}
	_, err = io.WriteString(m.Out, b.String())
	return todo, err
}

func namesOf(ps []custos.Principal) string {
	var out []string
	for _, p := range ps {
		out = append(out, custos.Plain(p.Name))
	}
	return strings.Join(out, ", ")
}

// atOnce is how many transactions wait for their blocks at a time.
const atOnce = 16

func (m *Move) register(ctx context.Context, p part) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(atOnce)
	for _, q := range p.Register {
		g.Go(func() error {
			r, err := m.there.RegisterKey(ctx, p.key, q, m.keys[q.Address])
			return m.sent("register "+q.Name, r, err)
		})
	}
	for _, q := range p.Deactivate {
		g.Go(func() error {
			r, err := m.there.DeactivatePrincipal(ctx, p.key, q.Address)
			return m.sent("deactivate "+q.Name, r, err)
		})
	}
	if p.log != nil {
		g.Go(func() error {
			r, err := m.there.CreateLog(ctx, p.key, p.log.Origin, p.log.Signer, p.log.Key)
			return m.sent("open the log "+p.log.Origin, r, err)
		})
	}
	return g.Wait()
}

// grant sends rules first, then grants and revocations. What is granted to somebody who is
// not registered there yet is left for the next time.
func (m *Move) grant(ctx context.Context, p part) error {
	for _, s := range p.Steps {
		if s.Rules != nil {
			r, err := m.there.SetRules(ctx, p.key, s.Rules.Rules, s.Rules.Glass)
			if err := m.sent(s.Words, r, err); err != nil {
				return err
			}
		}
	}
	known, err := m.there.Principals(ctx)
	if err != nil {
		return err
	}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(atOnce)
	for _, s := range p.Steps {
		switch {
		case s.Revoke != nil:
			g.Go(func() error { r, err := m.there.Revoke(ctx, p.key, *s.Revoke); return m.sent(s.Words, r, err) })
		case s.Grant != nil && !slices.ContainsFunc(known, func(q custos.Principal) bool { return q.Active && q.Address == s.Grant.Grantee }):
			term.Printf(m.Out, "not carried over: %s: it is not registered there; grant it once it is\n", s.Words)
		case s.Grant != nil:
			g.Go(func() error { r, err := m.there.Grant(ctx, p.key, *s.Grant); return m.sent(s.Words, r, err) })
		}
	}
	return g.Wait()
}

// sent notes where a transaction is, or says of which it is that it failed.
func (m *Move) sent(what string, r ledger.Receipt, err error) error {
	if err != nil {
		return fmt.Errorf("%s: %w; run the command again: it does what is missing", what, err)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.receipts = append(m.receipts, r)
	return nil
}

// settle waits until all that was sent is confirmed, in whichever blocks that is.
func (m *Move) settle(ctx context.Context) error {
	for _, r := range m.receipts {
		if _, err := m.there.Settle(ctx, r); err != nil {
			return fmt.Errorf("%w; run the command again: it does what is missing", err)
		}
	}
	m.receipts = nil
	return nil
}

// goOn points the site at the contracts that the owners moved to, and has its services
// begin again.
func (m *Move) goOn(ctx context.Context, codes ledger.CodeHashes, moved *ledger.Moved) error {
	nodes, err := m.Here.Nodes(ctx, moved.Block.Number)
	if err != nil {
		return err
	}
	// Owners who have not moved yet are no nodes there: their nodes are called as those of
	// the founders were before they were registered.
	if err := node.SavePeers(m.Site, nodes); err != nil {
		return err
	}
	if err := m.remember(ctx); err != nil {
		return err
	}
	t, err := node.MoveTrust(ctx, m.there, m.Trust, codes, moved.Block)
	if err != nil {
		return err
	}
	// The one step that moves the site; all before it can be done again.
	if err := node.SaveTrust(m.Site, t); err != nil {
		return err
	}
	w := m.Out
	term.Printf(w, "%s has moved to the registry %s, which counts after block %d\n", m.Site.Name, moved.Registry, moved.Block.Number)
	if ownForm(m.Trust) != nil { // what runs here is of the version that has that form
		term.Printf(w, "The services that run are of a version that does not know these contracts: end `custos up`, and start it with this version\n")
		return nil
	}
	n, err := restartAll(ctx, m.Site)
	if err != nil {
		return err
	}
	if n > 0 {
		term.Printf(w, "%d services begin again with it\n", n)
	}
	term.Printf(w, "Give verifiers the new trust file, by another way than evidence: custos trust export\n")
	return nil
}

// movedAway says what to do if the owners moved and the site here did not yet; "" if there
// is nothing.
func movedAway(ctx context.Context, site *service.Site) (string, error) {
	t, err := node.LoadTrust(site)
	if err != nil {
		return "", err
	}
	for _, o := range site.Owners {
		fog := FogOf(site, o.Name)
		if fog == nil {
			continue
		}
		c, err := node.DialLedger(ctx, site, t, fog)
		if err != nil {
			return "", err
		}
		moved, err := c.Moved(ctx)
		c.Close()
		if err != nil || moved == nil {
			return "", err
		}
		return fmt.Sprintf("the owners moved to the registry %s in block %d: the services wait until you have run: custos network move FILE", moved.Registry, moved.Block.Number), nil
	}
	return "", nil
}
