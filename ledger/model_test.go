package ledger

import (
	"slices"
	"time"

	"custos"
)

// model is what the contracts' state should be: their rules written once more, over
// plain lists and without a thought for gas. Each call returns whether the contract
// must take it, and does it if so.
type model struct {
	block      uint64
	threshold  int
	epoch      int
	owners     []*modelOwner
	principals []*modelPrincipal
	proposals  []*modelProposal // number n is at n-1
	accepted   map[custos.Hash]uint64
	successor  custos.Address
	logs       []*modelLog
	caps       []*custos.Capability // number n is at n-1
	requests   []*custos.AccessRequest
	rules      map[custos.Resource]Rules // by domain
	approved   map[approvalKey]bool
	other      map[approvalKey]custos.Address // without By: the last other owner
	glasses    map[custos.Address]uint64      // unacknowledged, by who broke it
	children   map[uint64][]uint64
}

// approvalKey is a word for a request on terms.
type approvalKey struct {
	request uint64
	terms   custos.Capability
	by      custos.Address
}

func newModel(owners []custos.Owner, threshold int) *model {
	m := &model{
		threshold: threshold, accepted: map[custos.Hash]uint64{}, rules: map[custos.Resource]Rules{}, approved: map[approvalKey]bool{},
		other: map[approvalKey]custos.Address{}, glasses: map[custos.Address]uint64{}, children: map[uint64][]uint64{},
	}
	for _, o := range owners {
		m.owners = append(m.owners, &modelOwner{o})
	}
	return m
}

type modelOwner struct{ custos.Owner }

type modelPrincipal struct{ custos.Principal }

type modelProposal struct {
	change   OwnerChange
	epoch    int
	voted    []custos.Address
	executed bool
}

type modelLog struct {
	origin   string
	domain   custos.Resource
	at       Checkpoint
	tree     int // which of the stories it tells; they differ in every root
	count    uint64
	anchored uint64
	frozen   bool
}

// ---- who is who

func (m *model) owner(a custos.Address) *modelOwner {
	for _, o := range m.owners {
		if o.Address == a {
			return o
		}
	}
	return nil
}

func (m *model) isOwner(a custos.Address) bool { o := m.owner(a); return o != nil && o.Active }

func (m *model) active() (out []*modelOwner) {
	for _, o := range m.owners {
		if o.Active {
			out = append(out, o)
		}
	}
	return out
}

// holder is the active owner of exactly this domain; zero if there is none.
func (m *model) holder(domain custos.Resource) custos.Address {
	for _, o := range m.active() {
		if o.Domain == domain {
			return o.Address
		}
	}
	return custos.Address{}
}

func (m *model) ownerOf(r custos.Resource) custos.Address {
	for _, o := range m.active() {
		if r.Within(o.Domain) {
			return o.Address
		}
	}
	return custos.Address{}
}

func (m *model) principal(a custos.Address) *modelPrincipal {
	for _, p := range m.principals {
		if p.Address == a {
			return p
		}
	}
	return nil
}

func (m *model) isActive(a custos.Address) bool {
	p := m.principal(a)
	return p != nil && p.Active && m.isOwner(p.Owner)
}

// ---- Registry

func (m *model) mayChange(by custos.Address) bool { return m.isOwner(by) && m.successor.IsZero() }

func (m *model) register(by custos.Address, p custos.Principal) bool {
	return m.mayChange(by) && m.enter(by, p)
}

func (m *model) enter(by custos.Address, p custos.Principal) bool {
	if p.Address.IsZero() || p.Role == custos.RoleNone || p.Role > custos.RoleService || p.Name == "" || len(p.Name) > 127 || len(p.Endpoints) > 255 {
		return false
	}
	had := m.principal(p.Address)
	if had != nil {
		// Whoever has the domain of the owner who registered it answers for it.
		answers := m.holder(m.owner(had.Owner).Domain)
		if !answers.IsZero() && (answers != by || had.Owner == by && had.Active) {
			return false
		}
	}
	anywhere := p.Role == custos.RoleCloud || p.Role == custos.RoleAuthority
	if p.Domain != "" || !anywhere {
		if p.Domain.Validate() != nil {
			return false
		}
		if h := m.ownerOf(p.Domain); h != by && (!anywhere || !h.IsZero()) {
			return false
		}
	}
	p.Owner, p.Active = by, true
	if had == nil {
		m.principals = append(m.principals, &modelPrincipal{p})
	} else {
		had.Principal = p
	}
	return true
}

func (m *model) own(by, a custos.Address) *modelPrincipal {
	if p := m.principal(a); m.isOwner(by) && p != nil && p.Active && p.Owner == by {
		return p
	}
	return nil
}

func (m *model) update(by, a custos.Address, key custos.Hash, at custos.Endpoints) bool {
	p := m.own(by, a)
	if p == nil || !m.successor.IsZero() || len(at) > 255 {
		return false
	}
	p.TLSKey, p.Endpoints = key, at
	return true
}

func (m *model) deactivate(by, a custos.Address) bool {
	p := m.own(by, a)
	if p != nil {
		p.Active = false
	}
	return p != nil
}

func (m *model) propose(by custos.Address, c OwnerChange) bool {
	if !m.mayChange(by) {
		return false
	}
	m.proposals = append(m.proposals, &modelProposal{change: c, epoch: m.epoch})
	if m.vote(by, len(m.proposals), c) {
		return true
	}
	m.proposals = m.proposals[:len(m.proposals)-1]
	return false
}

func (m *model) vote(by custos.Address, number int, c OwnerChange) bool {
	if !m.mayChange(by) || number < 1 || number > len(m.proposals) {
		return false
	}
	p := m.proposals[number-1]
	if p.executed || p.epoch != m.epoch || !p.change.Same(c) || slices.Contains(p.voted, by) {
		return false
	}
	if len(p.voted)+1 >= m.threshold {
		if !m.execute(c) {
			return false
		}
		p.executed = true
		m.epoch++
	}
	p.voted = append(p.voted, by)
	return true
}

// execute does all of a change or nothing.
func (m *model) execute(c OwnerChange) bool {
	next := m.clone()
	if !next.apply(c) {
		return false
	}
	m.owners, m.principals, m.threshold = next.owners, next.principals, next.threshold
	m.successor = next.successor
	return true
}

func (m *model) clone() *model {
	n := *m
	n.owners, n.principals = nil, nil
	for _, o := range m.owners {
		o := *o
		n.owners = append(n.owners, &o)
	}
	for _, p := range m.principals {
		p := *p
		n.principals = append(n.principals, &p)
	}
	return &n
}

func (m *model) apply(c OwnerChange) bool {
	o := m.owner(c.Owner.Address)
	switch c.Kind {
	case AddOwner:
		if c.Owner.Address.IsZero() || c.Owner.WitnessKey.IsZero() || c.Owner.Name == "" || o != nil && o.Active || len(m.active()) == 64 {
			return false
		}
		for _, other := range m.active() {
			if c.Owner.Domain.Within(other.Domain) || other.Domain.Within(c.Owner.Domain) {
				return false
			}
		}
		if o == nil {
			o = new(modelOwner)
			m.owners = append(m.owners, o)
		}
		o.Owner = c.Owner
		o.Active = true
		node := c.Node
		node.Role, node.Domain = custos.RoleFog, c.Owner.Domain
		if !node.Address.IsZero() && !m.enter(o.Address, node) {
			return false
		}
	case RemoveOwner:
		if o == nil || !o.Active {
			return false
		}
		o.Active = false
	case RotateOwner:
		if o == nil || !o.Active || c.Replacement.IsZero() || c.WitnessKey.IsZero() {
			return false
		}
		if c.Replacement != o.Address {
			if m.isOwner(c.Replacement) {
				return false
			}
			to := m.owner(c.Replacement)
			if to == nil {
				to = new(modelOwner)
				m.owners = append(m.owners, to)
			}
			to.Owner = o.Owner
			to.Address = c.Replacement
			o.Active = false
			o = to
		}
		o.WitnessKey = c.WitnessKey
	case SetThreshold:
	case AcceptChain:
		if c.Subject.IsZero() {
			return false
		}
		m.accepted[c.Subject] = m.block
		return true
	case HandOver:
		if c.Subject.IsZero() || c.Owner.Address.IsZero() {
			return false
		}
		m.successor = c.Owner.Address
		return true
	default:
		return false
	}
	n := len(m.active())
	if c.Threshold > n || 2*c.Threshold <= n {
		return false
	}
	m.threshold = c.Threshold
	return true
}

// ---- Anchors

func (m *model) log(origin string) *modelLog {
	for _, l := range m.logs {
		if l.origin == origin {
			return l
		}
	}
	return nil
}

func (m *model) createLog(by custos.Address, origin string) bool {
	if !m.isOwner(by) || m.log(origin) != nil {
		return false
	}
	m.logs = append(m.logs, &modelLog{origin: origin, domain: m.owner(by).Domain, at: Checkpoint{Root: emptyRoot}, tree: -1})
	return true
}

// anchor is told which story the checkpoint and the proof belong to, and whether
// the proof is the right one from where the log stands.
func (m *model) anchor(by custos.Address, origin string, at Checkpoint, tree int, proved bool) bool {
	l := m.log(origin)
	if l == nil || l.frozen || at.Size < l.at.Size {
		return false
	}
	owner := m.holder(l.domain)
	fog := m.principal(by)
	isFog := fog != nil && fog.Role == custos.RoleFog && fog.Owner == owner && m.isActive(by)
	if owner.IsZero() || by != owner && !isFog {
		return false
	}
	same := l.tree == tree || l.at.Size == 0
	if !proved || !same {
		return false
	}
	l.at, l.tree, l.anchored = at, tree, m.block
	l.count++
	return true
}

func (m *model) reportFork(origin string, a, b Checkpoint, signed bool) bool {
	l := m.log(origin)
	if l == nil || l.frozen || !signed || a.Size != b.Size || a.Root == b.Root {
		return false
	}
	l.frozen = true
	return true
}

func (m *model) reportConflict(origin string, c Checkpoint, signed bool) bool {
	l := m.log(origin)
	if l == nil || l.count == 0 {
		return false
	}
	return m.reportFork(origin, l.at, c, signed)
}

// ---- Capabilities

func (m *model) cap(n uint64) *custos.Capability {
	if n == 0 || n > uint64(len(m.caps)) {
		return nil
	}
	return m.caps[n-1]
}

// store is the last part of every grant.
func (m *model) store(by custos.Address, c custos.Capability) bool {
	h := c.Hours
	hours := h == custos.Hours{} || h.Days != 0 && h.Days < 0x80 && h.From < h.Until && h.Until <= 1440
	if !m.isActive(c.Grantee) || c.Actions == 0 || c.Actions&^custos.AllActions != 0 || !c.From.Before(c.Until) || !hours || c.Depth > 3 {
		return false
	}
	c.Number, c.Grantor = uint64(len(m.caps)+1), by
	m.caps = append(m.caps, &c)
	return true
}

func (m *model) grant(by custos.Address, c custos.Capability) bool {
	c.Parent = 0
	return m.ownerOf(c.Resource) == by && m.isOwner(by) && !m.ruled(c) && m.store(by, c)
}

func (m *model) delegate(by custos.Address, c custos.Capability) bool {
	p := m.cap(c.Parent)
	if p == nil || p.Grantee != by || !m.isActive(by) || !c.Resource.Within(p.Resource) || !m.inForce(p, c.Resource) ||
		c.Actions&^p.Actions != 0 || c.From.Before(p.From) || c.Until.After(p.Until) || c.Depth >= p.Depth || !hoursWithin(c.Hours, p.Hours) {
		return false
	}
	if m.ruled(c) || !m.store(by, c) {
		return false
	}
	m.children[c.Parent] = append(m.children[c.Parent], uint64(len(m.caps)))
	return true
}

// hoursWithin tries every minute of the week.
func hoursWithin(child, parent custos.Hours) bool {
	for day := range 7 {
		for minute := range uint16(1440) {
			in := func(h custos.Hours) bool {
				return h == custos.Hours{} || h.Days>>day&1 == 1 && minute >= h.From && minute < h.Until
			}
			if in(child) && !in(parent) {
				return false
			}
		}
	}
	return true
}

// inForce looks at every link up to the owner's grant.
func (m *model) inForce(c *custos.Capability, r custos.Resource) bool {
	for ; ; c = m.cap(c.Parent) {
		if c.Revoked {
			return false
		}
		if c.Parent == 0 {
			return m.ownerOf(r) == c.Grantor
		}
		if !m.isActive(c.Grantor) {
			return false
		}
	}
}

func (m *model) revoke(by custos.Address, n uint64) bool {
	c := m.cap(n)
	if c == nil || c.Revoked {
		return false
	}
	top := c
	for top.Parent != 0 {
		top = m.cap(top.Parent)
	}
	if by != c.Grantor && by != top.Grantor {
		return false
	}
	c.Revoked = true
	return true
}

func (m *model) request(by custos.Address, a custos.AccessRequest) bool {
	if !m.isActive(by) || m.ownerOf(a.Resource).IsZero() || a.Actions == 0 || a.Actions&^custos.AllActions != 0 || !a.From.Before(a.Until) || a.Reason == "" {
		return false
	}
	a.Number, a.Principal, a.State = uint64(len(m.requests)+1), by, custos.RequestOpen
	m.requests = append(m.requests, &a)
	return true
}

func (m *model) open(n uint64) *custos.AccessRequest {
	if n == 0 || n > uint64(len(m.requests)) || m.requests[n-1].State != custos.RequestOpen {
		return nil
	}
	return m.requests[n-1]
}

func (m *model) approve(by custos.Address, n uint64, c custos.Capability) bool {
	a := m.open(n)
	owner := m.ownerOf(c.Resource)
	if a == nil || owner.IsZero() || by == a.Principal || !m.mayDecide(by) || !c.Resource.Within(a.Resource) || c.Actions&^a.Actions != 0 ||
		c.From.Before(a.From) || c.Until.After(a.Until) || c.Depth != 0 {
		return false
	}
	c.Parent, c.Grantee = 0, a.Principal
	key := approvalKey{n, c, by}
	if m.approved[key] {
		return false
	}
	may, enough := m.voices(by, owner, n, c)
	if !may || enough && !m.store(owner, c) {
		return false
	}
	m.approved[key] = true
	if by != owner && m.isDefault(c) {
		m.other[approvalKey{request: n, terms: c}] = by
	}
	if enough {
		a.State, a.Capability = custos.RequestApproved, uint64(len(m.caps))
	}
	return true
}

// voices says whether by is asked about these terms, and whether with his word all are
// content who must be.
func (m *model) voices(by, owner custos.Address, n uint64, c custos.Capability) (may, enough bool) {
	said := func(who custos.Address) bool { return who == by || m.approved[approvalKey{n, c, who}] }
	if m.isDefault(c) {
		other := m.other[approvalKey{request: n, terms: c}]
		if by != owner {
			other = by
		}
		return m.isOwner(by), said(owner) && m.isOwner(other) && other != owner
	}
	rules := m.concerning(c)
	if len(rules) == 0 {
		return by == owner, by == owner
	}
	enough = true
	for _, r := range rules {
		votes := 0
		for _, who := range r.Approvers {
			may = may || who == by
			if said(who) && m.mayDecide(who) {
				votes++
			}
		}
		enough = enough && votes >= r.Quorum
	}
	return may, enough
}

func (m *model) mayDecide(a custos.Address) bool { return m.isOwner(a) || m.isActive(a) }

func (m *model) role(a custos.Address) custos.Role {
	if !m.isActive(a) {
		return custos.RoleNone
	}
	return m.principal(a).Role
}

// book is the rules of whoever owns the resource now.
func (m *model) book(r custos.Resource) Rules {
	if o := m.owner(m.ownerOf(r)); o != nil {
		return m.rules[o.Domain]
	}
	return Rules{}
}

func (m *model) isDefault(c custos.Capability) bool {
	return !m.book(c.Resource).Written && m.role(c.Grantee) == custos.RoleAuthority && c.Actions&custos.Live != 0 && len(m.active()) > 1
}

func (m *model) concerning(c custos.Capability) (out []Rule) {
	for _, r := range m.book(c.Resource).Rules {
		if r.Actions&c.Actions != 0 && slices.Contains(r.Roles, m.role(c.Grantee)) && (c.Resource.Within(r.Resource) || r.Resource.Within(c.Resource)) {
			out = append(out, r)
		}
	}
	return out
}

func (m *model) ruled(c custos.Capability) bool { return m.isDefault(c) || len(m.concerning(c)) > 0 }

func (m *model) setRules(by custos.Address, rules []Rule, sealed bool) bool {
	if !m.isOwner(by) || len(rules) > 8 {
		return false
	}
	domain := m.owner(by).Domain
	for _, r := range rules {
		seen := map[custos.Address]bool{{}: true}
		for _, a := range r.Approvers {
			if seen[a] {
				return false
			}
			seen[a] = true
		}
		if !r.Resource.Within(domain) || r.Actions == 0 || r.Actions&^custos.AllActions != 0 || len(r.Roles) == 0 || r.Quorum < 1 || r.Quorum > len(r.Approvers) || len(r.Approvers) > 8 {
			return false
		}
		for _, role := range r.Roles {
			if role == custos.RoleNone || role > custos.RoleService {
				return false
			}
		}
	}
	m.rules[domain] = Rules{Rules: rules, Written: true, Sealed: sealed}
	return true
}

func (m *model) breakGlass(by custos.Address, r custos.Resource, actions custos.Action, seconds int64, reason string) bool {
	if m.role(by) != custos.RoleAuthority || m.glasses[by] != 0 || seconds < 1 || seconds > 3600 || reason == "" || m.ownerOf(r).IsZero() || m.book(r).Sealed {
		return false
	}
	now := time.Unix(1_700_000_000+int64(m.block), 0).UTC()
	c := custos.Capability{Grantee: by, Resource: r, Actions: actions, From: now.Add(-time.Minute), Until: now.Add(time.Duration(seconds) * time.Second)}
	if !m.store(m.ownerOf(r), c) {
		return false
	}
	m.glasses[by] = uint64(len(m.caps))
	return true
}

func (m *model) acknowledge(by custos.Address, n uint64, r custos.Resource) bool {
	for who, g := range m.glasses {
		if g == n && m.cap(n).Resource == r && m.ownerOf(r) == by && m.isOwner(by) {
			delete(m.glasses, who)
			return true
		}
	}
	return false
}

func (m *model) deny(by custos.Address, n uint64, r custos.Resource, reason string) bool {
	a := m.open(n)
	if a == nil || r != a.Resource || m.ownerOf(r) != by || !m.isOwner(by) || reason == "" {
		return false
	}
	a.State = custos.RequestDenied
	return true
}

func (m *model) allowed(q Question) bool {
	if q.Capability == 0 {
		return m.ownerOf(q.Resource) == q.Principal && !q.Principal.IsZero()
	}
	c := m.cap(q.Capability)
	return c != nil && c.Grantee == q.Principal && m.isActive(q.Principal) && q.Resource.Within(c.Resource) && q.Action&^c.Actions == 0 &&
		!q.Time.Before(c.From) && q.Time.Before(c.Until) && c.Hours.Contains(q.Time) && m.inForce(c, q.Resource)
}
