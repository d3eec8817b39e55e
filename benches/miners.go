package benches

import (
	"bufio"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/fleet"
	"custos.dev/custos/ledger"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/ledger/tunnel"
	"custos.dev/custos/node"
	"custos.dev/custos/service"
)

// miner is an owner of the measured network: his keys, and his real miner
// behind a real tunnel.
type miner struct {
	owner  *key.Key
	fog    *key.Key
	domain custos.Resource
	dir    string
	tunnel *tunnel.Tunnel
	tls    custos.Hash
	id     atomic.Pointer[tunnel.ID]
	cmd    *exec.Cmd
	chain  *ledger.Client
	list   sync.Mutex // held while the peers are written
}

const chainID = 20181

// network is a network of owners on this machine. Its fields do not change
// once it runs.
type network struct {
	dir     string
	genesis *ledger.Genesis
	miners  []*miner
	threads int
	cancel  context.CancelFunc
	ended   []<-chan error
}

// startMiners starts a miner for each owner, peered through mutual TLS, and waits
// until each is connected to all others. The caller stops it, also after an error.
func startMiners(ctx context.Context, dir string, owners, threads int) (n *network, err error) {
	ctx, cancel := context.WithCancel(ctx)
	n = &network{dir: dir, threads: threads, cancel: cancel}
	cfg := ledger.GenesisConfig{ChainID: chainID, Threshold: owners/2 + 1, Time: time.Now()}
	for i := range owners {
		m := &miner{dir: filepath.Join(dir, fmt.Sprint(i)), domain: custos.Resource(fmt.Sprintf("bench/owner%d", i))}
		if m.owner, err = key.Generate(); err != nil {
			return n, err
		}
		if m.fog, err = key.Generate(); err != nil {
			return n, err
		}
		cfg.Owners = append(cfg.Owners, custos.Owner{Address: m.owner.Address(), Name: custos.OwnerName(fmt.Sprintf("owner%d", i)), Domain: m.domain, WitnessKey: custos.Hash{byte(i + 1)}})
		n.miners = append(n.miners, m)
	}
	if n.genesis, err = ledger.NewGenesis(cfg); err != nil {
		return n, err
	}
	text, err := n.genesis.JSON()
	if err != nil {
		return n, err
	}
	if err := os.WriteFile(filepath.Join(dir, "genesis.json"), text, 0o600); err != nil {
		return n, err
	}
	ports, err := fleet.FreePorts(owners)
	if err != nil {
		return n, err
	}
	var peers []tunnel.Peer
	for i, m := range n.miners {
		if err := m.prepare(ports[i]); err != nil {
			return n, err
		}
		peers = append(peers, tunnel.Peer{Name: fmt.Sprint(i), Key: m.tls, Addr: ports[i]})
	}
	for i, m := range n.miners {
		m.tunnel.SetPeers(append(append([]tunnel.Peer{}, peers[:i]...), peers[i+1:]...))
		if err := n.start(ctx, m); err != nil {
			return n, err
		}
	}
	return n, n.connected(ctx)
}

func (m *miner) prepare(addr string) error {
	sockets := filepath.Join(m.dir, "s")
	if err := errors.Join(os.MkdirAll(sockets, 0o700), os.WriteFile(m.peersFile(), nil, 0o600)); err != nil {
		return err
	}
	cert, hash, err := service.TLSIdentity(m.dir, "bench")
	if err != nil {
		return err
	}
	m.tls = hash
	m.tunnel = &tunnel.Tunnel{
		Listen: addr, Certificate: cert, Sockets: sockets, Log: slog.New(slog.DiscardHandler),
		ID: func() (tunnel.ID, bool) {
			id := m.id.Load()
			if id == nil {
				return tunnel.ID{}, false
			}
			return *id, true
		},
		Known: m.writePeers,
	}
	return nil
}

func (m *miner) peersFile() string { return filepath.Join(m.dir, "peers") }

// writePeers lists for the miner the peers whose IDs are known. What cannot be
// written shows as peers that never connect.
func (m *miner) writePeers() {
	m.list.Lock() // two peers may be found at once, and the last to write must know both
	defer m.list.Unlock()
	var text strings.Builder
	for _, p := range m.tunnel.Peers() {
		if p.ID != (tunnel.ID{}) {
			text.WriteString(hex.EncodeToString(p.ID[:]) + "\n")
		}
	}
	_ = os.WriteFile(m.peersFile(), []byte(text.String()), 0o600)
}

// start starts an owner's tunnel and miner and connects to it.
func (n *network) start(ctx context.Context, m *miner) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	program := filepath.Join(filepath.Dir(self), node.MinerName)
	if _, err := os.Stat(program); err != nil {
		return custos.Errorf(custos.NotFound, "%s is not beside custos: run `make build`", node.MinerName)
	}
	ended := make(chan error, 1)
	go func() { ended <- m.tunnel.Run(ctx) }()
	n.ended = append(n.ended, ended)
	m.cmd = exec.CommandContext(ctx, program, "--data", filepath.Join(m.dir, "chain"), "--genesis", filepath.Join(n.dir, "genesis.json"),
		"--sockets", m.tunnel.Sockets, "--peers", m.peersFile(), "--registry", n.genesis.Contracts().Registry.String(),
		"--etherbase", m.owner.Address().String(), "--log", "error", "--threads", strconv.Itoa(n.threads), "--confirmations", "2")
	m.cmd.Cancel = func() error { return m.cmd.Process.Signal(syscall.SIGTERM) }
	m.cmd.Stderr = custos.PlainWriter{W: os.Stderr}
	out, err := m.cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := m.cmd.Start(); err != nil {
		return err
	}
	line, err := bufio.NewReader(out).ReadBytes('\n')
	if err != nil {
		return custos.Errorf(custos.Unavailable, "a miner ended while it started: %w", err)
	}
	go func() { _, _ = io.Copy(io.Discard, out) }() // ends with the miner
	var ready struct{ RPC, ID string }
	if err := json.Unmarshal(line, &ready); err != nil {
		return err
	}
	id := new(tunnel.ID)
	if _, err := hex.Decode(id[:], []byte(ready.ID)); err != nil || len(ready.ID) != 2*len(id) {
		return custos.Errorf(custos.Internal, "a miner says %q for its ID", ready.ID)
	}
	m.id.Store(id)
	m.chain, err = ledger.Dial(ctx, ledger.Config{Endpoint: ready.RPC, ChainID: chainID, Genesis: n.genesis.Hash()})
	return err
}

// connected waits until every miner has all others for peers.
func (n *network) connected(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	return n.until(ctx, "the miners do not find each other", func(s ledger.NodeStatus) bool { return s.Peers == len(n.miners)-1 })
}

// quiet waits until nothing is mined and nothing waits to be.
func (n *network) quiet(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	return n.until(ctx, "the miners do not come to rest", func(s ledger.NodeStatus) bool { return !s.Mining && s.Pending+s.Queued == 0 })
}

func (n *network) until(ctx context.Context, why string, ok func(ledger.NodeStatus) bool) error {
	for {
		good := 0
		for _, m := range n.miners {
			if s, err := m.chain.Node(ctx); err == nil && ok(s) {
				good++
			}
		}
		if good == len(n.miners) {
			return nil
		}
		select {
		case <-ctx.Done():
			return custos.Errorf(custos.Unavailable, "%s: %w", why, ctx.Err())
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// effort is what all miners have spent so far.
type effort struct {
	cpu    float64 // seconds
	hashes uint64
	at     time.Time
}

func (n *network) effort(ctx context.Context) (effort, error) {
	e := effort{at: time.Now()}
	for _, m := range n.miners {
		s, err := m.chain.Node(ctx)
		if err != nil {
			return e, err
		}
		e.cpu += s.CPUSeconds
		e.hashes += s.Hashes
	}
	return e, nil
}

// share is what part of a core each miner took on average since.
func (e effort) share(now effort, miners int) float64 {
	return (now.cpu - e.cpu) / now.at.Sub(e.at).Seconds() / float64(miners)
}

// rss is the largest miner's resident memory in MiB.
func (n *network) rss() (float64, error) {
	most := 0.0
	for _, m := range n.miners {
		b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", m.cmd.Process.Pid))
		if err != nil {
			return 0, err
		}
		for line := range strings.Lines(string(b)) {
			if f := strings.Fields(line); len(f) == 3 && f[0] == "VmRSS:" {
				kib, err := strconv.ParseFloat(f[1], 64)
				if err != nil {
					return 0, err
				}
				most = max(most, kib/1024)
			}
		}
	}
	return most, nil
}

// stop ends the miners and the tunnels and waits for them.
func (n *network) stop() {
	n.cancel()
	for _, m := range n.miners {
		if m.chain != nil {
			m.chain.Close()
		}
		if m.cmd != nil && m.cmd.Process != nil {
			_ = m.cmd.Wait() // it was told to end
		}
	}
	for _, e := range n.ended {
		<-e
	}
}
