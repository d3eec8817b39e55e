package journal

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/bus"
	"custos.dev/custos/evidence"
	"custos.dev/custos/sealed"
)

const (
	// CloseEvery is how long a notable event waits at most for its batch to be closed.
	CloseEvery = 100 * time.Millisecond
	// closeAtOnce is how long it waits where no batch was sent for as long as CloseEvery: what
	// happens at the same moment is committed together.
	closeAtOnce = 5 * time.Millisecond
	// ContinuousCloseEvery is the same for packs and for what tells of what is over, as long as nothing
	// else waits with them: so a quiet camera's are few leaves of the log.
	ContinuousCloseEvery = 5 * time.Second
)

// Peers carries what a service and others of its domain say to each other, each knowing
// who the other is; package node implements it.
type Peers interface {
	// Ask sends a request of a kind to a service and returns its answer. An error of its
	// own arrives with its kind; whatever else goes wrong is Unavailable.
	Ask(ctx context.Context, to custos.ServiceID, what string, data []byte) ([]byte, error)
	// Answer answers requests of a kind until ctx ends, at most parallel at a time.
	Answer(ctx context.Context, what string, parallel int, h sealed.Handler) error
	// Check returns nil if an account may do the action on the resource, and records a refusal.
	Check(ctx context.Context, from custos.Address, a custos.Action, r custos.Resource) error
	// May reports the same and records nothing.
	May(from custos.Address, a custos.Action, r custos.Resource) bool
	// Master is the master of the domain.
	Master() custos.ServiceID
	// Signs reports that an account is, or was, registered as a service of the domain.
	Signs(by custos.Address, s custos.ServiceID) bool
	// Head returns the newest confirmed block heard of; zero if none yet.
	Head() custos.BlockRef
}

// What a master and a journal take requests for.
const (
	// CommitRequest takes a Commit, at a domain's master.
	CommitRequest = "commit"
	// FollowRequest is answered by every journal.
	FollowRequest = "follow"
)

// Commit is what a service sends to its master: one batch and its events.
type Commit struct {
	// Sent is when, by the service's clock: what the master compares with its own. A
	// batch's own time says nothing of that, since a batch may have waited for days.
	Sent   time.Time     `json:"sent"`
	Leaf   evidence.Leaf `json:"leaf"`
	Events []Sealed      `json:"events"`
}

// Sealed is an event as it travels to its own master.
type Sealed struct {
	evidence.Sealed
	evidence.Opening
	// Gone is what stays of an event whose body was removed; nil of any other. BodyHash is its
	// commitment then.
	Gone *Gone `json:"gone,omitempty"`
}

// Gone is the header of an event without its body.
type Gone struct {
	Kind     custos.Kind     `json:"kind"`
	Resource custos.Resource `json:"resource"`
	Time     time.Time       `json:"time"`
}

// Commitment is what the batch is signed over.
func (s *Sealed) Commitment() custos.Hash {
	if s.Gone != nil {
		return s.BodyHash
	}
	return s.Sealed.Commitment()
}

// Committed is the master's acknowledgement: the leaf of this batch stands in its log, of
// Size leaves by now, at Index, and in its database. It counts only if it came from the
// master's own key, which the Peers see to, and names the batch that was sent.
type Committed struct {
	Leaf  custos.Hash `json:"leaf"`
	Index uint64      `json:"index"`
	Size  uint64      `json:"size"`
}

// check refuses an acknowledgement of something else.
func (c Committed) check(leaf evidence.Leaf) error {
	if c.Leaf != leaf.Hash() || c.Index >= c.Size {
		return custos.Errorf(custos.Corrupt, "the master acknowledges leaf %d of %d with the hash %s, it was sent %s", c.Index, c.Size, c.Leaf, leaf.Hash())
	}
	return nil
}

func (j *Journal) oldestOpen(ctx context.Context) (n int64, leaf evidence.Leaf, err error) {
	err = j.db.Query().QueryRowContext(ctx, "SELECT n, leaf FROM batch WHERE leaf_index IS NULL ORDER BY n LIMIT 1").Scan(&n, &leaf)
	return n, leaf, err
}

// closeBatch signs the oldest events that are in no batch yet; those of an
// earlier life come first, in batches of their own.
func (j *Journal) closeBatch(ctx context.Context, head custos.BlockRef) (bool, error) {
	closed := false
	err := j.db.Transact(ctx, func(tx *sql.Tx) error {
		head, err := rememberHead(tx, head)
		if err != nil || head.Hash.IsZero() {
			return err // no block known yet: the batch could claim any age
		}
		b := evidence.Batch{Service: j.id, Block: head, Closed: time.Now()}
		var prev evidence.Leaf
		var lastBoot, lastSeq uint64
		err = tx.QueryRow("SELECT boot, last, leaf FROM batch ORDER BY n DESC LIMIT 1").Scan(&lastBoot, &lastSeq, &prev)
		if err == nil {
			b.Prev = prev.Hash()
		} else if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		rows, err := tx.Query("SELECT boot, seq, body, key, salt FROM event WHERE (boot, seq) > (?, ?) ORDER BY boot, seq LIMIT ?", lastBoot, lastSeq, evidence.MaxBatch)
		if err != nil {
			return err
		}
		defer rows.Close()
		var commitments []custos.Hash
		size := 0
		for rows.Next() {
			var boot, seq uint64
			row := sealedRow{by: j.id}
			if err := row.scan(rows, &boot, &seq); err != nil {
				return err
			}
			s, err := row.sealed()
			if err != nil {
				return err
			}
			size += len(s.Box)*4/3 + 400
			if len(commitments) > 0 && (boot != b.Boot || size > bus.MaxPayload/2) {
				break
			}
			if len(commitments) == 0 {
				b.Boot, b.First = boot, seq
			}
			b.Last = seq
			commitments = append(commitments, s.Commitment())
		}
		if err := rows.Err(); err != nil || len(commitments) == 0 {
			return err
		}
		_ = rows.Close()
		leaf, err := evidence.SignBatch(b, commitments, j.key)
		if err != nil {
			return err
		}
		_, err = tx.Exec("INSERT INTO batch (boot, first, last, leaf) VALUES (?,?,?,?)", b.Boot, b.First, b.Last, []byte(leaf))
		closed = err == nil
		return err
	})
	return closed, err
}

// rememberHead keeps the newest head across lives, since a service that starts
// while the ledger is away must still say what it knew last.
func rememberHead(tx *sql.Tx, head custos.BlockRef) (custos.BlockRef, error) {
	if !head.Hash.IsZero() {
		_, err := tx.Exec("INSERT INTO head VALUES (1,?,?) ON CONFLICT (one) DO UPDATE SET number = excluded.number, hash = excluded.hash", head.Number, head.Hash[:])
		return head, err
	}
	var h []byte
	err := tx.QueryRow("SELECT number, hash FROM head").Scan(&head.Number, &h)
	if errors.Is(err, sql.ErrNoRows) {
		return head, nil
	}
	if err == nil {
		head.Hash = custos.Hash(h)
	}
	return head, err
}

func (j *Journal) sealed(ctx context.Context, b evidence.Batch) ([]Sealed, error) {
	rows, err := j.db.Query().QueryContext(ctx, "SELECT body, key, salt FROM event WHERE boot = ? AND seq BETWEEN ? AND ? ORDER BY seq", b.Boot, b.First, b.Last)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Sealed
	for rows.Next() {
		row := sealedRow{by: j.id}
		if err := row.scan(rows); err != nil {
			return nil, err
		}
		s, err := row.sealed()
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, rows.Err()
}
