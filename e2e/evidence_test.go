package e2e

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	vocabulary "custos.dev/custos"

	"custos.dev/custos/evidence"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/store"
)

// TestEvidence exports a bundle from a site that was ended and started again,
// and verifies it with nothing but the program and the trust file.
func TestEvidence(t *testing.T) {
	dir := copyOf(t, demoData(t))
	up := start(t, dir, "up", "-c", filepath.Join(dir, "site.yaml"), "--data", dir)
	until(t, "the site's second start", up.allReady)

	anchored := func(kind string) (id string) {
		until(t, "an anchored event of the kind "+kind, func() bool {
			for _, e := range listed(t, dir, kind) {
				if e.Mark == "anchored" {
					id = e.ID
				}
			}
			return id != ""
		})
		return id
	}
	id := anchored("zone")
	alone := t.TempDir()
	bundle, trust := filepath.Join(alone, "e.evidence.zip"), filepath.Join(alone, "trust.json")
	must(t, "evidence", "export", id, "-o", bundle, "--data", dir)
	must(t, "trust", "export", "-o", trust, "--data", dir)
	plain := filepath.Join(alone, "plain.evidence.zip")
	must(t, "evidence", "export", anchored("decision"), "-o", plain, "--data", dir)
	var clips []string
	for i, e := range listed(t, dir, "zone") {
		if e.Mark == "anchored" && len(clips) < 24 && i%3 == 0 {
			file := filepath.Join(alone, fmt.Sprintf("clip%d.evidence.zip", i))
			must(t, "evidence", "export", e.ID, "-o", file, "--data", dir)
			clips = append(clips, file)
		}
	}
	stretch := takenAsStretch(t, dir, alone, trust, bundle)
	behavior := behaviorIsShown(t, dir, alone, trust)
	frames := framesAreProved(t, dir, alone, trust)
	handed := isHandedOver(t, dir, bundle, trust)
	up.stop()
	handed()
	frames()
	showBoxes(t, clips)
	stretch()
	behavior()

	out := must(t, "evidence", "verify", bundle, "--trust", trust)
	for _, claim := range []string{"form", "checkpoint", "witnesses", "chain", "confirmed", "statement", "anchor", "registry", "event", "time", "footage"} {
		if !strings.Contains(out, "PASS    "+claim+":") {
			t.Errorf("the claim %q is not passed:\n%s", claim, out)
		}
	}
	// The names are the registry's, and the footage is by the service of its own camera.
	e, _ := unpacked(t, bundle)
	for _, said := range []string{
		"stands in a batch that " + string(e.Service) + " signed", "is the one that " + string(e.Service.Node()) + "/master signed, the master of the log",
		"of " + string(e.Resource) + ", byte for byte as ", "/camera-" + e.Resource.Base() + " sealed it",
	} {
		if !strings.Contains(out, said) {
			t.Errorf("it does not say %q:\n%s", said, out)
		}
	}
	if strings.Contains(out, "names:") {
		t.Errorf("names are not proved:\n%s", out)
	}
	raw, err := os.ReadFile(bundle)
	if err != nil {
		t.Fatal(err)
	}
	pinned, err := evidence.LoadTrust(trust)
	if err != nil {
		t.Fatal(err)
	}
	// Every byte of the first and last 2 KiB, where the structure is densest, and
	// every 499th between.
	for i := range raw {
		if i > 2048 && i < len(raw)-2048 && i%499 != 0 {
			continue
		}
		raw[i] ^= 0x20
		if r := evidence.Verify(raw, pinned); r.Result != evidence.Fail || failed(r) == "" {
			t.Fatalf("byte %d of %d flipped: %s", i, len(raw), r.Result)
		}
		raw[i] ^= 0x20
	}
	// And every byte of one without footage.
	small, err := os.ReadFile(plain)
	if err != nil {
		t.Fatal(err)
	}
	if r := evidence.Verify(small, pinned); r.Result != evidence.Pass {
		t.Fatalf("the bundle without footage: %s, %s", r.Result, failed(r))
	}
	each(len(small), func(from, to int) {
		b := bytes.Clone(small)
		for i := from; i < to; i++ {
			b[i] ^= 1 << (i % 8)
			if r := evidence.Verify(b, pinned); r.Result != evidence.Fail || failed(r) == "" {
				t.Errorf("byte %d of %d flipped: %s", i, len(b), r.Result)
			}
			b[i] = small[i]
		}
	})
	// A changed byte in a zip file that is right in itself.
	for _, whole := range [][]byte{raw, small} {
		for name, b := range mended(t, whole) {
			if r := evidence.Verify(b, pinned); r.Result != evidence.Fail || failed(r) == "" || failed(r) == "form" && strings.HasPrefix(name, "media/") {
				t.Errorf("%s changed, and its checksum too: %s, %s", name, r.Result, failed(r))
			}
		}
	}
	for name, b := range map[string][]byte{"nothing": {}, "noise": []byte("not a bundle"), "half": raw[:len(raw)/2], "more": append(bytes.Clone(raw), 0)} {
		file := filepath.Join(alone, name)
		if err := os.WriteFile(file, b, 0o600); err != nil {
			t.Fatal(err)
		}
		if out, code := custos(t, "evidence", "verify", file, "--trust", trust); code != 1 {
			t.Errorf("%s: exit %d\n%s", name, code, out)
		}
	}
	// Another site's trust file does not know this ledger.
	other := *pinned
	other.Genesis[0] ^= 1
	if r := evidence.Verify(raw, &other); r.Result != evidence.Fail {
		t.Errorf("held against another ledger: %s", r.Result)
	}
}

// isHandedOver gives a bundle on, by the key of the master that exported it, and has the log's
// proof of that added; what it returns checks both, and the page for people that is in the bundle.
func isHandedOver(t *testing.T, dir, bundle, trust string) func() {
	t.Helper()
	e, _ := unpacked(t, bundle)
	must(t, "evidence", "hand-over", bundle, "--as", string(e.Service.Node())+"/master", "--to", "the court", "--why", "case 12", "--data", dir)
	must(t, "evidence", "anchor", bundle, "--wait", "--data", dir)
	return func() {
		out := must(t, "evidence", "verify", bundle, "--trust", trust)
		if !strings.Contains(out, "PASS    hand-over 1: ") || !strings.Contains(out, " has it, entered between ") {
			t.Errorf("the hand-over is not anchored:\n%s", out)
		}
		z, err := zip.OpenReader(bundle)
		if err != nil {
			t.Fatal(err)
		}
		defer z.Close()
		in, err := z.Open("report.html")
		if err != nil {
			t.Fatal(err)
		}
		defer in.Close()
		page, err := io.ReadAll(in)
		if err != nil || !strings.Contains(string(page), "data:image/jpeg;base64,") || !strings.Contains(string(page), string(e.Resource)) {
			t.Errorf("the bundle's page has no picture: %v\n%.3000s", err, page)
		}
		if dir := os.Getenv("CONSOLE_SCREENSHOTS"); dir != "" {
			if err := os.WriteFile(filepath.Join(dir, "report.html"), page, 0o600); err != nil {
				t.Error(err)
			}
		}
	}
}

// takenAsStretch takes the five seconds around a bundle's event as evidence and as plain
// video; what it returns checks both, with nothing but the program and the trust file.
func takenAsStretch(t *testing.T, dir, to, trust, bundle string) func() {
	t.Helper()
	e, _ := unpacked(t, bundle)
	what := []string{"--camera", string(e.Resource), "--from", e.Time.Add(-3 * time.Second).Format(time.RFC3339Nano), "--until", e.Time.Add(2 * time.Second).Format(time.RFC3339Nano), "--data", dir, "-o"}
	proved, video := filepath.Join(to, "stretch.zip"), filepath.Join(to, "stretch.mp4")
	must(t, append([]string{"evidence", "export", "--wait"}, append(what, proved)...)...)
	said := must(t, append([]string{"footage", "export"}, append(what, video)...)...)
	return func() {
		out := must(t, "evidence", "verify", proved, "--trust", trust)
		for _, claim := range []string{"stretch", "time", "footage"} {
			if !strings.Contains(out, "PASS    "+claim+":") {
				t.Errorf("the claim %q is not passed:\n%s", claim, out)
			}
		}
		_, c := unpacked(t, proved)
		var plain clip
		plain.add(t, video, 0)
		if len(plain.frames) != len(c.frames) || plain.pts[0] > 200*time.Millisecond {
			t.Errorf("the video has %d pictures from %v on, the evidence %d: %s", len(plain.frames), plain.pts[0], len(c.frames), said)
		}
		// One after the other, without a break.
		for i := 1; i < len(plain.pts); i++ {
			if d := plain.pts[i] - plain.pts[i-1]; d <= 0 || d > time.Second {
				t.Fatalf("picture %d comes %v after the one before it", i, d)
			}
		}
	}
}

// each works on ranges of n on every core.
func each(n int, work func(from, to int)) {
	parts := runtime.NumCPU()
	var wg sync.WaitGroup
	for p := range parts {
		wg.Go(func() { work(n*p/parts, n*(p+1)/parts) })
	}
	wg.Wait()
}

// mended is a bundle for each of its files in which the middle byte of that file is
// another, and the zip's checksums are right.
func mended(t *testing.T, whole []byte) map[string][]byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(whole), int64(len(whole)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, f := range r.File {
		at, err := f.DataOffset()
		if err != nil || f.Method != zip.Store || f.UncompressedSize64 == 0 {
			t.Fatalf("%s: %v, method %d, %d bytes", f.Name, err, f.Method, f.UncompressedSize64)
		}
		b := bytes.Clone(whole)
		data := b[at : at+int64(f.UncompressedSize64)]
		was := binary.LittleEndian.AppendUint32(nil, crc32.ChecksumIEEE(data))
		data[len(data)/2] ^= 1
		now := binary.LittleEndian.AppendUint32(nil, crc32.ChecksumIEEE(data))
		// Once before the data and once in the directory at the end.
		if n := bytes.Count(b, was); n != 2 {
			t.Fatalf("%s: its checksum stands %d times in the file", f.Name, n)
		}
		out[f.Name] = bytes.ReplaceAll(b, was, now)
	}
	return out
}

// TestAttack09ReencodedExport: the exporter, who signs what he likes, exports footage
// that looks the same and was encoded anew.
// framesAreProved exports a second of what object saw and of what track made of it. Verifying them
// shows each frame's boxes, and those of one that was changed are not shown.
func framesAreProved(t *testing.T, dir, alone, trust string) func() {
	var files []string
	for _, kind := range []string{"sightings", "paths"} {
		file := filepath.Join(alone, kind+".evidence.zip")
		all := listed(t, dir, kind)
		// One of the middle is a whole second; the last ends with the footage.
		must(t, "evidence", "export", all[len(all)/2].ID, "-o", file, "--data", dir)
		files = append(files, file)
	}
	return func() {
		for _, file := range files {
			var r struct {
				Frames []struct {
					Time    time.Time
					Objects []struct{ Box vocabulary.Box }
				}
			}
			if err := json.Unmarshal([]byte(must(t, "evidence", "verify", file, "--trust", trust, "--json")), &r); err != nil {
				t.Fatal(err)
			}
			boxes := 0
			for i, f := range r.Frames {
				boxes += len(f.Objects)
				if i > 0 && !f.Time.After(r.Frames[i-1].Time) {
					t.Errorf("frame %d of %s is not later than the one before", i, file)
				}
			}
			if len(r.Frames) < 2 || boxes == 0 {
				t.Errorf("%s proves %d frames with %d boxes", file, len(r.Frames), boxes)
			}
			if out := must(t, "evidence", "verify", file, "--trust", trust, "--frames"); strings.Count(out, "\n") < boxes || !strings.Contains(out, "SCORE") {
				t.Errorf("the frames are not listed:\n%s", out)
			}
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			changed := bytes.Replace(raw, []byte(`"frames":`), []byte(`"frameS":`), 1)
			if err := os.WriteFile(file, changed, 0o600); err != nil {
				t.Fatal(err)
			}
			if out, code := custos(t, "evidence", "verify", file, "--trust", trust, "--frames"); code != 1 || strings.Contains(out, "SCORE") {
				t.Errorf("a changed second passes, or is shown (%d):\n%s", code, out)
			}
		}
	}
}

func TestAttack09ReencodedExport(t *testing.T) {
	dir := copyOf(t, demoData(t))
	up := start(t, dir, "up", "-c", filepath.Join(dir, "site.yaml"), "--data", dir)
	up.until("the site", up.allReady)
	file, trust := filepath.Join(t.TempDir(), "e.zip"), filepath.Join(t.TempDir(), "trust.json")
	up.until("a bundle", func() bool {
		list := listed(t, dir, "zone")
		if len(list) == 0 {
			return false
		}
		_, code := custos(t, "evidence", "export", list[len(list)-1].ID, "-o", file, "--data", dir)
		return code == 0
	})
	must(t, "trust", "export", "-o", trust, "--data", dir)
	up.stop()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	b, err := evidence.Open(raw)
	if err != nil {
		t.Fatal(err)
	}
	var e struct{ Service string }
	if err := json.Unmarshal(b.Subject.Body, &e); err != nil {
		t.Fatal(err)
	}
	fog, _, _ := strings.Cut(e.Service, "/")
	exporter, err := key.Load(filepath.Join(dir, fog, "master", "service.key"))
	if err != nil {
		t.Fatal(err)
	}
	pinned, err := evidence.LoadTrust(trust)
	if err != nil {
		t.Fatal(err)
	}
	signed := func(want evidence.Status, fails string) {
		t.Helper()
		raw, err := b.Encode(exporter, exporter.Address())
		if err != nil {
			t.Fatal(err)
		}
		if r := evidence.Verify(raw, pinned); r.Result != want || failed(r) != fails {
			t.Fatalf("%s, failed is %q, want %s and %q: %+v", r.Result, failed(r), want, fails, r.Claims)
		}
	}
	signed(evidence.Pass, "")
	for i, media := range b.Media {
		from, to := filepath.Join(t.TempDir(), "from.mp4"), filepath.Join(t.TempDir(), "to.mp4")
		if err := os.WriteFile(from, media, 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command("ffmpeg", "-v", "error", "-nostdin", "-i", from, "-c:v", "libx264", "-preset", "ultrafast", "-crf", "12", "-movflags", "frag_keyframe+empty_moov", "-copyts", to).CombinedOutput()
		if err != nil {
			t.Fatalf("ffmpeg: %v %s", err, out)
		}
		if b.Media[i], err = os.ReadFile(to); err != nil {
			t.Fatal(err)
		}
	}
	signed(evidence.Fail, "footage")
}

func failed(r *evidence.Report) string {
	for _, c := range r.Claims {
		if c.Status == evidence.Fail {
			return c.Name
		}
	}
	return ""
}

// TestAuditNamesAFlippedByte changes one byte of a body on disk.
func TestAuditNamesAFlippedByte(t *testing.T) {
	dir := copyOf(t, demoData(t))
	if out, code := custos(t, "audit", "--data", dir); code != 0 {
		t.Fatalf("an untouched site: exit %d\n%s", code, out)
	}
	path := filepath.Join(dir, "front-fog", "master", "master.db")
	db, err := store.OpenReadOnly(path)
	if err != nil {
		t.Fatal(err)
	}
	var service vocabulary.ServiceID
	var boot, seq uint64
	var body []byte
	if err := db.Query().QueryRow("SELECT b.service, b.boot, e.seq, e.body FROM event e JOIN batch b ON b.n = e.batch JOIN kind k ON k.n = e.kind WHERE k.name = 'zone' LIMIT 1").
		Scan(&service, &boot, &seq, &body); err != nil {
		t.Fatal(err)
	}
	id := string(vocabulary.NewEventID(service, boot, seq))
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := flip(path, body[4:]); err != nil {
		t.Fatal(err)
	}
	out, code := custos(t, "audit", "--data", dir)
	if code != 1 || !strings.Contains(out, id) {
		t.Fatalf("exit %d, want 1 and %s named:\n%s", code, id, out)
	}
}

// TestAttack07DeletedFootage removes and changes a segment's file.
func TestAttack07DeletedFootage(t *testing.T) {
	dir := copyOf(t, demoData(t))
	files, err := filepath.Glob(filepath.Join(dir, "front-edge", "camera-cam1", "recordings", "*", "*", "*", "*", "*.mp4"))
	if err != nil || len(files) < 3 {
		t.Fatalf("%d segments, %v", len(files), err)
	}
	if err := os.Remove(files[1]); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(files[2])
	if err != nil {
		t.Fatal(err)
	}
	b[len(b)/2] ^= 1
	if err := os.WriteFile(files[2], b, 0o600); err != nil {
		t.Fatal(err)
	}
	out, code := custos(t, "audit", "--data", dir)
	for _, f := range files[1:3] {
		if code != 1 || !strings.Contains(out, filepath.Base(f)) {
			t.Fatalf("exit %d, want 1 and %s named:\n%s", code, filepath.Base(f), out)
		}
	}
}

// flip changes one bit of the one place in a database, or its log, that holds
// the given bytes.
func flip(path string, find []byte) error {
	for _, p := range []string{path, path + "-wal"} {
		b, err := os.ReadFile(p)
		if err != nil {
			continue
		}
		i := bytes.Index(b, find)
		if i < 0 {
			continue
		}
		b[i+len(find)/2] ^= 1
		return os.WriteFile(p, b, 0o600)
	}
	return fmt.Errorf("%s does not hold the bytes in one piece", path)
}
