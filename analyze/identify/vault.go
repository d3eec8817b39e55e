package identify

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"slices"
	"strings"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/analyze/face"
	"custos.dev/custos/service"
	"custos.dev/custos/store"
)

// vault keeps templates and names in the service's database, each row sealed by a key that stands
// in a file of its own: who has the database or a copy of it has nobody's face. What is removed is
// overwritten, in the file and in what was written ahead. Whoever has the key's file as well reads
// all of it; docs/face.md says so.
type vault struct {
	db   *store.DB
	seal cipher.AEAD
}

// openVault opens the vault of a key's file, made where there is none and nothing is sealed yet.
func openVault(ctx context.Context, db *store.DB, keyFile string) (*vault, error) {
	text, err := service.ReadSecret(keyFile)
	if errors.Is(err, os.ErrNotExist) {
		var rows int
		if err := db.Query().QueryRowContext(ctx, "SELECT (SELECT count(*) FROM people) + (SELECT count(*) FROM strangers)").Scan(&rows); err != nil {
			return nil, store.Explain(err)
		}
		if rows > 0 {
			return nil, custos.Errorf(custos.Corrupt, "the key of the templates, %s, is gone, and %d rows of %s are sealed by it: put it back, or delete that database and enrol anew", keyFile, rows, db.Path())
		}
		fresh := make([]byte, 32)
		if _, err := rand.Read(fresh); err != nil {
			return nil, err
		}
		text = []byte(hex.EncodeToString(fresh) + "\n")
		if err := service.WriteFile(keyFile, text, 0o600); err != nil {
			return nil, err
		}
	} else if err != nil {
		return nil, err
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(key) != 32 {
		return nil, custos.Errorf(custos.Corrupt, "%s holds no key of 64 hexadecimal digits", keyFile)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	seal, err := cipher.NewGCM(block)
	return &vault{db, seal}, err
}

// sealed is a row's body; of says which row it is, so that none can stand for another.
func (v *vault) sealed(of string, what any) ([]byte, error) {
	plain, err := json.Marshal(what)
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, v.seal.NonceSize(), v.seal.NonceSize()+len(plain)+v.seal.Overhead())
	if _, err := rand.Read(nonce); err != nil {
		return nil, err
	}
	return v.seal.Seal(nonce, nonce, plain, []byte(of)), nil
}

func (v *vault) open(of string, body []byte, into any) error {
	n := v.seal.NonceSize()
	if len(body) < n {
		return custos.Errorf(custos.Corrupt, "the row %s is cut", of)
	}
	plain, err := v.seal.Open(nil, body[:n], body[n:], []byte(of))
	if err != nil {
		return custos.Errorf(custos.Corrupt, "the row %s was not sealed by this service's key, or was changed", of)
	}
	return json.Unmarshal(plain, into)
}

// Enrolled is somebody whose face is known.
type Enrolled struct {
	ID   face.PersonID `json:"id"`
	Name string        `json:"name"`
	// List is the watch list that he is on; "" is the one that has no name.
	List string `json:"list,omitempty"`
	// Where bounds the cameras at which he is looked for.
	Where custos.Resource `json:"where"`
	// Until is when he is removed; zero is not by himself.
	Until time.Time `json:"until,omitzero"`
	At    time.Time `json:"at"`
	By    string    `json:"by"`
	// Pictures are by how many, Method names what describes them.
	Pictures int    `json:"pictures"`
	Method   string `json:"method"`
}

// person is an enrolled person's row.
type person struct {
	Enrolled
	Templates []face.Template `json:"templates"`
}

// strange is a picture of somebody who is not enrolled.
type strange struct {
	Event    custos.EventID `json:"-"`
	Who      int64          `json:"-"`
	At       time.Time      `json:"-"`
	Method   string         `json:"method"`
	Until    time.Time      `json:"until"`
	Template face.Template  `json:"template"`
}

// people reads who is enrolled.
func (v *vault) people(ctx context.Context) ([]person, error) {
	rows, err := v.db.Query().QueryContext(ctx, "SELECT id, body FROM people ORDER BY id")
	if err != nil {
		return nil, store.Explain(err)
	}
	defer rows.Close()
	var out []person
	for rows.Next() {
		var id string
		var body []byte
		if err := rows.Scan(&id, &body); err != nil {
			return nil, store.Explain(err)
		}
		var p person
		if err := v.open("person "+id, body, &p); err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, store.Explain(rows.Err())
}

// strangers reads whom the place has seen who is not enrolled, the oldest first.
func (v *vault) strangers(ctx context.Context) ([]strange, error) {
	rows, err := v.db.Query().QueryContext(ctx, "SELECT event, who, at, body FROM strangers ORDER BY number")
	if err != nil {
		return nil, store.Explain(err)
	}
	defer rows.Close()
	var out []strange
	for rows.Next() {
		var s strange
		var at int64
		var body []byte
		if err := rows.Scan((*string)(&s.Event), &s.Who, &at, &body); err != nil {
			return nil, store.Explain(err)
		}
		if err := v.open("stranger "+string(s.Event), body, &s); err != nil {
			return nil, err
		}
		s.At = time.Unix(at, 0)
		out = append(out, s)
	}
	return out, store.Explain(rows.Err())
}

// keepPerson writes somebody, or writes him again.
func (v *vault) keepPerson(ctx context.Context, p *person) error {
	body, err := v.sealed("person "+string(p.ID), p)
	if err != nil {
		return err
	}
	return v.db.Transact(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "INSERT INTO people (id, body) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body", string(p.ID), body)
		return err
	})
}

// keepStranger writes a picture of a stranger; one of an event that is there already changes nothing.
func (v *vault) keepStranger(ctx context.Context, s *strange) error {
	body, err := v.sealed("stranger "+string(s.Event), s)
	if err != nil {
		return err
	}
	return v.db.Transact(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "INSERT INTO strangers (event, who, at, body) VALUES (?, ?, ?, ?) ON CONFLICT (event) DO NOTHING", string(s.Event), s.Who, s.At.Unix(), body)
		return err
	})
}

// remove takes people and strangers out for good. What a reader of an older state still holds is
// overwritten by the next removal.
func (v *vault) remove(ctx context.Context, people []face.PersonID, events []custos.EventID) error {
	if len(people)+len(events) == 0 {
		return nil
	}
	err := v.db.Transact(ctx, func(tx *sql.Tx) error {
		for _, id := range people {
			if _, err := tx.ExecContext(ctx, "DELETE FROM people WHERE id = ?", string(id)); err != nil {
				return err
			}
		}
		for _, id := range events {
			if _, err := tx.ExecContext(ctx, "DELETE FROM strangers WHERE event = ?", string(id)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return v.db.EmptyWAL(ctx)
}

// issued is when the newest permit that ever counted was signed; zero if none did.
func (v *vault) issued(ctx context.Context) (time.Time, error) {
	var at int64
	err := v.db.Query().QueryRowContext(ctx, "SELECT issued FROM permit").Scan(&at)
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, nil
	}
	return time.Unix(at, 0).UTC(), store.Explain(err)
}

// counts keeps that a permit counted which was signed then.
func (v *vault) counts(ctx context.Context, issued time.Time) error {
	return v.db.Transact(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "INSERT INTO permit (one, issued) VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET issued = excluded.issued", issued.Unix())
		return err
	})
}

// removed are those of a slice that are gone, and the rest.
func split[T any](all []T, gone func(*T) bool) (stay, went []T) {
	for i := range all {
		if gone(&all[i]) {
			went = append(went, all[i])
		} else {
			stay = append(stay, all[i])
		}
	}
	return slices.Clip(stay), went
}
