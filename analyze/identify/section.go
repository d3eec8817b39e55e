package identify

import (
	"custos.dev/custos"
	"custos.dev/custos/analyze/models"
	"custos.dev/custos/service"
)

// Section is what the site file says of faces at a fog. Without it the service does not run.
var Section = service.NodeSection[Config]{Name: "faces", Check: checkSection, Problems: problems}.Define()

// Config is the section faces of a fog.
type Config struct {
	// FalseAccepts is which part of strangers may be taken for somebody, above 0 and at most .1.
	FalseAccepts float64 `yaml:"false_accepts"`
	// Detector and Embedding name networks of the site; "" is the best that is there, or what
	// works without one.
	Detector  string `yaml:"detector,omitempty"`
	Embedding string `yaml:"embedding,omitempty"`
	// Cascade is a file of OpenCV's form, for where no network finds faces; "" is Debian's.
	Cascade string `yaml:"cascade,omitempty"`
}

// wanted reports that a node's part of the site file asks for faces.
func wanted(n *service.Node) bool { return Section.Get(n).FalseAccepts > 0 }

func checkSection(s *service.Site, n *service.Node, c *Config) error {
	if !(c.FalseAccepts > 0 && c.FalseAccepts <= .1) {
		return custos.Errorf(custos.Invalid, "faces.false_accepts: %v: say which part of strangers may be taken for somebody, above 0 and at most 0.1, as 0.01", c.FalseAccepts)
	}
	c.Cascade = s.Beside(c.Cascade)
	return nil
}

func problems(s *service.Site, n *service.Node, c *Config) []service.Problem {
	var out []service.Problem
	if n.Tier != custos.Fog {
		out = append(out, service.Problem{Runs: true, Text: "faces: faces are told apart at the fog; here it does nothing"})
	}
	for key, name := range map[string]string{"detector": c.Detector, "embedding": c.Embedding} {
		if name == "" {
			continue
		}
		if _, err := models.Load(models.Dir(s), name); err != nil {
			out = append(out, service.Problem{Text: "faces." + key + ": " + err.Error()})
		}
	}
	return out
}
