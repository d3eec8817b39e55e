package node

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/access"
	"custos.dev/custos/bus"
	"custos.dev/custos/evidence"
	"custos.dev/custos/journal"
	"custos.dev/custos/ledger"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/sealed"
	"custos.dev/custos/service"

	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/sync/errgroup"
)

// Runtime is a running service's hands. Its goroutines run in Run.
type Runtime struct {
	*service.Env
	Key     *key.Key
	Trust   *evidence.Trust
	Domain  custos.Resource
	Owner   custos.Address
	Bus     *bus.Conn
	Peer    *sealed.Peer
	Chain   *ledger.Client
	Heads   *Heads
	Index   *access.Index
	Gate    *access.Gate
	Journal *journal.Journal
	// PassedOver counts events of other services that this version cannot read, by why.
	PassedOver *prometheus.CounterVec

	signer access.Signer
	roster Roster
	wake   chan struct{}
	// stated is when the newest head that was taken was stated.
	stated    time.Time
	decisions *decisions
	moved     atomic.Pointer[ledger.Moved]
	// Erased is told of the service's own events that are erased; set before Run, may be nil.
	Erased func([]custos.EventID)
}

// Authority is what requests to a fog's master are signed for: where its API answers.
func Authority(fog *service.Node) string { return strings.ToLower(fog.API) }

// Fog returns the node whose ledger a node asks: its own if it is a fog.
func Fog(site *service.Site, n *service.Node) *service.Node {
	if n.Tier == custos.Fog {
		return n
	}
	fog, _ := site.Node(n.Fog)
	return fog
}

// Start connects a service to its node. It waits for the bus and the ledger to
// come up, and until the service is registered there.
func Start(ctx context.Context, env *service.Env) (*Runtime, error) {
	r := &Runtime{Env: env, Domain: env.Site.Domain(env.Node), wake: make(chan struct{}, 1), decisions: newDecisions()}
	var err error
	if r.Trust, err = LoadTrust(env.Site); err != nil {
		return nil, err
	}
	if r.Owner, err = OwnerAddress(env.Site, r.Trust, env.Node.Owner); err != nil {
		return nil, err
	}
	if r.Key, err = key.LoadOrCreate(ServiceKey(env.Site, env.ID)); err != nil {
		return nil, err
	}
	r.signer = access.Signer{Key: r.Key, ChainID: r.Trust.ChainID}
	if r.roster, err = LoadRoster(env.Site); err != nil {
		return nil, err
	}
	if r.Bus, err = bus.Dial(ctx, "nats://"+env.Node.Bus, identity(env, r.Key)); err != nil {
		return nil, err
	}
	if r.Journal, err = journal.Open(ctx, env.Dir, env.ID, r.Key); err != nil {
		return nil, err
	}
	env.Say("journal", func() any { return r.Journal.Health() })
	r.Index = access.NewIndex(ledger.SettingsOf(env.Site).StaleAfter, env.Site.Location())
	r.Gate = &access.Gate{Verifier: access.NewVerifier(r.Trust.ChainID, r.Index.Known), Index: r.Index, Recorder: r, Sessions: access.NewSessions()}
	// Requests are signed for the API of the domain's master, which passes them on to
	// its cameras: no fog can use a caller's request at another one.
	r.Gate.Verifier.Authorities = []string{Authority(Fog(env.Site, env.Node))}
	r.Peer = &sealed.Peer{
		Conn: r.Bus, ID: env.ID, Key: r.Key, ChainID: r.Trust.ChainID,
		Directory: &directory{index: r.Index, owner: r.Owner, roster: r.roster}, Refused: r.refusedPeer,
	}
	if r.Chain, err = r.dialChain(ctx); err != nil {
		return nil, err
	}
	r.Heads = &Heads{Client: r.Chain}
	if err = r.lookMoved(ctx); err != nil {
		return nil, err
	}
	env.Say("halted", func() any { return haltedIn(r.Halted()) })
	unacknowledged := prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "custos_journal_unacknowledged_events", Help: "Events that the master has not acknowledged yet.",
	}, func() float64 {
		n, err := r.Journal.Unacknowledged(context.Background())
		if err != nil {
			return -1
		}
		return float64(n)
	})
	env.Metrics.Unregister(unacknowledged) // of an earlier start in this process
	env.Metrics.MustRegister(unacknowledged)
	for _, g := range []prometheus.Collector{
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "custos_journal_bytes", Help: "Bytes in use in the journal's file."}, func() float64 { return float64(r.Journal.Health().Bytes) }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "custos_journal_events", Help: "Events in the journal that are not pruned."}, func() float64 { return float64(r.Journal.Health().Events) }),
	} {
		env.Metrics.Unregister(g)
		env.Metrics.MustRegister(g)
	}
	r.PassedOver = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "custos_followed_events_passed_over_total",
		Help: "Events of other services that were passed over: not_found is a kind that this version does not know, invalid another form of one that it knows.",
	}, []string{"why"})
	env.Metrics.Unregister(r.PassedOver)
	env.Metrics.MustRegister(r.PassedOver)
	return r, nil
}

// dialChain reaches the fog's node over the bus, retrying until it answers.
func (r *Runtime) dialChain(ctx context.Context) (*ledger.Client, error) {
	fog := Fog(r.Site, r.Node)
	cfg, err := LedgerConfig(r.Site, r.Trust, LedgerEndpoint(r.Site, fog))
	if err != nil {
		return nil, err
	}
	if r.ID.Service() != ledgerService {
		cfg.Endpoint = "http://" + string(fog.Name) // whatever the node speaks, the bus carries requests
		cfg.Transport = peerTransport{peers: r, ledger: LedgerOf(fog)}
	}
	for said := false; ; said = true {
		try, cancel := context.WithTimeout(ctx, 5*time.Second)
		c, err := ledger.Dial(try, cfg)
		cancel()
		if err == nil || custos.KindOf(err) == custos.Conflict {
			return c, err
		}
		if !said {
			r.Log.Info("waiting for the ledger", "err", err)
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(300 * time.Millisecond):
		}
	}
}

// LedgerEndpoint is where a fog's node answers: the site's endpoint, or the fog's own miner.
func LedgerEndpoint(site *service.Site, fog *service.Node) string {
	if ledger.SettingsOf(site).Endpoint != "" {
		return ledger.SettingsOf(site).Endpoint
	}
	return "http://" + fog.RPC
}

// LedgerConfig says which chain a site's node must serve, and where the contracts stand.
func LedgerConfig(site *service.Site, t *evidence.Trust, endpoint string) (ledger.Config, error) {
	engine, err := ledger.EngineNamed(t.Engine)
	return ledger.Config{
		Endpoint: endpoint, ChainID: t.ChainID, Genesis: t.Genesis, Confirmations: uint64(ledger.SettingsOf(site).Confirmations), Engine: engine,
		Contracts: ledger.Contracts{Registry: t.Contracts.Registry.Address, Capabilities: t.Contracts.Capabilities.Address, Anchors: t.Contracts.Anchors.Address},
	}, err
}

// DialLedger connects to a fog's node on this machine, retrying until it answers.
func DialLedger(ctx context.Context, site *service.Site, t *evidence.Trust, fog *service.Node) (*ledger.Client, error) {
	cfg, err := LedgerConfig(site, t, LedgerEndpoint(site, fog))
	if err != nil {
		return nil, err
	}
	for {
		c, err := ledger.Dial(ctx, cfg)
		if err == nil || custos.KindOf(err) != custos.Unavailable || ctx.Err() != nil {
			return c, err
		}
		select {
		case <-ctx.Done():
			return nil, err
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// Run keeps rights fresh, forwards the journal and answers its followers while
// the work runs. It returns when all have ended; the first failure ends the others.
func (r *Runtime) Run(ctx context.Context, work ...func(context.Context) error) error {
	defer r.Bus.Close()
	defer r.Journal.Close()
	defer r.Chain.Close()
	kept, err := access.OpenKept(r.keptPath(), r.Log)
	if err != nil {
		return err
	}
	defer kept.Close()
	keeping := make(chan error, 1)
	go func() { keeping <- r.keepDecisions() }()
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		select {
		case <-r.decisions.ended:
			return custos.Errorf(custos.Unavailable, "decisions cannot be recorded any more")
		case <-ctx.Done():
			return nil
		}
	})
	fog := Fog(r.Site, r.Node)
	g.Go(func() error { return r.Bus.Listen(ctx, bus.Said(LedgerOf(fog), headSaid), r.hear) })
	follower := &access.Follower{Chain: r.Heads, Index: r.Index, Kept: kept, Confirmations: r.Chain.Confirmations(), Log: r.Log, Wake: r.wake}
	g.Go(func() error { return follower.Run(ctx) })
	g.Go(func() error { return r.Journal.Forward(ctx, r, MasterOf(fog), r.Log) })
	g.Go(func() error { return r.Journal.Prune(ctx, r, r.Domain, journal.Section.Get(r.Site), r.Log) })
	g.Go(func() error { return r.Journal.Erase(ctx, r, MasterOf(fog), r.Log, r.Erased) })
	g.Go(func() error { return r.Journal.Serve(ctx, r, r.Domain) })
	g.Go(func() error { return r.flushFolded(ctx) })
	g.Go(func() error { return r.readyOnceKnown(ctx) })
	g.Go(func() error { return r.followMove(ctx) })
	for _, w := range work {
		g.Go(func() error {
			// Before the registry was read nobody is known, and everybody would be
			// refused for good who only came early.
			if !r.waitRead(ctx) {
				return nil
			}
			return w(ctx)
		})
	}
	err = g.Wait()
	r.lastDecisions()
	return errors.Join(err, <-keeping)
}

// Deployment names the contracts that this service goes by.
func (r *Runtime) Deployment() custos.Hash {
	return ledger.SuccessorName(r.Trust.ChainID, r.Trust.Genesis, r.Chain.Contracts())
}

// keptPath is where it stands what confirmed blocks of this deployment of the contracts took
// away: another deployment begins with nothing.
func (r *Runtime) keptPath() string {
	name := r.Deployment()
	return filepath.Join(r.Dir, fmt.Sprintf("kept-%x.log", name[:8]))
}

// waitRead waits until the rights were read from the ledger once.
func (r *Runtime) waitRead(ctx context.Context) bool {
	for r.Index.Head().Hash.IsZero() {
		select {
		case <-ctx.Done():
			return false
		case <-r.Index.Changed():
		case <-time.After(50 * time.Millisecond):
		}
	}
	return true
}

// readyOnceKnown marks the service ready when the ledger knows it and what is
// known of its owner's rights is fresh: before, it would refuse everybody.
func (r *Runtime) readyOnceKnown(ctx context.Context) error {
	q := access.Question{Principal: r.Owner, Action: custos.Events, Resource: r.Domain}
	for !r.Index.Known(r.Key.Address()) || !r.Index.Decide(q).Allowed {
		select {
		case <-ctx.Done():
			return nil
		case <-r.Index.Changed():
		case <-time.After(100 * time.Millisecond):
		}
	}
	r.Ready()
	return nil
}

// WaitAllowed waits until this service may do an action on a resource. Asking
// before would leave a refusal on record for each try.
func (r *Runtime) WaitAllowed(ctx context.Context, a custos.Action, res custos.Resource) error {
	q := access.Question{Principal: r.Key.Address(), Action: a, Resource: res}
	for !r.Index.DecideHere(q, r.Node.Name).Allowed { // who is asked elsewhere decides himself
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-r.Index.Changed():
		case <-time.After(200 * time.Millisecond):
		}
	}
	return nil
}

// hear takes a head statement from the bus. A head by anybody but the owner's ledger
// changes nothing: one with a high number would hide all that come after it. Until
// the registry was read for the first time nobody is believed, and heads are asked for.
func (r *Runtime) hear(said []byte) {
	var h access.HeadStatement
	if err := json.Unmarshal(said, &h); err != nil {
		r.Log.Warn("a head statement does not parse", "err", err)
		return
	}
	if owner, err := r.Index.Stated(h, r.Trust.ChainID); err != nil || owner != r.Owner {
		return // it comes again within a second
	}
	// Said again by somebody, an old word must not take the newest blocks back.
	if !h.Time.After(r.stated) {
		return
	}
	r.stated = h.Time
	if r.Heads.heard(h.Head) {
		select {
		case r.wake <- struct{}{}:
		default:
		}
	}
	// A word about a block that the index has not read makes nothing fresh.
	_ = r.Index.Observe(h, r.Trust.ChainID)
}

// Signer signs HTTP requests as this service.
func (r *Runtime) Signer() access.Signer { return r.signer }

// Head implements journal.Peers: the newest block that is confirmed. A batch
// that named a newer one would be refused for ever if a reorganisation took it.
func (r *Runtime) Head() custos.BlockRef {
	head := r.Heads.newest()
	if head.Hash.IsZero() {
		return custos.BlockRef{}
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	b, err := r.Heads.Block(ctx, head.Number-min(head.Number, r.Chain.Confirmations()))
	if err != nil {
		return custos.BlockRef{} // the one before it is remembered
	}
	return b.BlockRef
}
