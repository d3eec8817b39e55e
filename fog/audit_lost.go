package fog

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strconv"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/observe"
)

// readRepairs reads which events did not come back when this master was repaired: it said so itself,
// in the log. They are missing, and who looks is told why.
func (a *audit) readRepairs(ctx context.Context) error {
	for row, err := range a.rows.EventsOf(ctx, string(observe.KindRepair)) {
		if unreadableRow(err) != nil {
			continue // checkEvents names it
		}
		if err != nil {
			return err
		}
		b := a.batches[row.Batch]
		if b == nil || !b.leafOK || b.open.Principal != a.Log.Signer {
			continue
		}
		if _, inLog := a.at[b.leaf.Hash()]; !inLog {
			continue
		}
		body, err := row.Sealed.Open()
		var e custos.Event
		if err != nil || json.Unmarshal(body, &e) != nil {
			continue
		}
		if r, ok := observe.As[*observe.Repair](&e); ok {
			a.lost = append(a.lost, r.Lost...)
		}
	}
	return nil
}

// whyLost says why an event did not come back in a repair on record.
func (a *audit) whyLost(s custos.ServiceID, boot, seq uint64) (why string, lost bool) {
	for i := range a.lost {
		if l := &a.lost[i]; l.Service == s && l.Covers(boot, seq) {
			return l.Why, true
		}
	}
	return "", false
}

// losesFrom reports that events of a service did not come back.
func (a *audit) losesFrom(s custos.ServiceID) bool {
	return slices.ContainsFunc(a.lost, func(l observe.Lost) bool { return l.Service == s })
}

// isLost reports that an event did not come back, and counts it.
func (a *audit) isLost(s custos.ServiceID, boot, seq uint64) bool {
	why, lost := a.whyLost(s, boot, seq)
	if lost {
		a.gone[why]++
	}
	return lost
}

// allLost reports that no event of a batch came back.
func (a *audit) allLost(b *auditBatch) bool {
	for seq := b.open.First; seq <= b.open.Last; seq++ {
		if _, lost := a.whyLost(b.open.Service, b.open.Boot, seq); !lost {
			return false
		}
	}
	return true
}

// lostSince are the batches behind a number of which no event came back.
func (a *audit) lostSince(n int64) (out []*auditBatch) {
	if len(a.lost) == 0 {
		return nil
	}
	i, _ := slices.BinarySearchFunc(a.order, n+1, func(b *auditBatch, n int64) int { return cmp.Compare(b.N, n) })
	for _, b := range a.order[i:] {
		if !b.leafOK || !a.allLost(b) {
			break // the next ones are the next group's to ask for
		}
		out = append(out, b)
	}
	return out
}

// lostBatch is allLost, and counts them.
func (a *audit) lostBatch(b *auditBatch) bool {
	if !a.allLost(b) {
		return false
	}
	for seq := b.open.First; seq <= b.open.Last; seq++ {
		a.isLost(b.open.Service, b.open.Boot, seq)
	}
	return true
}

// sayLost tells how many events did not come back, and why.
func (a *audit) sayLost(context.Context) error {
	for _, why := range slices.Sorted(maps.Keys(a.gone)) {
		f := a.find(Finding{Status: evidence.Unknown, What: "event", Cause: observe.CauseMissing})
		f.Detail = strconv.Itoa(a.gone[why]) + " events stand in the log and did not come back when this master was repaired: " + custos.Plain(why)
	}
	return nil
}
