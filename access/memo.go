package access

import (
	"hash/maphash"
	"sync/atomic"

	"custos"
)

// memo is the answers that were worked out last: a principal asks the same again and again,
// for each picture and each page, and looking through what it was granted reads memory that
// no cache holds where there are a million capabilities. A question has two places; who
// comes third takes that of the older one. All memory there is is used up by 65,536 of them.
type memo [1 << 16]atomic.Pointer[known]

// known is an answer and what it hangs on. It is never changed.
type known struct {
	resource custos.Resource
	reason   string
	// Of an owner who is this one, to an account as it was left by a version: that is an
	// edit of its own record, of its rights or of what they were passed on from.
	owner      *party
	account    uint32
	capability uint32 // 0 if it is refused
	by         version
	// A refusal's words hang on more: on the state, and the second.
	state        version
	since, until int64
	action       custos.Action
}

// is reports that it is the answer to a question, now.
func (k *known) is(w *walk, q *Question, who *account) bool {
	return k.account == who.number && k.by == who.by && k.owner == w.owner && k.action == q.Action &&
		k.since <= w.time && w.time < k.until && (k.capability != 0 || k.state == w.state.version) && k.resource == q.Resource
}

func (m *memo) places(q *Question, who *account) (first, second *atomic.Pointer[known]) {
	h := maphash.String(seed, string(q.Resource)) ^ uint64(who.number)<<8 ^ uint64(q.Action)
	at := h * 0x9e3779b97f4a7c15 >> 48 // what differs in few bits comes apart
	return &m[at], &m[at^1]
}

// find returns the answer; nil if it has to be worked out.
func (m *memo) find(w *walk, q *Question, who *account) *known {
	first, second := m.places(q, who)
	if k := first.Load(); k != nil && k.is(w, q, who) {
		return k
	}
	if k := second.Load(); k != nil && k.is(w, q, who) {
		return k
	}
	return nil
}

// put remembers an answer until a time.
func (m *memo) put(w *walk, q *Question, who *account, a Answer, until int64) {
	first, second := m.places(q, who)
	if old := first.Load(); old != nil && !(old.account == who.number && old.action == q.Action && old.resource == q.Resource) {
		second.Store(old)
	}
	first.Store(&known{
		resource: q.Resource, reason: a.Reason, owner: w.owner, account: who.number, capability: uint32(a.Capability),
		by: who.by, state: w.state.version, since: w.time, until: until, action: q.Action,
	})
}
