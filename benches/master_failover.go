package benches

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/fog"
	"custos.dev/custos/store/pgtest"
)

// failoverWait bounds how long a master may take to go on at the stand-by.
const failoverWait = time.Minute

// failover kills the server of a master that commits, promotes its stand-by at once, and measures
// until the next batch is acknowledged there. Every batch has one leaf.
func (b *bench) failover(ctx context.Context, dir string) (err error) {
	first, err := pgtest.Start(ctx, "synchronous_standby_names=*")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, first.End()) }()
	second, err := first.Copy(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, second.End()) }()
	c, err := prepareCommitting(dir, 1)
	if err != nil {
		return err
	}
	if c.db, err = fog.OpenDatabase(ctx, "postgres://custos@/postgres?host="+first.Dir()+","+second.Dir()); err != nil {
		return err
	}
	if err := c.start(ctx, filepath.Join(dir, "log")); err != nil {
		return errors.Join(err, c.db.Close())
	}
	defer c.close(ctx, &err)
	s := c.services[0]
	const batches = 8
	if err := s.prepare(batches, 16, c.block.BlockRef); err != nil {
		return err
	}
	var last uint64
	var took time.Duration
	for i, m := range s.batches {
		began := time.Now()
		if i == batches/2 {
			if err := errors.Join(first.Kill(), second.Promote(ctx), second.Do(ctx, "postgres", "ALTER SYSTEM SET synchronous_standby_names = ''"), second.Do(ctx, "postgres", "SELECT pg_reload_conf()")); err != nil {
				return err
			}
		}
		for {
			last, err = c.committer.Commit(ctx, s.key.Address(), m)
			if err == nil {
				break
			}
			if custos.KindOf(err) != custos.Unavailable || time.Since(began) > failoverWait {
				return err
			}
			if err := pause(ctx, 50*time.Millisecond); err != nil {
				return err
			}
		}
		if i == batches/2 {
			took = time.Since(began)
		}
	}
	if last != batches-1 {
		return custos.Errorf(custos.Internal, "%d batches have %d leaves: one stands twice", batches, last+1)
	}
	b.Add("failover", took.Seconds(), "s")
	return nil
}
