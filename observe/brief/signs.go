package brief

import (
	"encoding/hex"
	"math"
	"strconv"
)

// A value begins with a sign, a byte:
//
//	00 false, 01 true, 02 null
//	03 a whole number, as its signed varint
//	04 a whole number, as the signed varint of how far it is from the header's boot
//	05 a number as its text: length and bytes
//	06 a string as its text between the quotes: length and bytes
//	07 a string that is base64: length and the bytes that it says
//	08 a string that is 0x and hexadecimal digits: length and the bytes that they say
//	09 a string that is a time in UTC: signed varint of how many nanoseconds it is behind the time
//	   before it in the body, or behind the header's
//	0a an object of a new shape: how many keys, each as a string; then the values
//	0b an array: how many values; then the values
//	0c an array of objects that are alike, as a table (table.go)
//	0d an object of a shape that the body had before: which one; then the values
//	0e a word whose number is over 127: how much it is over 127
//	0f a string that sign 06 said before in the body: which of them
//	10 to 1f a number with 0 to 15 digits behind the point, as the signed varint of all its digits
//	20 to 3f an object of a known shape (words.go); then the values
//	40 to 7f the whole numbers 0 to 63
//	80 to ff a string that is a known word (words.go)
const (
	signFalse = iota
	signTrue
	signNull
	signWhole
	signNearBoot
	signNumber
	signText
	signBase64
	signHex
	signTime
	signObject
	signArray
	signTable
	signAgain
	signMoreWords
	signSeen
	signPoint = 0x10
	signShape = 0x20
	signSmall = 0x40
	signWord  = 0x80
)

const (
	// deepest bounds how deep values stand in values.
	deepest = 24
	// longest bounds how long a stretch, and how many values, a length may say.
	longest = MaxBytes
	// near is from which number on a whole one is held against the header's boot, which is in
	// milliseconds since 1970.
	near = 1 << 40
	// shortest is from how long on a string may be base64 or hexadecimal digits.
	shortest = 16
)

// mostWhole bounds whole numbers that are read here: behind them come those that a sum would not hold.
const mostWhole = math.MaxInt64/10 - 1

// digits reads a number's digits, of which behind stand behind a point; it has no such writing where
// ok is false.
func digits(text []byte) (v int64, behind int, ok bool) {
	minus := len(text) > 0 && text[0] == '-'
	d := text
	if minus {
		d = d[1:]
	}
	if len(d) == 0 || d[0] == '.' || d[0] == '0' && len(d) > 1 && d[1] != '.' {
		return 0, 0, false
	}
	for i, c := range d {
		switch {
		case c == '.' && behind == 0 && i < len(d)-1:
			behind = len(d) - 1 - i
		case c < '0' || c > '9' || v > mostWhole:
			return 0, 0, false
		default:
			v = 10*v + int64(c-'0')
		}
	}
	if minus {
		if v == 0 {
			return 0, 0, false // it has two writings
		}
		v = -v
	}
	return v, behind, behind <= mostBehind
}

// mostBehind is how many digits behind a point a sign has room for.
const mostBehind = signShape - signPoint - 1

// appendPoint writes such a number.
func appendPoint(out []byte, digits int64, behind int) []byte {
	u := uint64(digits)
	if digits < 0 {
		out, u = append(out, '-'), -u
	}
	var b [24]byte
	d := strconv.AppendUint(b[:0], u, 10)
	if len(d) <= behind {
		out = append(out, '0', '.')
		for range behind - len(d) {
			out = append(out, '0')
		}
		return append(out, d...)
	}
	out = append(out, d[:len(d)-behind]...)
	return append(append(out, '.'), d[len(d)-behind:]...)
}

func unhex(digits []byte) ([]byte, bool) {
	for _, c := range digits {
		if c >= 'A' && c <= 'F' {
			return nil, false // the same bytes have one writing
		}
	}
	out := make([]byte, len(digits)/2)
	_, err := hex.Decode(out, digits)
	return out, err == nil && len(digits)%2 == 0
}

func appendHex(out, b []byte) []byte { return hex.AppendEncode(out, b) }
