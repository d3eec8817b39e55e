package evidence

import (
	"bytes"
	"strings"
	"testing"

	"custos.dev/custos"
)

func TestSealedBodyOpensOnlyAsItWas(t *testing.T) {
	body := []byte(`{"what":"someone enters"}`)
	s, o := Seal(body)
	got, err := s.Open(o)
	if err != nil || !bytes.Equal(got, body) {
		t.Fatalf("%q, %v", got, err)
	}
	if bytes.Contains(s.Box, []byte("someone")) {
		t.Fatal("the box shows the body")
	}
	again, other := Seal(body)
	if again.BodyHash == s.BodyHash || other.Key == o.Key || again.Commitment() == s.Commitment() {
		t.Fatal("one body sealed twice can be recognised")
	}
	for i := range s.Box {
		c := Sealed{Box: bytes.Clone(s.Box), BodyHash: s.BodyHash}
		c.Box[i] ^= 1
		if _, err := c.Open(o); custos.KindOf(err) != custos.Corrupt {
			t.Errorf("byte %d of the box: %v", i, err)
		}
		if c.Commitment() == s.Commitment() {
			t.Errorf("byte %d of the box is not committed to", i)
		}
	}
	for i := range s.BodyHash {
		c, k := s, o
		c.BodyHash[i] ^= 1
		if _, err := c.Open(o); custos.KindOf(err) != custos.Corrupt || c.Commitment() == s.Commitment() {
			t.Errorf("byte %d of the hash: %v", i, err)
		}
		k.Key[i] ^= 1
		if _, err := s.Open(k); custos.KindOf(err) != custos.Corrupt {
			t.Errorf("byte %d of the key: %v", i, err)
		}
		k = o
		k.Salt[i] ^= 1
		if _, err := s.Open(k); custos.KindOf(err) != custos.Corrupt {
			t.Errorf("byte %d of the salt: %v", i, err)
		}
	}
	// A second body under the same commitment needs both hashes to fit: a box of
	// another body does not open by the same salted hash.
	forged := Sealed{Box: aead(o.Key).Seal(nil, make([]byte, 12), []byte(`{"what":"nothing"}`), nil), BodyHash: s.BodyHash}
	if _, err := forged.Open(o); err == nil || !strings.Contains(err.Error(), "committed") {
		t.Errorf("another body opened: %v", err)
	}
}
