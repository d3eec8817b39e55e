package ledger

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/vm"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/transparency-dev/merkle/rfc6962"
	"github.com/transparency-dev/merkle/testonly"

	"custos.dev/custos"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/ledger/layout"
)

const origin = "campus/front-door/log"

func newTree(n uint64, salt string) *testonly.Tree {
	tree := testonly.New(rfc6962.DefaultHasher)
	for i := range n {
		tree.AppendData(fmt.Appendf(nil, "%s leaf %d", salt, i))
	}
	return tree
}

func hashes(in [][]byte) []custos.Hash {
	out := make([]custos.Hash, len(in))
	for i, h := range in {
		out[i] = custos.Hash(h)
	}
	return out
}

func consistency(t testing.TB, tree *testonly.Tree, from, to uint64) []custos.Hash {
	t.Helper()
	if from == 0 {
		return nil
	}
	p, err := tree.ConsistencyProof(from, to)
	must(t, err)
	return hashes(p)
}

func (e *evm) createLog(by testKey, origin string) error {
	e.t.Helper()
	err := e.toAnchors(by, e.anchors.PackCreateLog(origin, common.Address(logKey.Address()), custos.Hash{1}))
	if gas := e.gas; err == nil {
		e.domains[origin] = e.owner(by).Domain
		e.gas = gas
	}
	return err
}

func (e *evm) anchor(by testKey, origin string, c Checkpoint, proof []custos.Hash) error {
	e.t.Helper()
	p := make([][32]byte, len(proof))
	for i, h := range proof {
		p[i] = h
	}
	return e.toAnchors(by, e.anchors.PackAnchor(e.logID(origin), c.Size, c.Root, p))
}

// logID is that of the log of an origin that was opened last.
func (e *evm) logID(origin string) custos.Hash { return logID(e.domains[origin], origin) }

func (e *evm) log(origin string) layout.Log {
	e.t.Helper()
	l, err := layout.DecodeLog(e.slots(e.at.Anchors, layout.SlotsOfLog(e.domains[origin], origin)))
	must(e.t, err)
	return l
}

func at1(tree *testonly.Tree, size uint64) Checkpoint {
	return Checkpoint{Size: size, Root: custos.Hash(tree.HashAt(size))}
}

func signCheckpoint(t testing.TB, k testKey, origin string, c Checkpoint) SignedCheckpoint {
	t.Helper()
	d := c.Digest(origin)
	sig, err := crypto.Sign(d[:], k.key)
	must(t, err)
	sig[64] += 27
	return SignedCheckpoint{Checkpoint: c, Signature: key.Signature(sig)}
}

func TestLogsAreOpenedByOwners(t *testing.T) {
	e := newEVM(t)
	e.people()
	want(t, e.createLog(mallet, origin), custos.Denied)
	want(t, e.createLog(almaFog, origin), custos.Denied)
	for _, bad := range []string{"", "with space", "with+plus", "with\nnewline", strings.Repeat("x", 256)} {
		want(t, e.createLog(alma, bad), custos.Invalid)
	}
	want(t, e.toAnchors(alma, e.anchors.PackCreateLog(origin, common.Address{}, custos.Hash{1})), custos.Invalid)
	want(t, e.toAnchors(alma, e.anchors.PackCreateLog(origin, common.Address(logKey.Address()), custos.Hash{})), custos.Invalid)
	e.block = 12
	must(t, e.createLog(alma, origin))
	want(t, e.createLog(alma, origin), custos.Conflict)
	if got, want := e.log(origin), (layout.Log{Root: sha256.Sum256(nil), Signer: logKey.Address(), Created: 12, Domain: layout.PathHash("campus/front-door")}); got != want {
		t.Errorf("slots say %+v, want %+v", got, want)
	}
	must(t, e.createLog(bela, strings.Repeat("x", 255)))
}

func TestAnchorsAreTheDomains(t *testing.T) {
	e := newEVM(t)
	e.people()
	must(t, e.createLog(alma, origin))
	tree := newTree(20, "")
	for _, by := range []testKey{bela, belaFog, almaEdge, police, mallet} {
		want(t, e.anchor(by, origin, at1(tree, 5), nil), custos.Denied)
	}
	want(t, e.anchor(almaFog, "no/such/log", at1(tree, 5), nil), custos.NotFound)
	e.block = 40
	must(t, e.anchor(almaFog, origin, at1(tree, 5), nil))
	e.block = 41
	must(t, e.anchor(alma, origin, at1(tree, 9), consistency(t, tree, 5, 9)))
	if l := e.log(origin); l.Size != 9 || l.Root != at1(tree, 9).Root || l.Anchored != 41 || l.Count != 2 || l.Frozen {
		t.Errorf("slots say %+v", l)
	}
	e.block = 50
	must(t, e.anchor(almaFog, origin, at1(tree, 9), nil)) // heartbeat
	if l := e.log(origin); l.Size != 9 || l.Anchored != 50 || l.Count != 3 {
		t.Errorf("after a heartbeat the slots say %+v", l)
	}
	must(t, e.toRegistry(alma, e.registry.PackDeactivatePrincipal(common.Address(almaFog.Address()))))
	want(t, e.anchor(almaFog, origin, at1(tree, 9), nil), custos.Denied)
}

func TestEmptyLogHasAHeartbeat(t *testing.T) {
	e := newEVM(t)
	must(t, e.createLog(alma, origin))
	must(t, e.anchor(alma, origin, Checkpoint{Root: sha256.Sum256(nil)}, nil))
	want(t, e.anchor(alma, origin, Checkpoint{Root: custos.Hash{1}}, nil), custos.Conflict)
	want(t, e.anchor(alma, origin, Checkpoint{Root: sha256.Sum256(nil)}, []custos.Hash{{}}), custos.Conflict)
}

// TestAttack05TwoStories shows that a log cannot tell the chain two stories, and that
// two signed ones freeze it.
func TestAttack05TwoStories(t *testing.T) {
	e := newEVM(t)
	e.people()
	must(t, e.createLog(alma, origin))
	tree, other := newTree(40, ""), newTree(40, "other")
	must(t, e.anchor(almaFog, origin, at1(tree, 13), nil))
	want(t, e.anchor(almaFog, origin, at1(tree, 12), nil), custos.Conflict)                            // back
	want(t, e.anchor(almaFog, origin, at1(tree, 0), nil), custos.Conflict)                             // to nothing
	want(t, e.anchor(almaFog, origin, at1(other, 13), nil), custos.Conflict)                           // beside
	want(t, e.anchor(almaFog, origin, at1(other, 20), consistency(t, other, 13, 20)), custos.Conflict) // another tree
	want(t, e.anchor(almaFog, origin, at1(tree, 20), nil), custos.Conflict)                            // unproven
	want(t, e.anchor(almaFog, origin, at1(tree, 20), consistency(t, tree, 12, 20)), custos.Conflict)   // from elsewhere
	want(t, e.anchor(almaFog, origin, at1(tree, 21), consistency(t, tree, 13, 20)), custos.Conflict)   // to elsewhere
	want(t, e.anchor(almaFog, origin, at1(tree, 13), consistency(t, tree, 13, 20)), custos.Conflict)   // proof too many
	must(t, e.anchor(almaFog, origin, at1(tree, 20), consistency(t, tree, 13, 20)))

	a, b := signCheckpoint(t, logKey, origin, at1(tree, 30)), signCheckpoint(t, logKey, origin, at1(other, 30))
	report := func(by testKey, a, b SignedCheckpoint) error {
		return e.toAnchors(by, e.anchors.PackReportFork(e.logID(origin), a.contract(), b.contract()))
	}
	want(t, report(mallet, a, a), custos.Conflict)
	want(t, report(mallet, a, signCheckpoint(t, logKey, origin, at1(other, 31))), custos.Conflict)
	want(t, report(mallet, a, signCheckpoint(t, mallet, origin, at1(other, 30))), custos.Denied)
	want(t, report(mallet, signCheckpoint(t, mallet, origin, at1(tree, 30)), b), custos.Denied)
	want(t, report(mallet, a, signCheckpoint(t, logKey, "another/log", at1(other, 30))), custos.Denied)
	swapped := b
	swapped.Root = at1(other, 29).Root
	want(t, report(mallet, a, swapped), custos.Denied)
	if e.log(origin).Frozen {
		t.Fatal("frozen without a fork")
	}
	must(t, report(mallet, a, b)) // anyone may report
	if !e.log(origin).Frozen {
		t.Fatal("not frozen")
	}
	want(t, e.anchor(almaFog, origin, at1(tree, 30), consistency(t, tree, 20, 30)), custos.Conflict)
	want(t, e.anchor(alma, origin, at1(tree, 20), nil), custos.Conflict)
	want(t, report(mallet, a, b), custos.Conflict)
	want(t, e.createLog(alma, origin), custos.Conflict)

	// One signed checkpoint against what is anchored does it too.
	const second = "campus/second-door/log"
	must(t, e.createLog(bela, second))
	conflict := func(s SignedCheckpoint) error {
		return e.toAnchors(mallet, e.anchors.PackReportConflict(e.logID(second), s.contract()))
	}
	want(t, conflict(signCheckpoint(t, logKey, second, Checkpoint{Root: custos.Hash{1}})), custos.Conflict) // nothing anchored yet
	must(t, e.anchor(bela, second, at1(tree, 7), nil))
	want(t, conflict(signCheckpoint(t, logKey, second, at1(tree, 7))), custos.Conflict)
	want(t, conflict(signCheckpoint(t, logKey, second, at1(other, 8))), custos.Conflict)
	want(t, conflict(signCheckpoint(t, mallet, second, at1(other, 7))), custos.Denied)
	must(t, conflict(signCheckpoint(t, logKey, second, at1(other, 7))))
	if !e.log(second).Frozen {
		t.Fatal("not frozen")
	}
}

// TestAttack19SignatureMalleability shows that the twin of a signature is refused.
func TestAttack19SignatureMalleability(t *testing.T) {
	e := newEVM(t)
	must(t, e.createLog(alma, origin))
	tree, other := newTree(9, ""), newTree(9, "other")
	a, b := signCheckpoint(t, logKey, origin, at1(tree, 9)).contract(), signCheckpoint(t, logKey, origin, at1(other, 9)).contract()
	n := crypto.S256().Params().N
	for name, spoil := range map[string]func(){
		"high s": func() {
			b.S = [32]byte(common.BigToHash(new(big.Int).Sub(n, new(big.Int).SetBytes(b.S[:]))))
			b.V ^= 27 ^ 28
		},
		"v of 0":      func() { b.V -= 27 },
		"v of 29":     func() { b.V = 29 },
		"wrong v":     func() { b.V ^= 27 ^ 28 },
		"no r":        func() { b.R = [32]byte{} },
		"no s":        func() { b.S = [32]byte{} },
		"r of n":      func() { b.R = [32]byte(common.BigToHash(n)) },
		"all empty":   func() { b.R, b.S, b.V = [32]byte{}, [32]byte{}, 0 },
		"a flipped r": func() { b.R[5] ^= 1 },
	} {
		good := b
		spoil()
		if err := e.toAnchors(mallet, e.anchors.PackReportFork(e.logID(origin), a, b)); custos.KindOf(err) != custos.Denied {
			t.Errorf("%s: got %v", name, err)
		}
		b = good
	}
	must(t, e.toAnchors(mallet, e.anchors.PackReportFork(e.logID(origin), a, b)))
}

// TestAttack21Reentrancy shows that there is no door to come in by again: the
// contracts call nothing that could change state, hold no ether and cannot be replaced.
func TestAttack21Reentrancy(t *testing.T) {
	g := testGenesis(t)
	for a, account := range g.Alloc() {
	code:
		for i := 0; i < len(account.Code); i++ {
			op := vm.OpCode(account.Code[i])
			switch op {
			case vm.CALL, vm.CALLCODE, vm.DELEGATECALL, vm.CREATE, vm.CREATE2, vm.SELFDESTRUCT:
				t.Errorf("%s has %s at %d", a, op, i)
			case vm.BASEFEE, vm.PUSH0, vm.MCOPY, vm.TLOAD, vm.TSTORE, vm.BLOBHASH, vm.BLOBBASEFEE:
				t.Errorf("%s has %s at %d, which Berlin rules do not", a, op, i)
			}
			if op == vm.INVALID {
				break code // what follows is data, whose bytes are no opcodes
			}
			if op.IsPush() {
				i += int(op - vm.PUSH0)
			}
		}
	}
}

// TestAttack11ConsistencyTricks tries every pair of small sizes, and each proof with
// one thing wrong.
func TestAttack11ConsistencyTricks(t *testing.T) {
	const most = 34
	tree := newTree(most, "")
	e := newEVM(t)
	must(t, e.createLog(alma, origin))
	base := e.state
	for m := uint64(1); m <= most; m++ {
		e.state = base.Copy()
		must(t, e.anchor(alma, origin, at1(tree, m), nil))
		anchored := e.state
		for n := m; n <= most; n++ {
			proof := consistency(t, tree, m, n)
			try := func(c Checkpoint, p []custos.Hash) error {
				e.state = anchored.Copy()
				return e.anchor(alma, origin, c, p)
			}
			if err := try(at1(tree, n), proof); err != nil {
				t.Fatalf("%d to %d: %v", m, n, err)
			}
			if n%5 != 0 && n-m > 2 {
				continue
			}
			bad := [][]custos.Hash{append(append([]custos.Hash{}, proof...), custos.Hash{}), append([]custos.Hash{at1(tree, m).Root}, proof...)}
			for i := range proof {
				bad = append(bad, append(append([]custos.Hash{}, proof[:i]...), proof[i+1:]...))
				flipped := append([]custos.Hash{}, proof...)
				flipped[i][31] ^= 1
				bad = append(bad, flipped)
			}
			for _, p := range bad {
				if err := try(at1(tree, n), p); err == nil {
					t.Fatalf("%d to %d: a spoiled proof was taken: %v", m, n, p)
				}
			}
			wrong := at1(tree, n)
			wrong.Root[0] ^= 1
			if try(wrong, proof) == nil {
				t.Fatalf("%d to %d: a wrong root was taken", m, n)
			}
		}
	}
}

func TestCheckpointTextIsC2SP(t *testing.T) {
	e := newEVM(t)
	for _, size := range []uint64{0, 7, 1<<64 - 1} {
		c := Checkpoint{Size: size, Root: custos.Hash{0xfb, 0xff, 31: 0x01}}
		out, err := e.call(custos.Address{}, e.at.Anchors, e.anchors.PackCheckpointText(origin, size, c.Root), e.anchors.UnpackError)
		must(t, err)
		got, err := e.anchors.UnpackCheckpointText(out)
		must(t, err)
		want := fmt.Sprintf("%s\n%d\n%s\n", origin, size, base64.StdEncoding.EncodeToString(c.Root[:]))
		if got != want || c.Text(origin) != want {
			t.Errorf("contract %q, client %q, want %q", got, c.Text(origin), want)
		}
	}
}

func TestAnchorGas(t *testing.T) {
	e := newEVM(t)
	must(t, e.createLog(alma, origin))
	tree := newTree(5000, "")
	must(t, e.anchor(alma, origin, at1(tree, 4001), nil))
	must(t, e.anchor(alma, origin, at1(tree, 5000), consistency(t, tree, 4001, 5000)))
	t.Logf("gas of an anchor at 5000 leaves: %d", e.gas)
	if e.gas > 100_000 {
		t.Errorf("an anchor costs %d gas", e.gas)
	}
}
