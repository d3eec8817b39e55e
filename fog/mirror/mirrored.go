package mirror

import (
	"context"
	"path/filepath"
	"sync"

	"custos.dev/custos"
)

// Mirrored are the mirrors below a directory, of any logs. It implements Copies.
type Mirrored struct {
	// Owner says whose they are, for people.
	Owner, Dir string

	mu     sync.Mutex
	stores map[string]*Store
}

// Name implements Copies.
func (m *Mirrored) Name() string { return m.Owner + "'s mirror" }

// Of returns the mirror of a log; there may be nothing in it.
func (m *Mirrored) Of(origin string) *Store {
	m.mu.Lock()
	defer m.mu.Unlock()
	s := m.stores[origin]
	if s == nil {
		if m.stores == nil {
			m.stores = map[string]*Store{}
		}
		s = NewStore(m.Dir, origin)
		m.stores[origin] = s
	}
	return s
}

// Checkpoint implements Copies.
func (m *Mirrored) Checkpoint(_ context.Context, origin string) (string, error) {
	_, signed, err := m.Of(origin).Checkpoint()
	return signed, err
}

// Entries implements Copies.
func (m *Mirrored) Entries(ctx context.Context, origin string, from uint64, most int) ([]Entry, error) {
	return m.Of(origin).Entries(ctx, from, most)
}

// Files returns the directory that has a log's checkpoint and tiles; NotFound if nothing of it is
// mirrored.
func (m *Mirrored) Files(hash string) (dir, origin string, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for origin := range m.stores {
		if OriginHash(origin) == hash {
			return filepath.Join(m.Dir, hash), origin, nil
		}
	}
	return "", "", custos.Errorf(custos.NotFound, "no log with the origin hash %.64q is mirrored here", hash)
}
