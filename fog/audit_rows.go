package fog

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"custos.dev/custos"

	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/observe"
)

// auditBatch is a batch's row, and the signed batch that it stands for: the log's
// leaf, where the row's own is not the log's.
type auditBatch struct {
	masterdb.BatchRow
	leaf evidence.Leaf

	open   evidence.Batch
	leafOK bool
}

// id names the first event of the batch.
func (b *auditBatch) id() custos.EventID {
	if b.leafOK {
		return firstEvent(b.open)
	}
	return custos.NewEventID(custos.ServiceID(b.Service), uint64(b.Boot), uint64(b.First))
}

// at names its row.
func (b *auditBatch) at() string { return fmt.Sprintf("batch %d", b.N) }

func (b *auditBatch) String() string {
	last := uint64(b.Last)
	if b.leafOK {
		last = b.open.Last
	}
	return fmt.Sprintf("batch %d (%s to %d)", b.N, b.id(), last)
}

// unreadable reports that a row holds something else than its columns should, which is a
// finding that names what it can of it.
func (a *audit) unreadable(what string, err error) bool {
	var row *masterdb.UnreadableRow
	if !errors.As(err, &row) {
		return false
	}
	a.fail(what, custos.EventID(row.ID), "%v", row).at(fmt.Sprintf("%s %d", what, row.N), row.Column, observe.CauseAltered)
	return true
}

func (a *audit) readBatches(ctx context.Context) error {
	next, leaves := int64(1), map[string]int64{}
	for row, err := range a.rows.Batches(ctx) {
		if a.unreadable("batch", err) {
			next++
			continue
		}
		if err != nil {
			return err
		}
		b := &auditBatch{BatchRow: row, leaf: row.Leaf}
		b.open, err = b.leaf.Open()
		b.leafOK = err == nil
		if err != nil {
			a.fail("batch", b.id(), "%s: its leaf was changed: %v", b, err).at(b.at(), "leaf", observe.CauseAltered)
		}
		if first, twice := leaves[string(row.Leaf)]; twice {
			a.fail("batch", b.id(), "%s has the leaf of batch %d: it was added later", b, first).at(b.at(), "", observe.CauseInserted)
			continue
		}
		leaves[string(row.Leaf)] = b.N
		// Numbers are given without gaps and rows are never deleted.
		if b.N != next {
			a.fail("batch", b.id(), "%s has the number %d, want %d: rows are missing before it, or its number was changed", b, b.N, next).at(b.at(), "n", observe.CauseReordered)
		}
		next = b.N + 1
		a.batches[b.N] = b
		a.order = append(a.order, b)
	}
	a.report.Batches = len(a.order)
	return nil
}

// checkBatches compares the batches' rows with the log: each leaf has its row, each
// row its leaf, and the columns say what the leaf says.
func (a *audit) checkBatches(ctx context.Context) error {
	has := make([]bool, len(a.leaves))
	newest := map[string]int64{} // the last batch of each service that is recorded in the log
	for _, b := range a.order {
		if b.Recorded {
			newest[b.Service] = max(newest[b.Service], b.N)
		}
	}
	for _, b := range a.order {
		if h := b.leaf.Hash(); !bytes.Equal(h[:], b.LeafHash) {
			a.fail("batch", b.id(), "%s: the column leaf_hash is not the hash of its leaf", b).at(b.at(), "leaf_hash", observe.CauseAltered)
		}
		stands, inLog := a.at[b.leaf.Hash()]
		if inLog {
			has[stands] = true
		}
		switch i := uint64(b.Index); {
		case !b.Recorded && !inLog:
			a.report.Staged++
		case !b.Recorded && newest[b.Service] > b.N:
			a.fail("batch", b.id(), "%s is leaf %d of the log, its row says that it is not there, and a later batch of %s is: the column leaf_index was changed", b, stands, b.Service).at(b.at(), "leaf_index", observe.CauseAltered)
		case !b.Recorded:
			// The last of a service: a master that runs is about to record it, one that
			// was stopped does so at its next start. Its events are checked all the same.
			a.report.Unrecorded++
		case b.Index >= 0 && i < uint64(len(a.leaves)) && bytes.Equal(a.leaves[i], b.leaf):
		case inLog:
			a.fail("batch", b.id(), "%s: the column leaf_index says %d, its leaf stands at %d", b, b.Index, stands).at(b.at(), "leaf_index", observe.CauseAltered)
		case b.Index >= 0 && i < uint64(len(a.leaves)):
			a.replace(b, i)
			has[i] = true
		default:
			a.unknown("batch", b.id(), "%s says that it is leaf %d, the log's checkpoint covers %d: the master was stopped before it published one, or the row or the log was changed", b, b.Index, len(a.leaves))
		}
		a.checkColumns(b)
	}
	for i, leaf := range a.leaves {
		if has[i] || a.at[leaf.Hash()] != uint64(i) {
			continue
		}
		if err := a.checkMissing(ctx, uint64(i), leaf); err != nil {
			return err
		}
	}
	return nil
}

// replace takes the log's leaf for a row whose own is another.
func (a *audit) replace(b *auditBatch, index uint64) {
	open, err := a.leaves[index].Open()
	if err == nil {
		b.open, b.leafOK = open, true
	}
	a.fail("batch", b.id(), "%s: the leaf in its row is not leaf %d of the log", b, index).at(b.at(), "leaf", observe.CauseAltered)
}

func (a *audit) checkColumns(b *auditBatch) {
	if !b.leafOK {
		return
	}
	for _, c := range []struct {
		name      string
		got, want any
	}{
		{"service", b.Service, string(b.open.Service)},
		{"boot", b.Boot, int64(b.open.Boot)},
		{"first", b.First, int64(b.open.First)},
		{"last", b.Last, int64(b.open.Last)},
	} {
		if c.got != c.want {
			a.fail("batch", b.id(), "%s: the column %s says %v, the signed batch says %v", b, c.name, c.got, c.want).at(b.at(), c.name, observe.CauseAltered)
		}
	}
}

// checkMissing looks for a leaf's row in the state of now: a running master may have
// committed it after the snapshot.
func (a *audit) checkMissing(ctx context.Context, index uint64, leaf evidence.Leaf) error {
	h := leaf.Hash()
	n, there, err := a.fresh.BatchOfLeaf(ctx, leaf)
	if err != nil || there && a.batches[n] == nil {
		return err
	}
	b, err := leaf.Open()
	if err != nil {
		return nil // found by checkLeaves
	}
	a.fail("batch", firstEvent(b), "leaf %d of the log (%s to %d, %s) has no row in the database: its events are missing", index, firstEvent(b), b.Last, h).at(fmt.Sprintf("leaf %d", index), "", observe.CauseMissing).away()
	return nil
}

// auditEvent is an event's row.
type auditEvent struct {
	masterdb.EventRow
	id     custos.EventID
	sealed evidence.Sealed
	// tombstone is what the body says, if it is one.
	tombstone *observe.Tombstone
}

// at names its row.
func (e *auditEvent) at() string { return fmt.Sprintf("event %d", e.N) }

// checkEvents opens every body and compares it with its row and its batch.
func (a *audit) checkEvents(ctx context.Context) error {
	groups := map[int64]bool{}
	var group []auditEvent
	next, last := int64(1), int64(0)
	flush := func() {
		if len(group) > 0 {
			for _, b := range a.lostSince(last) { // their numbers stay free
				if b.N < group[0].Batch {
					next += int64(b.open.Last - b.open.First + 1)
				}
			}
			last = group[0].Batch
			groups[group[0].Batch] = true
			next = a.checkGroup(group, next)
			group = group[:0]
		}
	}
	for row, err := range a.rows.Events(ctx) {
		if a.unreadable("event", err) {
			next++
			continue
		}
		if err != nil {
			// What was read of its batch is checked all the same.
			flush()
			return err
		}
		e := auditEvent{EventRow: row, id: custos.EventID(row.ID), sealed: evidence.Sealed{Box: row.Sealed.Box}}
		a.report.Events++
		a.pace()
		a.resources[custos.Resource(row.Resource)] = true
		if len(group) > 0 && group[0].Batch != e.Batch {
			flush()
		}
		group = append(group, e)
	}
	flush()
	for _, b := range a.order {
		if b.leafOK && !groups[b.N] && !a.lostBatch(b) {
			a.fail("event", b.id(), "every event of %s is missing from the database", b).at(b.at(), "", observe.CauseMissing).away()
		}
	}
	return nil
}

// checkGroup checks the events of one batch and returns which number the next row
// should have. next is which the first of these should have.
func (a *audit) checkGroup(group []auditEvent, next int64) int64 {
	b := a.batches[group[0].Batch]
	if b == nil || !b.leafOK {
		for i := range group {
			if _, ok := a.checkEvent(&group[i]); ok && b == nil {
				a.fail("event", group[i].id, "%s stands under batch %d, which does not exist", group[i].id, group[i].Batch).at(group[i].at(), "batch", observe.CauseInserted)
			}
		}
		return next + int64(len(group))
	}
	slots := make([]*auditEvent, b.open.Last-b.open.First+1)
	sound := true
	for i := range group {
		row := &group[i]
		e, ok := a.checkEvent(row)
		sound = sound && ok
		seq := uint64(row.Seq)
		if e != nil {
			seq = e.Seq
			if e.Service != b.open.Service || e.Boot != b.open.Boot {
				seq = 0
			}
		}
		if seq < b.open.First || seq > b.open.Last || slots[seq-b.open.First] != nil {
			sound = false
			a.fail("event", row.id, "%s does not belong to %s, under which it stands", row.id, b).at(row.at(), a.misplaced(b, row), observe.CauseInserted)
			continue
		}
		slots[seq-b.open.First] = row
	}
	var commitments []custos.Hash
	for i, row := range slots {
		if row == nil {
			sound = false
			id := custos.NewEventID(b.open.Service, b.open.Boot, b.open.First+uint64(i))
			if a.isLost(b.open.Service, b.open.Boot, b.open.First+uint64(i)) {
				continue
			}
			a.fail("event", id, "%s is missing from its batch in the database", id).at("", "", observe.CauseMissing).away()
			continue
		}
		commitments = append(commitments, row.commitment())
	}
	if sound {
		if err := b.open.CheckCommitments(commitments); err != nil {
			a.fail("event", b.id(), "the bodies of %s are not those that were committed: one of its %d events was replaced", b, len(slots)).at(b.at(), "body", observe.CauseAltered).away()
		} else {
			a.prove(b, slots)
		}
		a.checkNumbers(slots, next)
		return slots[len(slots)-1].N + 1
	}
	return next + int64(len(slots))
}

// checkNumbers checks that the rows' own numbers, which order what people see, have
// no gap and the order of the events.
func (a *audit) checkNumbers(slots []*auditEvent, next int64) {
	shift := slots[0].N - next
	for i, row := range slots {
		if row.N == next+int64(i) {
			continue
		}
		if i > 0 && row.N == next+int64(i)+shift {
			continue // said of the first of them
		}
		a.fail("event", row.id, "%s has the number %d, want %d: rows are missing before it, or its number was changed", row.id, row.N, next+int64(i)).at(row.at(), "n", observe.CauseReordered)
	}
}

// checkEvent opens a row's body and compares the columns with it. The event is nil if
// the body does not open.
func (a *audit) checkEvent(row *auditEvent) (*custos.Event, bool) {
	if row.Sealed.Removed() {
		if a.seenBare != nil {
			a.seenBare(row)
		}
		return a.checkBodiless(row)
	}
	body, err := row.Sealed.Open()
	if len(row.Sealed.Hash) == len(row.sealed.BodyHash) {
		row.sealed.BodyHash = custos.Hash(row.Sealed.Hash)
	}
	e := new(custos.Event)
	if err == nil {
		err = json.Unmarshal(body, e)
	}
	if err != nil {
		a.nameColumn(row, err)
		return nil, false
	}
	ok := true
	for _, c := range []struct {
		name      string
		got, want any
	}{
		{"id", row.id, e.ID()},
		{"seq", row.Seq, int64(e.Seq)},
		{"kind", row.Kind, string(e.Kind)},
		{"resource", row.Resource, string(e.Resource)},
		{"time", row.Time, e.Time.UnixNano()},
	} {
		if c.got != c.want {
			ok = false
			a.fail("event", e.ID(), "%s: the column %s says %v, the committed body says %v", e.ID(), c.name, c.got, c.want).at(row.at(), c.name, causeOf(c.name))
		}
	}
	if !e.Resource.Within(a.Log.Domain) {
		ok = false
		a.fail("event", e.ID(), "%s is about %s, outside of %s", e.ID(), e.Resource, a.Log.Domain)
	}
	if a.seen != nil {
		a.seen(row, e)
	}
	if t, is := observe.As[*observe.Tombstone](e); is {
		row.tombstone = t
	}
	if s, is := observe.As[*observe.Segment](e); is {
		r := recorder{e.Resource, e.Service}
		a.segments[r] = append(a.segments[r], sealedSegment{*s, e.ID(), e.Service})
	}
	if s, is := observe.As[*observe.Stream](e); is {
		if _, _, gap := s.Gap(); gap {
			a.gaps[e.Resource] = append(a.gaps[e.Resource], s)
		}
	}
	return e, ok
}

// sealedSegment is a segment, the event that seals it and the service that did.
type sealedSegment struct {
	observe.Segment
	id custos.EventID
	by custos.ServiceID
}
