package node

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"slices"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/ledger"
	"custos.dev/custos/ledger/layout"
)

// Network is what a newcomer needs to reach a network: its first block, what it
// pins, and where the owners' nodes answer. It holds no secret, and whoever gives
// it decides which network is joined: it has to come from an owner.
type Network struct {
	Version int             `json:"version"`
	Trust   *evidence.Trust `json:"trust"`
	Genesis json.RawMessage `json:"genesis"`
	// Head is the newest block when it was written.
	Head  custos.BlockRef    `json:"head"`
	Nodes []custos.Principal `json:"nodes"`
}

const networkVersion = 1

// maxNetwork bounds a network file in bytes; the genesis with its code is most of it.
const maxNetwork = 4 << 20

// ReadNetwork reads a network file strictly.
func ReadNetwork(r io.Reader) (*Network, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxNetwork+1))
	if err != nil {
		return nil, err
	}
	n := new(Network)
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(n); err != nil || len(b) > maxNetwork {
		return nil, custos.Errorf(custos.Invalid, "this is not a network file; an owner of the network writes one by `custos node network`: %w", err)
	}
	if n.Version != networkVersion || n.Trust == nil || len(n.Genesis) == 0 {
		return nil, custos.Errorf(custos.Invalid, "the network file has version %d, or parts of it are missing; this program reads version %d", n.Version, networkVersion)
	}
	hash, err := ledger.GenesisHash(n.Genesis)
	if err != nil {
		return nil, err
	}
	if hash != n.Trust.Genesis {
		return nil, custos.Errorf(custos.Corrupt, "the network file's genesis has the hash %s, its trust file says %s", hash, n.Trust.Genesis)
	}
	return n, nil
}

// Encode writes the network file.
func (n *Network) Encode() ([]byte, error) {
	n.Version = networkVersion
	b, err := json.MarshalIndent(n, "", "  ")
	return append(b, '\n'), err
}

// DescribeNetwork reads from the ledger what a newcomer needs.
func DescribeNetwork(ctx context.Context, c *ledger.Client, base *evidence.Trust, genesis []byte) (*Network, error) {
	t, err := TrustNow(ctx, c, base)
	if err != nil {
		return nil, err
	}
	head, err := c.Head(ctx)
	if err != nil {
		return nil, err
	}
	// One that stays: cards name it, and each owner looks for it on his own chain.
	if head, err = c.HeadAt(ctx, head.Number-min(head.Number, c.Confirmations())); err != nil {
		return nil, err
	}
	nodes, err := c.Nodes(ctx, 0)
	if err != nil {
		return nil, err
	}
	return &Network{Trust: t, Genesis: genesis, Head: head.BlockRef, Nodes: nodes}, nil
}

// TrustNow is a trust file brought up to date from the ledger: the owners that are
// active now, how many of them must agree, and their logs. The chain, the contracts
// and the confirmations stay as they were.
func TrustNow(ctx context.Context, c *ledger.Client, base *evidence.Trust) (*evidence.Trust, error) {
	t := *base
	all, err := c.Owners(ctx)
	if err != nil {
		return nil, err
	}
	t.Owners = slices.DeleteFunc(all, func(o custos.Owner) bool { return !o.Active })
	if t.Threshold, _, err = c.Threshold(ctx); err != nil {
		return nil, err
	}
	logs, err := c.Logs(ctx)
	if err != nil {
		return nil, err
	}
	t.Logs = nil
	for _, l := range logs {
		for _, o := range t.Owners {
			if layout.PathHash(o.Domain) == l.Domain {
				t.Logs = append(t.Logs, evidence.TrustLog{Origin: l.Origin, Owner: o.Address, Domain: o.Domain, Key: l.Key, Signer: l.Signer})
			}
		}
	}
	// A founder's log stands in the founding file before it is on the chain.
	for _, l := range base.Logs {
		known := slices.ContainsFunc(t.Logs, func(k evidence.TrustLog) bool { return k.Origin == l.Origin })
		if !known && slices.ContainsFunc(t.Owners, func(o custos.Owner) bool { return o.Domain == l.Domain }) {
			t.Logs = append(t.Logs, l)
		}
	}
	return &t, withHistory(ctx, c, &t, base, logs)
}

// FollowTrust keeps a trust file up to date with the registry until ctx ends, and
// tells every change. It looks when rights change, and each ten seconds.
func (r *Runtime) FollowTrust(ctx context.Context, tell func(*evidence.Trust)) error {
	// That nothing happened in newer blocks is no change; it is told now and then.
	const every = 10 * time.Minute
	said := func(t evidence.Trust) []byte {
		if h := t.History; h != nil {
			quiet := *h
			quiet.Through = 0
			t.History = &quiet
		}
		b, _ := json.Marshal(t)
		return b
	}
	base, last, told := r.Trust, said(*r.Trust), time.Now()
	for ctx.Err() == nil {
		wake := r.Index.Changed()
		t, err := TrustNow(ctx, r.Chain, base)
		if err == nil && r.Halted() == nil {
			if now := said(*t); !bytes.Equal(now, last) || time.Since(told) > every {
				base, last, told = t, now, time.Now()
				tell(t)
			}
		} else if err != nil && ctx.Err() == nil {
			r.Log.Warn("the owners and logs on the ledger cannot be read", "err", err)
		}
		select {
		case <-ctx.Done():
		case <-wake:
		case <-time.After(10 * time.Second):
		}
		// Rights change often while a site starts; once a second is soon enough.
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
	return nil
}
