// Package mirror keeps other owners' logs and sealed bodies, and gives the own ones to whom the
// registry names: what is altered or destroyed in one place comes back from another. A mirror reads
// nothing of what it keeps: bodies are sealed, their keys wrapped by their owner.
package mirror

import (
	"context"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
)

// Body is an event's body as a mirror keeps it: what its batch committed to, and what only its
// owner can open.
type Body struct {
	// Commitment is what the batch's root was made of. Of a body that was removed it is all there is.
	Commitment custos.Hash
	// Sealed is the body in its box; its commitment is Commitment. Box is empty where Removed, and
	// where a mirror does not keep bodies of its kind (Kept).
	evidence.Sealed
	// Wrapped is the body's key under its domain's wrapping key (Wrap), zero if it was not given.
	Wrapped custos.Hash
	// Removed says that the body is gone by a tombstone.
	Removed bool
}

// Kept reports that the body is here: it was neither removed nor left out.
func (b *Body) Kept() bool { return len(b.Box) > 0 }

// Entry is one leaf of a log with the bodies of its batch, in their order. A leaf whose bodies are
// not kept here, by policy or not yet, has none.
type Entry struct {
	Index  uint64
	Leaf   evidence.Leaf
	Bodies []Body
}

// Copies are somebody's copies of a log: his own, or a mirror's of another owner's. What they give
// is a claim: who takes it checks leaves against a checkpoint that he trusts, and bodies against
// their batch.
type Copies interface {
	// Name says whose they are, for people.
	Name() string
	// Checkpoint returns the newest signed checkpoint that they cover; NotFound while there is none.
	Checkpoint(ctx context.Context, origin string) (signed string, err error)
	// Entries returns at most so many entries from an index on, as many as there are and an answer
	// carries; none behind the log's end.
	Entries(ctx context.Context, origin string, from uint64, most int) ([]Entry, error)
}
