package cli

import (
	"encoding/json"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/fleet"
	"custos.dev/custos/fleet/fleettest"
	"custos.dev/custos/fog/mirror"
	"custos.dev/custos/journal"
	"custos.dev/custos/service"
	"custos.dev/custos/supervise"
)

// A site that does not run is said to be so, with what to do, by every command that
// asks its processes.
func TestOfASiteThatDoesNotRun(t *testing.T) {
	file := fleettest.SmallSite(t)
	for _, args := range [][]string{{"status"}, {"console", "link"}} {
		_, err := command(t, append(args, "-c", file)...)
		if custos.KindOf(err) != custos.Unavailable || err.Error() != "the site is not running; start it: custos up -c "+file {
			t.Errorf("%v: %v", args, err)
		}
	}
	site, err := service.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	away := custos.Errorf(custos.Unavailable, "127.0.0.1:8443 does not answer")
	if got := fleet.WhyNot(t.Context(), site, away); got != away {
		t.Errorf("a site that this machine never ran: %v", got)
	}
	unlock, err := service.Lock(site.Data)
	if err != nil {
		t.Fatal(err)
	}
	unlock()
	if got := fleet.WhyNot(t.Context(), site, away); got.Error() != "the site is not running; start it: custos up -c "+file {
		t.Errorf("a site that this machine ran: %v", got)
	}
	if denied := custos.Errorf(custos.Denied, "no"); fleet.WhyNot(t.Context(), site, denied) != denied {
		t.Error("a refusal is taken for a site that does not run")
	}
	if _, err := command(t, "up", "-c", filepath.Join(t.TempDir(), "site.yaml")); custos.KindOf(err) != custos.NotFound || !strings.Contains(err.Error(), "custos init URL") {
		t.Errorf("up without a site file: %v", err)
	}
}

// serveUnix answers on a socket with what a running process would.
func serveUnix(t *testing.T, socket string, h http.Handler) {
	t.Helper()
	l, err := service.Listen(socket)
	if err != nil {
		t.Fatal(err)
	}
	srv := &http.Server{Handler: h, ReadHeaderTimeout: time.Second}
	done := make(chan struct{})
	go func() { defer close(done); _ = srv.Serve(l) }()
	t.Cleanup(func() { _ = srv.Close(); <-done })
}

func TestStatus(t *testing.T) {
	file := fleettest.SmallSite(t)
	site, err := service.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now().Add(-40 * time.Second)
	serveUnix(t, service.SocketPath(site, "site/up", "status"), http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode([]fleet.Process{
			{State: supervise.State{Name: "edge/camera-cam1", PID: 7, Running: true, Since: began}},
			{State: supervise.State{Name: "edge/track", PID: 8, Running: true, Since: began}, Words: "waiting for the ledger"},
			{State: supervise.State{Name: "edge/bus", PID: 9, Since: began}, Words: "it cannot listen"},
			{State: supervise.State{Name: "fog/behavior", PID: 11, Running: true, Since: began}},
			{State: supervise.State{Name: "fog/master", PID: 10, Running: true, Since: began}},
		})
	}))
	env := func(id custos.ServiceID) *service.Env { return &service.Env{Site: site, ID: id} }
	cam, master, stuck := env("edge/camera-cam1"), env("fog/master"), env("fog/behavior")
	picture := time.Now()
	cam.Say("camera", func() any {
		return custos.CameraHealth{Camera: "home/main/cam1", State: custos.CameraNoPictures, Reason: "late packets", Since: began, LastPicture: &picture}
	})
	master.Say("journal", func() any { return journal.Health{} })
	master.Say("mirrors", func() any {
		return []mirror.Health{
			{Origin: "a", Owner: "bert", Leaves: 120, Bytes: 1},
			{Origin: "b", Owner: "carla", Leaves: 7, Behind: 3, Since: &began, Missing: 2, Trouble: "the log shrank from 10 to 7 leaves"},
		}
	})
	stuck.Say("journal", func() any { return journal.Health{Refused: "another one stands in its place", Since: &began} })
	for _, e := range []*service.Env{cam, master, stuck} {
		e.Ready()
		mux := http.NewServeMux()
		for _, p := range []string{"/readyz", "/state/"} {
			mux.Handle(p, withoutMetrics(e))
		}
		serveUnix(t, service.SocketPath(site, e.ID, "health"), mux)
	}
	out, err := command(t, "status", "-c", file)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if len(lines) != 9 || !strings.HasPrefix(lines[8], "without a network for detect, ") {
		t.Fatalf("%s", out)
	}
	for i, want := range []string{"mirror of bert current 120 leaves", "mirror of carla trouble 7 leaves, 3 behind for 40 s, bodies of 2 missing: the log shrank from 10 to 7 leaves"} {
		if got := strings.Join(strings.Fields(lines[6+i]), " "); got != want {
			t.Errorf("a mirror's line is %q, want %q", got, want)
		}
	}
	for i, want := range []string{"down", "ready", "starting", "refused", "ready"} {
		if f := strings.Fields(lines[i+1]); f[1] != want {
			t.Errorf("line %q, want %s", lines[i+1], want)
		}
	}
	for _, want := range []string{"it cannot listen", "it said: waiting for the ledger", "no pictures for ", "s: late packets", "does not take what it observes, for 40 s: another one stands in its place"} {
		if !strings.Contains(out, want) {
			t.Errorf("it does not say %q:\n%s", want, out)
		}
	}
	out, err = command(t, "status", "-c", file, "--json")
	var all []fleet.Status
	if err != nil || json.Unmarshal([]byte(out), &all) != nil || len(all) != 5 || all[3].Journal.Refused == "" || all[1].Camera == nil || !all[1].Ready || all[0].Words == "" {
		t.Errorf("%v %s", err, out)
	}
}

// withoutMetrics is a service's health without the registry that Run makes.
func withoutMetrics(e *service.Env) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { e.Health().ServeHTTP(w, r) })
}
