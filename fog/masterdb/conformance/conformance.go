// Package conformance is what every implementation of masterdb must pass before a master may
// rely on it.
package conformance

import (
	"context"
	"fmt"
	"iter"
	"reflect"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"
)

// Implementation is what is tested.
type Implementation struct {
	// Open opens the database that belongs to a directory, and makes it if there is none.
	Open func(ctx context.Context, dir string) (masterdb.DB, error)
	// Beside opens an existing one for questions, as an audit does. One that does not exist is
	// NotFound.
	Beside func(ctx context.Context, dir string) (masterdb.Reader, error)
}

// Run tests an implementation, each part with a database of its own.
func Run(t *testing.T, of Implementation) {
	for name, test := range map[string]func(*suite){
		"batches are staged":                   (*suite).staged,
		"a batch is staged whole or not":       (*suite).stagedWhole,
		"a batch is recorded":                  (*suite).recorded,
		"groups are staged and recorded":       (*suite).grouped,
		"what is recorded and what is not":     (*suite).unrecorded,
		"what is behind a batch":               (*suite).behind,
		"bodies come back as they were sealed": (*suite).bodies,
		"events are listed":                    (*suite).listed,
		"forward ends at what is staged":       (*suite).forward,
		"events are proved":                    (*suite).proved,
		"events are counted":                   (*suite).counted,
		"footage is found":                     (*suite).footage,
		"checkpoints are kept":                 (*suite).checkpoints,
		"anchors are kept":                     (*suite).anchors,
		"anchors are suspected":                (*suite).suspects,
		"what is witnessed and anchored":       (*suite).marks,
		"anchors' latencies":                   (*suite).latencies,
		"a tree is cosigned":                   (*suite).cosigned,
		"no two stories are cosigned at once":  (*suite).cosignedAtOnce,
		"alarms are open":                      (*suite).alarms,
		"policies are remembered":              (*suite).policies,
		"rules are kept":                       (*suite).rules,
		"bodies are removed":                   (*suite).removed,
		"what is old is found":                 (*suite).aged,
		"others ask beside":                    (*suite).asked,
		"a snapshot stands still":              (*suite).snapshot,
		"rows are put back":                    (*suite).mended,
		"it is opened again":                   (*suite).again,
		"who has gone changes nothing by half": (*suite).gone,
	} {
		t.Run(name, func(t *testing.T) {
			s := &suite{T: t, ctx: t.Context(), of: of, dir: t.TempDir()}
			s.open()
			t.Cleanup(func() { s.must(s.db.Close()) })
			test(s)
		})
	}
}

// suite is one part's database.
type suite struct {
	*testing.T
	ctx context.Context
	of  Implementation
	dir string
	db  masterdb.DB
}

func (s *suite) open() {
	s.Helper()
	db, err := s.of.Open(s.ctx, s.dir)
	s.must(err)
	s.db = db
}

func (s *suite) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// want compares what was got with what is wanted.
func (s *suite) want(what string, got, want any) {
	s.Helper()
	if !reflect.DeepEqual(got, want) {
		s.Errorf("%s: %+v, want %+v", what, got, want)
	}
}

// found wants something to be there, or not, without an error.
func (s *suite) found(what string, there bool, err error, want bool) {
	s.Helper()
	s.must(err)
	if there != want {
		s.Fatalf("%s: found is %v, want %v", what, there, want)
	}
}

const (
	door custos.ServiceID = "front/object"
	yard custos.ServiceID = "yard/object"
	cam1 custos.Resource  = "campus/front/cam1"
	cam2 custos.Resource  = "campus/front/cam2"
)

// began is the time of the first events. Nanoseconds count.
var began = time.Date(2026, 7, 1, 18, 0, 0, 123456789, time.UTC)

// at is so many seconds after that.
func at(seconds int) time.Time { return began.Add(time.Duration(seconds) * time.Second) }

// said is an event to be staged.
type said struct {
	kind custos.Kind
	of   custos.Resource
	at   time.Time
}

// batch makes a batch whose events begin with a sequence number.
func batch(by custos.ServiceID, boot, first uint64, events ...said) (masterdb.NewBatch, []masterdb.NewEvent) {
	b := masterdb.NewBatch{
		Service: by, Boot: boot, First: first, Last: first + uint64(len(events)) - 1,
		Leaf: evidence.Leaf(fmt.Sprintf("leaf of %s, %d, %d", by, boot, first)), Received: at(1000), ClockOffset: -2 * time.Second,
	}
	var out []masterdb.NewEvent
	for i, e := range events {
		seq := first + uint64(i)
		sealed, opening := evidence.Seal([]byte(body(by, boot, seq)))
		out = append(out, masterdb.NewEvent{ID: custos.NewEventID(by, boot, seq), Seq: seq, Kind: e.kind, Resource: e.of, Time: e.at, Sealed: sealed, Opening: opening})
	}
	return b, out
}

func body(by custos.ServiceID, boot, seq uint64) string {
	return fmt.Sprintf("event %d of %s in %d", seq, by, boot)
}

// stage stages a batch and returns its number.
func (s *suite) stage(by custos.ServiceID, boot, first uint64, events ...said) int64 {
	s.Helper()
	b, e := batch(by, boot, first, events...)
	n, err := s.db.Stage(s.ctx, b, e)
	s.must(err)
	return n
}

// commit stages a batch and records it.
func (s *suite) commit(index uint64, by custos.ServiceID, boot, first uint64, events ...said) int64 {
	s.Helper()
	n := s.stage(by, boot, first, events...)
	s.must(s.db.Record(s.ctx, n, index))
	return n
}

// seen is an event of no special kind.
func seen(seconds int) said { return said{"zone", cam1, at(seconds)} }

// all collects a sequence.
func all[T any](s *suite, seq iter.Seq2[T, error]) (out []T) {
	s.Helper()
	for v, err := range seq {
		s.must(err)
		out = append(out, v)
	}
	return out
}

// numbers are those of the events that a sequence gives.
func (s *suite) numbers(seq iter.Seq2[masterdb.Event, error]) (out []int64) {
	s.Helper()
	for _, e := range all(s, seq) {
		out = append(out, e.N)
	}
	return out
}
