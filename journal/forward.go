package journal

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
)

const (
	// compareEvery is how often a service asks its master whether the two hold the same:
	// one that has nothing to send would not be refused when the master lost a batch.
	compareEvery = 10 * time.Minute
	// quietAfter is for how long nobody else may have signed by this service's key before
	// it takes over what was.
	quietAfter = 10 * time.Minute
	// maxFruitless is how often a batch may be refused with nothing acknowledged between
	// before that is put on show, and tried more seldom.
	maxFruitless = 3
	// maxRemembered is how many refusals are counted at most.
	maxRemembered = 32
)

// Forward closes batches and sends them to the domain's master, oldest first,
// each until it is acknowledged. It runs until ctx ends; what is left then is
// sent by the next life.
func (j *Journal) Forward(ctx context.Context, p Peers, master custos.ServiceID, log *slog.Logger) error {
	f := &Forwarder{Journal: j, Head: p.Head, Log: log, Ask: func(ctx context.Context, what string, data []byte) ([]byte, error) {
		return p.Ask(ctx, master, what, data)
	}}
	return f.Run(ctx)
}

// Forwarder brings a journal to its master. It belongs to one goroutine.
type Forwarder struct {
	Journal *Journal
	// Ask sends a request of a kind to the domain's master. An error that the master itself answered has its kind;
	// any other is Unavailable.
	Ask func(ctx context.Context, what string, data []byte) ([]byte, error)
	// Head returns the newest confirmed block heard of; zero if none yet.
	Head func() custos.BlockRef
	Log  *slog.Logger
	// Now is the service's clock; nil is time.Now.
	Now func() time.Time

	// sent is when the last batch that was acknowledged was closed or sent: what it takes the master to
	// acknowledge it does not keep the next one's events waiting.
	sent time.Time
	// compareAt is when journal and master are compared next; apart is why they are
	// compared at once, nil if they need not be.
	compareAt time.Time
	apart     error
	// refusals are the times of the newest refusals.
	refusals []time.Time
	// agreed says that the two were found to hold the same in this life. What the master has since then
	// by this service's key and this journal does not is signed by somebody else.
	agreed    bool
	fruitless int
	// foreign is the newest batch that somebody else signed, and since when it is.
	foreign      custos.Hash
	foreignSince time.Time
}

func (f *Forwarder) now() time.Time {
	if f.Now == nil {
		return time.Now()
	}
	return f.Now()
}

// Run works until ctx ends.
func (f *Forwarder) Run(ctx context.Context) error {
	wait := time.Duration(0)
	for {
		more, err := f.Turn(ctx)
		most := 2 * time.Second
		switch kind := custos.KindOf(err); {
		case ctx.Err() != nil:
			return nil
		case err == nil:
			wait = 0
			if more && !f.mayRest(ctx) {
				continue
			}
			if err := f.Journal.sleepUntilGrown(ctx, f.sent); err != nil {
				return nil
			}
			continue
		case kind == custos.Unavailable:
			if wait == 0 {
				f.Log.Info("events wait for the master", "err", err)
			}
		case kind == custos.Conflict || kind == custos.Corrupt:
			most = 30 * time.Second // nothing that mends itself in a moment
		}
		wait = min(max(2*wait, 100*time.Millisecond), most)
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
		}
	}
}

// mayRest says after a step that the next one is not due at once.
func (f *Forwarder) mayRest(ctx context.Context) bool {
	only, err := f.Journal.nothingPresses(ctx)
	return err == nil && only && f.apart == nil
}

// Turn does one step: it compares journal and master where that is due, heals what it
// finds, and sends the oldest batch. It reports whether there was something to do. What the
// master refuses is said once, shown by Health, and tried again by the next Turn: nothing
// is dropped.
func (f *Forwarder) Turn(ctx context.Context) (bool, error) {
	if err := f.compareIfDue(ctx); err != nil {
		return false, f.refused(err)
	}
	began := time.Now()
	sent, err := f.forwardOne(ctx)
	switch custos.KindOf(err) {
	case custos.Conflict:
		f.apart = err
		f.refusals = append(f.refusals, f.now())
		f.refusals = f.refusals[max(0, len(f.refusals)-maxRemembered):]
		if f.fruitless++; f.fruitless <= maxFruitless {
			return true, nil
		}
		return false, f.refused(err)
	case custos.NotFound, custos.Invalid:
		// Its block was taken by a reorganisation, or this clock was behind, and
		// the master has not got it. It is signed again, by a block and a time of now.
		if again := f.Journal.reopen(ctx); again != nil {
			return false, again
		}
		f.Log.Warn("a refused batch is signed again", "err", err)
	}
	if err != nil {
		return false, f.refused(err)
	}
	if sent {
		f.fruitless, f.sent = 0, began
	}
	f.Journal.setRefused(nil, f.now())
	return sent, nil
}

// refused puts on show why nothing gets to the master, and says a new reason once. That the
// master is away is no such reason.
func (f *Forwarder) refused(err error) error {
	if custos.KindOf(err) != custos.Unavailable && f.Journal.setRefused(err, f.now()) {
		f.Log.Error("the master does not take what is sent to it; it is kept and sent again", "err", err)
	}
	return err
}

// refusedLately counts the refusals of the last hour.
func (f *Forwarder) refusedLately() (n int) {
	for _, t := range f.refusals {
		if f.now().Sub(t) < time.Hour {
			n++
		}
	}
	return n
}

// compareIfDue compares journal and master after a refusal, after a crash while healing, at
// the beginning and from time to time. The last two need not be answered for the journal to
// go on.
func (f *Forwarder) compareIfDue(ctx context.Context) error {
	unfinished, err := f.Journal.unfinished(ctx)
	if err != nil {
		return err
	}
	if f.apart == nil && !unfinished && f.now().Before(f.compareAt) && !f.Journal.compareWanted() {
		return nil
	}
	err = f.compare(ctx)
	if err == nil {
		f.apart, f.compareAt = nil, f.now().Add(compareEvery)
		return nil
	}
	var unanswered *unanswered
	if errors.As(err, &unanswered) && f.apart == nil && !unfinished {
		f.compareAt = f.now().Add(compareEvery / 60)
		return nil
	}
	if custos.KindOf(err) != custos.Unavailable && f.apart == nil {
		f.apart = err
	}
	return err
}

// request sends the master a request of a kind and reads its answer.
func (f *Forwarder) request(ctx context.Context, what string, question, answer any) error {
	data, err := json.Marshal(question)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	reply, err := f.Ask(ctx, what, data)
	if err != nil {
		if custos.KindOf(err) == custos.Internal {
			// The master's own trouble is not this journal's.
			return custos.Errorf(custos.Unavailable, "the master fails: %w", err)
		}
		return err
	}
	if err := json.Unmarshal(reply, answer); err != nil {
		return custos.Errorf(custos.Unavailable, "the master's answer to a request of the kind %s does not parse: %w", what, err)
	}
	return nil
}

// forwardOne sends the oldest batch that is not acknowledged, closing one first
// where none is. It reports whether there was one.
func (f *Forwarder) forwardOne(ctx context.Context) (bool, error) {
	j := f.Journal
	n, leaf, err := j.oldestOpen(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		if closed, err := j.closeBatch(ctx, f.Head()); err != nil || !closed {
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
	if b.Principal != j.key.Address() {
		// Whether the master has it is asked before it is signed again.
		return false, custos.Errorf(custos.Conflict, "batch %s %d-%d is signed by %s, the key of before", b.Service, b.First, b.Last, b.Principal)
	}
	c := Commit{Leaf: leaf, Sent: f.now().UTC()}
	if c.Events, err = j.sealed(ctx, b); err != nil {
		return false, err
	}
	var ack Committed
	if err := f.request(ctx, CommitRequest, c, &ack); err != nil {
		return false, err
	}
	if err := ack.check(leaf); err != nil {
		return false, err
	}
	if err := j.contradicts(ctx, n, ack); err != nil {
		return false, err
	}
	return true, j.transact(ctx, "acknowledge", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE batch SET leaf_index = ? WHERE n = ?", ack.Index, n)
		return err
	})
}

// contradicts says why an acknowledgement cannot be true by what was acknowledged before:
// a log only grows.
func (j *Journal) contradicts(ctx context.Context, n int64, ack Committed) error {
	var before sql.NullInt64
	err := j.db.Query().QueryRowContext(ctx, "SELECT leaf_index FROM batch WHERE n < ? ORDER BY n DESC LIMIT 1", n).Scan(&before)
	if errors.Is(err, sql.ErrNoRows) || err == nil && (!before.Valid || uint64(before.Int64) < ack.Index) {
		return nil
	}
	if err != nil {
		return err
	}
	return custos.Errorf(custos.Conflict, "a batch of %s was acknowledged at leaf %d, the one before it at %d", j.id, ack.Index, before.Int64)
}

// sleepUntilGrown waits for a new event and then for more of its batch: not long where something
// pressing waits, hardly at all where nothing was sent lately, and longer where only packs wait and
// what tells of what is over.
func (j *Journal) sleepUntilGrown(ctx context.Context, sent time.Time) error {
	var packs <-chan time.Time
	for {
		boot, seq, grown := j.position()
		var last uint64
		if err := j.db.Query().QueryRowContext(ctx, "SELECT coalesce(max(last), 0) FROM batch WHERE boot = ?", boot).Scan(&last); err != nil {
			return err
		}
		var head <-chan time.Time
		switch {
		case seq == last:
			head = time.After(time.Second) // a head may be known now
		case j.pressesAfter(boot, last) || seq-last >= evidence.MaxBatch/2:
			pause(ctx, max(closeAtOnce, CloseEvery-time.Since(sent)))
			return ctx.Err()
		case packs == nil:
			packs = time.After(ContinuousCloseEvery)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-grown:
		case <-head:
			return nil
		case <-packs:
			return nil
		}
	}
}

// nothingPresses reports that no batch waits for the master, and no pressing event for a batch: then
// what there is need not be closed at once.
func (j *Journal) nothingPresses(ctx context.Context) (bool, error) {
	boot, _, _ := j.position()
	var open, older bool
	var last uint64
	err := j.db.Query().QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM batch WHERE leaf_index IS NULL), coalesce(max(last), 0),
		EXISTS (SELECT 1 FROM event WHERE boot < ? AND (boot, seq) > (SELECT boot, last FROM batch ORDER BY n DESC LIMIT 1)) FROM batch WHERE boot = ?`, boot, boot).Scan(&open, &last, &older)
	return err == nil && !open && !older && !j.pressesAfter(boot, last), err
}

// pressesAfter reports that a pressing event of a life is behind its event last.
func (j *Journal) pressesAfter(boot, last uint64) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return boot != j.boot || j.pressing > last
}

// reopen forgets the signatures of the batches that are closed and not acknowledged;
// their events stay. Only what the master refused is reopened: another batch in the
// place of one that he has he would refuse for ever.
func (j *Journal) reopen(ctx context.Context) error {
	return j.transact(ctx, "reopen", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM batch WHERE leaf_index IS NULL")
		return err
	})
}

// Health is what a service says of its way to the master.
type Health struct {
	// Refused is why the master refuses what is sent to it, "" if it does not.
	Refused string `json:"refused,omitempty"`
	// Since is from when on it does.
	Since *time.Time `json:"since,omitempty"`
	Queue
}

// Health says whether the master takes what this journal has.
func (j *Journal) Health() Health {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.queue.shown(j.health)
}

// setRefused puts on show why the master refuses, nil that it does not, and reports whether
// that is new.
func (j *Journal) setRefused(err error, now time.Time) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	if err == nil {
		j.health = Health{}
		return false
	}
	is := j.health.Refused != err.Error()
	if j.health.Since == nil {
		j.health.Since = &now
	}
	j.health.Refused = err.Error()
	return is
}

// transact does a durable step. A test makes it fail before it is applied, or after.
func (j *Journal) transact(ctx context.Context, step string, fn func(*sql.Tx) error) error {
	if j.step == nil {
		return j.db.Transact(ctx, fn)
	}
	if err := j.step(step); err != nil {
		return fmt.Errorf("%s: %w", step, err)
	}
	if err := j.db.Transact(ctx, fn); err != nil {
		return err
	}
	return j.step(step + ", applied")
}
