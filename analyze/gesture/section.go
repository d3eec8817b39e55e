package gesture

import (
	"slices"

	"custos.dev/custos"
	"custos.dev/custos/edge/cameras"
	"custos.dev/custos/service"
)

// Section is what the site file says of gestures at an edge. Without it none is looked for.
var Section = service.NodeSection[Settings]{Name: "gestures", Check: checkSettings, Problems: problems}.Define()

// Settings are before which of an edge's cameras gestures are looked for.
type Settings struct {
	// Cameras are their names.
	Cameras []string `yaml:"cameras,flow"`
	// Rate is how often a second each person is looked at, at most; 0 is DefaultRate.
	Rate float64 `yaml:"rate,omitempty"`
	// People bounds how many are looked at in one frame; 0 is DefaultPeople. Of more, those
	// come first who were not looked at for longest.
	People int `yaml:"people,omitempty"`
}

// What is left out.
const (
	DefaultRate   = 8
	DefaultPeople = 6
)

// On reports that a node's part of the site file asks for gestures.
func On(n *service.Node) bool { return len(Section.Get(n).Cameras) > 0 }

func checkSettings(_ *service.Site, n *service.Node, s *Settings) error {
	if len(s.Cameras) == 0 {
		return custos.Errorf(custos.Invalid, "gestures.cameras: name the cameras before which gestures are looked for")
	}
	for i, c := range s.Cameras {
		if n.Tier == custos.Edge && !cameras.Has(n, c) {
			return custos.Errorf(custos.Invalid, "gestures.cameras[%d]: the node has no camera %q", i, c)
		}
		if slices.Contains(s.Cameras[:i], c) {
			return custos.Errorf(custos.Invalid, "gestures.cameras[%d]: %q is named twice", i, c)
		}
	}
	if s.Rate != 0 && !(s.Rate >= 4 && s.Rate <= 25) {
		return custos.Errorf(custos.Invalid, "gestures.rate: %g: choose 4 to 25 looks a second; waving needs 6", s.Rate)
	}
	if s.People < 0 || s.People > 50 {
		return custos.Errorf(custos.Invalid, "gestures.people: %d: choose 1 to 50", s.People)
	}
	if s.Rate == 0 {
		s.Rate = DefaultRate
	}
	if s.People == 0 {
		s.People = DefaultPeople
	}
	return nil
}

func problems(_ *service.Site, n *service.Node, s *Settings) []service.Problem {
	if n.Tier == custos.Edge || len(s.Cameras) == 0 {
		return nil
	}
	return []service.Problem{{Runs: true, Text: "gestures: they are looked for at the edge that has the cameras; here it does nothing"}}
}
