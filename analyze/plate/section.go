package plate

import (
	"custos.dev/custos"
	"custos.dev/custos/service"
)

// Section is what the site file says about plates at a fog. Without it none is read.
var Section = service.NodeSection[Settings]{Name: "plates", Check: checkSettings, Problems: problems}.Define()

// Settings are about the plates of the vehicles before a fog's cameras.
type Settings struct {
	// Countries are those whose plates are expected, by codes of two letters; eu is all of
	// Europe.
	Countries []string `yaml:"countries,flow"`
	// Watch is a file with plates that are watched for, one a line: the plate, and behind it
	// why, in words. It is read again when it changes.
	Watch string `yaml:"watch,omitempty"`
}

// On reports that a node's part of the site file asks for plates.
func On(n *service.Node) bool { return len(Section.Get(n).Countries) > 0 }

func checkSettings(s *service.Site, _ *service.Node, p *Settings) error {
	if len(p.Countries) == 0 {
		return custos.Errorf(custos.Invalid, "plates.countries: say of which countries plates are expected, as [sk, cz] or [eu]")
	}
	p.Watch = s.Beside(p.Watch)
	if _, err := NewGrammar(p.Countries...); err != nil {
		return custos.Errorf(custos.Invalid, "plates.countries: %w", err)
	}
	return nil
}

func problems(_ *service.Site, n *service.Node, p *Settings) []service.Problem {
	if n.Tier == custos.Fog || len(p.Countries) == 0 {
		return nil
	}
	return []service.Problem{{Runs: true, Text: "plates: plates are read at the fog; here it does nothing"}}
}
