package policy

import (
	"fmt"
	"slices"
	"time"

	"custos.dev/custos"
)

// Carried is what makes an owner's part of one deployment of the contracts hold in another
// that the owners move to: nothing is carried over by itself.
type Carried struct {
	Owner custos.Owner `json:"owner"`
	// Register are his principals that the other deployment does not have, Deactivate those
	// that only that has.
	Register   []custos.Principal `json:"register"`
	Deactivate []custos.Principal `json:"deactivate"`
	// Steps are rules, grants and revocations, in the order in which they are to be sent.
	Steps []Step `json:"steps"`
	// Left is what he cannot carry over, and who can.
	Left []string `json:"left"`
}

// Carry compares an owner's part of the state that p has with a deployment that is moved to.
// It can be asked for again at each time: what stands there already is not done twice, and
// what was taken back meanwhile is taken back there.
func (p Planner) Carry(to *State, owner custos.OwnerName) (*Carried, error) {
	from := p.State
	o, ok := from.owner(owner)
	if !ok {
		return nil, custos.Errorf(custos.Invalid, "owner %s is not of this network", owner)
	}
	out := &Carried{Owner: o, Register: []custos.Principal{}, Deactivate: []custos.Principal{}, Steps: []Step{}, Left: []string{}}
	for _, q := range from.Principals {
		if q.Owner == o.Address && from.active(q.Address) && !to.active(q.Address) {
			out.Register = append(out.Register, q)
		}
	}
	for _, q := range to.Principals {
		if q.Owner == o.Address && to.active(q.Address) && !from.active(q.Address) && from.name(q.Address) == q.Name {
			out.Deactivate = append(out.Deactivate, q)
		}
	}
	rules := from.Rules[o.Name]
	if rules.Written && !sameRules(rules, to.Rules[o.Name]) {
		out.Steps = append(out.Steps, p.ruling(o, rules, to.Rules[o.Name]))
	}
	there := to.inForce(o, p.Now)
	for _, g := range from.inForce(o, p.Now) {
		switch i := slices.IndexFunc(there, func(h custos.Capability) bool { return sameGrant(g, h) }); {
		case i >= 0:
			there = slices.Delete(there, i, i+1)
		case from.Origin[g.Number] != "":
			out.Left = append(out.Left, fmt.Sprintf("capability %d, by %s: %s: who has it asks for it again there", g.Number, from.Origin[g.Number], p.words(g)))
		default:
			if err := p.grantable(rules, g); err != nil {
				out.Left = append(out.Left, fmt.Sprintf("capability %d: %v", g.Number, err))
				continue
			}
			c := custos.Capability{Grantor: g.Grantor, Grantee: g.Grantee, Resource: g.Resource, Actions: g.Actions, From: g.From, Until: g.Until, Hours: g.Hours, Depth: g.Depth}
			if c.From.Before(p.Now) {
				c.From = p.Now.Truncate(time.Second)
			}
			out.Steps = append(out.Steps, Step{Owner: o.Name, Grant: &c, Words: fmt.Sprintf("grant as capability %d was: %s", g.Number, p.words(g))})
		}
	}
	for _, h := range there { // what was granted there and is in force here no more
		if slices.ContainsFunc(from.Capabilities, func(g custos.Capability) bool { return g.Parent == 0 && g.Grantor == o.Address && sameGrant(g, h) }) {
			out.Steps = append(out.Steps, Step{Owner: o.Name, Revoke: &h, Words: fmt.Sprintf("revoke capability %d there, since it was revoked here: %s", h.Number, p.words(h))})
		}
	}
	out.Left = append(out.Left, p.delegated(o)...)
	return out, nil
}

// active says whether an account is a principal that its owner has in the generation in
// which he registered it.
func (s *State) active(a custos.Address) bool {
	return slices.ContainsFunc(s.Principals, func(q custos.Principal) bool {
		return q.Address == a && q.Active && slices.ContainsFunc(s.Owners, func(o custos.Owner) bool {
			return o.Address == q.Owner && o.Generation == q.Generation
		})
	})
}

// inForce are those of standing that were granted by the owner as he is now, to the
// registration that the grantee has now.
func (s *State) inForce(o custos.Owner, now time.Time) []custos.Capability {
	return slices.DeleteFunc(s.standing(o, now), func(g custos.Capability) bool {
		return g.Generation != s.generation(o.Address) || !s.active(g.Grantee) || !slices.ContainsFunc(s.Principals, func(q custos.Principal) bool {
			return q.Address == g.Grantee && q.Registration == g.Registration
		})
	})
}

// generation is an active owner's; he can have another in another deployment.
func (s *State) generation(a custos.Address) uint16 {
	for _, o := range s.Owners {
		if o.Address == a {
			return o.Generation
		}
	}
	return 0
}

// sameGrant says of two grants, in two deployments, that one was made as the other is.
func sameGrant(a, b custos.Capability) bool {
	return a.Grantee == b.Grantee && a.Resource == b.Resource && a.Actions == b.Actions && a.Hours == b.Hours && a.Depth == b.Depth && a.Until.Equal(b.Until)
}

// delegated says of what hangs from an owner's grants that those who passed it on have to do
// it again.
func (p Planner) delegated(o custos.Owner) (out []string) {
	holds := map[uint64]bool{}
	for _, g := range p.State.inForce(o, p.Now) {
		holds[g.Number] = true
	}
	for _, g := range p.State.Capabilities { // a parent has a lower number
		if g.Parent == 0 || !holds[g.Parent] || g.Revoked || !p.Now.Before(g.Until) || !p.State.active(g.Grantor) || !p.State.active(g.Grantee) {
			continue
		}
		holds[g.Number] = true
		out = append(out, fmt.Sprintf("capability %d, delegated by %s: %s: only %s can delegate it again", g.Number, p.State.name(g.Grantor), p.words(g), p.State.name(g.Grantor)))
	}
	return out
}
