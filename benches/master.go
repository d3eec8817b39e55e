package benches

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/figures"
	"custos.dev/custos/fog"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/journal"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/observe"
	"custos.dev/custos/store/pgtest"
)

// Master measures what a domain's master can take in, and what it costs it: batches of events
// of several services, each signed by its own key, go through its committer into a log and a
// database on disk. An event counts as committed when its batch is acknowledged: by then it is
// synced to disk in both.
type Master struct {
	// Services commit at once, each its next batch when the one before is acknowledged.
	Services int
	// Batch is how many events a batch has, Events how many are committed in all.
	Batch, Events int
	// Watchers is how many watch at once.
	Watchers int
	// Database is which one the master has: "sqlite", or "postgres" for a PostgreSQL server of its own.
	Database string
	// Questions is how many events a database has that is asked; 0 asks none.
	Questions int
	// Notes are told why a peer is not measured.
	Notes io.Writer
}

// masterDomain is whose master is measured.
const masterDomain custos.Resource = "bench/front-door"

// committing is a master's way into log and database, and the services that use it.
type committing struct {
	db        masterdb.DB
	log       *fog.Log
	committer *fog.Committer
	services  []*committer
	by        map[custos.Address]custos.Principal
	block     custos.Head
	size      atomic.Uint64  // of the log, as it was told
	server    *pgtest.Server // of the database; nil for SQLite
	every     time.Duration  // how long a service waits from one batch to the next
	// trust is what the log's checkpoints are verified by.
	trust evidence.TrustLog
}

// committer is a service with the batches that it is going to commit.
type committer struct {
	id      custos.ServiceID
	key     *key.Key
	batches []journal.Commit
	bytes   int
	seq     uint64
	prev    custos.Hash
}

// Principal implements fog.Directory.
func (c *committing) Principal(a custos.Address) (custos.Principal, bool) {
	p, ok := c.by[a]
	return p, ok
}

// Block implements fog.Chain.
func (c *committing) Block(context.Context, uint64) (custos.Head, error) { return c.block, nil }

// Run measures.
func (m *Master) Run(ctx context.Context) (*figures.Result, error) {
	dir, err := os.MkdirTemp("", "custos-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	b := newBench("master")
	if m.Questions > 0 {
		return b.Result, b.questions(ctx, m, dir)
	}
	return b.Result, b.master(ctx, m, dir)
}

func (b *bench) master(ctx context.Context, m *Master, dir string) error {
	own, services, err := b.commits(ctx, m, filepath.Join(dir, "many"))
	if err != nil {
		return err
	}
	if err := b.peers(ctx, m, dir, own, services); err != nil {
		return err
	}
	if err := b.alone(ctx, m, filepath.Join(dir, "alone")); err != nil {
		return err
	}
	if err := b.commitsByBus(ctx, m, filepath.Join(dir, "bus")); err != nil {
		return err
	}
	if m.Database == "postgres" {
		if err := b.failover(ctx, filepath.Join(dir, "failover")); err != nil {
			return err
		}
	}
	return b.viewers(ctx, m, filepath.Join(dir, "watched"))
}

// commits is the master under load: how many events it commits a second, what each takes of
// a processor, and how long a batch waits for its acknowledgement.
func (b *bench) commits(ctx context.Context, m *Master, dir string) (own peerRates, services []*committer, err error) {
	c, err := openCommitting(ctx, dir, m.Database, m.Services)
	if err != nil {
		return own, nil, err
	}
	events := m.Events / m.Services / m.Batch * m.Services * m.Batch
	if of := c.server; of != nil {
		defer func() { // it has ended by then, and is known to have used so much
			b.Add("commit-server-cpu", float64(of.CPU().Microseconds())/float64(events), "us/event")
		}()
	}
	defer c.close(ctx, &err)
	size := 0
	for _, s := range c.services {
		if err := s.prepare(m.Events/m.Services/m.Batch, m.Batch, c.block.BlockRef); err != nil {
			return own, nil, err
		}
		size += s.bytes
	}
	took, wall, cpu, err := c.run(ctx)
	if err != nil {
		return own, nil, err
	}
	own = rates(events, wall, cpu)
	b.Add("commits-per-second", own.rate, "events/s")
	b.Add("commit-cpu", own.cpu, "us/event")
	b.Add("commit-p50", quantile(took, .5).Seconds()*1000, "ms")
	b.Add("commit-p99", quantile(took, .99).Seconds()*1000, "ms")
	b.Add("commit-services", float64(m.Services), "")
	b.Add("commit-batch", float64(m.Batch), "events")
	b.Add("commit-bytes", float64(size)/float64(events), "B/event")
	return own, c.services, nil
}

// aloneCommits is how many batches come alone, one after the other.
const aloneCommits = 100

// alone is a batch of one event that comes when nothing else does.
func (b *bench) alone(ctx context.Context, m *Master, dir string) (err error) {
	c, err := openCommitting(ctx, dir, m.Database, 1)
	if err != nil {
		return err
	}
	defer c.close(ctx, &err)
	if err := c.services[0].prepare(aloneCommits, 1, c.block.BlockRef); err != nil {
		return err
	}
	c.every = 2 * fog.GatherFor
	took, _, cpu, err := c.run(ctx)
	if err != nil {
		return err
	}
	b.Add("commit-alone-cpu", float64(cpu.Microseconds())/aloneCommits, "us/event")
	b.Add("commit-alone-p50", quantile(took, .5).Seconds()*1000, "ms")
	return nil
}

func openCommitting(ctx context.Context, dir, database string, services int) (*committing, error) {
	c, err := prepareCommitting(dir, services)
	if err != nil {
		return nil, err
	}
	if c.db, c.server, err = openDatabase(ctx, dir, database); err != nil {
		return nil, err
	}
	if err := c.start(ctx, filepath.Join(dir, "log")); err != nil {
		return nil, errors.Join(err, c.db.Close(), c.server.End())
	}
	return c, nil
}

// prepareCommitting makes the services and their chain.
func prepareCommitting(dir string, services int) (*committing, error) {
	c := &committing{by: map[custos.Address]custos.Principal{}}
	c.block = custos.Head{BlockRef: custos.BlockRef{Number: 3, Hash: custos.Hash{1}}, Time: time.Now().Add(-time.Minute)}
	for i := range services {
		k, err := key.Generate()
		if err != nil {
			return nil, err
		}
		s := &committer{id: custos.ServiceID(fmt.Sprintf("edge%d/object", i)), key: k}
		c.services = append(c.services, s)
		c.by[k.Address()] = custos.Principal{Address: k.Address(), Name: string(s.id), Role: custos.RoleService, Domain: masterDomain, Active: true}
	}
	return c, os.MkdirAll(dir, 0o700)
}

// start opens the log beside the database, and begins to take batches.
func (c *committing) start(ctx context.Context, dir string) error {
	_, logKey, err := ed25519.GenerateKey(nil)
	if err != nil {
		return err
	}
	signer, err := evidence.NoteSigner("custos/bench/master", logKey)
	if err != nil {
		return err
	}
	own, err := key.Generate()
	if err != nil {
		return err
	}
	c.trust = evidence.TrustLog{Origin: signer.Name(), Key: custos.Hash(logKey.Public().(ed25519.PublicKey)), Signer: own.Address()}
	if c.log, err = fog.OpenLog(ctx, dir, signer, evidence.LedgerSigner(signer.Name(), own)); err != nil {
		return err
	}
	c.committer = &fog.Committer{DB: c.db, Log: c.log, Domain: masterDomain, Directory: c, Chain: c, Gather: fog.GatherFor, Logger: slog.New(slog.DiscardHandler)}
	return c.committer.Recover(ctx)
}

func (c *committing) close(ctx context.Context, err *error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
	defer cancel()
	*err = errors.Join(*err, c.log.Close(ctx), c.db.Close(), c.server.End())
}

// openDatabase opens an empty database of a kind, with its server if it has one.
func openDatabase(ctx context.Context, dir, kind string) (db masterdb.DB, s *pgtest.Server, err error) {
	address := filepath.Join(dir, "master.db")
	if kind == "postgres" {
		if s, err = pgtest.Start(ctx); err != nil {
			return nil, nil, err
		}
		address = s.URL("postgres")
	}
	if db, err = fog.OpenDatabase(ctx, address); err != nil {
		return nil, nil, errors.Join(err, s.End())
	}
	return db, s, nil
}

// prepare seals and signs batches as a service's journal does, which is not the master's work.
func (s *committer) prepare(batches, events int, known custos.BlockRef) error {
	for range batches {
		b := evidence.Batch{Service: s.id, Boot: 1, First: s.seq + 1, Last: s.seq + uint64(events), Prev: s.prev, Block: known, Closed: time.Now()}
		m := journal.Commit{Sent: b.Closed, Events: make([]journal.Sealed, events)}
		commitments := make([]custos.Hash, events)
		for i := range events {
			s.seq++
			body, err := s.body()
			if err != nil {
				return err
			}
			s.bytes += len(body)
			m.Events[i].Sealed, m.Events[i].Opening = evidence.Seal(body)
			commitments[i] = m.Events[i].Commitment()
		}
		var err error
		if m.Leaf, err = evidence.SignBatch(b, commitments, s.key); err != nil {
			return err
		}
		s.prev = m.Leaf.Hash()
		s.batches = append(s.batches, m)
	}
	return nil
}

// body is a notable event, as behavior says it.
func (s *committer) body() ([]byte, error) {
	e, err := custos.Observation{
		Resource: masterDomain + "/cam" + custos.Resource(fmt.Sprint(s.seq%4)), Time: time.Now(),
		Payload: &observe.Zone{
			Zone: "entrance", Transition: observe.Enter, Class: custos.Person, Track: observe.TrackID(s.seq),
			Frame: custos.FrameRef{Boot: 1785000000000, Seq: s.seq}, Box: custos.Box{X: .25, Y: .5, W: .125, H: .25}, Inside: 1300 * time.Millisecond,
		},
	}.Event(s.id, 1, s.seq)
	if err != nil {
		return nil, err
	}
	return json.Marshal(e)
}

// run lets all services commit all that they have, and returns how long each batch took.
func (c *committing) run(ctx context.Context) (took []time.Duration, wall, cpu time.Duration, err error) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	cpuBefore, err := ownCPU()
	if err != nil {
		return nil, 0, 0, err
	}
	began := time.Now()
	for _, s := range c.services {
		wg.Go(func() {
			mine := make([]time.Duration, 0, len(s.batches))
			var failed error
			for _, m := range s.batches {
				m.Sent = time.Now()
				if _, failed = c.committer.Commit(ctx, s.key.Address(), m); failed != nil {
					break
				}
				mine = append(mine, time.Since(m.Sent))
				if c.every > 0 {
					if failed = pause(ctx, c.every); failed != nil {
						break
					}
				}
			}
			mu.Lock()
			defer mu.Unlock()
			took, err = append(took, mine...), errors.Join(err, failed)
		})
	}
	wg.Wait()
	wall = time.Since(began)
	cpuAfter, cerr := ownCPU()
	return took, wall, cpuAfter - cpuBefore, errors.Join(err, cerr)
}
