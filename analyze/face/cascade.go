package face

import (
	"cmp"
	"context"
	"encoding/xml"
	"slices"
	"strconv"
	"strings"

	"custos.dev/custos"
)

// Cascade finds faces that are seen from the front without a network: by boosted stumps over
// local binary patterns (Viola and Jones 2001, Liao et al. 2007), trained by others and read from
// a file in OpenCV's form. It knows no marks. It is safe for concurrent use.
type Cascade struct {
	by            string
	width, height int
	features      [][4]int // x, y, and the size of one of nine cells
	stages        []stage
}

type stage struct {
	threshold float32
	stumps    []stump
}

// stump says yes by the pattern of one feature.
type stump struct {
	feature int
	subset  [8]int32
	yes, no float32
}

// ParseCascade reads a cascade of local binary patterns; Invalid if it is none.
func ParseCascade(by string, text []byte) (*Cascade, error) {
	bad := func(format string, args ...any) (*Cascade, error) {
		return nil, custos.Errorf(custos.Invalid, "%s is no cascade of local binary patterns: "+format, append([]any{by}, args...)...)
	}
	var in struct {
		Cascade struct {
			Feature string `xml:"featureType"`
			Width   int    `xml:"width"`
			Height  int    `xml:"height"`
			Stages  []struct {
				Threshold float32 `xml:"stageThreshold"`
				Weak      []struct {
					Nodes  string `xml:"internalNodes"`
					Leaves string `xml:"leafValues"`
				} `xml:"weakClassifiers>_"`
			} `xml:"stages>_"`
			Features []struct {
				Rect string `xml:"rect"`
			} `xml:"features>_"`
		} `xml:"cascade"`
	}
	if err := xml.Unmarshal(text, &in); err != nil {
		return bad("%w", err)
	}
	c := &Cascade{by: by, width: in.Cascade.Width, height: in.Cascade.Height}
	if in.Cascade.Feature != "LBP" || c.width < 8 || c.height < 8 || c.width > 128 || c.height > 128 {
		return bad("it has features of the kind %q and windows of %dx%d", custos.Plain(in.Cascade.Feature), c.width, c.height)
	}
	for i, f := range in.Cascade.Features {
		n, err := integers(f.Rect)
		if err != nil || len(n) != 4 || n[0] < 0 || n[1] < 0 || n[2] < 1 || n[3] < 1 || n[0]+3*n[2] > c.width || n[1]+3*n[3] > c.height {
			return bad("feature %d is not in its window", i)
		}
		c.features = append(c.features, [4]int(n))
	}
	for i, s := range in.Cascade.Stages {
		to := stage{threshold: s.Threshold - 1e-5}
		for _, w := range s.Weak {
			n, err := integers(w.Nodes)
			leaves := strings.Fields(w.Leaves)
			if err != nil || len(n) != 11 || n[0] != 0 || n[1] != -1 || len(leaves) != 2 || n[2] < 0 || n[2] >= len(c.features) {
				return bad("stage %d is not made of stumps", i)
			}
			st := stump{feature: n[2]}
			for j := range st.subset {
				st.subset[j] = int32(n[3+j])
			}
			yes, err1 := strconv.ParseFloat(leaves[0], 32)
			no, err2 := strconv.ParseFloat(leaves[1], 32)
			if err := cmp.Or(err1, err2); err != nil {
				return bad("stage %d: %w", i, err)
			}
			st.yes, st.no = float32(yes), float32(no)
			to.stumps = append(to.stumps, st)
		}
		c.stages = append(c.stages, to)
	}
	if len(c.stages) == 0 {
		return bad("it has no stages")
	}
	return c, nil
}

func integers(s string) (out []int, err error) {
	for _, f := range strings.Fields(s) {
		n, err := strconv.ParseInt(f, 10, 32)
		if err != nil {
			return nil, err
		}
		out = append(out, int(n))
	}
	return out, nil
}

// Name implements Detector.
func (c *Cascade) Name() string { return c.by }

const (
	// growth is how much larger each next size of a face is that is looked for.
	growth = 1.1
	// agree is how many windows must have found a face.
	agree = 3
)

// Faces implements Detector.
func (c *Cascade) Faces(ctx context.Context, p *Picture) ([]Found, error) {
	grey := p.Grey()
	var hits []Box
	for scale := 1.0; ; scale *= growth {
		w, h := int(float64(p.Width)/scale+.5), int(float64(p.Height)/scale+.5)
		if w < c.width || h < c.height {
			break
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		small := grey
		if scale > 1 {
			small = grey.resized(w, h)
		}
		sums := summed(small)
		step := 2
		if scale > 2 {
			step = 1
		}
		for y := 0; y+c.height <= h; y += step {
			for x := 0; x+c.width <= w; x += step {
				if c.accepts(sums, (w + 1), x, y) {
					hits = append(hits, Box{float64(x) * scale, float64(y) * scale, float64(c.width) * scale, float64(c.height) * scale})
				}
			}
		}
	}
	return best(grouped(hits), mostFaces), nil
}

// summed is for each place the sum of all above and to the left of it, one column and one row
// wider than the picture.
func summed(g *Grey) []int32 {
	w := g.Width + 1
	out := make([]int32, w*(g.Height+1))
	for y := range g.Height {
		sum := int32(0)
		for x := range g.Width {
			sum += int32(g.Pix[y*g.Width+x])
			out[(y+1)*w+x+1] = out[y*w+x+1] + sum
		}
	}
	return out
}

// accepts asks all stages about the window at a place.
func (c *Cascade) accepts(sums []int32, w, x, y int) bool {
	for i := range c.stages {
		s := &c.stages[i]
		total := float32(0)
		for j := range s.stumps {
			t := &s.stumps[j]
			code := pattern(sums, w, x, y, &c.features[t.feature])
			if t.subset[code>>5]&(1<<(code&31)) != 0 {
				total += t.yes
			} else {
				total += t.no
			}
		}
		if total < s.threshold {
			return false
		}
	}
	return true
}

// around are the eight cells about the middle one, from the highest bit on.
var around = [8][2]int{{0, 0}, {1, 0}, {2, 0}, {2, 1}, {2, 2}, {1, 2}, {0, 2}, {0, 1}}

// pattern says which of the eight cells about the middle one are at least as bright.
func pattern(sums []int32, w, x, y int, f *[4]int) (code int) {
	at := (y+f[1])*w + x + f[0]
	across, down := f[2], f[3]*w
	cell := func(i, j int) int32 {
		a := at + i*across + j*down
		return sums[a] - sums[a+across] - sums[a+down] + sums[a+down+across]
	}
	middle := cell(1, 1)
	for i, c := range around {
		if cell(c[0], c[1]) >= middle {
			code |= 128 >> i
		}
	}
	return code
}

// grouped makes one face of windows that lie about each other, as sure as there are many.
func grouped(hits []Box) []Found {
	type group struct {
		Box
		n float64
	}
	var groups []group
	slices.SortFunc(hits, func(a, b Box) int { return cmp.Or(cmp.Compare(a.W, b.W), cmp.Compare(a.Y, b.Y), cmp.Compare(a.X, b.X)) })
	for _, h := range hits {
		i := slices.IndexFunc(groups, func(g group) bool {
			return Box{g.X / g.n, g.Y / g.n, g.W / g.n, g.H / g.n}.overlap(h) >= .5
		})
		if i < 0 {
			groups = append(groups, group{h, 1})
			continue
		}
		g := &groups[i]
		g.X, g.Y, g.W, g.H, g.n = g.X+h.X, g.Y+h.Y, g.W+h.W, g.H+h.H, g.n+1
	}
	var out []Found
	for _, g := range groups {
		if g.n >= agree {
			out = append(out, Found{Box: Box{g.X / g.n, g.Y / g.n, g.W / g.n, g.H / g.n}, Score: g.n / (g.n + agree)})
		}
	}
	return out
}

// CascadeFiles are where Debian's package opencv-data keeps cascades of faces that are seen from
// the front, the better one first.
var CascadeFiles = []string{
	"/usr/share/opencv4/lbpcascades/lbpcascade_frontalface_improved.xml",
	"/usr/share/opencv4/lbpcascades/lbpcascade_frontalface.xml",
}
