package behavior

import (
	"fmt"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/edge/cameras"
	"custos.dev/custos/service"
)

// Zones are those of an edge in the site file.
var Zones = service.NodeSection[[]SiteZone]{Name: "zones", Check: checkZones, Problems: problemsOfZones}.Define()

// RulesFile is in the site file the path of an edge's file of rules.
var RulesFile = service.NodeSection[string]{Name: "rules", Check: checkRules, Problems: problemsOfRules}.Define()

// SiteZone is a place in a camera's picture that behavior watches.
type SiteZone struct {
	Name    string   `yaml:"name"`
	Cameras []string `yaml:"cameras"`
	// Polygon is in fractions of the picture, at least three points.
	Polygon    [][2]float64   `yaml:"polygon,flow"`
	Classes    []custos.Class `yaml:"classes,omitempty"`
	DwellAfter time.Duration  `yaml:"dwell_after,omitempty"`
}

func checkZones(_ *service.Site, n *service.Node, all *[]SiteZone) error {
	for i, z := range *all {
		if z.Name == "" || len(z.Polygon) < 3 {
			return fmt.Errorf("zones[%d]: a zone has a name and a polygon of at least three points", i)
		}
		for _, c := range z.Cameras {
			if !cameras.Has(n, c) && n.Tier == custos.Edge {
				return fmt.Errorf("zones[%d].cameras: the node has no camera %q", i, c)
			}
		}
	}
	return nil
}

func problemsOfZones(_ *service.Site, n *service.Node, all *[]SiteZone) []service.Problem {
	var out []service.Problem
	for i, z := range *all {
		if n.Tier == custos.Edge && len(z.Cameras) == 0 {
			out = append(out, service.Problem{Runs: true, Text: fmt.Sprintf("zones[%d] (%s).cameras: it is for no camera: name those that it is drawn for", i, z.Name)})
		}
		if n.Tier != custos.Edge {
			out = append(out, service.Problem{Runs: true, Text: fmt.Sprintf("zones[%d] (%s): zones belong to the edge that has the cameras; here it does nothing", i, z.Name)})
		}
	}
	return out
}

func checkRules(s *service.Site, _ *service.Node, path *string) error {
	*path = s.Beside(*path)
	return nil
}

func problemsOfRules(_ *service.Site, n *service.Node, path *string) []service.Problem {
	if *path == "" || n.Tier == custos.Edge {
		return nil
	}
	return []service.Problem{{Runs: true, Text: "rules: rules belong to the edge that has the cameras; here they do nothing"}}
}
