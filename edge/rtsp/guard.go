package rtsp

import (
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
)

// Guard asks for credentials on the server's side. The zero Guard lets everyone in. A
// Guard lives for one connection and is used by one goroutine.
type Guard struct {
	Credentials
	// Basic asks for basic authentication instead of digest.
	Basic bool
	// Realm and Nonce stand in the challenge.
	Realm, Nonce string
	// Algorithms are offered, each in a challenge of its own; if empty, MD5 without its
	// name. "Basic" among them offers basic authentication too.
	Algorithms []string
	// QOP is what the digests offer, for example "auth"; "" is RFC 2069.
	QOP string
	// Counted wants the nonce count to grow by one with each request.
	Counted bool

	count uint64
}

// Challenge returns the WWW-Authenticate header, the first if there are several.
func (g *Guard) Challenge() string { return g.Challenges(false)[0] }

// Challenges returns the WWW-Authenticate headers; stale tells the client that its
// password was right and its nonce too old.
func (g *Guard) Challenges(stale bool) []string {
	if g.Basic {
		return []string{fmt.Sprintf(`Basic realm="%s"`, quoted(g.Realm))}
	}
	names := g.Algorithms
	if len(names) == 0 {
		names = []string{""}
	}
	var out []string
	for _, a := range names {
		if a == "Basic" {
			out = append(out, fmt.Sprintf(`Basic realm="%s"`, quoted(g.Realm)))
			continue
		}
		c := fmt.Sprintf(`Digest realm="%s", nonce="%s"`, quoted(g.Realm), quoted(g.Nonce))
		if a != "" {
			c += ", algorithm=" + a
		}
		if g.QOP != "" {
			c += fmt.Sprintf(`, qop="%s"`, g.QOP)
		}
		if stale {
			c += ", stale=true"
		}
		out = append(out, c)
	}
	return out
}

// Renew makes the nonce another.
func (g *Guard) Renew(nonce string) { g.Nonce, g.count = nonce, 0 }

// Allows checks a request's Authorization header.
func (g *Guard) Allows(method, header string, body []byte) bool {
	if g.User == "" && g.Password == "" {
		return true
	}
	scheme, rest, _ := strings.Cut(header, " ")
	var got, want string
	switch {
	case strings.EqualFold(scheme, "basic"):
		if !g.Basic && !g.offers("Basic") {
			return false
		}
		got, want = strings.TrimSpace(rest), base64.StdEncoding.EncodeToString([]byte(g.User+":"+g.Password))
	case !g.Basic && strings.EqualFold(scheme, "digest"):
		p := authParams(rest)
		if p["nonce"] != g.Nonce || p["username"] != g.User || p["realm"] != g.Realm {
			return false
		}
		if _, n := digestHash(p["algorithm"]); n == 0 || len(g.Algorithms) > 0 && !g.offers(p["algorithm"]) {
			return false
		}
		d := digest{p: p, user: g.User, password: g.Password, method: method, uri: p["uri"], body: body, cnonce: p["cnonce"], nc: p["nc"], qop: p["qop"]}
		got, want = p["response"], d.response()
		if g.Counted {
			n, err := strconv.ParseUint(p["nc"], 16, 32)
			if err != nil || n != g.count+1 {
				return false
			}
		}
	default:
		return false
	}
	if subtle.ConstantTimeCompare([]byte(got), []byte(want)) != 1 {
		return false
	}
	g.count++
	return true
}

func (g *Guard) offers(algorithm string) bool {
	for _, a := range g.Algorithms {
		if strings.EqualFold(a, algorithm) {
			return true
		}
	}
	return false
}
