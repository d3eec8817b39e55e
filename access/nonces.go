package access

import (
	"sync"
	"time"

	"custos.dev/custos"
)

const (
	// maxNonces bounds what is remembered, about 100 bytes each; maxOfOne what one
	// principal may fill of it, so that he cannot shut the others out.
	maxNonces = 400_000
	maxOfOne  = 50_000
	// sweepEvery is how often what has expired is forgotten.
	sweepEvery = 5 * time.Second
)

// nonces remembers the signatures that were accepted, until they expire.
type nonces struct {
	mu    sync.Mutex
	until map[nonce]time.Time
	of    map[custos.Address]int
	swept time.Time
}

type nonce struct {
	who  custos.Address
	once [16]byte
}

// take refuses a nonce that it has seen, and any while the memory is full.
func (m *nonces) take(who custos.Address, once [16]byte, until, now time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.until == nil {
		m.until, m.of = map[nonce]time.Time{}, map[custos.Address]int{}
	}
	n := nonce{who, once}
	if _, seen := m.until[n]; seen {
		return custos.Errorf(custos.Denied, "the request was seen before: sign each request anew")
	}
	if full := len(m.until) >= maxNonces || m.of[who] >= maxOfOne; full || now.Sub(m.swept) >= sweepEvery {
		m.sweep(now)
	}
	if len(m.until) >= maxNonces || m.of[who] >= maxOfOne {
		return custos.Errorf(custos.Unavailable, "too many requests in a minute: wait")
	}
	m.until[n] = until
	m.of[who]++
	return nil
}

func (m *nonces) sweep(now time.Time) {
	if now.Sub(m.swept) < time.Second {
		return // also when full: sweeping for each request would be the flood's work
	}
	m.swept = now
	for n, t := range m.until {
		if t.Before(now) {
			delete(m.until, n)
			if m.of[n.who]--; m.of[n.who] == 0 {
				delete(m.of, n.who)
			}
		}
	}
}
