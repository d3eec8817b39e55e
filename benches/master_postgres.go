package benches

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"custos.dev/custos/store/pg"
	"custos.dev/custos/store/pgtest"
)

func schemaOf(number, bytes string) string { return fmt.Sprintf(eventSchema, number, bytes) }

// copyConnections is over how many connections COPY goes.
const copyConnections = 8

// postgresAlone takes the rows by COPY, a transaction a batch, synced as the server does it
// by default, over eight connections. CPU is the server's, from its start to its end.
func postgresAlone(ctx context.Context, batches [][]eventRow) (r peerRates, err error) {
	s, err := pgtest.Start(ctx)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, s.End()) }()
	if err := s.Do(ctx, "postgres", "CREATE SCHEMA custos; "+schemaOf("BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "BYTEA")); err != nil {
		return r, err
	}
	cfg, err := pg.Parse(s.URL("postgres"), "")
	if err != nil {
		return r, err
	}
	events := 0
	shares := make([][][]eventRow, copyConnections)
	for i, batch := range batches {
		events += len(batch)
		share := &shares[i*copyConnections/len(batches)]
		*share = append(*share, batch)
	}
	began := time.Now()
	errs := make([]error, copyConnections)
	var wg sync.WaitGroup
	for i, share := range shares {
		wg.Go(func() { errs[i] = copyAll(ctx, cfg, share) })
	}
	wg.Wait()
	wall := time.Since(began)
	if err := errors.Join(append(errs, s.End())...); err != nil {
		return r, err
	}
	return rates(events, wall, s.CPU()), nil
}

// copyAll takes batches in over a connection of its own.
func copyAll(ctx context.Context, cfg pg.Config, batches [][]eventRow) error {
	conn, err := pg.Connect(ctx, cfg)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	for _, batch := range batches {
		if _, err := conn.CopyFrom(ctx, pg.Table{"event"}, []string{"id", "batch", "seq", "kind", "resource", "time", "box", "body_hash", "key", "salt"}, pg.CopyOf(len(batch), func(i int) ([]any, error) {
			e := &batch[i]
			return []any{string(e.id), int64(e.batch), int64(e.seq), e.kind, e.resource, e.time, e.box, e.hash, e.key, e.salt}, nil
		})); err != nil {
			return err
		}
	}
	return nil
}
