package sound

import (
	"context"
	"slices"

	"custos.dev/custos"
	"custos.dev/custos/analyze/neural"
)

const (
	// voiceChunk is how many samples the network hears at a time, voiceBefore how many of those
	// before it is given again, voiceState how many numbers it remembers.
	voiceChunk, voiceBefore = 512, 64
	voiceState              = 2 * 128
	// voiceShare is of a second's chunks, the likeliest first, that must be speech: there are
	// pauses between words.
	voiceShare = .5
)

// Voice tells by a network how probable it is that there is speech: silero's, of its fifth
// version, which remembers what it heard. It listens to one camera.
type Voice struct {
	net    neural.Network
	state  []float32
	before []float32
	rest   []float32 // of a chunk that is not whole yet
}

// NewVoice listens by a network.
func NewVoice(n neural.Network) *Voice {
	v := &Voice{net: n}
	v.Forget()
	return v
}

// Forget begins anew.
func (v *Voice) Forget() {
	v.state, v.before, v.rest = make([]float32, voiceState), make([]float32, voiceBefore), nil
}

// Speaks says how probable it is that the next samples hold speech, at 16 kHz and a second or so.
func (v *Voice) Speaks(ctx context.Context, samples []float32) (float64, error) {
	v.rest = append(v.rest, samples...)
	var likely []float64
	for ; len(v.rest) >= voiceChunk; v.rest = v.rest[voiceChunk:] {
		chunk := v.rest[:voiceChunk]
		out, err := v.net.Run(ctx,
			neural.Tensor{Shape: []int64{1, voiceBefore + voiceChunk}, Data: slices.Concat(v.before, chunk)},
			neural.Tensor{Shape: []int64{2, 1, voiceState / 2}, Data: v.state},
			neural.Tensor{Data: []float32{rate}})
		if err != nil {
			return 0, err
		}
		if len(out) != 2 || len(out[0].Data) != 1 || len(out[1].Data) != voiceState {
			return 0, custos.Errorf(custos.Invalid, "the network for speech does not answer a likelihood and a state of %d numbers: check what it was added as", voiceState)
		}
		likely = append(likely, float64(out[0].Data[0]))
		v.state, v.before = out[1].Data, slices.Clone(chunk[voiceChunk-voiceBefore:])
	}
	v.rest = slices.Clone(v.rest)
	if len(likely) == 0 {
		return 0, nil
	}
	slices.Sort(likely)
	slices.Reverse(likely)
	sum, n := 0., max(int(voiceShare*float64(len(likely))), 1)
	for _, p := range likely[:n] {
		sum += p
	}
	return sum / float64(n), nil
}
