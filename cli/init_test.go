package cli

import (
	"bytes"
	"context"
	"log/slog"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"custos.dev/custos"
	"custos.dev/custos/edge/cameras"
	"custos.dev/custos/edge/footage"
	"custos.dev/custos/edge/rtsp"
	"custos.dev/custos/edge/rtspsim"
	"custos.dev/custos/service"
)

// playing starts a simulated camera with its own drawn scene.
func playing(t *testing.T, cfg rtspsim.Config) *rtspsim.Server {
	t.Helper()
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("ffmpeg is not installed")
	}
	scene := filepath.Join(t.TempDir(), "scene.mp4")
	if _, err := footage.DrawScene(t.Context(), scene, footage.Spec{Width: 320, Height: 240, FPS: 10, Frames: 30}); err != nil {
		t.Fatal(err)
	}
	cfg.Addr, cfg.Files, cfg.Loop, cfg.Log = "127.0.0.1:0", map[string]string{"": scene}, true, slog.New(slog.DiscardHandler)
	s, err := rtspsim.New(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); _ = s.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-done })
	return s
}

// command runs a command line in this process.
func command(t *testing.T, args ...string) (out string, err error) {
	t.Helper()
	var b bytes.Buffer
	c := root()
	c.SetArgs(args)
	c.SetOut(&b)
	c.SetErr(&b)
	err = c.ExecuteContext(t.Context())
	return b.String(), err
}

// init looks at the cameras, keeps the password out of the site file, leaves out what
// does not answer, and what it writes is a site.
func TestInit(t *testing.T) {
	cam := playing(t, rtspsim.Config{Credentials: rtsp.Credentials{User: "admin", Password: "p@ss:w/rd"}})
	dir := t.TempDir()
	file := filepath.Join(dir, "site.yaml")
	door := "rtsp://admin:" + url.QueryEscape("p@ss:w/rd") + "@" + cam.Addr().String() + "/door"
	out, err := command(t, "init", door, "rtsp://127.0.0.1:1/none", "-o", file, "--name", "shop", "--watch", "1s")
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, want := range []string{"H.264, 320x240", "none  rtsp://127.0.0.1:1/none", "It is not written", "allow_loopback is set", " up -c " + file} {
		if !strings.Contains(out, want) {
			t.Errorf("it does not say %q:\n%s", want, out)
		}
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, where := range []string{out, string(text)} {
		if strings.Contains(where, "p@ss") || strings.Contains(where, url.QueryEscape("p@ss:w/rd")) {
			t.Errorf("the password is shown:\n%s", where)
		}
	}
	site, err := service.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	edge, _ := site.Node("edge")
	if site.Name != "shop" || len(cameras.Of(edge)) != 1 {
		t.Fatalf("%s", text)
	}
	c := cameras.Of(edge)[0]
	if c.Name != "door" || c.URL != cam.URL("door") || c.User != "admin" || !c.AllowLoopback {
		t.Errorf("%+v", c)
	}
	secret := filepath.Join(dir, "secrets", "door.password")
	st, err := os.Stat(secret)
	if err != nil || st.Mode().Perm() != 0o600 || c.PasswordFile != secret {
		t.Errorf("password file %s: %v, %v", c.PasswordFile, st, err)
	}
	if b, _ := os.ReadFile(secret); strings.TrimSpace(string(b)) != "p@ss:w/rd" {
		t.Errorf("the password file holds %q", b)
	}
	if out, err := command(t, "config", "check", file); err != nil {
		t.Errorf("config check: %v\n%s", err, out)
	}
	if _, err := command(t, "init", door, "-o", file); custos.KindOf(err) != custos.Conflict {
		t.Errorf("over a site file that is there: %v", err)
	}
}

// Without --anyway no camera makes no site; with it, the site is written without them
// having answered.
func TestInitOfCamerasThatAreAway(t *testing.T) {
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("ffmpeg is not installed")
	}
	file := filepath.Join(t.TempDir(), "site.yaml")
	if _, err := command(t, "init", "rtsp://127.0.0.1:1/a", "-o", file); custos.KindOf(err) != custos.Unavailable {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("a site without cameras is written")
	}
	if out, err := command(t, "init", "rtsp://127.0.0.1:1/a", "rtsp://127.0.0.1:1/a", "-o", file, "--anyway"); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	site, err := service.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	edge, _ := site.Node("edge")
	if len(cameras.Of(edge)) != 2 || cameras.Of(edge)[0].Name != "a" || cameras.Of(edge)[1].Name != "cam1" {
		t.Errorf("%+v", cameras.Of(edge))
	}
}

func TestInitRefuses(t *testing.T) {
	file := filepath.Join(t.TempDir(), "site.yaml")
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"http://192.0.2.1/a"}, "not allowed"},
		{[]string{"rtsp://bob@192.0.2.1/a"}, "without a password"},
		{[]string{"rtsp://192.0.2.1/a", "--user", "bob"}, "go together"},
		{[]string{"rtsp://192.0.2.1/a", "--name", "My Home"}, "--name"},
		{[]string{"rtsp://192.0.2.1/a", "--transport", "tcpip"}, "choose tcp or udp"},
	} {
		if _, err := command(t, append(append([]string{"init"}, c.args...), "-o", file)...); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v, want %q", c.args, err, c.want)
		}
	}
}

func TestNamesOfCameras(t *testing.T) {
	taken := map[string]bool{}
	for _, c := range [][2]string{
		{"rtsp://192.0.2.1/door", "door"},
		{"rtsp://192.0.2.1/door", "cam1"},
		{"rtsp://192.0.2.1:554/Streaming/Channels/101", "cam2"},
		{"rtsp://gate.example.org/stream1", "gate"},
		{"rtsp://192.0.2.1/cam/realmonitor?channel=1&subtype=0", "realmonitor"},
		{"file:///srv/Back%20Yard.mp4", "back-yard"},
		{"rtsp://[2001:db8::1]/", "cam3"},
	} {
		u, err := url.Parse(c[0])
		if err != nil {
			t.Fatal(err)
		}
		if got := nameFor(u, taken); got != c[1] {
			t.Errorf("%s: %q, want %q", c[0], got, c[1])
		}
	}
}

// probe alone says the same, for people and for programs.
func TestProbeCommand(t *testing.T) {
	cam := playing(t, rtspsim.Config{})
	out, err := command(t, "camera", "probe", cam.URL("x"), "--seconds", "1")
	if err != nil || !strings.Contains(out, "H.264, 320x240") || !strings.Contains(out, "key frames") {
		t.Errorf("%v\n%s", err, out)
	}
	out, err = command(t, "camera", "probe", cam.URL("x"), "--seconds", "1", "--json")
	if err != nil || !strings.Contains(out, `"width": 320`) {
		t.Errorf("%v\n%s", err, out)
	}
	if _, err := command(t, "camera", "probe", cam.URL("x"), "--seconds", "0.1"); custos.KindOf(err) != custos.Invalid {
		t.Errorf("too short: %v", err)
	}
}
