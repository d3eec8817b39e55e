package cli

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/api"
)

func TestTimesAsPeopleWriteThem(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"2026-07-01T18:00:00Z":      "2026-07-01T18:00:00Z",
		"2026-07-01T18:00:00+05:00": "2026-07-01T13:00:00Z",
		"2026-07-01 18:00:00":       "2026-07-01T16:00:00Z",
		"2026-07-01 18:00":          "2026-07-01T16:00:00Z",
		"2026-01-01":                "2025-12-31T23:00:00Z",
		"2026-03-29 02:30:00":       "", // skipped
		"yesterday":                 "",
		"18:00":                     "",
	} {
		got, err := timeIn("--from", text, zone)
		if want == "" && (custos.KindOf(err) != custos.Invalid || !strings.Contains(err.Error(), "--from")) || want != "" && (err != nil || got.UTC().Format(time.RFC3339) != want) {
			t.Errorf("%s: %s, %v", text, got.UTC(), err)
		}
	}
}

func TestStretchesAreAskedForWhole(t *testing.T) {
	site := provisioned(t)
	for _, c := range [][]string{
		{"evidence", "export"},
		{"evidence", "export", "x.1", "--camera", "campus/front-door/cam1"},
		{"evidence", "export", "--camera", "campus/front-door/cam1", "--from", "2026-07-01"},
		{"evidence", "export", "--camera", "campus/front-door/cam1", "--from", "2026-07-02", "--until", "2026-07-01"},
		{"evidence", "export", "--camera", "campus/front-door/cam1", "--from", "2026-07-01", "--until", "2026-07-02", "--no-footage"},
		{"footage", "export"},
		{"footage", "export", "--camera", "campus/front-door/cam1", "--from", "now", "--until", "2026-07-01"},
	} {
		if out, code := runs(t, append(c, "--data", site.Data, "--as", "alma")...); code != 64 {
			t.Errorf("%s: exit %d: %s", c, code, out)
		}
	}
	if out, code := runs(t, "footage", "export", "--camera", "campus/third-door/cam1", "--from", "2026-07-01", "--until", "2026-07-02", "--data", site.Data); code != 66 {
		t.Errorf("nobody's camera: exit %d: %s", code, out)
	}
}

// TestFootageInParts: where the picture's format changes the next file begins, and one
// that breaks off leaves no file that looks whole.
func TestFootageInParts(t *testing.T) {
	begin := time.Date(2026, 7, 1, 18, 0, 0, 0, time.UTC)
	var asked []time.Time
	answer := func(parts ...string) func(time.Time) (*http.Response, error) {
		asked = nil
		return func(from time.Time) (*http.Response, error) {
			asked = append(asked, from)
			n := len(asked)
			resp := &http.Response{Body: io.NopCloser(strings.NewReader(parts[n-1])), Trailer: http.Header{}}
			if n < len(parts) {
				resp.Trailer.Set(api.NextTrailer, begin.Add(time.Duration(n)*time.Minute).Format(time.RFC3339Nano))
			}
			return resp, nil
		}
	}
	dir := t.TempDir()
	file := func(name string) string { return filepath.Join(dir, name) }
	got, err := writeParts(file("one.mp4"), begin, answer("a"))
	if err != nil || !slices.Equal(got, []string{file("one.mp4")}) {
		t.Fatalf("%v, %v", got, err)
	}
	got, err = writeParts(file("door.mp4"), begin, answer("a", "b", "c"))
	if err != nil || !slices.Equal(got, []string{file("door-1.mp4"), file("door-2.mp4"), file("door-3.mp4")}) || !slices.Equal(asked, []time.Time{begin, begin.Add(time.Minute), begin.Add(2 * time.Minute)}) {
		t.Fatalf("%v, %v: %v", got, asked, err)
	}
	for i, name := range got {
		if b, err := os.ReadFile(name); err != nil || string(b) != string("abc"[i]) {
			t.Errorf("%s: %q, %v", name, b, err)
		}
	}
	if _, err := os.Stat(file("door.mp4")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the first file stands twice: %v", err)
	}
	if _, err := writeParts(file("torn.mp4"), begin, func(time.Time) (*http.Response, error) {
		return &http.Response{Body: io.NopCloser(io.MultiReader(strings.NewReader("half"), torn{}))}, nil
	}); err == nil {
		t.Error("a file that broke off is no error")
	}
	if _, err := os.Stat(file("torn.mp4")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a part of a file stands under its name: %v", err)
	}
	stuck := func(time.Time) (*http.Response, error) {
		return &http.Response{Body: http.NoBody, Trailer: http.Header{api.NextTrailer: {begin.Format(time.RFC3339)}}}, nil
	}
	if _, err := writeParts(file("stuck.mp4"), begin, stuck); err == nil {
		t.Error("footage that goes on where it began is no error")
	}
}

type torn struct{}

func (torn) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestFootageIsSaid(t *testing.T) {
	at := time.Date(2026, 7, 1, 18, 0, 0, 0, time.UTC)
	v := &api.Footage{
		Begins: at, From: at.Add(2 * time.Second), Until: at.Add(9 * time.Second), Segments: 3, Bytes: 7,
		Missing: []api.Missing{{From: at.Add(4 * time.Second), Until: at.Add(6 * time.Second), Reason: "the connection broke off"}}, False: []uint64{7},
	}
	var out bytes.Buffer
	if err := sayFootage(&out, time.UTC, v, []string{"a-1.mp4", "a-2.mp4"}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"a-1.mp4, a-2.mp4: from 2026-07-01 18:00:02.000 until 2026-07-01 18:00:09.000", "begins at 2026-07-01 18:00:00.000",
		"closed up: 2026-07-01 18:00:04.000 until 2026-07-01 18:00:06.000 was not recorded: the connection broke off", "segments 7 cannot be true", "2 files",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not said: %s", want, out.String())
		}
	}
}
