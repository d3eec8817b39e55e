package host

import (
	"custos/analyze"
	"custos/analyze/behavior"
	"custos/analyze/detect"
	"custos/analyze/feature"
	"custos/analyze/track"
	"custos/service"
)

// specs is the one table of the analyzers that Custos has.
var specs = []analyze.Spec{
	detect.Spec,
	track.Spec,
	behavior.Spec,
	feature.Spec,
}

// Specs are the analyzers that Custos has; each is a service of every node of its tier.
func Specs() []analyze.Spec { return specs }

// Check says what is wrong with what a site file says to its analyzers.
func Check(site *service.Site) error {
	for _, s := range specs {
		if s.Config == nil {
			continue
		}
		if err := s.Config(site); err != nil {
			return err
		}
	}
	return nil
}
