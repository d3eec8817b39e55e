package nut

import (
	"bytes"
	"errors"
	"io"
	"os/exec"
	"testing"
	"time"
)

func TestRoundTrip(t *testing.T) {
	var b bytes.Buffer
	s := Stream{Video: true, FourCC: "H264", Num: 1, Den: 90000, Width: 640, Height: 480, Extra: bytes.Repeat([]byte{7}, 5000)}
	w, err := NewWriter(&b, s)
	if err != nil {
		t.Fatal(err)
	}
	pts := []int64{0, 3600, 1 << 40, 10800, 7200}
	for i, p := range pts {
		if err := w.Write(p, i%2 == 0, bytes.Repeat([]byte{byte(i)}, 1+i*3000)); err != nil {
			t.Fatal(err)
		}
	}
	whole := bytes.Clone(b.Bytes())
	r, err := NewReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	got := r.Streams()[0]
	if got.FourCC != s.FourCC || got.Den != 90000 || got.Width != 640 || !bytes.Equal(got.Extra, s.Extra) {
		t.Fatalf("header came back as %+v", got)
	}
	for i, p := range pts {
		k, err := r.Next(nil)
		if err != nil {
			t.Fatal(err)
		}
		if k.PTS != p || k.Key != (i%2 == 0) || len(k.Data) != 1+i*3000 || k.Data[0] != byte(i) {
			t.Fatalf("packet %d came back as pts %d, key %v, %d bytes", i, k.PTS, k.Key, len(k.Data))
		}
	}
	if _, err := r.Next(nil); err != io.EOF {
		t.Fatalf("at the end: %v", err)
	}
	r, err = NewReader(bytes.NewReader(whole[:len(whole)-1]))
	for err == nil {
		_, err = r.Next(nil)
	}
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Fatalf("cut short: %v", err)
	}
}

func TestTime(t *testing.T) {
	s := Stream{Num: 1, Den: 90000}
	for pts, want := range map[int64]time.Duration{0: 0, 9000: 100 * time.Millisecond, 1: 11111, -1: -11112, 90000 * 86400 * 365: 365 * 24 * time.Hour} {
		if got := s.Time(pts); got != want {
			t.Errorf("Time(%d) = %d, want %d", pts, got, want)
		}
	}
}

// TestFFmpegWrites reads what ffmpeg writes: raw frames with the time stamps
// of an uneven source, with and without syncpoints, and H.264 with B-frames.
func TestFFmpegWrites(t *testing.T) {
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("ffmpeg is not installed")
	}
	src := []string{"-v", "error", "-copyts", "-f", "lavfi", "-i", "testsrc2=size=64x48:rate=25,select='not(eq(mod(n,5),3))',setpts=PTS+1000/TB", "-frames:v", "50", "-fps_mode", "passthrough", "-enc_time_base", "1/90000"}
	for name, args := range map[string][]string{
		"raw":            {"-pix_fmt", "yuv420p", "-c:v", "rawvideo"},
		"raw, pipe mode": {"-pix_fmt", "yuv420p", "-c:v", "rawvideo", "-syncpoints", "none", "-strict", "experimental", "-write_index", "0"},
		"h264":           {"-pix_fmt", "yuv420p", "-c:v", "libx264", "-bf", "2", "-g", "12"},
	} {
		t.Run(name, func(t *testing.T) {
			out, err := exec.Command("ffmpeg", append(append(append([]string{}, src...), args...), "-f", "nut", "pipe:1")...).Output()
			if err != nil {
				t.Fatal(err)
			}
			r, err := NewReader(bytes.NewReader(out))
			if err != nil {
				t.Fatal(err)
			}
			s := r.Streams()[0]
			if s.Width != 64 || s.Height != 48 {
				t.Fatalf("header %+v", s)
			}
			seen := map[time.Duration]bool{}
			for {
				p, err := r.Next(nil)
				if err == io.EOF {
					break
				}
				if err != nil {
					t.Fatal(err)
				}
				if name != "h264" && len(p.Data) != 64*48*3/2 {
					t.Fatalf("a frame of %d bytes", len(p.Data))
				}
				seen[s.Time(p.PTS).Round(time.Millisecond)] = true
			}
			if len(seen) != 50 {
				t.Fatalf("%d different time stamps, want 50", len(seen))
			}
			n := 0
			for i := 0; n < 50; i++ {
				if i%5 == 3 {
					continue
				}
				if at := 1000*time.Second + time.Duration(i)*40*time.Millisecond; !seen[at] {
					t.Fatalf("no packet at %v", at)
				}
				n++
			}
		})
	}
}

// TestFFmpegReads lets ffmpeg read what Writer writes.
func TestFFmpegReads(t *testing.T) {
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("ffmpeg is not installed")
	}
	src, err := exec.Command("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=64x48:rate=25", "-frames:v", "30", "-c:v", "libx264", "-bf", "2", "-f", "nut", "pipe:1").Output()
	if err != nil {
		t.Fatal(err)
	}
	r, err := NewReader(bytes.NewReader(src))
	if err != nil {
		t.Fatal(err)
	}
	s := r.Streams()[0]
	var in bytes.Buffer
	w, err := NewWriter(&in, Stream{FourCC: "H264", Num: 1, Den: 90000, Width: s.Width, Height: s.Height, Extra: s.Extra, DecodeDelay: s.DecodeDelay})
	if err != nil {
		t.Fatal(err)
	}
	want := map[int64]bool{}
	for {
		p, err := r.Next(nil)
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		pts := 900000 + int64(s.Time(p.PTS)*9/100000)
		want[pts] = true
		if err := w.Write(pts, p.Key, p.Data); err != nil {
			t.Fatal(err)
		}
	}
	c := exec.Command("ffmpeg", "-v", "warning", "-copyts", "-f", "nut", "-i", "pipe:0", "-fps_mode", "passthrough", "-enc_time_base", "-1", "-c:v", "rawvideo", "-pix_fmt", "yuv420p", "-f", "nut", "-syncpoints", "none", "-strict", "experimental", "pipe:1")
	c.Stdin = &in
	var errs bytes.Buffer
	c.Stderr = &errs
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, errs.String())
	}
	if r, err = NewReader(bytes.NewReader(out)); err != nil {
		t.Fatal(err)
	}
	n := 0
	for {
		p, err := r.Next(nil)
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if got := int64(r.Streams()[0].Time(p.PTS) * 9 / 100000); !want[got] && !want[got+1] {
			t.Fatalf("frame %d has a time stamp of its own: %d (%s)", n, got, errs.String())
		}
		n++
	}
	if n != 30 {
		t.Fatalf("%d frames came back of 30: %s", n, errs.String())
	}
}

func FuzzReader(f *testing.F) {
	var b bytes.Buffer
	w, _ := NewWriter(&b, Stream{FourCC: "I420", Num: 1, Den: 1000, Width: 2, Height: 2})
	_ = w.Write(1, true, make([]byte, 6))
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := NewReader(bytes.NewReader(b))
		if err != nil {
			return
		}
		r.MaxPacket = 1 << 16
		for range 1000 {
			if _, err := r.Next(nil); err != nil {
				return
			}
		}
	})
}
