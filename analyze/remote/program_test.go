package remote

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/analyze"
	"custos.dev/custos/edge/cameras"
	"custos.dev/custos/service"

	"github.com/prometheus/client_golang/prometheus"
)

// TestMain is also the programs that the tests start: this binary, confined as any other.
func TestMain(m *testing.M) {
	if len(os.Args) > 2 && os.Args[1] == "program" {
		program(os.Args[2])
	}
	os.Exit(m.Run())
}

// programs are what they answer, by their names.
var programs = map[string]http.HandlerFunc{
	"good": func(w http.ResponseWriter, r *http.Request) {
		about, picture := asked(r)
		fmt.Fprintf(w, `{"events":[{"kind":"view","payload":{"state":"dark","bytes":%d,"camera":%q,"picture":%q}}]}`+"\n", len(picture), about.Camera, about.Picture)
	},
	"status": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) },
	"liar": func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `{"events":[{"kind":"view","payload":{"state":"fine","bytes":1}}]}`)
	},
	"slow":  func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
	"crash": func(http.ResponseWriter, *http.Request) { fmt.Fprintln(os.Stderr, "it is too much"); os.Exit(3) },
	"flood": func(w http.ResponseWriter, _ *http.Request) {
		for {
			if _, err := io.WriteString(w, strings.Repeat(" ", 1<<16)); err != nil {
				return
			}
		}
	},
	"chatty": func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `{"events":[`+strings.Repeat(`{"kind":"view","payload":{"state":"dark","bytes":1}},`, 9)+`{"kind":"view","payload":{"state":"dark","bytes":1}}]}`)
	},
	"eater": func(http.ResponseWriter, *http.Request) {
		var all [][]byte
		for {
			b := make([]byte, 16<<20)
			for i := 0; i < len(b); i += 4096 {
				b[i] = 1
			}
			all = append(all, b)
			runtime.KeepAlive(all)
		}
	},
	// sharer takes memory that the kernel does not count as data.
	"sharer": func(http.ResponseWriter, *http.Request) {
		for {
			b, err := syscall.Mmap(-1, 0, 16<<20, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED|syscall.MAP_ANONYMOUS)
			for i := 0; err == nil && i < len(b); i += 4096 {
				b[i] = 1
			}
		}
	},
	"forker": func(http.ResponseWriter, *http.Request) {
		for range 2 * mostThreads {
			go func() { runtime.LockOSThread(); time.Sleep(time.Hour) }()
		}
		select {}
	},
	// thief answers what it could reach of what is not its own.
	"thief": func(w http.ResponseWriter, r *http.Request) {
		var got []string
		try := func(what string, err error) {
			if err == nil {
				got = append(got, what)
			}
		}
		_, err := os.ReadFile(os.Args[3])
		try("the service's key", err)
		_, err = os.ReadDir(filepath.Dir(os.Args[3]))
		try("the service's directory", err)
		_, err = net.Dial("unix", os.Args[4])
		try("another socket", err)
		_, err = net.Dial("tcp", os.Args[5])
		try("the network", err)
		try("a file", os.WriteFile(filepath.Join(filepath.Dir(os.Getenv("CUSTOS_SOCKET")), "file"), []byte("x"), 0o600))
		_, err = os.StartProcess("/bin/true", []string{"true"}, &os.ProcAttr{})
		try("a process", err)
		if os.Getenv("CUSTOS_TEST_SECRET") != "" {
			got = append(got, "the environment")
		}
		for fd := 3; fd < 64; fd++ {
			if to, err := os.Readlink(fmt.Sprintf("/proc/self/fd/%d", fd)); err == nil && strings.HasPrefix(to, "/") && !strings.HasPrefix(to, "/dev/") && !strings.HasPrefix(to, "/sys/") && !strings.HasPrefix(to, "/proc/") {
				got = append(got, "a descriptor of "+to)
			}
		}
		text, _ := json.Marshal(strings.Join(got, ", "))
		fmt.Fprintf(w, `{"events":[{"kind":"view","payload":{"state":"dark","bytes":1,"got":%s}}]}`, text)
	},
}

func program(name string) {
	if name == "silent" {
		time.Sleep(time.Hour)
	}
	l, err := net.Listen("unix", os.Getenv("CUSTOS_SOCKET"))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /analyze", programs[name])
	_ = http.Serve(l, mux)
	os.Exit(1)
}

// asked is what a request says, as a program reads it.
func asked(r *http.Request) (about metadata, picture []byte) {
	m, err := r.MultipartReader()
	if err != nil {
		return about, nil
	}
	for {
		part, err := m.NextPart()
		if errors.Is(err, io.EOF) {
			return about, picture
		} else if err != nil {
			return about, nil
		}
		picture = read(part, &about, picture)
	}
}

func read(part *multipart.Part, about *metadata, picture []byte) []byte {
	b, _ := io.ReadAll(part)
	if part.FormName() == "picture" {
		return b
	}
	_ = json.Unmarshal(b, about)
	return picture
}

const viewSchema = `{"type":"object","required":["state","bytes"],"properties":{"state":{"enum":["dark","light"]},"bytes":{"type":"integer"}}}`

// hosted is a program with the analyzer that asks it, running until the test ends.
type hosted struct {
	*analyzer
	look analyze.Looker
	site *service.Site
	stop func()
}

func host(t *testing.T, row string, args ...string) *hosted {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	command, err := json.Marshal(append([]string{exe, "program"}, args...))
	if err != nil {
		t.Fatal(err)
	}
	return hostRow(t, fmt.Sprintf("{name: looker, rate: 30, command: %s, kinds: {view: %s}, %s}", command, viewSchema, row), args[0])
}

// hostRow hosts the program of a row; a test binary's is called program.
func hostRow(t *testing.T, row, program string) *hosted {
	t.Helper()
	site := siteWith(t, row)
	id := custos.NewServiceID("edge", "looker")
	if err := os.MkdirAll(site.Dir(id), 0o700); err != nil {
		t.Fatal(err)
	}
	spec, err := Spec(site, &site.Nodes[1], "looker")
	if err != nil {
		t.Fatal(err)
	}
	made, err := spec.New(analyze.Setup{Site: site, Node: &site.Nodes[1], ID: id, Log: slog.New(slog.DiscardHandler), Metrics: prometheus.NewRegistry()})
	if err != nil {
		t.Fatal(err)
	}
	a := made.(*analyzer)
	a.firstWait = 10 * time.Millisecond
	switch program {
	case "eater":
		a.lookEvery = time.Hour // the kernel alone is to stop it
	case "thief":
		a.found.read = nil // the key is an argument of its, and those that are files may be read
	}
	l, err := a.Camera(analyze.Camera{ID: camera, Camera: &cameras.Camera{Name: "gate"}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- a.Run(ctx) }()
	h := &hosted{a, l, site, func() { cancel(); <-done }}
	t.Cleanup(cancel)
	return h
}

const camera = custos.CameraID("home/main/gate")

// siteWith is a site whose edge has the camera gate and a program.
func siteWith(t *testing.T, row string) *service.Site {
	t.Helper()
	s, err := loadWith(t, row)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// loadWith loads the file of such a site.
func loadWith(t *testing.T, row string) (*service.Site, error) {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "site.yaml")
	text := `site: home
owners: [{name: owner, domain: home/main}]
nodes:
  - {name: fog, tier: fog, owner: owner}
  - name: edge
    tier: edge
    owner: owner
    fog: fog
    cameras: [{name: gate, url: "rtsp://192.0.2.1/s"}]
    analyzers:
      - ` + row + "\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := service.Load(file)
	if err != nil {
		return nil, err
	}
	s.Data = filepath.Join(t.TempDir(), "data")
	return s, nil
}

var began = time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)

func frame(seq uint64) *custos.Frame {
	return &custos.Frame{
		Camera: camera, Ref: custos.FrameRef{Boot: 1, Seq: seq}, Time: began.Add(time.Duration(seq) * time.Second),
		Width: 32, Height: 16, Y: make([]byte, 512), U: make([]byte, 128), V: make([]byte, 128),
	}
}

// ask asks about the next frame that the program looks at.
func (h *hosted) ask(t *testing.T) ([]custos.Observation, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	end := time.Now().Add(time.Minute)
	for seq := uint64(1); ; seq++ {
		out, err := h.look.Look(ctx, frame(seq))
		if !errors.Is(err, analyze.ErrSkipped) {
			return out, err
		}
		if time.Now().After(end) {
			why, _ := h.Report()
			t.Fatalf("it never looks: %s", why)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// says waits until people are told of something.
func (h *hosted) says(t *testing.T, want string) {
	t.Helper()
	why := ""
	for end := time.Now().Add(30 * time.Second); !strings.Contains(why, want); time.Sleep(5 * time.Millisecond) {
		if why, _ = h.Report(); time.Now().After(end) {
			t.Fatalf("it says %q, not %q", why, want)
		}
	}
}

func payload(t *testing.T, o []custos.Observation) (p map[string]any) {
	t.Helper()
	if len(o) != 1 || o[0].Resource != camera || o[0].Payload.Kind() != "view" {
		t.Fatalf("%+v", o)
	}
	e, err := o[0].Event("edge/looker", 1, 1)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(e.Payload, &p); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestProgramIsAsked(t *testing.T) {
	h := host(t, "picture: yuv420p", "good")
	out, err := h.ask(t)
	if err != nil {
		t.Fatal(err)
	}
	if p := payload(t, out); p["bytes"] != 768.0 || p["camera"] != string(camera) || p["picture"] != "yuv420p" {
		t.Errorf("%v", p)
	}
	if trouble, _ := h.Report(); trouble != "" {
		t.Error(trouble)
	}
	h.stop()
	if _, err := os.Stat(h.dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("its directory: %v", err)
	}
}

// TestRateIsBounded: a camera that gives more than the rate is not asked about more often.
func TestRateIsBounded(t *testing.T) {
	h := host(t, "picture: yuv420p", "good")
	h.program.Rate = 2
	if _, err := h.ask(t); err != nil {
		t.Fatal(err)
	}
	asked := 0
	last := h.look.(*looker).last
	for i := range 30 {
		f := frame(1)
		f.Time = last.Add(time.Duration(i+1) * time.Second / 10)
		if _, err := h.look.Look(t.Context(), f); err == nil {
			asked++
		} else if !errors.Is(err, analyze.ErrSkipped) {
			t.Fatal(err)
		}
	}
	if asked != 6 {
		t.Errorf("asked %d times in 3 s at 2 a second", asked)
	}
}

// misbehaves holds that a program which breaks the contract is ended, said in a sentence, and
// started again, and that nothing of it is kept.
func misbehaves(t *testing.T, h *hosted, want string) {
	t.Helper()
	for range 2 {
		if out, err := h.ask(t); err == nil {
			t.Fatalf("it was believed: %+v", out)
		}
		h.says(t, want)
	}
	h.says(t, "was ended 2 times")
	if strings.ContainsAny(h.trouble, "\n\x1b") {
		t.Errorf("%q", h.trouble)
	}
}

func TestAttack71LyingProgram(t *testing.T) {
	misbehaves(t, host(t, "answer: 64KiB", "liar"), "its payload is not what the schema of view wants")
}

func TestAttack71SlowProgram(t *testing.T) {
	misbehaves(t, host(t, "timeout: 150ms", "slow"), "it has not answered within 150ms (`timeout`)")
}

func TestAttack71CrashingProgram(t *testing.T) {
	misbehaves(t, host(t, "answer: 64KiB", "crash"), "it ended: exit status 3; it said last: it is too much")
}

func TestAttack71FloodingProgram(t *testing.T) {
	misbehaves(t, host(t, "timeout: 60s", "flood"), "its answer is longer than 64 KiB (`answer`)")
	misbehaves(t, host(t, "events: 9", "chatty"), "it observes more than 9 events a minute (`events`)")
}

// TestAttack71EatingProgram: memory is bounded by the kernel, and by a look at what it does not
// count so.
func TestAttack71EatingProgram(t *testing.T) {
	if testing.Short() {
		t.Skip("the race detector itself wants more memory")
	}
	eats := func(h *hosted, want string) {
		if _, err := h.ask(t); err == nil {
			t.Fatal("it was believed")
		}
		h.says(t, want)
	}
	eats(host(t, "memory: 256MiB, timeout: 60s", "eater"), "it ended: exit status 2")
	eats(host(t, "memory: 256MiB, timeout: 60s", "sharer"), "MiB of memory, more than the 256 MiB of `memory`")
	eats(host(t, "memory: 8GiB, timeout: 60s", "forker"), "threads, more than the 256")
}

// TestProgramThatDoesNotServe: another status, and one that never listens.
func TestProgramThatDoesNotServe(t *testing.T) {
	misbehaves(t, host(t, "answer: 64KiB", "status"), "it answers by status 418")
	h := host(t, "answer: 64KiB", "silent")
	_, err := h.look.Look(t.Context(), frame(1))
	if !errors.Is(err, analyze.ErrSkipped) {
		t.Errorf("%v", err)
	}
	h.stop() // and the process with it
}

// TestAttack72ConfinedProgram: what a program may not have, it does not get; and the key of its
// service is of that.
func TestAttack72ConfinedProgram(t *testing.T) {
	t.Setenv("CUSTOS_TEST_SECRET", "x")
	dir := t.TempDir()
	secret := filepath.Join(dir, "service.key")
	if err := os.WriteFile(secret, []byte("key"), 0o600); err != nil {
		t.Fatal(err)
	}
	open, err := os.Open(secret) // as a service has it open
	if err != nil {
		t.Fatal(err)
	}
	defer open.Close()
	other, err := net.Listen("unix", filepath.Join(dir, "other"))
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	tcp, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer tcp.Close()
	h := host(t, "timeout: 20s", "thief", secret, filepath.Join(dir, "other"), tcp.Addr().String())
	out, err := h.ask(t)
	if err != nil {
		t.Fatal(err)
	}
	if got := payload(t, out)["got"]; got != "" {
		t.Errorf("it got %s", got)
	}
}
