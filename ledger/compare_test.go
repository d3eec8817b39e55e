package ledger

import (
	"maps"
	"reflect"
	"slices"

	"custos.dev/custos"
	"custos.dev/custos/ledger/layout"
)

// compare fails where the contracts do not stand where the model does, or where an
// invariant does not hold by their own word.
func (h *history) compare() {
	h.t.Helper()
	h.compareOwners()
	h.comparePrincipals()
	h.compareLogs()
	h.compareCapabilities()
}

func (h *history) equal(what string, got, want any) {
	h.t.Helper()
	if !reflect.DeepEqual(got, want) {
		h.t.Fatalf("block %d: %s: the contract has %+v, the model %+v", h.block, what, got, want)
	}
}

func (h *history) compareOwners() {
	h.t.Helper()
	now := h.partiesNow()
	h.equal("threshold", now.threshold, h.m.threshold)
	h.equal("active owners", now.owners, len(h.m.active()))
	h.equal("successor", now.successor, h.m.successor)
	h.equal("proposals", h.number(h.registry.PackProposalCount()), len(h.m.proposals))
	if now.owners > 64 || 2*now.threshold <= now.owners || now.threshold > now.owners {
		h.t.Fatalf("%d votes of %d owners", now.threshold, now.owners)
	}
	var active []custos.Owner
	for _, k := range h.people {
		want := custos.Owner{Address: k.Address()}
		if o := h.m.owner(k.Address()); o != nil {
			want = o.Owner
		}
		got := h.owner(k)
		h.equal("owner", got, want)
		if got.Active {
			active = append(active, got)
		}
	}
	h.equal("active ones among the people", len(active), now.owners)
	for i, a := range active {
		for _, b := range active[i+1:] {
			if a.Domain.Within(b.Domain) || b.Domain.Within(a.Domain) {
				h.t.Fatalf("%s and %s overlap", a.Domain, b.Domain)
			}
		}
	}
	for subject, block := range h.m.accepted {
		h.equal("accepted chain", h.number(h.registry.PackAcceptedChain(subject)), int(block))
	}
}

func (h *history) comparePrincipals() {
	h.t.Helper()
	h.equal("principals", h.number(h.registry.PackPrincipalCount()), len(h.m.principals))
	for _, k := range h.people {
		want := custos.Principal{Address: k.Address()}
		if p := h.m.principal(k.Address()); p != nil {
			want = p.Principal
		}
		got := h.evm.principal(k)
		h.equal("principal", got, want)
		owner := h.owner(h.keyOf(got.Owner))
		valid := got.Active && owner.Active && owner.Generation == got.Generation
		if ever := h.owner(k).Generation > 0; ever && got.Registration > 0 {
			h.t.Fatalf("%s was both an owner and a principal", k.Address())
		}
		if h.isActive(k) != valid {
			h.t.Fatalf("%s is active: %v, and its owner's record says %v", k.Address(), !valid, valid)
		}
	}
}

func (h *history) compareLogs() {
	h.t.Helper()
	for _, l := range h.m.logs {
		h.domains[l.origin] = l.domain
		got, id := h.log(l.origin), string(l.domain)+" "+l.origin
		h.equal("log", []any{got.Size, got.Root, got.Count, got.Anchored, got.Frozen}, []any{l.at.Size, l.at.Root, l.count, l.anchored, l.frozen})
		if got.Size < h.sizes[id] || h.frozen[id] && (!got.Frozen || got.Size != h.sizes[id]) {
			h.t.Fatalf("%s went from %d to %d, frozen before: %v", id, h.sizes[id], got.Size, h.frozen[id])
		}
		h.sizes[id], h.frozen[id] = got.Size, got.Frozen
	}
}

func (h *history) compareCapabilities() {
	h.t.Helper()
	h.equal("capabilities", int(h.capabilityCount()), len(h.m.caps))
	for _, want := range h.m.caps {
		b := view(h, h.at.Capabilities, h.capabilities.PackCapability(want.Number), h.capabilities.UnpackCapability)
		h.equal("capability", capabilityOf(b), *want)
		h.equal("its content", h.contentOf(want.Number), layout.ContentOfCapability(want))
	}
	for _, want := range h.m.requests {
		h.equal("request", h.requestOf(want.Number), *want)
		h.equal("its content", h.contentOfRequest(want.Number), layout.ContentOfRequest(want))
	}
	open := slices.Sorted(maps.Values(h.m.glasses))
	got := h.evm.glasses()
	slices.Sort(got)
	h.equal("unacknowledged glasses", got, open)
	for _, o := range h.m.active() {
		want := h.m.rules[ownership{o.Address, o.Generation}]
		got := rulesOf(view(h, h.at.Capabilities, h.capabilities.PackRulesOf(layout.PathHash(o.Domain)), h.capabilities.UnpackRulesOf))
		h.equal("rules", []any{len(got.Rules), got.Written, got.Glass.Actions}, []any{len(want.Rules), want.Written, want.Glass.Actions})
	}
}

func view[T any](h *history, at custos.Address, data []byte, unpack func([]byte) (T, error)) T {
	h.t.Helper()
	out, err := h.call(custos.Address{}, at, data, h.capabilities.UnpackError)
	must(h.t, err)
	v, err := unpack(out)
	must(h.t, err)
	return v
}
