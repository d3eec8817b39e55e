package fog

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strconv"

	"custos.dev/custos"
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

// moreHeader says that there are more records than are listed: ask on behind the last one.
const moreHeader = "Custos-More"

// listed answers with some of what a contract numbers.
func listed[T any](m *master, w http.ResponseWriter, r *http.Request, count func(context.Context) (uint64, error), get func(context.Context, uint64) (T, error)) error {
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
	numbers, more, err := pageOf(r.URL.Query(), n)
	if err != nil {
		return err
	}
	out := []T{}
	for _, i := range numbers {
		one, err := get(r.Context(), i)
		if err != nil {
			return err
		}
		out = append(out, one)
	}
	done()
	if more {
		w.Header().Set(moreHeader, "true")
	}
	return reply(w, out)
}

// pageOf returns which of n records are asked for, and whether more of them follow: those
// after number ?after in their order, which is from the first one if nothing is said, or
// those before number ?before, the newest first; ?before=0 begins with the newest of all.
func pageOf(q url.Values, n uint64) (numbers []uint64, more bool, err error) {
	bound := func(name string) (v uint64) {
		if s := q.Get(name); s != "" && err == nil {
			if v, err = strconv.ParseUint(s, 10, 64); err != nil {
				err = custos.Errorf(custos.Invalid, "%s=%q is not a number", name, s)
			}
		}
		return v
	}
	after, before := bound("after"), bound("before")
	switch {
	case err != nil:
		return nil, false, err
	case q.Has("after") && q.Has("before"):
		return nil, false, custos.Errorf(custos.Invalid, "give after= or before=, not both")
	case !q.Has("before"):
		for i := after; i < n && len(numbers) < maxListed; i++ {
			numbers = append(numbers, i+1)
		}
		return numbers, len(numbers) > 0 && numbers[len(numbers)-1] < n, nil
	}
	if before == 0 || before > n {
		before = n + 1
	}
	for i := before - 1; i > 0 && len(numbers) < maxListed; i-- {
		numbers = append(numbers, i)
	}
	return numbers, len(numbers) > 0 && numbers[len(numbers)-1] > 1, nil
}
