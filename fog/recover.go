package fog

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/fog/mirror"
	"custos.dev/custos/ledger"
	"custos.dev/custos/node"
	"custos.dev/custos/service"
	"custos.dev/custos/store"
)

// recoverFile asks a master to fill its directory from others' copies before it does anything else.
const recoverFile = "recover"

// AskRecovery asks the master of a directory to recover when it starts next, or, where it runs and has
// refused to work, at once. It is durable when it returns nil.
func AskRecovery(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return store.Explain(err)
	}
	return store.Explain(service.WriteFile(filepath.Join(dir, recoverFile), []byte(time.Now().UTC().Format(time.RFC3339)+"\n"), 0o600))
}

// RecoveryAsked reports that a master was asked to recover and has not.
func RecoveryAsked(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, recoverFile))
	return err == nil
}

// openRecovered opens the database of a directory that is to be recovered. One that is damaged, or of
// another kind, is kept and a new one takes its place; on a server, people make that.
func openRecovered(dir, address string, open func() (masterdb.DB, error)) (masterdb.DB, error) {
	db, err := open()
	if custos.KindOf(err) != custos.Corrupt {
		return db, err
	}
	if _, file := DatabaseFile(address); !file {
		return nil, custos.Errorf(custos.Corrupt, "%w: make an empty database on the server, name it in `database`, and start again: it is filled from the other owners' copies", err)
	}
	kept := filepath.Join(dir, keptDir, "database-"+time.Now().UTC().Format("20060102T150405.000000000Z"))
	if err := os.MkdirAll(kept, 0o700); err != nil {
		return nil, store.Explain(err)
	}
	for _, name := range []string{"master.db-wal", "master.db-shm", "master.db"} {
		if err := os.Rename(filepath.Join(dir, name), filepath.Join(kept, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, store.Explain(err)
		}
	}
	return open()
}

// Recover fills a master's directory from others' copies, each row and file proved before it is written,
// and says what did not come back. It ends by itself where a crash cut it off: the question stands until it is
// through.
func Recover(ctx context.Context, dir string, r *Repairer) (*Repaired, error) {
	r.Lost = true
	done, err := r.Repair(ctx, false)
	if err != nil {
		return nil, fmt.Errorf("recover: %w", err)
	}
	if err := os.Remove(filepath.Join(dir, recoverFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, store.Explain(err)
	}
	return done, nil
}

// recovered recovers this master before its log is opened, if it was asked to.
func (m *master) recovered(ctx context.Context) error {
	if !RecoveryAsked(m.Dir) {
		return nil
	}
	wrapping, err := service.SecretKey(node.WrappingKey(m.Site, m.Node.Name))
	if err != nil {
		return err
	}
	council := &council{domain: m.Domain, signer: m.Signer(), index: m.Index, trust: m.Trust}
	if council.before, err = m.ledger.Principals(ctx); err != nil {
		return err
	}
	r := &Repairer{
		DB: m.db, LogDir: filepath.Join(m.Dir, "log"), Trust: m.Trust, TrustLog: m.trustLog, Copies: council.copies(),
		Unwrap: func(commitment, wrapped custos.Hash) custos.Hash { return mirror.Unwrap(wrapping, commitment, wrapped) },
		Kept:   &KeptCopies{filepath.Join(m.Dir, keptDir)}, Now: time.Now, Logger: m.Runtime.Log,
	}
	r.Anchored, err = anchoredMost(ctx, m.trustLog, m.ledgers())
	if err != nil {
		return err
	}
	m.Say("refused", func() any { return "it gets back what it lost from the other owners' copies" })
	done, err := Recover(ctx, m.Dir, r)
	m.Say("refused", func() any { return "" })
	if err != nil {
		return err
	}
	lost := 0
	for _, l := range done.Lost {
		lost += l.Count
		m.Runtime.Log.Warn("events did not come back", "service", l.Service, "events", l.Count, "why", l.Why)
	}
	// What was done is told once the log takes events: see Auditor.Run.
	m.Runtime.Log.Info("the master has recovered", "rows", done.Count, "lost", lost, "kept", done.Kept)
	return nil
}

// anchoredMost is the largest anchor of a log in the contracts that its owners have had.
func anchoredMost(ctx context.Context, of evidence.TrustLog, in []Ledger) (most *ledger.LogState, err error) {
	for _, l := range in {
		state, err := l.AnchorOf(ctx, of.Origin)
		if err != nil {
			return nil, err
		}
		if state.Size > 0 && (most == nil || state.Size > most.Size) {
			most = &state
		}
	}
	return most, nil
}

// untilAsked waits until a master that refuses to work is asked to recover; false if ctx ends before.
func untilAsked(ctx context.Context, dir string) bool {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return false
		case <-tick.C:
			if RecoveryAsked(dir) {
				return true
			}
		}
	}
}
