package policy

import (
	"slices"

	"custos"
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
			d.Sealed = rules.Sealed
			d.Rules = &[]Rule{}
			for _, r := range rules.Rules {
				f := Rule{Where: r.Resource, May: actionList(r.Actions), Quorum: r.Quorum}
				for _, role := range r.Roles {
					f.Roles = append(f.Roles, role.String())
				}
				for _, a := range r.Approvers {
					f.Approve = append(f.Approve, p.State.name(a))
				}
				*d.Rules = append(*d.Rules, f)
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
