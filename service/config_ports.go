package service

import (
	"errors"
	"hash/fnv"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"custos.dev/custos"

	"go.yaml.in/yaml/v3"
)

// A site file may leave the addresses of its nodes to Custos. They are chosen once,
// on loopback, and kept in the data directory, so that every later start and every
// command finds the same. What the site file names goes before.

// address is one of a node's addresses and its key in the site file.
type address struct {
	key   string
	value *string
}

// addresses are those that a node of its tier needs on its own machine.
func (s *Site) addresses(n *Node) []address {
	switch n.Tier {
	case custos.Fog:
		out := []address{{"bus", &n.Bus}, {"leaf", &n.Leaf}, {"api", &n.API}}
		needed := s.needed(n)
		for _, a := range []address{{"rpc", &n.RPC}, {"p2p", &n.P2P}} {
			if slices.Contains(needed, a.key) {
				out = append(out, a)
			}
		}
		return out
	case custos.Cloud:
		if s.HasBus(n) {
			return []address{{"api", &n.API}, {"bus", &n.Bus}}
		}
		return []address{{"api", &n.API}}
	case custos.Edge:
		return []address{{"bus", &n.Bus}}
	}
	return nil
}

// Address is where one of a node's services listens.
type Address struct {
	// Key is its name in the site file: bus, leaf, api, rpc or p2p.
	Key   string
	Value string
	// Chosen says that Custos chose it; the site file leaves it out.
	Chosen bool
}

// Addresses lists where a node's services listen; what is not chosen yet is left out.
func (s *Site) Addresses(n *Node) []Address {
	var out []Address
	for _, a := range s.addresses(n) {
		if *a.value != "" {
			out = append(out, Address{a.key, *a.value, s.chosen[*a.value]})
		}
	}
	return out
}

// PortsPath is where the addresses stand that Custos chose.
func (s *Site) PortsPath() string { return filepath.Join(s.Data, "ports.yaml") }

// local says that no address in the file is one of another machine, so that what is
// left out may be on loopback.
func (s *Site) local() bool {
	for i := range s.Nodes {
		for _, a := range s.addresses(&s.Nodes[i]) {
			if *a.value == "" {
				continue
			}
			host, _, err := net.SplitHostPort(*a.value)
			if err != nil || !IsLoopback(host) {
				return false
			}
		}
	}
	return true
}

// LoadPorts fills in the addresses that Custos chose at an earlier start. Before the
// first start there are none, and what the file leaves out stays empty.
func (s *Site) LoadPorts() error {
	b, err := os.ReadFile(s.PortsPath())
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return custos.Errorf(custos.Unavailable, "cannot read the ports that were chosen for the site: %w", err)
	}
	var kept map[custos.NodeName]map[string]string
	if err := yaml.Unmarshal(b, &kept); err != nil {
		return custos.Errorf(custos.Invalid, "%s does not parse; remove it, and `custos up` chooses ports anew: %w", s.PortsPath(), err)
	}
	named := s.named()
	for i := range s.Nodes {
		for _, a := range s.addresses(&s.Nodes[i]) {
			// One that the site file meanwhile names for another node is chosen anew.
			if v := kept[s.Nodes[i].Name][a.key]; *a.value == "" && v != "" && !named[v] {
				*a.value = v
				s.choose(v)
			}
		}
	}
	return s.validateAddresses()
}

func (s *Site) choose(address string) {
	if s.chosen == nil {
		s.chosen = map[string]bool{}
	}
	s.chosen[address] = true
}

// named are the addresses that are known now.
func (s *Site) named() map[string]bool {
	out := map[string]bool{}
	for i := range s.Nodes {
		for _, a := range s.addresses(&s.Nodes[i]) {
			out[*a.value] = true
		}
	}
	return out
}

// ChoosePorts fills in every address that the site file leaves out: as at an earlier
// start, or else a free one. When it returns, the choice is durable.
func (s *Site) ChoosePorts() error {
	if err := s.LoadPorts(); err != nil {
		return err
	}
	taken := s.named()
	// Between the well-known ports and those that systems give to outgoing
	// connections. Where to begin differs from one data directory to another, so
	// that sites on one machine rarely meet.
	h := fnv.New32a()
	_, _ = h.Write([]byte(s.Data))
	next := 20000 + int(h.Sum32()%8000)
	fresh := false
	for i := range s.Nodes {
		n := &s.Nodes[i]
		for _, a := range s.addresses(n) {
			if *a.value != "" {
				continue
			}
			from := &next
			if first := map[custos.Tier]int{custos.Cloud: 8080, custos.Fog: 8443}[n.Tier]; a.key == "api" {
				from = &first // people type these
			}
			v, err := freeFrom(from, taken)
			if err != nil {
				return err
			}
			*a.value, fresh = v, true
			taken[v] = true
			s.choose(v)
		}
	}
	if !fresh {
		return nil
	}
	kept := map[custos.NodeName]map[string]string{}
	for i := range s.Nodes {
		for _, a := range s.Addresses(&s.Nodes[i]) {
			if a.Chosen {
				if kept[s.Nodes[i].Name] == nil {
					kept[s.Nodes[i].Name] = map[string]string{}
				}
				kept[s.Nodes[i].Name][a.Key] = a.Value
			}
		}
	}
	text, err := yaml.Marshal(kept)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(s.Data, 0o700); err != nil {
		return custos.Errorf(custos.Unavailable, "cannot create %s: %w", s.Data, err)
	}
	text = append([]byte("# Chosen by `custos up`, where the site file names none. Remove a line to have another chosen.\n"), text...)
	return WriteFile(s.PortsPath(), text, 0o644)
}

// freeFrom finds a loopback address that nobody listens on and nobody was given.
func freeFrom(next *int, taken map[string]bool) (string, error) {
	for range 2000 {
		a := net.JoinHostPort("127.0.0.1", strconv.Itoa(*next))
		*next++
		if taken[a] {
			continue
		}
		l, err := net.Listen("tcp", a)
		if err == nil {
			return a, l.Close()
		}
	}
	return "", custos.Errorf(custos.Unavailable, "no free port was found on 127.0.0.1: name the addresses in the site file")
}

// IsLoopback says that a host of an address is this machine, to itself only.
func IsLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
