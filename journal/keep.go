package journal

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/observe"
)

// saveEvery is how long it takes at most until it is durable how far a source was followed of
// which nothing comes: what is not is given again to the next life, and nothing comes of it again.
const saveEvery = 5 * time.Second

// PackAfter is how long after its first frame a pack is closed at most, by this machine's clock:
// a camera that falls silent leaves none open. It is longer than a second, which ends a pack.
const PackAfter = 1200 * time.Millisecond

// Keep takes what a service observed, in order, with how far it has read the source that it
// follows, if it follows one: what came of one frame, or of events one after the other.
//
// What is notable is durable when Keep returns, together with the marks of the resources that it
// is about. What is about one frame each is given to followers at once; it is durable with its
// pack, which is closed when a frame of another second comes, with a notable event that came of
// the same resource, by ClosePacks, and when it is full. Marks and packs are written in one
// transaction: after a crash, the frames behind a mark are on record, or come again.
//
// It returns the events that became durable, packs among them.
func (j *Journal) Keep(ctx context.Context, what []custos.Observation, p *Progress) ([]custos.Event, error) {
	if p != nil {
		if err := j.begin(ctx, p.Source); err != nil {
			return nil, err
		}
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	s := j.stage(time.Now())
	s.advance(p)
	for _, o := range what {
		if err := s.add(o, p); err != nil {
			return nil, fmt.Errorf("append to the journal of %s: %w", j.id, err)
		}
	}
	s.closeWith(p)
	s.closeOlder(PackAfter)
	return s.commit(ctx)
}

// ClosePacks makes the packs durable whose first frame came at least some time ago; all with 0,
// and then how far sources were followed as well.
func (j *Journal) ClosePacks(ctx context.Context, age time.Duration) ([]custos.Event, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	s := j.stage(time.Now())
	s.closeOlder(age)
	s.save = age == 0
	return s.commit(ctx)
}

// begin reads how far a source was followed by the lives before, once.
func (j *Journal) begin(ctx context.Context, source custos.ServiceID) error {
	j.mu.Lock()
	known := j.progress[source] != nil
	j.mu.Unlock()
	if known {
		return nil
	}
	c, err := j.cursor(ctx, source)
	if err != nil {
		return err
	}
	marks, err := j.marks(ctx, source)
	if err != nil {
		return err
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.progress[source] == nil {
		j.progress[source] = &progress{at: position{c.Boot, c.Seq}, marks: marks, unsaved: map[custos.Resource]bool{}, saved: time.Now()}
	}
	return nil
}

// staged is a step of a journal, which becomes its state when it is durable. j.mu is held.
type staged struct {
	j   *Journal
	now time.Time
	// packs are the open ones as they will be, closed those that are to be written.
	packs  map[packOf]*openPack
	closed []*openPack
	// entries are the frames and the notable observations, in order.
	entries []entry
	// at are the places up to which sources were taken, marks what was.
	at    map[custos.ServiceID]position
	marks map[custos.ServiceID]map[custos.Resource]Mark
	// save says that it is to be durable how far sources were followed.
	save bool
}

// entry is a frame, written as an item of the flow, or a notable observation.
type entry struct {
	custos.Observation
	frame []byte
	pack  *openPack
}

// packOf says whose frames are in a pack.
type packOf struct {
	resource custos.Resource
	kind     custos.Kind
}

// openPack is a pack that is not durable yet.
type openPack struct {
	observe.Packing
	resource custos.Resource
	// since is when its first frame came, and number that frame's in the flow.
	since  time.Time
	number uint64
	// from are the sources that its frames came of.
	from map[custos.ServiceID]held
}

// held is what cannot be durable before a pack is: places behind the one before, and marks behind
// those that resources of the source had then.
type held struct {
	before position
	marks  map[custos.Resource]Mark
}

func (j *Journal) stage(now time.Time) *staged {
	s := &staged{j: j, now: now, packs: make(map[packOf]*openPack, len(j.flow.packs)), at: map[custos.ServiceID]position{}, marks: map[custos.ServiceID]map[custos.Resource]Mark{}}
	for k, p := range j.flow.packs {
		c := *p
		s.packs[k] = &c
	}
	return s
}

// advance takes how far a source has been read.
func (s *staged) advance(p *Progress) {
	if p == nil {
		return
	}
	s.at[p.Source] = position{p.Boot, p.Seq}
	s.marks[p.Source] = map[custos.Resource]Mark{}
	for _, m := range p.Marks {
		s.marks[p.Source][m.Resource] = m
	}
}

func (s *staged) add(o custos.Observation, p *Progress) error {
	if err := o.Resource.Validate(); err != nil {
		return err
	}
	f, ok := o.Payload.(observe.PerFrame)
	if !ok {
		s.entries = append(s.entries, entry{Observation: o})
		return nil
	}
	of, frame := packOf{o.Resource, f.Kind()}, observe.Frame{Time: o.Time, What: f}
	if err := frame.Check(); err != nil {
		return err
	}
	body, err := encodeFrame(s.j.boot, o.Resource, frame)
	if err != nil {
		return err
	}
	pack := s.packs[of]
	if pack != nil && !pack.Fits(frame) {
		s.closed = append(s.closed, pack)
		pack = nil
	}
	if pack == nil {
		pack = &openPack{resource: o.Resource, since: s.now, from: map[custos.ServiceID]held{}}
		s.packs[of] = pack
	}
	pack.Add(frame)
	if p != nil {
		s.hold(pack, o.Resource, p)
	}
	s.entries = append(s.entries, entry{o, body, pack})
	return nil
}

// hold notes what a pack's frames came of.
func (s *staged) hold(pack *openPack, r custos.Resource, p *Progress) {
	was := s.j.progress[p.Source]
	from := maps.Clone(pack.from)
	h, ok := from[p.Source]
	if !ok {
		h.before = was.at
	}
	h.marks = maps.Clone(h.marks)
	if h.marks == nil {
		h.marks = map[custos.Resource]Mark{}
	}
	_, own := s.marks[p.Source][r]
	for of := range s.marks[p.Source] { // where it is about none of them, it came of any
		if _, has := h.marks[of]; !has && (!own || of == r) {
			h.marks[of] = was.marks[of]
		}
	}
	from[p.Source] = h
	pack.from = from
}

// closeWith closes the packs without which it cannot be durable what the notable observations
// came of.
func (s *staged) closeWith(p *Progress) {
	about := map[custos.Resource]bool{}
	for _, e := range s.entries {
		if e.frame == nil {
			about[e.Resource] = true
		}
	}
	if len(about) == 0 {
		return
	}
	if p != nil {
		for r := range about {
			if _, of := s.marks[p.Source][r]; of {
				continue
			}
			for _, m := range p.Marks { // it came of any of them
				about[m.Resource] = true
			}
			break
		}
	}
	s.close(func(pack *openPack) bool {
		for _, h := range pack.from {
			for r := range h.marks {
				if about[r] {
					return true
				}
			}
		}
		return false
	})
}

func (s *staged) closeOlder(age time.Duration) {
	s.close(func(p *openPack) bool { return s.now.Sub(p.since) >= age })
}

func (s *staged) close(which func(*openPack) bool) {
	for k, p := range s.packs {
		if which(p) {
			s.closed = append(s.closed, p)
			delete(s.packs, k)
		}
	}
}

// notable counts the observations that are to be written as they are.
func (s *staged) notable() (n int) {
	for _, e := range s.entries {
		if e.frame == nil {
			n++
		}
	}
	return n
}

// commit makes durable what is to be, and then all of it the journal's state.
func (s *staged) commit(ctx context.Context) ([]custos.Event, error) {
	for source := range s.at {
		s.save = s.save || s.now.Sub(s.j.progress[source].saved) >= saveEvery
	}
	var rows []row
	if len(s.closed) > 0 || s.notable() > 0 || s.save {
		err := s.j.transact(ctx, "keep", func(tx *sql.Tx) (err error) {
			rows, err = s.write(tx)
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("append to the journal of %s: %w", s.j.id, err)
		}
		s.save = true
	}
	events := make([]custos.Event, len(rows))
	for i := range rows {
		events[i] = rows[i].event
	}
	s.apply(rows)
	return events, nil
}

// write enters the packs, the notable events behind them, and how far sources were followed.
func (s *staged) write(tx *sql.Tx) ([]row, error) {
	var rows []row
	enter := func(o custos.Observation) error {
		r, err := s.j.enter(tx, o, s.j.seq+uint64(len(rows))+1)
		rows = append(rows, r)
		return err
	}
	for _, p := range s.closed {
		payload, err := p.Payload()
		if err == nil {
			err = enter(custos.Observation{Resource: p.resource, Time: p.Frames[0].Time, Payload: payload})
		}
		if err != nil {
			return nil, err
		}
	}
	for _, e := range s.entries {
		if e.frame == nil {
			if err := enter(e.Observation); err != nil {
				return nil, err
			}
		}
	}
	for source := range s.j.progress {
		at, marks, _ := s.durable(source)
		if err := saveCursor(tx, Cursor{source, at.Boot, at.Seq}); err != nil {
			return nil, err
		}
		for _, m := range marks {
			if err := saveMark(tx, source, m); err != nil {
				return nil, err
			}
		}
	}
	return rows, nil
}

// durable returns how far a source was followed in what is on record once this step is: the
// place, the marks that are newer than before, and which of those wait for a pack and are not
// the newest yet.
func (s *staged) durable(source custos.ServiceID) (at position, marks []Mark, waiting map[custos.Resource]bool) {
	was := s.j.progress[source]
	at, ok := s.at[source]
	if !ok {
		at = was.at
	}
	before := map[custos.Resource]Mark{}
	for _, p := range s.packs {
		h, from := p.from[source]
		if !from {
			continue
		}
		if at.after(h.before) {
			at = h.before
		}
		for r, m := range h.marks {
			if o, has := before[r]; !has || o.hasFrame(m.Frame, m.Time) {
				before[r] = m
			}
		}
	}
	newer := maps.Clone(was.unsaved)
	for r := range s.marks[source] {
		newer[r] = true
	}
	waiting = map[custos.Resource]bool{}
	for r := range newer {
		m, of := s.marks[source][r]
		if !of {
			m = was.marks[r]
		}
		if b, has := before[r]; has {
			m, waiting[r] = b, true
		}
		if m.Resource != "" { // else nothing of it was taken before
			marks = append(marks, m)
		}
	}
	return at, marks, waiting
}

// apply makes the step the journal's state.
func (s *staged) apply(rows []row) {
	j := s.j
	for source, p := range j.progress {
		_, _, waiting := s.durable(source)
		if s.save {
			p.unsaved, p.saved = waiting, s.now
		}
		for r, m := range s.marks[source] {
			p.marks[r] = m
			if !s.save {
				p.unsaved[r] = true
			}
		}
		if at, ok := s.at[source]; ok {
			p.at = at
		}
	}
	before := position{j.boot, j.seq}
	j.seq += uint64(len(rows))
	notable := rows[min(len(s.closed), len(rows)):]
	j.press(notable, j.seq-uint64(len(notable)))
	j.flow.packs = s.packs
	for _, e := range s.entries {
		if e.frame != nil {
			n := j.flow.add(item{kind: e.Payload.Kind(), body: e.frame, through: before})
			if e.pack.number == 0 {
				e.pack.number = n
			}
			continue
		}
		j.flow.add(item{kind: notable[0].event.Kind, body: notable[0].flowing(), through: before})
		notable = notable[1:]
	}
	if len(rows) > 0 {
		if len(s.entries) == 0 {
			j.flow.add(item{})
		}
		j.flow.reach(position{j.boot, j.seq})
		j.grow()
	}
	if len(s.entries)+len(rows) > 0 {
		j.flow.changed(s.now)
	}
}
