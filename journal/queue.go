package journal

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/sealed"
)

// maxFollowers is how many followers' places are remembered. Who is not among them catches up
// from the master, should what he has not read be pruned.
const maxFollowers = 64

// Queue is what a service says of how much its journal holds.
type Queue struct {
	// Bytes and Events are what is in it, Oldest is the time of its first event.
	Bytes  int64      `json:"bytes,omitempty"`
	Events int64      `json:"events,omitempty"`
	Oldest *time.Time `json:"oldest,omitempty"`
	// Pruned is the newest event that is the master's alone.
	Pruned custos.EventID `json:"pruned,omitempty"`
	// Held is what holds more in it than its settings want, "" if nothing does.
	Held string `json:"held,omitempty"`
	// CatchingUp says of services that this one follows, and that have pruned what it has not
	// read, why it does not come from the master. It is empty where it does.
	CatchingUp map[custos.ServiceID]string `json:"catching_up,omitempty"`
	// Erased counts the events that were erased before this service could read them.
	Erased uint64 `json:"erased,omitempty"`
}

// reader is who reads this journal, and how far.
type reader struct {
	account custos.Address
	at      position
	heard   time.Time
}

// queueState is what a journal knows of itself as a queue; j.mu is held.
type queueState struct {
	Queue
	followers map[custos.ServiceID]reader
	// keep are the kinds of which the newest so many are kept.
	keep map[custos.Kind]int
	// held is the newest batch that the master said in this life to hold; none before it is
	// missing there. Only what it covers is pruned.
	held int64
	// compare asks the Forwarder to find that out at once.
	compare bool
	// saved is when followers were written last.
	saved time.Time
}

func (q *queueState) shown(h Health) Health {
	h.Queue = q.Queue
	h.CatchingUp = maps.Clone(q.CatchingUp)
	return h
}

// openQueue reads what earlier lives knew of followers.
func (j *Journal) openQueue(ctx context.Context) error {
	j.queue.followers, j.queue.keep = map[custos.ServiceID]reader{}, map[custos.Kind]int{}
	rows, err := j.db.Query().QueryContext(ctx, "SELECT name, account, boot, seq, heard FROM follower")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var name custos.ServiceID
		var f reader
		var account []byte
		var heard int64
		if err := rows.Scan(&name, &account, &f.at.Boot, &f.at.Seq, &heard); err != nil {
			return err
		}
		copy(f.account[:], account)
		f.heard = time.Unix(0, heard)
		j.queue.followers[name] = f
	}
	return rows.Err()
}

// KeepNewest has the newest so many events of a kind kept for this service itself when they are pruned:
// Last and Each give them for good. It is called before Prune.
func (j *Journal) KeepNewest(kind custos.Kind, newest int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.queue.keep[kind] = newest
}

// followed takes note of who asks for what is behind a position.
func (j *Journal) followed(from sealed.Caller, q since) {
	j.mu.Lock()
	defer j.mu.Unlock()
	all := j.queue.followers
	if _, known := all[from.Service]; !known && len(all) >= maxFollowers {
		longest := custos.ServiceID("")
		for name, f := range all {
			if longest == "" || f.heard.Before(all[longest].heard) {
				longest = name
			}
		}
		delete(all, longest)
	}
	all[from.Service] = reader{from.Account, position{q.Boot, q.Seq}, j.now()}
}

// setHeld notes up to which batch journal and master were found to hold the same.
func (j *Journal) setHeld(n int64) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.queue.held, j.queue.compare = n, false
}

// compareWanted reports, once, that somebody waits for journal and master to be compared.
func (j *Journal) compareWanted() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	is := j.queue.compare
	j.queue.compare = false
	return is
}

// floor is the batch to which the journal is pruned; 0 if it is whole.
func (j *Journal) floor(ctx context.Context) (n int64, err error) {
	err = j.db.Query().QueryRowContext(ctx, "SELECT n FROM pruned").Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return n, err
}

// forgotten deals with a master that holds none of the batches that are kept of a journal that is
// pruned: what it has lost cannot be sent again. Where it holds nothing at all, what is left here
// begins a new chain. Where it holds something older, somebody has to decide.
func (f *Forwarder) forgotten(ctx context.Context, common own, ahead bool) (bool, error) {
	j := f.Journal
	floor, err := j.floor(ctx)
	if err != nil || floor == 0 || common.n > 0 {
		return false, err
	}
	var at position
	if err := j.db.Query().QueryRowContext(ctx, "SELECT boot, seq FROM pruned").Scan(&at.Boot, &at.Seq); err != nil {
		return false, err
	}
	last := custos.NewEventID(j.id, at.Boot, at.Seq)
	if ahead {
		return true, custos.Errorf(custos.Conflict, "the master has lost batches that it acknowledged, up to %s and maybe behind it, which this journal has pruned since: put back a newer copy of the master; what is here is kept. See \"A service that is refused\" in docs/operations.md", last)
	}
	f.Log.Warn("the master holds nothing of this service any more, and this journal is pruned: what is left begins a new chain, what came before is lost", "through", last)
	j.setHeld(0)
	return false, j.transact(ctx, "start over", func(tx *sql.Tx) error {
		_, err := tx.Exec("DELETE FROM batch; UPDATE pruned SET n = 0")
		return err
	})
}

// gone tells a follower that a journal is pruned behind what it has read.
type gone struct {
	// From is the follower's place by the numbers of today, Through up to where all is gone.
	From    position `json:"from"`
	Through position `json:"through"`
	// Leaf is the hash of the batch that ends at Through; zero if it is not known any more.
	Leaf custos.Hash `json:"leaf,omitzero"`
}

func (g *gone) Error() string { return "what is behind this place was pruned" }

// unlessPruned returns the page that was read behind a place; but where the journal is pruned
// behind it, it says so. It is asked after the page was read: what was not pruned now was there
// then.
func (j *Journal) unlessPruned(ctx context.Context, q since, read page) (page, error) {
	var n int64
	g := gone{From: position{q.Boot, q.Seq}}
	var leaf []byte
	err := j.db.Query().QueryRowContext(ctx, "SELECT p.n, p.boot, p.seq, b.leaf FROM pruned p LEFT JOIN batch b ON b.n = p.n").Scan(&n, &g.Through.Boot, &g.Through.Seq, &leaf)
	if errors.Is(err, sql.ErrNoRows) || err == nil && !g.From.before(g.Through) {
		return read, nil
	}
	if err != nil {
		return page{}, err
	}
	if leaf != nil {
		g.Leaf = evidence.Leaf(leaf).Hash()
	}
	return page{Pruned: &g}, nil
}

// closedAt reads when a batch of the own journal was closed.
func closedAt(leaf []byte) (time.Time, error) {
	b, err := evidence.Leaf(leaf).Said()
	return b.Closed, err
}
