package service

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"time"

	"custos.dev/custos"
)

// TLSIdentity returns a node's TLS key with its self-signed certificate, and
// the SHA-256 of its SubjectPublicKeyInfo, by which others pin it. It makes the
// key where there is none. The certificate says nothing that is believed.
func TLSIdentity(dir string, node custos.NodeName) (tls.Certificate, custos.Hash, error) {
	k, err := loadOrCreate(filepath.Join(dir, "tls.key"), func() (any, error) {
		return ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	})
	if err != nil {
		return tls.Certificate{}, custos.Hash{}, err
	}
	key, ok := k.(*ecdsa.PrivateKey)
	if !ok {
		return tls.Certificate{}, custos.Hash{}, custos.Errorf(custos.Invalid, "%s is not a TLS key: move it away to have one made", filepath.Join(dir, "tls.key"))
	}
	tmpl := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: string(node)}, DNSNames: []string{string(node)},
		NotBefore: time.Unix(0, 0), NotAfter: time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC),
	}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, &key.PublicKey, key)
	if err != nil {
		return tls.Certificate{}, custos.Hash{}, err
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		return tls.Certificate{}, custos.Hash{}, err
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: cert}, sha256.Sum256(cert.RawSubjectPublicKeyInfo), nil
}

// Ed25519Key returns the key in a file, made where there is none; for witnesses
// and log signatures.
func Ed25519Key(path string) (ed25519.PrivateKey, error) {
	k, err := loadOrCreate(path, func() (any, error) {
		_, key, err := ed25519.GenerateKey(rand.Reader)
		return key, err
	})
	if err != nil {
		return nil, err
	}
	key, ok := k.(ed25519.PrivateKey)
	if !ok {
		return nil, custos.Errorf(custos.Invalid, "%s is not an Ed25519 key: move it away to have one made", path)
	}
	return key, nil
}

// SecretKey returns the secret of 32 bytes in a file, in hexadecimal, made where there is none.
func SecretKey(path string) (k custos.Hash, err error) {
	b, err := ReadSecret(path)
	if errors.Is(err, os.ErrNotExist) {
		_, _ = rand.Read(k[:]) // never fails, by its contract
		return k, WriteSecretKey(path, k)
	}
	if err != nil {
		return k, err
	}
	if k, err = custos.ParseHash(strings.TrimSpace(string(b))); err != nil || k.IsZero() {
		return k, custos.Errorf(custos.Invalid, "%s does not hold a secret of 32 bytes in hexadecimal: put the owner's copy there", path)
	}
	return k, nil
}

// WriteSecretKey writes what SecretKey reads, whole and for this user alone.
func WriteSecretKey(path string, k custos.Hash) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return WriteFile(path, []byte(k.String()+"\n"), 0o600)
}

func loadOrCreate(path string, create func() (any, error)) (any, error) {
	b, err := ReadSecret(path)
	if errors.Is(err, os.ErrNotExist) {
		key, err := create()
		if err != nil {
			return nil, err
		}
		der, err := x509.MarshalPKCS8PrivateKey(key)
		if err != nil {
			return nil, err
		}
		if err := writeSecret(path, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})); err != nil {
			return nil, err
		}
		b, err = ReadSecret(path) // of several processes that do so at once, one made it
		if err != nil {
			return nil, err
		}
	} else if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(b)
	if block == nil {
		return nil, custos.Errorf(custos.Invalid, "%s holds no key in PEM: move it away to have one made", path)
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, custos.Errorf(custos.Invalid, "%s: %w", path, err)
	}
	return key, nil
}

// writeSecret writes a file that only this user reads, whole or not at all. A file
// that another process has made meanwhile stays as it is.
func writeSecret(path string, b []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(b)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	// Linked, not renamed: a rename would replace the other one's.
	if err := os.Link(f.Name(), path); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	return nil
}
