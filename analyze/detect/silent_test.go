package detect

import (
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/analyze/cascade"
)

func TestSilenceInWords(t *testing.T) {
	at := time.Unix(1000, 0)
	s := cascade.Silence{Looks: 200, Moving: 321, Since: at.Add(-40 * time.Second)}
	got := silenceOf("yard-net", s, at, nil)
	for _, want := range []string{"yard-net", "200 looks within 40s", "321", "custos models verify"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q does not say %q", got, want)
		}
	}
	if got := silenceOf("n", s, at, custos.Errorf(custos.Unavailable, "the helper ended")); !strings.HasSuffix(got, "its looks fail: the helper ended") {
		t.Error(got)
	}
}
