package record

import (
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// lostSuffix ends the name of a segment that could not be sealed.
const lostSuffix = ".lost"

// lost is a segment that could not be sealed, kept for a person to look at. It is on no record
// and proves nothing, and shows what the camera saw all the same: it goes by the same rules and
// orders as what was sealed, without a tombstone, since nothing names it.
type lost struct {
	file  string
	shows Stretch
}

// AddLost takes over what was set aside (see Config.Lost).
func (s *Shelf) AddLost(file string) {
	st, err := fs.Stat(s.archive.root.FS(), file)
	if err != nil {
		return // it went meanwhile
	}
	name, ok := parsePartName(strings.TrimSuffix(path.Base(file), lostSuffix) + partSuffix)
	if !ok {
		return // no file of a recorder's
	}
	from := time.Unix(0, name.from).UTC()
	until := st.ModTime()
	if until.Before(from) || until.Sub(from) > hourLasts { // somebody has copied it since
		until = from.Add(segmentLasts)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lost = append(s.lost, lost{file, Stretch{from, until.Add(time.Second)}})
	slices.SortFunc(s.lost, func(a, b lost) int { return a.shows.From.Compare(b.shows.From) })
}

// dropLost removes what could not be sealed, of which nothing is held, while it is wanted, the
// oldest first.
func (s *Shelf) dropLost(wanted func(shows Stretch) (bool, error)) error {
	s.mu.Lock()
	all := slices.Clone(s.lost)
	s.mu.Unlock()
	for _, l := range all {
		if slices.ContainsFunc(s.Held, l.shows.meets) {
			continue
		}
		if is, err := wanted(l.shows); err != nil || !is {
			if err != nil {
				return err
			}
			continue
		}
		if err := s.archive.remove(l.file); err != nil {
			return err
		}
		s.mu.Lock()
		s.lost = slices.DeleteFunc(s.lost, func(o lost) bool { return o.file == l.file })
		s.mu.Unlock()
	}
	return nil
}
