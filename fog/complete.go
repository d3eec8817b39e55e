package fog

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/observe"
)

// Completeness says whether what is on record of a camera between two times is all that was recorded,
// and what is missing, by its cause. It is derived from an audit of all that the camera's master keeps:
// the chain of the segments' seals, the tombstones, what was said of the stream, and the chains of batches in
// the log, each verified.
type Completeness struct {
	Camera custos.CameraID `json:"camera"`
	From   time.Time       `json:"from"`
	Until  time.Time       `json:"until"`
	// Result is Pass if nothing is missing and nothing was added, Fail if something is or was, Unknown
	// if that cannot be decided here.
	Result evidence.Status `json:"result"`
	// Sentence says it for people.
	Sentence string `json:"sentence"`
	// Segments and Events are how many there are, with their files and bodies where those were checked.
	Segments int `json:"segments"`
	Events   int `json:"events"`
	// Missing is what is not there, by time; Added what was put in later.
	Missing []Absence `json:"missing"`
	Added   []Finding `json:"added"`
	// Findings are what else the audit found that touches this record.
	Findings []Finding `json:"findings,omitempty"`
}

// The causes of an absence.
const (
	// AbsentRetention is removed by the site's rules, AbsentErasure by somebody's order; each by a tombstone
	// in the log.
	AbsentRetention = "retention"
	AbsentErasure   = "erasure"
	// AbsentCut is what was recorded, sealed or committed, and is gone or altered with no tombstone.
	AbsentCut = "cut"
	// AbsentCrash is what a service lost before it was committed, and what did not come back in a repair.
	AbsentCrash = "crash"
	// AbsentRecording is what was never recorded.
	AbsentRecording = "never recorded"
)

// Absence is what is missing.
type Absence struct {
	Cause string `json:"cause"`
	// What is "footage" or "events".
	What  string    `json:"what"`
	From  time.Time `json:"from,omitzero"`
	Until time.Time `json:"until,omitzero"`
	// Segments and Events are how many; 0 where nobody has counted what was never recorded.
	Segments int    `json:"segments,omitempty"`
	Events   int    `json:"events,omitempty"`
	Why      string `json:"why"`
}

// absent is what was seen of one camera while everything was audited.
type absent struct {
	camera      custos.CameraID
	from, until time.Time
	events      int
	services    map[custos.ServiceID]bool // that say something of the camera
	ids         map[custos.EventID]bool   // in the stretch
	bodiless    []auditEvent
}

func (c *absent) within(at time.Time) bool { return !at.Before(c.from) && at.Before(c.until) }

// Complete audits a master and says whether its record of a camera between two times is complete.
func Complete(ctx context.Context, cfg AuditConfig, camera custos.CameraID, from, until time.Time) (*Completeness, error) {
	seen := &absent{camera: camera, from: from, until: until, services: map[custos.ServiceID]bool{}, ids: map[custos.EventID]bool{}}
	a, err := auditOf(ctx, cfg, func(a *audit) {
		a.seen = func(row *auditEvent, e *custos.Event) {
			if e.Resource != camera {
				return
			}
			seen.services[e.Service] = true
			if seen.within(e.Time) {
				seen.events++
				seen.ids[e.ID()] = true
			}
		}
		a.seenBare = func(row *auditEvent) {
			if custos.Resource(row.Resource) == camera && seen.within(time.Unix(0, row.Time)) {
				seen.bodiless = append(seen.bodiless, *row)
				seen.ids[row.id] = true
			}
		}
	})
	if err != nil {
		return nil, err
	}
	out := &Completeness{Camera: camera, From: from.UTC(), Until: until.UTC(), Events: seen.events, Missing: []Absence{}, Added: []Finding{}}
	a.completeFootage(seen, out)
	a.completeEvents(seen, out)
	a.completeFindings(seen, out)
	slices.SortStableFunc(out.Missing, func(x, y Absence) int { return cmp.Or(x.From.Compare(y.From), cmp.Compare(x.Cause, y.Cause)) })
	out.Result = evidence.Pass
	switch {
	case slices.ContainsFunc(out.Findings, func(f Finding) bool { return f.Status == evidence.Fail }) || len(out.Missing)+len(out.Added) > 0:
		out.Result = evidence.Fail
	case len(out.Findings) > 0:
		out.Result = evidence.Unknown
	}
	out.Sentence = out.sentence()
	return out, nil
}

// stretchOf is a part of footage, or of what is told of it.
type stretchOf struct {
	from, until time.Time
	why         string
}

// completeFootage walks a camera's segments in the order of their time, and says what of the stretch
// none of them shows.
func (a *audit) completeFootage(seen *absent, out *Completeness) {
	var segs []sealedSegment
	for r, list := range a.segments {
		if r.camera == seen.camera {
			segs = append(segs, list...)
		}
	}
	slices.SortStableFunc(segs, func(x, y sealedSegment) int { return x.From.Compare(y.From) })
	var told []stretchOf
	for _, g := range a.gaps[seen.camera] {
		if from, until, ok := g.Gap(); ok {
			told = append(told, stretchOf{from, until, g.Reason})
		}
	}
	at := seen.from
	gap := func(until time.Time) {
		if until.After(seen.until) {
			until = seen.until
		}
		if until.Sub(at) > observe.MaxUntold {
			out.Missing = append(out.Missing, a.unrecorded(at, until, told))
		}
	}
	for i := range segs {
		s := &segs[i]
		if !s.Until.After(seen.from) || !s.From.Before(seen.until) {
			continue
		}
		gap(s.From)
		if s.Until.After(at) {
			at = s.Until
		}
		seen.ids[s.id] = true
		if cause, why := a.removedBy(seen.camera, s); cause != "" && a.fileGone[s.id] {
			out.miss(Absence{Cause: cause, What: "footage", From: s.From.UTC(), Until: s.Until.UTC(), Segments: 1, Why: why})
			continue
		}
		if why := a.fileWrong[s.id]; why != "" {
			out.miss(Absence{Cause: AbsentCut, What: "footage", From: s.From.UTC(), Until: s.Until.UTC(), Segments: 1, Why: why})
			continue
		}
		out.Segments++
	}
	gap(seen.until)
}

// miss adds an absence, to the one before it where that is of the same.
func (c *Completeness) miss(m Absence) {
	if n := len(c.Missing); n > 0 {
		if last := &c.Missing[n-1]; last.Cause == m.Cause && last.What == m.What && last.Why == m.Why && m.From.Sub(last.Until) <= observe.MaxUntold {
			last.Until, last.Segments, last.Events = m.Until, last.Segments+m.Segments, last.Events+m.Events
			return
		}
	}
	c.Missing = append(c.Missing, m)
}

// unrecorded says why a stretch is in no segment: what was told of it, or that nothing was.
func (a *audit) unrecorded(from, until time.Time, told []stretchOf) Absence {
	m := Absence{Cause: AbsentRecording, What: "footage", From: from.UTC(), Until: until.UTC(), Why: "no segment covers it, and no event tells why"}
	var why []string
	for _, t := range told {
		if t.from.Before(until) && t.until.After(from) && !slices.Contains(why, t.why) {
			why = append(why, t.why)
		}
	}
	if len(why) > 0 {
		m.Why = strings.Join(why, "; ")
		if slices.ContainsFunc(why, func(s string) bool { return strings.Contains(s, "service did not run") }) {
			m.Cause = AbsentCrash
		}
	}
	return m
}

// removedBy says by which cause a tombstone removed a segment's file; "" if none did.
func (a *audit) removedBy(camera custos.CameraID, s *sealedSegment) (cause, why string) {
	for _, t := range a.tombs.segments[recorder{camera, s.by}] {
		if t.Covers(0, s.Index) {
			return causeOfRemoval(t), "removed " + t.Cause.Text(nil)
		}
	}
	return "", ""
}

func causeOfRemoval(t *observe.Tombstone) string {
	if t.Cause.Why == observe.ByOrder {
		return AbsentErasure
	}
	return AbsentRetention
}

// completeEvents says which events of the camera have no body any more, and why.
func (a *audit) completeEvents(seen *absent, out *Completeness) {
	type of struct{ cause, why string }
	count := map[of]*Absence{}
	for i := range seen.bodiless {
		row := &seen.bodiless[i]
		b := a.batches[row.Batch]
		if b == nil {
			continue
		}
		by := of{AbsentCut, "their bodies are gone, and no tombstone in the log names them"}
		if why, lost := a.whyLost(b.open.Service, b.open.Boot, uint64(row.Seq)); lost {
			by = of{AbsentCrash, "they did not come back when the master was repaired: " + why}
		}
		for _, t := range a.naming(b.open.Service, b.open.Boot, uint64(row.Seq)) {
			if t.proved {
				by = of{causeOfRemoval(&t.Tombstone), "removed " + t.Cause.Text(nil)}
			}
		}
		at := time.Unix(0, row.Time).UTC()
		m := count[by]
		if m == nil {
			m = &Absence{Cause: by.cause, What: "events", From: at, Until: at, Why: by.why}
			count[by] = m
		}
		m.Events++
		if at.Before(m.From) {
			m.From = at
		}
		if at.After(m.Until) {
			m.Until = at
		}
	}
	for _, by := range slices.SortedFunc(maps.Keys(count), func(x, y of) int { return cmp.Or(cmp.Compare(x.cause, y.cause), cmp.Compare(x.why, y.why)) }) {
		out.Missing = append(out.Missing, *count[by])
	}
}

// completeFindings sorts what the audit found: what touches this camera's record, and what could.
func (a *audit) completeFindings(seen *absent, out *Completeness) {
	for _, f := range a.report.Findings {
		service := serviceOf(f.Event)
		mine := seen.ids[f.Event] || f.Event == "" || seen.services[service] && f.What != "segment"
		switch {
		case f.What == "segment" && f.Event == "" && !strings.Contains(f.Detail, string(seen.camera)): // of another camera's files
		case !mine || f.What == "segment" && f.Event != "" && a.fileWrong[f.Event] != "":
		case f.Status == evidence.Fail && f.Cause == observe.CauseInserted:
			out.Added = append(out.Added, f)
		case f.What == "gap" && f.Status == evidence.Fail: // said as an absence
		default:
			out.Findings = append(out.Findings, f)
		}
	}
}

// serviceOf is whose an event is, by its ID.
func serviceOf(id custos.EventID) custos.ServiceID {
	parts := strings.Split(string(id), ".")
	if len(parts) < 4 {
		return ""
	}
	return custos.NewServiceID(custos.NodeName(parts[0]), strings.Join(parts[1:len(parts)-2], "."))
}

// sentence says for people what it comes to.
func (c *Completeness) sentence() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Between %s and %s the record of camera %s holds %d segments and %d events", c.From.Format(time.RFC3339), c.Until.Format(time.RFC3339), c.Camera, c.Segments, c.Events)
	switch {
	case len(c.Missing) == 0 && len(c.Added) == 0 && c.Result == evidence.Pass:
		b.WriteString(", none missing, none added later.")
		return b.String()
	case len(c.Missing) == 0 && len(c.Added) == 0:
		if c.Result == evidence.Fail {
			b.WriteString("; something of it is not as it was committed, see below.")
		} else {
			b.WriteString("; none is known to be missing or added later, but not all of it can be checked here, see below.")
		}
		return b.String()
	}
	if len(c.Missing) > 0 {
		var parts []string
		for _, cause := range []string{AbsentRetention, AbsentErasure, AbsentCut, AbsentCrash, AbsentRecording} {
			segments, events, length, n := 0, 0, time.Duration(0), 0
			for _, m := range c.Missing {
				if m.Cause == cause {
					n++
					segments, events = segments+m.Segments, events+m.Events
					if m.Segments == 0 && m.Events == 0 {
						length += m.Until.Sub(m.From)
					}
				}
			}
			if n == 0 {
				continue
			}
			var what []string
			if segments > 0 {
				what = append(what, fmt.Sprintf("%d segments", segments))
			}
			if events > 0 {
				what = append(what, fmt.Sprintf("%d events", events))
			}
			if length > 0 {
				what = append(what, length.Round(time.Millisecond).String()+" of footage")
			}
			parts = append(parts, strings.Join(what, " and ")+" ("+cause+")")
		}
		b.WriteString("; missing are " + strings.Join(parts, ", "))
	} else {
		b.WriteString(", none missing")
	}
	if len(c.Added) > 0 {
		fmt.Fprintf(&b, "; %d were added later, and nothing proves them", len(c.Added))
	} else {
		b.WriteString("; none was added later")
	}
	b.WriteString(".")
	return b.String()
}
