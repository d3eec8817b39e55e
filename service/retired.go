package service

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"

	"custos.dev/custos"
)

// validateRetired holds an entry of Retired against what runs it.
func (s *Site) validateRetired(n *Node) error {
	if custos.Resource(n.Name).Validate() != nil || n.Tier != custos.Edge {
		return errors.New("it is no edge with a name")
	}
	if f, ok := s.Node(n.Fog); !ok || f.Tier != custos.Fog || f.Owner != n.Owner {
		return fmt.Errorf("fog: %q is not a fog of owner %s", n.Fog, n.Owner)
	}
	// A retired camera of an edge that is still there uses that one's bus.
	if host, _, err := net.SplitHostPort(n.Bus); !s.living(n.Name) && (err != nil || !net.ParseIP(host).IsLoopback()) {
		return fmt.Errorf("bus: %q must be on a loopback address", n.Bus)
	}
	return nil
}

// living says whether the site file itself has a node.
func (s *Site) living(name custos.NodeName) bool {
	return slices.ContainsFunc(s.Nodes, func(n Node) bool { return n.Name == name })
}

// GoneNodes are the retired edges that the site file has no more, as opposed to retired
// cameras of edges that it has.
func (s *Site) GoneNodes() []Node {
	var out []Node
	for _, n := range s.Retired {
		if !s.living(n.Name) {
			out = append(out, n)
		}
	}
	return out
}

// GoneEdges returns the edges of a fog that were taken out of the site file and still
// serve their recordings.
func (s *Site) GoneEdges(fog custos.NodeName) []Node {
	return slices.DeleteFunc(s.GoneNodes(), func(n Node) bool { return n.Fog != fog })
}

// Retire takes over from the site as it was before which edges and cameras it has no
// more. An edge counts as long as its directory is there: it is asked by the name that stands
// in its events. keep writes into r what is kept of an old edge's cameras, of those that the
// edge does not have now, and says whether it was anything; now is nil of an edge that is gone.
// What cannot be kept is said in lost: its fog has gone as well. The addresses of the site's
// own nodes are to be known before.
func (s *Site) Retire(before *Site, keep func(old, now, r *Node) bool) (lost []string, err error) {
	s.Retired = nil
	for _, old := range slices.Concat(before.Nodes, before.Retired) {
		if old.Tier != custos.Edge {
			continue
		}
		r := Node{Name: old.Name, Tier: old.Tier, Owner: old.Owner, Bus: old.Bus, Fog: old.Fog}
		var now *Node
		if i := slices.IndexFunc(s.Nodes, func(n Node) bool { return n.Name == old.Name }); i >= 0 {
			now = &s.Nodes[i]
			if now.Tier != custos.Edge || now.Owner != old.Owner {
				lost = append(lost, fmt.Sprintf("the name %s was an edge's of %s: give the new node another name; the recordings of before stay in %s", old.Name, old.Owner, s.NodeDir(old.Name)))
				continue
			}
			r.Bus, r.Fog = "", now.Fog
		}
		some := keep(&old, now, &r)
		if _, err := os.Stat(s.NodeDir(old.Name)); err != nil || now != nil && !some {
			continue
		}
		if f, ok := s.Node(r.Fog); !ok || f.Tier != custos.Fog || f.Owner != r.Owner {
			lost = append(lost, fmt.Sprintf("edge %s and its fog %s are both gone: nobody serves its recordings, which stay in %s", r.Name, r.Fog, s.NodeDir(r.Name)))
			continue
		}
		if j := slices.IndexFunc(s.Retired, func(n Node) bool { return n.Name == r.Name }); j >= 0 {
			keep(&old, now, &s.Retired[j])
			continue
		}
		if now == nil && (r.Bus == "" || s.taken(r.Bus)) {
			if r.Bus, err = freeLoopback(s.taken); err != nil {
				return lost, err
			}
		}
		s.Retired = append(s.Retired, r)
	}
	return lost, nil
}

// taken says whether a node listens at an address.
func (s *Site) taken(addr string) bool {
	return slices.ContainsFunc(slices.Concat(s.Nodes, s.GoneNodes()), func(n Node) bool {
		return slices.Contains([]string{n.Bus, n.Leaf, n.API, n.RPC, n.P2P}, addr)
	})
}

// freeLoopback finds an address for the bus of an edge whose own one another node has now.
func freeLoopback(taken func(string) bool) (string, error) {
	for range 100 {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return "", err
		}
		addr := l.Addr().String()
		_ = l.Close()
		if !taken(addr) {
			return addr, nil
		}
	}
	return "", custos.Errorf(custos.Unavailable, "no free port was found on the loopback address")
}

// HasTLSIdentity says whether a node's TLS key is on this machine.
func HasTLSIdentity(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "tls.key"))
	return err == nil
}
