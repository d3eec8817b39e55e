package benches

import (
	"context"
	"encoding/json"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/bus"
	"custos.dev/custos/evidence"
	"custos.dev/custos/figures"
	"custos.dev/custos/journal"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/observe"
	"custos.dev/custos/sealed"
	"custos.dev/custos/service"
)

// Who speaks on the bench's bus.
const (
	busMaster custos.ServiceID = "fog/master"
	busCamera custos.ServiceID = "fog/camera"
)

// busPair is a bus with a service that commits and one that acknowledges, both ways.
type busPair struct {
	camera, master *bus.Conn
	asks, answers  *sealed.Peer
	body           []byte // of a commit
	leaf           custos.Hash
}

// busCost is what commits took.
type busCost struct {
	took []time.Duration
	cpu  time.Duration
}

func (c *busCost) perCommit() float64 {
	return float64(c.cpu.Nanoseconds()) / float64(len(c.took)) / 1000
}

// percentile is in milliseconds.
func (c *busCost) percentile(p float64) float64 {
	return float64(quantile(c.took, p).Nanoseconds()) / 1e6
}

// Bus measures what it costs that answers are signed for and openings sealed, beside
// plain NATS.
func Bus(ctx context.Context, commits, rounds int) (*figures.Result, error) {
	b := newBench("bus")
	return b.Result, b.bus(ctx, commits, rounds)
}

// bus sends the same commits as plain requests over NATS and through a sealed channel, in
// turn, and what a curve's signature on each answer would have cost instead.
func (b *bench) bus(ctx context.Context, commits, rounds int) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	x, err := newBusPair(ctx, nil)
	if err != nil {
		return err
	}
	defer x.camera.Close()
	defer x.master.Close()
	plain := func() error {
		_, err := x.camera.Request(ctx, bus.Subject(busMaster, "plain", busCamera.Subject()), x.body)
		return err
	}
	through := func() error {
		_, err := x.asks.Ask(ctx, busMaster, journal.CommitRequest, x.body)
		return err
	}
	for _, way := range []func() error{plain, through} {
		for end := time.Now().Add(20 * time.Second); ; time.Sleep(10 * time.Millisecond) {
			if err := way(); err == nil {
				break
			} else if time.Now().After(end) {
				return err
			}
		}
	}
	var bare, closed busCost
	for range rounds {
		if err := bare.measure(commits, plain); err != nil {
			return err
		}
		// A caller may ask so often and no more; a round waits until it may again.
		if err := closed.measure(commits, through); err != nil {
			return err
		}
		time.Sleep(time.Duration(commits) * time.Second / 250)
	}
	curve, err := curveCost(200)
	if err != nil {
		return err
	}
	row := func(name, unit string, value, peer float64) {
		b.Rows = append(b.Rows, figures.Row{Name: name, Value: value, Unit: unit, Peer: "plain NATS", PeerValue: peer, Ratio: value / peer})
	}
	b.Rows = append(b.Rows, figures.Row{Name: "commit-size", Value: float64(len(x.body)) / 1024, Unit: "KiB"})
	row("commit-p50", "ms", closed.percentile(.5), bare.percentile(.5))
	row("commit-p99", "ms", closed.percentile(.99), bare.percentile(.99))
	row("commit-cpu", "us", closed.perCommit(), bare.perCommit())
	b.Rows = append(b.Rows,
		figures.Row{Name: "added-p50", Value: closed.percentile(.5) - bare.percentile(.5), Unit: "ms"},
		figures.Row{Name: "added-cpu", Value: closed.perCommit() - bare.perCommit(), Unit: "us"},
		figures.Row{Name: "curve-cpu", Value: curve, Unit: "us"})
	return nil
}

// newBusPair is a bus with two who speak on it. Commits are answered by take, and where that is
// nil acknowledged without looking at them.
func newBusPair(ctx context.Context, take sealed.Handler) (*busPair, error) {
	dir, err := os.MkdirTemp("", "custos-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	addr := l.Addr().String()
	_ = l.Close()
	cert, _, err := service.TLSIdentity(dir, "fog")
	if err != nil {
		return nil, err
	}
	all := bus.Rights{Publish: []string{">"}, Subscribe: []string{">"}}
	up, ended := make(chan string, 1), make(chan error, 1)
	go func() {
		ended <- bus.RunServer(ctx, bus.ServerConfig{
			Node: "fog", Listen: addr, Cert: cert,
			Recover: func(d custos.Hash, sig []byte) (custos.Address, error) { return key.Recover(d, key.Signature(sig)) },
			Service: func(custos.ServiceID, custos.Address) (bus.Rights, error) { return all, nil },
		}, func(url string) { up <- url })
	}()
	var url string
	select {
	case url = <-up:
	case err := <-ended:
		return nil, err
	}
	x := new(busPair)
	who := names{}
	peer := func(id custos.ServiceID) (*bus.Conn, *sealed.Peer, error) {
		k, err := key.Create(filepath.Join(dir, id.Subject()+".key"))
		if err != nil {
			return nil, nil, err
		}
		who[id] = k.Address()
		conn, err := bus.Dial(ctx, url, bus.Identity{Service: id, Node: "fog", Account: k.Address(), Sign: func(d custos.Hash) ([]byte, error) {
			sig, err := k.Sign(d)
			return sig[:], err
		}})
		return conn, &sealed.Peer{Conn: conn, ID: id, Key: k, ChainID: 1, Directory: who}, err
	}
	if x.master, x.answers, err = peer(busMaster); err != nil {
		return nil, err
	}
	if x.camera, x.asks, err = peer(busCamera); err != nil {
		return nil, err
	}
	if err := x.commit(x.asks.Key); err != nil {
		return nil, err
	}
	ack, err := json.Marshal(journal.Committed{Leaf: x.leaf, Index: 7, Size: 8})
	if err != nil {
		return nil, err
	}
	go func() {
		_ = x.master.Serve(ctx, busMaster, "plain", 32, func(bus.Request) func(context.Context) []byte {
			return func(context.Context) []byte { return ack }
		})
	}()
	if take == nil {
		take = func(context.Context, sealed.Caller, []byte) ([]byte, error) { return ack, nil }
	}
	go func() { _ = x.answers.Answer(ctx, journal.CommitRequest, 32, take) }()
	return x, nil
}

// commit makes a batch of four events, as an analyzer's of a busy second.
func (x *busPair) commit(k *key.Key) error {
	var c journal.Commit
	var commitments []custos.Hash
	for i := range 4 {
		e, err := custos.Observation{Resource: "campus/a/cam1", Time: time.Now(), Payload: &observe.Detections{
			Frame: custos.FrameRef{Boot: 1, Seq: uint64(i + 1)}, Model: "motion", Objects: make([]observe.Detection, 3),
		}}.Event(busCamera, 1, uint64(i+1))
		if err != nil {
			return err
		}
		body, err := json.Marshal(e)
		if err != nil {
			return err
		}
		s, o := evidence.Seal(body)
		commitments = append(commitments, s.Commitment())
		c.Events = append(c.Events, journal.Sealed{Sealed: s, Opening: o})
	}
	var err error
	if c.Leaf, err = evidence.SignBatch(evidence.Batch{Service: busCamera, Boot: 1, First: 1, Last: 4, Closed: time.Now()}, commitments, k); err != nil {
		return err
	}
	x.leaf = c.Leaf.Hash()
	x.body, err = json.Marshal(c)
	return err
}

// names are the registry.
type names map[custos.ServiceID]custos.Address

func (n names) Account(id custos.ServiceID) (custos.Address, bool) { a, ok := n[id]; return a, ok }

func (n names) Service(a custos.Address) (custos.ServiceID, bool) {
	for id, b := range n {
		if a == b {
			return id, true
		}
	}
	return "", false
}

// measure adds what n commits took, one after another, and all CPU that this process used
// meanwhile: both ends and the server are in it.
func (c *busCost) measure(n int, do func() error) error {
	before, err := ownCPU()
	if err != nil {
		return err
	}
	for range n {
		began := time.Now()
		if err := do(); err != nil {
			return err
		}
		c.took = append(c.took, time.Since(began))
	}
	after, err := ownCPU()
	c.cpu += after - before
	return err
}

func ownCPU() (time.Duration, error) {
	var u syscall.Rusage
	err := syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()), err
}

// curveCost is what signing an answer by the registered key and checking that takes, in
// microseconds.
func curveCost(n int) (float64, error) {
	k, err := key.Generate()
	if err != nil {
		return 0, err
	}
	before, err := ownCPU()
	if err != nil {
		return 0, err
	}
	for i := range n {
		d := custos.Hash{byte(i), byte(i >> 8)}
		sig, err := k.Sign(d)
		if err != nil {
			return 0, err
		}
		if _, err := key.Recover(d, sig); err != nil {
			return 0, err
		}
	}
	after, err := ownCPU()
	return float64((after - before).Nanoseconds()) / float64(n) / 1000, err
}
