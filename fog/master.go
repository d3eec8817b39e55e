package fog

import (
	"context"
	"crypto/ed25519"
	"crypto/tls"
	"encoding/json"
	"errors"
	"net"
	"path/filepath"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/api"

	"custos.dev/custos/access"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/blocktree"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/journal"
	"custos.dev/custos/ledger"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/node"
	"custos.dev/custos/observe"
	"custos.dev/custos/sealed"
	"custos.dev/custos/service"
	"custos.dev/custos/service/port"
)

// RunMaster is the master service of a fog.
func RunMaster(ctx context.Context, env *service.Env) error {
	r, err := node.Start(ctx, env)
	if err != nil {
		return err
	}
	m := &master{Runtime: r}
	if err := m.open(ctx); err != nil {
		if custos.KindOf(m.stale) == custos.Corrupt {
			return m.refuse(ctx)
		}
		return err
	}
	err = r.Run(ctx, m.commits, m.standings, m.catchUps, m.anchorer.Run, m.listen, m.board.Run, m.followOwners, m.watch.Run, m.words.Run,
		func(ctx context.Context) error { return m.keeper.Run(ctx, m.ordered) }, m.notable, m.erasures, m.mirrors.runner.Run, m.auditor.Run)
	end, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	return errors.Join(err, m.log.Close(end), m.asked.Close(), m.db.Close(), m.words.Close())
}

// refuse waits to be ended, with its data closed: no restart makes an old log newer, and
// people read one sentence better than a thousand of the same.
func (m *master) refuse(ctx context.Context) error {
	m.Runtime.Log.Error("the master does not work", "err", m.stale)
	m.Say("refused", func() any { return m.stale.Error() })
	end, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	err := errors.Join(m.log.Close(end), m.asked.Close(), m.db.Close(), m.words.Close(), m.Journal.Close())
	m.Bus.Close()
	m.Chain.Close()
	if untilAsked(ctx, m.Dir) && err == nil {
		err = custos.Errorf(custos.Unavailable, "it starts again, to recover") // by who keeps it running
	}
	return err
}

type master struct {
	*node.Runtime
	db masterdb.DB
	// asked is the same database for what others ask: however much that is, it takes no
	// connection from the master's own work.
	asked     masterdb.Reader
	log       *Log
	trustLog  evidence.TrustLog
	ledger    ledgerOf
	committer *Committer
	anchorer  *Anchorer
	witness   *Witness
	council   *council
	watch     *Watch
	words     *Words        // nil where headers prove nothing
	turns     *access.Turns // of those who ask
	relay     *relay
	board     *Board
	keeper    *Keeper
	mirrors   *mirrors
	auditor   *Auditor
	// ordered wakes the keeper.
	ordered chan struct{}
	// peers is how many the ledger's node had lately; the board's alone.
	peers struct {
		n  int
		at time.Time
	}
	// stale is why the log cannot go on: the chain or the own database knows a newer one,
	// or another.
	stale error
}

// ledgerOf anchors by the fog's key, and takes heads as they are heard.
type ledgerOf struct {
	ledger.Master
	heads *node.Heads
}

func (l ledgerOf) Head(ctx context.Context) (custos.Head, error) { return l.heads.Head(ctx) }

func (l ledgerOf) Block(ctx context.Context, n uint64) (custos.Head, error) {
	return l.heads.Block(ctx, n)
}

// policyLedger takes heads as they are heard, and asks for the rest.
type policyLedger struct {
	*ledger.Client
	heads *node.Heads
}

func (l policyLedger) Head(ctx context.Context) (custos.Head, error) { return l.heads.Head(ctx) }

func (l policyLedger) Block(ctx context.Context, n uint64) (custos.Head, error) {
	return l.heads.Block(ctx, n)
}

func (m *master) open(ctx context.Context) error {
	var err error
	open := func() (masterdb.DB, error) { return OpenDatabase(ctx, DatabaseOf(m.Node, m.Dir)) }
	if RecoveryAsked(m.Dir) {
		m.db, err = openRecovered(m.Dir, DatabaseOf(m.Node, m.Dir), open)
	} else {
		m.db, err = open()
	}
	if err != nil {
		return err
	}
	if m.asked, err = m.db.Asked(ctx, access.QueriesAtOnce); err != nil {
		return err
	}
	for _, l := range m.Trust.Logs {
		if l.Domain == m.Domain {
			m.trustLog = l
		}
	}
	logKey, err := service.Ed25519Key(node.LogKey(m.Site, m.Node.Name))
	if err != nil {
		return err
	}
	signer, err := evidence.NoteSigner(m.trustLog.Origin, logKey)
	if err != nil {
		return err
	}
	nodeKey, err := key.Load(node.NodeKey(m.Site, m.Node.Name))
	if err != nil {
		return err
	}
	m.ledger = ledgerOf{ledger.Master{Client: m.Chain, Key: nodeKey, Domain: m.Domain}, m.Heads}
	if err := m.recovered(ctx); err != nil {
		return err
	}
	if m.log, err = OpenLog(ctx, filepath.Join(m.Dir, "log"), signer, evidence.LedgerSigner(m.trustLog.Origin, m.Key)); err != nil {
		return err
	}
	if m.stale = CheckAgainstChain(ctx, m.log, m.ledgers()...); m.stale != nil {
		return m.stale
	}
	witnessKey, err := service.Ed25519Key(node.WitnessKey(m.Site, m.Node.Name))
	if err != nil {
		return err
	}
	own := peer{name: evidence.WitnessName(m.Domain), key: witnessKey.Public().(ed25519.PublicKey)}
	m.council = &council{domain: m.Domain, signer: m.Signer(), index: m.Index, trust: m.Trust}
	chain := policyLedger{m.Chain, m.Heads}
	policies := &Policies{DB: m.db, Ledger: chain, Confirmations: m.Chain.Confirmations(), Deployment: m.Deployment()}
	m.witness = &Witness{DB: m.db, Name: own.name, Key: witnessKey, Own: m.log.Origin, Verifier: m.council.verifier, Policies: policies}
	m.council.own = ownPeer{own, m.witness}
	if m.Chain.Engine().Headers == ledger.HeaderEthash {
		tree, err := blocktree.Open(ctx, filepath.Join(m.Dir, "blocks.db"))
		if err != nil {
			return err
		}
		m.words = &Words{
			Tree: tree, Ledger: chain, Genesis: m.Trust.Genesis, Depth: max(m.Chain.Confirmations(), WordDepth), Sign: signer,
			Witnesses: m.council.witnesses, Own: own.name, Logger: m.Runtime.Log,
		}
		m.witness.Words = m.words
	}
	m.watch = &Watch{
		DB: m.db, Ledger: m.ledger, Origin: m.log.Origin, RootAt: m.log.rootAt, Owners: m.council.owners,
		Silence: 2 * ledger.SettingsOf(m.Site).Heartbeat, Raise: m.alarm, Now: time.Now, Logger: m.Runtime.Log,
		Policies: policies, Dropped: m.Index.Dropped,
		Rules: &RulesWatch{DB: m.db, Ledger: chain, Owner: m.Owner, Domain: m.Domain, Confirmations: m.Chain.Confirmations(), Deployment: m.Deployment()},
	}
	if err := m.watch.load(ctx); err != nil {
		return err
	}
	m.Say("alarms", func() any { return m.watch.Open() })
	m.Say("dropped", func() any { return Dropped{Rights: m.Index.Dropped(), Rules: m.watch.Rules.Lost()} })
	m.witness.Forked = func(ctx context.Context, origin string, why error) {
		if err := m.watch.Forked(ctx, origin, why); err != nil {
			m.Runtime.Log.Error("an alarm cannot be recorded", "err", err)
		}
	}
	m.board = &Board{
		DB: m.db, Asked: m.asked, Marks: func() Marks { return m.anchorer.Marks() }, Rest: m.restOfStatus,
		Cameras: m.shownCameras(), Totals: filepath.Join(m.Dir, "totals.json"),
	}
	m.committer = &Committer{DB: m.db, Log: m.log, Domain: m.Domain, Directory: m.Index, Chain: m.Heads, Logger: m.Runtime.Log, Clock: m.watch.Clock, Claim: m.watch.Claim, Stuck: m.watch.Stuck, Gather: GatherFor, Committed: func(size uint64) { m.anchorer.grown(size); m.board.Committed() }}
	m.anchorer = &Anchorer{
		DB: m.db, Log: m.log, Ledger: m.ledger, Witnesses: m.council.witnesses,
		Confirmations: ledger.SettingsOf(m.Site).Confirmations, Every: ledger.SettingsOf(m.Site).AnchorEvery, Heartbeat: ledger.SettingsOf(m.Site).Heartbeat, Halted: m.halted, Logger: m.Runtime.Log,
		Policies: policies,
		Moved:    func(Marks) { m.board.Moved() },
	}
	m.Gate.Budgets = access.NewBudgets(func(a custos.Address) access.Class { return m.Index.ClassOf(a, m.Domain) })
	m.turns = access.NewTurns(access.QueriesAtOnce, access.QueriesKept, queriesWaiting)
	m.relay = newRelay(m)
	if m.keeper, err = m.newKeeper(ctx); err != nil {
		return err
	}
	m.ordered = make(chan struct{}, 1)
	m.committer.Came = func(events []custos.Event) {
		if m.keeper.Orders.Came(events) {
			m.wakeKeeper()
		}
	}
	if m.mirrors, err = m.newMirrors(); err != nil {
		return err
	}
	if m.council.before, err = m.ledger.Principals(ctx); err != nil {
		return err
	}
	if m.stale = CheckAgainstCopies(ctx, m.log, m.council.trusted(), m.trustLog, m.council.copies()); m.stale != nil {
		return m.stale
	}
	if m.stale = CheckAgainstWitnesses(ctx, m.log, m.council.others()); m.stale != nil {
		return m.stale
	}
	m.auditor = m.newAuditor()
	if err := m.forgetStrays(ctx); err != nil {
		return err
	}
	err = m.committer.Recover(ctx)
	if custos.KindOf(err) == custos.Corrupt {
		m.stale = err
	}
	return err
}

// followOwners keeps the council, and the trust file of the site, true to the registry.
func (m *master) followOwners(ctx context.Context) error {
	return m.FollowTrust(ctx, func(t *evidence.Trust) {
		m.council.follow(t)
		if now, err := node.LoadTrust(m.Site); err != nil || now.Contracts != t.Contracts {
			return // the site has moved to other contracts, and this process is about to end
		}
		if err := node.SaveTrust(m.Site, t); err != nil {
			m.Runtime.Log.Error("the trust file cannot be written", "err", err)
		}
	})
}

// halted says why nothing may be anchored now.
func (m *master) halted() error {
	if err := m.Halted(); err != nil {
		return err
	}
	return m.watch.Halted()
}

// alarm puts an alarm into the own log, by way of the journal as any event.
func (m *master) alarm(ctx context.Context, at time.Time, a observe.Alarm) error {
	return m.Journal.Append(ctx, []custos.Observation{{Resource: m.Domain, Time: at, Payload: &a}})
}

// commits takes batches from the domain's services.
func (m *master) commits(ctx context.Context) error {
	return m.Answer(ctx, journal.CommitRequest, 32, func(ctx context.Context, from sealed.Caller, data []byte) ([]byte, error) {
		var c journal.Commit
		if err := json.Unmarshal(data, &c); err != nil {
			return nil, custos.Errorf(custos.Invalid, "the batch does not parse: %w", err)
		}
		index, err := m.committer.Commit(ctx, from.Account, c)
		if err != nil {
			if k := custos.KindOf(err); k != custos.Unavailable && ctx.Err() == nil {
				m.Runtime.Log.Warn("a batch is refused", "err", err)
			}
			return nil, err
		}
		return json.Marshal(journal.Committed{Leaf: c.Leaf.Hash(), Index: index, Size: max(index+1, m.anchorer.Marks().Size)})
	})
}

// standings tells the domain's services what is held of them.
func (m *master) standings(ctx context.Context) error {
	return m.Answer(ctx, journal.StandingRequest, 4, func(ctx context.Context, from sealed.Caller, data []byte) ([]byte, error) {
		var q journal.Question
		if err := json.Unmarshal(data, &q); err != nil {
			return nil, custos.Errorf(custos.Invalid, "the question does not parse: %w", err)
		}
		s, err := m.committer.Standing(ctx, from.Account, q)
		if err != nil {
			return nil, err
		}
		return json.Marshal(s)
	})
}

// listen serves the API over TLS 1.3; requests are signed by principals.
func (m *master) listen(ctx context.Context) error {
	cert, _, err := service.TLSIdentity(m.Site.NodeDir(m.Node.Name), m.Node.Name)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", m.Node.API)
	if err != nil {
		return custos.Errorf(custos.Conflict, "cannot listen on %s: choose another port in the site file, or stop what uses it: %w", m.Node.API, err)
	}
	return port.Serve(ctx, l, port.Config{
		Handler: m.api(), Limits: access.PortLimits, Refused: m.Gate.TurnedAway, Log: m.Runtime.Log,
		TLS: &tls.Config{MinVersion: tls.VersionTLS13, Certificates: []tls.Certificate{cert}},
	})
}

// viewOf opens an event's body and compares: an event whose row was changed is shown as
// broken, with what is wrong as its body.
func viewOf(row masterdb.Event, marks Marks) api.Event {
	v := api.Event{
		N: row.N, ID: row.ID, Kind: row.Kind, Resource: row.Resource, Time: row.Time,
		Index: row.Index, Received: row.Received, ClockOffset: row.ClockOffset,
	}
	if row.Sealed.Removed() {
		return gone(v)
	}
	v.Mark = marks.Of(v.Index)
	e, body, err := openRow(row)
	if err != nil {
		v.Mark = api.Broken
		v.Body, _ = json.Marshal(map[string]string{"broken": err.Error()})
		return v
	}
	v.Body = body
	if s, ok := observe.As[*observe.Segment](e); ok {
		if err := s.CheckTimes(); err != nil {
			v.False = err.Error()
		}
	}
	return v
}

// openRow opens an event's body; Corrupt if it is not what was committed, or not what the row says.
func openRow(row masterdb.Event) (*custos.Event, []byte, error) {
	body, err := row.Sealed.Open()
	if err != nil {
		return nil, nil, err
	}
	e := new(custos.Event)
	if err := json.Unmarshal(body, e); err != nil {
		return nil, nil, err
	}
	if e.ID() != row.ID || e.Kind != row.Kind || e.Resource != row.Resource || e.Time.UnixNano() != row.Time.UnixNano() {
		return nil, nil, custos.Errorf(custos.Corrupt, "the row does not say what the body says")
	}
	return e, body, nil
}

// events answers somebody's question.
func (m *master) events(ctx context.Context, f masterdb.Filter) ([]api.Event, error) {
	return eventsOf(ctx, m.asked, m.anchorer.Marks(), f)
}

func eventsOf(ctx context.Context, db masterdb.Reader, marks Marks, f masterdb.Filter) ([]api.Event, error) {
	out := []api.Event{}
	for row, err := range db.List(ctx, f) {
		if err != nil {
			return nil, err
		}
		out = append(out, viewOf(row, marks))
	}
	return out, sayRemoved(ctx, db, out)
}

// known refuses kinds that neither this version knows nor any event here has: a slip of the pen.
func (m *master) known(ctx context.Context, kinds []custos.Kind) error {
	for _, k := range kinds {
		if _, ok := observe.Of(k); ok {
			continue
		}
		there, err := m.asked.HasKind(ctx, k)
		if err != nil {
			return err
		}
		if !there {
			return custos.Errorf(custos.Invalid, "unknown kind %q: no event here has it, and this version knows %s", k, knownKinds())
		}
	}
	return nil
}

func (m *master) event(ctx context.Context, id custos.EventID) (api.Event, error) {
	row, there, err := m.asked.Event(ctx, id)
	if err != nil {
		return api.Event{}, err
	}
	if !there {
		return api.Event{}, custos.Errorf(custos.NotFound, "%s has no event %q", m.Domain, id)
	}
	v := []api.Event{viewOf(row, m.anchorer.Marks())}
	err = sayRemoved(ctx, m.asked, v)
	return v[0], err
}
