package evidence

import (
	"bytes"
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

// Leaf is a signed batch as the log holds it: the batch as one line of JSON, a
// newline, the signature as 130 hexadecimal digits, a newline.
type Leaf []byte

// SignBatch closes a batch over commitments.
func SignBatch(b Batch, commitments []custos.Hash, k *key.Key) (Leaf, error) {
	if n := b.Last - b.First + 1; b.First == 0 || n == 0 || n != uint64(len(commitments)) || n > MaxBatch {
		return nil, custos.Errorf(custos.Invalid, "batch of %s: %d to %d are not %d events", b.Service, b.First, b.Last, len(commitments))
	}
	b.Principal, b.Root, b.Closed = k.Address(), merkleRoot(commitments), b.Closed.UTC()
	line, err := json.Marshal(b)
	if err != nil {
		return nil, err
	}
	sig, err := k.Sign(digest("custos batch v1", line))
	if err != nil {
		return nil, err
	}
	return fmt.Appendf(nil, "%s\n%x\n", line, sig[:]), nil
}

// Hash is SHA-256 of the leaf's bytes, as Batch.Prev of the next one has it.
func (l Leaf) Hash() custos.Hash { return digest("custos leaf v1", l) }

// Open reads the batch and checks that the principal in it signed it. The
// encoding is the only one: any other bytes are refused.
func (l Leaf) Open() (Batch, error) {
	var b Batch
	line, rest, ok := bytes.Cut(l, []byte("\n"))
	var sig key.Signature
	if !ok || len(rest) != 2*len(sig)+1 || rest[2*len(sig)] != '\n' {
		return b, custos.Errorf(custos.Corrupt, "the leaf is not a signed batch")
	}
	if _, err := hex.Decode(sig[:], rest[:2*len(sig)]); err != nil {
		return b, custos.Errorf(custos.Corrupt, "the leaf's signature is not hexadecimal")
	}
	d := json.NewDecoder(bytes.NewReader(line))
	d.DisallowUnknownFields()
	if err := d.Decode(&b); err != nil {
		return b, custos.Errorf(custos.Corrupt, "the leaf's batch does not parse: %w", err)
	}
	again, err := json.Marshal(b)
	if err != nil || !bytes.Equal(again, line) || fmt.Sprintf("%x\n", sig[:]) != string(rest) {
		return b, custos.Errorf(custos.Corrupt, "the leaf's batch is not in its one encoding")
	}
	if b.First == 0 || b.Last < b.First || b.Last-b.First >= MaxBatch {
		return b, custos.Errorf(custos.Corrupt, "the leaf's batch counts from %d to %d", b.First, b.Last)
	}
	signer, err := key.Recover(digest("custos batch v1", line), sig)
	if err != nil {
		return b, custos.Errorf(custos.Corrupt, "the batch's signature: %w", err)
	}
	if signer != b.Principal {
		return b, custos.Errorf(custos.Corrupt, "the batch says it is signed by %s, the signature is by %s", b.Principal, signer)
	}
	return b, nil
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
