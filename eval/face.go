package eval

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/analyze/face"
	"custos.dev/custos/analyze/neural"
	"custos.dev/custos/analyze/onnx"
	"custos.dev/custos/figures"
	"custos.dev/custos/term"
)

// Faces measures how well faces are found and told apart, by the networks that are there and
// without any, on the pictures of a directory that docs/accuracy.md speaks of.
type Faces struct {
	// Dir has faces/att_faces, a directory for each person; Models, and models in Dir, have networks.
	Dir, Models string
}

// faces is a measurement under way.
type faces struct {
	*figures.Result
	notes    io.Writer
	pictures []portrait
	people   int
}

// portrait is a picture that shows one person's face and little else.
type portrait struct {
	file      string
	person, n int // n counts a person's pictures from 0
	of        int // how many there are
	picture   *face.Picture
}

// Run measures; notes say what is missing.
func (e Faces) Run(ctx context.Context, notes io.Writer) (*figures.Result, error) {
	f := &faces{Result: figures.New("eval face"), notes: notes}
	if st, err := os.Stat(e.Dir); err != nil || !st.IsDir() {
		return nil, custos.Errorf(custos.Invalid, "--data-dir %s is no directory", e.Dir)
	}
	if err := f.read(filepath.Join(e.Dir, "faces", "att_faces")); err != nil {
		return nil, err
	}
	if f.people < 4 {
		term.Printf(notes, "skipped: %s has pictures of %d people, four or more are needed\n", filepath.Join(e.Dir, "faces", "att_faces"), f.people)
		return f.Result, nil
	}
	detector, embedder, err := f.networks(ctx, filepath.Join(e.Dir, "models"), e.Models)
	if err != nil {
		return nil, err
	}
	return f.Result, f.without(ctx, detector, embedder)
}

// read takes the pictures in: each directory is a person.
func (f *faces) read(dir string) error {
	people, err := os.ReadDir(dir)
	if err != nil {
		return nil // it is said that nobody is there
	}
	for _, p := range people {
		if !p.IsDir() {
			continue
		}
		files, err := os.ReadDir(filepath.Join(dir, p.Name()))
		if err != nil {
			return custos.Errorf(custos.Invalid, "%w", err)
		}
		var own []portrait
		for _, file := range files {
			path := filepath.Join(dir, p.Name(), file.Name())
			m, err := imageIn(path)
			if err != nil {
				continue // a README among them
			}
			own = append(own, portrait{file: path, person: f.people, picture: face.PictureOf(m)})
		}
		if len(own) < 4 {
			continue
		}
		slices.SortFunc(own, func(a, b portrait) int { // 10.pgm is the tenth
			if d := len(a.file) - len(b.file); d != 0 {
				return d
			}
			return strings.Compare(a.file, b.file)
		})
		for i := range own {
			own[i].n, own[i].of = i, len(own)
		}
		f.pictures, f.people = append(f.pictures, own...), f.people+1
	}
	return nil
}

// running is a network in the helper, as neural.Network.
type running struct{ *onnx.Process }

// Run implements neural.Network.
func (r running) Run(_ context.Context, in ...neural.Tensor) ([]neural.Tensor, error) {
	out, err := r.Tensors(in...)
	for i := range out {
		out[i].Data = slices.Clone(out[i].Data)
	}
	return out, err
}

// used is the network's process's CPU so far.
func (r running) used() time.Duration { return cpuOfProcess(r.PID()) }

// networks measures each network for faces that is there, and the best pair as the default;
// it returns whether there was a detector and an embedding.
func (f *faces) networks(ctx context.Context, dirs ...string) (detector, embedder bool, err error) {
	kinds := map[string]face.Kind{}
	var files []string
	for _, dir := range dirs {
		some, _ := filepath.Glob(filepath.Join(dir, "*.onnx"))
		for _, file := range some {
			b, err := os.ReadFile(file)
			if err != nil {
				return false, false, custos.Errorf(custos.Invalid, "%w", err)
			}
			about, err := onnx.Describe(b)
			if err != nil {
				continue
			}
			form, layout, err := face.Recognise(dims(about.Inputs), dims(about.Outputs))
			// A small square picture and one row of numbers: else it is of something else.
			if err != nil || form == face.EmbeddingForm && (layout.Width != layout.Height || layout.Width > 160) {
				continue
			}
			name := strings.TrimSuffix(filepath.Base(file), ".onnx")
			if !slices.ContainsFunc(files, func(o string) bool { return kinds[o].Name == name }) {
				kinds[file], files = face.Kind{Name: name, Form: form, Layout: layout}, append(files, file)
			}
		}
	}
	slices.SortFunc(files, func(a, b string) int {
		if kinds[a].Before(kinds[b]) {
			return -1
		}
		return 1
	})
	var finds face.Detector
	for _, file := range files {
		k := kinds[file]
		p, err := onnx.Start(ctx, onnx.Config{Model: file, Tensors: 16 << 20})
		if custos.KindOf(err) == custos.Unavailable {
			term.Printf(f.notes, "skipped: %s: %v\n", k.Name, err)
			continue
		} else if err != nil {
			return false, false, err
		}
		defer p.Close()
		net := running{p}
		if d := face.DetectorOf(k.Form, net, k.Name, k.Layout); d != nil {
			suffix := "-" + k.Name
			if finds == nil {
				suffix, finds = "", d
			}
			if err := f.detection(ctx, suffix, d, net.used); err != nil {
				return false, false, err
			}
		} else if e := face.EmbedderOf(k.Form, net, k.Name, k.Layout); e != nil {
			if finds == nil {
				term.Printf(f.notes, "skipped: %s: there is no network that finds faces\n", k.Name)
				continue
			}
			suffix := "-" + k.Name
			if !embedder {
				suffix, embedder = "", true
			}
			if err := f.recognition(ctx, suffix, finds, e); err != nil {
				return false, false, err
			}
		}
	}
	return finds != nil, embedder, nil
}

func dims(all []onnx.Value) (out [][]int64) {
	for _, v := range all {
		out = append(out, v.Dims)
	}
	return out
}

// detection measures how many of the faces are found, how many are found that are none, and
// what a picture costs.
func (f *faces) detection(ctx context.Context, suffix string, d face.Detector, others func() time.Duration) error {
	hits, extra := 0, 0
	before := others()
	own, err := onThread(func() error {
		for _, p := range f.pictures {
			found, err := d.Faces(ctx, p.picture)
			if err != nil {
				return fmt.Errorf("%s: %w", d.Name(), err)
			}
			right := slices.IndexFunc(found, func(x face.Found) bool { return shows(p.picture, x) })
			if extra += len(found); right >= 0 {
				hits, extra = hits+1, extra-1
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	n := float64(len(f.pictures))
	f.Add("face-detect-rate"+suffix, float64(hits)/n, "of the pictures")
	f.Add("face-detect-extra"+suffix, float64(extra)/n, "a picture")
	f.Add("face-detect-ms"+suffix, float64(own+others()-before)/n/float64(time.Millisecond), "ms CPU/picture")
	return nil
}

// shows reports that what was found can be the face of a portrait: it holds the picture's middle
// and is neither a part of the face nor more than the picture.
func shows(p *face.Picture, x face.Found) bool {
	w, h := float64(p.Width), float64(p.Height)
	b := x.Box
	return b.X < w/2 && b.X+b.W > w/2 && b.Y < .6*h && b.Y+b.H > .55*h && b.W > .35*w && b.W < 1.3*w && b.H > .35*h && b.H < 1.3*h
}

// recognition measures how well faces are told apart: found, laid straight and described. Where
// none is found the picture's middle is taken, which shows one.
func (f *faces) recognition(ctx context.Context, suffix string, d face.Detector, e face.Embedder) error {
	all := make([]face.Template, len(f.pictures))
	for i, p := range f.pictures {
		found, err := d.Faces(ctx, p.picture)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(found, func(x face.Found) bool { return shows(p.picture, x) })
		if at < 0 {
			w, h := float64(p.picture.Width), float64(p.picture.Height)
			found, at = []face.Found{{Box: face.Box{X: .1 * w, Y: .5*h - .4*w, W: .8 * w, H: .8 * w}}}, 0
		}
		if all[i], err = e.Template(ctx, p.picture, found[at]); err != nil {
			return fmt.Errorf("%s: %w", e.Name(), err)
		}
	}
	f.told(suffix, all)
	return nil
}

// without measures the same without networks, as rows of their own and, where networks are
// missing, as the default; and OpenCV's beside them.
func (f *faces) without(ctx context.Context, detector, embedder bool) error {
	for _, path := range face.CascadeFiles {
		b, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		c, err := face.ParseCascade(strings.TrimSuffix(filepath.Base(path), ".xml"), b)
		if err != nil {
			return err
		}
		none := func() time.Duration { return 0 }
		if err := f.detection(ctx, "-plain", c, none); err != nil {
			return err
		}
		if !detector {
			f.again("face-detect-")
		}
		detector = true
		break
	}
	if !detector {
		term.Printf(f.notes, "skipped: face-detect-*: there is neither a network nor %s (Debian: opencv-data)\n", face.CascadeFiles[0])
	}
	all := make([]face.Template, len(f.pictures))
	for i, p := range f.pictures {
		all[i] = face.Describe(face.LBPHFraming.Whole(p.picture))
	}
	f.told("-plain", all)
	if !embedder {
		f.again("face-rank1", "face-open-set")
		f.Add("face-false-accepts", f.stated(all), "where 1% is stated")
	}
	return f.opencv(ctx)
}

// again makes rows without networks those of the default.
func (f *faces) again(prefixes ...string) {
	for _, r := range slices.Clone(f.Rows) {
		name, plain := strings.CutSuffix(r.Name, "-plain")
		if plain && slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(name, p) }) {
			f.Add(name, r.Value, r.Unit)
		}
	}
}

// told adds how well templates tell people apart.
func (f *faces) told(suffix string, all []face.Template) {
	t := f.compare(func(fold split) ranker {
		people := map[face.PersonID][]face.Template{}
		for _, i := range fold.enrolled {
			id := person(f.pictures[i].person)
			people[id] = append(people[id], all[i])
		}
		matchers := map[int]*face.Matcher{}
		return func(probe int) face.Match {
			// Nobody's own pictures are among the strangers that he is compared with.
			who := f.pictures[probe].person
			if !slices.Contains(fold.strangers, probe) {
				who = -1
			}
			if matchers[who] == nil {
				matchers[who] = face.NewMatcher(people, f.strangers(fold, all, func(p portrait) bool { return p.person != who }))
			}
			return matchers[who].Rank([]face.Template{all[probe]}, nil)[0]
		}
	})
	f.Add("face-rank1"+suffix, t.rank1, "of the pictures")
	f.Add("face-open-set"+suffix, t.open, "at 1% false accepts")
	if suffix == "" {
		f.Add("face-false-accepts", f.stated(all), "where 1% is stated")
	}
}

// strangers are those of a fold of whom the place knows, by the person.
func (f *faces) strangers(s split, all []face.Template, knows func(portrait) bool) (out []face.Stranger) {
	last := -1
	for _, i := range s.strangers {
		p := f.pictures[i]
		if !knows(p) {
			continue
		}
		if p.person != last {
			out, last = append(out, nil), p.person
		}
		out[len(out)-1] = append(out[len(out)-1], all[i])
	}
	return out
}

func person(n int) face.PersonID { return face.PersonID(fmt.Sprint(n)) }

// split is which pictures are enrolled, which of the same people's are asked about, and which
// show people who are not enrolled; all by their places.
type split struct{ enrolled, probes, strangers []int }

// ranker says who of the enrolled people a picture is most like.
type ranker func(probe int) face.Match

// told are the figures of a comparison.
type told struct{ rank1, open float64 }

// halves are the four ways in which half of a person's pictures are enrolled.
var halves = []func(n, of int) bool{
	func(n, _ int) bool { return n%2 == 0 },
	func(n, _ int) bool { return n%2 == 1 },
	func(n, of int) bool { return n < of/2 },
	func(n, of int) bool { return n >= of/2 },
}

// splits are the folds: for each half of the pictures everybody is enrolled once, for rank-1, and
// every second one twice, with the others as strangers.
func (f *faces) splits() (closed, open []split) {
	for _, half := range halves {
		for _, in := range []func(person int) bool{
			func(int) bool { return true },
			func(p int) bool { return p%2 == 0 },
			func(p int) bool { return p%2 == 1 },
		} {
			var s split
			for i, p := range f.pictures {
				switch {
				case !in(p.person):
					s.strangers = append(s.strangers, i)
				case half(p.n, p.of):
					s.enrolled = append(s.enrolled, i)
				default:
					s.probes = append(s.probes, i)
				}
			}
			if len(s.strangers) == 0 {
				closed = append(closed, s)
			} else {
				open = append(open, s)
			}
		}
	}
	return closed, open
}

// compare measures rank-1, and how many of the enrolled are named rightly above the score that one
// in a hundred of the strangers' pictures reaches; the means of all folds.
func (f *faces) compare(with func(split) ranker) (t told) {
	closed, open := f.splits()
	for _, s := range closed {
		ask, right := with(s), 0
		for _, i := range s.probes {
			if ask(i).Person == person(f.pictures[i].person) {
				right++
			}
		}
		t.rank1 += float64(right) / float64(len(s.probes)) / float64(len(closed))
	}
	for _, s := range open {
		ask := with(s)
		var strangers []float64
		for _, i := range s.strangers {
			strangers = append(strangers, ask(i).Score)
		}
		slices.Sort(strangers)
		slices.Reverse(strangers)
		above, right := strangers[len(strangers)/100], 0
		for _, i := range s.probes {
			if m := ask(i); m.Score > above && m.Person == person(f.pictures[i].person) {
				right++
			}
		}
		t.open += float64(right) / float64(len(s.probes)) / float64(len(open))
	}
	return t
}

// stated is which part of strangers is taken for somebody by the threshold that is set by other
// strangers at a rate of 1%, as the service sets it. Every fifth person is enrolled; of the others
// half are the strangers that the place knows, and the other half are asked about.
func (f *faces) stated(all []face.Template) float64 {
	accepted, asked := 0, 0
	for _, half := range halves {
		for turn := range 2 {
			people := map[face.PersonID][]face.Template{}
			var s split
			for i, p := range f.pictures {
				switch {
				case p.person%5 != 0:
					s.strangers = append(s.strangers, i)
				case half(p.n, p.of):
					people[person(p.person)] = append(people[person(p.person)], all[i])
				}
			}
			knows := func(p portrait) bool { return p.person%5%2 == turn }
			m := face.NewMatcher(people, f.strangers(s, all, knows))
			at := m.Threshold(.01, 1)
			for _, i := range s.strangers {
				if knows(f.pictures[i]) {
					continue
				}
				if asked++; m.Rank([]face.Template{all[i]}, nil)[0].Score >= at.Score {
					accepted++
				}
			}
		}
	}
	return float64(accepted) / float64(max(asked, 1))
}
