package benches

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/api"
	"custos.dev/custos/client"
	"custos.dev/custos/figures"
	"custos.dev/custos/fog"
	"custos.dev/custos/fog/mirror"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/service"

	tessera "github.com/transparency-dev/tessera/client"
)

// Mirror measures how another owner's master mirrors a log: how fast it catches up with one that it
// has nothing of, and how far it is behind one that grows. An event counts as mirrored when it is
// checked against the log's signed tree and its batch, and synced to disk. The log's master answers
// from its database over TLS, in the same process.
type Mirror struct {
	// Services commit at once. Batch is how many events a batch has, Events how many a mirror catches
	// up with.
	Services, Batch, Events int
	// Rate is how many events are committed a second while the lag is measured, for so long.
	Rate int
	For  time.Duration
}

// Run measures.
func (m *Mirror) Run(ctx context.Context) (*figures.Result, error) {
	dir, err := os.MkdirTemp("", "custos-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	b := newBench("mirror")
	return b.Result, errors.Join(b.catchUp(ctx, m, dir), b.lag(ctx, m, filepath.Join(dir, "lag")))
}

// mirrored is a master that gives its log, and who may be asked for it.
type mirrored struct {
	*committing
	addr string
	cert tls.Certificate
	pin  custos.Hash
	srv  *http.Server
	// copied is what /copy answers: the same entries again, as they are.
	copied [][]byte
}

func openMirrored(ctx context.Context, dir string, services int) (*mirrored, error) {
	c, err := openCommitting(ctx, dir, services)
	if err != nil {
		return nil, err
	}
	m := &mirrored{committing: c}
	if m.cert, m.pin, err = service.TLSIdentity(dir, "bench"); err != nil {
		return nil, err
	}
	own := &fog.Own{DB: c.db, Dir: filepath.Join(dir, "log"), Origin: c.log.Origin, Owner: "bench", Service: "fog/master", Wrapping: custos.Hash{1}}
	mux := http.NewServeMux()
	own.Handle(func(e *api.Endpoint, h func(http.ResponseWriter, *http.Request) error) {
		mux.HandleFunc(e.MuxPattern(), func(w http.ResponseWriter, r *http.Request) {
			if err := h(w, r); err != nil {
				api.WriteError(w, err)
			}
		})
	})
	mux.HandleFunc("GET /copy/{n}", func(w http.ResponseWriter, r *http.Request) {
		if n, err := strconv.Atoi(r.PathValue("n")); err == nil && n < len(m.copied) {
			_, _ = w.Write(m.copied[n])
		}
	})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	m.addr = l.Addr().String()
	m.srv = &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second, TLSConfig: &tls.Config{MinVersion: tls.VersionTLS13, Certificates: []tls.Certificate{m.cert}}}
	go func() { _ = m.srv.ServeTLS(l, "", "") }() // until it is closed
	return m, nil
}

func (m *mirrored) close(ctx context.Context, err *error) {
	*err = errors.Join(*err, m.srv.Close())
	m.committing.close(ctx, err)
}

// remote asks the master as another owner's does.
func (m *mirrored) remote() (*mirror.Remote, error) {
	k, err := key.Generate()
	if err != nil {
		return nil, err
	}
	return &mirror.Remote{Client: client.New(m.addr, m.pin, k, 1), Of: "bench", Own: m.log.Origin}, nil
}

// mirror returns how the log is known to who mirrors it.
func (m *mirrored) mirror() (mirror.Log, error) {
	r, err := m.remote()
	if err != nil {
		return mirror.Log{}, err
	}
	keys, err := mirror.KeysOf(m.trust)
	return mirror.Log{Origin: m.log.Origin, Owner: "bench", Keys: keys, Own: r}, err
}

func follower(dir string, l mirror.Log) *mirror.Follower {
	return &mirror.Follower{
		Store: mirror.NewStore(dir, l.Origin), Log: func() (mirror.Log, bool) { return l, true },
		Wants: mirror.All, Logger: slog.New(slog.DiscardHandler),
	}
}

// catchUp is a mirror that begins with nothing.
func (b *bench) catchUp(ctx context.Context, m *Mirror, dir string) (err error) {
	o, err := openMirrored(ctx, filepath.Join(dir, "log"), m.Services)
	if err != nil {
		return err
	}
	defer o.close(ctx, &err)
	for _, s := range o.services {
		if err := s.prepare(m.Events/m.Services/m.Batch, m.Batch, o.block.BlockRef); err != nil {
			return err
		}
	}
	took, _, _, err := o.run(ctx)
	if err != nil {
		return err
	}
	for _, s := range o.services {
		s.batches = nil // their memory is not the master's
	}
	events := len(took) * m.Batch
	cp, _, err := o.log.Checkpoint(ctx)
	if err != nil {
		return err
	}
	l, err := o.mirror()
	if err != nil {
		return err
	}
	f := follower(filepath.Join(dir, "mirror"), l)
	before, err := ownCPU()
	if err != nil {
		return err
	}
	began := time.Now()
	for held := uint64(0); held < cp.Size; {
		if _, err := f.Step(ctx); err != nil {
			return err
		}
		now, _, err := f.Store.Held()
		if err != nil {
			return err
		}
		held = now.Size
	}
	wall := time.Since(began)
	after, err := ownCPU()
	if err != nil {
		return err
	}
	_, size, err := f.Store.Held()
	if err != nil {
		return err
	}
	own := rates(events, wall, after-before)
	b.Add("mirror-cpu", own.cpu, "us/event")
	b.Add("mirror-bytes", float64(size)/float64(events), "B/event")
	return b.copies(ctx, o, dir, events, cp.Size, own.rate)
}

// copies let others move the same bytes: the answers as they are, to a file, and the leaves alone by
// Tessera's own client.
func (b *bench) copies(ctx context.Context, o *mirrored, dir string, events int, leaves uint64, own float64) error {
	r, err := o.remote()
	if err != nil {
		return err
	}
	for at := uint64(0); at < leaves; {
		entries, err := r.Entries(ctx, o.log.Origin, at, mirror.MaxEntries)
		if err != nil {
			return err
		}
		var out bytes.Buffer
		w := mirror.NewWriter(&out)
		for i := range entries {
			if err := w.Write(&entries[i]); err != nil {
				return err
			}
		}
		if err := w.Close(); err != nil {
			return err
		}
		o.copied, at = append(o.copied, out.Bytes()), at+uint64(len(entries))
	}
	plain := &http.Client{Transport: &http.Transport{TLSClientConfig: o.trusted()}}
	defer plain.CloseIdleConnections()
	for name, peer := range map[string]func() error{
		"HTTP copy, unchecked":   func() error { return copyPlain(ctx, plain, o, filepath.Join(dir, "copy")) },
		"Tessera's, leaves only": func() error { return copyTiles(ctx, plain, o, leaves) },
	} {
		began := time.Now()
		if err := peer(); err != nil {
			return err
		}
		rate := float64(events) / time.Since(began).Seconds()
		b.Rows = append(b.Rows, figures.Row{Name: "mirror-per-second", Value: own, Unit: "events/s", Peer: name, PeerValue: rate, Ratio: own / rate})
	}
	slices.SortStableFunc(b.Rows, func(x, y figures.Row) int { return bytes.Compare([]byte(y.Name), []byte(x.Name)) })
	return nil
}

// trusted is for clients that pin nothing of their own.
func (m *mirrored) trusted() *tls.Config {
	pool := x509.NewCertPool()
	pool.AddCert(m.cert.Leaf)
	return &tls.Config{MinVersion: tls.VersionTLS13, RootCAs: pool, ServerName: "bench"}
}

// copyPlain copies the answers to a file.
func copyPlain(ctx context.Context, by *http.Client, o *mirrored, path string) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Sync(), f.Close()) }()
	for n := range o.copied {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://"+o.addr+"/copy/"+strconv.Itoa(n), nil)
		if err != nil {
			return err
		}
		resp, err := by.Do(req)
		if err != nil {
			return err
		}
		if _, err := io.Copy(f, resp.Body); err != nil {
			return err
		}
		resp.Body.Close()
	}
	return nil
}

// copyTiles fetches the entries' tiles by Tessera's client, and writes nothing.
func copyTiles(ctx context.Context, by *http.Client, o *mirrored, leaves uint64) error {
	at, err := url.Parse("https://" + o.addr + "/log/")
	if err != nil {
		return err
	}
	f, err := tessera.NewHTTPFetcher(at, by)
	if err != nil {
		return err
	}
	size := func(context.Context) (uint64, error) { return leaves, nil }
	for _, err := range tessera.EntryBundles(ctx, 2, size, f.ReadEntryBundle, 0, leaves) {
		if err != nil {
			return err
		}
	}
	return nil
}

// lag is how long after its acknowledgement an event is mirrored, while so many are committed a second.
func (b *bench) lag(ctx context.Context, m *Mirror, dir string) (err error) {
	o, err := openMirrored(ctx, dir, m.Services)
	if err != nil {
		return err
	}
	defer o.close(ctx, &err)
	l, err := o.mirror()
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var f *mirror.Follower
	ready := make(chan struct{})
	r := &mirror.Runner{Logs: func() []mirror.Log { return []mirror.Log{l} }, New: func(string, func() (mirror.Log, bool)) *mirror.Follower {
		f = follower(filepath.Join(dir, "mirror"), l)
		close(ready)
		return f
	}}
	ended := make(chan error, 1)
	go func() { ended <- r.Run(ctx) }()
	<-ready
	// A service commits batches of ten, as often as makes the rate.
	const batch = 10
	each := time.Duration(float64(time.Second) * batch * float64(m.Services) / float64(m.Rate))
	var mu sync.Mutex
	acked := map[uint64]time.Time{}
	var wg sync.WaitGroup
	var failed error
	until := time.Now().Add(m.For)
	for _, s := range o.services {
		if err := s.prepare(int(m.For/each)+1, batch, o.block.BlockRef); err != nil {
			return err
		}
	}
	for _, s := range o.services {
		wg.Go(func() {
			next := time.Now()
			for _, c := range s.batches {
				if time.Now().After(until) {
					return
				}
				c.Sent = time.Now()
				index, err := o.committer.Commit(ctx, s.key.Address(), c)
				mu.Lock()
				acked[index], failed = time.Now(), errors.Join(failed, err)
				mu.Unlock()
				next = next.Add(each)
				if pause(ctx, time.Until(next)) != nil {
					return
				}
			}
		})
	}
	// A leaf is mirrored as soon as the mirror says so; that is looked at every few milliseconds.
	var took []time.Duration
	done := make(chan struct{})
	go func() { wg.Wait(); close(done) }()
	seen := uint64(0)
	look := func() int {
		held := f.Health().Leaves
		mu.Lock()
		defer mu.Unlock()
		for ; seen < held; seen++ {
			at, ok := acked[seen]
			if !ok {
				break // its acknowledgement is on its way
			}
			took = append(took, time.Since(at))
		}
		return len(acked) - int(seen)
	}
	for committing := true; ; {
		left := look()
		if !committing && left == 0 {
			break
		}
		select {
		case <-done:
			committing = false
		case <-ctx.Done():
			return ctx.Err()
		default:
		}
		if err := pause(ctx, 2*time.Millisecond); err != nil {
			return err
		}
	}
	stop()
	if err := errors.Join(failed, <-ended); err != nil {
		return err
	}
	b.Add("mirror-lag-p50", quantile(took, .5).Seconds(), "s")
	b.Add("mirror-lag-p99", quantile(took, .99).Seconds(), "s")
	b.Add("mirror-lag-rate", float64(len(took)*batch)/m.For.Seconds(), "events/s")
	return nil
}
