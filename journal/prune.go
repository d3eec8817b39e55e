package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"custos.dev/custos"
	config "custos.dev/custos/service"
)

const (
	// pruneEvery is how often a journal is looked at that has nothing to prune.
	pruneEvery = 10 * time.Second
	// pruneBatches and pruneEvents bound what goes in one step, and so for how long a step keeps
	// new events waiting.
	pruneBatches, pruneEvents = 64, 4096
	// shrinkPages is how many pages are given back to the file system in one step.
	shrinkPages = 256
	// eventOverhead is what an event takes in the file beside its body and resource, in bytes.
	eventOverhead = 90
	// savePlacesEvery is how often followers' places are written while nothing is pruned.
	savePlacesEvery = time.Minute
)

// Rights says who may follow a journal; Peers are one.
type Rights interface {
	May(from custos.Address, a custos.Action, r custos.Resource) bool
}

// Prune takes away what the master has acknowledged and the followers have read, as the settings
// say, until ctx ends. It is a step at a time: each is one transaction, after which the journal
// says how far it is pruned.
func (j *Journal) Prune(ctx context.Context, r Rights, domain custos.Resource, s Settings, log *slog.Logger) error {
	p := pruner{Journal: j, Settings: s, may: func(a custos.Address) bool { return r.May(a, custos.Features, domain) }}
	for failed := ""; ; {
		more, err := p.step(ctx)
		wait := pruneEvery
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil && err.Error() != failed:
			failed = err.Error()
			log.Warn("the journal cannot be pruned; it is tried again", "err", err)
		case err == nil:
			failed = ""
			if more {
				wait = 10 * time.Millisecond // the service's own work goes first
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
		}
	}
}

// pruner belongs to one goroutine.
type pruner struct {
	*Journal
	Settings
	may func(custos.Address) bool
	// swept says that nothing is left of an older version's journal.
	swept bool
}

// step takes away as much as goes in one transaction, and reports whether there may be more.
func (p *pruner) step(ctx context.Context) (more bool, err error) {
	if !p.swept {
		if more, err := p.sweepBefore(ctx); err != nil || more {
			return more, err
		}
		p.swept = true
	}
	if unfinished, err := p.unfinished(ctx); err != nil || unfinished {
		return false, err // the numbers of events are about to change
	}
	slowest, slow := p.slowest()
	going, err := p.choose(ctx, slowest, slow)
	if err != nil {
		return false, err
	}
	if going.n > 0 || p.saveDue() {
		if err := p.take(ctx, going); err != nil {
			return false, err
		}
	}
	more, err = p.db.Shrink(ctx, shrinkPages)
	if err != nil {
		return false, err
	}
	return more || going.n > 0, p.show(ctx, going)
}

// slowest is the follower that has read least, of those that count: they may follow, and were
// heard of within the time for which events are kept.
func (p *pruner) slowest() (who custos.ServiceID, at position) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	for name, f := range p.queue.followers {
		if now.Sub(f.heard) > p.Settings.Keep || !p.may(f.account) {
			delete(p.queue.followers, name)
			continue
		}
		if who == "" || f.at.before(at) {
			who, at = name, f.at
		}
	}
	return who, at
}

// chosen is what a step takes: the batches up to one; n 0 is none.
type chosen struct {
	n       int64
	through position
	// why says what holds the next batch.
	why string
	// due says that the next one is older, or the journal larger, than the settings want.
	due bool
}

// choose finds how far the journal can be pruned: over whole batches, in their order, that the
// master has acknowledged and was asked about since.
func (p *pruner) choose(ctx context.Context, slowest custos.ServiceID, slow position) (c chosen, err error) {
	size, err := p.size(ctx)
	if err != nil {
		return c, err
	}
	p.mu.Lock()
	held := p.queue.held
	p.mu.Unlock()
	rows, err := p.db.Query().QueryContext(ctx, `SELECT b.n, b.boot, b.first, b.last, b.leaf, b.leaf_index,
		(SELECT coalesce(sum(length(body) + length(resource)), 0) FROM event e WHERE e.boot = b.boot AND e.seq BETWEEN b.first AND b.last)
		FROM batch b WHERE b.n > (SELECT coalesce(max(n), 0) FROM pruned) ORDER BY b.n`)
	if err != nil {
		return c, err
	}
	defer rows.Close()
	events := uint64(0)
	for batches := 0; rows.Next(); batches++ {
		var o own
		var bytes int64
		if err := rows.Scan(&o.n, &o.boot, &o.first, &o.last, &o.leaf, &o.index, &bytes); err != nil {
			return c, err
		}
		closed, err := closedAt(o.leaf)
		if err != nil {
			return c, custos.Errorf(custos.Corrupt, "batch %d in the journal of %s does not parse: %w", o.n, p.id, err)
		}
		end, large, old := position{o.boot, o.last}, size > int64(p.Size), p.now().Sub(closed) >= p.Settings.Keep
		c.due = large || old
		switch {
		case !o.index.Valid:
			c.why = "the master has not acknowledged what it was sent"
			return c, nil
		case !c.due:
			return c, nil
		case o.n > held:
			p.mu.Lock()
			p.queue.compare = true
			p.mu.Unlock()
			c.why = "the master has not said yet that it holds what it acknowledged"
			return c, nil
		case !large && slowest != "" && slow.before(end):
			c.why = fmt.Sprintf("%s follows, and has not read them", slowest)
			return c, nil
		}
		if events += o.last - o.first + 1; batches > 0 && (events > pruneEvents || batches >= pruneBatches) {
			return c, nil
		}
		size -= bytes + int64(o.last-o.first+1)*eventOverhead
		c.n, c.through = o.n, end
	}
	c.due = size > int64(p.Size)
	if c.why = "events are in no batch yet: no block is known, or the master is not reached"; c.n > 0 {
		c.why, c.due = "", false
	}
	return c, rows.Err()
}

// size is how many bytes are in use for the queue itself.
func (p *pruner) size(ctx context.Context) (int64, error) {
	_, used, err := p.db.Size(ctx)
	if err != nil {
		return 0, err
	}
	var kept int64
	err = p.db.Query().QueryRowContext(ctx, "SELECT coalesce(sum(length(body) + length(resource) + ?), 0) FROM kept", eventOverhead).Scan(&kept)
	return used - kept, err
}

func (p *pruner) saveDue() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.queue.followers) > 0 && p.now().Sub(p.queue.saved) >= savePlacesEvery
}

// take is one step: what the service needs itself is kept, the events of acknowledged batches and
// the batches before the last of them go, and how far that is, and who has read how far, is
// written, all together.
func (p *pruner) take(ctx context.Context, c chosen) error {
	p.mu.Lock()
	followers := make(map[custos.ServiceID]reader, len(p.queue.followers))
	for name, f := range p.queue.followers {
		followers[name] = f
	}
	keep := make(map[custos.Kind]int, len(p.queue.keep))
	for kind, n := range p.queue.keep {
		keep[kind] = n
	}
	p.mu.Unlock()
	err := p.transact(ctx, "prune", func(tx *sql.Tx) error {
		if _, err := tx.Exec("DELETE FROM follower"); err != nil {
			return err
		}
		for name, f := range followers {
			if _, err := tx.Exec("INSERT INTO follower VALUES (?,?,?,?,?)", name, f.account[:], f.at.Boot, f.at.Seq, f.heard.UnixNano()); err != nil {
				return err
			}
		}
		if c.n == 0 {
			return nil
		}
		// Of each event it is asked once more, here, whether an acknowledged batch is over it.
		const acknowledged = ` FROM event WHERE rowid IN (SELECT e.rowid FROM batch b JOIN event e ON e.boot = b.boot AND e.seq BETWEEN b.first AND b.last
			WHERE b.n <= ? AND b.n > (SELECT coalesce(max(n), 0) FROM pruned) AND b.leaf_index IS NOT NULL)`
		for kind, newest := range keep {
			if _, err := tx.Exec("INSERT INTO kept SELECT kind, boot, seq, resource, body"+acknowledged+" AND kind = ? AND length(key) > 0 ON CONFLICT DO NOTHING", c.n, kind); err != nil {
				return err
			}
			if err := keepNewest(tx, kind, newest); err != nil {
				return err
			}
		}
		if _, err := tx.Exec("DELETE"+acknowledged, c.n); err != nil {
			return err
		}
		if _, err := tx.Exec("INSERT INTO pruned VALUES (1,?,?,?) ON CONFLICT (one) DO UPDATE SET n = excluded.n, boot = excluded.boot, seq = excluded.seq",
			c.n, c.through.Boot, c.through.Seq); err != nil {
			return err
		}
		// The last one stays: the next names it, and the master is asked about it. Of an older
		// version there may be more than go in one step.
		_, err := tx.Exec("DELETE FROM batch WHERE n IN (SELECT n FROM batch WHERE n < ? ORDER BY n LIMIT 1000)", c.n)
		return err
	})
	if err == nil {
		p.mu.Lock()
		p.queue.saved = p.now()
		p.mu.Unlock()
	}
	return err
}

// keepNewest drops the oldest of a kind's kept events where there are too many.
func keepNewest(tx *sql.Tx, kind custos.Kind, newest int) error {
	_, err := tx.Exec("DELETE FROM kept WHERE rowid IN (SELECT rowid FROM kept WHERE kind = ? ORDER BY boot DESC, seq DESC LIMIT -1 OFFSET ?)", kind, newest)
	return err
}

// sweepBefore empties what an older version kept, a step at a time: all of it is acknowledged, or
// was moved. It reports whether there is more.
func (p *pruner) sweepBefore(ctx context.Context) (more bool, err error) {
	if err := p.db.Query().QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'event_before')").Scan(&more); err != nil || !more {
		return false, err
	}
	p.mu.Lock()
	keep := make(map[custos.Kind]int, len(p.queue.keep))
	for kind, n := range p.queue.keep {
		keep[kind] = n
	}
	p.mu.Unlock()
	err = p.transact(ctx, "sweep", func(tx *sql.Tx) error {
		const oldest = "(SELECT boot, seq FROM event_before ORDER BY boot, seq LIMIT 1000)"
		for kind, newest := range keep {
			if _, err := tx.Exec("INSERT INTO kept SELECT kind, boot, seq, resource, body FROM event_before b WHERE (boot, seq) IN "+oldest+
				" AND kind = ? AND NOT EXISTS (SELECT 1 FROM event e WHERE e.boot = b.boot AND e.seq = b.seq) ON CONFLICT DO NOTHING", kind); err != nil {
				return err
			}
			if err := keepNewest(tx, kind, newest); err != nil {
				return err
			}
		}
		if _, err := tx.Exec("DELETE FROM event_before WHERE (boot, seq) IN " + oldest); err != nil {
			return err
		}
		if _, err := tx.Exec("DELETE FROM batch WHERE n IN (SELECT n FROM batch WHERE n < (SELECT n FROM pruned) ORDER BY n LIMIT 1000)"); err != nil {
			return err
		}
		var left bool
		if err := tx.QueryRow("SELECT EXISTS (SELECT 1 FROM event_before)").Scan(&left); err != nil || left {
			return err
		}
		_, err := tx.Exec("DROP TABLE event_before")
		return err
	})
	if err != nil {
		return false, err
	}
	_, err = p.db.Shrink(ctx, shrinkPages)
	return true, err
}

// show says in the journal's health how much it holds, and why not less.
func (p *pruner) show(ctx context.Context, c chosen) error {
	q, err := p.measure(ctx)
	if err != nil {
		return err
	}
	if c.n == 0 && c.due && c.why != "" {
		q.Held = fmt.Sprintf("its journal holds %d events, %v: %s", q.Events, config.Bytes(q.Bytes>>20<<20), c.why)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	q.CatchingUp, q.Erased = p.queue.CatchingUp, p.queue.Erased
	p.queue.Queue = q
	return nil
}

func (j *Journal) measure(ctx context.Context) (q Queue, err error) {
	if _, q.Bytes, err = j.db.Size(ctx); err != nil {
		return q, err
	}
	db := j.db.Query()
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM event").Scan(&q.Events); err != nil {
		return q, err
	}
	var body []byte
	err = db.QueryRowContext(ctx, "SELECT body FROM event WHERE length(key) > 0 ORDER BY boot, seq LIMIT 1").Scan(&body)
	switch {
	case err == nil:
		e, err := eventOf(j.id, body)
		if err != nil {
			return q, err
		}
		q.Oldest = &e.Time
	case !errors.Is(err, sql.ErrNoRows):
		return q, err
	}
	var at position
	err = db.QueryRowContext(ctx, "SELECT boot, seq FROM pruned").Scan(&at.Boot, &at.Seq)
	if errors.Is(err, sql.ErrNoRows) {
		return q, nil
	}
	q.Pruned = custos.NewEventID(j.id, at.Boot, at.Seq)
	return q, err
}
