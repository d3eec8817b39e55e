package fleet

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/access"
	"custos.dev/custos/fog"
	"custos.dev/custos/ledger"
	"custos.dev/custos/ledger/key"
)

// resendLedger is a chain on which what is sent stands at once.
type resendLedger struct {
	capabilities map[uint64]custos.Capability
	principals   map[custos.Address]custos.Principal
	rules        ledger.Rules
	sent         []string
	fail         error
}

func (l *resendLedger) Capability(_ context.Context, n uint64) (custos.Capability, error) {
	return l.capabilities[n], nil
}

func (l *resendLedger) Principal(_ context.Context, a custos.Address) (custos.Principal, error) {
	return l.principals[a], nil
}

func (l *resendLedger) Rules(context.Context, custos.Resource) (ledger.Rules, error) {
	return l.rules, nil
}

func (l *resendLedger) Revoke(_ context.Context, _ ledger.Signer, g custos.Capability) (ledger.Receipt, error) {
	if l.fail != nil {
		return ledger.Receipt{}, l.fail
	}
	l.sent = append(l.sent, fmt.Sprint("revoke ", g.Number))
	g.Revoked = true
	l.capabilities[g.Number] = g
	return ledger.Receipt{}, nil
}

func (l *resendLedger) DeactivatePrincipal(_ context.Context, _ ledger.Signer, a custos.Address) (ledger.Receipt, error) {
	p := l.principals[a]
	l.sent = append(l.sent, "deactivate "+p.Name)
	p.Active = false
	l.principals[a] = p
	return ledger.Receipt{}, nil
}

func (l *resendLedger) SetRules(_ context.Context, _ ledger.Signer, rules []ledger.Rule, glass ledger.GlassRule) (ledger.Receipt, error) {
	l.sent = append(l.sent, fmt.Sprintf("%d rules", len(rules)))
	l.rules = ledger.Rules{Rules: rules, Written: true, Glass: glass}
	return ledger.Receipt{}, nil
}

// What was dropped is sent again by its owner, and by nobody else; once, and only what the
// chain still has as it was.
func TestAttack52DroppedIsSentAgain(t *testing.T) {
	k, err := key.Generate()
	if err != nil {
		t.Fatal(err)
	}
	me, other := k.Address(), custos.Address{9}
	cap := func(n uint64) custos.Capability {
		return custos.Capability{Number: n, Grantor: me, Grantee: custos.Address{byte(n)}, Resource: "campus/a", Actions: custos.Live, From: time.Unix(1, 0), Until: time.Unix(2, 0)}
	}
	l := &resendLedger{capabilities: map[uint64]custos.Capability{}, principals: map[custos.Address]custos.Principal{}, rules: ledger.Rules{Rules: []ledger.Rule{}}}
	var all fog.Dropped
	for n := uint64(1); n <= 4; n++ {
		g := cap(n)
		l.capabilities[n] = g
		all.Rights = append(all.Rights, access.Dropped{Owner: me, Capability: &g})
	}
	all.Rights[1].Owner = other
	moved := cap(7)
	moved.Number = 3
	l.capabilities[3] = moved // another chain has given the number to another
	guard := custos.Principal{Address: custos.Address{5}, Name: "guard", Owner: me, Active: true}
	theirs := custos.Principal{Address: custos.Address{6}, Name: "theirs", Owner: other, Active: true}
	l.principals[guard.Address], l.principals[theirs.Address] = guard, theirs
	all.Rights = append(all.Rights, access.Dropped{Owner: me, Principal: &guard}, access.Dropped{Owner: me, Principal: &theirs}, access.Dropped{Owner: me, Removed: &custos.Owner{Address: me}})
	all.Rules = &fog.DroppedRules{Owner: me, Domain: "campus/a", Rules: ledger.Rules{Written: true, Rules: []ledger.Rule{{Resource: "campus/a"}, {Resource: "campus/a/b"}}}}
	var said []string
	run := func() (int, error) {
		return (&resending{chain: l, key: k, say: func(s string) { said = append(said, s) }}).all(context.Background(), all)
	}
	l.fail = errors.New("the ledger is away")
	if n, err := run(); n != 2 || !strings.Contains(fmt.Sprint(err), "revoke capability 4 again: the ledger is away") {
		t.Fatalf("%d sent, %v", n, err)
	}
	l.fail = nil
	if n, err := run(); n != 2 || err != nil {
		t.Fatalf("%d sent, %v", n, err)
	}
	if want := []string{"2 rules", "deactivate guard", "revoke 1", "revoke 4"}; !slices.Equal(l.sent, want) {
		t.Fatalf("sent %q, want %q", l.sent, want)
	}
	if len(said) != 4 || !strings.Contains(said[3], "capability 4, live on campus/a") {
		t.Fatalf("said %q", said)
	}
	if n, err := run(); n != 0 || err != nil {
		t.Fatalf("sent %d once more, %v", n, err)
	}
	// Much of it is sent in parts.
	all = fog.Dropped{}
	for n := uint64(10); n < 100; n++ {
		g := cap(n)
		l.capabilities[n] = g
		all.Rights = append(all.Rights, access.Dropped{Owner: me, Capability: &g})
	}
	for _, want := range []int{20, 20, 20, 20, 10, 0} {
		if n, err := run(); n != want || err != nil {
			t.Fatalf("%d sent, %v; want %d", n, err, want)
		}
	}
}
