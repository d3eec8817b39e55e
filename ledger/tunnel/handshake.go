package tunnel

import (
	"encoding/binary"
	"io"
	"math/big"
	"net"
	"time"

	"custos.dev/custos"
)

// The first packet of each side of an RLPx connection is two bytes of length and an
// ECIES message: 0x04, a public key of 64 bytes, an initialisation vector of 16, the
// ciphertext, and a tag of 32 (EIP-8). go-ethereum v1.11.6 checks less than it
// relies on: a message with a valid tag whose ciphertext is shorter than the vector
// makes it panic before it knows who speaks (the class of CVE-2026-22862). The
// lengths below are of what its own nodes send: the plaintexts have at least 100
// bytes of padding.
const (
	minHandshake = 1 + 64 + 16 + 100 + 32
	maxHandshake = 2048
	// handshakeWait is how long the first packet may take; the node itself waits 5 s.
	handshakeWait = 10 * time.Second
)

// readHandshake reads a connection's first packet and checks its form. It returns
// the packet with its length, for the node.
func readHandshake(c net.Conn) ([]byte, error) {
	_ = c.SetReadDeadline(time.Now().Add(handshakeWait))
	defer func() { _ = c.SetReadDeadline(time.Time{}) }()
	var prefix [2]byte
	if _, err := io.ReadFull(c, prefix[:]); err != nil {
		return nil, err
	}
	n := int(binary.BigEndian.Uint16(prefix[:]))
	if n < minHandshake || n > maxHandshake {
		return nil, custos.Errorf(custos.Denied, "it sent a handshake of %d bytes, which no honest node does", n)
	}
	packet := make([]byte, 2+n)
	copy(packet, prefix[:])
	if _, err := io.ReadFull(c, packet[2:]); err != nil {
		return nil, err
	}
	if packet[2] != 4 || !onCurve(packet[3:67]) {
		return nil, custos.Errorf(custos.Denied, "it sent a handshake without a public key, which no honest node does")
	}
	return packet, nil
}

// secp256k1's field, and y² = x³ + 7 (SEC 2, section 2.4.1).
var (
	field, _ = new(big.Int).SetString("fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f", 16)
	seven    = big.NewInt(7)
)

// onCurve reports whether 64 bytes are a point of secp256k1.
func onCurve(b []byte) bool {
	x, y := new(big.Int).SetBytes(b[:32]), new(big.Int).SetBytes(b[32:])
	if x.Cmp(field) >= 0 || y.Cmp(field) >= 0 {
		return false
	}
	y.Mul(y, y).Mod(y, field)
	cube := new(big.Int).Mul(x, x)
	cube.Mul(cube, x).Add(cube, seven).Mod(cube, field)
	return y.Cmp(cube) == 0
}
