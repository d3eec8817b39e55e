package policy

import (
	"slices"

	"custos.dev/custos"
)

// Show writes what stands as a file that asks for just that: of authorities everything
// that an owner granted, of nodes and services nothing, since the site file is theirs.
func (p Planner) Show(owners ...custos.OwnerName) []Domain {
	var out []Domain
	for _, o := range p.State.Owners {
		if len(owners) > 0 && !slices.Contains(owners, o.Name) {
			continue
		}
		d := Domain{Owner: o.Name, Grants: []Grant{}}
		if rules := p.State.Rules[o.Name]; rules.Written {
			d.Rules = &[]Rule{}
			if g := rules.Glass; g.Actions == 0 {
				d.Sealed = true
			} else {
				d.Glass = &Glass{May: actionList(g.Actions), Roles: roleNames(g.Roles), Who: p.accountNames(g.Named)}
			}
			for _, r := range rules.Rules {
				*d.Rules = append(*d.Rules, Rule{
					Where: r.Resource, May: actionList(r.Actions), Roles: roleNames(r.Roles), Approve: p.accountNames(r.Approvers), Quorum: r.Quorum,
				})
			}
		}
		for _, g := range p.State.standing(o, p.Now) {
			if p.State.Origin[g.Number] != "" || p.State.role(g.Grantee) != custos.RoleAuthority {
				continue
			}
			f := Grant{
				Who: List{p.State.name(g.Grantee)}, May: actionList(g.Actions), Where: List{string(g.Resource)},
				Hours: g.Hours.String(), Until: written(g.Until, p.Zone), Delegations: g.Depth,
			}
			if g.From.After(p.Now) {
				f.From = written(g.From, p.Zone)
			}
			d.Grants = append(d.Grants, f)
		}
		out = append(out, d)
	}
	return out
}

func actionList(a custos.Action) List {
	var out List
	for bit := custos.Action(1); bit <= custos.AllActions; bit <<= 1 {
		if a&bit != 0 {
			out = append(out, bit.String())
		}
	}
	return out
}

func roleNames(roles []custos.Role) (out List) {
	for _, r := range roles {
		out = append(out, r.String())
	}
	return out
}

func (p Planner) accountNames(accounts []custos.Address) (out List) {
	for _, a := range accounts {
		out = append(out, p.State.name(a))
	}
	return out
}
