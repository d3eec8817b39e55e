package main

import (
	"strings"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/ledger/policytest"
)

// right is a capability with what it was passed on from, itself first.
type right struct {
	custos.Capability
	chain []*custos.Capability
	owner custos.Address // who granted the first of them
}

// rightsOf are a world's capabilities as an administrator of another engine would write
// them down: without those that are revoked, or came from somebody who is not active.
func rightsOf(w *policytest.World) []right {
	revoked := map[uint64]bool{}
	for _, n := range w.Revoked {
		revoked[n] = true
	}
	var out []right
next:
	for i := range w.Capabilities {
		r := right{Capability: w.Capabilities[i]}
		if !w.Active(r.Grantee) {
			continue
		}
		for c := &w.Capabilities[i]; ; c = &w.Capabilities[c.Parent-1] {
			if revoked[c.Number] || (c.Parent != 0 && !w.Active(c.Grantor)) {
				continue next
			}
			r.chain = append(r.chain, c)
			if c.Parent == 0 {
				r.owner = c.Grantor
				break
			}
		}
		out = append(out, r)
	}
	return out
}

// above is a path and every path above it, the longest first.
func above(r custos.Resource) []string {
	var out []string
	for s := string(r); ; {
		out = append(out, s)
		i := strings.LastIndexByte(s, '/')
		if i < 0 {
			return out
		}
		s = s[:i]
	}
}

// dayAndMinute are as custos.Hours counts them: Monday is 0.
func dayAndMinute(t time.Time) (day, minute int) {
	return (int(t.Weekday()) + 6) % 7, t.Hour()*60 + t.Minute()
}

// days of custos.Hours as numbers; every day where there are no hours.
func days(h custos.Hours) []any {
	var out []any
	for d := range 7 {
		if h == (custos.Hours{}) || h.Days&(1<<d) != 0 {
			out = append(out, d)
		}
	}
	return out
}

// endOfDay is the last minute of hours, excluded; midnight where there are no hours.
func endOfDay(h custos.Hours) int {
	if h == (custos.Hours{}) {
		return 24 * 60
	}
	return int(h.Until)
}
