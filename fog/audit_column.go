package fog

import (
	"encoding/json"

	"custos.dev/custos"
	"custos.dev/custos/observe"
	"custos.dev/custos/observe/brief"
)

// nameColumn says which column of a row was changed whose body does not open: the one with
// another value of which it does. Where none is found it is the time, the body, or what opens it,
// which only a copy of the event tells apart.
func (a *audit) nameColumn(row *auditEvent, why error) {
	if b := a.batches[row.Batch]; b != nil && b.leafOK {
		h := brief.Header{
			Service: b.open.Service, Boot: b.open.Boot, Seq: uint64(row.Seq), Resource: custos.Resource(row.Resource), Time: row.Time, Kind: custos.Kind(row.Kind),
		}
		opens := func(h brief.Header) (custos.EventID, bool) {
			body, err := row.Sealed.Under(h).Open()
			var e custos.Event
			if err != nil || json.Unmarshal(body, &e) != nil {
				return "", false
			}
			return e.ID(), true
		}
		say := func(id custos.EventID, name string, says, must any) {
			a.fail("event", id, "%s: the column %s says %v, the committed body says %v", id, name, says, must).at(row.at(), name, causeOf(name))
		}
		if _, ok := opens(h); ok { // its batch's own row is what was changed, and is named
			a.fail("event", row.id, "%s: %v: its batch's row was changed", row.id, why).at(row.at(), "", observe.CauseAltered)
			return
		}
		for _, k := range observe.Kinds() {
			as := h
			as.Kind = k.Name
			if id, ok := opens(as); ok {
				say(id, "kind", row.Kind, k.Name)
				return
			}
		}
		for r := range a.resources {
			as := h
			as.Resource = r
			if id, ok := opens(as); ok {
				say(id, "resource", row.Resource, r)
				return
			}
		}
		for seq := b.open.First; seq <= b.open.Last; seq++ {
			as := h
			as.Seq = seq
			if id, ok := opens(as); ok {
				say(id, "seq", row.Seq, seq)
				return
			}
		}
		for _, other := range a.order {
			if !other.leafOK || uint64(row.Seq) < other.open.First || uint64(row.Seq) > other.open.Last {
				continue
			}
			as := h
			as.Service, as.Boot = other.open.Service, other.open.Boot
			if id, ok := opens(as); ok {
				say(id, "batch", row.Batch, other.N)
				return
			}
		}
	}
	a.fail("event", row.id, "%s: %v", row.id, why).at(row.at(), "body", observe.CauseAltered).away()
}

// misplaced is the column by which a row stands under a batch that it is not of.
func (a *audit) misplaced(b *auditBatch, row *auditEvent) string {
	for _, other := range a.order {
		if other != b && other.leafOK && other.open.Service == b.open.Service && other.open.Boot == b.open.Boot && uint64(row.Seq) >= other.open.First && uint64(row.Seq) <= other.open.Last {
			return "batch"
		}
	}
	return "seq"
}
