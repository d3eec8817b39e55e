package cli

import (
	"context"
	"strings"

	"custos.dev/custos"
	"custos.dev/custos/ledger"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/term"

	"github.com/spf13/cobra"
)

// majority is how many votes of so many owners a change is to need: as many as are asked for,
// or more than half.
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

// voting opens the ledger with the keys that vote around a command.
func voting(t *target, do func(cmd *cobra.Command, args []string, v *vote) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		v, err := openVote(cmd.Context(), t)
		if err != nil {
			return err
		}
		defer v.chain.Close()
		return do(cmd, args, v)
	}
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
