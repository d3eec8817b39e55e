package custos_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// pkg is a package of the module and what it imports, its tests included.
type pkg struct {
	ImportPath                         string
	Imports, TestImports, XTestImports []string
}

func (p *pkg) all() []string {
	out := append([]string{}, p.Imports...)
	return append(append(out, p.TestImports...), p.XTestImports...)
}

// under says whether path is root or below it.
func under(path, root string) bool {
	return path == root || strings.HasPrefix(path, root+"/")
}

// module is the path by which others import this one.
const module = "custos.dev/custos"

// ours returns a package's path inside the module; the root's is ".".
func ours(path string) (string, bool) {
	if path == module {
		return ".", true
	}
	return strings.CutPrefix(path, module+"/")
}

// layers are the module's folders from the bottom up. A package imports only
// what stands in a lower line, or what is below its own folder.
var layers = [][]string{
	{"."},
	// observe: what events of each kind say. Who only carries, keeps or proves them stands beside it.
	{"observe"},
	// api: what servers and clients of HTTP agree on.
	{"api"},
	// edge/fmp4: who verifies or joins footage reads the pictures' own times, away from any camera.
	// term: how people are spoken to, by whatever room prints for a command.
	{"edge/fmp4", "term", "bus", "store", "service", "supervise", "ledger/proof", "ledger/key", "ledger/layout", "ledger/bindings", "ledger/policytest"},
	// edge/cameras: who asks for, watches or shows a camera needs its row of the site file, not the edge.
	// retention: edges and masters keep by the same rules.
	{"evidence", "sealed", "edge/cameras", "retention"},
	{"ledger"},
	{"access"},
	{"journal", "client"},
	{"node"},
	{"analyze", "edge", "fog", "cloud", "console"},
	// verifier: the page for strangers, which is evidence in a browser; its tests drive the console's.
	{"fleet", "figures", "verifier"},
	// Who measures runs the demo and takes its rules; benches measures what eval measures, too.
	{"demo"},
	{"eval"},
	{"benches"},
	{"cli"},
	{"cmd"},
	{"e2e", "scripts"},
}

// sideways are the imports between folders of one layer that are allowed, with
// the reason.
var sideways = map[[2]string]string{
	{"analyze", "edge/ring"}:   "the host reads the frames' shared memory, whose format has one owner",
	{"analyze", "edge/pcm"}:    "the host gives analyzers decoded sound, which says what the ring's blocks mean",
	{"analyze", "edge/ffmpeg"}: "programs of others are confined as ffmpeg is, by what has one owner and is tested wall by wall",
}

// only says who alone may import something, and why.
var only = []struct {
	what, why string
	who       []string
}{
	{"github.com/nats-io", "who needs the bus asks package bus, so that pinning of keys cannot be forgotten", []string{"bus"}},
	{"modernc.org/sqlite", "store sets what durability rests on (WAL, synchronous=full) for every database", []string{"store"}},
	{"github.com/jackc/pgx", "store sets what durability rests on for every database", []string{"store"}},
	{"github.com/ethereum/go-ethereum", "what differs between engines stays in ledger; no other package may know which one runs", []string{"ledger"}},
	{module + "/ledger/bindings", "the contracts are called through ledger, which checks what they answer", []string{"ledger"}},
	{"github.com/transparency-dev/tessera", "the log is written by its master only, and measured alone beside it; evidence verifies it without the log's software", []string{"fog", "benches"}},
	{"github.com/evanw/esbuild", "the page is bundled before the build, not in the product", []string{"console/generate"}},
	{"github.com/spf13/cobra", "flags and usage belong to the command line", []string{"cli"}},
	{"github.com/ebitengine/purego", "native code can end its process, and binds it to the system's C library", []string{"analyze/onnx/ort"}},
	{module + "/analyze/onnx/ort", "native code runs in the helper program, which no service falls with", []string{"cmd/custos-onnx"}},
	{"github.com/google/jsonschema-go", "schemas of events belong to their kinds; those of others' programs stand in the site file, and are held against what they answer", []string{"observe", "analyze/remote"}},
	{"github.com/pion", "what cameras speak stays at the edge", []string{"edge"}},
}

// closed are folders whose packages import nothing of the module but the root
// and what is listed, each with what is below it, or alone where it is written with =.
var closed = []struct {
	folder, why string
	allowed     []string
	itself      bool // the rule is also for the folder's own package
	// but are the folders below that have input and output, and join the others; of tfjs its
	// tests, which run what it converts.
	but []string
}{
	{"analyze", "an analyzer is given frames or tracks and does no input or output: it can be replaced, tested and measured alone", []string{"observe", "service", "=analyze", "analyze/neural", "analyze/track", "analyze/face", "analyze/gesture", "analyze/plate/conv", "edge/cameras"}, false, []string{"analyze/host", "analyze/remote", "analyze/models", "analyze/detect", "analyze/tfjs", "analyze/plates", "analyze/plate/train", "analyze/identify", "analyze/poses", "analyze/sound"}},
	{"edge", "protocols, containers and recording work, and are tested, without a site", []string{"observe", "edge"}, false, []string{"edge/cameras"}},
	{"console", "the page is a handler around a Backend; it does not know where that gets its data", []string{"observe", "api", "console/cdp"}, true, nil},
	{"ledger/proof", "verifies without a client, so that it compiles to WebAssembly", []string{"=ledger/proof"}, true, nil},
	{"ledger/layout", "as ledger/proof", nil, true, nil},
	{"ledger/key", "a key is needed below everything that signs", nil, true, nil},
	{"store", "a database knows nothing of what stands in it", []string{"store", "=store"}, true, nil},
	{"bus", "requests are carried, not understood", []string{"bus/bustest"}, true, nil},
	{"supervise", "whoever keeps processes alive must not fail with what they do", nil, true, nil},
	{"service", "shared by every process, so it must not pull one into another", nil, true, nil},
}

func TestImports(t *testing.T) {
	pkgs := list(t)
	place := map[string]int{}
	for i, l := range layers {
		for _, folder := range l {
			place[folder] = i
		}
	}
	// home is the longest folder of the layers that holds a package.
	home := func(path string) (string, int) {
		for at := path; ; {
			if i, ok := place[at]; ok {
				return at, i
			}
			i := strings.LastIndexByte(at, '/')
			if i < 0 {
				return "", -1
			}
			at = at[:i]
		}
	}
	used := map[[2]string]bool{}
	for _, p := range pkgs {
		self, _ := ours(p.ImportPath)
		folder, level := home(self)
		if level < 0 {
			t.Errorf("%s stands in no layer: add its folder to arch_test.go, at the place where its imports put it", self)
			continue
		}
		for _, path := range p.all() {
			to, own := ours(path)
			if !own {
				if self == "." && strings.Contains(strings.SplitN(path, "/", 2)[0], ".") {
					t.Errorf("the root imports %s: it is the vocabulary, imported by integrators, and stands on the standard library only", path)
				}
				continue
			}
			if to == self || to == "." {
				continue
			}
			toFolder, toLevel := home(to)
			if toFolder == folder || toLevel < level {
				continue
			}
			pair := [2]string{folder, to}
			if sideways[pair] != "" {
				used[pair] = true
				continue
			}
			t.Errorf("%s imports %s: imports run one way, and parts of one layer speak over their interfaces, so that each can be replaced", self, to)
		}
	}
	for pair := range sideways {
		if !used[pair] {
			t.Errorf("nobody in %s imports %s any more: strike the exception", pair[0], pair[1])
		}
	}
}

func TestOnlyImporters(t *testing.T) {
	for _, p := range list(t) {
		self, _ := ours(p.ImportPath)
		for _, path := range p.all() {
			for _, o := range only {
				if !under(path, o.what) || path == p.ImportPath {
					continue
				}
				allowed := false
				for _, who := range o.who {
					allowed = allowed || under(self, who)
				}
				if !allowed {
					t.Errorf("%s imports %s, which is for %s only: %s", self, path, strings.Join(o.who, ", "), o.why)
				}
			}
		}
	}
}

func TestClosedPackages(t *testing.T) {
	for _, p := range list(t) {
		self, _ := ours(p.ImportPath)
		for _, c := range closed {
			if !under(self, c.folder) || self == c.folder && !c.itself || slices.ContainsFunc(c.but, func(f string) bool { return under(self, f) }) {
				continue
			}
			for _, path := range p.all() {
				to, own := ours(path)
				if !own || to == "." || to == self {
					continue
				}
				allowed := false
				for _, a := range c.allowed {
					// The folder's own package is the one that joins its parts, unless it is named.
					allowed = allowed || a == "="+to || under(to, a) && to != c.folder
				}
				if !allowed {
					t.Errorf("%s imports %s: %s", self, to, c.why)
				}
			}
		}
	}
}

// TestEnginesStayInLedger checks that nobody else asks which engine runs: what
// differs between them is a property of ledger.Engine.
func TestEnginesStayInLedger(t *testing.T) {
	named := regexp.MustCompile(`"(?:ethash|development|ethereum)"|ledger\.(?:ProofOfWork|Development|Ethereum)\b`)
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir():
			if under(path, "ledger") || under(path, "miner") || d.Name() == "node_modules" || d.Name() == ".git" || d.Name() == "data" {
				return fs.SkipDir
			}
			return nil
		case !strings.HasSuffix(path, ".go") || path == "arch_test.go" || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		b, err := os.ReadFile(path)
		for _, m := range named.FindAll(b, -1) {
			t.Errorf("%s names the engine %s: ask for what matters of it, by a field of ledger.Engine", path, m)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestFFmpegIsStartedInOnePlace checks that whoever has footage decoded has it done
// confined: by package edge/ffmpeg, and by nothing else that starts ffmpeg or ffprobe.
func TestFFmpegIsStartedInOnePlace(t *testing.T) {
	starts := regexp.MustCompile(`(?:exec\.Command(?:Context)?|startProcess|StartProcess)\([^\n]*"ff(?:mpeg|probe)"`)
	excused := map[string]string{
		"benches/camera_phase.go": "it measures ffmpeg as people run it, which reads a camera over the network, beside Custos",
	}
	found := map[string]bool{}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir():
			if d.Name() == "node_modules" || d.Name() == ".git" || d.Name() == "data" {
				return fs.SkipDir
			}
			return nil
		case !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || under(path, "edge/ffmpeg"):
			return nil
		}
		b, err := os.ReadFile(path)
		if m := starts.Find(b); m != nil {
			found[path] = true
			if excused[path] == "" {
				t.Errorf("%s starts ffmpeg by %s…: use package edge/ffmpeg, which confines it", path, m)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for path := range excused {
		if !found[path] {
			t.Errorf("%s starts no ffmpeg any more: strike the exception", path)
		}
	}
}

// TestMastersDatabaseHasOneDoor checks that the master asks its database by
// masterdb's methods: no SQL, no handle of a database, outside of masterdb's
// implementations. Tests may edit rows, as an intruder would.
func TestMastersDatabaseHasOneDoor(t *testing.T) {
	// The tree of blocks is a copy of the chain, which no other database could answer for.
	behind := func(path string) bool {
		return under(path, "fog/masterdb") && path != "fog/masterdb" || path == "fog/blocktree"
	}
	for _, p := range list(t) {
		self, _ := ours(p.ImportPath)
		if !under(self, "fog") || behind(self) {
			continue
		}
		for _, path := range p.Imports {
			if under(path, "database/sql") || self != "fog" && path == module+"/store" {
				t.Errorf("%s imports %s: what the master asks of its database is a method of fog/masterdb", self, path)
			}
		}
	}
	// Of package store the master itself has only what explains a full disk.
	sql := regexp.MustCompile(`"(?:SELECT|INSERT|UPDATE|DELETE|PRAGMA) |\bstore\.(?:Open\w*|DB)\b|\.(?:Query|Exec)(?:Row)?(?:Context)?\(ctx`)
	files := 0
	err := filepath.WalkDir("fog", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil || d.IsDir() || behind(filepath.Dir(path)) || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return err
		}
		files++
		b, err := os.ReadFile(path)
		for _, m := range sql.FindAll(b, -1) {
			t.Errorf("%s has %s: what the master asks of its database is a method of fog/masterdb", path, m)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 20 {
		t.Errorf("only %d files were looked at", files)
	}
}

// TestThreatsNameTheirTests checks that what docs/threats.md points to exists: a
// defence whose test was renamed or struck must not go on being claimed.
func TestThreatsNameTheirTests(t *testing.T) {
	doc, err := os.ReadFile("docs/threats.md")
	if err != nil {
		t.Fatal(err)
	}
	there := map[string]bool{}
	declared := regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	err = filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "node_modules" || d.Name() == ".git" || d.Name() == "data"):
			return fs.SkipDir
		case !strings.HasSuffix(path, "_test.go"):
			return nil
		}
		b, err := os.ReadFile(path)
		for _, m := range declared.FindAllSubmatch(b, -1) {
			there[string(m[1])] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile("`(Test\\w+)`").FindAllSubmatch(doc, -1)
	if len(named) == 0 {
		t.Fatal("docs/threats.md names no test")
	}
	for _, m := range named {
		if !there[string(m[1])] {
			t.Errorf("docs/threats.md names %s, which does not exist", m[1])
		}
	}
}

func list(t *testing.T) []*pkg {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports,TestImports,XTestImports", "./...")
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v: %s", err, said.String())
	}
	var pkgs []*pkg
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		p := new(pkg)
		if err := d.Decode(p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if _, own := ours(p.ImportPath); !own {
			t.Fatalf("%s is not of this module", p.ImportPath)
		}
		pkgs = append(pkgs, p)
	}
	if len(pkgs) < 20 {
		t.Fatalf("go list names only %d packages", len(pkgs))
	}
	return pkgs
}
