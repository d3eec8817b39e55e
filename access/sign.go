// Package access decides who may what by the contracts' state, signs and
// verifies requests, and records decisions.
package access

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"custos"
	"custos/ledger/key"

	"golang.org/x/crypto/sha3"
)

// MaxAge is how long a signature may be valid, and how far clocks may differ.
const MaxAge = 60 * time.Second

// MaxBody is the largest body of a signed request in bytes.
const MaxBody = 8 << 20

// components are what every signature covers, in this order: a signature over
// fewer is refused, so that nothing can be stripped (RFC 9421, section 7.2.1).
const components = `("@method" "@authority" "@path" "@query" "content-digest")`

// label names the one signature of a request.
const label = "custos"

// Envelope is a signed request without its body: what a service that passes a
// request on hands to the next, which then verifies the caller itself.
type Envelope struct {
	Method    string `json:"method"`
	Authority string `json:"authority"`
	Path      string `json:"path"`
	// Query begins with "?", also if it is empty (RFC 9421, section 2.2.7).
	Query  string `json:"query"`
	Digest string `json:"digest"`
	// Params is the value of Signature-Input, Signature of Signature, both
	// without the label.
	Params    string `json:"params"`
	Signature string `json:"signature"`
}

// base is the signature base of RFC 9421, section 2.5.
func (e *Envelope) base() []byte {
	return []byte("\"@method\": " + e.Method + "\n\"@authority\": " + e.Authority + "\n\"@path\": " + e.Path +
		"\n\"@query\": " + e.Query + "\n\"content-digest\": " + e.Digest + "\n\"@signature-params\": " + e.Params)
}

// digest hashes the base as wallets sign messages (ERC-191), as ERC-8128 has it.
func (e *Envelope) digest() custos.Hash {
	b := e.base()
	h := sha3.NewLegacyKeccak256()
	fmt.Fprintf(h, "\x19Ethereum Signed Message:\n%d", len(b))
	h.Write(b)
	return custos.Hash(h.Sum(nil))
}

// contentDigest is RFC 9530's.
func contentDigest(body []byte) string {
	h := sha256.Sum256(body)
	return "sha-256=:" + base64.StdEncoding.EncodeToString(h[:]) + ":"
}

// Signer signs requests as one principal of one chain.
type Signer struct {
	Key     *key.Key
	ChainID uint64
}

func (s Signer) sign(e *Envelope, now time.Time) error {
	var nonce [16]byte
	_, _ = rand.Read(nonce[:])
	created := now.Unix()
	e.Params = fmt.Sprintf(`%s;created=%d;expires=%d;nonce="%x";keyid="erc8128:%d:%s"`, components, created, created+int64(MaxAge/time.Second), nonce, s.ChainID, s.Key.Address())
	sig, err := s.Key.Sign(e.digest())
	if err != nil {
		return err
	}
	e.Signature = base64.StdEncoding.EncodeToString(sig[:])
	return nil
}

// SignHTTP signs a request with the body that it will have, adding its headers.
func (s Signer) SignHTTP(r *http.Request, body []byte) error {
	e := Envelope{Method: r.Method, Authority: authority(r), Path: r.URL.EscapedPath(), Query: "?" + r.URL.RawQuery, Digest: contentDigest(body)}
	if e.Path == "" {
		e.Path = "/"
	}
	if err := s.sign(&e, time.Now()); err != nil {
		return err
	}
	r.Header.Set("Content-Digest", e.Digest)
	r.Header.Set("Signature-Input", label+"="+e.Params)
	r.Header.Set("Signature", label+"=:"+e.Signature+":")
	return nil
}

// busMethod marks a signature of a bus request, so that none of one kind is one
// of the other; the authority there is the chain.
const busMethod = "BUS"

// SignBus signs a bus request, for bus.Message.Auth.
func (s Signer) SignBus(subject string, data []byte) (string, error) {
	e := busEnvelope(s.ChainID, subject, data)
	if err := s.sign(&e, time.Now()); err != nil {
		return "", err
	}
	return e.Params + " " + e.Signature, nil
}

func busEnvelope(chain uint64, subject string, data []byte) Envelope {
	return Envelope{Method: busMethod, Authority: strconv.FormatUint(chain, 10), Path: subject, Query: "?", Digest: contentDigest(data)}
}

func authority(r *http.Request) string {
	host := r.Host
	if host == "" {
		host = r.URL.Host
	}
	return strings.ToLower(host)
}

// Verifier verifies signatures. Each is accepted once. Its memory of nonces
// does not survive a restart, so signatures made before its start are refused.
type Verifier struct {
	ChainID uint64
	// Known says whether an address is a registered principal. Others are refused
	// before their nonces are remembered, so that strangers cannot fill the memory.
	Known func(custos.Address) bool

	now     func() time.Time
	started time.Time

	mu     sync.Mutex
	nonces map[string]time.Time // until when each is remembered
	swept  time.Time
}

// maxNonces bounds the memory; above it requests are refused until some expire.
const maxNonces = 200_000

// NewVerifier begins to verify now.
func NewVerifier(chainID uint64, known func(custos.Address) bool) *Verifier {
	return newVerifier(chainID, known, time.Now)
}

func newVerifier(chainID uint64, known func(custos.Address) bool, now func() time.Time) *Verifier {
	return &Verifier{ChainID: chainID, Known: known, now: now, started: now().Truncate(time.Second), nonces: map[string]time.Time{}}
}

// HTTP verifies a request and returns who signed it and the envelope to pass
// on. The body is read and put back.
func (v *Verifier) HTTP(r *http.Request) (custos.Address, Envelope, error) {
	e := Envelope{Method: r.Method, Authority: authority(r), Path: r.URL.EscapedPath(), Query: "?" + r.URL.RawQuery, Digest: r.Header.Get("Content-Digest")}
	var ok bool
	if e.Params, ok = strings.CutPrefix(r.Header.Get("Signature-Input"), label+"="); !ok || len(r.Header["Signature-Input"]) != 1 || len(r.Header["Signature"]) != 1 || len(r.Header["Content-Digest"]) != 1 {
		return custos.Address{}, e, custos.Errorf(custos.Denied, "the request is not signed: sign it by a registered key (RFC 9421; `custos access sign` shows how)")
	}
	sig, begins := strings.CutPrefix(r.Header.Get("Signature"), label+"=:")
	if e.Signature, ok = strings.CutSuffix(sig, ":"); !ok || !begins {
		return custos.Address{}, e, custos.Errorf(custos.Denied, "the Signature header does not parse")
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, MaxBody+1))
	if err != nil || len(body) > MaxBody {
		return custos.Address{}, e, custos.Errorf(custos.Invalid, "the body cannot be read or is larger than %d bytes", MaxBody)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	if contentDigest(body) != e.Digest {
		return custos.Address{}, e, custos.Errorf(custos.Denied, "the body is not the one that was signed")
	}
	who, err := v.Envelope(&e)
	return who, e, err
}

// Bus verifies a bus request.
func (v *Verifier) Bus(subject string, data []byte, auth string) (custos.Address, error) {
	e := busEnvelope(v.ChainID, subject, data)
	var ok bool
	if i := strings.LastIndexByte(auth, ' '); i >= 0 {
		e.Params, e.Signature, ok = auth[:i], auth[i+1:], true
	}
	if !ok {
		return custos.Address{}, custos.Errorf(custos.Denied, "the request to %s is not signed", subject)
	}
	return v.Envelope(&e)
}

// Envelope verifies a signature over its fields; who passes an envelope on has
// checked the body against Digest, who gets it must.
func (v *Verifier) Envelope(e *Envelope) (custos.Address, error) {
	p, err := parseParams(e.Params)
	if err != nil {
		return custos.Address{}, err
	}
	now := v.now()
	switch {
	case p.chain != v.ChainID:
		return custos.Address{}, custos.Errorf(custos.Denied, "the signature is for chain %d, this is %d", p.chain, v.ChainID)
	case p.expires <= p.created || p.expires-p.created > int64(MaxAge/time.Second):
		return custos.Address{}, custos.Errorf(custos.Denied, "the signature is valid for longer than %s", MaxAge)
	case time.Unix(p.expires, 0).Before(now):
		return custos.Address{}, custos.Errorf(custos.Denied, "the signature has expired: check the clock and sign again")
	case time.Unix(p.created, 0).After(now.Add(MaxAge)):
		return custos.Address{}, custos.Errorf(custos.Denied, "the signature is from the future: check the clock")
	case time.Unix(p.created, 0).Before(v.started):
		return custos.Address{}, custos.Errorf(custos.Denied, "the signature was made before this service started: sign again")
	}
	raw, err := base64.StdEncoding.Strict().DecodeString(e.Signature)
	if err != nil || len(raw) != len(key.Signature{}) {
		return custos.Address{}, custos.Errorf(custos.Denied, "the signature does not parse")
	}
	who, err := key.Recover(e.digest(), key.Signature(raw))
	if err != nil {
		return custos.Address{}, err
	}
	if who != p.address {
		return custos.Address{}, custos.Errorf(custos.Denied, "the signature is not by %s", p.address)
	}
	if !v.Known(who) {
		return custos.Address{}, custos.Errorf(custos.Denied, "%s is not a registered principal: its owner registers it first", who)
	}
	return who, v.once(who.String()+p.nonce, time.Unix(p.expires, 0).Add(MaxAge), now)
}

// once refuses a nonce that it has seen.
func (v *Verifier) once(nonce string, until, now time.Time) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if now.Sub(v.swept) > 10*time.Second {
		for n, t := range v.nonces {
			if t.Before(now) {
				delete(v.nonces, n)
			}
		}
		v.swept = now
	}
	if _, seen := v.nonces[nonce]; seen {
		return custos.Errorf(custos.Denied, "the request was seen before: sign each request anew")
	}
	if len(v.nonces) >= maxNonces {
		return custos.Errorf(custos.Unavailable, "too many requests in a minute: wait")
	}
	v.nonces[nonce] = until
	return nil
}

type params struct {
	created, expires int64
	nonce            string
	chain            uint64
	address          custos.Address
}

// parseParams reads the one form that sign writes.
func parseParams(s string) (p params, err error) {
	bad := func() (params, error) {
		return p, custos.Errorf(custos.Denied, "the signature's parameters are not of the form %s;created=…;expires=…;nonce=\"…\";keyid=\"erc8128:…\"", components)
	}
	rest, ok := strings.CutPrefix(s, components+";created=")
	if !ok {
		return bad()
	}
	var created, expires, chain, address string
	if created, rest, ok = strings.Cut(rest, ";expires="); !ok {
		return bad()
	}
	if expires, rest, ok = strings.Cut(rest, ";nonce=\""); !ok {
		return bad()
	}
	if p.nonce, rest, ok = strings.Cut(rest, "\";keyid=\"erc8128:"); !ok {
		return bad()
	}
	if chain, rest, ok = strings.Cut(rest, ":"); !ok {
		return bad()
	}
	if address, ok = strings.CutSuffix(rest, "\""); !ok {
		return bad()
	}
	if _, err := hex.DecodeString(p.nonce); err != nil || len(p.nonce) != 32 {
		return bad()
	}
	var e1, e2, e3 error
	p.created, e1 = strconv.ParseInt(created, 10, 64)
	p.expires, e2 = strconv.ParseInt(expires, 10, 64)
	p.chain, e3 = strconv.ParseUint(chain, 10, 64)
	if p.address, err = custos.ParseAddress(address); err != nil || e1 != nil || e2 != nil || e3 != nil {
		return bad()
	}
	return p, nil
}
