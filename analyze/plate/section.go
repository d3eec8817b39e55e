package plate

import (
	"custos.dev/custos"
	"custos.dev/custos/service"
)

// Section is what the site file says about plates. Without it none is read.
var Section = service.SiteSection[Settings]{Name: "plates", Check: checkSettings}.Define()

// Settings are about the plates of a site's vehicles.
type Settings struct {
	// Countries are those whose plates are expected, by codes of two letters; eu is all of
	// Europe. None reads no plates.
	Countries []string `yaml:"countries,flow,omitempty"`
	// Watch is a file with plates that are watched for, one a line: the plate, and behind it
	// why, in words. It is read again when it changes.
	Watch string `yaml:"watch,omitempty"`
}

func checkSettings(s *service.Site, p *Settings) error {
	p.Watch = s.Beside(p.Watch)
	if _, err := NewGrammar(p.Countries...); err != nil {
		return custos.Errorf(custos.Invalid, "plates.countries: %w", err)
	}
	return nil
}
