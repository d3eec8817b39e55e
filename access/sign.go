// Package access decides who may what by the contracts' state, signs and
// verifies requests, and records decisions.
package access

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/ledger/key"

	"golang.org/x/crypto/sha3"
)

// MaxAge is how long a signature may be valid.
const MaxAge = 60 * time.Second

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

// Covers reports whether a body is the one that was signed. Who takes an
// envelope from a relay with a body must ask it.
func (e *Envelope) Covers(body []byte) bool { return contentDigest(body) == e.Digest }

// base is the signature base of RFC 9421, section 2.5. A line break in a field
// would move the rest of it into another line; none can come by HTTP, and
// Verifier refuses one in an envelope.
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
// Each time that a request is sent, again too, it must be signed anew.
func (s Signer) SignHTTP(r *http.Request, body []byte) error {
	e := requestEnvelope(r)
	e.Digest = contentDigest(body)
	if err := s.sign(&e, time.Now()); err != nil {
		return err
	}
	r.Header.Set("Content-Digest", e.Digest)
	r.Header.Set("Signature-Input", label+"="+e.Params)
	r.Header.Set("Signature", label+"=:"+e.Signature+":")
	return nil
}

func requestEnvelope(r *http.Request) Envelope {
	host, path := r.Host, r.URL.EscapedPath()
	if host == "" {
		host = r.URL.Host
	}
	if path == "" {
		path = "/"
	}
	return Envelope{Method: r.Method, Authority: strings.ToLower(host), Path: path, Query: "?" + r.URL.RawQuery, Digest: r.Header.Get("Content-Digest")}
}

// busMethod marks a signature of a request that comes by no HTTP, such as for a camera's
// frames over a socket, so that none of one kind is one of the other; the authority there
// is the chain.
const busMethod = "BUS"

// SignBus signs a request that comes by no HTTP, for Verifier.Bus.
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
