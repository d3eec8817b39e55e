package policy

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"custos"
	"custos/ledger"
)

// rules spells a file's rules out.
func (p Planner) rules(owner custos.Owner, file []Rule, sealed bool) (ledger.Rules, error) {
	out := ledger.Rules{Written: true, Sealed: sealed, Rules: []ledger.Rule{}}
	for i, f := range file {
		r := ledger.Rule{Resource: f.Where, Quorum: f.Quorum}
		fail := func(err error) (ledger.Rules, error) { return out, fmt.Errorf("rule %d: %w", i+1, err) }
		if err := f.Where.Validate(); err != nil {
			return fail(err)
		}
		if !f.Where.Within(owner.Domain) {
			return fail(fmt.Errorf("%s is not in %s, the domain of %s", f.Where, owner.Domain, owner.Name))
		}
		var err error
		if r.Actions, err = custos.ParseActions(strings.Join(f.May, ",")); err != nil {
			return fail(err)
		}
		for _, name := range f.Roles {
			var role custos.Role
			if err := role.UnmarshalText([]byte(name)); err != nil {
				return fail(err)
			}
			r.Roles = append(r.Roles, role)
		}
		if len(r.Roles) == 0 {
			return fail(fmt.Errorf("say for whom it is: roles"))
		}
		for _, name := range f.Approve {
			a, err := p.State.account(name)
			if err != nil {
				return fail(err)
			}
			if slices.Contains(r.Approvers, a) {
				return fail(fmt.Errorf("%s is to approve twice", name))
			}
			r.Approvers = append(r.Approvers, a)
		}
		if r.Quorum < 1 || r.Quorum > len(r.Approvers) {
			return fail(fmt.Errorf("a quorum of %d among %d who approve: choose at least one and at most all", r.Quorum, len(r.Approvers)))
		}
		out.Rules = append(out.Rules, r)
	}
	return out, nil
}

// sameRules compares what rules mean: the order of roles and approvers says nothing.
func sameRules(a, b ledger.Rules) bool {
	sorted := func(rules []ledger.Rule) []ledger.Rule {
		out := []ledger.Rule{}
		for _, r := range rules {
			r.Roles, r.Approvers = slices.Clone(r.Roles), slices.Clone(r.Approvers)
			slices.Sort(r.Roles)
			slices.SortFunc(r.Approvers, func(x, y custos.Address) int { return bytes.Compare(x[:], y[:]) })
			out = append(out, r)
		}
		return out
	}
	return a.Written == b.Written && a.Sealed == b.Sealed && reflect.DeepEqual(sorted(a.Rules), sorted(b.Rules))
}

// ruling is the step that writes rules.
func (p Planner) ruling(owner custos.Owner, want, have ledger.Rules) Step {
	s := Step{Owner: owner.Name, Rules: &want, Words: fmt.Sprintf("set the rules of %s: %s", owner.Domain, count(len(want.Rules), "rule"))}
	for _, r := range want.Rules {
		s.Effect = append(s.Effect, p.ruleWords(r))
	}
	if len(want.Rules) == 0 {
		s.Effect = append(s.Effect, fmt.Sprintf("%s grants and approves everything alone", owner.Name))
	}
	if want.Sealed {
		s.Effect = append(s.Effect, "no authority can break the glass")
	}
	switch {
	case have.Written:
		s.Effect = append(s.Effect, fmt.Sprintf("in place of %s", count(len(have.Rules), "rule")))
		for _, r := range have.Rules {
			s.Effect = append(s.Effect, "  gone: "+p.ruleWords(r))
		}
	default:
		s.Effect = append(s.Effect, "in place of the default: live pictures for an authority need the owner and another owner")
	}
	return s
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func (p Planner) ruleWords(r ledger.Rule) string {
	var roles, who []string
	for _, role := range r.Roles {
		roles = append(roles, role.String())
	}
	for _, a := range r.Approvers {
		who = append(who, p.State.name(a))
	}
	return fmt.Sprintf("%s on %s for %s: %d of %s must approve", strings.ReplaceAll(r.Actions.String(), ",", ", "), r.Resource, strings.Join(roles, ", "), r.Quorum, strings.Join(who, ", "))
}

// grantable says why an owner cannot grant something alone, by the rules of his domain.
func (p Planner) grantable(rules ledger.Rules, g custos.Capability) error {
	role := p.State.role(g.Grantee)
	if !rules.Written {
		if role == custos.RoleAuthority && g.Actions&custos.Live != 0 && len(p.State.Owners) > 1 {
			return fmt.Errorf("%s: live pictures for an authority need another owner's word, so no file can grant them: they are asked for by `custos access request`. Or write rules of your own, be it the empty list", p.words(g))
		}
		return nil
	}
	for _, r := range rules.Rules {
		overlaps := g.Resource.Within(r.Resource) || r.Resource.Within(g.Resource)
		if overlaps && g.Actions&r.Actions != 0 && slices.Contains(r.Roles, role) {
			return fmt.Errorf("%s: it needs approval by the rule %q, so no file can grant it: it is asked for by `custos access request`", p.words(g), p.ruleWords(r))
		}
	}
	return nil
}
