package ledger

import (
	"context"
	"errors"
	"math/big"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"

	"custos.dev/custos"
)

const (
	pollEvery = 50 * time.Millisecond
	// nonceTries bounds the races for a nonce with other processes of the same key.
	nonceTries = 50
)

// Receipt says where the chain holds a write. It is as durable as its block is
// deep: see Client.Settle.
type Receipt struct {
	Block   custos.BlockRef `json:"block"`
	Tx      custos.Hash     `json:"tx"`
	GasUsed uint64          `json:"gas_used"`
	// Number is what the contract numbered: the proposal, capability or request. 0
	// where nothing was.
	Number uint64 `json:"number,omitempty"`

	sent *types.Transaction
}

// unpacker turns a contract's refusal into one of its errors.
type unpacker func([]byte) (any, error)

// errLost means that another transaction took the nonce of one that was sent.
var errLost = errors.New("another transaction took the nonce")

// outgoing is what a transaction does: a call, or a deployment if to is nil.
type outgoing struct {
	to   *common.Address
	data []byte
	// value is what it pays to the receiver, in wei; nil is nothing.
	value   *big.Int
	explain unpacker
}

// send simulates the call, sends it and waits until it is mined. A refusal of the
// contract comes back as a sentence, without anything having been sent. When ctx
// ends while it waits, the transaction may still be mined later.
func (c *Client) send(ctx context.Context, s Signer, to custos.Address, data []byte, explain unpacker) (Receipt, error) {
	address := common.Address(to)
	r, _, err := c.perform(ctx, s, outgoing{to: &address, data: data, explain: explain})
	return r, err
}

func (c *Client) perform(ctx context.Context, s Signer, o outgoing) (Receipt, *types.Receipt, error) {
	for {
		tx, err := c.submit(ctx, s, o)
		if err != nil {
			return Receipt{}, nil, err
		}
		r, err := c.wait(ctx, tx)
		if errors.Is(err, errLost) {
			continue // it can never be mined any more, so sending it anew is no repetition
		}
		if err != nil {
			return Receipt{}, nil, err
		}
		if r.Status != types.ReceiptStatusSuccessful {
			return Receipt{}, nil, c.whyFailed(ctx, s, r, o)
		}
		return c.receipt(tx, r), r, nil
	}
}

func (c *Client) receipt(tx *types.Transaction, r *types.Receipt) Receipt {
	return Receipt{
		Block:   custos.BlockRef{Number: r.BlockNumber.Uint64(), Hash: custos.Hash(r.BlockHash)},
		Tx:      custos.Hash(r.TxHash),
		GasUsed: r.GasUsed,
		Number:  c.numbered(r),
		sent:    tx,
	}
}

// Settle waits until a write lies as deep as the config asks, and returns where. If its block
// leaves the canonical chain, it is waited for in another, and sent again if need be; what
// the contract numbered may then have another number. Conflict if the branch that won does
// not take it.
func (c *Client) Settle(ctx context.Context, r Receipt) (Receipt, error) {
	for {
		err := c.WaitConfirmed(ctx, r.Block)
		if custos.KindOf(err) != custos.Conflict || r.sent == nil {
			return r, err
		}
		raw, err := c.wait(ctx, r.sent)
		if errors.Is(err, errLost) || err == nil && raw.Status != types.ReceiptStatusSuccessful {
			return r, custos.Errorf(custos.Conflict, "ledger: block %d, which held transaction %s, was replaced, and now the transaction is refused: look at what the chain holds and do it again", r.Block.Number, r.Tx)
		}
		if err != nil {
			return r, err
		}
		again := c.receipt(r.sent, raw)
		if again.Number == 0 { // it answers to one that stood before
			again.Number = r.Number
		}
		r = again
	}
}

// submit estimates the gas, which runs the call, and hands the transaction to the node.
func (c *Client) submit(ctx context.Context, s Signer, o outgoing) (*types.Transaction, error) {
	gas, err := c.estimate(ctx, s.Address(), o)
	if err != nil {
		return nil, err
	}
	pay, err := c.offer(ctx)
	if err != nil {
		return nil, err
	}
	mu := c.sender(s.Address())
	mu.Lock()
	defer mu.Unlock()
	for try := 0; ; try++ {
		nonce, err := c.eth.PendingNonceAt(ctx, common.Address(s.Address()))
		if err != nil {
			return nil, c.unavailable("ask for the nonce", err)
		}
		tx, err := types.SignNewTx(s.ECDSA(), c.signer, c.transaction(nonce, gas, pay, o))
		if err != nil {
			return nil, custos.Errorf(custos.Internal, "ledger: sign: %w", err)
		}
		err = c.eth.SendTransaction(ctx, tx)
		switch {
		case err == nil || alreadyKnown(err):
			return tx, nil
		case nonceTaken(err) && try < nonceTries:
			// Another process of the same key was quicker.
			if err := sleep(ctx, time.Duration(1+rand.IntN(20))*time.Millisecond); err != nil {
				return nil, c.unavailable("send", err)
			}
		default:
			return nil, c.unavailable("send", err)
		}
	}
}

// wait polls for the receipt until ctx ends.
func (c *Client) wait(ctx context.Context, tx *types.Transaction) (*types.Receipt, error) {
	resend := time.Now().Add(c.resendEvery)
	lost := false
	for {
		r, err := c.eth.TransactionReceipt(ctx, tx.Hash())
		if err == nil {
			return r, nil
		}
		if lost && errors.Is(err, ethereum.NotFound) {
			return nil, errLost
		}
		if time.Now().After(resend) {
			resend = time.Now().Add(c.resendEvery)
			// "nonce too low" also comes for one that was mined just now, so the receipt
			// is asked for once more before it counts as lost.
			lost = nonceTooLow(c.eth.SendTransaction(ctx, tx))
		}
		// A node that does not answer now may do so again: only ctx ends the wait.
		if serr := sleep(ctx, pollEvery); serr != nil {
			if err != nil && !errors.Is(err, ethereum.NotFound) {
				serr = errors.Join(serr, err)
			}
			return nil, custos.Errorf(custos.Unavailable, "ledger: transaction %s was sent and is not mined yet; it may still be: %w", custos.Hash(tx.Hash()), serr)
		}
	}
}

type callArgs struct {
	From  common.Address  `json:"from"`
	To    *common.Address `json:"to,omitempty"`
	Data  hexutil.Bytes   `json:"data,omitempty"`
	Value *hexutil.Big    `json:"value,omitempty"`
}

// estimate runs the call at the head and returns gas enough for it.
func (c *Client) estimate(ctx context.Context, from custos.Address, o outgoing) (uint64, error) {
	var gas hexutil.Uint64
	// At the head and not "pending", which a node that mines on demand may keep stale.
	err := c.rpc.CallContext(ctx, &gas, "eth_estimateGas", callArgs{From: common.Address(from), To: o.to, Data: o.data, Value: (*hexutil.Big)(o.value)}, "latest")
	if err != nil {
		return 0, c.refusal(err, o.explain)
	}
	// The state may be another when it is mined: first writes cost more than later ones.
	return uint64(gas)*5/4 + 60_000, nil
}

// refusal maps the error of a call: the contract's own, or the node's.
func (c *Client) refusal(err error, explain unpacker) error {
	if data, ok := revertData(err); ok {
		if why := describe(data, explain); why != nil {
			return why
		}
		return custos.Errorf(custos.Internal, "ledger: the contract refuses without a reason that this version knows (%x)", data)
	}
	if strings.Contains(err.Error(), "execution reverted") {
		return custos.Errorf(custos.Invalid, "ledger: the contract refuses and gives no reason; check that it stands at the configured address")
	}
	return c.unavailable("call", err)
}

// whyFailed explains a transaction that passed the simulation and was refused when
// it was mined: another one came between.
func (c *Client) whyFailed(ctx context.Context, s Signer, r *types.Receipt, o outgoing) error {
	_, err := c.eth.CallContract(ctx, ethereum.CallMsg{From: common.Address(s.Address()), To: o.to, Data: o.data, Value: o.value}, r.BlockNumber)
	if err != nil {
		if data, ok := revertData(err); ok {
			if why := describe(data, o.explain); why != nil {
				return why
			}
		}
	}
	return custos.Errorf(custos.Conflict, "ledger: transaction %s was refused when it was mined: the state had changed; look at it and try again", custos.Hash(r.TxHash))
}

func (c *Client) sender(a custos.Address) *sync.Mutex {
	c.mu.Lock()
	defer c.mu.Unlock()
	mu := c.senders[a]
	if mu == nil {
		mu = new(sync.Mutex)
		c.senders[a] = mu
	}
	return mu
}

// The node says these in words only; they are the same in all of go-ethereum's versions.
func alreadyKnown(err error) bool {
	return err != nil && strings.Contains(err.Error(), "already known")
}

func nonceTooLow(err error) bool { return err != nil && strings.Contains(err.Error(), "nonce too low") }

func nonceTaken(err error) bool {
	return nonceTooLow(err) || strings.Contains(err.Error(), "replacement transaction underpriced")
}
