// Package term is how commands speak to people and programs: values that stay in their
// line, tables, JSON, and paths as people would type them.
package term

import (
	"fmt"
	"io"
	"os"
	"strings"

	"custos.dev/custos"
)

// Everything that the commands show goes through here, twice. The functions below take
// line breaks and control characters out of each value, so that what others wrote fills
// its place in a line and no more; and output and errors are custos.PlainWriter, so that
// what was put together elsewhere reaches a terminal without control characters too.
// TestAttack46NothingPrintsAround checks that no command prints around them.

// Printf is fmt.Fprintf with values that stay in their line.
func Printf(w io.Writer, format string, args ...any) (int, error) {
	return fmt.Fprintf(w, format, inLine(args)...)
}

// Println is fmt.Fprintln with values that stay in their line.
func Println(w io.Writer, args ...any) (int, error) {
	return fmt.Fprintln(w, inLine(args)...)
}

func inLine(args []any) []any {
	out := make([]any, len(args))
	for i, a := range args {
		switch a.(type) {
		case int, uint64: // also widths
			out[i] = a
		default:
			out[i] = value{a}
		}
	}
	return out
}

// value formats as what it holds, on one line.
type value struct{ v any }

// Format implements fmt.Formatter.
func (v value) Format(f fmt.State, verb rune) {
	_, _ = io.WriteString(f, custos.Plain(fmt.Sprintf(fmt.FormatString(f, verb), v.v)))
}

// Terminal is an output or an error stream for people.
type Terminal struct {
	custos.PlainWriter
	file *os.File
}

// Outputs are what commands print to.
func Outputs() (out, errs *Terminal) {
	stream := func(f *os.File) *Terminal { return &Terminal{custos.PlainWriter{W: f}, f} }
	return stream(os.Stdout), stream(os.Stderr)
}

// IsScreen says whether somebody sees it written.
func (t *Terminal) IsScreen() bool {
	st, err := t.file.Stat()
	return err == nil && st.Mode()&os.ModeCharDevice != 0
}

// Again begins the line that is shown anew, by a sequence of our own.
func (t *Terminal) Again() { _, _ = t.file.WriteString("\r\x1b[K") }

// ErrorText is an error for people. What it says on more lines is set in, so that it
// looks like nothing else.
func ErrorText(err error) string {
	lines := strings.Split(err.Error(), "\n")
	for i, l := range lines {
		lines[i] = custos.Plain(l)
	}
	return strings.Join(lines, "\n  ")
}
