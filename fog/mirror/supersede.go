package mirror

import (
	"errors"
	"os"
	"path/filepath"
)

// signedBy notes by which keys the log is signed now: a log may go on by others.
func (s *Store) signedBy(keys string) error {
	st, err := s.current()
	if err != nil || st.Keys == keys {
		return err
	}
	st.Keys = keys
	return s.set(st)
}

// supersede puts a mirror aside whose log was signed by other keys than now, and reports whether it
// did: where a domain was given to a newcomer, the log of that name is another one, and its
// predecessor's stays on the disk as it was.
func (s *Store) supersede(keys string) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.load(); err != nil || s.state.Keys == keys {
		return false, err
	}
	s.loaded = false
	if err := os.Rename(s.Dir, s.Dir+"-"+s.state.Keys); err != nil {
		return false, err
	}
	return true, errors.Join(syncDir(filepath.Dir(s.Dir)))
}
