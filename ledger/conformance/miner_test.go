package conformance_test

import (
	"bufio"
	"context"
	"encoding/hex"
	"encoding/json"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/ledger"
	"custos.dev/custos/ledger/conformance"
	"custos.dev/custos/ledger/tunnel"
	"custos.dev/custos/service"
)

// miner is Custos' own node behind its tunnel: the real program.
type miner struct {
	dir, genesis, program string
	cmd                   *exec.Cmd
	endpoint              string
	id                    atomic.Pointer[tunnel.ID]
	tunnel                *tunnel.Tunnel
	self                  tunnel.Peer
}

// newMiner starts a node: CUSTOS_MINER names the program, or `make build` put it in bin/.
func newMiner(t testing.TB) *miner {
	t.Helper()
	m := &miner{program: os.Getenv("CUSTOS_MINER")}
	if m.program == "" {
		m.program = filepath.Join("..", "..", "bin", "custos-miner")
	}
	if _, err := os.Stat(m.program); err != nil {
		t.Skipf("the proof-of-work node is not built: %v", err)
	}
	dir, err := os.MkdirTemp("", "cf") // t.TempDir is too long for a socket's path
	no(t, err)
	t.Cleanup(func() { os.RemoveAll(dir) })
	m.dir, m.genesis = dir, filepath.Join(dir, "genesis.json")
	text, err := conformance.Genesis(t).JSON()
	no(t, err)
	no(t, os.WriteFile(m.genesis, text, 0o600))
	m.prepareTunnel(t)
	m.start(t)
	t.Cleanup(func() { m.end(syscall.SIGTERM) })
	return m
}

func no(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (m *miner) prepareTunnel(t testing.TB) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	no(t, err)
	addr := l.Addr().String()
	no(t, l.Close())
	cert, hash, err := service.TLSIdentity(m.dir, "miner")
	no(t, err)
	m.self = tunnel.Peer{Name: filepath.Base(m.dir), Key: hash, Addr: addr}
	sockets := filepath.Join(m.dir, "s")
	no(t, os.Mkdir(sockets, 0o700))
	no(t, os.WriteFile(m.peers(), nil, 0o600))
	m.tunnel = &tunnel.Tunnel{
		Listen: addr, Certificate: cert, Sockets: sockets, Log: slog.New(slog.DiscardHandler),
		ID: func() (id tunnel.ID, ok bool) {
			if p := m.id.Load(); p != nil {
				return *p, true
			}
			return id, false
		},
		Known: func() {
			var text strings.Builder
			for _, p := range m.tunnel.Peers() {
				if p.ID != (tunnel.ID{}) {
					text.WriteString(hex.EncodeToString(p.ID[:]) + "\n")
				}
			}
			_ = os.WriteFile(m.peers(), []byte(text.String()), 0o600)
		},
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- m.tunnel.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-done })
}

func (m *miner) peers() string { return filepath.Join(m.dir, "peers") }

func (m *miner) start(t testing.TB) {
	t.Helper()
	g := conformance.Genesis(t)
	m.cmd = exec.Command(m.program, "--data", filepath.Join(m.dir, "data"), "--genesis", m.genesis, "--sockets", m.tunnel.Sockets, "--peers", m.peers(),
		"--registry", g.Contracts().Registry.String(), "--etherbase", g.Owners()[0].Address.String(), "--log", "error")
	m.cmd.Stderr = os.Stderr
	out, err := m.cmd.StdoutPipe()
	no(t, err)
	no(t, m.cmd.Start())
	line, err := bufio.NewReader(out).ReadBytes('\n')
	no(t, err)
	var ready struct{ RPC, ID string }
	no(t, json.Unmarshal(line, &ready))
	id := new(tunnel.ID)
	_, err = hex.Decode(id[:], []byte(ready.ID))
	no(t, err)
	m.id.Store(id)
	m.endpoint = ready.RPC
}

func (m *miner) end(with os.Signal) {
	_ = m.cmd.Process.Signal(with)
	_ = m.cmd.Wait()
}

func (m *miner) config(t testing.TB) ledger.Config {
	return ledger.Config{Endpoint: m.endpoint, ChainID: 1337, Genesis: conformance.Genesis(t).Hash()}
}

func (m *miner) head(t testing.TB) custos.Head {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	c, err := ledger.Dial(ctx, m.config(t))
	no(t, err)
	defer c.Close()
	h, err := c.Head(ctx)
	no(t, err)
	return h
}

// join lets two miners meet, part ends that.
func join(a, b *miner) {
	a.tunnel.SetPeers([]tunnel.Peer{b.self})
	b.tunnel.SetPeers([]tunnel.Peer{a.self})
}

func part(a, b *miner) {
	a.tunnel.SetPeers(nil)
	b.tunnel.SetPeers(nil)
}

// agree waits until both have one head.
func agree(t testing.TB, a, b *miner) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); a.head(t).Hash != b.head(t).Hash; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("the miners do not agree: %+v and %+v", a.head(t), b.head(t))
		}
	}
}

func TestProofOfWork(t *testing.T) {
	conformance.Run(t, func(t *testing.T) conformance.Chain {
		m := newMiner(t)
		var other *miner
		return conformance.Chain{
			Config: m.config(t),
			// Another owner's miner has the same chain, and is then cut off.
			Part: func(t *testing.T) {
				other = newMiner(t)
				join(m, other)
				agree(t, m, other)
				part(m, other)
			},
			// Cut off, it makes a heavier chain, and comes back.
			Reorganise: func(t *testing.T, from uint64) {
				conformance.Busy(t, other.config(t), m.head(t).Number-from+4)
				join(m, other)
				agree(t, m, other)
			},
			Restart: func(t *testing.T) string {
				m.end(syscall.SIGKILL)
				m.start(t)
				return m.endpoint
			},
		}
	})
}

func BenchmarkAnchorProofOfWork(b *testing.B) {
	conformance.Bench(b, conformance.Chain{Config: newMiner(b).config(b)}, nil)
}
