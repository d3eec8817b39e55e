package plates

import (
	"context"
	"encoding/json"
	"errors"
	"image"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/analyze"
	"custos.dev/custos/analyze/models"
	"custos.dev/custos/analyze/plate"
	"custos.dev/custos/node"
	"custos.dev/custos/observe"
	"custos.dev/custos/observe/observetest"
)

// reads is a reader that finds a line in the middle of each picture and reads what it is told.
func reads(t *testing.T, texts ...string) *reader {
	t.Helper()
	g, err := plate.NewGrammar("sk")
	if err != nil {
		t.Fatal(err)
	}
	n := -1
	r := &plate.Reader{
		Grammar: g,
		Anywhere: func(_ context.Context, g *plate.Gray) ([]plate.Written, error) {
			n++
			text := texts[min(n, len(texts)-1)]
			if text == "dead" {
				return nil, custos.Errorf(custos.Unavailable, "the network ended")
			}
			var out plate.Reading
			for i := range len(text) {
				var g plate.Glyph
				g[strings.IndexByte(plate.Letters, text[i])] = .97
				out.Glyphs, out.Sure = append(out.Glyphs, g), append(out.Sure, .99)
			}
			w, h := float64(g.Width), float64(g.Height)
			return []plate.Written{{Reading: out, At: plate.Upright(w/4, h/2, w/2, h/8)}}, nil
		},
	}
	return &reader{index: newIndex(), grammar: g, networks: models.In(t.TempDir()), read: r, by: "test"}
}

var noon = time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)

func passing(shots int) *analyze.Cropped {
	in := &analyze.Cropped{Event: custos.Event{Service: "edge/track", Boot: 7, Seq: 9, Resource: "campus/yard/gate", Time: noon}, Track: &observe.Trajectory{Track: 3}}
	for i := range shots {
		in.Shots = append(in.Shots, analyze.Shot{
			Frame: custos.FrameRef{Boot: 7, PTS: time.Duration(i) * time.Second}, Time: noon.Add(time.Duration(i) * time.Second),
			Shown: custos.Box{X: .5, Y: .5, W: .25, H: .5}, Picture: image.NewGray(image.Rect(0, 0, 400, 200)),
		})
	}
	return in
}

func TestPlatesOfATrack(t *testing.T) {
	p := reads(t, "RK755AJ", "RK755AL", "RK755AJ")
	out, err := p.Look(t.Context(), passing(3))
	if err != nil || len(out) != 1 {
		t.Fatalf("%+v, %v", out, err)
	}
	got := out[0].Payload.(*observe.Plate)
	if got.Text != "RK755AJ" || got.Read != 3 || got.Agree != 2 || !got.Format || got.Track != 3 || got.Trajectory != "edge.track.7.9" || out[0].Resource != "campus/yard/gate" {
		t.Errorf("%+v", got)
	}
	// The line is in the middle half of the picture, which shows a quarter of the frame.
	if b := got.Box; b.X < .55 || b.X+b.W > .71 || b.Y < .74 || b.Y+b.H > .82 {
		t.Errorf("the plate is at %+v", b)
	}
	if k, _ := observe.Of(observe.KindPlate); k.Check(payload(t, got)) != nil {
		t.Errorf("%s does not obey its schema", payload(t, got))
	}
	if why, _ := p.Report(); why != "" {
		t.Errorf("trouble: %s", why)
	}
	// A network that is gone is said, and the tracks go on.
	p = reads(t, "dead")
	if out, err := p.Look(t.Context(), passing(1)); err != nil || len(out) != 0 {
		t.Errorf("without its network: %v, %v", out, err)
	}
	if why, since := p.Report(); !strings.Contains(why, "the network ended") || since.IsZero() {
		t.Errorf("it says %q", why)
	}
}

func payload(t *testing.T, p custos.Payload) []byte {
	t.Helper()
	b, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestWatchList(t *testing.T) {
	p := reads(t, "RK755AJ")
	p.watch.path = filepath.Join(t.TempDir(), "watch")
	write := func(text string, at time.Time) {
		t.Helper()
		if err := os.WriteFile(p.watch.path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(p.watch.path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	watched := func() string {
		t.Helper()
		out, err := p.Look(t.Context(), passing(1))
		if err != nil || len(out) != 1 {
			t.Fatalf("%v, %v", out, err)
		}
		return out[0].Payload.(*observe.Plate).Watched
	}
	if got := watched(); got != "" {
		t.Errorf("without a list: %q", got)
	}
	if why, _ := p.Report(); !strings.Contains(why, "plates.watch") {
		t.Errorf("it says %q", why)
	}
	write("# those that were stolen\nrk-755-aj stolen 12/26\n\nBB135BO\n", noon)
	if got := watched(); got != "stolen 12/26" {
		t.Errorf("on the list: %q", got)
	}
	if why, _ := p.Report(); why != "" {
		t.Errorf("it still says %q", why)
	}
	write("RK755AJ\n", noon.Add(time.Second))
	if got := watched(); got != "no reason is given" {
		t.Errorf("after a change: %q", got)
	}
	// What cannot be read leaves what was read before.
	write("ÄÖ what\n", noon.Add(2*time.Second))
	if got := watched(); got != "no reason is given" {
		t.Errorf("after a slip of the pen: %q", got)
	}
	if why, _ := p.Report(); !strings.Contains(why, "watch:1") {
		t.Errorf("it says %q", why)
	}
}

func TestPlatesAreFoundAgain(t *testing.T) {
	p := reads(t, "")
	for i, text := range []string{"RK755AJ", "RK75SAJ", "BB135BO", "RK755AJ"} {
		e := observetest.Of(custos.Observation{Resource: "campus/yard/gate", Time: noon.Add(time.Duration(i) * time.Minute), Payload: &observe.Plate{Text: text}})
		e.Seq = uint64(i + 1)
		p.Remember(e)
	}
	p.Remember(observetest.Of(custos.Observation{Resource: "campus/yard/gate", Time: noon, Payload: &observe.Stream{}}))
	find := func(q Query) (seqs []custos.EventID) {
		t.Helper()
		got, err := p.Answer(t.Context(), node.PlatesRequest, payloadOf(t, q))
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range got.([]Seen) {
			seqs = append(seqs, s.Event)
		}
		return seqs
	}
	id := func(n uint64) custos.EventID { return custos.NewEventID("a-node/a-service", 1, n) }
	check := func(what string, q Query, want ...custos.EventID) {
		t.Helper()
		if got := find(q); len(got) != len(want) || len(want) > 0 && (got[0] != want[0] || got[len(got)-1] != want[len(want)-1]) {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
	check("as it is, and what looks like it", Query{Text: "rk 755 aj"}, id(4), id(1), id(2))
	check("all", Query{}, id(4), id(3), id(2), id(1))
	check("one", Query{Limit: 1}, id(4))
	check("until a time", Query{Until: noon.Add(90 * time.Second)}, id(2), id(1))
	check("elsewhere", Query{Camera: "campus/garage"})
	p.Forget([]custos.EventID{id(4), id(2)})
	check("after an erasure", Query{Text: "RK755AJ"}, id(1))
	for _, q := range []Query{{Text: "ÄÖ"}, {Limit: -1}, {Within: 9}} {
		if _, err := p.Answer(t.Context(), node.PlatesRequest, payloadOf(t, q)); custos.KindOf(err) != custos.Invalid {
			t.Errorf("%+v: %v", q, err)
		}
	}
	if _, err := p.Answer(t.Context(), node.PlatesRequest, []byte("{")); custos.KindOf(err) != custos.Invalid {
		t.Errorf("no question: %v", err)
	}
	for range maxSeen + 5 {
		p.index.add(Seen{})
	}
	if len(p.index.seen) > maxSeen {
		t.Errorf("%d plates are remembered", len(p.index.seen))
	}
	if err := errors.Join(p.Close()); err != nil {
		t.Error(err)
	}
}

func payloadOf(t *testing.T, q Query) json.RawMessage {
	t.Helper()
	b, err := json.Marshal(q)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestOwnGlyphs: a site's own network for plain reading is taken before the one that Custos brings, and
// one that is none is refused by its name.
func TestOwnGlyphs(t *testing.T) {
	file := filepath.Join(t.TempDir(), ownGlyphs)
	if _, by, err := plainNet(file); err != nil || by != "strokes" {
		t.Fatalf("without one it reads by %q, %v", by, err)
	}
	net, err := plate.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	b := net.Marshal()
	if err := os.WriteFile(file, b, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, by, err := plainNet(file); err != nil || !strings.HasPrefix(by, "strokes@0x") {
		t.Errorf("with one it reads by %q, %v", by, err)
	}
	if err := os.WriteFile(file, b[:len(b)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := plainNet(file); custos.KindOf(err) != custos.Invalid || !strings.Contains(err.Error(), file) {
		t.Errorf("of one that is cut it says: %v", err)
	}
}
