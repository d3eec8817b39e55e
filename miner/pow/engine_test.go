package pow

import (
	"encoding/json"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/consensus"
	"github.com/ethereum/go-ethereum/consensus/ethash"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"
)

// fixedGenesis makes the test's chain one of fixed work.
func fixedGenesis(t testing.TB, dir string, difficulty int64) string {
	t.Helper()
	path := genesis(t, dir, chainID)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var g core.Genesis
	if err := json.Unmarshal(b, &g); err != nil {
		t.Fatal(err)
	}
	g.ExtraData, g.Difficulty = []byte(FixedWork), big.NewInt(difficulty)
	if b, err = json.Marshal(&g); err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(dir, "fixed.json")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func fixedEngine(difficulty int64) *engine {
	inner := ethash.New(ethash.Config{PowMode: ethash.ModeTest, CachesInMem: 1, DatasetsInMem: 1}, nil, false)
	return &engine{Ethash: inner, fixed: big.NewInt(difficulty), threads: 1, now: time.Now}
}

// only knows some headers.
func only(hs ...*types.Header) ancestry {
	return func(hash common.Hash, number uint64) *types.Header {
		for _, h := range hs {
			if h.Hash() == hash && h.Number.Uint64() == number {
				return h
			}
		}
		return nil
	}
}

// The library's search and ours agree on what work is.
func TestWorkIsEthash(t *testing.T) {
	e := fixedEngine(1000)
	defer e.Close()
	for _, n := range []int64{1, 29_999, 30_000, 60_001, 15_000_000} {
		parent := &types.Header{Number: big.NewInt(n - 1), GasLimit: 30_000_000, Time: 1_700_000_000, Difficulty: big.NewInt(1000)}
		h := &types.Header{
			ParentHash: parent.Hash(), Number: big.NewInt(n), Difficulty: big.NewInt(1000), GasLimit: 30_000_000, Time: 1_700_000_000,
			UncleHash: types.EmptyUncleHash, TxHash: types.EmptyRootHash, ReceiptHash: types.EmptyRootHash,
		}
		for name, search := range map[string]func(consensus.ChainHeaderReader, *types.Block, chan<- *types.Block, <-chan struct{}) error{
			"library": e.Ethash.Seal, "ours": e.Seal,
		} {
			found := make(chan *types.Block, 1)
			if err := search(nil, types.NewBlockWithHeader(h), found, nil); err != nil {
				t.Fatal(err)
			}
			sealed := (<-found).Header()
			if err := e.verify(only(parent), sealed, true, time.Now()); err != nil {
				t.Errorf("sealed by the %s: %v", name, err)
			}
			wrong := types.CopyHeader(sealed)
			wrong.Nonce[3] ^= 1
			if e.verify(only(parent), wrong, true, time.Now()) == nil {
				t.Errorf("block %d: another nonce passes", n)
			}
		}
	}
}

func TestFixedWorkHeaders(t *testing.T) {
	e := fixedEngine(2000)
	defer e.Close()
	now := time.Unix(1_700_000_100, 0)
	parent := &types.Header{Number: big.NewInt(8), GasLimit: 30_000_000, Time: uint64(now.Unix()) - 5, Difficulty: big.NewInt(2000)}
	for name, c := range map[string]struct {
		change func(*types.Header)
		says   string
	}{
		"right":           {func(*types.Header) {}, ""},
		"same second":     {func(h *types.Header) { h.Time = parent.Time }, ""},
		"15 s ahead":      {func(h *types.Header) { h.Time = uint64(now.Unix()) + 15 }, ""},
		"16 s ahead":      {func(h *types.Header) { h.Time = uint64(now.Unix()) + 16 }, "future"},
		"an hour ahead":   {func(h *types.Header) { h.Time = uint64(now.Unix()) + 3600 }, "future"},
		"before parent":   {func(h *types.Header) { h.Time = parent.Time - 1 }, "before its parent"},
		"easier":          {func(h *types.Header) { h.Difficulty = big.NewInt(1999) }, "difficulty"},
		"harder":          {func(h *types.Header) { h.Difficulty = big.NewInt(2001) }, "difficulty"},
		"ethash's rule":   {func(h *types.Header) { h.Difficulty = big.NewInt(131072) }, "difficulty"},
		"uncles":          {func(h *types.Header) { h.UncleHash = common.Hash{1} }, "uncles"},
		"number":          {func(h *types.Header) { h.Number = big.NewInt(10) }, "unknown ancestor"},
		"huge number":     {func(h *types.Header) { h.Number = new(big.Int).Lsh(big.NewInt(1), 70) }, "number"},
		"too much gas":    {func(h *types.Header) { h.GasUsed = h.GasLimit + 1 }, "gas"},
		"gas limit jumps": {func(h *types.Header) { h.GasLimit *= 2 }, "gas"},
		"long extra":      {func(h *types.Header) { h.Extra = make([]byte, 33) }, "extra"},
		"base fee":        {func(h *types.Header) { h.BaseFee = big.NewInt(1) }, "later rules"},
	} {
		t.Run(name, func(t *testing.T) {
			h := &types.Header{
				ParentHash: parent.Hash(), Number: big.NewInt(9), Difficulty: big.NewInt(2000), GasLimit: 30_000_000, Time: parent.Time + 1,
				UncleHash: types.EmptyUncleHash, TxHash: types.EmptyRootHash, ReceiptHash: types.EmptyRootHash,
			}
			c.change(h)
			err := e.verify(only(parent), h, false, now)
			if c.says == "" && err != nil || c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)) {
				t.Fatalf("got %v, want %q", err, c.says)
			}
		})
	}
	if err := e.verify(only(), parent, false, now); err == nil {
		t.Fatal("a header without a parent passes")
	}
}

// The rule of ethash against a day of anchors, and the one of fixed work: blocks come
// three at a time (an anchor and two confirmations), every five seconds.
func TestDifficultyOverADay(t *testing.T) {
	e := fixedEngine(32768)
	defer e.Close()
	rate := 100_000.0 // hashes a second
	run := func(next func(now uint64, parent *types.Header) *big.Int) (first, last float64) {
		h := &types.Header{Number: big.NewInt(0), Time: 1_700_000_000, Difficulty: big.NewInt(131072), UncleHash: types.EmptyUncleHash}
		clock := float64(h.Time)
		for begun := clock; clock < begun+86400; {
			asked := clock
			for range 3 {
				when := max(uint64(clock), h.Time+1) // a block's time is when its search begins
				d := next(when, h)
				work, _ := new(big.Float).SetInt(d).Float64()
				clock += work / rate
				h = &types.Header{Number: new(big.Int).Add(h.Number, common.Big1), Time: when, Difficulty: d, UncleHash: types.EmptyUncleHash}
			}
			if last = clock - asked; first == 0 {
				first = last
			}
			clock = max(clock, asked+5)
		}
		return first, last
	}
	ethashRules := rulesOf(t)
	first, last := run(func(now uint64, parent *types.Header) *big.Int {
		return e.Ethash.CalcDifficulty(ethashRules, now, parent)
	})
	t.Logf("ethash's rule: an anchor takes %.1f s at first and %.1f s after a day", first, last)
	if last < 10 {
		t.Errorf("ethash's rule keeps anchors at %.1f s: fixed work is not needed then", last)
	}
	first, last = run(func(now uint64, parent *types.Header) *big.Int { return e.CalcDifficulty(nil, now, parent) })
	t.Logf("fixed work: an anchor takes %.1f s at first and %.1f s after a day", first, last)
	if last > first || last > 1.1 {
		t.Errorf("fixed work let an anchor's time climb from %.1f to %.1f s", first, last)
	}
}

// rulesReader is a chain of which only the rules are known.
type rulesReader struct {
	consensus.ChainHeaderReader
	config *params.ChainConfig
}

// Config implements consensus.ChainHeaderReader.
func (r rulesReader) Config() *params.ChainConfig { return r.config }

func rulesOf(t *testing.T) rulesReader {
	t.Helper()
	g, err := readGenesis(genesis(t, t.TempDir(), chainID))
	if err != nil {
		t.Fatal(err)
	}
	return rulesReader{config: g.Config}
}

func TestFixedWorkChain(t *testing.T) {
	dir := t.TempDir()
	gen := fixedGenesis(t, dir, 4096)
	a, b := startIn(t, filepath.Join(dir, "a"), gen, nil), startIn(t, filepath.Join(dir, "b"), gen, func(c *Config) { c.Mine = false })
	link(t, a, b)
	k := newKey(t)
	const n = 10
	begun := time.Now()
	for i := range uint64(n) {
		tx := put(t, k, i, 1, int64(i))
		a.send(t, tx)
		a.settle(t, tx, 2)
	}
	head := a.head(t)
	t.Logf("%d blocks in %v, their times %d s", head.Number, time.Since(begun), head.Time-1_700_000_000)
	if head.Difficulty.Int64() != 4096 {
		t.Fatalf("the difficulty is %s", head.Difficulty)
	}
	if ahead := int64(head.Time) - time.Now().Unix(); ahead > 0 {
		t.Errorf("the blocks' time runs %d s ahead", ahead)
	}
	converged(t, a, b)
	if s := a.status(t); s.Hashes < 4096 || s.HashRate < 1 {
		t.Errorf("status %+v", s)
	}
}
