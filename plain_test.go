package custos

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"strings"
	"testing"
	"unicode"
)

// hostileText is what somebody may write into a reason or a name.
var hostileText = map[string]string{
	"sets the title":     "\x1b]0;owned\x07",
	"clears the screen":  "\x1b[2J\x1b[H",
	"8-bit escape":       "\u009b2J",
	"writes over":        "DENIED\rALLOWED",
	"goes back":          "DENIED\b\b\b\b\b\bALLOWED",
	"begins a line":      "x\ncustos: all is well",
	"begins a column":    "x\ty",
	"turns around":       "\u202edeilav\u202c",
	"isolates":           "\u2066x\u2069",
	"marks a direction":  "x\u200f\u200e\u061c",
	"breaks a line":      "x\u2028y\u2029z",
	"deletes":            "x\x7f",
	"is not UTF-8":       "x\xff\xc3",
	"is a raw C1 byte":   "\x9b2J",
	"encodes too long":   "\xc0\x9b",
	"ends inside a rune": "x\xe2\x80",
	"ends a text":        "x\x00y",
	"starts a device":    "\x1bP+q\x1b\\",
	"locks the keyboard": "\x1b[2h\x0e\x0f\v\f",
}

func TestPlain(t *testing.T) {
	for name, s := range hostileText {
		got := Plain(s)
		if i := strings.IndexFunc(got, func(r rune) bool { return !unicode.IsPrint(r) || r == unicode.ReplacementChar }); i >= 0 {
			t.Errorf("%s: %q", name, got)
		}
		if again := Plain(got); again != got {
			t.Errorf("%s: written out twice it is %q", name, again)
		}
	}
	for _, s := range []string{"", "front-edge/camera-cam1", "Zoë, 東京, emoji 👩‍🚒, “quotes” … \\n", `{"a":"b"}`} {
		if got := Plain(s); got != s {
			t.Errorf("%q became %q", s, got)
		}
	}
}

func TestPlainWriter(t *testing.T) {
	var b bytes.Buffer
	text := "one\ttwo\n\x1b[31mred\u202e\x9b\r\n"
	if n, err := (PlainWriter{&b}).Write([]byte(text)); err != nil || n != len(text) {
		t.Fatal(n, err)
	}
	if got, want := b.String(), "one\ttwo\n"+`\u001b[31mred\u202e\ufffd\u000d`+"\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	// JSON stays JSON, of the same value: what is written out means the same there.
	for name, s := range hostileText {
		b.Reset()
		if err := json.NewEncoder(PlainWriter{&b}).Encode(map[string]string{"reason": s}); err != nil {
			t.Fatal(err)
		}
		raw, err := json.Marshal(map[string]string{"reason": s})
		if err != nil {
			t.Fatal(err)
		}
		var got, want map[string]string
		if err := errors.Join(json.Unmarshal(b.Bytes(), &got), json.Unmarshal(raw, &want)); err != nil || !maps.Equal(got, want) {
			t.Errorf("%s: %v: %q", name, err, got)
		}
		if i := strings.IndexFunc(b.String(), func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }); i >= 0 {
			t.Errorf("%s is written raw: %q", name, b.String())
		}
	}
}
