package fog

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/api"

	"custos.dev/custos/edge/fmp4"
	"custos.dev/custos/edge/fmp4/fmp4test"
	"custos.dev/custos/evidence"
	"custos.dev/custos/observe"
	"custos.dev/custos/observe/observetest"
)

const cam1 = custos.CameraID(domain + "/cam1")

// keeps commits a camera's events and returns what finds its footage.
func keeps(t *testing.T, payloads ...custos.Payload) recordings {
	t.Helper()
	w := newWorld(t)
	m := w.batch(t, custos.Hash{}, 1, uint64(len(payloads)), func(e *custos.Event) {
		observetest.Say(e, payloads[e.Seq-1])
		switch p := payloads[e.Seq-1].(type) {
		case *observe.Segment:
			e.Time = p.From
		case *observe.Stream:
			e.Time = *p.Until
		}
	})
	if _, err := w.Commit(t.Context(), w.key.Address(), m); err != nil {
		t.Fatal(err)
	}
	return recordings{w.DB}
}

// film is 10 segments of two seconds with three seconds missing after the fifth; the
// seventh to ninth can only be decoded from the sixth on.
func film() []custos.Payload {
	var out []custos.Payload
	for n := 1; n <= 10; n++ {
		s := sealing(n)
		if n > 5 {
			s.From, s.Until, s.Base = s.From.Add(3*time.Second), s.Until.Add(3*time.Second), s.Base+3*time.Second
		}
		s.Dependent = n >= 7 && n <= 9
		s.Bytes = 1 << 20
		if n == 6 {
			from, until := began.Add(10*time.Second), began.Add(13*time.Second)
			out = append(out, &observe.Stream{State: observe.StreamGap, Reason: "the connection broke off", From: &from, Until: &until})
		}
		out = append(out, s)
	}
	return out
}

func indexes(s *stretch) (out []uint64) {
	for _, g := range s.segs {
		out = append(out, g.Index)
	}
	return out
}

func after(d time.Duration) time.Time { return began.Add(d) }

func TestFootageOfAStretch(t *testing.T) {
	r := keeps(t, film()...)
	for name, c := range map[string]struct {
		from, until time.Duration
		first, last uint64
		lead, gaps  int
	}{
		"within one":         {500 * time.Millisecond, time.Second, 1, 1, 0, 0},
		"to a boundary":      {0, 2*time.Second - 1, 1, 1, 0, 0},
		"from a boundary":    {2 * time.Second, 3 * time.Second, 2, 2, 0, 0},
		"over the gap":       {9 * time.Second, 14 * time.Second, 5, 6, 0, 1},
		"into the gap":       {9 * time.Second, 11 * time.Second, 5, 5, 0, 1},
		"what decoding asks": {18 * time.Second, 18 * time.Second, 6, 8, 2, 0},
		"all":                {-time.Hour, time.Hour, 1, 10, 0, 1},
	} {
		s, err := r.of(t.Context(), cam1, after(c.from), after(c.until))
		if err != nil {
			t.Fatal(name, err)
		}
		if got := indexes(s); len(got) == 0 || got[0] != c.first || got[len(got)-1] != c.last || s.lead != c.lead || len(s.gaps) != c.gaps || s.some() != nil || s.whole() != nil {
			t.Errorf("%s: segments %v, %d to decode, %d gaps", name, got, s.lead, len(s.gaps))
		}
	}
	s, err := r.of(t.Context(), cam1, after(11*time.Second), after(12*time.Second))
	if err != nil || len(s.segs) != 0 {
		t.Fatalf("in the gap: %v, %v", indexes(s), err)
	}
	if err := s.some(); custos.KindOf(err) != custos.NotFound || !strings.Contains(err.Error(), "the connection broke off") {
		t.Errorf("in the gap: %v", err)
	}
	if _, err := r.of(t.Context(), cam1, after(time.Second), after(0)); custos.KindOf(err) != custos.Invalid {
		t.Errorf("backwards: %v", err)
	}
	if _, err := r.of(t.Context(), cam1, after(0), after(25*time.Hour)); custos.KindOf(err) != custos.Invalid {
		t.Errorf("more than a day: %v", err)
	}

	all, err := r.of(t.Context(), cam1, after(0), after(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	if err := all.fits(10, 10<<20); err != nil {
		t.Error(err)
	}
	for _, err := range []error{all.fits(4, 1<<30), all.fits(100, 4<<20)} {
		if custos.KindOf(err) != custos.Invalid || !strings.Contains(err.Error(), "until 2026-07-01T18:00:08Z first") {
			t.Errorf("too much: %v", err)
		}
	}
	v := all.view()
	want := api.Missing{From: after(10 * time.Second), Until: after(13 * time.Second), Reason: "the connection broke off"}
	if v.Segments != 10 || v.Bytes != 10<<20 || !v.From.Equal(began) || len(v.Missing) != 1 || v.Missing[0] != want || v.False != nil {
		t.Errorf("%+v", v)
	}
}

func TestFootageAroundAnEvent(t *testing.T) {
	r := keeps(t, film()...)
	zone := func(at time.Duration) *custos.Event {
		return observetest.Of(custos.Observation{Resource: cam1, Time: after(at), Payload: &observe.Zone{Frame: custos.FrameRef{Boot: 7, PTS: time.Second + at}}})
	}
	of := func(e *custos.Event, before, behind time.Duration, want ...uint64) {
		t.Helper()
		s, err := r.around(t.Context(), e, before, behind)
		if err != nil {
			t.Errorf("%s at %s: %v", e.Kind, e.Time, err)
			return
		}
		got := indexes(s)
		if len(got) != len(want) {
			t.Errorf("%s at %s: %v, want %v", e.Kind, e.Time, got, want)
			return
		}
		for i := range got {
			if got[i] != want[i] {
				t.Errorf("%s at %s: %v, want %v", e.Kind, e.Time, got, want)
			}
		}
	}
	of(zone(3*time.Second), 0, 0, 2)
	of(zone(3*time.Second), 2*time.Second, 2*time.Second, 1, 2, 3)
	of(zone(9*time.Second), 0, 6500*time.Millisecond, 5, 6, 7)
	of(zone(18*time.Second), 0, 0, 6, 7, 8)
	of(observetest.Of(custos.Observation{Resource: cam1, Time: after(0), Payload: sealing(2)}), 0, 0, 2)
	from, until := after(10*time.Second), after(13*time.Second)
	of(observetest.Of(custos.Observation{Resource: cam1, Time: until, Payload: &observe.Stream{State: observe.StreamGap, From: &from, Until: &until}}), 0, 0, 5, 6)
	of(observetest.Of(custos.Observation{Resource: cam1, Time: until, Payload: &observe.Trajectory{From: after(3 * time.Second), Until: after(7 * time.Second)}}), 0, 0, 2, 3, 4)

	for name, c := range map[string]struct {
		e    *custos.Event
		kind custos.ErrorKind
		says string
	}{
		"in the gap": {zone(11 * time.Second), custos.NotFound, "the connection broke off"},
		"of now":     {zone(time.Minute), custos.Unavailable, "not sealed yet"},
		"before it":  {zone(-time.Minute), custos.NotFound, "nothing tells why"},
		"a decision": {observetest.Of(custos.Observation{Resource: cam1, Time: after(0), Payload: &observe.Decision{}}), custos.NotFound, "no footage shows"},
	} {
		if _, err := r.around(t.Context(), c.e, 0, 0); custos.KindOf(err) != c.kind || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestFootageOfAClockThatWasSetBack: an hour occurs twice, and each event's own footage is found.
func TestFootageOfAClockThatWasSetBack(t *testing.T) {
	var all []custos.Payload
	for n := 1; n <= 8; n++ {
		s := sealing(n)
		if n > 4 {
			s.From, s.Until = s.From.Add(-8*time.Second), s.Until.Add(-8*time.Second)
		}
		all = append(all, s)
	}
	all[4].(*observe.Segment).Stepped = -8 * time.Second
	r := keeps(t, all...)
	for at, want := range map[time.Duration]uint64{3 * time.Second: 2, 11 * time.Second: 6} {
		e := observetest.Of(custos.Observation{Resource: cam1, Time: after(3 * time.Second), Payload: &observe.Zone{Frame: custos.FrameRef{Boot: 7, PTS: time.Second + at}}})
		s, err := r.around(t.Context(), e, 0, 0)
		if err != nil || len(s.segs) != 1 || s.segs[0].Index != want {
			t.Errorf("the frame at %v: %+v, %v", at, s, err)
		}
	}
	s, err := r.of(t.Context(), cam1, after(0), after(8*time.Second))
	if err != nil || custos.KindOf(s.whole()) != custos.Conflict {
		t.Errorf("the stretch: %v, %v", indexes(s), err)
	}
}

func TestFalseFootageIsNoEvidence(t *testing.T) {
	two := sealing(2)
	two.Until, two.PTSEnd = two.From.Add(20478*time.Second), 20478*time.Second
	r := keeps(t, sealing(1), two, sealing(3))
	s, err := r.of(t.Context(), cam1, after(0), after(8*time.Second))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.believable(); custos.KindOf(err) != custos.Corrupt || !strings.Contains(err.Error(), "segment 2 claims 5h41m18s") || !strings.Contains(err.Error(), "custos footage export") {
		t.Errorf("%v", err)
	}
	if v := s.view(); len(v.False) != 1 || v.False[0] != 2 {
		t.Errorf("%+v", v)
	}
	// Its neighbours are.
	e := observetest.Of(custos.Observation{Resource: cam1, Time: after(time.Second), Payload: &observe.Zone{Frame: custos.FrameRef{Boot: 7, PTS: 2 * time.Second}}})
	if s, err := r.around(t.Context(), e, 0, 0); err != nil || s.believable() != nil || len(s.segs) != 1 {
		t.Errorf("%v", err)
	}
	if !evidence.Showing(e)(sealing(1)) {
		t.Error("segment 1 does not show the event")
	}
}

func TestStateOfACamera(t *testing.T) {
	now := after(time.Hour)
	last := func(ago time.Duration) tally {
		s := sealing(1)
		s.Until = now.Add(-ago)
		s.From = s.Until.Add(-2 * time.Second)
		return tally{Segments: 1, Frames: 20, Newest: s, Received: s.Until}
	}
	said := func(s observe.StreamState, reason string) *observe.Stream {
		return &observe.Stream{State: s, Reason: reason}
	}
	for name, c := range map[string]struct {
		stream *observe.Stream
		ago    time.Duration // of the event
		t      tally
		state  custos.CameraState
		reason string
	}{
		"nothing":             {nil, 0, tally{}, custos.CameraStarting, "nothing was heard"},
		"no segment yet":      {said(observe.StreamStarted, ""), time.Second, tally{}, custos.CameraStarting, "no footage is sealed yet"},
		"recording":           {said(observe.StreamStarted, ""), time.Minute, last(3 * time.Second), custos.CameraRecording, ""},
		"oddly":               {said(observe.StreamOdd, "late packets"), time.Minute, last(3 * time.Second), custos.CameraRecording, "late packets"},
		"after a gap":         {said(observe.StreamGap, "x"), time.Minute, last(3 * time.Second), custos.CameraRecording, ""},
		"quiet":               {said(observe.StreamStarted, ""), time.Minute, last(14 * time.Second), custos.CameraNoPictures, "no pictures for 14s"},
		"lost":                {said(observe.StreamLost, "no route"), time.Second, last(3 * time.Second), custos.CameraReconnecting, "no route"},
		"lost, and back":      {said(observe.StreamLost, "no route"), time.Minute, last(3 * time.Second), custos.CameraRecording, ""},
		"ended":               {said(observe.StreamEnded, "the source ended it"), time.Minute, last(2 * time.Minute), custos.CameraEnded, "the source ended it"},
		"its events are gone": {nil, 0, last(time.Second), custos.CameraRecording, ""},
	} {
		var v api.Camera
		stateOf(&v, c.stream, &custos.Event{Time: now.Add(-c.ago)}, c.t, 2*time.Second, now)
		if v.State != c.state || !strings.HasPrefix(v.Reason, c.reason) || c.reason == "" && v.Reason != "" {
			t.Errorf("%s: %s %q", name, v.State, v.Reason)
		}
	}
}

func TestUnknownParametersAndKindsAreErrors(t *testing.T) {
	ask := func(h http.Handler, query string) (int, string) {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/api/events"+query, nil))
		var said struct{ Reason string }
		_ = json.Unmarshal(w.Body.Bytes(), &said)
		return w.Code, said.Reason
	}
	db := newWorld(t).DB
	list := answering(only(func(w http.ResponseWriter, r *http.Request) error {
		q, err := parseQuery(r)
		if err == nil {
			err = (&master{asked: db}).known(r.Context(), q.Kinds)
		}
		return err
	}, "kind", "camera", "limit"))
	for query, want := range map[string]string{
		"": "", "?kind=zone,stream&limit=3": "", "?camera=a/b": "",
		"?kinds=zone":    `unknown parameter "kinds": /api/events takes kind, camera, limit`,
		"?kind=zones":    `unknown kind "zones"`,
		"?kind=zone,x":   `unknown kind "x"`,
		"?kind=Zone":     `kind="Zone" cannot be a kind`,
		"?limit=3;x=1":   "the query cannot be read",
		"?limit=3&x":     `unknown parameter "x"`,
		"?kind=&limit=0": "limit=",
	} {
		code, said := ask(list, query)
		if want == "" && code != http.StatusOK || want != "" && (code != http.StatusBadRequest || !strings.Contains(said, want)) {
			t.Errorf("%q: %d %s", query, code, said)
		}
	}
	none := answering(only(func(http.ResponseWriter, *http.Request) error { return nil }))
	if code, said := ask(none, "?x=1"); code != http.StatusBadRequest || !strings.Contains(said, "takes none") {
		t.Errorf("%d %s", code, said)
	}
}

// TestClipOverAnotherSize: players do not go on over another picture size, so a clip holds
// the side with its event, and says so.
func TestClipOverAnotherSize(t *testing.T) {
	at := func(n int) *custos.Event {
		return observetest.Of(custos.Observation{Resource: cam1, Time: sealing(n).From.Add(time.Second), Payload: &observe.Zone{Frame: custos.FrameRef{Boot: 7, PTS: sealing(n).Base + time.Second}}})
	}
	for name, c := range map[string]struct {
		event, changes int // numbers of segments
		pictures, note string
	}{
		"no change":     {2, 9, "1234", ""},
		"after it":      {3, 3, "34", "changes at 2026-07-01T18:00:04Z: this is what comes after"},
		"before it":     {2, 3, "12", "changes at 2026-07-01T18:00:04Z: this is what comes before"},
		"at the end":    {4, 4, "4", "this is what comes after"},
		"on the border": {1, 2, "1", "this is what comes before"},
	} {
		clip := newClip(at(c.event))
		for n := 1; n <= 4; n++ {
			file := fmp4test.File{Width: 320, Pictures: []time.Duration{2 * time.Second}, Fill: "of segment " + string(rune('0'+n))}
			if n >= c.changes {
				file.Width = 256
			}
			if err := clip.add(sealing(n), file.Bytes()); errors.Is(err, fmp4.ErrOtherInit) {
				break
			} else if err != nil {
				t.Fatal(err)
			}
		}
		got := ""
		for n := '1'; n <= '4'; n++ {
			if strings.Contains(clip.out.String(), "of segment "+string(n)) {
				got += string(n)
			}
		}
		m, err := fmp4.Measure(bytes.NewReader(clip.out.Bytes()), 10)
		if err != nil || m.PTS != 0 || len(m.Pictures) != len(c.pictures) || got != c.pictures || !strings.Contains(clip.note, c.note) || c.note == "" && clip.note != "" {
			t.Errorf("%s: segments %s, %q, %v", name, got, clip.note, err)
		}
	}
	if err := newClip(at(1)).add(sealing(1), []byte("no footage")); custos.KindOf(err) != custos.Corrupt || !strings.Contains(err.Error(), "segment 1") {
		t.Errorf("%v", err)
	}
}
