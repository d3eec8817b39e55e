package main

import (
	"context"
	"testing"
	"time"

	"custos.dev/custos/ledger/policytest"
)

// Whoever is measured must do the same work: a peer that answers otherwise has been
// told another policy.
func TestPeersAgree(t *testing.T) {
	size := policytest.Large
	size.Principals, size.Resources, size.Capabilities, size.Questions = 60, 90, 300, 400
	size.Now, size.Spoilt = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC), .5
	w := policytest.New(7, size)
	ctx := context.Background()
	for _, p := range peers {
		t.Run(p.name, func(t *testing.T) {
			ask, err := p.start(ctx, w)
			if err != nil {
				t.Fatal(err)
			}
			for i, q := range w.Questions {
				if got, err := ask(ctx, i); err != nil || got != q.Allowed {
					t.Fatalf("%+v: got %v, %v", q, got, err)
				}
			}
		})
	}
}
