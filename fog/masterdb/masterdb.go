// Package masterdb is what a master asks of its database: questions and transactions
// by name, whichever database answers them. fog/masterdb/sqlite and fog/masterdb/postgres do;
// fog/masterdb/conformance is what another must pass.
//
// What holds for every method:
//
//   - One that changes something is one transaction. It returns nil once all of it survives a
//     power cut, and other questions see all of it or nothing. After an error it may have been
//     applied or not, as after a crash: who called asks, or does it again.
//   - It explains what people can act on, as package store does: Unavailable for a full disk,
//     Corrupt for damage, Conflict for a database that another process holds.
//   - A question is answered from one committed state. Questions that are asked one after the
//     other may see different ones; where that matters there is one method, or a Snapshot.
//   - What is not there is no error: the bool, where there is one, says whether it was found.
//   - Rows are given as they are stored, also where somebody changed them behind the master's
//     back: whoever shows or passes them on verifies them. Hashes and keys whose length might
//     be wrong are bytes; where a method returns a custos.Hash, a wrong length is Corrupt.
//   - A sequence that fails gives the error as its last element. It holds a connection while it
//     is read, so its reader asks nothing else of a Snapshot meanwhile.
//   - Times are stored in nanoseconds since 1970. Clocks are not compared here: all times are
//     the caller's.
//   - All methods may be called by several goroutines at once; those of a Snapshot by one.
package masterdb

import "context"

// DB is a master's database as the master has it. One process holds it at a time.
type DB interface {
	Reader
	Batches
	Anchors
	Cosigned
	Alarms
	Policies
	Removals
	Repairs

	// Asked opens a second handle on the same database, for the questions of others, with at
	// most so many at once: however much is asked by it, it takes nothing from the master's own
	// work, and it cannot write. It sees what the DB has committed. The caller closes it, before
	// the DB.
	Asked(ctx context.Context, atOnce int) (Reader, error)
}

// Reader answers questions and changes nothing. Beside the handle that DB.Asked opens, an
// implementation has a function that opens one by the database's address, so that an audit,
// which is another process, reads beside a running master and needs nothing of it.
type Reader interface {
	Events
	Footage
	Kept

	// Snapshot begins to look at everything that is committed now. The caller closes it.
	Snapshot(ctx context.Context) (Snapshot, error)
	// Close ends the handle, after the transactions that are under way.
	Close() error
}
