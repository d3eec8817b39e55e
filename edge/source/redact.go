package source

import (
	"bytes"
	"io"
	"regexp"
	"sort"
)

// userinfo finds the credentials of any URL in a text, up to the last @: a password that
// was not escaped may hold others, and slashes.
var userinfo = regexp.MustCompile(`([a-zA-Z][a-zA-Z0-9+.-]*://)[^\s"'<>]+@`)

// Redactor passes text on line by line with secrets replaced, so that a secret
// that is written in two pieces does not slip through. It is used by one
// goroutine.
type Redactor struct {
	w       io.Writer
	secrets [][]byte
	line    []byte
}

// maxRedactLine bounds a line; a longer one is dropped, since a cut could fall
// into a secret.
const maxRedactLine = 16 << 10

// NewRedactor hides the secrets, and the credentials of every URL. Secrets of
// less than three bytes are not looked for: they would blot out half the text.
func NewRedactor(w io.Writer, secrets ...string) *Redactor {
	r := &Redactor{w: w}
	for _, s := range secrets {
		if len(s) >= 3 {
			r.secrets = append(r.secrets, []byte(s))
		}
	}
	// The longest first, or a part of it would be replaced and the rest stay.
	sort.Slice(r.secrets, func(i, j int) bool { return len(r.secrets[i]) > len(r.secrets[j]) })
	return r
}

func (r *Redactor) Write(p []byte) (int, error) {
	n := len(p)
	for len(p) > 0 {
		i := bytes.IndexAny(p, "\r\n")
		if i < 0 {
			r.line = append(r.line, p...)
			if len(r.line) > 2*maxRedactLine {
				r.line = r.line[:maxRedactLine+1]
			}
			break
		}
		r.line = append(r.line, p[:i]...)
		if err := r.Flush(); err != nil {
			return 0, err
		}
		p = p[i+1:]
	}
	return n, nil
}

// Flush passes on what stands in an unfinished line.
func (r *Redactor) Flush() error {
	b := r.line
	r.line = r.line[:0]
	if len(b) == 0 {
		return nil
	}
	if len(b) > maxRedactLine {
		b = []byte("(a line too long to show)")
	}
	_, err := r.w.Write(append(r.redact(b), '\n'))
	return err
}

func (r *Redactor) redact(b []byte) []byte {
	b = userinfo.ReplaceAll(b, []byte("${1}xxxxx@"))
	for _, s := range r.secrets {
		b = bytes.ReplaceAll(b, s, []byte("xxxxx"))
	}
	return b
}
