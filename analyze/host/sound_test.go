package host

import (
	"context"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/analyze"
	"custos.dev/custos/edge/cameras"
	"custos.dev/custos/observe"
	"custos.dev/custos/service"
)

// tape gives blocks of sound in order, as a ring does.
type tape chan custos.Sound

func (t tape) Next(ctx context.Context) (custos.Sound, error) {
	select {
	case s := <-t:
		return s, nil
	case <-ctx.Done():
		return custos.Sound{}, ctx.Err()
	}
}

func (tape) Dropped() uint64 { return 0 }
func (tape) Close() error    { return nil }

// hearing is an analyzer of sound that does what a test says.
type hearing func(b *analyze.PCM) []custos.Observation

func (h hearing) Sound(analyze.Camera) (analyze.Hearer, error) { return h, nil }

func (h hearing) Hear(_ context.Context, b *analyze.PCM) ([]custos.Observation, error) {
	return h(b), nil
}

func hears(do hearing) analyze.Spec {
	return analyze.Spec{
		Name: "hear", Tier: custos.Edge, Input: analyze.Input{Source: analyze.Sound}, Kinds: []custos.Kind{observe.KindSound},
		New: func(analyze.Setup) (any, error) { return do, nil },
	}
}

// heard is a host whose camera's section says what it says about sound.
func heard(t *testing.T, audio bool, do hearing) (*host, tape) {
	h := started(t, t.TempDir(), hears(do))
	h.Site.Nodes[0] = cameras.At(service.Node{Name: "edge", Tier: custos.Edge, Owner: "alma", Fog: "fog"}, cameras.Camera{Name: "gate", Audio: audio})
	in := make(tape)
	h.dialSound = func(context.Context, analyze.Camera) (sounds, error) { return in, nil }
	return h, in
}

// g711 is 20 ms of a tone, by the number.
func g711(n int) custos.Sound {
	pts := time.Duration(n) * 20 * time.Millisecond
	s := custos.Sound{Camera: camera, Boot: 1, Seq: uint64(n + 1), PTS: pts, Time: time.Now().Add(pts), Format: custos.SoundPCMA, Rate: 8000, Channels: 1, Samples: 160, Data: make([]byte, 160)}
	for i := range s.Data {
		s.Data[i] = 0x55 ^ byte(i%8)<<4 ^ byte(i/80)<<7
	}
	return s
}

// An analyzer of sound is given all blocks in order, decoded, with their times, and is told when
// no more comes; what it observes is on record.
func TestSoundIsHeard(t *testing.T) {
	var blocks []analyze.PCM
	pauses := 0
	h, in := heard(t, true, func(b *analyze.PCM) []custos.Observation {
		if b == nil {
			pauses++
			return []custos.Observation{{Resource: camera, Time: time.Now(), Payload: &observe.Sound{What: observe.SoundLoud}}}
		}
		c := *b
		c.Samples = append([]float32(nil), b.Samples...)
		blocks = append(blocks, c)
		return nil
	})
	stop, _ := running(t, h)
	for n := range 100 {
		in <- g711(n)
	}
	until(t, "all blocks", func() bool { return h.health.now(nil).Taken == 100 })
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	total, loud := 0, 0
	for i, b := range blocks {
		total += len(b.Samples)
		if b.Camera != camera || b.Lost != (i == 0) || (b.PTS-time.Duration(i)*20*time.Millisecond).Abs() > 5*time.Millisecond {
			t.Errorf("block %d is of %v, lost %v", i, b.PTS, b.Lost)
		}
		for _, x := range b.Samples {
			if x > .01 || x < -.01 {
				loud++
			}
		}
	}
	if total < 100*320-50 || loud < total/2 {
		t.Errorf("of %d samples %d are heard", total, loud)
	}
	if pauses != 1 || len(observed(t, h, observe.KindSound)) != 1 {
		t.Errorf("the end is told %d times, and %d events are on record", pauses, len(observed(t, h, observe.KindSound)))
	}
}

// unheard is an analyzer of sound that no camera may be given to.
type unheard struct{ *testing.T }

func (u unheard) Sound(c analyze.Camera) (analyze.Hearer, error) {
	u.Errorf("%s is listened to, and its section says nothing of sound", c.ID)
	return nil, nil
}

// A camera whose section does not have its sound taken in is not listened to.
func TestSoundIsOffByDefault(t *testing.T) {
	h, _ := heard(t, false, nil)
	h.analyzer = unheard{t}
	if _, err := h.work(); err != nil {
		t.Fatal(err)
	}
}

// Sound that cannot be one is said in the service's health, ends nothing, and is forgotten with
// the next good block.
func TestWrongSoundIsSaid(t *testing.T) {
	h, in := heard(t, true, func(*analyze.PCM) []custos.Observation { return nil })
	stop, ended := running(t, h)
	bad := g711(0)
	bad.Rate = 1
	in <- bad
	until(t, "the trouble", func() bool {
		now := h.health.now(nil)
		return strings.Contains(now.Trouble, "gate: the sound claims 1 samples a second") && now.Since != nil
	})
	in <- g711(1)
	until(t, "its end", func() bool { return h.health.now(nil).Trouble == "" })
	select {
	case err := <-ended:
		t.Fatalf("it ended: %v", err)
	default:
	}
	if err := stop(); err != nil {
		t.Fatal(err)
	}
}
