package report_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/evidence/evidencetest"
	"custos.dev/custos/evidence/report"
	"custos.dev/custos/observe"
)

var jpeg = []byte{0xff, 0xd8, 0xff, 0xe0, 0, 0}

func facts() report.Facts {
	return report.Facts{
		Site: "campus", Owner: "alma", Cosigned: []custos.OwnerName{"alma", "bruno"}, Needed: 2, Confirmations: 2,
		Zone: time.FixedZone("CEST", 7200), Exported: evidencetest.Filmed.Add(24 * time.Hour),
		Pictures: []report.Picture{{JPEG: jpeg, At: evidencetest.Filmed}},
	}
}

func page(t *testing.T, o evidencetest.Options, f report.Facts) string {
	t.Helper()
	s, err := evidencetest.New()
	if err != nil {
		t.Fatal(err)
	}
	m, err := s.Bundle(o)
	if err != nil {
		t.Fatal(err)
	}
	b, err := report.Make(m.Bundle, f)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestAttack30TheReport: what others called things is text in a report, which has no script and
// asks nobody for anything.
func TestAttack30TheReport(t *testing.T) {
	const hostile = `</style></title><script>alert(1)</script><img src="https://example.invalid/x" onerror=alert(1)>`
	f := facts()
	f.Site, f.Owner, f.Unpictured = hostile, hostile, hostile
	f.Cosigned = []custos.OwnerName{hostile}
	f.Pictures = append(f.Pictures, report.Picture{JPEG: []byte(hostile)}, report.Picture{JPEG: append(bytes.Clone(jpeg), hostile...)})
	text := page(t, evidencetest.Options{Segments: 2, Bytes: 1000, Payload: &observe.Zone{Zone: hostile, Track: 1}}, f)
	for _, tag := range regexp.MustCompile(`<[a-zA-Z!/][^>]*>`).FindAllString(text, -1) {
		if strings.Contains(tag, "script") || strings.Contains(tag, " on") || strings.Contains(tag, "href=\"http") || strings.Contains(tag, "src=") && !strings.Contains(tag, `src="data:image/jpeg;base64,`) {
			t.Errorf("the report has %s", tag)
		}
	}
	if strings.Count(text, "<img ") != 2 || strings.Count(text, "<style>") != 1 || !strings.Contains(text, `default-src 'none'; img-src data:`) {
		t.Errorf("the report:\n%s", text)
	}
	if strings.Count(text, "&lt;script&gt;alert(1)") < 4 {
		t.Error("what others called things is left out")
	}
}

// TestReportSaysWhatItIs: a reader learns what was recorded, that this page decides nothing, how
// to check, and what nobody proves.
func TestReportSaysWhatItIs(t *testing.T) {
	event := page(t, evidencetest.Options{Segments: 2, Bytes: 1000, Payload: &observe.Zone{Zone: "entrance", Track: 7, Class: "person", Transition: observe.Enter}}, facts())
	stretch := page(t, evidencetest.Options{Segments: 2, Bytes: 1000, Stretch: true}, facts())
	for name, text := range map[string]string{"event": event, "stretch": stretch} {
		for _, says := range []string{
			"proves nothing by itself", "The verdict", "What nobody proves", "How to check it", "front-door/cam1", "2 files of video",
			"alma, bruno: 2 of the parties", "1 July 2026, 20:00:00.000 CEST (18:00:00.000 UTC)", "<img ",
		} {
			if !strings.Contains(text, says) {
				t.Errorf("%s: it does not say %q:\n%s", name, says, text)
			}
		}
	}
	if !strings.Contains(event, "<h1>Person 7 enters entrance</h1>") || !strings.Contains(stretch, "Footage of cam1") {
		t.Error("it does not say what it is about")
	}
	f := facts()
	f.Pictures, f.Unpictured = nil, "ffmpeg is not installed"
	if bare := page(t, evidencetest.Options{}, f); !strings.Contains(bare, "none is in this file") || !strings.Contains(bare, "There are none: ffmpeg is not installed") || strings.Contains(bare, "to the last bit") {
		t.Errorf("without footage:\n%s", bare)
	}
	if unheard := page(t, evidencetest.Options{Payload: unheard{}}, facts()); !strings.Contains(unheard, "does not know this kind of observation") {
		t.Error("an unknown kind is not said to be one")
	}
}

// unheard is of a kind that nobody here knows.
type unheard struct{}

func (unheard) Kind() custos.Kind { return "unheard" }
