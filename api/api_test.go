package api

import (
	"errors"
	"flag"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
)

var update = flag.Bool("update", false, "write the generated files instead of comparing them")

// TestGeneratedFiles: the documents and the page's types are made from this package.
func TestGeneratedFiles(t *testing.T) {
	for name, make := range map[string]func() ([]byte, error){
		"master.openapi.json":  MasterDocument,
		"console.openapi.json": ConsoleDocument,
		"../console/web/types.ts": func() ([]byte, error) {
			return []byte(TypeScript()), nil
		},
	} {
		want, err := make()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		file := filepath.FromSlash(name)
		if *update {
			if err := os.WriteFile(file, want, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if got, err := os.ReadFile(file); err != nil || string(got) != string(want) {
			t.Errorf("%s is not what package api makes (%v): run go test ./api -run Generated -update, and commit", name, err)
		}
	}
}

// Each endpoint says all that people and programs need, and stands once at its server.
func TestEndpointsAreWhole(t *testing.T) {
	for server, all := range map[string][]*Endpoint{"master": Master(), "console": Console()} {
		seen := map[string]bool{}
		for _, e := range all {
			if seen[e.Pattern()] {
				t.Errorf("%s: %s stands twice", server, e.Pattern())
			}
			seen[e.Pattern()] = true
			if e.Summary == "" || e.Answer == nil || e.Method == http.MethodPost && e.Body == nil && e.Path != PostLogout.Path {
				t.Errorf("%s: %s is not whole", server, e.Pattern())
			}
			for _, p := range e.Query {
				if p.Name == "" || !strings.HasSuffix(p.Says, ".") && p.Name != "footage" {
					t.Errorf("%s: %s: the parameter %q says %q", server, e.Pattern(), p.Name, p.Says)
				}
			}
		}
	}
	if got := GetSnapshot.Of("front.object.1.2"); got != "/api/events/front.object.1.2/snapshot.jpg" {
		t.Error(got)
	}
	if got := GetEvent.Of("a/../b"); got != "/api/events/a%2F..%2Fb" {
		t.Error(got)
	}
	if got := GetLive.Of("campus/front/cam1"); got != "/api/cameras/campus/front/cam1/live" {
		t.Error(got)
	}
}

type later struct{}

func (later) Error() string             { return "try again" }
func (later) RetryAfter() time.Duration { return 1500 * time.Millisecond }

// An error comes back as it was sent.
func TestErrorsComeBack(t *testing.T) {
	for _, kind := range []custos.ErrorKind{custos.Invalid, custos.Denied, custos.NotFound, custos.Conflict, custos.Unavailable, custos.Corrupt, custos.Internal} {
		w := httptest.NewRecorder()
		WriteError(w, custos.Errorf(kind, "because"))
		err := ReadError(w.Code, w.Body.Bytes())
		if custos.KindOf(err) != kind || err.Error() != "because" || w.Code < 400 {
			t.Errorf("%s: %d %v", kind, w.Code, err)
		}
	}
	w := httptest.NewRecorder()
	WriteError(w, custos.Errorf(custos.Unavailable, "crowded: %w", later{}))
	if w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") != "2" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	if err := ReadError(502, []byte("<html>")); custos.KindOf(err) != custos.Internal || errors.Unwrap(err) == nil {
		t.Error(err)
	}
}
