// Package cascade lets a cheap detector of movement say when and where a dear one looks, so
// that an empty scene costs next to nothing. It does no I/O and is deterministic.
package cascade

import (
	"cmp"
	"slices"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/observe"
)

// Motion finds what moves; package object's detector is one.
type Motion interface {
	Detect(custos.Frame) ([]observe.Detection, error)
	Model() string
	// Nonsense says in a sentence why what it finds now is of no use; "" if it is.
	Nonsense() string
}

// Looker sees objects in a part of a frame, which it shows itself at a scale of its own times
// one that it is given, at most 1; package neural's detector is one.
type Looker interface {
	DetectAt(f custos.Frame, region custos.Box, scale float64) ([]observe.Detection, error)
}

// Config sets when the looker looks. The zero value is usable.
type Config struct {
	// Every is how long it waits at least between two looks; 0 means DefaultEvery.
	Every time.Duration
	// Linger is for how long it goes on looking after nothing moves any more, as long as
	// it sees something; 0 means 10 s. Who stands still is seen for so long.
	Linger time.Duration
	// Width is how many pixels of a frame the looker sees at once without loss; 0 means
	// that it always looks at all of the frame.
	Width int
	// Free says that a look at a part costs less than one at all of the frame, however
	// few pixels the frame has.
	Free bool
	// Tall is how many pixels high the looker sees objects best; those that are larger it is
	// shown smaller, which costs less, too. 0 means as large as they are. It is for free ones.
	Tall float64
}

// DefaultEvery makes five looks a second.
const DefaultEvery = 200 * time.Millisecond

// EveryFrame is a detector that looks at each frame, without anything that tells it when.
func EveryFrame(detect func(custos.Frame) ([]observe.Detection, error)) func(custos.Frame) ([]observe.Detection, bool, error) {
	return func(f custos.Frame) ([]observe.Detection, bool, error) {
		found, err := detect(f)
		return found, true, err
	}
}

// Detector is both together. It is not safe for concurrent use.
type Detector struct {
	cfg    Config
	motion Motion
	looker Looker

	began, looked, moved time.Time
	saw                  []observe.Detection // by the last look
	sure                 []sure              // the same
	looks                int
	ground               ground
	silence              silence
	moving               []observe.Detection // in the newest frame
	tall                 float64             // of the smaller ones of what is seen, in frames' heights
}

// New returns a detector that has seen nothing.
func New(c Config, m Motion, l Looker) *Detector {
	if c.Every <= 0 {
		c.Every = DefaultEvery
	}
	if c.Linger <= 0 {
		c.Linger = 10 * time.Second
	}
	return &Detector{cfg: c, motion: m, looker: l}
}

// Looks is how many looks there were so far.
func (d *Detector) Looks() int { return d.looks }

// Moving is what moved in the newest frame, as the detector of movement has it.
func (d *Detector) Moving() []observe.Detection { return d.moving }

// settle is how long after its beginning the looker looks, whatever moves.
const settle = 3 * time.Second

// weak is the best score of an object where nothing has ever moved: less than Sure, so that it
// may continue a track, and begins none. A lamp post that looks like a person is not followed.
const weak = 0.45

// Detect returns what the looker sees, and false where it did not look: then nothing is
// known of the frame beside that nothing moved, or that it is too soon. Nothing seen in a
// scene where nothing moves is known, and true.
func (d *Detector) Detect(f custos.Frame) (found []observe.Detection, looked bool, err error) {
	moving, err := d.motion.Detect(f)
	d.moving = moving
	if err != nil {
		return nil, false, err
	}
	if d.began.IsZero() || f.Time.Before(d.looked) { // or the clock was set back
		d.began, d.looked, d.moved = f.Time, time.Time{}, time.Time{}
		d.ground = ground{}
	}
	// What moves is not known before a while, nor where movement is nonsense: then the looker
	// looks at all of the frame, whatever moves.
	blind := d.motion.Nonsense() != ""
	fresh := blind || f.Time.Sub(d.began) < settle
	if blind {
		moving = nil
	}
	d.ground.mark(d.moving, f.Time)
	if len(d.moving) > 0 {
		d.moved = f.Time
	}
	still := !fresh && (d.moved.IsZero() || f.Time.Sub(d.moved) > d.cfg.Linger || len(d.saw) == 0 && len(moving) == 0)
	if still {
		gone := len(d.saw) > 0
		d.saw = nil
		return nil, gone || len(moving) == 0, nil
	}
	if !d.looked.IsZero() && f.Time.Sub(d.looked) < d.cfg.Every-slack {
		return nil, false, nil
	}
	region := whole
	if !blind {
		region = d.region(f, moving)
	}
	found, err = d.looker.DetectAt(f, region, d.scale(f))
	d.silence.look(f.Time, d.cfg.Every-slack, len(moving), len(found))
	if err != nil {
		return nil, false, err
	}
	d.looked = f.Time
	d.looks++
	d.measure(found)
	d.believe(found, f.Time)
	for i := range found {
		if found[i].Score > weak && !fresh && !d.ground.trodden(found[i].Box) {
			found[i].Score = weak
		}
	}
	d.saw = append(d.saw[:0], found...)
	return found, true, nil
}

const (
	// likely is the score from which something is rather there than not if the look before saw
	// it there, too, and stays the overlap by which it did.
	likely = 0.4
	stays  = 0.3
	// believed is for how long after it was sure by itself.
	believed = time.Second
)

// sure is what a look was sure of, and when it was so by itself at last.
type sure struct {
	class custos.Class
	box   custos.Box
	at    time.Time
}

// believe makes those sure that are likely, and continue what was sure in the look before: each
// of those one, the surest first, so that what is seen twice does not count twice. It does so for
// believed only: what is likely for ever and never sure is a post. It begins no track: that
// takes more than Sure.
func (d *Detector) believe(found []observe.Detection, at time.Time) {
	before := slices.DeleteFunc(d.sure, func(s sure) bool { return at.Sub(s.at) > believed })
	d.sure = nil
	order := make([]*observe.Detection, len(found))
	for i := range found {
		order[i] = &found[i]
	}
	slices.SortStableFunc(order, func(a, b *observe.Detection) int { return cmp.Compare(b.Score, a.Score) })
	for _, f := range order {
		if f.Score < likely {
			return
		}
		best, is := stays, -1
		for i, s := range before {
			if overlap := s.box.IoU(f.Box); s.class == f.Class && overlap >= best {
				best, is = overlap, i
			}
		}
		when := at
		if is >= 0 {
			if f.Score < Sure {
				f.Score, when = Sure, before[is].at
			}
			before = slices.Delete(before, is, is+1)
		}
		if f.Score >= Sure {
			d.sure = append(d.sure, sure{f.Class, f.Box, when})
		}
	}
}

const (
	// leastScale is the smallest at which a look is; fullEvery is how often one is at the full
	// scale, whatever is seen: far away there may be smaller ones.
	leastScale = 0.5
	fullEvery  = 15
)

// scale is at which the looker sees what it saw at last best.
func (d *Detector) scale(f custos.Frame) float64 {
	if d.cfg.Tall <= 0 || !d.cfg.Free || d.tall == 0 || d.looks%fullEvery == 0 {
		return 1
	}
	pixels := d.tall * float64(f.Height) * min(1, float64(d.cfg.Width)/float64(f.Width))
	return min(max(d.cfg.Tall/pixels, leastScale), 1)
}

// measure learns how large things are: the lower quartile of their heights.
func (d *Detector) measure(found []observe.Detection) {
	var heights []float64
	for _, f := range found {
		if f.Score >= Sure {
			heights = append(heights, f.Box.H)
		}
	}
	if len(heights) == 0 {
		return
	}
	slices.Sort(heights)
	now := heights[len(heights)/4]
	if d.tall == 0 {
		d.tall = now
	}
	d.tall += .3 * (now - d.tall)
}

// Sure is the score from which a detection is rather right than wrong, whatever network says it.
const Sure = 0.5

// slack lets a frame count that comes a little early: times jitter.
const slack = 20 * time.Millisecond

// whole is a region that is all of a frame.
var whole = custos.Box{W: 1, H: 1}

// wholeEvery is how often a look is at all of the frame, whatever moves: in the rest of it
// somebody may stand.
const wholeEvery = 5

// fewest is how many pixels a look is at least across: a network needs to see what is
// around a body.
const fewest = 192

// region is where the looker looks: around all that moves and was seen, with room for
// what belongs to it, no smaller than what it sees without loss, or than fewest if it is free.
func (d *Detector) region(f custos.Frame, moving []observe.Detection) custos.Box {
	if d.cfg.Width <= 0 || d.cfg.Width >= f.Width && !d.cfg.Free || d.looks%wholeEvery == 0 {
		return whole
	}
	x0, y0, x1, y1 := 1.0, 1.0, 0.0, 0.0
	for _, list := range [][]observe.Detection{moving, d.saw} {
		for _, o := range list {
			b := o.Box
			x0, y0 = min(x0, b.X-b.W/2), min(y0, b.Y-b.H/4)
			x1, y1 = max(x1, b.X+1.5*b.W), max(y1, b.Y+1.25*b.H)
		}
	}
	pixels := d.cfg.Width
	if d.cfg.Free {
		pixels = min(pixels, fewest)
	}
	least := float64(pixels) / float64(f.Width)
	x0, x1 = widen(x0, x1, least)
	y0, y1 = widen(y0, y1, min(least*float64(f.Width)/float64(f.Height), 1))
	if (x1-x0)*(y1-y0) > .7 {
		return whole // the rest costs next to no detail
	}
	return custos.Box{X: x0, Y: y0, W: x1 - x0, H: y1 - y0}
}

// widen makes a span as long as least, within 0 to 1.
func widen(a, b, least float64) (float64, float64) {
	a, b = max(a, 0), min(b, 1)
	if need := least - (b - a); need > 0 {
		a -= need / 2
		b = a + least
	}
	if a < 0 {
		a, b = 0, b-a
	}
	if b > 1 {
		a, b = a-(b-1), 1
	}
	return max(a, 0), min(b, 1)
}

// ground remembers where something has moved, in cells of the picture.
type ground struct {
	seen [rows][cols]time.Time
}

const (
	cols, rows = 32, 24
	// memory is how long a place counts as one where something moves.
	memory = 10 * time.Minute
)

func (g *ground) mark(moving []observe.Detection, at time.Time) {
	for _, o := range moving {
		cells(o.Box, func(x, y int) { g.seen[y][x] = at })
	}
	for y := range rows {
		for x := range cols {
			if !g.seen[y][x].IsZero() && at.Sub(g.seen[y][x]) > memory {
				g.seen[y][x] = time.Time{}
			}
		}
	}
}

// trodden reports that something moved where a box is, in a fifth of it at least.
func (g *ground) trodden(b custos.Box) bool {
	n, yes := 0, 0
	cells(b, func(x, y int) {
		n++
		if !g.seen[y][x].IsZero() {
			yes++
		}
	})
	return 5*yes >= n
}

func cells(b custos.Box, do func(x, y int)) {
	at := func(v float64, n int) int { return min(max(int(v*float64(n)), 0), n-1) }
	for y := at(b.Y, rows); y <= at(b.Y+b.H, rows); y++ {
		for x := at(b.X, cols); x <= at(b.X+b.W, cols); x++ {
			do(x, y)
		}
	}
}
