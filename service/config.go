// Package service is what every process shares: the site file, running and
// ending, logs, health and metrics.
package service

import (
	"os"
	"path/filepath"
	"time"

	"custos.dev/custos"

	"go.yaml.in/yaml/v3"
)

// Site is a site file: the owners, their nodes, and sections that others define. Every node
// of a site has the same file; it holds no secret.
type Site struct {
	Name string `yaml:"site"`
	// TimeZone is where the hours of the week of a capability are counted.
	TimeZone string `yaml:"time_zone"`
	// Data is the directory of everything that is kept, relative to the file.
	Data   string  `yaml:"data"`
	Owners []Owner `yaml:"owners"`
	Nodes  []Node  `yaml:"nodes"`
	// Retired are edges, and cameras of edges, that were taken out of the site file and
	// whose recordings are kept. `custos up` writes them into its own copy of the file;
	// people do not.
	Retired []Node `yaml:"retired,omitempty"`
	// Origin is the directory of the site file that people wrote: what its sections name is
	// found from there. `custos up` writes it into its own copy; people do not.
	Origin string `yaml:"origin,omitempty"`
	// Sections are what other packages have in the site file.
	Sections Sections `yaml:",inline"`

	path string
	// chosen are the addresses that the file leaves out and LoadPorts filled in.
	chosen map[string]bool
}

// Owner is a party that runs a domain and votes.
type Owner struct {
	Name   custos.OwnerName `yaml:"name"`
	Domain custos.Resource  `yaml:"domain"`
}

// Node is one machine in a tier.
type Node struct {
	Name  custos.NodeName  `yaml:"name"`
	Tier  custos.Tier      `yaml:"tier"`
	Owner custos.OwnerName `yaml:"owner"`
	// Bus is where the node's bus listens for its own services, on loopback. It and
	// the other addresses may be left out: see ChoosePorts.
	Bus string `yaml:"bus,omitempty"`
	// Leaf is where a fog's bus listens for those of its edges and cloud nodes.
	Leaf string `yaml:"leaf,omitempty"`
	// API is where a fog's master, or the cloud's console, answers.
	API string `yaml:"api,omitempty"`
	// RPC is where a fog's Ethereum node answers, on loopback.
	RPC string `yaml:"rpc,omitempty"`
	// P2P is where a fog's tunnel listens for the other owners' nodes.
	P2P string `yaml:"p2p,omitempty"`
	// Fog is the fog of an edge, or of a cloud the one whose ledger it asks.
	Fog custos.NodeName `yaml:"fog,omitempty"`
	// Sections are what other packages have in the site file of a node.
	Sections Sections `yaml:",inline"`
}

// Load reads a site file strictly: an unknown key is an error with its line.
func Load(path string) (*Site, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, custos.Errorf(custos.Invalid, "cannot read the site file: %w", err)
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	s, err := parse(b, abs)
	if err != nil {
		return nil, custos.Errorf(custos.Invalid, "%s: %w", path, err)
	}
	return s, nil
}

// Parse reads the text of a site file. Load also resolves its paths.
func Parse(text []byte) (*Site, error) { return parse(text, "") }

// parse reads the text of the site file at a path, or at none.
func parse(text []byte, path string) (*Site, error) {
	s := &Site{TimeZone: "UTC", Data: "data", path: path}
	if err := Decode(text, s); err != nil {
		return nil, err
	}
	if path != "" {
		if !filepath.IsAbs(s.Data) && s.Data != "" {
			s.Data = filepath.Join(filepath.Dir(path), s.Data)
		}
		if s.Origin == "" {
			s.Origin = filepath.Dir(path)
		}
	}
	return s, s.validate()
}

// Path returns where the site was loaded from.
func (s *Site) Path() string { return s.path }

// Marshal writes the site file.
func (s *Site) Marshal() ([]byte, error) { return yaml.Marshal(s) }

// Location is the site's time zone.
func (s *Site) Location() *time.Location {
	loc, err := time.LoadLocation(s.TimeZone)
	if err != nil { // validate has refused it
		return time.UTC
	}
	return loc
}

// Owner finds an owner by name.
func (s *Site) Owner(name custos.OwnerName) (Owner, bool) {
	for _, o := range s.Owners {
		if o.Name == name {
			return o, true
		}
	}
	return Owner{}, false
}

// Node finds a node by name, a retired one if no other has it.
func (s *Site) Node(name custos.NodeName) (*Node, bool) {
	for i := range s.Nodes {
		if s.Nodes[i].Name == name {
			return &s.Nodes[i], true
		}
	}
	for i := range s.Retired {
		if s.Retired[i].Name == name {
			return &s.Retired[i], true
		}
	}
	return nil, false
}

// Domain returns the domain of a node's owner.
func (s *Site) Domain(n *Node) custos.Resource {
	o, _ := s.Owner(n.Owner)
	return o.Domain
}

// Edges returns the edge nodes of a fog.
func (s *Site) Edges(fog custos.NodeName) []*Node {
	var out []*Node
	for i := range s.Nodes {
		if s.Nodes[i].Tier == custos.Edge && s.Nodes[i].Fog == fog {
			out = append(out, &s.Nodes[i])
		}
	}
	return out
}

// LeafOf returns the fog whose leaf a node's bus is: of an edge its fog, and of a cloud node
// the fog that it names, if both are of one owner: what its services record goes to its own
// domain's master. ok is false for a fog, and for a cloud node at another owner's fog, which
// has no bus.
func (s *Site) LeafOf(n *Node) (fog custos.NodeName, ok bool) {
	switch n.Tier {
	case custos.Edge:
		return n.Fog, true
	case custos.Cloud:
		f, known := s.Node(n.Fog)
		return n.Fog, known && f.Owner == n.Owner
	}
	return "", false
}

// HasBus says whether a node runs a bus.
func (s *Site) HasBus(n *Node) bool {
	_, leaf := s.LeafOf(n)
	return leaf || n.Tier == custos.Fog
}

// Leaves returns the nodes whose buses are leaves of a fog's.
func (s *Site) Leaves(fog custos.NodeName) []*Node {
	var out []*Node
	for i := range s.Nodes {
		if of, ok := s.LeafOf(&s.Nodes[i]); ok && of == fog {
			out = append(out, &s.Nodes[i])
		}
	}
	return out
}

// Dir returns where a service keeps its database and key.
func (s *Site) Dir(id custos.ServiceID) string {
	return filepath.Join(s.Data, string(id.Node()), id.Service())
}

// NodeDir returns where a node keeps what its services share.
func (s *Site) NodeDir(n custos.NodeName) string { return filepath.Join(s.Data, string(n)) }
