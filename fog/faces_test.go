package fog

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"custos.dev/custos"
	"custos.dev/custos/node"
)

// An order about faces takes the right where it is about, and the order is still there for who
// passes it on; one that is no order, or is about another domain, is refused before anybody is asked.
func TestWhatAnOrderAboutFacesIsAbout(t *testing.T) {
	m := &master{Runtime: &node.Runtime{Domain: "campus/front"}}
	for body, want := range map[string]custos.Resource{
		`{"do":"list"}`: "campus/front",
		`{"do":"list","where":"campus/front/door"}`:          "campus/front/door",
		`{"do":"remove","name":"x","where":"campus/front"}`:  "campus/front",
		`{"do":"list","where":"campus/back"}`:                "",
		`{"do":"list","where":"campus/front/../back"}`:       "",
		`{"do":"list","where":"campus/front","Where":"x/y"}`: "",
		`{"do":"list","WHERE":"campus/front/door"}`:          "campus/front/door", // and so it is passed on
		`{"do":"look"}`:              "",
		`{"do":"remove"}`:            "",
		`{"do":"enroll","name":"x"}`: "",
		`[]`:                         "",
	} {
		r := httptest.NewRequest(http.MethodPost, "/api/faces", strings.NewReader(body))
		got, err := m.ofFaces(r)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%s is about %q, %v; want %q", body, got, err, want)
		}
		if rest, _ := io.ReadAll(r.Body); string(rest) != body {
			t.Errorf("of %s is left %s", body, rest)
		}
	}
}
