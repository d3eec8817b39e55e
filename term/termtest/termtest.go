// Package termtest checks that what others wrote does nothing but fill its place where it
// is shown to people.
package termtest

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"unicode"
)

// Hostile is what a stranger may write where he may write: it sets a terminal's title,
// writes over what stands before it, begins a line, a column, and turns the rest around.
const Hostile = "\x1b]0;owned\x07\rALLOWED\u009b2J\ncustos: all is well\tx\u202e\xff"

// Check has something shown that holds Hostile in every place where others' words go, and
// fails the test if it takes other than so many lines, or steers a terminal.
func Check(t *testing.T, name string, lines int, show func(w *bytes.Buffer) error) {
	t.Helper()
	var b bytes.Buffer
	if err := show(&b); err != nil {
		t.Errorf("%s: %v", name, err)
	}
	if s := Steered(b.String()); s != "" {
		t.Errorf("%s shows %s", name, s)
	}
	if n := strings.Count(b.String(), "\n"); n != lines {
		t.Errorf("%s shows %d lines, not %d:\n%s", name, n, lines, b.String())
	}
	for line := range strings.Lines(b.String()) {
		if strings.HasPrefix(line, "custos: all is well") {
			t.Errorf("%s shows a line that it did not write:\n%s", name, b.String())
		}
	}
}

// Steered is where a text holds the first character that a terminal obeys, but for line
// breaks; "" if it holds none.
func Steered(text string) string {
	if i := strings.IndexFunc(text, func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }); i >= 0 {
		return fmt.Sprintf("%q", text[max(0, i-20):min(len(text), i+20)])
	}
	return ""
}
