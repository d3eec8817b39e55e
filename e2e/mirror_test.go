package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"custos.dev/custos/fog/mirror"
)

// logSize is how many leaves the machine's own log has, by its checkpoint.
func (m *machine) logSize() (size uint64) {
	m.Helper()
	b, err := os.ReadFile(filepath.Join(m.dir, "data", m.owner+"-fog", "master", "log", "checkpoint"))
	if err != nil {
		m.Fatal(err)
	}
	lines := strings.Split(string(b), "\n")
	if _, err := fmt.Sscan(lines[1], &size); err != nil {
		m.Fatal(err)
	}
	return size
}

// mirrors waits until the machine's master has the others' logs, at least as far as they are now, with
// all bodies, and nothing to say about them.
func (m *machine) mirrors(others ...*machine) {
	m.Helper()
	for _, o := range others {
		want := o.logSize()
		m.until(fmt.Sprintf("%d leaves of %s's log, mirrored", want, o.owner), func() bool {
			out, code := m.custos("status", "--data", "data", "--json")
			var all []struct{ Mirrors []mirror.Health }
			if code != 0 || json.Unmarshal([]byte(out), &all) != nil {
				return false
			}
			for _, s := range all {
				for _, h := range s.Mirrors {
					if string(h.Owner) == o.owner && h.Leaves >= want && h.Missing == 0 && h.Trouble == "" {
						return true
					}
				}
			}
			return false
		})
	}
}
