package service_test

import (
	"path/filepath"
	"sync"
	"testing"

	"custos.dev/custos/service"
)

// Several processes start on a new data directory at once: all get one secret.
func TestSecretsAreMadeOnce(t *testing.T) {
	for range 20 {
		dir := t.TempDir()
		spkis := make([]string, 8)
		var wg sync.WaitGroup
		for i := range spkis {
			wg.Go(func() {
				_, spki, err := service.TLSIdentity(filepath.Join(dir, "n"), "n")
				if err != nil {
					t.Error(err)
				}
				spkis[i] = spki.String()
			})
		}
		wg.Wait()
		for i := range spkis {
			if spkis[i] != spkis[0] {
				t.Fatalf("two processes have the TLS keys %s and %s", spkis[0], spkis[i])
			}
		}
	}
}
