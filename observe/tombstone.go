package observe

import (
	"crypto/sha256"
	"fmt"
	"hash"
	"time"

	"custos.dev/custos"
)

// KindTombstone is the kind of Tombstone.
const KindTombstone custos.Kind = "tombstone"

// MaxSpans is how many spans one tombstone holds at most.
const MaxSpans = 256

// Tombstone says what is removed for good, before it goes: the bodies of events, or the files
// of a camera's segments. What is gone and named by no tombstone in the log is missing.
//
// Bodies are removed by a tombstone of the domain's master alone, segments by one of the
// service that sealed them, whose resource is the camera.
type Tombstone struct {
	// Removal names it for good; the same one may be said twice, after a crash.
	Removal string `json:"removal"`
	// Service is whose events or segments go, Spans which of them, in their order.
	Service custos.ServiceID `json:"service"`
	Spans   []Span           `json:"spans"`
	// Segments says that the spans count a camera's segments, whose files go. Without it they
	// count events, whose bodies go with the key and salt that open them.
	Segments bool `json:"segments,omitempty"`
	// Kinds are those of the events, Count how many events or segments they are, From and Until
	// their times: the first one's and the last one's, or the footage's beginning and end.
	Kinds []custos.Kind `json:"kinds,omitempty"`
	Count int           `json:"count"`
	Bytes int64         `json:"bytes,omitempty"`
	From  time.Time     `json:"from"`
	Until time.Time     `json:"until"`
	// Digest binds what stays of the events: see TombstoneDigest. Zero for segments, whose
	// seals stay.
	Digest custos.Hash `json:"digest,omitzero"`
	// Cause says why.
	Cause Cause `json:"cause"`
	// At is when it was said: nothing that a policy removes is younger then than Cause.Keep.
	At time.Time `json:"at"`
}

// Span is a run of numbers of one life, both ends included. Segments count across lives; their
// Boot is 0.
type Span struct {
	Boot  uint64 `json:"boot,omitempty"`
	First uint64 `json:"first"`
	Last  uint64 `json:"last"`
}

// Why is by what something is removed.
type Why string

// The causes of a removal.
const (
	// ByAge is the site's policy: older than it keeps.
	ByAge Why = "age"
	// BySize is the site's policy: a camera has more footage than it may.
	BySize Why = "size"
	// ByFullDisk is a disk that is about to be full.
	ByFullDisk Why = "full disk"
	// ByOrder is a person's order: an erasure.
	ByOrder Why = "order"
)

// Cause is why something is removed, and by whose word.
type Cause struct {
	Why Why `json:"why"`
	// Rule is the policy's rule, as the site file has it.
	Rule string `json:"rule,omitempty"`
	// Keep is for how long that rule keeps.
	Keep time.Duration `json:"keep,omitempty"`
	// By is who ordered an erasure, Reason what he gave for it.
	By     custos.Address `json:"by,omitzero"`
	Reason string         `json:"reason,omitempty"`
}

// Text says it in words: "by the policy (…)", "by the order of …".
func (c Cause) Text(who Names) string {
	switch c.Why {
	case ByOrder:
		if who == nil {
			who = func(a custos.Address) string { return a.String() }
		}
		return fmt.Sprintf("by the order of %s: %s", who(c.By), custos.Plain(c.Reason))
	case ByFullDisk:
		return "since the disk was full (" + custos.Plain(c.Rule) + ")"
	}
	return "by the policy (" + custos.Plain(c.Rule) + ")"
}

// Covers reports that the tombstone names a number of a life.
func (t *Tombstone) Covers(boot, n uint64) bool {
	for _, s := range t.Spans {
		if s.Boot == boot && s.First <= n && n <= s.Last {
			return true
		}
	}
	return false
}

// Check says what is wrong with a tombstone in itself. It returns Invalid or nil.
func (t *Tombstone) Check() error {
	total := uint64(0)
	var last Span
	for i, s := range t.Spans {
		if s.First == 0 || s.Last < s.First || i > 0 && (s.Boot < last.Boot || s.Boot == last.Boot && s.First <= last.Last) {
			return custos.Errorf(custos.Invalid, "the removal %s names %d to %d of life %d after %d to %d of life %d", custos.Plain(t.Removal), s.First, s.Last, s.Boot, last.First, last.Last, last.Boot)
		}
		if total += s.Last - s.First + 1; total > 1<<31 {
			break
		}
		last = s
	}
	switch {
	case t.Removal == "" || len(t.Removal) > 64:
		return custos.Errorf(custos.Invalid, "a tombstone has no name")
	case t.Count < 1 || uint64(t.Count) != total:
		return custos.Errorf(custos.Invalid, "the removal %s counts %d, its spans %d", custos.Plain(t.Removal), t.Count, total)
	case len(t.Spans) > MaxSpans:
		return custos.Errorf(custos.Invalid, "the removal %s has %d spans, at most %d are allowed", custos.Plain(t.Removal), len(t.Spans), MaxSpans)
	case t.Cause.Why == ByOrder && t.Cause.By.IsZero():
		return custos.Errorf(custos.Invalid, "the removal %s is by nobody's order", custos.Plain(t.Removal))
	case t.Cause.Why == ByAge && t.Cause.Keep <= 0:
		return custos.Errorf(custos.Invalid, "the removal %s does not say how long its rule keeps", custos.Plain(t.Removal))
	}
	return t.checkAge()
}

// checkAge refuses what is removed by age and was younger than its own rule keeps.
func (t *Tombstone) checkAge() error {
	if age := t.At.Sub(t.Until); t.Cause.Why == ByAge && age < t.Cause.Keep {
		return custos.Errorf(custos.Invalid, "the removal %s is by a rule that keeps %v, and what it removes was %v old", custos.Plain(t.Removal), t.Cause.Keep, age.Round(time.Second))
	}
	return nil
}

// TombstoneDigest binds what stays of events whose bodies go: it is given, in their order, what
// each one's row says. With it no column of such a row is changed unseen. The zero value is
// ready; Sum is called once.
type TombstoneDigest struct{ h hash.Hash }

// Add takes an event over.
func (d *TombstoneDigest) Add(id custos.EventID, kind custos.Kind, r custos.Resource, at time.Time, commitment custos.Hash) {
	if d.h == nil {
		d.h = sha256.New()
		d.h.Write([]byte("custos tombstone v1\x00"))
	}
	fmt.Fprintf(d.h, "%s %s %s %d %x\n", id, kind, r, at.UnixNano(), commitment[:])
}

// Sum is SHA-256 over "custos tombstone v1\x00" and a line for each event; zero for none.
func (d *TombstoneDigest) Sum() (out custos.Hash) {
	if d.h != nil {
		d.h.Sum(out[:0])
	}
	return out
}

// Kind implements custos.Payload.
func (*Tombstone) Kind() custos.Kind { return KindTombstone }

var _ = define(kind[*Tombstone]{
	Says:   "Bodies of events, or files of footage, are removed for good.",
	Record: true,
	Example: &Tombstone{
		Removal: "front-fog.master.1", Service: "front-edge/object", Spans: []Span{{Boot: 1, First: 1, Last: 3}}, Kinds: []custos.Kind{"detections"}, Count: 3,
		From: exampleTime.Add(-31 * 24 * time.Hour), Until: exampleTime.Add(-30 * 24 * time.Hour),
		Cause: Cause{Why: ByAge, Rule: "detections: keep 720h", Keep: 30 * 24 * time.Hour}, At: exampleTime,
	},
	Text: func(e *custos.Event, t *Tombstone, who Names) string {
		what := fmt.Sprintf("the bodies of %d events of %s", t.Count, t.Service)
		if t.Segments {
			what = fmt.Sprintf("%d segments of %s", t.Count, e.Resource.Base())
		}
		return fmt.Sprintf("%s, from %s until %s, are removed %s", what, t.From.UTC().Format(time.RFC3339), t.Until.UTC().Format(time.RFC3339), t.Cause.Text(who))
	},
	Shows: func(*custos.Event, *Tombstone) Shown { return Shown{} },
})
