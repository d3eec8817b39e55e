package postgres

import (
	"context"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"
)

// remember keeps a policy, and forgets those that it pushes out.
func remember(p *masterdb.Policy) []statement {
	return []statement{
		doing("INSERT INTO policy VALUES ($1,$2,$3,$4) ON CONFLICT (deployment, block, digest) DO UPDATE SET block_hash = excluded.block_hash", p.Deployment[:], p.Said.Block, p.Said.Digest[:], p.Block[:]),
		doing("DELETE FROM policy WHERE deployment = $1 AND block < (SELECT min(block) FROM (SELECT block FROM policy WHERE deployment = $1 ORDER BY block DESC LIMIT $2) AS highest)", p.Deployment[:], p.Keep),
	}
}

// RememberPolicy implements masterdb.Policies.
func (d *DB) RememberPolicy(ctx context.Context, p masterdb.Policy) error {
	return d.exec(ctx, remember(&p)...)
}

// Remembered implements masterdb.Policies.
func (d *DB) Remembered(ctx context.Context, deployment custos.Hash) ([]masterdb.Policy, error) {
	return all(each(ctx, d.ask, func(row scanner) (masterdb.Policy, error) {
		p := masterdb.Policy{Deployment: deployment}
		var digest, hash []byte
		if err := row.Scan(&p.Said.Block, &digest, &hash); err != nil {
			return p, err
		}
		if len(digest) != 32 || len(hash) != 32 {
			return p, custos.Errorf(custos.Corrupt, "the policy that was cosigned at block %d has no digest: the database was changed", p.Said.Block)
		}
		p.Said.Digest, p.Block = custos.Hash(digest), custos.Hash(hash)
		return p, nil
	}, "SELECT block, digest, block_hash FROM policy WHERE deployment = $1 ORDER BY block DESC, digest", deployment[:]))
}

// ForgetPolicies implements masterdb.Policies.
func (d *DB) ForgetPolicies(ctx context.Context, deployment custos.Hash, all []evidence.Policy) error {
	var gone []statement
	for _, p := range all {
		gone = append(gone, doing("DELETE FROM policy WHERE deployment = $1 AND block = $2 AND digest = $3", deployment[:], p.Block, p.Digest[:]))
	}
	return d.exec(ctx, gone...)
}

// Rules implements masterdb.Policies.
func (d *DB) Rules(ctx context.Context, deployment custos.Hash) (r masterdb.Rules, ok bool, err error) {
	ok, err = d.row(ctx, []any{&r.Text, &r.Written, &r.Block}, "SELECT rules, written, block FROM rules WHERE deployment = $1", deployment[:])
	return r, ok, err
}

// KeepRules implements masterdb.Policies.
func (d *DB) KeepRules(ctx context.Context, deployment custos.Hash, r masterdb.Rules) error {
	return d.exec(ctx, doing("INSERT INTO rules VALUES ($1,$2,$3,$4) ON CONFLICT (deployment) DO UPDATE SET rules = excluded.rules, written = excluded.written, block = excluded.block", deployment[:], r.Text, r.Written, r.Block))
}
