package mirror

import (
	"slices"

	"custos.dev/custos"
	"custos.dev/custos/observe"
	"custos.dev/custos/service"
)

// Wanted is which bodies a mirror keeps.
type Wanted string

// All bodies, those of notable events, or none: leaves alone, which show that a log was changed and
// mend nothing.
const (
	All     Wanted = "all"
	Notable Wanted = "notable"
	None    Wanted = "none"
)

// Keeps reports whether bodies of a kind are wanted. What this version does not know counts as notable.
func (w Wanted) Keeps(k custos.Kind) bool {
	switch w {
	case None:
		return false
	case Notable:
		return !slices.Contains(observe.Continuous(), k)
	}
	return true
}

// Valid reports whether it is one of the three.
func (w Wanted) Valid() bool { return w == All || w == Notable || w == None }

// Policy is how much of other owners' logs a fog's master mirrors.
type Policy struct {
	// Of is which bodies, of all owners.
	Of Wanted `yaml:"of,omitempty"`
	// Owners are those whose logs are mirrored; without any, all are.
	Owners []custos.OwnerName `yaml:"owners,omitempty"`
	// Disk is how many bytes all of it may take; 0 is a quarter of what is free on its file system
	// and what it has taken. Beyond it leaves are mirrored, and no bodies.
	Disk service.Bytes `yaml:"disk,omitempty"`
}

// Section is the part of a node's entry in the site file about mirrors.
var Section = service.NodeSection[Policy]{
	Name: "mirror",
	Check: func(_ *service.Site, n *service.Node, p *Policy) error {
		if p.Of == "" {
			p.Of = All
		}
		switch {
		case !p.Of.Valid():
			return custos.Errorf(custos.Invalid, "mirror.of: %q is not one of all, notable, none", p.Of)
		case n.Tier != custos.Fog:
			return custos.Errorf(custos.Invalid, "mirror: only a fog's master mirrors, and this node is of the tier %s", n.Tier)
		case p.Disk < 0:
			return custos.Errorf(custos.Invalid, "mirror.disk is %v: give a size, as 20GB", p.Disk)
		}
		return nil
	},
}.Define()

// PolicyOf is a node's; that without a word in the site file mirrors all.
func PolicyOf(n *service.Node) Policy {
	p := Section.Get(n)
	if p.Of == "" {
		p.Of = All
	}
	return p
}

// Mirrors reports whether an owner's log is mirrored.
func (p *Policy) Mirrors(o custos.OwnerName) bool {
	return len(p.Owners) == 0 || slices.Contains(p.Owners, o)
}
