package sound

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"custos.dev/custos"
	"custos.dev/custos/analyze/models"
	"custos.dev/custos/analyze/models/modelstest"
	"custos.dev/custos/analyze/neural"
	"custos.dev/custos/observe"
)

// listener is a network that takes what is loud for speech, and counts in its state.
type listener struct {
	t      *testing.T
	before []float32 // the end of the last chunk
	runs   float32
	err    error
	wrong  bool // it answers something else
}

func (l *listener) Run(_ context.Context, in ...neural.Tensor) ([]neural.Tensor, error) {
	if l.err != nil {
		return nil, l.err
	}
	if len(in) != 3 || !slices.Equal(in[0].Shape, []int64{1, 576}) || !slices.Equal(in[1].Shape, []int64{2, 1, 128}) || len(in[2].Shape) != 0 || in[2].Data[0] != 16000 {
		l.t.Fatalf("the network is given %+v", in)
	}
	if in[1].Data[255] == 0 { // it begins anew
		l.runs, l.before = 0, make([]float32, 64)
	}
	if in[1].Data[255] != l.runs || !slices.Equal(in[0].Data[:64], l.before) {
		l.t.Fatalf("run %g has the state %g and other samples before it", l.runs, in[1].Data[255])
	}
	l.runs++
	l.before = slices.Clone(in[0].Data[512:])
	state := make([]float32, 256)
	state[255] = l.runs
	sum := 0.
	for _, x := range in[0].Data[64:] {
		sum += math.Abs(float64(x))
	}
	p := float32(.05)
	if sum/512 > .05 {
		p = .95
	}
	if l.wrong {
		state = nil
	}
	return []neural.Tensor{{Shape: []int64{1, 1}, Data: []float32{p}}, {Shape: []int64{2, 1, 128}, Data: state}}, nil
}

// spoken counts how often speech is told of some sound by an ear with a network.
func spoken(e *Ear, x []float32) (n int) {
	for _, s := range hearAll(e, x, 0) {
		if s.What == observe.SoundSpeech {
			n++
		}
	}
	return n
}

// Where there is a network it says what speech is, chunk by chunk with what it remembers; where it
// fails frames say it, and why is known until it runs again.
func TestSpeechByANetwork(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	loud := scene(20, r)
	for i := range loud[8*rate : 14*rate] {
		loud[8*rate+i] += float32(.3 * math.Sin(float64(i)/5)) // a tone, which frames do not take for speech
	}
	l := &listener{t: t}
	e := NewEar(nil, true)
	e.Listen(NewVoice(l))
	if n := spoken(e, loud); n != 1 || l.runs == 0 || e.Trouble() != nil {
		t.Errorf("the network's speech is told %d times after %g runs, %v", n, l.runs, e.Trouble())
	}
	if n := spoken(NewEar(nil, true), loud); n != 0 {
		t.Errorf("frames take a tone for speech %d times", n)
	}
	talking := append(append(scene(10, r), talk(12, r)...), scene(6, r)...)
	for name, broken := range map[string]*listener{"dead": {t: t, err: errors.New("it died")}, "another": {t: t, wrong: true}} {
		e = NewEar(nil, true)
		e.Listen(NewVoice(broken))
		if n := spoken(e, talking); n != 1 || e.Trouble() == nil {
			t.Errorf("%s: speech is told %d times, %v", name, n, e.Trouble())
		}
		broken.err, broken.wrong = nil, false
		if spoken(e, talking); e.Trouble() != nil {
			t.Errorf("%s: it runs again, and still %v", name, e.Trouble())
		}
	}
	of := &listening{}
	of.say("a/b/c", custos.Errorf(custos.Unavailable, "it died"))
	if why, since := of.Report(); !strings.Contains(why, "it died") || since.IsZero() {
		t.Errorf("status says %q", why)
	}
	of.say("a/b/c", nil)
	if why, _ := of.Report(); why != "" {
		t.Errorf("status still says %q", why)
	}
}

// A site without the network says so where it looks for speech, and nothing where it does not.
func TestSpeechWithoutANetwork(t *testing.T) {
	for _, asked := range []bool{true, false} {
		l := &listening{speech: asked, networks: models.In(t.TempDir())}
		if err := l.open(); err != nil || l.voice != nil {
			t.Fatalf("%v, %v", l.voice, err)
		}
		if why, since := l.Report(); strings.Contains(why, "make models") != asked || since.IsZero() == asked {
			t.Errorf("asked %v: status says %q since %v", asked, why, since)
		}
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}
}

// silero is the network that was fetched, if it was.
func silero(t *testing.T) neural.Network {
	t.Helper()
	networks := modelstest.Fetched(t, models.Speech)
	m, err := networks.Of(models.Speech)
	if err != nil {
		t.Fatal(err)
	}
	n, err := networks.Open(m.Name)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// The network that is fetched takes noise, a tone and silence for no speech.
func TestSileroHears(t *testing.T) {
	v := NewVoice(silero(t))
	r := rand.New(rand.NewPCG(9, 9))
	noise, tone := make([]float32, rate), make([]float32, rate)
	for i := range noise {
		noise[i], tone[i] = float32(.1*r.NormFloat64()), float32(.3*math.Sin(float64(i)/5))
	}
	for name, x := range map[string][]float32{"noise": noise, "a tone": tone, "silence": make([]float32, rate)} {
		v.Forget()
		for range 3 {
			p, err := v.Speaks(t.Context(), x)
			if err != nil || p > .5 || p <= 0 {
				t.Errorf("%s is speech by %.3f, %v", name, p, err)
			}
		}
	}
}
