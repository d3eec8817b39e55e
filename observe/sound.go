package observe

import (
	"fmt"
	"time"

	"custos.dev/custos"
)

// KindSound is the kind of Sound.
const KindSound custos.Kind = "sound"

// SoundWhat is what about a sound was worth an event.
type SoundWhat string

// What is heard.
const (
	// SoundLoud was far louder than the scene usually is.
	SoundLoud SoundWhat = "loud"
	// SoundImpulse began within milliseconds and died away: a shot, a bang, breaking glass.
	SoundImpulse SoundWhat = "impulse"
	// SoundNovel was unlike anything that the scene usually sounds like.
	SoundNovel SoundWhat = "novel"
	// SoundClass was recognised by trained weights; Class says as what.
	SoundClass SoundWhat = "class"
	// SoundSpeech was speech: that there was some, never what was said.
	SoundSpeech SoundWhat = "speech"
)

// Sound says what was heard at a camera. It never holds the sound itself, nor anything by which
// words or a voice could be known again.
type Sound struct {
	What SoundWhat `json:"what"`
	// Class is as the folder of its clips was called in training; "" for other than a class.
	Class string `json:"class,omitempty"`
	// Probability is how sure that is, 0 to 1, for a class and for speech.
	Probability float64 `json:"probability,omitempty"`
	// Level is the loudest in decibels of full scale, 0 at most: of tenths of a second, of an
	// impulse of milliseconds. Background is what the scene usually has.
	Level      float64 `json:"level"`
	Background float64 `json:"background"`
	// From and Until are when it was heard, by the edge node's clock.
	From  time.Time `json:"from"`
	Until time.Time `json:"until"`
	// Ongoing says that it had not ended when this was said.
	Ongoing bool `json:"ongoing,omitempty"`
	// PTS is From in stream time, the one of frames and recorded segments.
	PTS time.Duration `json:"pts"`
	// Model says which weights know the class; "" for other than a class.
	Model string `json:"model,omitempty"`
}

// Kind implements custos.Payload.
func (*Sound) Kind() custos.Kind { return KindSound }

var _ = define(kind[*Sound]{
	Says:    "A camera heard something: loud, sudden, unlike the scene, of a known class, or speech.",
	Example: &Sound{What: SoundClass, Class: "dog bark", Probability: .9, Level: -12.5, Background: -48, From: exampleTime.Add(-time.Second), Until: exampleTime, PTS: time.Second, Model: "audio 5f0c21"},
	Text: func(e *custos.Event, s *Sound, _ Names) string {
		what := string(s.What)
		switch s.What {
		case SoundLoud:
			what = "a loud sound"
		case SoundImpulse:
			what = "an impulse (a shot, a bang or the like)"
		case SoundNovel:
			what = "an unusual sound"
		case SoundClass:
			what = fmt.Sprintf("%s (%.0f%%)", custos.Plain(s.Class), 100*s.Probability)
		case SoundSpeech:
			what = "speech"
		}
		return fmt.Sprintf("%s: heard %s, %.0f dB above the background, for %s", e.Resource.Base(), what, s.Level-s.Background, s.Until.Sub(s.From).Round(100*time.Millisecond))
	},
	Shows: func(_ *custos.Event, s *Sound) Shown { return Shown{From: s.From, Until: s.Until} },
})
