package observe

import (
	"encoding/binary"
	"math"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/observe/rice"
)

// The frames of a pack are written as columns: each number of all frames, or of all boxes, stands
// behind the other, as the difference from where it was to be expected, so that what is alike
// stands together and is small. First come varints (encoding/binary, signed ones in zigzag):
//
//	width, height  of the grid: boxes are written in these parts of the picture
//	frames         how many
//	boot           of the camera service's life that all frames are of
//	seq, pts, time of the first frame: its number, its time in the stream in ns, and its capture
//	               time in ns since 1970 less pts
//
// and then columns in Rice codes (package rice), of the frames:
//
//	seq    how far it is from the one before, less one
//	pts    how far the step from the one before is from the step before that
//	time   less pts, how far from that of the one before
//	boxes  how many
//
// of the boxes, in the frames' order:
//
//	before 0 for a box that is new, else 1 and the place, in the frame before, of the box from
//	       which it is predicted; as the difference from what it is where boxes keep their order
//
// and for each number of a box two columns, one of the new boxes', in which it is the difference
// from the new one before, and one of the others', in which it is that from the prediction:
//
//	class      its place in the payload's list
//	track      its number, and
//	returns    the number of the one that it goes on; both where a service numbers tracks
//	x, y, w, h in parts of the grid; predicted is where the predicting box was, where boxes move
//	           steadily moved on by as much as that from its own predicting box
//	score      in 1/255
const (
	// maxBoxes and maxUnit bound what columns may say, however few bytes say it: how many boxes
	// there are, and how far out one is.
	maxBoxes = 1 << 14
	maxUnit  = 1 << 26
	// fine is the grid of what lies on no coarser one.
	fine = 8192
)

// grid are the columns of a pack.
type grid struct {
	width, height uint64
	boot          uint64
	frames        []gridFrame
	boxes         []gridBox
	// tracks says that boxes have numbers of tracks; steady that boxes go on as they moved.
	tracks, steady bool
}

type gridFrame struct {
	seq       uint64
	pts, time int64
	boxes     int
}

type gridBox struct {
	// before is the place, in boxes, of the one that predicts it; -1 is none.
	before         int
	class          int64
	track, returns int64
	at             [4]int64 // x, y, w, h
	score          int64
}

// fraction puts a place in a picture into parts of a grid.
func fraction(v float64, parts uint64) int64 { return int64(math.Round(v * float64(parts))) }

func (g *grid) quantise(b custos.Box) [4]int64 {
	return [4]int64{fraction(b.X, g.width), fraction(b.Y, g.height), fraction(b.W, g.width), fraction(b.H, g.height)}
}

func (g *grid) box(at [4]int64) custos.Box {
	w, h := float64(g.width), float64(g.height)
	return custos.Box{X: custos.Round4(float64(at[0]) / w), Y: custos.Round4(float64(at[1]) / h), W: custos.Round4(float64(at[2]) / w), H: custos.Round4(float64(at[3]) / h)}
}

// lies reports that a box lies on the grid as far as an event tells.
func (g *grid) lies(b custos.Box) bool {
	c := g.box(g.quantise(b))
	return near(b.X, c.X) && near(b.Y, c.Y) && near(b.W, c.W) && near(b.H, c.H)
}

func near(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

// sane reports that a box can be written: it is a box, in or beside the picture.
func sane(b custos.Box) bool {
	for _, v := range [4]float64{b.X, b.Y, b.W, b.H} {
		if !(math.Abs(v) <= 1024) {
			return false
		}
	}
	return true
}

// predict finds, for the boxes of the newest frame from first on, which of the frame before's,
// which begin at before, says best where they are.
func (g *grid) predict(before, first int) {
	taken := make([]bool, first-before)
	for i := first; i < len(g.boxes); i++ {
		b := &g.boxes[i]
		best, least := -1, int64(math.MaxInt64)
		for j := before; j < first; j++ {
			a := &g.boxes[j]
			if taken[j-before] || g.tracks && a.track != b.track {
				continue
			}
			cost := int64(0)
			for k, v := range b.at {
				d := v - a.at[k]
				cost += max(d, -d)
			}
			if a.class != b.class {
				cost *= 4
			}
			if cost < least {
				best, least = j, cost
			}
		}
		// A box that is further away than it is large is another one's.
		if best >= 0 && (g.tracks || least < b.at[2]+b.at[3]) {
			b.before, taken[best-before] = best, true
		}
	}
}

// fields are the numbers of a box, in the order of their columns.
func (g *grid) fields() []field {
	out := []field{{0, 1<<31 - 1, func(b *gridBox) *int64 { return &b.class }}}
	if g.tracks {
		out = append(out, field{0, math.MaxInt64, func(b *gridBox) *int64 { return &b.track }}, field{0, math.MaxInt64, func(b *gridBox) *int64 { return &b.returns }})
	}
	for k := range 4 {
		out = append(out, field{-maxUnit, maxUnit, func(b *gridBox) *int64 { return &b.at[k] }})
	}
	return append(out, field{0, 255, func(b *gridBox) *int64 { return &b.score }})
}

// field is a number of a box, and its bounds.
type field struct {
	least, most int64
	of          func(*gridBox) *int64
}

// expected is a number of box i where it is predicted.
func (g *grid) expected(f field, i, at int) int64 {
	a := &g.boxes[g.boxes[i].before]
	v := *f.of(a)
	if g.steady && at >= 0 && a.before >= 0 {
		v += v - *f.of(&g.boxes[a.before])
	}
	return v
}

func (g *grid) encode() []byte {
	first := g.frames[0]
	out := binary.AppendUvarint(nil, g.width)
	out = binary.AppendUvarint(out, g.height)
	out = binary.AppendUvarint(out, uint64(len(g.frames)))
	out = binary.AppendUvarint(out, g.boot)
	out = binary.AppendUvarint(out, first.seq)
	out = binary.AppendVarint(out, first.pts)
	out = binary.AppendVarint(out, first.time-first.pts)
	w := rice.NewWriter(out)
	var seq, pts, at, boxes []int64
	step := int64(0)
	for i, f := range g.frames {
		boxes = append(boxes, int64(f.boxes))
		if i == 0 {
			continue
		}
		last := g.frames[i-1]
		seq = append(seq, int64(f.seq-last.seq-1))
		pts = append(pts, f.pts-last.pts-step)
		step = f.pts - last.pts
		at = append(at, f.time-f.pts-(last.time-last.pts))
	}
	for _, c := range [][]int64{seq, pts, at, boxes} {
		w.Column(c)
	}
	var before []int64
	g.each(func(last, first, i int, expected int64) int64 {
		n := int64(0)
		if b := g.boxes[i].before; b >= 0 {
			n = int64(1 + b - last)
		}
		before = append(before, n-expected)
		return n
	})
	w.Column(before)
	for k, f := range g.fields() {
		var fresh, rest []int64
		last := int64(0)
		for i := range g.boxes {
			b := &g.boxes[i]
			v := *f.of(b)
			if b.before < 0 {
				fresh, last = append(fresh, v-last), v
				continue
			}
			rest = append(rest, v-g.expected(f, i, g.place(k)))
		}
		w.Column(fresh)
		w.Column(rest)
	}
	return w.Data()
}

// place is which of x, y, w, h a column is; -1 if none.
func (g *grid) place(column int) int {
	if g.tracks {
		column -= 2
	}
	if column -= 1; column < 4 {
		return column
	}
	return -1
}

// each calls with each box, where the boxes of the frame before and of its own begin, and what
// its predicting place is expected to be. do returns what it is.
func (g *grid) each(do func(last, first, i int, expected int64) int64) {
	last, first := 0, 0
	for _, f := range g.frames {
		expected := min(1, int64(first-last))
		for i := range f.boxes {
			n := do(last, first, first+i, expected)
			if n > 0 {
				expected = n
			}
			if n > 0 && expected < int64(first-last) {
				expected++
			}
		}
		last, first = first, first+f.boxes
	}
}

// decodeGrid reads what encode wrote. classes is how many there are.
func decodeGrid(data []byte, tracks, steady bool, classes int) (*grid, error) {
	bad := custos.Errorf(custos.Invalid, "its data do not have their form")
	r := &reader{data: data}
	g, offset := r.head()
	if r.bad {
		return nil, bad
	}
	g.tracks, g.steady = tracks, steady
	seq, pts := g.frames[0].seq, g.frames[0].pts
	in := rice.NewReader(r.data)
	n := len(g.frames) - 1
	seqs, steps, offsets := in.Column(n), in.Column(n), in.Column(n)
	step, total := int64(0), int64(0)
	for i, boxes := range in.Column(n + 1) {
		if i > 0 {
			if seqs[i-1] < 0 || uint64(seqs[i-1]) >= math.MaxUint64-seq {
				return nil, bad
			}
			seq += uint64(seqs[i-1]) + 1
			step += steps[i-1]
			pts += step
			offset += offsets[i-1]
		}
		if boxes < 0 || boxes > maxBoxes {
			return nil, bad
		}
		if total += boxes; total > maxBoxes {
			return nil, bad
		}
		g.frames[i] = gridFrame{seq: seq, pts: pts, time: pts + offset, boxes: int(boxes)}
	}
	if in.Bad() {
		return nil, bad
	}
	g.boxes = make([]gridBox, total)
	before := in.Column(int(total))
	fresh, misplaced := 0, false
	g.each(func(last, first, i int, expected int64) int64 {
		n := before[i] + expected
		if n < 0 || n > int64(first-last) {
			misplaced, n = true, 0
		}
		g.boxes[i].before = last + int(n) - 1
		if n == 0 {
			g.boxes[i].before = -1
			fresh++
		}
		return n
	})
	for k, f := range g.fields() {
		if k == 0 {
			f.most = int64(classes) - 1
		}
		news, rest := in.Column(fresh), in.Column(int(total)-fresh)
		last := int64(0)
		for i := range g.boxes {
			b := &g.boxes[i]
			v := f.of(b)
			if b.before < 0 {
				last += news[0]
				*v, news = last, news[1:]
			} else {
				*v, rest = g.expected(f, i, g.place(k))+rest[0], rest[1:]
			}
			if *v < f.least || *v > f.most {
				return nil, bad
			}
		}
		if in.Bad() {
			return nil, bad
		}
	}
	if misplaced || !in.Ended() {
		return nil, bad
	}
	return g, nil
}

// head reads what stands before the columns: of the frames the first, and how far its capture
// time is from its time in the stream.
func (r *reader) head() (g *grid, offset int64) {
	g = &grid{width: r.bounded(1, maxUnit), height: r.bounded(1, maxUnit)}
	g.frames = make([]gridFrame, r.bounded(1, MaxPackedFrames))
	g.boot = r.unsigned()
	g.frames[0].seq, g.frames[0].pts = r.unsigned(), r.signed()
	return g, r.signed()
}

// firstFrame is the first of the frames; zero where the data do not have their form.
func firstFrame(data []byte) custos.FrameRef {
	r := &reader{data: data}
	g, _ := r.head()
	if r.bad {
		return custos.FrameRef{}
	}
	return g.ref(0)
}

// reader takes varints off bytes; what is not as it should be makes it bad for good, and 0.
type reader struct {
	data []byte
	bad  bool
}

func (r *reader) took(n int) bool {
	if r.bad || n <= 0 {
		r.bad = true
		return false
	}
	r.data = r.data[n:]
	return true
}

func (r *reader) unsigned() uint64 {
	v, n := binary.Uvarint(r.data)
	if !r.took(n) {
		return 0
	}
	return v
}

func (r *reader) signed() int64 {
	v, n := binary.Varint(r.data)
	if !r.took(n) {
		return 0
	}
	return v
}

func (r *reader) bounded(least, most uint64) uint64 {
	v := r.unsigned()
	if v < least || v > most {
		r.bad = true
		return least
	}
	return v
}

// newGrid begins the columns of frames of one life of the camera.
func newGrid(frames []Frame, tracks, steady bool) *grid {
	g := &grid{width: fine, height: fine, tracks: tracks, steady: steady, boot: frames[0].What.Ref().Boot}
	for _, f := range frames {
		r := f.What.Ref()
		g.frames = append(g.frames, gridFrame{seq: r.Seq, pts: int64(r.PTS), time: f.Time.UnixNano(), boxes: f.What.objects()})
	}
	return g
}

// ref and at are those of frame i.
func (g *grid) ref(i int) custos.FrameRef {
	return custos.FrameRef{Boot: g.boot, Seq: g.frames[i].seq, PTS: time.Duration(g.frames[i].pts)}
}

func (g *grid) time(i int) time.Time { return time.Unix(0, g.frames[i].time).UTC() }
