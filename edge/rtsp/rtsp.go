// Package rtsp reads and writes the messages of RTSP 1.0 (RFC 2326): requests,
// responses and interleaved packets, and its basic and digest authentication.
// Both Custos's client and its simulated cameras stand on it. Every length that
// the other side names is bounded.
package rtsp

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/textproto"
	"strconv"
	"strings"
)

// The limits of a message, in bytes and lines.
const (
	MaxLine    = 4 << 10
	MaxHeaders = 64
	MaxBody    = 64 << 10
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
	if v := h[textproto.CanonicalMIMEHeaderKey(name)]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// Values returns all values.
func (h Header) Values(name string) []string { return h[textproto.CanonicalMIMEHeaderKey(name)] }

// Set replaces a field.
func (h Header) Set(name, value string) {
	h[textproto.CanonicalMIMEHeaderKey(name)] = []string{value}
}

// Add adds a value.
func (h Header) Add(name, value string) {
	k := textproto.CanonicalMIMEHeaderKey(name)
	h[k] = append(h[k], value)
}

// Reader reads what arrives on a connection. It is used by one goroutine.
type Reader struct {
	r   *bufio.Reader
	buf [1 << 16]byte
}

// NewReader reads from r.
func NewReader(r io.Reader) *Reader { return &Reader{r: bufio.NewReaderSize(r, 16<<10)} }

// Next returns the next *Request, *Response or *Interleaved. It returns io.EOF
// when the other side closed between messages.
func (r *Reader) Next() (any, error) {
	for {
		b, err := r.r.ReadByte()
		if err != nil {
			return nil, err
		}
		switch b {
		case '\r', '\n': // tolerated between messages
			continue
		case '$':
			var h [3]byte
			if _, err := io.ReadFull(r.r, h[:]); err != nil {
				return nil, unexpected(err)
			}
			data := r.buf[:int(h[1])<<8|int(h[2])]
			if _, err := io.ReadFull(r.r, data); err != nil {
				return nil, unexpected(err)
			}
			return &Interleaved{Channel: h[0], Data: data}, nil
		}
		if err := r.r.UnreadByte(); err != nil {
			return nil, err
		}
		m, err := r.message()
		if err != nil {
			return nil, unexpected(err)
		}
		return m, nil
	}
}

func unexpected(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

func (r *Reader) line() (string, error) {
	var out []byte
	for {
		b, err := r.r.ReadSlice('\n')
		out = append(out, b...)
		if len(out) > MaxLine {
			return "", errors.New("rtsp: a line is too long")
		}
		if err == bufio.ErrBufferFull {
			continue
		}
		if err != nil {
			return "", err
		}
		return string(bytes.TrimRight(out, "\r\n")), nil
	}
}

func (r *Reader) message() (any, error) {
	first, err := r.line()
	if err != nil {
		return nil, err
	}
	h := Header{}
	for n := 0; ; n++ {
		l, err := r.line()
		if err != nil {
			return nil, err
		}
		if l == "" {
			break
		}
		name, value, ok := strings.Cut(l, ":")
		if !ok || n >= MaxHeaders || strings.TrimSpace(name) == "" {
			return nil, errors.New("rtsp: a malformed header")
		}
		h.Add(strings.TrimSpace(name), strings.TrimSpace(value))
	}
	var body []byte
	if s := h.Get("Content-Length"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n < 0 || n > MaxBody {
			return nil, fmt.Errorf("rtsp: a body of %q bytes", s)
		}
		body = make([]byte, n)
		if _, err := io.ReadFull(r.r, body); err != nil {
			return nil, err
		}
	}
	for _, c := range []byte(first) {
		if c < ' ' || c == 0x7f {
			return nil, errors.New("rtsp: a control character in the first line")
		}
	}
	a, rest, _ := strings.Cut(first, " ")
	if strings.HasPrefix(a, "RTSP/") {
		code, reason, _ := strings.Cut(rest, " ")
		n, err := strconv.Atoi(code)
		if err != nil || n < 100 || n > 999 {
			return nil, errors.New("rtsp: a malformed status line")
		}
		return &Response{Status: n, Reason: reason, Header: h, Body: body}, nil
	}
	i := strings.LastIndexByte(rest, ' ')
	if i <= 0 || !strings.HasPrefix(rest[i+1:], "RTSP/1.") || !isToken(a) {
		return nil, errors.New("rtsp: a malformed request line")
	}
	return &Request{Method: a, URL: rest[:i], Header: h, Body: body}, nil
}

func isToken(s string) bool {
	for _, c := range []byte(s) {
		if !(c >= 'A' && c <= 'Z' || c == '_') {
			return false
		}
	}
	return s != "" && len(s) <= 32
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
		k, v, _ := strings.Cut(strings.TrimSpace(f), "=")
		if k != "" && len(m) < 32 {
			m[strings.ToLower(k)] = v
		}
	}
	return m
}

// PortPair reads "a-b", or "a" for a and a+1; each at most limit.
func PortPair(s string, limit int) (a, b int, err error) {
	x, y, two := strings.Cut(s, "-")
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
