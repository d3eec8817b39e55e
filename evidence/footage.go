package evidence

import (
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/edge/fmp4"
	"custos.dev/custos/observe"
)

// maxPictures bounds what is counted of one segment: at 60 a second these are hours.
const maxPictures = 1 << 20

// CheckFootage compares what a segment claims about time, codec and size with the
// pictures in its file, which it reads to the end. It returns Corrupt with what is false,
// Unavailable for footage whose codec cannot be read here, or nil.
func CheckFootage(s *observe.Segment, file io.Reader) error {
	m, err := fmp4.Measure(file, maxPictures)
	var other *fmp4.OtherCodecError
	switch {
	case errors.As(err, &other):
		return custos.Errorf(custos.Unavailable, "segment %d is %s: this version cannot read its pictures' times; use a newer one", s.Index, plain(other.Name))
	case err != nil:
		return custos.Errorf(custos.Corrupt, "segment %d: its file is no footage: %w", s.Index, err)
	}
	if err := s.CheckPictures(m.Pictures); err != nil {
		return err
	}
	near := observe.TimeTolerance + slices.Max(m.Pictures)
	switch {
	// Versions before Base took the first fragment's time for the beginning.
	case min((m.PTS-s.PTS).Abs(), (m.First-s.PTS).Abs()) > observe.TimeTolerance:
		return custos.Errorf(custos.Corrupt, "segment %d claims to begin at %v of its file, which begins at %v", s.Index, s.PTS, m.PTS)
	case (m.End - s.PTSEnd).Abs() > near:
		return custos.Errorf(custos.Corrupt, "segment %d claims to end at %v of its file, which ends at %v", s.Index, s.PTSEnd, m.End)
	case m.Width != s.Width || m.Height != s.Height:
		return custos.Errorf(custos.Corrupt, "segment %d claims a picture of %dx%d, its file has one of %dx%d", s.Index, s.Width, s.Height, m.Width, m.Height)
	case m.Codec != s.Codec:
		return custos.Errorf(custos.Corrupt, "segment %d claims to be %s, its file is %s", s.Index, plain(s.Codec), m.Codec)
	}
	return nil
}

// media: the footage is what the camera sealed, it bears out what its seals claim, and it
// covers what the bundle is about. What lies between its segments is said. It returns
// whether there is footage that is all of this.
func (v *verification) media() bool {
	if len(v.b.Segments) == 0 {
		if v.b.Stretch == nil { // of a stretch, its own claim says it
			v.none("footage", v.why())
		}
		return false
	}
	f, err := v.segments()
	if err == nil {
		err = v.covers(f.segs)
	}
	if !v.claim("footage", err, v.says(f)) {
		return false
	}
	v.gaps(f)
	return true
}

// why says why a bundle may have no footage.
func (v *verification) why() string {
	if v.Event != nil && v.reads() {
		if !observe.Show(v.Event).Footage() {
			return say("footage/kind", nouns{"kind": v.Event.Kind})
		}
	}
	return say("footage/none", nil)
}

// recording is footage, whose it is and who sealed it: one service, since each has a chain
// of its own.
type recording struct {
	segs   []*observe.Segment
	camera custos.CameraID
	by     custos.ServiceID
}

// segments checks each segment's seal, its bytes and its claims, and that they follow
// each other.
func (v *verification) segments() (recording, error) {
	var f recording
	for i := range v.b.Segments {
		e, err := v.item(&v.b.Segments[i])
		if err != nil {
			return f, fmt.Errorf("%s: %w", segmentFile(i), err)
		}
		s, ok := observe.As[*observe.Segment](e)
		if !ok {
			return f, custos.Errorf(custos.Corrupt, "%s seals no footage", plain(string(e.ID())))
		}
		if about := v.camera(); about != "" && e.Resource != about {
			return f, custos.Errorf(custos.Corrupt, "segment %d is of %s", s.Index, plain(string(e.Resource)))
		}
		if i == 0 {
			f.camera, f.by = e.Resource, e.Service
		}
		if e.Service != f.by || e.Resource != f.camera {
			return f, custos.Errorf(custos.Corrupt, "segment %d was sealed by %s, and segment %d by %s", s.Index, plain(string(e.Service)), f.segs[i-1].Index, plain(string(f.by)))
		}
		file := v.scanned[i]
		if file.size != s.Bytes || file.sum != s.SHA256 {
			return f, custos.Errorf(custos.Corrupt, "the footage of segment %d is not what the camera sealed", s.Index)
		}
		if file.claim != nil {
			return f, file.claim
		}
		if err := s.CheckTimes(); err != nil {
			return f, err
		}
		if i > 0 {
			last := f.segs[i-1]
			if s.Prev != last.SHA256 || s.Index != last.Index+1 {
				return f, custos.Errorf(custos.Corrupt, "segment %d does not follow segment %d: footage is missing between them", s.Index, last.Index)
			}
			if err := s.CheckAfter(last); err != nil {
				return f, err
			}
		}
		f.segs = append(f.segs, s)
	}
	if f.segs[0].Dependent {
		return f, custos.Errorf(custos.Unavailable, "segment %d cannot be decoded without those before it, which are not in the bundle: export again", f.segs[0].Index)
	}
	return f, nil
}

// camera is whose footage the bundle must hold; "" if that is not known.
func (v *verification) camera() custos.CameraID {
	switch {
	case v.b.Stretch != nil:
		return v.b.Stretch.Camera
	case v.Event != nil:
		return v.Event.Resource
	}
	return ""
}

// first returns which segment is the first that shows what the bundle is about; those
// before it only serve to decode it. -1 if none does.
func (v *verification) first(segs []*observe.Segment) int {
	if v.b.Stretch != nil {
		return slices.IndexFunc(segs, func(s *observe.Segment) bool {
			return s.Until.After(v.b.Stretch.From) && s.From.Before(v.b.Stretch.Until)
		})
	}
	if v.Event == nil {
		return -1
	}
	return slices.IndexFunc(segs, Showing(v.Event))
}

// Showing returns what tells whether a segment has footage of what an event says: of its frame,
// if it is about one, and of the time that it lasted. The event is read once, for all segments.
func Showing(e *custos.Event) func(*observe.Segment) bool {
	if own, ok := observe.As[*observe.Segment](e); ok {
		return func(s *observe.Segment) bool { return own.Index == s.Index }
	}
	shown := observe.Show(e)
	return func(s *observe.Segment) bool {
		if !shown.Footage() {
			return false
		}
		// A frame is found by its stream time, which is exact; what lasts longer by capture times.
		if f := shown.Frame; f != (custos.FrameRef{}) && s.Base > 0 {
			from, until := s.StreamTime()
			inIt := f.Boot == s.Boot && f.PTS >= from-observe.TimeTolerance && f.PTS < until+observe.TimeTolerance
			if inIt || !shown.Until.After(shown.From) {
				return inIt
			}
		}
		// Capture times of versions without Base were estimates.
		late := time.Second
		if s.Base > 0 {
			late = observe.TimeTolerance
		}
		return !s.From.After(shown.Until.Add(observe.TimeTolerance)) && !s.Until.Add(late).Before(shown.From)
	}
}

func (v *verification) covers(segs []*observe.Segment) error {
	if v.first(segs) >= 0 || v.b.Stretch == nil && v.Event != nil && !v.reads() {
		return nil
	}
	if v.b.Stretch != nil {
		return custos.Errorf(custos.Corrupt, "no segment is of the stretch")
	}
	return custos.Errorf(custos.Corrupt, "no segment covers the time of the event")
}

const moment = "2006-01-02T15:04:05.000Z"

// says puts into words what the footage is.
func (v *verification) says(f recording) string {
	if len(f.segs) == 0 {
		return ""
	}
	lead := max(v.first(f.segs), 0)
	first, last := f.segs[lead], f.segs[len(f.segs)-1]
	many := "1 segment"
	if len(f.segs) > 1 {
		many = fmt.Sprintf("%d segments", len(f.segs))
	}
	n := nouns{
		"many": many, "camera": plain(string(f.camera)), "service": plain(string(f.by)), "node": plain(string(f.by.Node())), "owner": v.owner(),
		"from": first.From.UTC().Format(moment), "until": last.Until.UTC().Format(moment),
	}
	out := say("footage", n)
	if !v.named {
		out = say("footage/older", n)
	}
	if lead > 0 {
		name := "footage/lead"
		for _, s := range f.segs[1 : lead+1] {
			if !s.Dependent {
				name = "footage/before"
			}
		}
		out += say(name, nouns{"lead": lead, "from": f.segs[0].From.UTC().Format(moment)})
	}
	if from, until, ok := v.wanted(); ok {
		if late := first.From.Sub(from); late > observe.TimeTolerance {
			out += say("footage/late", nouns{"late": late.Round(time.Millisecond)})
		}
		if early := until.Sub(last.Until); early > observe.TimeTolerance {
			out += say("footage/early", nouns{"early": early.Round(time.Millisecond)})
		}
	}
	for i := 1; i < len(f.segs); i++ {
		if a, b := f.segs[i-1], f.segs[i]; a.Width != b.Width || a.Height != b.Height || a.Codec != b.Codec {
			out += say("footage/format", nouns{"a": format(a, b), "b": format(b, a), "time": b.From.UTC().Format(moment)})
		}
	}
	if v.b.Stretch == nil && v.Event != nil && !v.reads() {
		out += say("footage/unread", nouns{"kind": v.Event.Kind})
	}
	return out
}

// wanted is the time that the footage should show: the stretch, or all of an event that
// lasts. A gap's is what was not recorded, and a single moment is shown or not.
func (v *verification) wanted() (from, until time.Time, ok bool) {
	if s := v.b.Stretch; s != nil {
		return s.From, s.Until, true
	}
	if v.Event == nil {
		return from, until, false
	}
	switch v.Event.Kind {
	case observe.KindStream, observe.KindSegment:
		return from, until, false
	}
	shown := observe.Show(v.Event)
	return shown.From, shown.Until, shown.Until.After(shown.From)
}

// format says how a segment's picture differs from another's.
func format(s, other *observe.Segment) string {
	size := fmt.Sprintf("%dx%d", s.Width, s.Height)
	if s.Codec != other.Codec {
		size += " " + s.Codec
	}
	return size
}

// gap is what a camera said of time that it did not record.
type gap struct {
	*observe.Stream
	by custos.ServiceID
}

// gaps: what is not recorded between the segments is told by the camera's own events.
func (v *verification) gaps(f recording) {
	told, err := v.told(f)
	if err != nil {
		v.claim("gaps", err, "")
		return
	}
	// What lies between segments of one service is for that service to tell.
	var own []gap
	var streams []*observe.Stream
	for _, g := range told {
		if g.by == f.by {
			own, streams = append(own, g), append(streams, g.Stream)
		}
	}
	var lines []string
	for i := 1; i < len(f.segs); i++ {
		a, b := f.segs[i-1], f.segs[i]
		missing, why := a.GapTo(b), reasons(own, a.Until, b.From)
		// A short one is said if the camera said it.
		if missing <= observe.MaxUntold && (missing <= 0 || why == "") {
			continue
		}
		n := nouns{"from": a.Until.UTC().Format(moment), "until": b.From.UTC().Format(moment), "service": v.calls(f.by), "says": cmp.Or(why, noReason)}
		switch {
		case a.Told(b, streams):
			lines = append(lines, say("gaps/between", n))
		case a.Base == 0 || b.Base == 0:
			lines = append(lines, say("gaps/older", n))
		case err == nil:
			err = custos.Errorf(custos.Unavailable, "nothing tells why %v are missing after segment %d, from %s until %s", missing.Round(time.Millisecond), a.Index, n["from"], n["until"])
		}
	}
	var said []string
	if len(lines) > 0 {
		said = append(said, say("gaps", nouns{"gaps": strings.Join(lines, "; ")}))
	}
	if lines = v.beside(f, told); len(lines) > 0 {
		said = append(said, say("gaps/beside", nouns{"gaps": strings.Join(lines, "; ")}))
	}
	if err != nil || len(said) > 0 {
		v.claim("gaps", err, strings.Join(said, "; "))
	}
}

// told reads what the bundle has of gaps, in the order of their beginnings.
func (v *verification) told(f recording) ([]gap, error) {
	var told []gap
	for i := range v.b.Gaps {
		e, err := v.item(&v.b.Gaps[i])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", gapFile(i), err)
		}
		g, ok := observe.As[*observe.Stream](e)
		if ok {
			_, _, ok = g.Gap()
		}
		switch {
		case !ok:
			return nil, custos.Errorf(custos.Corrupt, "%s: %s is not about a gap", gapFile(i), plain(string(e.ID())))
		case e.Resource != f.camera:
			return nil, custos.Errorf(custos.Corrupt, "%s: %s is about %s", gapFile(i), plain(string(e.ID())), plain(string(e.Resource)))
		}
		told = append(told, gap{g, e.Service})
	}
	slices.SortStableFunc(told, func(a, b gap) int { return a.From.Compare(*b.From) })
	return told, nil
}

// beside is what was told of the parts of a stretch before its first segment and after its
// last. The segments do not bound it, and an exporter may leave segments out at the ends:
// so it is the camera's word, for as long as the camera says and no longer.
func (v *verification) beside(f recording, told []gap) []string {
	s := v.b.Stretch
	if s == nil {
		return nil
	}
	begins, ends := f.segs[max(v.first(f.segs), 0)].From, f.segs[len(f.segs)-1].Until
	var lines []string
	for _, g := range told {
		before, after := g.From.Before(begins) && g.Until.After(s.From), g.Until.After(ends) && g.From.Before(s.Until)
		if (before || after) && g.Until.Sub(*g.From) > observe.MaxUntold {
			lines = append(lines, say("gaps/alone", nouns{
				"from": g.From.UTC().Format(moment), "until": g.Until.UTC().Format(moment), "service": v.calls(g.by), "says": cmp.Or(saying(g.Reason), noReason),
			}))
		}
	}
	return lines
}

const noReason = "gave no reason"

// reasons are why a camera was not recorded between two times, by its own events; "" if
// they give none.
func reasons(told []gap, from, until time.Time) string {
	var out []string
	for _, g := range told {
		if g.From.Before(until) && g.Until.After(from) && g.Reason != "" && !slices.Contains(out, g.Reason) {
			out = append(out, g.Reason)
		}
	}
	return saying(out...)
}

// saying puts reasons into words, as quotations: they are the camera's.
func saying(reasons ...string) string {
	var out []string
	for _, r := range reasons {
		if r != "" {
			out = append(out, strconv.Quote(r))
		}
	}
	if len(out) == 0 {
		return ""
	}
	return "said " + listed(out)
}

func sum(b []byte) custos.Hash { return sha256.Sum256(b) }
