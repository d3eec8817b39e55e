// Package eval measures detections and tracks against ground truth: precision,
// recall, F1 and average precision of boxes, MOTA and IDF1 of identities. It
// reads the MOTChallenge text format and does no other I/O.
package eval

import (
	"bufio"
	"io"
	"math"
	"strconv"
	"strings"

	"custos.dev/custos"

	"custos.dev/custos/observe"
)

// Object is one box of one frame, in the units of its file (MOT: pixels).
type Object struct {
	// ID is the identity, from 1; 0 or negative where the file has none.
	ID int
	// Box is the rectangle; its fields are in the file's units.
	Box custos.Box
	// Score is a detection's confidence. In ground truth 0 means "do not count".
	Score float64
}

// Sequence holds the objects of each frame, keyed by frame number from 1.
type Sequence map[int][]Object

// maxFrame bounds frame numbers, so that a damaged file cannot make an
// evaluation walk through two billion empty frames.
const maxFrame = 10_000_000

// ReadMOT reads MOTChallenge lines: frame, id, left, top, width, height and,
// when present, a confidence (1 when absent). Further columns are ignored. A
// line that cannot be read is an error of kind Invalid that names its number.
func ReadMOT(r io.Reader) (Sequence, error) {
	s := Sequence{}
	in := bufio.NewScanner(r)
	for n := 1; in.Scan(); n++ {
		line := strings.TrimSpace(in.Text())
		if line == "" {
			continue
		}
		frame, o, err := parseLine(line)
		if err != nil {
			return nil, custos.Errorf(custos.Invalid, "line %d of the MOT file: %w", n, err)
		}
		s[frame] = append(s[frame], o)
	}
	if err := in.Err(); err != nil {
		return nil, custos.Errorf(custos.Invalid, "read the MOT file: %w", err)
	}
	return s, nil
}

func parseLine(line string) (int, Object, error) {
	f := strings.Split(line, ",")
	if len(f) < 6 {
		return 0, Object{}, custos.Errorf(custos.Invalid, "it has %d columns, at least frame,id,left,top,width,height are needed", len(f))
	}
	var v [7]float64
	v[6] = 1
	for i := range min(len(f), 7) {
		x, err := strconv.ParseFloat(strings.TrimSpace(f[i]), 64)
		if err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
			return 0, Object{}, custos.Errorf(custos.Invalid, "column %d, %q, is not a number", i+1, f[i])
		}
		v[i] = x
	}
	if v[0] < 1 || v[0] > maxFrame || v[0] != math.Trunc(v[0]) {
		return 0, Object{}, custos.Errorf(custos.Invalid, "frame %v is not a whole number from 1 to %d", v[0], maxFrame)
	}
	if v[1] != math.Trunc(v[1]) || math.Abs(v[1]) > math.MaxInt32 {
		return 0, Object{}, custos.Errorf(custos.Invalid, "id %v is not a whole number", v[1])
	}
	if v[4] <= 0 || v[5] <= 0 {
		return 0, Object{}, custos.Errorf(custos.Invalid, "the box is %v by %v, both must be above 0", v[4], v[5])
	}
	return int(v[0]), Object{ID: int(v[1]), Box: custos.Box{X: v[2], Y: v[3], W: v[4], H: v[5]}, Score: v[6]}, nil
}

// Scaled returns the sequence with boxes as fractions of a frame of the given
// size in pixels, as custos.Box has them.
func (s Sequence) Scaled(width, height int) Sequence {
	w, h := float64(width), float64(height)
	out := make(Sequence, len(s))
	for f, os := range s {
		for _, o := range os {
			o.Box = custos.Box{X: o.Box.X / w, Y: o.Box.Y / h, W: o.Box.W / w, H: o.Box.H / h}
			out[f] = append(out[f], o)
		}
	}
	return out
}

// Counted returns ground truth without the objects marked "do not count"
// (score 0).
func (s Sequence) Counted() Sequence {
	out := make(Sequence, len(s))
	for f, os := range s {
		for _, o := range os {
			if o.Score != 0 {
				out[f] = append(out[f], o)
			}
		}
	}
	return out
}

// AddDetections appends a frame's detections.
func (s Sequence) AddDetections(frame int, ds []observe.Detection) {
	for _, d := range ds {
		s[frame] = append(s[frame], Object{Box: d.Box, Score: d.Score})
	}
}

// AddTracks appends a frame's tracks.
func (s Sequence) AddTracks(frame int, ts []observe.Tracked) {
	for _, t := range ts {
		s[frame] = append(s[frame], Object{ID: int(t.Track), Box: t.Box, Score: t.Score})
	}
}
