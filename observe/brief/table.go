package brief

import (
	"bytes"
	"encoding/binary"
	"math"
	"strconv"

	"custos.dev/custos/observe/rice"
)

// A table is an array of at least two objects that have the same keys, in which there are other
// such objects, numbers and times, as the points of a way. It is written as
//
//	how many objects there are
//	the signs of the first one, but for its numbers and times: of a number only how many digits
//	are behind the point of that of all objects that has most (sign 10 to 1f), of a time sign 09
//	the first one's numbers, with so many digits behind the point, as signed varints; of a time
//	how far behind the time before it in the body it is
//	for each time by which number of nanoseconds all its differences can be divided, as a varint
//	a column for each number, in Rice codes (package rice): of the other objects how far it is from
//	that of the object before, of a time divided; or, where the bit before the column says so, how
//	far that is from how far it was there
//
// Digits behind a point end with the last that is not 0, as in all JSON that Go writes.
type table struct {
	behind  []int // of each column, how many digits are behind the point; -1 is a time
	columns [][]int64
	// ends are where the first object's numbers and times begin and end.
	ends []int
	// signs are what says of each column what it is, once all objects are read.
	signs []byte
}

// mostDigits bounds numbers in a table, so that their differences do not overflow.
const mostDigits = 1e15

// table writes an array as a table; false if it is none, and nothing is written.
func (w *writer) table() bool {
	from, out, shapes, texts, last := w.at, len(w.out), len(w.shapes), len(w.texts), w.last
	t := &table{}
	n := w.rows(t)
	w.out, w.shapes, w.texts, w.last = w.out[:out], w.shapes[:shapes], w.texts[:texts], last
	if n < 2 {
		w.at = from
		return false
	}
	t.align()
	w.columns(from, t, n)
	return true
}

// rows reads the objects' numbers and returns how many objects there are; 0 if it is no table.
func (w *writer) rows(t *table) int {
	w.at++ // [
	from := w.at
	if w.at >= len(w.in) || w.in[w.at] != '{' || !w.row(t, 0) || len(t.columns) == 0 {
		return 0
	}
	// What stands between its numbers stands between those of all.
	between := make([][]byte, 0, len(t.columns)+1)
	for i := 0; i < len(t.ends); i += 2 {
		between = append(between, w.in[from:t.ends[i]])
		from = t.ends[i+1]
	}
	between = append(between, w.in[from:w.at])
	for n := 1; ; n++ {
		if w.take(']') {
			return n
		}
		if !w.take(',') {
			return 0
		}
		for i, text := range between {
			if !bytes.HasPrefix(w.in[w.at:], text) {
				return 0
			}
			if w.at += len(text); i < len(t.columns) && !w.cell(t, i) {
				return 0
			}
		}
	}
}

// row reads the first object of a table, and writes the signs of its shape.
func (w *writer) row(t *table, depth int) bool {
	keys, ok := w.keys()
	if !ok || depth > deepest {
		return false
	}
	w.shape(keys)
	w.at++ // {
	for i := range keys {
		if i > 0 && !w.take(',') {
			return false
		}
		if _, ok := w.text(); !ok || !w.take(':') || w.at >= len(w.in) {
			return false
		}
		switch from := w.at; {
		case w.in[w.at] == '{':
			if !w.row(t, depth+1) {
				return false
			}
		case t.signs != nil:
			if !w.skip() {
				return false
			}
			w.out, t.signs = append(w.out, t.signs[0]), t.signs[1:]
		default:
			t.columns, t.behind = append(t.columns, nil), append(t.behind, 0)
			if !w.cell(t, len(t.columns)-1) {
				return false
			}
			t.ends = append(t.ends, from, w.at)
		}
	}
	return w.take('}')
}

// cell reads a number, or a time, of a column.
func (w *writer) cell(t *table, column int) bool {
	if w.at >= len(w.in) {
		return false
	}
	v, behind, ok := int64(0), -1, false
	if w.in[w.at] == '"' {
		if text, is := w.text(); is {
			v, ok = instant(text)
		}
	} else {
		v, behind, ok = digits(w.number())
		ok = ok && v < mostDigits && v > -mostDigits
	}
	if !ok {
		return false
	}
	if len(t.columns[column]) == 0 {
		t.behind[column] = behind
	} else if (behind < 0) != (t.behind[column] < 0) {
		return false
	}
	// Beside each number is how many digits it has itself, until that of all is known.
	t.columns[column] = append(t.columns[column], v, int64(behind))
	t.behind[column] = max(t.behind[column], behind)
	return true
}

// align gives the numbers of a column the same digits behind the point. It is the writer's check
// of all that it wrote that finds where they were others.
func (t *table) align() {
	for i, c := range t.columns {
		out := c[:0]
		for k := 0; k < len(c); k += 2 {
			v := c[k]
			for d := c[k+1]; d >= 0 && d < int64(t.behind[i]); d++ {
				v *= 10
			}
			out = append(out, v)
		}
		t.columns[i] = out
	}
}

// columns writes the table whose objects begin at from.
func (w *writer) columns(from int, t *table, n int) {
	end := w.at
	w.at = from + 1
	w.out = binary.AppendUvarint(append(w.out, signTable), uint64(n))
	for _, behind := range t.behind {
		if behind < 0 {
			t.signs = append(t.signs, signTime)
		} else {
			t.signs = append(t.signs, signPoint+byte(behind))
		}
	}
	w.row(t, 0)
	w.at = end
	for i, c := range t.columns {
		first := c[0]
		if t.behind[i] < 0 {
			first -= w.last
			w.last = c[len(c)-1]
		}
		w.out = binary.AppendVarint(w.out, first)
	}
	by := make([]int64, len(t.columns))
	for i, c := range t.columns {
		by[i] = 1
		if t.behind[i] < 0 {
			by[i] = divisor(c)
			w.out = binary.AppendUvarint(w.out, uint64(by[i]))
		}
	}
	r := rice.NewWriter(w.out)
	steps, turns := make([]int64, n-1), make([]int64, n-1)
	for k, c := range t.columns {
		for i := range steps {
			steps[i] = (c[i+1] - c[i]) / by[k]
			turns[i] = steps[i]
			if i > 0 {
				turns[i] -= steps[i-1]
			}
		}
		if rice.Bits(turns) < rice.Bits(steps) {
			r.Write(1, 1)
			r.Column(turns)
		} else {
			r.Write(0, 1)
			r.Column(steps)
		}
	}
	w.out = r.Data()
}

// divisor is the largest number that divides all differences; 1 where there are none.
func divisor(c []int64) int64 {
	d := int64(0)
	for i := range c[1:] {
		for step := c[i+1] - c[i]; step != 0; {
			d, step = step, d%step
		}
	}
	if d < 0 {
		d = -d
	}
	return max(d, 1)
}

// table makes an array of a table.
func (r *reader) table() {
	n := int(r.unsigned(longest))
	t := reading{}
	t.parts(r, 0)
	columns := len(t.behind)
	// A column's numbers of 0 take no bytes, so what is made of it is bounded here.
	if r.bad = r.bad || n < 2 || columns == 0 || n*columns > MaxBytes/8; r.bad {
		return
	}
	t.columns = make([][]int64, columns)
	for i := range t.columns {
		t.columns[i] = make([]int64, n)
		t.columns[i][0] = r.signed()
	}
	by := make([]int64, columns)
	for i := range by {
		if by[i] = 1; t.behind[i] < 0 {
			by[i] = int64(r.unsigned(math.MaxInt64))
		}
	}
	if r.bad {
		return
	}
	in := rice.NewReader(r.in)
	for i, c := range t.columns {
		turns := in.Read(1) == 1
		step := int64(0)
		for k, v := range in.Column(n - 1) {
			if step += v; !turns {
				step = v
			}
			c[k+1] = c[k] + step*by[i]
		}
		if t.behind[i] < 0 {
			for k := range c {
				c[k] += r.last
			}
			r.last = c[n-1]
		}
	}
	rest, ok := in.Rest()
	if r.bad = r.bad || !ok; r.bad {
		return
	}
	r.in = rest
	r.out = append(r.out, '[')
	for k := range n {
		if k > 0 {
			r.out = append(r.out, ',')
		}
		for _, p := range t.texts {
			r.out = append(r.out, p.text...)
			if p.column < 0 {
				continue
			}
			if v := t.columns[p.column][k]; t.behind[p.column] < 0 {
				r.out = append(appendInstant(append(r.out, '"'), v), '"')
			} else {
				r.out = appendCell(r.out, v, t.behind[p.column])
			}
		}
		if r.full() {
			return
		}
	}
	r.out = append(r.out, ']')
}

// reading is a table as it is read: its columns, and what an object consists of.
type reading struct {
	table
	texts []part
}

// part is a text, and the column whose number is behind it; -1 is none.
type part struct {
	text   string
	column int
}

// parts reads the signs of an object.
func (t *reading) parts(r *reader, depth int) {
	if r.bad = r.bad || depth > deepest || len(t.texts) > longest/64; r.bad {
		return
	}
	var keys []string
	switch s := r.sign(); {
	case s >= signShape && int(s-signShape) < len(shapeKeys):
		keys = shapeKeys[s-signShape]
	case s == signObject:
		keys = r.newShape()
	case s == signAgain:
		keys = r.again()
	default:
		r.bad = true
	}
	before := "{"
	for _, k := range keys {
		if r.bad || len(r.in) == 0 {
			r.bad = true
			return
		}
		switch s := r.in[0]; {
		case s == signTime, s >= signPoint && s < signShape:
			r.in = r.in[1:]
			behind := int(s) - signPoint
			if s == signTime {
				behind = -1
			}
			t.texts = append(t.texts, part{before + k, len(t.behind)})
			t.behind = append(t.behind, behind)
		default:
			t.texts = append(t.texts, part{before + k, -1})
			t.parts(r, depth+1)
		}
		before = ","
	}
	if len(keys) == 0 {
		t.texts = append(t.texts, part{"{", -1})
	}
	t.texts = append(t.texts, part{"}", -1})
}

// appendCell writes a number of a table, without the zeros behind its point's last digit.
func appendCell(out []byte, v int64, behind int) []byte {
	for behind > 0 && v%10 == 0 {
		v, behind = v/10, behind-1
	}
	if behind == 0 {
		return strconv.AppendInt(out, v, 10)
	}
	return appendPoint(out, v, behind)
}
