package journal

import (
	"custos.dev/custos"
	"custos.dev/custos/evidence"
)

// MaxKnown is how many places a Question names at most.
const MaxKnown = 64

// StandingRequest is what a master answers with what it holds of the service that asks.
const StandingRequest = "standing"

// Place is where a batch stands among those of its service, and the hash of its leaf.
type Place struct {
	Boot  uint64      `json:"boot"`
	First uint64      `json:"first"`
	Leaf  custos.Hash `json:"leaf"`
}

// Question asks a master what it holds of the asking service.
type Question struct {
	// Known are batches that the service has, newest first.
	Known []Place `json:"known,omitempty"`
	// Follow asks for what follows the first of Known that the master holds too; for
	// everything, if it holds none.
	Follow bool `json:"follow,omitempty"`
	// Refused is how often within an hour a batch of this life was refused.
	Refused int `json:"refused,omitempty"`
	// Diverged is a batch of the service in whose place the master has another one. Each
	// is signed, and the service cannot reconcile them.
	Diverged evidence.Leaf `json:"diverged,omitempty"`
}

// Standing is what a master holds of a service.
type Standing struct {
	// Common is the first of Question.Known that the master holds, -1 if it holds none, and
	// Index where it stands in the log.
	Common int    `json:"common"`
	Index  uint64 `json:"index"`
	// Ahead says that the master holds batches behind that one.
	Ahead bool `json:"ahead"`
	// Batches follow the common one, oldest first, where they were asked for. If there
	// are more than fit into an answer, More is set.
	Batches []Held `json:"batches,omitempty"`
	More    bool   `json:"more,omitempty"`
}

// Held is a batch that stands in the master's log at Index, with its events.
type Held struct {
	Index  uint64        `json:"index"`
	Leaf   evidence.Leaf `json:"leaf"`
	Events []Sealed      `json:"events"`
}

// events opens what is held and checks that it is what the leaf was signed over.
func (h *Held) events(s custos.ServiceID) (evidence.Batch, []heldEvent, error) {
	b, err := h.Leaf.Open()
	if err != nil {
		return b, nil, err
	}
	if b.Service != s {
		return b, nil, custos.Errorf(custos.Corrupt, "the master gave a batch of %s for one of %s", b.Service, s)
	}
	commitments := make([]custos.Hash, len(h.Events))
	out := make([]heldEvent, len(h.Events))
	for i := range h.Events {
		e := &out[i]
		e.Sealed = h.Events[i]
		e.commitment = e.Commitment()
		commitments[i] = e.commitment
		if e.Gone != nil {
			e.Service, e.Boot, e.Seq = s, b.Boot, b.First+uint64(i)
			if err := e.heldGone(); err != nil {
				return b, nil, err
			}
			continue
		}
		if e.body, err = e.Open(e.Opening); err != nil {
			return b, nil, err
		}
		if err := e.parse(); err != nil {
			return b, nil, err
		}
		if e.Service != s || e.Boot != b.Boot || e.Seq != b.First+uint64(i) {
			return b, nil, custos.Errorf(custos.Corrupt, "the master gave %s for event %d of its batch", e.ID(), b.First+uint64(i))
		}
	}
	return b, out, b.CheckCommitments(commitments)
}
