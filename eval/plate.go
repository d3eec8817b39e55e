package eval

import (
	"context"
	"fmt"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/analyze/models"
	"custos.dev/custos/analyze/plate"
	"custos.dev/custos/analyze/plates"
	"custos.dev/custos/figures"
	"custos.dev/custos/term"
)

// Plates measures how well licence plates are found and read.
type Plates struct {
	// Dir has plates/REGION, with a picture and a text for each: its file's name, where the
	// plate is (left, top, width, height in pixels) and what it says, separated by white space.
	// REGION names the countries: eu, us, or a code of two letters.
	Dir string
	// Models has the site's networks.
	Models string
}

// car is a picture with a plate.
type car struct {
	picture *plate.Gray
	box     plate.Quad
	text    string
}

// Run measures; notes say what is missing.
func (e Plates) Run(ctx context.Context, notes io.Writer) (*figures.Result, error) {
	out := figures.New("eval plate")
	regions, err := filepath.Glob(filepath.Join(e.Dir, "plates", "*"))
	if err != nil || len(regions) == 0 {
		term.Printf(notes, "skipped: %s has no pictures of plates\n", filepath.Join(e.Dir, "plates"))
		return out, nil
	}
	networks := models.In(e.Models)
	defer func() { _ = networks.Close() }()
	find, err := networks.Of(models.TextDetect)
	read, err2 := networks.Of(models.TextRead)
	without := err != nil || err2 != nil
	if without {
		term.Printf(notes, "skipped: plates are read by networks, and %s has none of them: `make models` brings them, --models says where they are\n", e.Models)
	}
	plain, err := plate.Builtin()
	if err != nil {
		return nil, err
	}
	var by, alone timed
	for _, dir := range regions {
		cars, err := carsIn(dir)
		if err != nil {
			return nil, err
		}
		if len(cars) == 0 {
			term.Printf(notes, "skipped: %s has no pictures with a text beside them\n", dir)
			continue
		}
		region := filepath.Base(dir)
		g, err := plate.NewGrammar(region)
		if err != nil {
			term.Printf(notes, "%s: what its plates look like is not known; no forms are used\n", region)
		}
		if !without {
			r, err := plates.Open(networks, find, read, g)
			if err != nil {
				return nil, err
			}
			if err := by.read(ctx, out, "plate-"+region, r, cars); err != nil {
				return nil, err
			}
		}
		if err := alone.read(ctx, out, "plate-plain-"+region, plate.NewPlainReader(g, plain), cars); err != nil {
			return nil, err
		}
		if err := tesseract(ctx, out, region, cars); err != nil {
			term.Printf(notes, "skipped: Tesseract beside it: %v\n", err)
		}
	}
	by.row(out, "plate-ms")
	alone.row(out, "plate-plain-ms")
	return out, nil
}

// timed is how long a reader took for its pictures.
type timed struct {
	took     time.Duration
	pictures int
}

// read reads the plates of some cars.
func (t *timed) read(ctx context.Context, out *figures.Result, name string, r *plate.Reader, cars []car) error {
	if _, err := r.Plate(ctx, cars[0].picture); err != nil { // its networks start
		return err
	}
	var s score
	for _, c := range cars {
		began := time.Now()
		p, err := r.Plate(ctx, c.picture)
		if err != nil {
			return err
		}
		t.took += time.Since(began)
		t.pictures++
		said := ""
		if p != nil {
			said = p.Text
		}
		s.add(said, c.text)
	}
	s.rows(out, name)
	return nil
}

func (t *timed) row(out *figures.Result, name string) {
	if t.pictures > 0 {
		out.Add(name, float64(t.took.Microseconds())/1000/float64(t.pictures), "ms a picture")
	}
}

// score counts how well plates were read.
type score struct {
	cars, exact, alike int
	wrong, letters     int
}

// lookAlike are characters that have one glyph on the plates of several countries.
var lookAlike = strings.NewReplacer("O", "0", "Q", "0", "I", "1")

func (s *score) add(said, text string) {
	s.cars++
	if said == text {
		s.exact++
	}
	if lookAlike.Replace(said) == lookAlike.Replace(text) {
		s.alike++
	}
	s.wrong += plate.Edits(said, text)
	s.letters += len(text)
}

func (s *score) rows(out *figures.Result, name string) {
	out.Add(name+"-exact", float64(s.exact)/float64(s.cars), "of plates")
	out.Add(name+"-exact-alike", float64(s.alike)/float64(s.cars), "of plates, O as 0 and I as 1")
	out.Add(name+"-cer", float64(s.wrong)/float64(s.letters), "of characters wrong")
}

// carsIn reads the pictures of a directory.
func carsIn(dir string) ([]car, error) {
	texts, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil {
		return nil, custos.Errorf(custos.Invalid, "%w", err)
	}
	slices.Sort(texts)
	var out []car
	for _, f := range texts {
		b, err := os.ReadFile(f)
		if err != nil {
			return nil, custos.Errorf(custos.Invalid, "%w", err)
		}
		var name, text string
		var x, y, w, h float64
		if _, err := fmt.Sscan(string(b), &name, &x, &y, &w, &h, &text); err != nil {
			continue // another kind of text
		}
		m, err := imageIn(filepath.Join(dir, filepath.Base(name)))
		if err != nil {
			return nil, custos.Errorf(custos.Invalid, "%s: the picture cannot be read: %w", f, err)
		}
		out = append(out, car{plate.GrayOf(m), plate.Upright(x, y, w, h), plate.Plain(text)})
	}
	return out, nil
}

// tesseract has Tesseract read the plates, of which it is shown where they are: it is a reader
// of lines and does not find them.
func tesseract(ctx context.Context, out *figures.Result, region string, cars []car) error {
	program, err := exec.LookPath("tesseract")
	if err != nil {
		return custos.Errorf(custos.Unavailable, "it is not installed (Debian: tesseract-ocr)")
	}
	dir, err := os.MkdirTemp("", "custos-plate-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	var s score
	for _, c := range cars {
		w, h := c.box.Size()
		f, err := os.Create(filepath.Join(dir, "plate.png"))
		if err != nil {
			return err
		}
		err = png.Encode(f, c.picture.Rectified(c.box.Grown(.03, .08), int(64*w/h), 64).Image())
		if cerr := f.Close(); err == nil {
			err = cerr
		}
		if err != nil {
			return err
		}
		said, err := exec.CommandContext(ctx, program, f.Name(), "-", "--psm", "7", "-c", "tessedit_char_whitelist="+plate.Letters).Output()
		if err != nil {
			return custos.Errorf(custos.Unavailable, "it fails: %w", err)
		}
		s.add(plate.Plain(strings.Join(strings.Fields(string(said)), "")), c.text)
	}
	out.Peer("plate-"+region+"-exact", "tesseract, shown where the plate is", float64(s.exact)/float64(s.cars))
	out.Peer("plate-"+region+"-cer", "tesseract, shown where the plate is", float64(s.wrong)/float64(s.letters))
	return nil
}
