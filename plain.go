package custos

import (
	"io"
	"strings"
	"unicode/utf8"
)

// Plain returns a text that somebody else wrote as it may stand in a line for people: on
// a terminal it moves no cursor, sets no title, hides nothing and begins no line of its
// own. Control characters, those that change the direction of writing, and what is not
// UTF-8 are written out as \n, \t or \uXXXX, which inside JSON means the same.
func Plain(s string) string {
	if isPlain(s) {
		return s
	}
	return string(appendPlain(nil, s, false))
}

// PlainWriter passes on what is written to it as Plain does, but for line breaks and
// tabs, which are the program's own: values with foreign words go through Plain before. It
// keeps nothing back, so who writes a character in two pieces sees it written out.
type PlainWriter struct{ W io.Writer }

// Write implements io.Writer.
func (p PlainWriter) Write(b []byte) (int, error) {
	if _, err := p.W.Write(appendPlain(make([]byte, 0, len(b)), string(b), true)); err != nil {
		return 0, err
	}
	return len(b), nil
}

// isPlain says that nothing has to be written out.
func isPlain(s string) bool {
	return utf8.ValidString(s) && strings.IndexFunc(s, func(r rune) bool { return steers(r) }) < 0
}

// steers says that a character does something instead of showing something: C0, DEL and
// C1, marks, embeddings and isolates of direction, and the line breaks of Unicode.
func steers(r rune) bool {
	return r < 0x20 || r >= 0x7f && r < 0xa0 ||
		r == 0x061c || r == 0x200e || r == 0x200f || r >= 0x2028 && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

// appendPlain appends s to b; lines says that line breaks and tabs stay.
func appendPlain(b []byte, s string, lines bool) []byte {
	const hex = "0123456789abcdef"
	for _, r := range s {
		switch {
		case r == utf8.RuneError: // of U+FFFD itself, too: the two look the same
			b = append(b, `\ufffd`...)
		case !steers(r) || lines && (r == '\n' || r == '\t'):
			b = utf8.AppendRune(b, r)
		case r == '\n':
			b = append(b, `\n`...)
		case r == '\t':
			b = append(b, `\t`...)
		default:
			b = append(b, '\\', 'u', hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15])
		}
	}
	return b
}
