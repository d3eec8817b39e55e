// Package pcm decodes the sound of cameras for those who listen to it: one channel, 16 kHz,
// floating point, with the time of each block. G.711 and plain samples are decoded here, AAC
// and Opus by a confined ffmpeg, one for each camera that sends them.
package pcm

import (
	"time"

	"custos.dev/custos"
)

// Rate is that of what comes out, in samples a second.
const Rate = 16000

// What a block may claim, whoever sent it.
const (
	slowest, fastest = 4000, 192_000
	mostChannels     = 8
	// longest is of one block; Opus allows 120 ms, G.711 whatever fits a packet.
	longest = 10 * time.Second
	// gap is how far from where the block before ended one may begin and still follow it:
	// cameras' stamps wander.
	gap = 100 * time.Millisecond
)

// Block is decoded sound.
type Block struct {
	// PTS is stream time, Time capture time, of the first sample.
	PTS  time.Duration
	Time time.Time
	// Samples are of Rate, from -1 to 1. They are valid until the next call.
	Samples []float32
	// Lost says that sound before it is missing, or that it is the first.
	Lost bool
}

// Decoder decodes the sound of one camera. It is used by one goroutine.
type Decoder struct {
	as     custos.Sound // what it decodes: the format, without data
	plain  *resampler   // or else
	helper *helper
	line   timeline
	seq    uint64
	end    time.Duration // where the block before ended
	raw    []float32
	out    []float32
	again  time.Time // before which no helper is started once more
}

// checked refuses what cannot be sound.
func checked(s *custos.Sound) error {
	switch {
	case s.Rate < slowest || s.Rate > fastest:
		return custos.Errorf(custos.Invalid, "the sound claims %d samples a second; %d to %d can be decoded: set another rate at the camera", s.Rate, slowest, fastest)
	case s.Channels < 1 || s.Channels > mostChannels:
		return custos.Errorf(custos.Invalid, "the sound claims %d channels; 1 to %d can be decoded: set mono at the camera", s.Channels, mostChannels)
	case s.Samples < 1 || int64(s.Samples) > int64(longest/time.Second)*int64(s.Rate):
		return custos.Errorf(custos.Invalid, "a block of sound claims %d samples", s.Samples)
	}
	each := 0
	switch s.Format {
	case custos.SoundS16:
		each = 2
	case custos.SoundPCMU, custos.SoundPCMA:
		each = 1
	case custos.SoundAAC, custos.SoundOpus:
	default:
		return custos.Errorf(custos.Invalid, "the sound is of the format %d, which is not known: set AAC or G.711 at the camera", s.Format)
	}
	if each > 0 && len(s.Data) != each*s.Samples*s.Channels {
		return custos.Errorf(custos.Invalid, "a block of sound claims %d samples in %d channels and has %d bytes", s.Samples, s.Channels, len(s.Data))
	}
	return nil
}

// Decode takes the next block and returns what is decoded by now, which of AAC and Opus is some
// blocks older. Sound after a pause is marked as such. It returns Invalid for what cannot be
// sound, and Unavailable where ffmpeg is needed and does not run: the block is left out, and
// the next one may be decoded again.
func (d *Decoder) Decode(s custos.Sound) ([]Block, error) {
	if err := checked(&s); err != nil {
		return nil, err
	}
	var out []Block
	lost := s.Seq != d.seq+1 || (s.PTS-d.end).Abs() > gap
	if s.Format != d.as.Format || s.Rate != d.as.Rate || s.Channels != d.as.Channels || s.Boot != d.as.Boot || string(s.Config) != string(d.as.Config) {
		out = d.Close()
		d.begin(s)
		lost = true
	}
	d.seq = s.Seq
	length := time.Duration(s.Samples) * time.Second / time.Duration(s.Rate)
	if lost || d.line.marks == nil {
		d.end = s.PTS
	}
	d.end += length
	// Slow drift between the camera's clock and its samples is followed, not summed up.
	d.end += (s.PTS + length - d.end) / 8
	if d.plain != nil {
		if lost {
			d.plain = newResampler(s.Rate)
			d.line.reset()
		}
		d.line.mark(&s, lost)
		d.raw = plain(&s, d.raw[:0])
		d.out = d.plain.add(d.raw, d.out[:0])
		return append(out, d.line.cut(d.out)...), nil
	}
	more, err := d.byHelper(&s, lost)
	return append(out, more...), err
}

// begin is for another format than before.
func (d *Decoder) begin(s custos.Sound) {
	again := d.again
	*d = Decoder{as: s, again: again}
	d.as.Data, d.as.Config = nil, append([]byte(nil), s.Config...)
	switch s.Format {
	case custos.SoundAAC, custos.SoundOpus:
	default:
		d.plain = newResampler(s.Rate)
	}
}

// Close ends it and returns what was still under way. It may be used again.
func (d *Decoder) Close() []Block {
	var out []Block
	if d.helper != nil {
		out = d.line.cut(d.helper.end())
	}
	*d = Decoder{again: d.again}
	return out
}
