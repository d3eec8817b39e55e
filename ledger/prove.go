package ledger

import (
	"context"
	"encoding/json"
	"errors"
	"math/big"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/rlp"
	"github.com/ethereum/go-ethereum/rpc"

	"custos.dev/custos"
	"custos.dev/custos/ledger/proof"
)

// headersStep bounds how many headers are asked for in one request.
const headersStep = 100

// StorageProofs returns the proof of the slots of an account at a block, in their
// order. It is what the node says: ledger/proof checks it against the header.
func (c *Client) StorageProofs(ctx context.Context, block uint64, account custos.Address, slots []custos.Hash) (*proof.Account, error) {
	keys := make([]string, len(slots))
	for i, s := range slots {
		keys[i] = s.String()
	}
	var res struct {
		AccountProof []hexutil.Bytes `json:"accountProof"`
		StorageProof []struct {
			Key   string          `json:"key"`
			Value *hexutil.Big    `json:"value"`
			Proof []hexutil.Bytes `json:"proof"`
		} `json:"storageProof"`
	}
	if err := c.rpc.CallContext(ctx, &res, "eth_getProof", common.Address(account), keys, hexutil.EncodeUint64(block)); err != nil {
		return nil, c.unavailable("ask for a storage proof", err)
	}
	if len(res.StorageProof) != len(slots) {
		return nil, custos.Errorf(custos.Corrupt, "ledger: the node proved %d of %d slots", len(res.StorageProof), len(slots))
	}
	out := &proof.Account{Address: account, AccountProof: nodes(res.AccountProof)}
	for i, p := range res.StorageProof {
		if p.Value == nil || p.Value.ToInt().BitLen() > 256 {
			return nil, custos.Errorf(custos.Corrupt, "ledger: the node gave no value for slot %s", slots[i])
		}
		out.Slots = append(out.Slots, proof.Slot{Key: slots[i], Value: custos.Hash(common.BigToHash(p.Value.ToInt())), Proof: nodes(p.Proof)})
	}
	return out, nil
}

func nodes(in []hexutil.Bytes) [][]byte {
	out := make([][]byte, len(in))
	for i, n := range in {
		out[i] = n
	}
	return out
}

// CodeHashes returns the hashes of the code that stands at the contracts' addresses
// at the head, to compare with Genesis.CodeHashes or to pin in a trust file.
func (c *Client) CodeHashes(ctx context.Context) (CodeHashes, error) {
	return c.codeHashes(ctx, nil)
}

func (c *Client) codeHashes(ctx context.Context, at *big.Int) (CodeHashes, error) {
	var h CodeHashes
	for _, k := range []struct {
		address custos.Address
		hash    *custos.Hash
	}{{c.cfg.Contracts.Registry, &h.Registry}, {c.cfg.Contracts.Capabilities, &h.Capabilities}, {c.cfg.Contracts.Anchors, &h.Anchors}} {
		code, err := c.eth.CodeAt(ctx, common.Address(k.address), at)
		if err != nil {
			return CodeHashes{}, c.unavailable("ask for a contract's code", err)
		}
		*k.hash = custos.Hash(crypto.Keccak256(code))
	}
	return h, nil
}

// Headers returns the canonical headers of the blocks from and to, both included,
// RLP each: the Keccak-256 of one is its block's hash. They are checked to form a chain.
func (c *Client) Headers(ctx context.Context, from, to uint64) ([][]byte, error) {
	if to < from {
		return nil, custos.Errorf(custos.Invalid, "ledger: headers from %d to %d: the end lies before the beginning", from, to)
	}
	var out [][]byte
	var parent common.Hash
	for n := from; n <= to; {
		blocks := make([]json.RawMessage, min(headersStep, to-n+1))
		batch := make([]rpc.BatchElem, len(blocks))
		for i := range batch {
			batch[i] = rpc.BatchElem{Method: "eth_getBlockByNumber", Args: []any{hexutil.EncodeUint64(n + uint64(i)), false}, Result: &blocks[i]}
		}
		if err := c.rpc.BatchCallContext(ctx, batch); err != nil {
			return nil, c.unavailable("ask for headers", err)
		}
		for i, block := range blocks {
			if batch[i].Error != nil {
				return nil, c.unavailable("ask for a header", batch[i].Error)
			}
			h, err := c.readHeader(block, n+uint64(i))
			if err != nil {
				return nil, err
			}
			if len(out) > 0 && h.ParentHash != parent {
				return nil, custos.Errorf(custos.Conflict, "ledger: block %d does not follow the one before: the chain changed meanwhile; ask again", h.Number)
			}
			parent = h.Hash()
			b, err := rlp.EncodeToBytes(h)
			if err != nil {
				return nil, custos.Errorf(custos.Internal, "ledger: encode header %d: %w", h.Number, err)
			}
			out = append(out, b)
		}
		n += uint64(len(blocks))
	}
	return out, nil
}

// readHeader decodes a block's header and checks that it is all that was hashed: a
// chain of a later engine may put fields in that this version does not know.
func (c *Client) readHeader(block json.RawMessage, number uint64) (*types.Header, error) {
	if len(block) == 0 || string(block) == "null" {
		return nil, custos.Errorf(custos.NotFound, "ledger: there is no block %d yet", number)
	}
	var h types.Header
	var said struct {
		Hash common.Hash `json:"hash"`
	}
	if err := errors.Join(json.Unmarshal(block, &h), json.Unmarshal(block, &said)); err != nil {
		return nil, custos.Errorf(custos.Corrupt, "ledger: read block %d: %w", number, err)
	}
	if h.Hash() != said.Hash || h.Number.Uint64() != number {
		return nil, custos.Errorf(custos.Corrupt, "ledger: block %d: the header that the node gave hashes to %s, not to %s", number, custos.Hash(h.Hash()), custos.Hash(said.Hash))
	}
	return &h, nil
}

// header returns the canonical header of a number.
func (c *Client) header(ctx context.Context, number uint64) (*types.Header, error) {
	h, err := c.eth.HeaderByNumber(ctx, new(big.Int).SetUint64(number))
	if errors.Is(err, ethereum.NotFound) {
		return nil, custos.Errorf(custos.NotFound, "ledger: there is no block %d yet", number)
	}
	if err != nil {
		return nil, c.unavailable("ask for a header", err)
	}
	return h, nil
}
