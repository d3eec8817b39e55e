package brief

import (
	"encoding/base64"
	"encoding/binary"
	"strconv"
)

// reader makes JSON of signs. What has no form makes it bad for good.
type reader struct {
	base Header
	last int64
	in   []byte
	out  []byte
	bad  bool
	// shapes are the keys of the shapes that the body had, each as it stands in JSON.
	shapes [][]string
	texts  [][]byte
}

// full reports that no more is made of the bytes.
func (r *reader) full() bool {
	r.bad = r.bad || len(r.out) > MaxBytes+512
	return r.bad
}

func (r *reader) sign() byte {
	if len(r.in) == 0 || r.full() {
		r.bad = true
		return signNull
	}
	c := r.in[0]
	r.in = r.in[1:]
	return c
}

func (r *reader) unsigned(most uint64) uint64 {
	v, n := binary.Uvarint(r.in)
	if n <= 0 || v > most || r.bad {
		r.bad = true
		return 0
	}
	r.in = r.in[n:]
	return v
}

func (r *reader) signed() int64 {
	v, n := binary.Varint(r.in)
	if n <= 0 || r.bad {
		r.bad = true
		return 0
	}
	r.in = r.in[n:]
	return v
}

func (r *reader) bytes() []byte {
	n := int(r.unsigned(longest))
	if r.bad || n > len(r.in) {
		r.bad = true
		return nil
	}
	b := r.in[:n]
	r.in = r.in[n:]
	return b
}

func (r *reader) value(depth int) {
	if r.bad = r.bad || depth > deepest; r.bad {
		return
	}
	switch s := r.sign(); {
	case s >= signWord || s >= signText && s <= signTime || s == signMoreWords || s == signSeen:
		r.string(s)
	case s >= signSmall:
		r.out = strconv.AppendUint(r.out, uint64(s-signSmall), 10)
	case s >= signShape:
		if int(s-signShape) >= len(shapeKeys) {
			r.bad = true
			return
		}
		r.object(shapeKeys[s-signShape], depth)
	case s >= signPoint:
		r.out = appendPoint(r.out, r.signed(), int(s-signPoint))
	case s == signFalse:
		r.out = append(r.out, "false"...)
	case s == signTrue:
		r.out = append(r.out, "true"...)
	case s == signNull:
		r.out = append(r.out, "null"...)
	case s == signWhole:
		r.out = strconv.AppendInt(r.out, r.signed(), 10)
	case s == signNearBoot:
		r.out = strconv.AppendInt(r.out, int64(r.base.Boot)+r.signed(), 10)
	case s == signNumber:
		r.out = append(r.out, r.bytes()...)
	case s == signObject:
		r.object(r.newShape(), depth)
	case s == signAgain:
		r.object(r.again(), depth)
	case s == signArray:
		n := int(r.unsigned(longest))
		r.out = append(r.out, '[')
		for i := 0; i < n && !r.bad; i++ {
			if i > 0 {
				r.out = append(r.out, ',')
			}
			r.value(depth + 1)
		}
		r.out = append(r.out, ']')
	case s == signTable:
		r.table()
	default:
		r.bad = true
	}
}

// string makes a string of a sign and what is behind it.
func (r *reader) string(s byte) {
	r.out = append(r.out, '"')
	switch {
	case s >= signWord:
		r.word(int(s - signWord))
	case s == signMoreWords:
		r.word(0x80 + int(r.unsigned(longest)))
	case s == signText:
		text := r.bytes()
		if len(r.texts) < mostTexts {
			r.texts = append(r.texts, text)
		}
		r.out = append(r.out, text...)
	case s == signSeen:
		n := r.unsigned(mostTexts)
		if n >= uint64(len(r.texts)) {
			r.bad = true
			return
		}
		r.out = append(r.out, r.texts[n]...)
	case s == signBase64:
		r.out = base64.StdEncoding.AppendEncode(r.out, r.bytes())
	case s == signHex:
		r.out = appendHex(append(r.out, "0x"...), r.bytes())
	case s == signTime:
		r.last += r.signed()
		r.out = appendInstant(r.out, r.last)
	default:
		r.bad = true
	}
	r.out = append(r.out, '"')
}

func (r *reader) word(n int) {
	if n >= len(words) {
		r.bad = true
		return
	}
	r.out = append(r.out, words[n]...)
}

func (r *reader) newShape() []string {
	n := int(r.unsigned(longest))
	var keys []string
	for i := 0; i < n && !r.bad; i++ {
		from := len(r.out)
		r.string(r.sign())
		keys = append(keys, string(r.out[from:])+":")
		r.out = r.out[:from]
	}
	r.shapes = append(r.shapes, keys)
	return keys
}

func (r *reader) again() []string {
	n := r.unsigned(longest)
	if r.bad || n >= uint64(len(r.shapes)) {
		r.bad = true
		return nil
	}
	return r.shapes[n]
}

func (r *reader) object(keys []string, depth int) {
	r.out = append(r.out, '{')
	for i, k := range keys {
		if r.full() {
			return
		}
		if i > 0 {
			r.out = append(r.out, ',')
		}
		r.out = append(r.out, k...)
		r.value(depth + 1)
	}
	r.out = append(r.out, '}')
}
