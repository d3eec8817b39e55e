package verifier_test

import (
	"os"
	"testing"

	"custos.dev/custos/evidence/evidencetest"
)

// TestPicturesOfThePage writes pictures of the page for people, if they say where.
func TestPicturesOfThePage(t *testing.T) {
	dir := os.Getenv("CONSOLE_SCREENSHOTS")
	if dir == "" {
		t.Skip("CONSOLE_SCREENSHOTS names no directory for pictures")
	}
	o := open(t)
	m, err := site(t).Bundle(evidencetest.Options{Segments: 2, Bytes: 1000, Report: []byte("<!doctype html>")})
	if err != nil {
		t.Fatal(err)
	}
	raw := bytesOf(t, m)
	bundle, trust := written(t, m, raw)
	o.verify(bundle, trust)
	for _, scheme := range []string{"light", "dark"} {
		if err := o.page.Call(o.ctx, "Emulation.setEmulatedMedia", map[string]any{"features": []map[string]string{{"name": "prefers-color-scheme", "value": scheme}}}, nil); err != nil {
			t.Fatal(err)
		}
		png, err := o.page.Screenshot(o.ctx)
		if err == nil {
			err = os.WriteFile(dir+"/verify-"+scheme+".png", png, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}
