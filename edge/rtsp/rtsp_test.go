package rtsp

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestMessages(t *testing.T) {
	var b []byte
	q := &Request{Method: "SETUP", URL: "rtsp://h/a b", Header: Header{}, Body: []byte("hello")}
	q.Header.Set("CSeq", "3")
	q.Header.Set("X", "a\r\nEvil: 1")
	b = q.Append(b)
	b = AppendInterleaved(b, 5, []byte("packet"))
	p := &Response{Status: 401, Reason: "Unauthorized", Header: Header{}}
	p.Header.Add("WWW-Authenticate", "Basic realm=x")
	p.Header.Add("WWW-Authenticate", "Digest realm=x")
	b = p.Append(b)
	r := NewReader(bytes.NewReader(b))
	m, err := r.Next()
	if err != nil {
		t.Fatal(err)
	}
	if g := m.(*Request); g.Method != "SETUP" || g.URL != "rtsp://h/a b" || g.Header.Get("cseq") != "3" || string(g.Body) != "hello" || g.Header.Get("Evil") != "" {
		t.Errorf("request came back as %+v", g)
	}
	if m, err = r.Next(); err != nil {
		t.Fatal(err)
	}
	if g := m.(*Interleaved); g.Channel != 5 || string(g.Data) != "packet" {
		t.Errorf("packet came back as %+v", g)
	}
	if m, err = r.Next(); err != nil {
		t.Fatal(err)
	}
	if g := m.(*Response); g.Status != 401 || len(g.Header.Values("www-authenticate")) != 2 {
		t.Errorf("response came back as %+v", g)
	}
}

func TestCredentialsStaySecret(t *testing.T) {
	c := Credentials{User: "ann", Password: "se\"cret"}
	for _, v := range []any{c, Login{Credentials: c}, &Login{Credentials: c}, Guard{Credentials: c}} {
		for _, f := range []string{"%v", "%+v", "%#v", "%s"} {
			if s := fmt.Sprintf(f, v); strings.Contains(s, "cret") {
				t.Errorf("%s shows the password: %s", f, s)
			}
		}
	}
}

// FuzzReader feeds the parser; it may refuse, not crash or grow.
func FuzzReader(f *testing.F) {
	f.Add([]byte("OPTIONS rtsp://x/ RTSP/1.0\r\nCSeq: 1\r\n\r\n$\x00\x00\x01a"))
	f.Add([]byte("RTSP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nabc"))
	f.Add([]byte("RTSP/1.0 200\nx: y\n z\n\ngarbage$\x00\x00\x01\x80RTSP/"))
	f.Fuzz(func(t *testing.T, b []byte) {
		tolerant := NewReader(bytes.NewReader(b))
		tolerant.Tolerate(0, 1)
		for err := error(nil); err == nil; {
			_, err = tolerant.Next()
		}
		r := NewReader(bytes.NewReader(b))
		for {
			m, err := r.Next()
			if err != nil {
				return
			}
			if q, ok := m.(*Request); ok {
				// What was read can be written and read again, if it still fits: a header is
				// written with what was left out.
				if slices.ContainsFunc(bytes.Split(q.Append(nil), []byte("\n")), func(l []byte) bool { return len(l) >= MaxLine }) {
					continue
				}
				m, err := NewReader(bytes.NewReader(q.Append(nil))).Next()
				if err != nil {
					t.Fatalf("%q: %v", q.Append(nil), err)
				}
				if again := m.(*Request); again.Method != q.Method || !bytes.Equal(again.Body, q.Body) {
					t.Fatalf("%+v became %+v", q, again)
				}
			}
		}
	})
}
