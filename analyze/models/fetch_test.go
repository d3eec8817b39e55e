package models

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"custos.dev/custos"
)

func TestTheLockfile(t *testing.T) {
	l, err := ReadLock()
	if err != nil {
		t.Fatal(err)
	}
	var tasks []Task
	for _, m := range l.Clear() {
		tasks = append(tasks, m.Task)
	}
	for _, task := range Tasks() {
		if !slices.Contains(tasks, task) {
			t.Errorf("no network of a clear licence is for %s", task)
		}
		if task.Without() == "" {
			t.Errorf("it is not said what works without a network for %s", task)
		}
	}
	if len(l.Clear()) == len(l.Models) {
		t.Error("none of the licences is unclear")
	}
	if _, err := l.Named("resnet"); custos.KindOf(err) != custos.NotFound || !strings.Contains(err.Error(), "nanodet") {
		t.Error(err)
	}
}

// entry is a file of a package that a test makes.
type entry struct {
	name, text string
	kind       byte
}

func tarball(t *testing.T, entries ...entry) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	w := tar.NewWriter(z)
	for _, e := range entries {
		h := &tar.Header{Name: e.name, Typeflag: e.kind, Mode: 0o644, Size: int64(len(e.text))}
		if e.kind == tar.TypeSymlink {
			h.Linkname, h.Size = e.text, 0
		}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if h.Size > 0 {
			if _, err := w.Write([]byte(e.text)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func hash(text string) custos.Hash { return sha256.Sum256([]byte(text)) }

// lockOf is a lockfile of one package with a network, and a text beside it.
func lockOf(pkg []byte) *Lock {
	sum := sha512.Sum512(pkg)
	return &Lock{
		Packages: []Package{{Name: "@a/models", Version: "1.2.3", Integrity: "sha512-" + base64.StdEncoding.EncodeToString(sum[:]), Size: int64(len(pkg)), Licence: "MIT"}},
		Models: []Locked{{
			Model:   Model{Name: "reader", Task: TextRead, Rank: 10, Shape: "tensors", Digest: hash("network"), Source: "by hand"},
			Package: "@a/models", Licence: "MIT",
			Files: []LockedFile{{Path: "assets/net.onnx", SHA256: hash("network")}, {Path: "assets/keys", SHA256: hash("abc"), Keep: "keys.txt"}},
		}},
	}
}

var goodEntries = []entry{
	{"package/package.json", "{}", tar.TypeReg},
	{"package/assets/net.onnx", "network", tar.TypeReg},
	{"package/assets/keys", "abc", tar.TypeReg},
}

// fetcher fetches from a package that is given, and counts how often.
func fetcher(t *testing.T, l *Lock, pkg []byte) (*Fetcher, *int) {
	asked := new(int)
	return &Fetcher{
		Lock: l, Store: filepath.Join(t.TempDir(), "store"),
		Pack: func(_ context.Context, spec, dir string) error {
			*asked++
			if spec != "@a/models@1.2.3" {
				t.Errorf("asked for %s", spec)
			}
			return os.WriteFile(filepath.Join(dir, "a-models-1.2.3.tgz"), pkg, 0o600)
		},
	}, asked
}

func TestFetch(t *testing.T) {
	pkg := tarball(t, goodEntries...)
	l := lockOf(pkg)
	if err := l.check(); err != nil {
		t.Fatal(err)
	}
	f, asked := fetcher(t, l, pkg)
	for range 2 {
		if err := f.Fetch(t.Context(), l.Models); err != nil {
			t.Fatal(err)
		}
	}
	if *asked != 1 {
		t.Errorf("the registry was asked %d times", *asked)
	}
	site := filepath.Join(t.TempDir(), "site", "models")
	if names, err := f.Install(site, l.Models); err != nil || !slices.Equal(names, []string{"reader"}) {
		t.Fatal(names, err)
	}
	if names, err := f.Install(site, l.Models); err != nil || len(names) != 0 {
		t.Error("installed once more:", names, err)
	}
	m, err := Best(site, TextRead)
	if err != nil || m.Name != "reader" {
		t.Fatal(m, err)
	}
	if b, err := m.Read(site, "keys.txt"); err != nil || string(b) != "abc" {
		t.Errorf("%q, %v", b, err)
	}
	if missing, err := Missing(site); err != nil || slices.Contains(missing, TextRead) || !slices.Contains(missing, Detect) {
		t.Error(missing, err)
	}

	// What was changed in the store is fetched again, and what was changed at the site is put
	// right by another installation.
	if err := os.WriteFile(filepath.Join(f.Store, "reader.onnx"), []byte("netwark"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := f.Fetch(t.Context(), l.Models); err != nil || *asked != 2 {
		t.Error(err, *asked)
	}
	if err := os.WriteFile(filepath.Join(site, "reader.keys.txt"), []byte("abd"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := m.Read(site, "keys.txt"); custos.KindOf(err) != custos.Corrupt {
		t.Error("a changed file is read:", err)
	}
	if names, err := f.Install(site, l.Models); err != nil || len(names) != 1 {
		t.Error(names, err)
	}
	if err := m.intact(site); err != nil {
		t.Error(err)
	}

	if err := Remove(site, "reader"); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(site); err != nil || len(left) != 0 {
		t.Error(left, err)
	}
	if err := Remove(site, "reader"); custos.KindOf(err) != custos.NotFound {
		t.Error(err)
	}
}

// A user's own network is not replaced by a fetched one of the same name.
func TestOnesOwnStays(t *testing.T) {
	pkg := tarball(t, goodEntries...)
	l := lockOf(pkg)
	f, _ := fetcher(t, l, pkg)
	if err := f.Fetch(t.Context(), l.Models); err != nil {
		t.Fatal(err)
	}
	site := t.TempDir()
	if err := write(site, Model{Name: "reader", Shape: "yolox", Digest: hash("mine"), Source: "my own"}, []byte("mine")); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Install(site, l.Models); custos.KindOf(err) != custos.Conflict || !strings.Contains(err.Error(), "my own") {
		t.Error(err)
	}
	if b, _ := os.ReadFile(filepath.Join(site, "reader.onnx")); string(b) != "mine" {
		t.Errorf("%q", b)
	}
}

// Whatever a registry gives in place of what is in the lockfile is refused, and nothing of it
// is kept.
func TestFetchRefuses(t *testing.T) {
	good := tarball(t, goodEntries...)
	other := tarball(t, append(slices.Clone(goodEntries), entry{"package/x", "y", tar.TypeReg})...)
	// These have the integrity that the lockfile says: what is in them is wrong.
	link := tarball(t, entry{"package/assets/net.onnx", "/etc/passwd", tar.TypeSymlink}, goodEntries[2])
	outside := tarball(t, entry{"package/../package/assets/net.onnx", "network", tar.TypeReg}, goodEntries[2])
	changed := tarball(t, entry{"package/assets/net.onnx", "netwark", tar.TypeReg}, goodEntries[2])
	converts := func(l *Lock) { l.Models[0].Digest = hash("another") }
	for name, c := range map[string]struct {
		lockedAs, given []byte
		change          func(*Lock)
		want            string
	}{
		"another package":        {good, other, nil, "not what the lockfile says"},
		"a cut one":              {good, good[:len(good)-9], nil, "not what the lockfile says"},
		"a longer one":           {good, append(slices.Clone(good), 0), nil, "not what the lockfile says"},
		"no archive":             {[]byte("hello"), []byte("hello"), nil, "does not unpack"},
		"an archive that is cut": {good[:60], good[:60], nil, "does not unpack"},
		"a link":                 {link, link, nil, "there is no assets/net.onnx"},
		"a path outside":         {outside, outside, nil, "there is no assets/net.onnx"},
		"a changed file":         {changed, changed, nil, "net.onnx in it is not what"},
		"another network":        {good, good, converts, "not the lockfile's"},
	} {
		l := lockOf(c.lockedAs)
		if c.change != nil {
			c.change(l)
		}
		f, _ := fetcher(t, l, c.given)
		err := f.Fetch(t.Context(), l.Models)
		if custos.KindOf(err) != custos.Corrupt || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
		if _, err := Load(f.Store, "reader"); custos.KindOf(err) != custos.NotFound {
			t.Errorf("%s is kept: %v", name, err)
		}
	}
}

// A lockfile that would have npm do something else than get a package is refused.
func TestLockfilesThatCannotBe(t *testing.T) {
	pkg := tarball(t, goodEntries...)
	for name, change := range map[string]func(*Lock){
		"an option":       func(l *Lock) { l.Packages[0].Name = "--registry=x" },
		"a path":          func(l *Lock) { l.Packages[0].Name = "../x" },
		"a range":         func(l *Lock) { l.Packages[0].Version = "^1.2.3" },
		"a weak digest":   func(l *Lock) { l.Packages[0].Integrity = "sha1-" + l.Packages[0].Integrity[7:] },
		"no size":         func(l *Lock) { l.Packages[0].Size = 0 },
		"no package":      func(l *Lock) { l.Models[0].Package = "b" },
		"no licence":      func(l *Lock) { l.Models[0].Licence = "" },
		"no source":       func(l *Lock) { l.Models[0].Source = "" },
		"no task":         func(l *Lock) { l.Models[0].Task = "" },
		"a strange task":  func(l *Lock) { l.Models[0].Task = "cook" },
		"a name outside":  func(l *Lock) { l.Models[0].Name = "../x" },
		"a file outside":  func(l *Lock) { l.Models[0].Files[0].Path = "../x" },
		"kept elsewhere":  func(l *Lock) { l.Models[0].Files[1].Keep = "../x.txt" },
		"kept as another": func(l *Lock) { l.Models[0].Files[1].Keep = "onnx" },
		"twice":           func(l *Lock) { l.Models = append(l.Models, l.Models[0]) },
	} {
		l := lockOf(pkg)
		change(l)
		if err := l.check(); custos.KindOf(err) != custos.Corrupt {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The lowest rank is used where none is named; who has none is used only by its name.
func TestBest(t *testing.T) {
	dir := t.TempDir()
	for _, m := range []Model{
		{Name: "b", Task: Detect, Rank: 20}, {Name: "c", Task: Detect, Rank: 10}, {Name: "a", Task: Detect},
		{Name: "d", Task: Pose, Rank: 1}, {Name: "e", Task: Detect, Rank: 5, Shape: "embedding"},
	} {
		if err := write(dir, m, nil); err != nil {
			t.Fatal(err)
		}
	}
	if m, err := Best(dir, Detect); err != nil || m.Name != "c" {
		t.Error(m.Name, err)
	}
	if _, err := Best(dir, Speech); custos.KindOf(err) != custos.NotFound || !strings.Contains(err.Error(), "make models") {
		t.Error(err)
	}
}
