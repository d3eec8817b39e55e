package journal

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"custos"
	"custos/bus"
	"custos/evidence"
	"custos/sealed"
)

// CloseEvery is how long an event waits at most for its batch to be closed.
const CloseEvery = 100 * time.Millisecond

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

// Forward closes batches and sends them to the domain's master, oldest first,
// each until it is acknowledged. It runs until ctx ends; what is left then is
// sent by the next life.
func (j *Journal) Forward(ctx context.Context, p Peers, master custos.ServiceID, log *slog.Logger) error {
	wait := time.Duration(0)
	for {
		sent, err := j.forwardOne(ctx, p, master)
		switch {
		case ctx.Err() != nil:
			return nil
		case err == nil && sent:
			wait = 0
			continue
		case err == nil:
			if err := j.sleepUntilGrown(ctx); err != nil {
				return nil
			}
			continue
		case custos.KindOf(err) == custos.Unavailable:
			if wait == 0 {
				log.Info("events wait for the master", "err", err)
			}
		case custos.KindOf(err) == custos.NotFound || custos.KindOf(err) == custos.Invalid:
			// Its block was taken by a reorganisation, or this clock was behind, and
			// the master has not got it. It is closed anew, by a block and a time of now.
			log.Warn("a batch is closed anew", "err", err)
			if err := j.reopen(ctx); err != nil {
				return err
			}
		default:
			// The master refuses the batch. It stays first, and the alarm goes on,
			// until people have mended the cause: nothing is dropped.
			log.Error("the master refuses a batch", "err", err)
		}
		wait = min(max(2*wait, 100*time.Millisecond), 2*time.Second)
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
		}
	}
}

// sleepUntilGrown waits for a new event and then for more of its batch.
func (j *Journal) sleepUntilGrown(ctx context.Context) error {
	var open uint64
	err := j.db.Query().QueryRowContext(ctx, "SELECT coalesce(max(last), 0) FROM batch WHERE boot = ?", j.boot).Scan(&open)
	if err != nil {
		return err
	}
	seq, grown := j.position()
	if seq == open {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-grown:
		case <-time.After(time.Second): // a head may be known now
			return nil
		}
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(CloseEvery):
		return nil
	}
}

// forwardOne sends the oldest batch that is not acknowledged, closing one first
// where none is. It reports whether there was one.
func (j *Journal) forwardOne(ctx context.Context, p Peers, master custos.ServiceID) (bool, error) {
	n, leaf, err := j.oldestOpen(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		if closed, err := j.closeBatch(ctx, p.Head()); err != nil || !closed {
			return false, err
		}
		n, leaf, err = j.oldestOpen(ctx)
	}
	if err != nil {
		return false, err
	}
	b, err := leaf.Open()
	if err != nil {
		return false, err
	}
	c := Commit{Leaf: leaf}
	if c.Events, err = j.sealed(ctx, b); err != nil {
		return false, err
	}
	c.Sent = time.Now().UTC()
	data, err := json.Marshal(c)
	if err != nil {
		return false, err
	}
	ctx2, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	reply, err := p.Ask(ctx2, master, CommitRequest, data)
	if err != nil {
		return false, err
	}
	var ack Committed
	if err := json.Unmarshal(reply, &ack); err != nil {
		return false, fmt.Errorf("the master's acknowledgement: %w", err)
	}
	if err := ack.check(leaf); err != nil {
		return false, err
	}
	return true, j.db.Transact(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE batch SET leaf_index = ? WHERE n = ?", ack.Index, n)
		return err
	})
}

// reopen forgets the batch that is closed and not acknowledged; there is one at most,
// and its events stay. Only what the master refused is reopened: another batch in the
// place of one that he has he would refuse for ever.
func (j *Journal) reopen(ctx context.Context) error {
	return j.db.Transact(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM batch WHERE leaf_index IS NULL")
		return err
	})
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
		rows, err := tx.Query("SELECT boot, seq, box, body_hash FROM event WHERE (boot, seq) > (?, ?) ORDER BY boot, seq LIMIT ?", lastBoot, lastSeq, evidence.MaxBatch)
		if err != nil {
			return err
		}
		defer rows.Close()
		var commitments []custos.Hash
		size := 0
		for rows.Next() {
			var boot, seq uint64
			var s evidence.Sealed
			var h []byte
			if err := rows.Scan(&boot, &seq, &s.Box, &h); err != nil {
				return err
			}
			s.BodyHash = custos.Hash(h)
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
	rows, err := j.db.Query().QueryContext(ctx, "SELECT box, body_hash, key, salt FROM event WHERE boot = ? AND seq BETWEEN ? AND ? ORDER BY seq", b.Boot, b.First, b.Last)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Sealed
	for rows.Next() {
		var s Sealed
		var h, k, salt []byte
		if err := rows.Scan(&s.Box, &h, &k, &salt); err != nil {
			return nil, err
		}
		s.BodyHash, s.Key, s.Salt = custos.Hash(h), custos.Hash(k), custos.Hash(salt)
		out = append(out, s)
	}
	return out, rows.Err()
}
