package rtsp

import (
	"crypto/md5" // RFC 2069 and 2617 digests are MD5; many cameras know no other
	"crypto/rand"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
)

// Credentials are a user's. Their String shows no secret.
type Credentials struct{ User, Password string }

func (c Credentials) String() string { return "xxxxx:xxxxx" }

// GoString keeps %#v from showing what String hides.
func (c Credentials) GoString() string { return c.String() }

// Login signs the requests of one session with a server, by what the server asked for
// (RFC 7616, 2617 and 2069). It is used by one goroutine at a time.
type Login struct {
	Credentials
	chosen *challenge
	count  uint32 // of the requests that were signed with the nonce
	cnonce string
	random func() string // for tests; rand.Text if nil
}

// Challenge takes the WWW-Authenticate headers of an answer and chooses the strongest way
// that is known here; Basic only if no digest is. It says whether the server means that
// only the nonce is too old (stale), and whether the nonce is another than before.
func (l *Login) Challenge(headers []string) (stale, other bool, err error) {
	var best *challenge
	unknown := ""
	for _, h := range headers {
		for _, c := range parseChallenges(h) {
			if err := c.known(); err != nil {
				unknown = err.Error()
				continue
			}
			if best == nil || c.strength() > best.strength() {
				best = c
			}
		}
	}
	if best == nil {
		if unknown == "" {
			unknown = "it names none"
		}
		return false, false, fmt.Errorf("the camera asks for a way of signing in that is not known here (%s)", unknown)
	}
	other = l.chosen == nil || l.chosen.p["nonce"] != best.p["nonce"]
	if other || l.chosen.strength() != best.strength() {
		l.count = 0
		if l.cnonce = rand.Text(); l.random != nil {
			l.cnonce = l.random()
		}
	}
	l.chosen = best
	return strings.EqualFold(best.p["stale"], "true"), other, nil
}

// Authorize returns the Authorization header of a request; "" as long as the server has
// asked for none. Each call takes the next nonce count.
func (l *Login) Authorize(method, url string, body []byte) string {
	switch {
	case l.chosen == nil:
		return ""
	case l.chosen.basic():
		return "Basic " + base64.StdEncoding.EncodeToString([]byte(l.User+":"+l.Password))
	}
	l.count++
	p := l.chosen.p
	d := digest{p: p, user: l.User, password: l.Password, method: method, uri: url, body: body, cnonce: l.cnonce, nc: fmt.Sprintf("%08x", l.count)}
	d.qop = l.chosen.qop()
	user := quoted(l.User)
	if strings.EqualFold(p["userhash"], "true") {
		h, _ := digestHash(p["algorithm"])
		user = h(l.User + ":" + p["realm"])
	}
	out := fmt.Sprintf(`Digest username="%s", realm="%s", nonce="%s", uri="%s", response="%s"`, user, quoted(p["realm"]), quoted(p["nonce"]), quoted(url), d.response())
	if a := p["algorithm"]; a != "" {
		out += ", algorithm=" + a
	}
	if d.qop != "" {
		out += fmt.Sprintf(`, qop=%s, nc=%s, cnonce="%s"`, d.qop, d.nc, quoted(d.cnonce))
	} else if isSession(p["algorithm"]) {
		out += fmt.Sprintf(`, cnonce="%s"`, quoted(d.cnonce))
	}
	if o, ok := p["opaque"]; ok {
		out += fmt.Sprintf(`, opaque="%s"`, quoted(o))
	}
	if strings.EqualFold(p["userhash"], "true") {
		out += ", userhash=true"
	}
	return out
}

// digest is what goes into a response.
type digest struct {
	p                                            map[string]string // the challenge's
	user, password, method, uri, cnonce, nc, qop string
	body                                         []byte
}

func (d digest) response() string {
	h, _ := digestHash(d.p["algorithm"])
	nonce := d.p["nonce"]
	a1 := h(d.user + ":" + d.p["realm"] + ":" + d.password)
	if isSession(d.p["algorithm"]) {
		a1 = h(a1 + ":" + nonce + ":" + d.cnonce)
	}
	a2 := d.method + ":" + d.uri
	if d.qop == "auth-int" {
		a2 += ":" + h(string(d.body))
	}
	if d.qop == "" { // RFC 2069
		return h(a1 + ":" + nonce + ":" + h(a2))
	}
	return h(a1 + ":" + nonce + ":" + d.nc + ":" + d.cnonce + ":" + d.qop + ":" + h(a2))
}

func quoted(s string) string { return strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) }

// algorithms are the digests, from the weakest to the strongest.
var algorithms = []struct {
	name string
	hash func(string) string
}{
	{"MD5", func(s string) string { b := md5.Sum([]byte(s)); return hex.EncodeToString(b[:]) }},
	{"SHA-256", func(s string) string { b := sha256.Sum256([]byte(s)); return hex.EncodeToString(b[:]) }},
	{"SHA-512-256", func(s string) string { b := sha512.Sum512_256([]byte(s)); return hex.EncodeToString(b[:]) }},
}

func isSession(algorithm string) bool {
	return strings.HasSuffix(strings.ToLower(algorithm), "-sess")
}

// digestHash finds an algorithm and its strength, 0 if it is not known.
func digestHash(algorithm string) (hash func(string) string, strength int) {
	if isSession(algorithm) {
		algorithm = algorithm[:len(algorithm)-len("-sess")]
	}
	if algorithm == "" {
		algorithm = "MD5"
	}
	for i, a := range algorithms {
		if strings.EqualFold(a.name, algorithm) {
			return a.hash, i + 1
		}
	}
	return nil, 0
}

// challenge is one way of signing in that a server offers.
type challenge struct {
	scheme string
	p      map[string]string // names in lower case
}

func (c *challenge) basic() bool { return strings.EqualFold(c.scheme, "Basic") }

// strength orders the ways: Basic, which sends the password, is the last.
func (c *challenge) strength() int {
	if c.basic() {
		return 0
	}
	_, n := digestHash(c.p["algorithm"])
	return n
}

// qop is the quality of protection to answer with: auth before auth-int, "" where the
// server names none.
func (c *challenge) qop() string {
	int := ""
	for _, q := range strings.FieldsFunc(c.p["qop"], func(r rune) bool { return r == ',' || r == ' ' || r == ';' }) {
		switch strings.ToLower(q) {
		case "auth":
			return "auth"
		case "auth-int":
			int = "auth-int"
		}
	}
	return int
}

// known says why a challenge cannot be answered.
func (c *challenge) known() error {
	switch {
	case c.basic():
		return nil
	case !strings.EqualFold(c.scheme, "Digest"):
		return fmt.Errorf("%.40q", c.scheme)
	case c.strength() == 0:
		return fmt.Errorf("digest algorithm %.40q", c.p["algorithm"])
	case c.p["qop"] != "" && c.qop() == "":
		return fmt.Errorf("quality of protection %.40q", c.p["qop"])
	case c.p["nonce"] == "":
		return errors.New("a digest without a nonce")
	}
	return nil
}

// maxParams bounds the parameters of one challenge, and the challenges of a header.
const maxParams = 32

// parseChallenges reads a WWW-Authenticate or Authorization header: one or more schemes,
// each with its parameters, quoted or not, separated by commas or by spaces alone.
func parseChallenges(s string) []*challenge {
	var out []*challenge
	var cur *challenge
	last := ""
	for {
		s = strings.TrimLeft(s, " ,;\t")
		if s == "" || len(out) > maxParams {
			return out
		}
		end := strings.IndexAny(s, " \t=,")
		if end < 0 {
			end = len(s)
		}
		word, rest := s[:end], strings.TrimLeft(s[end:], " \t")
		if !strings.HasPrefix(rest, "=") || word == "" {
			// A scheme, or what is left of an unquoted list: qop=auth,auth-int.
			if word == "" {
				s = strings.TrimLeft(rest, "=")
				continue
			}
			if cur != nil && last == "qop" && (strings.EqualFold(word, "auth") || strings.EqualFold(word, "auth-int")) {
				cur.p["qop"] += "," + word
			} else {
				cur, last = &challenge{scheme: word, p: map[string]string{}}, ""
				out = append(out, cur)
			}
			s = rest
			continue
		}
		if cur == nil { // parameters without a scheme
			cur = &challenge{p: map[string]string{}}
			out = append(out, cur)
		}
		last = strings.ToLower(word)
		var v string
		v, s = paramValue(strings.TrimLeft(rest[1:], " \t"))
		if len(cur.p) < maxParams {
			cur.p[last] = v
		}
	}
}

// paramValue reads a quoted string, or up to the next comma.
func paramValue(s string) (value, rest string) {
	if !strings.HasPrefix(s, `"`) {
		v, after, _ := strings.Cut(s, ",")
		return strings.TrimSpace(v), after
	}
	var v []byte
	i := 1
	for ; i < len(s) && s[i] != '"'; i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
		}
		v = append(v, s[i])
	}
	return string(v), s[min(i+1, len(s)):]
}

// authParams reads the parameters of a header with one scheme, after it.
func authParams(s string) map[string]string {
	if c := parseChallenges(s); len(c) > 0 {
		return c[0].p
	}
	return map[string]string{}
}

// Signs says whether requests are signed: the server has asked for it.
func (l *Login) Signs() bool { return l.chosen != nil }
