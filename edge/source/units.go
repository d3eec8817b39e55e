package source

import (
	"time"

	"custos.dev/custos/edge/codec"
	"custos.dev/custos/edge/h264"
)

// maxUnit bounds a picture's bytes: no camera's key frame is as large.
const maxUnit = 16 << 20

// unitsMost bounds a picture's units.
const unitsMost = 4096

// unit is a picture as it was sent.
type unit struct {
	nals [][]byte
	size int // their bytes
	key  bool
	// broken says that a part of it never came.
	broken bool
	// ts is its RTP stamp, at the stream time at which its first packet came.
	ts uint32
	at time.Duration
	// format is set where the picture begins another format, or the first.
	format *codec.Info
}

// assembler puts pictures together from NAL units (7.4.1.2.3 of H.264, 7.4.2.4.4 of
// H.265). Where one ends is said by the first unit of the next. The marker of the last
// packet says it earlier, but many cameras set it otherwise: it is believed once it was
// right a few times, and never again when it was wrong.
type assembler struct {
	codec codec.Codec
	emit  func(unit) error
	// sets is told of parameter sets as they come.
	sets *codec.Sets

	cur     unit
	size    int
	picture bool // cur holds a part of a picture itself
	last    bool // the newest unit of cur came with a marker
	right   int  // how often a marker stood at a picture's end
	wrong   bool
	closed  bool // the picture before was ended by its marker
	broken  uint64

	field      *unit // the first field of a frame, waiting for the second
	fieldOf    h264.Field
	sps        h264.SPS
	interlaced bool
}

// markersMost is how often a marker must be right before it is believed.
const markersMost = 5

// add takes the next unit; the slice is kept. gap says that something is missing right
// before it.
func (a *assembler) add(n []byte, ts uint32, at time.Duration, gap bool) error {
	class := a.codec.Class(n)
	if class == codec.Skip {
		return nil
	}
	fresh := class == codec.First || class == codec.Before || class == codec.Set
	switch {
	case a.picture && (fresh || ts != a.cur.ts && class == codec.Slice):
		if err := a.endByNext(); err != nil {
			return err
		}
	case a.picture && a.last && class == codec.Slice:
		a.wrong = true // there is more of the picture behind its marker
	case !a.picture && class == codec.Slice && a.closed && ts == a.cur.ts:
		// More of a picture that was ended by its marker: it has gone on without it.
		a.wrong = true
		a.broken++
		return nil
	}
	if a.size+len(n) > maxUnit || len(a.cur.nals) >= unitsMost {
		if a.picture || len(n) > maxUnit {
			a.cur.broken = true
			return nil
		}
		// What stands before a picture has no end: the picture goes without it.
		a.cur.nals, a.size = nil, 0
	}
	if class == codec.Set && a.sets.Add(n) {
		a.readSPS(n)
	}
	if len(a.cur.nals) == 0 {
		a.cur.at = at
	}
	if class.IsPicture() || !a.picture {
		a.cur.ts = ts
	}
	if class.IsPicture() {
		if !a.picture && class != codec.First || gap && a.picture {
			a.cur.broken = true // its beginning, or something in it, is missing
		}
		if !a.picture {
			a.cur.at = at
		}
		a.picture = true
	}
	a.closed, a.last = false, false
	a.size += len(n)
	a.cur.nals = append(a.cur.nals, n)
	a.cur.key = a.cur.key || a.codec.IsKey(n)
	return nil
}

// lose tells that packets are missing whose unit is not known.
func (a *assembler) lose() {
	if a.picture && !a.last {
		a.cur.broken = true
	}
}

// marker tells that the newest unit came with a marker.
func (a *assembler) marker() error {
	if !a.picture {
		return nil
	}
	a.last = true
	if a.right < markersMost || a.wrong {
		return nil
	}
	a.closed = true
	return a.flush()
}

// endByNext ends the picture under way because the next has begun.
func (a *assembler) endByNext() error {
	if a.last {
		a.right++
	} else {
		a.right = 0
	}
	return a.flush()
}

// flush hands the picture under way on.
func (a *assembler) flush() error {
	if !a.picture {
		return nil
	}
	u := a.cur
	u.size = a.size
	a.cur, a.size, a.picture, a.last = unit{ts: u.ts}, 0, false, false
	if u.broken {
		a.broken++
	}
	return a.pair(u)
}

// end hands on what is there when nothing more comes.
func (a *assembler) end() error {
	if err := a.flush(); err != nil {
		return err
	}
	if f := a.field; f != nil {
		a.field = nil
		return a.emit(*f)
	}
	return nil
}

func (a *assembler) readSPS(n []byte) {
	if a.codec.Name() != "H264" {
		return
	}
	if s, err := h264.ParseSPS(n); err == nil {
		a.sps, a.interlaced = s, s.Interlaced()
	}
}

// pair joins the two fields of a frame, which are pictures of their own to H.264 and
// one sample to a file.
func (a *assembler) pair(u unit) error {
	if !a.interlaced {
		return a.emit(u)
	}
	var f h264.Field
	for _, n := range u.nals {
		if a.codec.Class(n).IsPicture() {
			f = a.sps.FieldOf(n)
			break
		}
	}
	if first := a.field; first != nil {
		a.field = nil
		if f.Of != "" && f.Of != a.fieldOf.Of && f.FrameNum == a.fieldOf.FrameNum && first.size+u.size <= maxUnit {
			first.nals, first.size = append(first.nals, u.nals...), first.size+u.size
			first.broken = first.broken || u.broken
			return a.emit(*first)
		}
		if err := a.emit(*first); err != nil {
			return err
		}
	}
	if f.Of == "" {
		return a.emit(u)
	}
	a.field, a.fieldOf = &u, f
	return nil
}
