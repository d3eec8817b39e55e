package fog

import (
	"bytes"
	"context"
	"errors"
	"net/http"

	"custos.dev/custos"
	"custos.dev/custos/access"
)

// queriesWaiting is how many queries may wait for their turn, those that go first apart.
const queriesWaiting = 64

// inTurn answers a query of the database when it is its caller's turn, within a bounded
// time. The answer is written after the turn: its reader may be slow.
func (m *master) inTurn(h func(http.ResponseWriter, *http.Request) error) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		ctx, cancel := context.WithTimeout(r.Context(), access.QueryTime)
		defer cancel()
		caller := access.CallerOf(ctx)
		done, err := m.turns.Take(ctx, caller.Address, caller.Visit.Class())
		if err != nil {
			m.Gate.Overspent(ctx, caller, access.Query, err)
			return err
		}
		defer done()
		out := held{header: w.Header()}
		err = h(&out, r.WithContext(ctx))
		done()
		if errors.Is(ctx.Err(), context.DeadlineExceeded) && err != nil {
			return custos.Errorf(custos.Unavailable, "the answer took longer than %s: ask for less at once", access.QueryTime)
		}
		if err != nil {
			return err
		}
		_, _ = w.Write(out.body.Bytes()) // who has gone away needs no answer
		return nil
	}
}

// held keeps an answer.
type held struct {
	header http.Header
	body   bytes.Buffer
}

// Header implements http.ResponseWriter.
func (h *held) Header() http.Header { return h.header }

// Write implements http.ResponseWriter.
func (h *held) Write(b []byte) (int, error) { return h.body.Write(b) }

// WriteHeader implements http.ResponseWriter. Handlers say by an error what is not OK.
func (h *held) WriteHeader(int) {}
