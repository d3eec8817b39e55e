package ledger

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"custos.dev/custos"
)

// Block is a block with what happened in it, for people.
type Block struct {
	custos.Head
	Miner custos.Address `json:"miner"`
	// Difficulty is how many hashes finding the block took on average.
	Difficulty   uint64        `json:"difficulty"`
	GasUsed      uint64        `json:"gas_used"`
	Transactions []Transaction `json:"transactions"`
}

// Transaction is a call of a contract and what came of it.
type Transaction struct {
	Hash  custos.Hash     `json:"hash"`
	Block custos.BlockRef `json:"block"`
	From  custos.Address  `json:"from"`
	To    custos.Address  `json:"to"`
	// Contract and Method are names; empty if it calls none of Custos'.
	Contract string `json:"contract"`
	Method   string `json:"method"`
	Gas      uint64 `json:"gas"`
	// Failed means that the contract refused it and nothing changed.
	Failed bool `json:"failed"`
	// Did says in words what changed, a sentence for each event.
	Did []string `json:"did"`
}

// Namer names an account for people.
type Namer func(custos.Address) string

// BlockAt returns a block of the canonical chain with its transactions in words;
// NotFound beyond the head.
func (c *Client) BlockAt(ctx context.Context, number uint64, name Namer) (Block, error) {
	raw, err := c.eth.BlockByNumber(ctx, new(big.Int).SetUint64(number))
	if err != nil {
		if isNotFound(err) {
			return Block{}, custos.Errorf(custos.NotFound, "there is no block %d yet", number)
		}
		return Block{}, c.unavailable("ask for a block", err)
	}
	b := Block{Head: head(raw.Header()), Miner: custos.Address(raw.Coinbase()), GasUsed: raw.GasUsed(), Transactions: []Transaction{}}
	if d := raw.Difficulty(); d.IsUint64() {
		b.Difficulty = d.Uint64()
	}
	for _, tx := range raw.Transactions() {
		r, err := c.eth.TransactionReceipt(ctx, tx.Hash())
		if err != nil {
			return Block{}, c.unavailable("ask for a receipt", err)
		}
		t, err := c.inWords(ctx, tx, r, name)
		if err != nil {
			return Block{}, err
		}
		b.Transactions = append(b.Transactions, t)
	}
	return b, nil
}

// TransactionAt returns a transaction in words; NotFound if no block holds it.
func (c *Client) TransactionAt(ctx context.Context, hash custos.Hash, name Namer) (Transaction, error) {
	tx, pending, err := c.eth.TransactionByHash(ctx, common.Hash(hash))
	if err == nil && pending {
		return Transaction{}, custos.Errorf(custos.NotFound, "the transaction %s waits to be mined", hash)
	}
	if err != nil {
		if isNotFound(err) {
			return Transaction{}, custos.Errorf(custos.NotFound, "this node knows no transaction %s", hash)
		}
		return Transaction{}, c.unavailable("ask for a transaction", err)
	}
	r, err := c.eth.TransactionReceipt(ctx, tx.Hash())
	if err != nil {
		return Transaction{}, c.unavailable("ask for a receipt", err)
	}
	return c.inWords(ctx, tx, r, name)
}

func (c *Client) inWords(ctx context.Context, tx *types.Transaction, r *types.Receipt, name Namer) (Transaction, error) {
	from, err := types.Sender(types.LatestSignerForChainID(tx.ChainId()), tx)
	if err != nil {
		return Transaction{}, custos.Errorf(custos.Corrupt, "ledger: who sent %s: %w", tx.Hash(), err)
	}
	t := Transaction{
		Hash: custos.Hash(tx.Hash()), Block: custos.BlockRef{Number: r.BlockNumber.Uint64(), Hash: custos.Hash(r.BlockHash)},
		From: custos.Address(from), Gas: r.GasUsed, Failed: r.Status != types.ReceiptStatusSuccessful, Did: []string{},
	}
	if tx.To() == nil {
		t.Method = "deploys a contract"
		return t, nil
	}
	t.To = custos.Address(*tx.To())
	var methods abi.ABI
	switch t.To {
	case c.cfg.Contracts.Registry:
		t.Contract, methods = "Registry", c.registry.GetABI()
	case c.cfg.Contracts.Capabilities:
		t.Contract, methods = "Capabilities", c.capabilities.GetABI()
	case c.cfg.Contracts.Anchors:
		t.Contract, methods = "Anchors", c.anchors.GetABI()
	}
	if data := tx.Data(); len(data) >= 4 {
		if m, err := methods.MethodById(data); err == nil {
			t.Method = m.Name
		}
	}
	for _, l := range r.Logs {
		words, err := c.event(ctx, l, name)
		if err != nil {
			return t, err
		}
		if words != "" {
			t.Did = append(t.Did, words)
		}
	}
	return t, nil
}

// event says in words what a contract's event tells. What it does not know it names.
func (c *Client) event(ctx context.Context, l *types.Log, name Namer) (string, error) {
	who := func(a common.Address) string { return name(custos.Address(a)) }
	switch custos.Address(l.Address) {
	case c.cfg.Contracts.Anchors:
		if e, err := c.anchors.UnpackAnchoredEvent(l); err == nil {
			origin, err := c.originOf(ctx, e.Id)
			return fmt.Sprintf("%s anchors %s at %d leaves", who(e.By), origin, e.Size), err
		}
		if e, err := c.anchors.UnpackLogCreatedEvent(l); err == nil {
			return fmt.Sprintf("%s opens the log %s", who(e.By), e.Origin), nil
		}
		if e, err := c.anchors.UnpackForkReportedEvent(l); err == nil {
			origin, err := c.originOf(ctx, e.Id)
			return fmt.Sprintf("%s shows two roots of %s at %d leaves: the log is frozen", who(e.By), origin, e.Size), err
		}
	case c.cfg.Contracts.Registry:
		return c.registryEvent(l, who), nil
	case c.cfg.Contracts.Capabilities:
		return c.capabilitiesEvent(l, who), nil
	}
	return "", nil
}

func (c *Client) registryEvent(l *types.Log, who func(common.Address) string) string {
	r := c.registry
	if e, err := r.UnpackProposedEvent(l); err == nil {
		return fmt.Sprintf("%s proposes (%d): %s", who(e.By), e.Number, changeOf(e.Change))
	}
	if e, err := r.UnpackVotedEvent(l); err == nil {
		return fmt.Sprintf("%s votes for proposal %d, which has %d votes", who(e.By), e.Number, e.Votes)
	}
	if e, err := r.UnpackExecutedEvent(l); err == nil {
		return fmt.Sprintf("proposal %d is carried out", e.Number)
	}
	if e, err := r.UnpackOwnerAddedEvent(l); err == nil {
		return fmt.Sprintf("%s is an owner now, of %s", e.Owner.Name, e.Owner.Domain)
	}
	if e, err := r.UnpackOwnerRemovedEvent(l); err == nil {
		return fmt.Sprintf("%s is an owner no more", e.Owner.Name)
	}
	if e, err := r.UnpackOwnerRotatedEvent(l); err == nil {
		return fmt.Sprintf("%s goes to %s", e.Owner.Domain, who(e.Replacement))
	}
	if e, err := r.UnpackThresholdSetEvent(l); err == nil {
		return fmt.Sprintf("%d of %d owners decide", e.Threshold, e.Owners)
	}
	if e, err := r.UnpackChainAcceptedEvent(l); err == nil {
		return fmt.Sprintf("the owners go on with the chain that holds block %s", custos.Hash(e.BlockHash))
	}
	if e, err := r.UnpackHandedOverEvent(l); err == nil {
		return fmt.Sprintf("the owners move to the deployment %s with the registry %s", custos.Hash(e.Subject), custos.Address(e.Successor))
	}
	if e, err := r.UnpackPrincipalRegisteredEvent(l); err == nil {
		return fmt.Sprintf("%s registers %s, %s", who(e.Owner), e.Principal.Name, custos.Role(e.Principal.Role))
	}
	if e, err := r.UnpackNodeUpdatedEvent(l); err == nil {
		return fmt.Sprintf("%s has another key or address: %s", e.Principal.Name, e.Principal.Endpoints)
	}
	if e, err := r.UnpackPrincipalDeactivatedEvent(l); err == nil {
		return fmt.Sprintf("%s deactivates %s", who(e.Owner), e.Principal.Name)
	}
	return unnamed(c.registry.GetABI(), l)
}

func (c *Client) capabilitiesEvent(l *types.Log, who func(common.Address) string) string {
	k := c.capabilities
	if e, err := k.UnpackGrantedEvent(l); err == nil {
		g := capabilityOf(e.Capability)
		return fmt.Sprintf("%s grants %s %s on %s until %s (capability %d)", who(e.Grantor), who(e.Grantee), g.Actions, g.Resource, g.Until.Format(time.DateTime), e.Number)
	}
	if e, err := k.UnpackRevokedEvent(l); err == nil {
		return fmt.Sprintf("%s revokes capability %d of %s", who(e.By), e.Number, who(e.Capability.Grantee))
	}
	if e, err := k.UnpackRequestedEvent(l); err == nil {
		a := requestOf(e.Request)
		return fmt.Sprintf("%s asks for %s on %s: %s (request %d)", who(e.Principal), a.Actions, a.Resource, a.Reason, e.Number)
	}
	if e, err := k.UnpackApprovedEvent(l); err == nil {
		return fmt.Sprintf("%s approves request %d", who(e.By), e.Number)
	}
	if e, err := k.UnpackApprovalGivenEvent(l); err == nil {
		return fmt.Sprintf("%s approves request %d, which needs others too", who(e.By), e.Number)
	}
	if e, err := k.UnpackGlassBrokenEvent(l); err == nil {
		g := capabilityOf(e.Capability)
		return fmt.Sprintf("%s BREAKS THE GLASS for %s on %s until %s: %s (capability %d)", who(e.Principal), g.Actions, g.Resource, g.Until.Format(time.DateTime), e.Reason, e.Number)
	}
	if e, err := k.UnpackGlassAcknowledgedEvent(l); err == nil {
		return fmt.Sprintf("%s acknowledges the broken glass of capability %d", who(e.By), e.Number)
	}
	if e, err := k.UnpackRulesSetEvent(l); err == nil {
		return fmt.Sprintf("%s sets %d rules of approval for the domain", who(e.Owner), e.Rules)
	}
	if e, err := k.UnpackDeniedEvent(l); err == nil {
		return fmt.Sprintf("%s denies request %d: %s", who(e.By), e.Number, e.Reason)
	}
	return unnamed(c.capabilities.GetABI(), l)
}

func unnamed(a abi.ABI, l *types.Log) string {
	if len(l.Topics) > 0 {
		if e, err := a.EventByID(l.Topics[0]); err == nil {
			return e.Name
		}
	}
	return ""
}

// originOf names a log by its id.
func (c *Client) originOf(ctx context.Context, id [32]byte) (string, error) {
	c.mu.Lock()
	origin, ok := c.origins[id]
	c.mu.Unlock()
	if ok {
		return origin, nil
	}
	l, err := askAnchors(ctx, c, c.anchors.PackLogOf(id), nil, c.anchors.UnpackLogOf)
	if err != nil {
		return "", err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.origins == nil {
		c.origins = map[[32]byte]string{}
	}
	c.origins[id] = l.Origin
	return l.Origin, nil
}

// NodeStatus is how the node itself is.
type NodeStatus struct {
	ID     string      `json:"id,omitempty"`
	Client string      `json:"client"`
	Head   uint64      `json:"head"`
	Hash   custos.Hash `json:"hash"`
	// Work is the chain's total difficulty, in decimal; empty where the engine has none.
	Work       string `json:"work,omitempty"`
	Difficulty string `json:"difficulty,omitempty"`
	Mining     bool   `json:"mining"`
	// Mined counts the blocks of this process, Hashes what it tried, HashRate a second.
	Mined      uint64  `json:"mined"`
	Hashes     uint64  `json:"hashes"`
	HashRate   float64 `json:"hash_rate"`
	CPUSeconds float64 `json:"cpu_seconds"`
	Peers      int     `json:"peers"`
	// Pending are transactions that can be mined, Queued those that wait for another.
	Pending int `json:"pending"`
	Queued  int `json:"queued"`
}

// Node asks the node how it is. A node that is not Custos' own says less.
func (c *Client) Node(ctx context.Context) (NodeStatus, error) {
	var s NodeStatus
	if err := c.rpc.CallContext(ctx, &s.Client, "web3_clientVersion"); err != nil {
		return s, c.unavailable("ask for the node's version", err)
	}
	var own json.RawMessage
	if err := c.rpc.CallContext(ctx, &own, "custos_status"); err == nil {
		return s, json.Unmarshal(own, &s)
	}
	h, err := c.Head(ctx)
	if err != nil {
		return s, err
	}
	s.Head, s.Hash = h.Number, h.Hash
	if s.Peers, err = c.Peers(ctx); err != nil && strings.Contains(err.Error(), "method") {
		err = nil // a simulated chain has none
	}
	return s, err
}

func isNotFound(err error) bool { return errors.Is(err, ethereum.NotFound) }
