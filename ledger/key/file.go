package key

import (
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"custos.dev/custos"

	"github.com/ethereum/go-ethereum/crypto"
)

// header is the first line of a key file. A key of another kind, a certificate
// or an empty file is told from a key by it.
const header = "custos secp256k1 private key v1"

// maxFile bounds what Load reads; a key file is under 100 bytes.
const maxFile = 4096

// Load reads a key file that Create wrote. It refuses files that others on the
// machine can read. A missing file is NotFound.
func Load(path string) (*Key, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, custos.Errorf(custos.NotFound, "there is no key file %s: create one, or name the right file: %w", path, err)
	}
	if err != nil {
		return nil, custos.Errorf(custos.Unavailable, "read the key file: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, custos.Errorf(custos.Unavailable, "read the key file: %w", err)
	}
	if !info.Mode().IsRegular() {
		return nil, custos.Errorf(custos.Invalid, "%s is not a regular file, so it is no key file", path)
	}
	if m := info.Mode().Perm(); runtime.GOOS != "windows" && m&0o077 != 0 {
		return nil, custos.Errorf(custos.Denied, "the key file %s has mode %04o, so others can use it: run chmod 600 %s, and change the key if they may have", path, m, path)
	}
	if owner, ok := ownerOf(info); ok && owner != os.Geteuid() {
		return nil, custos.Errorf(custos.Denied, "the key file %s belongs to user %d, and this process is user %d's: run chown %d %s, and change the key if the other may have used it", path, owner, os.Geteuid(), os.Geteuid(), path)
	}
	b, err := io.ReadAll(io.LimitReader(f, maxFile))
	if err != nil {
		return nil, custos.Errorf(custos.Unavailable, "read the key file %s: %w", path, err)
	}
	return parse(path, string(b))
}

// parse never quotes what it read: a wrong file may hold another secret.
func parse(path, text string) (*Key, error) {
	first, rest, _ := strings.Cut(text, "\n")
	if strings.TrimRight(first, "\r") != header {
		return nil, custos.Errorf(custos.Invalid, "%s is not a key file: its first line must be %q", path, header)
	}
	digits := strings.TrimSpace(rest)
	raw, err := hex.DecodeString(digits)
	if err != nil || len(raw) != 32 {
		return nil, custos.Errorf(custos.Corrupt, "the key file %s is damaged: after the first line it must hold 64 hexadecimal digits; restore it from a backup", path)
	}
	p, err := crypto.ToECDSA(raw)
	if err != nil {
		return nil, custos.Errorf(custos.Corrupt, "the key file %s is damaged: its number is not a secp256k1 key; restore it from a backup", path)
	}
	return newKey(p), nil
}

// Create generates a key and stores it at path with mode 0600, making missing
// directories with mode 0700. It never replaces a file: one that exists is a
// Conflict. When it returns the key is durable, and at no time can another
// process see a file that is not complete.
func Create(path string) (*Key, error) {
	k, err := Generate()
	if err != nil {
		return nil, err
	}
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, custos.Errorf(custos.Unavailable, "create the key file's directory: %w", err)
	}
	// CreateTemp opens exclusively with mode 0600. The name is then linked, not
	// renamed: a rename would silently replace a key.
	tmp, err := os.CreateTemp(dir, ".key-*")
	if err != nil {
		return nil, custos.Errorf(custos.Unavailable, "create the key file %s: %w", path, err)
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.WriteString(header + "\n" + hex.EncodeToString(crypto.FromECDSA(k.private)) + "\n")
	if err == nil {
		err = tmp.Sync()
	}
	if cerr := tmp.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return nil, custos.Errorf(custos.Unavailable, "write the key file %s: %w", path, err)
	}
	err = os.Link(tmp.Name(), path)
	if errors.Is(err, fs.ErrExist) {
		return nil, custos.Errorf(custos.Conflict, "the key file %s exists already: load it, or remove it if the key is truly no longer needed: %w", path, err)
	}
	if err != nil {
		return nil, custos.Errorf(custos.Unavailable, "create the key file %s: %w", path, err)
	}
	if err := syncDir(dir); err != nil {
		return nil, custos.Errorf(custos.Unavailable, "make the key file %s durable: %w", path, err)
	}
	return k, nil
}

// LoadOrCreate loads the key at path, or creates it where there is none. Of
// several processes that do so at once, one creates and all get its key.
func LoadOrCreate(path string) (*Key, error) {
	k, err := Load(path)
	if custos.KindOf(err) != custos.NotFound {
		return k, err
	}
	k, err = Create(path)
	if custos.KindOf(err) == custos.Conflict {
		return Load(path)
	}
	return k, err
}

func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}
