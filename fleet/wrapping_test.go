package fleet

import (
	"os"
	"testing"

	"custos.dev/custos"
	"custos.dev/custos/node"
	"custos.dev/custos/service"
)

// An owner and his fog have the same wrapping key, made where there is none: whichever of them loses
// it has it from the other.
func TestWrappingKeyIsWithOwnerAndFog(t *testing.T) {
	site := grown(t, t.TempDir(), "", "")
	if _, _, err := service.TLSIdentity(site.NodeDir("main-fog"), "main-fog"); err != nil {
		t.Fatal(err)
	}
	files := []string{node.WrappingKey(site, "main-fog"), OwnerWrappingKey(site, "alma")}
	read := func() (out [2]custos.Hash) {
		for i, path := range files {
			st, err := os.Stat(path)
			if err != nil || st.Mode().Perm() != 0o600 {
				t.Fatalf("%s: %v, %v", path, st, err)
			}
			if out[i], err = service.SecretKey(path); err != nil {
				t.Fatal(err)
			}
		}
		return out
	}
	if err := writeWrapping(site); err != nil {
		t.Fatal(err)
	}
	first := read()
	if first[0] != first[1] || first[0].IsZero() {
		t.Fatalf("they have %v", first)
	}
	for _, lost := range files {
		if err := os.Remove(lost); err != nil {
			t.Fatal(err)
		}
		if err := writeWrapping(site); err != nil {
			t.Fatal(err)
		}
		if read() != first {
			t.Errorf("without %s another one is made", lost)
		}
	}
	if err := service.WriteSecretKey(files[1], custos.Hash{1}); err != nil {
		t.Fatal(err)
	}
	if err := writeWrapping(site); custos.KindOf(err) != custos.Conflict {
		t.Error("two secrets:", err)
	}
}
