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
	for range fillPages {
		st, err := f.Store.current()
		if err != nil || len(st.Missing) == 0 {
			return err
		}
		span := st.Missing.from(f.fillAt)
		until := min(span[1], span[0]+pageLeaves)
		came := false
		var next uint64
		for _, r := range append([]*Remote{l.Own}, l.Others...) {
			if r == nil {
				continue
			}
			n, some := f.fillFrom(ctx, r, l, span[0], until)
			next, came = max(next, n), came || some
			if n == until && r == l.Own {
				break
			}
		}
		if f.fillAt = max(next, span[0]+1); !came {
			f.fillAt = until // whoever has them, it is none of these: go on behind
		}
	}
	f.filled = time.Time{} // there is more, and it comes
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
	for i := range entries {
		e := &entries[i]
		leaf, b, err := s.batch(e.Index)
		if err != nil || !bytes.Equal(leaf, e.Leaf) {
			continue // it is another log's, or of a leaf that is not here
		}
		have, err := loadBodies(s.Dir, e.Index/width, func(l uint8) bool { return uint64(l) == e.Index%width })
		if err != nil {
			return 0, err
		}
		merged, gained := merge(have[uint8(e.Index%width)], e.Bodies)
		if len(merged) != int(b.Last-b.First+1) {
			continue
		}
		if !hasMissing(merged, wants) {
			st.Missing = st.Missing.minus(e.Index)
		}
		if gained {
			better = append(better, Entry{Index: e.Index, Bodies: merged})
		}
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
