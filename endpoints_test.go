package custos

import (
	"strings"
	"testing"
)

func TestEndpoints(t *testing.T) {
	e := Endpoints("peer=10.0.0.1:7700 api=[::1]:7701")
	if err := e.Validate(); err != nil || e.Get("peer") != "10.0.0.1:7700" || e.Get("api") != "[::1]:7701" || e.Get("leaf") != "" {
		t.Errorf("%v, peer %q, api %q", err, e.Get("peer"), e.Get("api"))
	}
	if err := Endpoints("").Validate(); err != nil {
		t.Error(err)
	}
	for _, bad := range []string{"peer", "peer=", "=h:1", "peer=h", "peer=:1", "peer=h:", "peer=h:1 peer=h:2", "api=h:1" + strings.Repeat(" ", 249)} {
		if Endpoints(bad).Validate() == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}
