package proof

import (
	"math/big"
	"testing"

	"custos.dev/custos"

	"github.com/ethereum/go-ethereum/rlp"
)

// raw is a header as it is encoded.
type raw struct {
	Parent, UncleHash   custos.Hash
	Coinbase            custos.Address
	State, Tx, Receipts custos.Hash
	Bloom               [256]byte
	Difficulty          *big.Int
	Number              uint64
	GasLimit, GasUsed   uint64
	Time                uint64
	Extra               []byte
	Mix                 custos.Hash
	Nonce               [8]byte
}

func encode(t testing.TB, r *raw) []byte {
	t.Helper()
	b, err := rlp.EncodeToBytes(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// mined encodes a header with the work for its difficulty done.
func mined(t testing.TB, r *raw) []byte {
	t.Helper()
	b, err := Seal(encode(t, r))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestFixedWork: the first block's extra data decides whether every block takes the
// same work, and only that.
func TestFixedWork(t *testing.T) {
	const work = 50
	chain := func(extra string, change func(*raw)) (custos.Hash, [][]byte) {
		first := &raw{
			UncleHash: emptyUncles, Difficulty: big.NewInt(work), GasLimit: 30_000_000, Time: 1_700_000_000, Extra: []byte(extra),
		}
		headers := [][]byte{encode(t, first)}
		genesis := keccak256(headers[0])
		parent := genesis
		for n := range uint64(6) {
			r := &raw{
				Parent: parent, UncleHash: emptyUncles, Difficulty: big.NewInt(work), Number: n + 1,
				GasLimit: 30_000_000, Time: 1_700_000_100 + n/3, Extra: []byte("custos"), // three in a second
			}
			if n == 4 {
				change(r)
			}
			b := mined(t, r)
			headers, parent = append(headers, b), keccak256(b)
		}
		return genesis, headers
	}
	same := func(*raw) {}
	genesis, headers := chain(FixedWork, same)
	c, err := VerifyChain(genesis, headers)
	if err != nil {
		t.Fatal(err)
	}
	if c.TotalDifficulty().Int64() != 7*work || c.Head().Number != 6 {
		t.Errorf("work %s, head %d", c.TotalDifficulty(), c.Head().Number)
	}
	if _, err := VerifyChain(custos.Hash{1}, headers); err == nil {
		t.Error("a chain of another first block passes")
	}
	for _, extra := range []string{"", "custos", "custos fixed work 3", FixedWork + " "} {
		genesis, headers := chain(extra, same)
		if _, err := VerifyChain(genesis, headers); err == nil {
			t.Errorf("with %q in the first block, work of %d passes", extra, work)
		}
	}
	for name, change := range map[string]func(*raw){
		"easier":       func(r *raw) { r.Difficulty = big.NewInt(work - 1) },
		"harder":       func(r *raw) { r.Difficulty = big.NewInt(work + 1) },
		"before":       func(r *raw) { r.Time = 1_700_000_099 },
		"uncles":       func(r *raw) { r.UncleHash[0]++ },
		"claims a fix": func(r *raw) { r.Extra, r.Difficulty = []byte(FixedWork), big.NewInt(2) },
	} {
		genesis, headers := chain(FixedWork, change)
		if _, err := VerifyChain(genesis, headers); err == nil {
			t.Errorf("%s: not noticed", name)
		}
	}
	// A header with the right claims and another's work.
	headers[3] = append([]byte(nil), headers[3]...)
	headers[3][len(headers[3])-1]++
	if _, err := VerifyChain(genesis, headers); err == nil {
		t.Error("work that was not done passes")
	}
}

// TestAttack48StarvedChain, as the verifier sees it: on a chain of FixedWork no header
// lowers or raises the gas limit, and blocks without transactions are bounded in a row.
// On a chain that began before that rule neither is refused: its evidence stays good.
func TestAttack48StarvedChain(t *testing.T) {
	chain := func(extra string, n int, change func(i int, r *raw)) error {
		first := &raw{
			UncleHash: emptyUncles, Tx: emptyTrie, Difficulty: big.NewInt(2), GasLimit: 30_000_000, Time: 1_700_000_000, Extra: []byte(extra),
		}
		headers := [][]byte{encode(t, first)}
		genesis := keccak256(headers[0])
		parent, gas := genesis, first.GasLimit
		for i := range n {
			r := &raw{
				Parent: parent, UncleHash: emptyUncles, Tx: emptyTrie, Difficulty: big.NewInt(2), Number: uint64(i) + 1,
				GasLimit: gas, Time: 1_700_000_000, Extra: []byte("custos"),
			}
			change(i, r)
			gas = r.GasLimit
			b := mined(t, r)
			headers, parent = append(headers, b), keccak256(b)
		}
		_, err := VerifyChain(genesis, headers)
		return err
	}
	same := func(int, *raw) {}
	lower := func(i int, r *raw) { r.GasLimit -= 20_000 }
	for name, c := range map[string]struct {
		extra  string
		n      int
		change func(int, *raw)
		passes bool
	}{
		"as many empty blocks as may follow each other": {FixedWork, mostEmpty, same, true},
		"one more":            {FixedWork, mostEmpty + 1, same, false},
		"one more, of before": {fixedWork1, mostEmpty + 1, same, true},
		"a transaction between": {FixedWork, mostEmpty + 20, func(i int, r *raw) {
			if i == 60 {
				r.Tx = custos.Hash{1}
			}
		}, true},
		"gas falls":             {FixedWork, 1, lower, false},
		"gas rises":             {FixedWork, 1, func(_ int, r *raw) { r.GasLimit++ }, false},
		"gas falls, of before":  {fixedWork1, 3, lower, true},
		"gas jumps, of before":  {fixedWork1, 1, func(_ int, r *raw) { r.GasLimit /= 2 }, false},
		"nothing is out of row": {FixedWork, 3, same, true},
	} {
		if err := chain(c.extra, c.n, c.change); (err == nil) != c.passes {
			t.Errorf("%s: %v", name, err)
		}
	}
}
