package benches

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/journal"
	"custos.dev/custos/ledger"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/observe"

	"golang.org/x/mod/sumdb/note"
)

// measuredLog is a domain's master without its API: the log, its witnesses and what
// anchors it, as in a site.
type measuredLog struct {
	master    ledger.Master
	log       *fog.Log
	committer *fog.Committer
	anchorer  *fog.Anchorer
	databases []masterdb.DB
	producer  custos.Principal
	key       *key.Key // the producer's
	seq       uint64
	prev      custos.Hash
	cancel    context.CancelFunc
	ended     chan error

	mu    sync.Mutex
	began map[uint64]time.Time // when each was committed, by leaf
	took  map[uint64]time.Duration
	marks fog.Marks
	lost  int // how often an anchor that was confirmed left the chain again
	moved chan struct{}
}

// witness is another owner's witness, in this process.
type witness struct{ *fog.Witness }

func (w witness) Name() string           { return w.Witness.Name }
func (w witness) Key() ed25519.PublicKey { return w.Witness.Key.Public().(ed25519.PublicKey) }

// openLog opens a log on disk and on the chain, and begins to anchor it.
func openLog(ctx context.Context, n *network, m *miner, dir string, every time.Duration) (*measuredLog, error) {
	l := &measuredLog{master: ledger.Master{Client: m.chain, Key: m.fog, Domain: m.domain}, began: map[uint64]time.Time{}, took: map[uint64]time.Duration{}, moved: make(chan struct{}, 1), ended: make(chan error, 1)}
	origin := "custos/bench/" + filepath.Base(dir)
	_, logKey, err := ed25519.GenerateKey(nil)
	if err != nil {
		return nil, err
	}
	if l.key, err = key.Generate(); err != nil {
		return nil, err
	}
	signer, err := evidence.NoteSigner(origin, logKey)
	if err != nil {
		return nil, err
	}
	verifier, err := evidence.NoteVerifier(origin, logKey.Public().(ed25519.PublicKey))
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	if _, err := m.chain.CreateLog(ctx, m.owner, origin, m.fog.Address(), custos.Hash(logKey.Public().(ed25519.PublicKey))); err != nil {
		return nil, err
	}
	var witnesses []fog.Peer
	for i := range n.miners {
		db, err := fog.OpenDatabase(ctx, filepath.Join(dir, fmt.Sprintf("master%d.db", i)))
		if err != nil {
			return nil, err
		}
		l.databases = append(l.databases, db)
		_, k, err := ed25519.GenerateKey(nil)
		if err != nil {
			return nil, err
		}
		witnesses = append(witnesses, witness{&fog.Witness{
			DB: db, Name: fmt.Sprint("bench/witness", i), Key: k,
			Verifier: func(o string) (note.Verifier, bool) { return verifier, o == origin },
		}})
	}
	if l.log, err = fog.OpenLog(ctx, filepath.Join(dir, "log"), signer, evidence.LedgerSigner(origin, m.fog)); err != nil {
		return nil, err
	}
	quiet := slog.New(slog.NewTextHandler(custos.PlainWriter{W: os.Stderr}, &slog.HandlerOptions{Level: slog.LevelWarn}))
	l.producer = custos.Principal{Address: l.key.Address(), Name: "edge/object", Role: custos.RoleService, Domain: m.domain, Active: true}
	l.committer = &fog.Committer{DB: l.databases[0], Log: l.log, Domain: m.domain, Directory: l, Chain: l.master, Logger: quiet}
	l.anchorer = &fog.Anchorer{
		DB: l.databases[0], Log: l.log, Ledger: l.master, Confirmations: int(m.chain.Confirmations()), Every: every, Logger: quiet,
		Witnesses: func() ([]fog.Peer, int) { return witnesses, len(witnesses)/2 + 1 }, Moved: l.move,
	}
	run, cancel := context.WithCancel(ctx)
	l.cancel = cancel
	go func() { l.ended <- l.anchorer.Run(run) }()
	return l, nil
}

// Principal implements fog.Directory: who commits is known.
func (l *measuredLog) Principal(a custos.Address) (custos.Principal, bool) {
	return l.producer, a == l.producer.Address
}

// commit signs a batch of one event as a service does, and commits it.
func (l *measuredLog) commit(ctx context.Context) error {
	head, err := l.master.Head(ctx)
	if err != nil {
		return err
	}
	// As a service does: a newer block may be gone when the batch comes.
	known, err := l.master.Block(ctx, head.Number-min(head.Number, l.master.Confirmations()))
	if err != nil {
		return err
	}
	l.seq++
	e, err := custos.Observation{
		Resource: l.producer.Domain + "/cam1", Time: time.Now(),
		Payload: &observe.Zone{Zone: "entrance", Transition: observe.Enter, Class: custos.Person, Track: observe.TrackID(l.seq)},
	}.Event(custos.ServiceID(l.producer.Name), 1, l.seq)
	if err != nil {
		return err
	}
	body, err := json.Marshal(e)
	if err != nil {
		return err
	}
	sealed, opening := evidence.Seal(body)
	b := evidence.Batch{Service: e.Service, Boot: e.Boot, First: l.seq, Last: l.seq, Prev: l.prev, Block: known.BlockRef, Closed: time.Now()}
	leaf, err := evidence.SignBatch(b, []custos.Hash{sealed.Commitment()}, l.key)
	if err != nil {
		return err
	}
	began := time.Now()
	index, err := l.committer.Commit(ctx, l.key.Address(), journal.Commit{Leaf: leaf, Events: []journal.Sealed{{Sealed: sealed, Opening: opening}}})
	if err != nil {
		return err
	}
	l.prev = leaf.Hash()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.began[index] = began
	l.note() // its anchor may have been confirmed before it was put down
	return nil
}

// move takes how far the log has come. What is confirmed no more is waited for anew.
func (l *measuredLog) move(fog.Marks) {
	l.mu.Lock()
	defer l.mu.Unlock()
	m := l.anchorer.Marks() // what was told may have been overtaken
	if m.Anchored < l.marks.Anchored {
		l.lost++
	}
	l.marks = m
	l.note()
}

func (l *measuredLog) note() {
	for index, since := range l.began {
		_, had := l.took[index]
		switch confirmed := index < l.marks.Anchored; {
		case confirmed && !had:
			l.took[index] = time.Since(since)
		case !confirmed && had:
			delete(l.took, index)
		}
	}
	select {
	case l.moved <- struct{}{}:
	default:
	}
}

// confirmed waits until so many events are confirmed, and returns how long each took, sorted.
func (l *measuredLog) confirmed(ctx context.Context, events int) ([]time.Duration, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Minute)
	defer cancel()
	for {
		l.mu.Lock()
		took := slices.Sorted(maps.Values(l.took))
		l.mu.Unlock()
		if len(took) >= events {
			return took, nil
		}
		select {
		case <-ctx.Done():
			return nil, custos.Errorf(custos.Unavailable, "%d of %d events were confirmed: %w", len(took), events, ctx.Err())
		case <-l.moved:
		}
	}
}

// grow adds leaves, many at once as they come from many services. The log is not
// anchored meanwhile.
func (l *measuredLog) grow(ctx context.Context, leaves int) error {
	l.pauseAnchors()
	work := make(chan int)
	errs := make(chan error, 256)
	var wg sync.WaitGroup
	for range 256 {
		wg.Go(func() {
			for i := range work {
				if _, err := l.log.Add(ctx, fmt.Appendf(nil, "leaf %d %d", time.Now().UnixNano(), i)); err != nil {
					select {
					case errs <- err:
					default:
					}
				}
			}
		})
	}
	for i := range leaves {
		work <- i
	}
	close(work)
	wg.Wait()
	select {
	case err := <-errs:
		return err
	default:
		return nil
	}
}

// pauseAnchors ends the anchoring for good; what follows is anchored by hand.
func (l *measuredLog) pauseAnchors() {
	if l.cancel != nil {
		l.cancel()
		<-l.ended
		l.cancel = nil
	}
}

// close ends it and joins what went wrong.
func (l *measuredLog) close(ctx context.Context, err *error) {
	l.pauseAnchors()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
	defer cancel()
	errs := []error{*err, l.log.Close(ctx)}
	for _, db := range l.databases {
		errs = append(errs, db.Close())
	}
	*err = errors.Join(errs...)
}
