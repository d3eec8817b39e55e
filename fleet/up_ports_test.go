package fleet

import (
	"fmt"
	"net"
	"os"
	"strings"
	"testing"

	"custos.dev/custos"
	"custos.dev/custos/fleet/fleettest"
	"custos.dev/custos/service"
)

// A port that is taken ends `up` with a sentence that names the service, the key and
// the file to change.
func TestPortTaken(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	site, err := service.Load(fleettest.SmallSite(t))
	if err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	fog, _ := site.Node("fog")
	fog.API = l.Addr().String()
	err = portsFree(ctx, site, "", 0)
	if custos.KindOf(err) != custos.Conflict || !strings.Contains(err.Error(), "fog/master cannot listen on "+fog.API) || !strings.Contains(err.Error(), "name another `api` for fog in "+site.Path()) {
		t.Errorf("named in the file: %v", err)
	}
	if err := os.MkdirAll(site.Data, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(site.PortsPath(), fmt.Appendf(nil, "sky: {api: %q}\n", l.Addr()), 0o600); err != nil {
		t.Fatal(err)
	}
	fog.API = ""
	if err := site.LoadPorts(); err != nil {
		t.Fatal(err)
	}
	err = portsFree(ctx, site, "sky", 0)
	if custos.KindOf(err) != custos.Conflict || !strings.Contains(err.Error(), "sky/console cannot listen") || !strings.Contains(err.Error(), "remove its line `api` under `sky` from "+site.PortsPath()) {
		t.Errorf("chosen: %v", err)
	}
	if err := portsFree(ctx, site, "fog", 0); err != nil {
		t.Errorf("another node's port: %v", err)
	}
}
