package policy

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/ledger"
)

// Step is a transaction that its owner signs. One of Rules, Grant and Revoke is set.
type Step struct {
	Owner  custos.OwnerName   `json:"owner"`
	Rules  *ledger.Rules      `json:"rules,omitempty"`
	Grant  *custos.Capability `json:"grant,omitempty"`
	Revoke *custos.Capability `json:"revoke,omitempty"`
	// Words say what it does, Effect what comes of it.
	Words  string   `json:"words"`
	Effect []string `json:"effect,omitempty"`
}

// Plan is what would make the chain agree with a file.
type Plan struct {
	Block custos.BlockRef `json:"block"`
	// Steps are in the order in which they are to be sent: rules, grants, revocations;
	// so nobody is without a right that is only written anew.
	Steps []Step `json:"steps"`
	// Kept is what stands on the chain besides and is left as it is, with the reason.
	Kept []string `json:"kept"`
	// Notes are what the reader should know of the file.
	Notes []string `json:"notes"`
}

// Planner compares files with a state.
type Planner struct {
	State *State
	Zone  *time.Location // of the site
	Now   time.Time
}

// Plan compares a file with the state. What the file asks for and nobody could grant is
// an error that is Invalid.
func (p Planner) Plan(file []Domain) (*Plan, error) {
	out := &Plan{Block: p.State.Head.BlockRef, Steps: []Step{}}
	var grants, revocations []Step
	for _, d := range file {
		owner, ok := p.State.owner(d.Owner)
		if !ok {
			return nil, custos.Errorf(custos.Invalid, "owner %s is not of this network", d.Owner)
		}
		fail := func(err error) error { return custos.Errorf(custos.Invalid, "owner %s: %w", d.Owner, err) }
		rules := p.State.Rules[d.Owner]
		if d.Rules != nil {
			want, err := p.rules(owner, *d.Rules, d.Glass, d.Sealed)
			if err != nil {
				return nil, fail(err)
			}
			if !sameRules(want, rules) {
				out.Steps = append(out.Steps, p.ruling(owner, want, rules))
			}
			rules = want
		}
		wanted, notes, err := p.grants(owner, d.Grants)
		if err != nil {
			return nil, fail(err)
		}
		out.Notes = append(out.Notes, notes...)
		for _, g := range wanted {
			if err := p.grantable(rules, g); err != nil {
				return nil, fail(err)
			}
		}
		g, r := p.compare(owner, d, wanted, out)
		grants, revocations = append(grants, g...), append(revocations, r...)
	}
	out.Steps = append(append(out.Steps, grants...), revocations...)
	return out, nil
}

// grants spells a file's grants out, one for each principal and resource.
func (p Planner) grants(owner custos.Owner, file []Grant) (out []custos.Capability, notes []string, err error) {
	for i, g := range file {
		fail := func(err error) ([]custos.Capability, []string, error) {
			return nil, nil, fmt.Errorf("grant %d: %w", i+1, err)
		}
		if len(g.Who) == 0 || len(g.Where) == 0 {
			return fail(fmt.Errorf("say who may what where: who, may, where"))
		}
		c := custos.Capability{Grantor: owner.Address, Depth: g.Delegations}
		if c.Actions, err = custos.ParseActions(strings.Join(g.May, ",")); err != nil {
			return fail(err)
		}
		if c.Hours, err = custos.ParseHours(g.Hours); err != nil {
			return fail(err)
		}
		if g.From != "" {
			if c.From, err = moment(g.From, p.Zone); err != nil {
				return fail(fmt.Errorf("from: %w", err))
			}
		}
		if c.Until, err = moment(g.Until, p.Zone); err != nil {
			return fail(fmt.Errorf("until: %w", err))
		}
		if !c.Until.After(c.From) {
			return fail(fmt.Errorf("it ends at %s, before it begins", g.Until))
		}
		if g.Delegations > 3 {
			return fail(fmt.Errorf("it can be passed on 3 times at most, not %d", g.Delegations))
		}
		for _, who := range g.Who {
			q, err := p.State.principal(who)
			if err != nil {
				return fail(err)
			}
			c.Grantee = q.Address
			for _, on := range g.Where {
				c.Resource = custos.Resource(on)
				if err := c.Resource.Validate(); err != nil {
					return fail(err)
				}
				if !c.Resource.Within(owner.Domain) {
					return fail(fmt.Errorf("%s is not in %s, the domain of %s", on, owner.Domain, owner.Name))
				}
				if slices.Contains(out, c) {
					return fail(fmt.Errorf("%s is there twice", p.words(c)))
				}
				if !p.Now.Before(c.Until) {
					notes = append(notes, fmt.Sprintf("over, and can be left out of the file: %s", p.words(c)))
					continue
				}
				out = append(out, c)
			}
		}
	}
	return out, notes, nil
}

// compare finds what is missing on the chain, and what is too much.
func (p Planner) compare(owner custos.Owner, d Domain, wanted []custos.Capability, out *Plan) (grants, revocations []Step) {
	standing := p.State.standing(owner, p.Now)
	var after []custos.Capability
	for _, w := range wanted {
		i := slices.IndexFunc(standing, func(g custos.Capability) bool { return p.State.Origin[g.Number] == "" && p.satisfies(g, w) })
		if i >= 0 {
			after = append(after, standing[i])
			standing = slices.Delete(standing, i, i+1)
			continue
		}
		after = append(after, w)
		if w.From.IsZero() {
			w.From = p.Now.Truncate(time.Second)
		}
		grants = append(grants, Step{Owner: owner.Name, Grant: &w, Words: "grant: " + p.words(w), Effect: []string{p.before(owner, w)}})
	}
	named := map[string]bool{}
	for _, g := range d.Grants {
		for _, who := range g.Who {
			named[who] = true
		}
	}
	machines := 0
	for _, g := range standing {
		name := p.State.name(g.Grantee)
		switch origin := p.State.Origin[g.Number]; {
		case origin != "":
			out.Kept = append(out.Kept, fmt.Sprintf("capability %d, by %s: %s", g.Number, origin, p.words(g)))
		case p.State.role(g.Grantee) != custos.RoleAuthority && !named[name]:
			machines++ // the site file's business
		default:
			effect := []string{"it ends at once"}
			if n := p.State.below(g.Number); n > 0 {
				effect[0] += fmt.Sprintf(", with %d that were passed on from it", n)
			}
			effect = append(effect, p.remains(g, after))
			revocations = append(revocations, Step{Owner: owner.Name, Revoke: &g, Words: fmt.Sprintf("revoke capability %d: %s", g.Number, p.words(g)), Effect: effect})
		}
	}
	if machines > 0 {
		out.Kept = append(out.Kept, fmt.Sprintf("%d capabilities of nodes and services that the file does not name, given by the site file", machines))
	}
	return grants, revocations
}

// satisfies reports whether a capability of the chain is what the file wants.
func (p Planner) satisfies(g, w custos.Capability) bool {
	from := w.From.Equal(g.From) || (w.From.IsZero() && !g.From.After(p.Now))
	return from && g.Until.Equal(w.Until) && g.Grantee == w.Grantee && g.Resource == w.Resource && g.Actions == w.Actions && g.Hours == w.Hours && g.Depth == w.Depth
}

// before says what somebody may do on a resource by what stands already.
func (p Planner) before(owner custos.Owner, w custos.Capability) string {
	var has []string
	for _, g := range p.State.standing(owner, p.Now) {
		if g.Grantee == w.Grantee && w.Resource.Within(g.Resource) {
			has = append(has, fmt.Sprintf("%s on %s by capability %d", g.Actions, g.Resource, g.Number))
		}
	}
	name := p.State.name(w.Grantee)
	if len(has) == 0 {
		return fmt.Sprintf("so far %s has nothing on it from %s", name, owner.Name)
	}
	return fmt.Sprintf("so far %s has %s", name, strings.Join(has, "; "))
}

// remains says what somebody may still do on a resource when a capability is revoked.
func (p Planner) remains(g custos.Capability, after []custos.Capability) string {
	var has []string
	for _, w := range after {
		if w.Grantee == g.Grantee && (g.Resource.Within(w.Resource) || w.Resource.Within(g.Resource)) {
			has = append(has, fmt.Sprintf("%s on %s", w.Actions, w.Resource))
		}
	}
	if len(has) == 0 {
		return fmt.Sprintf("%s keeps nothing there by this file", p.State.name(g.Grantee))
	}
	return fmt.Sprintf("%s keeps %s", p.State.name(g.Grantee), strings.Join(has, "; "))
}

// words say a capability as a person would.
func (p Planner) words(g custos.Capability) string {
	s := fmt.Sprintf("%s may %s on %s", p.State.name(g.Grantee), strings.ReplaceAll(g.Actions.String(), ",", ", "), g.Resource)
	if g.Hours != (custos.Hours{}) {
		s += ", " + g.Hours.String()
	}
	if g.From.After(p.Now) {
		s += ", from " + written(g.From, p.Zone)
	}
	s += ", until " + written(g.Until, p.Zone)
	switch g.Depth {
	case 0:
	case 1:
		s += ", and may pass it on once"
	default:
		s += fmt.Sprintf(", and may pass it on %d times", g.Depth)
	}
	return s
}
