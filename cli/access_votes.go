package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/ledger"
)

// whoElse says who must still approve a request after a voter did: the sentence's end,
// for people.
func (a *rights) whoElse(ctx context.Context, n uint64, principal custos.Address, g custos.Capability, voter custos.Address) (string, error) {
	given, err := a.chain.Approvals(ctx, n)
	if err != nil {
		return "", err
	}
	yes := []custos.Address{voter}
	for _, v := range given {
		if sameTerms(v.Terms, g) && v.Expires.After(time.Now()) { // the contract counts only those together
			yes = append(yes, v.By)
		}
	}
	p, err := a.chain.Principal(ctx, principal)
	if err != nil {
		return "", err
	}
	owners, err := a.chain.Owners(ctx)
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(owners, func(o custos.Owner) bool { return o.Active && g.Resource.Within(o.Domain) })
	if i < 0 {
		return "", custos.Errorf(custos.NotFound, "no owner's domain holds %s any more", g.Resource)
	}
	rules, err := a.chain.Rules(ctx, owners[i].Domain)
	if err != nil {
		return "", err
	}
	asked := rules.Rules
	if !rules.Written {
		asked = defaultRules(owners[i], owners)
	}
	var out []string
	for _, r := range asked {
		if !concerns(r, p.Role, g) {
			continue
		}
		if need, who := votesLeft(r, yes); need > 0 {
			out = append(out, a.needed(need, who, n))
		}
	}
	if out == nil {
		return "the contract waits for others, and its rules name nobody who is left", nil
	}
	slices.Sort(out)
	return strings.Join(slices.Compact(out), "; "), nil
}

// defaultRules hold where the owner wrote none: live pictures for an authority need the
// owner and another one.
func defaultRules(owner custos.Owner, all []custos.Owner) []ledger.Rule {
	var others []custos.Address
	for _, o := range all {
		if o.Active && o.Address != owner.Address {
			others = append(others, o.Address)
		}
	}
	live := ledger.Rule{Resource: owner.Domain, Actions: custos.Live, Roles: []custos.Role{custos.RoleAuthority}, Quorum: 1, Approvers: []custos.Address{owner.Address}}
	second := live
	second.Approvers = others
	return []ledger.Rule{live, second}
}

func sameTerms(a, b custos.Capability) bool {
	return a.Resource == b.Resource && a.Actions == b.Actions && a.Hours == b.Hours && a.From.Equal(b.From) && a.Until.Equal(b.Until)
}

// concerns says that a rule speaks of what is to be granted, as the contract does.
func concerns(r ledger.Rule, role custos.Role, g custos.Capability) bool {
	return r.Actions&g.Actions != 0 && slices.Contains(r.Roles, role) && (g.Resource.Within(r.Resource) || r.Resource.Within(g.Resource))
}

// votesLeft is how many a rule still needs, and of whom.
func votesLeft(r ledger.Rule, yes []custos.Address) (need int, who []custos.Address) {
	need = r.Quorum
	for _, a := range r.Approvers {
		if slices.Contains(yes, a) {
			need--
		} else {
			who = append(who, a)
		}
	}
	return need, who
}

// needed says who must approve: "1 more is needed: bruno runs: custos access approve 2".
func (a *rights) needed(need int, who []custos.Address, request uint64) string {
	var names []string
	for _, w := range who {
		names = append(names, a.names.name(w))
	}
	line := fmt.Sprintf("%d more needed: ", need)
	switch {
	case len(names) < need:
		return line + "and there is nobody else: write rules of your own by `custos access policy`"
	case len(names) == 1:
		return line + fmt.Sprintf("%s runs: custos access approve %d --as %[1]s", names[0], request)
	case need == 1:
		return line + fmt.Sprintf("one of %s runs: custos access approve %d --as NAME", strings.Join(names, ", "), request)
	}
	return line + fmt.Sprintf("%d of %s run: custos access approve %d --as NAME", need, strings.Join(names, ", "), request)
}
