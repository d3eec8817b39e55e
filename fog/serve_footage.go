package fog

import (
	"bytes"
	"errors"
	"net/http"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/api"

	"custos.dev/custos/access"
	"custos.dev/custos/edge/fmp4"
	"custos.dev/custos/evidence"
	"custos.dev/custos/observe"
)

// clip times: how much footage before and after an event goes with it.
const (
	clipBefore = 2 * time.Second
	clipAfter  = 2 * time.Second
)

// What one answer of footage may hold: an hour of segments of 2 s. It is passed on
// segment by segment, so that memory does not grow with it.
const (
	maxFootageSegments = 1800
	maxFootageBytes    = 8 << 30
)

// What a clip may hold, which is put together in memory.
const (
	maxClipSegments = 900
	maxClipBytes    = 256 << 20
)

// timesOf reads the stretch that a request is about.
func timesOf(r *http.Request) (from, until time.Time, err error) {
	v := r.URL.Query()
	for name, to := range map[string]*time.Time{"from": &from, "until": &until} {
		if *to, err = time.Parse(time.RFC3339, v.Get(name)); err != nil {
			return from, until, custos.Errorf(custos.Invalid, "%s=%q: write a time as 2026-07-01T18:00:00Z", name, v.Get(name))
		}
	}
	if !until.After(from) {
		return from, until, custos.Errorf(custos.Invalid, "until=%s is not after from=%s", v.Get("until"), v.Get("from"))
	}
	return from, until, nil
}

// footageAsked finds the footage that a request is about.
func (m *master) footageAsked(r *http.Request) (*stretch, error) {
	from, until, err := timesOf(r)
	if err != nil {
		return nil, err
	}
	s, err := m.recordings().of(r.Context(), access.CallerOf(r.Context()).Question.Resource, from, until)
	if err != nil {
		return nil, err
	}
	if err := s.some(); err != nil {
		return nil, err
	}
	return s, s.fits(maxFootageSegments, maxFootageBytes)
}

// getFootage says what there is of a stretch, and what is missing in it.
func (m *master) getFootage(w http.ResponseWriter, r *http.Request) error {
	s, err := m.footageAsked(r)
	if err != nil {
		return err
	}
	return reply(w, s.view())
}

// view says what a stretch holds.
func (s *stretch) view() api.Footage {
	shown := s.segs[s.lead:]
	v := api.Footage{Camera: s.camera, Begins: s.segs[0].From, From: shown[0].From, Until: shown[len(shown)-1].Until, Segments: len(s.segs), Missing: []api.Missing{}}
	for i, g := range s.segs {
		v.Bytes += g.Bytes
		if g.CheckTimes() != nil {
			v.False = append(v.False, g.Index)
		}
		if i == 0 {
			continue
		}
		before := &s.segs[i-1]
		// A short one is said if the camera said it.
		why := s.reason(before.Until, g.From)
		if gap := before.GapTo(&g); gap > observe.MaxUntold || gap > 0 && why != "" {
			v.Missing = append(v.Missing, api.Missing{From: before.Until, Until: g.From, Reason: why})
		}
	}
	return v
}

// reason is why a part of the stretch is not recorded, "" if nothing tells.
func (s *stretch) reason(from, until time.Time) string {
	for _, g := range s.gaps {
		if a, b, _ := g.Gap(); a.Before(until) && b.After(from) && g.Reason != "" {
			return g.Reason
		}
	}
	return ""
}

// getFootageFile sends a stretch as one file that players play from zero without a break:
// gaps are closed up. Where the picture's format changes the file ends, and the trailer
// api.NextTrailer says from when to ask for the rest.
func (m *master) getFootageFile(w http.ResponseWriter, r *http.Request) error {
	s, err := m.footageAsked(r)
	if err != nil {
		return err
	}
	w.Header().Set("Trailer", api.NextTrailer)
	begun := false
	j := fmp4.NewJoiner(writes(func(b []byte) (int, error) {
		if !begun {
			w.Header().Set("Content-Type", "video/mp4")
			begun = true
		}
		return w.Write(b)
	}))
	err = m.eachFile(r.Context(), s.camera, s.segs, func(g *observe.Segment, file []byte) error {
		err := j.Add(bytes.NewReader(file))
		if errors.Is(err, fmp4.ErrOtherInit) {
			w.Header().Set(api.NextTrailer, g.From.UTC().Format(time.RFC3339Nano))
		}
		return unreadable(g, err)
	})
	switch {
	case errors.Is(err, fmp4.ErrOtherInit):
		return nil
	case err != nil && begun:
		// A file that ends early must not look whole.
		panic(http.ErrAbortHandler)
	}
	return err
}

type writes func([]byte) (int, error)

func (w writes) Write(b []byte) (int, error) { return w(b) }

// unreadable names the segment whose file is no footage.
func unreadable(s *observe.Segment, err error) error {
	if err == nil || errors.Is(err, fmp4.ErrOtherInit) || custos.KindOf(err) != custos.Internal {
		return err
	}
	return custos.Errorf(custos.Corrupt, "segment %d cannot be joined: %w", s.Index, err)
}

// getClip sends the footage around an event as one file. Where the picture's format
// changes in it, it holds the part with the event, and says so.
func (m *master) getClip(w http.ResponseWriter, r *http.Request) error {
	e, s, err := m.footageOf(r, clipBefore, clipAfter)
	if err != nil {
		return err
	}
	if err := s.fits(maxClipSegments, maxClipBytes); err != nil {
		return err
	}
	c := newClip(e)
	err = m.eachFile(r.Context(), e.Resource, s.segs, c.add)
	if err != nil && !errors.Is(err, fmp4.ErrOtherInit) {
		return err
	}
	w.Header().Set("Content-Type", "video/mp4")
	if c.note != "" {
		w.Header().Set(api.NoteHeader, c.note)
	}
	_, _ = w.Write(c.out.Bytes()) // who has gone away needs no answer
	return nil
}

// clip joins the footage around an event, as far as it is of the format in which the event
// is shown.
type clip struct {
	showing func(*observe.Segment) bool // whether a segment shows what the clip is about
	out     *bytes.Buffer
	join    *fmp4.Joiner
	shows   bool   // the event is in it
	note    string // what was left out
}

func newClip(about *custos.Event) *clip {
	c := &clip{showing: evidence.Showing(about)}
	c.begin()
	return c
}

func (c *clip) begin() {
	c.out = new(bytes.Buffer)
	c.join = fmp4.NewJoiner(c.out)
}

// add joins the next segment. It returns ErrOtherInit at the end of the event's format.
func (c *clip) add(g *observe.Segment, file []byte) error {
	err := c.join.Add(bytes.NewReader(file))
	if errors.Is(err, fmp4.ErrOtherInit) {
		at := g.From.UTC().Format(time.RFC3339)
		if c.shows {
			c.note = "the picture's format changes at " + at + ": this is what comes before"
			return err
		}
		c.note = "the picture's format changes at " + at + ": this is what comes after"
		c.begin()
		err = c.join.Add(bytes.NewReader(file))
	}
	c.shows = c.shows || c.showing(g)
	return unreadable(g, err)
}
