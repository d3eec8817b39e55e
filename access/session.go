package access

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/api"
)

const (
	// SessionPath is where a signed POST opens a session.
	SessionPath = "/api/session"
	// SessionScheme is the scheme of the Authorization header that carries a token.
	SessionScheme = "Custos"
	// sessionFor is how long a token is good; opening another costs a signature.
	sessionFor = 5 * time.Minute
	// exporterLabel makes the connection's own secret one for this purpose (RFC 8446,
	// section 7.5; RFC 9266 does the same).
	exporterLabel = "EXPORTER-custos-session"
)

// Token stands for a principal on one TLS connection.
type Token struct {
	Secret string    `json:"token"`
	Until  time.Time `json:"until"`
}

// Sessions makes and checks tokens. It keeps nothing: a token is the principal and its
// end under a MAC, together with a secret that only the two ends of the connection
// share. Stolen, it is worth nothing on another connection; after a restart, nothing at
// all. Whether the principal may do what he asks is decided for each request.
type Sessions struct {
	key [32]byte
	now func() time.Time
}

// NewSessions makes a key for this life.
func NewSessions() *Sessions {
	s := &Sessions{now: time.Now}
	_, _ = rand.Read(s.key[:])
	return s
}

const tokenSize = len(custos.Address{}) + 8 + sha256.Size

func (s *Sessions) seal(b []byte, conn *tls.ConnectionState) ([]byte, error) {
	if conn == nil || conn.Version < tls.VersionTLS13 {
		return nil, custos.Errorf(custos.Denied, "a session needs a connection by TLS 1.3 that ends here: sign each request instead")
	}
	secret, err := conn.ExportKeyingMaterial(exporterLabel, nil, 32)
	if err != nil {
		return nil, custos.Errorf(custos.Internal, "%w", err)
	}
	h := hmac.New(sha256.New, s.key[:])
	h.Write(secret)
	h.Write(b)
	return h.Sum(nil), nil
}

// Open makes a token for a principal whose signature was just verified on a connection.
func (s *Sessions) Open(conn *tls.ConnectionState, who custos.Address) (Token, error) {
	until := s.now().Add(sessionFor).Truncate(time.Second)
	b := binary.BigEndian.AppendUint64(append([]byte{}, who[:]...), uint64(until.Unix()))
	mac, err := s.seal(b, conn)
	if err != nil {
		return Token{}, err
	}
	return Token{base64.RawURLEncoding.EncodeToString(append(b, mac...)), until.UTC()}, nil
}

// Who returns for whom a token stands on a connection; else the error is Denied.
func (s *Sessions) Who(conn *tls.ConnectionState, token string) (custos.Address, error) {
	b, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || len(b) != tokenSize {
		return custos.Address{}, custos.Errorf(custos.Denied, "the session's token does not parse")
	}
	who := custos.Address(b[:len(custos.Address{})])
	said := b[:len(b)-sha256.Size]
	mac, err := s.seal(said, conn)
	if err != nil {
		return who, err
	}
	if !hmac.Equal(mac, b[len(said):]) {
		return custos.Address{}, custos.Errorf(custos.Denied, "the session's token is not for this connection: open a session by a signed POST to %s", SessionPath)
	}
	if until := int64(binary.BigEndian.Uint64(said[len(custos.Address{}):])); s.now().Unix() >= until {
		return custos.Address{}, custos.Errorf(custos.Denied, "the session has ended: open another by a signed POST to %s", SessionPath)
	}
	return who, nil
}

// OpenSession answers POST SessionPath.
func (g *Gate) OpenSession(w http.ResponseWriter, r *http.Request) {
	c, ok := g.For(Query).admit(w, r, 0)
	if !ok {
		return
	}
	defer c.Visit.End()
	if _, err := c.Signed(); err != nil {
		g.unverified(w, r, 0, custos.Errorf(custos.Denied, "a session opens no other: sign the request"))
		return
	}
	t, err := g.Sessions.Open(r.TLS, c.Address)
	if err != nil {
		api.WriteError(w, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_ = json.NewEncoder(w).Encode(t)
}

// whoAsks verifies a request's signature, or its session's token, by its headers.
func (g *Gate) whoAsks(r *http.Request) (custos.Address, Envelope, error) {
	token, ok := strings.CutPrefix(r.Header.Get("Authorization"), SessionScheme+" ")
	if !ok || g.Sessions == nil {
		return g.Verifier.Headers(r)
	}
	who, err := g.Sessions.Who(r.TLS, token)
	if err == nil && !g.Verifier.Known(who) {
		err = custos.Errorf(custos.Denied, "%s is not a registered principal any more", who)
	}
	return who, Envelope{}, err
}
