package fog

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"custos.dev/custos/evidence"
	"custos.dev/custos/observe"
)

// Gap is something that was not observed, or is not there.
type Gap struct {
	// What is "events" (numbers of a service that were never committed), "silent" (a camera that was not
	// recorded) or "segments" (footage that is missing).
	What string `json:"what"`
	// Of is the service or camera.
	Of     string    `json:"of"`
	From   time.Time `json:"from,omitzero"`
	Until  time.Time `json:"until,omitzero"`
	Detail string    `json:"detail"`
	// Told says that the record itself tells of it: an event or a tombstone.
	Told bool `json:"told"`
}

// Gaps audits a master and lists what is not there: numbers of services that were never committed, the
// times in which cameras were not recorded, and segments that are missing. Result is Fail if one of them is
// told by nothing.
func Gaps(ctx context.Context, cfg AuditConfig) (gaps []Gap, result evidence.Status, err error) {
	a, err := auditOf(ctx, cfg)
	if err != nil {
		return nil, "", err
	}
	gaps, result = []Gap{}, evidence.Pass
	add := func(g Gap) { gaps = append(gaps, g) }
	for _, f := range a.report.Findings {
		g := Gap{Detail: f.Detail}
		switch {
		case f.What == "log" && f.Event != "": // a hole in a service's chain, or a chain that begins anew
			g.What, g.Of, g.Told = "events", string(serviceOf(f.Event)), f.Status != evidence.Fail
		case (f.What == "event" || f.What == "batch") && (f.Cause == observe.CauseMissing || f.Cause == observe.CauseRemoved):
			g.What, g.Of = "events", string(serviceOf(f.Event))
		case f.What == "segment" && f.Cause == observe.CauseMissing:
			g.What, g.Of = "segments", string(serviceOf(f.Event))
		default:
			continue
		}
		if f.Status == evidence.Fail {
			result = evidence.Fail
		}
		add(g)
	}
	for _, r := range slices.SortedFunc(maps.Keys(a.segments), recorder.compare) {
		for _, s := range a.segments[r] {
			if why := func() string { _, why := a.removedBy(r.camera, &s); return why }(); a.fileGone[s.id] {
				add(Gap{What: "segments", Of: string(r.camera), From: s.From.UTC(), Until: s.Until.UTC(), Detail: fmt.Sprintf("segment %d: %s", s.Index, why), Told: true})
			}
		}
		segs := a.segments[r]
		for i := 1; i < len(segs); i++ {
			before, s := &segs[i-1], &segs[i]
			if s.Index != before.Index+1 || before.GapTo(&s.Segment) <= observe.MaxUntold {
				continue
			}
			told := before.Told(&s.Segment, a.gaps[r.camera])
			why := "no event tells why"
			for _, g := range a.gaps[r.camera] {
				if from, until, ok := g.Gap(); ok && from.Before(s.From) && until.After(before.Until) {
					why = g.Reason
				}
			}
			add(Gap{What: "silent", Of: string(r.camera), From: before.Until.UTC(), Until: s.From.UTC(), Detail: fmt.Sprintf("%v before segment %d: %s", s.From.Sub(before.Until).Round(time.Millisecond), s.Index, why), Told: told})
			if !told && before.Base != 0 && s.Base != 0 {
				result = evidence.Fail
			}
		}
	}
	slices.SortStableFunc(gaps, func(x, y Gap) int {
		return cmp.Or(cmp.Compare(x.What, y.What), cmp.Compare(x.Of, y.Of), x.From.Compare(y.From))
	})
	return gaps, result, nil
}
