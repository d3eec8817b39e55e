// Package proof verifies, without a node, what the proof-of-work chain says:
// headers, their work, and accounts and storage by proofs against a header's state
// root. It imports no client and compiles to WebAssembly. Everything it is given is
// taken to be hostile; it never panics.
package proof

import (
	"math/big"

	"custos.dev/custos"

	"github.com/ethereum/go-ethereum/crypto/keccak"
	"github.com/ethereum/go-ethereum/rlp"
)

// Header is a block's header under the Berlin rules. Decode makes it; the fields
// are what the block's author claimed until VerifyChain has checked them.
type Header struct {
	Parent      custos.Hash
	UncleHash   custos.Hash
	Coinbase    custos.Address
	StateRoot   custos.Hash
	TxRoot      custos.Hash
	ReceiptRoot custos.Hash
	// Difficulty is how many hashes a block is expected to take. Not to be changed.
	Difficulty *big.Int
	Number     uint64
	GasLimit   uint64
	GasUsed    uint64
	// Time is in seconds since 1970, by the author's clock.
	Time      uint64
	Extra     []byte
	MixDigest custos.Hash
	Nonce     uint64

	hash, sealHash custos.Hash
}

// Hash returns the block's hash: the Keccak-256 of the bytes it was decoded from.
func (h *Header) Hash() custos.Hash { return h.hash }

// SealHash returns what the work was done on: the header without MixDigest and Nonce.
func (h *Header) SealHash() custos.Hash { return h.sealHash }

// Ref names the block.
func (h *Header) Ref() custos.BlockRef { return custos.BlockRef{Number: h.Number, Hash: h.hash} }

// headerFields is the number of fields before London.
const headerFields = 15

// maxHeader bounds a header's encoding; a real one is about 540 bytes.
const maxHeader = 1024

// emptyUncles is the hash of an empty list of uncles.
var emptyUncles = keccak256([]byte{0xc0})

// Decode reads a header's RLP, strictly: one encoding for one header. It keeps no
// reference to raw.
func Decode(raw []byte) (*Header, error) {
	if len(raw) > maxHeader {
		return nil, custos.Errorf(custos.Invalid, "a header of %d bytes: at most %d are possible", len(raw), maxHeader)
	}
	body, rest, err := rlp.SplitList(raw)
	if err != nil || len(rest) != 0 {
		return nil, custos.Errorf(custos.Invalid, "a header is not one RLP list of %d bytes", len(raw))
	}
	h := &Header{Difficulty: new(big.Int), hash: keccak256(raw)}
	r := reader{rest: body}
	r.fixed(h.Parent[:])
	r.fixed(h.UncleHash[:])
	r.fixed(h.Coinbase[:])
	r.fixed(h.StateRoot[:])
	r.fixed(h.TxRoot[:])
	r.fixed(h.ReceiptRoot[:])
	r.fixed(make([]byte, 256)) // the bloom filter
	h.Difficulty.SetBytes(r.integer(32))
	h.Number = r.uint64()
	h.GasLimit = r.uint64()
	h.GasUsed = r.uint64()
	h.Time = r.uint64()
	h.Extra = append([]byte(nil), r.bytes(32)...)
	sealed := body[:len(body)-len(r.rest)]
	r.fixed(h.MixDigest[:])
	var nonce [8]byte
	r.fixed(nonce[:])
	if r.err != nil {
		return nil, r.err
	}
	if len(r.rest) != 0 {
		return nil, custos.Errorf(custos.Invalid, "a header has more than %d fields: it is of a chain beyond the Berlin rules", headerFields)
	}
	for _, b := range nonce {
		h.Nonce = h.Nonce<<8 | uint64(b)
	}
	h.sealHash = keccak256(listPrefix(len(sealed)), sealed)
	return h, nil
}

// reader takes fields off a list; after the first error it gives zeros.
type reader struct {
	rest []byte
	err  error
}

func (r *reader) next() []byte {
	if r.err != nil {
		return nil
	}
	b, rest, err := rlp.SplitString(r.rest)
	if err != nil {
		r.err = custos.Errorf(custos.Invalid, "a header's field is malformed: %w", err)
		return nil
	}
	r.rest = rest
	return b
}

func (r *reader) fixed(into []byte) {
	b := r.next()
	if r.err == nil && len(b) != len(into) {
		r.err = custos.Errorf(custos.Invalid, "a header's field has %d bytes, want %d", len(b), len(into))
	}
	copy(into, b)
}

func (r *reader) bytes(most int) []byte {
	b := r.next()
	if r.err == nil && len(b) > most {
		r.err = custos.Errorf(custos.Invalid, "a header's field has %d bytes, at most %d are allowed", len(b), most)
		return nil
	}
	return b
}

func (r *reader) integer(most int) []byte {
	b := r.bytes(most)
	if r.err == nil && len(b) > 0 && b[0] == 0 {
		r.err = custos.Errorf(custos.Invalid, "a header's number has leading zeros")
		return nil
	}
	return b
}

func (r *reader) uint64() (n uint64) {
	for _, b := range r.integer(8) {
		n = n<<8 | uint64(b)
	}
	return n
}

// listPrefix is the RLP prefix of a list of n bytes.
func listPrefix(n int) []byte {
	if n < 56 {
		return []byte{0xc0 + byte(n)}
	}
	var size []byte
	for m := n; m > 0; m >>= 8 {
		size = append([]byte{byte(m)}, size...)
	}
	return append([]byte{0xf7 + byte(len(size))}, size...)
}

func keccak256(parts ...[]byte) (h custos.Hash) {
	k := keccak.NewLegacyKeccak256()
	for _, p := range parts {
		_, _ = k.Write(p)
	}
	k.Sum(h[:0])
	return h
}

func keccak512(data []byte) (out [64]byte) {
	k := keccak.NewLegacyKeccak512()
	_, _ = k.Write(data)
	k.Sum(out[:0])
	return out
}
