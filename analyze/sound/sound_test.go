package sound

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"custos.dev/custos/analyze"
	"custos.dev/custos/observe"
)

// A tone's power stands in the band of its frequency, as calculated by hand, and nowhere else.
func TestSpectrum(t *testing.T) {
	s := newSpectrum(window)
	x := make([]float32, window)
	out := make([]float64, bins)
	const k = 32 // 1 kHz
	for i := range x {
		x[i] = float32(math.Sin(2 * math.Pi * k * float64(i) / window))
	}
	s.power(x, out)
	sum := 0.0
	for i, p := range out {
		sum += p
		if (i < k-1 || i > k+1) && p > 1e-12 {
			t.Errorf("a tone of %d has %g at %d", k, p, i)
		}
	}
	// Hann's window spreads it over three frequencies, 1:4:1.
	if math.Abs(sum-.5) > 1e-6 || math.Abs(out[k]-1.0/3) > 1e-6 || math.Abs(out[k-1]-1.0/12) > 1e-6 {
		t.Errorf("a tone of amplitude 1 has %v in all, %v and %v", sum, out[k], out[k-1])
	}
	// A small one, transform by transform: 1, 2, 3, 4 has the spectrum 10, -2+2i, -2, -2-2i.
	f := newSpectrum(4)
	for i, v := range []float64{1, 2, 3, 4} {
		f.re[f.flipped[i]], f.im[f.flipped[i]] = v, 0
	}
	f.transform()
	for i, want := range [][2]float64{{10, 0}, {-2, 2}, {-2, 0}, {-2, -2}} {
		if math.Abs(f.re[i]-want[0]) > 1e-12 || math.Abs(f.im[i]-want[1]) > 1e-12 {
			t.Errorf("the transform of 1 2 3 4 has %v%+vi at %d", f.re[i], f.im[i], i)
		}
	}
}

// The mel scale has 1000 mel at 1000 Hz, and its bands cover every frequency between their ends.
func TestMel(t *testing.T) {
	if m := mel(1000); math.Abs(m-1000) > .1 || math.Abs(hertz(mel(440))-440) > 1e-9 {
		t.Errorf("1000 Hz are %v mel, 440 Hz come back as %v", m, hertz(mel(440)))
	}
	var sum [bins]float64
	for _, f := range filters {
		for i, w := range f.weights {
			if w < 0 || w > 1 {
				t.Errorf("a weight of %v", w)
			}
			sum[f.from+i] += w
		}
	}
	for k := 12; k < 230; k++ { // 375 Hz to 7200 Hz, where bands overlap
		if math.Abs(sum[k]-1) > 1e-9 {
			t.Errorf("the frequency %d counts %v times", k, sum[k])
		}
	}
}

// A voice's pitch is found, noise has none.
func TestPitch(t *testing.T) {
	m := newFramer()
	r := rand.New(rand.NewPCG(1, 1))
	for _, hz := range []float64{100, 150, 220, 400} {
		x := make([]float32, window)
		for i := range x {
			for h := 1; h <= 10; h++ {
				x[i] += float32(.05 * math.Sin(2*math.Pi*hz*float64(h)*float64(i)/rate))
			}
		}
		if f := m.frame(x); math.Abs(f.pitch-hz) > .04*hz || f.voiced < .6 {
			t.Errorf("%v Hz are heard as %v, voiced %v", hz, f.pitch, f.voiced)
		}
	}
	x := make([]float32, window)
	for i := range x {
		x[i] = float32(.1 * r.NormFloat64())
	}
	if f := m.frame(x); f.voiced > voicedLeast || f.flatness < .3 {
		t.Errorf("noise is voiced %v, flat %v", f.voiced, f.flatness)
	}
}

// scene is noise as a quiet place has it, -60 dB of full scale, some seconds long.
func scene(seconds float64, r *rand.Rand) []float32 {
	x := make([]float32, int(seconds*rate))
	for i := range x {
		x[i] = float32(.001 * r.NormFloat64())
	}
	return x
}

// bang adds a shot to a sound.
func bang(x []float32, second float64, loud float64, r *rand.Rand) {
	at := int(second * rate)
	for i := 0; i < rate/3 && at+i < len(x); i++ {
		x[at+i] += float32(loud * r.NormFloat64() * math.Exp(-float64(i)/rate/.03))
	}
}

var begin = time.Date(2026, 7, 1, 18, 0, 0, 0, time.UTC)

// hearAll gives an ear sound in blocks of odd sizes, and tells what comes of it, the end included.
func hearAll(e *Ear, x []float32, from time.Duration) (out []*observe.Sound) {
	n := 0
	for n < len(x) {
		k := min(len(x)-n, 100+n%777)
		pts := from + time.Duration(n)*time.Second/rate
		out = append(out, e.Hear(&analyze.PCM{PTS: pts, Time: begin.Add(pts), Samples: x[n : n+k], Lost: n == 0})...)
		n += k
	}
	return append(out, e.Hear(nil)...)
}

func only(t *testing.T, out []*observe.Sound, what observe.SoundWhat) *observe.Sound {
	t.Helper()
	var found *observe.Sound
	for _, s := range out {
		if s.What != what {
			t.Errorf("%s is told at %v: %+v", s.What, s.PTS, s)
			continue
		}
		if found != nil {
			t.Errorf("%s is told twice, at %v and %v", what, found.PTS, s.PTS)
		}
		found = s
	}
	if found == nil {
		t.Fatalf("%s is not told", what)
	}
	return found
}

// A shot is told once, when it was; noise alone is not, nor what a scene does all the time.
func TestImpulse(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	x := scene(20, r)
	bang(x, 12.5, .3, r)
	s := only(t, hearAll(NewEar(nil, false), x, 0), observe.SoundImpulse)
	if (s.PTS-12500*time.Millisecond).Abs() > 10*time.Millisecond || s.Level < -20 || s.Level > 0 || s.Background > -55 || s.Until.Sub(s.From) > 300*time.Millisecond {
		t.Errorf("%+v", s)
	}
	if out := hearAll(NewEar(nil, false), scene(60, r), 0); out != nil {
		t.Errorf("in a quiet minute is told %+v", out[0])
	}
	// A place that bangs twice a second is one where that is usual.
	x = scene(60, r)
	for at := 0.0; at < 59; at += .5 {
		bang(x, at, .3, r)
	}
	n := 0
	for _, s := range hearAll(NewEar(nil, false), x, 0) {
		if s.What == observe.SoundImpulse && s.PTS > 10*time.Second {
			n++
		}
	}
	if n > 0 {
		t.Errorf("what happens twice a second is told %d times", n)
	}
	// A drop on the microphone is over at once.
	x = scene(20, r)
	for i := range 24 {
		x[12*rate+i] += float32(.3 * math.Exp(-float64(i)/8))
	}
	if out := hearAll(NewEar(nil, false), x, 0); out != nil {
		t.Errorf("a drop is told: %+v", out[0])
	}
}

// A loud sound is told when it has ended, with how long it was; one that does not end, after ten
// seconds, and once.
func TestLoud(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	swell := func(x []float32, from, until float64) {
		for i := int(from * rate); i < int(until*rate); i++ {
			t := float64(i)/rate - from
			x[i] += float32(.1 * min(t/.4, 1) * math.Sin(2*math.Pi*500*t))
		}
	}
	x := scene(20, r)
	swell(x, 10, 13)
	s := only(t, hearAll(NewEar(nil, false), x, time.Hour), observe.SoundLoud)
	if (s.PTS-time.Hour-10*time.Second).Abs() > 300*time.Millisecond || (s.Until.Sub(s.From)-3*time.Second).Abs() > 300*time.Millisecond || s.Ongoing || !s.From.Equal(begin.Add(s.PTS)) {
		t.Errorf("%+v", s)
	}
	if math.Abs(s.Level+23) > 1 || math.Abs(s.Background+60) > 1.5 { // .1 of a sine: -23 dB
		t.Errorf("%v dB over %v dB", s.Level, s.Background)
	}
	x = scene(40, r)
	swell(x, 10, 40)
	if s := only(t, hearAll(NewEar(nil, false), x, 0), observe.SoundLoud); !s.Ongoing || s.PTS > 11*time.Second {
		t.Errorf("%+v", s)
	}
}

// A sound unlike the scene is told after three minutes, and becomes usual when it stays.
func TestNovelty(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	hum := func(x []float32, from, until, hz float64) {
		for i := int(from * rate); i < int(until*rate); i++ {
			t := float64(i)/rate - from
			fade := min(t/.5, (until-from-t)/.5, 1)
			x[i] += float32(.006 * fade * math.Sin(2*math.Pi*hz*t) * (1 + .3*math.Sin(2*math.Pi*3*t)))
		}
	}
	x := scene(300, r)
	for at := 20.0; at < 180; at += 20 {
		hum(x, at, at+3, 300)
	}
	hum(x, 210, 213, 300)  // heard before
	hum(x, 240, 243, 2500) // never heard
	out := hearAll(NewEar(nil, false), x, 0)
	s := only(t, out, observe.SoundNovel)
	if s.PTS < 239*time.Second || s.PTS > 243*time.Second {
		t.Errorf("what is told is of %v", s.PTS)
	}
}

// Where sound is missing, what was under way ends, and times go on by what is said.
func TestMissingSound(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	e := NewEar(nil, false)
	hearAll(e, scene(10, r), 0)
	x := scene(10, r)
	bang(x, 5, .3, r)
	s := only(t, hearAll(e, x, time.Hour), observe.SoundImpulse)
	if (s.PTS-time.Hour-5*time.Second).Abs() > 10*time.Millisecond || !s.From.Equal(begin.Add(s.PTS)) {
		t.Errorf("%+v", s)
	}
	// Rubbish of a decoder is nothing.
	bad := []float32{float32(math.NaN()), float32(math.Inf(1)), -1e30, 3}
	for range 1000 {
		e.Hear(&analyze.PCM{PTS: 2 * time.Hour, Time: begin, Samples: bad})
	}
	if q := e.level.usual.quantile(.5); math.IsNaN(q) {
		t.Error("what is usual is not a number")
	}
}

// talk is what speech sounds like to who knows no words: vowels of a gliding voice between
// pauses and hisses.
func talk(seconds float64, r *rand.Rand) []float32 {
	x := scene(seconds, r)
	at := 0
	for at < len(x)-rate {
		syllables := 3 + r.IntN(6)
		pitch := 110 + 60*r.Float64()
		for range syllables {
			length := int(rate * (.12 + .12*r.Float64()))
			f1, f2 := 250+650*r.Float64(), 800+1900*r.Float64()
			glide := (r.Float64() - .6) * 50
			phase := 0.0
			for i := range length {
				along := float64(i) / float64(length)
				hz := pitch + glide*along
				phase += 2 * math.Pi * hz / rate
				v := 0.0
				for h := 1; h < int(3800/hz); h++ {
					f := hz * float64(h)
					v += math.Sin(phase*float64(h)) * (1/(1+math.Pow((f-f1)/70, 2)) + .4/(1+math.Pow((f-f2)/90, 2)) + .002) / (1 + f/1500)
				}
				if at+i < len(x) {
					x[at+i] += float32(.12 * v * math.Sin(math.Pi*along))
				}
			}
			at += length
			if r.IntN(2) == 0 { // a hiss
				n := int(rate * .07)
				last := 0.0
				for i := range n {
					w := r.NormFloat64()
					if at+i < len(x) {
						x[at+i] += float32(.02 * (w - last) * math.Sin(math.Pi*float64(i)/float64(n)))
					}
					last = w
				}
				at += n
			}
			at += int(rate * .04)
			pitch *= .98
		}
		at += int(rate * (.2 + .4*r.Float64()))
	}
	return x
}

// Speech is told where it is asked for, and only there.
func TestSpeechOnlyIfAsked(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 6))
	x := append(scene(10, r), talk(12, r)...)
	x = append(x, scene(10, r)...)
	count := func(speech bool) (n int) {
		for _, s := range hearAll(NewEar(nil, speech), x, 0) {
			if s.What == observe.SoundSpeech {
				n++
				if s.PTS < 8*time.Second || s.PTS > 14*time.Second || s.Until.Sub(s.From) < 6*time.Second {
					t.Errorf("speech is told from %v for %v", s.PTS, s.Until.Sub(s.From))
				}
			}
		}
		return n
	}
	if n := count(true); n != 1 {
		t.Errorf("speech is told %d times", n)
	}
	if n := count(false); n != 0 {
		t.Errorf("speech is told %d times, and nobody asked for it", n)
	}
	// A siren, a hum and noise are none.
	for name, of := range map[string]func(i int) float64{
		"siren": func(i int) float64 {
			return .1 * math.Sin(2*math.Pi*(700*float64(i)/rate+80*math.Sin(2*math.Pi*.5*float64(i)/rate)))
		},
		"hum":   func(i int) float64 { return .1 * math.Sin(2*math.Pi*120*float64(i)/rate) },
		"noise": func(int) float64 { return .05 * r.NormFloat64() },
	} {
		x := scene(20, r)
		for i := 8 * rate; i < 15*rate; i++ {
			x[i] += float32(of(i))
		}
		for _, s := range hearAll(NewEar(nil, true), x, 0) {
			if s.What == observe.SoundSpeech {
				t.Errorf("a %s is taken for speech", name)
			}
		}
	}
}

// clips are of three classes that only their form tells apart, each one another.
func clips(n int, r *rand.Rand) (out []Clip) {
	for range n {
		ticks, wail, hiss := scene(3, r), scene(3, r), scene(3, r)
		for at := r.IntN(rate / 4); at < len(ticks); at += rate/3 + r.IntN(rate/20) {
			bang(ticks, float64(at)/rate, .1+.2*r.Float64(), r)
		}
		base := 300 + 200*r.Float64()
		for i := range wail {
			t := float64(i) / rate
			for h := 1; h < 6; h++ {
				wail[i] += float32(.05 / float64(h) * math.Sin(float64(h)*2*math.Pi*(base*t+20*math.Sin(2*math.Pi*t))))
			}
			hiss[i] += float32(.03 * r.NormFloat64())
		}
		out = append(out, Clip{"ticks", ticks}, Clip{"wail", wail}, Clip{Other, hiss})
	}
	return out
}

// What is trained on some clips knows others, the same seed makes the same weights, and a class
// is told once while it lasts; the class "other" never.
func TestTraining(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	n := 6
	if testing.Short() { // with the race detector it takes minutes
		n = 2
	}
	train := clips(n, r)
	examples, err := Describe(t.Context(), train, 9)
	if err != nil {
		t.Fatal(err)
	}
	w, err := Train(t.Context(), examples, 9)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Train(t.Context(), examples, 9)
	if err != nil || again.Name() != w.Name() {
		t.Errorf("trained again it is %v, not %v (%v)", again.Name(), w.Name(), err)
	}
	if another, err := Train(t.Context(), examples, 10); err != nil || another.Name() == w.Name() {
		t.Error("another seed makes the same weights")
	}
	if testing.Short() {
		return
	}
	for _, c := range clips(5, r) {
		if g := w.Classify(c.Samples); g.Class != c.Class {
			t.Errorf("%s is taken for %q", c.Class, g.Class)
		}
	}
	if g := w.Classify(make([]float32, 3*rate)); g.Class != "" {
		t.Errorf("silence is taken for %s", g.Class)
	}
	x := scene(12, r)
	for i := range 2 {
		x = append(x, clips(1, r)[1].Samples...)
		_ = i
	}
	x = append(x, scene(8, r)...)
	x = append(x, clips(1, r)[2].Samples...)
	n = 0
	for _, s := range hearAll(NewEar(w, false), x, 0) {
		if s.What == observe.SoundClass {
			n++
			if s.Class != "wail" || s.Probability < sure || s.Model != w.Name() || s.PTS < 11*time.Second {
				t.Errorf("%+v", s)
			}
		}
	}
	if n != 1 {
		t.Errorf("a class is told %d times", n)
	}
}

// What cannot be learned from is refused, with what to do.
func TestWrongTraining(t *testing.T) {
	ctx := t.Context()
	for what, c := range map[string][]Clip{
		"nothing": nil, "one class": {{"a", scene(1, rand.New(rand.NewPCG(1, 1)))}, {"a", scene(1, rand.New(rand.NewPCG(2, 1)))}},
		"one clip of a class": {{"a", scene(1, rand.New(rand.NewPCG(1, 1)))}, {"a", scene(1, rand.New(rand.NewPCG(2, 1)))}, {"b", scene(1, rand.New(rand.NewPCG(3, 1)))}},
	} {
		examples, err := Describe(ctx, c, 1)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Train(ctx, examples, 1); err == nil || !strings.Contains(err.Error(), "give") {
			t.Errorf("%s: %v", what, err)
		}
	}
}
