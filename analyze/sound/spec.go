// Package sound is the audio service's analyzer: it listens to the sound of cameras whose site
// file says so, and tells what is far louder than the scene usually is, what begins and dies
// away within milliseconds, what is unlike anything heard there before, and, where there are
// trained weights, of which class it is. Whether there is speech it tells only where the site
// file asks for it.
//
// Sound is held for five seconds, in memory. Nothing of it goes into an event but its level,
// times and class.
package sound

import (
	"context"
	"slices"

	"custos.dev/custos"
	"custos.dev/custos/analyze"
	"custos.dev/custos/edge/cameras"
	"custos.dev/custos/observe"
	"custos.dev/custos/service"
)

// Spec is the audio service of an edge that takes in a camera's sound.
var Spec = analyze.Spec{
	Name: "audio", Does: "loud, sudden and unusual sounds, classes of sound, whether there is speech", Tier: custos.Edge, Rights: custos.Live | custos.Features,
	On: func(n *service.Node) bool {
		return slices.ContainsFunc(cameras.Of(n), func(c cameras.Camera) bool { return c.Audio })
	},
	Input: analyze.Input{Source: analyze.Sound}, Kinds: []custos.Kind{observe.KindSound},
	Config: func(site *service.Site) error {
		a := Section.Get(site)
		_, err := a.read()
		return err
	},
	New: func(s analyze.Setup) (any, error) {
		a := Section.Get(s.Site)
		w, err := a.read()
		return &listening{weights: w, speech: a.Speech}, err
	},
}

type listening struct {
	weights *Weights
	speech  bool
}

// Sound implements analyze.SoundAnalyzer.
func (l *listening) Sound(c analyze.Camera) (analyze.Hearer, error) {
	return &hearer{camera: c.ID, ear: NewEar(l.weights, l.speech)}, nil
}

// hearer listens to one camera.
type hearer struct {
	camera custos.CameraID
	ear    *Ear
}

// Hear implements analyze.Hearer.
func (h *hearer) Hear(_ context.Context, b *analyze.PCM) ([]custos.Observation, error) {
	var out []custos.Observation
	for _, s := range h.ear.Hear(b) {
		out = append(out, custos.Observation{Resource: h.camera, Time: s.From, Payload: s})
	}
	return out, nil
}
