package mirror

import (
	"bytes"
	"context"
	"time"
)

const (
	// fillEvery is how often bodies are asked for that did not come with their leaves, fillPages how
	// many requests that takes at most.
	fillEvery = time.Minute
	fillPages = 8
)

// fill asks for bodies that should be here: of the log's own master, and of the others' mirrors.
func (f *Follower) fill(ctx context.Context, l Log) error {
	if f.Wants == None || f.full() != "" || f.now().Sub(f.filled) < fillEvery {
		return nil
	}
	f.filled = f.now()
	more := false
	for range fillPages {
		st, err := f.Store.current()
		if err != nil || len(st.Missing) == 0 {
			return err
		}
		span := st.Missing.from(f.fillAt)
		until := min(span[1], span[0]+pageLeaves)
		came := false
		next := span[0] + 1
		for _, r := range append([]*Remote{l.Own}, l.Others...) {
			if r == nil {
				continue
			}
			n, some := f.fillFrom(ctx, r, l, span[0], until)
			next, came = max(next, n), came || some
			if n == until && r == l.Own && some {
				break
			}
		}
		if f.fillAt, more = next, more || came; came {
			continue
		}
		// Whoever has these, it is none of those who were asked: what is behind them comes first.
		if f.fillAt = until; until >= st.Missing[len(st.Missing)-1][1] {
			f.fillAt = 0
			break
		}
	}
	if more {
		f.filled = time.Time{} // the next step goes on
	}
	return nil
}

// fillFrom takes bodies of some leaves from somebody. It says behind which leaf it ended.
func (f *Follower) fillFrom(ctx context.Context, r *Remote, l Log, from, until uint64) (next uint64, some bool) {
	asked := *r
	asked.Wanted = f.Wants
	entries, err := asked.Entries(ctx, l.Origin, from, int(until-from))
	if err != nil {
		return from, false
	}
	var filled []Entry
	for i := range entries {
		e := &entries[i]
		if r != l.Own {
			e.disown()
		}
		if _, err := e.check(f.Wants); err != nil {
			f.bodies = err
		}
		if len(e.Bodies) > 0 {
			filled = append(filled, *e)
		}
	}
	n, err := f.Store.fill(filled, f.Wants)
	if err != nil {
		f.Logger.Error("bodies of a mirrored log cannot be kept", "log", l.Origin, "err", err)
		return from, false
	}
	return from + uint64(len(entries)), n > 0
}

// fill keeps bodies of leaves that are mirrored already. What was removed stays so. It returns how
// many leaves have more of their bodies now.
func (s *Store) fill(entries []Entry, wants Wanted) (n int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.load(); err != nil {
		return 0, err
	}
	st := s.state
	var better []Entry
	for len(entries) > 0 {
		n, some := entries[0].Index/width, 1
		for some < len(entries) && entries[some].Index/width == n {
			some++
		}
		gained, err := s.better(n, entries[:some], wants, &st)
		if err != nil {
			return 0, err
		}
		better, entries = append(better, gained...), entries[some:]
	}
	if len(better) > 0 {
		w := &writing{dir: s.Dir}
		grown := int64(0)
		if err := s.do("fill", func() (err error) {
			if grown, err = w.bodies(better); err == nil {
				err = w.sync()
			}
			return err
		}); err != nil {
			return 0, err
		}
		s.bytes += grown
	}
	return len(better), s.save(st)
}

// better is what bodies of a tile's leaves add to those that are here. What is then not missing any
// more is noted in the state.
func (s *Store) better(n uint64, entries []Entry, wants Wanted, st *state) (out []Entry, err error) {
	if n*width >= s.state.Size {
		return nil, nil
	}
	leaves, err := s.files().entries(n)
	if err != nil {
		return nil, err
	}
	came := map[uint8]bool{}
	for i := range entries {
		came[uint8(entries[i].Index%width)] = true
	}
	have, err := loadBodies(s.Dir, n, func(leaf uint8) bool { return came[leaf] })
	if err != nil {
		return nil, err
	}
	for i := range entries {
		e := &entries[i]
		at := e.Index % width
		if at >= uint64(len(leaves)) || !bytes.Equal(leaves[at], e.Leaf) {
			continue // it is another log's, or of a leaf that is not here
		}
		merged, gained := merge(have[uint8(at)], e.Bodies)
		if !hasMissing(merged, wants) {
			st.Missing = st.Missing.minus(e.Index)
		}
		if gained {
			out = append(out, Entry{Index: e.Index, Bodies: merged})
		}
	}
	return out, nil
}

func hasMissing(bodies []Body, wants Wanted) bool {
	for i := range bodies {
		if b := &bodies[i]; !b.Kept() && !b.Removed && wants == All {
			return true
		}
	}
	return false
}

// merge is what is known of a batch's bodies after others came: of each the body that is kept, but
// none in the place of one that was removed.
func merge(have, came []Body) (out []Body, gained bool) {
	if len(have) != len(came) {
		return came, true
	}
	out = append(out, have...)
	for i := range out {
		switch h, c := &out[i], &came[i]; {
		case h.Removed:
			if h.Commitment.IsZero() {
				h.Commitment, gained = c.Commitment, true
			}
		case c.Removed, !h.Kept() && (c.Kept() || h.Commitment.IsZero()):
			*h, gained = *c, true
		}
	}
	return out, gained
}

// from is the first stretch at or behind an index, from there on; the first of all where none is.
func (s spans) from(i uint64) [2]uint64 {
	for _, p := range s {
		if i < p[1] {
			return [2]uint64{max(i, p[0]), p[1]}
		}
	}
	return s[0]
}
