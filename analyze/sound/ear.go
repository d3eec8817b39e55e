package sound

import (
	"context"
	"math"
	"time"

	"custos.dev/custos/analyze"
	"custos.dev/custos/observe"
)

// Ear listens to one camera. It is used by one goroutine.
//
// What it holds is bounded: ten seconds of frames, no sound of more than one, and what the scene usually sounds like.
type Ear struct {
	weights *Weights
	talk    bool // whether speech is looked for
	voice   *Voice
	whisper []float32 // the second under way, where voice hears it
	deaf    error     // why voice did not hear the last second it was asked about

	level   *level
	impulse *impulse
	novelty *novelty
	class   classes
	speech  speech
	framer  *framer

	held   []float32 // samples that wait for a whole frame, hop or step
	at     moment    // of the first of them
	steps  int       // of held's samples, those that impulse has heard
	frames []frame   // the newest, at most twice longest
	fresh  bool      // nothing was heard before

	sum    float64 // of the tenth of a second under way: squares
	pieces int     // tenths of the second under way
	hops   int     // of the tenth under way
	loud   float64 // the second's loudest tenth
	mel    [bands]float64
	second moment
	tenth  moment
}

// NewEar listens for classes where there are weights, and for speech if it is to.
func NewEar(w *Weights, speech bool) *Ear {
	return &Ear{weights: w, talk: speech, level: newLevel(), impulse: newImpulse(), novelty: newNovelty(), framer: newFramer(), fresh: true, loud: -100}
}

// Listen has a network tell whether there is speech, in place of what frames say. Where it cannot,
// frames do, and Trouble says why.
func (e *Ear) Listen(v *Voice) { e.voice = v }

// Trouble is why the network for speech is not heard now; nil if it is.
func (e *Ear) Trouble() error { return e.deaf }

const (
	hopLength  = hop * time.Second / rate
	pieceHops  = 10
	secondHops = 100
	// apart is how far a block's time may lie from where the one before ended, before it is
	// taken for another time.
	apart = 20 * time.Millisecond
)

// Hear takes the next block, or nil where none comes any more, and returns what was heard.
func (e *Ear) Hear(b *analyze.PCM) []*observe.Sound {
	if b == nil {
		return e.end()
	}
	var out []*observe.Sound
	if b.Lost && !e.fresh {
		out = e.end()
	}
	if e.fresh {
		e.at = moment{b.PTS, b.Time}
		e.second, e.tenth = e.at, e.at
		e.fresh = false
	}
	// The camera's clock is followed, where it and the samples drift apart.
	ends := e.at.add(time.Duration(len(e.held)) * time.Second / rate)
	if d := b.PTS - ends.pts; d.Abs() > apart {
		e.at = e.at.add(d)
		e.at.time = b.Time.Add(-time.Duration(len(e.held)) * time.Second / rate)
	}
	for _, x := range b.Samples {
		if x != x || x > 1 || x < -1 { // not a number, or out of range: a decoder's overflow
			x = 0
		}
		e.held = append(e.held, x)
	}
	for ; len(e.held)-e.steps >= impulseStep; e.steps += impulseStep {
		at := e.at.add(time.Duration(e.steps) * time.Second / rate)
		out = add(out, e.impulse.hear(e.held[e.steps:e.steps+impulseStep], at))
	}
	from := 0
	for ; len(e.held)-from >= window && e.steps-from >= hop; from += hop {
		out = append(out, e.hop(e.held[from:from+window], e.at.add(time.Duration(from)*time.Second/rate))...)
	}
	n := copy(e.held, e.held[from:])
	e.held, e.steps, e.at = e.held[:n], e.steps-from, e.at.add(time.Duration(from)*time.Second/rate)
	return out
}

func add(out []*observe.Sound, s *observe.Sound) []*observe.Sound {
	if s != nil {
		s.Level, s.Background = math.Round(10*s.Level)/10, math.Round(10*s.Background)/10
		out = append(out, s)
	}
	return out
}

// hop takes the next window, 10 ms after the one before.
func (e *Ear) hop(samples []float32, at moment) (out []*observe.Sound) {
	f := e.framer.frame(samples)
	if len(e.frames) == 2*longest { // moved seldom
		e.frames = append(e.frames[:0], e.frames[longest:]...)
	}
	e.frames = append(e.frames, f)
	for b, db := range f.mel {
		e.mel[b] += db / secondHops
	}
	if e.hops == 0 {
		e.tenth = at
		if e.pieces == 0 {
			e.second = at
		}
	}
	if e.talk && e.voice != nil {
		e.whisper = append(e.whisper, samples[:hop]...)
	}
	for _, x := range samples[:hop] {
		e.sum += float64(x) * float64(x)
	}
	if e.hops++; e.hops < pieceHops {
		return nil
	}
	db := decibels(e.sum / (hop * pieceHops))
	e.hops, e.sum = 0, 0
	e.loud = max(e.loud, db)
	out = add(out, e.level.hear(db, e.tenth))
	if e.pieces++; e.pieces == secondHops/pieceHops {
		out = append(out, e.whole()...)
		e.pieces, e.loud, e.mel = 0, -100, [bands]float64{}
	}
	return out
}

// whole says what of a whole second is told.
func (e *Ear) whole() (out []*observe.Sound) {
	median := e.level.usual.quantile(.5)
	above := e.loud - median
	if e.novelty.hear(e.mel, above) {
		out = add(out, &observe.Sound{What: observe.SoundNovel, Level: e.loud, Background: median, From: e.second.time, Until: e.second.time.Add(time.Second), PTS: e.second.pts})
	}
	if e.weights != nil {
		out = add(out, e.class.hear(e.weights, e.frames[max(len(e.frames)-longest, 0):], e.loud, median, e.second))
	}
	if e.talk {
		p := 0.0
		if above >= activeAbove || e.speech.under {
			p = e.speaks()
		} else if e.voice != nil {
			e.voice.Forget()
		}
		e.whisper = e.whisper[:0]
		out = add(out, e.speech.hear(p, e.loud, e.second, median))
	}
	return out
}

// speaks says how probable it is that the second under way holds speech.
func (e *Ear) speaks() (p float64) {
	if e.voice != nil {
		// A second takes the network milliseconds; who ends the service ends the network.
		if p, e.deaf = e.voice.Speaks(context.Background(), e.whisper); e.deaf == nil {
			return p
		}
		e.voice.Forget()
	}
	return speaks(e.frames[max(len(e.frames)-speechFrames, 0):])
}

// end says what was under way, and begins anew but for what the scene usually sounds like.
func (e *Ear) end() (out []*observe.Sound) {
	median := e.level.usual.quantile(.5)
	out = add(out, e.level.end())
	out = add(out, e.speech.end(median))
	e.impulse.forget()
	e.class, e.speech = classes{}, speech{}
	e.held, e.frames, e.whisper = e.held[:0], e.frames[:0], e.whisper[:0]
	if e.voice != nil {
		e.voice.Forget()
	}
	e.steps, e.pieces, e.hops, e.sum, e.loud, e.mel = 0, 0, 0, 0, -100, [bands]float64{}
	e.fresh = true
	return out
}

const (
	// activeAbove is how far above the median a second must be to be asked about, in decibels.
	activeAbove = 6.0
	// classAgain is how many seconds a class must not have been heard to be told again.
	classAgain = 10
	// quietest is a level below which nothing is asked about.
	silence = -75.0
)

// classes tells what class of sound is heard, when two seconds in a row say the same.
type classes struct {
	last  string
	first moment
	told  map[string]int // seconds since each class was heard last
}

func (c *classes) hear(w *Weights, fs []frame, db, median float64, at moment) *observe.Sound {
	for k := range c.told {
		if c.told[k]++; c.told[k] > classAgain {
			delete(c.told, k)
		}
	}
	if db < median+activeAbove || db < silence {
		c.last = ""
		return nil
	}
	g := w.guess(fs)
	if g.Class == "" || g.Class == Other || g.Probability < sure {
		c.last = ""
		return nil
	}
	if g.Class != c.last {
		c.last, c.first = g.Class, at
		return nil
	}
	_, told := c.told[g.Class]
	if c.told == nil {
		c.told = map[string]int{}
	}
	c.told[g.Class] = 0
	if told {
		return nil
	}
	return &observe.Sound{
		What: observe.SoundClass, Class: g.Class, Probability: math.Round(100*g.Probability) / 100, Level: db, Background: median,
		From: c.first.time, Until: at.time.Add(time.Second), PTS: c.first.pts, Ongoing: true, Model: w.Name(),
	}
}
