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
	"sync"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/analyze"
	"custos.dev/custos/analyze/models"
	"custos.dev/custos/analyze/neural"
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
		if err != nil {
			return nil, err
		}
		l := &listening{weights: w, speech: a.Speech, networks: models.NewNetworks(s.Site)}
		return l, l.open()
	},
}

// listening is the analyzer.
type listening struct {
	weights  *Weights
	speech   bool
	networks *models.Networks
	voice    neural.Network // nil where the site has none
	missing  string         // says so

	mu    sync.Mutex // of deaf, which others ask for
	deaf  map[custos.CameraID]error
	since time.Time
}

// open takes the network for speech, where speech is looked for and the site has one.
func (l *listening) open() error {
	if !l.speech {
		return nil
	}
	m, err := l.networks.Of(models.Speech)
	if custos.KindOf(err) == custos.NotFound {
		l.missing, l.since = "speech is told by its pitch and pace alone: `make models` brings a network for it", time.Now()
		return nil
	}
	if err != nil {
		return err
	}
	l.voice, err = l.networks.Open(m.Name)
	return err
}

// Sound implements analyze.SoundAnalyzer.
func (l *listening) Sound(c analyze.Camera) (analyze.Hearer, error) {
	h := &hearer{of: l, camera: c.ID, ear: NewEar(l.weights, l.speech)}
	if l.voice != nil {
		h.ear.Listen(NewVoice(l.voice))
	}
	return h, nil
}

// say remembers why the network does not hear a camera.
func (l *listening) say(camera custos.CameraID, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err == nil {
		if delete(l.deaf, camera); len(l.deaf) == 0 && l.missing == "" {
			l.since = time.Time{}
		}
		return
	}
	if len(l.deaf) == 0 {
		l.deaf, l.since = map[custos.CameraID]error{}, time.Now()
	}
	l.deaf[camera] = err
}

// Report implements analyze.Reporter.
func (l *listening) Report() (string, time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, err := range l.deaf {
		return "speech is told by its pitch and pace alone, since the network for it does not run: " + err.Error(), l.since
	}
	return l.missing, l.since
}

// Close implements io.Closer.
func (l *listening) Close() error { return l.networks.Close() }

// hearer listens to one camera.
type hearer struct {
	of     *listening
	camera custos.CameraID
	ear    *Ear
}

// Hear implements analyze.Hearer.
func (h *hearer) Hear(_ context.Context, b *analyze.PCM) ([]custos.Observation, error) {
	var out []custos.Observation
	for _, s := range h.ear.Hear(b) {
		out = append(out, custos.Observation{Resource: h.camera, Time: s.From, Payload: s})
	}
	h.of.say(h.camera, h.ear.Trouble())
	return out, nil
}
