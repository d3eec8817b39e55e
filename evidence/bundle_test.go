package evidence

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"io/fs"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/ledger/key"

	"github.com/secure-systems-lab/go-securesystemslib/dsse"
)

// sample is a true bundle of an event with one segment, the trust file that it passes by,
// and its exporter's key.
func sample(t testing.TB) (raw []byte, trust *Trust, exporter *key.Key) {
	t.Helper()
	f := new(filmed)
	f.add(t0, 20, nil)
	s := newScene().film(f)
	s.subject = s.says(object, cam, t0.Add(time.Second), zoneAt(time.Second))
	raw, trust = s.build(t)
	return raw, trust, s.exporter
}

// TestEncodeHasOneForm: one content is one file, and what is exported is of the form
// that proves names.
func TestEncodeHasOneForm(t *testing.T) {
	raw, _, k := sample(t)
	b, err := Open(raw)
	if err != nil {
		t.Fatal(err)
	}
	b.Proof.Version = formOwned
	for range 2 {
		again, err := b.Encode(k, custos.Address{9})
		if err != nil || !bytes.Equal(raw, again) {
			t.Fatalf("one content has two forms: %v", err)
		}
	}
}

// claimed returns the status of a claim.
func claimed(r *Report, name string) Status {
	for _, c := range r.Claims {
		if c.Name == name {
			return c.Status
		}
	}
	return ""
}

func TestBundleIsRefusedWithAnyByteChanged(t *testing.T) {
	raw, trust := reported(eventScene)().build(t)
	if r := Verify(raw, trust); r.Result != Pass {
		t.Fatalf("%+v", r)
	}
	step := 1
	if testing.Short() {
		step = 61
	}
	for i := 0; i < len(raw); i += step {
		b := bytes.Clone(raw)
		b[i] ^= 1
		if r := Verify(b, trust); r.Result != Fail || claimed(r, "form") != Fail {
			t.Fatalf("byte %d: %+v", i, r)
		}
	}
	for i := 0; i < len(raw); i += 7 * step {
		if r := Verify(raw[:i], trust); r.Result != Fail {
			t.Fatalf("cut to %d bytes: %+v", i, r)
		}
	}
}

// TestAttack29HostileBundle gives the verifier ZIP files that do what ZIP files can.
func TestAttack29HostileBundle(t *testing.T) {
	raw, trust, _ := sample(t)
	good, err := readZip(raw)
	if err != nil {
		t.Fatal(err)
	}
	with := func(change func([]file) []file) []byte {
		b, err := writeZip(change(slices.Clone(good)))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	rename := func(i int, name string) []byte {
		return with(func(f []file) []file { f[i].name = name; return f })
	}
	// entry writes the good files and one more, with any header.
	entry := func(h *zip.FileHeader, data []byte) []byte {
		var out bytes.Buffer
		z := zip.NewWriter(&out)
		for _, f := range good {
			w, err := z.CreateRaw(&zip.FileHeader{Name: f.name, Method: zip.Store, CRC32: crc32.ChecksumIEEE(f.data), CompressedSize64: uint64(len(f.data)), UncompressedSize64: uint64(len(f.data))})
			if err != nil {
				t.Fatal(err)
			}
			_, _ = w.Write(f.data)
		}
		w, err := z.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = w.Write(data)
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	link := &zip.FileHeader{Name: "media/002.mp4"}
	link.SetMode(fs.ModeSymlink | 0o777)
	deflated := func() []byte {
		var out bytes.Buffer
		z := zip.NewWriter(&out)
		for _, f := range good {
			w, err := z.Create(f.name)
			if err != nil {
				t.Fatal(err)
			}
			_, _ = w.Write(f.data)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	comment := bytes.Clone(raw)
	comment[len(comment)-2] = 5
	for name, b := range map[string][]byte{
		"nothing":              nil,
		"text":                 []byte("not a ZIP file"),
		"a path upwards":       rename(1, "../event.json"),
		"an absolute path":     rename(1, "/event.json"),
		"a backslash":          rename(len(good)-2, `media\001.mp4`),
		"a name twice":         rename(2, fileEvent),
		"a file twice":         with(func(f []file) []file { return append(f, f[1]) }),
		"one file more":        with(func(f []file) []file { return append(f, file{"x", nil}) }),
		"two files more":       with(func(f []file) []file { return append(f, file{"x", nil}, file{"y", nil}) }),
		"one file less":        with(func(f []file) []file { return f[:len(f)-1] }),
		"no files":             with(func(f []file) []file { return nil }),
		"another order":        with(func(f []file) []file { f[0], f[1] = f[1], f[0]; return f }),
		"too many files":       with(func(f []file) []file { return append(f, make([]file, maxFiles)...) }),
		"compressed":           deflated(),
		"a bomb":               entry(&zip.FileHeader{Name: "media/002.mp4", Method: zip.Deflate}, make([]byte, 64<<20)),
		"a symbolic link":      entry(link, []byte("/etc/passwd")),
		"a directory":          entry(&zip.FileHeader{Name: "media/"}, nil),
		"a time":               entry(&zip.FileHeader{Name: "x", Modified: time.Unix(1782907200, 0)}, nil),
		"bytes in front":       append([]byte("#!/bin/sh\n"), raw...),
		"bytes behind":         append(bytes.Clone(raw), "more"...),
		"a comment":            append(comment, "hello"...),
		"two names for a file": bytes.Replace(raw, []byte("segments/001.json"), []byte("segments/002.json"), 1),
		"entries over others":  overlapping(t, 400, 1<<20),
		"proof in another form": with(func(f []file) []file {
			f[2].data = bytes.Replace(f[2].data, []byte("{"), []byte("{ "), 1)
			return f
		}),
		"one more proof": with(func(f []file) []file { f[2].data = append(bytes.Clone(f[2].data), "{}"...); return f }),
		"an unknown field": with(func(f []file) []file {
			f[2].data = bytes.Replace(f[2].data, []byte("{"), []byte(`{"x":1,`), 1)
			return f
		}),
		"headers cut":        with(func(f []file) []file { f[3].data = f[3].data[:len(f[3].data)-1]; return f }),
		"headers of 4 GiB":   with(func(f []file) []file { f[3].data = []byte{255, 255, 255, 255, 0}; return f }),
		"no segment":         with(func(f []file) []file { f[4].data = f[1].data; return f }),
		"a segment in words": with(func(f []file) []file { f[4].data = []byte("segment"); return f }),
	} {
		r := Verify(b, trust)
		if r.Result != Fail || len(r.Claims) != 1 || claimed(r, "form") != Fail {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

// overlapping writes a ZIP file whose n entries are all the same bytes of it: what
// unpacks to n times its size.
func overlapping(t *testing.T, n, size int) []byte {
	t.Helper()
	data := make([]byte, size)
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	w, err := z.CreateRaw(&zip.FileHeader{Name: "a", Method: zip.Store, CRC32: crc32.ChecksumIEEE(data), CompressedSize64: uint64(size), UncompressedSize64: uint64(size)})
	if err != nil {
		t.Fatal(err)
	}
	_, _ = w.Write(data)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	one := out.Bytes()
	end := bytes.LastIndex(one, []byte("PK\x05\x06"))
	start := int(binary.LittleEndian.Uint32(one[end+16:]))
	entry := one[start:end]
	b := append(bytes.Clone(one[:start]), bytes.Repeat(entry, n)...)
	tail := bytes.Clone(one[end:])
	binary.LittleEndian.PutUint16(tail[8:], uint16(n))
	binary.LittleEndian.PutUint16(tail[10:], uint16(n))
	binary.LittleEndian.PutUint32(tail[12:], uint32(n*len(entry)))
	b = append(b, tail...)
	if z, err := zip.NewReader(bytes.NewReader(b), int64(len(b))); err != nil || len(z.File) != n {
		t.Fatalf("the attack is none: %v", err)
	}
	return b
}

// TestAttack29EntriesLargerThanTheFile: what claims to unpack to more than the file is, is
// refused before it is read, so that it takes no memory.
func TestAttack29EntriesLargerThanTheFile(t *testing.T) {
	over := overlapping(t, 400, 1<<20)
	one, _, _ := sample(t)
	// The directory's last entry claims a size that lies beyond the file's end.
	at := bytes.LastIndex(one, []byte("PK\x01\x02"))
	for _, field := range []int{20, 24} { // compressed and not
		binary.LittleEndian.PutUint32(one[at+field:], uint32(len(one)))
	}
	for name, b := range map[string][]byte{"entries over one another": over, "one entry": one} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		files, err := readZip(b)
		runtime.ReadMemStats(&after)
		if err == nil || len(files) != 0 || !strings.Contains(err.Error(), "larger together than itself") {
			t.Errorf("%s: %d files, %v", name, len(files), err)
		}
		if took := after.TotalAlloc - before.TotalAlloc; took > 16*uint64(len(b)) {
			t.Errorf("%s: a file of %d bytes took %d", name, len(b), took)
		}
	}
}

// TestAttack31ConfusedStatement signs what is not a statement about these files, or
// signs it as something else.
func TestAttack31ConfusedStatement(t *testing.T) {
	raw, trust, k := sample(t)
	files, err := readZip(raw)
	if err != nil {
		t.Fatal(err)
	}
	last := len(files) - 1
	var env dsse.Envelope
	if err := json.Unmarshal(files[last].data, &env); err != nil {
		t.Fatal(err)
	}
	payload, err := base64.StdEncoding.DecodeString(env.Payload)
	if err != nil {
		t.Fatal(err)
	}
	stranger := newKey(t)
	// envelope signs what by a key, as an envelope of a type and a payload.
	envelope := func(k *key.Key, kind string, what, payload []byte) dsse.Envelope {
		sig, err := k.Sign(sha256.Sum256(what))
		if err != nil {
			t.Fatal(err)
		}
		return dsse.Envelope{
			PayloadType: kind, Payload: base64.StdEncoding.EncodeToString(payload),
			Signatures: []dsse.Signature{{KeyID: k.Address().String(), Sig: base64.StdEncoding.EncodeToString(sig[:])}},
		}
	}
	pae := func(p []byte) []byte { return dsse.PAE(payloadType, p) }
	changed := func(change func(*statement)) dsse.Envelope {
		var st statement
		if err := json.Unmarshal(payload, &st); err != nil {
			t.Fatal(err)
		}
		change(&st)
		p, err := json.Marshal(st)
		if err != nil {
			t.Fatal(err)
		}
		return envelope(k, payloadType, pae(p), p)
	}
	verify := func(e dsse.Envelope) *Report {
		t.Helper()
		text, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		f := slices.Clone(files)
		f[last].data = text
		b, err := writeZip(f)
		if err != nil {
			t.Fatal(err)
		}
		return Verify(b, trust)
	}
	if r := verify(envelope(k, payloadType, pae(payload), payload)); r.Result != Pass || r.Signed != k.Address() {
		t.Fatalf("the honest statement: %+v", r)
	}
	twice := envelope(k, payloadType, pae(payload), payload)
	twice.Signatures = append(twice.Signatures, twice.Signatures[0])
	none := twice
	none.Signatures = nil
	named := envelope(stranger, payloadType, pae(payload), payload)
	named.Signatures[0].KeyID = k.Address().String()
	loose := envelope(k, payloadType, pae(payload), payload)
	loose.Payload = strings.TrimRight(loose.Payload, "=") + "\n" + strings.Repeat("=", strings.Count(loose.Payload, "="))
	spaced := bytes.Replace(payload, []byte("{"), []byte("{ "), 1)
	for name, e := range map[string]dsse.Envelope{
		"another type, signed as such":      envelope(k, "application/json", dsse.PAE("application/json", payload), payload),
		"the right type, signed as another": envelope(k, payloadType, dsse.PAE("application/json", payload), payload),
		"another type, signed as the right": envelope(k, "application/json", pae(payload), payload),
		"no type":                           envelope(k, "", dsse.PAE("", payload), payload),
		"signed without its type":           envelope(k, payloadType, payload, payload),
		"signed by a stranger":              envelope(stranger, payloadType, pae(payload), payload),
		"by a stranger in another's name":   named,
		"signed twice":                      twice,
		"not signed":                        none,
		"loose base64":                      loose,
		"another encoding":                  envelope(k, payloadType, pae(spaced), spaced),
		"no JSON":                           envelope(k, payloadType, pae([]byte("hello")), []byte("hello")),
		"another predicate":                 changed(func(s *statement) { s.PredicateType = "https://slsa.dev/provenance/v1" }),
		"another event":                     changed(func(s *statement) { s.Predicate.Event = "x" }),
		"another exporter":                  changed(func(s *statement) { s.Predicate.Exporter = stranger.Address() }),
		"one file less":                     changed(func(s *statement) { s.Subject = s.Subject[1:] }),
		"another order":                     changed(func(s *statement) { s.Subject[0], s.Subject[1] = s.Subject[1], s.Subject[0] }),
		"another name":                      changed(func(s *statement) { s.Subject[1].Name = "event2.json" }),
		"another digest":                    changed(func(s *statement) { s.Subject[1].Digest["sha256"] = fmt.Sprintf("%x", sum(nil)) }),
		"one more digest":                   changed(func(s *statement) { s.Subject[1].Digest["md5"] = "0" }),
	} {
		if r := verify(e); r.Result != Fail || claimed(r, "form") != Pass || claimed(r, "statement") != Fail {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

// FuzzVerify looks for a file that ends the verifier, or passes.
func FuzzVerify(f *testing.F) {
	raw, trust := reported(eventScene)().build(f)
	f.Add(raw)
	f.Add(raw[:len(raw)/2])
	other, _, _ := sample(f) // without a report, and as true
	f.Add(other)
	f.Fuzz(func(t *testing.T, b []byte) {
		if r := Verify(b, trust); r.Result != Fail && !bytes.Equal(b, raw) && !bytes.Equal(b, other) {
			t.Fatalf("%+v", r)
		}
	})
}
