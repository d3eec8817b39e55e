package h264

import (
	"bytes"
	"fmt"
	"os/exec"
	"testing"
)

func TestSplit(t *testing.T) {
	for in, want := range map[string][]string{
		"":                                   nil,
		"no start code":                      nil,
		"\x00\x00\x01ab\x00\x00\x00\x01cd":   {"ab", "cd"},
		"x\x00\x00\x01a\x00\x00\x01\x00\x00": {"a"},
		"\x00\x00\x01a\x00\x00\x03\x01b":     {"a\x00\x00\x03\x01b"},
	} {
		var got []string
		for _, n := range Split([]byte(in)) {
			got = append(got, string(n))
		}
		if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", want) {
			t.Errorf("%q is split into %q, want %q", in, got, want)
		}
	}
	nals := [][]byte{{7, 1}, {8, 2}, {5, 3}}
	if got := Split(AppendAnnexB(nil, nals...)); fmt.Sprint(got) != fmt.Sprint(nals) {
		t.Errorf("came back as %v", got)
	}
}

// TestEncoded reads what x264 writes, in several profiles and sizes.
func TestEncoded(t *testing.T) {
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("ffmpeg is not installed")
	}
	for _, x := range []struct {
		w, h, bframes int
		args          []string
		codec         string
	}{
		{320, 240, 0, []string{"-profile:v", "baseline"}, "avc1.42c0"},
		{322, 182, 2, []string{"-profile:v", "main"}, "avc1.4d40"},
		{768, 576, 3, []string{"-profile:v", "high", "-x264-params", "slices=4"}, "avc1.6400"},
		{720, 488, 0, []string{"-flags", "+ildct+ilme", "-x264-params", "interlaced=1"}, "avc1."},
		{64, 64, 0, []string{"-profile:v", "high444", "-pix_fmt", "yuv444p"}, "avc1.f4"},
	} {
		a := append([]string{"-v", "error", "-f", "lavfi", "-i", fmt.Sprintf("testsrc2=size=%dx%d:rate=25", x.w, x.h), "-frames:v", "20", "-pix_fmt", "yuv420p", "-c:v", "libx264", "-g", "10", "-bf", fmt.Sprint(x.bframes)}, x.args...)
		c := exec.Command("ffmpeg", append(a, "-f", "h264", "pipe:1")...)
		var errs bytes.Buffer
		c.Stderr = &errs
		b, err := c.Output()
		if err != nil {
			t.Fatalf("%v: %s", err, errs.String())
		}
		units := Group(Split(b))
		keys, hasB := 0, false
		for _, u := range units {
			if u.Key {
				keys++
			}
			for _, n := range u.NALs {
				hasB = hasB || IsB(n)
				if Type(n) != TypeSPS {
					continue
				}
				s, err := ParseSPS(n)
				if err != nil || s.Width != x.w || s.Height != x.h || s.FPSNum != 25*s.FPSDen || s.Codec()[:len(x.codec)] != x.codec {
					t.Errorf("%dx%d: read as %+v, %s, %v", x.w, x.h, s, s.Codec(), err)
				}
				for i := range n {
					_, _ = ParseSPS(n[:i]) // cut short: no panic
				}
			}
		}
		if len(units) != 20 || keys != 2 || hasB != (x.bframes > 0) {
			t.Errorf("%dx%d: %d pictures, %d keyframes, B %v", x.w, x.h, len(units), keys, hasB)
		}
	}
}

func FuzzH264(f *testing.F) {
	f.Add([]byte("\x00\x00\x01\x67\x42\xc0\x1e\xda\x02\x80\xf6\x40"))
	f.Add([]byte("\x00\x00\x01\x06\x05\x02ab\x06\x01\xc4\x80\x00\x00\x01\x68\xce\x38\x80\x00\x00\x01\x41\x9a\x80\x40")) // SEI with a recovery point, PPS, slice
	if _, err := exec.LookPath("ffmpeg"); err == nil {
		for _, args := range []string{"bframes=2:b-adapt=0", "tff=1", "intra-refresh=1:slices=3"} {
			b, err := exec.Command("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=64x64:rate=25", "-frames:v", "5", "-c:v", "libx264", "-x264-params", args, "-f", "h264", "pipe:1").Output()
			if err != nil {
				f.Fatal(err)
			}
			f.Add(b)
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		nals := Split(b)
		for _, n := range nals {
			s, err := ParseSPS(n)
			if err == nil && (s.Width <= 0 || s.Height <= 0 || s.Width > 1024*16 || s.Height > 2*1024*16 || s.Depth < 8 || s.Depth > 14 || s.Reorder < -1 || s.Reorder > 16) {
				t.Errorf("%x is read as %+v", n, s)
			}
			IsB(n)
			IsRecoveryPoint(n)
			if id := PPSID(n); id > 0 && Type(n) != TypePPS {
				t.Errorf("%x is picture parameter set %d", n, id)
			}
			// Whatever the set in force says, a slice is of one field or of none.
			s.frameOnly, s.frameNum = false, 4+len(n)%13
			if x := s.FieldOf(n); x.Of != "" && x.Of != "top" && x.Of != "bottom" || x.FrameNum >= 1<<s.frameNum {
				t.Errorf("%x is of field %+v", n, x)
			}
		}
		total := 0
		for _, u := range Group(nals) {
			total += u.Size()
		}
		if total > len(b) {
			t.Errorf("%d bytes came out of %d", total, len(b))
		}
		// A NAL unit comes back whole.
		if again := Split(AppendAnnexB(nil, nals...)); len(again) != len(nals) || len(nals) > 0 && !bytes.Equal(again[0], nals[0]) {
			t.Errorf("%q came back as %q", nals, again)
		}
	})
}
