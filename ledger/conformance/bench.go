package conformance

import (
	"context"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/ledger"
	"custos.dev/custos/ledger/key"
)

// Bench measures an anchor from the call until it is confirmed, on any engine: what a
// chain adds to an event's way, without the log and the witnesses.
func Bench(b *testing.B, chain Chain, grow func()) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	must := func(err error) {
		b.Helper()
		if err != nil {
			b.Fatal(err)
		}
	}
	c, err := ledger.Dial(ctx, chain.Config)
	must(err)
	defer c.Close()
	signer, err := key.Generate()
	must(err)
	_, err = c.CreateLog(ctx, people()["one"], origin, signer.Address(), custos.Hash{9})
	must(err)
	for b.Loop() {
		// The same checkpoint again is an anchor too: a log's heartbeat.
		r, err := c.Anchor(ctx, people()["one"], first, origin, ledger.Checkpoint{Size: 1, Root: leafA}, nil)
		must(err)
		if grow != nil {
			for range c.Confirmations() {
				grow()
			}
		}
		must(c.WaitConfirmed(ctx, r.Block))
	}
}
