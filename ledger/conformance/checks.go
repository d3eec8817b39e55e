package conformance

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"io"
	"net/http"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/rlp"

	"custos.dev/custos"
	"custos.dev/custos/ledger"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/ledger/layout"
	"custos.dev/custos/ledger/proof"
)

func (s *suite) dialRefusesOtherChains() {
	for what, c := range map[string]struct {
		change func(*ledger.Config)
		kind   custos.ErrorKind
	}{
		"another chain id":    {func(c *ledger.Config) { c.ChainID++ }, custos.Conflict},
		"another first block": {func(c *ledger.Config) { c.Genesis[0] ^= 1 }, custos.Conflict},
		"nobody":              {func(c *ledger.Config) { c.Endpoint = "http://127.0.0.1:1" }, custos.Unavailable},
		"no endpoint":         {func(c *ledger.Config) { c.Endpoint = "" }, custos.Invalid},
	} {
		cfg := s.chain.Config
		if cfg.Genesis.IsZero() {
			s.Fatal("the chain's first block is not in its config")
		}
		c.change(&cfg)
		if _, err := ledger.Dial(s.ctx, cfg); custos.KindOf(err) != c.kind || err == nil {
			s.Errorf("%s: %v, want %s", what, err, c.kind)
		}
	}
}

func (s *suite) receiptsAndConfirmations() {
	r := s.register("fog", custos.RoleFog, people()["fog"])
	if r.Tx.IsZero() || r.GasUsed < 21_000 {
		s.Errorf("the receipt is %+v", r)
	}
	b, err := s.client.HeadAt(s.ctx, r.Block.Number)
	s.must(err)
	if b.Hash != r.Block.Hash {
		s.Errorf("block %d is %s, the receipt says %s", r.Block.Number, b.Hash, r.Block.Hash)
	}
	s.confirm(s.client, r.Block)
	depth, canonical, err := s.client.Confirmed(s.ctx, r.Block)
	if err != nil || !canonical || depth < s.client.Confirmations() {
		s.Errorf("depth %d, canonical %v, %v", depth, canonical, err)
	}
	head, err := s.client.Head(s.ctx)
	s.must(err)
	for n := head; n.Number > 0; {
		before, err := s.client.HeadAt(s.ctx, n.Number-1)
		s.must(err)
		if before.Hash != n.Parent || before.Time.After(n.Time) {
			s.Fatalf("block %d names %s for its parent, which is %s", n.Number, n.Parent, before.Hash)
		}
		n = before
	}
	stranger := r.Block
	stranger.Hash[0] ^= 1
	if depth, canonical, err := s.client.Confirmed(s.ctx, stranger); depth != 0 || canonical || err != nil {
		s.Errorf("a block that is not on the chain: depth %d, canonical %v, %v", depth, canonical, err)
	}
	if _, err := s.client.HeadAt(s.ctx, 1<<40); custos.KindOf(err) != custos.NotFound {
		s.Errorf("a block beyond the head: %v", err)
	}
	name := func(custos.Address) string { return "somebody" }
	tx, err := s.client.TransactionAt(s.ctx, r.Tx, name)
	if err != nil || tx.Block != r.Block || tx.From != people()["one"].Address() || tx.Method != "registerPrincipal" || tx.Failed {
		s.Errorf("the transaction is %+v, %v", tx, err)
	}
}

func (s *suite) finalByItsOwnWord() {
	r := s.register("fog", custos.RoleFog, people()["fog"])
	s.confirm(s.client, r.Block)
	e := s.client.Engine()
	if e.Finality == "" {
		s.Error("the engine does not say in words what finality is")
	}
	final, err := s.client.Final(s.ctx, r.Block)
	s.must(err)
	switch e.Final {
	case ledger.FinalNever:
		if final {
			s.Error("a block is final on a chain where none is")
		}
	case ledger.FinalAtOnce:
		if !final {
			s.Error("a block is not final on a chain where each is at once")
		}
	case ledger.FinalTagged:
		for range 200 {
			if final || s.chain.Grow == nil {
				break
			}
			s.chain.Grow(s.T)
			final, err = s.client.Final(s.ctx, r.Block)
			s.must(err)
		}
		if !final {
			s.Error("a block never becomes final")
		}
	default:
		s.Errorf("the engine says %q about finality", e.Final)
	}
	stranger := r.Block
	stranger.Hash[0] ^= 1
	if final, err := s.client.Final(s.ctx, stranger); final || err != nil {
		s.Errorf("a block that is not on the chain is final: %v, %v", final, err)
	}
}

func (s *suite) refusalsAreSentences() {
	before, err := s.client.Principals(s.ctx)
	s.must(err)
	_, err = s.client.RegisterPrincipal(s.ctx, people()["stranger"], custos.Principal{Address: people()["fog"].Address(), Name: "x", Role: custos.RoleFog, Domain: first}, nil)
	s.want(err, custos.Denied)
	if !strings.Contains(err.Error(), "owner") {
		s.Errorf("the refusal is %q", err)
	}
	_, err = s.client.Anchor(s.ctx, people()["one"], first, "no/such/log", ledger.Checkpoint{Size: 1}, nil)
	s.want(err, custos.NotFound)
	if after, err := s.client.Principals(s.ctx); err != nil || len(after) != len(before) {
		s.Errorf("a refused call changed something: %d principals, %v", len(after), err)
	}
}

// fiftyAtOnce has two clients, as two processes would be, send with two keys at once.
func (s *suite) fiftyAtOnce() {
	const each = 25
	other := s.dial(s.chain.Config)
	var wg sync.WaitGroup
	var mu sync.Mutex
	seen := map[custos.Hash]bool{}
	for i := range 2 * each {
		client := []*ledger.Client{s.client, other}[i%2]
		owner, domain := people()["one"], first
		if i >= each {
			owner, domain = people()["two"], second
		}
		k, err := key.Generate()
		s.must(err)
		wg.Go(func() {
			r, err := client.RegisterKey(s.ctx, owner, custos.Principal{Name: "service", Role: custos.RoleService, Domain: domain}, k)
			mu.Lock()
			defer mu.Unlock()
			if err != nil || seen[r.Tx] {
				s.Errorf("%d: %+v, %v", i, r, err)
			}
			seen[r.Tx] = true
		})
	}
	wg.Wait()
	all, err := s.client.Principals(s.ctx)
	if err != nil || len(all) != 2*each {
		s.Errorf("%d principals, %v", len(all), err)
	}
}

// swallow is a way to the node that loses the first transactions: it says that it
// has them, as a node does that is killed before a block holds them.
type swallow struct {
	relay *ledger.Relay
	lost  atomic.Int32
}

func (w *swallow) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	var call struct {
		ID     json.RawMessage `json:"id"`
		Method string          `json:"method"`
	}
	var answer []byte
	if json.Unmarshal(body, &call) == nil && call.Method == "eth_sendRawTransaction" && w.lost.Add(1) <= 2 {
		answer, err = json.Marshal(map[string]any{"jsonrpc": "2.0", "id": call.ID, "result": custos.Hash{1}})
	} else {
		answer, err = w.relay.Answer(r.Context(), body)
	}
	if err != nil {
		return nil, err
	}
	return &http.Response{
		StatusCode: http.StatusOK, Status: "200 OK", ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{"Content-Type": {"application/json"}},
		ContentLength: int64(len(answer)), Body: io.NopCloser(bytes.NewReader(answer)), Request: r,
	}, nil
}

func (s *suite) relay() *ledger.Relay {
	s.Helper()
	r, err := ledger.NewRelay(s.ctx, s.chain.Config.Endpoint)
	s.must(err)
	s.Cleanup(r.Close)
	return r
}

func (s *suite) lostTransactionsAreSentAgain() {
	way := &swallow{relay: s.relay()}
	cfg := s.chain.Config
	cfg.Endpoint, cfg.Transport = "http://node", way
	s.client = s.dial(cfg)
	r := s.register("fog", custos.RoleFog, people()["fog"])
	if n := way.lost.Load(); n < 3 {
		s.Errorf("%d transactions were sent, two of which were lost", n)
	}
	if p, err := s.client.Principal(s.ctx, people()["fog"].Address()); err != nil || !p.Active || r.Block.Number == 0 {
		s.Errorf("the principal is %+v, %v", p, err)
	}
}

// The hashes of a log of two leaves.
var (
	leafA, leafB = sha256.Sum256([]byte("\x00a")), sha256.Sum256([]byte("\x00b"))
	rootAB       = sha256.Sum256(append(append([]byte{1}, leafA[:]...), leafB[:]...))
)

const origin = "custos/conformance/one"

// anchored opens a log and anchors it at one leaf and then at two.
func (s *suite) anchored() (signer *key.Key, last ledger.Receipt) {
	s.Helper()
	s.register("fog", custos.RoleFog, people()["fog"])
	signer, err := key.Generate()
	s.must(err)
	_, err = s.client.CreateLog(s.ctx, people()["one"], origin, signer.Address(), custos.Hash{9})
	s.must(err)
	_, err = s.client.Anchor(s.ctx, people()["fog"], first, origin, ledger.Checkpoint{Size: 1, Root: leafA}, nil)
	s.must(err)
	last, err = s.client.Anchor(s.ctx, people()["fog"], first, origin, ledger.Checkpoint{Size: 2, Root: rootAB}, []custos.Hash{leafB})
	s.must(err)
	return signer, last
}

func (s *suite) contractsDoTheirWork() {
	one, two := people()["one"], people()["two"]
	_, last := s.anchored()
	state, err := s.client.AnchorOf(s.ctx, first, origin, 0)
	if err != nil || state.Size != 2 || state.Root != rootAB || state.Anchored != last.Block.Number || state.Count != 2 || state.Frozen {
		s.Errorf("the log is %+v, %v", state, err)
	}
	_, err = s.client.Anchor(s.ctx, one, first, origin, ledger.Checkpoint{Size: 1, Root: leafA}, nil)
	s.want(err, custos.Conflict) // it would shrink
	_, err = s.client.Anchor(s.ctx, one, first, origin, ledger.Checkpoint{Size: 3, Root: custos.Hash{1}}, []custos.Hash{leafA})
	s.want(err, custos.Conflict) // it would fork
	_, err = s.client.Anchor(s.ctx, two, first, origin, ledger.Checkpoint{Size: 2, Root: rootAB}, nil)
	s.want(err, custos.Denied)
	was, err := s.client.AnchorOf(s.ctx, first, origin, last.Block.Number-1)
	if custos.KindOf(err) != custos.NotFound && (err != nil || was.Size == 2 && was.Count == 2) {
		s.Errorf("the block before the anchor says %+v, %v", was, err)
	}

	change := ledger.OwnerChange{Kind: ledger.AcceptChain, Subject: custos.Hash{6}}
	p, err := s.client.Propose(s.ctx, one, change)
	s.must(err)
	if n, err := s.client.AcceptedChain(s.ctx, custos.Hash{6}); n != 0 || err != nil {
		s.Errorf("one of two votes was enough: %d, %v", n, err)
	}
	_, err = s.client.Vote(s.ctx, two, p.Number)
	s.must(err)
	if n, err := s.client.AcceptedChain(s.ctx, custos.Hash{6}); n == 0 || err != nil {
		s.Errorf("both voted, and nothing came of it: %v", err)
	}
	if got, err := s.client.Proposal(s.ctx, p.Number); err != nil || !got.Executed || !got.Change.Same(change) {
		s.Errorf("the proposal is %+v, %v", got, err)
	}

	police := people()["police"]
	s.register("police", custos.RoleAuthority, police)
	now := s.now()
	ask := custos.AccessRequest{Resource: first, Actions: custos.Recorded, From: now, Until: now.Add(timeout), Reason: "a test", LegalBasis: "none"}
	q, err := s.client.Request(s.ctx, police, ask)
	s.must(err)
	asked, err := s.client.AccessRequest(s.ctx, q.Number)
	s.must(err)
	_, err = s.client.Deny(s.ctx, one, asked, "it is a test")
	s.must(err)
	if a, err := s.client.AccessRequest(s.ctx, q.Number); err != nil || a.State != custos.RequestDenied || a.Principal != police.Address() {
		s.Errorf("the request is %+v, %v", a, err)
	}
	allowed, why, err := s.client.IsAllowed(s.ctx, ledger.Question{Principal: police.Address(), Resource: first, Action: custos.Recorded, Time: now})
	if allowed || why == "" || err != nil {
		s.Errorf("who was denied is allowed: %q, %v", why, err)
	}
	_, err = s.client.DeactivatePrincipal(s.ctx, one, police.Address())
	s.must(err)
	if p, err := s.client.Principal(s.ctx, police.Address()); err != nil || p.Active {
		s.Errorf("who was deactivated is %+v, %v", p, err)
	}
}

// headsAreWaitedFor checks that who waits for a head gets the next one, and the same where
// none comes.
func (s *suite) headsAreWaitedFor() {
	one := people()["one"]
	head, err := s.client.Head(s.ctx)
	s.must(err)
	if first, err := s.client.NextHead(s.ctx, custos.Hash{}, timeout); err != nil || first.Number < head.Number {
		s.Errorf("of no head the next is %+v, %v", first, err)
	}
	type answer struct {
		custos.Head
		err error
	}
	next := make(chan answer, 1)
	head, err = s.client.Head(s.ctx)
	s.must(err)
	go func() {
		h, err := s.client.NextHead(s.ctx, head.Hash, timeout)
		next <- answer{h, err}
	}()
	r, err := s.client.Propose(s.ctx, one, ledger.OwnerChange{Kind: ledger.AcceptChain, Subject: custos.Hash{7}})
	s.must(err)
	if got := <-next; got.err != nil || got.Hash == head.Hash || got.Number <= head.Number {
		s.Errorf("the next head of %d is %d, %v", head.Number, got.Number, got.err)
	}
	// Until the chain rests, and nobody waits for ever for what does not come.
	for {
		newest, err := s.client.Head(s.ctx)
		s.must(err)
		same, err := s.client.NextHead(s.ctx, newest.Hash, 10*time.Millisecond)
		s.must(err)
		if same.Hash == newest.Hash {
			break
		}
	}
	if r.Block.Number <= head.Number {
		s.Errorf("the proposal stands in block %d, behind %d", r.Block.Number, head.Number)
	}
}

// stateIsProvedOffline checks a header as the engine says that it is checked, and
// the log's state under it, without asking the node again.
func (s *suite) stateIsProvedOffline() {
	signer, last := s.anchored()
	s.confirm(s.client, last.Block)
	headers, err := s.client.Headers(s.ctx, 0, last.Block.Number)
	s.must(err)
	if s.client.Engine().Headers == ledger.HeaderEthash {
		chain, err := proof.VerifyChain(s.chain.Config.Genesis, headers)
		s.must(err)
		if b, ok := chain.At(last.Block.Number); !ok || b.Ref() != last.Block {
			s.Errorf("the verified chain has another block")
		}
	}
	var h types.Header
	parent := custos.Hash{}
	for i, raw := range headers {
		h = types.Header{}
		s.must(rlp.DecodeBytes(raw, &h))
		if i > 0 && custos.Hash(h.ParentHash) != parent || i == 0 && custos.Hash(crypto.Keccak256(raw)) != s.chain.Config.Genesis {
			s.Fatalf("header %d does not follow", i)
		}
		parent = custos.Hash(crypto.Keccak256(raw))
	}
	if parent != last.Block.Hash {
		s.Fatalf("the headers end with %s, the receipt's block is %s", parent, last.Block.Hash)
	}
	p, err := s.client.StorageProofs(s.ctx, last.Block.Number, s.client.Contracts().Anchors, layout.SlotsOfLog(first, origin))
	s.must(err)
	proved, err := proof.VerifyAccount(custos.Hash(h.Root), p)
	s.must(err)
	codes, err := s.client.CodeHashes(s.ctx)
	if err != nil || proved.CodeHash != codes.Anchors {
		s.Errorf("the proved code is %s, %+v stands there, %v", proved.CodeHash, codes, err)
	}
	var values []custos.Hash
	for _, slot := range p.Slots {
		values = append(values, slot.Value)
	}
	l, err := layout.DecodeLog(values)
	if err != nil || l.Size != 2 || l.Root != rootAB || l.Anchored != last.Block.Number || l.Signer != signer.Address() {
		s.Errorf("the proof says %+v, %v", l, err)
	}
	p.Slots[0].Value[31] ^= 1
	if _, err := proof.VerifyAccount(custos.Hash(h.Root), p); err == nil {
		s.Error("another value is proved as well")
	}
}

func (s *suite) changesAreTheSameInPieces() {
	s.register("fog", custos.RoleFog, people()["fog"])
	s.register("police", custos.RoleAuthority, people()["police"])
	r, err := s.client.DeactivatePrincipal(s.ctx, people()["one"], people()["police"].Address())
	s.must(err)
	whole, err := s.client.Changes(s.ctx, 0, 1<<40)
	s.must(err)
	var names []string
	for _, c := range whole {
		if c.Principal != nil {
			names = append(names, c.Principal.Name)
		}
	}
	if !reflect.DeepEqual(names, []string{"fog", "police", "police"}) || whole[len(whole)-1].Block != r.Block || whole[len(whole)-1].Tx != r.Tx {
		s.Errorf("the changes are %v", names)
	}
	head, err := s.client.Head(s.ctx)
	s.must(err)
	var pieces []custos.PolicyChange
	later := s.dial(s.chain.Config) // as one that was away
	for n := uint64(0); n <= head.Number; n++ {
		some, err := later.Changes(s.ctx, n, n)
		s.must(err)
		pieces = append(pieces, some...)
	}
	if !reflect.DeepEqual(pieces, whole) {
		s.Errorf("block by block the changes are %+v, at once %+v", pieces, whole)
	}
}

func (s *suite) reorganisationsShow() {
	if s.chain.Reorganise == nil {
		s.Skip("this engine replaces no block")
	}
	kept := s.register("fog", custos.RoleFog, people()["fog"])
	s.confirm(s.client, kept.Block)
	head, err := s.client.Head(s.ctx)
	s.must(err)
	if s.chain.Part != nil {
		s.chain.Part(s.T)
	}
	gone := s.register("police", custos.RoleAuthority, people()["police"])
	if gone.Block.Number <= head.Number {
		s.Fatalf("block %d holds what was sent after block %d", gone.Block.Number, head.Number)
	}
	before, err := s.client.HeadAt(s.ctx, gone.Block.Number)
	s.must(err)
	s.chain.Reorganise(s.T, gone.Block.Number)
	if depth, canonical, err := s.client.Confirmed(s.ctx, gone.Block); depth != 0 || canonical || err != nil {
		s.Errorf("a block that was replaced has depth %d, canonical %v, %v", depth, canonical, err)
	}
	s.want(s.client.WaitConfirmed(s.ctx, gone.Block), custos.Conflict)
	if _, canonical, err := s.client.Confirmed(s.ctx, kept.Block); !canonical || err != nil {
		s.Errorf("the block under it is canonical: %v, %v", canonical, err)
	}
	after, err := s.client.HeadAt(s.ctx, before.Number)
	s.must(err)
	if after.Hash == before.Hash || after.Parent != before.Parent {
		s.Errorf("block %d was %s on %s and is %s on %s", before.Number, before.Hash, before.Parent, after.Hash, after.Parent)
	}
	if final, err := s.client.Final(s.ctx, gone.Block); final || err != nil {
		s.Errorf("a block that was replaced is final: %v, %v", final, err)
	}
	// What was lost is waited for, and sent again if it does not come back by itself.
	settled, err := s.client.Settle(s.ctx, gone)
	s.must(err)
	if p, err := s.client.Principal(s.ctx, people()["police"].Address()); settled.Block == gone.Block || settled.Tx != gone.Tx || err != nil || p.Name != "police" {
		s.Errorf("it was in %v and is in %v: %+v, %v", gone.Block, settled.Block, p, err)
	}
	if depth, canonical, err := s.client.Confirmed(s.ctx, settled.Block); !canonical || depth < s.chain.Config.Confirmations || err != nil {
		s.Errorf("what is settled has depth %d, canonical %v, %v", depth, canonical, err)
	}
	r := s.register("cloud", custos.RoleCloud, people()["stranger"])
	s.confirm(s.client, r.Block)
}

func (s *suite) restartLosesNothing() {
	if s.chain.Restart == nil {
		s.Skip("this chain keeps nothing")
	}
	_, last := s.anchored()
	s.confirm(s.client, last.Block)
	cfg := s.chain.Config
	cfg.Endpoint = s.chain.Restart(s.T)
	s.client = s.dial(cfg)
	state, err := s.client.AnchorOf(s.ctx, first, origin, 0)
	if err != nil || state.Size != 2 || state.Anchored != last.Block.Number {
		s.Errorf("after a restart the log is %+v, %v", state, err)
	}
	if _, canonical, err := s.client.Confirmed(s.ctx, last.Block); !canonical || err != nil {
		s.Errorf("after a restart the anchor's block is canonical: %v, %v", canonical, err)
	}
	// The nonces go on, and so does the chain.
	s.confirm(s.client, s.register("police", custos.RoleAuthority, people()["police"]).Block)
}

func (s *suite) relayAnswersAsTheNode() {
	relay := s.relay()
	answer, err := relay.Answer(s.ctx, []byte(`[{"jsonrpc":"2.0","id":7,"method":"eth_chainId","params":[]},{"jsonrpc":"2.0","id":"x","method":"eth_getBlockByNumber","params":["0xffffffffff",false]},{"jsonrpc":"2.0","id":8,"method":"no_such","params":[]}]`))
	s.must(err)
	var got []struct {
		ID     json.RawMessage
		Result *json.RawMessage
		Error  *struct{ Code int }
	}
	s.must(json.Unmarshal(answer, &got))
	if len(got) != 3 || string(got[0].ID) != "7" || string(*got[0].Result) != `"0x539"` || string(got[1].ID) != `"x"` || got[1].Error != nil || got[2].Error == nil || got[2].Error.Code != -32601 {
		s.Errorf("the relay answers %s", answer)
	}
	if _, err := relay.Answer(s.ctx, []byte("{")); custos.KindOf(err) != custos.Invalid {
		s.Errorf("what is no JSON-RPC: %v", err)
	}
}
