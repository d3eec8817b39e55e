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
	"custos.dev/custos/evidence/evidencetest"
	"custos.dev/custos/fleet"
	"custos.dev/custos/fog"
	"custos.dev/custos/ledger/key"
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
	if lines := strings.Split(strings.TrimSpace(out), "\n"); code != 1 || !strings.HasPrefix(lines[0], "FAIL    form: ") || lines[len(lines)-1] != "FAIL" || strings.Count(out, "\nFAIL") != 1 {
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

// bundled writes a bundle that verifies, and its trust file.
func bundled(t *testing.T, o evidencetest.Options) (m *evidencetest.Made, bundle, trust string) {
	t.Helper()
	s, err := evidencetest.New()
	if err != nil {
		t.Fatal(err)
	}
	if m, err = s.Bundle(o); err != nil {
		t.Fatal(err)
	}
	raw, err := m.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	text, err := m.Trust.Encode()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	bundle, trust = filepath.Join(dir, "theft.zip"), filepath.Join(dir, "trust.json")
	for file, b := range map[string][]byte{bundle: raw, trust: text} {
		if err := os.WriteFile(file, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return m, bundle, trust
}

// TestVerifySaysWhatAProofIsWorth: for people, claim by claim, then the worth, then a sentence.
func TestVerifySaysWhatAProofIsWorth(t *testing.T) {
	_, bundle, trust := bundled(t, evidencetest.Options{Segments: 2, Bytes: 1000, Report: []byte("<!doctype html>")})
	out, code := runs(t, "evidence", "verify", bundle, "--trust", trust)
	for _, says := range []string{
		"PASS    footage: 2 segments of campus/front-door/cam1", "        binds each bit of the video to its camera's own seal", "NONE    report: ",
		"\nWhat the proof is worth:\n  cosignatures: 2 of 2 owners signed", "\nGenuine. ", "\nPASS\n",
	} {
		if code != 0 || !strings.Contains(out, says) {
			t.Errorf("exit %d, it does not say %q:\n%s", code, says, out)
		}
	}
	if strings.Contains(out, "Hand-overs") {
		t.Errorf("there is no record of hand-overs:\n%s", out)
	}
}

// TestHandOver: each hand-over is signed into the record beside the bundle, which stays as it is;
// verifying checks both, and a changed record fails though the bundle passes.
func TestHandOver(t *testing.T) {
	_, bundle, trust := bundled(t, evidencetest.Options{Segments: 1, Bytes: 1000})
	before, err := os.ReadFile(bundle)
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Dir(bundle)
	t.Chdir(dir)
	keys := map[string]*key.Key{}
	for _, name := range []string{"police", "court"} {
		if keys[name], err = key.Create(filepath.Join(dir, name+".key")); err != nil {
			t.Fatal(err)
		}
	}
	if out, code := runs(t, "evidence", "hand-over", bundle, "--to", "nobody"); code != 64 || !strings.Contains(out, "--key FILE") {
		t.Errorf("exit %d: %s", code, out)
	}
	for _, args := range [][]string{
		{"--key", "police.key", "--name", "police", "--to", "the court", "--to-key", keys["court"].Address().String(), "--why", "case 12"},
		{"--key", "court.key", "--name", "the court", "--to", "an expert"},
	} {
		if out, code := runs(t, append([]string{"evidence", "hand-over", bundle}, args...)...); code != 0 || !strings.Contains(out, "is signed, and not anchored") {
			t.Fatalf("exit %d: %s", code, out)
		}
	}
	after, err := os.ReadFile(bundle)
	if err != nil || !bytes.Equal(before, after) {
		t.Fatal("the bundle was changed")
	}
	out, code := runs(t, "evidence", "verify", bundle, "--trust", trust)
	for _, says := range []string{
		`UNKNOWN hand-over 1: "police" gave it to "the court"`, `who says why: "case 12"`, `PASS    hand-over 2: "the court" gave it to "an expert"`, "not anchored", "\nPASS\n",
	} {
		if code != 0 || !strings.Contains(out, says) {
			t.Errorf("exit %d, it does not say %q:\n%s", code, says, out)
		}
	}
	var r struct{ Custody *evidence.CustodyReport }
	if out, _ := runs(t, "evidence", "verify", bundle, "--trust", trust, "--json"); json.Unmarshal([]byte(out), &r) != nil || r.Custody == nil || len(r.Custody.Claims) != 2 {
		t.Errorf("as JSON: %s", out)
	}
	record := bundle + ".custody.json"
	text, err := os.ReadFile(record)
	if err != nil {
		t.Fatal(err)
	}
	var c evidence.Custody
	if err := json.Unmarshal(text, &c); err != nil {
		t.Fatal(err)
	}
	c.Entries = c.Entries[1:]
	if text, err = c.Encode(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(record, text, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, code := runs(t, "evidence", "verify", bundle, "--trust", trust); code != 1 || !strings.Contains(out, "FAIL    hand-over 1: it is number 2 of another record") || !strings.Contains(out, "the record of its hand-overs does not") {
		t.Errorf("a hand-over left out: exit %d:\n%s", code, out)
	}
	other, _, _ := bundled(t, evidencetest.Options{})
	raw, err := other.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(bundle, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, code := runs(t, "evidence", "hand-over", bundle, "--key", "police.key", "--name", "police", "--to", "x"); code == 0 || !strings.Contains(out, "the record of another bundle") {
		t.Errorf("another bundle's record goes on: exit %d: %s", code, out)
	}
}

// TestThePageIsBesideTheProgram: where make build has put no page, it is said what to do.
func TestThePageIsBesideTheProgram(t *testing.T) {
	t.Chdir(t.TempDir())
	if out, code := runs(t, "evidence", "page"); code == 0 || !strings.Contains(out, "`make build` puts it") {
		t.Errorf("exit %d: %s", code, out)
	}
}
