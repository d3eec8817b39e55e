package policy

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"custos.dev/custos"
	"custos.dev/custos/ledger"
)

// rules spells a file's rules out.
func (p Planner) rules(owner custos.Owner, file []Rule, glass *Glass, sealed bool) (ledger.Rules, error) {
	out := ledger.Rules{Written: true, Rules: []ledger.Rule{}}
	var err error
	if out.Glass, err = p.glass(owner, glass, sealed); err != nil {
		return out, fmt.Errorf("glass: %w", err)
	}
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
		if r.Roles, err = roles(f.Roles); err != nil {
			return fail(err)
		}
		if len(r.Roles) == 0 {
			return fail(fmt.Errorf("say for whom it is: roles"))
		}
		if r.Approvers, err = p.accounts(f.Approve); err != nil {
			return fail(fmt.Errorf("who is to approve: %w", err))
		}
		if r.Quorum < 1 || r.Quorum > len(r.Approvers) {
			return fail(fmt.Errorf("a quorum of %d among %d who approve: choose at least one and at most all", r.Quorum, len(r.Approvers)))
		}
		out.Rules = append(out.Rules, r)
	}
	return out, nil
}

// glass spells out who may break the glass.
func (p Planner) glass(owner custos.Owner, file *Glass, sealed bool) (g ledger.GlassRule, err error) {
	switch {
	case sealed:
		return g, nil
	case file == nil:
		return ledger.DefaultGlass(owner.Address), nil
	}
	if g.Actions, err = custos.ParseActions(strings.Join(file.May, ",")); err != nil {
		return g, err
	}
	if g.Roles, err = roles(file.Roles); err != nil {
		return g, err
	}
	if g.Named, err = p.accounts(file.Who); err != nil {
		return g, err
	}
	if len(g.Roles)+len(g.Named) == 0 {
		return g, fmt.Errorf("say who may: roles, who; or write sealed: true")
	}
	return g, nil
}

func roles(names List) (out []custos.Role, err error) {
	for _, name := range names {
		var role custos.Role
		if err := role.UnmarshalText([]byte(name)); err != nil {
			return nil, err
		}
		out = append(out, role)
	}
	return out, nil
}

// accounts are those of names, each of which may stand there once.
func (p Planner) accounts(names List) (out []custos.Address, err error) {
	for _, name := range names {
		a, err := p.State.account(name)
		if err != nil {
			return nil, err
		}
		if slices.Contains(out, a) {
			return nil, fmt.Errorf("%s is named twice", name)
		}
		out = append(out, a)
	}
	return out, nil
}

// sameRules compares what rules mean: the order of roles and approvers says nothing.
func sameRules(a, b ledger.Rules) bool {
	order := func(roles []custos.Role, accounts []custos.Address) ([]custos.Role, []custos.Address) {
		roles, accounts = slices.Clone(roles), slices.Clone(accounts)
		slices.Sort(roles)
		slices.SortFunc(accounts, func(x, y custos.Address) int { return bytes.Compare(x[:], y[:]) })
		return roles, accounts
	}
	sorted := func(rules ledger.Rules) ledger.Rules {
		out := ledger.Rules{Written: rules.Written, Glass: rules.Glass, Rules: []ledger.Rule{}}
		out.Glass.Roles, out.Glass.Named = order(rules.Glass.Roles, rules.Glass.Named)
		for _, r := range rules.Rules {
			r.Roles, r.Approvers = order(r.Roles, r.Approvers)
			out.Rules = append(out.Rules, r)
		}
		return out
	}
	return reflect.DeepEqual(sorted(a), sorted(b))
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
	s.Effect = append(s.Effect, p.glassWords(want.Glass))
	switch {
	case have.Written:
		s.Effect = append(s.Effect, fmt.Sprintf("in place of %s", count(len(have.Rules), "rule")))
		for _, r := range have.Rules {
			s.Effect = append(s.Effect, "  gone: "+p.ruleWords(r))
		}
		if old := p.glassWords(have.Glass); old != p.glassWords(want.Glass) {
			s.Effect = append(s.Effect, "  gone: "+old)
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

func (p Planner) glassWords(g ledger.GlassRule) string {
	if g.Actions == 0 {
		return "nobody can break the glass"
	}
	var who []string
	for _, role := range g.Roles {
		who = append(who, "every "+role.String())
	}
	for _, a := range g.Named {
		name := p.State.name(a)
		if slices.ContainsFunc(p.State.Owners, func(o custos.Owner) bool { return o.Address == a }) {
			name = "the authorities of " + name
		}
		who = append(who, name)
	}
	return fmt.Sprintf("in an emergency, for an hour at most, %s may have %s", strings.Join(who, ", "), strings.ReplaceAll(g.Actions.String(), ",", ", "))
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
			return fmt.Errorf("%s: live pictures for an authority need another owner's word, so no file can grant them: they are asked for by `custos access request`. Or write `rules` of your own, which may be `[]`", p.words(g))
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
