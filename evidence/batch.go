package evidence

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/ledger/key"
)

// MaxBatch is how many events a batch holds at most.
const MaxBatch = 512

// Batch is a service's signed run of commitments. Signed, it is one leaf of the
// domain's log.
type Batch struct {
	Service   custos.ServiceID `json:"service"`
	Principal custos.Address   `json:"principal"`
	Boot      uint64           `json:"boot"`
	// First and Last are the sequence numbers of its events, without gaps.
	First uint64 `json:"first"`
	Last  uint64 `json:"last"`
	// Prev is the hash of the service's previous leaf, zero for its first, so
	// that a leaf left out or moved shows.
	Prev custos.Hash `json:"prev"`
	// Block is the newest confirmed block the service knew: the batch is not older.
	Block custos.BlockRef `json:"block"`
	// Closed is the service's clock, believed only as far as Block goes.
	Closed time.Time `json:"closed"`
	// Root is the RFC 6962 tree head over the events' commitments, in order.
	Root custos.Hash `json:"root"`
}

// Leaf is a signed batch as the log holds it. Since version 2 it is the byte 2, the length of the
// service's name as a varint and the name, the principal's 20 bytes, as varints boot, first and last,
// prev's 32 bytes, the block's number as a varint and its hash's 32 bytes, as a signed varint when it
// was closed in nanoseconds since 1970, the root's 32 bytes, and the signature's 65 over all that.
//
// Before, which is as good, it was the batch as one line of JSON, a newline, the signature as 130
// hexadecimal digits, a newline. That takes 550 bytes, where version 2 takes 220.
type Leaf []byte

// leafVersion is a leaf's first byte.
const leafVersion = 2

// What a signature of a leaf is over begins with one of these.
const (
	signedText  = "custos batch v1"
	signedBytes = "custos batch v2"
)

// SignBatch closes a batch over commitments.
func SignBatch(b Batch, commitments []custos.Hash, k *key.Key) (Leaf, error) {
	if n := b.Last - b.First + 1; b.First == 0 || n == 0 || n != uint64(len(commitments)) || n > MaxBatch {
		return nil, custos.Errorf(custos.Invalid, "batch of %s: %d to %d are not %d events", b.Service, b.First, b.Last, len(commitments))
	}
	b.Principal, b.Root, b.Closed = k.Address(), merkleRoot(commitments), b.Closed.UTC()
	said := b.bytes()
	sig, err := k.Sign(digest(signedBytes, said))
	if err != nil {
		return nil, err
	}
	return append(said, sig[:]...), nil
}

// bytes is what a leaf says of a batch, and is signed.
func (b *Batch) bytes() []byte {
	out := make([]byte, 0, 256)
	out = binary.AppendUvarint(append(out, leafVersion), uint64(len(b.Service)))
	out = append(out, b.Service...)
	out = append(out, b.Principal[:]...)
	for _, n := range []uint64{b.Boot, b.First, b.Last} {
		out = binary.AppendUvarint(out, n)
	}
	out = append(out, b.Prev[:]...)
	out = binary.AppendUvarint(out, b.Block.Number)
	out = append(out, b.Block.Hash[:]...)
	out = binary.AppendVarint(out, b.Closed.UnixNano())
	return append(out, b.Root[:]...)
}

// Hash is SHA-256 of the leaf's bytes, as Batch.Prev of the next one has it.
func (l Leaf) Hash() custos.Hash { return digest("custos leaf v1", l) }

// Open reads the batch and checks that the principal in it signed it. The
// encoding is the only one: any other bytes are refused.
func (l Leaf) Open() (Batch, error) {
	b, signed, sig, err := l.read()
	if err != nil {
		return b, err
	}
	if b.First == 0 || b.Last < b.First || b.Last-b.First >= MaxBatch {
		return b, custos.Errorf(custos.Corrupt, "the leaf's batch counts from %d to %d", b.First, b.Last)
	}
	signer, err := key.Recover(signed, sig)
	if err != nil {
		return b, custos.Errorf(custos.Corrupt, "the batch's signature: %w", err)
	}
	if signer != b.Principal {
		return b, custos.Errorf(custos.Corrupt, "the batch says it is signed by %s, the signature is by %s", b.Principal, signer)
	}
	return b, nil
}

// Said reads what the leaf says, and does not ask who signed it: for who wrote it.
func (l Leaf) Said() (Batch, error) {
	b, _, _, err := l.read()
	return b, err
}

// read takes a leaf apart: what it says, what of it is signed, and the signature.
func (l Leaf) read() (b Batch, signed custos.Hash, sig key.Signature, err error) {
	if len(l) == 0 || l[0] != leafVersion {
		return l.readText()
	}
	bad := func() (Batch, custos.Hash, key.Signature, error) {
		return b, signed, sig, custos.Errorf(custos.Corrupt, "the leaf is not a signed batch")
	}
	if len(l) < 1+len(sig) {
		return bad()
	}
	said := l[:len(l)-len(sig)]
	copy(sig[:], l[len(said):])
	rest, ok := []byte(said[1:]), true
	number := func() uint64 {
		v, n := binary.Uvarint(rest)
		if n <= 0 {
			ok = false
			return 0
		}
		rest = rest[n:]
		return v
	}
	take := func(n uint64) []byte {
		if !ok || n > uint64(len(rest)) {
			ok = false
			return nil
		}
		out := rest[:n]
		rest = rest[n:]
		return out
	}
	b.Service = custos.ServiceID(take(number()))
	copy(b.Principal[:], take(uint64(len(b.Principal))))
	b.Boot, b.First, b.Last = number(), number(), number()
	copy(b.Prev[:], take(uint64(len(b.Prev))))
	b.Block.Number = number()
	copy(b.Block.Hash[:], take(uint64(len(b.Block.Hash))))
	closed, n := binary.Varint(rest)
	if n <= 0 {
		return bad()
	}
	rest = rest[n:]
	b.Closed = time.Unix(0, closed).UTC()
	copy(b.Root[:], take(uint64(len(b.Root))))
	if !ok || len(rest) > 0 {
		return bad()
	}
	if !bytes.Equal(b.bytes(), said) {
		return b, signed, sig, custos.Errorf(custos.Corrupt, "the leaf's batch is not in its one encoding")
	}
	return b, digest(signedBytes, said), sig, nil
}

// readText reads a leaf of before version 2.
func (l Leaf) readText() (b Batch, signed custos.Hash, sig key.Signature, err error) {
	line, rest, ok := bytes.Cut(l, []byte("\n"))
	if !ok || len(rest) != 2*len(sig)+1 || rest[2*len(sig)] != '\n' {
		return b, signed, sig, custos.Errorf(custos.Corrupt, "the leaf is not a signed batch")
	}
	if _, err := hex.Decode(sig[:], rest[:2*len(sig)]); err != nil {
		return b, signed, sig, custos.Errorf(custos.Corrupt, "the leaf's signature is not hexadecimal")
	}
	d := json.NewDecoder(bytes.NewReader(line))
	d.DisallowUnknownFields()
	if err := d.Decode(&b); err != nil {
		return b, signed, sig, custos.Errorf(custos.Corrupt, "the leaf's batch does not parse: %w", err)
	}
	again, err := json.Marshal(b)
	if err != nil || !bytes.Equal(again, line) || fmt.Sprintf("%x\n", sig[:]) != string(rest) {
		return b, signed, sig, custos.Errorf(custos.Corrupt, "the leaf's batch is not in its one encoding")
	}
	return b, digest(signedText, line), sig, nil
}

// CheckCommitments checks that the batch is over exactly these commitments.
func (b *Batch) CheckCommitments(c []custos.Hash) error {
	if uint64(len(c)) != b.Last-b.First+1 || merkleRoot(c) != b.Root {
		return custos.Errorf(custos.Corrupt, "batch %s %d-%d: the commitments are not those it was signed over", b.Service, b.First, b.Last)
	}
	return nil
}

// PathOf returns the audit path of the event numbered seq in its batch.
func PathOf(commitments []custos.Hash, first, seq uint64) []custos.Hash {
	return merklePath(commitments, int(seq-first))
}

// CheckEvent checks that the commitment of the event numbered seq is in the batch.
func (b *Batch) CheckEvent(seq uint64, commitment custos.Hash, path []custos.Hash) error {
	if seq < b.First || seq > b.Last {
		return custos.Errorf(custos.Corrupt, "event %d is not in the batch %d-%d", seq, b.First, b.Last)
	}
	if err := verifyInclusion(seq-b.First, b.Last-b.First+1, leafHash(commitment[:]), path, b.Root); err != nil {
		return custos.Errorf(custos.Corrupt, "event %d is not in its batch: %w", seq, err)
	}
	return nil
}
