package cameras_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"custos.dev/custos/edge/cameras"
	"custos.dev/custos/service"
)

const good = `site: campus
owners:
  - {name: alma, domain: campus/front-door}
  - {name: bruno, domain: campus/second-door}
nodes:
  - {name: front-fog, tier: fog, owner: alma, bus: "127.0.0.1:7101", leaf: "127.0.0.1:7102", api: "127.0.0.1:7103"}
  - name: front-edge
    tier: edge
    owner: alma
    fog: front-fog
    bus: 127.0.0.1:7111
    cameras:
      - {name: cam1, url: "rtsp://127.0.0.1/cam1"}
`

// What a file leaves out is filled in, and what is read again from a copy elsewhere is the same.
func TestCamerasOfAFile(t *testing.T) {
	dir := t.TempDir()
	load := func(name, text string) []cameras.Camera {
		t.Helper()
		path := filepath.Join(dir, name, "site.yaml")
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := service.Load(path)
		if err != nil {
			t.Fatal(err)
		}
		edge, _ := s.Node("front-edge")
		if id := cameras.ID(s, edge, &cameras.Of(edge)[0]); id != "campus/front-door/cam1" {
			t.Errorf("camera %s", id)
		}
		again, err := s.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		if name == "site" {
			if err := os.WriteFile(filepath.Join(dir, "copy.yaml"), again, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		return cameras.Of(edge)
	}
	got := load("site", strings.Replace(good, "{name: cam1,", "{name: cam1, user: u, password_file: secret,", 1))
	want := cameras.Camera{Name: "cam1", URL: "rtsp://127.0.0.1/cam1", User: "u", PasswordFile: filepath.Join(dir, "site", "secret"), Width: 384, Segment: 2 * time.Second}
	if len(got) != 1 || got[0] != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	text, err := os.ReadFile(filepath.Join(dir, "copy.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if again := load("elsewhere", string(text)); len(again) != 1 || again[0] != want {
		t.Errorf("the copy has %+v, want %+v", again, want)
	}
}

func TestBadCamerasSayWhereAndWhat(t *testing.T) {
	edit := func(old, new string) string { return strings.Replace(good, old, new, 1) }
	for _, c := range []struct {
		text string
		want []string
	}{
		{edit("{name: cam1, url", "{nmae: cam1, ulr"), []string{"unknown key `nmae` at nodes[1].cameras[0]: did you mean `name`?", "unknown key `ulr` at nodes[1].cameras[0]: did you mean `url`?"}},
		{edit(`{name: cam1, url: "rtsp://127.0.0.1/cam1"}`, `{name: cam1, url: "rtsp://192.0.2.1/a"}`+"\n      - "+`{name: cam1, url: "rtsp://192.0.2.2/a"}`), []string{`cameras[1].name: front-edge already has a camera "cam1"`}},
		{edit(`{name: cam1,`, `{name: cam1, transport: tcpip,`), []string{"transport:", "want tcp or udp"}},
		{edit(`{name: cam1,`, `{name: cam1, tls_pin: `+strings.Repeat("ab", 32)+`,`), []string{"tls_pin: only an rtsps:// camera"}},
		{good + `  - {name: back-edge, tier: edge, owner: alma, fog: front-fog, cameras: [{name: cam1, url: "rtsp://192.0.2.1/a"}]}`, []string{`front-edge already has a camera "cam1" of the owner alma`}},
		{edit(`{name: cam1, url: "rtsp://127.0.0.1/cam1"}`, "cam1"), []string{`line 13: "cam1" stands where a group of keys is wanted`}},
		{edit("{name: cam1,", "{name: CAM/1,"), []string{"nodes[1] (front-edge): cameras[0].name: use a-z"}},
		{edit(`, url: "rtsp://127.0.0.1/cam1"`, ""), []string{"a camera has a url and stands at an edge node"}},
		{edit("{name: cam1,", "{name: cam1, width: 63,"), []string{"width must be 64 to 4096"}},
	} {
		_, err := service.Parse([]byte(c.text))
		if err == nil {
			t.Errorf("no error, want %q", c.want)
			continue
		}
		for _, w := range c.want {
			if !strings.Contains(err.Error(), w) {
				t.Errorf("got %q\nwant %q", err, w)
			}
		}
	}
}

// What a site file says wrong is said with its place, and with what to write.
func TestCheckFindsWhatCannotRun(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"empty": "\n", "secret": "x\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		camera string
		want   string // "" for no problem
		runs   bool
	}{
		{`url: "rtsp://192.0.2.1/a"`, "", false},
		{`url: "rtsp://192.0.2.1/a", user: u, password_file: secret`, "", false},
		{`url: "rtsp://192.0.2.1/a", user: u`, "cameras[0] (cam1).user: u has no password", false},
		{`url: "rtsp://192.0.2.1/a", password_file: secret`, "Add `user`", false},
		{`url: "rtsp://192.0.2.1/a", user: u, password_file: none`, "there is no file " + filepath.Join(dir, "none"), false},
		{`url: "rtsp://192.0.2.1/a", user: u, password_file: empty`, "is empty", false},
		{`url: "rtsp://bob:p%40ss@192.0.2.1/a"`, "write `url: rtsp://192.0.2.1/a`, `user: bob`, `password_file: secrets/cam1.password`", true},
		{`url: "file://` + dir + `/secret"`, "", false},
		{`url: "file://` + dir + `"`, "is a directory", true},
		{`url: "file://` + dir + `/none.mp4"`, "there is no file", true},
	} {
		path := filepath.Join(dir, "site.yaml")
		if err := os.WriteFile(path, []byte(strings.Replace(good, `url: "rtsp://127.0.0.1/cam1"`, c.camera, 1)), 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := service.Load(path)
		if err != nil {
			t.Fatalf("%s: %v", c.camera, err)
		}
		got := s.Check()
		switch {
		case c.want == "" && len(got) > 0:
			t.Errorf("%s: %v", c.camera, got)
		case c.want != "" && (len(got) != 1 || !strings.Contains(got[0].Text, c.want) || got[0].Runs != c.runs):
			t.Errorf("%s: %+v, want %q", c.camera, got, c.want)
		}
		for _, p := range got {
			if strings.Contains(p.Text, "p%40ss") || strings.Contains(p.Text, "p@ss") {
				t.Errorf("the password is in the text: %s", p.Text)
			}
		}
	}
}
