package fleet

import (
	"context"
	"os"
	"slices"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/ledger"
	"custos.dev/custos/node"
	"custos.dev/custos/service"
	"custos.dev/custos/supervise"

	"golang.org/x/sync/errgroup"
)

// cardOf reads the card by which the site's owner asked to be admitted to a network
// that others founded; nil if the site founded its own.
func cardOf(site *service.Site) (*node.Card, error) {
	if len(site.Owners) != 1 {
		return nil, nil
	}
	f, err := os.Open(node.CardPath(site, site.Owners[0].Name))
	if os.IsNotExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return node.ReadCard(f)
}

// awaitAdmission runs a newcomer's bus and ledger alone until the owners of the
// network have admitted him, and then brings his trust file up to date. For a
// founder, and for who was admitted before, it does nothing.
func (u *Up) awaitAdmission(ctx context.Context, program, file string) error {
	card, err := cardOf(u.Site)
	if err != nil || card == nil {
		return err
	}
	trust, err := node.LoadTrust(u.Site)
	if err != nil || isOwner(trust, card.Owner.Address) {
		return err
	}
	fog := FogOf(u.Site, card.Owner.Name)
	if u.Only != "" && u.Only != fog.Name {
		return custos.Errorf(custos.Unavailable, "%s is not admitted to %s yet: start its fog %s first", card.Owner.Name, trust.Site, fog.Name)
	}
	log := u.logger()
	if u.People != nil {
		u.People.say("waiting to be admitted: hand your card %s to the owners; %d of them run: custos node enroll CARD", node.CardPath(u.Site, card.Owner.Name), trust.Threshold)
	}
	log.Info("waiting to be admitted: hand your card to the owners, who run `custos node enroll`", "card", node.CardPath(u.Site, card.Owner.Name), "votes_needed", trust.Threshold, "owners", len(trust.Owners))
	var children []supervise.Child
	for _, s := range Instances(u.Site, fog.Name) {
		if s.Kind.early {
			children = append(children, supervise.Child{Name: string(s.ID), Argv: []string{program, "serve", string(s.ID), "-c", file}})
		}
	}
	alone, end := context.WithCancel(ctx)
	defer end()
	super := supervise.Supervisor{Log: log, Line: u.line}
	g, alone := errgroup.WithContext(alone)
	g.Go(func() error { return super.Run(alone, children) })
	g.Go(func() error {
		defer end()
		return u.admitted(alone, card, trust, fog)
	})
	if err := g.Wait(); err != nil && ctx.Err() == nil {
		return err
	}
	if ctx.Err() == nil {
		log.Info("admitted", "owner", card.Owner.Name, "domain", card.Owner.Domain)
	}
	return ctx.Err()
}

// admitted waits until the own ledger has the newcomer as an active owner, as deep
// as the site asks, and writes the trust file with him and his log in it.
func (u *Up) admitted(ctx context.Context, card *node.Card, base *evidence.Trust, fog *service.Node) error {
	client, err := node.DialLedger(ctx, u.Site, base, fog)
	if err != nil {
		return ignoreEnd(ctx, err)
	}
	defer client.Close()
	for {
		done, err := admittedBy(ctx, client, card.Owner.Address)
		if err == nil && done {
			t, err := node.TrustNow(ctx, client, base)
			if err == nil {
				t.Logs = append(t.Logs, evidence.TrustLog{Origin: card.Log.Origin, Owner: card.Owner.Address, Domain: card.Owner.Domain, Key: card.Log.Key, Signer: card.Log.Signer})
				return node.SaveTrust(u.Site, t)
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(500 * time.Millisecond):
		}
	}
}

// admittedBy says whether the registry has an account as an active owner, by a
// block as deep as is called confirmed.
func admittedBy(ctx context.Context, c *ledger.Client, a custos.Address) (bool, error) {
	head, err := c.Head(ctx)
	if err != nil || head.Number < c.Confirmations() {
		return false, err
	}
	changes, err := c.Changes(ctx, 0, head.Number-c.Confirmations())
	if err != nil {
		return false, err
	}
	active := false
	for _, ch := range changes {
		if ch.Owner != nil && ch.Owner.Address == a {
			active = ch.Owner.Active
		}
	}
	return active, nil
}

func isOwner(t *evidence.Trust, a custos.Address) bool {
	return slices.ContainsFunc(t.Owners, func(o custos.Owner) bool { return o.Address == a })
}
