package verifier_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/console/cdp"
	"custos.dev/custos/evidence/evidencetest"
	"custos.dev/custos/evidence/report"
)

// TestReportPrints: the page in a bundle opens from a file, shows its pictures, asks for nothing,
// violates no policy of its own, and prints on A4 and Letter.
func TestReportPrints(t *testing.T) {
	if cdp.Find() == "" {
		t.Skip("chromium is not installed, so nobody prints the report: apt-get install chromium")
	}
	m, err := site(t).Bundle(evidencetest.Options{Segments: 40, Bytes: 1000, Stretch: true})
	if err != nil {
		t.Fatal(err)
	}
	var drawn bytes.Buffer
	shown := image.NewGray(image.Rect(0, 0, 320, 240))
	for i := range shown.Pix {
		shown.Pix[i] = byte(i / 320)
	}
	if err := jpeg.Encode(&drawn, shown, nil); err != nil {
		t.Fatal(err)
	}
	picture := drawn.Bytes()
	text, err := report.Make(m.Bundle, report.Facts{
		Site: "campus", Owner: "alma", Cosigned: []custos.OwnerName{"alma", "bruno"}, Needed: 2, Confirmations: 2, Exported: time.Unix(1.8e9, 0),
		Pictures: []report.Picture{{JPEG: picture, At: evidencetest.Filmed}, {JPEG: picture, At: evidencetest.Filmed.Add(time.Second)}},
	})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "report.html")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	b, err := cdp.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Log(err)
		}
	})
	p, err := b.Open(t.Context(), "file://"+file, 900, 1200)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Wait(t.Context(), `document.images.length === 2 && [...document.images].every(i => i.complete && i.naturalWidth > 0)`); err != nil {
		t.Fatal(err)
	}
	for name, size := range map[string][2]float64{"A4": {8.27, 11.69}, "Letter": {8.5, 11}} {
		pdf, err := p.PDF(t.Context(), size[0], size[1])
		if err != nil {
			t.Fatal(err)
		}
		pages := bytes.Count(pdf, []byte("/Type /Page\n")) + bytes.Count(pdf, []byte("/Type /Page "))
		if !bytes.HasPrefix(pdf, []byte("%PDF-")) || pages < 2 || !bytes.Contains(pdf, []byte("/Subtype /Image")) {
			t.Errorf("%s: %d bytes, %d pages", name, len(pdf), pages)
		}
		if dir := os.Getenv("REPORT_PDFS"); dir != "" {
			if err := os.WriteFile(filepath.Join(dir, name+".pdf"), pdf, 0o600); err != nil {
				t.Error(err)
			}
		}
	}
	if said := p.Said(); len(said) != 0 {
		t.Errorf("the page says %q", said)
	}
}
