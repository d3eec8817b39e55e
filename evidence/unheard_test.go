package evidence

import (
	"bytes"
	"strings"
	"testing"
)

// TestUnheardKindIsProved: what an event of a kind says that the verifier has never heard of is
// proved like any other, with its footage, and the verifier says that it did not read it; a
// single other bit in it is noticed.
func TestUnheardKindIsProved(t *testing.T) {
	r := unheardScene().verify(t)
	if r.Result != Pass {
		t.Fatalf("%+v", r.Claims)
	}
	said := ""
	for _, c := range r.Claims {
		said += c.Detail + "\n"
	}
	for _, want := range []string{"its kind unheard is not known to this version", "only a version that knows the kind unheard can tell"} {
		if !strings.Contains(said, want) {
			t.Errorf("it does not say that %s:\n%s", want, said)
		}
	}
	payload := []byte(`"payload":{"said":"a whisper"}`)
	for bit := range 8 * len(payload) {
		s := unheardScene()
		flipped := bytes.Clone(payload)
		flipped[bit/8] ^= 1 << (bit % 8)
		s.onFiles = func(f []file, _ *predicate) []file {
			f[1].data = bytes.Replace(f[1].data, payload, flipped, 1)
			return f
		}
		if r := s.verify(t); r.Result == Pass {
			t.Fatalf("with %s it passes", flipped)
		}
	}
	bare := unheardScene()
	bare.segs, bare.media = nil, nil
	if r := bare.verify(t); r.Result != Pass {
		t.Errorf("without footage: %+v", r.Claims)
	}
}
