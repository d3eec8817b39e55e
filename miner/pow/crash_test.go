package pow

import (
	"crypto/aes"
	"crypto/ecdsa"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"net"
	"path/filepath"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/crypto/ecies"
	"github.com/ethereum/go-ethereum/p2p/rlpx"
)

// crafted is the first packet of a devp2p handshake, well encrypted and authenticated
// to a node's key, but with fewer bytes inside than one block of the cipher.
func crafted(t *testing.T, to *ecdsa.PublicKey, inside int) []byte {
	t.Helper()
	once, err := ecies.GenerateKey(rand.Reader, crypto.S256(), nil)
	if err != nil {
		t.Fatal(err)
	}
	z, err := once.GenerateShared(ecies.ImportECDSAPublic(to), 16, 16)
	if err != nil {
		t.Fatal(err)
	}
	k := sha256.Sum256(append([]byte{0, 0, 0, 1}, z...))
	mac := sha256.Sum256(k[16:])
	point := crypto.FromECDSAPub(once.PublicKey.ExportECDSA())
	em := make([]byte, inside)
	prefix := binary.BigEndian.AppendUint16(nil, uint16(len(point)+len(em)+sha256.Size))
	tag := hmac.New(sha256.New, mac[:])
	tag.Write(em)
	tag.Write(prefix)
	return append(append(append(prefix, point...), em...), tag.Sum(nil)...)
}

// The release panics on such a packet (the class of CVE-2026-22862). The tunnel drops
// it by its form. Should one come through, it costs its sender the stream.
func TestCraftedHandshakeKillsNothing(t *testing.T) {
	key := newKey(t)
	for inside := range aes.BlockSize + 1 {
		packet := crafted(t, &key.PublicKey, inside)
		here, there := net.Pipe()
		go func() {
			_, _ = there.Write(packet)
			_ = there.Close()
		}()
		panicked := func() (v any) {
			defer func() { v = recover() }()
			_, _ = rlpx.NewConn(here, nil).Handshake(key)
			return nil
		}()
		_ = here.Close()
		// None at all is refused by its length; a whole block decrypts to nothing.
		if want := inside > 0 && inside < aes.BlockSize; (panicked != nil) != want {
			t.Errorf("%d bytes inside: panic %v, want one: %v", inside, panicked, want)
		}
	}

	dir := t.TempDir()
	var said heard
	a := startIn(t, filepath.Join(dir, "a"), fixedGenesis(t, dir, 2048), said.many)
	raw, err := hex.DecodeString(a.ID)
	if err != nil {
		t.Fatal(err)
	}
	id, err := crypto.UnmarshalPubkey(append([]byte{4}, raw...))
	if err != nil {
		t.Fatal(err)
	}
	send := func(b []byte) {
		t.Helper()
		c, err := net.Dial("unix", filepath.Join(dir, "a", "s", inSocket))
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		_ = c.SetDeadline(time.Now().Add(time.Minute))
		if _, err := c.Write(b); err != nil {
			t.Fatal(err)
		}
		if _, err := c.Read(make([]byte, 1)); err == nil {
			t.Error("the node answered")
		}
	}
	for range 20 {
		send(crafted(t, id, 1))
	}
	for _, b := range [][]byte{{0, 0}, {0, 1, 4}, append([]byte{0, 200}, make([]byte, 200)...)} {
		send(b)
	}
	eventually(t, "it is said", func() bool { return said.contains("the library panicked on a peer's handshake") })
	// It mines, and talks to others.
	b := startIn(t, filepath.Join(dir, "b"), filepath.Join(dir, "fixed.json"), func(c *Config) { c.Mine = false })
	link(t, a, b)
	k := newKey(t)
	tx := put(t, k, 0, 1, 1)
	a.send(t, tx)
	a.settle(t, tx, 5)
	converged(t, a, b)
}
