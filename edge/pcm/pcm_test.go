package pcm

import (
	"bytes"
	"errors"
	"math"
	"math/rand/v2"
	"os/exec"
	"testing"
	"time"

	"github.com/bluenviron/mediacommon/v2/pkg/codecs/mpeg4audio"

	"custos.dev/custos"
)

// The values of G.711 are those of the standard's tables, at their ends and middles.
func TestG711(t *testing.T) {
	for b, want := range map[byte]int{0xff: 0, 0x7f: 0, 0x80: 32124, 0x00: -32124, 0xf0: 120, 0x8f: 16764, 0xef: 132} {
		if got := muLaw(b); got != want {
			t.Errorf("μ-law %#x is %d, not %d", b, got, want)
		}
	}
	for b, want := range map[byte]int{0xd5: 8, 0x55: -8, 0xaa: 32256, 0x2a: -32256, 0xc5: 264} {
		if got := aLaw(b); got != want {
			t.Errorf("A-law %#x is %d, not %d", b, got, want)
		}
	}
	// Each law has its values once, but for the two zeros.
	for name, law := range map[string]func(byte) int{"μ": muLaw, "A": aLaw} {
		seen := map[int]bool{}
		for i := range 256 {
			v := law(byte(i))
			if seen[v] && v != 0 || v > 32767 || v < -32768 {
				t.Errorf("%s-law has %d twice, or beyond 16 bits", name, v)
			}
			seen[v] = true
		}
	}
}

func sine(hz float64, rate, n int) []float32 {
	out := make([]float32, n)
	for i := range out {
		out[i] = float32(.5 * math.Sin(2*math.Pi*hz*float64(i)/float64(rate)))
	}
	return out
}

// amount is how much of a frequency sound holds: a sine's amplitude.
func amount(x []float32, hz float64) float64 {
	re, im := 0.0, 0.0
	for i, v := range x {
		s, c := math.Sincos(2 * math.Pi * hz * float64(i) / Rate)
		re, im = re+float64(v)*c, im+float64(v)*s
	}
	return 2 * math.Hypot(re, im) / float64(max(len(x), 1))
}

// Sound of another rate keeps its tones, loses what 16 kHz cannot carry, and has no seams.
func TestResampling(t *testing.T) {
	for _, from := range []int{8000, 11025, 16000, 22050, 32000, 44100, 48000, 96000, 4001, 191_999} {
		in := sine(1000, from, from)
		out := newResampler(from).add(in, nil)
		if n := len(out); n < Rate-Rate/50 || n > Rate {
			t.Errorf("a second of %d Hz becomes %d samples", from, n)
		}
		middle := out[Rate/10 : Rate/10*9]
		if a := amount(middle, 1000); math.Abs(a-.5) > .01 {
			t.Errorf("from %d Hz: a tone of .5 comes with %.3f", from, a)
		}
		r := newResampler(from)
		var parts []float32
		for rest := in; len(rest) > 0; {
			k := min(len(rest), 1+rand.IntN(700))
			parts = r.add(rest[:k], parts)
			rest = rest[k:]
		}
		if len(parts) != len(out) {
			t.Fatalf("from %d Hz: in parts %d samples, as a whole %d", from, len(parts), len(out))
		}
		for i := range out {
			if parts[i] != out[i] {
				t.Fatalf("from %d Hz: sample %d is %v in parts, %v as a whole", from, i, parts[i], out[i])
			}
		}
	}
	// 10 kHz would be heard as 6 kHz.
	out := newResampler(48000).add(sine(10_000, 48000, 48000), nil)
	if a := amount(out[1000:15000], 6000); a > .001 {
		t.Errorf("what 16 kHz cannot carry comes as another tone, of %.4f", a)
	}
}

// pcmu is a block of a tone.
func pcmu(seq uint64, pts time.Duration, n int) custos.Sound {
	s := custos.Sound{Seq: seq, Boot: 1, PTS: pts, Time: time.Unix(100, 0).Add(pts), Format: custos.SoundPCMU, Rate: 8000, Channels: 1, Samples: n}
	for i := range n {
		v := 8000 * math.Sin(2*math.Pi*440*(pts.Seconds()+float64(i)/8000))
		best := 0
		for b := range 256 {
			if math.Abs(float64(muLaw(byte(b)))-v) < math.Abs(float64(muLaw(byte(best)))-v) {
				best = b
			}
		}
		s.Data = append(s.Data, byte(best))
	}
	return s
}

// Blocks of G.711 come out with their own times; what is missing is said once.
func TestTimes(t *testing.T) {
	var d Decoder
	const each = 20 * time.Millisecond
	var all []float32
	for n := range uint64(100) {
		pts := time.Duration(n) * each
		seq := n + 1
		if n >= 50 { // a second is missing
			pts, seq = pts+time.Second, seq+50
		}
		blocks, err := d.Decode(pcmu(seq, pts, 160))
		if err != nil || len(blocks) > 1 {
			t.Fatalf("block %d: %d blocks, %v", n, len(blocks), err)
		}
		for _, b := range blocks {
			if lost := n == 0 || n == 50; b.Lost != lost {
				t.Errorf("block %d says lost: %v", n, b.Lost)
			}
			late := 4 * time.Millisecond // samples wait for those that follow
			if d := pts - b.PTS; d < 0 || d > late || b.Time.Sub(time.Unix(100, 0))-b.PTS != 0 {
				t.Errorf("block %d of %v is dated %v, %v", n, pts, b.PTS, b.Time)
			}
			all = append(all, b.Samples...)
		}
	}
	if a := amount(all[:10_000], 440); math.Abs(a-8000.0/32768) > .005 {
		t.Errorf("the tone comes with %.3f", a)
	}
	// The same format in another life of the camera's service begins anew.
	s := pcmu(1, 0, 160)
	s.Boot = 2
	if blocks, err := d.Decode(s); err != nil || len(blocks) != 1 || !blocks[0].Lost {
		t.Errorf("another life: %v, %v", blocks, err)
	}
}

// What cannot be sound is refused with what to do.
func TestWrongSoundIsRefused(t *testing.T) {
	good := pcmu(1, 0, 160)
	for what, wrong := range map[string]func(*custos.Sound){
		"no rate":        func(s *custos.Sound) { s.Rate = 0 },
		"absurd rate":    func(s *custos.Sound) { s.Rate = 10_000_000 },
		"negative rate":  func(s *custos.Sound) { s.Rate = -8000 },
		"no channel":     func(s *custos.Sound) { s.Channels = 0 },
		"many channels":  func(s *custos.Sound) { s.Channels = 1 << 20 },
		"cut":            func(s *custos.Sound) { s.Data = s.Data[:100] },
		"nothing":        func(s *custos.Sound) { s.Data = nil },
		"no samples":     func(s *custos.Sound) { s.Samples = 0 },
		"hours":          func(s *custos.Sound) { s.Samples = 1 << 30 },
		"unknown format": func(s *custos.Sound) { s.Format = 99 },
		"odd s16":        func(s *custos.Sound) { s.Format = custos.SoundS16 },
	} {
		s := good
		wrong(&s)
		var d Decoder
		if blocks, err := d.Decode(s); custos.KindOf(err) != custos.Invalid || blocks != nil {
			t.Errorf("%s: %v, %v", what, blocks, err)
		}
		if blocks, err := d.Decode(good); err != nil || len(blocks) != 1 {
			t.Errorf("after %s: %v, %v", what, blocks, err)
		}
	}
}

// FuzzBlocks: whatever a block claims, it is refused with a kind, or gives as many samples as it
// claims, each from -1 to 1.
func FuzzBlocks(f *testing.F) {
	f.Add(uint32(custos.SoundPCMU), 8000, 1, 160, []byte{0xff, 0, 1, 2})
	f.Add(uint32(custos.SoundPCMA), 8000, 2, 2, []byte{1, 2, 3, 4})
	f.Add(uint32(custos.SoundS16), 44100, 1, 2, []byte{1, 2, 3, 0x80})
	f.Add(uint32(custos.SoundS16), 191_999, 2, 1, []byte{0, 0x80, 0, 0x80})
	f.Fuzz(func(t *testing.T, format uint32, rate, channels, samples int, data []byte) {
		if format == uint32(custos.SoundAAC) || format == uint32(custos.SoundOpus) {
			t.Skip("these go to ffmpeg")
		}
		var d Decoder
		s := custos.Sound{Seq: 1, Boot: 1, Format: custos.SoundFormat(format), Rate: rate, Channels: channels, Samples: samples, Data: data}
		got := 0
		for range 3 {
			blocks, err := d.Decode(s)
			if err != nil {
				if custos.KindOf(err) != custos.Invalid {
					t.Fatal(err)
				}
				return
			}
			for _, b := range blocks {
				got += len(b.Samples)
				for _, x := range b.Samples {
					if !(x >= -2 && x <= 2) { // filters overshoot
						t.Fatalf("a sample of %v", x)
					}
				}
			}
			s.Seq++
			s.PTS += time.Duration(samples) * time.Second / time.Duration(rate)
		}
		if most := 3*int64(samples)*Rate/int64(rate) + 3; int64(got) > most {
			t.Fatalf("%d samples of %d at %d Hz", got, 3*samples, rate)
		}
	})
}

func needFFmpeg(t *testing.T) {
	was := endMost
	endMost = time.Minute
	t.Cleanup(func() { endMost = was })
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("ffmpeg is not installed")
	}
}

// encoded are a tone's blocks as a camera sends them.
func encoded(t *testing.T, seconds string) []custos.Sound {
	t.Helper()
	b, err := exec.Command("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "sine=frequency=1000:sample_rate=48000:duration="+seconds, "-ac", "2", "-c:a", "aac", "-f", "adts", "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	var packets mpeg4audio.ADTSPackets
	if err := packets.Unmarshal(b); err != nil {
		t.Fatal(err)
	}
	config, err := (&mpeg4audio.AudioSpecificConfig{Type: packets[0].Type, SampleRate: 48000, ChannelConfig: 2}).Marshal()
	if err != nil {
		t.Fatal(err)
	}
	var out []custos.Sound
	for i, p := range packets {
		pts := time.Duration(i) * 1024 * time.Second / 48000
		out = append(out, custos.Sound{
			Seq: uint64(i + 1), Boot: 1, PTS: pts, Time: time.Unix(100, 0).Add(pts), Format: custos.SoundAAC, Rate: 48000, Channels: 2, Samples: 1024, Config: config, Data: p.AU,
		})
	}
	return out
}

// AAC is decoded by the helper, with the times at which it went in.
func TestAAC(t *testing.T) {
	needFFmpeg(t)
	var d Decoder
	var all []float32
	last := time.Duration(-1)
	take := func(blocks []Block) {
		for _, b := range blocks {
			if b.PTS <= last || b.Time.Sub(time.Unix(100, 0)) != b.PTS || b.Lost != (last < 0) {
				t.Errorf("a block of %v after %v, at %v, lost %v", b.PTS, last, b.Time, b.Lost)
			}
			if have := time.Duration(len(all)) * time.Second / Rate; (b.PTS - have).Abs() > 2*time.Millisecond {
				t.Errorf("what comes after %v is dated %v", have, b.PTS)
			}
			last = b.PTS
			all = append(all, b.Samples...)
		}
	}
	for _, s := range encoded(t, "3") {
		blocks, err := d.Decode(s)
		if err != nil {
			t.Fatal(err)
		}
		take(blocks)
	}
	take(d.Close())
	if len(all) < 3*Rate-2000 || amount(all[Rate:2*Rate], 1000) < .08 { // lavfi's sine has an eighth, and less in each of two channels
		t.Errorf("%d samples, with %.3f of the tone", len(all), amount(all[min(Rate, len(all)):], 1000))
	}
}

// Rubbish in place of AAC ends in a sentence or in silence, and the next good sound is heard.
func TestRubbishForTheHelper(t *testing.T) {
	needFFmpeg(t)
	r := rand.New(rand.NewPCG(1, 2))
	good := encoded(t, "1")
	var d Decoder
	defer d.Close()
	for n := range 200 {
		s := good[n%len(good)]
		s.Seq, s.Data = uint64(n+1), bytes.Clone(s.Data)
		for range 1 + r.IntN(20) {
			s.Data[r.IntN(len(s.Data))] = byte(r.Uint32())
		}
		if n%7 == 0 {
			s.Data = s.Data[:1+r.IntN(len(s.Data))]
		}
		if _, err := d.Decode(s); err != nil && custos.KindOf(err) != custos.Unavailable {
			t.Fatal(err)
		}
	}
	d.Close()
	d.again = time.Time{} // the pause after a failure is not waited for
	n := 0
	for _, s := range good {
		blocks, err := d.Decode(s)
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range blocks {
			n += len(b.Samples)
		}
	}
	for _, b := range d.Close() {
		n += len(b.Samples)
	}
	if n < Rate/2 {
		t.Errorf("%d samples of a second are heard", n)
	}
}

// Where ffmpeg is missing, AAC is refused with what to do, and G.711 is heard.
func TestWithoutFFmpeg(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	var d Decoder
	s := custos.Sound{Seq: 1, Boot: 1, Format: custos.SoundAAC, Rate: 48000, Channels: 1, Samples: 1024, Data: []byte{1}}
	if _, err := d.Decode(s); !errors.As(err, new(*custos.Error)) || custos.KindOf(err) != custos.Unavailable || !bytes.Contains([]byte(err.Error()), []byte("apt-get install ffmpeg")) {
		t.Errorf("%v", err)
	}
	if blocks, err := d.Decode(pcmu(1, 0, 160)); err != nil || len(blocks) != 1 {
		t.Errorf("%v, %v", blocks, err)
	}
}
