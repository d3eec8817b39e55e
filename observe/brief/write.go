package brief

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"time"
)

// writer puts JSON without spaces into signs.
type writer struct {
	base Header
	// last is the time before, in nanoseconds since 1970.
	last int64
	in   []byte
	at   int
	out  []byte
	// shapes are those that the body had.
	shapes [][][]byte
	// texts are strings that stand in it as they are.
	texts [][]byte
}

// all writes a text that is one value; false if it is none, or has no form here.
func (w *writer) all(text []byte) bool {
	w.in, w.at = text, 0
	return w.value(0) && w.at == len(text)
}

func (w *writer) value(depth int) bool {
	if w.at >= len(w.in) || depth > deepest {
		return false
	}
	switch c := w.in[w.at]; c {
	case '{':
		return w.object(depth)
	case '[':
		return w.array(depth)
	case '"':
		text, ok := w.text()
		if ok {
			w.string(text)
		}
		return ok
	case 'f':
		return w.constant("false", signFalse)
	case 't':
		return w.constant("true", signTrue)
	case 'n':
		return w.constant("null", signNull)
	}
	text := w.number()
	switch v, behind, is := digits(text); {
	case len(text) == 0:
		return false
	case !is:
		w.bytes(signNumber, text)
	case behind > 0:
		w.out = binary.AppendVarint(append(w.out, signPoint+byte(behind)), v)
	case v >= 0 && v < signWord-signSmall:
		w.out = append(w.out, signSmall+byte(v))
	case v > near && w.base.Boot > near && w.base.Boot < 1<<62:
		w.out = binary.AppendVarint(append(w.out, signNearBoot), v-int64(w.base.Boot))
	default:
		w.out = binary.AppendVarint(append(w.out, signWhole), v)
	}
	return true
}

func (w *writer) constant(text string, sign byte) bool {
	if !bytes.HasPrefix(w.in[w.at:], []byte(text)) {
		return false
	}
	w.at, w.out = w.at+len(text), append(w.out, sign)
	return true
}

// number takes a number's text.
func (w *writer) number() []byte {
	from := w.at
	for w.at < len(w.in) {
		if c := w.in[w.at]; (c < '0' || c > '9') && c != '-' && c != '+' && c != '.' && c != 'e' && c != 'E' {
			break
		}
		w.at++
	}
	return w.in[from:w.at]
}

// text takes a string's text between its quotes, with whatever is escaped in it.
func (w *writer) text() ([]byte, bool) {
	if w.at >= len(w.in) || w.in[w.at] != '"' {
		return nil, false
	}
	for i := w.at + 1; i < len(w.in); i++ {
		switch w.in[i] {
		case '\\':
			i++
		case '"':
			text := w.in[w.at+1 : i]
			w.at = i + 1
			return text, true
		}
	}
	return nil, false
}

// take takes a character.
func (w *writer) take(c byte) bool {
	if w.at >= len(w.in) || w.in[w.at] != c {
		return false
	}
	w.at++
	return true
}

func (w *writer) bytes(sign byte, b []byte) {
	w.out = binary.AppendUvarint(append(w.out, sign), uint64(len(b)))
	w.out = append(w.out, b...)
}

func (w *writer) string(text []byte) {
	if n, known := wordNumbers[string(text)]; known {
		if n < 0x80 {
			w.out = append(w.out, signWord+byte(n))
		} else {
			w.out = binary.AppendUvarint(append(w.out, signMoreWords), uint64(n-0x80))
		}
		return
	}
	if t, is := instant(text); is {
		w.out = binary.AppendVarint(append(w.out, signTime), t-w.last)
		w.last = t
		return
	}
	if len(text) >= shortest {
		if digits, is := bytes.CutPrefix(text, []byte("0x")); is {
			if b, is := unhex(digits); is {
				w.bytes(signHex, b)
				return
			}
		}
		if b, err := base64.StdEncoding.Strict().AppendDecode(nil, text); err == nil && len(text)%4 == 0 {
			w.bytes(signBase64, b)
			return
		}
	}
	for n, t := range w.texts {
		if bytes.Equal(t, text) {
			w.out = binary.AppendUvarint(append(w.out, signSeen), uint64(n))
			return
		}
	}
	if len(w.texts) < mostTexts {
		w.texts = append(w.texts, text)
	}
	w.bytes(signText, text)
}

// mostTexts bounds how many strings are looked through.
const mostTexts = 32

// instant reads a time as JSON has it, where nanoseconds since 1970 say it.
func instant(text []byte) (int64, bool) {
	if len(text) < len("2006-01-02T15:04:05Z") || text[4] != '-' || text[10] != 'T' || text[len(text)-1] != 'Z' {
		return 0, false
	}
	t, err := time.Parse(time.RFC3339Nano, string(text))
	if err != nil {
		return 0, false
	}
	n := t.UnixNano()
	var again [40]byte
	return n, string(appendInstant(again[:0], n)) == string(text)
}

func appendInstant(out []byte, n int64) []byte {
	return time.Unix(0, n).UTC().AppendFormat(out, time.RFC3339Nano)
}

// skip passes over a value.
func (w *writer) skip() bool {
	for depth := 0; w.at < len(w.in); {
		switch c := w.in[w.at]; c {
		case '"':
			if _, ok := w.text(); !ok {
				return false
			}
		case '{', '[':
			depth++
			w.at++
		case '}', ']':
			if depth == 0 {
				return false
			}
			depth--
			w.at++
		case ',', ':':
			if depth == 0 {
				return false
			}
			w.at++
			continue
		default:
			from := w.at
			for w.at < len(w.in) && w.in[w.at] != ',' && w.in[w.at] != '}' && w.in[w.at] != ']' {
				w.at++
			}
			if w.at == from {
				return false
			}
		}
		if depth == 0 {
			return true
		}
	}
	return false
}

// keys returns the names of the fields of the object that begins here, and stays before it.
func (w *writer) keys() (keys [][]byte, ok bool) {
	from := w.at
	defer func() { w.at = from }()
	if !w.take('{') || w.take('}') {
		return nil, w.at > from
	}
	for {
		k, ok := w.text()
		if !ok || !w.take(':') || !w.skip() {
			return nil, false
		}
		if keys = append(keys, k); w.take('}') {
			return keys, true
		}
		if !w.take(',') {
			return nil, false
		}
	}
}

func (w *writer) object(depth int) bool {
	keys, ok := w.keys()
	if !ok {
		return false
	}
	w.shape(keys)
	w.at++ // {
	for i := range keys {
		if i > 0 && !w.take(',') {
			return false
		}
		if _, ok := w.text(); !ok || !w.take(':') || !w.value(depth+1) {
			return false
		}
	}
	return w.take('}')
}

// shape writes which keys an object has.
func (w *writer) shape(keys [][]byte) {
	var b [256]byte
	if n, known := shapeNumbers[string(appendKeys(b[:0], keys))]; known {
		w.out = append(w.out, signShape+byte(n))
		return
	}
	for n, s := range w.shapes {
		if sameKeys(s, keys) {
			w.out = binary.AppendUvarint(append(w.out, signAgain), uint64(n))
			return
		}
	}
	w.shapes = append(w.shapes, keys)
	w.out = binary.AppendUvarint(append(w.out, signObject), uint64(len(keys)))
	for _, k := range keys {
		w.string(k)
	}
}

func appendKeys(out []byte, keys [][]byte) []byte {
	for i, k := range keys {
		if i > 0 {
			out = append(out, ' ')
		}
		out = append(out, k...)
	}
	return out
}

func sameKeys(a, b [][]byte) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !bytes.Equal(a[i], b[i]) {
			return false
		}
	}
	return true
}

func (w *writer) array(depth int) bool {
	if w.table() {
		return true
	}
	from := w.at
	w.at++ // [
	n := 0
	for !w.take(']') {
		if n > 0 && !w.take(',') || !w.skip() {
			return false
		}
		n++
	}
	w.at = from + 1
	w.out = binary.AppendUvarint(append(w.out, signArray), uint64(n))
	for i := range n {
		if i > 0 && !w.take(',') || !w.value(depth+1) {
			return false
		}
	}
	return w.take(']')
}
