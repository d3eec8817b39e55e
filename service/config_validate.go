package service

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"custos.dev/custos"
)

func (l *Ledger) validateEndpoint() error {
	if l.Endpoint == "" {
		if l.Engine != "" {
			return errors.New("ledger.engine: it says what kind of chain ledger.endpoint serves: name the endpoint, or leave both out for the own miner")
		}
		return nil
	}
	if strings.HasPrefix(l.Endpoint, "/") {
		return nil
	}
	u, err := url.Parse(l.Endpoint)
	if err != nil || u.Host == "" || !slices.Contains([]string{"http", "https", "ws", "wss"}, u.Scheme) {
		return fmt.Errorf("ledger.endpoint: %q is neither an http, https, ws or wss URL nor the absolute path of a Unix socket", l.Endpoint)
	}
	return nil
}

func (s *Site) validate() error {
	if err := custos.Resource(s.Name).Validate(); err != nil || strings.Contains(s.Name, "/") {
		return fmt.Errorf("site: %q is not a name: use a-z, 0-9, - and _", s.Name)
	}
	if _, err := time.LoadLocation(s.TimeZone); err != nil {
		return fmt.Errorf("time_zone: %w", err)
	}
	l := s.Ledger
	if l.Threshold <= len(s.Owners)/2 || l.Threshold > len(s.Owners) {
		return fmt.Errorf("ledger.threshold: %d of %d owners: want more than half, at most all", l.Threshold, len(s.Owners))
	}
	if l.ChainID == 0 || l.Confirmations < 1 || l.Confirmations > 100 || l.AnchorEvery < 0 || l.Heartbeat < time.Second || l.Threads < 1 || l.StaleAfter < time.Second {
		return errors.New("ledger: chain_id and threads must be at least 1, confirmations 1 to 100, anchor_every not negative, heartbeat and stale_after at least 1s")
	}
	if err := l.validateEndpoint(); err != nil {
		return err
	}
	for i, o := range s.Owners {
		if err := o.Domain.Validate(); err != nil {
			return fmt.Errorf("owners[%d].domain: %w", i, err)
		}
		if string(o.Domain) == s.Name || !o.Domain.Within(custos.Resource(s.Name)) {
			return fmt.Errorf("owners[%d].domain: %q must lie below %q", i, o.Domain, s.Name)
		}
		for _, p := range s.Owners[:i] {
			if o.Name == p.Name || o.Domain.Within(p.Domain) || p.Domain.Within(o.Domain) {
				return fmt.Errorf("owners[%d]: %s and %s have the same name or one domain inside the other", i, p.Name, o.Name)
			}
		}
	}
	for i := range s.Nodes {
		if err := s.validateNode(i); err != nil {
			return fmt.Errorf("nodes[%d] (%s): %w", i, s.Nodes[i].Name, err)
		}
	}
	for i, p := range s.Principals {
		if _, ok := s.Owner(p.Owner); !ok {
			return fmt.Errorf("principals[%d].owner: there is no owner %q", i, p.Owner)
		}
		if p.Role != "cloud" && p.Role != "authority" {
			return fmt.Errorf("principals[%d].role: %q: want cloud or authority", i, p.Role)
		}
		if custos.Resource(p.Name).Validate() != nil {
			return fmt.Errorf("principals[%d].name: %q: use a-z, 0-9, - and _", i, p.Name)
		}
	}
	if err := s.validateCameras(); err != nil {
		return err
	}
	if err := s.checkSections(); err != nil {
		return err
	}
	for i := range s.Retired {
		err := s.validateRetired(&s.Retired[i])
		if err == nil {
			err = s.Retired[i].checkRetired()
		}
		if err != nil {
			return fmt.Errorf("retired[%d] (%s): %w", i, s.Retired[i].Name, err)
		}
	}
	return s.validateAddresses()
}

func (s *Site) validateNode(i int) error {
	n := &s.Nodes[i]
	if custos.Resource(n.Name).Validate() != nil || strings.Contains(string(n.Name), "/") {
		return errors.New("name: use a-z, 0-9, - and _")
	}
	for _, m := range s.Nodes[:i] {
		if m.Name == n.Name {
			return errors.New("name: another node has it")
		}
	}
	if _, ok := s.Owner(n.Owner); !ok {
		return fmt.Errorf("owner: there is no owner %q", n.Owner)
	}
	if err := s.validateTier(n); err != nil {
		return err
	}
	for j := range n.Cameras {
		c := &n.Cameras[j]
		if custos.Resource(c.Name).Validate() != nil || strings.Contains(c.Name, "/") {
			return fmt.Errorf("cameras[%d].name: use a-z, 0-9, - and _", j)
		}
		if c.URL == "" || n.Tier != custos.Edge {
			return fmt.Errorf("cameras[%d]: a camera has a url and stands at an edge node", j)
		}
		if c.Width == 0 {
			c.Width = 384
		}
		if c.Segment == 0 {
			c.Segment = 2 * time.Second
		}
		if err := c.validateReach(); err != nil {
			return fmt.Errorf("cameras[%d] (%s): %w", j, c.Name, err)
		}
		if c.Width < 64 || c.Width > 4096 || c.FPS < 0 || c.Segment < time.Second {
			return fmt.Errorf("cameras[%d]: width must be 64 to 4096, fps not negative, segment at least 1s", j)
		}
	}
	for j, z := range n.Zones {
		if z.Name == "" || len(z.Polygon) < 3 {
			return fmt.Errorf("zones[%d]: a zone has a name and a polygon of at least three points", j)
		}
		for _, c := range z.Cameras {
			if !n.hasCamera(c) && n.Tier == custos.Edge {
				return fmt.Errorf("zones[%d].cameras: the node has no camera %q", j, c)
			}
		}
	}
	return nil
}

func (n *Node) hasCamera(name string) bool {
	for _, c := range n.Cameras {
		if c.Name == name {
			return true
		}
	}
	return false
}

// validateTier says what a node of its tier lacks.
func (s *Site) validateTier(n *Node) error {
	if !slices.Contains([]custos.Tier{custos.Fog, custos.Cloud, custos.Edge}, n.Tier) {
		return fmt.Errorf("tier: %q: want edge, fog or cloud", n.Tier)
	}
	if n.Tier != custos.Fog {
		if n.Fog == "" {
			return fmt.Errorf("fog: missing; name the fog that this %s belongs to", n.Tier)
		}
		if f, ok := s.Node(n.Fog); !ok || f.Tier != custos.Fog || n.Tier == custos.Edge && f.Owner != n.Owner {
			return fmt.Errorf("fog: %q is not a fog of owner %s", n.Fog, n.Owner)
		}
	}
	local := s.local()
	for _, a := range s.addresses(n) {
		own := a.key == "bus" || a.key == "rpc" // for the node's own services only
		if *a.value == "" {
			if !local && !own {
				return fmt.Errorf("%s: missing; the site has addresses of several machines, so name where this node answers, as host:port", a.key)
			}
			continue
		}
		host, port, err := net.SplitHostPort(*a.value)
		if err != nil {
			return fmt.Errorf("%s: %q is not host:port", a.key, *a.value)
		}
		if p, err := strconv.Atoi(port); err != nil || p < 1 || p > 65535 {
			return fmt.Errorf("%s: %q: a port is a number from 1 to 65535; leave the key out to have one chosen", a.key, *a.value)
		}
		if ip := net.ParseIP(host); ip == nil && looksNumeric(host) {
			return fmt.Errorf("%s: %q: %s is no address", a.key, *a.value, host)
		} else if own && (ip == nil || !ip.IsLoopback()) {
			return fmt.Errorf("%s: %q must be on a loopback address", a.key, *a.value)
		}
	}
	return nil
}

// looksNumeric says that a host is meant as an address: a name of the DNS does not
// end in a number and has no colon.
func looksNumeric(host string) bool {
	last := host[strings.LastIndexByte(host, '.')+1:]
	_, err := strconv.Atoi(last)
	return err == nil || strings.Contains(host, ":")
}

// validateReach says what is wrong with how a camera is reached. The URL itself, and
// how a pin is written, are package edge's to check.
func (c *Camera) validateReach() error {
	if c.Transport != "" && c.Transport != "tcp" && c.Transport != "udp" {
		return fmt.Errorf("transport: %q: want tcp or udp", c.Transport)
	}
	if c.TLSPin != "" && !strings.HasPrefix(c.URL, "rtsps://") {
		return errors.New("tls_pin: only an rtsps:// camera has a key to pin")
	}
	return nil
}

// validateCameras refuses two cameras of one name in one domain: the recordings of
// both would be one chain.
func (s *Site) validateCameras() error {
	seen := map[custos.CameraID]custos.NodeName{}
	for i := range s.Nodes {
		n := &s.Nodes[i]
		for j := range n.Cameras {
			id := s.CameraID(n, &n.Cameras[j])
			if other, ok := seen[id]; ok {
				return fmt.Errorf("nodes[%d] (%s): cameras[%d].name: %s already has a camera %q of the owner %s: give it another name", i, n.Name, j, other, n.Cameras[j].Name, n.Owner)
			}
			seen[id] = n.Name
		}
	}
	return nil
}

func (s *Site) validateAddresses() error {
	seen := map[string]custos.NodeName{}
	for _, n := range slices.Concat(s.Nodes, s.GoneNodes()) {
		for _, a := range []string{n.Bus, n.Leaf, n.API, n.RPC, n.P2P} {
			if a == "" {
				continue
			}
			if other, taken := seen[a]; taken {
				return fmt.Errorf("address %s is named twice, by %s and %s", a, other, n.Name)
			}
			seen[a] = n.Name
		}
	}
	return nil
}
