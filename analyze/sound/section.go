package sound

import (
	"fmt"
	"io"
	"os"

	"custos.dev/custos"
	"custos.dev/custos/service"
)

// Section is what the site file says of sound, for all cameras that have `audio: true`.
var Section = service.SiteSection[Settings]{Name: "audio", Check: checkSettings}.Define()

// Settings are what is listened for besides level, impulses and novelty.
type Settings struct {
	// Weights is the file of trained classes, by custos train audio; "" is none.
	Weights string `yaml:"weights,omitempty"`
	// Speech reports that there is speech, never what is said. Left out, it is not looked for.
	Speech bool `yaml:"speech,omitempty"`
}

func checkSettings(s *service.Site, a *Settings) error {
	a.Weights = s.Beside(a.Weights)
	return nil
}

// read reads the weights; nil where there are none.
func (a *Settings) read() (*Weights, error) {
	if a.Weights == "" {
		return nil, nil
	}
	f, err := os.Open(a.Weights)
	if err != nil {
		return nil, custos.Errorf(custos.Invalid, "audio.weights: %w: make the file with custos train audio, or remove `weights`", err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxWeights+1))
	if err != nil {
		return nil, custos.Errorf(custos.Invalid, "audio.weights: %w", err)
	}
	w, err := Parse(b)
	if err != nil {
		return nil, fmt.Errorf("audio.weights: %s: %w", a.Weights, err)
	}
	return w, nil
}
