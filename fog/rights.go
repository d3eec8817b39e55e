package fog

import (
	"context"
	"io"
	"net/http"
	"strconv"

	"custos"
)

// passOn lets another service of the fog answer a request's body, whose answer is JSON.
func (m *master) passOn(w http.ResponseWriter, r *http.Request, to custos.ServiceID, what string) error {
	body, err := io.ReadAll(r.Body) // as long as the gate lets it be
	if err != nil {
		return custos.Errorf(custos.Invalid, "the request cannot be read: %w", err)
	}
	answer, err := m.Ask(r.Context(), to, what, body)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	_, err = w.Write(answer)
	return err
}

// getCapabilities lists what the contract holds, by number.
func (m *master) getCapabilities(w http.ResponseWriter, r *http.Request) error {
	return listed(m, w, r, m.Chain.CapabilityCount, m.Chain.Capability)
}

// getRequests lists who asked for what, and what came of it.
func (m *master) getRequests(w http.ResponseWriter, r *http.Request) error {
	return listed(m, w, r, m.Chain.AccessRequestCount, m.Chain.AccessRequest)
}

// maxListed is how many records of the contract one answer has at most.
const maxListed = 100

// listed answers with the records after number ?after, in their order.
func listed[T any](m *master, w http.ResponseWriter, r *http.Request, count func(context.Context) (uint64, error), get func(context.Context, uint64) (T, error)) error {
	after := uint64(0)
	if s := r.URL.Query().Get("after"); s != "" {
		var err error
		if after, err = strconv.ParseUint(s, 10, 64); err != nil {
			return custos.Errorf(custos.Invalid, "after=%q is not a number", s)
		}
	}
	// It costs what asking the ledger for each of them would.
	done, err := m.relay.enter(r.Context(), maxListed)
	if err != nil {
		return err
	}
	defer done()
	n, err := count(r.Context())
	if err != nil {
		return err
	}
	out := []T{}
	for i := after + 1; i <= n && len(out) < maxListed; i++ {
		one, err := get(r.Context(), i)
		if err != nil {
			return err
		}
		out = append(out, one)
	}
	done()
	return reply(w, out)
}
