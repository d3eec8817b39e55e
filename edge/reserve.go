package edge

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"custos.dev/custos"
)

// reserveBytes are kept aside on the journal's disk for the tombstones that make room on a full
// one: without them nothing could be told, and so nothing removed.
const reserveBytes = 1 << 20

func (c *camera) reserveFile() string { return filepath.Join(c.Dir, "reserve") }

// keepReserve sets the reserve aside where it is not, and reports whether it did; a camera that
// makes no room needs none.
func (c *camera) keepReserve() (made bool, err error) {
	if c.shelf.Free <= 0 {
		return false, nil
	}
	if st, err := os.Stat(c.reserveFile()); err == nil && st.Size() == reserveBytes {
		return false, nil
	}
	// Zeros that are written take room; a file that is only made longer takes none.
	err = os.WriteFile(c.reserveFile(), make([]byte, reserveBytes), 0o600)
	if err != nil {
		_ = os.Remove(c.reserveFile())
		return false, custos.Errorf(custos.Unavailable, "nothing can be set aside for a full disk: %w", err)
	}
	return true, nil
}

// spendReserve gives the reserve to whoever writes next, and reports whether there was any.
func (c *camera) spendReserve() bool {
	err := os.Remove(c.reserveFile())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		c.Log.Error("what is set aside for a full disk cannot be used", "err", err)
	}
	return err == nil
}
