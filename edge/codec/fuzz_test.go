package codec_test

import (
	"bytes"
	"fmt"
	"os/exec"
	"slices"
	"testing"

	mh264 "github.com/bluenviron/mediacommon/v2/pkg/codecs/h264"
	mh265 "github.com/bluenviron/mediacommon/v2/pkg/codecs/h265"

	"custos.dev/custos/edge/codec"
	"custos.dev/custos/edge/fmp4"
	"custos.dev/custos/edge/h264"
)

// encoded returns three pictures as a byte stream, of each of several settings, by
// encoders that are not ours.
func encoded(tb testing.TB, name string) map[string][]byte {
	tb.Helper()
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		return nil
	}
	out := map[string][]byte{}
	settings := map[string][]string{
		"plain":     {"-c:v", "libx264", "-bf", "0"},
		"baseline":  {"-c:v", "libx264", "-profile:v", "baseline"},
		"B":         {"-c:v", "libx264", "-bf", "3", "-b_strategy", "0"},
		"interlace": {"-c:v", "libx264", "-x264-params", "tff=1"},
		"cropped":   {"-c:v", "libx264", "-vf", "scale=322:246"},
		"4:4:4":     {"-c:v", "libx264", "-pix_fmt", "yuv444p", "-vf", "scale=323:241"},
		"4:2:2":     {"-c:v", "libx264", "-pix_fmt", "yuv422p10le"},
		"hrd":       {"-c:v", "libx264", "-b:v", "300k", "-maxrate", "300k", "-bufsize", "600k", "-x264-params", "nal-hrd=cbr"},
		"colours":   {"-c:v", "libx264", "-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709", "-color_range", "pc", "-aspect", "17:11"},
		"jvt lists": {"-c:v", "libx264", "-x264-params", "cqm=jvt"},
		"slow":      {"-c:v", "libx264", "-r", "30000/1001"},
	}
	if name == "H265" {
		more := func(s string) []string {
			return []string{"-c:v", "libx265", "-x265-params", "log-level=error:pools=1:frame-threads=1" + s}
		}
		settings = map[string][]string{
			"plain": more(":bframes=0"), "B": more(":bframes=3:b-adapt=0"), "10 bit": append(more(""), "-pix_fmt", "yuv420p10le"),
			"cropped": append(more(""), "-vf", "scale=322:246"), "hrd": more(":vbv-maxrate=300:vbv-bufsize=600:bitrate=300:hrd=1"),
			"lists": more(":scaling-list=default"), "4:4:4": append(more(""), "-pix_fmt", "yuv444p"), "slow": append(more(""), "-r", "30000/1001"),
		}
	}
	for what, args := range settings {
		a := append([]string{"-v", "error", "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25", "-frames:v", "6", "-preset", "ultrafast"}, args...)
		b, err := exec.Command("ffmpeg", append(a, "-f", map[string]string{"H264": "h264", "H265": "hevc"}[name], "pipe:1")...).Output()
		if err != nil {
			if name == "H265" {
				return nil // this ffmpeg has no encoder of it
			}
			tb.Fatalf("%s: %v", what, err)
		}
		out[what] = b
	}
	return out
}

// short keeps of each unit what decides its class: fuzzing is faster so.
func short(b []byte) []byte {
	var out []byte
	for _, n := range h264.Split(b) {
		out = h264.AppendAnnexB(out, n[:min(len(n), 120)])
	}
	return out
}

// check holds what a codec says of units against itself.
func check(t *testing.T, c codec.Codec, units [][]byte) {
	t.Helper()
	sets := codec.NewSets(c)
	for _, n := range units {
		class := c.Class(n)
		if class.IsPicture() && class == codec.Set {
			t.Fatalf("%x is a set and a picture", n)
		}
		c.IsKey(n)
		if sets.Add(n) {
			if class != codec.Set {
				t.Fatalf("a unit of class %d is taken for a set: %x", class, n)
			}
			if sets.Add(n) {
				t.Fatalf("%x is new twice", n)
			}
		}
	}
	in, err := sets.Info()
	if err != nil {
		return
	}
	if in.Width <= 0 || in.Height <= 0 || in.Reorder < -1 || in.Reorder > 16 || in.Interval < 0 {
		t.Fatalf("%+v", in)
	}
	// A file's record says the same, and has the same sets.
	said, err := fmp4.ParseInit(fmp4.AppendInit(nil, fmp4.Track{Width: in.Width, Height: in.Height, Timescale: 90000, Entry: in.Entry, Box: in.Box, Record: in.Record}))
	if err != nil || said.Codec != in.Codec || said.Width != in.Width&0xffff || said.Height != in.Height&0xffff {
		t.Fatalf("%+v, %v; want %+v", said, err, in)
	}
	p := codec.ReadRecord(c, in.Record)
	again := codec.NewSets(c)
	for _, n := range p.Sets {
		again.Add(n)
	}
	if !bytes.Equal(again.AnnexB(), sets.AnnexB()) {
		t.Fatalf("the record holds %x, want %x", again.AnnexB(), sets.AnnexB())
	}
	// A unit's length has four bytes.
	var packed []byte
	units = slices.DeleteFunc(slices.Clone(units), func(n []byte) bool { return len(n) == 0 })
	for _, n := range units {
		packed = append(packed, byte(len(n)>>24), byte(len(n)>>16), byte(len(n)>>8), byte(len(n)))
		packed = append(packed, n...)
	}
	if got := p.Split(packed); fmt.Sprint(got) != fmt.Sprint(units) {
		t.Fatalf("%x came back as %x", units, got)
	}
}

func TestEncodersAreRead(t *testing.T) {
	for _, name := range []string{"H264", "H265"} {
		all := encoded(t, name)
		if len(all) == 0 {
			t.Skip("ffmpeg is not installed, or has no encoder of " + name)
		}
		c := codec.Named(name)
		for what, b := range all {
			units := h264.Split(b)
			check(t, c, units)
			sets, pictures, keys := codec.NewSets(c), 0, 0
			for _, n := range units {
				sets.Add(n)
				if c.Class(n) == codec.First {
					pictures++
					if c.IsKey(n) {
						keys++
					}
				}
				if c.Class(n) == codec.Set && (c.Name() != "H264" || h264.Type(n) == h264.TypeSPS) {
					if s := codec.Sent(n); len(n) > 20 && s != nil && s.Name() != name {
						t.Errorf("%s, %s: a set is taken for one of %s", name, what, s.Name())
					}
				}
			}
			in, err := sets.Info()
			if err != nil || pictures != 6 || keys != 1 || in.Interval == 0 || in.Reorder < 0 || (what == "B") != (in.Reorder > 0) && name == "H264" {
				t.Errorf("%s, %s: %d pictures, %d keys, %+v, %v", name, what, pictures, keys, in, err)
			}
		}
	}
}

func FuzzUnits(f *testing.F) {
	for _, name := range []string{"H264", "H265"} {
		for _, b := range encoded(f, name) {
			f.Add(short(b), name == "H265")
		}
	}
	f.Fuzz(func(t *testing.T, b []byte, h265 bool) {
		c := codec.Named(map[bool]string{false: "H264", true: "H265"}[h265])
		check(t, c, h264.Split(b))
		if s := codec.Sent(b); s != nil && s.Name() != "H264" && s.Name() != "H265" {
			t.Fatal(s.Name())
		}
	})
}

func FuzzRecord(f *testing.F) {
	for _, name := range []string{"H264", "H265"} {
		for _, b := range encoded(f, name) {
			c, sets := codec.Named(name), codec.NewSets(codec.Named(name))
			for _, n := range h264.Split(b) {
				sets.Add(n)
			}
			in, err := sets.Info()
			if err != nil {
				f.Fatal(err)
			}
			f.Add(in.Record, short(b), c.Name() == "H265")
		}
	}
	f.Fuzz(func(t *testing.T, record, picture []byte, h265 bool) {
		p := codec.ReadRecord(codec.Named(map[bool]string{false: "H264", true: "H265"}[h265]), record)
		sum := 0
		for _, n := range p.Sets {
			sum += len(n)
		}
		if sum > len(record) {
			t.Fatalf("%d bytes of sets come out of %d", sum, len(record))
		}
		sum = 0
		for _, n := range p.Split(picture) {
			if sum += len(n); len(n) == 0 {
				t.Fatal("an empty unit")
			}
		}
		if sum > len(picture) {
			t.Fatalf("%d bytes of units come out of %d", sum, len(picture))
		}
	})
}

// agree reads a sequence parameter set by our reader and by mediacommon's. Where both can,
// they must say the same.
func agree(t *testing.T, n []byte) (both bool) {
	t.Helper()
	var other mh264.SPS
	theirs := other.Unmarshal(n)
	ours, err := h264.ParseSPS(n)
	if theirs != nil || err != nil {
		return false
	}
	w, h := other.Width(), other.Height()
	if (other.ChromaFormatIdc == 0 || other.SeparateColourPlaneFlag) && other.FrameCropping != nil {
		// mediacommon does not crop pictures of one plane; the standard does (7-19, 7-20).
		w, h = ours.Width, ours.Height
	}
	if ours.Width != w || ours.Height != h {
		t.Fatalf("%x: %dx%d, mediacommon says %dx%d", n, ours.Width, ours.Height, w, h)
	}
	if ours.Profile != other.ProfileIdc || ours.Level != other.LevelIdc || ours.ID != other.ID || ours.Chroma != other.ChromaFormatIdc || ours.Depth != other.BitDepthLumaMinus8+8 || ours.Interlaced() == other.FrameMbsOnlyFlag {
		t.Fatalf("%x: %+v, mediacommon says %+v", n, ours, other)
	}
	if (ours.Reorder == -1 || ours.FPSDen == 0) && longCode(mh264.EmulationPreventionRemove(n)) {
		// mediacommon reads numbers of more than 32 bits, which the standard does not have
		// (9.1), and takes what is left of them.
		return false
	}
	reorder := -1
	if v := other.VUI; v != nil {
		if v.BitstreamRestriction != nil && v.BitstreamRestriction.MaxNumReorderFrames <= 16 {
			reorder = int(v.BitstreamRestriction.MaxNumReorderFrames)
		}
		if i := v.TimingInfo; i != nil && i.NumUnitsInTick > 0 && i.TimeScale > 0 && i.NumUnitsInTick < 1<<31 {
			if float64(ours.FPSNum)/float64(ours.FPSDen) != other.FPS() {
				t.Fatalf("%x: %d/%d pictures a second, mediacommon says %v", n, ours.FPSNum, ours.FPSDen, other.FPS())
			}
		}
	}
	if other.PicOrderCntType == 2 || other.ProfileIdc == 66 {
		reorder = 0
	}
	if ours.Reorder != reorder {
		t.Fatalf("%x: %d pictures change places, mediacommon says %d", n, ours.Reorder, reorder)
	}
	return true
}

// longCode says whether 32 zeros in a row are in b, as before a number that is too long.
func longCode(b []byte) bool {
	zeros := 0
	for i := range 8 * len(b) {
		if zeros++; b[i/8]>>(7-i%8)&1 != 0 {
			zeros = 0
		}
		if zeros == 32 {
			return true
		}
	}
	return false
}

func TestSPSAgainstMediacommon(t *testing.T) {
	all := encoded(t, "H264")
	if len(all) == 0 {
		t.Skip("ffmpeg is not installed")
	}
	for what, b := range all {
		n := 0
		for _, x := range h264.Split(b) {
			if h264.Type(x) == h264.TypeSPS {
				if !agree(t, x) {
					t.Errorf("%s: not read by both", what)
				}
				n++
				for i := range x { // each bit wrong once
					for bit := range 8 {
						y := bytes.Clone(x)
						y[i] ^= 1 << bit
						agree(t, y)
					}
				}
			}
		}
		if n == 0 {
			t.Errorf("%s has no set", what)
		}
	}
}

func FuzzSPSAgainstMediacommon(f *testing.F) {
	for _, b := range encoded(f, "H264") {
		for _, n := range h264.Split(b) {
			if h264.Type(n) == h264.TypeSPS {
				f.Add(n)
			}
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) { agree(t, b) })
}

// FuzzH265 holds what is made of mediacommon's reading of H.265 against that reading.
func FuzzH265(f *testing.F) {
	for _, b := range encoded(f, "H265") {
		var sets [3][]byte
		for _, n := range h264.Split(b) {
			if i := int(n[0]>>1) - 32; i >= 0 && i < 3 {
				sets[i] = n
			}
		}
		f.Add(sets[0], sets[1], sets[2])
	}
	f.Fuzz(func(t *testing.T, vps, sps, pps []byte) {
		sets := codec.NewSets(codec.H265{})
		for _, n := range [][]byte{vps, sps, pps} {
			sets.Add(n)
		}
		check(t, codec.H265{}, [][]byte{vps, sps, pps, {0x26, 1, 0x80}})
		in, err := sets.Info()
		if err != nil {
			return
		}
		var s mh265.SPS
		for _, n := range codec.ReadRecord(codec.H265{}, in.Record).Sets {
			if n[0]>>1&63 == 33 {
				if err := s.Unmarshal(n); err != nil {
					t.Fatal(err)
				}
				break
			}
		}
		if in.Width != s.Width() || in.Height != s.Height() {
			t.Fatalf("%dx%d, want %dx%d", in.Width, in.Height, s.Width(), s.Height())
		}
	})
}
