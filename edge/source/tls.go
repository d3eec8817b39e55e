package source

import (
	"crypto/sha256"
	"crypto/subtle"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strings"

	"custos.dev/custos"
)

// parsePin reads the SHA-256 of a public key, in hex (with or without colons) or in
// base64 (padded or not); nil for "".
func parsePin(s string) ([]byte, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return nil, nil
	}
	for _, p := range []string{"sha256//", "sha256/", "sha256:"} {
		s = strings.TrimPrefix(s, p)
	}
	if b, err := hex.DecodeString(strings.ReplaceAll(s, ":", "")); err == nil && len(b) == sha256.Size {
		return b, nil
	}
	b64 := strings.NewReplacer("-", "+", "_", "/").Replace(strings.TrimRight(s, "="))
	if b, err := base64.RawStdEncoding.DecodeString(b64); err == nil && len(b) == sha256.Size {
		return b, nil
	}
	return nil, fail(Refused, custos.Invalid, "its pin is not the SHA-256 of a public key; write 64 hex digits or 44 characters of base64")
}

// pinOf is what a certificate is pinned by: its public key, which stays when the
// certificate is renewed.
func pinOf(c *x509.Certificate) []byte {
	h := sha256.Sum256(c.RawSubjectPublicKeyInfo)
	return h[:]
}

// tlsConfig is how an rtsps:// camera is checked: by the pin alone if there is one, since
// cameras sign their certificates themselves, and otherwise by name and roots.
func (s *Source) tlsConfig(host string) (*tls.Config, error) {
	pin, err := parsePin(s.Pin)
	if err != nil {
		return nil, err
	}
	conf := &tls.Config{}
	if s.TLS != nil {
		conf = s.TLS.Clone()
	}
	conf.MinVersion = max(conf.MinVersion, tls.VersionTLS12)
	if conf.ServerName == "" {
		conf.ServerName = host
	}
	if pin != nil {
		conf.InsecureSkipVerify = true // what follows checks more
		conf.VerifyConnection = func(cs tls.ConnectionState) error {
			if got := pinOf(cs.PeerCertificates[0]); subtle.ConstantTimeCompare(got, pin) != 1 {
				return fail(Refused, custos.Denied, "its certificate has the key %x, not the one that it is pinned by; if the camera got a new one, write that into its tls_pin, and otherwise somebody else answers at its address", got)
			}
			return nil
		}
	}
	return conf, nil
}

// explainTLS turns the failure of a handshake into a sentence.
func explainTLS(err error) error {
	var f *failure
	if errors.As(err, &f) {
		return f
	}
	var v *tls.CertificateVerificationError
	if errors.As(err, &v) && len(v.UnverifiedCertificates) > 0 {
		return fail(Unreachable, custos.Unavailable, "its certificate is not trusted here (%w); if it is the camera's own, as most are, write into its settings: tls_pin: %x", v.Err, pinOf(v.UnverifiedCertificates[0]))
	}
	var rec tls.RecordHeaderError
	if errors.As(err, &rec) {
		return fail(Unreachable, custos.Unavailable, "it does not speak TLS at this port (%w); use its port for rtsps, or rtsp:// in its URL", err)
	}
	return fail(Unreachable, custos.Unavailable, "its TLS is not accepted (%w); it must offer TLS 1.2 or newer: renew its firmware, or use rtsp:// in its URL", err)
}
