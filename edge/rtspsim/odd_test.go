package rtspsim

import (
	"context"
	"os/exec"
	"strings"
	"testing"
	"time"
)

func TestOddityTable(t *testing.T) {
	seen := map[string]bool{}
	for _, o := range Oddities() {
		if seen[o.Name] || o.Name == "" || o.What == "" || strings.ContainsAny(o.Name, "+/ ,") || o.Name == "all" {
			t.Errorf("the oddity %q (%s)", o.Name, o.What)
		}
		seen[o.Name] = true
	}
	if _, err := findOdd("stapa+nosuch"); err == nil || !strings.Contains(err.Error(), "--list-odd") {
		t.Errorf("an unknown oddity: %v", err)
	}
	if o, err := findOdd("stapa+tsfast"); err != nil || len(o) != 2 {
		t.Errorf("two oddities: %v, %v", o, err)
	}
}

// TestOddClips has ffmpeg decode what oddities play instead of the file: every picture
// must come out whole.
func TestOddClips(t *testing.T) {
	file := makeClip(t, "a.h264", 30)
	// Size, pictures at least, codec.
	want := map[string]struct {
		size, codec string
		pictures    int
	}{
		"fields": {"128,128", "h264", 25}, "fieldpairs": {"128,128", "h264", 25}, "upright": {"240,320", "h264", 25}, "cropped": {"322,240", "h264", 25},
		"h265": {"320,240", "hevc", 25}, "h265ap": {"320,240", "hevc", 25}, "h265stream": {"320,240", "hevc", 25}, "h265slices": {"320,240", "hevc", 25},
		"slices": {"320,240", "h264", 25}, "allkeys": {"320,240", "h264", 25}, "rescale": {"320,240", "h264", 25}, "interlaced": {"320,240", "h264", 25},
	}
	cfg := Config{Files: map[string]string{"": file}, Odd: map[string]string{}, Speed: 5, OddAfter: time.Second}
	for n := range want {
		cfg.Odd[n] = n
	}
	s := serve(t, cfg)
	for name, x := range want {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			out, err := exec.CommandContext(ctx, "ffprobe", "-v", "error", "-rtsp_transport", "tcp", "-count_frames",
				"-show_entries", "stream=codec_name,width,height,nb_read_frames", "-of", "csv=p=0", s.URL(name)).CombinedOutput()
			f := strings.Split(strings.TrimSpace(string(out)), ",")
			if err != nil || len(f) != 4 || f[0] != x.codec || f[1]+","+f[2] != x.size {
				t.Fatalf("ffprobe says %q, %v", out, err)
			}
			n := 0
			for _, c := range f[3] {
				n = n*10 + int(c-'0')
			}
			if n < x.pictures || n > 30 {
				t.Errorf("%d pictures of 30", n)
			}
		})
	}
}
