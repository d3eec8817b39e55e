package fog

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"custos.dev/custos"
	"custos.dev/custos/access"
	"custos.dev/custos/evidence"
	"custos.dev/custos/ledger"

	"golang.org/x/mod/sumdb/note"
)

// policied is the watched chain with a policy at each block.
type policied struct {
	*watched
	// policy by block; the newest at or below one counts.
	policy  map[uint64]byte
	asked   int
	rules   ledger.Rules
	written int
}

func (p *policied) PolicyDigest(_ context.Context, block custos.Hash) (custos.Hash, error) {
	p.asked++
	d := custos.Hash{0x77}
	for n := uint64(0); n <= uint64(block[1]); n++ {
		if b, ok := p.policy[n]; ok {
			d[1] = b
		}
	}
	return d, nil
}

func (p *policied) RulesAt(context.Context, custos.Resource, uint64) (ledger.Rules, error) {
	return p.rules, nil
}

func (p *policied) RulesWritten(context.Context, custos.Resource, uint64) (int, error) {
	return p.written, nil
}

func newPolicied(t *testing.T) (*guard, *policied) {
	t.Helper()
	g := newGuard(t)
	chain := &policied{watched: g.chain, policy: map[uint64]byte{0: 1}}
	g.chain.head, g.chain.logs = 20, g.chain.logs[:1] // the other log is of no matter here
	g.Policies = &Policies{DB: g.DB, Ledger: chain, Confirmations: 2}
	return g, chain
}

// A witness cosigns only the policy that its own node has, and remembers what it cosigned.
// A chain that keeps all anchors and holds another policy there stops the anchoring.
func TestAttack52PolicyAgainstCosignatures(t *testing.T) {
	ctx := context.Background()
	g, chain := newPolicied(t)
	w, ask := newPolicyWitness(t, g)
	chain.policy[10] = 2 // a revocation
	said := evidence.Policy{Block: 15, Digest: custos.Hash{0x77, 2}}
	if _, err := ask(1, evidence.Policy{Block: 15, Digest: custos.Hash{0x77, 1}}); custos.KindOf(err) != custos.Denied {
		t.Fatalf("another policy was cosigned: %v", err)
	}
	if _, err := ask(1, evidence.Policy{Block: 19, Digest: custos.Hash{0x77, 2}}); custos.KindOf(err) != custos.Unavailable {
		t.Fatalf("the policy of a block that is not confirmed here was cosigned: %v", err)
	}
	if line, err := ask(1, said); err != nil || line == "" {
		t.Fatalf("the own policy was not cosigned: %v", err)
	}
	if _, err := ask(2, evidence.Policy{}); err != nil {
		t.Fatalf("a checkpoint without a policy: %v", err)
	}
	g.look(t)
	g.want(t)

	// A reorganisation above what was cosigned, and one that leaves the policy as it was.
	chain.fork, chain.head = 1, 21
	g.look(t)
	g.want(t)

	// The rewrite has every anchor, and not the revocation.
	delete(chain.policy, 10)
	chain.fork, chain.head = 2, 22
	g.look(t)
	g.look(t)
	g.want(t, "chain")
	if err := g.Halted(); custos.KindOf(err) != custos.Conflict {
		t.Fatalf("halted: %v", err)
	}
	if a := g.Open(); !strings.Contains(a[0].Reason, (custos.Hash{2, 15}).String()) {
		t.Fatalf("the alarm names no block to vote on: %s", a[0].Reason)
	}
	// Nothing of that chain is cosigned, though this node has it now.
	if _, err := ask(3, evidence.Policy{Block: 18, Digest: custos.Hash{0x77, 1}}); custos.KindOf(err) != custos.Denied {
		t.Fatalf("a chain that contradicts what was cosigned was cosigned: %v", err)
	}
	// It grows, and a master that starts again knows.
	chain.head = 40
	w.Policies = &Policies{DB: g.DB, Ledger: chain, Confirmations: 2}
	g.Policies = w.Policies
	g.look(t)
	g.want(t, "chain")
	// The owners decide.
	chain.accepted[custos.Hash{2, 15}] = 39
	chain.head = 41
	g.look(t)
	g.want(t, "chain", "chain over")
	if g.Halted() != nil {
		t.Fatalf("the owners' decision did not end the stop: %v", g.Halted())
	}
	if _, err := ask(3, evidence.Policy{Block: 18, Digest: custos.Hash{0x77, 1}}); err != nil {
		t.Fatalf("the chain that the owners accepted is not cosigned: %v", err)
	}
	g.look(t)
	g.want(t, "chain", "chain over")
	if err := g.load(ctx); err != nil {
		t.Fatal(err)
	}
}

// A vote for the chain that holds another root than was cosigned is one for its policy, too.
func TestAcceptedChainHasItsPolicy(t *testing.T) {
	g, chain := newPolicied(t)
	_, ask := newPolicyWitness(t, g)
	if _, err := ask(1, evidence.Policy{Block: 15, Digest: custos.Hash{0x77, 1}}); err != nil {
		t.Fatal(err)
	}
	good := evidence.TreeRoot([]custos.Hash{evidence.LogLeafHash([]byte{0})})
	chain.logs = append(chain.logs, ledger.LogState{Origin: peersLog, Checkpoint: ledger.Checkpoint{Size: 1, Root: good}, Anchored: 12, Count: 1})
	g.Silence = 0
	g.look(t)
	g.want(t)
	chain.policy[9], chain.fork, chain.head, chain.logs[1].Root = 9, 1, 21, custos.Hash{0xbb}
	g.look(t)
	g.want(t, "chain", "chain")
	chain.accepted[custos.Hash{1, 12}] = 22
	chain.head = 22
	g.look(t)
	g.want(t, "chain", "chain", "chain over", "chain over")
	if g.Halted() != nil {
		t.Fatal("the owners' vote left a stop")
	}
	// One more rewrite is one more contradiction of what is cosigned since.
	if _, err := ask(2, evidence.Policy{Block: 18, Digest: custos.Hash{0x77, 9}}); err != nil {
		t.Fatal(err)
	}
	delete(chain.policy, 9)
	chain.fork, chain.head, chain.logs = 2, 23, chain.logs[:1]
	g.look(t)
	g.want(t, "chain", "chain", "chain over", "chain over", "chain")
}

// The chain with what was cosigned comes back.
func TestContradictedPolicyThatWentAway(t *testing.T) {
	g, chain := newPolicied(t)
	_, ask := newPolicyWitness(t, g)
	if _, err := ask(1, evidence.Policy{Block: 15, Digest: custos.Hash{0x77, 1}}); err != nil {
		t.Fatal(err)
	}
	chain.policy[9], chain.fork, chain.head = 9, 1, 21
	g.look(t)
	g.want(t, "chain")
	// Replaced by a third, the alarm names the block of that.
	chain.fork, chain.head = 2, 22
	g.look(t)
	g.want(t, "chain", "chain over", "chain")
	delete(chain.policy, 9)
	chain.fork, chain.head = 0, 14 // shorter than what was contradicted: it says nothing yet
	g.look(t)
	g.want(t, "chain", "chain over", "chain")
	chain.head = 23
	g.look(t)
	g.want(t, "chain", "chain over", "chain", "chain over")
	asked := chain.asked
	for range 5 {
		g.look(t)
	}
	if chain.asked != asked {
		t.Errorf("a quiet chain was asked for %d digests", chain.asked-asked)
	}
}

// What is remembered is bounded, and the newest stay.
func TestPoliciesAreBounded(t *testing.T) {
	g, chain := newPolicied(t)
	chain.head = 1 << 40
	for n := range 3 * policiesKept {
		err := g.DB.RememberPolicy(context.Background(), g.Policies.row(evidence.Policy{Block: uint64(n), Digest: custos.Hash{1}}, custos.BlockRef{Number: uint64(n)}))
		if err != nil {
			t.Fatal(err)
		}
	}
	all, err := g.Policies.known(context.Background())
	if err != nil || len(all) != policiesKept || all[0].policy.Block != 3*policiesKept-1 {
		t.Fatalf("%d are remembered, %v", len(all), err)
	}
	// Other contracts begin with nothing.
	moved := &Policies{DB: g.DB, Ledger: chain, Confirmations: 2, Deployment: custos.Hash{1}}
	if all, err := moved.known(context.Background()); len(all) != 0 || err != nil {
		t.Fatalf("of other contracts %d are remembered, %v", len(all), err)
	}
}

func newPolicyWitness(t *testing.T, g *guard) (*Witness, func(size int, said evidence.Policy) (string, error)) {
	t.Helper()
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := evidence.NoteSigner(peersLog, private)
	if err != nil {
		t.Fatal(err)
	}
	verifier, err := evidence.NoteVerifier(peersLog, public)
	if err != nil {
		t.Fatal(err)
	}
	_, own, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	w := &Witness{DB: g.DB, Name: "custos/witness/own", Key: own, Verifier: func(string) (note.Verifier, bool) { return verifier, true }, Policies: g.Policies}
	var leaves []custos.Hash
	signed := 0
	return w, func(size int, said evidence.Policy) (string, error) {
		for len(leaves) < size {
			leaves = append(leaves, evidence.LogLeafHash([]byte{byte(len(leaves))}))
		}
		cp := evidence.Checkpoint{Origin: peersLog, Size: uint64(size), Root: evidence.TreeRoot(leaves), Policy: said}
		n, err := note.Sign(&note.Note{Text: cp.Text()}, signer)
		if err != nil {
			t.Fatal(err)
		}
		proof := [][]byte{}
		switch {
		case signed == 1 && size == 2:
			proof = append(proof, leaves[1][:])
		case signed == 2 && size == 3:
			proof = append(proof, leaves[2][:])
		}
		line, err := w.AddCheckpoint(context.Background(), []byte(fmt.Sprintf("old %d\n%s\n%s", signed, encodeProof(proof), n)))
		if err == nil {
			signed = size
			if _, err := evidence.CheckCosignature(cp.Text(), line, w.Name, own.Public().(ed25519.PublicKey)); err != nil {
				t.Errorf("the cosignature is not over the policy: %v", err)
			}
		}
		return line, err
	}
}

// newer is a witness that cosigns whatever it is told, or refuses what an older version does
// not know.
type newer struct {
	ownWitness
	old bool
	err error
}

func (n newer) AddCheckpoint(ctx context.Context, body []byte) (string, error) {
	if n.err != nil {
		return "", n.err
	}
	if n.old && strings.Contains(string(body), "custos/policy ") {
		return "", custos.Errorf(custos.Corrupt, "the checkpoint has 4 lines, want 3")
	}
	return n.ownWitness.AddCheckpoint(ctx, body)
}

// The anchorer has the policy cosigned; where witnesses of an older version are needed, what
// all can sign. A witness that is behind is asked again for the same.
func TestCheckpointsSayThePolicy(t *testing.T) {
	a := newAnchored(t)
	_, chain := newPolicied(t)
	a.Policies = &Policies{DB: a.DB, Ledger: chain, Confirmations: 2}
	peers, _ := a.Witnesses()
	witness := peers[0].(ownWitness)
	witness.Own, witness.Policies = a.audited.Log.Origin, a.Policies
	p := newer{ownWitness: witness}
	a.Witnesses = func() ([]Peer, int) { return []Peer{p}, 1 }
	stored := func(size uint64) (evidence.Checkpoint, int) {
		var text string
		var signers int
		if err := rowsOf(t, a.DB).QueryRow("SELECT note, signers FROM checkpoint WHERE size = ?", size).Scan(&text, &signers); err != nil {
			t.Fatal(err)
		}
		cp, err := evidence.ParseNote(text)
		if err != nil {
			t.Fatal(err)
		}
		return cp, signers
	}
	turn := func() error {
		_, err := a.step(context.Background())
		return err
	}
	size := a.grown(t, 1)
	if err := turn(); err != nil {
		t.Fatal(err)
	}
	cp, n := stored(size)
	if want := (evidence.Policy{Block: 18, Digest: custos.Hash{0x77, 1}}); cp.Policy != want || n != 1 {
		t.Fatalf("the checkpoint says %+v, cosigned by %d", cp.Policy, n)
	}
	known, err := a.Policies.known(context.Background())
	if err != nil || len(known) != 1 || known[0].policy != cp.Policy {
		t.Fatalf("what enough owners cosigned is not remembered: %+v, %v", known, err)
	}
	// The audit and the export take it as it is.
	if _, err := a.proven(context.Background(), 0); custos.KindOf(err) != custos.Unavailable {
		t.Fatalf("not confirmed yet: %v", err)
	}
	a.chain.grow(3)
	if err := a.confirm(context.Background()); err != nil {
		t.Fatal(err)
	}
	if got, err := a.proven(context.Background(), 0); err != nil || !strings.Contains(got.note, "custos/policy 18 ") {
		t.Fatalf("%+v, %v", got, err)
	}

	p.old = true
	size = a.grown(t, 1)
	if err := turn(); err != nil {
		t.Fatal(err)
	}
	if cp, n = stored(size); cp.Policy != (evidence.Policy{}) || n != 1 {
		t.Fatalf("with an older witness the checkpoint says %+v, cosigned by %d", cp.Policy, n)
	}

	p.old, p.err = false, custos.Errorf(custos.Unavailable, "not yet")
	size = a.grown(t, 1)
	if err := turn(); !strings.Contains(fmt.Sprint(err), "not yet") {
		t.Fatalf("a witness that is behind: %v", err)
	}
	p.err = nil
	if err := turn(); err != nil {
		t.Fatal(err)
	}
	if _, n = stored(size); n != 1 {
		t.Fatalf("after it has caught up: %d have cosigned", n)
	}
}

// Dropped rules raise the alarm, until they are written again; rules that were written anew
// are the owner's.
func TestAttack52DroppedRules(t *testing.T) {
	g, chain := newPolicied(t)
	g.Rules = &RulesWatch{DB: g.DB, Ledger: chain, Owner: custos.Address{1}, Domain: "campus/own", Confirmations: 2}
	g.Owners = func() []custos.Owner {
		return []custos.Owner{{Address: custos.Address{1}, Name: "alma", Domain: "campus/own"}}
	}
	set := func(n, quorum int) {
		chain.head++
		chain.written, chain.rules = n, ledger.Rules{Written: n > 0, Rules: []ledger.Rule{}}
		if quorum > 0 {
			chain.rules.Rules = []ledger.Rule{{Resource: "campus/own", Actions: custos.Live, Roles: []custos.Role{custos.RoleAuthority}, Quorum: quorum, Approvers: []custos.Address{{1}, {2}}}}
		}
	}
	g.look(t)
	set(1, 1)
	g.look(t)
	set(2, 2)
	g.look(t)
	g.want(t)
	strict := chain.rules
	set(1, 1) // the second writing is gone
	g.look(t)
	g.want(t, "dropped")
	if a := g.Open()[0]; a.Origin != "alma" || !strings.Contains(a.Reason, "the rules of campus/own") {
		t.Fatalf("%+v", a)
	}
	if l := g.Rules.Lost(); l == nil || l.Domain != "campus/own" || !reflect.DeepEqual(l.Rules, strict) {
		t.Fatalf("lost are %+v", l)
	}
	// Also by a master that starts again.
	g.Rules = &RulesWatch{DB: g.DB, Ledger: chain, Owner: custos.Address{1}, Domain: "campus/own", Confirmations: 2}
	g.look(t)
	g.want(t, "dropped")
	set(2, 2) // sent again
	g.look(t)
	g.want(t, "dropped", "dropped over")
	set(3, 0)
	g.look(t)
	g.want(t, "dropped", "dropped over")
	// Other contracts have no rules yet.
	moved := &RulesWatch{DB: g.DB, Ledger: &policied{watched: chain.watched}, Domain: "campus/own", Confirmations: 2, Deployment: custos.Hash{1}}
	if lost, err := moved.Look(context.Background()); lost != nil || err != nil {
		t.Fatalf("of other contracts %+v is lost, %v", lost, err)
	}
	// A node that reads its chain again has merely not come to them.
	head := chain.head
	chain.head, chain.written, chain.rules = 4, 0, ledger.Rules{Rules: []ledger.Rule{}}
	g.look(t)
	g.want(t, "dropped", "dropped over")
	chain.head = head + 9
	g.look(t)
	g.want(t, "dropped", "dropped over", "dropped")
}

// What the index holds against the chain is an alarm of the owner whose it is.
func TestAttack52DroppedIsAnAlarm(t *testing.T) {
	g := newGuard(t)
	var all []access.Dropped
	g.Dropped = func() []access.Dropped { return all }
	g.Owners = func() []custos.Owner {
		return []custos.Owner{{Address: custos.Address{1}, Name: "alma", Domain: "campus/own"}, {Address: custos.Address{2}, Name: "ben", Domain: "campus/peer"}}
	}
	g.look(t)
	g.want(t)
	for n := range 9 {
		all = append(all, access.Dropped{Owner: custos.Address{1}, Capability: &custos.Capability{Number: uint64(n + 1), Actions: custos.Live, Resource: "campus/own/cam1"}})
	}
	g.failed = errors.New("the disk is full")
	if g.Look(context.Background()) == nil {
		t.Fatal("an alarm was taken for raised that was not")
	}
	g.failed = nil
	g.look(t)
	g.look(t)
	g.want(t, "dropped")
	if a := g.Open()[0]; a.Origin != "alma" || !strings.Contains(a.Reason, "capability 1, live on campus/own/cam1") || !strings.Contains(a.Reason, "and 4 more") || g.Halted() != nil {
		t.Fatalf("%+v, halted %v", a, g.Halted())
	}
	all = append(all[:1], access.Dropped{Owner: custos.Address{2}, Principal: &custos.Principal{Name: "guard"}})
	g.look(t)
	g.want(t, "dropped", "dropped")
	all = nil
	g.look(t)
	g.want(t, "dropped", "dropped", "dropped over", "dropped over")
}
