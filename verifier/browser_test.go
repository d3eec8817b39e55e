package verifier_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/console/cdp"
	"custos.dev/custos/evidence"
	"custos.dev/custos/evidence/evidencetest"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/observe"
	"custos.dev/custos/verifier"
)

// opened is the page, from a file, in a real browser.
type opened struct {
	*testing.T
	ctx  context.Context
	page *cdp.Page
}

func open(t *testing.T) *opened {
	t.Helper()
	if cdp.Find() == "" {
		t.Skip("chromium is not installed, so nobody verifies in a browser: apt-get install chromium")
	}
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("the Go tool is not there to compile the page")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 4*time.Minute)
	t.Cleanup(cancel)
	page, err := verifier.Build(ctx, "go")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), verifier.FileName)
	if err := os.WriteFile(file, page, 0o600); err != nil {
		t.Fatal(err)
	}
	b, err := cdp.Start(ctx)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Log(err)
		}
	})
	p, err := b.Open(ctx, "file://"+file, 1000, 900)
	if err != nil {
		t.Fatal(err)
	}
	o := &opened{t, ctx, p}
	o.wait(`document.getElementById("hint").textContent === "Choose the evidence."`)
	return o
}

func (o *opened) wait(js string) {
	o.Helper()
	if err := o.page.Wait(o.ctx, js); err != nil {
		o.Fatal(err)
	}
}

func (o *opened) eval(js string, v any) {
	o.Helper()
	if err := o.page.Eval(o.ctx, js, v); err != nil {
		o.Fatal(err)
	}
}

// result is what the page shows.
type result struct {
	Verdict string
	Claims  map[string]string
	Text    string
}

// verify gives the page a bundle and a trust file, and returns what it shows then.
func (o *opened) verify(bundle, trust string) (r result) {
	o.Helper()
	abs := func(p string) string {
		a, err := filepath.Abs(p)
		if err != nil {
			o.Fatal(err)
		}
		return a
	}
	for input, file := range map[string]string{"#pick-trust": trust, "#pick-bundle": bundle} {
		if err := o.page.Choose(o.ctx, input, abs(file)); err != nil {
			o.Fatal(err)
		}
	}
	o.wait(`!document.getElementById("go").disabled`)
	o.eval(`document.getElementById("result").hidden = true; document.getElementById("fault").hidden = true; document.getElementById("go").click()`, nil)
	o.wait(`!document.getElementById("result").hidden || !document.getElementById("fault").hidden`)
	var text string
	o.eval(`JSON.stringify({
		verdict: document.querySelector("#result h2")?.textContent ?? "",
		claims: Object.fromEntries([...document.querySelectorAll(".claim")].map(c => [c.querySelector("strong").textContent, c.querySelector(".mark").textContent])),
		text: document.body.innerText,
	})`, &text)
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		o.Fatal(err)
	}
	return r
}

func site(t *testing.T) *evidencetest.Site {
	t.Helper()
	s, err := evidencetest.New()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// twin is a bundle that lies about one thing.
type twin struct {
	name string
	// claim is the one that must not hold.
	claim   string
	stretch bool
	// lie changes what the bundle is made of, or signs it by another key; change its bytes.
	lie    func(t *testing.T, m *evidencetest.Made)
	change func([]byte) []byte
}

// otherFootage has the exporter sign footage that the camera did not seal.
func otherFootage(_ *testing.T, m *evidencetest.Made) {
	m.Film = func(i int, file []byte) []byte {
		if i == 1 {
			file[len(file)-1] ^= 1
		}
		return file
	}
}

func twins() []twin {
	return []twin{
		{name: "a bit of the footage", claim: "form", change: func(b []byte) []byte { b[len(b)/2] ^= 1; return b }},
		{name: "one byte more", claim: "form", change: func(b []byte) []byte { return append(b, 0) }},
		{name: "no evidence at all", claim: "form", change: func([]byte) []byte { return []byte("a photograph") }},
		{name: "other footage, signed by the exporter", claim: "footage", lie: otherFootage},
		{name: "a segment left out", claim: "footage", stretch: true, lie: func(_ *testing.T, m *evidencetest.Made) { m.Leave(1) }},
		{name: "another checkpoint", claim: "checkpoint", lie: func(_ *testing.T, m *evidencetest.Made) {
			m.Proof.Checkpoint = strings.Replace(m.Proof.Checkpoint, "\n", "\n1", 1)
		}},
		{name: "one owner's signature", claim: "witnesses", lie: func(_ *testing.T, m *evidencetest.Made) {
			m.Proof.Cosignatures = m.Proof.Cosignatures[:strings.Index(m.Proof.Cosignatures, "\n")+1]
		}},
		{name: "a changed header", claim: "chain", lie: func(_ *testing.T, m *evidencetest.Made) { m.Headers[3][40] ^= 1 }},
		{name: "another state", claim: "anchor", lie: func(_ *testing.T, m *evidencetest.Made) { m.Proof.Anchors.Slots[0].Value[31] ^= 1 }},
		{name: "another place in the log", claim: "event", lie: func(_ *testing.T, m *evidencetest.Made) { m.Subject.Index-- }},
		{name: "another event", claim: "event", lie: func(_ *testing.T, m *evidencetest.Made) {
			m.Subject.Body = bytes.Replace(m.Subject.Body, []byte("entrance"), []byte("back doo"), 1)
		}},
		{name: "another exporter", claim: "statement", lie: func(t *testing.T, m *evidencetest.Made) {
			k, err := key.Generate()
			if err != nil {
				t.Fatal(err)
			}
			m.Master = k
		}},
		{name: "another stretch", claim: "stretch", stretch: true, lie: func(_ *testing.T, m *evidencetest.Made) { m.Stretch.Camera = "campus/second-door/cam1" }},
	}
}

// written writes a bundle and its trust file.
func written(t *testing.T, m *evidencetest.Made, raw []byte) (bundle, trust string) {
	t.Helper()
	dir := t.TempDir()
	bundle, trust = filepath.Join(dir, "e.evidence.zip"), filepath.Join(dir, "trust.json")
	text, err := m.Trust.Encode()
	if err != nil {
		t.Fatal(err)
	}
	for file, b := range map[string][]byte{bundle: raw, trust: text} {
		if err := os.WriteFile(file, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return bundle, trust
}

func bytesOf(t *testing.T, m *evidencetest.Made) []byte {
	t.Helper()
	raw, err := m.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// TestThePageVerifiesAsTheProgram: a bundle verifies in a browser from a file, with nothing but
// the page and a trust file; each of its twins that lies is refused there and by the program, for
// the same claim; and the page speaks to nobody.
func TestThePageVerifiesAsTheProgram(t *testing.T) {
	s := site(t)
	make := func(stretch bool) *evidencetest.Made {
		m, err := s.Bundle(evidencetest.Options{Segments: 4, Bytes: 200_000, Stretch: stretch, Report: []byte("<!doctype html>")})
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	both := func(t *testing.T, o *opened, m *evidencetest.Made, raw []byte) (*evidence.Report, result) {
		t.Helper()
		r := evidence.Verify(raw, m.Trust)
		bundle, trust := written(t, m, raw)
		o.T = t
		shown := o.verify(bundle, trust)
		if shown.Verdict != string(r.Result) || len(shown.Claims) != len(r.Claims) {
			t.Errorf("the page says %s, the program %s: %+v", shown.Verdict, r.Result, shown)
		}
		for _, c := range r.Claims {
			if shown.Claims[c.Name] != string(c.Status) || c.Detail != "" && !strings.Contains(shown.Text, c.Detail) {
				t.Errorf("the claim %s is %s in the page, and here %s: %s", c.Name, shown.Claims[c.Name], c.Status, c.Detail)
			}
		}
		return r, shown
	}
	o := open(t)
	for _, stretch := range []bool{false, true} {
		m := make(stretch)
		if r, shown := both(t, o, m, bytesOf(t, m)); r.Result != evidence.Pass || !strings.Contains(shown.Text, "2 of 2 owners signed") {
			t.Errorf("the true bundle: %+v", shown)
		}
	}
	for _, w := range twins() {
		t.Run(w.name, func(t *testing.T) {
			m := make(w.stretch)
			if w.lie != nil {
				w.lie(t, m)
			}
			raw := bytesOf(t, m)
			if w.change != nil {
				raw = w.change(raw)
			}
			r, shown := both(t, o, m, raw)
			if r.Result != evidence.Fail || shown.Claims[w.claim] != "FAIL" || !strings.Contains(r.Verdict, "Do not rely on it") {
				t.Errorf("the claim %q does not fail: %+v", w.claim, shown)
			}
		})
	}
	o.T = t
	var asked int
	o.eval(`performance.getEntriesByType("resource").filter(e => !e.name.startsWith("blob:")).length`, &asked)
	if said := o.page.Said(); asked != 0 || len(said) != 0 {
		t.Errorf("the page asked for %d things, and said %q", asked, said)
	}
}

// TestThePageChecksHandOvers: a record of hand-overs is checked beside its bundle, entry by entry,
// and one that was changed fails though the bundle passes.
func TestThePageChecksHandOvers(t *testing.T) {
	o := open(t)
	m, err := site(t).Bundle(evidencetest.Options{Segments: 1, Bytes: 1000})
	if err != nil {
		t.Fatal(err)
	}
	raw := bytesOf(t, m)
	bundle, trust := written(t, m, raw)
	c := evidence.NewCustody(evidence.Verify(raw, m.Trust).Statement)
	for _, to := range []string{"police", "<b>court</b>"} {
		if _, err := c.Add(evidence.HandOver{From: evidence.Party{Name: "alma"}, To: evidence.Party{Name: to, Key: m.Master.Address()}, At: evidencetest.Filmed}, m.Master); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		text, err := c.Encode()
		if err != nil {
			t.Fatal(err)
		}
		file := bundle + ".custody.json"
		if err := os.WriteFile(file, text, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := o.page.Choose(o.ctx, "#pick-custody", file); err != nil {
			t.Fatal(err)
		}
		o.wait(`document.getElementById("has-custody").textContent.endsWith(".custody.json")`)
		r := o.verify(bundle, trust)
		want := "PASS"
		if len(c.Entries) == 1 {
			want = "FAIL"
		}
		if r.Verdict != "PASS" || r.Claims["hand-over 1"] != want || want == "PASS" && (r.Claims["hand-over 2"] != "PASS" || !strings.Contains(r.Text, `"<b>court</b>"`)) {
			t.Errorf("of %d: %+v", len(c.Entries), r)
		}
		c.Entries = c.Entries[1:]
		// The input has the same name, and asks for the new bytes.
		o.eval(`document.getElementById("pick-custody").value = ""; document.getElementById("has-custody").textContent = ""`, nil)
	}
}

// TestThePageVerifiesOldBundles: what older versions exported verifies in a browser too.
func TestThePageVerifiesOldBundles(t *testing.T) {
	o := open(t)
	for _, of := range []string{"01b5763", "d132758"} {
		r := o.verify("../evidence/testdata/of-"+of+".zip", "../evidence/testdata/of-"+of+".trust.json")
		if r.Verdict != "PASS" {
			t.Errorf("%s: %+v", of, r)
		}
	}
	r := o.verify("../evidence/testdata/of-01b5763-false.zip", "../evidence/testdata/of-01b5763.trust.json")
	if r.Verdict != "FAIL" || r.Claims["footage"] != "FAIL" {
		t.Errorf("%+v", r)
	}
	r = o.verify("../evidence/testdata/of-01b5763.zip", "../evidence/testdata/of-01b5763.zip")
	if r.Verdict != "" || !strings.Contains(r.Text, "Nothing was verified: this is not a trust file") {
		t.Errorf("a bundle as its own trust file: %+v", r)
	}
}

// TestAttack30TheVerifiersPage: names and labels of others are text in the page, whatever they
// hold, and its policy would run nothing of them.
func TestAttack30TheVerifiersPage(t *testing.T) {
	o := open(t)
	m, err := site(t).Bundle(evidencetest.Options{Segments: 2, Bytes: 1000, Payload: &observe.Zone{
		Zone: `</script><script>document.title="taken"</script><img src=x onerror="document.title='taken'">`, Track: 7, Frame: custos.FrameRef{Boot: 7, Seq: 1, PTS: 2 * time.Second},
	}})
	if err != nil {
		t.Fatal(err)
	}
	bundle, trust := written(t, m, bytesOf(t, m))
	hostile := filepath.Join(filepath.Dir(bundle), `<img src=x onerror="document.title='taken'">.zip`)
	if err := os.Rename(bundle, hostile); err != nil {
		t.Fatal(err)
	}
	r := o.verify(hostile, trust)
	if r.Verdict != "PASS" || !strings.Contains(r.Text, `onerror="document.title='taken'">.zip`) || !strings.Contains(r.Text, `</script><script>document.title="taken"`) {
		t.Errorf("%+v", r)
	}
	var title string
	var images int
	o.eval("document.title", &title)
	o.eval("document.images.length", &images)
	if title == "taken" || images != 0 {
		t.Errorf("the page is called %q and has %d images", title, images)
	}
	// And what somebody put into the page would not run, nor speak to anybody.
	var ran string
	o.eval(`(() => {
		const s = document.createElement("script"); s.textContent = "document.title = 'taken'"; document.body.append(s);
		const d = document.createElement("div"); d.innerHTML = "<img src=x onerror=\"document.title='taken'\">"; document.body.append(d);
		return fetch("https://127.0.0.1:9/").then(() => "spoke", () => document.title);
	})()`, &ran)
	if ran == "taken" || ran == "spoke" {
		t.Errorf("the policy let it: %s", ran)
	}
}

// TestThePageIsForEverybody: it is worked by keyboard, what happens is said to screen readers,
// and on paper the controls are gone.
func TestThePageIsForEverybody(t *testing.T) {
	o := open(t)
	m, err := site(t).Bundle(evidencetest.Options{Segments: 1, Bytes: 1000})
	if err != nil {
		t.Fatal(err)
	}
	bundle, trust := written(t, m, bytesOf(t, m))
	o.verify(bundle, trust)
	o.wait(`document.getElementById("status").textContent.startsWith("PASS. Genuine.") && document.activeElement.textContent === "PASS"`)
	var unlabelled int
	o.eval(`[...document.querySelectorAll("input,button,progress")].filter(e => !(e.labels?.length || e.textContent || e.getAttribute("aria-label"))).length`, &unlabelled)
	if unlabelled != 0 {
		t.Errorf("%d controls have no name", unlabelled)
	}
	pdf, err := o.page.PDF(o.ctx, 8.27, 11.69)
	if err != nil || !bytes.HasPrefix(pdf, []byte("%PDF-")) {
		t.Errorf("it does not print: %v", err)
	}
	if err := o.page.Call(o.ctx, "Emulation.setEmulatedMedia", map[string]any{"media": "print"}, nil); err != nil {
		t.Fatal(err)
	}
	var display string
	o.eval(`getComputedStyle(document.getElementById("choose")).display`, &display)
	if display != "none" {
		t.Errorf("on paper the controls are shown: %s", display)
	}
}
