package fog

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/fog/mirror"
	"custos.dev/custos/observe"
	"custos.dev/custos/observe/brief"
)

const (
	// ownRows names the database itself as a source.
	ownRows = "the master's own rows"
	// kindUnknown stands in the row of an event of which no more is known than its commitment.
	kindUnknown custos.Kind = "unknown"
	// mostTries is how many readings of stray rows are tried for one batch.
	mostTries = 100_000
)

// body is what belongs into an event's row: a body that its commitment proves, or the commitment alone.
type provedBody struct {
	commitment custos.Hash
	sealed     evidence.Sealed
	opening    evidence.Opening
	event      *custos.Event // nil where the body is not there
	row        *have         // the own row that has it; nil where a copy does
	from       string
}

// mendEvents plans the events of all batches that are not as they must be: the master's own first,
// since tombstones are among them.
func (p *planner) mendEvents(ctx context.Context) error {
	own := func(w *wanted) bool { return w.open.Principal == p.TrustLog.Signer }
	slices.SortStableFunc(p.hurt, func(a, b *wanted) int {
		if own(a) == own(b) {
			return int(a.n - b.n)
		}
		if own(a) {
			return -1
		}
		return 1
	})
	if len(p.hurt) > 0 && own(p.hurt[0]) {
		p.again = len(p.bare) > 0
	} else {
		for _, w := range p.bare {
			p.stray(w.rows...)
			p.damaged(w)
		}
	}
	for _, w := range p.hurt {
		if err := p.mendBatch(ctx, w); err != nil {
			return err
		}
	}
	// What no batch has claimed, nothing proves.
	for _, r := range p.pool {
		if r.stays {
			continue
		}
		p.TakeEvents = append(p.TakeEvents, r.N)
		p.keepEvent(r)
		if !r.said {
			p.fix(observe.Mended{Row: fmt.Sprintf("event %d", r.N), Event: custos.EventID(r.ID), Cause: observe.CauseInserted})
		}
	}
	return nil
}

// keepEvent keeps a row as it was. What opens a body that was committed is not kept twice: who has
// to erase it must not look here, too.
func (p *planner) keepEvent(r *have) {
	row := r.EventRow
	if _, err := row.Sealed.Open(); err == nil {
		row.Sealed = masterdb.Sealed{Box: row.Sealed.Box, Hash: row.Sealed.Hash}
	}
	p.keep("event", r.N, row)
}

// mendBatch finds the events of a batch and plans their rows.
func (p *planner) mendBatch(ctx context.Context, w *wanted) error {
	found := make([]*provedBody, w.size())
	for i := range found {
		found[i] = p.ownBody(w, i)
	}
	proved := commitmentsIn(found)
	if proved == nil || w.open.CheckCommitments(proved) != nil {
		p.search(w, found)
		proved = commitmentsIn(found)
	}
	if proved != nil && w.open.CheckCommitments(proved) != nil {
		proved = nil
	}
	why := "nobody who was asked holds them"
	lacks := func() bool {
		return slices.ContainsFunc(found, func(b *provedBody) bool { return b == nil || b.event == nil })
	}
	for _, c := range p.Copies {
		if proved != nil && !lacks() || !w.inLog {
			break
		}
		bodies, err := p.copyOf(ctx, c, w)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			p.open = append(p.open, fmt.Sprintf("%s is no help with %s: %v", c.Name(), w.id(0), err))
			continue
		}
		proved = nil
		for i := range bodies {
			proved = append(proved, bodies[i].commitment)
			if found[i] != nil && found[i].commitment != bodies[i].commitment {
				found[i] = nil // the own row is another than was committed
			}
			if bodies[i].event != nil && (found[i] == nil || found[i].event == nil) {
				found[i] = &bodies[i]
			}
		}
		if lacks() {
			why = "their bodies or keys are in no copy that was asked"
		}
	}
	if proved == nil {
		p.unproved(w, why)
		return nil
	}
	for i := range found {
		p.mendEvent(w, i, proved[i], found[i], why)
	}
	return nil
}

func commitmentsIn(found []*provedBody) (out []custos.Hash) {
	for _, b := range found {
		if b == nil {
			return nil
		}
		out = append(out, b.commitment)
	}
	return out
}

// unproved leaves the events of a batch as they are: what they must be is not known.
func (p *planner) unproved(w *wanted, why string) {
	there := map[uint64]bool{}
	for _, r := range w.rows {
		if i, ok := w.slot(r); ok && r.N == w.first+int64(i) {
			r.stays, there[uint64(r.Seq)] = true, true
		}
	}
	if len(there) > 0 {
		p.open = append(p.open, fmt.Sprintf("%d of the %d rows of %s to %d stay as they are: one of them does not hold what was committed, and %s", len(there), w.size(), w.id(0), w.open.Last, why))
	}
	for i := range w.size() {
		if !there[w.seq(i)] {
			p.lost = append(p.lost, lostEvent{w.open.Service, w.open.Boot, w.seq(i), why})
		}
	}
}

// rowsOf are the rows that may be the event at a place of a batch.
func (p *planner) rowsOf(w *wanted, i int) (out []*have) {
	for _, r := range w.rows {
		if k, ok := w.slot(r); ok && k == i {
			out = append(out, r)
		}
	}
	return append(out, p.byID[w.id(i)]...)
}

// ownBody looks for an event in the rows that say that they are it.
func (p *planner) ownBody(w *wanted, i int) *provedBody {
	var bare *provedBody
	for _, r := range p.rowsOf(w, i) {
		if r.Sealed.Removed() {
			if len(r.Sealed.Hash) == len(custos.Hash{}) && bare == nil {
				bare = &provedBody{commitment: custos.Hash(r.Sealed.Hash), row: r, from: ownRows}
			}
			continue
		}
		if b := p.readAs(w, i, r, custos.Kind(r.Kind), custos.Resource(r.Resource)); b != nil {
			return b
		}
	}
	return bare
}

// readAs reads a row as if it was the event at a place of a batch; nil if it is not.
func (p *planner) readAs(w *wanted, i int, r *have, k custos.Kind, of custos.Resource) *provedBody {
	s := r.Sealed.Under(brief.Header{Service: w.open.Service, Boot: w.open.Boot, Seq: w.seq(i), Resource: of, Time: r.Time, Kind: k})
	text, err := s.Open()
	e := new(custos.Event)
	if err != nil || json.Unmarshal(text, e) != nil || e.ID() != w.id(i) {
		return nil
	}
	c, err := s.Commitment()
	if err != nil || len(s.Key) != len(custos.Hash{}) || len(s.Salt) != len(custos.Hash{}) {
		return nil
	}
	return &provedBody{
		commitment: c, sealed: evidence.Sealed{Box: s.Box, BodyHash: custos.Hash(s.Hash)},
		opening: evidence.Opening{Key: custos.Hash(s.Key), Salt: custos.Hash(s.Salt)}, event: e, row: r, from: ownRows,
	}
}

// search looks for what a changed column said: among all kinds and resources, and among the rows that
// stand where they must not.
func (p *planner) search(w *wanted, found []*provedBody) {
	tries := mostTries
	for i := range found {
		if found[i] != nil && found[i].event != nil {
			continue
		}
		for _, r := range append(p.rowsOf(w, i), p.pool...) {
			if r.Sealed.Removed() || tries <= 0 {
				continue
			}
			b := p.readAs(w, i, r, custos.Kind(r.Kind), custos.Resource(r.Resource))
			for _, k := range p.kinds {
				if b == nil {
					b = p.readAs(w, i, r, k, custos.Resource(r.Resource))
				}
			}
			for _, of := range p.places {
				if b == nil {
					b = p.readAs(w, i, r, custos.Kind(r.Kind), of)
				}
			}
			if tries -= 1 + len(p.kinds) + len(p.places); b != nil {
				found[i] = b
				break
			}
		}
	}
}

// copyOf is what somebody else holds of a batch, proved by its leaf.
func (r *Repairer) copyOf(ctx context.Context, c mirror.Copies, w *wanted) ([]provedBody, error) {
	entries, err := c.Entries(ctx, r.TrustLog.Origin, w.index, 1)
	if err != nil {
		return nil, err
	}
	if len(entries) == 0 || entries[0].Index != w.index || len(entries[0].Bodies) == 0 {
		return nil, custos.Errorf(custos.NotFound, "it does not hold leaf %d", w.index)
	}
	if !bytes.Equal(entries[0].Leaf, w.leaf) {
		return nil, custos.Errorf(custos.Corrupt, "it holds another leaf %d than was proved", w.index)
	}
	out := make([]provedBody, len(entries[0].Bodies))
	var commitments []custos.Hash
	for i := range out {
		b := &entries[0].Bodies[i]
		out[i] = provedBody{commitment: b.Commitment, from: c.Name()}
		commitments = append(commitments, b.Commitment)
		if b.Removed || len(b.Box) == 0 || b.Wrapped.IsZero() || r.Unwrap == nil || b.Sealed.Commitment() != b.Commitment {
			continue
		}
		k := r.Unwrap(b.Commitment, b.Wrapped)
		o := evidence.Opening{Key: k, Salt: evidence.SaltOf(k)}
		text, err := b.Sealed.Open(o)
		e := new(custos.Event)
		if err != nil || json.Unmarshal(text, e) != nil || i >= w.size() || e.ID() != w.id(i) {
			continue
		}
		out[i].sealed, out[i].opening, out[i].event = b.Sealed, o, e
	}
	if err := w.open.CheckCommitments(commitments); err != nil {
		return nil, fmt.Errorf("what it holds of leaf %d is not what was committed: %w", w.index, err)
	}
	return out, nil
}

// mendEvent plans the row of one event, of which the commitment is proved.
func (p *planner) mendEvent(w *wanted, i int, commitment custos.Hash, b *provedBody, why string) {
	back := masterdb.RestoredEvent{N: w.first + int64(i), Batch: w.n, Service: w.open.Service, Boot: w.open.Boot, NewEvent: masterdb.NewEvent{ID: w.id(i), Seq: w.seq(i)}}
	was := p.was(w, i, b)
	gone := p.removed(w, back.Seq)
	switch {
	case b != nil && b.event != nil && !gone:
		back.Sealed, back.Opening = b.sealed, b.opening
		back.Kind, back.Resource, back.Time = b.event.Kind, b.event.Resource, b.event.Time
		p.own(b.event, w)
	default:
		back.Sealed = evidence.Sealed{Box: []byte{}, BodyHash: commitment}
		switch {
		case b != nil && b.event != nil: // somebody has it still; it does not come back
			back.Kind, back.Resource, back.Time = b.event.Kind, b.event.Resource, b.event.Time
		case was != nil && (gone || was.Sealed.Removed()):
			back.Kind, back.Resource, back.Time = custos.Kind(was.Kind), custos.Resource(was.Resource), time.Unix(0, was.Time).UTC()
		case was != nil: // what stands there may be what somebody needs to get it back
			was.stays = was.N == back.N && was.Batch == back.Batch && was.Seq == int64(back.Seq)
			p.open = append(p.open, fmt.Sprintf("%s does not hold what was committed, and %s", back.ID, why))
			if was.stays {
				return
			}
			fallthrough
		default:
			back.Kind, back.Resource, back.Time = kindUnknown, p.TrustLog.Domain, w.open.Closed
		}
		if !gone {
			p.lost = append(p.lost, lostEvent{w.open.Service, w.open.Boot, back.Seq, why})
		}
	}
	says := masterdb.SealedAs(back.Sealed, back.Opening)
	say := observe.Mended{Row: fmt.Sprintf("event %d", back.N), Event: back.ID, From: ownRows}
	if b != nil {
		say.From = b.from
	}
	if was == nil {
		if say.Cause = observe.CauseMissing; p.torn[back.ID] != nil {
			say.Cause, say.Field = observe.CauseAltered, p.torn[back.ID].Column
		}
		p.fix(say)
		p.Events = append(p.Events, back)
		return
	}
	fields := eventFields(&was.EventRow, &back, says)
	if len(fields) == 0 {
		was.stays = true
		return
	}
	was.said = true
	for _, f := range fields {
		say.Field, say.Said, say.Says, say.Cause = f.name, f.said, f.says, observe.CauseAltered
		switch {
		case f.name == "n" || f.name == "batch" || f.name == "seq":
			say.Cause = observe.CauseReordered
		case f.name == "body" && was.Sealed.Removed():
			say.Cause = observe.CauseRemoved
		}
		p.fix(say)
	}
	p.Events = append(p.Events, back)
}

// own takes a tombstone over that was put back.
func (p *planner) own(e *custos.Event, w *wanted) {
	if e.Kind == observe.KindTombstone && w.open.Principal == p.TrustLog.Signer {
		p.name(e)
	}
}

// was is the row that stands for an event now; nil if there is none.
func (p *planner) was(w *wanted, i int, b *provedBody) *have {
	if b != nil && b.row != nil {
		return b.row
	}
	for _, r := range p.rowsOf(w, i) {
		if !r.said && !r.stays {
			return r
		}
	}
	for _, r := range w.rows { // its place in the batch was changed
		if _, ok := w.slot(r); !ok && r.N == w.first+int64(i) && !r.said && !r.stays {
			return r
		}
	}
	return nil
}

func eventFields(r *masterdb.EventRow, back *masterdb.RestoredEvent, says masterdb.Sealed) (out []field) {
	add := func(name string, got, want any) {
		if got != want {
			out = append(out, field{name, fmt.Sprint(got), fmt.Sprint(want)})
		}
	}
	add("n", r.N, back.N)
	add("batch", r.Batch, back.Batch)
	add("seq", r.Seq, int64(back.Seq))
	add("kind", r.Kind, string(back.Kind))
	add("resource", r.Resource, string(back.Resource))
	add("time", r.Time, back.Time.UnixNano())
	// Of a row that keeps its body without what the columns say, the body is read by the true ones.
	s := r.Sealed.Under(brief.Header{Service: back.Service, Boot: back.Boot, Seq: back.Seq, Resource: back.Resource, Time: back.Time.UnixNano(), Kind: back.Kind})
	same := func(a, b []byte) bool { return bytes.Equal(bytes.Trim(a, "\x00"), bytes.Trim(b, "\x00")) }
	switch {
	case !same(s.Key, says.Key) && !s.Removed():
		out = append(out, field{name: "key"})
	case !bytes.Equal(s.Box, says.Box) || !bytes.Equal(s.Hash, says.Hash) || !same(s.Salt, says.Salt):
		out = append(out, field{name: "body"})
	}
	return out
}
