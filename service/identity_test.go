package service_test

import (
	"path/filepath"
	"sync"
	"testing"

	"custos/service"
)

// Several processes start on a new data directory at once: all get one secret.
func TestSecretsAreMadeOnce(t *testing.T) {
	for range 20 {
		dir := t.TempDir()
		tokens, spkis := make([]string, 8), make([]string, 8)
		var wg sync.WaitGroup
		for i := range tokens {
			wg.Go(func() {
				var err error
				if tokens[i], err = service.Token(filepath.Join(dir, "n", "bus.token")); err != nil {
					t.Error(err)
				}
				_, spki, err := service.TLSIdentity(filepath.Join(dir, "n"), "n")
				if err != nil {
					t.Error(err)
				}
				spkis[i] = spki.String()
			})
		}
		wg.Wait()
		for i := range tokens {
			if len(tokens[i]) != 64 || tokens[i] != tokens[0] || spkis[i] != spkis[0] {
				t.Fatalf("two processes have the tokens %q and %q, the TLS keys %s and %s", tokens[0], tokens[i], spkis[0], spkis[i])
			}
		}
	}
}
