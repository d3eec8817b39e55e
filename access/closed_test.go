package access

import (
	"strings"
	"testing"

	"custos.dev/custos"
)

// Where other contracts count, nobody is let in by those that an index follows; the owner's
// own services go on with what stays on their node.
func TestClosedIndexLetsNobodyIn(t *testing.T) {
	const edge = custos.NodeName("front-edge")
	own, police := custos.Address{11}, custos.Address{2}
	w := newWorld(t)
	grant := func(n uint64, a custos.Address) custos.PolicyChange {
		return w.grant(n, func(c *custos.Capability) { c.Grantee = a })
	}
	w = newWorld(t, w.principal(own, custos.RoleService, "front-edge/object", true), grant(1, own), grant(2, police))
	ask := func(a custos.Address) Answer {
		return w.index.DecideHere(Question{a, custos.Live, door + "/cam1"}, edge)
	}
	for _, a := range []custos.Address{own, police, w0} {
		if got := ask(a); !got.Allowed {
			t.Fatalf("before: %s", got.Reason)
		}
	}
	w.index.Close("the owners moved on")
	for _, a := range []custos.Address{police, w0} {
		if got := ask(a); got.Allowed || !strings.Contains(got.Reason, "the owners moved on") {
			t.Errorf("%s: allowed %v: %s", a, got.Allowed, got.Reason)
		}
	}
	if got := ask(own); !got.Allowed {
		t.Errorf("the owner's own service on this node: %s", got.Reason)
	}
	if got := w.index.Decide(Question{own, custos.Live, door + "/cam1"}); got.Allowed {
		t.Error("the owner's own service may from elsewhere")
	}
	w.index.Close("")
	if got := ask(police); !got.Allowed {
		t.Errorf("opened again: %s", got.Reason)
	}
}
