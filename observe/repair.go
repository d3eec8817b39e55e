package observe

import (
	"fmt"
	"strings"
	"time"

	"custos.dev/custos"
)

// KindRepair is the kind of Repair.
const KindRepair custos.Kind = "repair"

// What is wrong with a row, a leaf or a file, as audits and repairs say it.
const (
	CauseAltered    = "altered"
	CauseRemoved    = "removed"
	CauseInserted   = "inserted"
	CauseReordered  = "reordered"
	CauseMissing    = "missing"
	CauseRolledBack = "rolled back"
)

// MaxMended is how many rows one Repair names; more are counted.
const MaxMended = 256

// Repair says that a master put back what somebody had altered in its database or its log, or
// got it back from others' copies after it was lost. It comes after the repair: one that is
// broken off is done again.
type Repair struct {
	// Mended are the rows and files, at most MaxMended of them; Count is how many there were.
	Mended []Mended `json:"mended"`
	Count  int      `json:"count"`
	// Kept is the directory with what stood there before, below the master's own, and Digest is
	// SHA-256 of the file of its rows; both empty where nothing stood there.
	Kept   string      `json:"kept,omitempty"`
	Digest custos.Hash `json:"digest,omitzero"`
	// Lost are the events that stand in the log and did not come back.
	Lost []Lost    `json:"lost,omitempty"`
	At   time.Time `json:"at"`
}

// Mended is one row, leaf or file that was put right.
type Mended struct {
	// Row says which: "event 5", "batch 2", "log tile/0/000". Event is the event's ID, of a batch
	// its first's.
	Row   string         `json:"row"`
	Event custos.EventID `json:"event,omitempty"`
	// Field is the column that was altered; empty where it was all of the row.
	Field string `json:"field,omitempty"`
	// Cause is what had been done: one of the causes above.
	Cause string `json:"cause"`
	// Said is what stood there and Says what stands there now, where that is short.
	Said string `json:"said,omitempty"`
	Says string `json:"says,omitempty"`
	// From is whose copy proved what belongs there.
	From string `json:"from,omitempty"`
}

// Text says it in a line.
func (m *Mended) Text() string {
	var b strings.Builder
	b.WriteString(custos.Plain(m.Row))
	if m.Event != "" {
		b.WriteString(" (" + custos.Plain(string(m.Event)) + ")")
	}
	b.WriteString(": " + custos.Plain(m.Cause))
	if m.Field != "" {
		b.WriteString(", " + custos.Plain(m.Field))
	}
	if m.Said != "" || m.Says != "" {
		fmt.Fprintf(&b, " said %s, now says %s", custos.Plain(m.Said), custos.Plain(m.Says))
	}
	if m.From != "" {
		b.WriteString(", from " + custos.Plain(m.From))
	}
	return b.String()
}

// Lost are events of one service that did not come back, and why. Their commitments are proved by the log all
// the same.
type Lost struct {
	Service custos.ServiceID `json:"service"`
	Spans   []Span           `json:"spans"`
	Count   int              `json:"count"`
	Why     string           `json:"why"`
}

// Covers reports that it names a number of a life.
func (l *Lost) Covers(boot, n uint64) bool {
	t := Tombstone{Spans: l.Spans}
	return t.Covers(boot, n)
}

// Kind implements custos.Payload.
func (*Repair) Kind() custos.Kind { return KindRepair }

var _ = define(kind[*Repair]{
	Says:   "A master put back what had been altered in its database or log.",
	Record: true,
	Example: &Repair{
		Mended: []Mended{{Row: "event 5", Event: "front-edge.object.1.5", Field: "time", Cause: CauseAltered, Said: "1", Says: "2", From: "the master's own rows"}}, Count: 1,
		Kept: "altered/20260701T180000Z", Digest: custos.Hash{1}, Lost: []Lost{{Service: "front-edge/object", Spans: []Span{{Boot: 1, First: 2, Last: 3}}, Count: 2, Why: "their keys are gone"}}, At: exampleTime,
	},
	Text: func(_ *custos.Event, r *Repair, _ Names) string {
		line := fmt.Sprintf("%d rows or files of the master were put right", r.Count)
		if len(r.Mended) > 0 {
			line += ", the first: " + r.Mended[0].Text()
		}
		lost := 0
		for _, l := range r.Lost {
			lost += l.Count
		}
		if lost > 0 {
			line += fmt.Sprintf("; %d events did not come back", lost)
		}
		if r.Kept != "" {
			line += "; what stood there is kept in " + custos.Plain(r.Kept)
		}
		return line
	},
	Shows: func(*custos.Event, *Repair) Shown { return Shown{} },
})
