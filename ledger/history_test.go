package ledger

import (
	"reflect"
	"slices"
	"testing"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"custos.dev/custos"
)

// Every event of the contracts has words: one that is new would show its bare name.
func TestEveryEventHasWords(t *testing.T) {
	c := newChain(t).dial(t)
	c.origins = map[[32]byte]string{{}: "custos/log"}
	at := c.Contracts()
	for contract, a := range map[custos.Address]abi.ABI{
		at.Registry: c.registry.GetABI(), at.Capabilities: c.capabilities.GetABI(), at.Anchors: c.anchors.GetABI(),
	} {
		for _, e := range a.Events {
			l := &types.Log{Address: common.Address(contract), Topics: []common.Hash{e.ID}}
			var values []any
			for _, in := range e.Inputs {
				if in.Indexed {
					l.Topics = append(l.Topics, common.Hash{})
					continue
				}
				values = append(values, zeroOf(in.Type.GetType()))
			}
			var err error
			l.Data, err = e.Inputs.NonIndexed().Pack(values...)
			must(t, err)
			words, err := c.event(testContext(t), l, func(custos.Address) string { return "somebody" })
			if err != nil || words == "" || words == e.Name {
				t.Errorf("the event %s has the words %q, %v", e.Name, words, err)
			}
		}
	}
}

// zeroOf is a type's zero value, with zero numbers where it has pointers to some.
func zeroOf(t reflect.Type) any {
	v := reflect.New(t).Elem()
	fill(v)
	return v.Interface()
}

func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	}
}

func TestTransactionsInWords(t *testing.T) {
	l, ctx := newChain(t).dial(t), testContext(t)
	name := func(a custos.Address) string {
		if a == alma.Address() {
			return "alma"
		}
		return a.String()
	}
	r, err := l.registerTest(ctx, alma, policePrincipal)
	must(t, err)
	b, err := l.BlockAt(ctx, r.Block.Number, name)
	must(t, err)
	if len(b.Transactions) != 1 || b.Hash != r.Block.Hash {
		t.Fatalf("block %+v", b)
	}
	tx := b.Transactions[0]
	if tx.From != alma.Address() || tx.Contract != "Registry" || tx.Method != "registerPrincipal" || tx.Gas != r.GasUsed || tx.Failed ||
		!slices.Equal(tx.Did, []string{"alma registers police, authority"}) {
		t.Fatalf("transaction %+v", tx)
	}
	again, err := l.TransactionAt(ctx, r.Tx, name)
	if err != nil || again.Hash != tx.Hash || again.Block != r.Block {
		t.Fatalf("transaction %+v, %v", again, err)
	}
	if _, err := l.BlockAt(ctx, 1<<40, name); custos.KindOf(err) != custos.NotFound {
		t.Errorf("a block that is not there: %v", err)
	}
	if _, err := l.TransactionAt(ctx, custos.Hash{1}, name); custos.KindOf(err) != custos.NotFound {
		t.Errorf("a transaction that is not there: %v", err)
	}
	if s, err := l.Node(ctx); err != nil || s.Client == "" || s.Head < r.Block.Number || s.Hash.IsZero() {
		t.Errorf("the node is %+v, %v", s, err)
	}
}
