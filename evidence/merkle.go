package evidence

import (
	"crypto/sha256"
	"errors"

	"custos.dev/custos"

	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
)

// merkleRoot is the RFC 6962 tree head over commitments.
func merkleRoot(commitments []custos.Hash) custos.Hash {
	hashes := make([]custos.Hash, len(commitments))
	for i, c := range commitments {
		hashes[i] = leafHash(c[:])
	}
	return TreeRoot(hashes)
}

// merklePath is the RFC 6962 audit path of leaf i, from the leaf upwards.
func merklePath(leaves []custos.Hash, i int) []custos.Hash {
	if len(leaves) <= 1 {
		return nil
	}
	if k := split(len(leaves)); i < k {
		return append(merklePath(leaves[:k], i), merkleRoot(leaves[k:]))
	} else {
		return append(merklePath(leaves[k:], i-k), merkleRoot(leaves[:k]))
	}
}

// TreeRoot is the RFC 6962 tree head over leaf hashes, as LogLeafHash makes them.
func TreeRoot(hashes []custos.Hash) custos.Hash {
	switch len(hashes) {
	case 0:
		return sha256.Sum256(nil)
	case 1:
		return hashes[0]
	}
	k := split(len(hashes))
	return nodeHash(TreeRoot(hashes[:k]), TreeRoot(hashes[k:]))
}

// LogLeafHash is a leaf's hash in the log.
func LogLeafHash(leaf []byte) custos.Hash { return leafHash(leaf) }

// split is the largest power of two below n.
func split(n int) int {
	k := 1
	for k<<1 < n {
		k <<= 1
	}
	return k
}

func leafHash(b []byte) custos.Hash { return custos.Hash(rfc6962.DefaultHasher.HashLeaf(b)) }

func nodeHash(l, r custos.Hash) custos.Hash {
	return custos.Hash(rfc6962.DefaultHasher.HashChildren(l[:], r[:]))
}

// verifyInclusion checks that leaf stands at index in the tree of size and root.
func verifyInclusion(index, size uint64, leaf custos.Hash, path []custos.Hash, root custos.Hash) error {
	p := make([][]byte, len(path))
	for i := range path {
		p[i] = path[i][:]
	}
	err := proof.VerifyInclusion(rfc6962.DefaultHasher, index, size, leaf[:], p, root[:])
	var other proof.RootMismatchError
	if errors.As(err, &other) { // whose own text is two lists of numbers
		return custos.Errorf(custos.Corrupt, "its way leads to another root, %x", other.CalculatedRoot)
	}
	return err
}

// VerifyConsistency checks that the tree of size2 and root2 extends that of
// size1 and root1.
func VerifyConsistency(size1, size2 uint64, path [][]byte, root1, root2 custos.Hash) error {
	return proof.VerifyConsistency(rfc6962.DefaultHasher, size1, size2, path, root1[:], root2[:])
}
