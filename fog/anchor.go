package fog

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"custos"
	"custos/evidence"
	"custos/node"
	"custos/store"
)

// Ledger is what a master asks of the chain; package ledger implements it.
type Ledger interface {
	Chain
	Head(ctx context.Context) (custos.Head, error)
	// AnchorOf returns the checkpoint that the contract has for a log, at the newest block.
	AnchorOf(ctx context.Context, origin string) (size uint64, root custos.Hash, err error)
	// Anchor sends a checkpoint and waits until it stands in a block.
	Anchor(ctx context.Context, origin string, size uint64, root custos.Hash, consistency [][]byte) (tx custos.Hash, block custos.BlockRef, gas uint64, err error)
}

// Marks are how far a log has come.
type Marks = node.Marks

// Anchorer has a log's checkpoints cosigned and puts them on the chain: at once
// after a quiet time, else every Every while the log grows.
type Anchorer struct {
	DB     *store.DB
	Log    *Log
	Ledger Ledger
	// Witnesses returns the owners' witnesses as they stand now, the own one among
	// them, and how many must cosign. Owners come and go while it runs.
	Witnesses     func() (peers []Peer, threshold int)
	Confirmations int
	Every         time.Duration
	Logger        *slog.Logger
	// Moved is told the marks whenever one moves; may be nil.
	Moved func(Marks)

	mu    sync.Mutex
	marks Marks
	cos   cosigners
}

// pollEvery is how often the chain and the log are looked at.
const pollEvery = 250 * time.Millisecond

// CheckAgainstChain refuses a log that is older than what the chain says of it,
// or another one: a restored or exchanged directory (attack 4).
func CheckAgainstChain(ctx context.Context, l *Log, ledger Ledger) error {
	size, root, err := ledger.AnchorOf(ctx, l.Origin)
	if err != nil {
		return err
	}
	if size == 0 {
		return nil
	}
	have, err := l.Size(ctx)
	if err != nil {
		return err
	}
	if have < size {
		return custos.Errorf(custos.Corrupt, "the log %s has %d leaves, the chain has an anchor at %d: the data directory is older than the chain; restore the newest copy of it, nothing is committed until then", l.Origin, have, size)
	}
	got, err := l.rootAt(ctx, size)
	if err != nil {
		return err
	}
	if got != root {
		return custos.Errorf(custos.Corrupt, "the log %s has another history than the chain says at %d leaves: the data directory is of another log or was changed; restore a good copy", l.Origin, size)
	}
	return nil
}

// Marks returns how far the log has come.
func (a *Anchorer) Marks() Marks {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.marks
}

// Run works until ctx ends. The chain or the peers being away only delays it.
func (a *Anchorer) Run(ctx context.Context) error {
	a.cos = cosigners{log: a.Log, seen: map[string]uint64{}}
	if err := a.loadMarks(ctx); err != nil {
		return err
	}
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Go(func() { a.loop(ctx, "confirm", pollEvery, a.confirm) })
	a.loop(ctx, "anchor", pollEvery, a.step)
	return nil
}

// loop calls fn again and again; a failure is logged when it is new.
func (a *Anchorer) loop(ctx context.Context, what string, every time.Duration, fn func(context.Context) (time.Duration, error)) {
	last := ""
	for ctx.Err() == nil {
		wait, err := fn(ctx)
		if err != nil && ctx.Err() == nil && err.Error() != last {
			last = err.Error()
			a.Logger.Warn(what+" is delayed", "err", err)
		} else if err == nil {
			last = ""
		}
		select {
		case <-ctx.Done():
		case <-time.After(max(wait, every)):
		}
	}
}

func (a *Anchorer) loadMarks(ctx context.Context) error {
	q := a.DB.Query()
	_, threshold := a.Witnesses()
	var m Marks
	err := q.QueryRowContext(ctx, "SELECT coalesce(max(size), 0) FROM checkpoint WHERE signers >= ?", threshold).Scan(&m.Witnessed)
	if err != nil {
		return err
	}
	// Anchors are looked at again from the start: the chain may have changed
	// while this master was away.
	return a.move(func(n *Marks) { n.Witnessed = m.Witnessed })
}

func (a *Anchorer) move(change func(*Marks)) error {
	a.mu.Lock()
	before := a.marks
	change(&a.marks)
	after := a.marks
	a.mu.Unlock()
	if after != before && a.Moved != nil {
		a.Moved(after)
	}
	return nil
}

// step has the newest checkpoint cosigned and anchors it, if there is anything
// new, and returns how long to leave the chain in peace.
func (a *Anchorer) step(ctx context.Context) (time.Duration, error) {
	cp, signed, err := a.Log.Checkpoint(ctx)
	if custos.KindOf(err) == custos.NotFound {
		return 0, nil
	}
	if err != nil || cp.Size == 0 {
		return 0, err
	}
	_ = a.move(func(m *Marks) { m.Size = max(m.Size, cp.Size) })
	size, root, err := a.Ledger.AnchorOf(ctx, a.Log.Origin)
	if err != nil {
		return 0, err
	}
	if size > cp.Size {
		return 0, custos.Errorf(custos.Corrupt, "the chain has this log at %d leaves, it has %d: the data directory is older than the chain", size, cp.Size)
	}
	werr := a.witness(ctx, cp, signed)
	if size == cp.Size {
		if root != cp.Root {
			return 0, custos.Errorf(custos.Corrupt, "the chain has another root for this log at %d leaves", size)
		}
		return 0, errors.Join(werr, a.recallAnchor(ctx, cp, signed))
	}
	proof, err := a.Log.Consistency(ctx, size, cp.Size)
	if err != nil {
		return 0, err
	}
	tx, block, gas, err := a.Ledger.Anchor(ctx, a.Log.Origin, cp.Size, cp.Root, proof)
	if err != nil {
		return 0, errors.Join(werr, fmt.Errorf("anchor %s at %d: %w", a.Log.Origin, cp.Size, err))
	}
	return a.Every, errors.Join(werr, a.keepAnchor(ctx, cp, signed, tx, block, gas))
}

func (a *Anchorer) keepCheckpoint(tx *sql.Tx, cp evidence.Checkpoint, signed string) error {
	_, err := tx.Exec("INSERT INTO checkpoint (size, root, note) VALUES (?,?,?) ON CONFLICT (size) DO NOTHING", cp.Size, cp.Root[:], signed)
	return err
}

// witness collects the cosignatures that the checkpoint does not have yet.
func (a *Anchorer) witness(ctx context.Context, cp evidence.Checkpoint, signed string) error {
	var have int
	var text string
	err := a.DB.Query().QueryRowContext(ctx, "SELECT signers, note FROM checkpoint WHERE size = ?", cp.Size).Scan(&have, &text)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	peers, threshold := a.Witnesses()
	if have >= len(peers) {
		return nil
	}
	if text != "" {
		signed = text
	}
	ask, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	lines, why := a.cos.collect(ask, peers, cp, signed)
	if len(lines) <= have {
		return why
	}
	err = a.DB.Transact(ctx, func(tx *sql.Tx) error {
		if err := a.keepCheckpoint(tx, cp, signed); err != nil {
			return err
		}
		cosigs := ""
		for _, name := range slices.Sorted(maps.Keys(lines)) {
			cosigs += lines[name]
		}
		_, err := tx.Exec("UPDATE checkpoint SET cosigs = ?, signers = ? WHERE size = ?", cosigs, len(lines), cp.Size)
		return err
	})
	if err == nil && len(lines) >= threshold {
		err = a.move(func(m *Marks) { m.Witnessed = max(m.Witnessed, cp.Size) })
	}
	return errors.Join(err, why)
}

func (a *Anchorer) keepAnchor(ctx context.Context, cp evidence.Checkpoint, signed string, txHash custos.Hash, block custos.BlockRef, gas uint64) error {
	return a.DB.Transact(ctx, func(tx *sql.Tx) error {
		if err := a.keepCheckpoint(tx, cp, signed); err != nil {
			return err
		}
		_, err := tx.Exec(`INSERT INTO anchor (size, tx, block, block_hash, gas, sent) VALUES (?,?,?,?,?,?)
			ON CONFLICT (size) DO UPDATE SET tx = excluded.tx, block = excluded.block, block_hash = excluded.block_hash, gas = excluded.gas, confirmed = 0`,
			cp.Size, txHash[:], block.Number, block.Hash[:], gas, time.Now().UnixNano())
		return err
	})
}

// recallAnchor records an anchor that the chain has and this database does not:
// a crash came between the transaction and its row. Any block that shows it will do.
func (a *Anchorer) recallAnchor(ctx context.Context, cp evidence.Checkpoint, signed string) error {
	var n int
	err := a.DB.Query().QueryRowContext(ctx, "SELECT count(*) FROM anchor WHERE size = ?", cp.Size).Scan(&n)
	if err != nil || n > 0 {
		return err
	}
	head, err := a.Ledger.Head(ctx)
	if err != nil {
		return err
	}
	return a.keepAnchor(ctx, cp, signed, custos.Hash{}, head.BlockRef, 0)
}

// confirm looks whether the anchors' blocks are still on the chain, and how
// deep. An anchor whose block is not there any more is forgotten; step sends a
// new one if the contract does not have it.
func (a *Anchorer) confirm(ctx context.Context) (time.Duration, error) {
	marks := a.Marks()
	rows, err := a.DB.Query().QueryContext(ctx, "SELECT size, block, block_hash FROM anchor WHERE size > ? ORDER BY size", marks.Anchored)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	type anchor struct {
		size, block uint64
		hash        custos.Hash
	}
	var open []anchor
	for rows.Next() {
		var n anchor
		var h []byte
		if err := rows.Scan(&n.size, &n.block, &h); err != nil {
			return 0, err
		}
		n.hash = custos.Hash(h)
		open = append(open, n)
	}
	if err := rows.Err(); err != nil || len(open) == 0 {
		return 0, err
	}
	head, err := a.Ledger.Head(ctx)
	if err != nil {
		return 0, err
	}
	for _, n := range open {
		if n.block > head.Number {
			return 0, nil
		}
		b, err := a.Ledger.Block(ctx, n.block)
		if err != nil {
			return 0, err
		}
		if b.Hash != n.hash {
			a.Logger.Warn("a reorganisation took an anchor's block", "size", n.size, "block", n.block)
			return 0, a.DB.Transact(ctx, func(tx *sql.Tx) error {
				_, err := tx.Exec("DELETE FROM anchor WHERE size = ?", n.size)
				return err
			})
		}
		if head.Number-n.block < uint64(a.Confirmations) {
			return 0, nil
		}
		err = a.DB.Transact(ctx, func(tx *sql.Tx) error {
			_, err := tx.Exec("UPDATE anchor SET confirmed = 1 WHERE size = ?", n.size)
			return err
		})
		if err != nil {
			return 0, err
		}
		_ = a.move(func(m *Marks) { m.Anchored, m.Block = n.size, n.block })
	}
	return 0, nil
}

// proven is the smallest checkpoint above a leaf that is witnessed and whose
// anchor is confirmed.
type proven struct {
	cp     evidence.Checkpoint
	note   string
	cosigs string
	block  custos.BlockRef
}

func (a *Anchorer) proven(ctx context.Context, index uint64) (p proven, err error) {
	var root, hash []byte
	_, threshold := a.Witnesses()
	err = a.DB.Query().QueryRowContext(ctx, `SELECT c.size, c.root, c.note, c.cosigs, a.block, a.block_hash
		FROM checkpoint c JOIN anchor a USING (size) WHERE c.size > ? AND c.signers >= ? AND a.confirmed = 1 ORDER BY c.size LIMIT 1`, index, threshold).
		Scan(&p.cp.Size, &root, &p.note, &p.cosigs, &p.block.Number, &hash)
	if errors.Is(err, sql.ErrNoRows) {
		return p, custos.Errorf(custos.Unavailable, "leaf %d is committed, but not yet witnessed by %d owners and anchored %d blocks deep: try again in a moment", index, threshold, a.Confirmations)
	}
	if err != nil {
		return p, err
	}
	p.cp.Origin, p.cp.Root, p.block.Hash = a.Log.Origin, custos.Hash(root), custos.Hash(hash)
	if !strings.HasPrefix(p.note, p.cp.Text()) {
		return p, custos.Errorf(custos.Corrupt, "the stored checkpoint at %d is not the one its row says", p.cp.Size)
	}
	return p, nil
}
