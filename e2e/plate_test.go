package e2e

import (
	"image"
	"image/color"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"custos.dev/custos/edge/rtspsim"
	"custos.dev/custos/observe"
	"custos.dev/custos/observe/observetest"
	"custos.dev/custos/service"
)

// drivenBy is the plate of the car in this test's footage.
const drivenBy = "RK755AJ"

// plateOf draws a plate, 148 by 34 pixels.
func plateOf(t *testing.T, text string) *image.Gray {
	t.Helper()
	f, err := opentype.Parse(gobold.TTF)
	if err != nil {
		t.Fatal(err)
	}
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: 31, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		t.Fatal(err)
	}
	defer face.Close()
	m := image.NewGray(image.Rect(0, 0, 176, 34))
	for i := range m.Pix {
		m.Pix[i] = 235
	}
	d := font.Drawer{Dst: m, Src: image.NewUniform(color.Gray{20}), Face: face, Dot: fixed.P(10, 28)}
	for i, c := range text {
		d.DrawString(string(c))
		d.Dot.X += fixed.I(2)
		if i == 1 {
			d.Dot.X += fixed.I(9)
		}
	}
	return m
}

// car draws a car: a dark body, a darker window and wheels, and its plate.
func car(m *image.YCbCr, plate *image.Gray, x, y int) {
	fill := func(x0, y0, w, h int, v uint8) {
		for j := max(y0, 0); j < min(y0+h, m.Rect.Dy()); j++ {
			for i := max(x0, 0); i < min(x0+w, m.Rect.Dx()); i++ {
				m.Y[j*m.YStride+i] = v
			}
		}
	}
	fill(x, y, 340, 170, 62)
	fill(x+30, y+14, 280, 50, 30)
	fill(x+25, y+170, 50, 22, 18)
	fill(x+265, y+170, 50, 22, 18)
	for j := range plate.Rect.Dy() {
		for i := range plate.Rect.Dx() {
			fill(x+82+i, y+96+j, 1, 1, plate.Pix[j*plate.Stride+i])
		}
	}
}

// driving is a camera past which a car drives, again and again.
func driving(t *testing.T, dir string) *rtspsim.Server {
	t.Helper()
	const width, height, frames = 960, 480, 100
	plate := plateOf(t, drivenBy)
	street := rand.New(rand.NewPCG(1, 2))
	empty := image.NewYCbCr(image.Rect(0, 0, width, height), image.YCbCrSubsampleRatio420)
	for i := range empty.Y {
		empty.Y[i] = uint8(125 + street.IntN(8))
	}
	for i := range empty.Cb {
		empty.Cb[i], empty.Cr[i] = 128, 128
	}
	return playing(t, film(t, dir, width, height, "", func(show func(...[]byte)) {
		for n := range frames {
			m := *empty
			m.Y = append([]uint8(nil), empty.Y...)
			if n >= 30 && n < 80 { // before and after the street is empty
				car(&m, plate, -340+27*(n-30), 200)
			}
			show(m.Y, m.Cb, m.Cr)
		}
	}))
}

// TestPlates has a site read the plate of a car that drives past a camera, without networks: the
// event is anchored, found by a search for a plate that looks like it, on the watch list by its
// reason, and its evidence verifies.
func TestPlates(t *testing.T) {
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("ffmpeg is not installed")
	}
	dir := t.TempDir()
	file, data := filepath.Join(dir, "site.yaml"), filepath.Join(dir, "data")
	cam := driving(t, dir)
	must(t, "init", cam.URL("gate"), "-o", file, "--watch", "2s")
	if err := os.WriteFile(filepath.Join(dir, "watched"), []byte(drivenBy+" stolen on Monday\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(b), "tier: fog,", "tier: fog, plates: {countries: [sk], watch: watched},", 1)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	must(t, "config", "check", file)
	site, err := service.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	owner := string(site.Owners[0].Name)
	up := start(t, data, "up", "-c", file)
	t.Cleanup(func() {
		if t.Failed() {
			out, _ := custos(t, "status", "--data", data)
			log, _ := os.ReadFile(filepath.Join(data, "log", "up.log"))
			t.Logf("the site says\n%s\nand its log\n%s", out, log[max(len(log)-3000, 0):])
		}
	})
	up.until("every service", up.allReady)
	bundle := ""
	up.until("an anchored event of the plate", func() bool {
		out, code := custos(t, "events", "--data", data, "--kind", string(observe.KindPlate), "--as", owner, "--limit", "100", "--json")
		if code != 0 {
			return false
		}
		for _, e := range read(out) {
			if e.Mark == "anchored" {
				bundle = e.ID
			}
		}
		return bundle != ""
	})
	if out := must(t, "plate", "find", "RK7S5AJ", "--data", data); !strings.Contains(out, drivenBy) {
		t.Errorf("a search for a plate that looks like it:\n%s", out)
	}
	alone := t.TempDir()
	trust, zip := filepath.Join(alone, "trust.json"), filepath.Join(alone, "plate.zip")
	must(t, "trust", "export", "-o", trust, "--data", data)
	must(t, "evidence", "export", bundle, "-o", zip, "--as", owner, "--data", data)
	up.stop()
	must(t, "evidence", "verify", zip, "--trust", trust)
	e, _ := unpacked(t, zip)
	p := observetest.Payload[*observe.Plate](t, &e)
	if e.Service != "fog/plate" || p.Text != drivenBy || !p.Format || p.Read == 0 || p.Watched != "stolen on Monday" {
		t.Errorf("%s observed %+v", e.Service, p)
	}
}
