package journal

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"log/slog"
	"math"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/observe/brief"
)

// heldEvent is an event that the master holds, opened.
type heldEvent struct {
	custos.Event
	Sealed
	body       []byte
	commitment custos.Hash
}

func (e *heldEvent) parse() error {
	if err := json.Unmarshal(e.body, &e.Event); err != nil {
		return custos.Errorf(custos.Corrupt, "an event that the master gave does not parse: %w", err)
	}
	return nil
}

// content identifies an observation by what it says, whatever its numbers are.
func content(e custos.Event) ([]byte, error) {
	e.Boot, e.Seq = 0, 0
	b, err := json.Marshal(e)
	h := sha256.Sum256(b)
	return h[:], err
}

// has says whether the journal has an event by its numbers, and whether it is the same.
func (j *Journal) has(ctx context.Context, e *heldEvent) (same, there bool, err error) {
	return sameRow(j.db.Query().QueryRowContext(ctx, "SELECT body, key, salt FROM event WHERE boot = ? AND seq = ?", e.Boot, e.Seq), e)
}

func sameRow(row *sql.Row, e *heldEvent) (same, there bool, err error) {
	s := sealedRow{by: e.Service}
	switch err := s.scan(row); {
	case errors.Is(err, sql.ErrNoRows):
		return false, false, nil
	case err != nil:
		return false, false, err
	}
	sealed, err := s.sealed()
	return err == nil && sealed.Commitment() == e.commitment, true, err
}

// takeEvent enters an event of the master, and reports whether the journal did not have it.
// Where its numbers are those of another event that was never committed, that one gives
// way to it.
func (j *Journal) takeEvent(tx *sql.Tx, e *heldEvent) (bool, error) {
	same, there, err := sameRow(tx.QueryRow("SELECT body, key, salt FROM event WHERE boot = ? AND seq = ?", e.Boot, e.Seq), e)
	if err != nil {
		return false, err
	}
	if same {
		_, err := tx.Exec("INSERT INTO taken VALUES (?,?,NULL) ON CONFLICT DO NOTHING", e.Boot, e.Seq)
		return false, err
	}
	boot, seq, err := currentLife(tx)
	if err != nil {
		return false, err
	}
	if there || e.Boot == boot && e.Seq > seq {
		if err := j.moveOn(tx, e.Boot); err != nil {
			return false, err
		}
	}
	if e.Gone != nil {
		return true, insertGone(tx, e)
	}
	c, err := content(e.Event)
	if err != nil {
		return false, err
	}
	if _, err := tx.Exec("INSERT INTO taken VALUES (?,?,?) ON CONFLICT DO NOTHING", e.Boot, e.Seq, c); err != nil {
		return false, err
	}
	return true, insertEvent(tx, &e.Event, e.body, e.Opening)
}

func insertEvent(tx *sql.Tx, e *custos.Event, body []byte, o evidence.Opening) error {
	salt := o.Salt[:]
	if o.Salt == evidence.SaltOf(o.Key) {
		salt = nil
	}
	_, err := tx.Exec("INSERT INTO event (boot, seq, kind, resource, body, key, salt) VALUES (?,?,?,?,?,?,coalesce(?, x''))", e.Boot, e.Seq,
		e.Kind, e.Resource, brief.HeaderOf(e).WriteAlone(body), o.Key[:], salt)
	return err
}

// currentLife returns the number of this life and of its newest event.
func currentLife(q interface {
	QueryRow(string, ...any) *sql.Row
},
) (boot, seq uint64, err error) {
	err = q.QueryRow("SELECT boot, max((SELECT coalesce(max(seq), 0) FROM event e WHERE e.boot = l.boot), (SELECT coalesce(max(seq), 0) FROM pruned p WHERE p.boot = l.boot)) FROM life l ORDER BY boot DESC LIMIT 1").Scan(&boot, &seq)
	return boot, seq, err
}

// reload reads what a step may have changed that was applied, or not, when it failed.
// j.mu is held.
func (j *Journal) reload(err *error) {
	boot, seq, e := currentLife(j.db.Query())
	if e != nil {
		*err = errors.Join(*err, e)
		return
	}
	if boot != j.boot || seq != j.seq {
		j.boot, j.seq, j.pressing = boot, seq, seq
		*err = errors.Join(*err, j.flow.renumber(max(boot, j.flow.life+1), boot, time.Now()))
		j.grow()
	}
}

// covered says of an event e whether a batch is over it.
const covered = "coalesce((SELECT b.last FROM batch b WHERE b.boot = e.boot AND b.first <= e.seq ORDER BY b.first DESC LIMIT 1), 0) >= e.seq"

// moveOn begins a new number for this life, above all others and above one of the master,
// and gives the events that no batch is over numbers in it, in their order. They were
// committed by none. One that was taken over from the master by other numbers is not kept
// twice.
func (j *Journal) moveOn(tx *sql.Tx, above uint64) error {
	boot, _, err := currentLife(tx)
	if err != nil {
		return err
	}
	boot = max(boot, above) + 1
	if _, err := tx.Exec("INSERT INTO life VALUES (?)", boot); err != nil {
		return err
	}
	for seq := uint64(0); ; {
		open, err := j.unbatched(tx, 0, 0, boot)
		if err != nil || len(open) == 0 {
			return err
		}
		for _, e := range open {
			toBoot, toSeq, err := takenAs(tx, e)
			if errors.Is(err, sql.ErrNoRows) {
				seq++
				toBoot, toSeq, err = boot, seq, renumber(tx, e, boot, seq)
			}
			if err == nil {
				err = recordMove(tx, e, toBoot, toSeq)
			}
			if err != nil {
				return err
			}
		}
	}
}

// unbatched returns the oldest events behind one, and before a life, that no batch is over and
// that the master does not have by these numbers: some of them, since an edge that was cut off
// may have many.
func (j *Journal) unbatched(tx *sql.Tx, boot, seq, before uint64) ([]custos.Event, error) {
	rows, err := tx.Query("SELECT boot, seq, body FROM event e WHERE (boot, seq) > (SELECT boot, last FROM healing) AND (boot, seq) > (?, ?) AND boot < ? AND NOT "+covered+
		" AND NOT EXISTS (SELECT 1 FROM taken t WHERE t.boot = e.boot AND t.seq = e.seq) ORDER BY boot, seq LIMIT 256", boot, seq, before)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []custos.Event
	for rows.Next() {
		var b, s uint64
		var body []byte
		if err := rows.Scan(&b, &s, &body); err != nil {
			return nil, err
		}
		e, err := eventOf(j.id, body)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, rows.Err()
}

// recordMove takes an event away from its numbers and says where it is now.
func recordMove(tx *sql.Tx, e custos.Event, boot, seq uint64) error {
	if _, err := tx.Exec("DELETE FROM event WHERE boot = ? AND seq = ?", e.Boot, e.Seq); err != nil {
		return err
	}
	if _, err := tx.Exec("UPDATE moved SET to_boot = ?, to_seq = ? WHERE to_boot = ? AND to_seq = ?", boot, seq, e.Boot, e.Seq); err != nil {
		return err
	}
	_, err := tx.Exec("INSERT INTO moved VALUES (?,?,?,?) ON CONFLICT (boot, seq) DO UPDATE SET to_boot = excluded.to_boot, to_seq = excluded.to_seq", e.Boot, e.Seq, boot, seq)
	return err
}

// takenAs returns the numbers by which the master has the same observation, which then
// stands for no other; sql.ErrNoRows if it has not.
func takenAs(tx *sql.Tx, e custos.Event) (boot, seq uint64, err error) {
	c, err := content(e)
	if err != nil {
		return 0, 0, err
	}
	if err := tx.QueryRow("SELECT boot, seq FROM taken WHERE content = ? ORDER BY boot, seq LIMIT 1", c).Scan(&boot, &seq); err != nil {
		return 0, 0, err
	}
	_, err = tx.Exec("UPDATE taken SET content = NULL WHERE boot = ? AND seq = ?", boot, seq)
	return boot, seq, err
}

// twice reports whether an event that no batch is over says what one says that was taken over.
func (j *Journal) twice(tx *sql.Tx) (bool, error) {
	var contents bool
	if err := tx.QueryRow("SELECT EXISTS (SELECT 1 FROM taken WHERE content IS NOT NULL)").Scan(&contents); err != nil || !contents {
		return false, err
	}
	for boot, seq := uint64(0), uint64(0); ; {
		open, err := j.unbatched(tx, boot, seq, math.MaxInt64)
		if err != nil || len(open) == 0 {
			return false, err
		}
		for _, e := range open {
			c, err := content(e)
			if err != nil {
				return false, err
			}
			var is bool
			if err := tx.QueryRow("SELECT EXISTS (SELECT 1 FROM taken WHERE content = ?)", c).Scan(&is); err != nil || is {
				return is, err
			}
			boot, seq = e.Boot, e.Seq
		}
	}
}

func renumber(tx *sql.Tx, e custos.Event, boot, seq uint64) error {
	e.Boot, e.Seq = boot, seq
	body, err := json.Marshal(e)
	if err != nil {
		return err
	}
	return insertEvent(tx, &e, body, evidence.NewOpening())
}

// unfinished reports that a healing was begun and not ended.
func (j *Journal) unfinished(ctx context.Context) (is bool, err error) {
	err = j.db.Query().QueryRowContext(ctx, "SELECT count(*) FROM healing").Scan(&is)
	return is, err
}

// finishHealing ends a healing: every event is under a batch, or can be batched behind the
// last, in the order in which it was seen.
func (j *Journal) finishHealing(ctx context.Context, log *slog.Logger) (err error) {
	if is, err := j.unfinished(ctx); err != nil || !is {
		return err
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	defer j.reload(&err)
	before := j.boot
	err = j.transact(ctx, "finish healing", func(tx *sql.Tx) error {
		var boot, last uint64
		if err := tx.QueryRow("SELECT boot, last FROM batch ORDER BY n DESC LIMIT 1").Scan(&boot, &last); err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		life, seq, err := currentLife(tx)
		if err != nil {
			return err
		}
		var displaced bool
		err = tx.QueryRow("SELECT EXISTS (SELECT 1 FROM event e WHERE (boot, seq) > (SELECT boot, last FROM healing) AND (boot, seq) <= (?, ?) AND NOT "+covered+")", boot, last).Scan(&displaced)
		if err != nil {
			return err
		}
		if !displaced {
			if displaced, err = j.twice(tx); err != nil {
				return err
			}
		}
		if displaced || life < boot || life == boot && seq < last {
			if err := j.moveOn(tx, boot); err != nil {
				return err
			}
		}
		_, err = tx.Exec("DELETE FROM healing; DELETE FROM taken")
		return err
	})
	if err == nil {
		if boot, _, e := currentLife(j.db.Query()); e == nil && boot != before {
			log.Warn("the master has later events of this service than this life's: its number is moved up", "from", before, "to", boot)
		}
	}
	return err
}
