package node

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/access"
	"custos.dev/custos/journal"
	"custos.dev/custos/ledger/key"
)

// saying answers as whoever has the bus would have it.
type saying struct {
	journal.Peers
	asked custos.ServiceID
	err   error
	reply []byte
}

func (s *saying) Ask(_ context.Context, to custos.ServiceID, _ string, _ []byte) ([]byte, error) {
	s.asked = to
	return s.reply, s.err
}

// TestAttack38ForgedChainAnswer: a chain answer is asked of the fog's own ledger service,
// through its channel, and there is no other way in; what that does not open is an error of
// the transport and never an answer. That a forged one does not open is
// TestAttack37ForgedAcknowledgement's, which goes for every answer.
func TestAttack38ForgedChainAnswer(t *testing.T) {
	s := &saying{err: custos.Errorf(custos.Unavailable, "it is not sealed by its key")}
	client := &http.Client{Transport: peerTransport{peers: s, ledger: "fog/ledger"}}
	resp, err := client.Post("http://fog", "application/json", strings.NewReader(`{"method":"eth_chainId"}`))
	if err == nil {
		_ = resp.Body.Close()
		t.Fatal("an answer that did not open was taken")
	}
	if s.asked != "fog/ledger" {
		t.Fatalf("%s was asked", s.asked)
	}
}

// TestWhoIsWho: until the registry was read, the accounts that were written when the site
// was set up count; after that its word does, also where it is no.
func TestWhoIsWho(t *testing.T) {
	owner, ledgers, old, master, cloud := newTestKey(t), newTestKey(t), newTestKey(t), newTestKey(t), newTestKey(t)
	service := func(k *key.Key, name string, active bool, of custos.Address) custos.Principal {
		return custos.Principal{Address: k.Address(), Name: name, Role: custos.RoleService, Owner: of, Domain: "campus/front", Active: active}
	}
	roster := Roster{"fog/ledger": ledgers.Address(), "fog/master": old.Address(), "fog/new": cloud.Address()}
	unread := &directory{index: access.NewIndex(time.Minute, time.UTC), owner: owner.Address(), roster: roster}
	if a, ok := unread.Account("fog/ledger"); !ok || a != ledgers.Address() {
		t.Fatal("the ledger's account is not known before the registry is read")
	}
	if id, ok := unread.Service(ledgers.Address()); ok {
		t.Fatalf("%s is let in before it is registered", id)
	}
	r := newRuntime(
		t, owner, service(ledgers, "fog/ledger", true, owner.Address()), service(old, "fog/master", false, owner.Address()),
		service(master, "fog/master", true, owner.Address()), service(newTestKey(t), "fog/foreign", true, custos.Address{9}),
	)
	d := &directory{index: r.Index, owner: owner.Address(), roster: roster}
	for id, want := range map[custos.ServiceID]*key.Key{
		"fog/ledger": ledgers, "fog/master": master, // not the one that was revoked
		"fog/new":     cloud, // about to be registered
		"fog/foreign": nil, "fog/nobody": nil,
	} {
		a, ok := d.Account(id)
		if ok != (want != nil) || ok && a != want.Address() {
			t.Errorf("%s has the account %s, %v", id, a, ok)
		}
	}
	for k, want := range map[*key.Key]custos.ServiceID{ledgers: "fog/ledger", master: "fog/master", old: "", cloud: "", owner: ""} {
		if id, ok := d.Service(k.Address()); id != want || ok != (want != "") {
			t.Errorf("%s is %q, %v; want %q", k.Address(), id, ok, want)
		}
	}
}
