// Package conformance is what every engine must pass before a site may rely on it:
// a suite of tests against a real chain, through the same client that a site uses.
package conformance

import (
	"context"
	"sync"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/ledger"
	"custos.dev/custos/ledger/key"
)

// Chain is a running chain, as a test of an engine starts it. Its contracts have the
// two owners of Genesis.
type Chain struct {
	// Config reaches it; Genesis in it is the chain's own.
	Config ledger.Config
	// Grow adds a block without a transaction; nil if blocks come by themselves for as
	// long as something waits to be confirmed.
	Grow func(t *testing.T)
	// Part prepares for Reorganise: blocks that come later can be replaced. May be nil.
	Part func(t *testing.T)
	// Reorganise replaces the canonical blocks from a number on by others that do not
	// hold their transactions, and returns once the node has taken them. Nil means
	// that the engine never does that.
	Reorganise func(t *testing.T, from uint64)
	// Restart ends the node without warning, starts it again on what it kept, and
	// returns its endpoint. Nil means that it keeps nothing.
	Restart func(t *testing.T) (endpoint string)
}

// people are who sends in the suite; each account is used under one name.
var people = sync.OnceValue(func() map[string]*key.Key {
	out := map[string]*key.Key{}
	for _, name := range []string{"one", "two", "fog", "police", "stranger"} {
		k, err := key.Generate()
		if err != nil {
			panic(err)
		}
		out[name] = k
	}
	return out
})

const (
	chainID = 1337
	timeout = 2 * time.Minute
	first   = custos.Resource("conformance/one")
	second  = custos.Resource("conformance/two")
)

// GenesisConfig has the owners that the contracts of a chain must start with.
func GenesisConfig() ledger.GenesisConfig {
	return ledger.GenesisConfig{
		ChainID: chainID, Threshold: 2, Time: time.Unix(1_700_000_000, 0),
		Owners: []custos.Owner{
			{Address: people()["one"].Address(), Name: "one", Domain: first, WitnessKey: custos.Hash{1}},
			{Address: people()["two"].Address(), Name: "two", Domain: second, WitnessKey: custos.Hash{2}},
		},
	}
}

// Genesis is a first block with the contracts in it, for chains that begin so.
func Genesis(t testing.TB) *ledger.Genesis {
	t.Helper()
	g, err := ledger.NewGenesis(GenesisConfig())
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// Accounts are those that need funds on a chain that asks for gas to be paid.
func Accounts() []custos.Address {
	var out []custos.Address
	for _, k := range people() {
		out = append(out, k.Address())
	}
	return out
}

// Run starts a chain for each test, and ends with what start left to t.Cleanup.
func Run(t *testing.T, start func(t *testing.T) Chain) {
	for _, c := range []struct {
		name string
		test func(*suite)
	}{
		{"DialRefusesOtherChains", (*suite).dialRefusesOtherChains},
		{"ReceiptsAndConfirmations", (*suite).receiptsAndConfirmations},
		{"FinalByItsOwnWord", (*suite).finalByItsOwnWord},
		{"RefusalsAreSentences", (*suite).refusalsAreSentences},
		{"FiftyAtOnce", (*suite).fiftyAtOnce},
		{"LostTransactionsAreSentAgain", (*suite).lostTransactionsAreSentAgain},
		{"ContractsDoTheirWork", (*suite).contractsDoTheirWork},
		{"StateIsProvedOffline", (*suite).stateIsProvedOffline},
		{"HeadsAreWaitedFor", (*suite).headsAreWaitedFor},
		{"ChangesAreTheSameInPieces", (*suite).changesAreTheSameInPieces},
		{"ReorganisationsShow", (*suite).reorganisationsShow},
		{"RestartLosesNothing", (*suite).restartLosesNothing},
		{"RelayAnswersAsTheNode", (*suite).relayAnswersAsTheNode},
	} {
		t.Run(c.name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(context.Background(), timeout)
			t.Cleanup(cancel)
			s := &suite{T: t, ctx: ctx, chain: start(t)}
			s.client = s.dial(s.chain.Config)
			c.test(s)
		})
	}
}

// Busy has a chain make so many blocks, by transactions of the second owner.
func Busy(t testing.TB, cfg ledger.Config, blocks uint64) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	c, err := ledger.Dial(ctx, cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	first, err := c.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for head := first; head.Number < first.Number+blocks; {
		k, err := key.Generate()
		if err != nil {
			t.Fatal(err)
		}
		r, err := c.RegisterKey(ctx, people()["two"], custos.Principal{Name: "busy", Role: custos.RoleService, Domain: second}, k)
		if err == nil {
			err = c.WaitConfirmed(ctx, r.Block)
		}
		if err == nil {
			head, err = c.Head(ctx)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// suite is one test on one chain.
type suite struct {
	*testing.T
	ctx    context.Context
	chain  Chain
	client *ledger.Client
}

func (s *suite) dial(cfg ledger.Config) *ledger.Client {
	s.Helper()
	c, err := ledger.Dial(s.ctx, cfg)
	s.must(err)
	s.Cleanup(c.Close)
	return c
}

func (s *suite) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

func (s *suite) want(err error, kind custos.ErrorKind) {
	s.Helper()
	if err == nil {
		s.Fatalf("went through, want %s", kind)
	}
	if custos.KindOf(err) != kind {
		s.Fatalf("got %s (%v), want %s", custos.KindOf(err), err, kind)
	}
}

// confirm waits until a block is confirmed, helping a chain that makes no blocks by itself.
func (s *suite) confirm(c *ledger.Client, b custos.BlockRef) {
	s.Helper()
	if s.chain.Grow != nil {
		for range c.Confirmations() {
			s.chain.Grow(s.T)
		}
	}
	s.must(c.WaitConfirmed(s.ctx, b))
}

// register has the first owner register a principal in his domain.
func (s *suite) register(name string, role custos.Role, k *key.Key) ledger.Receipt {
	s.Helper()
	r, err := s.client.RegisterKey(s.ctx, people()["one"], custos.Principal{Name: name, Role: role, Domain: first, TLSKey: custos.Hash{3}}, k)
	s.must(err)
	return r
}

// now is the chain's time, in whole seconds.
func (s *suite) now() time.Time {
	s.Helper()
	h, err := s.client.Head(s.ctx)
	s.must(err)
	return h.Time
}
