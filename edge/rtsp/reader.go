package rtsp

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Reader reads what arrives on a connection. It is used by one goroutine.
type Reader struct {
	r        *bufio.Reader
	buf      [1 << 16]byte
	tolerant bool
	channels []byte
	good     bool // a message has come: what follows can be out of step
	lines    int  // bytes of the message under way
	skipped  int  // since the last message
	garbage  uint64
}

// NewReader reads from r.
func NewReader(r io.Reader) *Reader { return &Reader{r: bufio.NewReaderSize(r, 16<<10)} }

// errMalformed marks what a tolerant reader skips.
var errMalformed = errors.New("rtsp: malformed")

// Tolerate makes the reader skip what is neither message nor packet, from the first
// message on: some cameras state false lengths. It goes on where "RTSP/" or a packet of
// one of the channels begins (of any, if none is named), and gives up after MaxSkip
// bytes.
func (r *Reader) Tolerate(channels ...byte) { r.tolerant, r.channels = true, channels }

// Garbage is how many bytes were skipped.
func (r *Reader) Garbage() uint64 { return r.garbage }

// Next returns the next *Request, *Response or *Interleaved. It returns io.EOF
// when the other side closed between messages.
func (r *Reader) Next() (any, error) {
	for {
		b, err := r.r.ReadByte()
		if err != nil {
			return nil, err
		}
		if b == '\r' || b == '\n' { // tolerated between messages
			continue
		}
		if err := r.r.UnreadByte(); err != nil {
			return nil, err
		}
		r.lines = 0
		ok, err := r.begins(b)
		if err != nil {
			return nil, unexpected(err)
		}
		var m any
		switch {
		case !ok:
			if _, err := r.r.Discard(1); err != nil {
				return nil, err
			}
			if err := r.skip(1); err != nil {
				return nil, err
			}
			continue
		case b == '$':
			m, err = r.packet()
		default:
			m, err = r.message()
		}
		if errors.Is(err, errMalformed) && r.tolerant && r.good {
			if err := r.skip(r.lines); err != nil {
				return nil, err
			}
			continue
		}
		if err != nil {
			return nil, unexpected(err)
		}
		r.good, r.skipped = true, 0
		return m, nil
	}
}

// skip counts bytes that were left out.
func (r *Reader) skip(n int) error {
	r.skipped += n
	r.garbage += uint64(n)
	if r.skipped > MaxSkip {
		return fmt.Errorf("rtsp: %d KiB that are neither message nor packet", MaxSkip>>10)
	}
	return nil
}

// begins says whether a message or packet begins with what comes next, as far as that
// can be told before it is read.
func (r *Reader) begins(b byte) (bool, error) {
	if !r.tolerant || !r.good {
		return true, nil
	}
	if b == '$' {
		if r.skipped == 0 {
			return true, nil
		}
		// Out of step: a packet of RTP or RTCP, of a channel that is in use.
		h, err := r.r.Peek(5)
		if err != nil {
			return false, err
		}
		return (len(r.channels) == 0 || slices.Contains(r.channels, h[1])) && h[4]>>6 == 2, nil
	}
	if b == 'R' || b == 'r' {
		h, err := r.r.Peek(5)
		if err != nil {
			return false, err
		}
		if strings.EqualFold(string(h), "RTSP/") {
			return true, nil
		}
	}
	if r.skipped > 0 {
		return false, nil
	}
	// A request: a word in capitals and a space.
	for n := 1; ; n++ {
		h, err := r.r.Peek(n)
		if err != nil {
			return false, err
		}
		if c := h[n-1]; c == ' ' || c == '\t' {
			return isToken(string(h[:n-1])), nil
		} else if n > maxToken || !isToken(string(c)) {
			return false, nil
		}
	}
}

func (r *Reader) packet() (any, error) {
	var h [4]byte
	if _, err := io.ReadFull(r.r, h[:]); err != nil {
		return nil, err
	}
	data := r.buf[:int(h[2])<<8|int(h[3])]
	if _, err := io.ReadFull(r.r, data); err != nil {
		return nil, err
	}
	return &Interleaved{Channel: h[1], Data: data}, nil
}

func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

func (r *Reader) line() (string, error) {
	var out []byte
	for {
		b, err := r.r.ReadSlice('\n')
		out = append(out, b...)
		r.lines += len(b)
		if len(out) > MaxLine {
			return "", fmt.Errorf("%w: a line is too long", errMalformed)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil {
			return "", err
		}
		return string(bytes.TrimRight(out, "\r\n")), nil
	}
}

// header reads fields up to the empty line. A line that begins with a space goes on with
// the one before; one without a colon is left out.
func (r *Reader) header() (Header, error) {
	h := Header{}
	last := ""
	for n := 0; ; n++ {
		l, err := r.line()
		if err != nil {
			return nil, err
		}
		if l == "" {
			return h, nil
		}
		if n >= MaxHeaders {
			return nil, fmt.Errorf("%w: more than %d lines of header", errMalformed, MaxHeaders)
		}
		if v := h[last]; (l[0] == ' ' || l[0] == '\t') && len(v) > 0 {
			v[len(v)-1] += " " + strings.TrimSpace(l)
			continue
		}
		name, value, ok := strings.Cut(l, ":")
		if name = strings.TrimSpace(name); !ok || name == "" {
			continue
		}
		h.Add(name, strings.TrimSpace(value))
		last = canonical(name)
	}
}

func (r *Reader) message() (any, error) {
	first, err := r.line()
	if err != nil {
		return nil, err
	}
	m, err := firstLine(first)
	if err != nil {
		return nil, err
	}
	h, err := r.header()
	if err != nil {
		return nil, err
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
	switch m := m.(type) {
	case *Response:
		m.Header, m.Body = h, body
	case *Request:
		m.Header, m.Body = h, body
	}
	return m, nil
}

// firstLine reads a status line or a request line, with whatever spaces between.
func firstLine(l string) (any, error) {
	for _, c := range []byte(l) {
		if c < ' ' && c != '\t' || c == 0x7f {
			return nil, fmt.Errorf("%w: a control character in the first line", errMalformed)
		}
	}
	l = strings.TrimSpace(strings.ReplaceAll(l, "\t", " "))
	a, rest, _ := strings.Cut(l, " ")
	rest = strings.TrimSpace(rest)
	if len(a) > 5 && strings.EqualFold(a[:5], "RTSP/") {
		code, reason, _ := strings.Cut(rest, " ")
		n, err := strconv.Atoi(code)
		if err != nil || n < 100 || n > 999 {
			return nil, fmt.Errorf("%w: a status line without a status", errMalformed)
		}
		return &Response{Status: n, Reason: strings.TrimSpace(reason)}, nil
	}
	i := strings.LastIndexByte(rest, ' ')
	if i <= 0 || !strings.HasPrefix(rest[i+1:], "RTSP/1.") || !isToken(a) {
		return nil, fmt.Errorf("%w: a request line of another kind", errMalformed)
	}
	return &Request{Method: a, URL: strings.TrimSpace(rest[:i])}, nil
}
