package fog

import (
	"encoding/json"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/ledger/key"
)

// TestAHandOverIsEnteredByItsGiver: a master enters the hand-over that the caller himself signed,
// as who gave, and nobody else's.
func TestAHandOverIsEnteredByItsGiver(t *testing.T) {
	giver, err := key.Generate()
	if err != nil {
		t.Fatal(err)
	}
	bundle := custos.Hash{7}
	c := evidence.NewCustody(bundle)
	id, err := c.Add(evidence.HandOver{From: evidence.Party{Name: "a"}, To: evidence.Party{Name: "b"}, At: time.Unix(1e9, 0)}, giver)
	if err != nil {
		t.Fatal(err)
	}
	body := func(change func(*evidence.CustodyRecord)) []byte {
		e := c.Entries[0]
		if change != nil {
			change(&e)
		}
		b, err := json.Marshal(e.Entry)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	got, err := custodyOf(body(nil), giver.Address())
	if err != nil || got.Bundle != bundle || got.Entry != id || got.Number != 1 || got.Giver != giver.Address() {
		t.Fatalf("%+v, %v", got, err)
	}
	if _, err := custodyOf(body(nil), custos.Address{1}); custos.KindOf(err) != custos.Denied {
		t.Errorf("entered by another: %v", err)
	}
	for name, b := range map[string][]byte{
		"nothing": nil, "no envelope": []byte("{}"),
		"another type": body(func(e *evidence.CustodyRecord) { e.Entry.PayloadType = "application/vnd.in-toto+json" }),
		"unsigned":     body(func(e *evidence.CustodyRecord) { e.Entry.Signatures = nil }),
	} {
		if _, err := custodyOf(b, giver.Address()); custos.KindOf(err) != custos.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}
