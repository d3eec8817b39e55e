package fog

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/api"

	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/observe"
)

// recordings finds what is committed about cameras' footage.
type recordings struct{ db masterdb.Footage }

// stretch is the footage of a camera in a part of its time, by its seals.
type stretch struct {
	camera custos.CameraID
	from   time.Time
	until  time.Time
	// views and segs are the segments, in their order; the first lead of them only serve
	// to decode the others.
	views []api.Event
	segs  []observe.Segment
	lead  int
	// gapViews and gaps say what is missing between and beside them, in order.
	gapViews []api.Event
	gaps     []*observe.Stream
}

// maxStretch is the longest that is looked through at once.
const maxStretch = 24 * time.Hour

// of returns the footage of a camera from one time until another; of one moment, if both
// are the same. What shows less of it than TimeTolerance is left out.
func (r recordings) of(ctx context.Context, camera custos.CameraID, from, until time.Time) (*stretch, error) {
	if until.Before(from) {
		return nil, custos.Errorf(custos.Invalid, "the stretch ends at %s, before it begins at %s", until.UTC().Format(time.RFC3339), from.UTC().Format(time.RFC3339))
	}
	if until.Sub(from) > maxStretch {
		return nil, custos.Errorf(custos.Invalid, "the stretch is %v long, at most %v can be asked for at once: ask for parts of it", until.Sub(from).Round(time.Second), maxStretch)
	}
	s := &stretch{camera: camera, from: from, until: until}
	if err := r.segments(ctx, s); err != nil {
		return nil, err
	}
	return s, r.gaps(ctx, s)
}

// segments reads backward from the end of the stretch to its beginning, and on to the
// segment where decoding can start.
func (r recordings) segments(ctx context.Context, s *stretch) error {
	for row, err := range r.db.SegmentsBack(ctx, s.camera, s.until) {
		if err != nil {
			return err
		}
		v := viewOf(row, Marks{})
		seg, err := sealOf(v)
		if err != nil {
			return err
		}
		shows := seg.Until.After(s.from.Add(observe.TimeTolerance)) || !seg.From.Before(s.from)
		needed := len(s.segs) > 0 && s.segs[len(s.segs)-1].Dependent
		if !shows && !needed {
			break
		}
		if !shows {
			s.lead++
		}
		s.views, s.segs = append(s.views, v), append(s.segs, *seg)
	}
	slices.Reverse(s.views)
	slices.Reverse(s.segs)
	return nil
}

// run returns the part of the footage whose segments follow each other around one of them.
// A clock that was set back makes a time occur twice, in segments far apart.
func (s *stretch) run(at int) (begin, end int) {
	for begin = at; begin > 0 && s.segs[begin].Index == s.segs[begin-1].Index+1; begin-- {
	}
	for end = at + 1; end < len(s.segs) && s.segs[end].Index == s.segs[end-1].Index+1; end++ {
	}
	return begin, end
}

// whole refuses a stretch in which a time occurs twice.
func (s *stretch) whole() error {
	if len(s.segs) == 0 {
		return nil
	}
	if _, end := s.run(0); end < len(s.segs) {
		return custos.Errorf(custos.Conflict, "segment %d of %s does not follow segment %d: a segment is missing, or the node's clock was set back at %s and the time occurs twice; ask for the part before or after it, or for an event in it",
			s.segs[end].Index, s.camera, s.segs[end-1].Index, s.segs[end-1].Until.UTC().Format(time.RFC3339))
	}
	return nil
}

func sealOf(v api.Event) (*observe.Segment, error) {
	if err := removedError(&v); err != nil {
		return nil, err
	}
	var e custos.Event
	if v.Mark == api.Broken || json.Unmarshal(v.Body, &e) != nil {
		return nil, custos.Errorf(custos.Corrupt, "the seal %s of a segment is broken: run `custos audit`", v.ID)
	}
	seg, ok := observe.As[*observe.Segment](&e)
	if !ok {
		return nil, custos.Errorf(custos.Corrupt, "%s seals no footage: run `custos audit`", v.ID)
	}
	return seg, nil
}

// gaps reads what the camera said of the time that is not recorded, from the first
// segment on. An event about a gap has the time of its beginning or of its end.
func (r recordings) gaps(ctx context.Context, s *stretch) error {
	from, until := s.from, s.until
	if len(s.segs) > 0 && s.segs[0].From.Before(from) {
		from = s.segs[0].From
	}
	for row, err := range r.db.Streams(ctx, s.camera, from.Add(-maxStretch), until.Add(maxStretch)) {
		if err != nil {
			return err
		}
		v := viewOf(row, Marks{})
		var e custos.Event
		if v.Mark == api.Broken || json.Unmarshal(v.Body, &e) != nil {
			continue // the audit names it; it explains nothing here
		}
		g, ok := observe.As[*observe.Stream](&e)
		if !ok {
			continue
		}
		if a, b, ok := g.Gap(); ok && a.Before(until) && b.After(from) {
			s.gapViews, s.gaps = append(s.gapViews, v), append(s.gaps, g)
		}
	}
	return nil
}

// around returns the footage that shows an event, and so much before and after. It is an
// error if there is none.
func (r recordings) around(ctx context.Context, e *custos.Event, before, after time.Duration) (*stretch, error) {
	shown := observe.Show(e)
	if !shown.Footage() {
		return nil, custos.Errorf(custos.NotFound, "%s is of the kind %s, which no footage shows", e.ID(), e.Kind)
	}
	from, until := shown.From, shown.Until
	switch e.Kind {
	case observe.KindStream: // what bounds a gap is on both sides of it
		from, until = from.Add(-2*observe.TimeTolerance), until.Add(2*observe.TimeTolerance)
	case observe.KindSegment: // whose end may be what is false
		until = from
	}
	// Times by capture are near a frame's, its stream time is exact: look a little wider.
	s, err := r.of(ctx, e.Resource, from.Add(-max(before, time.Second)), until.Add(max(after, time.Second)))
	if err != nil {
		return nil, err
	}
	shows := evidence.Showing(e)
	// A segment's own event is shown by that segment alone.
	s.narrow(shows, e.Kind == observe.KindSegment, from.Add(-before), until.Add(after))
	if !slices.ContainsFunc(s.segs, func(g observe.Segment) bool { return shows(&g) }) {
		return nil, r.whyNot(ctx, s, e)
	}
	return s, nil
}

// narrow leaves out, at both ends, what neither shows the event nor, unless alone, lies between
// two times.
func (s *stretch) narrow(shows func(*observe.Segment) bool, alone bool, from, until time.Time) {
	wanted := func(g observe.Segment) bool {
		return shows(&g) || !alone && g.From.Before(until) && g.Until.After(from)
	}
	at := slices.IndexFunc(s.segs, func(g observe.Segment) bool { return shows(&g) })
	if at < 0 {
		return
	}
	floor, end := s.run(at)
	first, last := at, at
	for first > floor && wanted(s.segs[first-1]) {
		first--
	}
	for last+1 < end && wanted(s.segs[last+1]) {
		last++
	}
	begin := first
	for begin > floor && s.segs[begin].Dependent {
		begin--
	}
	s.views, s.segs, s.lead = s.views[begin:last+1], s.segs[begin:last+1], first-begin
	// Of the gaps those count that lie between what is left.
	views, gaps := s.gapViews, s.gaps
	s.gapViews, s.gaps = nil, nil
	for i, g := range gaps {
		if a, b, _ := g.Gap(); b.After(s.segs[0].From) && a.Before(s.segs[len(s.segs)-1].Until) {
			s.gapViews, s.gaps = append(s.gapViews, views[i]), append(s.gaps, g)
		}
	}
}

// whyNot says why there is no footage of an event.
func (r recordings) whyNot(ctx context.Context, s *stretch, e *custos.Event) error {
	at := e.Time.UTC().Format(time.RFC3339)
	for _, g := range s.gaps {
		if a, b, _ := g.Gap(); !e.Time.Before(a.Add(-observe.TimeTolerance)) && e.Time.Before(b.Add(observe.TimeTolerance)) {
			return custos.Errorf(custos.NotFound, "%s was not recorded at %s: %s", e.Resource, at, cmpReason(g.Reason))
		}
	}
	newest, _, err := r.db.NewestSegment(ctx, e.Resource)
	if err != nil {
		return err
	}
	if !newest.After(e.Time) {
		return custos.Errorf(custos.Unavailable, "the footage of %s at %s is not sealed yet, usually it is within 15 s", e.Resource, at)
	}
	return custos.Errorf(custos.NotFound, "%s has no footage of %s: it was not recorded, and nothing tells why", e.Resource, at)
}

func cmpReason(reason string) string {
	if reason == "" {
		return "no reason is given"
	}
	return reason
}

// believable refuses footage whose seals claim what cannot be true, and names the first.
func (s *stretch) believable() error {
	for i := range s.segs {
		err := s.segs[i].CheckTimes()
		if err == nil && i > 0 {
			err = s.segs[i].CheckAfter(&s.segs[i-1])
		}
		if err != nil {
			return s.unbelievable(err)
		}
	}
	return nil
}

func (s *stretch) unbelievable(err error) error {
	return custos.Errorf(custos.Corrupt, "%w: this footage is no evidence. The pictures alone are given by `custos footage export`, an event alone by --no-footage, and `custos audit` names every such segment of %s", err, s.camera)
}

// fits refuses more footage than one answer may hold, and says up to when it would.
func (s *stretch) fits(segments int, bytes int64) error {
	var size int64
	for i, g := range s.segs {
		if size += g.Bytes; i < segments && size <= bytes {
			continue
		}
		ask := "ask for a shorter stretch"
		if i > s.lead {
			ask = fmt.Sprintf("ask for it in parts: until %s first, and from there on", s.segs[i-1].Until.UTC().Format(time.RFC3339Nano))
		}
		return custos.Errorf(custos.Invalid, "%s has %d segments from %s until %s, and at most %d of %d MB are given at once: %s", s.camera, len(s.segs),
			s.segs[0].From.UTC().Format(time.RFC3339), s.segs[len(s.segs)-1].Until.UTC().Format(time.RFC3339), segments, bytes>>20, ask)
	}
	return nil
}

// some refuses a stretch of which nothing is recorded.
func (s *stretch) some() error {
	if len(s.segs) > s.lead {
		return nil
	}
	why := ""
	for _, g := range s.gaps {
		if g.Reason != "" {
			why = ": " + g.Reason
		}
	}
	return custos.Errorf(custos.NotFound, "nothing of %s is recorded from %s until %s%s", s.camera, s.from.UTC().Format(time.RFC3339), s.until.UTC().Format(time.RFC3339), why)
}
