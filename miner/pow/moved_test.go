package pow

import (
	"crypto/ecdsa"
	"encoding/json"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
)

// Where the owners of the tests move to, and what is there that is no registry.
var (
	moved   = common.HexToAddress("0x5000000000000000000000000000000000000001")
	strange = common.HexToAddress("0x5000000000000000000000000000000000000002")
	nowhere = common.HexToAddress("0x5000000000000000000000000000000000000003")
)

func slotKey(n byte) common.Hash { return common.Hash{31: n} }

// votesOf is the word of a registry that says how many decide of how many.
func votesOf(threshold, owners byte) common.Hash { return common.Hash{31: threshold, 29: owners} }

// inGeneration puts a number into an owner's or a principal's record.
func inGeneration(record common.Hash, at int, n byte) common.Hash {
	record[at] = n
	return record
}

// withMoved adds to a genesis what can be moved to.
func withMoved(t *testing.T, path string, records map[common.Hash]common.Hash) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var g core.Genesis
	if err := json.Unmarshal(b, &g); err != nil {
		t.Fatal(err)
	}
	like := g.Alloc[register]
	g.Alloc[moved] = core.GenesisAccount{Code: like.Code, Storage: records, Balance: like.Balance, Nonce: 1}
	g.Alloc[strange] = core.GenesisAccount{Code: like.Code, Balance: like.Balance, Nonce: 1, Storage: map[common.Hash]common.Hash{slotKey(slotVotes): votesOf(9, 2)}}
	if b, err = json.Marshal(&g); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// After a hand-over the registry that the owners moved to says who may transact and who
// answers for whom: at the gate, in the own blocks and in those of others. What is no
// registry is not followed.
func TestMinerFollowsAHandOver(t *testing.T) {
	own, left, fog, late, revived := newKey(t), newKey(t), newKey(t), newKey(t), newKey(t)
	dir := t.TempDir()
	gen := genesisWith(t, dir, map[common.Hash]common.Hash{
		slotOf(account(own), slotOwners):     ownerRecord(true),
		slotOf(account(left), slotOwners):    ownerRecord(true),
		slotOf(account(fog), slotPrincipals): principalRecord(account(own), true),
	})
	withMoved(t, gen, map[common.Hash]common.Hash{
		slotKey(slotVotes):                       votesOf(1, 1),
		slotKey(slotSuccessor):                   common.BytesToHash(register[:]), // a ring
		slotOf(account(own), slotOwners):         inGeneration(ownerRecord(true), 20, 2),
		slotOf(account(late), slotPrincipals):    inGeneration(principalRecord(account(own), true), 4, 2),
		slotOf(account(revived), slotPrincipals): inGeneration(principalRecord(account(own), true), 4, 1),
	})
	n := opened(t, filepath.Join(dir, "honest"), gen, withRegistry)
	bad := opened(t, filepath.Join(dir, "bad"), gen, func(c *Config) { c.Log = slog.New(slog.DiscardHandler) })
	nonce := map[*ecdsa.PrivateKey]uint64{}
	next := func(k *ecdsa.PrivateKey) *types.Transaction { return put(t, k, nonce[k], 1, int64(nonce[k])+1) }
	may := func(k *ecdsa.PrivateKey) bool { t.Helper(); return n.gate.admit(next(k), true) == nil }
	mined := func(tx *types.Transaction, k *ecdsa.PrivateKey) *types.Block {
		t.Helper()
		if err := n.eth.TxPool().AddLocal(tx); err != nil {
			t.Fatal(err)
		}
		nonce[k]++
		b := n.mine(t, 1)
		if _, err := bad.eth.BlockChain().InsertChain(types.Blocks{b}); err != nil {
			t.Fatal(err)
		}
		return b
	}
	moveTo := func(to common.Address) {
		t.Helper()
		at, word := slotKey(slotSuccessor), common.BytesToHash(to[:])
		mined(sign(t, own, nonce[own], &register, 100_000, append(at[:], word[:]...)), own)
	}
	asBefore := func(what string) {
		t.Helper()
		if !may(fog) || !may(left) || may(late) || may(revived) {
			t.Errorf("%s: the registry of before does not count any more: %v %v %v %v", what, may(fog), may(left), may(late), may(revived))
		}
	}
	asBefore("before any")
	moveTo(nowhere)
	asBefore("moved to an account without a contract")
	moveTo(strange)
	asBefore("moved to what is no registry")
	mined(next(fog), fog)
	moveTo(moved)
	if may(fog) || may(left) || !may(late) || !may(own) {
		t.Errorf("after the hand-over: the fog of before %v, an owner who is none there %v, one registered there %v, an owner of both %v", may(fog), may(left), may(late), may(own))
	}
	if may(revived) {
		t.Error("a principal of an ownership of before may transact")
	}
	mined(next(late), late)

	st, err := n.eth.BlockChain().State()
	if err != nil {
		t.Fatal(err)
	}
	for k, want := range map[*ecdsa.PrivateKey]common.Address{fog: account(own), late: account(own), own: account(own), left: account(left)} {
		if got := n.miner.rules.registry.owner(st, account(k)); got != want {
			t.Errorf("%s answers for %s, want %s", got, account(k), want)
		}
	}

	// A miner without the rules takes what only the registry of before would.
	if err := bad.eth.TxPool().AddLocal(next(fog)); err != nil {
		t.Fatal(err)
	}
	if _, err := n.eth.BlockChain().InsertChain(types.Blocks{bad.mine(t, 1)}); err == nil || !strings.Contains(err.Error(), account(fog).Hex()+" is not registered") {
		t.Errorf("a block with a transaction of who was left behind: %v", err)
	}
}

// Owners deploy what all can move to; what they registered does not.
func TestOnlyOwnersDeploy(t *testing.T) {
	own, fog := newKey(t), newKey(t)
	dir := t.TempDir()
	gen := genesisWith(t, dir, map[common.Hash]common.Hash{
		slotOf(account(own), slotOwners):     ownerRecord(true),
		slotOf(account(fog), slotPrincipals): principalRecord(account(own), true),
	})
	n := opened(t, filepath.Join(dir, "honest"), gen, withRegistry)
	bad := opened(t, filepath.Join(dir, "bad"), gen, func(c *Config) { c.Log = slog.New(slog.DiscardHandler) })
	// Constructor code that leaves one byte.
	code := common.FromHex("600160005360016000f3")
	by := func(k *ecdsa.PrivateKey) *types.Transaction { return sign(t, k, 0, nil, 100_000, code) }
	if err := n.gate.admit(by(fog), false); err == nil || !strings.Contains(err.Error(), "only owners deploy") {
		t.Errorf("a principal deploys: %v", err)
	}
	if err := bad.eth.TxPool().AddLocal(by(fog)); err != nil {
		t.Fatal(err)
	}
	if _, err := n.eth.BlockChain().InsertChain(types.Blocks{bad.mine(t, 1)}); err == nil || !strings.Contains(err.Error(), "only owners deploy") {
		t.Errorf("a block in which a principal deploys: %v", err)
	}
	if err := n.gate.admit(by(own), false); err != nil {
		t.Fatal(err)
	}
	if err := n.eth.TxPool().AddLocal(by(own)); err != nil {
		t.Fatal(err)
	}
	n.mine(t, 1)
	st, err := n.eth.BlockChain().State()
	if err != nil {
		t.Fatal(err)
	}
	if at := crypto.CreateAddress(account(own), 0); st.GetCodeSize(at) != 1 {
		t.Errorf("nothing stands at %s", at)
	}
}

// The slots that are read are those that the compiler chose.
func TestRegistryIsReadWhereTheCompilerPutsIt(t *testing.T) {
	b, err := os.ReadFile("../../contracts/artifacts/Registry.storage.json")
	if err != nil {
		t.Fatal(err)
	}
	type variable struct {
		Label, Slot string
		Offset      int
	}
	var layout struct {
		Storage []variable
		Structs map[string][]variable
	}
	if err := json.Unmarshal(b, &layout); err != nil {
		t.Fatal(err)
	}
	find := func(in []variable, label string) (slot, offset int) {
		for _, v := range in {
			if v.Label == label {
				if slot, err = strconv.Atoi(v.Slot); err != nil {
					t.Fatal(err)
				}
				return slot, v.Offset
			}
		}
		t.Errorf("Registry keeps no %s", label)
		return -1, -1
	}
	for label, want := range map[string][2]int{
		"_owners": {slotOwners, 0}, "_principals": {slotPrincipals, 0}, "_threshold": {slotVotes, 0}, "_ownerCount": {slotVotes, 2}, "_successor": {slotSuccessor, 0},
	} {
		if slot, offset := find(layout.Storage, label); [2]int{slot, offset} != want {
			t.Errorf("%s is at slot %d, byte %d; want %v", label, slot, offset, want)
		}
	}
	for record, fields := range map[string]map[string]int{
		"t_struct(OwnerRecord)_storage":     {"active": 0, "generation": 11},
		"t_struct(PrincipalRecord)_storage": {"owner": 0, "active": 21, "generation": 27},
	} {
		for label, want := range fields {
			if slot, offset := find(layout.Structs[record], label); slot != 0 || offset != want {
				t.Errorf("%s of %s is at slot %d, byte %d; want 0, %d", label, record, slot, offset, want)
			}
		}
	}
}
