package node_test

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/node"
	"custos.dev/custos/service"
)

var (
	cardTrust = &evidence.Trust{ChainID: 7, Genesis: custos.Hash{1}}
	cardMade  = time.Date(2026, 5, 4, 3, 2, 1, 0, time.UTC)
)

func newCard(t *testing.T) *node.Card {
	t.Helper()
	dir := t.TempDir()
	secp := func() *key.Key {
		k, err := key.Generate()
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	keys := node.CardKeys{Owner: secp(), Node: secp(), Signer: secp()}
	var err error
	if keys.TLS, _, err = service.TLSIdentity(dir, "annex-fog"); err != nil {
		t.Fatal(err)
	}
	if keys.Witness, err = service.Ed25519Key(filepath.Join(dir, "witness.key")); err != nil {
		t.Fatal(err)
	}
	if keys.Log, err = service.Ed25519Key(filepath.Join(dir, "log.key")); err != nil {
		t.Fatal(err)
	}
	c, err := node.NewCard(node.Card{
		ChainID: cardTrust.ChainID, Genesis: cardTrust.Genesis, Block: custos.BlockRef{Number: 3, Hash: custos.Hash{3}}, Issued: cardMade,
		Owner: custos.Owner{Name: "dora", Domain: "campus/annex"},
		Node:  custos.Principal{Name: "annex-fog", Endpoints: "peer=10.0.0.3:7700 api=10.0.0.3:7701"},
	}, cardTrust.Contracts.Registry.Address, keys)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func encoded(t *testing.T, c *node.Card) []byte {
	t.Helper()
	b, err := c.Encode()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestCardProvesItsKeys(t *testing.T) {
	c := newCard(t)
	read, err := node.ReadCard(bytes.NewReader(encoded(t, c)))
	if err != nil {
		t.Fatal(err)
	}
	if err := read.Verify(cardTrust, cardMade.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if ch := read.Change(2); ch.Owner.Address != c.Owner.Address || ch.Node.TLSKey != c.Node.TLSKey || ch.Threshold != 2 {
		t.Fatalf("the card proposes %+v", ch)
	}
}

// Every field is signed by every key: whatever is changed, somebody's proof fails.
func TestCardChangedAnywhereIsRefused(t *testing.T) {
	text := encoded(t, newCard(t))
	other := newCard(t) // a stranger's, with keys of his own
	for name, change := range map[string]func(*node.Card){
		"name":             func(c *node.Card) { c.Owner.Name = "alma" },
		"domain":           func(c *node.Card) { c.Owner.Domain = "campus/vault"; c.Node.Domain = "campus/vault" },
		"account":          func(c *node.Card) { c.Owner.Address = other.Owner.Address; c.Node.Owner = other.Owner.Address },
		"witness key":      func(c *node.Card) { c.Owner.WitnessKey = other.Owner.WitnessKey },
		"node account":     func(c *node.Card) { c.Node.Address = other.Node.Address },
		"TLS key":          func(c *node.Card) { c.TLSKey, c.Node.TLSKey = other.TLSKey, other.Node.TLSKey },
		"TLS fingerprint":  func(c *node.Card) { c.Node.TLSKey = other.Node.TLSKey },
		"endpoints":        func(c *node.Card) { c.Node.Endpoints = "peer=10.6.6.6:1 api=10.6.6.6:2" },
		"log key":          func(c *node.Card) { c.Log.Key = other.Log.Key },
		"log signer":       func(c *node.Card) { c.Log.Signer = other.Log.Signer },
		"block":            func(c *node.Card) { c.Block.Number++ },
		"date":             func(c *node.Card) { c.Issued = c.Issued.Add(time.Second) },
		"proof of owner":   func(c *node.Card) { c.Proofs.Owner = other.Proofs.Owner },
		"proof of node":    func(c *node.Card) { c.Proofs.Node = other.Proofs.Node },
		"proof of signer":  func(c *node.Card) { c.Proofs.Signer = other.Proofs.Signer },
		"proof of TLS":     func(c *node.Card) { c.Proofs.TLS = other.Proofs.TLS },
		"proof of witness": func(c *node.Card) { c.Proofs.Witness = other.Proofs.Witness },
		"proof of log":     func(c *node.Card) { c.Proofs.Log = nil },
		"consent":          func(c *node.Card) { c.Consent = other.Consent },
		"generation":       func(c *node.Card) { c.Owner.Generation++ },
		"chain":            func(c *node.Card) { c.ChainID++ },
		"genesis":          func(c *node.Card) { c.Genesis[0]++ },
	} {
		t.Run(name, func(t *testing.T) {
			c := new(node.Card)
			if err := json.Unmarshal(text, c); err != nil {
				t.Fatal(err)
			}
			if err := c.Verify(cardTrust, cardMade); err != nil {
				t.Fatal(err)
			}
			change(c)
			if err := c.Verify(cardTrust, cardMade); custos.KindOf(err) != custos.Denied {
				t.Fatalf("a card with another %s: %v", name, err)
			}
		})
	}
}

// A node's consent names the registry: one for another network is none here.
func TestAttack54CardOfAnotherRegistry(t *testing.T) {
	trust := *cardTrust
	trust.Contracts.Registry.Address = custos.Address{9}
	if err := newCard(t).Verify(&trust, cardMade); custos.KindOf(err) != custos.Denied {
		t.Fatal(err)
	}
}

func TestCardOfAnotherTimeIsRefused(t *testing.T) {
	c := newCard(t)
	for _, now := range []time.Time{cardMade.Add(node.CardLife + time.Second), cardMade.Add(-2 * time.Hour)} {
		if err := c.Verify(cardTrust, now); custos.KindOf(err) != custos.Denied {
			t.Errorf("at %s: %v", now, err)
		}
	}
}

func TestCardThatIsNone(t *testing.T) {
	good := encoded(t, newCard(t))
	for name, text := range map[string][]byte{
		"empty": nil, "no JSON": []byte("card"), "unknown field": bytes.Replace(good, []byte(`"version"`), []byte(`"more": 1, "version"`), 1),
		"too long": append(bytes.Repeat([]byte(" "), 17<<10), good...), "another version": bytes.Replace(good, []byte(`"version": 2`), []byte(`"version": 3`), 1),
	} {
		if _, err := node.ReadCard(bytes.NewReader(text)); custos.KindOf(err) != custos.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}
