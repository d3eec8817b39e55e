package ledger

import (
	"strings"
	"testing"

	"custos.dev/custos"
	"custos.dev/custos/ledger/proof"
)

func TestEngineNamed(t *testing.T) {
	if e, err := EngineNamed(""); err != nil || e != ProofOfWork {
		t.Errorf("no name: %+v, %v", e, err)
	}
	for _, e := range engines {
		if got, err := EngineNamed(e.Name); err != nil || got != e {
			t.Errorf("%s: %+v, %v", e.Name, got, err)
		}
		// Offline, an engine without proof in its headers is never taken for proved,
		// and never for forged: that would be Corrupt.
		_, err := proof.VerifyHeaders(e.Name, custos.Hash{1}, [][]byte{{0xc0}})
		if k := custos.KindOf(err); err == nil || (k == custos.Unavailable) != (e.Headers == HeaderUnsealed) {
			t.Errorf("headers of %s: %v", e.Name, err)
		}
		// What a verifier says of finality is this engine's own word.
		if e.Headers == HeaderEthash && (e.Final != FinalNever || !strings.HasPrefix(e.Finality, proof.Finality+":")) {
			t.Errorf("%s says %q of its finality, a verifier says %q", e.Name, e.Finality, proof.Finality)
		}
	}
	// Nor is one that is not known.
	if _, err := proof.VerifyHeaders("pow", custos.Hash{1}, [][]byte{{0xc0}}); custos.KindOf(err) != custos.Unavailable {
		t.Errorf("headers of an engine that is none: %v", err)
	}
	if _, err := EngineNamed("pow"); custos.KindOf(err) != custos.Invalid {
		t.Errorf("an engine that is none: %v", err)
	}
}
