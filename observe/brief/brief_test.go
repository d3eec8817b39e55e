package brief

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/observe"
)

var began = time.Date(2026, 7, 1, 18, 0, 0, 123456789, time.UTC)

// bodyOf is the body of an event and its header.
func bodyOf(t testing.TB, p custos.Payload) (Header, []byte) {
	t.Helper()
	e, err := custos.Observation{Resource: "campus/front/cam1", Time: began, Payload: p}.Event("front-edge/object", 1795947628781, 42)
	if err != nil {
		t.Fatal(err)
	}
	body, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	return HeaderOf(&e), body
}

// behavior is one with a way of some points.
func behavior(points int, r *rand.Rand) *observe.Behavior {
	b := &observe.Behavior{
		Rule: "stays in the middle", Act: observe.ActLoiter, Zone: "the middle", Track: 66, Class: custos.Person,
		Frame: custos.FrameRef{Boot: 1795947628783, Seq: 1390, PTS: 146224766666}, Since: began.Add(-time.Second), Value: 8.25,
	}
	x, y := .5, .4
	for i := range points {
		x, y = x+.02*r.Float64(), y+.01*r.NormFloat64()
		b.Trajectory = append(b.Trajectory, observe.Point{
			Time: began.Add(time.Duration(i) * 400 * time.Millisecond),
			Box:  custos.Box{X: custos.Round4(x), Y: custos.Round4(y), W: custos.Round4(.05 + .01*r.Float64()), H: .2},
		})
	}
	return b
}

// Every kind's body comes back byte for byte, and in few bytes.
func TestEachKind(t *testing.T) {
	for _, k := range observe.Kinds() {
		h, body := bodyOf(t, k.Example)
		kept := h.Write(body)
		again, err := h.Read(kept)
		if err != nil || !bytes.Equal(again, body) {
			t.Errorf("%s: %s became %s, %v", k.Name, body, again, err)
		}
		if kept[0] != event || 2*len(kept) > len(body) {
			t.Errorf("%s: %d bytes are kept in %d, form %d", k.Name, len(body), len(kept), kept[0])
		}
		kept = h.WriteAlone(body)
		if again, err := ReadAlone(h.Service, kept); err != nil || !bytes.Equal(again, body) || kept[0] != alone {
			t.Errorf("%s alone: %s became %s, %v", k.Name, body, again, err)
		}
	}
}

// A way of many points, which is most of what is said, takes few bytes a point.
func TestWaysAreShort(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	h, few := bodyOf(t, behavior(4, r))
	_, many := bodyOf(t, behavior(64, r))
	a, b := h.Write(few), h.Write(many)
	if a[0] != event || b[0] != event {
		t.Fatalf("forms %d and %d", a[0], b[0])
	}
	if point := (len(b) - len(a)) / 60; point > 8 {
		t.Errorf("a point of %d bytes is kept in %d", (len(many)-len(few))/60, point)
	}
	if again, err := h.Read(b); err != nil || !bytes.Equal(again, many) {
		t.Errorf("%s, %v", again, err)
	}
}

// Whatever a body says comes back byte for byte, also what Custos would never write.
func TestWhateverItSays(t *testing.T) {
	h := Header{"a-b/c", 7, 9, "x/y", began.UnixNano(), "zone"}
	deep := strings.Repeat("[", 100) + strings.Repeat("]", 100)
	for _, payload := range []string{
		`{}`, `[]`, `""`, `0`, `-0`, `63`, `64`, `-1`, `9223372036854775807`, `9223372036854775808`, `-9223372036854775808`, `1e5`, `1E+05`, `0.5`, `-0.5`, `0.50`, `-0.0`,
		`0.000000000000001`, `0.0000000000000001`, `123456789.25`, `1.`, `.5`, `--5`, `5-5`, `1795947628783`, `true`, `false`, `null`, `nul`, `tru`, `{"a":1}`, `{"a":1,"a":2}`,
		`{"a": 1}`, `{"a":1 }`, `[1,2]`, `[1, 2]`, `[,]`, `[1,]`, `{"x":1,}`, `{,}`, `{"x"}`, `{"x":}`, `{"x":1`, `[1`, `"\u00e9\"\\"`, `"\`, `"é"`, `"` + strings.Repeat("AAAA", 9) + `"`,
		`"AAAAAAAAAAAAAAAAAAA="`, `"AAAAAAAAAAAAAAAAAAB="`, `"0x00ff00ff00ff00ff"`, `"0x00FF00FF00FF00FF"`, `"0x"`, `"2026-07-01T18:00:00Z"`, `"2026-07-01T18:00:00.10Z"`, `"2026-07-01T18:00:00+00:00"`,
		`"0001-01-01T00:00:00Z"`, `"9999-01-01T00:00:00Z"`, `"2026-13-01T18:00:00Z"`, deep, `{"a":` + deep + `}`,
		`[{"x":1},{"x":2}]`, `[{"x":1.5},{"x":2}]`, `[{"x":1.50},{"x":2}]`, `[{"x":1},{"y":2}]`, `[{"x":1},{"x":2},3]`, `[{"x":1},{"x":"2026-07-01T18:00:00Z"}]`, `[{},{}]`, `[{"a":{}},{"a":{}}]`,
		`[{"x":1,"t":"2026-07-01T18:00:00Z"},{"x":-900,"t":"2026-07-01T18:00:00.0000001Z"},{"x":0.125,"t":"1999-07-01T18:00:00Z"}]`,
		`[{"x":900000000000000},{"x":-900000000000000.5}]`, `[{"x":0.000000000000001},{"x":900000000000000}]`, `[{"x":-0},{"x":1}]`, `[{"a":[1]},{"a":[1]}]`,
		`[{"a":{"b":{"c":1}}},{"a":{"b":{"c":2}}}] `, `[{"aaaaaaaaaaaaaaaa":1},{"aaaaaaaaaaaaaaaa":2}]`, `1}{2`, "\"\x00\xff\"", `{"x":1}}`, strings.Repeat(" ", 9),
	} {
		body := append(append(h.before(), payload...), '}')
		for _, b := range [][]byte{body, []byte(payload), body[:len(body)-1], append(slices.Clone(body), ' ')} {
			kept := h.Write(b)
			if again, err := h.Read(kept); err != nil || !bytes.Equal(again, b) {
				t.Errorf("%q became %q, %v", b, again, err)
			}
			if len(kept) > len(b)+1 {
				t.Errorf("%q is kept in %d bytes", b, len(kept))
			}
			if again, err := ReadAlone(h.Service, h.WriteAlone(b)); err != nil || !bytes.Equal(again, b) {
				t.Errorf("alone: %q became %q, %v", b, again, err)
			}
		}
	}
}

// A body does not say what another header says: it does not come back then as it was.
func TestHeaderIsPartOfIt(t *testing.T) {
	h, body := bodyOf(t, behavior(3, rand.New(rand.NewPCG(1, 2))))
	kept := h.Write(body)
	for what, of := range map[string]func(*Header){
		"service": func(h *Header) { h.Service = "x/y" }, "boot": func(h *Header) { h.Boot++ }, "seq": func(h *Header) { h.Seq++ },
		"resource": func(h *Header) { h.Resource = "a" }, "time": func(h *Header) { h.Time++ }, "kind": func(h *Header) { h.Kind = "zone" },
	} {
		other := h
		of(&other)
		if again, err := other.Read(kept); err == nil && bytes.Equal(again, body) {
			t.Errorf("another %s gives the same body", what)
		}
		// Kept under a header that is not its own, it is whole all the same.
		if again, err := other.Read(other.Write(body)); err != nil || !bytes.Equal(again, body) {
			t.Errorf("under another %s: %v", what, err)
		}
	}
}

// What is written reads for good: these bytes were kept by the first version.
func TestKeptOfBefore(t *testing.T) {
	h, body := bodyOf(t, &observe.Zone{
		Zone: "crossing", Transition: observe.Enter, Track: 72, Class: custos.Person, Frame: custos.FrameRef{Boot: 1795947628764, Seq: 1391, PTS: 146323166666},
		Box: custos.Box{X: .3624, Y: .3733, W: .0478, H: 1}, Inside: 200 * time.Millisecond,
	})
	if again, err := h.Read(keptZone); err != nil || !bytes.Equal(again, body) {
		t.Errorf("%s\n%x\n%v", again, h.Write(body), err)
	}
	if len(words) < 128 || strings.Join(words[:6], " ") != "x y w h time box" || shapes[3] != "zone transition track class frame box inside" || len(shapes) > signSmall-signShape {
		t.Error("words or shapes were changed, not added to")
	}
	seen := map[string]bool{}
	for _, w := range slices.Concat(words, shapes) {
		if seen[w] && strings.Contains(w, " ") {
			t.Errorf("%q stands twice", w)
		}
		seen[w] = true
	}
}

// What nobody wrote is refused, and few bytes do not become many.
func TestHostile(t *testing.T) {
	h := Header{"a/b", 7, 9, "x/y", began.UnixNano(), "zone"}
	for what, kept := range map[string][]byte{
		"nothing":                nil,
		"a form of the future":   {9, 0},
		"a body without payload": {event},
		"two payloads":           {event, signTrue, signTrue},
		"a text of before":       {event, signSeen, 0},
		"a text that ends":       {event, signText, 9, 'a'},
		"a length without end":   {event, signText, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f},
		"a word of the future":   {event, signMoreWords, 0xff, 0x7f},
		"a shape of the future":  {event, signShape + 31},
		"a shape of before":      {event, signAgain, 0},
		"deep":                   append(append([]byte{event}, bytes.Repeat([]byte{signArray, 1}, 40)...), signTrue),
		"many values":            {event, signArray, 0xff, 0xff, 0x3f},
		"a table of nothing":     {event, signTable, 2},
		"a table of texts":       {event, signTable, 2, signText, 1, 'a'},
		"a table of zeros":       append([]byte{event, signTable, 0xff, 0xff, 0x3f, signShape, signPoint, signPoint, signPoint, signPoint, 0, 0, 0, 0}, make([]byte, 64)...),
		"a table of one":         {event, signTable, 1, signShape + 8, signPoint, 0, 0xfc},
	} {
		if out, err := h.Read(kept); custos.KindOf(err) != custos.Corrupt {
			t.Errorf("%s: %d bytes, %v", what, len(out), err)
		}
	}
	for _, kept := range [][]byte{nil, {event, signTrue}, {alone}, {alone, signTrue}, {alone, signWord, signWord, 1, 1}, {alone, signWord, signWord, 1, 1, 1, signTrue, 0}} {
		if out, err := ReadAlone("a/b", kept); custos.KindOf(err) != custos.Corrupt {
			t.Errorf("alone: %x is %q, %v", kept, out, err)
		}
	}
	// An object of many shapes that are texts: each costs what it says.
	long := append([]byte{event, signArray, 0xff, 0x7f, signObject, 1, signText, 0xff, 0x7f}, bytes.Repeat([]byte{'a'}, 1<<14-1)...)
	long = append(long, signTrue)
	for range 1<<14 - 2 {
		long = append(long, signAgain, 0, signTrue)
	}
	if out, err := h.Read(long); err == nil {
		t.Errorf("%d bytes became %d", len(long), len(out))
	}
}

func FuzzRead(f *testing.F) {
	h, body := bodyOf(f, behavior(9, rand.New(rand.NewPCG(1, 2))))
	f.Add(h.Write(body))
	f.Add(keptZone)
	f.Fuzz(func(t *testing.T, kept []byte) {
		if out, err := ReadAlone(h.Service, kept); err == nil && len(out) > max(len(kept), 2*MaxBytes) {
			t.Fatalf("%d bytes became %d", len(kept), len(out))
		}
		out, err := h.Read(kept)
		if err != nil {
			return
		}
		if len(out) > max(len(kept), 2*MaxBytes) {
			t.Fatalf("%d bytes became %d", len(kept), len(out))
		}
		if again, err := h.Read(h.Write(out)); err != nil || !bytes.Equal(again, out) {
			t.Fatalf("%q became %q, %v", out, again, err)
		}
	})
}

func FuzzWrite(f *testing.F) {
	f.Add([]byte(`{"a":[1.5,{"x":1},{"x":2}],"t":"2026-07-01T18:00:00Z"}`))
	f.Add([]byte(`[{"x":1,"y":{"z":0.1}},{"x":2,"y":{"z":-1.25}}]`))
	h := Header{"a/b", math.MaxUint64, 9, "x/y", began.UnixNano(), "zone"}
	f.Fuzz(func(t *testing.T, payload []byte) {
		body := append(append(h.before(), payload...), '}')
		if again, err := h.Read(h.Write(body)); err != nil || !bytes.Equal(again, body) {
			t.Fatalf("%q became %q, %v", body, again, err)
		}
	})
}

func BenchmarkBrief(b *testing.B) {
	for name, p := range map[string]custos.Payload{
		"zone":     &observe.Zone{Zone: "crossing", Transition: observe.Enter, Track: 72, Class: custos.Person, Frame: custos.FrameRef{Boot: 1795947628764, Seq: 1391, PTS: 146323166666}},
		"behavior": behavior(17, rand.New(rand.NewPCG(1, 2))),
	} {
		h, body := bodyOf(b, p)
		kept := h.Write(body)
		b.Run("write "+name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				h.Write(body)
			}
		})
		b.Run("read "+name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := h.Read(kept); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

var keptZone, _ = hex.DecodeString("0123060863726f7373696e67d9039001e721042103de150394d7d298c2082014d03814aa3a14bc0741038088debe01")
