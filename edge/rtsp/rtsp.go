// Package rtsp reads and writes the messages of RTSP 1.0 (RFC 2326): requests,
// responses and interleaved packets, and its basic and digest authentication.
// Both Custos's client and its simulated cameras stand on it. Every length that
// the other side names is bounded.
package rtsp

import (
	"fmt"
	"net/textproto"
	"strconv"
	"strings"
)

// The limits of a message, in bytes and lines.
const (
	MaxLine    = 4 << 10
	MaxHeaders = 64
	MaxBody    = 64 << 10
	// MaxSkip is how much is skipped at most between two messages by a tolerant Reader.
	MaxSkip = 64 << 10
)

// Request is one request.
type Request struct {
	Method, URL string
	Header      Header
	Body        []byte
}

// Response is one response.
type Response struct {
	Status int
	Reason string
	Header Header
	Body   []byte
}

// Interleaved is a packet that came between messages; Data is only valid until
// the next read.
type Interleaved struct {
	Channel byte
	Data    []byte
}

// Header holds a message's fields under their canonical names, in the spelling
// of net/textproto ("Cseq"). A repeated field keeps all its values.
type Header map[string][]string

// Get returns the first value, "" if there is none.
func (h Header) Get(name string) string {
	if v := h[canonical(name)]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// Values returns all values.
func (h Header) Values(name string) []string { return h[canonical(name)] }

// Set replaces a field.
func (h Header) Set(name, value string) {
	h[canonical(name)] = []string{value}
}

// Add adds a value.
func (h Header) Add(name, value string) {
	k := canonical(name)
	h[k] = append(h[k], value)
}

// maxToken bounds the name of a method.
const maxToken = 32

func canonical(name string) string { return textproto.CanonicalMIMEHeaderKey(name) }

func isToken(s string) bool {
	for _, c := range []byte(s) {
		if !(c >= 'A' && c <= 'Z' || c == '_') {
			return false
		}
	}
	return s != "" && len(s) <= maxToken
}

// Append writes the request; header values may hold no line break.
func (q *Request) Append(b []byte) []byte {
	b = append(b, q.Method+" "+oneLine(q.URL)+" RTSP/1.0\r\n"...)
	return appendRest(b, q.Header, q.Body)
}

// Append writes the response.
func (p *Response) Append(b []byte) []byte {
	b = append(b, "RTSP/1.0 "+strconv.Itoa(p.Status)+" "+oneLine(p.Reason)+"\r\n"...)
	return appendRest(b, p.Header, p.Body)
}

func appendRest(b []byte, h Header, body []byte) []byte {
	// CSeq first and in its usual spelling: some cameras insist.
	if v := h.Get("CSeq"); v != "" {
		b = append(b, "CSeq: "+oneLine(v)+"\r\n"...)
	}
	for k, vs := range h {
		if k == "Cseq" || k == "Content-Length" {
			continue
		}
		switch k {
		case "Www-Authenticate":
			k = "WWW-Authenticate"
		case "Rtp-Info":
			k = "RTP-Info"
		}
		for _, v := range vs {
			b = append(b, k+": "+oneLine(v)+"\r\n"...)
		}
	}
	if len(body) > 0 {
		b = append(b, "Content-Length: "+strconv.Itoa(len(body))+"\r\n"...)
	}
	b = append(b, "\r\n"...)
	return append(b, body...)
}

func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\r' || r == '\n' || r == 0 {
			return -1
		}
		return r
	}, s)
}

// AppendInterleaved writes a packet between messages. Data is at most 65535 bytes.
func AppendInterleaved(b []byte, channel byte, data []byte) []byte {
	b = append(b, '$', channel, byte(len(data)>>8), byte(len(data)))
	return append(b, data...)
}

// Params reads "a=b;c;d=e" as a Transport header has it, names in lower case.
func Params(s string) map[string]string {
	m := map[string]string{}
	for _, f := range strings.Split(s, ";") {
		k, v, _ := strings.Cut(f, "=")
		if k = strings.ToLower(strings.TrimSpace(k)); k != "" && len(m) < 32 {
			m[k] = strings.Trim(strings.TrimSpace(v), `"`)
		}
	}
	return m
}

// PortPair reads "a-b", or "a" for a and a+1; each at most limit.
func PortPair(s string, limit int) (a, b int, err error) {
	x, y, two := strings.Cut(s, "-")
	x, y = strings.TrimSpace(x), strings.TrimSpace(y)
	if a, err = strconv.Atoi(x); err != nil {
		return 0, 0, fmt.Errorf("rtsp: %q is not a pair of numbers", s)
	}
	b = a + 1
	if two {
		if b, err = strconv.Atoi(y); err != nil {
			return 0, 0, fmt.Errorf("rtsp: %q is not a pair of numbers", s)
		}
	}
	if a < 0 || b < 0 || a > limit || b > limit {
		return 0, 0, fmt.Errorf("rtsp: %q is out of range", s)
	}
	return a, b, nil
}
