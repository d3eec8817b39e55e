package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"sort"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
)

// own is a row of the journal's batches.
type own struct {
	n           int64
	boot, first uint64
	last        uint64
	leaf        evidence.Leaf
	index       sql.NullInt64
}

func (o *own) place() Place { return Place{Boot: o.boot, First: o.first, Leaf: o.leaf.Hash()} }

const ownColumns = "n, boot, first, last, leaf, leaf_index"

func (o *own) scan(row interface{ Scan(...any) error }) error {
	return row.Scan(&o.n, &o.boot, &o.first, &o.last, &o.leaf, &o.index)
}

// compare finds the last batch that journal and master both hold, and heals what is behind
// it: what the master lacks is sent again, what the journal lacks is taken over. Where that
// cannot be, it tells the master, which raises the alarm, and returns a Conflict.
func (f *Forwarder) compare(ctx context.Context) error {
	common, ahead, err := f.lastCommon(ctx)
	if err != nil {
		return err
	}
	if gone, err := f.forgotten(ctx, common, ahead); err != nil || gone {
		return err
	}
	if err := f.acknowledgeHeld(ctx, common.n); err != nil {
		return err
	}
	behind, err := f.Journal.behind(ctx, common.n)
	if err != nil {
		return err
	}
	if ahead && common.n == 0 {
		if ahead, err = f.ours(ctx); err != nil {
			return err
		}
	}
	if !ahead {
		err = f.sendAgain(ctx, common, behind)
	} else {
		var reason string
		if reason, err = f.diverged(ctx, common, behind); err == nil && reason != "" {
			return f.tellDiverged(ctx, behind, reason)
		}
		if err == nil {
			err = f.takeOver(ctx, common)
		}
	}
	if err == nil {
		err = f.Journal.finishHealing(ctx, f.Log)
	}
	if err == nil {
		f.agreed, f.foreign = true, custos.Hash{}
		f.Journal.setHeld(common.n)
	}
	return err
}

// ours reports whether what the master holds of a service of which this journal holds
// nothing is signed by its key. What is not begins another chain: the key was lost together
// with the journal.
func (f *Forwarder) ours(ctx context.Context) (bool, error) {
	s, err := f.standing(ctx, Question{Follow: true})
	if err != nil || len(s.Batches) == 0 {
		return false, err
	}
	b, err := s.Batches[0].Leaf.Open()
	return b.Principal == f.Journal.key.Address(), err
}

// unanswered is why a master does not say what it holds.
type unanswered struct {
	of  custos.ServiceID
	err error
}

func (u *unanswered) Error() string {
	return fmt.Sprintf("ask the master what it holds of %s: %v", u.of, u.err)
}

func (u *unanswered) Unwrap() error { return u.err }

func (f *Forwarder) standing(ctx context.Context, q Question) (Standing, error) {
	var s Standing
	if err := f.request(ctx, StandingRequest, q, &s); err != nil {
		return s, &unanswered{f.Journal.id, err}
	}
	if s.Common < -1 || s.Common >= len(q.Known) {
		return s, custos.Errorf(custos.Corrupt, "the master says that it holds batch %d of %d", s.Common, len(q.Known))
	}
	return s, nil
}

// lastCommon returns the newest of the journal's batches that the master holds, with n 0 if
// there is none, and whether the master holds others behind it. Each question cuts what is
// left to search into MaxKnown parts.
func (f *Forwarder) lastCommon(ctx context.Context) (common own, ahead bool, err error) {
	until := int64(-1)
	for {
		try, err := f.Journal.spread(ctx, common.n, until)
		if err != nil || len(try) == 0 && until >= 0 {
			return common, ahead, err
		}
		q := Question{Refused: f.refusedLately()}
		for i := range try {
			q.Known = append(q.Known, try[i].place())
		}
		s, err := f.standing(ctx, q)
		if err != nil {
			return common, false, err
		}
		switch {
		case len(try) == 0:
			return common, s.Ahead, nil
		case s.Common < 0:
			until = try[len(try)-1].n
			if common.n == 0 {
				ahead = s.Ahead
			}
		default:
			common, ahead = try[s.Common], s.Ahead
			until = common.n + 1
			if s.Common > 0 {
				until = try[s.Common-1].n
			}
		}
	}
}

// spread returns up to MaxKnown batches between two, newest first: all of them, or ones at
// even distances. until -1 is behind the newest, which is then among them.
func (j *Journal) spread(ctx context.Context, after, until int64) ([]own, error) {
	q := j.db.Query()
	if until < 0 {
		if err := q.QueryRowContext(ctx, "SELECT coalesce(max(n), 0) + 1 FROM batch").Scan(&until); err != nil {
			return nil, err
		}
	}
	// Numbers before the one to which the journal is pruned have no batches any more.
	floor, err := j.floor(ctx)
	if err != nil {
		return nil, err
	}
	after = max(after, floor-1)
	var out []own
	step := max((until-after-1+MaxKnown-1)/MaxKnown, 1)
	for at := until - 1; at > after && len(out) < MaxKnown; at -= step {
		var o own
		err := o.scan(q.QueryRowContext(ctx, "SELECT "+ownColumns+" FROM batch WHERE n <= ? AND n > ? ORDER BY n DESC LIMIT 1", at, after))
		if errors.Is(err, sql.ErrNoRows) {
			break
		}
		if err != nil {
			return nil, err
		}
		out = append(out, o)
		at = o.n
	}
	return out, nil
}

// rest is what a journal has behind the last common batch.
type rest struct {
	batches, acknowledged int
	oldest                own
}

func (j *Journal) behind(ctx context.Context, n int64) (r rest, err error) {
	q := j.db.Query()
	if err := q.QueryRowContext(ctx, "SELECT count(*), count(leaf_index) FROM batch WHERE n > ?", n).Scan(&r.batches, &r.acknowledged); err != nil || r.batches == 0 {
		return r, err
	}
	return r, r.oldest.scan(q.QueryRowContext(ctx, "SELECT "+ownColumns+" FROM batch WHERE n > ? ORDER BY n LIMIT 1", n))
}

// acknowledgeHeld records what the master holds and its acknowledgement did not come.
func (f *Forwarder) acknowledgeHeld(ctx context.Context, until int64) error {
	for {
		var o own
		err := o.scan(f.Journal.db.Query().QueryRowContext(ctx, "SELECT "+ownColumns+" FROM batch WHERE leaf_index IS NULL AND n <= ? ORDER BY n LIMIT 1", until))
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		s, err := f.standing(ctx, Question{Known: []Place{o.place()}})
		if err != nil {
			return err
		}
		if s.Common < 0 {
			return custos.Errorf(custos.Corrupt, "the master holds a batch of %s and not the one before it (%d): audit the master: custos audit", f.Journal.id, o.first)
		}
		err = f.Journal.transact(ctx, "acknowledge", func(tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, "UPDATE batch SET leaf_index = ? WHERE n = ?", s.Index, o.n)
			return err
		})
		if err != nil {
			return err
		}
	}
}

// sendAgain marks what the master does not hold as not acknowledged, so that it is sent
// again in its order, with the signatures that it has. Only where the key has changed, with
// which nobody may sign any more, are they made anew: the master holds none of them.
func (f *Forwarder) sendAgain(ctx context.Context, common own, behind rest) error {
	j := f.Journal
	if behind.acknowledged > 0 {
		f.Log.Warn("the master does not hold what it acknowledged; it is sent again", "batches", behind.acknowledged, "from", custos.NewEventID(j.id, behind.oldest.boot, behind.oldest.first))
		err := j.transact(ctx, "send again", func(tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, "UPDATE batch SET leaf_index = NULL WHERE n > ?", common.n)
			return err
		})
		if err != nil {
			return err
		}
	}
	if behind.batches == 0 {
		return nil
	}
	b, err := behind.oldest.leaf.Open()
	if err != nil || b.Principal == j.key.Address() {
		return err
	}
	return j.reopen(ctx)
}

// pages gives every batch that the master holds behind a place, page by page.
func (f *Forwarder) pages(ctx context.Context, after own, do func([]Held) error) error {
	q := Question{Follow: true}
	if after.n > 0 {
		q.Known = []Place{after.place()}
	}
	for {
		s, err := f.standing(ctx, q)
		if err != nil {
			return err
		}
		if len(q.Known) > 0 && s.Common < 0 {
			return custos.Errorf(custos.Conflict, "the master has lost a batch of %s while it was asked about it", f.Journal.id)
		}
		if len(s.Batches) == 0 {
			return nil
		}
		if err := do(s.Batches); err != nil || !s.More {
			return err
		}
		newest := &s.Batches[len(s.Batches)-1]
		b, err := newest.Leaf.Open()
		if err != nil {
			return err
		}
		q.Known = []Place{{Boot: b.Boot, First: b.First, Leaf: newest.Leaf.Hash()}}
	}
}

// span is a run of numbers of one life.
type span struct{ first, last uint64 }

// diverged says why journal and master cannot be reconciled, "" if they can: since the two
// agreed somebody else has signed by this service's key; or what was acknowledged to this
// journal has its place taken by something else.
func (f *Forwarder) diverged(ctx context.Context, common own, behind rest) (string, error) {
	if !f.agreed && behind.acknowledged == 0 {
		return "", nil // a journal that was put back: all that the master has is the newer
	}
	chain := f.Journal.chainFrom(common)
	held, others := map[uint64][]span{}, map[[2]uint64]bool{}
	foreign := ""
	var newest custos.Hash
	var boot, last uint64
	err := f.pages(ctx, common, func(page []Held) error {
		for i := range page {
			b, events, err := chain.next(&page[i])
			if err != nil {
				return err
			}
			held[b.Boot] = append(held[b.Boot], span{b.First, b.Last})
			newest, boot, last = chain.hash, b.Boot, b.Last
			for k := range events {
				same, there, err := f.Journal.has(ctx, &events[k])
				if err != nil {
					return err
				}
				if there && !same {
					others[[2]uint64{b.Boot, b.First + uint64(k)}] = true
				}
				if !same && foreign == "" {
					foreign = string(events[k].ID())
				}
			}
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	if f.agreed && foreign != "" && !f.quiet(newest) {
		return fmt.Sprintf("the master has %s, signed by the key of %s, which this process did not sign", foreign, f.Journal.id), nil
	}
	rows, err := f.Journal.db.Query().QueryContext(ctx, "SELECT boot, first, last FROM batch WHERE n > ? AND leaf_index IS NOT NULL ORDER BY n", common.n)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	for rows.Next() {
		var o own
		if err := rows.Scan(&o.boot, &o.first, &o.last); err != nil {
			return "", err
		}
		spans := held[o.boot]
		for seq := o.first; seq <= o.last && (o.boot < boot || o.boot == boot && seq <= last); seq++ {
			i := sort.Search(len(spans), func(i int) bool { return spans[i].last >= seq })
			if i == len(spans) || spans[i].first > seq || others[[2]uint64{o.boot, seq}] {
				return fmt.Sprintf("%s was acknowledged, and the master has something else in its place", custos.NewEventID(f.Journal.id, o.boot, seq)), nil
			}
		}
	}
	return "", rows.Err()
}

// quiet reports that nobody has signed anything further by this service's key for long: the
// other one has ended, and what it signed can be taken over.
func (f *Forwarder) quiet(newest custos.Hash) bool {
	if f.foreign != newest {
		f.foreign, f.foreignSince = newest, f.now()
	}
	return f.now().Sub(f.foreignSince) >= quietAfter
}

// tellDiverged has the master raise the alarm, by the batch that stands against its own.
func (f *Forwarder) tellDiverged(ctx context.Context, behind rest, reason string) error {
	if behind.batches > 0 {
		if _, err := f.standing(ctx, Question{Diverged: behind.oldest.leaf}); err != nil {
			return err
		}
	}
	return custos.Errorf(custos.Conflict, "%s: two journals live, or lived, by the key of %s. All is kept; see \"A service that is refused\" in docs/operations.md", reason, f.Journal.id)
}

// chain checks that batches are the service's own and follow each other.
type chain struct {
	service custos.ServiceID
	keys    []custos.Address
	hash    custos.Hash // of the one before; zero if there is none
	boot    uint64
	last    uint64
}

// chainFrom begins behind a batch. A service's own keys are the one that it has and the one
// with which it signed that batch.
func (j *Journal) chainFrom(common own) *chain {
	c := &chain{service: j.id, keys: []custos.Address{j.key.Address()}}
	if common.n > 0 {
		if b, err := common.leaf.Open(); err == nil {
			c.keys = append(c.keys, b.Principal)
		}
		c.hash, c.boot, c.last = common.leaf.Hash(), common.boot, common.last
	}
	return c
}

func (c *chain) next(h *Held) (evidence.Batch, []heldEvent, error) {
	b, events, err := h.events(c.service)
	if err != nil {
		return b, nil, err
	}
	if !slices.Contains(c.keys, b.Principal) {
		return b, nil, custos.Errorf(custos.Corrupt, "the master's batch %s %d-%d is signed by %s, which is no key of this journal", b.Service, b.First, b.Last, b.Principal)
	}
	return b, events, c.follow(b, h.Leaf)
}

// follow moves on to a batch, which must be the next one.
func (c *chain) follow(b evidence.Batch, leaf evidence.Leaf) error {
	newChain := b.Prev.IsZero() && b.Boot > c.boot // it had lost its journal there
	switch {
	case b.Prev != c.hash && !newChain && !c.hash.IsZero():
		return custos.Errorf(custos.Corrupt, "the master's batch %s %d-%d does not follow the one before it", b.Service, b.First, b.Last)
	case b.Boot < c.boot, b.Boot == c.boot && b.First != c.last+1, b.Boot > c.boot && b.First != 1 && !c.hash.IsZero():
		return custos.Errorf(custos.Corrupt, "the master's batch %s %d-%d is not in its place", b.Service, b.First, b.Last)
	}
	c.hash, c.boot, c.last = leaf.Hash(), b.Boot, b.Last
	return nil
}

// takeOver enters what the master holds behind the common batch into the journal, a
// page at a time. Signatures of the journal that the master
// has not got give way; their events stay. A crash leaves whole pages, and the next life
// goes on behind them.
func (f *Forwarder) takeOver(ctx context.Context, common own) error {
	chain := f.Journal.chainFrom(common)
	newest, batches, events := common, 0, 0
	err := f.pages(ctx, common, func(page []Held) error {
		var taken int
		var err error
		newest, taken, err = f.Journal.takePage(ctx, newest, page, chain)
		batches, events = batches+len(page), events+taken
		return err
	})
	if err == nil {
		f.Log.Warn("this journal is older than what its master has of it; that is taken over. What it had not delivered is lost", "batches", batches, "events", events)
	}
	return err
}

func (j *Journal) takePage(ctx context.Context, common own, page []Held, chain *chain) (newest own, taken int, err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	defer j.reload(&err)
	newest = common
	err = j.transact(ctx, "take over", func(tx *sql.Tx) error {
		if _, err := tx.Exec("DELETE FROM batch WHERE n > ?", common.n); err != nil {
			return err
		}
		if _, err := tx.Exec("INSERT INTO healing VALUES (1,?,?) ON CONFLICT DO NOTHING", common.boot, common.last); err != nil {
			return err
		}
		for i := range page {
			b, events, err := chain.next(&page[i])
			if err != nil {
				return err
			}
			for k := range events {
				is, err := j.takeEvent(tx, &events[k])
				if err != nil {
					return err
				}
				if is {
					taken++
				}
			}
			res, err := tx.Exec("INSERT INTO batch (boot, first, last, leaf, leaf_index) VALUES (?,?,?,?,?)", b.Boot, b.First, b.Last, []byte(page[i].Leaf), page[i].Index)
			if err != nil {
				return err
			}
			newest = own{boot: b.Boot, first: b.First, last: b.Last, leaf: page[i].Leaf}
			if newest.n, err = res.LastInsertId(); err != nil {
				return err
			}
		}
		return nil
	})
	return newest, taken, err
}
