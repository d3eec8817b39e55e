package source

import (
	"bytes"
	"fmt"
	"os/exec"
	"slices"
	"testing"
	"time"

	"github.com/pion/rtp"
	"github.com/pion/rtp/codecs"

	"custos.dev/custos"

	"custos.dev/custos/edge/codec"
	"custos.dev/custos/edge/fmp4"
	"custos.dev/custos/edge/h264"
	"custos.dev/custos/edge/stream"
	"custos.dev/custos/observe"
)

// encodedUnits are the units of a few small pictures by x264 or x265; nil without ffmpeg.
func encodedUnits(tb testing.TB, args ...string) [][]byte {
	tb.Helper()
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		return nil
	}
	format := "h264"
	if slices.Contains(args, "libx265") {
		format = "hevc"
	}
	a := append([]string{"-v", "error", "-f", "lavfi", "-i", "testsrc2=size=64x64:rate=10", "-frames:v", "8", "-g", "4", "-preset", "ultrafast", "-crf", "48"}, args...)
	b, err := exec.Command("ffmpeg", append(a, "-f", format, "pipe:1")...).Output()
	if err != nil {
		if format == "hevc" {
			return nil
		}
		tb.Fatal(err)
	}
	return h264.Split(b)
}

var seedArgs = map[string][]string{
	"plain": {"-c:v", "libx264", "-bf", "0"}, "B": {"-c:v", "libx264", "-bf", "2", "-b_strategy", "0"},
	"slices": {"-c:v", "libx264", "-x264-params", "slices=3:aud=1"}, "interlaced": {"-c:v", "libx264", "-x264-params", "tff=1"},
	"H.265": {"-c:v", "libx265", "-x265-params", "log-level=error:pools=1:frame-threads=1:bframes=0"}, "H.265, B": {"-c:v", "libx265", "-x265-params", "log-level=error:pools=1:frame-threads=1:bframes=2:b-adapt=0"},
}

// A packet in the fuzzer's form: two bytes of length and flags, one of the steps in
// sequence, stamp and time, and the payload.
const (
	markerFlag   = 0x8000
	nextStamp    = 0x4000
	lengthBits   = 0x0fff
	seqStepBits  = 0x30 // how many numbers are left out before it
	timeStepBits = 0x0f // in 20 ms
)

// script writes a camera's packets in the fuzzer's form.
func script(units [][]byte, c codec.Codec, size uint16) []byte {
	var out []byte
	h4 := &codecs.H264Payloader{DisableStapA: true}
	h5 := &codecs.H265Payloader{SkipAggregation: true}
	for _, n := range units {
		var ps [][]byte
		if c.Name() == "H265" {
			ps = h5.Payload(size, h264.AppendAnnexB(nil, n))
		} else {
			ps = h4.Payload(size, h264.AppendAnnexB(nil, n))
		}
		first := c.Class(n) == codec.First
		for i, p := range ps {
			if len(p) > lengthBits {
				continue
			}
			head, steps := len(p), byte(0)
			if first && i == 0 {
				head, steps = head|nextStamp, 5
			}
			if c.Class(n).IsPicture() && i == len(ps)-1 {
				head |= markerFlag
			}
			out = append(out, byte(head>>8), byte(head), steps)
			out = append(out, p...)
		}
	}
	return out
}

// held checks what a feeder gives out: sections that parse, fragments that begin with a
// key picture, in times that go on, that say the same inside and outside, and whose units
// are whole.
type held struct {
	t        *testing.T
	in       fmp4.Init
	known    bool
	next     time.Duration
	begun    bool
	pictures int
}

func (h *held) OnInit(i stream.Init) {
	in, err := fmp4.ParseInit(i.Data)
	if err != nil || in.Codec != i.Codec || in.Width != i.Width || in.Height != i.Height || in.Timescale != ticks {
		h.t.Fatalf("the section says %+v, %v; the stream %+v", in, err, i)
	}
	h.in, h.known, h.begun = in, true, false
}

func (h *held) OnFragment(f stream.Fragment) {
	if !h.known {
		h.t.Fatal("a fragment comes before its section")
	}
	g, err := h.in.ParseFragment(f.Data)
	if err != nil || len(g.Samples) != 1 {
		h.t.Fatalf("%+v, %v", g, err)
	}
	if g.DTS != f.DTS || g.PTS != f.PTS || g.Duration != f.Duration || g.Key != f.Keyframe || f.Frames != 1 {
		h.t.Fatalf("the fragment says %+v, the stream %v, %v, %v, key %v", g, f.PTS, f.DTS, f.Duration, f.Keyframe)
	}
	if !h.begun && !f.Keyframe {
		h.t.Fatal("a stream begins with a picture that needs others")
	}
	h.begun = true
	if f.DTS < h.next || f.Duration <= 0 || f.Duration > observe.MaxPicture {
		h.t.Fatalf("picture %d is decoded at %v for %v, the one before until %v", h.pictures, f.DTS, f.Duration, h.next)
	}
	h.next = f.DTS + f.Duration
	h.pictures++
	data := f.Data[len(f.Data)-g.Samples[0].Size:]
	sum := 0
	for len(data) >= 4 {
		n := int(data[0])<<24 | int(data[1])<<16 | int(data[2])<<8 | int(data[3])
		if n == 0 || n > len(data)-4 {
			h.t.Fatalf("a unit of %d bytes where %d are left", n, len(data)-4)
		}
		data, sum = data[4+n:], sum+n
	}
	if len(data) != 0 || sum == 0 {
		h.t.Fatalf("%d bytes are no unit", len(data))
	}
}

func (*held) OnFrame(custos.Frame) {}

// feedScript gives a feeder packets in the fuzzer's form.
func feedScript(t *testing.T, b []byte, c codec.Codec) *held {
	now := time.Second
	begin := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	s := &Source{Camera: "t/cam1", clock: func() (time.Time, time.Duration) { return begin.Add(now), now }}
	h := &held{t: t}
	f := newFeeder(s, h, c, nil)
	d := newDepacketizer(c, f.asm)
	order := disorder{out: func(k *rtp.Packet, _ time.Time) error { return d.push(k, now) }}
	seq, stamp, sent := uint16(65530), uint32(1<<32-20000), 0
	for len(b) > 3 {
		head, steps := int(b[0])<<8|int(b[1]), b[2]
		n := min(head&lengthBits, len(b)-3)
		seq += 1 + uint16(steps&seqStepBits>>4)
		if steps >= 0xc0 {
			seq -= 2
		}
		now += time.Duration(steps&timeStepBits) * 20 * time.Millisecond
		if head&nextStamp != 0 {
			stamp += uint32(steps&timeStepBits) * 1800
		}
		k := &rtp.Packet{Header: rtp.Header{SequenceNumber: seq, Timestamp: stamp, Marker: head&markerFlag != 0}, Payload: slices.Clone(b[3 : 3+n])}
		sent += n
		if err := order.push(k, begin.Add(now)); err != nil {
			if ReasonOf(err) == WrongCodec { // a size that is refused
				return h
			}
			t.Fatal(err)
		}
		clear(k.Payload) // it is not ours after the call
		b = b[3+n:]
		if f.asm.size > sent || len(f.line.held) > heldMost || len(d.fu) > sent+2 {
			t.Fatalf("%d bytes of a picture, %d pictures and %d bytes of a unit are held of %d", f.asm.size, len(f.line.held), len(d.fu), sent)
		}
	}
	if err := order.end(); err != nil && ReasonOf(err) != WrongCodec {
		t.Fatal(err)
	}
	if err := f.end(); err != nil && ReasonOf(err) != WrongCodec {
		t.Fatal(err)
	}
	return h
}

// seeds are scripts of whole streams.
func seeds(tb testing.TB) map[string][]byte {
	out := map[string][]byte{}
	for name, args := range seedArgs {
		c := codec.Codec(codec.H264{})
		if slices.Contains(args, "libx265") {
			c = codec.H265{}
		}
		units := encodedUnits(tb, args...)
		if units == nil {
			continue
		}
		out[name] = append([]byte{map[string]byte{"H264": 0, "H265": 1}[c.Name()]}, script(units, c, 300)...)
		if name == "plain" {
			for i, n := range units { // with start codes inside
				if c.Class(n) == codec.Set {
					units[i] = append([]byte{0, 0, 0, 1}, n...)
				}
			}
			var b []byte
			for _, n := range units {
				if len(n) <= lengthBits {
					b = append(append(b, byte(len(n)>>8)|0xc0, byte(len(n)), 5), n...)
				}
			}
			out["start codes"] = append([]byte{0}, b...)
		}
	}
	return out
}

func pick(b byte) codec.Codec {
	if b&1 == 1 {
		return codec.H265{}
	}
	return codec.H264{}
}

func TestScripts(t *testing.T) {
	all := seeds(t)
	if len(all) == 0 {
		t.Skip("ffmpeg is not installed")
	}
	for name, b := range all {
		if h := feedScript(t, b[1:], pick(b[0])); h.pictures != 8 {
			t.Errorf("%s: %d pictures of 8", name, h.pictures)
		}
	}
}

// FuzzPictures takes packets all the way to fragments, of both codecs.
func FuzzPictures(f *testing.F) {
	for _, b := range seeds(f) {
		f.Add(b)
	}
	// Fields, as no encoder at hand makes them: a set that allows them and two slices.
	f.Add(append([]byte{0}, script([][]byte{
		{0x67, 77, 0, 30, 0xf4, 0x2d, 0x09, 0x91, 0xa0},
		{0x68, 0xce, 0x38, 0x80},
		{0x65, 0x88, 0x84, 0x40, 0, 9, 1},
		{0x41, 0x88, 0x86, 0x40, 1, 9, 1},
		{0x41, 0x88, 0x84, 0x60, 0, 9, 1},
	}, codec.H264{}, 300)...))
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > 0 && len(b) < 1<<16 {
			feedScript(t, b[1:], pick(b[0]))
		}
	})
}

// rules holds payloads against the standards, so far that readers may not differ: no start
// code inside, nothing empty, nothing cut short, pieces of one unit in their order.
type rules struct {
	h265  bool
	open  bool   // a unit in pieces is under way
	piece string // its header
}

// kept says whether a payload keeps to them.
func (r *rules) kept(b []byte) bool {
	head, join, part := 1, 24, 28
	if r.h265 {
		head, join, part = 2, 48, 49
	}
	if len(b) <= head+1 || bytes.Contains(b, []byte{0, 0, 1}) || b[len(b)-1] == 0 || !r.sound(b) {
		return false
	}
	switch r.kind(b) {
	case join:
		n := 0
		for b = b[head:]; len(b) > 0; n++ {
			size := 0
			if len(b) > 2 {
				size = int(b[0])<<8 | int(b[1])
			}
			if size == 0 || size > len(b)-2 || !r.single(b[2:2+size]) {
				return false
			}
			b = b[2+size:]
		}
		return !r.open && n > 1
	case part:
		fu := b[head]
		first, last := fu&0x80 != 0, fu&0x40 != 0
		of := fmt.Sprintf("%x%x", b[:head], fu&0x3f)
		unit := []byte{fu & 31, 1, 1}
		if r.h265 {
			unit[0] = fu & 63 << 1
		} else if fu&0x20 != 0 {
			return false
		}
		if first == r.open || first && last || !first && of != r.piece || !r.single(unit) {
			return false
		}
		r.open, r.piece = !last, of
		return true
	}
	return !r.open && r.single(b)
}

func (r *rules) kind(n []byte) int {
	if r.h265 {
		return int(n[0] >> 1 & 63)
	}
	return int(n[0] & 31)
}

// sound says that a header is of the base layer and has no error.
func (r *rules) sound(n []byte) bool {
	return n[0]&0x80 == 0 && (!r.h265 || n[0]&1 == 0 && n[1]>>3 == 0 && n[1] > 0)
}

// single says that n is a whole unit.
func (r *rules) single(n []byte) bool {
	if r.h265 {
		return len(n) > 2 && r.sound(n) && r.kind(n) < 48
	}
	return len(n) > 1 && r.sound(n) && r.kind(n) > 0 && r.kind(n) < 24
}

// differ reads payloads by our depacketizer and by pion's; those that keep to the
// standards must be read the same. It returns how many units they were.
func differ(t *testing.T, payloads [][]byte, h265 bool) int {
	t.Helper()
	var c codec.Codec = codec.H264{}
	var other interface {
		Unmarshal([]byte) ([]byte, error)
	} = &codecs.H264Packet{}
	if h265 {
		c, other = codec.H265{}, &codecs.H265Depacketizer{}
	}
	got, d := collect(c)
	r := rules{h265: h265}
	var want, ours []byte
	seq := uint16(0)
	for _, p := range payloads {
		if !r.kept(p) {
			continue
		}
		theirs, err := other.Unmarshal(p)
		if err != nil {
			t.Fatalf("pion does not read %x: %v", p, err)
		}
		want = append(want, theirs...)
		seq++
		if err := d.push(&rtp.Packet{Header: rtp.Header{SequenceNumber: seq, Timestamp: 1}, Payload: p}, 0); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.to.end(); err != nil {
		t.Fatal(err)
	}
	units := 0
	for _, u := range append(*got, d.to.cur) {
		ours, units = h264.AppendAnnexB(ours, u.nals...), units+len(u.nals)
	}
	if !bytes.Equal(ours, want) {
		t.Fatalf("ours\n%x\npion's\n%x", ours, want)
	}
	return units
}

// payloadsOf has pion packetize units, an encoder that is not ours.
func payloadsOf(units [][]byte, h265 bool, size uint16) (out [][]byte) {
	if h265 {
		return (&codecs.H265Payloader{}).Payload(size, h264.AppendAnnexB(nil, units...))
	}
	return (&codecs.H264Payloader{}).Payload(size, h264.AppendAnnexB(nil, units...))
}

// TestDepacketizeAgainstPion: streams of x264 and x265, whole and with each byte of a
// packet's beginning wrong once.
func TestDepacketizeAgainstPion(t *testing.T) {
	needFFmpeg(t)
	for name, args := range seedArgs {
		units, h265 := encodedUnits(t, args...), slices.Contains(args, "libx265")
		for _, size := range []uint16{60, 300, 1400} {
			payloads := payloadsOf(units, h265, size)
			if got := differ(t, payloads, h265); len(units) > 0 && got < len(units)*3/4 {
				t.Errorf("%s, packets of %d bytes: %d units of %d were compared", name, size, got, len(units))
			}
			for i := range payloads {
				for at := range min(len(payloads[i]), 4) {
					whole := payloads[i]
					payloads[i] = slices.Clone(whole)
					payloads[i][at] ^= byte(1 << (i % 8))
					differ(t, payloads, h265)
					payloads[i] = whole
				}
			}
		}
	}
}

// FuzzDepacketizeAgainstPion takes payloads, each behind two bytes of length.
func FuzzDepacketizeAgainstPion(f *testing.F) {
	for _, args := range seedArgs {
		units, h265 := encodedUnits(f, args...), slices.Contains(args, "libx265")
		var b []byte
		for _, p := range payloadsOf(units, h265, 200) {
			b = append(append(b, byte(len(p)>>8), byte(len(p))), p...)
		}
		if b != nil {
			f.Add(b[:min(len(b), 3000)], h265)
		}
	}
	f.Fuzz(func(t *testing.T, b []byte, h265 bool) {
		var payloads [][]byte
		for len(b) > 2 {
			n := min(int(b[0])<<8|int(b[1]), len(b)-2)
			payloads, b = append(payloads, b[2:2+n]), b[2+n:]
		}
		differ(t, payloads, h265)
	})
}

// TestWherePionDiffers is why our depacketizer is not pion's (ADR 0018). When it fails, pion
// has changed, and the decision may.
func TestWherePionDiffers(t *testing.T) {
	type packet struct {
		seq uint16
		b   []byte
	}
	for name, x := range map[string]struct {
		in         []packet
		ours, pion string
	}{
		"a lost beginning": {[]packet{{2, []byte{0x7c, 0x05, 2}}, {3, []byte{0x7c, 0x45, 3}}}, "", "00000001650203"},
		"a lost middle":    {[]packet{{1, []byte{0x7c, 0x85, 0x88}}, {3, []byte{0x7c, 0x45, 3}}}, "", "00000001658803"},
		"a packet of two units, the second cut short": {[]packet{{1, []byte{24, 0, 2, 0x68, 1, 0, 9, 0x65, 0x88}}}, "000000016801", ""},
	} {
		var pion codecs.H264Packet
		var want []byte
		got, d := collect(codec.H264{})
		for _, p := range x.in {
			b, _ := pion.Unmarshal(p.b)
			want = append(want, b...)
			if err := d.push(&rtp.Packet{Header: rtp.Header{SequenceNumber: p.seq}, Payload: p.b}, 0); err != nil {
				t.Fatal(err)
			}
		}
		if err := d.to.end(); err != nil {
			t.Fatal(err)
		}
		var ours []byte
		for _, u := range append(*got, d.to.cur) {
			ours = h264.AppendAnnexB(ours, u.nals...)
		}
		if fmt.Sprintf("%x", ours) != x.ours || fmt.Sprintf("%x", want) != x.pion {
			t.Errorf("%s: ours %x, pion's %x", name, ours, want)
		}
	}
}
