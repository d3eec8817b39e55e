package rtsp

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

// describe reads all of in and says in short what it is.
func describe(r *Reader) (out []string, err error) {
	for {
		m, err := r.Next()
		if err != nil {
			return out, err
		}
		switch m := m.(type) {
		case *Request:
			out = append(out, m.Method+" "+m.URL)
		case *Response:
			out = append(out, fmt.Sprintf("%d %s", m.Status, m.Reason))
		case *Interleaved:
			out = append(out, fmt.Sprintf("$%d %d", m.Channel, len(m.Data)))
		}
	}
}

func TestOddMessages(t *testing.T) {
	packet := string(AppendInterleaved(nil, 0, []byte("\x80packet")))
	for in, want := range map[string]string{
		"RTSP/1.0  200   All  is well \r\nCSeq: 1\r\n\r\n":                       "200 All  is well",
		"RTSP/1.0 200\nCSeq:1\n\n":                                               "200 ",
		"rtsp/1.0\t454\tno\r\n\r\n":                                              "454 no",
		"RTSP/1.0 200 OK\r\nContent-length : 3\r\n\r\nabcRTSP/1.0 404 N\r\n\r\n": "200 OK, 404 N",
		"OPTIONS * RTSP/1.0\r\n\r\n" + packet:                                    "OPTIONS *, $0 7",
		"\r\n\r\n" + packet + "\r\n" + packet:                                    "$0 7, $0 7",
		"RTSP/1.0 200 OK\r\nno colon here\r\n: nameless\r\n\r\n":                 "200 OK",
		// Garbage between messages is skipped, with false starts in it.
		packet + "garbage $ R RT RTSP/ $\x09\x00\x00 $\x00\x00\x01\x00 \n" + packet: "$0 7, $0 7",
		packet + "\x00\xffRTSP/1.0 xx\r\n\r\nRTSP/1.0 200 OK\r\n\r\n":               "$0 7, 200 OK",
		packet + "HTTP/1.1 200 OK\r\n\r\n" + packet:                                 "$0 7, $0 7",
		packet + strings.Repeat("A", 3*MaxLine) + packet:                            "$0 7, $0 7",
		packet + "OPTIONS " + strings.Repeat("A", 3*MaxLine) + "\n" + packet:        "$0 7, $0 7",
	} {
		r := NewReader(strings.NewReader(in))
		r.Tolerate(0, 1)
		got, err := describe(r)
		if g := strings.Join(got, ", "); g != want || err != io.EOF {
			t.Errorf("%.60q is %q (%v), want %q", in, g, err, want)
		}
	}
	p, err := NewReader(strings.NewReader("RTSP/1.0 200 OK\r\nx: a\r\n\tb\r\n c\r\nWWW-Authenticate: Digest\r\nwww-authenticate: Basic\r\n\r\n")).Next()
	if err != nil {
		t.Fatal(err)
	}
	if h := p.(*Response).Header; h.Get("X") != "a b c" || fmt.Sprint(h.Values("WWW-Authenticate")) != "[Digest Basic]" {
		t.Errorf("folded and repeated headers are %v", h)
	}
}

// endless repeats a text for ever and counts what was taken.
type endless struct {
	text  string
	taken int
}

func (e *endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = e.text[(e.taken+i)%len(e.text)]
	}
	e.taken += len(p)
	return len(p), nil
}

func TestBounds(t *testing.T) {
	good := "RTSP/1.0 200 OK\r\n\r\n"
	for name, x := range map[string]struct{ before, text string }{
		"line":            {"", "a"},
		"headers":         {"RTSP/1.0 200 OK\r\n", "a: b\r\n"},
		"folded header":   {"RTSP/1.0 200 OK\r\na: b\r\n", " c\r\n"},
		"colonless lines": {"RTSP/1.0 200 OK\r\n", "a\r\n"},
		"body":            {"RTSP/1.0 200 OK\r\nContent-Length: 65537\r\n\r\n", "a"},
		"negative body":   {"RTSP/1.0 200 OK\r\nContent-Length: -1\r\n\r\n", "a"},
		"garbage":         {good, "a"},
		"capitals":        {good, "OPTIONS "},
		"false starts":    {good, "RTSP/1.0 a\r\n"},
		"false packets":   {good, "x$\x00\xff\xff"},
		"headers, later":  {good + "RTSP/1.0 200 OK\r\n", "a: b\r\n"},
	} {
		e := &endless{text: x.text}
		r := NewReader(io.MultiReader(strings.NewReader(x.before), e))
		r.Tolerate(0, 1)
		var err error
		for n := 0; err == nil; n++ {
			if n > 3 {
				t.Fatalf("%s: %d messages", name, n)
			}
			_, err = r.Next()
		}
		if errors.Is(err, io.ErrUnexpectedEOF) || e.taken > 2*MaxSkip+MaxLine*MaxHeaders {
			t.Errorf("%s: %v after %d bytes", name, err, e.taken)
		}
	}
	// The largest packet, and one that is cut short.
	b := AppendInterleaved(nil, 1, make([]byte, 65535))
	r := NewReader(bytes.NewReader(append(b, b[:70]...)))
	if got, err := describe(r); fmt.Sprint(got) != "[$1 65535]" || err != io.ErrUnexpectedEOF {
		t.Errorf("%v, %v", got, err)
	}
}
