package cli

import (
	"context"
	"strings"
	"time"

	"custos"
	"custos/ledger"
	"custos/ledger/key"
	"custos/node"
	"custos/term"

	"github.com/spf13/cobra"
)

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
		term.Printf(cmd.OutOrStdout(), "carried out with %d of %d votes (proposal %d)\n", p.Votes, owners, number)
		return nil
	}
	term.Printf(cmd.OutOrStdout(), "%d of %d votes (proposal %d): %d more of the owners must run this command\n", p.Votes, need, number, need-p.Votes)
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
