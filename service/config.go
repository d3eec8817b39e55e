// Package service is what every process shares: the site file, running and
// ending, logs, health and metrics.
package service

import (
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"custos.dev/custos"

	"go.yaml.in/yaml/v3"
)

// Site is a site file: the owners, their nodes and who may ask them. Every node
// of a site has the same file; it holds no secret.
type Site struct {
	Name string `yaml:"site"`
	// TimeZone is where the hours of the week of a capability are counted.
	TimeZone string `yaml:"time_zone"`
	// Data is the directory of everything that is kept, relative to the file.
	Data       string      `yaml:"data"`
	Ledger     Ledger      `yaml:"ledger"`
	Owners     []Owner     `yaml:"owners"`
	Nodes      []Node      `yaml:"nodes"`
	Principals []Principal `yaml:"principals"`
	// Retention is how long what is kept; package retention reads it.
	Retention Section `yaml:"retention,omitempty"`
	// Journals says how much services keep of what their masters have; package journal reads it.
	Journals Section `yaml:"journals,omitempty"`
	// Retired are edges, and cameras of edges, that were taken out of the site file and
	// whose recordings are kept. `custos up` writes them into its own copy of the file;
	// people do not.
	Retired []Node `yaml:"retired,omitempty"`
	// Origin is the directory of the site file that people wrote: what its sections name is
	// found from there. `custos up` writes it into its own copy; people do not.
	Origin string `yaml:"origin,omitempty"`

	path string
	// chosen are the addresses that the file leaves out and LoadPorts filled in.
	chosen map[string]bool
}

// Ledger is what the owners agree on about the chain.
type Ledger struct {
	ChainID uint64 `yaml:"chain_id"`
	// Endpoint is an Ethereum node of the owners' choice: an http, https, ws or wss
	// URL, or the path of a Unix socket. Empty means that each fog runs its own miner.
	Endpoint string `yaml:"endpoint,omitempty"`
	// Engine is what kind of chain the endpoint serves; package ledger has the names.
	// Empty means proof of work.
	Engine string `yaml:"engine,omitempty"`
	// Threshold is how many owners must agree, and cosign: m of n, m > n/2.
	Threshold int `yaml:"threshold"`
	// Confirmations is how many blocks must stand on an anchor or a grant.
	Confirmations int `yaml:"confirmations"`
	// AnchorEvery is the least time between two anchors of a log while it grows.
	AnchorEvery time.Duration `yaml:"anchor_every"`
	// Heartbeat is how often a log that does not grow is anchored again, so that its
	// silence means something: peers raise an alarm after twice as long.
	Heartbeat time.Duration `yaml:"heartbeat,omitempty"`
	// Threads is how many threads a miner uses while it mines.
	Threads int `yaml:"threads"`
	// StaleAfter is how long an owner's last word counts as fresh.
	StaleAfter time.Duration `yaml:"stale_after"`
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
	Fog     custos.NodeName `yaml:"fog,omitempty"`
	Cameras []Camera        `yaml:"cameras,omitempty"`
	Zones   []Zone          `yaml:"zones,omitempty"`
	// Rules is an edge's file of rules about behaviour.
	Rules string `yaml:"rules,omitempty"`
	// Analyzers are programs of others that look at the node's cameras; package
	// analyze/remote reads them.
	Analyzers Section `yaml:"analyzers,omitempty"`
}

// Camera is a registered source of an edge.
type Camera struct {
	Name string `yaml:"name"`
	// URL is rtsp://host:port/path or file:///path. A password never stands here;
	// see PasswordFile.
	URL string `yaml:"url"`
	// User and PasswordFile are the camera's credentials.
	User         string `yaml:"user,omitempty"`
	PasswordFile string `yaml:"password_file,omitempty"`
	// Transport is tcp or udp; empty is tcp.
	Transport string `yaml:"transport,omitempty"`
	// TLSPin is the SHA-256 of the public key (SubjectPublicKeyInfo) of an rtsps
	// camera, in hexadecimal digits or base64; empty means that the system's authorities vouch
	// for it.
	TLSPin string `yaml:"tls_pin,omitempty"`
	// Audio takes the camera's sound in beside its video, for analyzers. It is not recorded.
	Audio bool `yaml:"audio,omitempty"`
	// AllowLoopback permits a camera on this machine, such as a simulated one.
	AllowLoopback bool `yaml:"allow_loopback,omitempty"`
	// FPS bounds the frames that are analysed per second; 0 is all.
	FPS float64 `yaml:"fps,omitempty"`
	// Width is of the analysed picture in pixels.
	Width int `yaml:"width,omitempty"`
	// Model is the name of the network that looks at it, one of `custos models list`; ""
	// is the built-in detector alone.
	Model string `yaml:"model,omitempty"`
	// Embedding is the name of the network that says how people look, for search; "" is
	// by colours alone.
	Embedding string `yaml:"embedding,omitempty"`
	// Segment is the target length of a stored segment.
	Segment time.Duration `yaml:"segment,omitempty"`
	// Once ends the camera's work when its source ends; else it is opened again.
	Once bool `yaml:"once,omitempty"`
}

// Zone is a place in a camera's picture that behavior watches.
type Zone struct {
	Name    string   `yaml:"name"`
	Cameras []string `yaml:"cameras"`
	// Polygon is in fractions of the picture, at least three points.
	Polygon    [][2]float64   `yaml:"polygon,flow"`
	Classes    []custos.Class `yaml:"classes,omitempty"`
	DwellAfter time.Duration  `yaml:"dwell_after,omitempty"`
}

// Principal is someone who asks and runs no node: the police, a guard.
type Principal struct {
	Name string `yaml:"name"`
	// Role is "cloud" or "authority".
	Role  string           `yaml:"role"`
	Owner custos.OwnerName `yaml:"owner"`
	// Address is that of a key which the principal keeps himself: `custos access
	// identity` makes one. Without it the site makes a key for him and keeps it.
	Address custos.Address `yaml:"address,omitempty"`
	// Consent is by what he agreed to be registered, who keeps his key himself: `custos
	// access consent` makes it.
	Consent Hex `yaml:"consent,omitempty"`
}

// Hex is bytes that a file has as 0x and hexadecimal digits.
type Hex []byte

// MarshalText writes the digits.
func (h Hex) MarshalText() ([]byte, error) {
	if len(h) == 0 {
		return nil, nil
	}
	return []byte("0x" + hex.EncodeToString(h)), nil
}

// UnmarshalText reads what MarshalText writes.
func (h *Hex) UnmarshalText(b []byte) (err error) {
	s, ok := strings.CutPrefix(string(b), "0x")
	if !ok && s != "" {
		return fmt.Errorf("%q does not begin with 0x", b)
	}
	*h, err = hex.DecodeString(s)
	return err
}

// Load reads a site file strictly: an unknown key is an error with its line.
func Load(path string) (*Site, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, custos.Errorf(custos.Invalid, "cannot read the site file: %w", err)
	}
	s, err := Parse(b)
	if err != nil {
		return nil, custos.Errorf(custos.Invalid, "%s: %w", path, err)
	}
	if s.path, err = filepath.Abs(path); err != nil {
		return nil, err
	}
	abs := func(p string) string {
		if p == "" || filepath.IsAbs(p) {
			return p
		}
		return filepath.Join(filepath.Dir(s.path), p)
	}
	s.Data = abs(s.Data)
	if s.Origin == "" {
		s.Origin = filepath.Dir(s.path)
	}
	for i := range s.Nodes {
		s.Nodes[i].Rules = abs(s.Nodes[i].Rules)
		for j := range s.Nodes[i].Cameras {
			c := &s.Nodes[i].Cameras[j]
			c.PasswordFile = abs(c.PasswordFile)
		}
	}
	return s, nil
}

// Parse reads the text of a site file. Load also resolves its paths.
func Parse(text []byte) (*Site, error) {
	s := &Site{
		TimeZone: "UTC", Data: "data",
		Ledger: Ledger{ChainID: 20181, Confirmations: 2, AnchorEvery: 5 * time.Second, Heartbeat: 10 * time.Minute, Threads: 1, StaleAfter: time.Minute},
	}
	if err := Decode(text, s); err != nil {
		return nil, err
	}
	if s.Ledger.Threshold == 0 {
		s.Ledger.Threshold = len(s.Owners)/2 + 1
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

// CameraID returns a camera's resource.
func (s *Site) CameraID(n *Node, c *Camera) custos.CameraID {
	return s.Domain(n) + custos.Resource("/"+c.Name)
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
