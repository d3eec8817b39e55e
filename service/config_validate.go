package service

import (
	"errors"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"
	"time"

	"custos.dev/custos"
)

func (s *Site) validate() error {
	if err := custos.Resource(s.Name).Validate(); err != nil || strings.Contains(s.Name, "/") {
		return fmt.Errorf("site: %q is not a name: use a-z, 0-9, - and _", s.Name)
	}
	if _, err := time.LoadLocation(s.TimeZone); err != nil {
		return fmt.Errorf("time_zone: %w", err)
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
	return s.validateTier(n)
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
