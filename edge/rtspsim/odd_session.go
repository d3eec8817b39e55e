package rtspsim

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"custos.dev/custos/edge/rtsp"
)

// only answers one method with a status, instead of the usual.
func only(method string, status int, reason string) func(*session, *rtsp.Request) *rtsp.Response {
	return func(_ *session, q *rtsp.Request) *rtsp.Response {
		if q.Method != method {
			return nil
		}
		return reply(status, reason)
	}
}

// firstTries answers the first n DESCRIBEs of a path with a status.
func firstTries(n, status int, reason string) func(*session, *rtsp.Request) *rtsp.Response {
	return func(c *session, q *rtsp.Request) *rtsp.Response {
		if q.Method != "DESCRIBE" || c.s.try(c.path) > n {
			return nil
		}
		p := reply(status, reason)
		if status == 401 {
			p.Header.Set("WWW-Authenticate", `Basic realm="custos"`)
		}
		return p
	}
}

// endless sends a beginning, and then a text until the client has enough.
func endless(begin, text string) func(*session, *rtsp.Request) *rtsp.Response {
	return func(c *session, q *rtsp.Request) *rtsp.Response {
		if q.Method != "DESCRIBE" {
			return nil
		}
		if c.write([]byte(begin)) == nil {
			for b := []byte(strings.Repeat(text, 4096/len(text))); c.write(b) == nil; {
			}
		}
		return reply(hangUp, "")
	}
}

// lines changes each line of an answer's head.
func lines(change func(i int, l string) string) func(*session, []byte) []byte {
	return func(_ *session, b []byte) []byte {
		head, body, _ := strings.Cut(string(b), "\r\n\r\n")
		out := ""
		for i, l := range strings.Split(head, "\r\n") {
			out += change(i, l)
		}
		return []byte(out + "\r\n" + body)
	}
}

// asks sends a request of the camera's own, again and again.
func asks(requests ...string) func(*moment) error {
	return func(m *moment) error {
		if !m.again() {
			return nil
		}
		n := remember(m, "asks "+requests[0], func() int64 { return 0 })
		if *n-m.c.answers.Load() > maxUnanswered {
			m.c.conn.Close()
			return errOdd
		}
		r := requests[*n%int64(len(requests))]
		*n++
		return m.c.write(fmt.Appendf(nil, "%s\r\nCSeq: %d\r\n\r\n", strings.ReplaceAll(r, "\n", "\r\n"), *n))
	}
}

// maxUnanswered is how many of its requests a camera that asks leaves unanswered.
const maxUnanswered = 10

// enforced makes the session end unless it is kept.
func enforced(timeout time.Duration, keeps func(q *rtsp.Request, signed bool) bool) func(*session) {
	return func(c *session) { c.timeout, c.keeps = timeout, keeps }
}

var errOdd = errors.New("the oddity ends the stream")

var sessionOddities = []Oddity{
	{"optionsonly", "only OPTIONS keeps the session of 3 s; GET_PARAMETER is answered with 405", odd{
		begin: func(c *session) {
			c.public = "OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN"
			enforced(3*time.Second, func(q *rtsp.Request, _ bool) bool { return q != nil && q.Method == "OPTIONS" })(c)
		},
		instead: only("GET_PARAMETER", 405, "Method Not Allowed"),
	}},
	{"falsepublic", "GET_PARAMETER is offered and answered with 501; only OPTIONS keeps the session of 3 s", odd{
		begin:   enforced(3*time.Second, func(q *rtsp.Request, _ bool) bool { return q != nil && q.Method == "OPTIONS" }),
		instead: only("GET_PARAMETER", 501, "Not Implemented"),
	}},
	{"unanswered", "GET_PARAMETER is offered and never answered; only OPTIONS keeps the session of 3 s", odd{
		begin:   enforced(3*time.Second, func(q *rtsp.Request, _ bool) bool { return q != nil && q.Method == "OPTIONS" }),
		instead: only("GET_PARAMETER", silent, ""),
	}},
	{"getonly", "OPTIONS does not keep the session of 3 s, GET_PARAMETER does", odd{
		begin: enforced(3*time.Second, func(q *rtsp.Request, _ bool) bool { return q != nil && q.Method == "GET_PARAMETER" }),
	}},
	{"rtcponly", "only receiver reports keep the session of 3 s", odd{
		begin: enforced(3*time.Second, func(q *rtsp.Request, _ bool) bool { return q == nil }),
	}},
	{"optionsrefused", "OPTIONS is answered with 405", odd{instead: only("OPTIONS", 405, "Method Not Allowed")}},
	{"optionssilent", "OPTIONS is never answered", odd{instead: only("OPTIONS", silent, "")}},
	{"optionscloses", "OPTIONS closes the connection", odd{instead: only("OPTIONS", hangUp, "")}},
	{"late404", "404 for the first three tries", odd{instead: firstTries(3, 404, "Not Found")}},
	{"late401", "401 for the first three tries, whatever the password", odd{instead: firstTries(3, 401, "Unauthorized")}},
	{"busy", "503 for the first three tries", odd{instead: firstTries(3, 503, "Service Unavailable")}},
	{"redirect", "DESCRIBE is answered with 302 and a Location that holds a password", odd{
		instead: func(_ *session, q *rtsp.Request) *rtsp.Response {
			if q.Method != "DESCRIBE" {
				return nil
			}
			p := reply(302, "Moved Temporarily")
			p.Header.Set("Location", "rtsp://admin:hidden@192.0.2.7:8554/elsewhere")
			return p
		},
	}},
	{"forbidden", "403", odd{instead: only("DESCRIBE", 403, "Forbidden")}},
	{"notcp", "461 to a SETUP over TCP", odd{begin: func(c *session) { c.refuses = "RTP/AVP/TCP" }}},
	{"noudp", "461 to a SETUP over UDP", odd{begin: func(c *session) { c.refuses = "RTP/AVP" }}},
	{"asks", "the camera sends requests of its own, and ends the session if they are not answered", odd{
		between: asks("OPTIONS * RTSP/1.0", "SET_PARAMETER * RTSP/1.0", "ANNOUNCE * RTSP/1.0", "GET_PARAMETER * RTSP/1.0"),
	}},
	{"moves", "the camera asks by REDIRECT to go elsewhere, and goes on", odd{
		between: asks("REDIRECT * RTSP/1.0\nLocation: rtsp://admin:hidden@192.0.2.7/elsewhere"),
	}},
	{"oddheaders", "names in lower case, bare line feeds, spaces anywhere, a folded line, one without a colon, no reason", odd{
		raw: lines(func(i int, l string) string {
			name, value, ok := strings.Cut(l, ":")
			switch {
			case i == 0:
				f := strings.Fields(l)
				return f[0] + "  " + f[1] + " \n"
			case ok:
				return strings.ToLower(name) + " :   " + strings.TrimSpace(value) + "  \nx-folded: a\n\tb\nno colon\n"
			}
			return l + "\n"
		}),
	}},
	{"nocseq", "answers have no CSeq", odd{raw: lines(func(_ int, l string) string {
		if strings.HasPrefix(l, "CSeq:") {
			return ""
		}
		return l + "\r\n"
	})}},
	{"wrongcseq", "every answer has CSeq 1000", odd{answer: func(_ *session, _ *rtsp.Request, p *rtsp.Response) { p.Header.Set("CSeq", "1000") }}},
	{"slowanswers", "answers come byte by byte", odd{raw: func(c *session, b []byte) []byte {
		for len(b) > 1 {
			if c.write(b[:1]) != nil {
				break
			}
			b = b[1:]
			time.Sleep(500 * time.Microsecond)
		}
		return b
	}}},
	{"endlessheader", "an answer whose header never ends", odd{instead: endless("RTSP/1.0 200 OK\r\n", "x: y\r\n")}},
	{"endlessline", "an answer whose first line never ends", odd{instead: endless("RTSP/1.0 200 ", "OK")}},
	{"hugebody", "a description of 4 GB", odd{instead: endless("RTSP/1.0 200 OK\r\nContent-Length: 4000000000\r\n\r\n", "v=0\r\n")}},
	{"early", "pictures come before PLAY is answered", odd{instead: func(c *session, q *rtsp.Request) *rtsp.Response {
		if q.Method != "PLAY" || c.out == nil || c.cancel != nil {
			return nil
		}
		p := &sender{ssrc: c.ssrc, send: c.out.rtp}
		for _, x := range pack(c.clip.Codec, c.clip.picture(c.clip.frames[0])) {
			_ = p.write(p.next(0, x))
		}
		return nil
	}, begin: func(c *session) { c.ssrc = 7 }}},
	{"playsilent", "PLAY is not answered; the pictures come", odd{answer: func(c *session, q *rtsp.Request, p *rtsp.Response) {
		if q.Method == "PLAY" && p.Status == 200 {
			p.Status = silent
		}
	}}},
	{"garbage", "bytes that are neither packet nor message between the packets, packets among them", odd{between: func(m *moment) error {
		if m.n%5 != 3 {
			return nil
		}
		return m.c.write([]byte("\x00\x17garbage $\x77\x00\x05 RTSP/ RTSP/1.0\r\n$$\x01"))
	}}},
	{"bigframes", "interleaved packets of 65,535 bytes on a channel that nobody asked for", odd{between: func(m *moment) error {
		return m.c.write(rtsp.AppendInterleaved(nil, 9, make([]byte, 65535)))
	}}},
	{"channels", "the packets come on channels 4 and 5, as SETUP's answer says", odd{begin: func(c *session) {
		c.channel = func(int) (int, int) { return 4, 4 }
	}}},
	{"otherchannels", "the packets come on channels 2 and 3, and SETUP's answer says 0 and 1", odd{begin: func(c *session) {
		c.channel = func(int) (int, int) { return 0, 2 }
	}}},
	{"halfopen", "after a while nothing comes and nothing is answered, and the connection stays", odd{between: func(m *moment) error {
		if m.begun() {
			m.c.mu.Lock() // nothing is written any more
			defer m.c.mu.Unlock()
			_, _ = io.Copy(io.Discard, m.c.conn)
			return errOdd
		}
		return nil
	}}},
	{"silent", "after a while no pictures come; reports and answers go on", odd{nals: func(m *moment, n [][]byte) [][]byte {
		if m.begun() {
			return nil
		}
		return n
	}}},
	{"drop", "the connection is closed after a while, again and again", odd{between: func(m *moment) error {
		if m.begun() {
			m.c.conn.Close()
			return errOdd
		}
		return nil
	}}},
	{"endsession", "the camera ends the session by TEARDOWN after a while", odd{between: func(m *moment) error {
		if m.once() {
			return m.c.write([]byte("TEARDOWN * RTSP/1.0\r\nCSeq: 1\r\n\r\n"))
		}
		return nil
	}}},
	{"byeandon", "BYE, and at once another source goes on", odd{between: func(m *moment) error {
		if m.once() {
			err := m.c.out.rtcp(m.s.bye(time.Now(), 0))
			m.s.ssrc++
			return err
		}
		return nil
	}}},
}

// signing is an oddity of signing in.
func signing(name, what string, change func(g *rtsp.Guard), more odd) Oddity {
	begin := more.begin
	more.begin = func(c *session) {
		if begin != nil {
			begin(c)
		}
		if c.guard.User == "" && c.guard.Password == "" {
			c.guard.Credentials = OddCredentials
		}
		c.guard.Basic = false
		c.guard.Realm, c.guard.QOP, c.guard.Counted = `IP Camera(G"5)`, "auth", true
		if change != nil {
			change(&c.guard)
		}
	}
	return Oddity{name, what, more}
}

func algorithms(names ...string) func(*rtsp.Guard) {
	return func(g *rtsp.Guard) { g.Algorithms = names }
}

// renewing makes a nonce good for three requests; what comes then is refused with the
// next one.
func renewing(stale bool) odd {
	return odd{instead: func(c *session, q *rtsp.Request) *rtsp.Response {
		if q.Header.Get("Authorization") == "" {
			return nil
		}
		n := c.s.try(c.id)
		if n%4 != 0 {
			return nil
		}
		c.guard.Renew(fmt.Sprintf("nonce-%s-%d", c.id, n))
		p := reply(401, "Unauthorized")
		for _, h := range c.guard.Challenges(stale) {
			p.Header.Add("WWW-Authenticate", h)
		}
		return p
	}}
}

var loginOddities = []Oddity{
	signing("md5", "digest, MD5, nonce counts must grow by one", algorithms("MD5"), odd{}),
	signing("md5sess", "digest, MD5-sess", algorithms("MD5-sess"), odd{}),
	signing("sha256", "digest, SHA-256 alone", algorithms("SHA-256"), odd{}),
	signing("sha256sess", "digest, SHA-256-sess", algorithms("SHA-256-sess"), odd{}),
	signing("sha512", "digest, SHA-512-256", algorithms("SHA-512-256"), odd{}),
	signing("manyways", "digests of SHA-256 and MD5, and Basic", algorithms("SHA-256", "MD5", "Basic"), odd{}),
	signing("onlybest", "digests of MD5 and SHA-256 are offered, and only SHA-256 is let in", algorithms("MD5", "SHA-256"), odd{
		instead: func(c *session, q *rtsp.Request) *rtsp.Response {
			if a := q.Header.Get("Authorization"); a != "" && !strings.Contains(a, "SHA-256") {
				return reply(401, "Unauthorized")
			}
			return nil
		},
	}),
	signing("noqop", "a digest without quality of protection (RFC 2069)", func(g *rtsp.Guard) { g.Algorithms, g.QOP, g.Counted = nil, "", false }, odd{}),
	signing("authint", "a digest that covers the body too", func(g *rtsp.Guard) { g.Algorithms, g.QOP = []string{"MD5"}, "auth-int" }, odd{}),
	signing("oneline", "all challenges in one line", algorithms("Basic", "SHA-256", "MD5"), odd{answer: func(_ *session, _ *rtsp.Request, p *rtsp.Response) {
		if v := p.Header.Values("WWW-Authenticate"); len(v) > 1 {
			p.Header.Set("WWW-Authenticate", strings.Join(v, ", "))
		}
	}}),
	signing("unquoted", "a challenge whose values are not quoted", func(g *rtsp.Guard) { g.Algorithms, g.Realm = []string{"MD5"}, "IP Camera" }, odd{answer: func(_ *session, _ *rtsp.Request, p *rtsp.Response) {
		if v := p.Header.Get("WWW-Authenticate"); v != "" {
			p.Header.Set("WWW-Authenticate", strings.ReplaceAll(v, `"`, ""))
		}
	}}),
	signing("stale", "a nonce is good for three requests, then stale", algorithms("MD5"), renewing(true)),
	signing("newnonce", "a nonce is good for three requests, and that it was stale is not said", algorithms("MD5"), renewing(false)),
	signing("closes401", "the connection is closed after 401", func(g *rtsp.Guard) { g.Algorithms, g.Counted = []string{"MD5"}, false }, odd{
		answer: func(c *session, q *rtsp.Request, p *rtsp.Response) {
			if p.Status == 401 {
				p.Header.Set("CSeq", q.Header.Get("CSeq"))
				_ = c.write(p.Append(nil))
				p.Status = hangUp
			}
		},
	}),
	signing("optionssigned", "OPTIONS wants to be signed too, and only signed requests keep the session of 3 s", algorithms("MD5"), odd{
		begin: enforced(3*time.Second, func(_ *rtsp.Request, signed bool) bool { return signed }),
		instead: func(c *session, q *rtsp.Request) *rtsp.Response {
			if q.Method != "OPTIONS" {
				return nil
			}
			if !c.guard.Allows(q.Method, q.Header.Get("Authorization"), q.Body) {
				p := reply(401, "Unauthorized")
				p.Header.Set("WWW-Authenticate", c.guard.Challenge())
				return p
			}
			c.keep(q, true)
			p := reply(200, "OK")
			p.Header.Set("Public", c.public)
			return p
		},
	}),
}
