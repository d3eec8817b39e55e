package main

import (
	"context"

	"custos.dev/custos/ledger/policytest"
	"custos.dev/custos/ledger/policytest/cedar"
)

// startCedar lets the engine answer that the tests ask for a second opinion.
func startCedar(_ context.Context, w *policytest.World) (func(context.Context, int) (bool, error), error) {
	e, err := cedar.New(w)
	if err != nil {
		return nil, err
	}
	requests := make([]cedar.Request, len(w.Questions))
	for i, q := range w.Questions {
		requests[i] = e.Request(q)
	}
	return func(_ context.Context, i int) (bool, error) { return e.Answer(requests[i]) }, nil
}
