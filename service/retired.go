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
	for i, c := range n.Cameras {
		if custos.Resource(c.Name).Validate() != nil {
			return fmt.Errorf("cameras[%d].name: use a-z, 0-9, - and _", i)
		}
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

// RetiredCameras returns the cameras of a node that are not in the site file any more.
func (s *Site) RetiredCameras(name custos.NodeName) []Camera {
	for _, n := range s.Retired {
		if n.Name == name {
			return n.Cameras
		}
	}
	return nil
}

// Retire takes over from the site as it was before which edges and cameras it has no
// more. A camera counts as long as there are recordings of it in the data directory, an
// edge as long as its own directory is there: it is asked by the name that stands in its
// events. recordings says where a camera's are. What cannot be kept is said in lost: its
// fog has gone as well. The addresses of the site's own nodes are to be known before.
func (s *Site) Retire(before *Site, recordings func(n *Node, camera string) string) (lost []string, err error) {
	s.Retired = nil
	for _, old := range slices.Concat(before.Nodes, before.Retired) {
		if old.Tier != custos.Edge {
			continue
		}
		r := Node{Name: old.Name, Tier: old.Tier, Owner: old.Owner, Bus: old.Bus, Fog: old.Fog}
		i := slices.IndexFunc(s.Nodes, func(n Node) bool { return n.Name == old.Name })
		if i >= 0 {
			n := &s.Nodes[i]
			if n.Tier != custos.Edge || n.Owner != old.Owner {
				lost = append(lost, fmt.Sprintf("the name %s was an edge's of %s: give the new node another name; the recordings of before stay in %s", old.Name, old.Owner, s.NodeDir(old.Name)))
				continue
			}
			r.Bus, r.Fog = "", n.Fog
		}
		for _, c := range old.Cameras {
			if i >= 0 && s.Nodes[i].hasCamera(c.Name) {
				continue
			}
			if st, err := os.Stat(recordings(&r, c.Name)); err == nil && st.IsDir() {
				r.Cameras = append(r.Cameras, Camera{Name: c.Name})
			}
		}
		if _, err := os.Stat(s.NodeDir(old.Name)); err != nil || i >= 0 && len(r.Cameras) == 0 {
			continue
		}
		if f, ok := s.Node(r.Fog); !ok || f.Tier != custos.Fog || f.Owner != r.Owner {
			lost = append(lost, fmt.Sprintf("edge %s and its fog %s are both gone: nobody serves its recordings, which stay in %s", r.Name, r.Fog, s.NodeDir(r.Name)))
			continue
		}
		if j := slices.IndexFunc(s.Retired, func(n Node) bool { return n.Name == r.Name }); j >= 0 {
			s.Retired[j].Cameras = append(s.Retired[j].Cameras, r.Cameras...)
			continue
		}
		if i < 0 && (r.Bus == "" || s.taken(r.Bus)) {
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
