package proof

import (
	"encoding/binary"
	"math/big"
	"sync"

	"custos.dev/custos"
)

// The sizes of ethash's test mode, which the miner runs: a chain among known
// owners needs no memory-hard work, and everyone can hold the whole data set.
const (
	cacheBytes   = 1024
	datasetBytes = 32 << 10
	epochLength  = 30000

	rowBytes     = 64
	rowWords     = rowBytes / 4
	mixWords     = 32 // two rows
	parents      = 256
	cacheRounds  = 3
	loopAccesses = 64
)

// two256 is one more than the largest hash: work d asks for a hash of at most two256/d.
var two256 = new(big.Int).Lsh(big.NewInt(1), 256)

// dataset is what the work of one epoch reads.
type dataset [datasetBytes / 4]uint32

// maxDatasets bounds those that are kept: 30000 blocks share one.
const maxDatasets = 8

var datasets = struct {
	sync.Mutex
	byEpoch map[uint64]*dataset
}{byEpoch: map[uint64]*dataset{}}

// datasetOf returns the data set for a block, made once per epoch (a few ms).
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
	var seed custos.Hash
	for range epoch {
		seed = keccak256(seed[:])
	}
	cache := newCache(seed)
	d := new(dataset)
	for i := range uint32(len(d) / rowWords) {
		cache.item(i, d[i*rowWords:(i+1)*rowWords])
	}
	return d
}

const cacheRows = cacheBytes / rowBytes

type cache [cacheRows][rowBytes]byte

// newCache fills the cache by hashing a chain and mixing it with itself.
func newCache(seed custos.Hash) *cache {
	c := new(cache)
	c[0] = keccak512(seed[:])
	for i := 1; i < cacheRows; i++ {
		c[i] = keccak512(c[i-1][:])
	}
	for range cacheRounds {
		for i := range c {
			before := &c[(i+cacheRows-1)%cacheRows]
			other := &c[binary.LittleEndian.Uint32(c[i][:])%cacheRows]
			var x [rowBytes]byte
			for j := range x {
				x[j] = before[j] ^ other[j]
			}
			c[i] = keccak512(x[:])
		}
	}
	return c
}

// item makes a row of the data set from 256 rows of the cache.
func (c *cache) item(index uint32, out []uint32) {
	mix := c[index%cacheRows]
	binary.LittleEndian.PutUint32(mix[:], binary.LittleEndian.Uint32(mix[:])^index)
	mix = keccak512(mix[:])
	var words [rowWords]uint32
	for i := range words {
		words[i] = binary.LittleEndian.Uint32(mix[4*i:])
	}
	for i := range uint32(parents) {
		parent := &c[fnv(index^i, words[i%rowWords])%cacheRows]
		for j := range words {
			words[j] = fnv(words[j], binary.LittleEndian.Uint32(parent[4*j:]))
		}
	}
	for i, w := range words {
		binary.LittleEndian.PutUint32(mix[4*i:], w)
	}
	mix = keccak512(mix[:])
	for i := range out {
		out[i] = binary.LittleEndian.Uint32(mix[4*i:])
	}
}

func fnv(a, b uint32) uint32 { return a*0x01000193 ^ b }

// hashimoto is ethash's work function: what a nonce is worth for a seal hash. It
// returns the digest that the header must name and the result that must be small.
func (d *dataset) hashimoto(sealHash custos.Hash, nonce uint64) (digest, result custos.Hash) {
	const rows = datasetBytes / (4 * mixWords)
	var in [40]byte
	copy(in[:], sealHash[:])
	binary.LittleEndian.PutUint64(in[32:], nonce)
	seed := keccak512(in[:])
	head := binary.LittleEndian.Uint32(seed[:])
	var mix [mixWords]uint32
	for i := range mix {
		mix[i] = binary.LittleEndian.Uint32(seed[i%rowWords*4:])
	}
	for i := range uint32(loopAccesses) {
		at := fnv(i^head, mix[i%mixWords]) % rows * mixWords
		for j, w := range d[at : at+mixWords] {
			mix[j] = fnv(mix[j], w)
		}
	}
	for i := 0; i < mixWords; i += 4 {
		binary.LittleEndian.PutUint32(digest[i:], fnv(fnv(fnv(mix[i], mix[i+1]), mix[i+2]), mix[i+3]))
	}
	return digest, keccak256(seed[:], digest[:])
}

// VerifyWork checks that the header's nonce is worth its difficulty. It does not
// check that the difficulty is the one the chain asks for; VerifyChain does.
func (h *Header) VerifyWork() error {
	if h.Difficulty.Sign() <= 0 {
		return custos.Errorf(custos.Corrupt, "block %d claims no work", h.Number)
	}
	digest, result := datasetOf(h.Number).hashimoto(h.sealHash, h.Nonce)
	if digest != h.MixDigest {
		return custos.Errorf(custos.Corrupt, "block %d: the work was not done on this header", h.Number)
	}
	target := new(big.Int).Div(two256, h.Difficulty)
	if new(big.Int).SetBytes(result[:]).Cmp(target) > 0 {
		return custos.Errorf(custos.Corrupt, "block %d: the work is less than its difficulty %s", h.Number, h.Difficulty)
	}
	return nil
}
