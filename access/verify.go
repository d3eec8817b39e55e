package access

import (
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/ledger/key"
)

// Verifier verifies signatures. Each is accepted once. Its memory of nonces does
// not survive a restart, so signatures that its predecessor can have accepted are
// refused as Unavailable: those made up to the second in which it started.
type Verifier struct {
	ChainID uint64
	// Known says whether an address is a registered principal. Others are refused
	// before anything is remembered or computed for them.
	Known func(custos.Address) bool
	// Authorities are the hosts, host:port, that requests must be signed for. If
	// there is none, a request may be for any, and one service can send what it
	// was sent to another.
	Authorities []string

	now     func() time.Time
	sleep   func(time.Duration)
	started int64
	nonces  nonces
}

// NewVerifier begins to verify when it returns, which is at the beginning of the
// next second: signatures say their time in seconds, and what was signed in the
// second of the start cannot be told from what a predecessor accepted in it.
func NewVerifier(chainID uint64, known func(custos.Address) bool) *Verifier {
	v := newVerifier(chainID, known, time.Now)
	time.Sleep(time.Until(time.Unix(v.started+1, 0)))
	return v
}

func newVerifier(chainID uint64, known func(custos.Address) bool, now func() time.Time) *Verifier {
	return &Verifier{ChainID: chainID, Known: known, now: now, sleep: time.Sleep, started: now().Unix()}
}

// Headers verifies a request by its headers alone, which say all that is signed, and
// returns who signed it and the envelope to pass on. Nothing of the body is read, and a
// request whose body turns out to be another counts as seen. Who reads the body asks the
// envelope whether it Covers it.
func (v *Verifier) Headers(r *http.Request) (custos.Address, Envelope, error) {
	e := requestEnvelope(r)
	var ok bool
	if e.Params, ok = strings.CutPrefix(r.Header.Get("Signature-Input"), label+"="); !ok || len(r.Header["Signature-Input"]) != 1 || len(r.Header["Signature"]) != 1 || len(r.Header["Content-Digest"]) != 1 {
		return custos.Address{}, e, custos.Errorf(custos.Denied, "the request is not signed: sign its method, authority, path, query and content-digest by a registered key (RFC 9421)")
	}
	sig, labelled := strings.CutPrefix(r.Header.Get("Signature"), label+"=:")
	if e.Signature, ok = strings.CutSuffix(sig, ":"); !ok || !labelled {
		return custos.Address{}, e, custos.Errorf(custos.Denied, "the Signature header does not parse")
	}
	p, err := v.claim(&e)
	if err != nil {
		return custos.Address{}, e, err
	}
	who, err := v.prove(&e, p)
	return who, e, err
}

// Bus verifies what SignBus signed.
func (v *Verifier) Bus(subject string, data []byte, auth string) (custos.Address, error) {
	e := busEnvelope(v.ChainID, subject, data)
	i := strings.LastIndexByte(auth, ' ')
	if i < 0 {
		return custos.Address{}, custos.Errorf(custos.Denied, "the request to %s is not signed", subject)
	}
	e.Params, e.Signature = auth[:i], auth[i+1:]
	return v.Envelope(&e)
}

// Envelope verifies a signature over its fields; who passes an envelope on has
// checked the body against Digest, who gets it must, by Covers.
func (v *Verifier) Envelope(e *Envelope) (custos.Address, error) {
	for _, f := range []string{e.Method, e.Authority, e.Path, e.Query, e.Digest} {
		if strings.ContainsAny(f, "\r\n") {
			return custos.Address{}, custos.Errorf(custos.Denied, "the signed request has a line break in a field")
		}
	}
	p, err := v.claim(e)
	if err != nil {
		return custos.Address{}, err
	}
	return v.prove(e, p)
}

// claim checks everything but the signature itself.
func (v *Verifier) claim(e *Envelope) (params, error) {
	p, err := parseParams(e.Params)
	if err != nil {
		return p, err
	}
	now := v.now()
	ahead := time.Unix(p.created, 0).Sub(now)
	switch {
	case e.Method != busMethod && len(v.Authorities) > 0 && !slices.Contains(v.Authorities, e.Authority):
		return p, custos.Errorf(custos.Denied, "the request is signed for %s, this is %s", e.Authority, strings.Join(v.Authorities, ", "))
	case p.chain != v.ChainID:
		return p, custos.Errorf(custos.Denied, "the signature is for chain %d, this is %d", p.chain, v.ChainID)
	case p.expires <= p.created || p.expires-p.created > int64(MaxAge/time.Second):
		return p, custos.Errorf(custos.Denied, "the signature is valid for longer than %s", MaxAge)
	case time.Unix(p.expires, 0).Before(now):
		return p, custos.Errorf(custos.Denied, "the signature has expired: check the clock and sign again")
	case ahead > maxSkew:
		return p, custos.Errorf(custos.Denied, "the signature is from the future: check the clock")
	case p.created <= v.started:
		return p, custos.Errorf(custos.Unavailable, "the signature is older than this service's start: sign again in a second")
	case !v.Known(p.address):
		return p, custos.Errorf(custos.Denied, "%s is not a registered principal: its owner registers it first", p.address)
	}
	if ahead > 0 {
		// Accepted only when it is not of the future any more: so whatever was ever
		// accepted is older than a restart, and can be told from what comes after.
		v.sleep(ahead)
	}
	return p, nil
}

// prove checks the signature and takes its nonce.
func (v *Verifier) prove(e *Envelope, p params) (custos.Address, error) {
	who, err := signerOf(e, p)
	if err != nil {
		return custos.Address{}, err
	}
	return who, v.nonces.take(who, p.nonce, time.Unix(p.expires+1, 0), v.now())
}

// signerOf checks the signature.
func signerOf(e *Envelope, p params) (custos.Address, error) {
	raw, err := base64.StdEncoding.DecodeString(e.Signature)
	// Written again, since decoding forgives line breaks and stray bits.
	if err != nil || len(raw) != len(key.Signature{}) || base64.StdEncoding.EncodeToString(raw) != e.Signature {
		return custos.Address{}, custos.Errorf(custos.Denied, "the signature does not parse")
	}
	who, err := key.Recover(e.digest(), key.Signature(raw))
	if err != nil {
		return custos.Address{}, custos.Errorf(custos.Denied, "the signature is not valid: %w", err)
	}
	if who != p.address {
		return custos.Address{}, custos.Errorf(custos.Denied, "the signature is not by %s, or what was signed was changed", p.address)
	}
	return who, nil
}

type params struct {
	created, expires int64
	nonce            [16]byte
	chain            uint64
	address          custos.Address
}

// parseParams reads the one form that sign writes; parameters of any other form
// are refused, not skipped.
func parseParams(s string) (p params, err error) {
	bad := func() (params, error) {
		return p, custos.Errorf(custos.Denied, "the signature's parameters are not of the form %s;created=…;expires=…;nonce=\"…\";keyid=\"erc8128:…\"", components)
	}
	rest, ok := strings.CutPrefix(s, components+";created=")
	if !ok {
		return bad()
	}
	var created, expires, nonce, chain, address string
	if created, rest, ok = strings.Cut(rest, ";expires="); !ok {
		return bad()
	}
	if expires, rest, ok = strings.Cut(rest, ";nonce=\""); !ok {
		return bad()
	}
	if nonce, rest, ok = strings.Cut(rest, "\";keyid=\"erc8128:"); !ok || len(nonce) != 2*len(p.nonce) {
		return bad()
	}
	if chain, rest, ok = strings.Cut(rest, ":"); !ok {
		return bad()
	}
	if address, ok = strings.CutSuffix(rest, "\""); !ok {
		return bad()
	}
	var e1, e2, e3, e4 error
	_, e1 = hex.Decode(p.nonce[:], []byte(nonce))
	p.created, e2 = strconv.ParseInt(created, 10, 64)
	p.expires, e3 = strconv.ParseInt(expires, 10, 64)
	p.chain, e4 = strconv.ParseUint(chain, 10, 64)
	if p.address, err = custos.ParseAddress(address); err != nil || e1 != nil || e2 != nil || e3 != nil || e4 != nil {
		return bad()
	}
	return p, nil
}
