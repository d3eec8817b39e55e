package evidence_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
	"testing"

	"custos.dev/custos"

	"custos.dev/custos/evidence"
	"custos.dev/custos/evidence/evidencetest"
)

func site(t testing.TB) *evidencetest.Site {
	t.Helper()
	s, err := evidencetest.New()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func made(t testing.TB, s *evidencetest.Site, o evidencetest.Options) *evidencetest.Made {
	t.Helper()
	m, err := s.Bundle(o)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// counted counts how often each part of a file is read.
type counted struct {
	io.ReaderAt
	mu    sync.Mutex
	reads map[int64]int
}

const part = 4 << 10

func (c *counted) ReadAt(b []byte, at int64) (int, error) {
	c.mu.Lock()
	for p := (at + part - 1) / part; (p+1)*part <= at+int64(len(b)); p++ {
		c.reads[p]++
	}
	c.mu.Unlock()
	return c.ReaderAt.ReadAt(b, at)
}

// TestFootageIsReadOnce: each part of the footage is read once, some at a time, and verifying
// holds no more memory for more of it.
func TestFootageIsReadOnce(t *testing.T) {
	m := made(t, site(t), evidencetest.Options{Segments: 24, Bytes: 1 << 20, Stretch: true})
	raw, err := m.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	c := &counted{ReaderAt: bytes.NewReader(raw), reads: map[int64]int{}}
	var last, of int64
	f := &evidence.File{ReaderAt: c, Size: int64(len(raw)), Progress: func(read, all int64) {
		if read < last {
			t.Errorf("%d bytes were read, and then %d", last, read)
		}
		last, of = read, all
	}}
	if r := f.Verify(m.Trust); r.Result != evidence.Pass || r.Statement.IsZero() {
		t.Fatalf("%+v", r)
	}
	if last != of || of < 24<<20 {
		t.Errorf("%d of %d bytes were read at the end", last, of)
	}
	for p, n := range c.reads {
		if n > 1 && p*part > 1<<20 && p*part < 20<<20 {
			t.Fatalf("the 4 KiB at %d were read %d times", p*part, n)
		}
	}
}

// TestMemoryOfALargeBundle holds what verifying 256 MiB takes at most against a bound far below.
func TestMemoryOfALargeBundle(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 256 MiB")
	}
	s := site(t)
	m := made(t, s, evidencetest.Options{Segments: 64, Bytes: 4 << 20, Stretch: true})
	file := filepath.Join(t.TempDir(), "large.zip")
	out, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(m.Write(out), out.Close()); err != nil {
		t.Fatal(err)
	}
	in, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	debug.FreeOSMemory()
	var before, most runtime.MemStats
	runtime.ReadMemStats(&before)
	peak := uint64(0)
	f := &evidence.File{ReaderAt: in, Size: info.Size(), Progress: func(read, of int64) {
		if read*8/of == (read-64<<10)*8/of {
			return
		}
		runtime.ReadMemStats(&most)
		peak = max(peak, most.HeapInuse)
	}}
	if r := f.Verify(m.Trust); r.Result != evidence.Pass {
		t.Fatalf("%+v", r)
	}
	if peak == 0 || peak > before.HeapInuse+32<<20 {
		t.Errorf("verifying %d MiB took %d MiB, %d before it", info.Size()>>20, peak>>20, before.HeapInuse>>20)
	}
}

// TestHashedElsewhere: where a browser hashes, its hash counts, and its error is none of the
// bundle's.
func TestHashedElsewhere(t *testing.T) {
	m := made(t, site(t), evidencetest.Options{Segments: 5, Bytes: 100_000})
	raw, err := m.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	verify := func(fetch func(b []byte) ([]byte, custos.Hash, error), sum error) *evidence.Report {
		return (&evidence.File{ReaderAt: bytes.NewReader(raw), Size: int64(len(raw)), Fetch: func(at, size int64) ([]byte, func() (custos.Hash, error), error) {
			b, h, err := fetch(slices.Clone(raw[at : at+size]))
			return b, func() (custos.Hash, error) { return h, sum }, err
		}}).Verify(m.Trust)
	}
	honest := func(b []byte) ([]byte, custos.Hash, error) { return b, sha256.Sum256(b), nil }
	no := custos.Errorf(custos.Unavailable, "no")
	for name, c := range map[string]struct {
		r    *evidence.Report
		want evidence.Status
	}{
		"honest":       {verify(honest, nil), evidence.Pass},
		"a false hash": {verify(func(b []byte) ([]byte, custos.Hash, error) { return b, custos.Hash{1}, nil }, nil), evidence.Fail},
		"no hash":      {verify(honest, no), evidence.Unknown},
		"not read":     {verify(func(b []byte) ([]byte, custos.Hash, error) { return nil, custos.Hash{}, no }, nil), evidence.Unknown},
		"cut":          {verify(func(b []byte) ([]byte, custos.Hash, error) { return b[:9], sha256.Sum256(b), nil }, nil), evidence.Fail},
		"changed":      {verify(func(b []byte) ([]byte, custos.Hash, error) { h := sha256.Sum256(b); b[len(b)-1] ^= 1; return b, h, nil }, nil), evidence.Fail},
	} {
		if c.r.Result != c.want {
			t.Errorf("%s: %s: %+v", name, c.r.Result, c.r.Claims)
		}
	}
}

// broken cannot be read from a place on.
type broken struct {
	io.ReaderAt
	from int64
}

func (b broken) ReadAt(p []byte, at int64) (int, error) {
	if at+int64(len(p)) > b.from && at < b.from+part {
		return 0, errors.New("input/output error")
	}
	return b.ReaderAt.ReadAt(p, at)
}

// TestWhatCannotBeReadIsNoForgery: a disk that fails, wherever it does, says nothing about the
// evidence, and is never a pass.
func TestWhatCannotBeReadIsNoForgery(t *testing.T) {
	m := made(t, site(t), evidencetest.Options{Segments: 3, Bytes: 50_000})
	raw, err := m.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	for at := int64(0); at < int64(len(raw)); at += 3001 {
		f := &evidence.File{ReaderAt: broken{bytes.NewReader(raw), at}, Size: int64(len(raw))}
		if r := f.Verify(m.Trust); r.Result != evidence.Unknown {
			t.Errorf("at %d: %s: %+v", at, r.Result, r.Claims)
		}
	}
	// A file that is shorter than it was is no evidence.
	f := &evidence.File{ReaderAt: bytes.NewReader(raw[:len(raw)-100]), Size: int64(len(raw))}
	if r := f.Verify(m.Trust); r.Result != evidence.Fail {
		t.Errorf("cut: %+v", r)
	}
}

// TestWorthIsSaid: of what holds it is said what it is worth, and of what does not nothing is.
func TestWorthIsSaid(t *testing.T) {
	m := made(t, site(t), evidencetest.Options{Segments: 2, Bytes: 1000, Report: []byte("<!doctype html>")})
	raw, err := m.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	r := evidence.Verify(raw, m.Trust)
	said := map[string]string{}
	for _, w := range r.Worth {
		said[w.Name] = w.Says
	}
	for name, want := range map[string]string{
		"cosignatures":  "2 of 2 owners signed this state of the log: alma and bruno. To forge it, 2 owners would have had to lie together",
		"work":          "took about 24 hashes, which one processor core makes in a second or less",
		"confirmations": "2 blocks stand on the one that holds the anchor; the trust file asks for 2",
		"trust file":    "it knows who the owners were until block 6, and this is of block 4, 2 blocks before that",
	} {
		if !bytes.Contains([]byte(said[name]), []byte(want)) {
			t.Errorf("%s: %q, want %q", name, said[name], want)
		}
	}
	for _, c := range r.Claims {
		if c.Binds == "" {
			t.Errorf("the claim %q does not say what it binds", c.Name)
		}
	}
	if want := "Genuine. "; len(r.Verdict) < len(want) || r.Verdict[:len(want)] != want {
		t.Errorf("the verdict is %q", r.Verdict)
	}
	owners := slices.Clone(m.Trust.Owners)
	owners[1].WitnessKey[0] ^= 1
	m.Trust = evidence.NewTrust(evidence.Trust{
		Site: "campus", ChainID: 1, Genesis: m.Trust.Genesis, Owners: owners, Threshold: 2, Confirmations: 5,
		History: evidence.NewHistory([]evidence.Council{{Owners: owners, Threshold: 2}}, 9), Contracts: m.Trust.Contracts, Logs: m.Trust.Logs,
	})
	r = evidence.Verify(raw, m.Trust)
	for _, w := range r.Worth {
		if w.Name == "cosignatures" || w.Name == "confirmations" {
			t.Errorf("of what does not hold it is said: %+v", w)
		}
	}
	if r.Result != evidence.Fail || !bytes.Contains([]byte(r.Verdict), []byte("the claim \"witnesses\"")) {
		t.Errorf("%s: %s", r.Result, r.Verdict)
	}
}
