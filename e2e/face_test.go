package e2e

import (
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"custos.dev/custos/edge/rtspsim"
	"custos.dev/custos/service"
)

// spot is a cascade that finds a bright square in the middle of dark surroundings three times as
// wide: the faces of this test.
const spot = `<?xml version="1.0"?><opencv_storage><cascade><featureType>LBP</featureType><height>24</height><width>24</width><stages><_>
<stageThreshold>0.5</stageThreshold><weakClassifiers><_><internalNodes>0 -1 0 1 0 0 0 0 0 0 0</internalNodes><leafValues>1. -1.</leafValues></_></weakClassifiers></_></stages>
<features><_><rect>0 0 8 8</rect></_></features></cascade></opencv_storage>`

// stroller draws somebody who walks past: a coat, and a dark head with a bright face whose texture
// is his own.
func stroller(m *image.YCbCr, x, y int, who uint64) {
	r := rand.New(rand.NewPCG(who, 3))
	fill := func(x0, y0, w, h int, v uint8) {
		for j := max(y0, 0); j < min(y0+h, m.Rect.Dy()); j++ {
			for i := max(x0, 0); i < min(x0+w, m.Rect.Dx()); i++ {
				m.Y[j*m.YStride+i] = v
			}
		}
	}
	fill(x-45, y+90, 90, 230, 190)
	for j := range 10 {
		for i := range 10 {
			v := 25 + r.IntN(60)
			if i >= 3 && i < 7 && j >= 3 && j < 7 {
				v = 150 + r.IntN(100)
			}
			fill(x-45+9*i, y+9*j, 9, 9, uint8(v))
		}
	}
}

// strolling is a camera past which somebody walks, again and again.
func strolling(t *testing.T, dir string) *rtspsim.Server {
	t.Helper()
	const width, height, frames = 640, 480, 120
	wall := rand.New(rand.NewPCG(1, 2))
	empty := image.NewYCbCr(image.Rect(0, 0, width, height), image.YCbCrSubsampleRatio420)
	for i := range empty.Y {
		empty.Y[i] = uint8(95 + wall.IntN(8))
	}
	for i := range empty.Cb {
		empty.Cb[i], empty.Cr[i] = 128, 128
	}
	return playing(t, film(t, dir, width, height, "", func(show func(...[]byte)) {
		for n := range frames {
			m := *empty
			m.Y = append([]uint8(nil), empty.Y...)
			if n >= 40 && n < 100 { // before and after nobody is there
				stroller(&m, -60+13*(n-40), 100, 7)
			}
			show(m.Y, m.Cb, m.Cr)
		}
	}))
}

// TestFaces has a site see somebody walk past a camera: no face is looked at before the owner has
// signed a permit, and nobody is enrolled; then what is seen is an anchored event, and somebody is
// enrolled and forgotten by the command line.
func TestFaces(t *testing.T) {
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("ffmpeg is not installed")
	}
	dir := t.TempDir()
	file, data := filepath.Join(dir, "site.yaml"), filepath.Join(dir, "data")
	cam := strolling(t, dir)
	must(t, "init", cam.URL("gate"), "-o", file, "--watch", "2s")
	if err := os.WriteFile(filepath.Join(dir, "spot.xml"), []byte(spot), 0o644); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(b), "tier: fog,", "tier: fog, faces: {false_accepts: 0.05, cascade: spot.xml},", 1) + "\nretention:\n  rules:\n    - {kinds: [face], keep: 1d}\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	must(t, "config", "check", file)
	site, err := service.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	owner := site.Owners[0]
	up := start(t, data, "up", "-c", file)
	up.until("every service", up.allReady)
	up.until("a track", func() bool { return len(listed(t, data, "trajectory")) > 0 })
	if out := must(t, "status", "--data", data); !strings.Contains(out, "has signed no permit that names purpose and legal basis") {
		t.Errorf("status does not say why faces are not looked at:\n%s", out)
	}
	head := image.NewYCbCr(image.Rect(0, 0, 140, 140), image.YCbCrSubsampleRatio420)
	for i := range head.Y {
		head.Y[i] = 98
	}
	stroller(head, 70, 25, 7)
	picture := filepath.Join(dir, "ada.png")
	f, err := os.Create(picture)
	if err != nil {
		t.Fatal(err)
	}
	grey := &image.Gray{Pix: head.Y, Stride: head.YStride, Rect: head.Rect}
	grey.SetGray(0, 0, color.Gray{98})
	if err := png.Encode(f, grey); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if out, code := custos(t, "face", "enroll", "Ada", picture, "--data", data); code != 77 {
		t.Errorf("somebody is enrolled without a permit: %d %s", code, out)
	}
	permit := filepath.Join(dir, "permit.yaml")
	if err := os.WriteFile(permit, fmt.Appendf(nil, "owner: %s\ndomain: %s\ncameras:\n  - {camera: %s, purpose: a test, legal_basis: consent, keep: 1d, until: 2099-01-01T00:00:00Z, strangers: 1d}\n", owner.Name, owner.Domain, owner.Domain), 0o600); err != nil {
		t.Fatal(err)
	}
	must(t, "face", "permit", permit, "--data", data)
	faces := func() (out []event) {
		text, code := custos(t, "events", "--data", data, "--kind", "face", "--as", string(owner.Name), "--limit", "1000", "--json")
		if code != 0 {
			return nil
		}
		return read(text)
	}
	up.until("a stranger's face", func() bool { return len(faces()) > 0 })
	if out := must(t, "face", "enroll", "Ada", picture, filepath.Join(dir, "spot.xml"), "--data", data); !strings.Contains(out, "refused: it is no picture that is understood") || !strings.Contains(out, "is enrolled as p-") {
		t.Errorf("enroll says\n%s", out)
	}
	if out := must(t, "face", "list", "--data", data); !strings.Contains(out, "Ada") || !strings.Contains(out, "p-") {
		t.Errorf("list says\n%s", out)
	}
	up.until("an anchored event about a face", func() bool {
		return slices.ContainsFunc(faces(), func(e event) bool { return e.Mark == "anchored" })
	})
	must(t, "face", "remove", "Ada", "--data", data)
	if out := must(t, "face", "list", "--data", data); !strings.Contains(out, "nobody is enrolled") {
		t.Errorf("after he was removed:\n%s", out)
	}
	up.stop()
}
