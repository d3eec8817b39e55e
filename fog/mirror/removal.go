package mirror

import (
	"context"
	"encoding/json"
	"math"
	"os"
	"slices"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/api"
	"custos.dev/custos/evidence"
	"custos.dev/custos/observe"
	"custos.dev/custos/service"
)

const (
	// removedEvery is how often a log's master is asked what it has removed; removalsAtOnce is how
	// many pages of that are taken in one step.
	removedEvery   = 15 * time.Second
	removalsAtOnce = 16
)

// begin settles, before anything is fetched, from which tombstone on removals count: what was removed
// before comes without bodies. It also takes up another policy than that of before.
func (f *Follower) begin(ctx context.Context, l Log) error {
	st, err := f.Store.current()
	if err != nil || st.Began && st.Wants == f.Wants {
		return err
	}
	if st.Keys == "" {
		st.Keys = l.Keys.id()
	}
	if !st.Began {
		st.Began = true
		// While that master is away, all of its tombstones are gone through when it is back.
		if l.Own != nil {
			now, err := l.Own.Removed(ctx, math.MaxInt64)
			if err != nil && !away(err) {
				return err
			}
			st.Removed = now.Newest
		}
	}
	switch {
	case f.Wants == None:
		st.Missing = nil
	case st.Wants != f.Wants && st.Wants != All && st.Size > 0:
		st.Missing = spans{{0, st.Size}}
	}
	st.Wants = f.Wants
	return f.Store.set(st)
}

// takeAway removes the bodies that tombstones in the log name. Only the log's own master says which,
// and it shows each tombstone: what stands in the log is what counts.
func (f *Follower) takeAway(ctx context.Context, l Log) error {
	if l.Own == nil || f.Wants == None || f.now().Sub(f.removed) < removedEvery {
		return nil
	}
	for range removalsAtOnce {
		st, err := f.Store.current()
		if err != nil || !st.Began {
			return err
		}
		said, err := l.Own.Removed(ctx, st.Removed)
		if err != nil {
			if away(err) {
				return nil // follow says so
			}
			return err
		}
		if said.Newest < st.Removed {
			st.Removed = 0 // its numbers are other ones: it was set up anew
			if err := f.Store.set(st); err != nil {
				return err
			}
			continue
		}
		if said.Through <= st.Removed {
			break // there is nothing more
		}
		if n := len(said.Removed); n > 0 && said.Removed[n-1].Index >= st.Size {
			return nil // the tombstone is not mirrored yet
		}
		gone := map[uint64][]bool{}
		for i := range said.Removed {
			if err := f.Store.named(&said.Removed[i], l.Keys, gone); err != nil {
				return custos.Errorf(custos.Corrupt, "%s says that bodies were removed, and no tombstone in its log does: %w", l.Own.Name(), err)
			}
		}
		if err := f.Store.remove(gone, said.Through); err != nil {
			return err
		}
	}
	f.removed = f.now()
	return nil
}

// current returns the state.
func (s *Store) current() (state, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	err := s.load()
	return s.state, err
}

// set makes a state durable that was made of the current one.
func (s *Store) set(st state) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.load(); err != nil {
		return err
	}
	return s.save(st)
}

// named checks a removal: its tombstone is an event of the log's own master, stands in the leaf that
// it is said to, and names the bodies that are said to be gone. Those are added to gone, by leaf and
// place.
func (s *Store) named(r *api.LogRemoval, k Keys, gone map[uint64][]bool) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	leaf, b, err := s.batch(r.Index)
	if err != nil {
		return err
	}
	if err := k.wrote(leaf, b); err != nil {
		return err
	}
	sealed := evidence.Opening{Key: r.Key, Salt: r.Salt}.Seal(r.Body)
	if r.Place < 0 || r.Place >= evidence.MaxBatch {
		return custos.Errorf(custos.Corrupt, "no batch has an event %d", r.Place)
	}
	if err := b.CheckEvent(b.First+uint64(r.Place), sealed.Commitment(), r.Path); err != nil {
		return err
	}
	e := new(custos.Event)
	if err := json.Unmarshal(r.Body, e); err != nil {
		return custos.Errorf(custos.Corrupt, "it does not parse: %w", err)
	}
	t, ok := observe.As[*observe.Tombstone](e)
	if !ok || t.Segments || t.Check() != nil || e.Service != b.Service {
		return custos.Errorf(custos.Corrupt, "event %d of leaf %d is no tombstone of events", r.Place, r.Index)
	}
	for _, of := range r.Of {
		_, b, err := s.batch(of.Index)
		if err != nil {
			return err
		}
		n := int(b.Last - b.First + 1)
		places := gone[of.Index]
		if places == nil {
			places = make([]bool, n)
			gone[of.Index] = places
		}
		for _, p := range of.Places {
			if p[0] < 0 || p[1] < p[0] || p[1] >= n {
				return custos.Errorf(custos.Corrupt, "leaf %d has no events %d to %d", of.Index, p[0], p[1])
			}
			for i := p[0]; i <= p[1]; i++ {
				if b.Service != t.Service || !t.Covers(b.Boot, b.First+uint64(i)) {
					return custos.Errorf(custos.Corrupt, "the tombstone %s does not name event %d of leaf %d", t.Removal, i, of.Index)
				}
				places[i] = true
			}
		}
	}
	return nil
}

// wrote checks that a batch is of the log's own master.
func (k Keys) wrote(leaf evidence.Leaf, b evidence.Batch) error {
	signed, err := leaf.Open()
	if err != nil {
		return err
	}
	if !evidence.SignsLog(k.Ledger, signed.Principal) {
		return custos.Errorf(custos.Corrupt, "its batch is of %s, which is not the log's master", b.Service)
	}
	return nil
}

// batch is what a mirrored leaf says.
func (s *Store) batch(index uint64) (evidence.Leaf, evidence.Batch, error) {
	if index >= s.state.Size {
		return nil, evidence.Batch{}, custos.Errorf(custos.NotFound, "leaf %d is not mirrored", index)
	}
	leaves, err := s.files().entries(index / width)
	if err != nil {
		return nil, evidence.Batch{}, err
	}
	leaf := leaves[index%width]
	b, err := leaf.Said()
	if err == nil && (b.First == 0 || b.Last < b.First || b.Last-b.First >= evidence.MaxBatch) {
		err = custos.Errorf(custos.Corrupt, "leaf %d counts from %d to %d", index, b.First, b.Last)
	}
	return leaf, b, err
}

// whole reports that bodies are those of a batch: a place that is kept of bodies which were removed
// before they came has no commitment.
func whole(bodies []Body) bool {
	return len(bodies) > 0 && !slices.ContainsFunc(bodies, func(b Body) bool { return b.Commitment.IsZero() })
}

// remove takes bodies away for good, and remembers of each that it was: no body comes back in its
// place, whoever has it. through is the tombstone's number up to which this was done.
func (s *Store) remove(gone map[uint64][]bool, through int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.load(); err != nil {
		return err
	}
	tiles := map[uint64]map[uint64][]bool{}
	for index, places := range gone {
		n := index / width
		if tiles[n] == nil {
			tiles[n] = map[uint64][]bool{}
		}
		tiles[n][index] = places
	}
	for n, of := range tiles {
		if err := s.do("remove", func() error { return s.removeOf(n, of) }); err != nil {
			return err
		}
	}
	st := s.state
	st.Removed = through
	return s.save(st)
}

// removeOf removes bodies from the file of a tile.
func (s *Store) removeOf(n uint64, gone map[uint64][]bool) error {
	all, err := loadBodies(s.Dir, n, func(uint8) bool { return true })
	if err != nil {
		return err
	}
	changed := false
	for index, places := range gone {
		leaf := uint8(index % width)
		bodies := all[leaf]
		if len(bodies) == 0 {
			bodies = make([]Body, len(places)) // they are not here: that they are gone is kept
		}
		if len(bodies) != len(places) {
			return custos.Errorf(custos.Corrupt, "leaf %d has %d bodies here, %d in its batch", index, len(bodies), len(places))
		}
		for i, is := range places {
			if is && !bodies[i].Removed {
				bodies[i], changed = Body{Commitment: bodies[i].Commitment, Removed: true}, true
			}
		}
		if all == nil {
			all = map[uint8][]Body{}
		}
		all[leaf] = bodies
	}
	if !changed {
		return nil
	}
	records := []byte{bodiesVersion}
	for leaf := range width {
		if bodies := all[uint8(leaf)]; len(bodies) > 0 {
			records = appendRecord(records, uint8(leaf), bodies)
		}
	}
	path := bodiesFile(s.Dir, n)
	was := int64(0)
	st, err := os.Stat(path)
	if err != nil { // nothing of the tile was here
		w := &writing{dir: s.Dir}
		if err := w.note(path); err != nil {
			return err
		}
		if err := service.WriteFile(path, records, 0o600); err != nil {
			return err
		}
	} else {
		was = st.Size()
		if err := replaceErasing(path, func(path string) error { return service.WriteFile(path, records, 0o600) }); err != nil {
			return err
		}
	}
	s.bytes += int64(len(records)) - was
	return nil
}
