package rtsp

import (
	"crypto/md5" // RFC 2069 and 2617 digests are MD5; cameras know no other
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
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

// Authorize returns the Authorization header that answers the best of the
// challenges: digest before basic.
func (c Credentials) Authorize(challenges []string, method, url string) (string, error) {
	basic := false
	for _, ch := range challenges {
		scheme, rest, _ := strings.Cut(ch, " ")
		switch strings.ToLower(scheme) {
		case "basic":
			basic = true
		case "digest":
			p := authParams(rest)
			if a, err := c.digest(p, method, url); err == nil {
				return a, nil
			}
		}
	}
	if basic {
		return "Basic " + base64.StdEncoding.EncodeToString([]byte(c.User+":"+c.Password)), nil
	}
	return "", errors.New("the camera asks for a way of signing in that is not known here")
}

func (c Credentials) digest(p map[string]string, method, url string) (string, error) {
	h, ok := digestHash(p["algorithm"])
	if !ok {
		return "", fmt.Errorf("unknown digest algorithm %q", p["algorithm"])
	}
	a1 := h(c.User + ":" + p["realm"] + ":" + c.Password)
	a2 := h(method + ":" + url)
	out := fmt.Sprintf(`Digest username="%s", realm="%s", nonce="%s", uri="%s"`, quoted(c.User), quoted(p["realm"]), quoted(p["nonce"]), quoted(url))
	if qop := p["qop"]; qop != "" {
		has := false
		for _, q := range strings.Split(qop, ",") {
			has = has || strings.TrimSpace(q) == "auth"
		}
		if !has {
			return "", fmt.Errorf("unknown quality of protection %q", qop)
		}
		cnonce := rand.Text()
		r := h(a1 + ":" + p["nonce"] + ":00000001:" + cnonce + ":auth:" + a2)
		out += fmt.Sprintf(`, response="%s", qop=auth, nc=00000001, cnonce="%s"`, r, cnonce)
	} else {
		out += fmt.Sprintf(`, response="%s"`, h(a1+":"+p["nonce"]+":"+a2))
	}
	if a := p["algorithm"]; a != "" {
		out += ", algorithm=" + a
	}
	if o := p["opaque"]; o != "" {
		out += fmt.Sprintf(`, opaque="%s"`, quoted(o))
	}
	return out, nil
}

func quoted(s string) string { return strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) }

func digestHash(algorithm string) (func(string) string, bool) {
	switch strings.ToUpper(algorithm) {
	case "", "MD5":
		return func(s string) string { b := md5.Sum([]byte(s)); return hex.EncodeToString(b[:]) }, true
	case "SHA-256":
		return func(s string) string { b := sha256.Sum256([]byte(s)); return hex.EncodeToString(b[:]) }, true
	}
	return nil, false
}

// authParams reads name="value" pairs; names in lower case.
func authParams(s string) map[string]string {
	m := map[string]string{}
	for len(m) < 32 {
		s = strings.TrimLeft(s, " ,\t")
		k, rest, ok := strings.Cut(s, "=")
		if !ok {
			break
		}
		k = strings.ToLower(strings.TrimSpace(k))
		rest = strings.TrimLeft(rest, " ")
		if !strings.HasPrefix(rest, `"`) {
			v, after, _ := strings.Cut(rest, ",")
			m[k], s = strings.TrimSpace(v), after
			continue
		}
		var v []byte
		i := 1
		for ; i < len(rest) && rest[i] != '"'; i++ {
			if rest[i] == '\\' && i+1 < len(rest) {
				i++
			}
			v = append(v, rest[i])
		}
		m[k], s = string(v), rest[min(i+1, len(rest)):]
	}
	return m
}

// Guard asks for credentials on the server's side. The zero Guard lets everyone in.
type Guard struct {
	Credentials
	// Basic asks for basic authentication instead of digest.
	Basic bool
	// Realm and Nonce stand in the challenge; a Guard lives for one connection.
	Realm, Nonce string
}

// Challenge returns the WWW-Authenticate header.
func (g Guard) Challenge() string {
	if g.Basic {
		return fmt.Sprintf(`Basic realm="%s"`, quoted(g.Realm))
	}
	return fmt.Sprintf(`Digest realm="%s", nonce="%s"`, quoted(g.Realm), quoted(g.Nonce))
}

// Allows checks a request's Authorization header.
func (g Guard) Allows(method, header string) bool {
	if g.User == "" && g.Password == "" {
		return true
	}
	scheme, rest, _ := strings.Cut(header, " ")
	var got, want string
	switch {
	case g.Basic && strings.EqualFold(scheme, "basic"):
		got, want = strings.TrimSpace(rest), base64.StdEncoding.EncodeToString([]byte(g.User+":"+g.Password))
	case !g.Basic && strings.EqualFold(scheme, "digest"):
		p := authParams(rest)
		if p["nonce"] != g.Nonce || p["username"] != g.User || p["realm"] != g.Realm {
			return false
		}
		h, ok := digestHash(p["algorithm"])
		if !ok {
			return false
		}
		a1, a2 := h(g.User+":"+g.Realm+":"+g.Password), h(method+":"+p["uri"])
		got, want = p["response"], h(a1+":"+g.Nonce+":"+a2)
		if p["qop"] != "" {
			want = h(a1 + ":" + g.Nonce + ":" + p["nc"] + ":" + p["cnonce"] + ":" + p["qop"] + ":" + a2)
		}
	default:
		return false
	}
	return subtle.ConstantTimeCompare([]byte(got), []byte(want)) == 1
}
