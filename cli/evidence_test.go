package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fleet"
	"custos.dev/custos/fog"
	"custos.dev/custos/service"
)

// runs runs the program's command line and returns its output and exit code.
func runs(t *testing.T, args ...string) (string, int) {
	t.Helper()
	c := root()
	var out bytes.Buffer
	c.SetOut(&out)
	c.SetErr(&out)
	c.SetArgs(args)
	err := c.ExecuteContext(t.Context())
	code, says := exitOf(err)
	if says {
		return out.String() + err.Error(), code
	}
	return out.String(), code
}

// provisioned is a site on disk that was set up and never started.
func provisioned(t *testing.T) *service.Site {
	t.Helper()
	file := filepath.Join(t.TempDir(), "site.yaml")
	text := `site: campus
data: .
owners: [{name: alma, domain: campus/front-door}, {name: bruno, domain: campus/second-door}]
nodes:
  - {name: front-fog, tier: fog, owner: alma, bus: "127.0.0.1:1", leaf: "127.0.0.1:2", api: "127.0.0.1:3", rpc: "127.0.0.1:4", p2p: "127.0.0.1:5"}
  - {name: second-fog, tier: fog, owner: bruno, bus: "127.0.0.1:11", leaf: "127.0.0.1:12", api: "127.0.0.1:13", rpc: "127.0.0.1:14", p2p: "127.0.0.1:15"}
  - {name: front-edge, tier: edge, owner: alma, fog: front-fog, bus: "127.0.0.1:6", cameras: [{name: cam1, url: "rtsp://127.0.0.1/a"}]}
  - {name: sky, tier: cloud, owner: alma, fog: front-fog, bus: "127.0.0.1:7", api: "127.0.0.1:8"}
principals: [{name: police, role: authority, owner: alma}]
`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	site, err := service.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fleet.Provision(site); err != nil {
		t.Fatal(err)
	}
	return site
}

func TestTrustExport(t *testing.T) {
	site := provisioned(t)
	want, err := os.ReadFile(filepath.Join(site.Data, "trust.json"))
	if err != nil {
		t.Fatal(err)
	}
	if out, code := runs(t, "trust", "export", "--data", site.Data); code != 0 || out != string(want) {
		t.Fatalf("exit %d: %s", code, out)
	}
	file := filepath.Join(t.TempDir(), "trust.json")
	if out, code := runs(t, "trust", "export", "-c", site.Path(), "-o", file); code != 0 {
		t.Fatalf("exit %d: %s", code, out)
	}
	if got, err := os.ReadFile(file); err != nil || !bytes.Equal(got, want) {
		t.Fatalf("%q, %v", got, err)
	}
	if _, err := evidence.LoadTrust(file); err != nil {
		t.Fatal(err)
	}
	if out, code := runs(t, "trust", "export", "--data", t.TempDir()); code == 0 || !strings.Contains(out, "site") {
		t.Errorf("no site: exit %d: %s", code, out)
	}
}

func TestVerifyExitsOneForWhatIsNoEvidence(t *testing.T) {
	site := provisioned(t)
	trust := filepath.Join(site.Data, "trust.json")
	dir := t.TempDir()
	text := filepath.Join(dir, "text.zip")
	if err := os.WriteFile(text, []byte("hello"), 0o600); err != nil {
		t.Fatal(err)
	}
	out, code := runs(t, "evidence", "verify", text, "--trust", trust)
	if lines := strings.Split(strings.TrimSpace(out), "\n"); code != 1 || len(lines) != 2 || !strings.HasPrefix(lines[0], "FAIL    form: ") || lines[1] != "FAIL" {
		t.Errorf("exit %d: %s", code, out)
	}
	out, code = runs(t, "evidence", "verify", text, "--trust", trust, "--json")
	var r evidence.Report
	if err := json.Unmarshal([]byte(out), &r); code != 1 || err != nil || r.Result != evidence.Fail {
		t.Errorf("exit %d, %v: %s", code, err, out)
	}
	// A file that cannot be read is not one that was tampered with.
	for _, file := range []string{filepath.Join(dir, "missing.zip"), dir} {
		out, code := runs(t, "evidence", "verify", file, "--trust", trust)
		if code != 2 || strings.Contains(out, "FAIL") || !strings.Contains(out, "nothing was verified") {
			t.Errorf("%s: exit %d: %s", file, code, out)
		}
	}
	if out, code := runs(t, "evidence", "verify", text, "--trust", text); code != 64 {
		t.Errorf("no trust file: exit %d: %s", code, out)
	}
	if out, code := runs(t, "evidence", "verify", text); code == 0 {
		t.Errorf("without a trust file: exit %d: %s", code, out)
	}
}

func TestAuditOfASiteWithoutMasters(t *testing.T) {
	site := provisioned(t)
	out, code := runs(t, "audit", "--data", site.Data)
	if code != 2 || strings.Count(out, "UNKNOWN database") != 2 || !strings.HasSuffix(out, "UNKNOWN\n") {
		t.Errorf("exit %d: %s", code, out)
	}
	if out, code := runs(t, "audit", "--data", site.Data, "--fog", "no-fog"); code != 66 {
		t.Errorf("exit %d: %s", code, out)
	}
	for _, c := range []struct {
		of   []evidence.Status
		want evidence.Status
	}{
		{[]evidence.Status{evidence.Pass, evidence.Pass}, evidence.Pass},
		{[]evidence.Status{evidence.Pass, evidence.Unknown}, evidence.Unknown},
		{[]evidence.Status{evidence.Unknown, evidence.Pass}, evidence.Unknown},
		{[]evidence.Status{evidence.Fail, evidence.Unknown}, evidence.Fail},
		{[]evidence.Status{evidence.Unknown, evidence.Fail, evidence.Pass}, evidence.Fail},
	} {
		var reports []*fog.AuditReport
		for _, s := range c.of {
			reports = append(reports, &fog.AuditReport{Result: s})
		}
		if got := auditResult(reports); got != c.want {
			t.Errorf("%v: %s, want %s", c.of, got, c.want)
		}
	}
}

func TestSignersOfASite(t *testing.T) {
	site := provisioned(t)
	l, err := openSite(&target{data: site.Data})
	if err != nil {
		t.Fatal(err)
	}
	if k, err := l.signerFor("alma"); err != nil || k.Address() != l.trust.Owners[0].Address {
		t.Errorf("the owner's key: %v, %v", k, err)
	}
	if _, err := l.signerFor("nobody"); custos.KindOf(err) != custos.Invalid {
		t.Errorf("nobody: %v", err)
	}
	// A service's key is there from the beginning: the bus lets it in by that.
	if _, err := l.signerFor("front-edge/camera-cam1"); err != nil {
		t.Error(err)
	}
	// Other keys are made when they are registered.
	for _, as := range []string{"", "sky", "police"} {
		if _, err := l.signerFor(as); custos.KindOf(err) != custos.NotFound {
			t.Errorf("%q before the first start: %v", as, err)
		}
	}
	if name, err := l.ownerOf("campus/second-door/cam9"); err != nil || name != "bruno" {
		t.Errorf("%s, %v", name, err)
	}
	if _, err := l.ownerOf("campus/third-door"); custos.KindOf(err) != custos.NotFound {
		t.Errorf("nobody's resource: %v", err)
	}
}

func TestWriteWholeLeavesNoPart(t *testing.T) {
	file := filepath.Join(t.TempDir(), "x.evidence.zip")
	broken := errors.New("the link broke")
	if err := writeWhole(file, func(f *os.File) error { _, _ = f.WriteString("half"); return broken }); !errors.Is(err, broken) {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(filepath.Dir(file)); err != nil || len(left) != 0 {
		t.Fatalf("%v, %v", left, err)
	}
	if err := writeWhole(file, func(f *os.File) error { _, err := f.WriteString("whole"); return err }); err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile(file); err != nil || string(b) != "whole" {
		t.Fatalf("%q, %v", b, err)
	}
	if err := writeWhole(filepath.Join(t.TempDir(), "no", "dir"), func(*os.File) error { return nil }); custos.KindOf(err) != custos.Invalid {
		t.Fatalf("%v", err)
	}
}
