package fleet

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/fog"
	"custos.dev/custos/ledger"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/ledger/layout"
	"custos.dev/custos/node"
	"custos.dev/custos/service"
)

const (
	// resendEvery is how often it is looked for what was dropped, resendAtOnce how much of
	// an owner is sent in one look: what else the site does needs room in the blocks, too.
	resendEvery  = 15 * time.Second
	resendAtOnce = 20
)

// resend sends again what was dropped of the site's owners, until ctx ends. It is the one
// process of a running site that uses their keys.
func (u *Up) resend(ctx context.Context) error {
	for last := ""; ; {
		if u.enrolled.Load() {
			_, err := Resend(ctx, u.Site, u.say)
			if err != nil && ctx.Err() == nil && err.Error() != last {
				u.say("what a reorganisation dropped is not sent again yet: " + err.Error())
			}
			if last = ""; err != nil {
				last = err.Error()
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(resendEvery):
		}
	}
}

// Resend sends for each owner of the site whose key and master are here, and returns how
// much.
func Resend(ctx context.Context, site *service.Site, say func(string)) (sent int, err error) {
	var errs []error
	for _, o := range site.Owners {
		f := FogOf(site, o.Name)
		if f == nil || missing(OwnerKey(site, o.Name)) {
			continue
		}
		var dropped fog.Dropped
		if err := AskState(ctx, site, MasterOf(f), "dropped", &dropped); err != nil {
			continue // its master does not run, or says nothing yet
		}
		if len(dropped.Rights) == 0 && dropped.Rules == nil {
			continue
		}
		n, err := resendOf(ctx, site, o, f, dropped, say)
		sent += n
		errs = append(errs, err)
	}
	return sent, errors.Join(errs...)
}

func resendOf(ctx context.Context, site *service.Site, o service.Owner, f *service.Node, dropped fog.Dropped, say func(string)) (int, error) {
	k, err := key.Load(OwnerKey(site, o.Name))
	if err != nil {
		return 0, err
	}
	trust, err := node.LoadTrust(site)
	if err != nil {
		return 0, err
	}
	dial, cancel := context.WithTimeout(ctx, DialTimeout)
	defer cancel()
	chain, err := node.DialLedger(dial, site, trust, f)
	if err != nil {
		return 0, err
	}
	defer chain.Close()
	return (&resending{chain: chain, key: k, say: say}).all(ctx, dropped)
}

// resendChain is what sending again needs of the chain; package ledger implements it.
type resendChain interface {
	Capability(ctx context.Context, number uint64) (custos.Capability, error)
	Principal(ctx context.Context, a custos.Address) (custos.Principal, error)
	Rules(ctx context.Context, domain custos.Resource) (ledger.Rules, error)
	Revoke(ctx context.Context, s ledger.Signer, g custos.Capability) (ledger.Receipt, error)
	DeactivatePrincipal(ctx context.Context, s ledger.Signer, principal custos.Address) (ledger.Receipt, error)
	SetRules(ctx context.Context, s ledger.Signer, rules []ledger.Rule, glass ledger.GlassRule) (ledger.Receipt, error)
}

// resending sends again for one owner. What the chain has already, though perhaps not
// confirmed, is left alone: so it can be called as often as one likes.
type resending struct {
	chain resendChain
	key   ledger.Signer
	say   func(string)
	sent  int
}

func (r *resending) all(ctx context.Context, dropped fog.Dropped) (int, error) {
	var errs []error
	me := r.key.Address()
	// Rules first: what they forbid must not be granted while the rest is sent.
	if d := dropped.Rules; d != nil && d.Owner == me {
		errs = append(errs, r.rules(ctx, d))
	}
	for _, d := range dropped.Rights {
		if d.Owner != me || r.sent >= resendAtOnce {
			continue
		}
		switch {
		case d.Capability != nil:
			errs = append(errs, r.capability(ctx, d.Capability))
		case d.Principal != nil:
			errs = append(errs, r.principal(ctx, d.Principal))
		}
	}
	return r.sent, errors.Join(errs...)
}

func (r *resending) capability(ctx context.Context, g *custos.Capability) error {
	now, err := r.chain.Capability(ctx, g.Number)
	if err != nil || now.Revoked || layout.ContentOfCapability(&now) != layout.ContentOfCapability(g) {
		return err // another chain again: the master finds out which number it has there
	}
	if _, err := r.chain.Revoke(ctx, r.key, now); err != nil {
		return fmt.Errorf("revoke capability %d again: %w", g.Number, err)
	}
	r.did(fmt.Sprintf("revoked again, since a reorganisation had dropped it: capability %d, %s on %s", g.Number, g.Actions, g.Resource))
	return nil
}

func (r *resending) principal(ctx context.Context, p *custos.Principal) error {
	now, err := r.chain.Principal(ctx, p.Address)
	if err != nil || !now.Active || now.Owner != r.key.Address() {
		return err
	}
	if _, err := r.chain.DeactivatePrincipal(ctx, r.key, p.Address); err != nil {
		return fmt.Errorf("deactivate %s again: %w", p.Name, err)
	}
	r.did(fmt.Sprintf("deactivated again, since a reorganisation had dropped it: %s", p.Name))
	return nil
}

func (r *resending) rules(ctx context.Context, d *fog.DroppedRules) error {
	now, err := r.chain.Rules(ctx, d.Domain)
	if err != nil {
		return err
	}
	have, err := json.Marshal(now)
	if err != nil {
		return err
	}
	want, err := json.Marshal(d.Rules)
	if err != nil || string(have) == string(want) {
		return err
	}
	if _, err := r.chain.SetRules(ctx, r.key, d.Rules.Rules, d.Rules.Glass); err != nil {
		return fmt.Errorf("write the rules of %s again: %w", d.Domain, err)
	}
	r.did(fmt.Sprintf("written again, since a reorganisation had dropped them: the rules of %s", d.Domain))
	return nil
}

func (r *resending) did(line string) {
	r.sent++
	r.say(line)
}
