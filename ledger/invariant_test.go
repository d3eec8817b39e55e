package ledger

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/transparency-dev/merkle/testonly"

	"custos.dev/custos"
	"custos.dev/custos/ledger/bindings"
)

var emptyRoot = custos.Hash(sha256.Sum256(nil))

// TestContractsInvariant runs long random histories of every call by every kind of
// sender: the contracts must take and refuse what the model does, and stand where
// it stands.
func TestContractsInvariant(t *testing.T) {
	seeds := uint64(8)
	if testing.Short() {
		seeds = 2
	}
	tried := make([]map[string][2]int, seeds)
	t.Run("seeds", func(t *testing.T) {
		for seed := range seeds {
			t.Run(fmt.Sprint(seed), func(t *testing.T) {
				t.Parallel()
				rnd := rand.New(rand.NewPCG(seed, 2026))
				data := make([]byte, 12_000)
				for i := range data {
					data[i] = byte(rnd.IntN(256))
				}
				tried[seed] = newHistory(t).run(data)
			})
		}
	})
	all := map[string][2]int{}
	for _, m := range tried {
		for k, v := range m {
			all[k] = [2]int{all[k][0] + v[0], all[k][1] + v[1]}
		}
	}
	for _, k := range slices.Sorted(maps.Keys(all)) {
		t.Logf("%-32s %5d taken %5d refused", k, all[k][0], all[k][1])
		if !testing.Short() && (all[k][0] == 0 || all[k][1] == 0 && !strings.Contains(k, " by ") && !strings.HasPrefix(k, "carry out")) {
			t.Errorf("%s: %d taken and %d refused: too few to tell", k, all[k][0], all[k][1])
		}
	}
}

// FuzzContracts goes on from there: every byte is a choice.
func FuzzContracts(f *testing.F) {
	for seed := range uint64(4) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		data := make([]byte, 600)
		for i := range data {
			data[i] = byte(rnd.IntN(256))
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) { newHistory(t).run(data[:min(len(data), 4000)]) })
}

// history is the contracts and the model, side by side.
type history struct {
	*evm
	m      *model
	data   []byte
	people []testKey
	trees  []*testonly.Tree
	tried  map[string][2]int
	sizes  map[string]uint64 // of the logs when last looked at
	frozen map[string]bool
	voted  map[uint64]map[custos.Address]bool
	// changed is who made a call of this step that can change rights; nil if nobody did.
	changed *custos.Address
}

// by notes who made a call that can change rights.
func (h *history) by(k testKey) { a := k.Address(); h.changed = &a }

// meant is the content of what is decided about, or another one.
func (h *history) meant(content custos.Hash) (custos.Hash, bool) {
	if h.draw(8) == 0 {
		content[3] ^= 1
		return content, false
	}
	return content, true
}

// decision is an answer of the contract, and who can have a say in it.
type decision struct {
	question Question
	allowed  string
	parties  map[custos.Address]bool
}

// decisions asks about the newest capabilities, as they are before a call. Who grants, holds,
// delegates or owns, and the owners who answer for them, can change the answer; and nobody else.
func (h *history) decisions() (out []decision) {
	for n := len(h.m.caps); n > 0 && n > len(h.m.caps)-6; n-- {
		c := h.m.caps[n-1]
		q := Question{Principal: c.Grantee, Resource: c.Resource, Action: c.Actions, Time: c.From, Capability: c.Number}
		d := decision{question: q, allowed: h.check(q), parties: map[custos.Address]bool{h.m.ownerOf(c.Resource): true}}
		for ; c != nil; c = h.m.cap(c.Parent) {
			for _, a := range []custos.Address{c.Grantor, c.Grantee} {
				d.parties[a] = true
				if p := h.m.principal(a); p != nil {
					d.parties[p.Owner] = true
				}
			}
		}
		out = append(out, d)
	}
	return out
}

// untouched fails where a call of one owner, or of his, changed a decision in which he has
// no say. Votes are the owners' together, and are not looked at.
func (h *history) untouched(before []decision) {
	h.t.Helper()
	if h.changed == nil {
		return
	}
	for _, d := range before {
		if d.parties[*h.changed] {
			continue
		}
		if now := h.check(d.question); now != d.allowed {
			h.t.Fatalf("block %d: a call of %s, who has no say in it, made %q of %q: %+v", h.block, *h.changed, now, d.allowed, d.question)
		}
	}
}

var (
	historyDomains   = []custos.Resource{"campus/front-door", "campus/second-door", "campus/library", "campus", "campus/library/hall", "elsewhere"}
	historyResources = append([]custos.Resource{"campus/front-door/cam1", "campus/front-door/a/b", "campus/second-door/cam1", "campus/library/hall/cam2", "nowhere"}, historyDomains...)
	historyOrigins   = []string{"one/log", "two/log", "three/log"}
)

const historyLeaves = 40

func newHistory(t testing.TB) *history {
	h := &history{
		evm: newEVM(t), tried: map[string][2]int{}, sizes: map[string]uint64{}, frozen: map[string]bool{}, voted: map[uint64]map[custos.Address]bool{},
		people: []testKey{alma, bela, newKey("cora"), newKey("dora"), police, cloud, almaFog, belaFog, almaEdge, mallet},
		trees:  []*testonly.Tree{newTree(historyLeaves, "a"), newTree(historyLeaves, "b")},
	}
	h.m = newModel(testGenesis(t).Owners(), 2)
	// Who the rules are about is there from the beginning.
	for i, who := range []testKey{police, cloud} {
		by := []testKey{alma, bela}[i]
		p := custos.Principal{Address: who.Address(), Name: "a guest", Role: custos.RoleAuthority, TLSKey: custos.Hash{7}}
		h.same("register principal", h.register(by, who, p.Name, p.Role, ""), h.m.register(by.Address(), p, true))
	}
	return h
}

// draw takes the next choice of k; 0 when there is none left.
func (h *history) draw(k int) int {
	if len(h.data) == 0 {
		return 0
	}
	b := h.data[0]
	h.data = h.data[1:]
	return int(b) % k
}

func (h *history) someone() testKey { return h.people[h.draw(len(h.people))] }

// anOwner is one most of the time.
func (h *history) anOwner() testKey {
	active := h.m.active()
	if h.draw(8) == 0 || len(active) == 0 {
		return h.someone()
	}
	return h.keyOf(active[h.draw(len(active))].Address)
}

func (h *history) keyOf(a custos.Address) testKey {
	for _, k := range h.people {
		if k.Address() == a {
			return k
		}
	}
	return mallet
}

func (h *history) resource() custos.Resource {
	return historyResources[h.draw(len(historyResources))]
}
func (h *history) key() custos.Hash { return custos.Hash{byte(h.draw(3))} } // sometimes none

// same fails where the contract and the model disagree about a call.
func (h *history) same(call string, err error, want bool) {
	h.t.Helper()
	n := h.tried[call]
	if want {
		n[0]++
	} else {
		n[1]++
	}
	h.tried[call] = n
	if (err == nil) != want {
		h.t.Fatalf("block %d: %s: the contract says %v, the model %v", h.block, call, err, want)
	}
}

func (h *history) run(data []byte) map[string][2]int {
	h.data = data
	for step := 0; len(h.data) > 0; step++ {
		h.block++
		if h.draw(40) == 0 {
			h.late += uint64([]time.Duration{time.Minute, 7 * time.Minute, 30 * 24 * time.Hour, 36 * time.Hour}[h.draw(4)] / time.Second)
		}
		h.m.block, h.m.now = h.block, time.Unix(int64(h.evm.now()), 0).UTC()
		others := h.decisions()
		h.changed = nil
		switch h.draw(22) {
		case 0, 1:
			h.principals()
		case 2, 3, 4, 5:
			h.votes()
		case 6, 7, 8:
			h.logs()
		case 9, 10:
			h.grants()
		case 11, 12:
			h.delegations()
		case 13:
			n := uint64(h.draw(len(h.m.caps) + 2))
			by := h.someone()
			if c := h.m.cap(n); c != nil && h.draw(2) == 0 {
				by = h.keyOf(c.Grantor)
			}
			content, meant := h.meant(h.contentOf(n))
			h.same("revoke", h.revokeContent(by, n, content), h.m.revoke(by.Address(), n, meant))
			h.by(by)
		case 14:
			h.rules()
		case 15:
			h.glasses()
		default:
			h.requests()
		}
		h.untouched(others)
		h.question()
		if step%20 == 0 {
			h.compare()
		}
	}
	h.compare()
	return h.tried
}

func (h *history) principals() {
	by, who := h.anOwner(), h.someone()
	h.by(by)
	switch h.draw(4) {
	case 0:
		key, at := h.key(), custos.Endpoints(strings.Repeat("x", []int{0, 20, 255, 256}[h.draw(4)]))
		h.same("update node", h.toRegistry(by, h.registry.PackUpdateNode(common.Address(who.Address()), key, string(at))), h.m.update(by.Address(), who.Address(), key, at))
	case 1:
		if p := h.m.principal(who.Address()); p != nil && h.draw(2) == 0 {
			by = h.keyOf(p.Owner)
			h.by(by)
		}
		h.same("deactivate principal", h.toRegistry(by, h.registry.PackDeactivatePrincipal(common.Address(who.Address()))), h.m.deactivate(by.Address(), who.Address()))
	default:
		p := custos.Principal{Address: who.Address(), Name: []string{"a name", ""}[h.draw(10)/9], Role: custos.Role(h.draw(6)), TLSKey: h.key(), Endpoints: "peer=10.0.0.1:1"}
		if h.draw(3) > 0 {
			p.Domain = h.resource()
		}
		if o := h.m.owner(by.Address()); o != nil && h.draw(3) > 0 {
			p.Domain = o.Domain
		}
		agree, signer, agreed := h.consent(by, p.Role, p.Domain), who, false
		switch h.draw(12) {
		case 0:
			agree.Generation++
		case 1:
			agree.Owner = mallet.Address()
			agreed = by.Address() == mallet.Address()
		case 2:
			agree.Role++
		case 3:
			agree.Domain += "x"
		case 4:
			signer = h.someone()
			agreed = signer.Address() == who.Address()
		case 5:
			agree.ChainID++
		default:
			agreed = true
		}
		consent := signer.sign(agree.Digest())
		if h.draw(12) == 0 {
			consent, agreed = nil, false
		}
		h.same("register principal", h.registerWith(by, p, consent), h.m.register(by.Address(), p, agreed))
	}
}

// votes proposes, or votes for what is open. The owners change in no other way.
func (h *history) votes() {
	h.t.Helper()
	before, epoch := h.partiesNow(), h.m.epoch
	by := h.anOwner()
	var number uint64
	if n := len(h.m.proposals); n > 0 && h.draw(3) > 0 {
		number = uint64(n - min(n-1, h.draw(3)))
		c := h.m.proposals[number-1].change
		if h.draw(4) == 0 {
			c.Threshold = len(h.m.active()) // not what was proposed
		}
		if h.draw(16) == 0 {
			number = uint64(n + 1)
		}
		h.same("vote", h.vote(by, number, c), h.note(number, by, h.m.vote(by.Address(), int(number), c)))
	} else {
		c := h.change()
		number = uint64(len(h.m.proposals) + 1)
		delete(h.voted, number)
		h.same("propose "+c.Kind.String(), h.propose(by, c), h.note(number, by, h.m.propose(by.Address(), c)))
	}
	if h.m.epoch > epoch {
		h.same("carry out "+h.m.proposals[number-1].change.Kind.String(), nil, true)
	}
	if after := h.partiesNow(); after != before {
		votes, need := len(h.voted[number]), before.threshold
		if votes < need {
			h.t.Fatalf("block %d: the owners changed by %d votes of %d", h.block, votes, need)
		}
	}
}

func (h *history) note(number uint64, by testKey, took bool) bool {
	if took {
		if h.voted[number] == nil {
			h.voted[number] = map[custos.Address]bool{}
		}
		h.voted[number][by.Address()] = true
	}
	return took
}

// parties is what only votes may change, as the contract's storage has it.
type parties struct {
	threshold, owners int
	active            string
	successor         custos.Address
}

func (h *history) partiesNow() parties {
	h.t.Helper()
	p := parties{threshold: h.number(h.registry.PackThreshold()), owners: h.number(h.registry.PackActiveOwners())}
	for _, k := range h.people {
		if o := h.owner(k); o.Active {
			p.active += fmt.Sprintf("%s %s %s;", o.Address, o.Domain, o.WitnessKey)
		}
	}
	out, err := h.call(custos.Address{}, h.at.Registry, h.registry.PackHandOver(), h.registry.UnpackError)
	must(h.t, err)
	over, err := h.registry.UnpackHandOver(out)
	must(h.t, err)
	p.successor = custos.Address(over.Successor)
	return p
}

func (h *history) number(data []byte) int {
	h.t.Helper()
	out, err := h.call(custos.Address{}, h.at.Registry, data, h.registry.UnpackError)
	must(h.t, err)
	return int(common.BytesToHash(out).Big().Int64())
}

func (h *history) change() OwnerChange {
	n := len(h.m.active())
	c := OwnerChange{Kind: ChangeKind(h.draw(7)), Threshold: n/2 + 1, WitnessKey: h.key()}
	if h.draw(6) == 0 {
		c.Threshold = h.draw(6)
	}
	who := h.someone()
	c.Owner = custos.Owner{Address: who.Address()}
	switch c.Kind {
	case AddOwner:
		c.Threshold = (n+1)/2 + 1
		c.Owner.Name, c.Owner.Domain, c.Owner.WitnessKey = "new", historyDomains[h.draw(len(historyDomains))], custos.Hash{byte(h.draw(6))}
		c.WitnessKey = custos.Hash{}
		if h.draw(2) == 0 {
			node := h.someone()
			c.Node = custos.Principal{Address: node.Address(), Name: "node", TLSKey: h.key(), Endpoints: "peer=10.0.0.2:1"}
			c.Owner.Generation = h.owner(who).Generation + 1 // to which the node agrees
			if h.draw(6) == 0 {
				node = h.someone()
			}
			if node.Address() != c.Node.Address {
				c.Owner.Generation = 0
			}
			c.Consent = node.sign(FirstConsent(1337, h.at.Registry, who.Address(), c.Owner.Generation, c.Owner.Domain).Digest())
		}
	case RemoveOwner:
		c.Threshold = (n-1)/2 + 1
		c.Owner.Address = h.anOwner().Address()
	case RotateOwner:
		c.Owner.Address, c.Replacement = h.anOwner().Address(), who.Address()
	case AcceptChain:
		c.Subject = h.key()
	case HandOver:
		if h.draw(20) > 0 { // it ends most of the story
			c.Owner.Address = custos.Address{}
		}
		c.Subject = h.key()
	}
	return c
}

func (h *history) logs() {
	o := historyOrigins[h.draw(len(historyOrigins))]
	var l *modelLog
	for _, m := range h.m.logs {
		if m.origin == o && (l == nil || h.draw(2) == 0) {
			l = m
		}
	}
	if l == nil || h.draw(10) == 0 {
		by := h.anOwner()
		h.same("create log", h.createLog(by, o), h.m.createLog(by.Address(), o))
		return
	}
	tree := h.draw(16) / 15
	if l.tree >= 0 && h.draw(6) > 0 {
		tree = l.tree
	}
	h.domains[o] = l.domain
	at := func(size uint64) Checkpoint { return at1(h.trees[tree], size) }
	switch h.draw(24) {
	case 0:
		a, b := at(1+uint64(h.draw(historyLeaves))), at1(h.trees[h.draw(2)], 1+uint64(h.draw(historyLeaves)))
		if h.draw(2) == 0 {
			b = at1(h.trees[h.draw(2)], a.Size)
		}
		signer := []testKey{logKey, logKey, mallet}[h.draw(3)]
		err := h.toAnchors(mallet, h.anchors.PackReportFork(h.logID(o), signCheckpoint(h.t, signer, o, a).contract(), signCheckpoint(h.t, logKey, o, b).contract()))
		h.same("report fork", err, h.m.reportFork(l, a, b, signer == logKey))
	case 1:
		c := at1(h.trees[h.draw(2)], l.at.Size)
		signer := []testKey{logKey, logKey, mallet}[h.draw(3)]
		err := h.toAnchors(police, h.anchors.PackReportConflict(h.logID(o), signCheckpoint(h.t, signer, o, c).contract()))
		h.same("report conflict", err, h.m.reportConflict(l, c, signer == logKey))
	default:
		by := h.anOwner()
		if owner := h.m.holder(l.domain); !owner.IsZero() && h.draw(3) > 0 {
			by = h.keyOf(owner)
		}
		size := min(historyLeaves, l.at.Size+uint64(h.draw(4)))
		if h.draw(6) == 0 {
			size = uint64(h.draw(historyLeaves))
		}
		c, proof, proved := at(size), []custos.Hash(nil), true
		if size > l.at.Size {
			proof = consistency(h.t, h.trees[tree], l.at.Size, size)
		}
		switch h.draw(8) {
		case 0:
			proof, proved = append(proof, custos.Hash{1}), false
		case 1:
			if len(proof) > 0 {
				proof, proved = proof[1:], false
			}
		case 2:
			c.Root[5] ^= 1
			// From nothing, any root is believed: it is the log's first word.
			proved = l.at.Size == 0 && size > 0
			if proved {
				return
			}
		}
		h.same("anchor", h.evm.anchor(by, o, c, proof), h.m.anchor(by.Address(), l, c, tree, proved))
	}
}

func (h *history) capability() custos.Capability {
	c := custos.Capability{
		Grantee: h.someone().Address(), Resource: h.resource(), Actions: custos.Action(h.draw(64)),
		From: day.Add(time.Duration(h.draw(3)) * time.Hour), Until: day.Add(time.Duration(h.draw(24)) * time.Hour), Depth: uint8(h.draw(5)),
	}
	if h.draw(40) == 0 {
		c.Until = time.Unix(lastSecond+int64(h.draw(2)), 0).UTC()
	}
	if h.draw(3) == 0 {
		c.Hours = custos.Hours{Days: uint8(h.draw(140)), From: uint16(h.draw(256)), Until: uint16(6 * h.draw(256))}
	}
	return c
}

// rawTerms gives terms as they are, be they such as a client would not send.
func rawTerms(c custos.Capability) bindings.CapabilitiesTerms {
	return bindings.CapabilitiesTerms{
		Resource: c.Resource.Segments(), Actions: uint8(c.Actions), From: big.NewInt(c.From.Unix()), Until: big.NewInt(c.Until.Unix()),
		Week: bindings.CapabilitiesHours{Weekdays: c.Hours.Days, From: c.Hours.From, Until: c.Hours.Until}, Depth: c.Depth,
	}
}

func (h *history) grantRaw(by testKey, c custos.Capability) (uint64, error) {
	return h.toCapabilities(by, h.capabilities.PackGrant(common.Address(c.Grantee), rawTerms(c)))
}

func (h *history) delegateRaw(by testKey, c custos.Capability) (uint64, error) {
	return h.toCapabilities(by, h.capabilities.PackDelegate(c.Parent, common.Address(c.Grantee), rawTerms(c)))
}

func (h *history) grants() {
	by, c := h.anOwner(), h.capability()
	if o := h.m.owner(by.Address()); o != nil && h.draw(4) > 0 {
		c.Resource = o.Domain
	}
	_, err := h.grantRaw(by, c)
	h.same("grant", err, h.m.grant(by.Address(), c))
	h.by(by)
}

func (h *history) delegations() {
	c, by := h.capability(), h.someone()
	c.Parent = uint64(h.draw(len(h.m.caps) + 2))
	if n := len(h.m.caps); n > 0 && h.draw(3) > 0 {
		c.Parent = uint64(n - min(n-1, h.draw(8)))
	}
	if p := h.m.cap(c.Parent); p != nil && h.draw(4) > 0 {
		by = h.keyOf(p.Grantee)
		c.Resource, c.Actions, c.From, c.Until, c.Hours = p.Resource, p.Actions, p.From, p.Until, p.Hours
		c.Depth = p.Depth - uint8(1-h.draw(8)/7)
		switch h.draw(6) {
		case 0:
			c.Resource = h.resource()
		case 1:
			c.Actions &= custos.Action(h.draw(64))
			if h.draw(2) == 0 {
				c.Actions = p.Actions | 1<<h.draw(6)
			}
		case 2:
			c.Until = c.Until.Add(time.Duration(h.draw(3)-1) * time.Hour)
		case 3:
			c.Hours.Days &= uint8(h.draw(128))
		}
	}
	_, err := h.delegateRaw(by, c)
	h.same("delegate", err, h.m.delegate(by.Address(), c))
	h.by(by)
}

func (h *history) requests() {
	c := h.capability()
	if n := len(h.m.requests); n > 0 && h.draw(2) > 0 {
		number := uint64(n - min(n-1, h.draw(3)) + h.draw(20)/19)
		for i := n; i > 0 && h.draw(2) == 0; i-- { // mostly one that is open
			if h.m.open(uint64(i)) != nil {
				number = uint64(i)
				break
			}
		}
		by := h.anOwner()
		if a := h.m.open(number); a != nil && h.draw(4) > 0 {
			c.Resource, c.Actions, c.From, c.Until, c.Depth = a.Resource, a.Actions, a.From, a.Until, uint8(h.draw(10)/9)
			if c.Hours = (custos.Hours{}); h.draw(4) == 0 {
				c.Until = c.Until.Add(-time.Minute) // other terms
			}
			if owner := h.m.ownerOf(a.Resource); h.draw(4) > 0 && !owner.IsZero() {
				by = h.keyOf(owner)
			}
			// Those whom rules name are asked too.
			c.Grantee = a.Principal
			if rules := h.m.concerning(c); len(rules) > 0 && h.draw(4) > 0 {
				named := rules[h.draw(len(rules))].Approvers
				by = h.keyOf(named[h.draw(len(named))])
			} else if h.m.isDefault(c) && h.draw(2) > 0 {
				by = h.anOwner()
			}
		}
		if h.draw(8) == 0 {
			reason := []string{"no", ""}[h.draw(6)/5]
			content, meant := h.meant(h.contentOfRequest(number))
			_, err := h.toCapabilities(by, h.capabilities.PackDeny(number, content, c.Resource.Segments(), reason))
			h.same("deny", err, h.m.deny(by.Address(), number, c.Resource, reason, meant))
			return
		}
		content, meant := h.meant(h.contentOfRequest(number))
		expires := h.m.now.Add([]time.Duration{time.Hour, 8 * 24 * time.Hour, 300 * 24 * time.Hour, 0}[h.draw(16)/5])
		_, err := h.toCapabilities(by, h.capabilities.PackApprove(number, content, big.NewInt(expires.Unix()), rawTerms(c)))
		open := h.m.open(number) != nil
		h.same("approve", err, h.m.approve(by.Address(), number, c, expires, meant))
		if open && h.m.open(number) == nil {
			h.same("grant by approval", nil, true)
		}
		return
	}
	by := h.someone()
	if h.draw(2) == 0 {
		by = h.anAuthority(by)
	}
	if o := h.m.active(); h.draw(3) > 0 && len(o) > 0 {
		c.Resource = o[h.draw(len(o))].Domain
	}
	if h.draw(2) == 0 {
		c.Actions |= custos.Live
	}
	a := custos.AccessRequest{Resource: c.Resource, Actions: c.Actions, From: c.From, Until: c.Until, Reason: []string{"a theft", ""}[h.draw(10)/9]}
	_, err := h.toCapabilities(by, h.capabilities.PackRequest(a.Resource.Segments(), uint8(a.Actions), big.NewInt(a.From.Unix()), big.NewInt(a.Until.Unix()), a.Reason, ""))
	h.same("request", err, h.m.request(by.Address(), a))
	h.by(by)
}

func (h *history) rules() {
	by := h.anOwner()
	var rules []Rule
	for range h.draw(3) {
		r := Rule{Resource: h.resource(), Actions: custos.Action(h.draw(65)), Quorum: 1 + h.draw(2)}
		if o := h.m.owner(by.Address()); o != nil && h.draw(5) > 0 {
			r.Resource = o.Domain + []custos.Resource{"", "/cam1", "/a/b"}[h.draw(3)]
		}
		for range h.draw(4) {
			r.Roles = append(r.Roles, custos.Role(h.draw(13)%7))
		}
		if h.draw(2) == 0 {
			r.Roles = []custos.Role{custos.RoleAuthority}
		}
		for range r.Quorum + h.draw(3) {
			r.Approvers = append(r.Approvers, h.anOwner().Address())
		}
		rules = append(rules, r)
	}
	glass := GlassRule{Actions: custos.Action(h.draw(66))}
	if h.draw(2) == 0 {
		glass.Actions = custos.AllActions
	}
	for range h.draw(3) {
		glass.Roles = append(glass.Roles, []custos.Role{custos.RoleAuthority, custos.RoleAuthority, custos.RoleCloud, custos.Role(h.draw(7))}[h.draw(4)])
	}
	for range h.draw(3) {
		glass.Named = append(glass.Named, h.someone().Address())
	}
	h.same("set rules", h.setRulesAndGlass(by, glass, rules...), h.m.setRules(by.Address(), rules, glass))
	h.by(by)
}

func (h *history) glasses() {
	if n := uint64(h.draw(len(h.m.caps) + 1)); h.draw(2) == 0 {
		for _, g := range h.m.glasses {
			n = max(n, g) // whichever of them comes first in the map, it is the newest
		}
		by := h.anOwner()
		if c := h.m.cap(n); c != nil && h.draw(3) > 0 {
			if o := h.m.ownerOf(c.Resource); !o.IsZero() {
				by = h.keyOf(o)
			}
		}
		content, meant := h.meant(h.contentOf(n))
		_, err := h.toCapabilities(by, h.capabilities.PackAcknowledge(n, content))
		h.same("acknowledge", err, h.m.acknowledge(by.Address(), n, meant))
		return
	}
	by, r := h.anAuthority(h.someone()), h.resource()
	if active := h.m.active(); len(active) > 0 && h.draw(3) > 0 {
		r = active[h.draw(len(active))].Domain
	}
	actions := []custos.Action{custos.Live, custos.Features, custos.Live | custos.Features, custos.Action(h.draw(66))}[h.draw(4)]
	seconds, reason := []int64{1, 60, 3600, 3601, 0}[h.draw(5)], []string{"fire", ""}[h.draw(8)/7]
	from := h.m.now.Add([]time.Duration{0, 0, 0, -5 * time.Minute, 5 * time.Minute, -301 * time.Second, 301 * time.Second}[h.draw(7)])
	until := from.Add(time.Duration(seconds) * time.Second)
	_, err := h.toCapabilities(by, h.capabilities.PackBreakGlass(r.Segments(), uint8(actions), big.NewInt(from.Unix()), big.NewInt(until.Unix()), reason))
	h.same("break glass", err, h.m.breakGlass(by.Address(), r, actions, from, until, reason))
	h.by(by)
}

// anAuthority is one most of the time, if there is any.
func (h *history) anAuthority(or testKey) testKey {
	for _, p := range h.m.principals {
		if p.Role == custos.RoleAuthority && h.m.isActive(p.Address) && h.draw(2) == 0 {
			or = h.keyOf(p.Address)
		}
	}
	return or
}

func (h *history) question() {
	q := Question{
		Principal: h.people[int(h.block)%len(h.people)].Address(), Resource: historyResources[int(h.block*7)%len(historyResources)], Action: 1 << (h.block % 6),
		Time: day.Add(time.Duration(h.block*37%(24*60)) * time.Minute), Capability: h.block * 13 % uint64(len(h.m.caps)+1),
	}
	if c := h.m.cap(q.Capability); c != nil && h.block%4 > 0 {
		q.Principal, q.Action, q.Resource = c.Grantee, c.Actions&-c.Actions, c.Resource
		if h.block%8 > 3 {
			q.Time = c.From
		}
	}
	want := h.m.allowed(q)
	err := error(nil)
	if got := h.check(q); got != "allowed" {
		err = custos.Errorf(custos.Denied, "%s", got)
	}
	h.same("use", err, want)
}
