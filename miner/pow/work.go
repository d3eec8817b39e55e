package pow

import (
	"encoding/binary"
	"hash"
	"math/big"
	"sync"

	"github.com/ethereum/go-ethereum/common"
	"golang.org/x/crypto/sha3"
)

// The work function is ethash with the sizes of its test mode. ledger/proof has the
// same for verifiers; it is written out in both because the two modules cannot share
// code that needs go-ethereum. The library's own would not count hashes, and does
// not verify work below its least difficulty.
const (
	cacheRows    = 16
	rowBytes     = 64
	rowWords     = rowBytes / 4
	dataRows     = 32 << 10 / rowBytes
	mixWords     = 2 * rowWords
	epochLength  = 30000
	cacheRounds  = 3
	rowParents   = 256
	loopAccesses = 64
)

// dataset is what the work of one epoch reads.
type dataset [dataRows * rowWords]uint32

// maxDatasets bounds those that are kept: 30000 blocks share one.
const maxDatasets = 8

var datasets = struct {
	sync.Mutex
	byEpoch map[uint64]*dataset
}{byEpoch: map[uint64]*dataset{}}

// datasetOf returns the data set for a block, made once an epoch (a few ms).
func datasetOf(number uint64) *dataset {
	epoch := number / epochLength
	datasets.Lock()
	defer datasets.Unlock()
	d := datasets.byEpoch[epoch]
	if d == nil {
		d = newDataset(epoch)
		if len(datasets.byEpoch) >= maxDatasets {
			clear(datasets.byEpoch)
		}
		datasets.byEpoch[epoch] = d
	}
	return d
}

func newDataset(epoch uint64) *dataset {
	h := newHasher()
	var seed [32]byte
	for range epoch {
		h.sum256(&seed, seed[:])
	}
	var cache [cacheRows][rowBytes]byte
	h.sum512(&cache[0], seed[:])
	for i := 1; i < cacheRows; i++ {
		h.sum512(&cache[i], cache[i-1][:])
	}
	for range cacheRounds {
		for i := range cache {
			before := &cache[(i+cacheRows-1)%cacheRows]
			other := &cache[binary.LittleEndian.Uint32(cache[i][:])%cacheRows]
			var x [rowBytes]byte
			for j := range x {
				x[j] = before[j] ^ other[j]
			}
			h.sum512(&cache[i], x[:])
		}
	}
	d := new(dataset)
	for i := range uint32(dataRows) {
		row := cache[i%cacheRows]
		binary.LittleEndian.PutUint32(row[:], binary.LittleEndian.Uint32(row[:])^i)
		h.sum512(&row, row[:])
		var words [rowWords]uint32
		for j := range words {
			words[j] = binary.LittleEndian.Uint32(row[4*j:])
		}
		for k := range uint32(rowParents) {
			parent := &cache[fnv(i^k, words[k%rowWords])%cacheRows]
			for j := range words {
				words[j] = fnv(words[j], binary.LittleEndian.Uint32(parent[4*j:]))
			}
		}
		for j, w := range words {
			binary.LittleEndian.PutUint32(row[4*j:], w)
		}
		h.sum512(&row, row[:])
		for j := range rowWords {
			d[int(i)*rowWords+j] = binary.LittleEndian.Uint32(row[4*j:])
		}
	}
	return d
}

func fnv(a, b uint32) uint32 { return a*0x01000193 ^ b }

// hasher keeps two Keccak states, so that a search allocates nothing. It is for one
// goroutine.
type hasher struct{ k256, k512 keccak }

type keccak interface {
	hash.Hash
	Read([]byte) (int, error)
}

func newHasher() *hasher {
	// The library's older Keccak states can be read without a copy of the state.
	return &hasher{sha3.NewLegacyKeccak256().(keccak), sha3.NewLegacyKeccak512().(keccak)}
}

func (h *hasher) sum256(out *[32]byte, parts ...[]byte) {
	h.k256.Reset()
	for _, p := range parts {
		_, _ = h.k256.Write(p)
	}
	_, _ = h.k256.Read(out[:])
}

func (h *hasher) sum512(out *[64]byte, in []byte) {
	h.k512.Reset()
	_, _ = h.k512.Write(in)
	_, _ = h.k512.Read(out[:])
}

// work says what a nonce is worth for a seal hash: the digest that the header must
// name, and the result that must be small.
func (d *dataset) work(h *hasher, sealHash common.Hash, nonce uint64) (digest, result [32]byte) {
	var in [40]byte
	copy(in[:], sealHash[:])
	binary.LittleEndian.PutUint64(in[32:], nonce)
	var seed [64]byte
	h.sum512(&seed, in[:])
	head := binary.LittleEndian.Uint32(seed[:])
	var mix [mixWords]uint32
	for i := range mix {
		mix[i] = binary.LittleEndian.Uint32(seed[i%rowWords*4:])
	}
	for i := range uint32(loopAccesses) {
		at := fnv(i^head, mix[i%mixWords]) % (dataRows / 2) * mixWords
		row := d[at : at+mixWords : at+mixWords]
		for j := range mix {
			mix[j] = fnv(mix[j], row[j])
		}
	}
	for i := 0; i < mixWords; i += 4 {
		binary.LittleEndian.PutUint32(digest[i:], fnv(fnv(fnv(mix[i], mix[i+1]), mix[i+2]), mix[i+3]))
	}
	h.sum256(&result, seed[:], digest[:])
	return digest, result
}

// two256 is one more than the largest hash.
var two256 = new(big.Int).Lsh(big.NewInt(1), 256)

// target is the largest result that is worth a difficulty.
func target(difficulty *big.Int) (t [32]byte) {
	if difficulty.Cmp(common.Big1) <= 0 {
		for i := range t {
			t[i] = 0xff
		}
		return t
	}
	new(big.Int).Div(two256, difficulty).FillBytes(t[:])
	return t
}
