package fmp4

import (
	"bytes"
	"errors"
	"io"
	"os/exec"
	"testing"
	"time"
)

// encoded returns a fragmented MP4 of 25 pictures, 25 a second.
func encoded(t testing.TB, args ...string) []byte {
	t.Helper()
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("ffmpeg is not installed")
	}
	a := append([]string{"-v", "error", "-copyts", "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25", "-frames:v", "25"}, args...)
	out, err := exec.Command("ffmpeg", append(a, "-f", "mp4", "pipe:1")...).Output()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestFragments(t *testing.T) {
	for name, flags := range map[string]string{
		"a fragment a picture": "frag_every_frame+empty_moov+default_base_moof",
		"a fragment a group":   "frag_keyframe+empty_moov+default_base_moof",
	} {
		b := encoded(t, "-c:v", "libx264", "-bf", "2", "-g", "10", "-keyint_min", "10", "-movflags", flags)
		r := NewReader(bytes.NewReader(b))
		head, err := r.Init()
		if err != nil {
			t.Fatal(err)
		}
		in, err := ParseInit(head)
		if err != nil || in.Width != 320 || in.Height != 240 || len(in.Codec) != len("avc1.64000d") || in.Codec[:5] != "avc1." {
			t.Fatalf("%s: %+v, %v", name, in, err)
		}
		seen, keys, bytes := map[time.Duration]bool{}, 0, int64(len(head))
		dts := time.Duration(-1)
		for {
			b, err := r.Next()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			f, err := in.ParseFragment(b)
			if err != nil {
				t.Fatal(err)
			}
			bytes += int64(len(b))
			if r.Offset() < bytes {
				t.Fatalf("%s: offset %d after %d bytes", name, r.Offset(), bytes)
			}
			for _, s := range f.Samples {
				if s.DTS <= dts || s.PTS < f.PTS || s.PTS+s.Duration > f.End() {
					t.Errorf("%s: sample %+v in %v..%v after %v", name, s, f.PTS, f.End(), dts)
				}
				dts = s.DTS
				seen[s.PTS] = true
				if s.Key {
					keys++
				}
			}
		}
		// Without -copyts offsets the first picture is shown after the reordering delay.
		if len(seen) != 25 || keys != 3 {
			t.Errorf("%s: %d pictures, %d keyframes", name, len(seen), keys)
		}
	}
}

func TestOtherCodec(t *testing.T) {
	b := encoded(t, "-c:v", "mpeg4", "-movflags", "empty_moov+frag_keyframe")
	head, err := NewReader(bytes.NewReader(b)).Init()
	if err != nil {
		t.Fatal(err)
	}
	var other *OtherCodecError
	if _, err := ParseInit(head); !errors.As(err, &other) || other.Name != "mp4v" {
		t.Errorf("got %v", err)
	}
}

func TestCutShort(t *testing.T) {
	b := encoded(t, "-c:v", "libx264", "-movflags", "frag_keyframe+empty_moov+default_base_moof+skip_trailer")
	for _, cut := range []int{1, 4, 9, len(b) / 3, len(b) / 2} {
		r := NewReader(bytes.NewReader(b[:len(b)-cut]))
		_, err := r.Init()
		for err == nil {
			_, err = r.Next()
		}
		if err != io.ErrUnexpectedEOF {
			t.Errorf("cut by %d: %v", cut, err)
		}
	}
}
