package verifier_test

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"custos.dev/custos/console/cdp"
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

// choose gives an input of the page a file, as a person does.
func (o *opened) choose(input, file string) {
	o.Helper()
	var doc struct{ Root struct{ NodeID int } }
	var found struct{ NodeID int }
	for _, c := range []struct {
		method       string
		params, into any
	}{
		{"DOM.getDocument", map[string]any{"depth": 0}, &doc},
	} {
		if err := o.page.Call(o.ctx, c.method, c.params, c.into); err != nil {
			o.Fatal(err)
		}
	}
	if err := o.page.Call(o.ctx, "DOM.querySelector", map[string]any{"nodeId": doc.Root.NodeID, "selector": "#" + input}, &found); err != nil {
		o.Fatal(err)
	}
	if err := o.page.Call(o.ctx, "DOM.setFileInputFiles", map[string]any{"nodeId": found.NodeID, "files": []string{file}}, nil); err != nil {
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
	o.choose("pick-trust", abs(trust))
	o.choose("pick-bundle", abs(bundle))
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

func TestFirst(t *testing.T) {
	o := open(t)
	r := o.verify("../evidence/testdata/of-01b5763.zip", "../evidence/testdata/of-01b5763.trust.json")
	t.Logf("%+v", r)
	var sec string
	o.eval("String(isSecureContext) + typeof crypto.subtle", &sec)
	t.Log(sec, o.page.Said())
}
