package main

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"custos"
	"custos/journal"
	"custos/service"
	"custos/supervise"
)

// smallSite is a site file of one owner, without ports.
func smallSite(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "site.yaml")
	if err := os.WriteFile(file, []byte(`site: home
owners: [{name: me, domain: home/main}]
nodes:
  - {name: fog, tier: fog, owner: me}
  - {name: sky, tier: cloud, owner: me, fog: fog}
  - {name: edge, tier: edge, owner: me, fog: fog, cameras: [{name: cam1, url: "rtsp://192.0.2.1/a"}]}
`), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// A site that does not run is said to be so, with what to do, by every command that
// asks its processes.
func TestOfASiteThatDoesNotRun(t *testing.T) {
	file := smallSite(t)
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
	if got := whyNot(t.Context(), site, away); got != away {
		t.Errorf("a site that this machine never ran: %v", got)
	}
	unlock, err := service.Lock(site.Data)
	if err != nil {
		t.Fatal(err)
	}
	unlock()
	if got := whyNot(t.Context(), site, away); got.Error() != notRunning(site).Error() {
		t.Errorf("a site that this machine ran: %v", got)
	}
	if denied := custos.Errorf(custos.Denied, "no"); whyNot(t.Context(), site, denied) != denied {
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
	file := smallSite(t)
	site, err := service.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now().Add(-40 * time.Second)
	serveUnix(t, upSocket(site), http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode([]upState{
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
	if len(lines) != 6 {
		t.Fatalf("%s", out)
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
	var all []serviceStatus
	if err != nil || json.Unmarshal([]byte(out), &all) != nil || len(all) != 5 || all[3].Journal.Refused == "" || all[1].Camera == nil || !all[1].Ready || all[0].Words == "" {
		t.Errorf("%v %s", err, out)
	}
}

// withoutMetrics is a service's health without the registry that Run makes.
func withoutMetrics(e *service.Env) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { e.Health().ServeHTTP(w, r) })
}

func TestWhatCamerasSay(t *testing.T) {
	now := time.Unix(1e9, 0)
	at := func(d time.Duration) *time.Time { u := now.Add(-d); return &u }
	for _, c := range []struct {
		h    custos.CameraHealth
		want string
	}{
		{custos.CameraHealth{State: custos.CameraRecording, LastPicture: at(200 * time.Millisecond)}, "recording  last picture 0.2 s ago"},
		{custos.CameraHealth{State: custos.CameraRecording, LastPicture: at(0), Reason: "its clock runs fast"}, "recording  last picture 0.0 s ago  its clock runs fast"},
		{custos.CameraHealth{State: custos.CameraNoPictures, LastPicture: at(12 * time.Second), Since: now, Reason: "late packets"}, "no pictures for 12 s: late packets"},
		{custos.CameraHealth{State: custos.CameraNoPictures, Since: *at(5 * time.Minute)}, "no pictures for 5 min"},
		{custos.CameraHealth{State: custos.CameraRefused, Reason: "the password is wrong"}, "refused: the password is wrong"},
		{custos.CameraHealth{State: custos.CameraReconnecting, Since: *at(3 * time.Hour)}, "reconnecting for 3 h"},
		{custos.CameraHealth{State: custos.CameraEnded}, "ended"},
	} {
		if got := cameraSays(&c.h, now); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// A port that is taken ends `up` with a sentence that names the service, the key and
// the file to change.
func TestPortTaken(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	site, err := service.Load(smallSite(t))
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

// A command without -c and --data takes ./site.yaml, or else what stands in ./data.
func TestWhichSite(t *testing.T) {
	file := smallSite(t)
	t.Chdir(filepath.Dir(file))
	site, err := loadSite("", "")
	if err != nil || site.Path() != file {
		t.Fatalf("%v %v", site, err)
	}
	if err := errFirst(os.MkdirAll("data", 0o700), os.Rename("site.yaml", "data/site.yaml")); err != nil {
		t.Fatal(err)
	}
	for _, data := range []string{"", "data"} {
		if site, err := loadSite("", data); err != nil || site.Path() != filepath.Join(filepath.Dir(file), "data", "site.yaml") {
			t.Errorf("--data %q: %v", data, err)
		}
	}
	if _, err := loadSite("", "elsewhere"); custos.KindOf(err) != custos.NotFound {
		t.Errorf("got %v", err)
	}
	if site, err := loadSite("data/site.yaml", "elsewhere"); err != nil || filepath.Base(site.Data) != "elsewhere" {
		t.Errorf("-c and --data: %v", err)
	}
}

func errFirst(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func TestVersionText(t *testing.T) {
	info := &debug.BuildInfo{GoVersion: "go1.26", Main: debug.Module{Version: "v1.2.3"}, Settings: []debug.BuildSetting{
		{Key: "vcs.revision", Value: "0123456789abcdef"}, {Key: "vcs.modified", Value: "true"}, {Key: "GOOS", Value: "linux"}, {Key: "GOARCH", Value: "arm64"},
	}}
	if got := versionText(info); got != "custos v1.2.3 commit 0123456789ab with local changes go1.26 linux/arm64" {
		t.Error(got)
	}
}
