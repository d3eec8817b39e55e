package evidence

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"custos"
	"custos/edge/fmp4"
)

// maxPictures bounds what is counted of one segment: at 60 a second these are hours.
const maxPictures = 1 << 20

// CheckFootage compares what a segment claims about time, codec and size with the
// pictures in its file, which it reads to the end. It returns Corrupt with what is false,
// Unavailable for footage whose codec cannot be read here, or nil.
func CheckFootage(s *custos.Segment, file io.Reader) error {
	m, err := fmp4.Measure(file, maxPictures)
	var other *fmp4.OtherCodecError
	switch {
	case errors.As(err, &other):
		return custos.Errorf(custos.Unavailable, "segment %d is %s: this version cannot read its pictures' times; use a newer one", s.Index, other.Name)
	case err != nil:
		return custos.Errorf(custos.Corrupt, "segment %d: its file is no footage: %w", s.Index, err)
	}
	if err := s.CheckPictures(m.Pictures); err != nil {
		return err
	}
	near := custos.TimeTolerance + slices.Max(m.Pictures)
	switch {
	// Versions before Base took the first fragment's time for the beginning.
	case min((m.PTS-s.PTS).Abs(), (m.First-s.PTS).Abs()) > custos.TimeTolerance:
		return custos.Errorf(custos.Corrupt, "segment %d claims to begin at %v of its file, which begins at %v", s.Index, s.PTS, m.PTS)
	case (m.End - s.PTSEnd).Abs() > near:
		return custos.Errorf(custos.Corrupt, "segment %d claims to end at %v of its file, which ends at %v", s.Index, s.PTSEnd, m.End)
	case m.Width != s.Width || m.Height != s.Height:
		return custos.Errorf(custos.Corrupt, "segment %d claims a picture of %dx%d, its file has one of %dx%d", s.Index, s.Width, s.Height, m.Width, m.Height)
	case m.Codec != s.Codec:
		return custos.Errorf(custos.Corrupt, "segment %d claims to be %s, its file is %s", s.Index, s.Codec, m.Codec)
	}
	return nil
}

// media: the footage is what the camera sealed, it bears out what its seals claim, and it
// covers what the bundle is about. What lies between its segments is said.
func (v *verification) media() {
	if len(v.b.Segments) == 0 {
		v.none("footage", "not included: %s", v.why())
		return
	}
	segs, err := v.segments()
	if err == nil {
		err = v.covers(segs)
	}
	if v.claim("footage", err, "%s", v.says(segs)) {
		v.gaps(segs)
	}
}

// why says why a bundle may have no footage.
func (v *verification) why() string {
	if v.Event != nil {
		if _, _, shown := v.Event.Stretch(); !shown {
			return fmt.Sprintf("no footage shows an event of the kind %s", v.Event.Payload.Kind())
		}
	}
	return "this proves the event alone, not what the camera saw"
}

// segments checks each segment's seal, its bytes and its claims, and that they follow
// each other.
func (v *verification) segments() ([]*custos.Segment, error) {
	var segs []*custos.Segment
	for i := range v.b.Segments {
		e, err := v.item(&v.b.Segments[i])
		if err != nil {
			return segs, fmt.Errorf("%s: %w", segmentFile(i), err)
		}
		s, ok := e.Payload.(*custos.Segment)
		if !ok {
			return segs, custos.Errorf(custos.Corrupt, "%s seals no footage", e.ID())
		}
		if about := v.camera(); about != "" && e.Resource != about {
			return segs, custos.Errorf(custos.Corrupt, "segment %d is of %s", s.Index, e.Resource)
		}
		data := v.b.Media[s.File]
		if int64(len(data)) != s.Bytes || custos.Hash(sha256.Sum256(data)) != s.SHA256 {
			return segs, custos.Errorf(custos.Corrupt, "the footage of segment %d is not what the camera sealed", s.Index)
		}
		if err := CheckFootage(s, bytes.NewReader(data)); err != nil {
			return segs, err
		}
		if err := s.CheckTimes(); err != nil {
			return segs, err
		}
		if i > 0 {
			last := segs[i-1]
			if s.Prev != last.SHA256 || s.Index != last.Index+1 {
				return segs, custos.Errorf(custos.Corrupt, "segment %d does not follow segment %d: footage is missing between them", s.Index, last.Index)
			}
			if err := s.CheckAfter(last); err != nil {
				return segs, err
			}
		}
		segs = append(segs, s)
	}
	if segs[0].Dependent {
		return segs, custos.Errorf(custos.Unavailable, "segment %d cannot be decoded without those before it, which are not in the bundle: export again", segs[0].Index)
	}
	return segs, nil
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
func (v *verification) first(segs []*custos.Segment) int {
	if v.b.Stretch != nil {
		return slices.IndexFunc(segs, func(s *custos.Segment) bool {
			return s.Until.After(v.b.Stretch.From) && s.From.Before(v.b.Stretch.Until)
		})
	}
	if v.Event == nil {
		return -1
	}
	return slices.IndexFunc(segs, func(s *custos.Segment) bool { return Shows(s, v.Event) })
}

// Shows reports that a segment has footage of what an event says: of its frame, if it is
// about one.
func Shows(s *custos.Segment, e *custos.Event) bool {
	if own, ok := e.Payload.(*custos.Segment); ok {
		return own.Index == s.Index
	}
	if f, ok := e.Frame(); ok && s.Base > 0 {
		from, until := s.StreamTime()
		return f.Boot == s.Boot && f.PTS >= from-custos.TimeTolerance && f.PTS < until+custos.TimeTolerance
	}
	from, until, ok := e.Stretch()
	if !ok {
		return false
	}
	// Capture times of versions without Base were estimates.
	late := time.Second
	if s.Base > 0 {
		late = custos.TimeTolerance
	}
	return !s.From.After(until.Add(custos.TimeTolerance)) && !s.Until.Add(late).Before(from)
}

func (v *verification) covers(segs []*custos.Segment) error {
	if v.first(segs) >= 0 {
		return nil
	}
	if v.b.Stretch != nil {
		return custos.Errorf(custos.Corrupt, "no segment is of the stretch")
	}
	return custos.Errorf(custos.Corrupt, "no segment covers the time of the event")
}

const moment = "2006-01-02T15:04:05.000Z"

// says puts into words what the footage is.
func (v *verification) says(segs []*custos.Segment) string {
	if len(segs) == 0 {
		return ""
	}
	lead := max(v.first(segs), 0)
	first, last := segs[lead], segs[len(segs)-1]
	many := fmt.Sprintf("%d segments, byte for byte as the camera sealed them, each as long as it claims", len(segs))
	if len(segs) == 1 {
		many = "1 segment, byte for byte as the camera sealed it, as long as it claims"
	}
	out := fmt.Sprintf("%s: from %s until %s", many, first.From.UTC().Format(moment), last.Until.UTC().Format(moment))
	if lead > 0 {
		out += fmt.Sprintf("; the %d before, from %s on, only serve to decode it", lead, segs[0].From.UTC().Format(moment))
	}
	if s := v.b.Stretch; s != nil {
		if late := first.From.Sub(s.From); late > custos.TimeTolerance {
			out += fmt.Sprintf("; nothing of the first %v", late.Round(time.Millisecond))
		}
		if early := s.Until.Sub(last.Until); early > custos.TimeTolerance {
			out += fmt.Sprintf("; nothing of the last %v", early.Round(time.Millisecond))
		}
	}
	for i := 1; i < len(segs); i++ {
		if a, b := segs[i-1], segs[i]; a.Width != b.Width || a.Height != b.Height || a.Codec != b.Codec {
			out += fmt.Sprintf("; the picture changes from %s to %s at %s", format(a, b), format(b, a), b.From.UTC().Format(moment))
		}
	}
	return out
}

// format says how a segment's picture differs from another's.
func format(s, other *custos.Segment) string {
	size := fmt.Sprintf("%dx%d", s.Width, s.Height)
	if s.Codec != other.Codec {
		size += " " + s.Codec
	}
	return size
}

// gaps: what is not recorded between the segments is told by the camera's own events.
func (v *verification) gaps(segs []*custos.Segment) {
	var told []*custos.Stream
	for i := range v.b.Gaps {
		e, err := v.item(&v.b.Gaps[i])
		if err == nil {
			g, ok := e.Payload.(*custos.Stream)
			if ok {
				_, _, ok = g.Gap()
			}
			switch {
			case !ok:
				err = custos.Errorf(custos.Corrupt, "%s is not about a gap", e.ID())
			case e.Resource != v.camera():
				err = custos.Errorf(custos.Corrupt, "%s is about %s", e.ID(), e.Resource)
			default:
				told = append(told, g)
			}
		}
		if err != nil {
			v.claim("gaps", fmt.Errorf("%s: %w", gapFile(i), err), "")
			return
		}
	}
	slices.SortStableFunc(told, func(a, b *custos.Stream) int { return a.From.Compare(*b.From) })
	var lines []string
	var err error
	if s, lead := v.b.Stretch, max(v.first(segs), 0); s != nil {
		lines = append(lines, atEdge(told, s.From, segs[lead].From)...)
	}
	for i := 1; i < len(segs); i++ {
		a, b := segs[i-1], segs[i]
		gap := a.GapTo(b)
		// A short one is said if the camera said it.
		if gap <= custos.MaxUntold && (gap <= 0 || reasons(told, a.Until, b.From) == noReason) {
			continue
		}
		line := fmt.Sprintf("%s until %s", a.Until.UTC().Format(moment), b.From.UTC().Format(moment))
		switch {
		case a.Told(b, told):
			line += ": " + reasons(told, a.Until, b.From)
		case a.Base == 0 || b.Base == 0:
			line += ": recorded by a version that did not say why"
		case err == nil:
			err = custos.Errorf(custos.Unavailable, "nothing tells why %v are missing after segment %d, from %s", gap.Round(time.Millisecond), a.Index, line)
		}
		lines = append(lines, line)
	}
	if s := v.b.Stretch; s != nil {
		lines = append(lines, atEdge(told, segs[len(segs)-1].Until, s.Until)...)
	}
	switch {
	case err != nil:
		v.claim("gaps", err, "")
	case len(lines) == 1:
		v.claim("gaps", nil, "not recorded from %s", lines[0])
	case len(lines) > 1:
		v.claim("gaps", nil, "%d stretches are not recorded: from %s", len(lines), strings.Join(lines, "; from "))
	}
}

// atEdge says what the camera told of the part of a stretch before its first segment or
// after its last.
func atEdge(told []*custos.Stream, from, until time.Time) []string {
	if until.Sub(from) <= custos.MaxUntold {
		return nil
	}
	why := reasons(told, from, until)
	if why == noReason {
		return nil
	}
	return []string{fmt.Sprintf("%s until %s: %s", from.UTC().Format(moment), until.UTC().Format(moment), why)}
}

const noReason = "no reason is given"

// reasons are why a camera was not recorded between two times, by its own events.
func reasons(told []*custos.Stream, from, until time.Time) string {
	var out []string
	for _, g := range told {
		if g.From.Before(until) && g.Until.After(from) && g.Reason != "" && !slices.Contains(out, g.Reason) {
			out = append(out, g.Reason)
		}
	}
	if len(out) == 0 {
		return noReason
	}
	return strings.Join(out, ", ")
}

func sum(b []byte) custos.Hash { return sha256.Sum256(b) }
