package source

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"math/big"
	"net"
	"strings"
	"testing"
	"time"

	"custos.dev/custos/edge/rtsp"
)

// secured puts TLS with a certificate that the camera signed itself before a server.
func secured(t *testing.T, to string, conf *tls.Config) (addr string, pin []byte) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	// Out of date and of another name, as cameras' are.
	cert := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{"ipcam"}, NotBefore: time.Unix(0, 0), NotAfter: time.Unix(1, 0)}
	der, err := x509.CreateCertificate(rand.Reader, cert, cert, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	conf.Certificates = []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}
	l, err := tls.Listen("tcp", "127.0.0.1:0", conf)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				d, err := net.Dial("tcp", to)
				if err != nil {
					return
				}
				defer d.Close()
				go func() { defer d.Close(); copyAll(d, c) }()
				copyAll(c, d)
			}()
		}
	}()
	return l.Addr().String(), pinOf(parsed)
}

func copyAll(to, from net.Conn) {
	b := make([]byte, 4096)
	for {
		n, err := from.Read(b)
		if err == nil {
			_, err = to.Write(b[:n])
		}
		if err != nil {
			return
		}
	}
}

func TestPin(t *testing.T) {
	a := fakeCamera(t, func(q *rtsp.Request) string { return "RTSP/1.0 404 Not Found\r\nCSEQ\r\n\r\n" })
	addr, pin := secured(t, a, &tls.Config{})
	dial := func(p string) error {
		s := &Source{URL: "rtsps://" + addr + "/x", AllowLoopback: true, Pin: p}
		return play(t, s, "tcp", 0).err
	}
	for _, p := range []string{
		hex.EncodeToString(pin), strings.ToUpper(hex.EncodeToString(pin)), base64.StdEncoding.EncodeToString(pin),
		base64.RawURLEncoding.EncodeToString(pin), "sha256//" + base64.StdEncoding.EncodeToString(pin), " sha256:" + hex.EncodeToString(pin) + " ",
	} {
		if err := dial(p); ReasonOf(err) != NotThere { // the camera behind it was asked
			t.Errorf("pinned by %s: %v", p, err)
		}
	}
	if err := dial(""); ReasonOf(err) != Unreachable || !strings.Contains(err.Error(), "tls_pin: "+hex.EncodeToString(pin)) {
		t.Errorf("unknown certificate: %v", err)
	}
	if err := dial(strings.Repeat("ab", 32)); ReasonOf(err) != Refused || !strings.Contains(err.Error(), hex.EncodeToString(pin)) {
		t.Errorf("another key: %v", err)
	}
	for _, p := range []string{"abc", strings.Repeat("ab", 31), "sha256/"} {
		if err := (&Source{Camera: "t/c", URL: "rtsps://h/x", Pin: p}).Validate(); ReasonOf(err) != Refused && p != "sha256/" {
			t.Errorf("the pin %q: %v", p, err)
		}
	}
	old, _ := secured(t, a, &tls.Config{MaxVersion: tls.VersionTLS11, MinVersion: tls.VersionTLS10})
	s := &Source{URL: "rtsps://" + old + "/x", AllowLoopback: true, Pin: hex.EncodeToString(pin)}
	if err := play(t, s, "tcp", 0).err; ReasonOf(err) != Unreachable || !strings.Contains(err.Error(), "TLS 1.2") {
		t.Errorf("TLS 1.1: %v", err)
	}
	s = &Source{URL: "rtsps://" + a + "/x", AllowLoopback: true}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	u, _ := parseURL(s.URL)
	if _, err := s.dial(ctx, u); ReasonOf(err) != Unreachable {
		t.Errorf("no TLS at all: %v", err)
	}
}
