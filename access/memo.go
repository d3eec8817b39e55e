package access

import (
	"hash/maphash"
	"math/rand/v2"
	"sync/atomic"

	"custos.dev/custos"
)

// memo is the answers that were worked out last: a principal asks the same again and again,
// for each picture and each page, and looking through what it was granted reads memory that
// no cache holds where there are a million capabilities. A question has four places; one
// that finds no room takes any of them. At most 65,536 answers are remembered, none about
// a resource of more than maxKnown bytes: so all of them take some 16 MB, whoever asks.
type memo [1 << 14][4]atomic.Pointer[known]

const maxKnown = 63

// known is an answer and what it hangs on. It is never changed.
type known struct {
	reason string
	// Among these owners, of whom this one has the resource, to an account as it was left by
	// a version: that is by a change of its own record, of its rights, or of what they were
	// passed on from.
	parties    *parties
	owner      *party
	account    uint32
	capability uint32 // 0 if it is refused
	by         version
	// A refusal's words hang on more of the state.
	state        version
	since, until int64
	action       custos.Action
	// The resource, here and not where it would keep all of a request in memory.
	length   uint8
	resource [maxKnown]byte
}

// about reports that it is of a question, whatever has changed since.
func (k *known) about(q *Question, who *account) bool {
	return k.account == who.number && k.action == q.Action && string(k.resource[:k.length]) == string(q.Resource)
}

// is reports that it is the answer to a question at a time, if the owner is fresh.
func (k *known) is(s *state, q *Question, who *account, time int64) bool {
	return k.by == who.by && k.parties == s.parties && k.since <= time && time < k.until &&
		(k.capability != 0 || k.state == s.version) && k.about(q, who)
}

func (m *memo) places(q *Question, who *account) *[4]atomic.Pointer[known] {
	h := maphash.String(seed, string(q.Resource)) ^ uint64(who.number)<<8 ^ uint64(q.Action)
	return &m[h*0x9e3779b97f4a7c15>>50] // what differs in few bits comes apart
}

// find returns the answer; nil if it has to be worked out.
func (m *memo) find(s *state, q *Question, who *account, time int64) *known {
	places := m.places(q, who)
	for i := range places {
		if k := places[i].Load(); k != nil && k.is(s, q, who, time) {
			return k
		}
	}
	return nil
}

// put remembers an answer until a time.
func (m *memo) put(w *walk, q *Question, who *account, a Answer, until int64) {
	if len(q.Resource) > maxKnown {
		return
	}
	places := m.places(q, who)
	at := rand.IntN(len(places))
	for i := range places {
		if k := places[i].Load(); k == nil || k.about(q, who) {
			at = i
			break
		}
	}
	k := &known{
		reason: a.Reason, parties: w.state.parties, owner: w.owner, account: who.number,
		capability: uint32(a.Capability), by: who.by, state: w.state.version, since: w.time, until: until, action: q.Action,
		length: uint8(len(q.Resource)),
	}
	copy(k.resource[:], q.Resource)
	places[at].Store(k)
}
