package ledger

import (
	"maps"
	"slices"
	"time"

	"custos.dev/custos"
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
	rules      map[ownership]Rules
	approved   map[approvalKey]time.Time      // until when it counts
	other      map[approvalKey]custos.Address // without By: the last other owner
	glasses    map[glassKey]uint64            // unacknowledged
	tenures    map[custos.Resource]uint64     // in which block a domain was admitted
	now        time.Time                      // of the block
}

// glassKey is whose glass is open where.
type glassKey struct {
	domain  custos.Resource
	sponsor custos.Address
}

// ownership is an owner in one of his generations.
type ownership struct {
	owner      custos.Address
	generation uint16
}

// approvalKey is a word for a request on terms.
type approvalKey struct {
	request uint64
	terms   custos.Capability
	by      custos.Address
}

func newModel(owners []custos.Owner, threshold int) *model {
	m := &model{
		threshold: threshold, accepted: map[custos.Hash]uint64{}, rules: map[ownership]Rules{}, approved: map[approvalKey]time.Time{},
		other: map[approvalKey]custos.Address{}, glasses: map[glassKey]uint64{}, tenures: map[custos.Resource]uint64{},
	}
	for _, o := range owners {
		m.owners = append(m.owners, &modelOwner{o})
		m.tenures[o.Domain] = 0
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
	tenure   uint64
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
	return p != nil && p.Active && m.isOwner(p.Owner) && m.owner(p.Owner).Generation == p.Generation
}

// registration is which one of an account's is active; 0 if none is.
func (m *model) registration(a custos.Address) uint16 {
	if !m.isActive(a) {
		return 0
	}
	return m.principal(a).Registration
}

// ---- Registry

func (m *model) mayChange(by custos.Address) bool { return m.isOwner(by) && m.successor.IsZero() }

// register is told whether the account's consent is the right one.
func (m *model) register(by custos.Address, p custos.Principal, agreed bool) bool {
	return m.mayChange(by) && m.enter(by, p, agreed)
}

func (m *model) enter(by custos.Address, p custos.Principal, agreed bool) bool {
	if p.Address.IsZero() || p.Role == custos.RoleNone || p.Role > custos.RoleService || p.Name == "" || len(p.Name) > 127 || len(p.Endpoints) > 255 {
		return false
	}
	had := m.principal(p.Address)
	if m.owner(p.Address) != nil || m.isActive(p.Address) || !agreed {
		return false
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
	p.Owner, p.Active, p.Generation, p.Registration = by, true, m.owner(by).Generation, 1
	if had == nil {
		m.principals = append(m.principals, &modelPrincipal{p})
	} else {
		p.Registration = had.Registration + 1
		had.Principal = p
	}
	return true
}

func (m *model) own(by, a custos.Address) *modelPrincipal {
	if p := m.principal(a); m.isOwner(by) && m.isActive(a) && p.Owner == by {
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
	m.successor, m.tenures = next.successor, next.tenures
	return true
}

func (m *model) clone() *model {
	n := *m
	n.owners, n.principals, n.tenures = nil, nil, maps.Clone(m.tenures)
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
		if c.Owner.Address.IsZero() || c.Owner.WitnessKey.IsZero() || c.Owner.Name == "" || o != nil && o.Active || len(m.active()) == 64 || m.principal(c.Owner.Address) != nil {
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
		generation := o.Generation + 1
		o.Owner = c.Owner
		o.Active, o.Generation = true, generation
		m.tenures[o.Domain] = m.block
		node := c.Node
		node.Role, node.Domain = custos.RoleFog, c.Owner.Domain
		if !node.Address.IsZero() && !m.enter(o.Address, node, c.Owner.Generation == generation && len(c.Consent) > 0) {
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
			if m.isOwner(c.Replacement) || m.principal(c.Replacement) != nil {
				return false
			}
			to := m.owner(c.Replacement)
			if to == nil {
				to = new(modelOwner)
				m.owners = append(m.owners, to)
			}
			generation := to.Generation + 1
			to.Owner = o.Owner
			to.Address, to.Generation = c.Replacement, generation
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

func (m *model) log(domain custos.Resource, origin string) *modelLog {
	for _, l := range m.logs {
		if l.origin == origin && l.domain == domain {
			return l
		}
	}
	return nil
}

func (m *model) createLog(by custos.Address, origin string) bool {
	if !m.isOwner(by) {
		return false
	}
	domain := m.owner(by).Domain
	if m.log(domain, origin) != nil {
		return false
	}
	m.logs = append(m.logs, &modelLog{origin: origin, domain: domain, tenure: m.tenures[domain], at: Checkpoint{Root: emptyRoot}, tree: -1})
	return true
}

// anchor is told which story the checkpoint and the proof belong to, and whether
// the proof is the right one from where the log stands.
func (m *model) anchor(by custos.Address, l *modelLog, at Checkpoint, tree int, proved bool) bool {
	if l.frozen || at.Size < l.at.Size || l.tenure != m.tenures[l.domain] {
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

func (m *model) reportFork(l *modelLog, a, b Checkpoint, signed bool) bool {
	if l.frozen || !signed || a.Size != b.Size || a.Root == b.Root {
		return false
	}
	l.frozen = true
	return true
}

func (m *model) reportConflict(l *modelLog, c Checkpoint, signed bool) bool {
	return l.count > 0 && m.reportFork(l, l.at, c, signed)
}

// ---- Capabilities

func (m *model) cap(n uint64) *custos.Capability {
	if n == 0 || n > uint64(len(m.caps)) {
		return nil
	}
	return m.caps[n-1]
}

// endOfTime is the last time that a window may reach.
var endOfTime = time.Unix(lastSecond, 0)

// store is the last part of every grant.
func (m *model) store(by custos.Address, c custos.Capability) bool {
	h := c.Hours
	hours := h == custos.Hours{} || h.Days != 0 && h.Days < 0x80 && h.From < h.Until && h.Until <= 1440
	if !m.isActive(c.Grantee) || c.Actions == 0 || c.Actions&^custos.AllActions != 0 || !c.From.Before(c.Until) || c.Until.After(endOfTime) || !hours || c.Depth > 3 {
		return false
	}
	c.Number, c.Grantor, c.Registration, c.Generation = uint64(len(m.caps)+1), by, m.registration(c.Grantee), 0
	if c.Parent == 0 {
		c.Generation = m.owner(by).Generation
	}
	m.caps = append(m.caps, &c)
	return true
}

func (m *model) grant(by custos.Address, c custos.Capability) bool {
	c.Parent = 0
	return m.ownerOf(c.Resource) == by && m.isOwner(by) && !m.ruled(c) && m.store(by, c)
}

func (m *model) delegate(by custos.Address, c custos.Capability) bool {
	p := m.cap(c.Parent)
	if p == nil || p.Grantee != by || !m.isActive(by) || m.registration(by) != p.Registration || !c.Resource.Within(p.Resource) || !m.inForce(p, c.Resource) ||
		c.Actions&^p.Actions != 0 || c.From.Before(p.From) || c.Until.After(p.Until) || c.Depth >= p.Depth || !hoursWithin(c.Hours, p.Hours) {
		return false
	}
	open := 0
	for _, other := range m.caps {
		if other.Parent == c.Parent && other.Grantee == c.Grantee && !other.Revoked && other.Until.After(m.now) {
			open++
		}
	}
	return open < 8 && !m.ruled(c) && m.store(by, c)
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
			return m.ownerOf(r) == c.Grantor && m.owner(c.Grantor).Generation == c.Generation
		}
		if !m.isActive(c.Grantor) || m.registration(c.Grantor) != m.cap(c.Parent).Registration {
			return false
		}
	}
}

// What is decided about is named by its content too; meant says whether it is that.
func (m *model) revoke(by custos.Address, n uint64, meant bool) bool {
	c := m.cap(n)
	if c == nil || c.Revoked || !meant {
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
	if !m.isActive(by) || m.ownerOf(a.Resource).IsZero() || a.Actions == 0 || a.Actions&^custos.AllActions != 0 || !a.From.Before(a.Until) || a.Until.After(endOfTime) || a.Reason == "" {
		return false
	}
	a.Number, a.Principal, a.State = uint64(len(m.requests)+1), by, custos.RequestOpen
	a.Made, a.Registration = m.now, m.registration(by)
	m.requests = append(m.requests, &a)
	return true
}

func (m *model) open(n uint64) *custos.AccessRequest {
	if n == 0 || n > uint64(len(m.requests)) || m.requests[n-1].State != custos.RequestOpen || !m.now.Before(m.requests[n-1].Ends()) {
		return nil
	}
	return m.requests[n-1]
}

func (m *model) approve(by custos.Address, n uint64, c custos.Capability, expires time.Time, meant bool) bool {
	a := m.open(n)
	owner := m.ownerOf(c.Resource)
	if !meant || !expires.After(m.now) || a == nil || m.registration(a.Principal) != a.Registration || owner.IsZero() || by == a.Principal || !m.mayDecide(by) || !c.Resource.Within(a.Resource) || c.Actions&^a.Actions != 0 ||
		c.From.Before(a.From) || c.Until.After(a.Until) || c.Depth != 0 {
		return false
	}
	c.Parent, c.Grantee = 0, a.Principal
	key := approvalKey{n, c, by}
	if m.approved[key].After(m.now) {
		return false
	}
	may, enough := m.voices(by, owner, n, c)
	if !may || enough && !m.store(owner, c) {
		return false
	}
	m.approved[key] = expires
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
	said := func(who custos.Address) bool { return who == by || m.approved[approvalKey{n, c, who}].After(m.now) }
	if m.isDefault(c) {
		other := m.other[approvalKey{request: n, terms: c}]
		if by != owner {
			other = by
		}
		return m.isOwner(by), said(owner) && said(other) && m.isOwner(other) && other != owner
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
		return m.rules[ownership{o.Address, o.Generation}]
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

func (m *model) setRules(by custos.Address, rules []Rule, glass GlassRule) bool {
	if !m.isOwner(by) || len(rules) > 8 || glass.Actions&^custos.AllActions != 0 {
		return false
	}
	for i, a := range glass.Named {
		if a.IsZero() || slices.Contains(glass.Named[:i], a) {
			return false
		}
	}
	for _, role := range glass.Roles {
		if role == custos.RoleNone || role > custos.RoleService {
			return false
		}
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
	m.rules[ownership{by, m.owner(by).Generation}] = Rules{Rules: rules, Written: true, Glass: glass}
	return true
}

// mayBreak says whether a principal is one of those whom the resource's owner named.
func (m *model) mayBreak(by custos.Address, r custos.Resource, actions custos.Action) bool {
	book, owner, sponsor := m.book(r), m.ownerOf(r), m.principal(by).Owner
	authority := m.role(by) == custos.RoleAuthority
	if !book.Written {
		return authority && sponsor == owner && actions&^(custos.Live|custos.Features) == 0
	}
	g := book.Glass
	named := slices.Contains(g.Named, by) || authority && slices.Contains(g.Named, sponsor) || slices.Contains(g.Roles, m.role(by))
	return named && actions&^g.Actions == 0
}

func (m *model) breakGlass(by custos.Address, r custos.Resource, actions custos.Action, from, until time.Time, reason string) bool {
	const skew = 5 * time.Minute
	owner := m.ownerOf(r)
	if !m.isActive(by) || owner.IsZero() || reason == "" || !from.Before(until) || until.Sub(from) > time.Hour ||
		from.Add(skew).Before(m.now) || from.After(m.now.Add(skew)) || !m.mayBreak(by, r, actions) {
		return false
	}
	key := glassKey{m.owner(owner).Domain, m.principal(by).Owner}
	if m.glasses[key] != 0 || !m.store(owner, custos.Capability{Grantee: by, Resource: r, Actions: actions, From: from, Until: until}) {
		return false
	}
	m.glasses[key] = uint64(len(m.caps))
	return true
}

func (m *model) acknowledge(by custos.Address, n uint64, meant bool) bool {
	for key, g := range m.glasses {
		if g == n && meant && m.holder(key.domain) == by && m.isOwner(by) {
			delete(m.glasses, key)
			return true
		}
	}
	return false
}

func (m *model) deny(by custos.Address, n uint64, r custos.Resource, reason string, meant bool) bool {
	a := m.open(n)
	if !meant || a == nil || r != a.Resource || m.ownerOf(r) != by || !m.isOwner(by) || reason == "" {
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
	return c != nil && c.Grantee == q.Principal && m.isActive(q.Principal) && m.registration(q.Principal) == c.Registration && q.Resource.Within(c.Resource) && q.Action&^c.Actions == 0 &&
		!q.Time.Before(c.From) && q.Time.Before(c.Until) && c.Hours.Contains(q.Time) && m.inForce(c, q.Resource)
}
