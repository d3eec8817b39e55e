package identify

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"custos.dev/custos"
	"custos.dev/custos/analyze"
	"custos.dev/custos/analyze/face"
	"custos.dev/custos/api"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/observe"
	"custos.dev/custos/store"
)

// middle finds a face in the middle of each picture that has any contrast, as many as it is told.
type middle struct{ faces int }

func (m *middle) Name() string { return "middle" }

func (m *middle) Faces(_ context.Context, p *face.Picture) (out []face.Found, _ error) {
	if face.Describe(p) == nil {
		return nil, nil
	}
	for range m.faces {
		out = append(out, face.Found{Box: face.Box{X: .2 * float64(p.Width), Y: .1 * float64(p.Height), W: .6 * float64(p.Width), H: .6 * float64(p.Width)}, Score: .9})
	}
	return out, nil
}

// portrait is a picture of somebody: a texture that is his own, seen with some noise.
func portrait(who, seed uint64) image.Image {
	own, noise := rand.New(rand.NewPCG(who, 77)), rand.New(rand.NewPCG(who, seed))
	const side, cell = 160, 7
	var cells [side/cell + 1][side/cell + 1]int
	for y := range cells {
		for x := range cells[y] {
			cells[y][x] = 40 + own.IntN(170)
		}
	}
	m := image.NewGray(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			m.SetGray(x, y, color.Gray{uint8(cells[y/cell][x/cell] + noise.IntN(9))})
		}
	}
	return m
}

func jpegOf(t *testing.T, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 92}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// bench is an identifier with its database, and what tests turn.
type bench struct {
	*identifier
	t     *testing.T
	dir   string
	owner *key.Key
	at    time.Time
	finds *middle
	seq   uint64
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{t: t, dir: t.TempDir(), owner: newKey(t), at: noon, finds: &middle{1}}
	b.open()
	return b
}

// open begins a life of the service.
func (b *bench) open() {
	b.t.Helper()
	db, err := store.Open(b.t.Context(), filepath.Join(b.dir, "analyzer.db"), schema())
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { _ = db.Close() })
	b.identifier = &identifier{
		tools: &tools{finds: b.finds, compares: face.ByLBPH{}, otherwise: alikeByLBPH}, rate: .01, log: slog.New(slog.DiscardHandler), domain: "campus/front", cameras: []custos.CameraID{"campus/front/door"},
		now:     func() time.Time { return b.at },
		permits: &permits{authority: authorityOf(b.owner), path: filepath.Join(b.dir, "alma.faces.yaml"), policy: allowing(b.t, "7d")},
		waiting: map[custos.EventID]strange{},
		looked:  prometheus.NewCounterVec(prometheus.CounterOpts{Name: "looked"}, []string{"result"}),
	}
	if err := b.load(db, filepath.Join(b.dir, "templates.key")); err != nil {
		b.t.Fatal(err)
	}
}

// permit has the owner sign what the tests' text says, with changes.
func (b *bench) permit(changes ...string) {
	b.t.Helper()
	b.at = b.at.Add(time.Minute)
	if err := signed(b.t, b.owner, strings.NewReplacer(changes...).Replace(permitText), b.at).Write(b.permits.path); err != nil {
		b.t.Fatal(err)
	}
	if err := os.Chtimes(b.permits.path, b.at, b.at); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) order(o api.FaceOrder) (*api.Faces, error) {
	b.t.Helper()
	body, err := json.Marshal(o)
	if err != nil {
		b.t.Fatal(err)
	}
	v, err := b.Answer(b.t.Context(), "faces", body)
	if err != nil {
		return nil, err
	}
	return v.(*api.Faces), nil
}

func (b *bench) enrolled(name string, who uint64) string {
	b.t.Helper()
	var v *api.Faces
	for seed := range uint64(2) {
		var err error
		if v, err = b.order(api.FaceOrder{Do: api.EnrollFace, Name: name, List: "staff", Picture: jpegOf(b.t, portrait(who, seed)), By: "alma"}); err != nil {
			b.t.Fatalf("%s: %v", name, err)
		}
	}
	return v.People[0].ID
}

// passes lets somebody pass a camera, and returns what was seen of his face; nil is nothing.
func (b *bench) passes(camera custos.CameraID, who uint64) *observe.Face {
	b.t.Helper()
	b.seq++
	in := &analyze.Cropped{
		Event: custos.Event{Service: "edge/track", Boot: 5, Seq: b.seq, Resource: camera},
		Track: &observe.Trajectory{Track: observe.TrackID(b.seq), Class: custos.Person},
	}
	for seed := range uint64(2) {
		in.Shots = append(in.Shots, analyze.Shot{Time: b.at, Box: custos.Box{X: .4, Y: .2, W: .1, H: .3}, Shown: custos.Box{X: .4, Y: .2, W: .1, H: .3}, Picture: portrait(who, 50+seed)})
	}
	out, err := b.Look(b.t.Context(), in)
	if err != nil {
		b.t.Fatal(err)
	}
	if len(out) == 0 {
		return nil
	}
	return out[0].Payload.(*observe.Face)
}

// durable says that the event about a face is on record, and returns its name.
func (b *bench) durable(f *observe.Face) custos.EventID {
	b.t.Helper()
	body, err := json.Marshal(f)
	if err != nil {
		b.t.Fatal(err)
	}
	e := custos.Event{Service: "fog/face", Boot: 3, Seq: b.seq, Kind: kind, Payload: body}
	b.Remember(&e)
	return e.ID()
}

// Without the owner's permit for a camera no picture is asked for, none is looked at, nobody is
// enrolled, and the service says why.
func TestOffWithoutPermit(t *testing.T) {
	b := newBench(t)
	off := func(camera custos.CameraID) {
		t.Helper()
		if b.Wants(camera, nil) || b.passes(camera, 1) != nil {
			t.Errorf("faces of %s are looked at", camera)
		}
	}
	off("campus/front/door")
	if _, err := b.order(api.FaceOrder{Do: api.EnrollFace, Name: "ada", List: "staff", Picture: jpegOf(t, portrait(1, 0))}); custos.KindOf(err) != custos.Denied {
		t.Errorf("enrolled: %v", err)
	}
	if says, since := b.Report(); !strings.Contains(says, "no permit that names purpose and legal basis") || since.IsZero() {
		t.Errorf("it says %q", says)
	}
	b.permit()
	if says, _ := b.Report(); says != "" {
		t.Errorf("with a permit: %s", says)
	}
	b.enrolled("ada", 1)
	if !b.Wants("campus/front/door", nil) || b.passes("campus/front/door", 1) == nil {
		t.Error("the permit does not count")
	}
	off("campus/back/door")
	if _, err := b.order(api.FaceOrder{Do: api.EnrollFace, Name: "x", List: "wanted", Where: "campus/front/door", Picture: jpegOf(t, portrait(1, 0))}); custos.KindOf(err) != custos.Denied {
		t.Errorf("enrolled for a list that the permit does not name: %v", err)
	}
	b.permit("2026-12-31T01:00:00+01:00", "2026-07-01T13:00:00Z")
	b.at = b.at.Add(2 * time.Hour)
	off("campus/front/door")
}

// Who is enrolled is named by an ID that says nothing; others are not. No event has a name or a
// template in it, and it says which permit allowed it.
func TestTellsWhoItIs(t *testing.T) {
	b := newBench(t)
	b.permit()
	ada, bob := b.enrolled("Ada Lovelace", 1), b.enrolled("Bob", 2)
	for who, id := range map[uint64]string{1: ada, 2: bob, 3: ""} {
		f := b.passes("campus/front/door", who)
		if f == nil || f.Person != id || (f.Score >= f.Threshold) != (id != "") || f.Shots != 2 || f.Track == 0 || f.Box.W != .06 {
			t.Errorf("person %d: %+v, want %q", who, f, id)
			continue
		}
		if f.FalseAccepts != 0 || f.Strangers != 0 {
			t.Errorf("a rate is stated by no stranger: %+v", f)
		}
		permit, _ := b.permits.now(b.at)
		if f.Permit != permit.Digest() {
			t.Errorf("allowed by %v", f.Permit)
		}
		body, err := json.Marshal(f)
		if err != nil || len(body) > 1500 || strings.Contains(string(body), "Ada") {
			t.Errorf("the event says %s", body)
		}
	}
	// On a list that the camera's permit does not name, or for another place, nobody is looked for.
	b.permit("lists: [staff]", "lists: [guests]")
	if f := b.passes("campus/front/door", 1); f.Person != "" {
		t.Errorf("a list is looked for that the permit does not name: %+v", f)
	}
	b.permit()
	if _, err := b.order(api.FaceOrder{Do: api.EnrollFace, Name: "eve", List: "staff", Where: "campus/front/yard2", Picture: jpegOf(t, portrait(9, 1))}); err != nil {
		t.Fatal(err)
	}
	if f := b.passes("campus/front/door", 9); f.Person != "" {
		t.Errorf("somebody is looked for elsewhere: %+v", f)
	}
	if f := b.passes("campus/front/yard2", 9); f.Person == "" {
		t.Errorf("somebody is not looked for where he is enrolled: %+v", f)
	}
	// Who removes has to be allowed there.
	if _, err := b.order(api.FaceOrder{Do: api.RemoveFace, Name: "Ada Lovelace", Where: "campus/front/yard2"}); custos.KindOf(err) != custos.NotFound {
		t.Errorf("removed from elsewhere: %v", err)
	}
	if v, err := b.order(api.FaceOrder{Do: api.ListFaces, Where: "campus/front/yard2"}); err != nil || len(v.People) != 1 || v.People[0].Name != "eve" {
		t.Errorf("%+v, %v", v, err)
	}
}

// Strangers are remembered when the permit says so and the event about them is on record, each
// once; what is erased, or too old, is gone.
func TestStrangersAreForgotten(t *testing.T) {
	b := newBench(t)
	b.permit()
	b.enrolled("ada", 1)
	f := b.passes("campus/front/door", 30)
	if len(b.strangers) != 0 {
		t.Fatal("a stranger is remembered whose event is not on record")
	}
	erased := b.durable(f)
	for who := uint64(31); who < 50; who++ {
		b.durable(b.passes("campus/front/door", who))
		// Whatever scale scores are on, the threshold is on the same.
		if m := b.match(); m.Normalised() != (b.threshold.Score != alikeByLBPH) {
			t.Errorf("by %d strangers a face counts from %v on", len(b.known()), b.threshold.Score)
		}
	}
	b.durable(b.passes("campus/front/door", 1)) // he is none
	if len(b.strangers) != 20 {
		t.Fatalf("%d strangers are remembered, of 20", len(b.strangers))
	}
	for range 5 { // he comes every day
		b.durable(b.passes("campus/front/door", 40))
	}
	if n := len(b.known()); n != 20 || len(b.strangers) != 22 {
		t.Errorf("of one who comes again there are %d strangers with %d pictures", n, len(b.strangers))
	}
	if f := b.passes("campus/front/door", 1); f.Person == "" || f.Strangers < 18 || f.FalseAccepts != 0 {
		t.Errorf("by twenty strangers: %+v", f)
	}
	b.Forget([]custos.EventID{erased})
	if len(b.strangers) != 21 {
		t.Errorf("%d after one was erased", len(b.strangers))
	}
	b.open()
	if len(b.strangers) != 21 || len(b.people) != 1 {
		t.Errorf("in the next life there are %d, and %d people", len(b.strangers), len(b.people))
	}
	for i := range b.strangers {
		if b.strangers[i].Event == erased {
			t.Error("what was erased is back")
		}
	}
	b.at = b.at.Add(8 * 24 * time.Hour)
	if err := b.tidy(t.Context()); err != nil || len(b.strangers) != 0 {
		t.Errorf("after eight days there are %d: %v", len(b.strangers), err)
	}
	b.permit("    strangers: 7d\n", "")
	b.durable(b.passes("campus/front/door", 60))
	if len(b.strangers) != 0 {
		t.Error("strangers are kept without the permit's word")
	}
}

// What is in the database opens by the service's key alone, each row in its own place; what was
// removed is not in the file any more.
func TestTemplatesAreSealed(t *testing.T) {
	b := newBench(t)
	b.permit()
	id := b.enrolled("Ada Lovelace", 1)
	b.enrolled("Bob", 2)
	file := func() string {
		t.Helper()
		var all []byte
		for _, suffix := range []string{"", "-wal"} {
			text, err := os.ReadFile(filepath.Join(b.dir, "analyzer.db"+suffix))
			if err != nil && suffix == "" {
				t.Fatal(err)
			}
			all = append(all, text...)
		}
		return string(all)
	}
	plain, err := json.Marshal(b.people[0].Templates[0])
	if err != nil {
		t.Fatal(err)
	}
	raw, err := base64.StdEncoding.DecodeString(strings.Trim(string(plain), `"`))
	if err != nil {
		t.Fatal(err)
	}
	for name, s := range map[string]string{"a name": "Ada Lovelace", "a template": string(plain[100:160]), "a template's numbers": string(raw[100:160])} {
		if strings.Contains(file(), s) {
			t.Errorf("%s stands in the file", name)
		}
	}
	if st, err := os.Stat(filepath.Join(b.dir, "templates.key")); err != nil || st.Mode().Perm() != 0o600 {
		t.Errorf("the key: %v, %v", st, err)
	}
	var body []byte
	if err := b.vault.db.Query().QueryRow("SELECT body FROM people WHERE id = ?", id).Scan(&body); err != nil {
		t.Fatal(err)
	}
	var p person
	if err := b.vault.open("person p-other", body, &p); custos.KindOf(err) != custos.Corrupt {
		t.Errorf("one row stands for another: %v", err)
	}
	body[len(body)-1] ^= 1
	if err := b.vault.open("person "+id, body, &p); custos.KindOf(err) != custos.Corrupt {
		t.Errorf("a row that was changed: %v", err)
	}
	body[len(body)-1] ^= 1
	if !strings.Contains(file(), string(body[200:400])) {
		t.Fatal("the row is not where it is looked for")
	}
	if _, err := b.order(api.FaceOrder{Do: api.RemoveFace, Name: id}); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(file(), string(body[200:400])) {
		t.Error("what was removed stands in the file still")
	}
	if f := b.passes("campus/front/door", 1); f.Person != "" {
		t.Errorf("who was removed is known: %+v", f)
	}
	if err := os.Remove(filepath.Join(b.dir, "templates.key")); err != nil {
		t.Fatal(err)
	}
	if _, err := openVault(t.Context(), b.vault.db, filepath.Join(b.dir, "templates.key")); custos.KindOf(err) != custos.Corrupt {
		t.Errorf("without the key: %v", err)
	}
}

// Who is enrolled until a day is gone after it.
func TestEnrolledUntil(t *testing.T) {
	b := newBench(t)
	b.permit()
	if _, err := b.order(api.FaceOrder{Do: api.EnrollFace, Name: "guest", List: "staff", Until: b.at.Add(time.Hour), Picture: jpegOf(t, portrait(4, 1))}); err != nil {
		t.Fatal(err)
	}
	if f := b.passes("campus/front/door", 4); f.Person == "" {
		t.Error("he is not known")
	}
	b.at = b.at.Add(time.Hour)
	if f := b.passes("campus/front/door", 4); f.Person != "" {
		t.Error("he is known after his time")
	}
	if err := b.tidy(t.Context()); err != nil || len(b.people) != 0 {
		t.Errorf("%d are enrolled: %v", len(b.people), err)
	}
	if _, err := b.order(api.FaceOrder{Do: api.EnrollFace, Name: "late", List: "staff", Until: b.at, Picture: jpegOf(t, portrait(4, 1))}); custos.KindOf(err) != custos.Invalid {
		t.Errorf("until now: %v", err)
	}
}

// Pictures that are none, are cut, too large, empty or show several are refused by a sentence.
func TestHostilePortraits(t *testing.T) {
	b := newBench(t)
	b.permit()
	good := jpegOf(t, portrait(1, 0))
	huge := jpegOf(t, image.NewGray(image.Rect(0, 0, api.MostFaceSide+1, 16)))
	for name, picture := range map[string][]byte{
		"nothing": {}, "text": []byte("this is no picture"), "cut": good[:len(good)/2], "head": good[:40], "huge": huge,
		"long": append(append([]byte{}, good...), make([]byte, api.MostFacePicture)...), "empty": jpegOf(t, image.NewGray(image.Rect(0, 0, 100, 100))),
	} {
		if _, err := b.order(api.FaceOrder{Do: api.EnrollFace, Name: name, List: "staff", Picture: picture}); custos.KindOf(err) != custos.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	// Its size is what the picture says, which says more than it has.
	lying := bytes.Clone(good)
	at := bytes.Index(lying, []byte{0xff, 0xc0})
	copy(lying[at+5:], []byte{0xff, 0xff, 0xff, 0xff})
	if _, err := b.order(api.FaceOrder{Do: api.EnrollFace, Name: "lying", List: "staff", Picture: lying}); custos.KindOf(err) != custos.Invalid {
		t.Errorf("lying: %v", err)
	}
	b.finds.faces = 2
	if _, err := b.order(api.FaceOrder{Do: api.EnrollFace, Name: "two", List: "staff", Picture: good}); custos.KindOf(err) != custos.Invalid || !strings.Contains(fmt.Sprint(err), "2 faces") {
		t.Errorf("two: %v", err)
	}
	if len(b.people) != 0 {
		t.Errorf("%d are enrolled", len(b.people))
	}
	if _, err := b.Answer(t.Context(), "faces", json.RawMessage(`{"do":"enroll","name":"a\nb","picture":"AAAA"}`)); custos.KindOf(err) != custos.Invalid {
		t.Errorf("a name of two lines: %v", err)
	}
}
