package fog

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/observe"
)

// tombs are the tombstones that an audit knows. Those about events are read before the events,
// and count once their own batch is found whole and in the log, signed by who may remove.
type tombs struct {
	events   []*tomb
	named    map[tombKey][]*tomb // by whose events, in one life
	segments map[recorder][]*observe.Tombstone
	// bare are the rows without a body that no tombstone names.
	bare []auditEvent
}

type tombKey struct {
	service custos.ServiceID
	boot    uint64
}

// tomb is a tombstone about events and what the rows show of it.
type tomb struct {
	observe.Tombstone
	raw []byte // its payload: the same one may be said twice
	// proved says that the log holds it.
	proved bool
	digest observe.TombstoneDigest
	seen   int // of the events that it names
	// blind says that of one of them the row's columns did not come back: what they said is not known.
	blind bool
	gone  []custos.EventID
}

// commitment is what the event's batch was signed over, by its row.
func (e *auditEvent) commitment() custos.Hash {
	if e.Sealed.Removed() {
		return e.sealed.BodyHash
	}
	return e.sealed.Commitment()
}

// readTombstones reads what is said to be removed. What of it is proved shows when all the
// events are read.
func (a *audit) readTombstones(ctx context.Context) error {
	a.tombs = tombs{named: map[tombKey][]*tomb{}, segments: map[recorder][]*observe.Tombstone{}}
	for row, err := range a.rows.EventsOf(ctx, string(observe.KindTombstone)) {
		if err != nil {
			if row := new(masterdb.UnreadableRow); errors.As(err, &row) {
				continue // checkEvents names it
			}
			return err
		}
		body, err := row.Sealed.Open()
		var e custos.Event
		if err != nil || json.Unmarshal(body, &e) != nil {
			continue // so does it
		}
		t, ok := observe.As[*observe.Tombstone](&e)
		if !ok || t.Segments || slices.ContainsFunc(a.tombs.events, func(o *tomb) bool { return bytes.Equal(o.raw, e.Payload) }) {
			continue
		}
		o := &tomb{Tombstone: *t, raw: e.Payload}
		a.tombs.events = append(a.tombs.events, o)
		for _, s := range t.Spans {
			k := tombKey{t.Service, s.Boot}
			if !slices.Contains(a.tombs.named[k], o) {
				a.tombs.named[k] = append(a.tombs.named[k], o)
			}
		}
	}
	return nil
}

// naming returns the tombstones that name an event.
func (a *audit) naming(s custos.ServiceID, boot, seq uint64) (out []*tomb) {
	for _, t := range a.tombs.named[tombKey{s, boot}] {
		if t.Covers(boot, seq) {
			out = append(out, t)
		}
	}
	return out
}

// checkBodiless checks the row of an event without a body, and gives its header.
func (a *audit) checkBodiless(row *auditEvent) (*custos.Event, bool) {
	if len(row.Sealed.Hash) != len(row.sealed.BodyHash) {
		a.fail("event", row.id, "%s: its body is gone, and its commitment with it", row.id).at(row.at(), "hash", observe.CauseAltered).away()
		return nil, false
	}
	row.sealed.BodyHash = custos.Hash(row.Sealed.Hash)
	if zero := func(b []byte) bool { return len(bytes.Trim(b, "\x00")) == 0 }; !zero(row.Sealed.Key) || !zero(row.Sealed.Salt) {
		a.fail("event", row.id, "%s: its body is gone, and what opens it is still in the row", row.id).at(row.at(), "key", observe.CauseAltered)
		return nil, false
	}
	b := a.batches[row.Batch]
	if b == nil || !b.leafOK {
		a.fail("event", row.id, "%s: its body is gone, and its batch does not say what it was", row.id).at(row.at(), "batch", observe.CauseAltered)
		return nil, false
	}
	e := &custos.Event{
		Service: b.open.Service, Boot: b.open.Boot, Seq: uint64(row.Seq), Kind: custos.Kind(row.Kind),
		Resource: custos.Resource(row.Resource), Time: time.Unix(0, row.Time).UTC(),
	}
	if e.ID() != row.id {
		a.fail("event", row.id, "%s: the column id says so, its batch says %s", row.id, e.ID()).at(row.at(), "seq", observe.CauseReordered)
		return nil, false
	}
	return e, true
}

// prove takes over the events of a batch whose commitments are those that were signed: the
// tombstones among them, if the log holds the batch, and what of the events tombstones name.
func (a *audit) prove(b *auditBatch, slots []*auditEvent) {
	_, inLog := a.at[b.leaf.Hash()]
	for i, row := range slots {
		seq := b.open.First + uint64(i)
		if t := row.tombstone; t != nil && inLog {
			a.proveTombstone(b, row, t)
		}
		naming := a.naming(b.open.Service, b.open.Boot, seq)
		if row.Sealed.Removed() && row.Kind == string(kindUnknown) && len(naming) > 0 {
			a.gone["their bodies were removed, and what else their rows said did not come back"]++
		}
		for _, t := range naming {
			t.blind = t.blind || row.Kind == string(kindUnknown)
			t.digest.Add(row.id, custos.Kind(row.Kind), custos.Resource(row.Resource), time.Unix(0, row.Time), row.commitment())
			if t.seen++; row.Sealed.Removed() {
				t.gone = append(t.gone, row.id)
			}
		}
		if row.Sealed.Removed() && len(naming) == 0 {
			if a.isLost(b.open.Service, b.open.Boot, seq) {
				continue
			}
			a.tombs.bare = append(a.tombs.bare, *row)
		}
	}
}

// proveTombstone takes a tombstone over that the log holds, if who signed it may remove what
// it names.
func (a *audit) proveTombstone(b *auditBatch, row *auditEvent, t *observe.Tombstone) {
	if err := t.Check(); err != nil {
		a.fail("tombstone", row.id, "%s: %v", row.id, err)
		return
	}
	if t.Segments {
		if t.Service != b.open.Service {
			a.fail("tombstone", row.id, "%s removes segments of %s: a service removes its own", row.id, t.Service)
			return
		}
		r := recorder{custos.CameraID(row.Resource), b.open.Service}
		a.tombs.segments[r] = append(a.tombs.segments[r], t)
		return
	}
	if b.open.Principal != a.Log.Signer {
		a.fail("tombstone", row.id, "%s removes events of %s and is signed by %s: only the master of %s removes events", row.id, t.Service, b.open.Principal, a.Log.Domain)
		return
	}
	for _, o := range a.tombs.events {
		if o.Removal == t.Removal && o.Digest == t.Digest && slices.Equal(o.Spans, t.Spans) {
			o.proved = true
		}
	}
}

// checkRemoved tells what was removed from what is missing.
func (a *audit) checkRemoved(context.Context) error {
	for i := range a.tombs.bare {
		a.fail("event", a.tombs.bare[i].id, "the body of %s is missing, and no tombstone names it", a.tombs.bare[i].id).at(a.tombs.bare[i].at(), "body", observe.CauseRemoved).away()
	}
	for _, t := range a.tombs.events {
		if !t.proved {
			for _, id := range t.gone {
				a.fail("event", id, "the body of %s is missing: the tombstone that names it (removal %s) is not one of this master in the log", id, custos.Plain(t.Removal)).at("", "body", observe.CauseRemoved).away()
			}
			continue
		}
		if len(t.gone) == 0 {
			continue // planned and told, or of what is not here
		}
		if t.seen == t.Count && t.digest.Sum() != t.Digest && !t.blind {
			a.fail("event", t.gone[0], "what the rows of the %d events of removal %s say (the first is %s) is not what its tombstone was said over: one of their columns was changed", t.Count, t.Removal, t.gone[0]).at("", "", observe.CauseAltered).away()
		}
		if t.seen != t.Count {
			a.fail("event", t.gone[0], "of the %d events of removal %s %d have a row", t.Count, t.Removal, t.seen).at("", "", observe.CauseMissing).away()
		}
		a.removed(t.Cause, len(t.gone))
		if left := t.Count - len(t.gone); left > 0 {
			a.report.Notes = append(a.report.Notes, fmt.Sprintf("of removal %s (%s) %d bodies are still here: it goes on while the master runs", t.Removal, t.Cause.Text(nil), left))
		}
	}
	return nil
}

// removed counts what is gone by a tombstone.
func (a *audit) removed(c observe.Cause, n int) {
	if n == 0 {
		return
	}
	if a.report.Removals == nil {
		a.report.Removals = map[string]int{}
	}
	a.report.Removed += n
	a.report.Removals[c.Text(nil)] += n
}

// removedSegment reports that a segment's file is gone by a tombstone of who sealed it.
func (a *audit) removedSegment(camera custos.CameraID, s *sealedSegment) bool {
	for _, t := range a.tombs.segments[recorder{camera, s.by}] {
		if !t.Covers(0, s.Index) {
			continue
		}
		if t.Cause.Why == observe.ByAge && t.At.Sub(s.Until) < t.Cause.Keep {
			a.fail("segment", s.id, "%s: segment %d was removed when it was %v old, by a rule that keeps %v", camera, s.Index, t.At.Sub(s.Until).Round(time.Second), t.Cause.Keep)
		}
		a.removed(t.Cause, 1)
		return true
	}
	return false
}
