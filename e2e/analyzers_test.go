package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"custos.dev/custos/edge/rtspsim"
	"custos.dev/custos/evidence"
)

// TestAnalyzersOfOthers runs a site with the two examples of docs/analyzers.md: what a program
// in Python and one in Node observed is committed, anchored, and verified offline by the
// program and a trust file, though no version of Custos knows these kinds. A third one lies:
// it is said in `custos status`, and nobody else is worse for it. Then one is taken out.
func TestAnalyzersOfOthers(t *testing.T) {
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("ffmpeg is not installed")
	}
	if err := exec.Command("/usr/bin/python3", "-c", "import cv2").Run(); err != nil {
		t.Skip("OpenCV for Python is not installed: apt-get install python3-opencv")
	}
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("Node is not installed: apt-get install nodejs")
	}
	examples, err := filepath.Abs("../examples/analyzers")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	site, data := filepath.Join(dir, "site.yaml"), filepath.Join(dir, "data")
	cam := flashing(t, dir)
	must(t, "init", cam.URL("gate"), "-o", site, "--watch", "2s")
	programs := []string{
		fmt.Sprintf("      - {name: brightness, command: [/usr/bin/python3, brightness.py], rate: 2, kinds: {view: %s/brightness/view.schema.json}}\n", examples),
		fmt.Sprintf("      - {name: motion, command: [%s, %s/motion/motion.mjs], picture: yuv420p, rate: 5, kinds: {motion: %s/motion/motion.schema.json}}\n", node, examples, examples),
		"      - {name: liar, command: [/usr/bin/python3, liar.py], kinds: {view: {type: object, required: [state]}}}\n",
	}
	// Files beside the site file are found by their names there.
	script, err := os.ReadFile(filepath.Join(examples, "brightness", "brightness.py"))
	if err != nil {
		t.Fatal(err)
	}
	lies := strings.Replace(string(script), "events = []", `events = [{"kind": "zone", "payload": {}}]`, 1)
	for name, text := range map[string]string{"brightness.py": string(script), "liar.py": lies} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	bare, err := os.ReadFile(site)
	if err != nil {
		t.Fatal(err)
	}
	with := func(rows ...string) {
		text := strings.Replace(string(bare), "    cameras:\n", "    analyzers:\n"+strings.Join(rows, "")+"    cameras:\n", 1)
		if text == string(bare) {
			t.Fatalf("init writes another file than was thought:\n%s", bare)
		}
		if err := os.WriteFile(site, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	with(strings.Replace(programs[0], "rate: 2", "rtae: 2", 1))
	if out, code := custos(t, "config", "check", site); code != 64 || !strings.Contains(out, "unknown key `rtae` at nodes[2].analyzers[0]: did you mean `rate`?") || !strings.Contains(out, site+": line ") {
		t.Errorf("config check: %d %s", code, out)
	}
	with(programs...)
	must(t, "config", "check", site)
	up := start(t, data, "up", "-c", site)
	up.until("every service", up.allReady)

	bundles := map[string]string{}
	for _, kind := range []string{"view", "motion"} {
		up.until("an anchored event of the kind "+kind, func() bool {
			for _, e := range listed(t, data, kind) {
				if e.Mark == "anchored" && bundles[kind] == "" {
					bundles[kind] = e.ID
				}
			}
			return bundles[kind] != ""
		})
	}
	up.until("a word about the liar", func() bool {
		out, _ := custos(t, "status", "--data", data)
		return strings.Contains(out, `the kind "zone" is not one that the site file allows it`)
	})
	alone := t.TempDir()
	trust := filepath.Join(alone, "trust.json")
	must(t, "trust", "export", "-o", trust, "--data", data)
	for kind, id := range bundles {
		file := filepath.Join(alone, kind+".zip")
		must(t, "evidence", "export", id, "-o", file, "--data", data)
		bundles[kind] = file
	}
	up.stop()
	for kind, file := range bundles {
		if out := must(t, "evidence", "verify", file, "--trust", trust); !strings.Contains(out, "kind "+kind) {
			t.Errorf("the verifier does not name the kind:\n%s", out)
		}
		e, _ := unpacked(t, file)
		if string(e.Kind) != kind || e.Resource.Base() != "gate" || !strings.HasPrefix(string(e.Service), "edge/") {
			t.Errorf("%+v", e)
		}
		whole, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		pinned, err := evidence.LoadTrust(trust)
		if err != nil {
			t.Fatal(err)
		}
		var said struct{ State string }
		if err := json.Unmarshal(e.Payload, &said); err != nil || said.State == "" {
			t.Fatalf("%s: %v", e.Payload, err)
		}
		at := strings.Index(string(whole), `"state":"`+said.State)
		if at < 0 {
			t.Fatal("the bundle does not hold the event as it was written")
		}
		whole[at+len(`"state":"`)] ^= 1
		if r := evidence.Verify(whole, pinned); r.Result != evidence.Fail {
			t.Errorf("%s with another state: %s", kind, r.Result)
		}
	}

	with(programs[0])
	up = start(t, data, "up", "-c", site)
	up.until("every service", up.allReady)
	up.stop()
	for _, want := range []string{"gone: analyzer motion at edge", "gone: analyzer liar at edge", "gone: edge/motion; 1 grant of"} {
		if !strings.Contains(up.out.String(), want) {
			t.Errorf("up does not say %q:\n%s", want, up.out.String())
		}
	}
}

// flashing is a camera whose picture is dark for six of each twelve seconds.
func flashing(t *testing.T, dir string) *rtspsim.Server {
	t.Helper()
	scene := filepath.Join(dir, "scene.mp4")
	out, err := exec.Command("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=size=320x240:rate=10:duration=12",
		"-vf", "eq=brightness='if(lt(t,6),0,-1)':eval=frame", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-g", "10", "-bf", "0", scene).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return playing(t, scene)
}
