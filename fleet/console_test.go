package fleet

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/api"

	"custos.dev/custos/evidence"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/node"
	"custos.dev/custos/observe"
	"custos.dev/custos/service"
)

// consoleEnv is a site whose fog is not up, with the keys a console needs.
func consoleEnv(t *testing.T, api string) *service.Env {
	t.Helper()
	site, err := service.Parse(fmt.Appendf(nil, `site: campus
owners: [{name: alma, domain: campus/front-door}]
nodes:
  - {name: front-fog, tier: fog, owner: alma, bus: "127.0.0.1:1", leaf: "127.0.0.1:2", api: "127.0.0.1:3", rpc: "127.0.0.1:4", p2p: "127.0.0.1:5"}
  - {name: front-edge, tier: edge, owner: alma, fog: front-fog, bus: "127.0.0.1:6", cameras: [{name: cam1, url: "rtsp://127.0.0.1/a"}]}
  - {name: sky, tier: cloud, owner: alma, fog: front-fog, bus: "127.0.0.1:7", api: %q}
`, api))
	if err != nil {
		t.Fatal(err)
	}
	site.Data = t.TempDir()
	trust, err := evidence.NewTrust(evidence.Trust{
		Site: "campus", ChainID: 20181, Genesis: custos.Hash{1}, Confirmations: 1, Threshold: 1, Owners: make([]custos.Owner, 1),
	}).Encode()
	if err != nil {
		t.Fatal(err)
	}
	pins, err := json.Marshal(node.Pins{"front-fog": {1}})
	if err != nil {
		t.Fatal(err)
	}
	n, _ := site.Node("sky")
	env := &service.Env{Site: site, Node: n, ID: "sky/console", Dir: site.Dir("sky/console"), Log: slog.New(slog.DiscardHandler)}
	if err := os.MkdirAll(env.Dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for path, b := range map[string][]byte{node.TrustPath(site): trust, node.PinsPath(site): pins} {
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := key.Create(node.NodeKey(site, "sky")); err != nil {
		t.Fatal(err)
	}
	return env
}

func freePort(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func TestConsoleService(t *testing.T) {
	env := consoleEnv(t, freePort(t))
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- runConsole(ctx, env) }()
	t.Cleanup(cancel)
	file := filepath.Join(env.Dir, "link")
	link := func(not string) string {
		t.Helper()
		for range 6000 {
			if b, err := os.ReadFile(file); err == nil && string(b) != not {
				return string(b)
			}
			select {
			case err := <-done:
				t.Fatalf("the console ended: %v", err)
			case <-time.After(10 * time.Millisecond):
			}
		}
		t.Fatal("no new link is written")
		return ""
	}
	first := link("")
	if s, err := os.Stat(file); err != nil || s.Mode().Perm() != 0o600 {
		t.Errorf("the link's file: %v, %v", s.Mode(), err)
	}
	get := func(c *http.Client, url string) (int, string) {
		t.Helper()
		r, err := c.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		b, err := io.ReadAll(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		return r.StatusCode, string(b)
	}
	base := "http://" + env.Node.API
	// enter does what a person does: opens the link and presses the button.
	enter := func(c *http.Client, link string) int {
		t.Helper()
		link = strings.TrimSpace(link)
		if code, body := get(c, link); code != http.StatusOK || !strings.Contains(body, "Open the console") {
			return code
		}
		_, token, _ := strings.Cut(link, "token=")
		r, err := c.PostForm(base+"/login", url.Values{"token": {token}})
		if err != nil {
			t.Fatal(err)
		}
		r.Body.Close()
		return r.StatusCode
	}
	if code, _ := get(http.DefaultClient, base+"/api/cameras"); code != http.StatusUnauthorized {
		t.Errorf("without a session the cameras answer %d", code)
	}
	for n, in := range []string{first, link("")} {
		jar, _ := cookiejar.New(nil)
		c := &http.Client{Jar: jar}
		if n == 1 {
			in = link(first) // the first is used up; another has been laid out
		}
		if code := enter(c, in); code != http.StatusOK {
			t.Fatalf("the link %d answers %d", n, code)
		}
		// No master is up: the cameras are known from the site file.
		if code, body := get(c, base+"/api/cameras"); code != http.StatusOK || !strings.Contains(body, `"campus/front-door/cam1"`) {
			t.Errorf("cameras: %d %s", code, body)
		}
		if code, body := get(c, base+"/api/events"); code != http.StatusServiceUnavailable || !strings.Contains(body, "does not answer") {
			t.Errorf("events: %d %s", code, body)
		}
	}
	// Another link is to be had at any time, by this machine's user.
	another, err := NewConsoleLink(t.Context(), env.Site)
	if err != nil || !strings.HasPrefix(another, base+"/login?token=") {
		t.Fatalf("another link: %q, %v", another, err)
	}
	if st, err := os.Stat(linkSocket(env.Site, env.ID)); err != nil || st.Mode().Perm() != 0o600 {
		t.Errorf("the links' socket: %v, %v", st, err)
	}
	jar, _ := cookiejar.New(nil)
	if code := enter(&http.Client{Jar: jar}, another); code != http.StatusOK {
		t.Errorf("the other link answers %d", code)
	}
	if code, _ := get(http.DefaultClient, another); code != http.StatusForbidden {
		t.Errorf("used again it answers %d", code)
	}
	if code, _ := get(http.DefaultClient, strings.TrimSpace(first)); code != http.StatusForbidden {
		t.Errorf("the used link answers %d", code)
	}
	cancel()
	if err := <-done; err != nil {
		t.Errorf("told to end: %v", err)
	}
	if _, err := os.Stat(file); !os.IsNotExist(err) {
		t.Errorf("the link is left behind: %v", err)
	}
}

func TestConsoleListensOnThisMachineOnly(t *testing.T) {
	for _, api := range []string{"0.0.0.0:7302", "192.0.2.1:7302", "console.example:7302", ":7302"} {
		err := runConsole(t.Context(), consoleEnv(t, api))
		if custos.KindOf(err) != custos.Invalid || !strings.Contains(err.Error(), "without TLS") {
			t.Errorf("%s: %v", api, err)
		}
	}
}

func TestSummaries(t *testing.T) {
	name := func(custos.Address) string { return "police" }
	for want, p := range map[string]custos.Payload{
		"Person 3 enters entrance":                     &observe.Zone{Zone: "entrance", Transition: observe.Enter, Class: custos.Person, Track: 3},
		"Vehicle 4 stays in gate, 42s inside":          &observe.Zone{Zone: "gate", Transition: observe.Dwell, Class: custos.Vehicle, Track: 4, Inside: 42 * time.Second},
		"cam1: stream lost: the camera does not speak": &observe.Stream{State: observe.StreamLost, Reason: "the camera does not speak"},

		"cam1: 2 seen": &observe.Detections{Objects: make([]observe.Detection, 2)},

		"police was refused live on campus/front-door/cam1, 3 times: no capability": &observe.Decision{
			Action: custos.Live, Resource: "campus/front-door/cam1", Reason: "no capability", Count: 3,
		},
	} {
		e, err := custos.Observation{Resource: "campus/front-door/cam1", Time: time.Unix(1, 0), Payload: p}.Event("front-edge/x", 1, 1)
		if err != nil {
			t.Fatal(err)
		}
		b, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		v := api.Event{Kind: p.Kind(), Resource: e.Resource, Body: b}
		tell(&v, name)
		if _, of := p.(*observe.Decision); v.Text != want || v.Footage == of && p.Kind() != observe.KindStream {
			t.Errorf("%+v, want %q", v, want)
		}
		v.Mark, v.Footage = api.Broken, false
		if tell(&v, name); !strings.Contains(v.Text, "not say what was committed") || v.Footage {
			t.Errorf("broken: %+v", v)
		}
	}
}
