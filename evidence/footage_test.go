package evidence

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/edge/fmp4/fmp4test"
	"custos.dev/custos/observe"
)

const (
	cam = custos.CameraID("campus/front-door/cam1")
	ms  = time.Millisecond
)

var t0 = time.Date(2026, 7, 1, 18, 0, 0, 0, time.UTC)

// filmed is a camera's footage and what was said of it.
type filmed struct {
	segs   []*observe.Segment
	media  map[string][]byte
	others []custos.Payload
}

// add records pictures of 100 ms from a time on and returns the segment.
func (f *filmed) add(at time.Time, pictures int, change func(*fmp4test.File, *observe.Segment)) *observe.Segment {
	file := fmp4test.File{Width: 320, Height: 240, Pictures: slices.Repeat([]time.Duration{100 * ms}, pictures), Fill: fmt.Sprint(len(f.segs))}
	n := uint64(len(f.segs) + 1)
	s := &observe.Segment{
		Index: n, Boot: 7, File: fmt.Sprintf("day/%d.mp4", n), Codec: "avc1.42c01e", Width: 320, Height: 240,
		Frames: pictures, From: at, Until: at.Add(time.Duration(pictures) * 100 * ms), PTSEnd: time.Duration(pictures) * 100 * ms,
		Base: time.Second + at.Sub(t0), Longest: 100 * ms,
	}
	if change != nil {
		change(&file, s)
	}
	data := file.Bytes()
	s.Bytes, s.SHA256 = int64(len(data)), sha256.Sum256(data)
	if len(f.segs) > 0 {
		s.Prev = f.segs[len(f.segs)-1].SHA256
	}
	if f.media == nil {
		f.media = map[string][]byte{}
	}
	f.segs, f.media[s.File] = append(f.segs, s), data
	return s
}

func (f *filmed) gap(from, until time.Time, why string) {
	f.others = append(f.others, &observe.Stream{State: observe.StreamGap, Reason: why, From: &from, Until: &until})
}

// claims verifies the footage in a bundle about a subject, or about a stretch: all that is
// said of footage and gaps.
func (f *filmed) claims(t *testing.T, subject custos.Payload, stretch *Stretch) []Claim {
	t.Helper()
	s := newScene().film(f)
	if s.stretch = stretch; stretch == nil {
		s.subject = s.says(camera1, cam, t0.Add(time.Second), subject)
	}
	var out []Claim
	for _, c := range s.verify(t).Claims {
		if c.Name == "footage" || c.Name == "gaps" {
			out = append(out, c)
		} else if c.Status != Pass {
			t.Fatalf("%+v", c)
		}
	}
	return out
}

// says checks a claim's status and that its detail holds each text.
func says(t *testing.T, name string, claims []Claim, i int, status Status, texts ...string) {
	t.Helper()
	if i >= len(claims) || claims[i].Status != status {
		t.Errorf("%s: want %s: %+v", name, status, claims)
		return
	}
	for _, text := range texts {
		if !strings.Contains(claims[i].Detail, text) {
			t.Errorf("%s: %q does not say %q", name, claims[i].Detail, text)
		}
	}
}

// zoneAt is an event about the frame that was captured so long after t0.
func zoneAt(d time.Duration) *observe.Zone {
	return &observe.Zone{Zone: "door", Frame: custos.FrameRef{Boot: 7, Seq: 3, PTS: time.Second + d}}
}

func TestFootageOverAGapAndAnotherSize(t *testing.T) {
	var f filmed
	f.add(t0, 20, nil)
	f.add(t0.Add(2*time.Second), 20, nil)
	f.gap(t0.Add(4*time.Second), t0.Add(6*time.Second), "the connection broke off")
	f.add(t0.Add(6*time.Second), 20, func(m *fmp4test.File, s *observe.Segment) {
		m.Width, m.Height, s.Width, s.Height = 256, 192, 256, 192
	})
	c := f.claims(t, zoneAt(time.Second), nil)
	says(t, "event", c, 0, Pass, "3 segments", "from 2026-07-01T18:00:00.000Z until 2026-07-01T18:00:08.000Z", "changes from 320x240 to 256x192 at 2026-07-01T18:00:06.000Z")
	says(t, "event", c, 1, Pass, `nothing was sealed from 2026-07-01T18:00:04.000Z until 2026-07-01T18:00:06.000Z: front-edge/camera-cam1 said "the connection broke off"`)

	c = f.claims(t, nil, &Stretch{Camera: cam, From: t0.Add(time.Second), Until: t0.Add(9 * time.Second)})
	says(t, "stretch", c, 0, Pass, "3 segments", "nothing of the last 1s")
	says(t, "stretch", c, 1, Pass, "the connection broke off")

	f.others = nil
	says(t, "untold", f.claims(t, zoneAt(0), nil), 1, Unknown, "nothing tells why 2s are missing after segment 2")
	// Versions before did not tell of gaps, and their bundles go on verifying.
	for _, s := range f.segs {
		s.Base, s.Longest = 0, 0
	}
	c = f.claims(t, &observe.Decision{Action: custos.Live}, nil)
	says(t, "a decision", c, 0, Fail, "no segment covers")
	z := zoneAt(time.Second)
	z.Frame.PTS = time.Hour // of a stream whose times were estimates
	c = f.claims(t, z, nil)
	says(t, "old", c, 0, Pass, "3 segments")
	says(t, "old", c, 1, Pass, "of a form that told of no gaps")
}

// TestOldFaultIsRefusedByName: after a reconnect the first segment claimed to last as long
// as the camera had run, since one sample's own duration did.
func TestOldFaultIsRefusedByName(t *testing.T) {
	const old = 20478 * time.Second
	var f filmed
	f.add(t0, 20, func(_ *fmp4test.File, s *observe.Segment) { s.Base, s.Longest = 0, 0 })
	f.add(t0.Add(2*time.Second), 20, func(m *fmp4test.File, s *observe.Segment) {
		m.At, s.PTS = old, old
		m.Claims = map[int]time.Duration{0: old}
		s.Base, s.Longest, s.PTSEnd, s.Until = 0, 0, 2*old, s.From.Add(old)
	})
	says(t, "the old fault", f.claims(t, zoneAt(time.Second), nil), 0, Fail, "segment 2 claims 5h41m18s, the pictures in its file last 2s")
}

// TestFalseTimes signs claims that the pictures, or the segment before, do not bear out.
func TestFalseTimes(t *testing.T) {
	second := func(change func(*fmp4test.File, *observe.Segment)) []Claim {
		var f filmed
		f.add(t0, 20, nil)
		f.add(t0.Add(2*time.Second), 20, change)
		return f.claims(t, zoneAt(time.Second), nil)
	}
	says(t, "honest", second(nil), 0, Pass, "2 segments")
	for name, c := range map[string]struct {
		change func(*fmp4test.File, *observe.Segment)
		says   string
	}{
		"longer": {func(_ *fmp4test.File, s *observe.Segment) {
			s.Until, s.PTSEnd = s.Until.Add(time.Second), s.PTSEnd+time.Second
		}, "segment 2 claims 3s, the pictures in its file last 2s"},
		"more pictures":  {func(_ *fmp4test.File, s *observe.Segment) { s.Frames++ }, "segment 2 claims 21 pictures, its file has 20"},
		"another begin":  {func(_ *fmp4test.File, s *observe.Segment) { s.PTS += time.Hour; s.PTSEnd += time.Hour }, "segment 2 claims to begin at 1h0m0s of its file"},
		"another size":   {func(_ *fmp4test.File, s *observe.Segment) { s.Width = 640 }, "segment 2 claims a picture of 640x240"},
		"another codec":  {func(_ *fmp4test.File, s *observe.Segment) { s.Codec = "avc1.640028" }, "segment 2 claims to be avc1.640028"},
		"another length": {func(_ *fmp4test.File, s *observe.Segment) { s.Longest = 600 * ms }, "segment 2 claims that its longest picture"},
		"another date": {func(_ *fmp4test.File, s *observe.Segment) {
			s.From = s.From.Add(time.Minute)
			s.Until = s.Until.Add(time.Minute)
		}, "segment 2 is dated"},
		"the same time": {func(_ *fmp4test.File, s *observe.Segment) { s.Base -= time.Second }, "segment 1 claims 1s that segment 2 claims too"},
		"a longest of 8s": {func(m *fmp4test.File, s *observe.Segment) {
			m.Pictures[3] = 8 * time.Second
			s.Longest = 8 * time.Second
			s.Until = s.From.Add(9900 * ms)
			s.PTSEnd = 9900 * ms
		}, "segment 2 claims 8s for one picture"},
	} {
		says(t, name, second(c.change), 0, Fail, c.says)
	}
	var f filmed
	f.add(t0, 20, nil)
	f.segs[0].Index = 3
	f.add(t0.Add(2*time.Second), 20, nil) // index 2 after 3
	says(t, "order", f.claims(t, zoneAt(0), nil), 0, Fail, "segment 2 does not follow segment 3")
}

func TestFootageThatOnlyServesToDecode(t *testing.T) {
	var f filmed
	dependent := func(m *fmp4test.File, s *observe.Segment) { m.Dependent, s.Dependent = true, true }
	f.add(t0, 20, nil)
	f.add(t0.Add(2*time.Second), 20, dependent)
	f.add(t0.Add(4*time.Second), 20, dependent)
	says(t, "in the third", f.claims(t, zoneAt(5*time.Second), nil), 0, Pass, "3 segments", "from 2026-07-01T18:00:04.000Z until", "the 2 before, from 2026-07-01T18:00:00.000Z on, only serve to decode it")
	says(t, "its own", f.claims(t, f.segs[2], nil), 0, Pass, "from 2026-07-01T18:00:04.000Z")
	cut := filmed{}
	cut.add(t0, 20, dependent)
	says(t, "cut", cut.claims(t, zoneAt(time.Second), nil), 0, Unknown, "segment 1 cannot be decoded without those before it")
	says(t, "another life", f.claims(t, &observe.Zone{Frame: custos.FrameRef{Boot: 8, PTS: 2 * time.Second}}, nil), 0, Fail, "no segment covers")
	says(t, "another time", f.claims(t, nil, &Stretch{Camera: cam, From: t0.Add(time.Hour), Until: t0.Add(2 * time.Hour)}), 0, Fail, "no segment is of the stretch")
	says(t, "another camera", f.claims(t, nil, &Stretch{Camera: "campus/front-door/cam2", From: t0, Until: t0.Add(time.Hour)}), 0, Fail, "segment 1 is of campus/front-door/cam1")
}

func TestFootageThatIsNotThereIsSaid(t *testing.T) {
	var f filmed
	says(t, "an event", f.claims(t, zoneAt(0), nil), 0, None, "not included", "not what the camera saw")
	says(t, "a decision", f.claims(t, &observe.Decision{Action: custos.Live}, nil), 0, None, "no footage shows an event of the kind decision")
}

// FuzzFootage looks for a file that ends the verifier, or takes more memory than it has
// bytes, which a sample of no bytes at all could.
func FuzzFootage(f *testing.F) {
	good := fmp4test.File{Pictures: slices.Repeat([]time.Duration{100 * ms}, 3)}
	s := observe.Segment{Index: 1, Frames: 3, From: t0, Until: t0.Add(300 * ms), PTSEnd: 300 * ms, Codec: "avc1.42c01e", Width: 16, Height: 16}
	if err := CheckFootage(&s, bytes.NewReader(good.Bytes())); err != nil {
		f.Fatal(err)
	}
	f.Add(good.Bytes())
	f.Add(good.Bytes()[:100])
	f.Fuzz(func(t *testing.T, b []byte) {
		claim := s
		if err := CheckFootage(&claim, bytes.NewReader(b)); err == nil {
			if claim != s {
				t.Fatal("the claim was changed")
			}
		} else if k := custos.KindOf(err); k != custos.Corrupt && k != custos.Unavailable {
			t.Fatalf("%s: %v", k, err)
		}
	})
}

// TestBundlesOfOlderVersions holds bundles that the version 01b5763 exported from a camera
// whose connection broke off after 20 s against its site's trust file: of an event before
// that, and of one in the first segment after it, which claims what its pictures cannot bear.
func TestBundlesOfOlderVersions(t *testing.T) {
	trust, err := LoadTrust("testdata/of-01b5763.trust.json")
	if err != nil {
		t.Fatal(err)
	}
	verify := func(file string) *Report {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return Verify(raw, trust)
	}
	r := verify("testdata/of-01b5763.zip")
	if r.Result != Pass || claimed(r, "footage") != Pass || claimed(r, "names") != None || r.Named {
		t.Errorf("%+v", r)
	}
	r = verify("testdata/of-01b5763-false.zip")
	for _, c := range r.Claims {
		want := Pass
		switch c.Name {
		case "footage":
			want = Fail
		case "names":
			want = None
		}
		if c.Status != want {
			t.Errorf("%+v", c)
		}
		if c.Name == "footage" && c.Detail != "segment 11 claims 23.05s, the pictures in its file last 2s" {
			t.Errorf("%+v", c)
		}
	}
	if r.Result != Fail {
		t.Errorf("%+v", r)
	}
}

// A file is its segment's by its place: recorders number their files anew in another
// directory, so one name can stand in two segments.
func TestMediaAreBoundByIndex(t *testing.T) {
	made := func(order ...int) *Report {
		f := new(filmed)
		f.add(t0, 20, nil)
		f.add(t0.Add(2*time.Second), 20, nil)
		media := [][]byte{f.media[f.segs[0].File], f.media[f.segs[1].File]}
		f.segs[1].File = f.segs[0].File
		s := newScene().film(f)
		s.subject = s.says(object, cam, t0.Add(time.Second), zoneAt(time.Second))
		s.onBundle = func(b *Bundle) {
			for i, from := range order {
				b.Media[i] = media[from]
			}
		}
		return s.verify(t)
	}
	if r := made(0, 1); r.Result != Pass {
		t.Errorf("two files of one name: %+v", r)
	}
	for _, order := range [][]int{{1, 0}, {0, 0}, {1, 1}} {
		if r := made(order...); r.Result != Fail || claimed(r, "footage") != Fail {
			t.Errorf("files in the order %v: %+v", order, r)
		}
	}
}

// TestLastingEventsHaveAllTheirFootage: what a rule tells of is shown from when it began, and what
// of that is missing is said.
func TestLastingEventsHaveAllTheirFootage(t *testing.T) {
	whole := new(filmed)
	for i := range 4 {
		whole.add(t0.Add(time.Duration(2*i)*time.Second), 20, nil)
	}
	loiter := func(since time.Duration) *observe.Behavior {
		return &observe.Behavior{Rule: "loiter", Act: observe.ActLoiter, Frame: custos.FrameRef{Boot: 7, PTS: 2 * time.Second}, Since: t0.Add(since)}
	}
	// The subject's time is t0 + 1 s: within the first segment.
	says(t, "since before", whole.claims(t, loiter(500*ms), nil), 0, Pass, "from 2026-07-01T18:00:00.000Z")
	if c := whole.claims(t, loiter(500*ms), nil); strings.Contains(c[0].Detail, "only serve") || strings.Contains(c[0].Detail, "has nothing of") {
		t.Error(c[0].Detail)
	}
	says(t, "since long before", whole.claims(t, loiter(-5*time.Second), nil), 0, Pass, "the bundle has nothing of the first 5s")
}
