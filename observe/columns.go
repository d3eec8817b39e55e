package observe

import (
	"encoding/binary"
	"math"
	"sync"
	"time"

	"github.com/klauspost/compress/zstd"

	"custos.dev/custos"
)

// The frames of a pack are written as columns: each number of all frames, or of all boxes, stands
// behind the other, as the difference from where it was to be expected, so that what is alike
// stands together and is small. All numbers are varints (encoding/binary), signed ones in zigzag.
//
//	grid       width and height: boxes are written in these parts of the picture
//	frames     how many
//	boot       of the camera service's life that all frames are of
//	seq        of each frame: how far it is from the one before, the first from 0
//	pts        of each frame, in ns: how far the step from the one before is from the step
//	           before that
//	time       of each frame, in ns since 1970, less pts: how far from that of the one before
//	boxes      of each frame: how many
//
// and of each box, in the frames' order:
//
//	before     0 for a box that is new; else 1 and the place, in the frame before, of the box
//	           from which it is predicted
//	class      its place in the payload's list, as the difference from the predicting box's
//	track      its number; of a predicted box, the difference from the predicting one's
//	returns    likewise
//	x, y, w, h in parts of the grid, as the difference from the prediction: where the predicting
//	           box was, moved on by steady as much as from its own predicting box to it
//	score      in 1/255, as the difference from the predicting box's
//
// track and returns are there where a service numbers tracks. The whole is compressed (zstd, RFC
// 8878) where that makes it shorter; the first byte says so.
const (
	formPlain = 0
	formZstd  = 1
)

// Bounds on what is read: a pack's columns are no longer than maxColumns, and no number of a box
// is further out than maxUnit.
const (
	maxColumns = 1 << 20
	maxBoxes   = 1 << 14
	maxUnit    = 1 << 26
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
	class          int
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

// expected is where a box is to be expected, by the one that predicts it.
func (g *grid) expected(before int) (at [4]int64) {
	if before < 0 {
		return at
	}
	a := &g.boxes[before]
	at = a.at
	if g.steady && a.before >= 0 {
		for k := range at {
			at[k] += a.at[k] - g.boxes[a.before].at[k]
		}
	}
	return at
}

func (g *grid) encode() []byte {
	out := binary.AppendUvarint(nil, g.width)
	out = binary.AppendUvarint(out, g.height)
	out = binary.AppendUvarint(out, uint64(len(g.frames)))
	out = binary.AppendUvarint(out, g.boot)
	var last gridFrame
	for _, f := range g.frames {
		out = binary.AppendUvarint(out, f.seq-last.seq)
		last = f
	}
	last = gridFrame{}
	step := int64(0)
	for _, f := range g.frames {
		out = binary.AppendVarint(out, f.pts-last.pts-step)
		step, last = f.pts-last.pts, f
	}
	last = gridFrame{}
	for _, f := range g.frames {
		out = binary.AppendVarint(out, f.time-f.pts-(last.time-last.pts))
		last = f
	}
	for _, f := range g.frames {
		out = binary.AppendUvarint(out, uint64(f.boxes))
	}
	g.each(func(before, first, i int) {
		n := 0
		if b := g.boxes[i].before; b >= 0 {
			n = 1 + b - before
		}
		out = binary.AppendUvarint(out, uint64(n))
	})
	column := func(of func(*gridBox) int64) {
		for i := range g.boxes {
			b, v := &g.boxes[i], int64(0)
			if b.before >= 0 {
				v = of(&g.boxes[b.before])
			}
			out = binary.AppendVarint(out, of(b)-v)
		}
	}
	column(func(b *gridBox) int64 { return int64(b.class) })
	if g.tracks {
		column(func(b *gridBox) int64 { return b.track })
		column(func(b *gridBox) int64 { return b.returns })
	}
	for k := range 4 {
		for i := range g.boxes {
			out = binary.AppendVarint(out, g.boxes[i].at[k]-g.expected(g.boxes[i].before)[k])
		}
	}
	column(func(b *gridBox) int64 { return b.score })
	return shorter(out)
}

// each calls with each box, and where the boxes of its frame and of the frame before begin.
func (g *grid) each(do func(before, first, i int)) {
	before, first := 0, 0
	for _, f := range g.frames {
		for i := range f.boxes {
			do(before, first, first+i)
		}
		before, first = first, first+f.boxes
	}
}

// decode reads what encode wrote. classes is how many there are.
func decodeGrid(data []byte, tracks, steady bool, classes int) (*grid, error) {
	raw, err := longer(data)
	if err != nil {
		return nil, err
	}
	r := &reader{data: raw}
	g := &grid{tracks: tracks, steady: steady, width: r.bounded(1, maxUnit), height: r.bounded(1, maxUnit)}
	n := r.bounded(0, MaxPackedFrames)
	g.boot = r.unsigned()
	g.frames = make([]gridFrame, n)
	seq := uint64(0)
	for i := range g.frames {
		step := r.unsigned()
		if i > 0 && (step == 0 || seq+step < seq) {
			r.bad = true
		}
		seq += step
		g.frames[i].seq = seq
	}
	pts, step := int64(0), int64(0)
	for i := range g.frames {
		step += r.signed()
		pts += step
		g.frames[i].pts = pts
	}
	offset := int64(0)
	for i := range g.frames {
		offset += r.signed()
		g.frames[i].time = g.frames[i].pts + offset
	}
	total := uint64(0)
	for i := range g.frames {
		// Each box takes some bytes, so that few bytes do not make many boxes.
		b := r.bounded(0, maxBoxes)
		if total += b; total > maxBoxes || total > uint64(len(raw)) {
			return nil, custos.Errorf(custos.Invalid, "it has more boxes than a pack may hold")
		}
		g.frames[i].boxes = int(b)
	}
	g.boxes = make([]gridBox, total)
	g.each(func(before, first, i int) {
		g.boxes[i].before = -1
		if n := int(r.bounded(0, uint64(first-before))); n > 0 {
			g.boxes[i].before = before + n - 1
		}
	})
	column := func(of func(*gridBox) *int64, least, most int64) {
		for i := range g.boxes {
			b, v := &g.boxes[i], r.signed()
			if b.before >= 0 {
				v += *of(&g.boxes[b.before])
			}
			if v < least || v > most {
				r.bad = true
				return
			}
			*of(b) = v
		}
	}
	class := make([]int64, len(g.boxes))
	for i := range g.boxes {
		class[i] = r.signed()
		if b := g.boxes[i].before; b >= 0 {
			class[i] += class[b]
		}
		if class[i] < 0 || class[i] >= int64(classes) {
			r.bad = true
			break
		}
		g.boxes[i].class = int(class[i])
	}
	if tracks {
		column(func(b *gridBox) *int64 { return &b.track }, 0, math.MaxInt64)
		column(func(b *gridBox) *int64 { return &b.returns }, 0, math.MaxInt64)
	}
	for k := range 4 {
		for i := range g.boxes {
			v := g.expected(g.boxes[i].before)[k] + r.signed()
			if v < -maxUnit || v > maxUnit {
				r.bad = true
				break
			}
			g.boxes[i].at[k] = v
		}
	}
	column(func(b *gridBox) *int64 { return &b.score }, 0, 255)
	if r.bad || len(r.data) != 0 {
		return nil, custos.Errorf(custos.Invalid, "its columns do not have their form")
	}
	return g, nil
}

// reader takes numbers off bytes; what is not as it should be makes it bad for good, and 0.
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

// coder compresses in one go, and needs no more memory than one pack does.
var coder = sync.OnceValues(func() (*zstd.Encoder, error) {
	return zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithEncoderCRC(false), zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(1<<16), zstd.WithSingleSegment(true))
})

var decoder = sync.OnceValues(func() (*zstd.Decoder, error) {
	return zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxColumns), zstd.WithDecoderMaxWindow(maxColumns), zstd.WithDecodeAllCapLimit(true))
})

func shorter(raw []byte) []byte {
	plain := append([]byte{formPlain}, raw...)
	z, err := coder()
	if err != nil {
		return plain
	}
	if small := z.EncodeAll(raw, []byte{formZstd}); len(small) < len(plain) {
		return small
	}
	return plain
}

// longer gives back what shorter was given. What claims to be longer than columns may be is
// refused before any of it is unpacked.
func longer(data []byte) ([]byte, error) {
	bad := func(why string) ([]byte, error) {
		return nil, custos.Errorf(custos.Invalid, "its columns %s", why)
	}
	if len(data) == 0 {
		return bad("are missing")
	}
	form, data := data[0], data[1:]
	switch form {
	case formPlain:
		if len(data) > maxColumns {
			return bad("are too long")
		}
		return data, nil
	case formZstd:
		var h zstd.Header
		if err := h.Decode(data); err != nil || !h.HasFCS || h.FrameContentSize > maxColumns {
			return bad("are packed in a way that is not read: without their length, or too long")
		}
		z, err := decoder()
		if err != nil {
			return nil, err
		}
		out, err := z.DecodeAll(data, make([]byte, 0, h.FrameContentSize))
		if err != nil || uint64(len(out)) != h.FrameContentSize {
			return bad("cannot be unpacked")
		}
		return out, nil
	}
	return bad("have a form that this version does not know")
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
